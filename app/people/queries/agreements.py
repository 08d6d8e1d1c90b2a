"""Questions about what people sign, in SQL."""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, Select, and_, exists, func, or_, select
from sqlalchemy.orm import Session, aliased

from app.core.states import ProjectState
from app.models.collect import Withdrawal
from app.models.event import Event
from app.models.person import (
    Agreement,
    AgreementKind,
    ProjectRoleName,
    Signature,
)
from app.models.project import Enrolment, Project, ProjectMember, ProjectRole
from app.people.queries.found import Found


def _newest() -> Select[Agreement]:
    later = aliased(Agreement)
    return select(Agreement).where(
        ~exists().where(
            later.kind == Agreement.kind,
            later.project_id.is_not_distinct_from(Agreement.project_id),
            later.version > Agreement.version,
        )
    )


def _standing(person_id: int) -> ColumnElement[bool]:
    """Whether his signature stands: he has not withdrawn from the agreement's project since."""
    return ~exists().where(
        Withdrawal.project_id == Agreement.project_id,
        Withdrawal.person_id == person_id,
        Withdrawal.asked_at >= Signature.signed_at,
    )


def signature(s: Session, person_id: int, agreement: Agreement) -> Signature | None:
    """His signature to this version, if it stands."""
    return s.scalar(
        select(Signature)
        .join(Agreement, Agreement.id == Signature.agreement_id)
        .where(
            Signature.person_id == person_id,
            Signature.agreement_id == agreement.id,
            _standing(person_id),
        )
        .order_by(Signature.signed_at.desc())
        .limit(1)
    )


def withdrawing(s: Session, project_id: int, person_id: int) -> bool:
    """Is what he took back of this project still being destroyed?"""
    return bool(
        s.scalar(
            select(
                exists().where(
                    Withdrawal.project_id == project_id,
                    Withdrawal.person_id == person_id,
                    Withdrawal.done_at.is_(None),
                )
            )
        )
    )


def current_agreements(s: Session) -> Sequence[Agreement]:
    """Which terms and which privacy notice hold for everybody today?"""
    return s.scalars(
        _newest().where(Agreement.project_id.is_(None)).order_by(Agreement.kind.desc())
    ).all()


def project_agreement(s: Session, project_id: int) -> Agreement | None:
    """Which agreement of its own does the project have today?"""
    return s.scalar(_newest().where(Agreement.project_id == project_id))


def unsigned(s: Session, person_id: int) -> Sequence[Agreement]:
    """Which agreements that hold today has he not signed, his projects' included?"""
    mine = select(ProjectRole.project_id).where(ProjectRole.person_id == person_id)
    signed = exists().where(
        Signature.person_id == person_id,
        Signature.agreement_id == Agreement.id,
        _standing(person_id),
    )
    return s.scalars(
        _newest()
        .where(or_(Agreement.project_id.is_(None), Agreement.project_id.in_(mine)), ~signed)
        .order_by(Agreement.id)
    ).all()


def agreement_for(s: Session, agreement_id: int, person_id: int) -> Found | None:
    """What does this agreement say, has he signed it, and does it hold today? Those for everybody,
    those of his projects, and those of projects that anybody may join."""
    later = aliased(Agreement)
    newer = exists().where(
        later.kind == Agreement.kind,
        later.project_id.is_not_distinct_from(Agreement.project_id),
        later.version > Agreement.version,
    )
    member = exists().where(
        ProjectMember.project_id == Agreement.project_id, ProjectMember.person_id == person_id
    )
    anybodys = and_(Project.enrolment == Enrolment.OPEN, Project.state == ProjectState.OPEN)
    return s.execute(
        select(Agreement, Signature.signed_at, Signature.body_sha256, (~newer).label("current"))
        .outerjoin(
            Signature,
            and_(
                Signature.agreement_id == Agreement.id,
                Signature.person_id == person_id,
                _standing(person_id),
            ),
        )
        .outerjoin(Project, Project.id == Agreement.project_id)
        .where(
            Agreement.id == agreement_id,
            or_(Agreement.project_id.is_(None), member, anybodys),
        )
        .order_by(Signature.signed_at.desc())
        .limit(1)
    ).first()


def versions(s: Session, of: Agreement, *, before: int, limit: int) -> Sequence[Agreement]:
    """Which versions does this agreement have, the newest first? One row more than `limit` where
    there are more; those below the version `before`, unless it is 0."""
    wanted = select(Agreement).where(
        Agreement.kind == of.kind, Agreement.project_id.is_not_distinct_from(of.project_id)
    )
    if before:
        wanted = wanted.where(Agreement.version < before)
    return s.scalars(wanted.order_by(Agreement.version.desc()).limit(limit + 1)).all()


def signed_by(s: Session, person_id: int, *, before: int, limit: int) -> Sequence[Found]:
    """What has he signed, the newest version first, and does it stand? One row more than `limit`
    where there are more; those below the key `before`, unless it is 0."""
    again = aliased(Signature)
    last = ~exists().where(
        again.person_id == Signature.person_id,
        again.agreement_id == Signature.agreement_id,
        again.signed_at > Signature.signed_at,
    )
    later = aliased(Agreement)
    newer = exists().where(
        later.kind == Agreement.kind,
        later.project_id.is_not_distinct_from(Agreement.project_id),
        later.version > Agreement.version,
    )
    wanted = (
        select(
            Agreement.id,
            Agreement.kind,
            Agreement.project_id,
            Agreement.version,
            Agreement.title_ko,
            Agreement.title_en,
            Agreement.published_at,
            Signature.signed_at,
            Signature.body_sha256,
            (~_standing(person_id)).label("withdrawn"),
            (~newer).label("current"),
            Project.name.label("project"),
        )
        .join(Signature, Signature.agreement_id == Agreement.id)
        .outerjoin(Project, Project.id == Agreement.project_id)
        .where(Signature.person_id == person_id, last)
    )
    if before:
        wanted = wanted.where(Agreement.id < before)
    return s.execute(wanted.order_by(Agreement.id.desc()).limit(limit + 1)).all()


def taken_off(
    s: Session, project_id: int, person_id: int, name: ProjectRoleName = ProjectRoleName.WORKER
) -> bool:
    """Has somebody else taken this role from him in the project, and has he it not today?"""
    role = exists().where(
        ProjectRole.project_id == project_id,
        ProjectRole.person_id == person_id,
        ProjectRole.role == name,
    )
    ended = exists().where(
        Event.project_id == project_id,
        Event.subject == "project_role",
        Event.subject_id == person_id,
        Event.source == name.value,
        Event.actor_id.is_distinct_from(person_id),
    )
    return bool(s.scalar(select(and_(~role, ended))))


def next_version(s: Session, kind: AgreementKind, project_id: int | None) -> int:
    """What number does the next version of this agreement have?"""
    last = s.scalar(
        select(func.max(Agreement.version)).where(
            Agreement.kind == kind, Agreement.project_id.is_not_distinct_from(project_id)
        )
    )
    return (last or 0) + 1
