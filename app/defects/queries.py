"""What findings are asked, in SQL."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import Row, select, text
from sqlalchemy.orm import Session

from app.core.states import DefectState
from app.models.defect import Defect, DefectItem
from app.models.item import Item
from app.models.project import LabelSchema
from app.models.release import Release, ReleaseItem

_DONE = "('accepted', 'released', 'excluded')"

_ROW = f"""
SELECT d.id, d.project_id, d.stage_id, d.release_id, r.version, d.item_id, i.name AS item,
  i.state AS item_state, d.label, d.class, d.kind, d.body, d.pin, d.state, d.reported_at, d.reason,
  d.answer, d.duplicate_of, d.decided_at, d.fixed_at, d.answered_in, n.version AS answered_version,
  d.answered_at,
  NOT EXISTS (SELECT FROM project_member m WHERE m.project_id = d.project_id
    AND m.person_id = d.reporter_id) AS outside,
  (SELECT count(*) FROM defect o WHERE o.project_id = d.project_id AND o.duplicate_of = d.id)
    AS duplicates,
  w.items, w.items_done
FROM defect d
JOIN release r ON r.project_id = d.project_id AND r.id = d.release_id
LEFT JOIN item i ON i.project_id = d.project_id AND i.id = d.item_id
LEFT JOIN release n ON n.project_id = d.project_id AND n.id = d.answered_in
CROSS JOIN LATERAL (SELECT count(*) AS items,
    count(*) FILTER (WHERE x.state IN {_DONE}) AS items_done
  FROM defect_item m JOIN item x ON x.project_id = m.project_id AND x.id = m.item_id
  WHERE m.project_id = d.project_id AND m.defect_id = d.id) w
WHERE d.project_id = :project
"""


def defects(
    s: Session,
    project_id: int,
    *,
    states: Sequence[DefectState],
    stage_id: int | None,
    release_id: int | None,
    after: int,
    limit: int,
) -> list[dict[str, Any]]:
    """The project's findings in the order in which they came."""
    values = {
        "project": project_id,
        "states": [state.value for state in states or list(DefectState)],
        "stage": stage_id,
        "release": release_id,
        "after": after,
        "limit": limit,
    }
    wanted = """AND d.id > :after AND d.state = ANY (:states)
      AND (CAST(:stage AS bigint) IS NULL OR d.stage_id = :stage)
      AND (CAST(:release AS bigint) IS NULL OR d.release_id = :release)
      ORDER BY d.id LIMIT :limit"""
    return [dict(row) for row in s.execute(text(f"{_ROW} {wanted}"), values).mappings()]


def defect(s: Session, project_id: int, defect_id: int) -> dict[str, Any] | None:
    """One of them."""
    values = {"project": project_id, "defect": defect_id}
    row = s.execute(text(f"{_ROW} AND d.id = :defect"), values).mappings().one_or_none()
    return None if row is None else dict(row)


_MINE = """
SELECT d.id, coalesce(c.title_ko, p.name) AS title, c.id AS dataset_id, r.version, i.name AS item,
  d.label, d.class, d.kind, d.body, e.state, d.duplicate_of IS NOT NULL AS reported_before,
  d.reported_at, e.reason, e.answer, e.decided_at, n.version AS answered_version, e.answered_at
FROM defect d
JOIN project p ON p.id = d.project_id
JOIN release r ON r.project_id = d.project_id AND r.id = d.release_id
JOIN defect e ON e.project_id = d.project_id AND e.id = coalesce(d.duplicate_of, d.id)
LEFT JOIN dataset c ON c.project_id = d.project_id AND c.stage_id = d.stage_id
  AND c.state = 'published'
LEFT JOIN item i ON i.project_id = d.project_id AND i.id = d.item_id
LEFT JOIN release n ON n.project_id = e.project_id AND n.id = e.answered_in
WHERE d.reporter_id = :me
"""


def mine(s: Session, me: int, *, before: int, limit: int) -> list[dict[str, Any]]:
    """What somebody reported, anywhere, the newest first."""
    wanted = "AND (:before = 0 OR d.id < :before) ORDER BY d.id DESC LIMIT :limit"
    values = {"me": me, "before": before, "limit": limit}
    return [dict(row) for row in s.execute(text(f"{_MINE} {wanted}"), values).mappings()]


def one_of_mine(s: Session, me: int, defect_id: int) -> dict[str, Any] | None:
    """One thing that he reported."""
    values = {"me": me, "defect": defect_id}
    row = s.execute(text(f"{_MINE} AND d.id = :defect"), values).mappings().one_or_none()
    return None if row is None else dict(row)


def by_key(s: Session, project_id: int, reporter_id: int, key: str) -> Defect | None:
    """What this client's key has reported before."""
    return s.execute(
        select(Defect).where(
            Defect.project_id == project_id,
            Defect.reporter_id == reporter_id,
            Defect.client_key == key,
        )
    ).scalar_one_or_none()


def item_of(s: Session, release: Release, name: str) -> int | None:
    """The release's item of that name."""
    return s.execute(
        select(ReleaseItem.item_id)
        .join(Item, (Item.project_id == ReleaseItem.project_id) & (Item.id == ReleaseItem.item_id))
        .where(
            Item.project_id == release.project_id,
            Item.stage_id == release.stage_id,
            Item.name == name,
            ReleaseItem.release_id == release.id,
        )
    ).scalar_one_or_none()


def in_release(s: Session, project_id: int, release_id: int, items: Sequence[int]) -> set[int]:
    """Which of these items are in the release?"""
    return set(
        s.scalars(
            select(ReleaseItem.item_id).where(
                ReleaseItem.project_id == project_id,
                ReleaseItem.release_id == release_id,
                ReleaseItem.item_id.in_(items),
            )
        )
    )


def schemas(s: Session, project_id: int, stage_id: int) -> list[dict[str, Any]]:
    """Every label schema that the stage ever had."""
    return list(
        s.scalars(
            select(LabelSchema.definition).where(
                LabelSchema.project_id == project_id, LabelSchema.stage_id == stage_id
            )
        )
    )


_CANDIDATES = """
SELECT i.id, i.name, i.state, k.n AS marks FROM item_label k
JOIN release_item m ON m.project_id = k.project_id AND m.release_id = :release
  AND m.item_id = k.item_id
JOIN item i ON i.project_id = k.project_id AND i.id = k.item_id
WHERE k.project_id = :project AND k.stage_id = :stage AND k.what = :what AND k.value = :class
  AND k.item_id > :after
ORDER BY k.item_id LIMIT :limit
"""


def candidates(s: Session, found: Defect, *, after: int, limit: int) -> list[Row[Any]]:
    """Items of the release that have the class which a finding is about, by their ids."""
    values = {
        "project": found.project_id,
        "stage": found.stage_id,
        "release": found.release_id,
        "what": f"class:{found.label}",
        "class": found.class_,
        "after": after,
        "limit": limit,
    }
    return list(s.execute(text(_CANDIDATES), values))


def items_of(s: Session, project_id: int, defect_id: int) -> list[int]:
    """The items that are done anew for a finding."""
    return list(
        s.scalars(
            select(DefectItem.item_id)
            .where(DefectItem.project_id == project_id, DefectItem.defect_id == defect_id)
            .order_by(DefectItem.item_id)
        )
    )


def reporters(s: Session, project_id: int, defect_id: int) -> list[Row[int, int]]:
    """Who waits for the answer to a finding: (finding, reporter), of itself and of those that
    reported the same."""
    return list(
        s.execute(
            select(Defect.id, Defect.reporter_id)
            .where(
                Defect.project_id == project_id,
                (Defect.id == defect_id) | (Defect.duplicate_of == defect_id),
            )
            .order_by(Defect.id)
        )
    )


def title(s: Session, project_id: int, stage_id: int) -> str:
    """What people call what a stage releases: its name in the catalogue, or the project's."""
    statement = """SELECT coalesce((SELECT c.title_ko FROM dataset c WHERE c.project_id = p.id
      AND c.stage_id = :stage AND c.state = 'published'), p.name) FROM project p
      WHERE p.id = :project"""
    values = {"project": project_id, "stage": stage_id}
    return str(s.execute(text(statement), values).scalar_one())


# --- the clock ---

_ALL_DONE = f"""NOT EXISTS (SELECT FROM defect_item m
    JOIN item i ON i.project_id = m.project_id AND i.id = m.item_id
    WHERE m.project_id = d.project_id AND m.defect_id = d.id AND i.state NOT IN {_DONE})"""


def done_anew(s: Session, limit: int = 200) -> list[Row[int, int]]:
    """Findings in work whose items have all been accepted again, or taken out: (project, finding).
    Locked."""
    statement = f"""SELECT d.project_id, d.id FROM defect d WHERE d.state = 'in_work'
      AND {_ALL_DONE} ORDER BY d.id LIMIT :limit FOR NO KEY UPDATE OF d SKIP LOCKED"""
    return list(s.execute(text(statement), {"limit": limit}))


def begun_again(s: Session, limit: int = 200) -> list[Row[int, int]]:
    """Findings that were put right, of which an item has been begun anew since. Locked."""
    statement = f"""SELECT d.project_id, d.id FROM defect d WHERE d.state = 'fixed'
      AND NOT ({_ALL_DONE}) ORDER BY d.id LIMIT :limit FOR NO KEY UPDATE OF d SKIP LOCKED"""
    return list(s.execute(text(statement), {"limit": limit}))


# A release answers when it was asked for after the decision and holds another answer to every item,
# or lacks an item that was taken out.
_OUT = """
SELECT d.project_id, d.id, d.stage_id, r.id AS release_id, r.version FROM defect d
CROSS JOIN LATERAL (SELECT r.id, r.version FROM release r
  WHERE r.project_id = d.project_id AND r.stage_id = d.stage_id AND r.state = 'ready'
    AND r.id > d.release_id AND r.created_at > d.decided_at
    AND NOT EXISTS (SELECT FROM defect_item m
      JOIN item i ON i.project_id = m.project_id AND i.id = m.item_id
      LEFT JOIN release_item o ON o.project_id = m.project_id AND o.release_id = d.release_id
        AND o.item_id = m.item_id
      LEFT JOIN release_item n ON n.project_id = m.project_id AND n.release_id = r.id
        AND n.item_id = m.item_id
      WHERE m.project_id = d.project_id AND m.defect_id = d.id
        AND (n.submission_ids && o.submission_ids
          OR n.item_id IS NULL AND i.state <> 'excluded'))
  ORDER BY r.id LIMIT 1) r
WHERE d.state = 'fixed' ORDER BY d.id LIMIT :limit FOR NO KEY UPDATE OF d SKIP LOCKED
"""


def released(s: Session, limit: int = 200) -> list[Row[Any]]:
    """Findings that were put right, and the first release that has it. Locked."""
    return list(s.execute(text(_OUT), {"limit": limit}))


# --- the time of improvement ---


def period(s: Session, project_id: int, stage_id: int | None) -> tuple[date, date] | None:
    """The days of improvement that a manager has set, of the first stage that has some."""
    row = s.execute(
        text(
            """SELECT improve_from, improve_until FROM dataset WHERE project_id = :project
              AND (CAST(:stage AS bigint) IS NULL OR stage_id = :stage)
              AND improve_from IS NOT NULL AND improve_until IS NOT NULL ORDER BY id LIMIT 1"""
        ),
        {"project": project_id, "stage": stage_id},
    ).one_or_none()
    return None if row is None else (row[0], row[1])


_COUNTS = """
WITH d AS (
  SELECT state, kind, reported_at, coalesce(answered_at,
    CASE WHEN state IN ('declined', 'duplicate') THEN decided_at END) AS ended_at
  FROM defect WHERE project_id = :project
    AND (CAST(:stage AS bigint) IS NULL OR stage_id = :stage))
SELECT
  (SELECT jsonb_object_agg(state, n) FROM (SELECT state, count(*) AS n FROM d GROUP BY 1) x)
    AS states,
  (SELECT jsonb_object_agg(kind, n) FROM (SELECT kind, count(*) AS n FROM d GROUP BY 1) x)
    AS kinds,
  (SELECT jsonb_object_agg(day, n) FROM (SELECT (reported_at AT TIME ZONE 'Asia/Seoul')::date
    AS day, count(*) AS n FROM d GROUP BY 1) x) AS reported,
  (SELECT jsonb_object_agg(day, n) FROM (SELECT (ended_at AT TIME ZONE 'Asia/Seoul')::date
    AS day, count(*) AS n FROM d WHERE ended_at IS NOT NULL GROUP BY 1) x) AS settled,
  (SELECT jsonb_object_agg(age, n) FROM (SELECT floor(extract(epoch FROM now() - reported_at)
    / 86400)::int AS age, count(*) AS n FROM d WHERE ended_at IS NULL GROUP BY 1) x) AS ages,
  (SELECT min(reported_at) FROM d WHERE ended_at IS NULL) AS oldest_at,
  (SELECT percentile_cont(0.5) WITHIN GROUP (ORDER BY extract(epoch FROM ended_at - reported_at)
    / 86400) FROM d WHERE ended_at IS NOT NULL) AS median_days
"""


def counts(s: Session, project_id: int, stage_id: int | None) -> dict[str, Any]:
    """Findings of a project or a stage: by state, by kind, by the day on which they came and the
    one on which they were settled, open ones by whole days of age."""
    values = {"project": project_id, "stage": stage_id}
    return dict(s.execute(text(_COUNTS), values).mappings().one())
