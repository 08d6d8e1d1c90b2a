"""Releases: frozen, versioned, checksummed data sets."""

from collections.abc import Iterator
from typing import Annotated

from fastapi import Query, Response
from fastapi.responses import StreamingResponse
from sqlalchemy import Row
from sqlalchemy.orm import Session

from app.api.deps import Way
from app.api.ids import Id, Key
from app.api.pages import After, Limit, Page, page
from app.api.router import Router
from app.core.errors import NotFound
from app.models.release import Change, Release
from app.people.permits import May
from app.queue import service as chores
from app.releases import manifest, queries, service
from app.releases.schemas import (
    MOST_SHARDS,
    CloseIn,
    DownloadOut,
    NextVersionOut,
    PatchIn,
    ReleaseChangesOut,
    ReleaseIn,
    ReleaseOut,
    ReleaseRow,
    SplitTrialIn,
    SplitTrialOut,
)

router = Router(prefix="/projects/{project_id}/releases", tags=["releases"])


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
            provenance=body.provenance,
            shards=body.shards,
            packing=body.packing,
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
        lines = [ReleaseRow(**_out(row).model_dump(exclude={"manifest", "parts"})) for row in rows]
        return page(lines, limit)


@router.get("/next/{stage_id}")
def next_version(
    project_id: Key, stage_id: Key, door: Way, patches_id: Id = None
) -> NextVersionOut:
    """The version that the stage's next release would have, or a patch of one: the next minor, and
    the next major where something else is asked than before. Another may be chosen."""
    with door.enter(May.RELEASE_READ, project=project_id) as (s, _):
        return service.next_version(s, project_id, stage_id, patches_id)


@router.post("/shares")
def preview_shares(project_id: Key, body: SplitTrialIn, door: Way) -> SplitTrialOut:
    """How a release of what is accepted by now would be shared out. Nothing is made."""
    with door.enter(May.RELEASE_READ, project=project_id) as (s, _):
        return service.preview(s, project_id, body.stage_id, body.split)


@router.get("/{release_id}")
def get_release(project_id: Key, release_id: Key, door: Way) -> ReleaseOut:
    """One release with its manifest, and how far it is."""
    with door.enter(May.RELEASE_READ, project=project_id) as (s, _):
        return _out(_found(queries.release(s, project_id, release_id)))


@router.get("/{release_id}/download")
def download_release(
    project_id: Key,
    release_id: Key,
    door: Way,
    part: Annotated[
        int | None, Query(ge=1, le=MOST_SHARDS, description="Which of several, from 1.")
    ] = None,
) -> DownloadOut:
    """A short-lived address of the file, which answers ranges: a download can be resumed. Of a
    release in several files it is that of their list, and with `part` that of one."""
    with door.enter(May.RELEASE_READ, project=project_id) as (s, _):
        return service.download(_found(queries.release(s, project_id, release_id))[0], part)


@router.get("/{release_id}/manifest", response_class=StreamingResponse)
def read_manifest(project_id: Key, release_id: Key, door: Way) -> StreamingResponse:
    """What the release is made of as JSON Lines: a line about itself, then one for each item with
    its name, its file's SHA-256, the digest of what is said of it, and its share of the split."""
    with door.enter(May.RELEASE_READ, project=project_id) as (s, _):
        release = service.need_built(_found(queries.release(s, project_id, release_id))[0])
    name = f"dure-{project_id}-{release.version}-manifest.jsonl"
    return _stream(manifest.lines(release), "application/x-ndjson", name)


@router.get("/{release_id}/changes")
def list_changes(
    project_id: Key,
    release_id: Key,
    door: Way,
    after: After = 0,
    limit: Limit = 50,
    what: Change | None = None,
) -> ReleaseChangesOut:
    """What changed since the release before: how many items and which, and how often each class is
    there now."""
    with door.enter(May.RELEASE_READ, project=project_id) as (s, _):
        release = service.need_built(_found(queries.release(s, project_id, release_id))[0])
        return manifest.changes(s, release, after=after, limit=limit, what=what)


@router.get("/{release_id}/changelog", response_class=StreamingResponse)
def read_changelog(project_id: Key, release_id: Key, door: Way) -> StreamingResponse:
    """What changed since the release before, as Markdown, with every item by name."""
    with door.enter(May.RELEASE_READ, project=project_id) as (s, _):
        release = service.need_built(_found(queries.release(s, project_id, release_id))[0])
    name = f"dure-{project_id}-{release.version}-CHANGES.md"
    return _stream(manifest.changelog_of(release), "text/markdown; charset=utf-8", name)


def _stream(content: Iterator[bytes], media_type: str, name: str) -> StreamingResponse:
    disposition = f'attachment; filename="{name}"'
    return StreamingResponse(
        content, media_type=media_type, headers={"Content-Disposition": disposition}
    )


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
    """Make a release of the same items as another: those that were begun anew since with their new
    answers, less what is excluded or was taken back, and nothing else. May be retried.

    Refused while some of its items are being worked on again (`still_in_work`), and where nothing
    of it has changed (`release_whole`).
    """
    with door.enter(May.RELEASE_WRITE, project=project_id) as (s, me):
        release, new = service.patch(s, project_id, release_id, version=body.version, by=me.id)
        if new:
            _build(s, release, me.id)
        else:
            response.status_code = 200
        return ReleaseOut.model_validate(release)
