"""Accounts, for who runs the installation."""

from typing import Annotated

from fastapi import APIRouter, Query

from app.api.deps import Way
from app.api.pages import After, Limit, Page, page
from app.people import queries
from app.people.permits import May
from app.people.schemas import PersonView

router = APIRouter(prefix="/people", tags=["people"])


@router.get("", response_model=Page[PersonView])
def list_people(
    door: Way,
    after: After = 0,
    limit: Limit = 50,
    email: Annotated[
        str | None, Query(max_length=320, description="Only who has this address.")
    ] = None,
) -> Page[PersonView]:
    """Who has an account."""
    with door.enter(May.PERSON_READ) as (s, _):
        rows = queries.people(s, after=after, limit=limit, email=email)
        return page([PersonView(**row._mapping) for row in rows], limit)
