"""What lists of money and of history are asked with: a project's as well as the operator's."""

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Any

from fastapi import Depends, Query
from sqlalchemy.orm import Session

from app.api.ids import Id
from app.api.pages import After, Limit
from app.models.ledger import EntryKind
from app.oversight import queries

Moment = Annotated[datetime | None, Query(description="With its zone; what has none is UTC.")]
Subject = Annotated[str | None, Query(pattern=r"^[a-z_]{1,40}$")]


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
class _Happened:
    """Which rows of the history, the newest first."""

    after: After = 0
    limit: Limit = 50
    subject: Subject = None
    actor_id: Id = None
    since: Moment = None
    until: Moment = None

    def of(self, s: Session, *, project_id: int | None) -> tuple[list[dict[str, Any]], int | None]:
        """Those of a project or of all, one more than a page; and the key to go on from where the
        page ends early."""
        return queries.audit(
            s,
            subject=self.subject,
            project_id=project_id,
            actor_id=self.actor_id,
            since=self.since,
            until=self.until,
            before=self.after,
            limit=self.limit + 1,
        )


Movements = Annotated[_Movements, Depends()]
Happened = Annotated[_Happened, Depends()]
