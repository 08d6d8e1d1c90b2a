"""Takes of a lease on a prompt: sent by tus, looked over at once."""

from typing import Annotated

from fastapi import Path, Response
from fastapi.responses import FileResponse
from sqlalchemy.orm import Session

from app.api.deps import Me, Way
from app.api.ids import Key
from app.api.pages import MAX_KEY
from app.api.router import Router
from app.assets import capture_queries as queries
from app.assets import captures, serving, uploads
from app.assets.schemas import MediaOut
from app.assets.take_schemas import CaptureIn, CaptureOut
from app.core.errors import NotFound
from app.core.states import CaptureState
from app.models.asset import Asset
from app.models.collect import Capture
from app.people.permits import May
from app.queue import service as chores
from app.storage import LINK_TTL

router = Router(
    prefix="/projects/{project_id}/assignments/{assignment_id}/captures", tags=["captures"]
)

TakeId = Annotated[int, Path(ge=1, le=MAX_KEY)]
# Played and shown as what they are; anything else is only saved.
_PLAYED = ("audio/", "video/", "image/jpeg", "image/png", "image/webp")


@router.post("", status_code=201)
def add_capture(
    project_id: Key, assignment_id: Key, body: CaptureIn, door: Way, response: Response
) -> CaptureOut:
    """Make a take of a finished upload; it is looked over in the background. The same upload again
    is the same take.
    """
    with door.enter(May.WORK_DO, project=project_id) as (s, me):
        made, new = captures.take(
            s,
            project_id,
            me.id,
            assignment_id,
            upload_id=body.upload_id,
            label=body.label,
            device=body.device,
        )
        if new:
            of = {"project_id": project_id, "capture_id": made.id}
            made.chore_id = chores.enqueue(s, "look_over", of, project_id=project_id)
            captures.watch(s, project_id, assignment_id)
        else:
            response.status_code = 200
        return _shown(made, None)


@router.get("")
def list_captures(project_id: Key, assignment_id: Key, door: Way) -> list[CaptureOut]:
    """The takes of a lease (at most 500), for its person, who inspects it, and who may read the
    project's items.
    """
    with door.enter(May.PROJECT_READ, project=project_id) as (s, me):
        _may_see(s, me, project_id, assignment_id)
        return [_shown(one, asset) for one, asset in queries.captures(s, project_id, assignment_id)]


@router.get("/{capture_id}")
def get_capture(project_id: Key, assignment_id: Key, capture_id: TakeId, door: Way) -> CaptureOut:
    """One take: ask again while it is `checking`."""
    with door.enter(May.PROJECT_READ, project=project_id) as (s, me):
        _may_see(s, me, project_id, assignment_id)
        found = _found(s, project_id, assignment_id, capture_id)
        asset = s.get(Asset, (project_id, found.asset_id)) if found.asset_id else None
        return _shown(found, asset)


@router.get("/{capture_id}/file", response_class=FileResponse)
def capture_file(
    project_id: Key, assignment_id: Key, capture_id: TakeId, door: Way
) -> FileResponse:
    """The bytes of a take that did not pass, for its person alone, until the lease is over."""
    with door.enter(May.WORK_DO, project=project_id) as (s, me):
        found = _found(s, project_id, assignment_id, capture_id)
        if found.person_id != me.id or found.state is not CaptureState.REFUSED:
            raise NotFound("There is no such take here.")
        path = uploads.spool_path(found.upload_id)
        media_type = (found.measured or {}).get("media_type", "application/octet-stream")
    if not path.exists():
        raise NotFound("The take is not kept any more; its lease is over.")
    if not media_type.startswith(_PLAYED):
        media_type = "application/octet-stream"
    headers = {
        "Cache-Control": "private, no-store",
        "Content-Security-Policy": "default-src 'none'; sandbox",
        "Cross-Origin-Resource-Policy": "same-site",
    }
    shown = "inline" if media_type.startswith(_PLAYED) else "attachment"
    return FileResponse(
        path,
        media_type=media_type,
        filename=found.name,
        content_disposition_type=shown,
        headers=headers,
    )


@router.delete("/{capture_id}", status_code=204)
def drop_capture(project_id: Key, assignment_id: Key, capture_id: TakeId, door: Way) -> Response:
    """Take a take away, with its bytes."""
    with door.enter(May.WORK_DO, project=project_id) as (s, me):
        captures.drop(s, project_id, me.id, assignment_id, capture_id)
    return Response(status_code=204)


def _may_see(s: Session, me: Me, project_id: int, assignment_id: int) -> None:
    all_ = May.ITEM_READ in me.may
    if not queries.may_see(s, project_id, assignment_id, me.id, all_=all_):
        raise NotFound("There is no such work of yours here.")


def _found(s: Session, project_id: int, assignment_id: int, capture_id: int) -> Capture:
    found = queries.capture(s, project_id, assignment_id, capture_id)
    if found is None or found.state in (CaptureState.DROPPED, CaptureState.DESTROYED):
        raise NotFound("There is no such take here.")
    return found


def _shown(one: Capture, asset: Asset | None) -> CaptureOut:
    measured = one.measured or {}
    return CaptureOut(
        id=one.id,
        label=one.label,
        state=one.state,
        name=one.name,
        bytes=one.bytes,
        media_type=measured.get("media_type"),
        modality=serving.modality(asset),
        measured=one.measured,
        faults=one.faults or [],
        media=_media(one, asset),
        created_at=one.created_at,
    )


def _media(one: Capture, asset: Asset | None) -> MediaOut | None:
    if asset is None:
        return _heard_again(one)
    return None if asset.withheld else serving.links(asset)


def _heard_again(one: Capture) -> MediaOut | None:
    """Where its person hears or sees one again that did not pass."""
    measured = one.measured
    if one.state is not CaptureState.REFUSED or measured is None:
        return None
    home = f"/api/v1/projects/{one.project_id}/assignments/{one.assignment_id}"
    return MediaOut(
        url=f"{home}/captures/{one.id}/file",
        thumbnail_url=None,
        tiles=None,
        prepared=None,
        media_type=measured["media_type"],
        width=measured.get("width"),
        height=measured.get("height"),
        expires_in=int(LINK_TTL.total_seconds()),
    )
