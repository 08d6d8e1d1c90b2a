"""Questions about people and their ways in, in SQL."""

from collections.abc import Sequence

from sqlalchemy import exists, func, or_, select
from sqlalchemy.orm import Session

from app.models.person import (
    ApiToken,
    Login,
    OrganisationRole,
    Person,
)
from app.models.project import Project, ProjectRole
from app.people.queries.found import Found


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


def logins(s: Session, person_id: int) -> Sequence[Found]:
    """In which browsers is he signed in, the newest first?"""
    return s.execute(
        select(
            Login.id,
            Login.token_hash,
            Login.user_agent,
            Login.opened_by,
            Login.second,
            Login.created_at,
            Login.used_at,
            Login.expires_at,
        )
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


def belongs(s: Session, person_id: int, project_id: int) -> bool:
    """Has he a part in this project, or in the organisation whose it is?"""
    return bool(
        s.scalar(
            select(
                exists().where(
                    ProjectRole.project_id == project_id, ProjectRole.person_id == person_id
                )
                | exists().where(
                    Project.id == project_id,
                    OrganisationRole.organisation_id == Project.organisation_id,
                    OrganisationRole.person_id == person_id,
                )
            )
        )
    )
