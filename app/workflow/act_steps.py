"""What each kind of act does to one stretch: who cannot be meant, what it costs, and the doing.

A step judges first, by one statement, and says why something cannot be done by a stable code. What
it does answers, for each row, what undoing goes back to; or the code of why it was refused after
all.
"""

from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

import orjson
from sqlalchemy import RowMapping
from sqlalchemy.orm import Session

from app.core.errors import Problem
from app.core.states import ITEM, ItemState, sources
from app.models.desk import Act, ActKind
from app.people.notifications import Told, notify
from app.queue.service import enqueue
from app.tasks.reclaiming import hold_reclaiming
from app.workflow.lease import release
from app.workflow.opening import NotReady, complete, worst_of
from app.workflow.reopen import reopen_item
from app.workflow.reset import reset_item

Outcome = dict[str, Any] | str
"""What undoing goes back to, or the code of a refusal."""
EXCLUDABLE = sources(ITEM, ItemState.EXCLUDED) - {ItemState.RELEASED}
DONE_WITH = sources(ITEM, ItemState.REOPENED)
WIND_DOWN = "wind_down_act"


@dataclass(frozen=True, slots=True)
class Judged:
    """One thing that an act is about; `code` is why it cannot be done to it."""

    id: int
    code: str | None
    row: RowMapping | None


class Step(ABC):
    """One kind of act."""

    at_once = 500
    undoes = True
    costs = False
    look: str

    def judge(self, s: Session, act: Act, ids: Sequence[int]) -> list[Judged]:
        """Each of these, in order, and why it cannot be meant."""
        if not ids:
            return []
        values = {"project": act.project_id, "ids": list(ids), "priority": _priority(act)}
        rows = s.connection().exec_driver_sql(self.look, values).mappings()
        known = {row["id"]: row for row in rows}
        return [
            Judged(one, self.why_not(known[one]) if one in known else "not_found", known.get(one))
            for one in ids
        ]

    @abstractmethod
    def why_not(self, row: RowMapping) -> str | None:
        """Why it cannot be done to what stands so."""

    def cost(self, s: Session, act: Act, ids: Sequence[int]) -> int:
        """What doing it to these sets aside at worst, in minor units."""
        return _opening_anew(s, act.project_id, ids) if self.costs else 0

    @abstractmethod
    def do(self, s: Session, act: Act, fit: Sequence[Judged]) -> dict[int, Outcome]:
        """Do it to these."""


def one_by_one(
    s: Session, fit: Sequence[Judged], act: Callable[[Judged], dict[str, Any]]
) -> dict[int, Outcome]:
    """Each by itself: what refuses leaves nothing behind, and is told by its code."""
    done: dict[int, Outcome] = {}
    for one in fit:
        try:
            with s.begin_nested():
                done[one.id] = act(one)
        except Problem as refusal:
            done[one.id] = str(refusal.extra.get("kept", refusal.code))
    return done


def _priority(act: Act) -> int | None:
    found: int | None = act.params.get("priority")
    return found


def _opening_anew(s: Session, project_id: int, ids: Sequence[int]) -> int:
    values = {"project": project_id, "ids": list(ids)}
    rows = s.connection().exec_driver_sql(_STAGES_OF, values).all()
    cost = 0
    for stage_id, some in groupby(rows, key=lambda row: row.stage_id):
        try:
            stage, card = complete(s, project_id, stage_id)
        except NotReady:
            continue
        cost += worst_of(s, stage, card, [row.id for row in some])
    return cost


# What stands about items: the work that is not done, and what of it is in somebody's hands.
_ITEMS = """
SELECT i.id, i.state, i.stage_id, i.excluded_for, i.tasks_left, g.split IS NOT NULL AS splits,
  coalesce(w.bundled, false) AS bundled, coalesce(w.in_hands, false) AS in_hands,
  coalesce(w.mending, false) AS mending, coalesce(w.touched, false) AS touched, w.priority
FROM item i JOIN stage g ON g.project_id = i.project_id AND g.id = i.stage_id
LEFT JOIN LATERAL (
  SELECT bool_or(t.item_ids IS NOT NULL) AS bundled, bool_or(k.in_hands) AS in_hands,
    bool_or(k.mending) AS mending, bool_or(k.touched) AS touched, min(t.priority) AS priority
  FROM (
    SELECT * FROM task t WHERE t.project_id = i.project_id AND t.item_id = i.id
      AND t.gold_id IS NULL
    UNION
    SELECT * FROM task t WHERE t.project_id = i.project_id AND t.item_ids @> ARRAY[i.id]
      AND t.gold_id IS NULL) t,
  LATERAL (
    SELECT bool_or(a.state = 'reserved') AS in_hands,
      bool_or(a.state IN ('rework', 'appealed')) AS mending, count(*) > 0 AS touched
    FROM assignment r JOIN assignment a ON a.project_id = r.project_id AND a.root_id = r.id
    WHERE r.project_id = t.project_id AND r.task_id = t.id AND r.level = 0) k
  WHERE t.state IN ('open', 'aggregating', 'escalated')) w ON i.tasks_left > 0
WHERE i.project_id = %(project)s AND i.id = ANY (%(ids)s::bigint[])
ORDER BY i.id {lock}
"""
_STAGES_OF = """
SELECT id, stage_id FROM item WHERE project_id = %(project)s AND id = ANY (%(ids)s::bigint[])
ORDER BY stage_id, id
"""


class Reopen(Step):
    """Begin anew with accepted items."""

    at_once, costs = 20, True
    look = _ITEMS.format(lock="")

    def why_not(self, row: RowMapping) -> str | None:
        return None if row["state"] in DONE_WITH else "not_accepted"

    def do(self, s: Session, act: Act, fit: Sequence[Judged]) -> dict[int, Outcome]:
        def one(item: Judged) -> dict[str, Any]:
            assert item.row is not None
            here = {"project": act.project_id, "item": item.id}
            aside, golds = s.connection().exec_driver_sql(_BEFORE_REOPENING, here).one()
            reopen_item(
                s, by=act.made_by, project_id=act.project_id, item_id=item.id, why=act.params["why"]
            )
            return {"state": item.row["state"], "aside": aside or [], "golds": golds}

        return one_by_one(s, fit, one)


# What reopening sets aside, and whether something is known of the item that ends with it.
_BEFORE_REOPENING = """
SELECT (SELECT array_agg(a.id) FROM task t JOIN assignment a ON a.project_id = t.project_id
    AND a.task_id = t.id AND a.level = 0 AND a.state = 'accepted' AND NOT a.surplus
  WHERE t.project_id = %(project)s AND t.item_id = %(item)s AND t.item_ids IS NULL),
  EXISTS (SELECT FROM gold g WHERE g.project_id = %(project)s AND g.item_id = %(item)s
    AND g.retired_at IS NULL)
"""


class Reset(Step):
    """Set aside what was said of items, also of those at work, and begin anew."""

    at_once, costs, undoes = 10, True, False
    look = _ITEMS.format(lock="")

    def why_not(self, row: RowMapping) -> str | None:
        if row["state"] in DONE_WITH:
            return None
        if row["state"] != ItemState.IN_WORK:
            return "not_in_work"
        if row["splits"] or row["bundled"]:
            return "in_pieces"
        if row["in_hands"]:
            return "in_hands"
        return "mending" if row["mending"] else None

    def do(self, s: Session, act: Act, fit: Sequence[Judged]) -> dict[int, Outcome]:
        def one(item: Judged) -> dict[str, Any]:
            reset_item(
                s, by=act.made_by, project_id=act.project_id, item_id=item.id, why=act.params["why"]
            )
            return {}

        return one_by_one(s, fit, one)


class Exclude(Step):
    """Take items out; their open work winds down aside."""

    look = _ITEMS.format(lock="FOR NO KEY UPDATE OF i")

    def why_not(self, row: RowMapping) -> str | None:
        if row["state"] == ItemState.RELEASED:
            return "in_release"
        return None if row["state"] in EXCLUDABLE else "is_out"

    def do(self, s: Session, act: Act, fit: Sequence[Judged]) -> dict[int, Outcome]:
        values = _moving(act, fit) | {"reason": act.params["reason"], "to": "excluded"}
        s.connection().exec_driver_sql(_MOVE_ITEMS, values)
        if any(one.row is not None and one.row["tasks_left"] for one in fit):
            args = {
                "project_id": act.project_id,
                "act_id": act.id,
                "last": fit[-1].id,
            }
            enqueue(s, WIND_DOWN, args, project_id=act.project_id, created_by=act.made_by)
        return {
            one.id: {name: one.row[name] for name in ("state", "touched", "splits", "priority")}
            for one in fit
            if one.row is not None
        }


class Include(Step):
    """Bring excluded items back."""

    look = _ITEMS.format(lock="FOR NO KEY UPDATE OF i")

    def why_not(self, row: RowMapping) -> str | None:
        if row["state"] != ItemState.EXCLUDED:
            return "not_out"
        return "winding_down" if row["tasks_left"] else None

    def do(self, s: Session, act: Act, fit: Sequence[Judged]) -> dict[int, Outcome]:
        values = _moving(act, fit) | {"reason": None, "to": "ready"}
        s.connection().exec_driver_sql(_MOVE_ITEMS, values)
        return {one.id: {"reason": one.row["excluded_for"]} for one in fit if one.row is not None}


def _moving(act: Act, fit: Sequence[Judged]) -> dict[str, Any]:
    return {
        "project": act.project_id,
        "ids": [one.id for one in fit],
        "by": act.made_by,
        "why": act.params.get("reason") or "",
    }


# The items are held, and judged, by the statement before.
_MOVE_ITEMS = """
WITH before AS MATERIALIZED (
  SELECT id, state FROM item WHERE project_id = %(project)s AND id = ANY (%(ids)s::bigint[])),
moved AS (
  UPDATE item i SET state = %(to)s, excluded_for = %(reason)s
  FROM before b WHERE i.project_id = %(project)s AND i.id = b.id)
INSERT INTO event (project_id, subject, subject_id, actor_id, source, target, why)
SELECT %(project)s, 'item', id, %(by)s::bigint, state, %(to)s, %(why)s FROM before ORDER BY id
"""


class Prefer(Step):
    """Put what is on offer before others, or behind them."""

    look = """
SELECT i.id, w.tasks, w.other FROM item i
LEFT JOIN LATERAL (
  SELECT jsonb_object_agg(t.id, t.priority) AS tasks,
    bool_or(t.priority <> %(priority)s::int) AS other
  FROM task t WHERE t.project_id = i.project_id AND t.item_id = i.id AND t.state = 'open'
    AND t.gold_id IS NULL) w ON true
WHERE i.project_id = %(project)s AND i.id = ANY (%(ids)s::bigint[]) ORDER BY i.id
"""

    def why_not(self, row: RowMapping) -> str | None:
        if row["tasks"] is None:
            return "nothing_open"
        return None if row["other"] else "same_priority"

    def do(self, s: Session, act: Act, fit: Sequence[Judged]) -> dict[int, Outcome]:
        before = {one.id: {"tasks": one.row["tasks"]} for one in fit if one.row is not None}
        wanted = {int(task): _priority(act) for row in before.values() for task in row["tasks"]}
        prefer(s, act.project_id, wanted)
        return dict(before)


def prefer(s: Session, project_id: int, wanted: dict[int, int | None]) -> set[int]:
    """Give open tasks another priority, and what of them is on offer its place in line; of which
    it was done. Nobody gives leases back meanwhile, for that reads where a task stands in line."""
    hold_reclaiming(s, project_id)
    values = {
        "project": project_id,
        "wanted": orjson.dumps(
            [{"id": task, "priority": priority} for task, priority in wanted.items()]
        ).decode(),
    }
    run = s.connection().exec_driver_sql
    moved = run(_PREFER, values).all()
    values["moved"] = orjson.dumps([dict(row._mapping) for row in moved]).decode()
    run(_MOVE_SEATS, values)
    return {row.id for row in moved}


_PREFER = """
WITH held AS MATERIALIZED (
  SELECT t.id, t.priority AS old, t.stage_id, m.priority AS new
  FROM jsonb_to_recordset(%(wanted)s::jsonb) AS m (id bigint, priority int)
  JOIN task t ON t.project_id = %(project)s AND t.id = m.id AND t.state = 'open'
  ORDER BY t.id FOR NO KEY UPDATE OF t)
UPDATE task t SET priority = h.new FROM held h
WHERE t.project_id = %(project)s AND t.id = h.id
RETURNING t.id, h.old, h.new, h.stage_id
"""
# What is inspected by its risk keeps its own place in line.
_MOVE_SEATS = """
WITH moved AS MATERIALIZED (
  SELECT m.id, m.old, m.new, q.id AS queue_id
  FROM jsonb_to_recordset(%(moved)s::jsonb)
    AS m (id bigint, old int, new int, stage_id bigint)
  JOIN queue q ON q.project_id = %(project)s AND q.stage_id = m.stage_id AND NOT q.gold),
seated AS (
  UPDATE seat x SET priority = m.new FROM moved m
  WHERE x.project_id = %(project)s AND x.queue_id = m.queue_id AND x.priority = m.old
    AND x.task_id = m.id RETURNING x.queue_id)
UPDATE queue q SET stirred_at = now()
WHERE q.project_id = %(project)s AND q.id IN (SELECT queue_id FROM seated)
"""


class Reassign(Step):
    """Take leases back, for others; who had them does not get them again."""

    at_once = 50
    look = """
SELECT a.id, a.state, a.worker_id FROM assignment a
WHERE a.project_id = %(project)s AND a.id = ANY (%(ids)s::bigint[])
ORDER BY a.id
"""

    def why_not(self, row: RowMapping) -> str | None:
        return None if row["state"] == "reserved" else "not_held"

    def do(self, s: Session, act: Act, fit: Sequence[Judged]) -> dict[int, Outcome]:
        def one(work: Judged) -> dict[str, Any]:
            assert work.row is not None
            here = {"project_id": act.project_id, "assignment_id": work.id}
            release(s, by=act.made_by, why=act.params["why"], **here)
            about = {"assignment_id": work.id}
            notify(s, work.row["worker_id"], Told.WORK_RELEASED, about, act.project_id)
            return {}

        return one_by_one(s, fit, one)


STEPS: dict[ActKind, Step] = {
    ActKind.REOPEN: Reopen(),
    ActKind.RESET: Reset(),
    ActKind.EXCLUDE: Exclude(),
    ActKind.INCLUDE: Include(),
    ActKind.PRIORITY: Prefer(),
    ActKind.REASSIGN: Reassign(),
}
