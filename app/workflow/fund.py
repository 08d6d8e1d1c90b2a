"""Money for work: a payment into the budget, and the places that waited for it."""

from sqlalchemy import and_, select
from sqlalchemy.orm import Session

from app.core.money import amount
from app.core.policy import DynamicOverlap, quality_of
from app.core.states import ItemState, StageState, TaskState
from app.inspection.rules import MAX_RETURNS
from app.ledger.queries import balance, lock_budget
from app.ledger.rules import Entry, place_cost, task_cost
from app.ledger.service import fund, post
from app.models.item import Item
from app.models.ledger import EntryKind
from app.models.project import Inspect, PriceCard, Project, Stage, StageKind
from app.models.task import Task
from app.models.transition import record


def pay_in(s: Session, *, by: int, project_id: int, amount: int, key: str) -> int:
    """Fund a project and open what waited for money. Returns the ledger entry's id."""
    lock_budget(s, project_id)
    entry_id = fund(s, project_id, amount, key)
    record(
        s,
        project_id=project_id,
        subject="project",
        subject_id=project_id,
        by=by,
        why="funded",
        data={"amount": amount, "entry": entry_id},
    )
    open_wanted(s, project_id)
    return entry_id


Levels = tuple[int, int, int]


def amounts(card: PriceCard, units: int) -> Levels:
    """What a task of so many units pays at each level, in minor units of the currency."""
    level0, level1, level2 = (amount(price, units, card.per) for price in card.prices)
    return level0, level1, level2


def place_price(stage: Stage, card: PriceCard, units: int) -> int:
    """The most that one place can cost under this policy and price card, in minor units."""
    return _place_worst(stage, amounts(card, units))


def _place_worst(stage: Stage, pays: Levels) -> int:
    inspected = stage.inspect1 is not Inspect.NONE
    return place_cost(*pays, inspected=inspected, hand_ins=MAX_RETURNS + 1)


def place_times(*, inspected: bool) -> Levels:
    """How often at most one place pays each level."""
    level0, level1, level2 = (
        place_cost(*pays, inspected=inspected, hand_ins=MAX_RETURNS + 1) for pays in _ONE_EACH
    )
    return level0, level1, level2


_ONE_EACH: tuple[Levels, ...] = ((1, 0, 0), (0, 1, 0), (0, 0, 1))


def buys(stage: Stage) -> tuple[int, int]:
    """How many answers each task is given at first, and at most."""
    asked = _overlap(stage)
    return (stage.overlap, stage.overlap) if asked is None else (asked.least, asked.most)


def deciding_price(stage: Stage, card: PriceCard, units: int) -> int:
    """What it costs at most to have people decide between answers, in minor units."""
    return _deciding_worst(stage, amounts(card, units))


def _deciding_worst(stage: Stage, pays: Levels) -> int:
    return 0 if _overlap(stage) is None else pays[1] + pays[2]


def task_price(stage: Stage, card: PriceCard, units: int) -> int:
    """What one task is opened with, in minor units: what it may cost at worst."""
    return _task_worst(stage, amounts(card, units))


def _task_worst(stage: Stage, pays: Levels) -> int:
    _, most = buys(stage)
    return task_cost(_place_worst(stage, pays), most) + _deciding_worst(stage, pays)


def task_times(stage: Stage) -> Levels:
    """How often `task_price` has what each level pays."""
    level0, level1, level2 = (_task_worst(stage, pays) for pays in _ONE_EACH)
    return level0, level1, level2


def _overlap(stage: Stage) -> DynamicOverlap | None:
    """Which answers are weighed (`outcomes.weighs`)."""
    return None if stage.kind is StageKind.COLLECT else quality_of(stage.quality).overlap


def current_card(s: Session, stage: Stage) -> PriceCard | None:
    """The price card that a claim made now would pin."""
    if stage.price_version is None:
        return None
    return s.get(PriceCard, (stage.project_id, stage.id, stage.price_version))


def open_wanted(s: Session, project_id: int, limit: int = 500) -> int:
    """Open replacements that the budget now affords, the oldest tasks first; returns how many.
    The caller's transaction holds the budget's lock afterwards."""
    lock_budget(s, project_id)
    tasks = s.execute(
        select(Task)
        .join(Item, and_(Item.project_id == Task.project_id, Item.id == Task.item_id))
        .where(
            Task.project_id == project_id,
            Task.wanted > 0,
            Task.state == TaskState.OPEN,
            Item.state != ItemState.EXCLUDED,
        )
        .order_by(Task.id)
        .limit(limit)
        .with_for_update(of=Task, key_share=True, skip_locked=True)
    ).scalars()
    opened = 0
    left: int | None = None
    for task in tasks:
        stage = s.get_one(Stage, (project_id, task.stage_id))
        card = current_card(s, stage)
        if card is None or stage.state is StageState.CANCELLED:
            continue
        if left is None:
            left = balance(s, stage.budget_account_id)
        price = place_price(stage, card, task.units)
        if price > left:
            break
        left -= price
        currency = s.get_one(Project, project_id).currency
        cause = f"place:{task.id}:{task.places + 1}"
        entry = Entry(
            stage.budget_account_id, stage.reserve_account_id, price, EntryKind.RESERVE, cause
        )
        post(s, project_id, currency, [entry])
        task.reserved += price
        task.places += 1
        task.wanted -= 1
        add_place(s, task)
        opened += 1
    return opened


def add_place(s: Session, task: Task) -> None:
    """Put one more level-0 place of `task` on offer, to whoever has had no part in it."""
    s.flush()
    s.connection().exec_driver_sql(
        """INSERT INTO seat (project_id, queue_id, priority, task_id, root_id, slots_left, seen)
           VALUES (%(project)s, %(queue)s, %(priority)s, %(task)s, 0, 1,
             ARRAY(SELECT r.worker_id FROM task_role r
                   WHERE r.project_id = %(project)s AND r.task_id = %(task)s))
           ON CONFLICT (project_id, queue_id, priority, task_id, root_id)
             DO UPDATE SET slots_left = seat.slots_left + 1""",
        {
            "project": task.project_id,
            "queue": task.queue_id,
            "priority": task.priority,
            "task": task.id,
        },
    )


def projects_wanting(s: Session) -> list[int]:
    """Which projects have places that wait for money?"""
    return list(
        s.execute(select(Task.project_id).where(Task.wanted > 0).distinct().limit(100)).scalars()
    )
