"""Stop a stage for good, or take an item out: no new claims; what is held may be handed in; what
was handed in is paid; the rest of the money goes back to the budget."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.core.database import transaction
from app.core.errors import NotFound, WrongState
from app.core.states import ITEM, AssignmentState, ItemState, StageState, allowed
from app.ledger.rules import give_back
from app.ledger.service import post
from app.models.item import Item
from app.models.project import Project, Stage
from app.models.transition import move
from app.tasks.queries import EXCLUDED, facts_of
from app.workflow.expire import conclude
from app.workflow.outcomes import let_pass
from app.workflow.refill import end_known

CHUNK = 5_000


def cancel_stage(s: Session, *, by: int, project_id: int, stage_id: int, why: str) -> None:
    """From this commit on nothing of the stage can be claimed; `wind_down_stage` does the rest.
    Raises `NotFound` and `WrongState`."""
    move(s, Stage, (project_id, stage_id), StageState.CANCELLED, by=by, why=why)


def wind_down_stage(project_id: int, stage_id: int) -> int:
    """One pass over a cancelled stage, in short transactions; returns how much it found to do.
    Repeating it is safe; it is done when it finds nothing."""
    with transaction() as s:
        done = (
            s.connection()
            .exec_driver_sql(
                """DELETE FROM seat x USING queue q
               WHERE q.project_id = %(project)s AND q.stage_id = %(stage)s
                 AND x.project_id = q.project_id AND x.queue_id = q.id""",
                {"project": project_id, "stage": stage_id},
            )
            .rowcount
        )
    done += _accept_waiting(project_id, "a.stage_id", stage_id)
    while cancelled := _cancel_idle(project_id, stage_id):
        done += cancelled
    with transaction() as s:
        end_known(s, project_id, stage_id=stage_id, why="cancelled")
    return done


def exclude_item(s: Session, *, by: int, project_id: int, item_id: int, reason: str) -> None:
    """Take an item out of the data set, with a coded reason; its open tasks wind down in the
    chore `wind_down_item`. What was released leaves only with who withdraws it, or for what takes
    its place. Raises `NotFound` and `WrongState`."""
    key = (project_id, item_id)
    item = s.get(Item, key, with_for_update={"key_share": True})
    if item is not None and item.state is ItemState.RELEASED:
        raise WrongState(
            "This item is part of a release; reopen it if something is wrong with it.",
            state=item.state.value,
        )
    move(
        s,
        Item,
        key,
        ItemState.EXCLUDED,
        by=by,
        why=reason,
        excluded_for=reason,
    )


def wind_down_item(project_id: int, item_id: int) -> None:
    """Close the open tasks of an excluded item. A bundle goes on while one of it is there."""
    with transaction() as s:
        s.connection().exec_driver_sql(
            f"""DELETE FROM seat x USING task t JOIN item i
                 ON i.project_id = t.project_id AND i.id = t.item_id
               WHERE t.project_id = %(project)s
                 AND (t.item_id = %(item)s OR t.item_ids @> ARRAY[%(item)s::bigint])
                 AND x.project_id = t.project_id AND x.task_id = t.id
                 AND (t.item_ids IS NULL OR {EXCLUDED})""",
            {"project": project_id, "item": item_id},
        )
        ids = list(
            s.connection()
            .exec_driver_sql(
                f"""SELECT t.id FROM task t JOIN item i
                     ON i.project_id = t.project_id AND i.id = t.item_id
                   WHERE t.project_id = %(project)s
                     AND t.state IN ('open', 'aggregating', 'escalated')
                     AND (t.item_id = %(item)s OR t.item_ids @> ARRAY[%(item)s::bigint])
                     AND (t.item_ids IS NULL OR {EXCLUDED}) ORDER BY t.id""",
                {"project": project_id, "item": item_id},
            )
            .scalars()
        )
    for task_id in ids:
        wind_down_task(project_id, task_id)
    with transaction() as s:
        end_known(s, project_id, item_id=item_id, why="taken out")


def wind_down_task(project_id: int, task_id: int) -> None:
    """Close an open task: what was handed in is paid, and its items are ready again."""
    _accept_waiting(project_id, "a.task_id", task_id)
    _cancel_idle(project_id, None, task_id)


def restore_item(s: Session, *, by: int, project_id: int, item_id: int) -> None:
    """Bring an excluded item back; it is ready to be opened again. Raises `NotFound`,
    and `WrongState` while its earlier tasks still wind down."""
    item = s.get(Item, (project_id, item_id))
    if item is None:
        raise NotFound("There is no such item in this project.")
    if item.tasks_left:
        raise WrongState(
            "People still hold work on this item; restore it when that has ended.",
            state=item.state.value,
        )
    move(s, Item, (project_id, item_id), ItemState.READY, by=by, excluded_for=None)


def _accept_waiting(project_id: int, column: str, value: int) -> int:
    """Silence favours the worker: what was handed in and not judged is accepted and paid."""
    decided = 0
    while True:
        with transaction() as s:
            ids = (
                s.connection()
                .exec_driver_sql(
                    f"""SELECT a.id FROM assignment a WHERE a.project_id = %(project)s
                          AND {column} = %(value)s AND a.level = 0 AND a.state = 'submitted'
                        ORDER BY a.id LIMIT 500""",
                    {"project": project_id, "value": value},
                )
                .scalars()
                .all()
            )
        if not ids:
            return decided
        for assignment_id in ids:
            with transaction() as s:
                facts = facts_of(s, project_id, assignment_id)
                if facts is not None and facts.own.state is AssignmentState.SUBMITTED:
                    conclude(s, facts, why="cancelled", act=let_pass)
                    decided += 1


def _cancel_idle(project_id: int, stage_id: int | None, task_id: int | None = None) -> int:
    with transaction() as s:
        return cancel_idle(s, project_id, stage_id, task_id)


def cancel_idle(
    s: Session,
    project_id: int,
    stage_id: int | None,
    task_id: int | None = None,
    *,
    back: ItemState = ItemState.READY,
) -> int:
    """Cancel a chunk of tasks that are not done and on which nobody works, and give their money
    back at once; how many. An item with no task left is then in the state `back`."""
    assert allowed(ITEM, ItemState.IN_WORK, back)
    rows = (
        s.connection()
        .exec_driver_sql(
            _CANCEL_IDLE,
            {
                "project": project_id,
                "stage": stage_id,
                "task": task_id,
                "limit": CHUNK,
                "back": back.value,
            },
        )
        .all()
    )
    if not rows:
        return 0
    first, home = rows[0][0], rows[0][2]
    stage = s.get_one(Stage, (project_id, home))
    currency = s.execute(select(Project.currency).where(Project.id == project_id)).scalar_one()
    post(
        s,
        project_id,
        currency,
        give_back(
            stage.reserve_account_id,
            stage.budget_account_id,
            sum(row[1] for row in rows),
            f"cancel:{first}:{len(rows)}",
        ),
    )
    return len(rows)


# Who decides about a task at this moment is waited for: a task that was passed over would stay
# open for good. A place that he put on offer before he saw the end goes with its task.
_CANCEL_IDLE = """
WITH idle AS MATERIALIZED (
  SELECT t.id, coalesce(t.item_ids, ARRAY[t.item_id]) AS items, t.stage_id, t.priority,
    t.state, t.reserved - t.spent - t.held AS rest, t.gold_id FROM task t
  WHERE t.project_id = %(project)s AND t.state IN ('open', 'aggregating', 'escalated')
    AND (%(stage)s::bigint IS NULL OR t.stage_id = %(stage)s)
    AND (%(task)s::bigint IS NULL OR t.id = %(task)s)
    AND NOT EXISTS (
      SELECT FROM assignment r JOIN assignment a
        ON a.project_id = r.project_id AND a.root_id = r.root_id
      WHERE r.project_id = t.project_id AND r.task_id = t.id AND r.level = 0
        AND a.state IN ('reserved', 'submitted', 'rework', 'appealed'))
  ORDER BY t.id LIMIT %(limit)s FOR NO KEY UPDATE OF t),
over AS (
  UPDATE task t SET state = 'cancelled', reserved = t.spent + t.held, wanted = 0 FROM idle
  WHERE t.project_id = %(project)s AND t.id = idle.id RETURNING t.id),
unseated AS (
  DELETE FROM seat x USING idle JOIN queue q
    ON q.project_id = %(project)s AND q.stage_id = idle.stage_id
  WHERE x.project_id = q.project_id AND x.queue_id = q.id AND x.priority = idle.priority
    AND x.task_id = idle.id),
freed AS (
  UPDATE item i SET tasks_left = i.tasks_left - n.tasks,
    state = CASE WHEN i.state = 'in_work' AND i.tasks_left = n.tasks THEN %(back)s ELSE i.state END
  FROM (SELECT item_id, count(*) AS tasks FROM idle, unnest(items) x (item_id)
        WHERE idle.gold_id IS NULL GROUP BY item_id) n
  WHERE i.project_id = %(project)s AND i.id = n.item_id
  RETURNING i.id, i.state),
told AS (
  INSERT INTO event (project_id, subject, subject_id, source, target, why)
  SELECT %(project)s, 'task', over.id, idle.state, 'cancelled', 'cancelled'
  FROM over JOIN idle ON idle.id = over.id
  UNION ALL
  SELECT %(project)s, 'item', id, 'in_work', state, 'cancelled' FROM freed WHERE state = %(back)s)
SELECT id, rest, stage_id FROM idle ORDER BY id
"""
