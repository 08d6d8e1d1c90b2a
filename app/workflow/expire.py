"""What the clock decides: leases, reworks, silence of inspectors and arbiters.

Leases of running stages go back in bulk (`tasks.reclaiming.reclaim`); everything that touches money
is decided one by one under the task's lock, as if a person had done it.
"""

from collections.abc import Callable

from sqlalchemy import func, update
from sqlalchemy.orm import Session

from app.core.database import transaction
from app.core.states import AssignmentState
from app.fairness import held
from app.models.task import Appeal
from app.tasks.facts import Facts
from app.tasks.queries import due_assignments, facts_of, open_held_seats, others_live
from app.tasks.reclaiming import reclaim
from app.workflow.changes import Changes
from app.workflow.outcomes import (
    give_up,
    let_pass,
    lift_hold,
    pay_draft,
    replace,
    win_appeal,
    wind_down,
)

BULK = 500


def sweep() -> int:
    """Everything whose term is over, in short transactions. Returns how much was decided."""
    decided = 0
    with transaction() as s:
        decided += reclaim(s, limit=BULK)
        decided += open_held_seats(s)
        closing = due_assignments(s, [AssignmentState.RESERVED], BULK, closing=True)
        due = due_assignments(
            s,
            [
                AssignmentState.REWORK,
                AssignmentState.SUBMITTED,
                AssignmentState.REJECTED,
                AssignmentState.APPEALED,
            ],
            BULK,
        )
    for project_id, assignment_id in closing + due:
        with transaction() as s:
            decided += expire(s, project_id, assignment_id)
    return decided


def expire(s: Session, project_id: int, assignment_id: int) -> bool:
    """Decide one assignment whose term is over; false where it is not, or not any more."""
    facts = facts_of(s, project_id, assignment_id)
    if facts is None or not facts.overdue:
        return False
    if facts.follows is not None and facts.own.state is AssignmentState.RESERVED:
        return expire(s, project_id, facts.follows)  # who records ends it for all
    ending = _ENDINGS.get(facts.own.state)
    if ending is None or (facts.own.state is AssignmentState.RESERVED and not facts.closing):
        return False
    why, act = ending
    conclude(s, facts, why=why, act=act)
    if why == "appeal unanswered":
        s.execute(
            update(Appeal)
            .where(Appeal.project_id == project_id, Appeal.root_id == assignment_id)
            .values(won=True, decided_at=func.now())
        )
    return True


def conclude(
    s: Session, facts: Facts, *, why: str, act: Callable[[Changes], None], by: int | None = None
) -> None:
    """Let `act` decide about `facts`, wind the task down where it closes, and write it. A
    rejection that waited, and that nobody has settled, waits no more."""
    c = Changes(facts, by=by, why=why)
    act(c)
    if facts.closing:
        wind_down(c, others_live(s, facts))
    c.settle(s)
    if facts.held and facts.root.state is not AssignmentState.SUBMITTED:
        held.lapse(s, facts.project_id, facts.root.id)


def _lease_over(c: Changes) -> None:
    give_up(c, AssignmentState.EXPIRED)


def _rework_over(c: Changes) -> None:
    for claim in c.facts.party:
        c.move(claim, AssignmentState.REWORK_EXPIRED)
        if c.facts.closing and c.facts.draft:
            pay_draft(c, claim)
        replace(c)


def _appeal_term_over(c: Changes) -> None:
    c.end_term(c.facts.root)
    lift_hold(c, c.facts.root)


def _silence_of_arbiters(c: Changes) -> None:
    win_appeal(c, {"assignment_id": c.facts.root.id, "silence": True})


_ENDINGS: dict[AssignmentState, tuple[str, Callable[[Changes], None]]] = {
    AssignmentState.RESERVED: ("lease ran out", _lease_over),
    AssignmentState.REWORK: ("rework ran out", _rework_over),
    AssignmentState.SUBMITTED: ("not inspected in time", let_pass),
    AssignmentState.REJECTED: ("not appealed in time", _appeal_term_over),
    AssignmentState.APPEALED: ("appeal unanswered", _silence_of_arbiters),
}
