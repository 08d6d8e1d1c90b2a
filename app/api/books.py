"""An organisation's books: its projects' accounts, what moved, and what each won was for."""

from typing import Annotated

from fastapi import Query

from app.api.asked import Movements
from app.api.deps import Way
from app.api.ids import Id, Key
from app.api.pages import After, Limit, Page, page
from app.api.router import Router
from app.models.ledger import AccountKind
from app.oversight import accounts
from app.oversight.schemas import AccountRow, EntryRow, Traced
from app.oversight.tracing import trace
from app.people.permits import May

router = Router(prefix="/organisations/{organisation_id}", tags=["ledger"])

Whose = Annotated[
    str,
    Query(max_length=200, pattern=r"^[^\x00]*$", description="A part of a person's or stage's."),
]


@router.get("/accounts")
def list_accounts(
    organisation_id: Key,
    door: Way,
    after: After = 0,
    limit: Limit = 50,
    kind: AccountKind | None = None,
    project_id: Id = None,
    person_id: Id = None,
    q: Whose = "",
) -> Page[AccountRow]:
    """The accounts of the organisation's projects with their balances, in the order in which they
    were opened."""
    with door.enter(May.PAYOUT_READ, organisation=organisation_id) as (s, _):
        rows = accounts.accounts(
            s,
            organisation_id=organisation_id,
            kind=kind,
            project_id=project_id,
            person_id=person_id,
            q=q,
            after=after,
            limit=limit + 1,
        )
        return page([AccountRow.model_validate(row) for row in rows], limit)


@router.get("/ledger")
def list_organisation_entries(
    organisation_id: Key,
    door: Way,
    asked: Movements,
    project_id: Id = None,
    person_id: Id = None,
    account_id: Id = None,
) -> Page[EntryRow]:
    """Movements of money in the organisation's projects, the newest first."""
    with door.enter(May.PAYOUT_READ, organisation=organisation_id) as (s, _):
        rows = asked.of(
            s,
            project_id=project_id,
            person_id=person_id,
            organisation_id=organisation_id,
            account_id=account_id,
        )
        return page([EntryRow.model_validate(row) for row in rows], asked.limit)


@router.get("/ledger/{entry_id}")
def trace_organisation_entry(organisation_id: Key, entry_id: Key, door: Way) -> Traced:
    """What a won of the organisation's was paid for: the work, everything handed in about it, and
    the picture; of a bonus, a top-up or a payout what it rests on."""
    with door.enter(May.PAYOUT_READ, organisation=organisation_id) as (s, _):
        return Traced.model_validate(trace(s, entry_id, organisation_id))
