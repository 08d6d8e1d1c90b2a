"""What models, and the items ahead of the workers, are asked."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, NamedTuple

import orjson
from sqlalchemy import RowMapping, select
from sqlalchemy.orm import Session

from app.core.errors import NotFound
from app.labels import answer_json
from app.models.project import LabelSchema, Stage
from app.models.suggestion import StageModel
from app.suggestions.exchange import NOTHING, Suggested, Wanted


class Place(NamedTuple):
    """How far a walk has come: through the seats of the queue, then the items not yet opened."""

    turn: int  # 0 for seats, 1 for items
    priority: int
    nth: int  # the task's id, or the item's


HEAD = Place(0, -(2**31), 0)
_THEN = Place(1, 0, 0)
STRETCH = 2_000  # seats or items that are looked at in one step

_SEATS = """
SELECT 0 AS turn, x.priority, x.task_id AS nth, t.item_id
FROM (SELECT project_id, priority, task_id FROM seat
  WHERE project_id = %(project)s AND queue_id = (SELECT id FROM queue
      WHERE project_id = %(project)s AND stage_id = %(stage)s AND level = 0 AND NOT held
        AND NOT gold)
    AND (priority, task_id) > (%(priority)s, %(nth)s)
  ORDER BY priority, task_id LIMIT %(limit)s) x
JOIN task t ON t.project_id = x.project_id AND t.id = x.task_id
ORDER BY x.priority, x.task_id
"""

_READY = """
SELECT 1 AS turn, 0 AS priority, id AS nth, id AS item_id FROM item
WHERE project_id = %(project)s AND stage_id = %(stage)s AND state = 'ready' AND id > %(nth)s
ORDER BY id LIMIT %(limit)s
"""

_ITEM = """i.id, i.name, a.media_type, a.width, a.height, a.storage_key, a.document,
  a.facts AS media"""

# What stands is asked again under another schema or address; what was in vain, when the settings
# were saved since.
_STALE = """(g.schema_version <> %(schema)s OR g.made_at < %(since)s
  OR (g.answer IS NULL AND g.made_at < %(saved)s))"""

# Labels that were imported come first; a file known by its address alone cannot be sent.
_UNASKED = f"""
SELECT w.nth - 1 AS at, {_ITEM}
FROM unnest(%(items)s::bigint[]) WITH ORDINALITY w (id, nth)
JOIN item i ON i.project_id = %(project)s AND i.id = w.id
JOIN asset a ON a.project_id = i.project_id AND a.id = i.asset_id
LEFT JOIN suggestion g ON g.project_id = i.project_id AND g.item_id = i.id
WHERE i.prelabels IS NULL AND NOT a.withheld
  AND (a.document IS NOT NULL OR a.storage_key IS NOT NULL)
  AND (g.item_id IS NULL OR {_STALE})
ORDER BY w.nth LIMIT %(limit)s
"""

_ONE = f"""
SELECT {_ITEM} FROM item i
JOIN asset a ON a.project_id = i.project_id AND a.id = i.asset_id
WHERE i.project_id = %(project)s AND i.stage_id = %(stage)s AND NOT a.withheld
  AND (a.document IS NOT NULL OR a.storage_key IS NOT NULL)
  AND (%(item)s::bigint IS NULL OR i.id = %(item)s)
ORDER BY i.id LIMIT 1
"""

# Something may have come since the last walk began: its transaction has a time before its end, so
# a minute is looked back; what took longer is found once an hour.
_DUE = """
SELECT m.project_id, m.stage_id FROM stage_model m
JOIN stage s ON s.project_id = m.project_id AND s.id = m.stage_id
JOIN project p ON p.id = m.project_id
LEFT JOIN chore c ON c.id = m.chore_id
LEFT JOIN label_schema l ON l.project_id = s.project_id AND l.stage_id = s.id
  AND l.version = s.schema_version
WHERE m.active AND s.state <> 'cancelled' AND p.state <> 'closed' AND l.version IS NOT NULL
  AND (m.again_at IS NULL OR m.again_at <= now())
  AND (c.id IS NULL OR c.state = 'done'
    OR (c.state IN ('dead', 'cancelled') AND c.finished_at < now() - interval '1 hour'))
  AND (m.walked_at IS NULL OR m.walked_at < greatest(m.saved_at, l.created_at)
    OR m.walked_at < now() - interval '1 hour'
    OR EXISTS (SELECT FROM queue q WHERE q.project_id = m.project_id AND q.stage_id = m.stage_id
      AND q.level = 0 AND q.stirred_at > m.walked_at - interval '1 minute')
    OR EXISTS (SELECT FROM batch b WHERE b.project_id = m.project_id AND b.stage_id = m.stage_id
      AND b.finished_at > m.walked_at - interval '1 minute'))
FOR NO KEY UPDATE OF m SKIP LOCKED
"""

_STIRRED = """
SELECT EXISTS (SELECT FROM queue WHERE project_id = %(project)s AND stage_id = %(stage)s
  AND level = 0 AND stirred_at > %(began)s)
"""

_COUNT = """
UPDATE stage_model SET asked = asked + %(asked)s, given = given + %(given)s,
  left_out = left_out + %(left_out)s, failures = 0, fault = NULL, again_at = NULL
WHERE project_id = %(project)s AND stage_id = %(stage)s
"""

_KEEP = f"""
INSERT INTO suggestion AS g (project_id, item_id, schema_version, answer, model)
SELECT %(project)s, x.id, %(schema)s, x.answer, x.model
FROM jsonb_to_recordset(%(rows)s::jsonb) AS x (id bigint, answer jsonb, model text)
ON CONFLICT (project_id, item_id) DO UPDATE SET schema_version = excluded.schema_version,
  answer = excluded.answer, model = excluded.model, made_at = now()
WHERE {_STALE}
RETURNING item_id
"""

_FAILED = """
UPDATE stage_model SET failures = failures + 1, fault = %(fault)s::jsonb, failed_at = now(),
  again_at = now() + %(wait)s
WHERE project_id = %(project)s AND stage_id = %(stage)s
"""


def model(s: Session, project_id: int, stage_id: int) -> StageModel | None:
    """The stage's model. Raises `NotFound` where there is no such stage."""
    if s.get(Stage, (project_id, stage_id)) is None:
        raise NotFound("There is no such stage in this project.")
    return s.get(StageModel, (project_id, stage_id))


def definition(s: Session, project_id: int, stage_id: int) -> tuple[int, dict[str, Any]] | None:
    """The version of the schema that a claim would pin now, and the schema."""
    row = s.execute(
        select(LabelSchema.version, LabelSchema.definition)
        .join(
            Stage,
            (Stage.project_id == LabelSchema.project_id)
            & (Stage.id == LabelSchema.stage_id)
            & (Stage.schema_version == LabelSchema.version),
        )
        .where(Stage.project_id == project_id, Stage.id == stage_id)
    ).first()
    return None if row is None else (row[0], row[1])


def due(s: Session) -> list[tuple[int, int]]:
    """Which stages' models have something to be asked, and nobody who asks? (project, stage),
    locked."""
    return [(row[0], row[1]) for row in s.connection().exec_driver_sql(_DUE)]


def stirred(s: Session, project_id: int, stage_id: int, began: datetime) -> bool:
    """Whether work was put into the queue since then, maybe at its head."""
    values = {"project": project_id, "stage": stage_id, "began": began}
    return bool(s.connection().exec_driver_sql(_STIRRED, values).scalar_one())


def _wanted(row: RowMapping) -> Wanted:
    names = ("id", "name", "media_type", "width", "height", "storage_key", "document", "media")
    return Wanted(**{name: row[name] for name in names})


def _versions(found: StageModel, schema: int) -> dict[str, Any]:
    return {
        "project": found.project_id,
        "stage": found.stage_id,
        "schema": schema,
        "since": found.since,
        "saved": found.saved_at,
    }


def ahead(
    s: Session, found: StageModel, schema: int, after: Place, limit: int
) -> tuple[list[tuple[Place, Wanted]], Place | None]:
    """The next items that have no suggestion, in the order in which people will get them, and
    where the look ended: None where there is nothing more. Looks at one stretch of the work."""
    run = s.connection().exec_driver_sql
    values = _versions(found, schema) | after._asdict()
    seen = run(_SEATS if after.turn == 0 else _READY, values | {"limit": STRETCH}).all()
    if not seen:
        return [], _THEN if after.turn == 0 else None
    places = [Place(*row[:3]) for row in seen]
    items = {"items": [row[3] for row in seen], "limit": limit}
    rows = run(_UNASKED, values | items).mappings()
    return [(places[row["at"]], _wanted(row)) for row in rows], places[-1]


def one(s: Session, project_id: int, stage_id: int, item_id: int | None) -> Wanted | None:
    """This item of the stage, or its first one; None where there is none that can be sent."""
    values = {"project": project_id, "stage": stage_id, "item": item_id}
    row = s.connection().exec_driver_sql(_ONE, values).mappings().first()
    return None if row is None else _wanted(row)


def still(s: Session, found: StageModel) -> bool:
    """Whether the settings are those that were read as `found`. Locks them until commit."""
    return (
        s.execute(
            select(StageModel.stage_id)
            .where(
                StageModel.project_id == found.project_id,
                StageModel.stage_id == found.stage_id,
                StageModel.saved_at == found.saved_at,
            )
            .with_for_update(key_share=True)
        ).first()
        is not None
    )


def keep(
    s: Session, found: StageModel, schema: int, made: Iterable[tuple[Wanted, Suggested]]
) -> None:
    """Store what the model answered about items, and count each once: it does not fail any more.
    A suggestion that stands stays."""
    said = {item.id: one for item, one in made}
    new = _write(s, found, schema, said)
    counted = [said[item_id] for item_id in new]
    values = _versions(found, schema) | {
        "asked": len(counted),
        "given": sum(one.answer is not None for one in counted),
        "left_out": sum(one.left_out for one in counted),
    }
    s.connection().exec_driver_sql(_COUNT, values)


def pass_over(s: Session, found: StageModel, schema: int, items: Iterable[Wanted]) -> None:
    """Leave these out until the settings are saved again: they cannot be sent, or the model fails
    over them."""
    _write(s, found, schema, {item.id: NOTHING for item in items})


def _write(
    s: Session, found: StageModel, schema: int, said: Mapping[int, Suggested]
) -> Sequence[int]:
    """Answers which of them were new."""
    if not said:
        return []
    rows = [
        {
            "id": item_id,
            "answer": None if one.answer is None else answer_json(one.answer),
            "model": one.model,
        }
        for item_id, one in said.items()
    ]
    values = _versions(found, schema) | {"rows": orjson.dumps(rows).decode()}
    return s.connection().exec_driver_sql(_KEEP, values).scalars().all()


def failed(s: Session, found: StageModel, fault: dict[str, Any], wait: timedelta) -> None:
    """Note a failure, and when the model is asked again."""
    values = _versions(found, 0) | {"fault": orjson.dumps(fault).decode(), "wait": wait}
    s.connection().exec_driver_sql(_FAILED, values)
