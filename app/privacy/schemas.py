"""What is said of accesses, copies and the schedule over HTTP."""

from datetime import datetime
from typing import Literal

from pydantic import BaseModel, Field

from app.core.personal import Personal, ShowsPerson


class MyAccess(BaseModel):
    """Somebody looked at your data: as what, for which organisation or project, never by name."""

    id: int
    at: datetime
    acting: str
    organisation: str | None
    project: str | None
    fields: list[str]
    route: str
    why: str | None


class AccessRow(MyAccess, ShowsPerson):
    """Somebody looked at somebody's data, by name."""

    by: int
    by_name: str
    person_id: int
    person: Personal[str]
    organisation_id: int | None
    project_id: int | None
    request_id: str | None


class CopyOut(BaseModel):
    """A copy of what is kept of you, and how far it is; `total` counts its tables and files."""

    id: int
    state: Literal["asked", "ready", "failed", "ended"]
    done: int
    total: int | None
    bytes: int | None
    asked_at: datetime
    ready_at: datetime | None
    ends_at: datetime | None = Field(description="Until when it can be fetched.")


class CopyLink(BaseModel):
    """An address that serves the copy for some time."""

    url: str
    filename: str
    expires_in: int = Field(description="Seconds for which the address holds.")


class KeepingOut(BaseModel):
    """For how many days something is kept after it ended, and what the nightly runs have deleted;
    `usual` is the default, `least` the shortest that can be configured."""

    what: str
    days: int
    usual: int
    least: int
    last_at: datetime | None
    last_deleted: int | None
    deleted: int = Field(description="Within the last year.")


class KeptOut(BaseModel):
    """What is kept otherwise: by a law, until its project's end, or until its own time is over."""

    what: str
    by: str


class ScheduleOut(BaseModel):
    """How long what is kept."""

    kept_for: list[KeepingOut]
    kept_by: list[KeptOut]
