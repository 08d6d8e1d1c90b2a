"""Where backups lie: a folder, or a prefix of an S3-compatible bucket."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import obstore
from obstore.exceptions import BaseError
from obstore.store import LocalStore, S3Store

from app.core.settings import Settings

PIECE = 1 << 20
PART = 32 << 20  # bytes of a part of a long upload: 10,000 of them are 320 GB


class BackupRefused(Exception):
    """A backup cannot be made, or not be brought back; the sentence says what to do."""


@dataclass(frozen=True, slots=True)
class Written:
    """What a file has become."""

    sha256: str
    bytes: int


class Place:
    """Files by their names, `/` between folders; each there whole, or not at all."""

    def __init__(self, store: Any, address: str, folder: Path | None = None) -> None:
        self._store = store
        self.address = address
        self._folder = folder

    def write(self, name: str, content: Iterable[bytes]) -> Written:
        """Keep `content` under `name`. What `content` raises passes, and nothing is kept."""
        counted = _Counted(content)
        start = bytearray()
        for piece in counted:
            start += piece
            if len(start) >= PART:
                break
        else:
            obstore.put(self._store, name, bytes(start), use_multipart=False)
            return Written(counted.digest.hexdigest(), counted.bytes)
        pieces = chain((bytes(start),), counted)
        try:
            obstore.put(self._store, name, pieces, chunk_size=PART, max_concurrency=2)
        except Exception:
            if counted.raised is not None:
                raise counted.raised from None
            raise
        return Written(counted.digest.hexdigest(), counted.bytes)

    def read(self, name: str) -> Iterator[bytes]:
        """The content of a file, in pieces. Raises BackupRefused where there is none."""
        try:
            stream = obstore.get(self._store, name).stream(min_chunk_size=PIECE)
        except FileNotFoundError:
            raise BackupRefused(f"{self.address} has no {name}: the backup is damaged.") from None
        return (bytes(piece) for piece in stream)

    def sum(self, name: str) -> tuple[str, int]:
        """The SHA-256 and the bytes of a file. Raises BackupRefused where there is none."""
        counted = _Counted(self.read(name))
        for _ in counted:
            continue
        return counted.digest.hexdigest(), counted.bytes

    def names(self, folder: str) -> Iterator[tuple[str, int]]:
        """The files below `folder`, in no order: name and bytes."""
        for page in obstore.list(self._store, folder, chunk_size=1000):
            for one in page:
                yield one["path"], one["size"]

    def folders(self) -> list[str]:
        """The folders at the top, by name."""
        found = obstore.list_with_delimiter(self._store)["common_prefixes"]
        return sorted(one.strip("/") for one in found)

    def remove(self, names: list[str]) -> None:
        """Take files away; those that are not there are no matter."""
        for name in names:
            try:
                obstore.delete(self._store, name)
            except FileNotFoundError:
                continue

    def settle(self) -> None:
        """Come back when all that was written will survive a power cut."""
        if self._folder is not None:
            os.sync()


class _Counted:
    """Pieces on their way, hashed and counted; remembers what their source raised."""

    def __init__(self, content: Iterable[bytes]) -> None:
        self._pieces = iter(content)
        self.digest = hashlib.sha256()
        self.bytes = 0
        self.raised: Exception | None = None

    def __iter__(self) -> _Counted:
        return self

    def __next__(self) -> bytes:
        try:
            piece = next(self._pieces)
        except StopIteration:
            raise
        except Exception as error:
            self.raised = error
            raise
        self.digest.update(piece)
        self.bytes += len(piece)
        return piece


def place_at(address: str, config: Settings, *, make: bool = False) -> Place:
    """The place that `address` means: `s3://bucket/prefix`, or a folder, made with `make` where it
    is missing. Raises BackupRefused."""
    if address.startswith("s3://"):
        at = urlsplit(address)
        secret = config.backup_s3_secret_key or config.s3_secret_key
        endpoint = config.backup_s3_endpoint or config.s3_endpoint
        given: dict[str, Any] = {
            "endpoint": endpoint,
            "region": config.backup_s3_region or config.s3_region,
            "access_key_id": config.backup_s3_access_key or config.s3_access_key,
            "secret_access_key": secret.get_secret_value() if secret else None,
        }
        options: Any = {"allow_http": bool(endpoint and endpoint.startswith("http:"))}
        store = S3Store(
            at.netloc,
            prefix=at.path.strip("/") or None,
            client_options=options,
            **{name: value for name, value in given.items() if value is not None},
        )
        return Place(store, address)
    if "://" in address:
        raise BackupRefused("Backups go to a folder, or to s3://bucket/prefix.")
    folder = Path(address).expanduser().resolve()
    if not make and not folder.is_dir():
        raise BackupRefused(f"There is no folder {folder}.")
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        return Place(LocalStore(folder, automatic_cleanup=True), str(folder), folder)
    except (OSError, BaseError) as error:
        raise BackupRefused(f"Backups cannot be kept in {folder}: {error}.") from None
