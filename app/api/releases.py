"""Releases: frozen, versioned, checksummed data sets."""

from fastapi import APIRouter, Response
from sqlalchemy import Row
from sqlalchemy.orm import Session

from app.api.deps import Way
from app.api.ids import Id, Key
from app.api.pages import After, Limit, Page, page
from app.core.errors import NotFound
from app.models.release import Release
from app.people.permits import May
from app.queue import service as chores
from app.releases import queries, service
from app.releases.schemas import (
    CloseIn,
    DownloadOut,
    PatchIn,
    ReleaseIn,
    ReleaseOut,
    ReleaseRow,
)

router = APIRouter(prefix="/projects/{project_id}/releases", tags=["releases"])


def _found(row: Row[Release, int, int | None] | None) -> Row[Release, int, int | None]:
    if row is None:
        raise NotFound("There is no such release in this project.")
    return row


def _out(row: Row[Release, int, int | None]) -> ReleaseOut:
    release, done, total = row
    return ReleaseOut.model_validate(release).model_copy(update={"done": done, "total": total})


def _build(s: Session, release: Release, by: int) -> None:
    """Have it built in the background."""
    release.chore_id = chores.enqueue(
        s,
        "release",
        {"project_id": release.project_id, "release_id": release.id},
        project_id=release.project_id,
        created_by=by,
    )


@router.post("", status_code=202)
def make_release(project_id: Key, body: ReleaseIn, door: Way, response: Response) -> ReleaseOut:
    """Freeze what a stage has accepted, and build a file of it in the background.

    In it are the accepted and judged answers of accepted items, pictures without objects included.
    May be retried: the same version with the same contents is the same release, answered with 200.
    """
    with door.enter(May.RELEASE_WRITE, project=project_id) as (s, me):
        release, new = service.begin(
            s,
            project_id=project_id,
            stage_id=body.stage_id,
            version=body.version,
            format=body.format,
            template_id=body.template_id,
            media=body.media,
            split=body.split,
            by=me.id,
        )
        if new:
            _build(s, release, me.id)
        else:
            response.status_code = 200
        return ReleaseOut.model_validate(release)


@router.get("")
def list_releases(
    project_id: Key, door: Way, after: After = 0, limit: Limit = 50, stage_id: Id = None
) -> Page[ReleaseRow]:
    """The project's releases; their manifests are in each one's own address."""
    with door.enter(May.RELEASE_READ, project=project_id) as (s, _):
        rows = queries.releases(s, project_id, stage_id=stage_id, after=after, limit=limit + 1)
        lines = [ReleaseRow(**_out(row).model_dump(exclude={"manifest"})) for row in rows]
        return page(lines, limit)


@router.get("/{release_id}")
def get_release(project_id: Key, release_id: Key, door: Way) -> ReleaseOut:
    """One release with its manifest, and how far it is."""
    with door.enter(May.RELEASE_READ, project=project_id) as (s, _):
        return _out(_found(queries.release(s, project_id, release_id)))


@router.get("/{release_id}/download")
def download_release(project_id: Key, release_id: Key, door: Way) -> DownloadOut:
    """A short-lived address of the file, which answers ranges: a download can be resumed."""
    with door.enter(May.RELEASE_READ, project=project_id) as (s, _):
        return service.download(_found(queries.release(s, project_id, release_id))[0])


@router.post("/{release_id}/close")
def close_release(project_id: Key, release_id: Key, body: CloseIn, door: Way) -> ReleaseOut:
    """Shut a release to download, saying why; its content stays as it is."""
    with door.enter(May.RELEASE_WRITE, project=project_id) as (s, me):
        service.close(s, project_id, release_id, by=me.id, why=body.why)
        return _out(_found(queries.release(s, project_id, release_id)))


@router.post("/{release_id}/reopen")
def reopen_release(project_id: Key, release_id: Key, door: Way) -> ReleaseOut:
    """Open a shut release to download again."""
    with door.enter(May.RELEASE_WRITE, project=project_id) as (s, me):
        service.reopen(s, project_id, release_id, by=me.id)
        return _out(_found(queries.release(s, project_id, release_id)))


@router.post("/{release_id}/patch", status_code=202)
def patch_release(
    project_id: Key, release_id: Key, body: PatchIn, door: Way, response: Response
) -> ReleaseOut:
    """Make the release that takes the place of one whose file was destroyed: the same, less what
    was taken back. May be retried."""
    with door.enter(May.RELEASE_WRITE, project=project_id) as (s, me):
        release, new = service.patch(s, project_id, release_id, version=body.version, by=me.id)
        if new:
            _build(s, release, me.id)
        else:
            response.status_code = 200
        return ReleaseOut.model_validate(release)
