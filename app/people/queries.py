"""Questions about people, in SQL."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Row, Select, and_, exists, func, or_, select
from sqlalchemy.dialects.postgresql import aggregate_order_by
from sqlalchemy.orm import Session, aliased

from app.core.states import ProjectState
from app.models.event import Event
from app.models.person import (
    Agreement,
    AgreementKind,
    ApiToken,
    Invitation,
    Login,
    Notification,
    Organisation,
    OrganisationRole,
    OrganisationRoleName,
    Person,
    ProjectRoleName,
    Signature,
)
from app.models.project import Enrolment, Project, ProjectMember, ProjectRole

Found = Row[*tuple[Any, ...]]


def now(s: Session) -> datetime:
    """What time is it, by the database's clock?"""
    moment: datetime = s.execute(select(func.now())).scalar_one()
    return moment


# People


def person_by_email(s: Session, email: str) -> Person | None:
    """Who has this address, however it is capitalised?"""
    return s.scalar(select(Person).where(func.lower(Person.email) == func.lower(email)))


def person(s: Session, person_id: int) -> Person | None:
    """Who is this?"""
    return s.get(Person, person_id)


def locked_person(s: Session, person_id: int) -> Person | None:
    """Who is this, if he has not left? What he is allowed changes for nobody else meanwhile."""
    return s.scalar(
        select(Person)
        .where(Person.id == person_id, Person.left_at.is_(None))
        .with_for_update(key_share=True)
        .execution_options(populate_existing=True)
    )


def people(
    s: Session,
    *,
    after: int,
    limit: int,
    email: str | None = None,
    q: str = "",
    operator: bool | None = None,
) -> Sequence[Found]:
    """Who has an account? With `email` who has this address, with `q` whose name or address begins
    so, with `operator` who runs the installation or does not. One row more than `limit` where there
    are more."""
    wanted = select(
        Person.id,
        Person.email,
        Person.name,
        Person.locale,
        Person.operator,
        Person.verified_at,
        Person.left_at,
        Person.created_at,
    ).where(Person.id > after)
    if email is not None:
        wanted = wanted.where(func.lower(Person.email) == func.lower(email))
    if q:
        wanted = wanted.where(
            or_(
                func.lower(Person.email).startswith(q.lower(), autoescape=True),
                func.lower(Person.name).startswith(q.lower(), autoescape=True),
            )
        )
    if operator is not None:
        wanted = wanted.where(Person.operator.is_(operator))
    return s.execute(wanted.order_by(Person.id).limit(limit + 1)).all()


def other_operators(s: Session, person_id: int) -> int:
    """How many people run the installation besides him?"""
    return (
        s.scalar(
            select(func.count()).where(
                Person.operator.is_(True), Person.left_at.is_(None), Person.id != person_id
            )
        )
        or 0
    )


# Ways in


def logins(s: Session, person_id: int) -> Sequence[Found]:
    """In which browsers is he signed in, the newest first?"""
    return s.execute(
        select(Login.token_hash, Login.user_agent, Login.created_at, Login.expires_at)
        .where(Login.person_id == person_id, Login.expires_at > func.now())
        .order_by(Login.created_at.desc())
    ).all()


def tokens(s: Session, person_id: int) -> Sequence[ApiToken]:
    """Which keys has he given to programs, revoked ones included?"""
    return s.scalars(
        select(ApiToken).where(ApiToken.person_id == person_id).order_by(ApiToken.id)
    ).all()


def live_tokens(s: Session, person_id: int) -> int:
    """How many of his keys still open something?"""
    return (
        s.scalar(
            select(func.count()).where(
                ApiToken.person_id == person_id,
                ApiToken.revoked_at.is_(None),
                or_(ApiToken.expires_at.is_(None), ApiToken.expires_at > func.now()),
            )
        )
        or 0
    )


# Agreements


def _newest() -> Select[Agreement]:
    later = aliased(Agreement)
    return select(Agreement).where(
        ~exists().where(
            later.kind == Agreement.kind,
            later.project_id.is_not_distinct_from(Agreement.project_id),
            later.version > Agreement.version,
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
        Signature.person_id == person_id, Signature.agreement_id == Agreement.id
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
        select(Agreement, Signature.signed_at, (~newer).label("current"))
        .outerjoin(
            Signature,
            and_(Signature.agreement_id == Agreement.id, Signature.person_id == person_id),
        )
        .outerjoin(Project, Project.id == Agreement.project_id)
        .where(
            Agreement.id == agreement_id,
            or_(Agreement.project_id.is_(None), member, anybodys),
        )
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
    """What has he signed, the newest version first? One row more than `limit` where there are
    more; those below the key `before`, unless it is 0."""
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
            (~newer).label("current"),
            Project.name.label("project"),
        )
        .join(Signature, Signature.agreement_id == Agreement.id)
        .outerjoin(Project, Project.id == Agreement.project_id)
        .where(Signature.person_id == person_id)
    )
    if before:
        wanted = wanted.where(Agreement.id < before)
    return s.execute(wanted.order_by(Agreement.id.desc()).limit(limit + 1)).all()


def taken_off(s: Session, project_id: int, person_id: int) -> bool:
    """Has somebody else ended his time as a worker of this project, and is he none today?"""
    worker = ProjectRoleName.WORKER
    role = exists().where(
        ProjectRole.project_id == project_id,
        ProjectRole.person_id == person_id,
        ProjectRole.role == worker,
    )
    ended = exists().where(
        Event.project_id == project_id,
        Event.subject == "project_role",
        Event.subject_id == person_id,
        Event.source == worker.value,
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


# Organisations


def organisations_of(s: Session, person_id: int) -> Sequence[Found]:
    """Where is he in an office, and in which?"""
    return s.execute(
        select(
            Organisation.id,
            Organisation.name,
            func.array_agg(aggregate_order_by(OrganisationRole.role, OrganisationRole.role)).label(
                "roles"
            ),
        )
        .join(OrganisationRole, OrganisationRole.organisation_id == Organisation.id)
        .where(OrganisationRole.person_id == person_id)
        .group_by(Organisation.id)
        .order_by(Organisation.id)
    ).all()


def organisation_members(
    s: Session, organisation_id: int, *, after: int, limit: int
) -> Sequence[Found]:
    """Who is in an office here, and in which? One row more than `limit` where there are more."""
    return s.execute(
        select(
            Person.id.label("person_id"),
            Person.name,
            Person.email,
            func.array_agg(aggregate_order_by(OrganisationRole.role, OrganisationRole.role)).label(
                "roles"
            ),
        )
        .join(OrganisationRole, OrganisationRole.person_id == Person.id)
        .where(OrganisationRole.organisation_id == organisation_id, Person.id > after)
        .group_by(Person.id)
        .order_by(Person.id)
        .limit(limit + 1)
    ).all()


def offices(s: Session, organisation_id: int, person_id: int) -> frozenset[OrganisationRoleName]:
    """In which offices of the organisation is he?"""
    return frozenset(
        s.scalars(
            select(OrganisationRole.role).where(
                OrganisationRole.organisation_id == organisation_id,
                OrganisationRole.person_id == person_id,
            )
        )
    )


def teams_in(s: Session, organisation_id: int, person_id: int) -> frozenset[ProjectRoleName]:
    """What is he on the teams of the organisation's projects?"""
    return frozenset(
        s.scalars(
            select(ProjectRole.role)
            .join(Project, Project.id == ProjectRole.project_id)
            .where(Project.organisation_id == organisation_id, ProjectRole.person_id == person_id)
        )
    )


def other_administrators(s: Session, organisation_id: int, person_id: int) -> int:
    """How many administrators has the organisation besides him?"""
    return (
        s.scalar(
            select(func.count()).where(
                OrganisationRole.organisation_id == organisation_id,
                OrganisationRole.role == OrganisationRoleName.ADMINISTRATOR,
                OrganisationRole.person_id != person_id,
            )
        )
        or 0
    )


# Teams


def place_of(s: Session, project_id: int) -> Found | None:
    """Whose is the project, what is it called, and in which currency does it pay?"""
    return s.execute(
        select(Project.organisation_id, Project.name, Project.currency).where(
            Project.id == project_id
        )
    ).first()


def member(s: Session, project_id: int, person_id: int) -> ProjectMember | None:
    """What is he called in the project, if he was ever in it?"""
    return s.get(ProjectMember, (project_id, person_id))


def taken_pseudonyms(s: Session, project_id: int, names: Sequence[str]) -> frozenset[str]:
    """Which of these names does somebody in the project have?"""
    return frozenset(
        s.scalars(
            select(ProjectMember.pseudonym).where(
                ProjectMember.project_id == project_id, ProjectMember.pseudonym.in_(names)
            )
        )
    )


def team(s: Session, project_id: int, *, after: str, limit: int) -> Sequence[Found]:
    """Who is on the project's team, in the order of their pseudonyms? One row more than `limit`
    where there are more."""
    return s.execute(
        select(
            ProjectMember.pseudonym,
            ProjectMember.person_id,
            Person.name,
            Person.email,
            ProjectMember.joined_at,
            func.array_agg(aggregate_order_by(ProjectRole.role, ProjectRole.role)).label("roles"),
        )
        .join(Person, Person.id == ProjectMember.person_id)
        .join(
            ProjectRole,
            and_(
                ProjectRole.project_id == ProjectMember.project_id,
                ProjectRole.person_id == ProjectMember.person_id,
            ),
        )
        .where(ProjectMember.project_id == project_id, ProjectMember.pseudonym > after)
        .group_by(ProjectMember.project_id, ProjectMember.person_id, Person.id)
        .order_by(ProjectMember.pseudonym)
        .limit(limit + 1)
    ).all()


def projects_of(s: Session, person_id: int) -> Sequence[Found]:
    """On which teams is he, as what, and under which name?"""
    return s.execute(
        select(
            Project.id,
            Project.organisation_id,
            Project.name,
            Project.state,
            ProjectMember.pseudonym,
            func.array_agg(aggregate_order_by(ProjectRole.role, ProjectRole.role)).label("roles"),
        )
        .join(ProjectMember, ProjectMember.project_id == Project.id)
        .join(
            ProjectRole,
            and_(
                ProjectRole.project_id == ProjectMember.project_id,
                ProjectRole.person_id == ProjectMember.person_id,
            ),
        )
        .where(ProjectMember.person_id == person_id)
        .group_by(Project.id, ProjectMember.project_id, ProjectMember.person_id)
        .order_by(Project.id)
    ).all()


# Invitations


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


# Notifications


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
