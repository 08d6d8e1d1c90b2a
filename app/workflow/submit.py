"""Hand in work: check the answer, then accept it or send it to inspection."""

from typing import Any

from sqlalchemy.orm import Session

from app.core.errors import Invalid
from app.core.states import AssignmentState
from app.labels import Answer, AssetFacts, Schema, check, parse_answer
from app.models.project import Inspect
from app.tasks.facts import Facts
from app.workflow import known
from app.workflow.asking import asked, measure
from app.workflow.changes import Changes
from app.workflow.hand_in import Receipt, hand_in
from app.workflow.outcomes import accept, drawn, offer_inspection


class AnswerFaulty(Invalid):
    """The answer does not keep to the label schema."""

    code, title = "answer_faulty", "The answer breaks the schema"


def checked(facts: Facts, answer: Answer) -> None:
    """Raises `AnswerFaulty`, listing each fault, where `answer` breaks the pinned schema."""
    must_fit(asked(facts), facts.asset, answer)


def must_fit(schema: Schema, asset: AssetFacts | None, answer: Answer) -> None:
    """Raises `AnswerFaulty`, listing each fault, where `answer` breaks the schema."""
    if asset is None:
        raise AnswerFaulty("This picture's size is not known; tell the project's manager.")
    faults = check(schema, asset, answer)
    if faults:
        raise AnswerFaulty(
            f"The answer has {len(faults)} fault(s), first: {faults[0].sentence}",
            errors=[
                {"code": fault.code, "annotation": fault.annotation, "says": fault.sentence}
                for fault in faults[:100]
            ],
        )


def submit(
    s: Session,
    *,
    me: int,
    project_id: int,
    assignment_id: int,
    key: str,
    answer: dict[str, Any],
    active_seconds: int | None = None,
) -> Receipt:
    """Hand in level-0 work. Raises what `hand_in` raises, `AnswerRefused` and `AnswerFaulty`."""
    parsed = parse_answer(answer)

    def act(facts: Facts, c: Changes) -> None:
        checked(facts, parsed)
        assert c.submission is not None
        c.submission["answer"] = answer
        measure(facts, parsed)
        if facts.gold is None:
            take(facts, c)
        else:
            known.answered(facts, c, asked(facts), parsed)

    return hand_in(
        s,
        me=me,
        project_id=project_id,
        assignment_id=assignment_id,
        key=key,
        body=answer,
        act=act,
        active_seconds=active_seconds,
    )


def take(facts: Facts, c: Changes) -> None:
    """What becomes of a checked answer: what was returned before goes back to who returned it,
    other work to the first level where that draws it, and is accepted where nobody looks."""
    own = facts.own
    own.answer_id = facts.submission_id
    c.move(own, AssignmentState.SUBMITTED, due_in=facts.stage.auto_accept_seconds)
    for mate, _ in facts.mates:
        mate.attempt += 1
        mate.answer_id = own.answer_id
        c.move(mate, AssignmentState.SUBMITTED)  # they wait for what becomes of the host's
    if facts.closing:
        accept(c, judged=facts.stage.inspect[1][0] is Inspect.NONE)
    elif facts.last is not None:
        c.recheck_by = facts.last.assignment_id
        offer_inspection(c, facts.last.level, held=True)
    elif (look := drawn(c, 1)) is not None:
        offer_inspection(c, 1, look=look)
    else:
        accept(c, judged=True)
