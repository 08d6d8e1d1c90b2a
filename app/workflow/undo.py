"""Undo what an act did: exactly, or not at all. Each row goes back to where it was before, or is
kept as it is, with a code that says why."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import text
from sqlalchemy.orm import Session

from app.core.errors import WrongState
from app.core.states import ActState, AssignmentState, ItemState
from app.desk.queries import LAST
from app.desk.service import taken_out
from app.ledger.queries import lock_budget
from app.models.desk import Act, ActKind
from app.models.item import Item
from app.models.transition import move
from app.queue.run import Run
from app.tasks.queries import facts_of
from app.workflow.act import key_of, locked, order, shift
from app.workflow.act_steps import STEPS, Judged, Outcome, one_by_one, prefer
from app.workflow.cancel import cancel_idle, exclude_item, restore_item, wind_down_item
from app.workflow.opening import Opening, complete, open_tasks
from app.workflow.resume import lease_again

UNDO = "undo_act"
DAYS = 7
"""Within which an act can be undone."""
_AT_ONCE = 100


class Kept(WrongState):
    """It cannot be put back as it was."""

    def __init__(self, kept: str) -> None:
        super().__init__("This cannot be put back as it was.", kept=kept)


def undo(s: Session, *, by: int, project_id: int, act_id: int) -> None:
    """Undo what an act did, as far as that is possible; a retry changes nothing. Raises `NotFound`,
    and `WrongState` for an act that cannot be undone, or not any more."""
    act = locked(s, project_id, act_id)
    if act.state in (ActState.UNDOING, ActState.UNDONE):
        return
    if not STEPS[act.kind].undoes:
        raise WrongState(
            "What this did cannot be undone; look at its items one by one.", state=act.state.value
        )
    if s.execute(text(_LATE), {"project": project_id, "act": act_id, "days": DAYS}).scalar():
        raise WrongState(
            "A week has gone by since; this cannot be undone any more.", state=act.state.value
        )
    shift(s, act, ActState.UNDOING, by=by, undone_by=by)
    order(s, UNDO, act, by)


def undo_all(run: Run) -> dict[str, Any]:
    """Undo it, stretch by stretch; who calls that off is heard after each."""
    wind_down(run, *key_of(run))
    while True:
        with run.transaction() as s:
            act = locked(s, *key_of(run))
            if act.state is not ActState.UNDOING or _undo(s, act):
                return {"undone": act.undone, "kept": act.kept}
            so_far, of = act.undone + act.kept, act.done
        run.progress(so_far, of)


def wind_down(run: Run, project_id: int, act_id: int, *, last: int = LAST) -> None:
    """Close the open work of items that an act took out, up to the item `last`."""
    after = 0
    while True:
        with run.transaction() as s:
            ids = taken_out(s, project_id, act_id, after=after, last=last)
        for item_id in ids:
            wind_down_item(project_id, item_id)
            run.progress()
        if not ids:
            return
        after = ids[-1]


def _undo(s: Session, act: Act) -> bool:
    """Undo the next stretch; whether there was none."""
    here = {"project": act.project_id, "act": act.id, "most": _AT_ONCE}
    rows = s.execute(text(_LEFT), here).mappings().all()
    if not rows:
        s.flush()
        shift(s, act, ActState.UNDONE, by=None)
        return True
    undone = _UNDOING[act.kind](s, act, [Judged(row["id"], None, row) for row in rows])
    for target, outcome in undone.items():
        kept = outcome if isinstance(outcome, str) else None
        s.execute(
            text(_MARK),
            {"project": act.project_id, "act": act.id, "target": target, "kept": kept},
        )
        act.undone += kept is None
        act.kept += kept is not None
    return False


_LATE = """SELECT finished_at < now() - make_interval(days => :days) FROM act
WHERE project_id = :project AND id = :act"""
_LEFT = """
SELECT r.target_id AS id, r.before FROM act_row r
WHERE r.project_id = :project AND r.act_id = :act AND r.outcome = 'done'
ORDER BY r.target_id LIMIT :most
"""
_MARK = """
UPDATE act_row SET code = CAST(:kept AS text),
  outcome = CASE WHEN CAST(:kept AS text) IS NULL THEN 'undone' ELSE 'kept' END
WHERE project_id = :project AND act_id = :act AND target_id = :target
"""


def _before(one: Judged) -> dict[str, Any]:
    assert one.row is not None
    found: dict[str, Any] = one.row["before"]
    return found


def _prefer(s: Session, act: Act, fit: Sequence[Judged]) -> dict[int, Outcome]:
    """What is still on offer where the act had put it stands where it stood before."""
    wanted = {int(t): old for one in fit for t, old in _before(one)["tasks"].items()}
    now = set(
        s.scalars(
            text(
                """SELECT id FROM task WHERE project_id = :project AND id = ANY (:ids)
                   AND priority = :priority ORDER BY id FOR NO KEY UPDATE"""
            ),
            {
                "project": act.project_id,
                "ids": list(wanted),
                "priority": act.params["priority"],
            },
        )
    )
    moved = prefer(s, act.project_id, {task: old for task, old in wanted.items() if task in now})
    return {
        one.id: {} if any(int(task) in moved for task in _before(one)["tasks"]) else "not_open"
        for one in fit
    }


def _include(s: Session, act: Act, fit: Sequence[Judged]) -> dict[int, Outcome]:
    """What was brought back, and that nothing was opened on, is taken out again."""

    def one(item: Judged) -> dict[str, Any]:
        if _item(s, act, item.id).state is not ItemState.READY:
            raise Kept("opened")
        reason = _before(item)["reason"] or "other"
        exclude_item(s, by=_by(act), project_id=act.project_id, item_id=item.id, reason=reason)
        return {}

    return one_by_one(s, fit, one)


def _exclude(s: Session, act: Act, fit: Sequence[Judged]) -> dict[int, Outcome]:
    """What was taken out is back: accepted as it was, or on offer as it was, where nobody had
    begun with it."""

    def one(item: Judged) -> dict[str, Any]:
        before, now = _before(item), _item(s, act, item.id)
        key = {"project_id": act.project_id, "item_id": item.id}
        if now.state is not ItemState.EXCLUDED or now.excluded_for != act.params["reason"]:
            raise Kept("changed")
        if now.tasks_left:
            raise Kept("winding_down")
        if before["state"] == ItemState.ACCEPTED:
            here = (act.project_id, item.id)
            move(s, Item, here, ItemState.ACCEPTED, by=_by(act), why="undo", excluded_for=None)
            return {}
        if before["state"] != ItemState.READY and (before["touched"] or before["splits"]):
            raise Kept("begun")
        restore_item(s, by=_by(act), **key)
        if before["state"] != ItemState.READY:
            stage, card = complete(s, act.project_id, now.stage_id)
            open_tasks(
                s,
                stage,
                card,
                [Opening((item.id,))],
                source=ItemState.READY,
                priority=before["priority"] or 0,
                by=_by(act),
                why="undo",
            )
        return {}

    lock_budget(s, act.project_id)
    return one_by_one(s, fit, one)


def _reopen(s: Session, act: Act, fit: Sequence[Judged]) -> dict[int, Outcome]:
    """What was opened anew, and that nobody has claimed, is accepted again as it was."""

    def one(item: Judged) -> dict[str, Any]:
        before, here = _before(item), {"project": act.project_id, "item": item.id}
        if _item(s, act, item.id).state is not ItemState.IN_WORK:
            raise Kept("changed")
        # Who is just claiming is waited for.
        s.execute(text(_UNSEAT), here)
        tasks = s.execute(text(_ANEW), here).all()
        if len(tasks) != 1 or before["golds"]:
            raise Kept("changed")
        if tasks[0].claimed:
            raise Kept("claimed")
        cancel_idle(s, act.project_id, None, tasks[0].id, back=ItemState.ACCEPTED)
        s.execute(text(_STAND_AGAIN), here | {"aside": before["aside"]})
        if before["state"] == ItemState.RELEASED:
            key = (act.project_id, item.id)
            move(s, Item, key, ItemState.RELEASED, by=_by(act), why="undo")
        return {}

    lock_budget(s, act.project_id)
    return one_by_one(s, fit, one)


_UNSEAT = """
DELETE FROM seat x USING task t
WHERE t.project_id = :project AND t.item_id = :item AND t.state = 'open' AND t.gold_id IS NULL
  AND x.project_id = t.project_id AND x.queue_id = t.queue_id AND x.priority = t.priority
  AND x.task_id = t.id AND x.root_id = 0
"""
_ANEW = """
SELECT t.id, EXISTS (SELECT FROM assignment a WHERE a.project_id = t.project_id
    AND a.task_id = t.id AND a.level = 0) AS claimed
FROM task t WHERE t.project_id = :project AND t.item_id = :item AND t.gold_id IS NULL
  AND t.state IN ('open', 'aggregating', 'escalated') ORDER BY t.id FOR NO KEY UPDATE OF t
"""
_STAND_AGAIN = """
UPDATE assignment SET surplus = false
WHERE project_id = :project AND id = ANY (:aside) AND state = 'accepted'
"""


def _reassign(s: Session, act: Act, fit: Sequence[Judged]) -> dict[int, Outcome]:
    """Who had the lease has it again, if nobody has taken its place."""

    def one(work: Judged) -> dict[str, Any]:
        facts = facts_of(s, act.project_id, work.id)
        if facts is None or facts.own.state is not AssignmentState.RELEASED:
            raise Kept("changed")
        if not lease_again(s, facts, by=_by(act), why="undo"):
            raise Kept("place_taken")
        return {}

    return one_by_one(s, fit, one)


def _item(s: Session, act: Act, item_id: int) -> Item:
    return s.get_one(
        Item,
        (act.project_id, item_id),
        with_for_update={"key_share": True},
        populate_existing=True,
    )


def _by(act: Act) -> int:
    assert act.undone_by is not None
    return act.undone_by


_UNDOING = {
    ActKind.PRIORITY: _prefer,
    ActKind.INCLUDE: _include,
    ActKind.EXCLUDE: _exclude,
    ActKind.REOPEN: _reopen,
    ActKind.REASSIGN: _reassign,
}
