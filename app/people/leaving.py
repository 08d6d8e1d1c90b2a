"""Leaving: the account closes, the person's name goes, what he did and is owed stays."""

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from app.core.errors import NotFound
from app.core.states import ProjectState
from app.models.paper import Declared
from app.models.person import (
    MailToken,
    Notification,
    OrganisationRole,
    OrganisationRoleName,
)
from app.models.project import Project, ProjectRole
from app.models.transition import record
from app.people import (
    accounts,
    factors,
    invitations,
    participants,
    queries,
    rules,
    sessions,
    team,
)
from app.people.problems import LastAdministrator
from app.people.telling import queries as telling


def close(s: Session, person_id: int, by: int | None) -> None:
    """Close an account for good.

    Ways in end; roles end; name, address, birth year, what he said of himself, notifications and
    how he wanted them go, and a tombstone stands in their place. Pseudonyms, answers, signatures,
    events and the ledger stay: what is owed stays owed, and what he gave stays given, unless he has
    withdrawn. The leases that he holds are released by `workflow.leave`, which calls this. Raises
    `NotFound` for who has left, `LastAdministrator` where projects would be left behind,
    `LastOperator` where the installation would be.
    """
    accounts.hold_operators(s)
    person = queries.locked_person(s, person_id)
    if person is None:
        raise NotFound("There is no such account (any more).")
    if person.operator:
        accounts.need_other_operator(s, person_id)
    for role in s.execute(
        select(ProjectRole.project_id, ProjectRole.role).where(ProjectRole.person_id == person_id)
    ).all():
        team.leave_team(s, role.project_id, person_id, role.role, by)
    _leave_offices(s, person_id, by)
    sessions.shut_out(s, person_id)
    s.execute(delete(MailToken).where(MailToken.person_id == person_id))
    s.execute(delete(Notification).where(Notification.person_id == person_id))
    s.execute(delete(Declared).where(Declared.person_id == person_id))
    telling.forget(s, person_id)
    factors.forget(s, person_id)
    participants.forget(s, person_id)
    tombstone = rules.left_email(person_id)
    invitations.forget_address(s, person, tombstone)
    person.email = tombstone
    person.name = rules.LEFT_NAME
    person.password_hash = None
    person.birth_year = None
    person.operator = False
    person.left_at = queries.now(s)
    s.flush()
    record(s, project_id=0, subject="person", subject_id=person_id, by=by, target="left")


def _leave_offices(s: Session, person_id: int, by: int | None) -> None:
    held = s.execute(
        select(OrganisationRole.organisation_id, OrganisationRole.role)
        .where(OrganisationRole.person_id == person_id)
        .order_by(OrganisationRole.organisation_id)
    ).all()
    for office in held:
        # An organisation that never ran a project, or has closed them all, may end with him.
        if (
            office.role is OrganisationRoleName.ADMINISTRATOR
            and queries.other_administrators(s, office.organisation_id, person_id) == 0
            and _open_projects(s, office.organisation_id)
        ):
            raise LastAdministrator(
                "You are the last administrator of an organisation with open projects; make "
                "somebody else administrator, or close them, then leave.",
                organisation=office.organisation_id,
            )
        s.execute(
            delete(OrganisationRole).where(
                OrganisationRole.organisation_id == office.organisation_id,
                OrganisationRole.person_id == person_id,
                OrganisationRole.role == office.role,
            )
        )
        record(
            s,
            project_id=0,
            subject="organisation_role",
            subject_id=office.organisation_id,
            by=by,
            source=office.role.value,
            data={"person": person_id},
        )


def _open_projects(s: Session, organisation_id: int) -> int:
    return (
        s.scalar(
            select(func.count()).where(
                Project.organisation_id == organisation_id, Project.state != ProjectState.CLOSED
            )
        )
        or 0
    )
