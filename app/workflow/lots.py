"""Lots at delivery: made of what is accepted, decided by a sample, looked through where refused.

A look at a lot's answer is an inspection at level 2 like any. It leaves the answer and its pay as
they are: a correction takes the answer's place, what was stopped is begun anew
(`app/workflow/reopen.py`), and the sample's faults decide about the lot.
"""

from dataclasses import dataclass
from decimal import Decimal

import orjson
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.core.database import transaction
from app.core.errors import Conflict, Problem
from app.core.policy import quality_of
from app.core.risk import HandIn, Order, order_of
from app.core.states import AssignmentState, LotState, TaskState
from app.ledger.queries import balance, lock_budget
from app.ledger.rules import Entry, give_back
from app.ledger.service import post
from app.lots import queries
from app.models.ledger import EntryKind
from app.models.project import PriceCard, Project, Stage
from app.models.quality import Lot, QualityModel
from app.models.transition import move, record
from app.quality.sampling import Limit, plan
from app.tasks.facts import Facts
from app.workflow.opening import BudgetShort, complete
from app.workflow.outcomes import URGENT
from app.workflow.reopen import reopen_item


class NothingForLot(Conflict):
    """Nothing is accepted that is in no lot yet."""

    code, title = "nothing_for_lot", "Nothing for a lot"


class NoLimit(Conflict):
    """Neither the lot nor its stage says how much may be wrong."""

    code, title = "lot_without_limit", "No quality limit"


@dataclass(frozen=True, slots=True)
class LotPlan:
    """What a lot made now would be: how many items, how many are looked at, with how many faulty
    ones it is accepted, what is set aside and what the budget has, in minor units."""

    size: int
    sample: int
    accept: int
    cost: int
    budget: int


def plan_lot(s: Session, *, project_id: int, stage_id: int, limit: Limit | None = None) -> LotPlan:
    """What would a lot be, were it made now? Nothing is free: a size of 0. Raises `NotFound`,
    `NotReady`, `NoLimit`."""
    stage, card = complete(s, project_id, stage_id)
    return _plan(s, stage, card, _limit(stage, limit))


def _limit(stage: Stage, asked: Limit | None) -> Limit:
    found = asked or quality_of(stage.quality).limit
    if found is None:
        raise NoLimit("Say the lot's quality limit, or the stage's: 1.0, 2.5 or 4.0 percent.")
    return found


def _plan(s: Session, stage: Stage, card: PriceCard, limit: Limit) -> LotPlan:
    size, cost = queries.free(s, stage.project_id, stage.id, card)
    found = plan(max(size, 2), limit)
    return LotPlan(
        size=size,
        sample=min(found.sample, size),
        accept=found.accept,
        cost=cost,
        budget=balance(s, stage.budget_account_id),
    )


def make_lot(
    s: Session, *, by: int, project_id: int, stage_id: int, name: str, limit: Limit | None = None
) -> int:
    """A lot of all that the stage has accepted and that is in none, with the money for a look at
    each of them; its id. Raises `NotFound`, `NotReady`, `NoLimit`, `NothingForLot`,
    `BudgetShort`."""
    lock_budget(s, project_id)
    stage, card = complete(s, project_id, stage_id)
    limit = _limit(stage, limit)
    found = _plan(s, stage, card, limit)
    size, needed, left = found.size, found.cost, found.budget
    if size == 0:
        raise NothingForLot("Everything that this stage has accepted is in a lot already.")
    if needed > left:
        raise BudgetShort(
            f"To look at all {size} items, should the lot be refused, sets {needed} aside and the "
            f"budget has {left}; fund the project with {needed - left} more.",
            needed=needed,
            budget=left,
        )
    lot = Lot(
        project_id=project_id,
        stage_id=stage_id,
        name=name,
        state=LotState.OPEN,
        limit=Decimal(limit),
        size=size,
        sample=found.sample,
        accept=found.accept,
        cost=found.cost,
        created_by=by,
    )
    s.add(lot)
    s.flush()
    # Decisions since they were counted may have added some, or taken some away.
    lot.size = queries.gather(s, project_id, stage_id, lot.id, found.sample)
    s.flush()
    lot.cost = queries.set_aside(s, project_id, lot.id, card)
    _reserve(s, stage, lot)
    _offer(s, lot, None, sampled=True)
    record(
        s,
        project_id=project_id,
        subject="lot",
        subject_id=lot.id,
        by=by,
        target=LotState.OPEN.value,
        why=name,
    )
    return lot.id


def _reserve(s: Session, stage: Stage, lot: Lot) -> None:
    if lot.cost == 0:
        return
    budget, reserve = stage.budget_account_id, stage.reserve_account_id
    _post(s, lot, [Entry(budget, reserve, lot.cost, EntryKind.RESERVE, f"lot:{lot.id}")])


def _post(s: Session, lot: Lot, entries: list[Entry]) -> None:
    currency = s.execute(select(Project.currency).where(Project.id == lot.project_id)).scalar_one()
    post(s, lot.project_id, currency, entries)


def _give_back(s: Session, spare: list[queries.Spare], cause: str) -> None:
    """What the tasks of one lot were given up goes to the budget, in one movement."""
    if amount := sum(one.amount for one in spare):
        lot = s.get_one(Lot, (spare[0].project_id, spare[0].lot_id))
        stage = s.get_one(Stage, (lot.project_id, lot.stage_id))
        budget, reserve = stage.budget_account_id, stage.reserve_account_id
        _post(s, lot, give_back(reserve, budget, amount, cause))


def _offer(s: Session, lot: Lot, order: Order | None, *, sampled: bool) -> int:
    """Without an order a sample is looked at as it comes."""
    rows = []
    for one in queries.waiting(s, lot.project_id, lot.id, sampled=sampled):
        root, priority = one.pop("root_id"), one.pop("priority")
        risk = None if order is None else order.risk(HandIn(**one))
        ahead = 0 if risk is None else round(URGENT * risk)
        rows.append({"root": root, "priority": priority - ahead, "risk": risk})
    chance = lot.sample / lot.size if sampled else 1.0
    return queries.offer(s, lot.project_id, lot.id, orjson.dumps(rows).decode(), min(chance, 1.0))


def of_lot(facts: Facts) -> bool:
    """Whether the inspection is a look at something that is accepted and stands: at a lot's."""
    root = facts.root
    return (
        facts.own.level == 2
        and facts.task.state is TaskState.DONE
        and root.state is AssignmentState.ACCEPTED
        and root.judged
    )


def settle_lots() -> int:
    """Note what was found in lots, begin anew with what was stopped, and decide about lots whose
    sample was looked at; what was set aside for looks that nobody needs any more goes back. Answers
    how many looks and lots."""
    with transaction() as s:
        done = queries.note_looks(s)
        anew = queries.to_begin_anew(s)
        due = queries.seen_through(s)
    for project_id, item_id in anew:
        _begin_anew(project_id, item_id)
    for project_id, lot_id in due:
        with transaction() as s:
            decide_lot(s, project_id, lot_id)
    with transaction() as s:
        spare = queries.spare(s)
        for one in spare:
            _give_back(s, [one], f"lot:{one.lot_id}:{one.item_id}")
    return done + len(due) + len(spare)


def _begin_anew(project_id: int, item_id: int) -> None:
    try:
        with transaction() as s:
            reopen_item(s, by=None, project_id=project_id, item_id=item_id, why="faulty in a lot")
    except Problem:
        return  # no money, or no longer there: it is looked at again the next time


def decide_lot(s: Session, project_id: int, lot_id: int) -> None:
    """The sample was looked at: the lot is accepted, and what was set aside for the rest comes
    back; or refused, and the rest is looked at, the riskiest first."""
    lock_budget(s, project_id)
    lot = s.get_one(Lot, (project_id, lot_id), with_for_update=True)
    if lot.state is not LotState.OPEN:
        return
    looked, faulty = queries.found(s, project_id, lot_id)
    accepted = faulty <= lot.accept
    move(
        s,
        Lot,
        (project_id, lot_id),
        LotState.ACCEPTED if accepted else LotState.REFUSED,
        by=None,
        why=f"{faulty} of {looked} faulty, {lot.accept} allowed",
        looked=looked,
        faulty=faulty,
        settled_at=func.now(),
    )
    _give_back(s, queries.spare(s, project_id=project_id, lot_id=lot_id), f"lot:{lot_id}")
    if not accepted:
        model = s.get(QualityModel, (project_id, lot.stage_id))
        _offer(s, lot, order_of(None if model is None else model.risk), sampled=False)
