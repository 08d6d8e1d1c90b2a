"""What the catalogue is asked, in SQL."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import select, text
from sqlalchemy.orm import Session

from app.core.document import EXCERPT
from app.core.errors import NotFound
from app.models.catalogue import Dataset, DatasetSample, DatasetVersion, Domain, Use
from app.models.project import LabelSchema
from app.models.release import Release

# The newest of the versions that can be taken: one that is shut, or whose file is destroyed, is
# offered to nobody.
_NEWEST = """CROSS JOIN LATERAL (
  SELECT v.release_id, r.version, r.format, r.items, r.bytes, v.offered_at
  FROM dataset_version v JOIN release r ON r.project_id = v.project_id AND r.id = v.release_id
    AND r.state = 'ready'
  WHERE v.dataset_id = d.id ORDER BY v.release_id DESC LIMIT 1) n"""
_ROW = f"""
SELECT d.id, d.project_id, d.stage_id, d.title_ko, d.title_en, d.about_ko, d.about_en, d.domain,
  d.modality, d.keywords, d.licence, d.published_at, d.terms_ko, d.terms_en, d.creators,
  d.improve_from, d.improve_until, o.name AS organisation, n.version, n.format, n.items, n.bytes,
  n.offered_at AS released_at, c.thumbnail_key,
  (g.inspect1 <> 'none')::int + (g.inspect2 <> 'none')::int AS inspections
FROM dataset d
JOIN project p ON p.id = d.project_id
JOIN organisation o ON o.id = p.organisation_id
JOIN stage g ON g.project_id = d.project_id AND g.id = d.stage_id
{_NEWEST}
LEFT JOIN LATERAL (SELECT a.thumbnail_key FROM dataset_sample s
  JOIN item i ON i.project_id = s.project_id AND i.id = s.item_id AND i.state <> 'excluded'
  JOIN asset a ON a.project_id = i.project_id AND a.id = coalesce(i.made_id, i.asset_id)
    AND NOT a.withheld AND a.thumbnail_key IS NOT NULL
  WHERE s.dataset_id = d.id ORDER BY s.place LIMIT 1) c ON true
WHERE d.state = 'published'
"""


def datasets(
    s: Session,
    *,
    words: Sequence[str],
    domain: Domain | None,
    modality: str | None,
    licence: str | None,
    before: int,
    limit: int,
) -> list[dict[str, Any]]:
    """What everybody may take, the newest first: of all those words, that domain, and so on."""
    wanted = """AND (:before = 0 OR d.id < :before)
      AND NOT EXISTS (SELECT FROM unnest(CAST(:words AS text[])) w WHERE position(w IN d.words) = 0)
      AND (CAST(:domain AS text) IS NULL OR d.domain = :domain)
      AND (CAST(:modality AS text) IS NULL OR d.modality = :modality)
      AND (CAST(:licence AS text) IS NULL OR d.licence = :licence)
      ORDER BY d.id DESC LIMIT :limit"""
    values = {
        "before": before,
        "words": list(words),
        "domain": None if domain is None else domain.value,
        "modality": modality,
        "licence": licence,
        "limit": limit,
    }
    return [dict(row) for row in s.execute(text(f"{_ROW} {wanted}"), values).mappings()]


def dataset(s: Session, dataset_id: int) -> dict[str, Any] | None:
    """One that everybody may take."""
    row = s.execute(text(f"{_ROW} AND d.id = :id"), {"id": dataset_id}).mappings().one_or_none()
    return None if row is None else dict(row)


_VERSIONS = """
SELECT v.release_id, r.version, r.format, r.media, coalesce(r.items, 0) AS items,
  coalesce(r.bytes, 0) AS bytes, coalesce(r.sha256, '') AS sha256, r.parts, v.notes_ko, v.notes_en,
  v.offered_at, v.statistics, r.state = 'ready' AS offered
FROM dataset_version v JOIN release r ON r.project_id = v.project_id AND r.id = v.release_id
WHERE v.dataset_id = :id AND (:all OR r.state = 'ready')
ORDER BY v.release_id DESC LIMIT 200
"""


def versions(s: Session, dataset_id: int, *, shut_too: bool = False) -> list[dict[str, Any]]:
    """Its versions on offer, the newest first; with `shut_too` those as well that were shut."""
    rows = s.execute(text(_VERSIONS), {"id": dataset_id, "all": shut_too}).mappings()
    return [dict(row) for row in rows]


def offered(s: Session, dataset_id: int, release_id: int) -> Release | None:
    """A version of a published data set that anybody may take."""
    return s.execute(
        select(Release)
        .join(
            DatasetVersion,
            (DatasetVersion.project_id == Release.project_id)
            & (DatasetVersion.release_id == Release.id),
        )
        .join(Dataset, Dataset.id == DatasetVersion.dataset_id)
        .where(
            Dataset.id == dataset_id,
            Dataset.state == "published",
            DatasetVersion.release_id == release_id,
        )
    ).scalar_one_or_none()


_SAMPLES = f"""
SELECT s.item_id, i.name, a.project_id, a.id AS asset_id, {EXCERPT.format(asset="a")} AS excerpt,
  (SELECT jsonb_agg(one) FROM (SELECT one FROM jsonb_array_elements(
    coalesce(w.answer, v.answer) -> 'annotations') WITH ORDINALITY x (one, nth)
    ORDER BY nth LIMIT 500) x) AS annotations
FROM dataset d
{_NEWEST}
JOIN dataset_sample s ON s.dataset_id = d.id
JOIN item i ON i.project_id = s.project_id AND i.id = s.item_id AND i.state <> 'excluded'
JOIN asset a ON a.project_id = i.project_id AND a.id = coalesce(i.made_id, i.asset_id)
  AND NOT a.withheld AND a.destroyed_at IS NULL
JOIN release_item m ON m.project_id = s.project_id AND m.release_id = n.release_id
  AND m.item_id = s.item_id
JOIN submission v ON v.project_id = m.project_id AND v.id = m.submission_ids[1]
LEFT JOIN LATERAL (SELECT c.answer FROM assignment x
  JOIN consensus c ON c.project_id = x.project_id AND c.task_id = x.task_id
    AND c.state IN ('agreed', 'decided')
  WHERE x.project_id = v.project_id AND x.id = v.assignment_id) w ON true
WHERE d.id = :id AND (:drafts OR d.state = 'published')
ORDER BY s.place
"""


def samples(s: Session, dataset_id: int, *, drafts: bool = False) -> list[dict[str, Any]]:
    """Items that everybody may look at, of the newest version on offer; nothing that was taken out
    since, or is withheld."""
    rows = s.execute(text(_SAMPLES), {"id": dataset_id, "drafts": drafts}).mappings()
    return [dict(row) for row in rows]


def managed(s: Session, project_id: int, *, after: int, limit: int) -> list[Dataset]:
    """What the project has in the catalogue, or is about to."""
    return list(
        s.scalars(
            select(Dataset)
            .where(Dataset.project_id == project_id, Dataset.id > after)
            .order_by(Dataset.id)
            .limit(limit)
        )
    )


def managed_one(s: Session, project_id: int, dataset_id: int) -> Dataset:
    """One of them. Raises `NotFound`."""
    found = s.execute(
        select(Dataset).where(Dataset.project_id == project_id, Dataset.id == dataset_id)
    ).scalar_one_or_none()
    if found is None:
        raise NotFound("There is no such data set in this project.")
    return found


def chosen(s: Session, dataset_id: int) -> list[int]:
    """The samples, in their order."""
    return list(
        s.scalars(
            select(DatasetSample.item_id)
            .where(DatasetSample.dataset_id == dataset_id)
            .order_by(DatasetSample.place)
        )
    )


def newest_schema(s: Session, project_id: int, stage_id: int) -> dict[str, Any] | None:
    """The stage's newest label schema."""
    return s.scalars(
        select(LabelSchema.definition)
        .where(LabelSchema.project_id == project_id, LabelSchema.stage_id == stage_id)
        .order_by(LabelSchema.version.desc())
        .limit(1)
    ).first()


# --- visits and downloads ---

_COUNT = """
INSERT INTO dataset_use (dataset_id, day, use, kind, times)
SELECT d.id, (now() AT TIME ZONE 'Asia/Seoul')::date, :use, :kind, 1 FROM dataset d
WHERE d.id = :id AND d.state = 'published'
ON CONFLICT (dataset_id, day, use, kind) DO UPDATE SET times = dataset_use.times + 1
"""


def count_use(s: Session, dataset_id: int, use: Use, kind: str) -> None:
    """One more of them today."""
    s.execute(text(_COUNT), {"id": dataset_id, "use": use.value, "kind": kind})


def uses(s: Session, dataset_id: int, since: date, until: date) -> list[tuple[date, str, str, int]]:
    """Day, use, kind and how often, in order."""
    rows = s.execute(
        text(
            """SELECT day, use, kind, times FROM dataset_use
              WHERE dataset_id = :id AND day BETWEEN :since AND :until ORDER BY day, use, kind"""
        ),
        {"id": dataset_id, "since": since, "until": until},
    )
    return [(row[0], row[1], row[2], row[3]) for row in rows]


def takers(s: Session, dataset_id: int) -> int:
    """How many people have ever accepted its terms."""
    statement = "SELECT count(DISTINCT person_id) FROM terms_accepted WHERE dataset_id = :id"
    return int(s.execute(text(statement), {"id": dataset_id}).scalar_one())
