"""The keys of what is under seal. They are in a file, never in the database.

The file has a key a line, each of at least 32 characters by chance; the first seals, all open. To
change the key, put a new line on top: what older ones sealed is sealed anew, and an old line may go
once nothing is under it any more (`dure doctor` says how many are).
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass

from app.core.security import seal, unseal
from app.core.settings import NotConfigured, settings

LEAST = 32  # characters of a key


class NotOpened(Exception):
    """What is sealed was changed, belongs to somebody else, or its key is not in the file."""


@dataclass(frozen=True, slots=True)
class Keys:
    """Keys by their names; `newest` seals."""

    newest: str
    all: Mapping[str, bytes]

    def seal(self, person_id: int, what: str, text: str) -> bytes:
        """`text`, bound to the person: put into another's row it does not open."""
        return seal(self.all[self.newest], _purpose(person_id, what), text)

    def open(self, key: str, person_id: int, what: str, sealed: bytes) -> str:
        """What was sealed. Raises `NotOpened`."""
        held = self.all.get(key)
        found = None if held is None else unseal(held, _purpose(person_id, what), sealed)
        if found is None:
            raise NotOpened(f"the key {key} does not open this")
        return found


def _purpose(person_id: int, what: str) -> str:
    return f"vault:{what}:{person_id}"


def keys() -> Keys:
    """The keys of this installation. Raises `NotConfigured` where the file holds none, or a short
    one."""
    lines = settings().seal_key_texts()
    if not lines or any(len(line) < LEAST for line in lines):
        raise NotConfigured(
            f"The file of seal keys needs a key a line, each of at least {LEAST} characters."
        )
    named = {_name(line): line.encode() for line in lines}
    return Keys(_name(lines[0]), named)


def _name(line: str) -> str:
    """What a key is called in the database: it says nothing about the key."""
    return hashlib.sha256(f"name\0{line}".encode()).hexdigest()[:12]
