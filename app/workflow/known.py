"""What becomes of a hand-in where the answer is known: it is scored and paid like any, its states
and times are those of any, and nothing of it is part of the data set or touches others' work."""

from dataclasses import asdict

from app.core.states import AssignmentState
from app.inspection.rules import roll
from app.labels import Answer, Schema, parse_answer
from app.labels.feedback import RIGHT_FROM, feedback, judged
from app.models.task import Verdict
from app.tasks.facts import Facts, GoldNow
from app.workflow.changes import Changes, Given
from app.workflow.outcomes import accept, drawn, pay, top_up

SOONEST, LATEST = 3_600, 48 * 3_600
"""Seconds that an answer which others would look at waits before it is accepted."""


def answered(facts: Facts, c: Changes, schema: Schema, answer: Answer) -> None:
    """A checked answer at level 0."""
    gold, own = _gold(facts), facts.own
    found = feedback(schema, parse_answer(gold.answer), answer)
    _note(c, gold, found.score, [asdict(one) for one in found.marks])
    own.answer_id = facts.submission_id
    c.move(own, AssignmentState.SUBMITTED, due_in=_waits(facts))
    if drawn(c, 1) is None:
        accept(c, judged=False)


def looked_at(
    facts: Facts, c: Changes, schema: Schema, verdict: Verdict, fixed: Answer | None
) -> None:
    """A verdict on an answer that was shown with an error in it. Whose answer that was hears
    nothing of it; the inspector is paid as for any."""
    gold, own = _gold(facts), facts.own
    assert gold.shown is not None
    assert gold.verdict is not None
    assert c.submission is not None
    right, shown = parse_answer(gold.answer), parse_answer(gold.shown)
    said = judged(
        schema,
        right=right,
        shown=shown,
        wanted=gold.verdict,
        verdict=verdict,
        pins=c.submission.get("pins") or [],
        fixed=fixed,
    )
    _note(
        c, gold, said.score, [asdict(one) for one in feedback(schema, right, fixed or shown).marks]
    )
    own.judged = True
    c.move(own, AssignmentState.ACCEPTED)
    pay(c, own, f"submission:{facts.submission_id}")
    top_up(c)


def _gold(facts: Facts) -> GoldNow:
    assert facts.gold is not None
    return facts.gold


def _note(c: Changes, gold: GoldNow, score: float, marks: list[dict[str, object]]) -> None:
    own = c.facts.own
    if gold.retired:
        return
    c.given = Given(gold.id, own.worker_id, own.id, score, score >= RIGHT_FROM, marks)


def _waits(facts: Facts) -> int:
    """Seconds until it is accepted: as if somebody had found time for it."""
    latest = min(LATEST, facts.stage.auto_accept_seconds)
    share = roll(facts.stage.salt, facts.own.id, 0, 0)
    return int(min(SOONEST, latest) + share * (latest - min(SOONEST, latest)))
