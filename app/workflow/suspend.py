"""Nobody is shut out of a project without a hearing: whom a manager wants suspended hears why, with
the evidence, and may reply; an arbiter outside the team decides; undecided, it is dropped. What was
earned is his either way, and what he holds he may finish."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from app.core.database import transaction
from app.core.errors import Conflict
from app.fairness import queries, suspensions
from app.models.fairness import Suspension
from app.models.person import ProjectRoleName
from app.models.project import Project
from app.models.task import Assignment
from app.people.notifications import Told, notify
from app.people.queries.teams import AT_LEVEL
from app.people.team import leave_team
from app.projects.queries import pseudonym

BULK = 200


class HasWorked(Conflict):
    """Somebody who has worked is taken off a team only after a hearing."""

    code, title = "has_worked", "Propose a suspension"


def take_off(
    s: Session, *, by: int, project_id: int, person_id: int, role: ProjectRoleName
) -> None:
    """Take a role from somebody. Raises `NotFound`, and `HasWorked` where he has worked in it:
    that asks for a suspension."""
    level = next((level for level, does in AT_LEVEL.items() if does is role), None)
    if level is not None and by != person_id:
        worked = exists().where(
            Assignment.worker_id == person_id,
            Assignment.project_id == project_id,
            Assignment.level == level,
            Assignment.attempt > 0,
        )
        if s.execute(select(worked)).scalar_one():
            raise HasWorked(
                "He has worked here; propose his suspension, so that he is heard first.",
                person_id=person_id,
            )
    leave_team(s, project_id, person_id, role, by)


def propose(
    s: Session, *, by: int, project_id: int, person_id: int, why: str, evidence: Sequence[int]
) -> int:
    """Propose a suspension, and tell whom it is about, and the arbiters; its key. Raises what
    `app/fairness/suspensions.py: propose()` raises."""
    made = suspensions.propose(
        s, by=by, project_id=project_id, person_id=person_id, why=why, evidence=evidence
    )
    about = _about(s, made) | {"reply_by": made.reply_by.isoformat()}
    notify(s, person_id, Told.SUSPENSION_PROPOSED, about, project_id)
    _tell_arbiters(s, made)
    return made.id


def reply(s: Session, *, me: int, project_id: int, suspension_id: int, text: str) -> None:
    """Say what one thinks of one's own suspension: now it can be decided. Raises `NotFound`,
    `WrongState`."""
    found = suspensions.locked(s, project_id, suspension_id)
    if suspensions.reply(s, found, me=me, text=text):
        _tell_arbiters(s, found)


def decide(
    s: Session, *, by: int, project_id: int, suspension_id: int, in_force: bool, answer: str
) -> None:
    """An arbiter decides; the person and who proposed it hear of it. Raises what
    `app/fairness/suspensions.py: decide()` raises."""
    found = suspensions.locked(s, project_id, suspension_id)
    if suspensions.decide(s, found, by=by, in_force=in_force, answer=answer):
        _tell_decided(s, found)


def lift(s: Session, *, by: int, project_id: int, suspension_id: int) -> None:
    """Let somebody work again; he hears of it. Raises `NotFound`, `Invalid`, `WrongState`."""
    found = suspensions.locked(s, project_id, suspension_id)
    if suspensions.lift(s, found, by=by):
        notify(s, found.person_id, Told.SUSPENSION_LIFTED, _about(s, found), project_id)


def drop_due() -> int:
    """Drop what nobody has decided in time, each in a transaction of its own; how many."""
    with transaction() as s:
        due = suspensions.due(s, BULK)
    dropped = 0
    for project_id, suspension_id in due:
        with transaction() as s:
            found = suspensions.locked(s, project_id, suspension_id)
            if suspensions.drop(s, found):
                _tell_decided(s, found)
                dropped += 1
    return dropped


def _tell_arbiters(s: Session, found: Suspension) -> None:
    about = _about(s, found) | {"pseudonym": pseudonym(s, found.project_id, found.person_id) or ""}
    for one in queries.arbiters(s, found.project_id, but=(found.proposed_by, found.person_id)):
        notify(s, one, Told.SUSPENSION_WAITS, about, found.project_id)


def _tell_decided(s: Session, found: Suspension) -> None:
    about = _about(s, found) | {
        "state": found.state.value,
        "silence": found.decided_by is None,
    }
    for one in (found.person_id, found.proposed_by):
        mine = {"mine": one == found.person_id}
        notify(s, one, Told.SUSPENSION_DECIDED, about | mine, found.project_id)


def _about(s: Session, found: Suspension) -> dict[str, Any]:
    project = s.get_one(Project, found.project_id)
    return {"suspension_id": found.id, "project": project.name}
