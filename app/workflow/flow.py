"""What one stage accepts feeds the next: accepted answers and items become items of other stages.

SETTLE puts a row into `flowing` where somebody may want what was accepted: of a collect stage each
answer, of another stage the item. The chore takes rows up, asks each flow's condition, and makes
the items that are not there yet; a second run makes nothing, and one that breaks off has made all
of a chunk or nothing of it.

Two kinds of rows wait. Those whose flow leads to a stage that has no label schema yet: nobody knows
what its items are. And those of a refine stage that has `effects`, until the item has `made_id`:
the chore `refine` makes it (where there is nothing to make, `made_id` is the item's own asset), and
calls `app/workflow/ring.py: ring()`; what it takes out of the data set goes nowhere.
"""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from sqlalchemy import text
from sqlalchemy.orm import Session

from app.core.database import transaction
from app.core.states import ITEM, ItemState, sources
from app.labels import facts_from, parse_schema, parts_of
from app.labels.conditions import holds, parse_condition
from app.labels.standing import Given, standing
from app.models.project import LabelSchema
from app.queue.service import enqueue
from app.workflow.made import Source, Take, fits, made_of
from app.workflow.making import Flow, Wanted, make

CHUNK = 200
FLOW_LOCK = 5 << 60  # where the advisory locks of projects whose flows are taken up begin
SUPERSEDED = "superseded"


def flow_chunk(project_id: int, limit: int = CHUNK) -> tuple[int, int]:
    """Take up to `limit` rows up, in one transaction: (rows, items made). Nobody else takes up rows
    of the project meanwhile."""
    with transaction() as s:
        s.execute(text(f"SELECT pg_advisory_xact_lock({FLOW_LOCK} + :p)"), {"p": project_id})
        rows = _taken(s, project_id, limit)
        if not rows:
            return 0, 0
        flows = _flows(s, project_id, {row["stage_id"] for row in rows})
        found = _sources(s, project_id, rows)
        _supersede(s, project_id, found)
        wanted = [
            Wanted(flow, source, made)
            for source in found
            for flow in flows[source.stage_id]
            if _lets_through(s, project_id, flow, source)
            for made in made_of(source)
            if fits(made.modality, flow.modality)
        ]
        count = make(s, project_id, wanted)
        s.execute(
            text("DELETE FROM flowing WHERE project_id = :p AND id = ANY (:ids)"),
            {"p": project_id, "ids": [row["id"] for row in rows]},
        )
        return len(rows), count


def sweep_stages(project_id: int, stage_ids: Sequence[int]) -> None:
    """Have all that these stages have accepted so far looked at: their flows are new. What has
    flowed already flows no second time."""
    with transaction() as s:
        s.execute(text(_SWEEP), {"project": project_id, "stages": list(stage_ids)})


def due_projects(s: Session, limit: int = 100) -> list[int]:
    """In which projects do rows wait that can be taken up, and no chore that takes them?"""
    return list(s.scalars(text(_DUE), {"limit": limit}))


def _lets_through(s: Session, project_id: int, flow: Flow, source: Source) -> bool:
    """Whether the flow's condition holds for what was accepted."""
    if flow.condition is None:
        return True
    found = s.get_one(LabelSchema, (project_id, source.stage_id, source.version))
    schema = parse_schema(found.definition)
    stands = standing(source.item_id, schema, source.facts, source.given)
    return holds(parse_condition(flow.condition), schema, stands.answers)


def _flows(s: Session, project_id: int, stage_ids: set[int]) -> dict[int, list[Flow]]:
    """The flows from these stages; the stages that they lead to are locked against a change of
    what they are about."""
    by_stage: dict[int, list[Flow]] = defaultdict(list)
    for row in s.execute(text(_FLOWS), {"project": project_id, "stages": list(stage_ids)}):
        by_stage[row.from_id].append(Flow(*row))
    return by_stage


def _taken(s: Session, project_id: int, limit: int) -> list[dict[str, Any]]:
    found = s.execute(text(_TAKE), {"project": project_id, "limit": limit})
    return [dict(row) for row in found.mappings()]


def _sources(s: Session, project_id: int, rows: list[dict[str, Any]]) -> list[Source]:
    """What the rows are about, as far as it still stands."""
    found = []
    answers = [row["answer_id"] for row in rows if row["answer_id"] is not None]
    items = sorted({row["item_id"] for row in rows if row["answer_id"] is None})
    for row in s.execute(text(_COLLECTED), {"project": project_id, "answers": answers}).mappings():
        takes = tuple(Take(*take) for take in row["takes"])
        parts = tuple((row["document"] or {"parts": ()})["parts"])
        found.append(
            Source(
                **{name: row[name] for name in _PLAIN},
                asset_id=None,
                modality=None,
                given=(Given(row["answer"]),),
                collected=True,
                parts=parts,
                takes=takes,
                speakers=tuple(row["speakers"]),
            )
        )
    for row in s.execute(text(_ACCEPTED), {"project": project_id, "items": items}).mappings():
        newest = max(row["answers"], key=lambda one: one["answer_id"])
        found.append(
            Source(
                **{name: row[name] for name in ("item_id", "stage_id", "name", "meta")},
                answer_id=newest["answer_id"],
                answer=newest["answer"],
                version=newest["version"],
                asset_id=row["asset_id"],
                modality=row["modality"],
                given=tuple(Given(one["answer"], one["part"]) for one in row["answers"]),
                facts=facts_from(
                    width=row["width"],
                    height=row["height"],
                    parts=None if row["document"] is None else parts_of(row["document"]),
                    media=row["facts"],
                ),
            )
        )
    return found


def _supersede(s: Session, project_id: int, found: Sequence[Source]) -> None:
    """What came of answers that stand no more, and what came of that, is taken out."""
    if not found:
        return
    standing = {source.item_id: source.answer_id for source in found if not source.collected}
    values = {
        "project": project_id,
        "items": list(standing),
        "answers": list(standing.values()),
        "prompts": sorted({source.item_id for source in found if source.collected}),
        "reason": SUPERSEDED,
        "sources": [state.value for state in sources(ITEM, ItemState.EXCLUDED)],
    }
    for item_id in s.scalars(text(_SUPERSEDE), values).all():
        args = {"project_id": project_id, "item_id": item_id}
        enqueue(s, "wind_down_item", args, project_id=project_id)


_PLAIN = ("item_id", "stage_id", "name", "meta", "answer_id", "answer", "version")

MODALITY = """CASE WHEN {asset}.document IS NOT NULL THEN 'text'
  WHEN {asset}.facts IS NOT NULL THEN {asset}.facts ->> 'modality'
  WHEN {asset}.width IS NOT NULL OR starts_with({asset}.media_type, 'image/') THEN 'picture' END"""
"""SQL: what an asset is; `asset` is its row in the query."""

_FLOWS = """
SELECT w.id, w.from_id, w.to_id, w.condition, l.definition ->> 'modality', f.name
FROM flow w
JOIN stage f ON f.project_id = w.project_id AND f.id = w.from_id
JOIN stage g ON g.project_id = w.project_id AND g.id = w.to_id AND g.state <> 'cancelled'
JOIN label_schema l ON l.project_id = g.project_id AND l.stage_id = g.id
  AND l.version = g.schema_version
WHERE w.project_id = :project AND w.from_id = ANY (:stages)
ORDER BY w.id FOR SHARE OF g
"""

# A row that can be taken up.
_MAY = """
  NOT EXISTS (SELECT FROM stage g
    JOIN item x ON x.project_id = r.project_id AND x.id = r.item_id
    WHERE g.project_id = r.project_id AND g.id = r.stage_id
      AND g.kind = 'refine' AND g.effects IS NOT NULL AND x.made_id IS NULL
      AND x.state <> 'excluded')
  AND NOT EXISTS (SELECT FROM flow w
    JOIN stage g ON g.project_id = w.project_id AND g.id = w.to_id
    WHERE w.project_id = r.project_id AND w.from_id = r.stage_id
      AND g.schema_version IS NULL AND g.state <> 'cancelled')
"""

_TAKE = f"""
SELECT r.id, r.stage_id, r.item_id, r.answer_id FROM flowing r
WHERE r.project_id = :project AND {_MAY}
ORDER BY r.id LIMIT :limit FOR UPDATE OF r
"""

_DUE = f"""
SELECT DISTINCT r.project_id FROM flowing r
WHERE {_MAY} AND NOT EXISTS (SELECT FROM chore c WHERE c.kind = 'flow'
  AND c.project_id = r.project_id AND (c.state IN ('failed', 'running')
    OR c.state = 'queued' AND c.run_after <= now()))
LIMIT :limit
"""

_COLLECTED = f"""
SELECT i.id AS item_id, i.stage_id, i.name, i.meta, v.id AS answer_id, v.answer,
  v.schema_version AS version, p.document,
  coalesce((SELECT jsonb_agg(jsonb_build_array(c.id, c.label, c.name, k.id,
      {MODALITY.format(asset="k")}) ORDER BY c.id)
    FROM capture c JOIN asset k ON k.project_id = c.project_id AND k.id = c.asset_id
    WHERE c.project_id = r.project_id AND c.assignment_id = r.id AND c.state = 'passed'
      AND k.destroyed_at IS NULL), '[]') AS takes,
  (SELECT jsonb_agg(jsonb_build_object('speaker', m.pseudonym, 'profile', f.values)
      ORDER BY y.number)
    FROM (SELECT r.worker_id, 0 AS number UNION ALL
      SELECT b.worker_id, o.number FROM group_member h
      JOIN group_member o ON o.project_id = h.project_id AND o.group_id = h.group_id
        AND o.assignment_id <> h.assignment_id
      JOIN assignment b ON b.project_id = o.project_id AND b.id = o.assignment_id
      WHERE h.project_id = r.project_id AND h.assignment_id = r.id) y
    JOIN project_member m ON m.project_id = r.project_id AND m.person_id = y.worker_id
    LEFT JOIN profile f ON f.project_id = r.project_id AND f.person_id = y.worker_id) AS speakers
FROM submission v
JOIN assignment x ON x.project_id = v.project_id AND x.id = v.assignment_id
JOIN assignment r ON r.project_id = x.project_id AND r.id = x.root_id
JOIN task t ON t.project_id = r.project_id AND t.id = r.task_id
JOIN item i ON i.project_id = t.project_id AND i.id = t.item_id AND i.state <> 'excluded'
LEFT JOIN asset p ON p.project_id = i.project_id AND p.id = i.asset_id
WHERE v.project_id = :project AND v.id = ANY (:answers) AND v.answer IS NOT NULL
  AND r.answer_id = v.id AND r.state = 'accepted' AND r.judged AND NOT r.surplus
  AND NOT EXISTS (SELECT FROM group_member h
    JOIN group_session g ON g.project_id = h.project_id AND g.id = h.group_id
    WHERE h.project_id = r.project_id AND h.assignment_id = r.id AND g.host_id <> r.id)
ORDER BY v.id
"""

_ACCEPTED = f"""
SELECT i.id AS item_id, i.stage_id, i.name, i.meta, k.id AS asset_id,
  {MODALITY.format(asset="k")} AS modality, f.width, f.height, f.document, f.facts, n.answers
FROM item i
LEFT JOIN asset f ON f.project_id = i.project_id AND f.id = i.asset_id
JOIN asset k ON k.project_id = i.project_id AND k.id = coalesce(i.made_id, i.asset_id)
  AND k.destroyed_at IS NULL
CROSS JOIN LATERAL (
  SELECT jsonb_agg(jsonb_build_object('answer_id', v.id, 'answer', coalesce(c.answer, v.answer),
    'version', v.schema_version, 'part', t.part)) AS answers
  FROM (SELECT t.project_id, t.id, t.part FROM task t
      WHERE t.project_id = i.project_id AND t.item_id = i.id AND t.item_ids IS NULL
        AND t.gold_id IS NULL
    UNION ALL SELECT t.project_id, t.id, t.part FROM task t WHERE t.project_id = i.project_id
      AND t.item_ids @> ARRAY[i.id] AND NOT EXISTS (  -- what was begun anew with it counts
        SELECT FROM task z WHERE z.project_id = i.project_id AND z.item_id = i.id
          AND z.item_ids IS NULL AND z.gold_id IS NULL AND z.id > t.id)) t
  JOIN assignment a ON a.project_id = i.project_id AND a.task_id = t.id AND a.level = 0
    AND a.state = 'accepted' AND a.judged AND NOT a.surplus
  JOIN submission v ON v.project_id = a.project_id AND v.id = a.answer_id
    AND v.answer IS NOT NULL
  LEFT JOIN consensus c ON c.project_id = t.project_id AND c.task_id = t.id
    AND c.state IN ('agreed', 'decided')
  WHERE c.task_id IS NULL OR c.root_id = a.id) n
WHERE i.project_id = :project AND i.id = ANY (:items) AND i.state IN ('accepted', 'released')
  AND n.answers IS NOT NULL
ORDER BY i.id
"""

_SUPERSEDE = """
WITH RECURSIVE stale AS (
  SELECT i.id FROM unnest(CAST(:items AS bigint[]), CAST(:answers AS bigint[])) w (item, answer)
  JOIN item i ON i.project_id = :project AND i.source_id = w.item
    AND i.source_answer_id <> w.answer
  UNION
  SELECT i.id FROM unnest(CAST(:prompts AS bigint[])) w (item)
  JOIN item i ON i.project_id = :project AND i.source_id = w.item
  WHERE NOT EXISTS (SELECT FROM task t JOIN assignment a
      ON a.project_id = t.project_id AND a.task_id = t.id AND a.level = 0
    WHERE t.project_id = :project AND t.item_id = w.item AND a.answer_id = i.source_answer_id
      AND a.state = 'accepted' AND a.judged AND NOT a.surplus)
  UNION
  SELECT i.id FROM stale JOIN item i ON i.project_id = :project AND i.source_id = stale.id),
before AS MATERIALIZED (
  SELECT i.id, i.state FROM item i JOIN stale ON stale.id = i.id
  WHERE i.project_id = :project AND i.state = ANY (:sources) ORDER BY i.id FOR UPDATE OF i),
gone AS (
  UPDATE item i SET state = 'excluded', excluded_for = :reason FROM before b
  WHERE i.project_id = :project AND i.id = b.id RETURNING i.id, b.state),
told AS (
  INSERT INTO event (project_id, subject, subject_id, source, target, why)
  SELECT :project, 'item', id, state, 'excluded', :reason FROM gone)
SELECT id FROM gone
"""

_SWEEP = """
INSERT INTO flowing (project_id, stage_id, item_id, answer_id)
SELECT i.project_id, i.stage_id, i.id, NULL FROM item i
JOIN stage g ON g.project_id = i.project_id AND g.id = i.stage_id AND g.kind <> 'collect'
WHERE i.project_id = :project AND i.stage_id = ANY (:stages)
  AND i.state IN ('accepted', 'released')
  AND NOT EXISTS (SELECT FROM flowing r WHERE r.project_id = i.project_id AND r.item_id = i.id)
UNION ALL
SELECT a.project_id, a.stage_id, t.item_id, a.answer_id FROM assignment a
JOIN stage g ON g.project_id = a.project_id AND g.id = a.stage_id AND g.kind = 'collect'
JOIN task t ON t.project_id = a.project_id AND t.id = a.task_id
WHERE a.project_id = :project AND a.stage_id = ANY (:stages) AND a.level = 0
  AND a.state = 'accepted' AND a.judged AND NOT a.surplus AND a.answer_id IS NOT NULL
  AND NOT EXISTS (SELECT FROM flowing r
    WHERE r.project_id = a.project_id AND r.answer_id = a.answer_id)
"""
