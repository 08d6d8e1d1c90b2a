"""Releases that hold what somebody has taken back are shut, and their file is destroyed."""

from collections.abc import Sequence

from sqlalchemy import or_, select, text
from sqlalchemy.orm import Session

from app.core.states import ReleaseState
from app.models.release import Release
from app.models.transition import move
from app.storage import storage

WHY = "Somebody took back his consent; what he gave is destroyed."


_AFFECTED = """
SELECT DISTINCT r.release_id FROM release_item r
WHERE r.project_id = :p AND (r.item_id = ANY (:items)
  OR r.submission_ids && CAST(:answers AS bigint[]))
ORDER BY 1
"""


def affected(
    s: Session, project_id: int, items: Sequence[int], answers: Sequence[int]
) -> list[int]:
    """Which releases hold any of these? Those whose list is just being made are waited for."""
    s.execute(
        select(Release.id)
        .where(Release.project_id == project_id, Release.state == ReleaseState.BUILDING)
        .order_by(Release.id)
        .with_for_update()
    ).all()
    values = {"p": project_id, "items": list(items), "answers": list(answers)}
    return list(s.scalars(text(_AFFECTED), values))


def end(s: Session, project_id: int, release_id: int) -> str | None:
    """Shut a release and destroy its file; the file's hash, None where there is none (any more).
    One that is being built fails."""
    key = (project_id, release_id)
    release = s.get_one(Release, key, with_for_update=True, populate_existing=True)
    if release.state is ReleaseState.BUILDING:
        move(s, Release, key, ReleaseState.FAILED, by=None, why=WHY, problem=WHY)
        return None
    if release.storage_key is None:
        return None
    stored, sha256 = release.storage_key, release.sha256
    if release.state is ReleaseState.READY:
        move(s, Release, key, ReleaseState.CLOSED, by=None, why=WHY, problem=WHY)
        s.refresh(release)
    drop_file(s, release.id, stored)
    for part in release.parts or ():
        drop_file(s, release.id, part["sha256"])
    release.problem = WHY
    release.storage_key = None
    s.flush()
    return sha256


def drop_file(s: Session, release_id: int, key: str) -> None:
    """Delete a release's file, unless another release has the same, byte for byte."""
    same = select(Release.id).where(
        or_(Release.storage_key == key, Release.parts.contains([{"sha256": key}])),
        Release.storage_key.is_not(None),
        Release.id != release_id,
        Release.state != ReleaseState.FAILED,
    )
    if s.execute(same.limit(1)).first() is None:
        storage().delete(key)
