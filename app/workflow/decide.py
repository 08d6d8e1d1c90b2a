"""Hand in a verdict: the inspector is paid, the work goes on, back, or up one level."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.core.errors import Conflict, Invalid
from app.core.states import AssignmentState
from app.inspection.rules import misplaced, passes, upheld
from app.labels import difference, parse_answer
from app.models.project import Reason
from app.models.task import Submission, Verdict
from app.tasks.facts import Facts
from app.workflow import known
from app.workflow.asking import asked
from app.workflow.ceiling import hold, passed
from app.workflow.changes import Changes
from app.workflow.choose import NothingToChoose, choose, undecided
from app.workflow.hand_in import Receipt, hand_in
from app.workflow.lots import of_lot
from app.workflow.outcomes import (
    accept,
    confirm,
    discard,
    drawn,
    hold_rejection,
    may_return,
    offer_inspection,
    pay,
    reject,
    return_for_rework,
    top_up,
)
from app.workflow.submit import checked


class NoMoreReturns(Conflict):
    """The answer was sent back as often as it may be."""

    code, title = "no_more_returns", "Returned twice already"


class UnknownReason(Invalid):
    """The reason is not one of the project's taxonomy."""

    code, title = "unknown_reason", "Unknown reason"


class PinMisplaced(Invalid):
    """A pin is nowhere on the item."""

    code, title = "pin_misplaced", "Pin out of place"


@dataclass(frozen=True, slots=True)
class Judgement:
    """An inspector's hand-in."""

    verdict: Verdict
    reason: str | None = None
    comment: str | None = None
    pins: list[dict[str, Any]] | None = None
    answer: dict[str, Any] | None = None  # the corrected answer of a fix
    chosen: str | None = None  # between answers: the letter of the right one


def decide(
    s: Session,
    *,
    me: int,
    project_id: int,
    assignment_id: int,
    key: str,
    judgement: Judgement,
    body: dict[str, Any],
    active_seconds: int | None = None,
) -> Receipt:
    """Hand in a verdict at level 1 or 2. Raises what `hand_in` raises, `UnknownReason`,
    `NoMoreReturns`, `PinMisplaced`, for a fix what a submission raises, and what `choose` does."""
    if judgement.reason is not None:
        _known(s, project_id, judgement.reason)
    fixed = None if judgement.answer is None else parse_answer(judgement.answer)

    def act(facts: Facts, c: Changes) -> None:
        assert c.submission is not None
        proposed = undecided(s, facts)
        if proposed is None and judgement.verdict is Verdict.RETURN and not may_return(facts):
            _refuse_return(facts)
        if wrong := misplaced(judgement.pins or (), facts.asset):
            raise PinMisplaced(wrong)
        if judgement.chosen is not None and proposed is None:
            raise NothingToChoose("There is one answer here; approve it, or say what is wrong.")
        if fixed is not None and proposed is None:
            checked(facts, fixed)
            before = facts.gold.shown if facts.gold is not None else _standing(s, facts)
            found = difference(parse_answer(before), fixed)
            c.submission["difference"] = found.as_json()
            c.submission["answer"] = judgement.answer
        c.submission |= {
            "subject_id": facts.root.answer_id,
            "verdict": judgement.verdict.value,
            "reason": judgement.reason,
            "comment": judgement.comment,
            "pins": judgement.pins,
        }
        if proposed is not None:
            c.submission["answer"] = judgement.answer
            verdict, chosen = judgement.verdict, judgement.chosen
            choose(s, facts, c, proposed, verdict=verdict, chosen=chosen, fixed=fixed)
        elif facts.gold is None:
            ceiling = passed(s, facts) if judgement.verdict is Verdict.REJECT else None
            judge(facts, c, judgement, waits=ceiling is not None)
            if c.held and ceiling is not None:
                hold(s, c, ceiling)
        else:
            known.looked_at(facts, c, asked(facts), judgement.verdict, fixed)

    return hand_in(
        s,
        me=me,
        project_id=project_id,
        assignment_id=assignment_id,
        key=key,
        body=body,
        act=act,
        active_seconds=active_seconds,
    )


def judge(facts: Facts, c: Changes, judgement: Judgement, *, waits: bool = False) -> None:
    """What a verdict does. The inspector is paid the same for every one. A rejection, and what the
    policy draws, goes to the second level; there the work itself is judged, and that decides. A
    rejection that `waits` for an administrator moves nothing yet."""
    own, root, verdict = facts.own, facts.root, judgement.verdict
    own.recheck = False
    own.judged = True
    look_at_lot = of_lot(facts)
    c.move(own, AssignmentState.ACCEPTED)
    pay(c, own, f"submission:{facts.submission_id}")
    if own.level == 2 and facts.last is not None and facts.last.level == 1:
        c.review = (facts.last.assignment_id, upheld(facts.last.verdict, verdict))
    if verdict is Verdict.FIX:
        for claim in facts.party:
            c.touch(claim)
            claim.answer_id = facts.submission_id
    if look_at_lot:
        top_up(c)
        return
    if own.level == 1 and not facts.closing:
        look = drawn(c, 2)
        if look is not None or verdict is Verdict.REJECT:
            offer_inspection(c, 2, look=look)
            return
    params: dict[str, object] = {
        "assignment_id": root.id,
        "reason": judgement.reason,
        "verdict": verdict.value,
    }
    if root.state is AssignmentState.ACCEPTED and not root.judged:
        confirm(c) if passes(verdict) else discard(c)
    elif passes(verdict):
        accept(c, judged=True)
    elif verdict is Verdict.RETURN:
        return_for_rework(c, params)
    elif waits:
        hold_rejection(c, params)
    else:
        reject(c, params)


def _standing(s: Session, facts: Facts) -> dict[str, Any]:
    """The answer that is judged."""
    found: dict[str, Any] = s.execute(
        select(Submission.answer).where(
            Submission.project_id == facts.project_id, Submission.id == facts.root.answer_id
        )
    ).scalar_one()
    return found


def _refuse_return(facts: Facts) -> None:
    if facts.root.state is AssignmentState.SUBMITTED:
        raise NoMoreReturns(
            "This work was returned twice already; approve it, fix it, or reject it."
        )


def _known(s: Session, project_id: int, code: str) -> None:
    found = s.execute(
        select(Reason.code).where(
            Reason.project_id == project_id, Reason.code == code, Reason.retired_at.is_(None)
        )
    ).first()
    if found is None:
        raise UnknownReason(
            f"“{code}” is not one of the project's reasons; choose one of those it lists."
        )
