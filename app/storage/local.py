"""A folder on this machine: `ab/cd/abcd….`, written beside and renamed into place."""

import os
import tempfile
import time
from collections.abc import Iterator
from contextlib import suppress
from datetime import timedelta
from pathlib import Path
from typing import BinaryIO

from app.storage.base import (
    PIECE,
    Missing,
    Pieces,
    Stored,
    checked,
    is_key,
    naming_missing,
    receive,
)
from app.storage.links import sign_link

# A put that has not grown for a day was broken off.
_ABANDONED = 24 * 3600


class LocalStorage:
    """Content in `root`. The file system must be one that renames atomically."""

    def __init__(self, root: Path, secret: bytes) -> None:
        self._root = root
        self._coming = root / "coming"
        self._secret = secret
        self._coming.mkdir(parents=True, exist_ok=True)

    def put(
        self,
        content: Pieces,
        *,
        media_type: str = "application/octet-stream",
        limit: int | None = None,
    ) -> Stored:
        """See `Storage.put`. The media type is not kept: links carry it."""
        handle, name = tempfile.mkstemp(dir=self._coming)
        coming = Path(name)
        try:
            with os.fdopen(handle, "wb") as file:
                stored = receive(content, file, limit)
                place = self._place(stored.key)
                if not _holds(place, stored.bytes):
                    file.flush()
                    os.fsync(file.fileno())
                    place.parent.mkdir(parents=True, exist_ok=True)
                    coming.replace(place)
                    _sync_folder(place.parent)
        finally:
            coming.unlink(missing_ok=True)
        return stored

    def open(self, key: str, start: int = 0, end: int | None = None) -> Iterator[bytes]:
        """See `Storage.open`."""
        with naming_missing():
            file = self._place(checked(key)).open("rb")
        return _read(file, start, end)

    def stat(self, key: str) -> Stored:
        """See `Storage.stat`."""
        with naming_missing():
            return Stored(key, self._place(checked(key)).stat().st_size)

    def link(
        self, key: str, ttl: timedelta, *, media_type: str, filename: str | None = None
    ) -> str:
        """See `Storage.link`: an address of the app, under the media route."""
        return sign_link(self._secret, key, ttl, media_type=media_type, filename=filename)

    def delete(self, key: str) -> None:
        """See `Storage.delete`."""
        self._place(checked(key)).unlink(missing_ok=True)

    def contents(self) -> Iterator[Stored]:
        """See `Storage.contents`."""
        for first in _folders(self._root):
            for second in _folders(first):
                with os.scandir(second) as found:
                    keys = sorted(one.name for one in found if is_key(one.name))
                for key in keys:
                    with suppress(Missing):
                        yield self.stat(key)

    def tidy(self) -> None:
        """See `Storage.tidy`."""
        oldest = time.time() - _ABANDONED
        for coming in self._coming.iterdir():
            if coming.stat().st_mtime < oldest:
                coming.unlink(missing_ok=True)

    def _place(self, key: str) -> Path:
        # Two levels of 256 folders: ten million files are 150 to a folder.
        return self._root / key[:2] / key[2:4] / key


def _folders(above: Path) -> list[Path]:
    """The folders of two letters of a key, in order."""
    return sorted(one for one in above.iterdir() if len(one.name) == 2 and one.is_dir())


def _holds(place: Path, size: int) -> bool:
    try:
        return place.stat().st_size == size
    except FileNotFoundError:
        return False


def _sync_folder(folder: Path) -> None:
    """A rename is only safe when the folder is on the disk as well."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _read(file: BinaryIO, start: int, end: int | None) -> Iterator[bytes]:
    with file:
        file.seek(start)
        left = None if end is None else max(0, end - start)
        while piece := file.read(PIECE if left is None else min(PIECE, left)):
            yield piece
            if left is not None:
                left -= len(piece)
