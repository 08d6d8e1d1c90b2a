"""Work that will open: told before it does, and shared out among who wants a part."""

from fastapi import status

from app.api.deps import Way
from app.api.ids import Key
from app.api.pages import After, Limit, Page, page
from app.api.router import Router
from app.people.permits import May
from app.routing import announcements
from app.routing.schemas import AnnouncementIn, AnnouncementOut
from app.tasks.routed import Coming
from app.workflow import announce

router = Router(tags=["announcements"])
OURS = "/projects/{project_id}/announcements"
WISH = "/announcements/{project_id}/{announcement_id}/wish"


@router.get(OURS)
def list_announcements(
    project_id: Key, door: Way, after: After = 0, limit: Limit = 50
) -> Page[AnnouncementOut]:
    """The project's announcements, the newest first."""
    with door.enter(May.PROJECT_WRITE, project=project_id) as (s, _):
        rows = announcements.of_project(s, project_id, after=after, limit=limit + 1)
        return page([AnnouncementOut.model_validate(row) for row in rows], limit)


@router.post(OURS, status_code=status.HTTP_201_CREATED)
def make_announcement(project_id: Key, body: AnnouncementIn, door: Way) -> AnnouncementOut:
    """Announce that ready items open at a time. Members whom the stage lets in are told now."""
    with door.enter(May.PROJECT_WRITE, project=project_id) as (s, me):
        made = announce.announce(s, by=me.id, project_id=project_id, values=body.model_dump())
        (row,) = announcements.of_project(s, project_id, one=made)
        return AnnouncementOut.model_validate(row)


@router.delete(f"{OURS}/{{announcement_id}}", status_code=status.HTTP_204_NO_CONTENT)
def call_off_announcement(project_id: Key, announcement_id: Key, door: Way) -> None:
    """Take an announcement back before it opens; who wanted a part is told. May be retried."""
    with door.enter(May.PROJECT_WRITE, project=project_id) as (s, me):
        announce.call_off(s, by=me.id, project_id=project_id, announcement_id=announcement_id)


@router.get("/announcements")
def list_coming(door: Way, after: After = 0, limit: Limit = 50) -> Page[Coming]:
    """What will open for you, or has just opened and is shared out."""
    with door.enter() as (s, me):
        rows = announce.coming(s, me.id, door.device, after=after, limit=limit + 1)
        return page([Coming.model_validate(row) for row in rows], limit)


@router.put(WISH, status_code=status.HTTP_204_NO_CONTENT)
def want_part(project_id: Key, announcement_id: Key, door: Way) -> None:
    """Say that you want a part. May be retried."""
    with door.enter(May.WORK_DO, project=project_id) as (s, me):
        announce.wish(s, me=me.id, project_id=project_id, announcement_id=announcement_id)


@router.delete(WISH, status_code=status.HTTP_204_NO_CONTENT)
def want_no_part(project_id: Key, announcement_id: Key, door: Way) -> None:
    """Say that you want none after all. May be retried."""
    with door.enter(May.WORK_DO, project=project_id) as (s, me):
        announce.unwish(s, me=me.id, project_id=project_id, announcement_id=announcement_id)
