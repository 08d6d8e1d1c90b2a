"""A rejection is not the last word: the author appeals, an arbiter outside the team decides."""

from sqlalchemy import func, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from app.core.errors import Conflict, Forbidden, NotFound
from app.core.states import AssignmentState
from app.models.project import ProjectRole
from app.models.task import Appeal, TaskRole
from app.tasks.queries import facts_of
from app.workflow.changes import Changes
from app.workflow.expire import conclude
from app.workflow.hand_in import mine
from app.workflow.outcomes import SETTLE_SECONDS, lose_appeal, win_appeal


class AppealTooLate(Conflict):
    """The term for an appeal is over."""

    code, title = "appeal_too_late", "Too late to appeal"


class AlreadyDecided(Conflict):
    """The appeal was decided otherwise before."""

    code, title = "already_decided", "Decided already"


def appeal(s: Session, *, me: int, project_id: int, assignment_id: int, text: str) -> None:
    """Object to a rejection, within its term; the same appeal sent twice is one.

    Raises `NotFound`, `AppealTooLate`, and `WrongState` for work that is not rejected.
    """
    facts = mine(facts_of(s, project_id, assignment_id), me)
    if facts.own.state is AssignmentState.APPEALED:
        return
    if facts.follows is not None and facts.own.state is AssignmentState.REJECTED and facts.limited:
        # Whoever of a group appeals does so for all: the recording is one.
        host = facts_of(s, project_id, facts.follows)
        assert host is not None
        facts = host
    over = facts.overdue or not facts.limited
    if facts.own.state is AssignmentState.REJECTED and over:
        raise AppealTooLate("The seven days for an appeal are over.")
    c = Changes(facts, by=me, why="appeal")
    for claim in facts.party:
        due_in = SETTLE_SECONDS if claim is facts.own else None
        c.move(claim, AssignmentState.APPEALED, due_in=due_in)
    c.settle(s)
    s.add(Appeal(project_id=project_id, root_id=facts.own.id, task_id=facts.task.id, text=text))


def decide_appeal(
    s: Session, *, by: int, project_id: int, assignment_id: int, won: bool, reply: str
) -> None:
    """An arbiter decides. A retry with the same decision changes nothing.

    Raises `NotFound`, `AlreadyDecided`, and `Forbidden` where the arbiter belongs to the project's
    team or has had a hand in the task.
    """
    facts = facts_of(s, project_id, assignment_id)
    found = s.get(Appeal, (project_id, assignment_id))
    if facts is None or found is None:
        raise NotFound("There is no such appeal.")
    if found.decided_at is not None:
        if found.decided_by == by and found.won == won:
            return
        raise AlreadyDecided("This appeal was decided already; load it again.")
    team = select(ProjectRole.role).where(
        ProjectRole.project_id == project_id, ProjectRole.person_id == by
    )
    role = (
        insert(TaskRole)
        .values(project_id=project_id, task_id=facts.task.id, worker_id=by, side="arbiter")
        .on_conflict_do_update(
            index_elements=["project_id", "task_id", "worker_id"],
            set_={"side": TaskRole.side},
            where=TaskRole.side == "arbiter",
        )
        .returning(TaskRole.worker_id)
    )
    if s.execute(team).first() is not None or s.execute(role).first() is None:
        raise Forbidden(
            "An arbiter is never of the project's team; leave this to another one.",
            permission="appeal:decide",
        )
    params: dict[str, object] = {"assignment_id": assignment_id, "reply": reply}
    conclude(
        s,
        facts,
        why="appeal won" if won else "appeal lost",
        by=by,
        act=lambda c: win_appeal(c, params) if won else lose_appeal(c, params),
    )
    s.execute(
        update(Appeal)
        .where(Appeal.project_id == project_id, Appeal.root_id == assignment_id)
        .values(won=won, reply=reply, decided_by=by, decided_at=func.now())
    )
