"""The work on what is withdrawn ends: his own, and that of others on what came of it. That they
worked, and what was paid, stays."""

from collections.abc import Callable

from sqlalchemy import func, select, text, update
from sqlalchemy.orm import Session

from app.core.errors import Conflict
from app.core.states import AssignmentState, ItemState, TaskState
from app.models.item import Item
from app.models.task import Appeal, Assignment
from app.models.transition import move
from app.tasks.facts import Facts
from app.tasks.queries import facts_of
from app.workflow.cancel import wind_down_item, wind_down_task
from app.workflow.changes import Changes
from app.workflow.expire import conclude
from app.workflow.given import Given
from app.workflow.outcomes import accept, give_up, pay_draft, replace, win_appeal
from app.workflow.reopen import reopen_item

WHY = "withdrawn"


def end_his_work(what: Given) -> None:
    """His own leases and appeals end, and the inspection of what he handed in."""
    for root in what.roots:
        with what.attempt.transaction() as s:
            facts = facts_of(s, what.project_id, root)
            assert facts is not None
            act = _OWN.get(facts.own.state)
            if act is not None:
                conclude(s, facts, why=WHY, act=act)
                _end_appeal(s, facts)
            _end_inspections(s, facts)
        what.attempt.progress()


def take_out(what: Given) -> int:
    """Take items out of the data and end the work on them; how many there were."""
    found = 0
    for item_id in what.items:
        with what.attempt.transaction() as s:
            item = s.get_one(Item, (what.project_id, item_id), with_for_update=True)
            found += _exclude(what, s, item)
    for task_id in what.tasks:
        _end_work_on(what, task_id)
        what.attempt.progress()
    for item_id in what.items:
        wind_down_item(what.project_id, item_id)
        what.attempt.progress()
    for task_id in _bundles(what):  # which goes on while others' items are in it
        wind_down_task(what.project_id, task_id)
    with what.attempt.transaction() as s:
        s.execute(
            text("DELETE FROM flowing WHERE project_id = :p AND answer_id = ANY (:answers)"),
            {"p": what.project_id, "answers": what.answers},
        )
    return found


def _bundles(what: Given) -> list[int]:
    with what.attempt.transaction() as s:
        return list(s.scalars(text(_BUNDLES), {"p": what.project_id, "tasks": what.tasks}))


def begin_others_anew(what: Given) -> None:
    """The answer to a bundle is gone whole: others' items of it are on offer again, where there
    is money for them."""
    with what.attempt.transaction() as s:
        values = {"p": what.project_id, "tasks": what.tasks, "items": what.items}
        others = list(s.scalars(text(_OTHERS), values))
    for item_id in others:
        try:
            with what.attempt.transaction() as s:
                reopen_item(s, by=None, project_id=what.project_id, item_id=item_id, why=WHY)
        except Conflict:
            continue  # without an answer it is in no release; its manager can reopen it
        what.attempt.progress()


def _exclude(what: Given, s: Session, item: Item) -> int:
    found = int(item.state is not ItemState.EXCLUDED or item.excluded_for != WHY)
    if item.state is not ItemState.EXCLUDED:
        key = (what.project_id, item.id)
        move(s, Item, key, ItemState.EXCLUDED, by=None, why=WHY, excluded_for=WHY)
    s.execute(
        text(
            """UPDATE item SET excluded_for = :why, meta = NULL, prelabels = NULL
               WHERE project_id = :p AND id = :id"""
        ),
        {"p": what.project_id, "id": item.id, "why": WHY},
    )
    s.execute(
        text("DELETE FROM suggestion WHERE project_id = :p AND item_id = :id"),
        {"p": what.project_id, "id": item.id},
    )
    s.expire(item)
    return found


def _end_work_on(what: Given, task_id: int) -> None:
    """Nobody has a lease on it any more. A draft is paid, as where a stage is cancelled."""
    with what.attempt.transaction() as s:
        live = s.scalars(
            select(Assignment.id).where(
                Assignment.project_id == what.project_id,
                Assignment.task_id == task_id,
                Assignment.state.in_(tuple(_THEIRS)),
            )
        ).all()
    for assignment_id in live:
        with what.attempt.transaction() as s:
            facts = facts_of(s, what.project_id, assignment_id)
            assert facts is not None
            act = _THEIRS.get(facts.own.state)
            if act is not None:
                conclude(s, facts, why=WHY, act=act)
                _end_appeal(s, facts)


def _end_inspections(s: Session, facts: Facts) -> None:
    """Nobody inspects this root any more: its places go, leases on them end."""
    where = {"p": facts.project_id, "task": facts.task.id, "root": facts.root.id}
    s.execute(
        text(
            """DELETE FROM seat x USING queue q WHERE q.project_id = :p AND x.project_id = :p
                 AND x.queue_id = q.id AND q.stage_id = :stage AND x.task_id = :task
                 AND x.root_id = :root AND q.level > 0"""
        ),
        where | {"stage": facts.stage.id},
    )
    live = s.scalars(
        select(Assignment.id).where(
            Assignment.project_id == facts.project_id,
            Assignment.root_id == facts.root.id,
            Assignment.level > 0,
            Assignment.state == AssignmentState.RESERVED,
        )
    ).all()
    for inspection in live:
        found = facts_of(s, facts.project_id, inspection)
        if found is not None and found.own.state is AssignmentState.RESERVED:
            conclude(s, found, why=WHY, act=_inspection_over)
    s.execute(
        update(Assignment)
        .where(
            Assignment.project_id == facts.project_id,
            Assignment.root_id == facts.root.id,
            Assignment.recheck,
        )
        .values(recheck=False)
    )


def _end_appeal(s: Session, facts: Facts) -> None:
    """An appeal that was open is won: nobody can judge what is gone."""
    s.execute(
        update(Appeal)
        .where(
            Appeal.project_id == facts.project_id,
            Appeal.root_id == facts.own.id,
            Appeal.won.is_(None),
        )
        .values(won=True, decided_at=func.now())
    )


def _inspection_over(c: Changes) -> None:
    c.move(c.facts.own, AssignmentState.RELEASED)
    c.facts.own.recheck = False


def _leave_data(c: Changes) -> None:
    """Accepted work leaves the data; it stays paid, and another may take its place."""
    root, task = c.facts.root, c.facts.task
    if root.surplus:
        return
    c.touch(root)
    if task.state is TaskState.OPEN:
        task.accepted -= int(root.judged)
        replace(c)
    root.judged = root.surplus = True


def _paid_unjudged(c: Changes) -> None:
    accept(c, judged=False)
    _leave_data(c)


def _own_lease_over(c: Changes) -> None:
    give_up(c, AssignmentState.RETURNED)


def _rework_over(c: Changes) -> None:
    for claim in c.facts.party:
        c.move(claim, AssignmentState.REWORK_EXPIRED)
        if c.facts.closing and c.facts.draft:
            pay_draft(c, claim)
        replace(c)


def _appeal_won(c: Changes) -> None:
    win_appeal(c, {"assignment_id": c.facts.root.id, "silence": True})


def _lease_over(c: Changes) -> None:
    if c.facts.own.level > 0:
        _inspection_over(c)
    else:
        give_up(c, AssignmentState.RELEASED)
        if c.facts.draft and not c.facts.closing:  # of a bundle with others' items
            pay_draft(c, c.facts.own)


Acts = dict[AssignmentState, Callable[[Changes], None]]
_OWN: Acts = {
    AssignmentState.RESERVED: _own_lease_over,
    AssignmentState.SUBMITTED: _paid_unjudged,
    AssignmentState.REWORK: _rework_over,
    AssignmentState.ACCEPTED: _leave_data,
    AssignmentState.APPEALED: _appeal_won,
}
_THEIRS: Acts = {
    AssignmentState.RESERVED: _lease_over,
    AssignmentState.SUBMITTED: _paid_unjudged,
    AssignmentState.REWORK: _rework_over,
    AssignmentState.APPEALED: _appeal_won,
}

_BUNDLES = """
SELECT id FROM task WHERE project_id = :p AND id = ANY (:tasks) AND item_ids IS NOT NULL
  AND state = 'open'
ORDER BY id
"""
# Whose answer is still there: an attempt that begins anew does not reopen them twice.
_OTHERS = """
SELECT DISTINCT i.id FROM task t
CROSS JOIN LATERAL unnest(t.item_ids) x (id)
JOIN item i ON i.project_id = t.project_id AND i.id = x.id AND i.id <> ALL (:items)
  AND i.state IN ('accepted', 'released')
JOIN assignment a ON a.project_id = t.project_id AND a.task_id = t.id AND a.level = 0
  AND a.state = 'accepted' AND NOT a.surplus
WHERE t.project_id = :p AND t.id = ANY (:tasks)
ORDER BY i.id
"""
