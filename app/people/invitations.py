"""Invitations: a role is offered to an address, and taken by the person whose address it is.

The link of the mail only shows what is offered. It is accepted by somebody who is signed in with
that very address, proved: a mail that was passed on lets nobody else in.
"""

from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy import func, insert, select, update
from sqlalchemy.orm import Session

from app.core.errors import NotFound
from app.core.security import hash_token, new_token
from app.models.person import Invitation, OrganisationRoleName, Person, ProjectRoleName
from app.models.transition import record
from app.people import organisations, queries
from app.people.letters import Letter
from app.people.mail import post
from app.people.notifications import Told, notify
from app.people.problems import InvitationOver
from app.people.team import join_project

LASTS = timedelta(days=14)
"""How long an invitation can be accepted."""

Role = OrganisationRoleName | ProjectRoleName


def invite(
    s: Session, organisation_id: int, project_id: int | None, role: Role, email: str, by: int
) -> int:
    """Offer a role to an address, by mail; the invitation's id. An offer that is still open is
    sent again, and lasts anew."""
    again = s.scalar(
        update(Invitation)
        .where(
            Invitation.organisation_id == organisation_id,
            Invitation.project_id.is_not_distinct_from(project_id),
            Invitation.role == role.value,
            func.lower(Invitation.email) == func.lower(email),
            queries.pending(),
        )
        .values(expires_at=func.now() + LASTS, invited_by=by)
        .returning(Invitation.id)
    )
    invitation_id = (
        again if again is not None else _offer(s, organisation_id, project_id, role, email, by)
    )
    post(s, Letter.INVITATION, invitation_id=invitation_id)
    return invitation_id


def _offer(
    s: Session, organisation_id: int, project_id: int | None, role: Role, email: str, by: int
) -> int:
    invitation_id = s.execute(
        insert(Invitation)
        .values(
            organisation_id=organisation_id,
            project_id=project_id,
            role=role.value,
            email=email,
            token_hash=hash_token(new_token()),  # the mail brings the one that works
            invited_by=by,
            expires_at=func.now() + LASTS,
        )
        .returning(Invitation.id)
    ).scalar_one()
    _record(s, invitation_id, project_id, by, target="sent", role=role.value)
    known = queries.person_by_email(s, email)
    offered = queries.invitation(s, invitation_id)
    if known is not None and offered is not None:
        params = {
            "invitation": invitation_id,
            "organisation": offered.organisation,
            "project": offered.project,
            "role": role.value,
        }
        notify(s, known.id, Told.INVITED, params, project_id)
    return invitation_id


def new_link(s: Session, invitation_id: int) -> str | None:
    """A token for the mail that goes out now; those of earlier mails end. None where there is
    nothing left to accept."""
    token = new_token()
    renewed = s.scalar(
        update(Invitation)
        .where(Invitation.id == invitation_id, queries.pending())
        .values(token_hash=hash_token(token))
        .returning(Invitation.id)
    )
    return token if renewed is not None else None


def accept(s: Session, invitation_id: int, person_id: int) -> queries.Found:
    """Take the role that was offered; the invitation. Again is answered like the first time.

    Raises `NotFound` for an invitation to another address, `InvitationOver`, `ArbiterOnTeam`.
    """
    person = queries.locked_person(s, person_id)
    address = person.email if person else ""
    taken = s.scalar(
        update(Invitation)
        .where(
            Invitation.id == invitation_id,
            func.lower(Invitation.email) == func.lower(address),
            queries.pending(),
        )
        .values(accepted_by=person_id, accepted_at=func.now())
        .returning(Invitation.id)
    )
    offer = queries.invitation(s, invitation_id)
    if offer is None or not _is_his(s, offer, person_id, address):
        raise NotFound("There is no such invitation to your address.")
    if taken is None:
        if offer.accepted_by == person_id:
            return offer
        raise InvitationOver("It was revoked or has expired; ask for another one.")
    if offer.project_id is not None:
        role_there = ProjectRoleName(offer.role)
        house = offer.organisation_id
        join_project(s, offer.project_id, person_id, role_there, person_id, house=house)
    else:
        role = OrganisationRoleName(offer.role)
        organisations.grant(s, offer.organisation_id, person_id, role, person_id)
    _record(s, invitation_id, offer.project_id, person_id, target="accepted", role=offer.role)
    return offer


def _is_his(s: Session, offer: queries.Found, person_id: int, address: str) -> bool:
    """As the database compares addresses, which Python's `lower` need not agree with."""
    return offer.accepted_by == person_id or bool(
        s.scalar(select(func.lower(offer.email) == func.lower(address)))
    )


def revoke(
    s: Session, organisation_id: int, project_id: int | None, invitation_id: int, by: int
) -> None:
    """Take an offer back; again is no change. Raises `NotFound`, and `InvitationOver` for one
    that was accepted: then the role itself is to be revoked."""
    offer = queries.invitation(s, invitation_id)
    here = (organisation_id, project_id)
    if offer is None or (offer.organisation_id, offer.project_id) != here:
        raise NotFound("There is no such invitation here.")
    revoked = s.scalar(
        update(Invitation)
        .where(
            Invitation.id == invitation_id,
            Invitation.accepted_at.is_(None),
            Invitation.revoked_at.is_(None),
        )
        .values(revoked_at=func.now())
        .returning(Invitation.id)
    )
    if revoked is not None:
        _record(s, invitation_id, project_id, by, target="revoked", role=offer.role)
    elif offer.revoked_at is None:
        raise InvitationOver("It was accepted already; revoke the role instead.")


def revoke_all(
    s: Session, organisation_id: int, project_id: int, by: int, *, kept: Sequence[str]
) -> None:
    """Take back what an organisation has offered in a project and nobody accepted, but for the
    roles in `kept`."""
    for invitation_id, role in s.execute(
        update(Invitation)
        .where(
            Invitation.organisation_id == organisation_id,
            Invitation.project_id == project_id,
            Invitation.role.not_in(kept),
            queries.pending(),
        )
        .values(revoked_at=func.now())
        .returning(Invitation.id, Invitation.role)
    ).all():
        _record(s, invitation_id, project_id, by, target="revoked", role=role)


def forget_address(s: Session, person: Person, instead: str) -> None:
    """Put `instead` where invitations name a person's address; those that are open end."""
    s.execute(
        update(Invitation)
        .where(func.lower(Invitation.email) == func.lower(person.email), queries.pending())
        .values(revoked_at=func.now())
    )
    s.execute(
        update(Invitation)
        .where(func.lower(Invitation.email) == func.lower(person.email))
        .values(email=instead)
    )


def _record(
    s: Session, invitation_id: int, project_id: int | None, by: int, *, target: str, role: str
) -> None:
    record(
        s,
        project_id=project_id or 0,
        subject="invitation",
        subject_id=invitation_id,
        by=by,
        target=target,
        data={"role": role},
    )
