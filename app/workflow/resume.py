"""Take up again what one gave back or let run out, within a day and while a place is free; and,
for an inspector, the rework of what he returned."""

from uuid import UUID, uuid4

from sqlalchemy import update
from sqlalchemy.orm import Session

from app.core.errors import Conflict, NotFound
from app.core.states import AssignmentState
from app.models.project import StageKind
from app.models.task import Assignment
from app.routing.rules import Device
from app.tasks.facts import Facts
from app.tasks.groups import leave_group
from app.tasks.queries import facts_of, take_seat
from app.tasks.terms import terms
from app.workflow import admit, gate
from app.workflow.changes import Changes
from app.workflow.hand_in import mine
from app.workflow.outcomes import RESUME_SECONDS, open_for_work

ENDED = frozenset(
    {AssignmentState.RETURNED, AssignmentState.EXPIRED, AssignmentState.REWORK_EXPIRED}
)


class PlaceTaken(Conflict):
    """Somebody else has the place now, or the day is over."""

    code, title = "place_taken", "Too late to resume"


class HoldsFull(Conflict):
    """The person holds as many seats of this stage as one may."""

    code, title = "holds_full", "Finish what you hold first"


def full(live: int) -> HoldsFull:
    """The refusal for who holds `live` seats, and may hold no more."""
    return HoldsFull(f"You hold {live} pieces of work here already; hand one in, or give one back.")


def resume(
    s: Session,
    *,
    me: int,
    project_id: int,
    assignment_id: int,
    device: Device = Device.DESKTOP,
) -> None:
    """Lease the assignment again; a retry changes nothing. The caller's requests wait for each
    other, as for a claim. Raises `NotFound`, `PlaceTaken`, `HoldsFull`, `NotAdmitted`,
    `NotLetIn`."""
    facts = mine(facts_of(s, project_id, assignment_id), me)
    if facts.own.state is AssignmentState.RESERVED:
        return
    stage_id, level = facts.stage.id, facts.own.level
    found = terms(s, project_id=project_id, stage_id=stage_id, level=level, me=me, key=uuid4())
    if found is None:
        raise NotFound("There is no such stage for you here.")
    admit.must_go_on(found)
    if found.live >= found.seats:
        raise full(found.live)
    admit.let_in(s, place=(me, project_id, stage_id, level), found=found, device=device)
    ended = facts.own.state in ENDED and (facts.ended_seconds or 0) <= RESUME_SECONDS
    if not (ended or facts.own.recheck) or not lease_again(s, facts, by=me, why="resume"):
        raise PlaceTaken("This place is not free any more; take other work from the list.")


def take_up(s: Session, *, me: int, project_id: int, assignment_id: int, key: UUID) -> bool:
    """Lease a re-check that waits for its inspector, if it still does. Returns whether it did; the
    claim `key` then finds it again, as it finds what it took from the queue."""
    facts = mine(facts_of(s, project_id, assignment_id), me)
    if not facts.own.recheck or facts.own.state is not AssignmentState.ACCEPTED:
        return False
    if lease_again(s, facts, by=me, why="resume"):
        s.execute(
            update(Assignment)
            .where(Assignment.project_id == project_id, Assignment.id == assignment_id)
            .values(claim_key=key)
        )
        return True
    c = Changes(facts, by=None)
    c.touch(facts.own)
    facts.own.recheck = False
    c.settle(s)
    return False


def lease_again(s: Session, facts: Facts, *, by: int, why: str) -> bool:
    """Lease the assignment to its own person again, if its place is free; whether it was."""
    own, task = facts.own, facts.task
    if facts.closing or not open_for_work(facts):
        return False
    gate.again(s, facts)
    if own.level == 0:
        queues, root_id = [task.queue_id], 0
    elif facts.gold is not None:
        queues, root_id = [facts.stage.known_queues[own.level]], facts.root.id
    else:
        # A held seat waits for who returned the work; others' turn comes when it is opened.
        queues = [facts.stage.queues[own.level, held] for held in {False, own.recheck}]
        root_id = facts.root.id
    if not take_seat(s, facts.project_id, queues, task.priority, task.id, root_id):
        return False
    if own.level == 0 and facts.stage.kind is StageKind.COLLECT:
        leave_group(s, facts.project_id, own.id)
    c = Changes(facts, by=by, why=why)
    c.move(own, AssignmentState.RESERVED, due_in=facts.stage.lease_seconds)
    own.recheck = False
    own.extended = False
    if facts.card is not None and facts.units_now is not None:
        own.units = facts.units_now
        own.price = facts.card.amount(own.level, own.units)
    c.settle(s)
    return True
