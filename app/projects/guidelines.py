"""What is to be read of a stage's guideline before another claim, and who has confirmed it."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Row, text
from sqlalchemy.orm import Session

from app.core.errors import NotFound
from app.models.project import Guideline, GuidelineRead, Stage

WORKING = ("worker", "primary_inspector", "secondary_inspector")
"""Roles whose people claim."""


def to_read(s: Session, project_id: int, stage_id: int, me: int) -> dict[str, Any]:
    """As `ToReadOut`. Raises `NotFound` for a stage of another project."""
    stage = _stage(s, project_id, stage_id)
    known = s.get(GuidelineRead, (project_id, stage_id, me))

    def at(version: int | None) -> Guideline | None:
        return None if version is None else s.get(Guideline, (project_id, stage_id, version))

    read = None if known is None else known.version
    return {
        "newest": at(stage.guideline_version),
        "before": at(read),
        "asked": stage.read_version is not None and (read or 0) < stage.read_version,
    }


def confirm(s: Session, project_id: int, stage_id: int, me: int, version: int) -> None:
    """Note that this person has read the guideline up to `version`; never less than before.
    Raises `NotFound` for a version that there is not."""
    _stage(s, project_id, stage_id)
    if s.get(Guideline, (project_id, stage_id, version)) is None:
        raise NotFound("There is no such version of the guideline.")
    values = {"project": project_id, "stage": stage_id, "me": me, "version": version}
    s.execute(text(_CONFIRM), values)


_CONFIRM = """
INSERT INTO guideline_read (project_id, stage_id, person_id, version)
VALUES (:project, :stage, :me, :version)
ON CONFLICT (project_id, stage_id, person_id)
  DO UPDATE SET version = excluded.version, read_at = now()
  WHERE guideline_read.version < excluded.version
"""


def readers(
    s: Session, project_id: int, stage_id: int, *, late: bool, after: int, limit: int
) -> tuple[Sequence[Row[Any]], int, int, int | None]:
    """Members who claim, after a person's key, with what each last confirmed; `late`: only those
    who have yet to. Then how many there are, how many have confirmed what is asked, and which
    version that is. Raises `NotFound`."""
    stage = _stage(s, project_id, stage_id)
    values = {"project": project_id, "stage": stage_id, "asked": stage.read_version or 0}
    people, read = s.execute(text(_HOW_MANY), values).one()
    page = {**values, "late": late, "after": after, "limit": limit}
    return s.execute(text(_READERS), page).all(), people, read, stage.read_version


_MEMBERS = f"""
FROM project_member m
JOIN LATERAL (SELECT array_agg(r.role ORDER BY r.role) AS roles FROM project_role r
  WHERE r.project_id = m.project_id AND r.person_id = m.person_id
    AND r.role IN ({", ".join(f"'{role}'" for role in WORKING)})) r ON r.roles IS NOT NULL
LEFT JOIN guideline_read g ON g.project_id = m.project_id AND g.stage_id = :stage
  AND g.person_id = m.person_id
"""
_HOW_MANY = f"""
SELECT count(*), count(*) FILTER (WHERE g.version >= :asked)
{_MEMBERS} WHERE m.project_id = :project
"""
_READERS = f"""
SELECT m.person_id, m.pseudonym, p.name, r.roles, g.version, g.read_at,
  coalesce(g.version, 0) >= :asked AS up_to_date
{_MEMBERS} JOIN person p ON p.id = m.person_id
WHERE m.project_id = :project AND m.person_id > :after
  AND (NOT :late OR coalesce(g.version, 0) < :asked)
ORDER BY m.person_id LIMIT :limit
"""


def _stage(s: Session, project_id: int, stage_id: int) -> Stage:
    found = s.get(Stage, (project_id, stage_id))
    if found is None:
        raise NotFound("There is no such stage in this project.")
    return found
