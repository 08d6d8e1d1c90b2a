"""Questions about organisations and the teams of projects, in SQL."""

from collections.abc import Sequence

from sqlalchemy import and_, func, select
from sqlalchemy.dialects.postgresql import aggregate_order_by
from sqlalchemy.orm import Session

from app.models.person import (
    Organisation,
    OrganisationRole,
    OrganisationRoleName,
    Person,
    ProjectRoleName,
)
from app.models.project import Project, ProjectMember, ProjectRole
from app.people.queries.found import Found


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


AT_LEVEL = {
    0: ProjectRoleName.WORKER,
    1: ProjectRoleName.PRIMARY_INSPECTOR,
    2: ProjectRoleName.SECONDARY_INSPECTOR,
}
"""The role that does the work of each level."""


def who_may_want(
    s: Session, project_id: int, level: int, climb: bool, *, limit: int
) -> Sequence[int]:
    """Who has the role of this level in the project, or with `climb` that of any level? By key."""
    roles = list(AT_LEVEL.values()) if climb else [AT_LEVEL[level]]
    return s.scalars(
        select(ProjectRole.person_id)
        .where(ProjectRole.project_id == project_id, ProjectRole.role.in_(roles))
        .distinct()
        .order_by(ProjectRole.person_id)
        .limit(limit)
    ).all()


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
            ProjectMember.team,
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


def own_people(s: Session, project_id: int) -> int:
    """How many members has the project whom no other organisation has brought?"""
    return s.execute(
        select(func.count())
        .select_from(ProjectMember)
        .where(ProjectMember.project_id == project_id, ProjectMember.organisation_id.is_(None))
    ).scalar_one()
