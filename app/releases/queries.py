"""What releases are asked, and the statements that make one."""

from datetime import timedelta
from typing import Any, NamedTuple

from sqlalchemy import Row, func, or_, select, text
from sqlalchemy.orm import Session

from app.core.states import ChoreState, ItemState, ReleaseState
from app.models.chore import Chore
from app.models.project import LabelSchema
from app.models.release import Release, ReleaseItem

# Without a chore there is no lease to tell that whoever did it has died.
_KILLED = timedelta(days=2)


def releases(
    s: Session, project_id: int, *, stage_id: int | None, after: int, limit: int
) -> list[Row[Release, int, int | None]]:
    """The project's releases in order, with how far each is."""
    wanted = (
        select(Release, Chore.done, Chore.total)
        .outerjoin(Chore, Chore.id == Release.chore_id)
        .where(Release.project_id == project_id, Release.id > after)
    )
    if stage_id is not None:
        wanted = wanted.where(Release.stage_id == stage_id)
    return list(s.execute(wanted.order_by(Release.id).limit(limit)))


def release(s: Session, project_id: int, release_id: int) -> Row[Release, int, int | None] | None:
    """One release, with how far it is."""
    return s.execute(
        select(Release, Chore.done, Chore.total)
        .outerjoin(Chore, Chore.id == Release.chore_id)
        .where(Release.project_id == project_id, Release.id == release_id)
    ).one_or_none()


def release_of_version(s: Session, project_id: int, version: str) -> Release | None:
    """The release of that version."""
    return s.execute(
        select(Release).where(Release.project_id == project_id, Release.version == version)
    ).scalar_one_or_none()


def schemas(s: Session, project_id: int, stage_id: int) -> list[dict[str, Any]]:
    """Every label schema that the stage ever had, the first one first."""
    return list(
        s.scalars(
            select(LabelSchema.definition)
            .where(LabelSchema.project_id == project_id, LabelSchema.stage_id == stage_id)
            .order_by(LabelSchema.version)
        )
    )


def modality(s: Session, project_id: int, stage_id: int) -> str | None:
    """What the stage's items are: its newest schema tells; None without one."""
    return s.scalars(
        select(LabelSchema.definition["modality"].astext)
        .where(LabelSchema.project_id == project_id, LabelSchema.stage_id == stage_id)
        .order_by(LabelSchema.version.desc())
        .limit(1)
    ).first()


def version_of(s: Session, project_id: int, release_id: int | None) -> str | None:
    """The version of a release."""
    return s.scalar(
        select(Release.version).where(Release.project_id == project_id, Release.id == release_id)
    )


def last_of(s: Session, project_id: int, stage_id: int) -> Release | None:
    """The newest release of the stage that was built."""
    return s.scalars(
        select(Release)
        .where(
            Release.project_id == project_id,
            Release.stage_id == stage_id,
            Release.frozen_at.is_not(None),
        )
        .order_by(Release.id.desc())
        .limit(1)
    ).first()


def versions(s: Session, project_id: int) -> set[str]:
    """Every version that the project has given."""
    return set(s.scalars(select(Release.version).where(Release.project_id == project_id)))


def schema_changed(s: Session, release: Release) -> bool:
    """Whether the stage has another label schema than when the release was asked for."""
    newer = select(LabelSchema.version).where(
        LabelSchema.project_id == release.project_id,
        LabelSchema.stage_id == release.stage_id,
        LabelSchema.created_at > release.created_at,
    )
    return s.execute(newer.limit(1)).first() is not None


def frozen(s: Session, project_id: int, release_id: int) -> int:
    """How many items are in the release."""
    return s.execute(
        select(func.count())
        .select_from(ReleaseItem)
        .where(ReleaseItem.project_id == project_id, ReleaseItem.release_id == release_id)
    ).scalar_one()


class Entry(NamedTuple):
    """A line of the manifest."""

    item_id: int
    name: str
    asset: str | None
    digest: str | None
    part: str | None


def entries(s: Session, project_id: int, release_id: int, *, after: int, limit: int) -> list[Entry]:
    """A stretch of the release's manifest: every item with what it is compared by."""
    rows = s.execute(
        text(
            """SELECT r.item_id, i.name, CASE WHEN f.sha256 NOT LIKE 'url:%' THEN f.sha256 END,
                 encode(r.digest, 'hex'), x.share
               FROM release_item r
               JOIN item i ON i.project_id = r.project_id AND i.id = r.item_id
               LEFT JOIN asset f ON f.project_id = i.project_id
                 AND f.id = coalesce(i.made_id, i.asset_id)
               LEFT JOIN release_share x ON x.project_id = r.project_id
                 AND x.release_id = r.release_id AND x.item_id = r.item_id
               WHERE r.project_id = :project AND r.release_id = :release AND r.item_id > :after
               ORDER BY r.item_id LIMIT :limit"""
        ),
        {"project": project_id, "release": release_id, "after": after, "limit": limit},
    )
    return [Entry(*row) for row in rows]


class Changed(NamedTuple):
    """An item that is not as it was in the release before."""

    id: int
    name: str
    what: str
    digest: str | None
    before: str | None
    thumbnail_key: str | None


def changed(
    s: Session,
    project_id: int,
    release_id: int,
    *,
    after: int,
    limit: int,
    what: str | None,
    taken_back: bool = True,
) -> list[Changed]:
    """A page of what changed since the release before, by the items' ids; `taken_back`: also what
    was destroyed because its giver withdrew."""
    rows = s.execute(
        text(
            """SELECT c.item_id, i.name, c.what, encode(n.digest, 'hex'), encode(o.digest, 'hex'),
                 f.thumbnail_key
               FROM release_change c
               JOIN release e ON e.project_id = c.project_id AND e.id = c.release_id
               JOIN item i ON i.project_id = c.project_id AND i.id = c.item_id
               LEFT JOIN asset f ON f.project_id = i.project_id
                 AND f.id = coalesce(i.made_id, i.asset_id)
               LEFT JOIN release_item n ON n.project_id = c.project_id
                 AND n.release_id = c.release_id AND n.item_id = c.item_id
               LEFT JOIN release_item o ON o.project_id = c.project_id
                 AND o.release_id = e.previous_id AND o.item_id = c.item_id
               WHERE c.project_id = :project AND c.release_id = :release AND c.item_id > :after
                 AND (CAST(:what AS text) IS NULL OR c.what = CAST(:what AS text))
                 AND (:taken_back OR i.excluded_for IS DISTINCT FROM 'withdrawn')
               ORDER BY c.item_id LIMIT :limit"""
        ),
        {
            "project": project_id,
            "release": release_id,
            "after": after,
            "limit": limit,
            "what": what,
            "taken_back": taken_back,
        },
    )
    return [Changed(*row) for row in rows]


def mark_released(
    s: Session, project_id: int, release_id: int, by: int | None, *, after: int, limit: int
) -> int | None:
    """Move a stretch of the release's items, those that are accepted, to released, with a row of
    history each; the last id of the stretch, or None where there is none after `after`.
    """
    last: int | None = s.execute(
        text(
            """WITH stretch AS (
              SELECT item_id FROM release_item
              WHERE project_id = :project AND release_id = :release AND item_id > :after
              ORDER BY item_id LIMIT :limit),
            moved AS (
              UPDATE item i SET state = :released FROM stretch
              WHERE i.project_id = :project AND i.id = stretch.item_id AND i.state = :accepted
              RETURNING i.id),
            noted AS (
              INSERT INTO event (project_id, subject, subject_id, actor_id, source, target, why)
              SELECT :project, 'item', id, CAST(:by AS bigint), :accepted, :released, :why
              FROM moved)
            SELECT max(item_id) FROM stretch"""
        ),
        {
            "project": project_id,
            "release": release_id,
            "by": by,
            "after": after,
            "limit": limit,
            "accepted": ItemState.ACCEPTED.value,
            "released": ItemState.RELEASED.value,
            "why": f"release {release_id}",
        },
    ).scalar_one()
    return last


def lost(s: Session, limit: int = 100) -> list[Row[int, int, str | None]]:
    """Releases whose chore has ended without them, and those of a command line that was killed:
    (project, release, the chore's error).
    """
    return list(
        s.execute(
            select(Release.project_id, Release.id, Chore.error)
            .outerjoin(Chore, Chore.id == Release.chore_id)
            .where(
                Release.state == ReleaseState.BUILDING,
                or_(
                    Chore.state.in_((ChoreState.DEAD, ChoreState.CANCELLED)),
                    Release.chore_id.is_(None) & (Release.created_at < func.now() - _KILLED),
                ),
            )
            .limit(limit)
            .with_for_update(of=Release, skip_locked=True)
        )
    )
