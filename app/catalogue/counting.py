"""What is in a release, in figures: put together aside, once its classes are counted."""

from typing import Any

from sqlalchemy import func, select, text
from sqlalchemy.orm import Session

from app.catalogue import queries
from app.core.states import ChoreState
from app.models.catalogue import Dataset, DatasetVersion
from app.models.chore import Chore
from app.models.release import Release, ReleaseClass

MOST_CLASSES = 200

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


def count(s: Session, dataset_id: int, release_id: int) -> bool:
    """Keep the figures of a version that is offered; False while its classes are being counted, by
    the chore that made the release."""
    found = s.get(DatasetVersion, (dataset_id, release_id), with_for_update=True)
    if found is None:
        return True  # taken back meanwhile
    project_id = found.project_id
    release = s.get_one(Release, (project_id, release_id))
    chore = None if release.chore_id is None else s.get(Chore, release.chore_id)
    if chore is not None and chore.state in _AT_WORK:
        return False
    here = (ReleaseClass.project_id == project_id, ReleaseClass.release_id == release_id)
    marks = s.scalar(select(func.coalesce(func.sum(ReleaseClass.annotations), 0)).where(*here))
    rows = s.scalars(
        select(ReleaseClass)
        .where(*here, ReleaseClass.class_id != "")
        .order_by(ReleaseClass.annotations.desc(), ReleaseClass.label, ReleaseClass.class_id)
        .limit(MOST_CLASSES)
    )
    names = _names(queries.newest_schema(s, project_id, release.stage_id) or {"labels": []})
    split = (release.manifest or {}).get("split") or {}
    found.statistics = {
        "items": release.items or 0,
        "marks": int(marks or 0),
        "classes": [
            {
                "label": row.label,
                "class": row.class_id,
                **names.get((row.label, row.class_id), {}),
                "marks": row.annotations,
                "items": row.items,
            }
            for row in rows
        ],
        "splits": {name: share["items"] for name, share in split.items()},
        "modality": s.get_one(Dataset, dataset_id).modality,
        "hours": _hours(s, project_id, release_id),
        **_changes(s, dataset_id, project_id, release_id),
    }
    return True


_AT_WORK = (ChoreState.QUEUED, ChoreState.RUNNING, ChoreState.FAILED)


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
