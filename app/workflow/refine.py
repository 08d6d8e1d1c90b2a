"""What is accepted in a refine stage is made: what its marks hide is hidden, what they cut is cut,
and only then does the item flow on.

The original is `withheld` from the moment when something of it is hidden, and so is whatever was
cut of it. An item whose answers ask for nothing goes on as it is: `made_id` is its own asset.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import or_, select, text, update
from sqlalchemy.orm import Session

from app.assets.cuts import CutFailed
from app.assets.effects import made_of
from app.core.database import transaction
from app.core.states import ITEM, ItemState, sources
from app.labels import facts_from, parse_schema, parts_of
from app.labels.effects import Operations, operations, read_effects
from app.labels.standing import Given, standing
from app.models.asset import Asset
from app.models.item import Item
from app.models.task import Task
from app.models.transition import move, record
from app.queue.service import enqueue
from app.workflow.ring import ring

REFINE = "refine"
"""The chore's kind."""

UNREADABLE = "unreadable"
"""Why an item is taken out of which nothing can be made."""


@dataclass(frozen=True, slots=True)
class _Waiting:
    """An accepted item of which something is to be made."""

    item_id: int
    original: Asset
    operations: Operations


def start(s: Session, project_id: int | None = None) -> list[int]:
    """Have items made that wait for it, of one project or of all; the projects."""
    found = list(s.scalars(text(_DUE), {"project": project_id}))
    for one in found:
        enqueue(s, REFINE, {"project_id": one}, project_id=one)
    return found


def refine_next(project_id: int, after: int, step: Callable[[], None]) -> tuple[int, str] | None:
    """Make what the next waiting item becomes: (item, what became of it: `made`, `same`,
    `discarded`, `failed` or `changed`); None where none waits after `after`.
    """
    with transaction() as s:
        waiting = _next(s, project_id, after)
    if waiting is None:
        return None
    item_id, asked = waiting.item_id, waiting.operations
    if asked.discard is not None:
        return item_id, _taken_out(project_id, item_id, "discarded", asked.discard)
    if asked.nothing:
        return item_id, _made(project_id, waiting, waiting.original.id)
    try:
        made_id = made_of(project_id, waiting.original, asked, step)
    except CutFailed as failed:
        return item_id, _taken_out(project_id, item_id, "failed", UNREADABLE, failed.detail)
    return item_id, _made(project_id, waiting, made_id)


def _next(s: Session, project_id: int, after: int) -> _Waiting | None:
    row = s.execute(text(_NEXT), {"project": project_id, "after": after}).first()
    if row is None:
        return None
    original = s.get_one(Asset, (project_id, row.asset_id))
    s.expunge(original)
    facts = facts_from(
        width=original.width,
        height=original.height,
        parts=None if original.document is None else parts_of(original.document),
        media=original.facts,
    )
    given = [Given(one["answer"], one["part"]) for one in row.answers]
    stands = standing(row.item_id, parse_schema(row.definition), facts, given)
    asked = operations(stands.answers, read_effects(row.effects))
    return _Waiting(row.item_id, original, asked)


def _made(project_id: int, waiting: _Waiting, made_id: int) -> str:
    original, asked = waiting.original, waiting.operations
    with transaction() as s:
        kept = s.execute(
            update(Item)
            .where(
                Item.project_id == project_id,
                Item.id == waiting.item_id,
                Item.asset_id == original.id,
                Item.made_id.is_(None),
                Item.state.in_((ItemState.ACCEPTED, ItemState.RELEASED)),
            )
            .values(made_id=made_id)
            .returning(Item.id)
        ).first()
        if kept is None:  # begun anew meanwhile, or taken out
            return "changed"
        if asked.hides:
            _withhold(s, project_id, waiting.item_id, original.id, made_id)
        record(
            s,
            project_id=project_id,
            subject="item",
            subject_id=waiting.item_id,
            by=None,
            why="refined",
            data={"asset": original.id, "made": made_id, "withheld": asked.hides},
        )
        ring(s, project_id)
    return "same" if made_id == original.id else "made"


def _withhold(s: Session, project_id: int, item_id: int, original_id: int, made_id: int) -> None:
    """Withhold an original, what was cut of it, and bundles that it is part of; not what was made
    so that it can be seen.
    """
    bundles = select(Task.asset_id).where(
        Task.project_id == project_id,
        Task.item_ids.contains([item_id]),
        Task.asset_id.is_not(None),
    )
    s.execute(
        update(Asset)
        .where(
            Asset.project_id == project_id,
            Asset.id != made_id,
            or_(
                Asset.id == original_id,
                Asset.id.in_(bundles),
                (Asset.origin_id == original_id) & Asset.sha256.startswith("cut:"),
            ),
        )
        .values(withheld=True)
    )


def _taken_out(project_id: int, item_id: int, what: str, reason: str, why: str = "") -> str:
    """Take an item out for a reason, unless that has happened, or it was begun anew."""
    with transaction() as s:
        state = s.execute(
            select(Item.state)
            .where(Item.project_id == project_id, Item.id == item_id)
            .with_for_update(key_share=True)
        ).scalar_one()
        if state not in sources(ITEM, ItemState.EXCLUDED) or state is ItemState.IN_WORK:
            return "changed"
        changes: dict[str, Any] = {"excluded_for": reason}
        key = (project_id, item_id)
        move(s, Item, key, ItemState.EXCLUDED, by=None, why=why or reason, **changes)
        ring(s, project_id)
    return what


def summed(ends: Sequence[str]) -> dict[str, int]:
    """How many of each end."""
    return {what: ends.count(what) for what in sorted(set(ends))}


_WAITS = """FROM flowing r
  JOIN stage g ON g.project_id = r.project_id AND g.id = r.stage_id
    AND g.kind = 'refine' AND g.effects IS NOT NULL
  JOIN item i ON i.project_id = r.project_id AND i.id = r.item_id
    AND i.made_id IS NULL AND i.state IN ('accepted', 'released')"""

_DUE = f"""SELECT DISTINCT r.project_id {_WAITS}
WHERE (CAST(:project AS bigint) IS NULL OR r.project_id = :project)
  AND NOT EXISTS (SELECT FROM chore c WHERE c.kind = 'refine' AND c.project_id = r.project_id
    AND (c.state IN ('queued', 'failed', 'running')
      OR c.state IN ('dead', 'cancelled') AND c.finished_at > now() - interval '10 minutes'))
LIMIT 100"""

_NEXT = f"""
SELECT d.id AS item_id, d.asset_id, d.effects, n.answers, l.definition
FROM (SELECT i.id, i.asset_id, g.id AS stage_id, g.effects {_WAITS}
  WHERE r.project_id = :project AND i.id > :after AND i.asset_id IS NOT NULL) d
CROSS JOIN LATERAL (
  SELECT jsonb_agg(jsonb_build_object('answer', coalesce(c.answer, v.answer), 'part', t.part)
      ORDER BY v.id) AS answers,
    max(v.schema_version) AS version
  FROM task t
  JOIN assignment a ON a.project_id = t.project_id AND a.task_id = t.id AND a.level = 0
    AND a.state = 'accepted' AND a.judged AND NOT a.surplus
  JOIN submission v ON v.project_id = a.project_id AND v.id = a.answer_id AND v.answer IS NOT NULL
  LEFT JOIN consensus c ON c.project_id = t.project_id AND c.task_id = t.id
    AND c.state IN ('agreed', 'decided')
  WHERE t.project_id = :project AND t.gold_id IS NULL AND (c.task_id IS NULL OR c.root_id = a.id)
    AND (t.item_id = d.id AND t.item_ids IS NULL
      OR t.item_ids @> ARRAY[d.id] AND NOT EXISTS (  -- what was begun anew with it counts
        SELECT FROM task z WHERE z.project_id = :project AND z.item_id = d.id
          AND z.item_ids IS NULL AND z.gold_id IS NULL AND z.id > t.id))) n
JOIN label_schema l ON l.project_id = :project AND l.stage_id = d.stage_id
  AND l.version = n.version
WHERE n.answers IS NOT NULL
ORDER BY d.id LIMIT 1
"""
