"""What the model in the loop is asked, and its statements."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple

import orjson
from sqlalchemy import RowMapping, select, text
from sqlalchemy.orm import Session

from app.models.asset import Asset
from app.models.item import Item
from app.models.suggestion import LoopMark, ModelFigure
from app.suggestions.exchange import Wanted

STRETCH = 2_000
"""Items that are looked at for one page."""
EVENTS = 20_000
"""Events that are looked through in one transaction, and how many items become corrections."""
AT_ONCE = 200

_AHEAD = """
SELECT id FROM (
  (SELECT id FROM item WHERE project_id = :project AND stage_id = :stage AND state = 'ready'
     AND id > :after ORDER BY id LIMIT :stretch)
  UNION ALL
  (SELECT id FROM item WHERE project_id = :project AND stage_id = :stage AND state = 'in_work'
     AND id > :after ORDER BY id LIMIT :stretch)) x
ORDER BY id LIMIT :stretch
"""
_WITHOUT = """
SELECT w.id FROM unnest(CAST(:ids AS bigint[])) w (id)
WHERE NOT EXISTS (SELECT FROM prediction g
  WHERE g.project_id = :project AND g.item_id = w.id AND g.model = :model)
ORDER BY w.id LIMIT :limit
"""


def unlabeled(
    s: Session, project_id: int, stage_id: int, *, model: str | None, after: int, limit: int
) -> tuple[list[tuple[Item, Asset | None]], int | None]:
    """The stage's next items that are not accepted yet, and that `model` has not predicted: `limit`
    at most, with their assets; and where the look ended, None where there is nothing more."""
    values: dict[str, Any] = {"project": project_id, "stage": stage_id, "after": after}
    ids = list(s.scalars(text(_AHEAD), values | {"stretch": STRETCH}))
    edge = ids[-1] if len(ids) == STRETCH else None
    if model is not None and ids:
        values |= {"ids": ids, "model": model, "limit": limit}
        ids = list(s.scalars(text(_WITHOUT), values))
    ids = ids[:limit]
    rows = s.execute(
        select(Item, Asset)
        .outerjoin(Asset, (Asset.project_id == Item.project_id) & (Asset.id == Item.asset_id))
        .where(Item.project_id == project_id, Item.id.in_(ids))
        .order_by(Item.id)
    )
    return [(item, asset) for item, asset in rows], edge


_ITEMS = """
SELECT i.id, i.name, a.media_type, a.width, a.height, a.storage_key, a.document, a.facts AS media,
  i.prelabels IS NOT NULL AS labelled
FROM item i JOIN asset a ON a.project_id = i.project_id AND a.id = i.asset_id
WHERE i.project_id = %(project)s AND i.stage_id = %(stage)s AND i.id = ANY (%(ids)s::bigint[])
"""


def these(
    s: Session, project_id: int, stage_id: int, ids: Sequence[int]
) -> dict[int, tuple[Wanted, bool]]:
    """The stage's items of these ids, and whether labels of theirs were imported."""
    values = {"project": project_id, "stage": stage_id, "ids": list(ids)}
    rows = s.connection().exec_driver_sql(_ITEMS, values).mappings()
    return {row["id"]: (_wanted(row), row["labelled"]) for row in rows}


def _wanted(row: RowMapping) -> Wanted:
    names = ("id", "name", "media_type", "width", "height", "storage_key", "document", "media")
    return Wanted(**{name: row[name] for name in names})


_KEEP = """
WITH given AS MATERIALIZED (
  SELECT * FROM jsonb_to_recordset(%(rows)s::jsonb)
    AS x (id bigint, answer jsonb, score float8, labelled boolean) ORDER BY id),
kept AS (
  INSERT INTO prediction AS p (project_id, item_id, model, stage_id, schema_version, answer, score,
    made_by)
  SELECT %(project)s, id, %(model)s, %(stage)s, %(schema)s, answer, score, %(by)s FROM given
  ON CONFLICT (project_id, item_id, model) DO UPDATE SET schema_version = excluded.schema_version,
    answer = excluded.answer, score = excluded.score, made_at = now(), made_by = excluded.made_by)
INSERT INTO suggestion (project_id, item_id, schema_version, answer, model)
SELECT %(project)s, id, %(schema)s, answer, %(model)s FROM given WHERE NOT labelled
ON CONFLICT (project_id, item_id) DO UPDATE SET schema_version = excluded.schema_version,
  answer = excluded.answer, model = excluded.model, made_at = now()
"""


def keep(
    s: Session,
    project_id: int,
    stage_id: int,
    *,
    model: str,
    schema: int,
    by: int,
    rows: Sequence[dict[str, Any]],
) -> None:
    """Store predictions, the newest of a model for an item; they are what people begin with where
    no labels were imported."""
    values = {"project": project_id, "stage": stage_id, "model": model, "schema": schema}
    values |= {"by": by, "rows": orjson.dumps(rows).decode()}
    s.connection().exec_driver_sql(_KEEP, values)


def lock_mark(s: Session, project_id: int, stage_id: int, *, skip: bool = False) -> LoopMark | None:
    """The stage's mark, held until commit: who counts corrections waits, or with `skip` passes."""
    return s.get(
        LoopMark,
        (project_id, stage_id),
        with_for_update={"skip_locked": skip},
        populate_existing=True,
    )


def begin_mark(s: Session, project_id: int, stage_id: int) -> None:
    """Have the stage's accepted items gathered from now on, those of before included."""
    s.execute(
        text(
            "INSERT INTO loop_mark (project_id, stage_id) VALUES (:project, :stage)"
            " ON CONFLICT DO NOTHING"
        ),
        {"project": project_id, "stage": stage_id},
    )


_LAGGING = """
SELECT m.project_id, m.stage_id FROM loop_mark m
JOIN figure_mark f ON f.project_id = m.project_id AND f.event_id > m.event_id
ORDER BY m.project_id, m.stage_id
"""


def lagging(s: Session) -> list[tuple[int, int]]:
    """In which stages may something have been accepted that is no correction yet?"""
    return [(row[0], row[1]) for row in s.connection().exec_driver_sql(_LAGGING)]


class Accepted(NamedTuple):
    """That an item was accepted."""

    event_id: int
    item_id: int
    at: datetime


_ACCEPTED = f"""
WITH seen AS MATERIALIZED (
  SELECT e.id, e.subject, e.subject_id, e.target, e.at FROM event e
  WHERE e.project_id = %(project)s AND e.id > %(after)s AND e.id <= (
    SELECT f.event_id FROM figure_mark f WHERE f.project_id = %(project)s)
  ORDER BY e.id LIMIT {EVENTS})
SELECT x.id, x.item_id, x.at, (SELECT max(id) FROM seen) AS last
FROM (SELECT 1) one LEFT JOIN LATERAL (
  SELECT e.id, i.id AS item_id, e.at FROM seen e
  JOIN item i ON i.project_id = %(project)s AND i.id = e.subject_id AND i.stage_id = %(stage)s
    AND i.state IN ('accepted', 'released')
  WHERE e.subject = 'item' AND e.target = 'accepted' ORDER BY e.id LIMIT {AT_ONCE}) x ON true
"""


def accepted_since(
    s: Session, project_id: int, stage_id: int, after: int
) -> tuple[list[Accepted], int | None]:
    """The stage's items that were accepted next, and up to where this is all of it; None where
    nothing has happened since."""
    values = {"project": project_id, "stage": stage_id, "after": after}
    rows = s.connection().exec_driver_sql(_ACCEPTED, values).all()
    found = [Accepted(*row[:3]) for row in rows if row[0] is not None]
    last = rows[0][3]
    return found, found[-1].event_id if len(found) == AT_ONCE else last


_STANDING = """
SELECT DISTINCT ON (i.id) i.id AS item_id, i.name, coalesce(c.answer, v.answer) AS answer,
  v.schema_version
FROM item i
JOIN task t ON t.project_id = i.project_id AND t.item_id = i.id AND t.gold_id IS NULL
  AND t.part IS NULL AND t.item_ids IS NULL
JOIN assignment a ON a.project_id = t.project_id AND a.task_id = t.id AND a.level = 0
  AND a.state = 'accepted' AND a.judged AND NOT a.surplus
JOIN submission v ON v.project_id = a.project_id AND v.id = a.answer_id
LEFT JOIN consensus c ON c.project_id = t.project_id AND c.task_id = t.id
  AND c.state IN ('agreed', 'decided')
WHERE i.project_id = %(project)s AND i.id = ANY (%(ids)s::bigint[])
  AND i.state IN ('accepted', 'released') AND coalesce(c.answer, v.answer) IS NOT NULL
ORDER BY i.id, a.id
"""


def standing(s: Session, project_id: int, ids: Sequence[int]) -> dict[int, RowMapping]:
    """The answer that stands for each of these accepted items, as the first of a release would: the
    consensus, or who was accepted first. Not of what was done in pieces or bundles."""
    values = {"project": project_id, "ids": list(ids)}
    rows = s.connection().exec_driver_sql(_STANDING, values).mappings()
    return {row["item_id"]: row for row in rows}


_PREDICTIONS = """
SELECT item_id, model, score, schema_version, answer FROM prediction
WHERE project_id = %(project)s AND item_id = ANY (%(ids)s::bigint[])
  AND (%(model)s::text IS NULL OR model = %(model)s)
ORDER BY item_id, made_at, model
"""


def predictions(
    s: Session, project_id: int, ids: Sequence[int], model: str | None = None
) -> list[RowMapping]:
    """What models have said of these items."""
    values = {"project": project_id, "ids": list(ids), "model": model}
    return list(s.connection().exec_driver_sql(_PREDICTIONS, values).mappings())


_OLD = """
SELECT item_id, at, counted FROM correction
WHERE project_id = %(project)s AND item_id = ANY (%(ids)s::bigint[])
"""


def counted(s: Session, project_id: int, ids: Sequence[int]) -> list[RowMapping]:
    """What these items have added to the figures of models so far."""
    values = {"project": project_id, "ids": list(ids)}
    return list(s.connection().exec_driver_sql(_OLD, values).mappings())


_RECOUNT = """
UPDATE correction c SET counted = x.counted
FROM jsonb_to_recordset(%(rows)s::jsonb) AS x (item_id bigint, counted jsonb)
WHERE c.project_id = %(project)s AND c.item_id = x.item_id
"""
_FORGET = """
DELETE FROM correction WHERE project_id = %(project)s AND item_id = ANY (%(ids)s::bigint[])
"""
_ADD = """
INSERT INTO correction (project_id, stage_id, item_id, at, counted)
SELECT %(project)s, %(stage)s, x.item_id, x.at, x.counted
FROM jsonb_to_recordset(%(rows)s::jsonb)
  AS x (nth int, item_id bigint, at timestamptz, counted jsonb) ORDER BY x.nth
"""


def recount(s: Session, project_id: int, rows: Sequence[dict[str, Any]]) -> None:
    """Note what corrections that are there add by now."""
    values = {"project": project_id, "rows": orjson.dumps(rows).decode()}
    s.connection().exec_driver_sql(_RECOUNT, values)


def add(s: Session, project_id: int, stage_id: int, rows: Sequence[dict[str, Any]]) -> None:
    """Note corrections under later numbers than all that are there."""
    ids = [row["item_id"] for row in rows]
    s.connection().exec_driver_sql(_FORGET, {"project": project_id, "ids": ids})
    numbered = [{"nth": nth, **row} for nth, row in enumerate(rows)]
    values = {"project": project_id, "stage": stage_id, "rows": orjson.dumps(numbered).decode()}
    s.connection().exec_driver_sql(_ADD, values)


_FIGURES = """
INSERT INTO model_figure AS m (project_id, stage_id, model, label, items, agreed, kept, changed,
  added, removed)
SELECT %(project)s, %(stage)s, x.model, x.label, x.items, x.agreed, x.kept, x.changed, x.added,
  x.removed
FROM jsonb_to_recordset(%(rows)s::jsonb) AS x (model text, label text, items bigint, agreed float8,
  kept bigint, changed bigint, added bigint, removed bigint) ORDER BY x.model, x.label
ON CONFLICT (project_id, stage_id, model, label) DO UPDATE SET items = m.items + excluded.items,
  agreed = m.agreed + excluded.agreed, kept = m.kept + excluded.kept,
  changed = m.changed + excluded.changed, added = m.added + excluded.added,
  removed = m.removed + excluded.removed
"""


def add_figures(s: Session, project_id: int, stage_id: int, rows: Sequence[dict[str, Any]]) -> None:
    """Add to the figures of models; what is taken back is less than nothing."""
    values = {"project": project_id, "stage": stage_id, "rows": orjson.dumps(rows).decode()}
    s.connection().exec_driver_sql(_FIGURES, values)


def figures(s: Session, project_id: int, stage_id: int) -> Sequence[ModelFigure]:
    """How far each model agrees, by class."""
    return s.scalars(
        select(ModelFigure)
        .where(
            ModelFigure.project_id == project_id,
            ModelFigure.stage_id == stage_id,
            ModelFigure.items > 0,
        )
        .order_by(ModelFigure.model, ModelFigure.label)
    ).all()


_PAGE = """
SELECT id, item_id, at FROM correction
WHERE project_id = %(project)s AND stage_id = %(stage)s AND id > %(after)s
ORDER BY id LIMIT %(limit)s
"""


def corrections(
    s: Session, project_id: int, stage_id: int, *, after: int, limit: int
) -> list[RowMapping]:
    """What has been accepted next, in that order."""
    values = {"project": project_id, "stage": stage_id, "after": after, "limit": limit}
    return list(s.connection().exec_driver_sql(_PAGE, values).mappings())


_SCORES = """
SELECT t.id, p.item_id, p.score FROM prediction p
JOIN task t ON t.project_id = p.project_id AND t.item_id = p.item_id AND t.state = 'open'
  AND t.stage_id = p.stage_id AND t.gold_id IS NULL
WHERE p.project_id = %(project)s AND p.stage_id = %(stage)s AND p.model = %(model)s
  AND p.score IS NOT NULL AND p.item_id > %(after)s
  AND p.item_id <= (SELECT coalesce(max(item_id), 0) FROM (SELECT q.item_id FROM prediction q
    WHERE q.project_id = %(project)s AND q.stage_id = %(stage)s AND q.model = %(model)s
      AND q.item_id > %(after)s ORDER BY q.item_id LIMIT %(limit)s) z)
"""
_LAST = """
SELECT max(item_id) FROM (SELECT q.item_id FROM prediction q
  WHERE q.project_id = %(project)s AND q.stage_id = %(stage)s AND q.model = %(model)s
    AND q.item_id > %(after)s ORDER BY q.item_id LIMIT %(limit)s) z
"""


def scores(
    s: Session, project_id: int, stage_id: int, model: str, *, after: int, limit: int
) -> tuple[dict[int, float], int | None]:
    """How sure the model is of the items of open tasks, task by task, for the next `limit` items
    that it has predicted; and the last of these, None where there is none."""
    values = {"project": project_id, "stage": stage_id, "model": model}
    values |= {"after": after, "limit": limit}
    run = s.connection().exec_driver_sql
    last = run(_LAST, values).scalar_one()
    return {row.id: row.score for row in run(_SCORES, values)}, last


def predicted(s: Session, project_id: int, stage_id: int, model: str) -> bool:
    """Whether a model of this name has predicted anything in the stage."""
    values = {"project": project_id, "stage": stage_id, "model": model, "after": 0, "limit": 1}
    return s.connection().exec_driver_sql(_LAST, values).scalar_one() is not None
