"""Begin anew with an item that was accepted, or released: something is wrong with what was said.

What it has been given so far stays paid and is in no new export; who gave it gets none of the new
tasks. When it is accepted again it flows again, and what came of it before is taken out
(`app/workflow/flow.py`).
"""

from sqlalchemy import select, text
from sqlalchemy.orm import Session

from app.core.errors import NotFound
from app.core.states import ItemState
from app.labels.pieces import Bundle, parse_split
from app.ledger.queries import lock_budget
from app.models.item import Item
from app.models.project import Stage
from app.models.transition import move
from app.queue.service import enqueue
from app.workflow.opening import Opening, complete, open_tasks, splits
from app.workflow.refill import end_known


def reopen_item(s: Session, *, by: int | None, project_id: int, item_id: int, why: str) -> None:
    """Put an accepted item on offer again, as a task of its own; in a stage that splits its items
    it stands `reopened` until its pieces are cut. Raises `NotFound`, `WrongState`, `NotReady`,
    `BudgetShort`."""
    lock_budget(s, project_id)
    stage_id = s.execute(
        select(Item.stage_id).where(Item.project_id == project_id, Item.id == item_id)
    ).scalar_one_or_none()
    if stage_id is None:
        raise NotFound("There is no such item in this project.")
    stage, card = complete(s, project_id, stage_id)
    move(s, Item, (project_id, item_id), ItemState.REOPENED, by=by, why=why, made_id=None)
    # Who decides about an answer at this moment is waited for: his task is locked.
    s.execute(text(_LOCK), {"project": project_id, "item": item_id}).all()
    set_aside(s, project_id, item_id)
    end_known(s, project_id, item_id=item_id, why="reopened")
    if splits(stage) and not isinstance(parse_split(stage.split), Bundle):
        _have_cut(s, stage, item_id, by)
        return
    openings = [Opening((item_id,))]
    open_tasks(s, stage, card, openings, source=ItemState.REOPENED, by=by, why="reopened")


def set_aside(s: Session, project_id: int, item_id: int) -> None:
    """What was said of an item so far stays paid, and is no part of the data any more."""
    s.execute(text(_SET_ASIDE), {"project": project_id, "item": item_id})


def _have_cut(s: Session, stage: Stage, item_id: int, by: int | None) -> None:
    args = {
        "project_id": stage.project_id,
        "stage_id": stage.id,
        "item_ids": [item_id],
        "source": ItemState.REOPENED.value,
        "by": by,
    }
    enqueue(s, "open_items", args, project_id=stage.project_id, created_by=by)


_TASKS = """SELECT t.id FROM task t WHERE t.project_id = :project
    AND (t.item_id = :item OR t.item_ids @> ARRAY[CAST(:item AS bigint)])"""

_LOCK = f"{_TASKS} ORDER BY t.id FOR NO KEY UPDATE OF t"

# Of a bundle the other members keep what was said of them.
_SET_ASIDE = f"""
UPDATE assignment a SET surplus = true
WHERE a.project_id = :project AND a.level = 0 AND a.state = 'accepted' AND NOT a.surplus
  AND a.task_id IN ({_TASKS} AND t.item_ids IS NULL)
"""
