"""The ledger, and everybody's own part of it."""

from typing import Annotated

from fastapi import Query

from app.api.deps import Way
from app.api.ids import Id, Key
from app.api.pages import After, Limit, Page, page
from app.api.router import Router
from app.learning import queries as learning
from app.ledger import queries
from app.ledger.schemas import EarningOut, EntryOut
from app.models.ledger import EntryKind
from app.people.permits import May

router = Router(tags=["ledger"])


@router.get("/projects/{project_id}/ledger")
def list_entries(
    project_id: Key,
    door: Way,
    after: After = 0,
    limit: Limit = 100,
    kind: EntryKind | None = None,
    account_id: Id = None,
) -> Page[EntryOut]:
    """The project's movements of money, in the order in which they were written."""
    with door.enter(May.LEDGER_READ, project=project_id) as (s, _):
        rows = queries.entries_after(
            s,
            project_id=project_id,
            account_ids=None if account_id is None else [account_id],
            kind=kind,
            after=after,
            limit=limit + 1,
        )
        return page([EntryOut.model_validate(row) for row in rows], limit)


@router.get("/me/ledger")
def list_my_entries(
    door: Way,
    after: After = 0,
    limit: Limit = 100,
    project_id: Id = None,
    newest: Annotated[bool, Query(description="The newest first.")] = False,
) -> Page[EntryOut]:
    """The movements on your accounts, in the order in which they were written."""
    with door.enter() as (s, me):
        accounts = [
            account.id
            for account in queries.accounts_of_person(s, me.id)
            if project_id is None or account.project_id == project_id
        ]
        rows = queries.entries_after(
            s,
            project_id=None,
            account_ids=accounts,
            kind=None,
            after=after,
            limit=limit + 1,
            newest=newest,
        )
        found = [EntryOut.model_validate(row) for row in rows]
        titles = learning.titles(s, [(entry.project_id, entry.cause) for entry in found])
        for entry in found:
            entry.course = titles.get((entry.project_id, entry.cause))
        return page(found, limit)


@router.get("/me/earnings")
def list_my_earnings(door: Way) -> list[EarningOut]:
    """What you have earned, by project."""
    with door.enter() as (s, me):
        return [EarningOut.model_validate(row) for row in queries.earnings(s, me.id)]
