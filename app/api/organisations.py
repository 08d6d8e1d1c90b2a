"""Organisations and their offices."""

from fastapi import status
from sqlalchemy.orm import Session

from app.api.by_hand import by_hand, surely
from app.api.deps import Me, Way
from app.api.ids import Key
from app.api.pages import After, Limit, Page, page
from app.api.router import Router
from app.core.errors import NotFound
from app.models.person import Organisation, OrganisationRoleName
from app.people import organisations, queries
from app.people.permits import May
from app.people.schemas import NameOrganisation, OfficerView, OfficesView, OrganisationView

router = Router(prefix="/organisations", tags=["organisations"])


def _view(s: Session, organisation_id: int, me: Me) -> OrganisationView:
    found = s.get(Organisation, organisation_id)
    assert found is not None
    return OrganisationView(
        id=found.id,
        name=found.name,
        created_at=found.created_at,
        roles=sorted(queries.offices(s, organisation_id, me.id)),
    )


@router.post("", status_code=status.HTTP_201_CREATED, response_model=OrganisationView)
def found_organisation(asked: NameOrganisation, door: Way) -> OrganisationView:
    """Found an organisation; whoever does is its administrator."""
    with door.enter() as (s, me):
        by_hand(me)
        return _view(s, organisations.found(s, asked.name, me.id), me)


@router.get("", response_model=list[OfficesView])
def my_organisations(door: Way) -> list[OfficesView]:
    """The organisations in which one holds an office."""
    with door.enter() as (s, me):
        return [OfficesView(**office._mapping) for office in queries.organisations_of(s, me.id)]


@router.get("/{organisation_id}", response_model=OrganisationView)
def read_organisation(organisation_id: Key, door: Way) -> OrganisationView:
    """One organisation, for who holds an office in it."""
    with door.enter(organisation=organisation_id) as (s, me):
        return _view(s, organisation_id, me)


@router.patch("/{organisation_id}", response_model=OrganisationView)
def rename_organisation(
    organisation_id: Key, asked: NameOrganisation, door: Way
) -> OrganisationView:
    """Call it something else."""
    with door.enter(May.ORGANISATION_WRITE, organisation=organisation_id) as (s, me):
        organisations.rename(s, organisation_id, asked.name, me.id)
        s.expire_all()
        return _view(s, organisation_id, me)


@router.get("/{organisation_id}/members", response_model=Page[OfficerView])
def list_officers(
    organisation_id: Key, door: Way, after: After = 0, limit: Limit = 50
) -> Page[OfficerView]:
    """Who holds which offices."""
    with door.enter(May.MEMBER_READ, organisation=organisation_id) as (s, _):
        rows = queries.organisation_members(s, organisation_id, after=after, limit=limit)
        return page([OfficerView(**row._mapping) for row in rows], limit, "person_id")


@router.put(
    "/{organisation_id}/members/{person_id}/roles/{role}", status_code=status.HTTP_204_NO_CONTENT
)
def grant_office(
    organisation_id: Key, person_id: Key, role: OrganisationRoleName, door: Way
) -> None:
    """Give a further office to somebody who holds one; others are invited. The operator may give
    one to anybody. May be retried."""
    with door.enter(May.ORGANISATION_WRITE, organisation=organisation_id) as (s, me):
        surely(me)
        known = queries.offices(s, organisation_id, person_id)
        if May.PERSON_WRITE not in me.may and not known:
            raise NotFound("He holds no office here yet; invite him by his address.")
        organisations.grant(s, organisation_id, person_id, role, me.id)


@router.delete(
    "/{organisation_id}/members/{person_id}/roles/{role}", status_code=status.HTTP_204_NO_CONTENT
)
def revoke_office(
    organisation_id: Key, person_id: Key, role: OrganisationRoleName, door: Way
) -> None:
    """Take an office from somebody."""
    with door.enter(May.ORGANISATION_WRITE, organisation=organisation_id) as (s, me):
        surely(me)
        organisations.revoke(s, organisation_id, person_id, role, me.id)
