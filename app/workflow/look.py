"""An item seen whole: what is said of each of its pieces and what comes of that, and the way on
which it has come and goes."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import text
from sqlalchemy.orm import Session

from app.core.errors import NotFound
from app.labels import answer_json, facts_from, parse_schema, parts_of
from app.labels.standing import Given, standing
from app.models.project import LabelSchema

LONGEST = 1_000
"""Items of a way that are shown, and pieces of an item."""


@dataclass(frozen=True, slots=True)
class Pieces:
    """The pieces of an item with their answers, and what is said of all of it: `merged` is as
    `Merged.as_json` has it, or `{"answer"}` where it was done whole; None without an answer."""

    pieces: list[dict[str, Any]]
    merged: dict[str, Any] | None


def pieces_of(s: Session, project_id: int, item_id: int) -> Pieces:
    """What was, and is being, said of an item's pieces. Raises `NotFound`."""
    values = {"project": project_id, "item": item_id, "limit": LONGEST}
    item = s.execute(text(_ITEM), values).one_or_none()
    if item is None:
        raise NotFound("There is no such item in this project.")
    rows = [dict(row) for row in s.execute(text(_PIECES), values).mappings()]
    stands = [one for row in rows for one in _stands(row)]
    if not stands:
        return Pieces(rows, None)
    version = max(version for _, version in stands)
    found = s.get_one(LabelSchema, (project_id, item.stage_id, version))
    # By these pieces are put together. Prompts have none: nobody asks here for their takes.
    facts = facts_from(
        width=item.width,
        height=item.height,
        parts=None if item.document is None else parts_of(item.document),
        media=item.facts,
    )
    said = standing(item_id, parse_schema(found.definition), facts, [one for one, _ in stands])
    if said.merged is not None:
        return Pieces(rows, said.merged.as_json())
    if not said.answers:
        return Pieces(rows, None)
    whole = {"answer": answer_json(said.answers[0]), "seams": [], "faults": [], "objects": {}}
    return Pieces(rows, whole)


def _stands(row: dict[str, Any]) -> list[tuple[Given, int]]:
    """The answers to a task that stand, or what they came to, each with its schema's version."""
    stands = [one for one in row["answers"] if one["stands"]]
    if stands and row["consensus"] is not None and row["consensus"]["state"] != "undecided":
        newest = max(one["schema_version"] for one in stands)
        return [(Given(row["consensus"]["answer"], row["part"]), newest)]
    return [(Given(one["answer"], row["part"]), one["schema_version"]) for one in stands]


def way_of(s: Session, project_id: int, item_id: int) -> list[dict[str, Any]]:
    """All items that an item came from and all that came of it, with itself: first what was before
    it, then what came after. Raises `NotFound`."""
    values = {"project": project_id, "item": item_id, "limit": LONGEST}
    rows = [dict(row) for row in s.execute(text(_WAY), values).mappings()]
    if not rows:
        raise NotFound("There is no such item in this project.")
    return rows


_ITEM = """
SELECT i.stage_id, f.width, f.height, f.document, f.facts FROM item i
LEFT JOIN asset f ON f.project_id = i.project_id AND f.id = i.asset_id
WHERE i.project_id = :project AND i.id = :item
"""

# Of a task the answers that stand, and what has been handed in and is not decided.
_PIECES = """
SELECT t.id AS task_id, t.state, t.part, t.asset_id, t.overlap, t.accepted, t.created_at, (
    SELECT jsonb_build_object('task_id', c.task_id, 'state', c.state, 'answer', c.answer,
      'answers', c.answers, 'confidence', c.confidence, 'by', (
        SELECT m.pseudonym FROM submission v
        JOIN project_member m ON m.project_id = v.project_id AND m.person_id = v.worker_id
        WHERE v.project_id = c.project_id AND v.id = c.submission_id))
    FROM consensus c WHERE c.project_id = t.project_id AND c.task_id = t.id) AS consensus,
  coalesce((
    SELECT jsonb_agg(jsonb_build_object('assignment_id', a.id, 'state', a.state,
      'by', m.pseudonym, 'submission_id', v.id, 'answer', v.answer,
      'schema_version', v.schema_version,
      'stands', a.state = 'accepted' AND a.judged AND NOT a.surplus AND NOT (
        t.item_ids IS NOT NULL AND EXISTS (SELECT FROM task z WHERE z.project_id = t.project_id
          AND z.item_id = :item AND z.item_ids IS NULL AND z.gold_id IS NULL
          AND z.id > t.id))) ORDER BY a.id)
    FROM assignment a
    JOIN submission v ON v.project_id = a.project_id AND v.id = a.answer_id
      AND v.answer IS NOT NULL
    JOIN project_member m ON m.project_id = a.project_id AND m.person_id = a.worker_id
    WHERE a.project_id = t.project_id AND a.task_id = t.id AND a.level = 0
      AND a.state IN ('submitted', 'accepted', 'rework')), '[]') AS answers
FROM (SELECT * FROM task WHERE project_id = :project AND item_id = :item AND gold_id IS NULL
  UNION SELECT * FROM task WHERE project_id = :project
    AND item_ids @> ARRAY[CAST(:item AS bigint)]) t
ORDER BY CAST(t.part ->> 'at' AS int) NULLS FIRST, t.id LIMIT :limit
"""

_WAY = """
WITH RECURSIVE before AS (
  SELECT i.id, i.source_id, 0 AS step FROM item i WHERE i.project_id = :project AND i.id = :item
  UNION ALL
  SELECT i.id, i.source_id, b.step - 1 FROM before b
  JOIN item i ON i.project_id = :project AND i.id = b.source_id),
after AS (
  SELECT CAST(:item AS bigint) AS id, 0 AS step
  UNION ALL
  SELECT i.id, a.step + 1 FROM after a
  JOIN item i ON i.project_id = :project AND i.source_id = a.id)
SELECT i.id, i.name, i.state, i.excluded_for, i.stage_id, g.name AS stage, g.kind, w.step,
  i.source_id, i.source_answer_id, i.made_id IS NOT NULL AS made, i.created_at, (
    SELECT f.id FROM item p JOIN flow f ON f.project_id = p.project_id AND f.from_id = p.stage_id
      AND f.to_id = i.stage_id
    WHERE p.project_id = i.project_id AND p.id = i.source_id) AS flow_id
FROM (SELECT id, step FROM before UNION SELECT id, step FROM after) w
JOIN item i ON i.project_id = :project AND i.id = w.id
JOIN stage g ON g.project_id = i.project_id AND g.id = i.stage_id
ORDER BY w.step, i.id LIMIT :limit
"""
