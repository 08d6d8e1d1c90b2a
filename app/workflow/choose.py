"""Decide between answers that do not agree: an inspector takes what is proposed, chooses one of
them by its letter, or composes one. That is what the task comes to; nobody's pay depends on it.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy.orm import Session

from app.consensus import queries
from app.consensus.merging import lettered
from app.consensus.queries import Answered
from app.core.errors import Conflict, Invalid
from app.core.states import AssignmentState, TaskState
from app.inspection.rules import passes, roll
from app.labels import Answer, difference, parse_answer
from app.models.quality import Consensus
from app.models.task import Verdict
from app.tasks.facts import Facts
from app.workflow.changes import Changes
from app.workflow.outcomes import finish, pay, top_up
from app.workflow.submit import checked

LETTERS = 9
"""The roll by which answers get their letters is not one that draws an inspection."""


class ChooseAnswer(Invalid):
    """Answers that do not agree are not sent back: it is for the inspector to say what is right."""

    code, title = "choose_answer", "Choose or compose an answer"


class NoSuchLetter(Invalid):
    """No answer has this letter."""

    code, title = "no_such_letter", "No answer with this letter"


class NothingToChoose(Conflict):
    """There are no answers to choose from."""

    code, title = "nothing_to_choose", "Nothing to choose from"


def letters(salt: str, answers: list[Answered]) -> dict[str, Answered]:
    """The answers by their letters, in an order that tells neither person nor time."""
    known = {one.assignment_id: one for one in answers}
    found = lettered(known, lambda id: roll(salt, id, 0, LETTERS))
    return {letter: known[id] for letter, id in found.items()}


def undecided(s: Session, facts: Facts) -> Consensus | None:
    """What is proposed, where this inspection decides between answers; None where it does not."""
    if facts.own.level != 1 or facts.gold is not None:
        return None
    if facts.task.state is not TaskState.ESCALATED:
        return None
    found = queries.of_task(s, facts.project_id, facts.task.id)
    return found if found is not None and found.root_id == facts.root.id else None


def choose(
    s: Session,
    facts: Facts,
    c: Changes,
    proposed: Consensus,
    *,
    verdict: Verdict,
    chosen: str | None,
    fixed: Answer | None,
) -> None:
    """What the verdict decides; the task is done. `c.submission` has what was handed in. Raises
    `ChooseAnswer`, `NoSuchLetter`, `AnswerFaulty`."""
    assert c.submission is not None
    if not passes(verdict):
        raise ChooseAnswer(
            "These answers do not agree, and nobody does them again; choose one of them, or "
            "compose what is right and hand in a fix."
        )
    subject_id, root_id = facts.root.answer_id, proposed.root_id
    answer: dict[str, Any] = proposed.answer
    if fixed is not None:
        checked(facts, fixed)
        c.submission["difference"] = difference(parse_answer(answer), fixed).as_json()
        answer = c.submission["answer"]
    elif chosen is not None:
        lettered = letters(facts.stage.salt, queries.counted(s, facts.project_id, facts.task.id))
        if chosen not in lettered:
            raise NoSuchLetter(
                f"No answer here is called “{chosen}”; they are {', '.join(sorted(lettered))}."
            )
        one = lettered[chosen]
        answer, subject_id, root_id = one.answer, one.submission_id, one.assignment_id
    else:
        checked(facts, parse_answer(answer))  # what was merged may lack what is required
    c.submission["subject_id"] = subject_id
    own = facts.own
    own.recheck = False
    own.judged = True
    c.move(own, AssignmentState.ACCEPTED)
    pay(c, own, f"submission:{facts.submission_id}")
    top_up(c)
    c.move_task(TaskState.DONE)
    finish(c)
    queries.decide(s, proposed, answer=answer, root_id=root_id, submission_id=facts.submission_id)
