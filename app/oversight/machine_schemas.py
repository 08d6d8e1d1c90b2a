"""What an operator sees of the machine, as it speaks HTTP. Sizes in bytes, ages in seconds."""

from datetime import datetime

from pydantic import BaseModel, ConfigDict

from app.core.states import ChoreState


class Seen(BaseModel):
    """Read from attributes as well as from rows."""

    model_config = ConfigDict(from_attributes=True)


class ChoreCount(Seen):
    """Chores of a kind in a state; `oldest` is since when the first of them is due, or dead."""

    kind: str
    state: ChoreState
    count: int
    oldest: datetime | None


class ProcessSeen(Seen):
    """An API process or a worker that holds connections: machine and number."""

    part: str
    version: str
    process: str
    since: datetime
    connections: int


class LeaseCount(Seen):
    """Leases of a level that end within ten minutes, and those that should have ended."""

    level: int
    soon: int
    over: int


class DatabaseSeen(Seen):
    """The database that answers."""

    version: str
    revision: str
    bytes: int
    connections: int
    most_connections: int


class TableSeen(Seen):
    """A table with its indexes; `rows` as the server counts along."""

    name: str
    bytes: int
    rows: int


class StorageSeen(Seen):
    """Stored files and the room that is left; `free` and `size` of a bucket are null, `about`
    where the bytes come from a sample."""

    place: str
    free: int | None
    size: int | None
    count: int
    bytes: int
    about: bool


class BackupSeen(Seen):
    """A backup that was finished."""

    id: int
    name: str
    place: str
    snapshot_at: datetime
    made_at: datetime
    database_bytes: int
    objects: int
    object_bytes: int
    new_bytes: int
    entries: int
    ledger_sha256: str
    with_keys: bool


class FailureSeen(Seen):
    """A fault of ours that somebody met."""

    id: int
    part: str
    what: str
    error: str
    request_id: str | None
    at: datetime


class MachineOut(BaseModel):
    """How the machine stands."""

    dure: str
    python: str
    chores: list[ChoreCount]
    waits: float  # of the chore that has been due longest
    processes: list[ProcessSeen]
    leases: list[LeaseCount]
    database: DatabaseSeen
    tables: list[TableSeen]
    storage: StorageSeen
    backup: BackupSeen | None  # the newest
