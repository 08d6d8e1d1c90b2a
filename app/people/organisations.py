"""Organisations, and who holds which office in them."""

from sqlalchemy import delete, insert, update
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.orm import Session

from app.core.errors import NotFound
from app.models.person import Organisation, OrganisationRole, OrganisationRoleName
from app.models.transition import record
from app.people import queries, rules
from app.people.notifications import Told, notify
from app.people.problems import ArbiterOnTeam, LastAdministrator


def found(s: Session, name: str, by: int) -> int:
    """A new organisation with its founder as administrator; its id."""
    organisation_id = s.execute(
        insert(Organisation).values(name=rules.tidy_name(name)).returning(Organisation.id)
    ).scalar_one()
    record(
        s, project_id=0, subject="organisation", subject_id=organisation_id, by=by, target="founded"
    )
    grant(s, organisation_id, by, OrganisationRoleName.ADMINISTRATOR, by)
    return organisation_id


def rename(s: Session, organisation_id: int, name: str, by: int) -> None:
    """Call it something else."""
    s.execute(
        update(Organisation)
        .where(Organisation.id == organisation_id)
        .values(name=rules.tidy_name(name))
    )
    record(
        s,
        project_id=0,
        subject="organisation",
        subject_id=organisation_id,
        by=by,
        why="renamed",
        data={"name": rules.tidy_name(name)},
    )


def grant(
    s: Session, organisation_id: int, person_id: int, role: OrganisationRoleName, by: int | None
) -> None:
    """Give a person an office. The same again changes nothing.

    Raises `NotFound` for an organisation or person that is not there (any more) and
    `ArbiterOnTeam` for who would be arbiter and is on the team of one of the projects.
    """
    organisation = s.get(Organisation, organisation_id)
    # Locked: the other half of this rule, in `team.join_project`, waits for this one.
    if organisation is None or queries.locked_person(s, person_id) is None:
        raise NotFound("There is no such organisation or person.")
    if not rules.apart(role, queries.teams_in(s, organisation_id, person_id)):
        raise ArbiterOnTeam(
            "He is on the team of a project of this organisation; take him off it first, or "
            "choose another arbiter.",
        )
    granted = s.execute(
        upsert(OrganisationRole)
        .values(organisation_id=organisation_id, person_id=person_id, role=role)
        .on_conflict_do_nothing()
        .returning(OrganisationRole.role)
    ).first()
    if granted is not None:
        _record(s, organisation_id, person_id, by, target=role.value)
        if by is not None and by != person_id:
            params = {"organisation": organisation.name, "role": role.value}
            notify(s, person_id, Told.ROLE_GRANTED, params)


def revoke(
    s: Session, organisation_id: int, person_id: int, role: OrganisationRoleName, by: int | None
) -> None:
    """Take an office from a person. Raises `NotFound` where he does not hold it and
    `LastAdministrator` where nobody would be left to look after the organisation."""
    # Locked, so that two administrators cannot take the office from each other at once.
    organisation = s.get(Organisation, organisation_id, with_for_update={"key_share": True})
    if organisation is None:
        raise NotFound("There is no such organisation.")
    taken = s.execute(
        delete(OrganisationRole)
        .where(
            OrganisationRole.organisation_id == organisation_id,
            OrganisationRole.person_id == person_id,
            OrganisationRole.role == role,
        )
        .returning(OrganisationRole.role)
    ).first()
    if taken is None:
        raise NotFound("He does not hold this office here.")
    alone = queries.other_administrators(s, organisation_id, person_id) == 0
    if role is OrganisationRoleName.ADMINISTRATOR and alone:
        raise LastAdministrator("Make somebody else administrator first.")
    _record(s, organisation_id, person_id, by, source=role.value)
    if by is not None and by != person_id:
        params = {"organisation": organisation.name, "role": role.value}
        notify(s, person_id, Told.ROLE_REVOKED, params)


def _record(
    s: Session,
    organisation_id: int,
    person_id: int,
    by: int | None,
    *,
    source: str | None = None,
    target: str | None = None,
) -> None:
    record(
        s,
        project_id=0,
        subject="organisation_role",
        subject_id=organisation_id,
        by=by,
        source=source,
        target=target,
        data={"person": person_id},
    )
