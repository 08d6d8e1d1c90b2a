"""Events at which many sign, and who has signed."""

from typing import Annotated

from fastapi import Query, status
from sqlalchemy.orm import Session

from app.api.deps import Way
from app.api.ids import Key
from app.api.pages import After, Limit, Page, page
from app.api.router import Router
from app.core.errors import NotFound
from app.models.person import Agreement
from app.people import queries, signings
from app.people.permits import May
from app.people.queries import signings as asked
from app.people.queries.signings import Pact
from app.people.signing_schemas import (
    MySigning,
    Reminded,
    Signer,
    SignersPage,
    SigningChange,
    SigningIn,
    SigningOut,
    SigningView,
)

router = Router(tags=["signings"])

Signed = Annotated[bool | None, Query(description="Only who has signed, or only who has not.")]


@router.get("/me/signings")
def my_signings(door: Way) -> list[SigningView]:
    """The events that concern one: to come, going on, or ended within a day; at most 50."""
    with door.enter() as (s, me):
        return [SigningView.model_validate(dict(row)) for row in asked.signings_for(s, me.id)]


@router.get("/me/signings/{signing_id}")
def my_signing(signing_id: Key, door: Way) -> MySigning:
    """An event that concerns one, and how it stands."""
    with door.enter() as (s, me):
        row = signings.of_person(s, me.id, signing_id)
        signed = queries.signature(s, me.id, s.get_one(Agreement, row["agreement_id"]))
        shown = signings.shown(s, row).model_dump()
        return MySigning(**shown, signed_at=signed.signed_at if signed else None)


@router.get("/organisations/{organisation_id}/signings")
def list_signings(
    organisation_id: Key, door: Way, after: After = 0, limit: Limit = 50
) -> Page[SigningView]:
    """The organisation's events, the newest first."""
    with door.enter(May.MEMBER_READ, organisation=organisation_id) as (s, _):
        rows = asked.signings_of(s, organisation_id, before=after, limit=limit)
        return page([SigningView.model_validate(dict(row)) for row in rows], limit)


@router.post("/organisations/{organisation_id}/signings", status_code=status.HTTP_201_CREATED)
def make_signing(organisation_id: Key, wanted: SigningIn, door: Way) -> SigningOut:
    """Have an agreement signed by everybody whom it concerns; they are told at once."""
    with door.enter(May.ORGANISATION_WRITE, organisation=organisation_id) as (s, me):
        signing_id = signings.make(s, organisation_id, wanted, by=me.id)
        return signings.shown(s, signings.of_house(s, organisation_id, signing_id))


@router.get("/organisations/{organisation_id}/signings/{signing_id}")
def read_signing(organisation_id: Key, signing_id: Key, door: Way) -> SigningOut:
    """One event, and how it stands."""
    with door.enter(May.MEMBER_READ, organisation=organisation_id) as (s, _):
        return signings.shown(s, signings.of_house(s, organisation_id, signing_id))


@router.patch("/organisations/{organisation_id}/signings/{signing_id}")
def change_signing(
    organisation_id: Key, signing_id: Key, wanted: SigningChange, door: Way
) -> SigningOut:
    """Call it otherwise, or move it, until it has ended."""
    with door.enter(May.ORGANISATION_WRITE, organisation=organisation_id) as (s, me):
        signings.change(s, organisation_id, signing_id, wanted, by=me.id)
        return signings.shown(s, signings.of_house(s, organisation_id, signing_id))


@router.post("/organisations/{organisation_id}/signings/{signing_id}/remind")
def remind_signers(organisation_id: Key, signing_id: Key, door: Way) -> Reminded:
    """Remind who has not signed; at most once an hour."""
    with door.enter(May.ORGANISATION_WRITE, organisation=organisation_id) as (s, me):
        return Reminded(told=signings.remind(s, organisation_id, signing_id, by=me.id))


@router.get("/organisations/{organisation_id}/signings/{signing_id}/people")
def list_called(
    organisation_id: Key,
    signing_id: Key,
    door: Way,
    signed: Signed = None,
    after: After = 0,
    limit: Limit = 50,
) -> SignersPage:
    """Whom the event concerns, and when each of them signed."""
    with door.enter(May.MEMBER_READ, organisation=organisation_id) as (s, _):
        pact = signings.pact_of(signings.of_house(s, organisation_id, signing_id))
        return _signers(s, pact, signed, after, limit)


@router.get("/organisations/{organisation_id}/signatures")
def list_house_signers(
    organisation_id: Key, door: Way, signed: Signed = None, after: After = 0, limit: Limit = 50
) -> SignersPage:
    """Who works for the organisation, and when each signed its agreement that holds today."""
    with door.enter(May.MEMBER_READ, organisation=organisation_id) as (s, _):
        found = queries.house_agreement(s, organisation_id)
        if found is None:
            raise NotFound("There is no agreement yet; publish one.")
        return _signers(s, Pact(found.id, organisation_id, None), signed, after, limit)


@router.get("/projects/{project_id}/signatures")
def list_project_signers(
    project_id: Key, door: Way, signed: Signed = None, after: After = 0, limit: Limit = 50
) -> SignersPage:
    """Who is of the project, and when each signed its own agreement that holds today."""
    with door.enter(May.MEMBER_READ, project=project_id) as (s, _):
        found = queries.project_agreement(s, project_id)
        if found is None:
            raise NotFound("There is no agreement yet; publish one.")
        return _signers(s, Pact(found.id, None, project_id), signed, after, limit)


def _signers(s: Session, pact: Pact, signed: bool | None, after: int, limit: int) -> SignersPage:
    rows = asked.signers(s, pact, signed=signed, after=after, limit=limit)
    items = [Signer.model_validate(dict(row)) for row in rows[:limit]]
    more = items[-1].person_id if len(rows) > limit else None
    return SignersPage(items=items, next=more, **asked.counts(s, pact))
