"""What a backup consists of, as it was written."""

import hashlib
from datetime import datetime
from typing import Self

import orjson
from pydantic import BaseModel, ConfigDict, ValidationError

from app.backup.place import BackupRefused, Place

FORM = 1  # of the folder; a later program reads this one, too


class File(BaseModel):
    """A file of the backup's folder."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    sha256: str
    bytes: int


class Grant(BaseModel):
    """What may be done with one thing, as PostgreSQL writes it."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    app: bool  # by the application's role; else by everybody
    rights: str
    thing: str


class Rights(BaseModel):
    """What others than the owner may do."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    granted: list[Grant]
    closed: list[str]  # functions that not everybody may call


class Ledger(BaseModel):
    """The ledger in the snapshot: as many movements, as many accounts, and the hash of all of
    them in order with every account's balance."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    entries: int
    accounts: int
    sha256: str


class Manifest(BaseModel):
    """The backup `name`, complete."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    form: int
    name: str
    snapshot_at: datetime
    dure: str  # versions
    revision: str
    postgresql: str
    ledger: Ledger
    rights: Rights
    database: File
    objects: File
    object_count: int
    object_bytes: int
    gone: int  # files that were deleted between their listing and their turn
    keys: File | None

    def bound(self) -> bytes:
        """All but the keys: what those are sealed with."""
        told = self.model_dump(mode="json", exclude={"keys"})
        return orjson.dumps(told, option=orjson.OPT_SORT_KEYS)

    def write(self, place: Place) -> None:
        """The last file of a backup: from now on it is one."""
        body = self.model_dump_json(indent=1).encode()
        said = hashlib.sha256(body).hexdigest().encode()
        place.write(f"{self.name}/manifest", [said, b"\n", body])

    @classmethod
    def read(cls, place: Place, name: str) -> Self:
        """The manifest of a backup. Raises BackupRefused where it is damaged, or of a program that
        is newer than this."""
        said, _, body = b"".join(place.read(f"{name}/manifest")).partition(b"\n")
        if hashlib.sha256(body).hexdigest().encode() != said:
            raise BackupRefused(f"The manifest of {name} is damaged; take another backup.")
        try:
            found = cls.model_validate_json(body)
        except ValidationError:
            raise BackupRefused(
                f"The backup {name} was made by another version of Dure; use that one, or a newer."
            ) from None
        if found.form != FORM or found.name != name:
            raise BackupRefused(f"The manifest of {name} is not that backup's.")
        return found


def backups(place: Place) -> list[str]:
    """The names of the backups that were finished, the oldest first."""
    whole = []
    for folder in place.folders():
        if folder != "objects" and f"{folder}/manifest" in {n for n, _ in place.names(folder)}:
            whole.append(folder)
    return whole


def newest(place: Place, name: str | None = None) -> Manifest:
    """The backup that is meant: the newest without a name. Raises BackupRefused."""
    known = backups(place)
    if name is not None and name not in known:
        raise BackupRefused(f"{place.address} has no backup {name}; it has: {', '.join(known)}.")
    if not known:
        raise BackupRefused(f"There is no finished backup in {place.address}.")
    return Manifest.read(place, name or known[-1])
