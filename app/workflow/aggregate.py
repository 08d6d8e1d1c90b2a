"""What becomes of a task once its answers are in: they agree surely enough, or one more is bought,
or, where they do not agree at the cap, an inspector decides between them.

Every answer here was accepted, and paid, before: one that is not what the others say stays paid.
"""

from __future__ import annotations

from enum import StrEnum

from sqlalchemy.orm import Session

from app.consensus import queries
from app.consensus.learning import Told, learn
from app.consensus.merging import Merged, Voice, merge
from app.consensus.people import Learned
from app.consensus.queries import Answered
from app.core.database import transaction
from app.core.policy import DynamicOverlap
from app.core.states import TaskState
from app.inspection.rules import Look
from app.labels import answer_json, parse_answer
from app.ledger.queries import balance, lock_budget
from app.ledger.rules import Entry
from app.models.ledger import EntryKind
from app.models.project import Stage
from app.models.quality import ConsensusState, Why
from app.quality.dynamic import Policy, Step, step
from app.tasks.facts import Facts
from app.tasks.queries import facts_of
from app.workflow.asking import asked, schema_from
from app.workflow.changes import Changes
from app.workflow.fund import current_card, deciding_price, open_wanted, place_price
from app.workflow.outcomes import finish, offer_inspection, offer_place

HISTORY = 50_000
"""Answers of a stage, the newest, that people are learned from."""

FEW = 500
"""Answers below which each further one is learned from at once."""

STALE_SECONDS = 300.0


class Became(StrEnum):
    """What became of a task."""

    AGREED = "agreed"
    MORE = "more"
    UNDECIDED = "undecided"
    CANCELLED = "cancelled"
    WAITS = "waits"  # for money, or for somebody who decides about it at this moment


def aggregate(limit: int = 500) -> int:
    """Weigh what has come in, stage by stage; how many tasks went on."""
    with transaction() as s:
        stages = queries.waiting(s)
    return sum(aggregate_stage(project_id, stage_id, limit) for project_id, stage_id in stages)


def aggregate_stage(project_id: int, stage_id: int, limit: int = 500) -> int:
    """Weigh all tasks of one stage whose answers are in, `limit` at a time, each in a transaction
    of its own; those that wait for money keep nobody behind them waiting."""
    learned, went_on, after = learned_of(project_id, stage_id), 0, 0
    while True:
        with transaction() as s:
            ids = queries.tasks_waiting(s, project_id, stage_id, after=after, limit=limit)
        if not ids:
            return went_on
        found = [aggregate_task(project_id, task_id, learned) for task_id in ids]
        if Became.MORE in found:
            with transaction() as s:
                open_wanted(s, project_id)
        went_on += sum(one is not Became.WAITS for one in found)
        after = ids[-1]


def learned_of(project_id: int, stage_id: int) -> Learned:
    """What is known of a stage's people; learned anew where it is old, or was learned of few."""
    with transaction() as s:
        kept = queries.model(s, project_id, stage_id)
        if kept is not None and kept[0].people is not None:
            model, age = kept
            if model.answers >= FEW and age < STALE_SECONDS:
                return Learned.read(model.people, model.calibration)
    return fit(project_id, stage_id)


def fit(project_id: int, stage_id: int) -> Learned:
    """Learn a stage's people from its newest answers, and keep what was learned."""
    with transaction() as s:
        stage = s.get_one(Stage, (project_id, stage_id))
        definition = queries.definition(s, project_id, stage_id, stage.schema_version)
        rows = [] if definition is None else queries.past(s, project_id, stage_id, limit=HISTORY)
    if definition is None:
        return Learned()
    told: dict[int, Told] = {}
    for row in rows:
        task = told.setdefault(row.task_id, Told([]))
        task.voices.append(Voice(row.worker_id, parse_answer(row.answer)))
        if task.truth is None and row.truth is not None:
            task.truth = parse_answer(row.truth)
    learned = learn(schema_from(definition), list(told.values()))
    with transaction() as s:
        queries.keep_people(
            s,
            project_id,
            stage_id,
            people=learned.people_json(),
            calibration=learned.calibration_json(),
            answers=len(rows),
        )
    return learned


def aggregate_task(project_id: int, task_id: int, learned: Learned) -> Became:
    """Weigh one task's answers. Money for who is to decide is asked for where it has gone."""
    with transaction() as s:
        became = _settled(s, project_id, task_id, learned, budget=False)
    if became is Became.WAITS:
        with transaction() as s:
            lock_budget(s, project_id)
            became = _settled(s, project_id, task_id, learned, budget=True)
    return became


def _settled(
    s: Session, project_id: int, task_id: int, learned: Learned, *, budget: bool
) -> Became:
    answers = queries.counted(s, project_id, task_id)
    if not answers:
        return _emptied(s, project_id, task_id)
    facts = facts_of(s, project_id, answers[0].assignment_id)
    if facts is None or facts.task.state is not TaskState.AGGREGATING:
        return Became.WAITS
    answers = queries.counted(s, project_id, task_id)  # as they are under the task's lock
    if not answers:
        return Became.WAITS
    found = merge(asked(facts), learned, [voice(one) for one in answers])
    root_id = answers[found.nearest].assignment_id
    if root_id != facts.root.id:
        facts = facts_of(s, project_id, root_id)
        assert facts is not None
    c = Changes(facts, by=None, why="consensus")
    if facts.closing:
        c.move_task(TaskState.CANCELLED)
        finish(c)
        c.settle(s)
        return Became.CANCELLED
    policy = facts.stage.quality.overlap
    match _step(found, len(answers), policy):
        case Step.MORE:
            _one_more(s, c)
            became = Became.MORE
        case Step.DONE:
            c.move_task(TaskState.DONE)
            finish(c)
            _keep(s, facts, found, answers, learned, ConsensusState.AGREED)
            became = Became.AGREED
        case _:
            if not _can_be_decided(s, c, budget=budget):
                return Became.WAITS
            c.move_task(TaskState.ESCALATED)
            offer_inspection(c, 1, look=Look(Why.UNDECIDED))
            _keep(s, facts, found, answers, learned, ConsensusState.UNDECIDED)
            became = Became.UNDECIDED
    c.settle(s)
    return became


def voice(one: Answered) -> Voice:
    """An answer as it is weighed: what an inspector corrected is not its author's any more."""
    return Voice(one.worker_id if one.own else None, parse_answer(one.answer))


def _step(found: Merged, answers: int, policy: DynamicOverlap | None) -> Step:
    if policy is None:  # the stage does not ask for more any longer
        return Step.DONE
    return step(found.sure, answers, Policy(policy.least, policy.sure, policy.most))


def _one_more(s: Session, c: Changes) -> None:
    """One more place: its money was set aside when the task opened. Where it was not, since the
    stage asked for less then or paid less, the place waits for the budget."""
    facts, task = c.facts, c.facts.task
    stage = s.get_one(Stage, (facts.project_id, facts.stage.id))
    card = current_card(s, stage)
    price = 0 if card is None else place_price(stage, card, task.units)
    task.overlap += 1
    c.move_task(TaskState.OPEN)
    replacement = task.places + 1 <= task.overlap  # which is still to come, without being asked for
    if _rest(c) >= price * (2 if replacement else 1):
        task.places += 1
        offer_place(c)
    else:
        task.wanted += 1


def _can_be_decided(s: Session, c: Changes, *, budget: bool) -> bool:
    """Whether there is money for who decides; with the budget's lock, it is taken from there."""
    facts, task = c.facts, c.facts.task
    stage = s.get_one(Stage, (facts.project_id, facts.stage.id))
    card = current_card(s, stage)
    short = (0 if card is None else deciding_price(stage, card, task.units)) - _rest(c)
    if short <= 0:
        return True
    if not budget or short > balance(s, facts.stage.budget_account_id):
        return False
    source, target = facts.stage.budget_account_id, facts.stage.reserve_account_id
    c.entries.append(Entry(source, target, short, EntryKind.RESERVE, f"deciding:{task.id}"))
    task.reserved += short
    return True


def _rest(c: Changes) -> int:
    task = c.facts.task
    return task.reserved - task.spent - task.held


def _keep(
    s: Session,
    facts: Facts,
    found: Merged,
    answers: list[Answered],
    learned: Learned,
    state: ConsensusState,
) -> None:
    queries.keep(
        s,
        project_id=facts.project_id,
        task_id=facts.task.id,
        stage_id=facts.stage.id,
        root_id=facts.root.id,
        state=state,
        answer=answer_json(found.answer),
        answers=len(answers),
        sure=found.sure,
        confidence=learned.confidence(found.belief),
    )


def _emptied(s: Session, project_id: int, task_id: int) -> Became:
    """All its answers were taken back since: there is nothing to weigh, and its item is ready."""
    root_id = queries.any_root(s, project_id, task_id)
    facts = None if root_id is None else facts_of(s, project_id, root_id)
    if facts is None or facts.task.state is not TaskState.AGGREGATING:
        return Became.WAITS
    c = Changes(facts, by=None, why="answers taken back")
    c.move_task(TaskState.CANCELLED)
    finish(c)
    c.settle(s)
    return Became.CANCELLED
