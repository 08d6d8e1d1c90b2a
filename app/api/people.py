"""Accounts, for who runs the installation."""

from typing import Annotated

from fastapi import Query
from sqlalchemy.orm import Session

from app.api.by_hand import by_hand
from app.api.deps import Way
from app.api.ids import Key
from app.api.pages import After, Limit, Page, page
from app.api.router import Router
from app.core.errors import NotFound
from app.people import queries
from app.people.accounts import make_operator, take_as_verified
from app.people.permits import May
from app.people.schemas import ChangePerson, OfficesView, PersonView, PersonWhole, TeamView

router = Router(prefix="/people", tags=["people"])


@router.get("", response_model=Page[PersonView])
def list_people(
    door: Way,
    after: After = 0,
    limit: Limit = 50,
    email: Annotated[
        str | None, Query(max_length=320, description="Only who has this address.")
    ] = None,
    q: Annotated[
        str,
        Query(
            max_length=320,
            pattern=r"^[^\x00]*$",
            description="Only whose name or address begins so.",
        ),
    ] = "",
    operator: bool | None = None,
) -> Page[PersonView]:
    """Who has an account."""
    with door.enter(May.PERSON_READ) as (s, _):
        rows = queries.people(
            s, after=after, limit=limit, email=email, q=q.strip(), operator=operator
        )
        return page([PersonView(**row._mapping) for row in rows], limit)


@router.get("/{person_id}", response_model=PersonWhole)
def read_person(person_id: Key, door: Way) -> PersonWhole:
    """One account, and what its owner is where."""
    with door.enter(May.PERSON_READ) as (s, _):
        return _whole(s, person_id)


@router.patch("/{person_id}", response_model=PersonWhole)
def change_person(person_id: Key, asked: ChangePerson, door: Way) -> PersonWhole:
    """Make somebody operator or no longer, or take an address as proved. May be retried."""
    with door.enter(May.PERSON_WRITE) as (s, me):
        by_hand(me, grave=True)
        if asked.verified:
            take_as_verified(s, person_id, me.id)
        if asked.operator is not None:
            make_operator(s, person_id, asked.operator, me.id)
        return _whole(s, person_id)


def _whole(s: Session, person_id: int) -> PersonWhole:
    found = queries.people(s, after=person_id - 1, limit=1)
    if not found or found[0].id != person_id:
        raise NotFound("There is no such person.")
    return PersonWhole(
        **found[0]._mapping,
        organisations=[
            OfficesView(**row._mapping) for row in queries.organisations_of(s, person_id)
        ],
        projects=[TeamView(**row._mapping) for row in queries.projects_of(s, person_id)],
    )
