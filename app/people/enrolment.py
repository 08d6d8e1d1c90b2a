"""Become a worker of a project by oneself, where it is open to everybody."""

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from app.core.errors import NotFound
from app.core.states import ProjectState
from app.models.person import ProjectRoleName
from app.models.project import Enrolment, Project, ProjectRole
from app.people import queries, rules
from app.people.problems import InvitedOnly, TermsUnsigned, TooYoung
from app.people.team import join_project


def enrol(s: Session, project_id: int, person_id: int) -> str:
    """Join a project as a worker; the pseudonym that he has there. Again is no change. Who was
    taken off by somebody else comes back by a manager only.

    Raises `NotFound` where the project is not his to see, `InvitedOnly`, `TermsUnsigned`,
    `TooYoung`, and `ArbiterOnTeam`.
    """
    project = s.get(Project, project_id)
    known = queries.member(s, project_id, person_id)
    on_team = exists().where(
        ProjectRole.project_id == project_id, ProjectRole.person_id == person_id
    )
    inside = known is not None and s.execute(select(on_team)).scalar_one()
    open_to_all = (
        project is not None
        and project.enrolment is Enrolment.OPEN
        and project.state is ProjectState.OPEN
    )
    if not open_to_all:
        if not inside:
            raise NotFound("There is no such project that you can join.")
        assert known is not None
        if s.get(ProjectRole, (project_id, person_id, ProjectRoleName.WORKER)) is not None:
            return known.pseudonym
        raise InvitedOnly("This project takes workers by invitation; ask its manager for one.")
    if queries.taken_off(s, project_id, person_id):
        raise InvitedOnly("A manager took you off this project; ask him to take you back.")
    unsigned = [one.id for one in queries.unsigned(s, person_id) if one.project_id is None]
    if unsigned:
        raise TermsUnsigned(
            "Read and sign the terms that hold today, then join.", agreement_ids=unsigned
        )
    person = queries.person(s, person_id)
    born = person.birth_year if person else None
    if born is not None and rules.too_young(born, queries.now(s)):
        raise TooYoung("One has to be 14 or older to work here.")
    return join_project(s, project_id, person_id, ProjectRoleName.WORKER, person_id)
