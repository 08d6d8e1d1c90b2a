"""Invitations: offered by a project or organisation, accepted by whose address it is."""

from fastapi import status
from sqlalchemy.orm import Session

from app.api.by_hand import by_hand, surely
from app.api.deps import Way
from app.api.ids import Key
from app.api.pages import After, Limit, Page, page
from app.api.router import Router
from app.core.errors import NotFound
from app.core.security import hash_token
from app.people import invitations, queries
from app.people.permits import May
from app.people.schemas import InvitationView, InviteMember, InviteOfficer, Look

router = Router(tags=["invitations"])


def view_of(found: queries.Found) -> InvitationView:
    """An invitation as the API shows it."""
    state = (
        "accepted"
        if found.accepted_at
        else "revoked"
        if found.revoked_at
        else "expired"
        if found.over
        else "open"
    )
    return InvitationView(
        id=found.id,
        organisation_id=found.organisation_id,
        organisation=found.organisation,
        project_id=found.project_id,
        project=found.project,
        role=found.role,
        email=found.email,
        state=state,
        created_at=found.created_at,
        expires_at=found.expires_at,
    )


def _read(s: Session, invitation_id: int) -> InvitationView:
    found = queries.invitation(s, invitation_id)
    assert found is not None
    return view_of(found)


@router.get("/invitations", response_model=list[InvitationView])
def my_invitations(door: Way) -> list[InvitationView]:
    """What is offered to one's own address."""
    with door.enter() as (s, me):
        person = queries.person(s, me.id)
        assert person is not None
        return [view_of(found) for found in queries.invitations_to(s, person.email)]


@router.post("/invitations/look", response_model=InvitationView)
def look_at_invitation(asked: Look, door: Way) -> InvitationView:
    """What the link of a mail offers, for somebody who may have no account yet. Public."""
    with door.open() as s:
        found = queries.invitation_by_token(s, hash_token(asked.token))
        if found is None:
            raise NotFound("This invitation is over, or a newer mail has taken its place.")
        return view_of(found)


@router.post("/invitations/{invitation_id}/accept", response_model=InvitationView)
def accept_invitation(invitation_id: Key, door: Way) -> InvitationView:
    """Take what is offered, signed in with the address that it was offered to. May be retried."""
    with door.enter() as (s, me):
        by_hand(me)
        invitations.accept(s, invitation_id, me.id)
        return _read(s, invitation_id)


@router.get("/organisations/{organisation_id}/invitations", response_model=Page[InvitationView])
def list_office_invitations(
    organisation_id: Key, door: Way, after: After = 0, limit: Limit = 50
) -> Page[InvitationView]:
    """Which offices were offered to whom."""
    with door.enter(May.ORGANISATION_WRITE, organisation=organisation_id) as (s, _):
        rows = queries.invitations_from(s, organisation_id, None, after=after, limit=limit)
        return page([view_of(found) for found in rows], limit)


@router.post(
    "/organisations/{organisation_id}/invitations",
    status_code=status.HTTP_201_CREATED,
    response_model=InvitationView,
)
def invite_officer(organisation_id: Key, asked: InviteOfficer, door: Way) -> InvitationView:
    """Offer an office to an address. An offer that is open is sent again."""
    with door.enter(May.ORGANISATION_WRITE, organisation=organisation_id) as (s, me):
        surely(me)
        return _read(
            s, invitations.invite(s, organisation_id, None, asked.role, asked.email, me.id)
        )


@router.delete(
    "/organisations/{organisation_id}/invitations/{invitation_id}",
    status_code=status.HTTP_204_NO_CONTENT,
)
def revoke_office_invitation(organisation_id: Key, invitation_id: Key, door: Way) -> None:
    """Take an offer back. May be retried."""
    with door.enter(May.ORGANISATION_WRITE, organisation=organisation_id) as (s, me):
        invitations.revoke(s, organisation_id, None, invitation_id, me.id)


@router.get("/projects/{project_id}/invitations", response_model=Page[InvitationView])
def list_project_invitations(
    project_id: Key, door: Way, after: After = 0, limit: Limit = 50
) -> Page[InvitationView]:
    """Which roles in the project were offered to whom."""
    with door.enter(May.INVITATION_WRITE, project=project_id) as (s, me):
        assert me.organisation_id is not None
        rows = queries.invitations_from(s, me.organisation_id, project_id, after=after, limit=limit)
        return page([view_of(found) for found in rows], limit)


@router.post(
    "/projects/{project_id}/invitations",
    status_code=status.HTTP_201_CREATED,
    response_model=InvitationView,
)
def invite_member(project_id: Key, asked: InviteMember, door: Way) -> InvitationView:
    """Offer a role in the project to an address. An offer that is open is sent again."""
    with door.enter(May.INVITATION_WRITE, project=project_id) as (s, me):
        assert me.organisation_id is not None
        return _read(
            s,
            invitations.invite(s, me.organisation_id, project_id, asked.role, asked.email, me.id),
        )


@router.delete(
    "/projects/{project_id}/invitations/{invitation_id}", status_code=status.HTTP_204_NO_CONTENT
)
def revoke_project_invitation(project_id: Key, invitation_id: Key, door: Way) -> None:
    """Take an offer back. May be retried."""
    with door.enter(May.INVITATION_WRITE, project=project_id) as (s, me):
        assert me.organisation_id is not None
        invitations.revoke(s, me.organisation_id, project_id, invitation_id, me.id)
