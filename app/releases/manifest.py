"""What a release is made of and what changed, read from its list."""

from collections.abc import Iterator
from typing import Any

import orjson
from sqlalchemy.orm import Session

from app.core.database import transaction
from app.models.release import Change, Release
from app.releases import changelog, counting, listing, queries
from app.releases.schemas import ReleaseChangeOut, ReleaseChangesOut, ReleaseClassChange
from app.storage import LINK_TTL, storage

_PAGE = 5_000


def lines(release: Release) -> Iterator[bytes]:
    """JSON Lines: the release itself, then every item in the order of their ids."""
    with transaction() as s:
        previous = queries.version_of(s, release.project_id, release.previous_id)
    head: dict[str, Any] = {
        "version": release.version,
        "format": release.format,
        "items": release.items,
        "sha256": release.sha256,
        "bytes": release.bytes,
        "frozen_at": release.frozen_at,
        "previous": previous,
        "split": release.split,
    }
    yield orjson.dumps(head, option=orjson.OPT_APPEND_NEWLINE)
    after = 0
    while True:
        with transaction() as s:
            rows = queries.entries(s, release.project_id, release.id, after=after, limit=_PAGE)
        yield b"".join(
            orjson.dumps(
                {"name": row.name, "asset": row.asset, "digest": row.digest, "part": row.part},
                option=orjson.OPT_APPEND_NEWLINE,
            )
            for row in rows
        )
        if len(rows) < _PAGE:
            return
        after = rows[-1].item_id


def changes(
    s: Session, release: Release, *, after: int, limit: int, what: Change | None
) -> ReleaseChangesOut:
    """A page of what changed since the release before."""
    project_id = release.project_id
    counts = listing.changes(s, project_id, release.id)
    rows = queries.changed(
        s,
        project_id,
        release.id,
        after=after,
        limit=limit + 1,
        what=None if what is None else what.value,
    )
    return ReleaseChangesOut(
        previous_id=release.previous_id,
        previous=queries.version_of(s, project_id, release.previous_id),
        added=counts["added"],
        removed=counts["removed"],
        changed=counts["changed"],
        classes=_classes(s, release),
        items=[
            ReleaseChangeOut(
                id=row.id,
                name=row.name,
                what=Change(row.what),
                digest=row.digest,
                before=row.before,
                url=_small(row.thumbnail_key),
            )
            for row in rows[:limit]
        ],
        next=rows[limit - 1].id if len(rows) > limit else None,
    )


def changelog_of(release: Release) -> Iterator[bytes]:
    """The change log as Markdown; of a first release that it is the first."""
    with transaction() as s:
        previous = queries.version_of(s, release.project_id, release.previous_id)
        counts = listing.changes(s, release.project_id, release.id)
    if previous is None:
        yield f"# {release.version}\n\nThe first release: {release.items} items.\n".encode()
        return
    yield from changelog.markdown(
        release.version, previous, counts, changelog.rows(transaction, release)
    )


def _small(key: str | None) -> str | None:
    return None if key is None else storage().link(key, LINK_TTL, media_type="image/webp")


def _classes(s: Session, release: Release) -> list[ReleaseClassChange] | None:
    now = counting.classes(s, release.project_id, release.id)
    if release.previous_id is None:
        return []
    before = counting.classes(s, release.project_id, release.previous_id)
    if not now or not before:
        return None
    return [
        ReleaseClassChange(
            label=label,
            class_id=name,
            before=before.get((label, name), (0, 0))[0],
            now=now.get((label, name), (0, 0))[0],
        )
        for label, name in sorted(now.keys() | before.keys())
        if before.get((label, name), (0, 0))[0] != now.get((label, name), (0, 0))[0]
    ]
