"""Put imported items on offer: tasks, places, and the money set aside for them.

Work on offer is work that can be paid: a chunk opens only with its worst case taken from the
budget, in the same transaction.
"""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.core.database import transaction
from app.core.errors import Conflict, NotFound
from app.core.states import ITEM, ItemState, StageState, TaskState, allowed
from app.ledger.queries import balance, lock_budget
from app.ledger.rules import Entry, task_cost
from app.ledger.service import post
from app.models.item import Batch
from app.models.ledger import EntryKind
from app.models.project import PriceCard, Project, Stage
from app.models.task import Queue
from app.workflow.fund import current_card, place_price

CHUNK = 10_000


class NotReady(Conflict):
    """The stage lacks something that its claims would pin."""

    code, title = "stage_incomplete", "The stage is not complete"


class BudgetShort(Conflict):
    """The budget does not cover what would be set aside."""

    code, title = "budget_short", "The budget is too small"


@dataclass(frozen=True, slots=True)
class Quote:
    """What opening would set aside, in minor units."""

    items: int
    each: int
    total: int
    budget: int


def quote(s: Session, project_id: int, stage_id: int, batch_id: int | None) -> Quote:
    """What would opening the stage's ready items cost at worst, and what is there for it?

    Raises `NotFound`, and `NotReady` for a stage without schema or price card.
    """
    stage, card = complete(s, project_id, stage_id)
    if batch_id is not None and s.get(Batch, (project_id, batch_id)) is None:
        raise NotFound("There is no such import in this project.")
    count = (
        s.connection()
        .exec_driver_sql(
            """SELECT count(*) FROM item WHERE project_id = %(project)s AND stage_id = %(stage)s
                 AND state = 'ready' AND (%(batch)s::bigint IS NULL OR batch_id = %(batch)s)""",
            {"project": project_id, "stage": stage_id, "batch": batch_id},
        )
        .scalar_one()
    )
    each = task_cost(place_price(stage, card), stage.overlap)
    return Quote(count, each, each * count, balance(s, stage.budget_account_id))


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
        place = place_price(stage, card)
        each = task_cost(place, stage.overlap)
        queue_id = s.execute(
            select(Queue.id).where(
                Queue.project_id == project_id,
                Queue.stage_id == stage_id,
                Queue.level == 0,
                Queue.held.is_(False),
            )
        ).scalar_one()
        row = (
            s.connection()
            .exec_driver_sql(
                _OPEN,
                {
                    "project": project_id,
                    "stage": stage_id,
                    "batch": batch_id,
                    "queue": queue_id,
                    "priority": priority,
                    "overlap": stage.overlap,
                    "each": each,
                    "by": by,
                    "limit": limit,
                    "open": TaskState.OPEN.value,
                },
            )
            .one()
        )
        opened, first = row
        if opened:
            left = balance(s, stage.budget_account_id)
            must_afford(Quote(opened, each, each * opened, left))
            currency = s.execute(
                select(Project.currency).where(Project.id == project_id)
            ).scalar_one()
            entry = Entry(
                stage.budget_account_id,
                stage.reserve_account_id,
                each * opened,
                EntryKind.RESERVE,
                f"opening:{stage_id}:{first}",
            )
            post(s, project_id, currency, [entry])
        return int(opened)


def settle_queue(project_id: int) -> None:
    """After a bulk opening: fresh statistics, so that plans fit the new sizes."""
    with transaction() as s:
        s.connection().exec_driver_sql("ANALYZE seat, task, item")


_OPEN = """
WITH chosen AS MATERIALIZED (
  SELECT id FROM item
  WHERE project_id = %(project)s AND stage_id = %(stage)s AND state = 'ready'
    AND (%(batch)s::bigint IS NULL OR batch_id = %(batch)s)
  ORDER BY id LIMIT %(limit)s FOR NO KEY UPDATE SKIP LOCKED),
taken AS (
  UPDATE item i SET state = 'in_work', tasks_left = i.tasks_left + 1 FROM chosen c
  WHERE i.project_id = %(project)s AND i.id = c.id RETURNING i.id),
made AS (
  INSERT INTO task (project_id, stage_id, item_id, queue_id, state, priority, overlap, places,
    reserved)
  SELECT %(project)s, %(stage)s, id, %(queue)s, %(open)s, %(priority)s, %(overlap)s, %(overlap)s,
    %(each)s
  FROM (SELECT id FROM taken ORDER BY id) ordered
  RETURNING id),
offered AS (
  INSERT INTO seat (project_id, queue_id, priority, task_id, root_id, slots_left, seen)
  SELECT %(project)s, %(queue)s, %(priority)s, id, 0, %(overlap)s, '{}' FROM made),
stirred AS (
  UPDATE queue SET stirred_at = now() WHERE project_id = %(project)s AND id = %(queue)s
    AND (SELECT count(*) FROM made) > 0),
told AS (
  INSERT INTO event (project_id, subject, subject_id, actor_id, source, target, why)
  SELECT %(project)s, 'item', id, %(by)s::bigint, 'ready', 'in_work', 'opened' FROM taken
  UNION ALL
  SELECT %(project)s, 'task', id, %(by)s::bigint, NULL, %(open)s, 'opened' FROM made)
SELECT count(*), min(id) FROM made
"""
