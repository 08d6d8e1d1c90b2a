"""What is in a release, in figures: counted aside, a stretch of items at a time."""

from collections import Counter
from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

from sqlalchemy import select, text
from sqlalchemy.orm import Session

from app.catalogue import queries
from app.models.catalogue import Dataset, DatasetVersion
from app.models.release import Release

_STRETCH = 20_000
MOST_CLASSES = 200

# Of each task of an item the answer that stands: the first one, or what several came to. What is
# said of several items at once is of none of them alone.
_LABELS = """
WITH stretch AS (
  SELECT item_id, submission_ids FROM release_item
  WHERE project_id = :p AND release_id = :r AND item_id > :after ORDER BY item_id LIMIT :limit),
said AS (
  SELECT DISTINCT ON (m.item_id, x.task_id) m.item_id, coalesce(c.answer, v.answer) AS answer
  FROM stretch m CROSS JOIN LATERAL unnest(m.submission_ids) WITH ORDINALITY u (id, nth)
  JOIN submission v ON v.project_id = :p AND v.id = u.id
  JOIN assignment x ON x.project_id = v.project_id AND x.id = v.assignment_id
  JOIN task t ON t.project_id = x.project_id AND t.id = x.task_id AND t.item_ids IS NULL
  LEFT JOIN consensus c ON c.project_id = x.project_id AND c.task_id = x.task_id
    AND c.state IN ('agreed', 'decided')
  ORDER BY m.item_id, x.task_id, u.nth),
marks AS (
  SELECT s.item_id, one ->> 'name' AS label, one ->> 'class' AS class
  FROM said s CROSS JOIN LATERAL jsonb_array_elements(s.answer -> 'annotations') one)
SELECT (SELECT max(item_id) FROM stretch), (SELECT count(*) FROM stretch),
  (SELECT count(*) FROM marks),
  (SELECT jsonb_agg(jsonb_build_array(label, class, n, items)) FROM (
    SELECT label, class, count(*) AS n, count(DISTINCT item_id) AS items FROM marks
    WHERE class IS NOT NULL GROUP BY 1, 2) k)
"""
_SECONDS = """
SELECT sum(CASE f.facts ->> 'modality' WHEN 'sound' THEN (f.facts ->> 'length')::float8 / 1000
  WHEN 'video' THEN (f.facts ->> 'length')::float8 * (f.facts -> 'rate' ->> 1)::float8
    / nullif((f.facts -> 'rate' ->> 0)::float8, 0) END)
FROM release_item m
JOIN item i ON i.project_id = m.project_id AND i.id = m.item_id
JOIN asset f ON f.project_id = i.project_id AND f.id = coalesce(i.made_id, i.asset_id)
WHERE m.project_id = :p AND m.release_id = :r
"""
_CHANGES = """
SELECT count(*) FILTER (WHERE o.item_id IS NULL) AS added,
  count(*) FILTER (WHERE n.item_id IS NULL) AS removed,
  count(*) FILTER (WHERE o.item_id IS NOT NULL AND n.item_id IS NOT NULL
    AND CASE WHEN o.digest IS NULL OR n.digest IS NULL THEN n.submission_ids <> o.submission_ids
      ELSE n.digest <> o.digest END) AS changed
FROM (SELECT * FROM release_item WHERE project_id = :p AND release_id = :r) n
FULL JOIN (SELECT * FROM release_item WHERE project_id = :p AND release_id = :before) o
  USING (item_id)
"""


def count(
    transaction: Callable[[], AbstractContextManager[Session]],
    progress: Callable[[int, int | None], None],
    dataset_id: int,
    release_id: int,
) -> dict[str, Any] | None:
    """Count a version that is offered, and keep the figures; None where it is not offered any
    more."""
    with transaction() as s:
        found = s.get(DatasetVersion, (dataset_id, release_id))
        if found is None:
            return None
        project_id = found.project_id
        release = s.get_one(Release, (project_id, release_id))
        stage_id, manifest, total = release.stage_id, release.manifest or {}, release.items
    items = marks = 0
    of_class: Counter[tuple[str, str]] = Counter()
    in_items: Counter[tuple[str, str]] = Counter()
    last: int | None = 0
    while last is not None:
        with transaction() as s:
            values = {"p": project_id, "r": release_id, "after": last, "limit": _STRETCH}
            last, n, more, rows = s.execute(text(_LABELS), values).one()
        items, marks = items + n, marks + more
        for label, class_, each, inside in rows or ():
            of_class[label, class_] += each
            in_items[label, class_] += inside
        progress(items, total)
    with transaction() as s:
        names = _names(queries.newest_schema(s, project_id, stage_id) or {"labels": []})
        figures: dict[str, Any] = {
            "items": items,
            "marks": marks,
            "classes": [
                {
                    "label": label,
                    "class": class_,
                    **names.get((label, class_), {}),
                    "marks": n,
                    "items": in_items[label, class_],
                }
                for (label, class_), n in of_class.most_common(MOST_CLASSES)
            ],
            "splits": {
                name: share["items"] for name, share in (manifest.get("split") or {}).items()
            },
            "modality": s.get_one(Dataset, dataset_id).modality,
            "hours": _hours(s, project_id, release_id),
            **_changes(s, dataset_id, project_id, release_id),
        }
        now = s.get(DatasetVersion, (dataset_id, release_id), with_for_update=True)
        if now is None:
            return None
        now.statistics = figures
    return {"items": items, "marks": marks}


def _names(schema: dict[str, Any]) -> dict[tuple[str, str], dict[str, str]]:
    return {
        (label["name"], one["id"]): {
            language: one[language] for language in ("ko", "en") if one.get(language)
        }
        for label in schema["labels"]
        for one in label.get("classes") or ()
    }


def _hours(s: Session, project_id: int, release_id: int) -> float | None:
    seconds = s.execute(text(_SECONDS), {"p": project_id, "r": release_id}).scalar_one()
    return None if seconds is None else round(seconds / 3600, 2)


def _changes(
    s: Session, dataset_id: int, project_id: int, release_id: int
) -> dict[str, int | None]:
    """Against the version that was offered before it."""
    before = s.scalars(
        select(DatasetVersion.release_id)
        .where(DatasetVersion.dataset_id == dataset_id, DatasetVersion.release_id < release_id)
        .order_by(DatasetVersion.release_id.desc())
        .limit(1)
    ).first()
    if before is None:
        return dict.fromkeys(("added", "removed", "changed"))
    values = {"p": project_id, "r": release_id, "before": before}
    return dict(s.execute(text(_CHANGES), values).mappings().one())
