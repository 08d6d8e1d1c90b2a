"""A project's history and its movements of money, as its managers read them."""

from datetime import datetime
from typing import Annotated, Any

from fastapi import APIRouter, Query

from app.api.deps import Way
from app.api.ids import Key
from app.api.pages import MAX_KEY, After, Limit, Page, page
from app.models.ledger import EntryKind
from app.oversight import queries, told
from app.oversight.schemas import EntryRow, ToldRow
from app.people.permits import May

router = APIRouter(prefix="/projects/{project_id}", tags=["history"])

Id = Annotated[int | None, Query(ge=1, le=MAX_KEY)]
Moment = Annotated[datetime | None, Query(description="With its zone; what has none is UTC.")]
Subject = Annotated[str | None, Query(pattern=r"^[a-z_]{1,40}$")]


@router.get("/history")
def list_history(
    project_id: Key,
    door: Way,
    after: After = 0,
    limit: Limit = 50,
    subject: Subject = None,
    actor_id: Id = None,
    since: Moment = None,
) -> Page[ToldRow]:
    """What was decided in the project, the newest first, with names.

    With the subject `assignment`, `item` or `task` these are the moves of its work; a page may then
    be short and yet not the last.
    """
    with door.enter(May.EVENT_READ, project=project_id) as (s, _):
        rows, edge = told.history(
            s,
            project_id,
            subject=subject,
            actor_id=actor_id,
            since=since,
            before=after,
            limit=limit + 1,
        )
        found: Page[Any] = page([ToldRow.model_validate(row) for row in rows], limit)
        return Page[ToldRow](items=found.items, next=found.next or edge)


@router.get("/movements")
def list_movements(
    project_id: Key,
    door: Way,
    after: After = 0,
    limit: Limit = 50,
    kind: EntryKind | None = None,
    since: Moment = None,
    until: Moment = None,
) -> Page[EntryRow]:
    """The project's movements of money, the newest first: people by pseudonym, and by name for who
    may read members.
    """
    with door.enter(May.LEDGER_READ, project=project_id) as (s, me):
        rows = queries.entries(
            s,
            project_id=project_id,
            person_id=None,
            kind=kind,
            since=since,
            until=until,
            before=after,
            limit=limit + 1,
        )
        hidden = {} if May.MEMBER_READ in me.may else {"person": None}
        return page([EntryRow.model_validate(row | hidden) for row in rows], limit)
