"""Questions about invitations and notices, in SQL."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Select, and_, func, select
from sqlalchemy.orm import Session

from app.models.person import (
    Invitation,
    Notification,
    Organisation,
)
from app.models.project import Project
from app.people.queries.found import Found


def _invitations() -> Select[*tuple[Any, ...]]:
    return (
        select(
            Invitation.id,
            Invitation.organisation_id,
            Organisation.name.label("organisation"),
            Invitation.project_id,
            Project.name.label("project"),
            Invitation.role,
            Invitation.email,
            Invitation.invited_by,
            Invitation.created_at,
            Invitation.expires_at,
            Invitation.accepted_by,
            Invitation.accepted_at,
            Invitation.revoked_at,
            (Invitation.expires_at <= func.now()).label("over"),
        )
        .join(Organisation, Organisation.id == Invitation.organisation_id)
        .outerjoin(Project, Project.id == Invitation.project_id)
    )


def invitations_from(
    s: Session, organisation_id: int, project_id: int | None, *, after: int, limit: int
) -> Sequence[Found]:
    """Whom has the organisation invited: to the project, or to offices where it is None? One row
    more than `limit` where there are more."""
    return s.execute(
        _invitations()
        .where(
            Invitation.organisation_id == organisation_id,
            Invitation.project_id.is_not_distinct_from(project_id),
            Invitation.id > after,
        )
        .order_by(Invitation.id)
        .limit(limit + 1)
    ).all()


def pending() -> Any:
    """The condition of an invitation that can still be accepted."""
    return and_(
        Invitation.accepted_at.is_(None),
        Invitation.revoked_at.is_(None),
        Invitation.expires_at > func.now(),
    )


def invitations_to(s: Session, email: str) -> Sequence[Found]:
    """What is waiting for who has this address?"""
    return s.execute(
        _invitations()
        .where(func.lower(Invitation.email) == func.lower(email), pending())
        .order_by(Invitation.id)
        .limit(200)
    ).all()


def invitation(s: Session, invitation_id: int) -> Found | None:
    """What does this invitation offer, and to whom?"""
    return s.execute(_invitations().where(Invitation.id == invitation_id)).first()


def invitation_by_token(s: Session, token_hash: bytes) -> Found | None:
    """What does the link of a mail offer?"""
    return s.execute(_invitations().where(Invitation.token_hash == token_hash, pending())).first()


def notifications(
    s: Session, person_id: int, *, before: int | None, limit: int, unread: bool
) -> Sequence[Notification]:
    """What has he been told, the newest first? One row more than `limit` where there are more."""
    wanted = select(Notification).where(Notification.person_id == person_id)
    if before is not None:
        wanted = wanted.where(Notification.id < before)
    if unread:
        wanted = wanted.where(Notification.read_at.is_(None))
    return s.scalars(wanted.order_by(Notification.id.desc()).limit(limit + 1)).all()


def unread_notifications(s: Session, person_id: int) -> int:
    """How much of what he has been told has he not read?"""
    return (
        s.scalar(
            select(func.count()).where(
                Notification.person_id == person_id, Notification.read_at.is_(None)
            )
        )
        or 0
    )
