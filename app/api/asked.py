"""What lists of money and of history are asked with: a project's as well as the operator's."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Annotated, Any

from fastapi import Depends, Query
from fastapi.responses import StreamingResponse
from sqlalchemy.orm import Session

from app.api.ids import Id
from app.api.pages import After, Limit
from app.core.clock import utcnow
from app.core.database import transaction
from app.core.errors import Invalid
from app.models.ledger import EntryKind
from app.oversight import queries, searching, written
from app.papers.tables import CSV

Moment = Annotated[datetime | None, Query(description="With its zone; what has none is UTC.")]
Subject = Annotated[str | None, Query(pattern=r"^[a-z_]{1,40}$")]
Words = Annotated[
    str,
    Query(
        max_length=200,
        pattern=r"^[^\x00]*$",
        description="Only what has this in its names, reasons or details.",
    ),
]
USUAL = timedelta(days=31)
LONGEST = timedelta(days=366)
"""Of how long a time a history is written out at once."""


@dataclass(frozen=True, slots=True)
class _Movements:
    """Which movements of money, the newest first."""

    after: After = 0
    limit: Limit = 50
    kind: EntryKind | None = None
    since: Moment = None
    until: Moment = None

    def of(
        self,
        s: Session,
        *,
        project_id: int | None,
        person_id: int | None = None,
        organisation_id: int | None = None,
        account_id: int | None = None,
    ) -> list[dict[str, Any]]:
        """Those of a project or of all, and so for a person, an organisation, an account; one more
        than a page."""
        return queries.entries(
            s,
            project_id=project_id,
            person_id=person_id,
            organisation_id=organisation_id,
            account_id=account_id,
            kind=self.kind,
            since=self.since,
            until=self.until,
            before=self.after,
            limit=self.limit + 1,
        )


@dataclass(frozen=True, slots=True)
class _Searched:
    """What of the history is looked for."""

    subject: Subject = None
    subject_id: Id = None
    actor_id: Id = None
    since: Moment = None
    until: Moment = None
    q: Words = ""

    def at(
        self, *, project_id: int | None = None, organisation_id: int | None = None
    ) -> searching.Asked:
        """There, and as a search takes it."""
        return searching.Asked(
            project_id=project_id,
            organisation_id=organisation_id,
            subject=self.subject,
            subject_id=self.subject_id,
            actor_id=self.actor_id,
            since=self.since,
            until=self.until,
            q=self.q.strip(),
        )


@dataclass(frozen=True, slots=True)
class _Happened(_Searched):
    """Which rows of the history, the newest first."""

    after: After = 0
    limit: Limit = 50

    def of(
        self, s: Session, *, project_id: int | None = None, organisation_id: int | None = None
    ) -> tuple[list[dict[str, Any]], int | None]:
        """Those of a project, of an organisation, or of all, one more than a page; and the key to
        go on from where the page ends early."""
        asked = self.at(project_id=project_id, organisation_id=organisation_id)
        return searching.search(s, replace(asked, before=self.after), self.limit + 1)


class Form(StrEnum):
    """How a history is written out."""

    CSV = "csv"
    JSONL = "jsonl"


@dataclass(frozen=True, slots=True)
class _Exported(_Searched):
    """What of the history is written out: a time of a year at most, else the last 31 days."""

    form: Annotated[Form, Query(description="CSV with a head line, or a JSON object a line.")] = (
        Form.CSV
    )

    def at(
        self, *, project_id: int | None = None, organisation_id: int | None = None
    ) -> searching.Asked:
        """There, and as a search takes it. Raises `Invalid` for a longer time."""
        until = self.until or utcnow()
        since = self.since or until - USUAL
        if not timedelta(0) < until - since <= LONGEST:
            raise Invalid("Ask for a year at most; shorten the time and fetch it in parts.")
        asked = _Searched.at(self, project_id=project_id, organisation_id=organisation_id)
        return replace(asked, since=since, until=until)


WRITTEN: dict[int | str, dict[str, Any]] = {
    200: {"content": {"text/csv": {}, "application/x-ndjson": {}}, "description": "The rows."}
}


def written_out(asked: _Exported, at: searching.Asked, name: str) -> StreamingResponse:
    """The history as a file that is read while it is sent."""
    told = written.csv if asked.form is Form.CSV else written.jsonl
    return StreamingResponse(
        told(transaction, at),
        media_type=CSV if asked.form is Form.CSV else "application/x-ndjson",
        headers={"Content-Disposition": f'attachment; filename="{name}.{asked.form}"'},
    )


Movements = Annotated[_Movements, Depends()]
Happened = Annotated[_Happened, Depends()]
Exported = Annotated[_Exported, Depends()]
