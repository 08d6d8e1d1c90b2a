"""What reports ask: of a release, of how its project works, of its people in counts."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Row, func, select, text
from sqlalchemy.orm import Session

from app.core.errors import NotFound
from app.models.asset import Asset
from app.models.chore import Chore
from app.models.item import Item
from app.models.project import LabelSchema, Project, Stage
from app.models.release import Release, ReleaseItem
from app.models.report import (
    DataSheet,
    QualityReport,
    ReportCheck,
    StagePlan,
    Target,
    Validity,
)


def release(s: Session, project_id: int, release_id: int) -> Release:
    """The release. Raises `NotFound`."""
    found = s.get(Release, (project_id, release_id))
    if found is None:
        raise NotFound("There is no such release in this project.")
    return found


def stage(s: Session, project_id: int, stage_id: int) -> Stage:
    """The stage. Raises `NotFound`."""
    found = s.get(Stage, (project_id, stage_id))
    if found is None:
        raise NotFound("There is no such stage in this project.")
    return found


def stages(s: Session, project_id: int) -> list[Row[int, str, str, int | None, Any]]:
    """The project's stages in their order: id, name, kind, and what is planned: items, until."""
    return list(
        s.execute(
            select(Stage.id, Stage.name, Stage.kind, StagePlan.items, StagePlan.until)
            .outerjoin(
                StagePlan,
                (StagePlan.project_id == Stage.project_id) & (StagePlan.stage_id == Stage.id),
            )
            .where(Stage.project_id == project_id)
            .order_by(Stage.position, Stage.id)
            .limit(500)
        )
    )


def schemas(s: Session, project_id: int, stage_id: int) -> list[dict[str, Any]]:
    """Every label schema that the stage ever had, the first one first."""
    return list(
        s.scalars(
            select(LabelSchema.definition)
            .where(LabelSchema.project_id == project_id, LabelSchema.stage_id == stage_id)
            .order_by(LabelSchema.version)
        )
    )


def targets(s: Session, project_id: int, stage_id: int) -> list[Target]:
    """What the stage aims at."""
    return list(
        s.scalars(
            select(Target)
            .where(Target.project_id == project_id, Target.stage_id == stage_id)
            .order_by(Target.what, Target.share.desc(), Target.value)
        )
    )


def report(
    s: Session, project_id: int, release_id: int
) -> Row[QualityReport, str | None, int | None, int | None, str | None] | None:
    """What was counted of the release, with how far the counting is: state, done, total, error."""
    return s.execute(
        select(QualityReport, Chore.state, Chore.done, Chore.total, Chore.error)
        .outerjoin(Chore, Chore.id == QualityReport.chore_id)
        .where(QualityReport.project_id == project_id, QualityReport.release_id == release_id)
    ).one_or_none()


def checks(s: Session, project_id: int) -> dict[str, ReportCheck]:
    """The checklist's lines that somebody has answered, by code."""
    rows = s.scalars(select(ReportCheck).where(ReportCheck.project_id == project_id))
    return {row.code: row for row in rows}


def sheet(s: Session, project_id: int, release_id: int) -> DataSheet | None:
    """What was written of the release."""
    return s.get(DataSheet, (project_id, release_id))


def validity(
    s: Session, project_id: int, release_id: int, *, after: int = 0, limit: int = 200
) -> list[Validity]:
    """How far models came with the release."""
    return list(
        s.scalars(
            select(Validity)
            .where(
                Validity.project_id == project_id,
                Validity.release_id == release_id,
                Validity.id > after,
            )
            .order_by(Validity.id)
            .limit(limit)
        )
    )


def project(s: Session, project_id: int) -> Project:
    """The project itself, which is there."""
    return s.get_one(Project, project_id)


def asset_of(s: Session, project_id: int, item_id: int) -> Asset | None:
    """The file of an item that goes out."""
    return s.execute(
        select(Asset)
        .join(
            Item,
            (Item.project_id == Asset.project_id)
            & (func.coalesce(Item.made_id, Item.asset_id) == Asset.id),
        )
        .where(Item.project_id == project_id, Item.id == item_id)
    ).scalar_one_or_none()


def frozen(s: Session, project_id: int, release_id: int) -> int:
    """How many items the release has."""
    return s.execute(
        select(func.count())
        .select_from(ReleaseItem)
        .where(ReleaseItem.project_id == project_id, ReleaseItem.release_id == release_id)
    ).scalar_one()


_FACTS = """
SELECT (SELECT count(*) FROM stage g WHERE g.project_id = :p) AS stages,
  (SELECT count(*) FROM stage_plan g WHERE g.project_id = :p) AS planned_stages,
  (SELECT count(*) FROM guideline g WHERE g.project_id = :p) AS guidelines,
  (SELECT count(*) FROM label_schema g WHERE g.project_id = :p) AS schemas,
  (SELECT count(*) FROM course c WHERE c.project_id = :p AND c.state = 'open') AS courses,
  (SELECT count(*) FROM certificate c JOIN course k ON k.project_id = c.project_id
    AND k.id = c.course_id WHERE c.project_id = :p) AS certificates,
  (SELECT count(*) FROM agreement a WHERE a.project_id = :p) AS agreements,
  (SELECT count(DISTINCT g.person_id) FROM agreement a JOIN signature g ON g.agreement_id = a.id
    WHERE a.project_id = :p) AS signatures,
  (SELECT count(*) FROM withdrawal w WHERE w.project_id = :p) AS withdrawals,
  (SELECT count(*) FROM asset a WHERE a.project_id = :p AND a.withheld) AS withheld,
  (SELECT coalesce(sum(n), 0)::bigint FROM figure f
    WHERE f.project_id = :p AND f.what = 'judged') AS first_looks,
  (SELECT coalesce(sum(n), 0)::bigint FROM figure f
    WHERE f.project_id = :p AND f.what = 'judged2') AS second_looks
"""


def facts(s: Session, project_id: int) -> dict[str, int]:
    """What the platform itself knows of how the project works (`rules.FACTS`); inspections as of
    the last keeping of figures."""
    return dict(s.execute(text(_FACTS), {"p": project_id}).mappings().one())


_PEOPLE = """
SELECT axis, value, count(*) AS people FROM (
  SELECT DISTINCT a.worker_id FROM assignment a
  WHERE a.project_id = :p AND a.level = 0 AND a.state = 'accepted' AND a.gold_id IS NULL) w
JOIN profile f ON f.project_id = :p AND f.person_id = w.worker_id
CROSS JOIN LATERAL (VALUES ('sex', f.values ->> 'sex'),
  ('age', (least(80, greatest(10, (f.values ->> 'age')::int / 10 * 10)))::text),
  ('grew_up', f.values ->> 'grew_up')) x (axis, value)
WHERE value IS NOT NULL GROUP BY axis, value ORDER BY axis, value
"""


def people(s: Session, project_id: int) -> Mapping[str, dict[str, int]]:
    """How many people whose work was accepted are in each group, by axis (`sex`, `age`, `grew_up`).
    Only of those who took part in collecting is anything known."""
    found: dict[str, dict[str, int]] = {}
    for axis, value, count in s.execute(text(_PEOPLE), {"p": project_id}):
        found.setdefault(axis, {})[value] = count
    return found


_QUOTAS = """
SELECT c.stage_id, c.cell, c.goal, (
  SELECT CASE WHEN g.quota ->> 'counts' = 'people' THEN count(DISTINCT a.worker_id)
    ELSE count(*) END
  FROM quota_place q JOIN assignment a ON a.project_id = q.project_id AND a.id = q.assignment_id
    AND a.state = 'accepted' AND NOT a.surplus
  WHERE q.project_id = c.project_id AND q.stage_id = c.stage_id AND q.key = c.key) AS reached
FROM quota_cell c JOIN stage g ON g.project_id = c.project_id AND g.id = c.stage_id
WHERE c.project_id = :p AND g.quota IS NOT NULL ORDER BY g.position, g.id, c.position LIMIT 500
"""


def quotas(s: Session, project_id: int) -> list[dict[str, Any]]:
    """How far the groups of the collect stages are: stage, cell, goal, reached."""
    return [dict(row) for row in s.execute(text(_QUOTAS), {"p": project_id}).mappings()]
