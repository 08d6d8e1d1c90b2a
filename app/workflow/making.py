"""Make the items that flows want and that are not there yet: each has a batch of the flow that it
came by, and a name that says it has been made."""

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

import orjson
from sqlalchemy import text
from sqlalchemy.orm import Session

from app.workflow.made import Made, Source, other_name


@dataclass(frozen=True, slots=True)
class Flow:
    """One flow, as the chore needs it."""

    id: int
    from_id: int
    to_id: int
    condition: dict[str, Any] | None
    modality: str | None  # of the stage that it leads to
    name: str  # of the stage that it comes from


@dataclass(frozen=True, slots=True)
class Wanted:
    """An item that a flow wants."""

    flow: Flow
    source: Source
    made: Made


def make(s: Session, project_id: int, wanted: Sequence[Wanted]) -> int:
    """Make those that are not there; how many that were."""
    known = _known(s, project_id, wanted)
    rows: list[dict[str, Any]] = []
    for one in wanted:
        stage_id, name = one.flow.to_id, one.made.name
        mine = (one.source.item_id, one.source.answer_id)
        if known.get((stage_id, name), mine) != mine:
            name = other_name(name, one.source)
        if (stage_id, name) in known:
            continue
        known[stage_id, name] = mine
        document = one.made.document
        content = None if document is None else orjson.dumps(document, option=orjson.OPT_SORT_KEYS)
        rows.append(
            {
                "from_id": one.flow.from_id,
                "from_name": one.flow.name,
                "stage_id": stage_id,
                "name": name,
                "asset_id": one.made.asset_id,
                "sha256": None if content is None else sha256(content).hexdigest(),
                "bytes": None if content is None else len(content),
                "document": document,
                "meta": one.made.meta,
                "source_id": one.source.item_id,
                "source_answer_id": one.source.answer_id,
            }
        )
    if not rows:
        return 0
    values = {"project": project_id, "rows": orjson.dumps(rows).decode()}
    s.execute(text(_TEXTS), values)
    s.execute(text(_BATCHES), values)
    return int(s.execute(text(_ITEMS), values).scalar_one())


def _known(
    s: Session, project_id: int, wanted: Sequence[Wanted]
) -> dict[tuple[int, str], tuple[int | None, int | None]]:
    """Which of the names are taken in their stages, and by what came of which answer to what."""
    names = {
        (one.flow.to_id, name)
        for one in wanted
        for name in (one.made.name, other_name(one.made.name, one.source))
    }
    rows = s.execute(
        text(_KNOWN),
        {
            "project": project_id,
            "stages": [stage_id for stage_id, _ in names],
            "names": [name for _, name in names],
        },
    )
    return {(row.stage_id, row.name): (row.source_id, row.source_answer_id) for row in rows}


_ROWS = """jsonb_to_recordset(CAST(:rows AS jsonb)) AS m (from_id bigint, from_name text,
  stage_id bigint, name text, asset_id bigint, sha256 text, bytes bigint, document jsonb,
  meta jsonb, source_id bigint, source_answer_id bigint)"""

_KNOWN = """
SELECT i.stage_id, i.name, i.source_id, i.source_answer_id
FROM unnest(CAST(:stages AS bigint[]), CAST(:names AS text[])) w (stage, name)
JOIN item i ON i.project_id = :project AND i.stage_id = w.stage AND i.name = w.name
"""

_TEXTS = f"""
INSERT INTO asset (project_id, sha256, media_type, bytes, document)
SELECT DISTINCT ON (m.sha256) CAST(:project AS bigint), m.sha256, 'text/plain', m.bytes, m.document
FROM {_ROWS} WHERE m.sha256 IS NOT NULL
ON CONFLICT (project_id, sha256) DO NOTHING
"""

_BATCHES = f"""
INSERT INTO batch (project_id, stage_id, name, format, source, state)
SELECT DISTINCT CAST(:project AS bigint), m.stage_id, m.from_name, 'flow', 'flow:' || m.from_id,
  'imported'
FROM {_ROWS}
WHERE NOT EXISTS (SELECT FROM batch b WHERE b.project_id = :project AND b.stage_id = m.stage_id
  AND b.format = 'flow' AND b.source = 'flow:' || m.from_id)
"""

_ITEMS = f"""
WITH made AS (
  INSERT INTO item (project_id, stage_id, batch_id, asset_id, name, state, meta, source_id,
    source_answer_id)
  SELECT CAST(:project AS bigint), m.stage_id, b.id, coalesce(m.asset_id, a.id), m.name, 'ready',
    m.meta, m.source_id, m.source_answer_id
  FROM {_ROWS}
  JOIN batch b ON b.project_id = :project AND b.stage_id = m.stage_id AND b.format = 'flow'
    AND b.source = 'flow:' || m.from_id
  LEFT JOIN asset a ON a.project_id = :project AND a.sha256 = m.sha256
  ON CONFLICT (project_id, stage_id, name) DO NOTHING
  RETURNING id, batch_id),
counted AS (
  UPDATE batch b SET taken = b.taken + n.items, finished_at = now(),
    first_item_id = least(b.first_item_id, n.first), last_item_id = greatest(b.last_item_id, n.last)
  FROM (SELECT batch_id, count(*) AS items, min(id) AS first, max(id) AS last FROM made
        GROUP BY batch_id) n
  WHERE b.project_id = :project AND b.id = n.batch_id),
told AS (
  INSERT INTO event (project_id, subject, subject_id, target, why)
  SELECT :project, 'item', id, 'ready', 'flow' FROM made)
SELECT count(*) FROM made
"""
