"""The ceiling of rejections: who has had many of his works in a project rejected is not rejected
once more before an administrator has looked. His work stays where it is meanwhile, and its clock
runs on; silence pays."""

from dataclasses import dataclass
from decimal import Decimal

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from app.core.clock import day_of, utcnow
from app.core.errors import Forbidden, NotFound, WrongState
from app.core.states import AssignmentState
from app.fairness import held
from app.fairness.held import Tally
from app.fairness.rules import ceiling_passed, most_rejections
from app.ledger.dated import rule
from app.models.fairness import HeldOutcome
from app.models.money import MoneyRuleKind
from app.models.project import Project
from app.models.task import Assignment, TaskRole
from app.people.notifications import Told, notify
from app.projects.queries import pseudonym
from app.tasks.facts import Facts
from app.tasks.queries import facts_of
from app.workflow.changes import Changes
from app.workflow.expire import conclude
from app.workflow.outcomes import refuse_rejection, reject


class HadAHand(Forbidden):
    """Who has had a hand in a piece of work does not confirm its rejection."""

    code, title = "had_a_hand", "Somebody else looks at this"


@dataclass(frozen=True, slots=True)
class Passed:
    """Whose ceiling a rejection passes: what stood before it, and how many may be."""

    person_id: int
    tally: Tally
    most: int


def passed(s: Session, facts: Facts) -> Passed | None:
    """Whether rejecting the root now would pass the ceiling of somebody who speaks on it; None
    where it would not, or where the verdict does not end the work. The rule is the day's."""
    if facts.root.state is not AssignmentState.SUBMITTED or not (
        facts.own.level == 2 or facts.closing
    ):
        return None
    value = rule(s, MoneyRuleKind.REJECTION_CEILING, day_of(utcnow()))
    least, share = int(value["least"]), Decimal(str(value["share"]))
    found = held.tallies(s, facts.project_id, [claim.worker_id for claim in facts.party])
    for claim in facts.party:
        tally = found[claim.worker_id]
        if ceiling_passed(least, share, rejected=tally.rejected, decided=tally.decided):
            return Passed(claim.worker_id, tally, most_rejections(least, share, tally.decided + 1))
    return None


def hold(s: Session, c: Changes, ceiling: Passed) -> None:
    """Write down that the rejection of `c` waits, and tell the administrators."""
    facts = c.facts
    assert c.submission is not None
    made = held.keep(
        s,
        {
            "project_id": facts.project_id,
            "root_id": facts.root.id,
            "task_id": facts.task.id,
            "stage_id": facts.stage.id,
            "person_id": ceiling.person_id,
            "submission_id": facts.submission_id,
            "reason": c.submission["reason"],
            "rejected": ceiling.tally.rejected + 1,
            "decided": ceiling.tally.decided + 1,
            "most": ceiling.most,
        },
    )
    project = s.get_one(Project, facts.project_id)
    about = {
        "held_id": made,
        "project": project.name,
        "pseudonym": pseudonym(s, facts.project_id, ceiling.person_id) or "",
    }
    for one in held.administrators(s, project.organisation_id, but=ceiling.person_id):
        notify(s, one, Told.REJECTION_ASKED, about, facts.project_id)


def settle(
    s: Session, *, by: int, project_id: int, held_id: int, confirmed: bool, answer: str
) -> None:
    """Confirm a rejection that waits, or refuse it: then the work is paid. A retry with the same
    decision changes nothing.

    Raises `NotFound`, `HadAHand`, and `WrongState` where it was settled otherwise.
    """
    waiting = held.one(s, project_id, held_id)
    facts = facts_of(s, project_id, waiting.root_id)
    if facts is None:
        raise NotFound("There is no such rejection.")
    held.again(s, waiting)
    outcome = HeldOutcome.CONFIRMED if confirmed else HeldOutcome.REFUSED
    if (waiting.outcome, waiting.settled_by) == (outcome, by):
        return
    if waiting.outcome is not None:
        raise WrongState("It was settled meanwhile; load it again.", state=waiting.outcome.value)
    _stand_beside(s, facts, by)
    held.end(s, waiting, outcome, by=by, answer=answer)
    params: dict[str, object] = {
        "assignment_id": facts.root.id,
        "reason": waiting.reason,
        "reply": answer,
    }
    conclude(
        s,
        facts,
        by=by,
        why=f"rejection {outcome.value}",
        act=lambda c: reject(c, params) if confirmed else refuse_rejection(c, params),
    )


def _stand_beside(s: Session, facts: Facts, by: int) -> None:
    """Who settles it has had no hand in the task, and will decide no appeal against it."""
    hand = select(Assignment.id).where(
        Assignment.project_id == facts.project_id,
        Assignment.task_id == facts.task.id,
        Assignment.worker_id == by,
    )
    side = (
        insert(TaskRole)
        .values(project_id=facts.project_id, task_id=facts.task.id, worker_id=by, side="inspector")
        .on_conflict_do_update(
            index_elements=["project_id", "task_id", "worker_id"],
            set_={"side": TaskRole.side},
            where=TaskRole.side == "inspector",
        )
        .returning(TaskRole.worker_id)
    )
    if s.execute(hand).first() is not None or s.execute(side).first() is None:
        raise HadAHand(
            "You have had a hand in this piece of work; leave it to another administrator.",
            permission="rejection:confirm",
        )
