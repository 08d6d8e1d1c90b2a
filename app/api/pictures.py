"""Pictures that guidelines show."""

from fastapi import Response, UploadFile
from fastapi.responses import RedirectResponse

from app.api.deps import Way
from app.api.ids import Key
from app.api.router import Router
from app.assets import guides
from app.assets.schemas import GuidePictureOut
from app.core.errors import TooLarge
from app.people.permits import May
from app.storage import LINK_TTL, storage

router = Router(prefix="/projects/{project_id}/pictures", tags=["stages"])


@router.post("", status_code=201)
def add_picture(project_id: Key, door: Way, file: UploadFile) -> GuidePictureOut:
    """Upload a picture of at most 8 MB; `url` is what a guideline's Markdown shows it by."""
    with door.enter(May.PROJECT_WRITE, project=project_id):
        pass  # a stranger's bytes are not opened
    content = file.file.read(guides.MAX_BYTES + 1)
    if len(content) > guides.MAX_BYTES:
        raise TooLarge(f"A guideline's picture has at most {guides.MAX_BYTES >> 20} MB.")
    kept = guides.opened(content, file.filename or "")
    with door.enter(May.PROJECT_WRITE, project=project_id) as (s, me):
        found = guides.keep(s, project_id, kept, by=me.id)
        url = f"/api/v1/projects/{project_id}/pictures/{found.id}"
        return GuidePictureOut(id=found.id, url=url, width=found.width, height=found.height)


@router.get("/{picture_id}", response_class=RedirectResponse, status_code=307)
def show_picture(project_id: Key, picture_id: Key, door: Way) -> Response:
    """The picture, by way of a short-lived link, for everybody in the project."""
    with door.enter(May.PROJECT_READ, project=project_id) as (s, _):
        found = guides.picture(s, project_id, picture_id)
        url = storage().link(found.storage_key, LINK_TTL, media_type=found.media_type)
    return RedirectResponse(url, 307, headers={"Cache-Control": "private, max-age=240"})
