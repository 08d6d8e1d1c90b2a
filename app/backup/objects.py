"""The stored files of a backup: copied where they are new, looked through, brought back.

Everything goes in the order of keys, a 256th at a time, so that no list of all is ever in memory.
"""

from __future__ import annotations

import heapq
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby

from app.backup.place import BackupRefused, Place
from app.storage import Missing, Storage, Stored

Told = Callable[[int, int], None]
"""How many files are done, and how many bytes."""

HEAD = 2  # characters of a key that name its folder


@dataclass
class Copied:
    """What was done."""

    count: int = 0
    bytes: int = 0
    new: int = 0  # bytes that the place did not have before
    gone: int = 0  # deleted between listing and reading


def name_of(key: str) -> str:
    """The file of the place that has this content."""
    return f"objects/{key[:HEAD]}/{key}"


def save(storage: Storage, place: Place, done: Copied, told: Told) -> Iterator[bytes]:
    """Copy what the place lacks; answers the lines of the backup's list while it does, and counts
    in `done`. Raises BackupRefused where a stored file is not what its key says."""
    for head, group in groupby(storage.contents(), lambda one: one.key[:HEAD]):
        there = _there(place, head)
        lines = []
        for one in group:
            if there.get(one.key) != one.bytes:
                try:
                    _copy(storage, place, one.key)
                except Missing:
                    done.gone += 1
                    continue
                done.new += one.bytes
            done.count += 1
            done.bytes += one.bytes
            lines.append(f"{one.key} {one.bytes}\n")
            told(done.count, done.bytes)
        yield "".join(lines).encode()


def _there(place: Place, head: str) -> dict[str, int]:
    """The keys of the place that begin so, and how long they are."""
    found = place.names(f"objects/{head}")
    return {name.rpartition("/")[2]: size for name, size in found}


def _copy(storage: Storage, place: Place, key: str) -> None:
    name = name_of(key)
    if place.write(name, storage.open(key)).sha256 != key:
        place.remove([name])
        raise BackupRefused(
            f"The stored file {key} is damaged: its content has another hash. Bring it back from "
            "an older backup, or take it out, and make the backup again."
        )


def listed(place: Place, name: str) -> Iterator[Stored]:
    """The files of a backup, in the order of keys."""
    left = b""
    for piece in place.read(f"{name}/objects"):
        *whole, left = (left + piece).split(b"\n")
        for line in whole:
            key, _, size = line.decode().partition(" ")
            yield Stored(key, int(size))


def check(place: Place, name: str, told: Told) -> None:
    """Read every file of the backup. Raises BackupRefused at the first that is not what it was."""
    count = size = 0
    for one in listed(place, name):
        if place.sum(name_of(one.key)) != (one.key, one.bytes):
            raise BackupRefused(f"The file {one.key} of the backup is damaged.")
        count, size = count + 1, size + one.bytes
        told(count, size)


def bring_back(place: Place, name: str, storage: Storage, told: Told) -> None:
    """Store the files of the backup that are not stored yet. Raises BackupRefused where one is
    damaged, which is not kept then."""
    here = _Following(storage.contents())
    count = size = 0
    for one in listed(place, name):
        if not here.has(one.key):
            stored = storage.put(place.read(name_of(one.key)))
            if stored.key != one.key:
                storage.delete(stored.key)
                raise BackupRefused(f"The file {one.key} of the backup is damaged.")
        count, size = count + 1, size + one.bytes
        told(count, size)


def stranger(place: Place, name: str, storage: Storage) -> str | None:
    """The key of a stored file that is none of the backup's, or None."""
    ours = _Following(listed(place, name))
    return next((one.key for one in storage.contents() if not ours.has(one.key)), None)


class _Following:
    """Whether keys are in a sequence; both go up."""

    def __init__(self, keys: Iterable[Stored]) -> None:
        self._keys = (one.key for one in keys)
        self._at: str | None = next(self._keys, None)

    def has(self, key: str) -> bool:
        while self._at is not None and self._at < key:
            self._at = next(self._keys, None)
        return self._at == key


def prune(place: Place, kept: list[str]) -> int:
    """Take away what no kept backup lists; answers how many files that were."""
    wanted = heapq.merge(*((one.key for one in listed(place, name)) for name in kept))
    removed = 0
    by_head = groupby(wanted, lambda key: key[:HEAD])
    coming = next(by_head, None)
    for number in range(256):
        head = f"{number:02x}"
        needed: set[str] = set()
        if coming is not None and coming[0] == head:
            needed = set(coming[1])
            coming = next(by_head, None)
        left = [name_of(key) for key in _there(place, head) if key not in needed]
        place.remove(left)
        removed += len(left)
    return removed
