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
    Organisation,
    OrganisationRole,
    ProjectRoleName,
    Signature,
)
from app.models.project import Enrolment, Project, ProjectMember, ProjectRole
from app.people.queries.found import Found

SIGN_FOR_HOUSE = (
    ProjectRoleName.WORKER,
    ProjectRoleName.PRIMARY_INSPECTOR,
    ProjectRoleName.SECONDARY_INSPECTOR,
)
"""Whom an organisation's agreement with those who work for it concerns."""


def _of(place: type[Agreement] | Agreement, one: type[Agreement]) -> ColumnElement[bool]:
    """Whether `one` is a version of the same agreement as `place`."""
    return and_(
        one.kind == place.kind,
        one.project_id.is_not_distinct_from(place.project_id),
        one.organisation_id.is_not_distinct_from(place.organisation_id),
    )


def _newer() -> ColumnElement[bool]:
    later = aliased(Agreement)
    return exists().where(_of(Agreement, later), later.version > Agreement.version)


def _newest() -> Select[Agreement]:
    return select(Agreement).where(~_newer())


def _houses_of(person_id: int) -> Select[int]:
    """The organisations for which somebody works."""
    return (
        select(Project.organisation_id)
        .join(ProjectRole, ProjectRole.project_id == Project.id)
        .where(
            ProjectRole.person_id == person_id,
            ProjectRole.role.in_(SIGN_FOR_HOUSE),
            Project.state != ProjectState.CLOSED,
        )
    )


def works_for(s: Session, organisation_id: int, person_id: int) -> bool:
    """Does he work in a project of this organisation?"""
    wanted = _houses_of(person_id).where(Project.organisation_id == organisation_id)
    return s.scalar(wanted.limit(1)) is not None


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
        _newest()
        .where(Agreement.project_id.is_(None), Agreement.organisation_id.is_(None))
        .order_by(Agreement.kind.desc())
    ).all()


def project_agreement(s: Session, project_id: int) -> Agreement | None:
    """Which agreement of its own does the project have today?"""
    return s.scalar(_newest().where(Agreement.project_id == project_id))


def house_agreement(s: Session, organisation_id: int) -> Agreement | None:
    """Which agreement with those who work for it does the organisation have today?"""
    return s.scalar(_newest().where(Agreement.organisation_id == organisation_id))


def unsigned(s: Session, person_id: int) -> Sequence[Agreement]:
    """Which agreements that hold today has he not signed, those of his projects and of the
    organisations that he works for included?"""
    mine = select(ProjectRole.project_id).where(ProjectRole.person_id == person_id)
    signed = exists().where(
        Signature.person_id == person_id,
        Signature.agreement_id == Agreement.id,
        _standing(person_id),
    )
    return s.scalars(
        _newest()
        .where(
            or_(
                and_(Agreement.project_id.is_(None), Agreement.organisation_id.is_(None)),
                Agreement.project_id.in_(mine),
                Agreement.organisation_id.in_(_houses_of(person_id)),
            ),
            ~signed,
        )
        .order_by(Agreement.id)
    ).all()


def agreement_for(s: Session, agreement_id: int, person_id: int) -> Found | None:
    """What does this agreement say, has he signed it, and does it hold today? Those for everybody,
    those of his projects and their organisations, and those of projects that anybody may join."""
    member = exists().where(
        ProjectMember.project_id == Agreement.project_id, ProjectMember.person_id == person_id
    )
    of_house = aliased(Project)
    at_work = exists().where(
        ProjectMember.project_id == of_house.id,
        of_house.organisation_id == Agreement.organisation_id,
        ProjectMember.person_id == person_id,
    )
    officer = exists().where(
        OrganisationRole.organisation_id == Agreement.organisation_id,
        OrganisationRole.person_id == person_id,
    )
    everybodys = and_(Agreement.project_id.is_(None), Agreement.organisation_id.is_(None))
    anybodys = and_(Project.enrolment == Enrolment.OPEN, Project.state == ProjectState.OPEN)
    return s.execute(
        select(
            Agreement,
            Signature.signed_at,
            Signature.body_sha256,
            (~_newer()).label("current"),
        )
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
            or_(everybodys, member, anybodys, at_work, officer),
        )
        .order_by(Signature.signed_at.desc())
        .limit(1)
    ).first()


def versions(s: Session, of: Agreement, *, before: int, limit: int) -> Sequence[Agreement]:
    """Which versions does this agreement have, the newest first? One row more than `limit` where
    there are more; those below the version `before`, unless it is 0."""
    wanted = select(Agreement).where(_of(of, Agreement))
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
    wanted = (
        select(
            Agreement.id,
            Agreement.kind,
            Agreement.project_id,
            Agreement.organisation_id,
            Agreement.version,
            Agreement.title_ko,
            Agreement.title_en,
            Agreement.published_at,
            Signature.signed_at,
            Signature.body_sha256,
            (~_standing(person_id)).label("withdrawn"),
            (~_newer()).label("current"),
            Project.name.label("project"),
            Organisation.name.label("organisation"),
        )
        .join(Signature, Signature.agreement_id == Agreement.id)
        .outerjoin(Project, Project.id == Agreement.project_id)
        .outerjoin(Organisation, Organisation.id == Agreement.organisation_id)
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


def next_version(
    s: Session, kind: AgreementKind, project_id: int | None, organisation_id: int | None
) -> int:
    """What number does the next version of this agreement have?"""
    last = s.scalar(
        select(func.max(Agreement.version)).where(
            Agreement.kind == kind,
            Agreement.project_id.is_not_distinct_from(project_id),
            Agreement.organisation_id.is_not_distinct_from(organisation_id),
        )
    )
    return (last or 0) + 1
