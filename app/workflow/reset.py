"""Begin anew with an item at work: what was handed in is paid and set aside, and new tasks open."""

from sqlalchemy import text
from sqlalchemy.orm import Session

from app.core.errors import Conflict, NotFound
from app.core.states import AssignmentState, ItemState
from app.ledger.queries import lock_budget
from app.models.item import Item
from app.tasks.queries import facts_of
from app.workflow.cancel import cancel_idle
from app.workflow.expire import conclude
from app.workflow.opening import Opening, complete, open_tasks
from app.workflow.outcomes import URGENT, let_pass
from app.workflow.refill import end_known
from app.workflow.reopen import reopen_item, set_aside


class InHands(Conflict):
    """Somebody has it in his hands."""

    code, title = "in_hands", "Somebody works on it"


def reset_item(s: Session, *, by: int, project_id: int, item_id: int, why: str) -> None:
    """Set aside what was said of an item, and put it on offer again, to others. What waited to be
    inspected is accepted and paid. Raises `NotFound`, `WrongState`, `NotReady`, `BudgetShort`, and
    `InHands` while somebody holds, mends or appeals work on it."""
    lock_budget(s, project_id)
    item = s.get(Item, (project_id, item_id), populate_existing=True)
    if item is None:
        raise NotFound("There is no such item in this project.")
    if item.state is not ItemState.IN_WORK:
        reopen_item(s, by=by, project_id=project_id, item_id=item_id, why=why)
        return
    stage, card = complete(s, project_id, item.stage_id)
    here = {"project": project_id, "item": item_id, "ahead": URGENT}
    # Who is just claiming is waited for; from here on nobody does.
    s.execute(text(_UNSEAT), here)
    tasks = list(s.scalars(text(_TASKS), here))
    for assignment_id in s.scalars(text(_WAITING), here).all():
        facts = facts_of(s, project_id, assignment_id)
        if facts is not None and facts.own.state is AssignmentState.SUBMITTED:
            conclude(s, facts, why="reset", act=let_pass, by=by)
    if s.execute(text(_IN_HANDS), here).first() is not None:
        raise InHands("Somebody works on this item; take the work back first, or wait.")
    s.execute(text(_UNSEAT), here)
    for task_id in tasks:
        cancel_idle(s, project_id, None, task_id)
    state = s.scalars(text(_STATE), here).one()
    if state != ItemState.READY:  # the last answer was all that it had waited for
        reopen_item(s, by=by, project_id=project_id, item_id=item_id, why=why)
        return
    set_aside(s, project_id, item_id)
    end_known(s, project_id, item_id=item_id, why="reset")
    opening = [Opening((item_id,))]
    open_tasks(s, stage, card, opening, source=ItemState.READY, by=by, why=why)


_STATE = "SELECT state FROM item WHERE project_id = :project AND id = :item"
_UNSEAT = """
DELETE FROM seat x USING task t, queue q
WHERE t.project_id = :project AND t.item_id = :item AND t.gold_id IS NULL
  AND t.state IN ('open', 'aggregating', 'escalated')
  AND q.project_id = t.project_id AND q.stage_id = t.stage_id
  AND x.project_id = q.project_id AND x.queue_id = q.id AND x.task_id = t.id
  AND x.priority BETWEEN t.priority - CASE q.level WHEN 0 THEN 0 ELSE :ahead END AND t.priority
"""
_TASKS = """
SELECT id FROM task WHERE project_id = :project AND item_id = :item AND gold_id IS NULL
  AND state IN ('open', 'aggregating', 'escalated') ORDER BY id FOR NO KEY UPDATE
"""
_WORK = """FROM task t JOIN assignment r ON r.project_id = t.project_id AND r.task_id = t.id
  AND r.level = 0
JOIN assignment a ON a.project_id = r.project_id AND a.root_id = r.id
WHERE t.project_id = :project AND t.item_id = :item AND t.gold_id IS NULL
  AND t.state IN ('open', 'aggregating', 'escalated')"""
_WAITING = f"SELECT a.id {_WORK} AND a.level = 0 AND a.state = 'submitted' ORDER BY a.id"
_IN_HANDS = f"SELECT {_WORK} AND a.state IN ('reserved', 'rework', 'appealed') LIMIT 1"
