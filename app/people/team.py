"""Who is on a project's team, and under which name."""

import secrets

from sqlalchemy import delete, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from app.core.errors import NotFound
from app.models.ledger import Account, AccountKind
from app.models.person import OrganisationRoleName, ProjectRoleName
from app.models.project import ProjectMember, ProjectRole
from app.models.transition import record
from app.people import queries, rules
from app.people.notifications import Told, notify
from app.people.problems import ArbiterOnTeam

DRAWS = 8
"""Names that are drawn at once; one of them is free but in the fullest projects."""


def join_project(
    s: Session,
    project_id: int,
    person_id: int,
    role: ProjectRoleName,
    by: int | None,
    *,
    house: int | None = None,
) -> str:
    """Give a person a role in a project; the pseudonym that he has there.

    The first role makes him a member: a name of his own, and an account in the project's currency
    for what is owed to him. The same role again changes nothing. `by` is who decided it, None for
    the installation itself. `house` is the organisation that brought him: whoever becomes a member
    by it counts for it on, where it is not the project's own. Raises `NotFound` for a project or
    person that is not there (any more) and `ArbiterOnTeam` for an arbiter of the project's
    organisation.
    """
    place = queries.place_of(s, project_id)
    # Locked: the other half of this rule, in `organisations.grant`, waits for this one.
    if place is None or queries.locked_person(s, person_id) is None:
        raise NotFound("There is no such project or person.")
    if OrganisationRoleName.ARBITER in queries.offices(s, place.organisation_id, person_id):
        raise ArbiterOnTeam(
            "He is an arbiter of this organisation; take that office from him first, or choose "
            "somebody else for the team.",
        )
    known = queries.member(s, project_id, person_id)
    partner = None if house == place.organisation_id else house
    name = known.pseudonym if known else _enrol(s, project_id, person_id, place.currency, partner)
    granted = s.execute(
        insert(ProjectRole)
        .values(project_id=project_id, person_id=person_id, role=role)
        .on_conflict_do_nothing()
        .returning(ProjectRole.role)
    ).first()
    if granted is not None:
        record(
            s,
            project_id=project_id,
            subject="project_role",
            subject_id=person_id,
            by=by,
            target=role.value,
        )
        if by is not None and by != person_id:
            params = {"project": place.name, "role": role.value}
            notify(s, person_id, Told.ROLE_GRANTED, params, project_id)
    return name


def leave_team(
    s: Session, project_id: int, person_id: int, role: ProjectRoleName, by: int | None
) -> None:
    """Take a role in a project from a person; his name and account there stay. Raises `NotFound`
    where he does not have it."""
    taken = s.execute(
        delete(ProjectRole)
        .where(
            ProjectRole.project_id == project_id,
            ProjectRole.person_id == person_id,
            ProjectRole.role == role,
        )
        .returning(ProjectRole.role)
    ).first()
    if taken is None:
        raise NotFound("He does not have this role here.")
    record(
        s,
        project_id=project_id,
        subject="project_role",
        subject_id=person_id,
        by=by,
        source=role.value,
    )
    if by is not None and by != person_id:
        place = queries.place_of(s, project_id)
        params = {"project": place.name if place else "", "role": role.value}
        notify(s, person_id, Told.ROLE_REVOKED, params, project_id)


def _enrol(s: Session, project_id: int, person_id: int, currency: str, partner: int | None) -> str:
    """Make a person a member, whose row nobody else is making: he is locked."""
    account = {
        "kind": AccountKind.PERSON,
        "project_id": project_id,
        "person_id": person_id,
        "currency": currency,
    }
    s.execute(insert(Account).values(account).on_conflict_do_nothing())
    account_id = s.execute(select(Account.id).filter_by(**account)).scalar_one()
    figures = 3
    while True:
        drawn = [
            rules.pseudonym(secrets.randbelow(rules.pseudonyms(figures)), figures)
            for _ in range(DRAWS)
        ]
        taken = queries.taken_pseudonyms(s, project_id, drawn)
        name = next((name for name in drawn if name not in taken), None)
        if name is None:
            figures += 1
            continue
        # Somebody else may take the name at this very moment: then draw again.
        made = s.execute(
            insert(ProjectMember)
            .values(
                project_id=project_id,
                person_id=person_id,
                pseudonym=name,
                account_id=account_id,
                organisation_id=partner,
            )
            .on_conflict_do_nothing()
            .returning(ProjectMember.pseudonym)
        ).first()
        if made is not None:
            return name
