"""The contract that every storage keeps; `tests/storage` holds each of them to it."""

import hashlib
import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from typing import BinaryIO, Protocol

from app.core.errors import NotFound, TooLarge

PIECE = 1 << 20
"""Bytes held in memory at once."""

Pieces = Iterable[bytes] | BinaryIO
"""Content on its way in: an open binary file, or pieces of any size."""

SHOWN = frozenset({"image/jpeg", "image/png", "image/webp", "audio/mp4", "video/mp4"})
"""What a browser is let show from a link; anything else is saved, whatever it says it is."""

_KEY = re.compile(r"[0-9a-f]{64}")


class Missing(NotFound):
    """No content is stored under this key."""

    code = "content_missing"


class TooLong(TooLarge):
    """The content goes on past the limit that its receiver set."""

    code = "content_too_long"


@dataclass(frozen=True, slots=True)
class Stored:
    """Content that lies safely under its key."""

    key: str  # SHA-256 of the content, in hex
    bytes: int


class Storage(Protocol):
    """Content under its hash. Every method may be called by any number of threads at once."""

    def put(
        self,
        content: Pieces,
        *,
        media_type: str = "application/octet-stream",
        limit: int | None = None,
    ) -> Stored:
        """Keep `content`; it can be read, whole, from when this returns. Raises TooLong when it
        has more than `limit` bytes, and keeps nothing then.
        """
        ...

    def open(self, key: str, start: int = 0, end: int | None = None) -> Iterator[bytes]:
        """The bytes from `start` up to `end` (exclusive), in pieces. Raises Missing, at once."""
        ...

    def stat(self, key: str) -> Stored:
        """How long the content is. Raises Missing."""
        ...

    def link(
        self, key: str, ttl: timedelta, *, media_type: str, filename: str | None = None
    ) -> str:
        """An address that serves the content for about `ttl` to whoever has it, without a
        session: relative to the app where the app serves it. With `filename` it is saved, not
        shown. The key is not looked up.
        """
        ...

    def delete(self, key: str) -> None:
        """Forget the content; nothing happens when there is none."""
        ...

    def contents(self) -> Iterator[Stored]:
        """All that is stored, in the order of keys; what comes or goes meanwhile may be missing."""
        ...

    def tidy(self) -> None:
        """Remove what broken-off puts have left behind."""
        ...


def is_key(name: str) -> bool:
    """Whether this can be the name of content."""
    return _KEY.fullmatch(name) is not None


def checked(key: str) -> str:
    """`key`, if it is one. Raises Missing: what is no key names nothing."""
    if not is_key(key):
        raise Missing("There is nothing stored under this key.")
    return key


def pieces(content: Pieces) -> Iterator[bytes]:
    """`content` in pieces."""
    read = getattr(content, "read", None)
    if read is None:
        yield from content
        return
    while piece := read(PIECE):
        yield piece


def receive(content: Pieces, into: BinaryIO, limit: int | None) -> Stored:
    """Copy `content` into a file, hashing and counting it. Raises TooLong."""
    digest = hashlib.sha256()
    size = 0
    for piece in pieces(content):
        size += len(piece)
        if limit is not None and size > limit:
            raise TooLong(f"The content has more than {limit} bytes; send less.", limit=limit)
        digest.update(piece)
        into.write(piece)
    return Stored(digest.hexdigest(), size)


@contextmanager
def naming_missing() -> Iterator[None]:
    """Turn what a file system says of a missing file into Missing."""
    try:
        yield
    except FileNotFoundError:
        raise Missing("The content is not stored any more.") from None
