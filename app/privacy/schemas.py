"""What is said of accesses, copies and the schedule over HTTP."""

from datetime import datetime

from pydantic import BaseModel

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
