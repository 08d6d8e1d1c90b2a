"""Put imported items on offer: tasks, places, and the money set aside for them.

Work on offer is work that can be paid: a chunk opens only with its worst case taken from the
budget, in the same transaction.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import orjson
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.core.database import transaction
from app.core.errors import Conflict, NotFound
from app.core.money import amount_sql
from app.core.states import ITEM, ItemState, StageState, TaskState, allowed
from app.labels.pieces import parse_split
from app.labels.pieces.split import Whole
from app.ledger.queries import balance, lock_budget
from app.ledger.rules import Entry
from app.ledger.service import post
from app.models.item import Batch
from app.models.learn import UNASKED
from app.models.ledger import EntryKind
from app.models.project import PriceCard, Project, Stage
from app.models.task import Queue
from app.models.units import UNITS
from app.workflow.fund import buys, current_card, task_price, task_times

CHUNK = 10_000


def splits(stage: Stage) -> bool:
    """Whether the stage's items are split at all."""
    return not isinstance(parse_split(stage.split), Whole)


class NotReady(Conflict):
    """The stage lacks something that its claims would pin."""

    code, title = "stage_incomplete", "The stage is not complete"


class BudgetShort(Conflict):
    """The budget does not cover what would be set aside."""

    code, title = "budget_short", "The budget is too small"


@dataclass(frozen=True, slots=True)
class Quote:
    """What opening would set aside, in minor units; `each` for the dearest task. `exact` is False
    of a stage that splits: what its items are cut into is known once they are, one by one. `asked`
    ready items stay where they are, since a course asks them.
    """

    items: int
    each: int
    total: int
    budget: int
    exact: bool
    asked: int = 0


def quote(s: Session, project_id: int, stage_id: int, batch_id: int | None) -> Quote:
    """What would opening the stage's ready items cost at worst, and what is there for it?

    Raises `NotFound`, and `NotReady` for a stage without schema or price card.
    """
    stage, card = complete(s, project_id, stage_id)
    if batch_id is not None and s.get(Batch, (project_id, batch_id)) is None:
        raise NotFound("There is no such import in this project.")
    values = worst_values(stage, card) | {"batch": batch_id}
    count, asked, total, each = s.connection().exec_driver_sql(_READY, values).one()
    if each is None:
        each = task_price(stage, card, card.most or 1)
    budget = balance(s, stage.budget_account_id)
    exact = not splits(stage)
    return Quote(count, each, int(total or 0), budget, exact=exact, asked=asked)


def complete(s: Session, project_id: int, stage_id: int) -> tuple[Stage, PriceCard]:
    """The stage and its price card. Raises `NotFound` and `NotReady`."""
    stage = s.get(Stage, (project_id, stage_id))
    if stage is None:
        raise NotFound("There is no such stage in this project.")
    card = current_card(s, stage)
    if card is None or stage.schema_version is None:
        raise NotReady("Give the stage a label schema and a price card first.")
    if stage.state is StageState.CANCELLED:
        raise NotReady("This stage was cancelled; make a new one.")
    return stage, card


def must_afford(found: Quote) -> None:
    """Raises `BudgetShort`, with the amounts, where the budget does not cover the quote."""
    if found.total > found.budget:
        raise BudgetShort(
            f"Opening {found.items} items sets {found.total} aside and the budget has "
            f"{found.budget}; fund the project with {found.total - found.budget} more, or open "
            "fewer batches.",
            needed=found.total,
            budget=found.budget,
        )


def open_chunk(
    project_id: int,
    stage_id: int,
    batch_id: int | None,
    *,
    priority: int,
    by: int | None,
    limit: int = CHUNK,
) -> int:
    """Open up to `limit` ready items in one transaction; returns how many.

    Raises `BudgetShort` where the budget no longer covers them; nothing of the chunk is open then.
    """
    assert allowed(ITEM, ItemState.READY, ItemState.IN_WORK)
    with transaction() as s:
        lock_budget(s, project_id)
        stage, card = complete(s, project_id, stage_id)
        values = _values(s, stage, card, priority=priority, by=by)
        values |= {"batch": batch_id, "limit": limit}
        opened, first, total = s.connection().exec_driver_sql(_OPEN, values).one()
        _set_aside(s, stage, int(total), opened, first)
        return int(opened)


@dataclass(frozen=True, slots=True)
class Opening:
    """A task that is to be: about one item, or a piece of it, or several items together."""

    items: tuple[int, ...]
    part: dict[str, Any] | None = None
    asset_id: int | None = None


def open_tasks(
    s: Session,
    stage: Stage,
    card: PriceCard,
    openings: Sequence[Opening],
    *,
    source: ItemState,
    priority: int = 0,
    by: int | None = None,
    why: str = "opened",
) -> int:
    """Put these tasks on offer, with the money that they may cost; how many. The caller has the
    budget's lock and the items, in the state `source`. Whoever has answered to one of the items
    before gets none of them. Raises `BudgetShort`."""
    assert allowed(ITEM, source, ItemState.IN_WORK)
    rows = [
        {"items": list(one.items), "part": one.part, "asset_id": one.asset_id} for one in openings
    ]
    values = _values(s, stage, card, priority=priority, by=by)
    values |= {"rows": orjson.dumps(rows).decode(), "source": source.value, "why": why}
    opened, first, total = s.connection().exec_driver_sql(_OPEN_TASKS, values).one()
    _set_aside(s, stage, int(total), opened, first)
    return int(opened)


def _values(
    s: Session, stage: Stage, card: PriceCard, *, priority: int, by: int | None
) -> dict[str, Any]:
    queue = select(Queue.id).where(
        Queue.project_id == stage.project_id,
        Queue.stage_id == stage.id,
        Queue.level == 0,
        Queue.held.is_(False),
        Queue.gold.is_(False),
    )
    return worst_values(stage, card) | {
        "queue": s.execute(queue).scalar_one(),
        "priority": priority,
        "overlap": buys(stage)[0],
        "by": by,
        "open": TaskState.OPEN.value,
    }


def worst_values(stage: Stage, card: PriceCard) -> dict[str, Any]:
    """What `WORST` and `UNITS` are reckoned from."""
    return {
        "project": stage.project_id,
        "stage": stage.id,
        "unit": card.unit.value,
        "per": card.per,
        "most": card.most,
        "prices": list(card.prices),
        "times": list(task_times(stage)),
    }


def worst_of(s: Session, stage: Stage, card: PriceCard, item_ids: Sequence[int]) -> int:
    """What these items would set aside if each was opened whole, in minor units."""
    values = worst_values(stage, card) | {"items": list(item_ids)}
    return int(s.connection().exec_driver_sql(_WORST_OF, values).scalar() or 0)


def _set_aside(s: Session, stage: Stage, total: int, opened: int, first: int | None) -> None:
    """Set aside what these tasks may cost. Raises `BudgetShort`."""
    if not opened:
        return
    left = balance(s, stage.budget_account_id)
    must_afford(Quote(opened, total // opened, total, left, exact=True))
    currency = s.execute(
        select(Project.currency).where(Project.id == stage.project_id)
    ).scalar_one()
    entry = Entry(
        stage.budget_account_id,
        stage.reserve_account_id,
        total,
        EntryKind.RESERVE,
        f"opening:{stage.id}:{first}",
    )
    post(s, stage.project_id, currency, [entry])


def settle_queue(project_id: int) -> None:
    """After a bulk opening: fresh statistics, so that plans fit the new sizes."""
    with transaction() as s:
        s.connection().exec_driver_sql("ANALYZE seat, task, item")


# What a task of `n.units` is opened with: each level's pay, as often as it may come.
_PRICES = "(%(prices)s::bigint[])"
WORST = " + ".join(
    f"(%(times)s::bigint[])[{at}] * {amount_sql(f'{_PRICES}[{at}]', 'n.units', '%(per)s::bigint')}"
    for at in (1, 2, 3)
)
# The asset is only looked at where it says how many units there are.
_ASSET = """LEFT JOIN asset f ON %(unit)s::text <> 'task' AND f.project_id = %(project)s
    AND f.id = {asset}"""

_READY = f"""
SELECT count(*) FILTER (WHERE n.free), count(*) FILTER (WHERE NOT n.free),
  sum({WORST}) FILTER (WHERE n.free), max({WORST}) FILTER (WHERE n.free)
FROM (
  SELECT {UNASKED} AS free, {UNITS} AS units FROM item i
  {_ASSET.format(asset="i.asset_id")}
  WHERE i.project_id = %(project)s AND i.stage_id = %(stage)s AND i.state = 'ready'
    AND (%(batch)s::bigint IS NULL OR i.batch_id = %(batch)s)) n
"""

_WORST_OF = f"""
SELECT sum({WORST}) FROM (
  SELECT {UNITS} AS units FROM item i
  {_ASSET.format(asset="i.asset_id")}
  WHERE i.project_id = %(project)s AND i.stage_id = %(stage)s
    AND i.id = ANY (%(items)s::bigint[])) n
"""

_OPEN = f"""
WITH chosen AS MATERIALIZED (
  SELECT i.id FROM item i
  WHERE i.project_id = %(project)s AND i.stage_id = %(stage)s AND i.state = 'ready'
    AND (%(batch)s::bigint IS NULL OR i.batch_id = %(batch)s) AND {UNASKED}
  ORDER BY i.id LIMIT %(limit)s FOR NO KEY UPDATE SKIP LOCKED),
taken AS (
  UPDATE item i SET state = 'in_work', tasks_left = i.tasks_left + 1 FROM chosen c
  WHERE i.project_id = %(project)s AND i.id = c.id RETURNING i.id, i.asset_id),
made AS (
  INSERT INTO task (project_id, stage_id, item_id, queue_id, state, priority, overlap, places,
    units, reserved)
  SELECT %(project)s, %(stage)s, n.id, %(queue)s, %(open)s, %(priority)s, %(overlap)s, %(overlap)s,
    n.units, {WORST}
  FROM (SELECT t.id, {UNITS} AS units FROM taken t {_ASSET.format(asset="t.asset_id")}
    ORDER BY t.id) n
  RETURNING id, reserved),
offered AS (
  INSERT INTO seat (project_id, queue_id, priority, task_id, root_id, slots_left, seen)
  SELECT %(project)s, %(queue)s, %(priority)s, id, 0, %(overlap)s, '{{}}' FROM made),
stirred AS (
  UPDATE queue SET stirred_at = now() WHERE project_id = %(project)s AND id = %(queue)s
    AND (SELECT count(*) FROM made) > 0),
told AS (
  INSERT INTO event (project_id, subject, subject_id, actor_id, source, target, why)
  SELECT %(project)s, 'item', id, %(by)s::bigint, 'ready', 'in_work', 'opened' FROM taken
  UNION ALL
  SELECT %(project)s, 'task', id, %(by)s::bigint, NULL, %(open)s, 'opened' FROM made)
SELECT count(*), min(id), coalesce(sum(reserved), 0) FROM made
"""

# The parts of one statement do not see each other: `task` here has only those from before.
_OPEN_TASKS = f"""
WITH wanted AS MATERIALIZED (
  SELECT nextval('task_id_seq') AS id, m.items, m.part, m.asset_id
  FROM (SELECT m.items, m.part, m.asset_id FROM ROWS FROM (
      jsonb_to_recordset(%(rows)s::jsonb) AS (items bigint[], part jsonb, asset_id bigint))
    WITH ORDINALITY m (items, part, asset_id, nth) ORDER BY nth) m),
whose AS MATERIALIZED (SELECT w.id AS task, x.item FROM wanted w, unnest(w.items) x (item)),
answered AS MATERIALIZED (
  SELECT DISTINCT w.task, r.worker_id FROM whose w
  JOIN LATERAL (
    SELECT t.id FROM task t WHERE t.project_id = %(project)s AND t.item_id = w.item
    UNION ALL
    SELECT t.id FROM task t WHERE t.project_id = %(project)s AND t.item_ids @> ARRAY[w.item]) t
    ON true
  JOIN task_role r ON r.project_id = %(project)s AND r.task_id = t.id AND r.side = 'author'),
taken AS (
  UPDATE item i SET state = 'in_work', tasks_left = i.tasks_left + n.tasks
  FROM (SELECT item, count(*) AS tasks FROM whose GROUP BY item) n
  WHERE i.project_id = %(project)s AND i.id = n.item AND i.state = %(source)s RETURNING i.id),
made AS (
  INSERT INTO task (project_id, id, stage_id, item_id, queue_id, state, priority, overlap, places,
    units, reserved, part, asset_id, item_ids)
  SELECT %(project)s, n.id, %(stage)s, n.items[1], %(queue)s, %(open)s, %(priority)s, %(overlap)s,
    %(overlap)s, n.units, {WORST}, n.part, n.asset_id,
    CASE WHEN cardinality(n.items) > 1 THEN n.items END
  FROM (SELECT w.*, {UNITS} AS units FROM wanted w
    JOIN item i ON i.project_id = %(project)s AND i.id = w.items[1]
    {_ASSET.format(asset="coalesce(w.asset_id, i.asset_id)")} ORDER BY w.id) n
  RETURNING id, reserved),
sided AS (
  INSERT INTO task_role (project_id, task_id, worker_id, side)
  SELECT %(project)s, task, worker_id, 'author' FROM answered),
offered AS (
  INSERT INTO seat (project_id, queue_id, priority, task_id, root_id, slots_left, seen)
  SELECT %(project)s, %(queue)s, %(priority)s, id, 0, %(overlap)s,
    ARRAY(SELECT a.worker_id FROM answered a WHERE a.task = made.id)
  FROM made),
stirred AS (
  UPDATE queue SET stirred_at = now() WHERE project_id = %(project)s AND id = %(queue)s
    AND (SELECT count(*) FROM made) > 0),
told AS (
  INSERT INTO event (project_id, subject, subject_id, actor_id, source, target, why)
  SELECT %(project)s, 'item', id, %(by)s::bigint, %(source)s, 'in_work', %(why)s FROM taken
  UNION ALL
  SELECT %(project)s, 'task', id, %(by)s::bigint, NULL, %(open)s, %(why)s FROM made)
SELECT count(*), min(id), coalesce(sum(reserved), 0) FROM made
"""
