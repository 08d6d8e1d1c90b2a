"""What people are to read of a project: the guideline anew, and bulletins."""

from fastapi import Query, status

from app.api.deps import Way
from app.api.ids import Id, Key
from app.api.pages import After, Limit, Page, page
from app.api.router import Router
from app.people.permits import May
from app.projects import bulletins, guidelines
from app.projects.reading_schemas import (
    BulletinIn,
    BulletinMine,
    BulletinOut,
    BulletinSent,
    ReaderOut,
    ReadersPage,
    ReadVersion,
    ToReadOut,
)
from app.workflow import bulletin

router = Router(tags=["reading"])
STAGE = "/projects/{project_id}/stages/{stage_id}/guidelines"
OURS = "/projects/{project_id}/bulletins"


@router.get(f"{STAGE}/to-read")
def read_what_is_new(project_id: Key, stage_id: Key, door: Way) -> ToReadOut:
    """The guideline as it is now, and as you last confirmed it."""
    with door.enter(May.PROJECT_READ, project=project_id) as (s, me):
        found = guidelines.to_read(s, project_id, stage_id, me.id)
        shown = {
            name: None if found[name] is None else ReadVersion.model_validate(found[name])
            for name in ("newest", "before")
        }
        return ToReadOut(**shown, asked=found["asked"])


@router.put(f"{STAGE}/{{version}}/read", status_code=status.HTTP_204_NO_CONTENT)
def confirm_guideline(project_id: Key, stage_id: Key, version: Key, door: Way) -> None:
    """Confirm that you have read the guideline up to this version. May be retried."""
    with door.enter(May.PROJECT_READ, project=project_id) as (s, me):
        guidelines.confirm(s, project_id, stage_id, me.id, version)


@router.get(f"{STAGE}/readers")
def list_readers(
    project_id: Key,
    stage_id: Key,
    door: Way,
    after: After = 0,
    limit: Limit = 50,
    late: bool = Query(False, description="Only who has yet to confirm what is asked."),
) -> ReadersPage:
    """Who claims in the project, and which version each has confirmed."""
    with door.enter(May.MEMBER_READ, project=project_id) as (s, _):
        rows, people, read, asked = guidelines.readers(
            s, project_id, stage_id, late=late, after=after, limit=limit + 1
        )
        shown = page([ReaderOut.model_validate(row) for row in rows], limit, "person_id")
        return ReadersPage(
            items=shown.items, next=shown.next, asked=asked, people=people, read=read
        )


@router.post(OURS, status_code=status.HTTP_201_CREATED)
def say_bulletin(project_id: Key, body: BulletinIn, door: Way) -> BulletinSent:
    """Say something to the project's people, or to those of some roles. Each is told, as he wants
    to be told; what was said is not changed any more."""
    with door.enter(May.PROJECT_WRITE, project=project_id) as (s, me):
        made = bulletin.say(s, by=me.id, project_id=project_id, values=body.model_dump())
        (row,) = bulletins.sent(s, project_id, after=0, limit=1, only=made)
        return BulletinSent.model_validate(row)


@router.get(OURS)
def list_bulletins(
    project_id: Key, door: Way, after: After = 0, limit: Limit = 50
) -> Page[BulletinSent]:
    """What the project's people were told, the newest first, and how many have read it."""
    with door.enter(May.PROJECT_WRITE, project=project_id) as (s, _):
        rows = bulletins.sent(s, project_id, after=after, limit=limit + 1)
        return page([BulletinSent.model_validate(row) for row in rows], limit)


@router.post(f"{OURS}/{{bulletin_id}}/end")
def end_bulletin(project_id: Key, bulletin_id: Key, door: Way) -> BulletinOut:
    """Show a bulletin no longer. May be retried."""
    with door.enter(May.PROJECT_WRITE, project=project_id) as (s, me):
        bulletin.end(s, by=me.id, project_id=project_id, bulletin_id=bulletin_id)
        (row,) = bulletins.sent(s, project_id, after=0, limit=1, only=bulletin_id)
        return BulletinSent.model_validate(row)


@router.get("/bulletins")
def list_my_bulletins(
    door: Way,
    after: After = 0,
    limit: Limit = 50,
    project_id: Id = None,
    unread: bool = Query(False, description="Only what you have not read."),
) -> Page[BulletinMine]:
    """What is said to you in your projects, the newest first."""
    with door.enter() as (s, me):
        rows = bulletins.mine(
            s, me.id, unread=unread, after=after, limit=limit + 1, project_id=project_id
        )
        return page([BulletinMine.model_validate(row) for row in rows], limit)


@router.put(f"{OURS}/{{bulletin_id}}/read", status_code=status.HTTP_204_NO_CONTENT)
def read_bulletin(project_id: Key, bulletin_id: Key, door: Way) -> None:
    """Note that you have read it. May be retried."""
    with door.enter(May.PROJECT_READ, project=project_id) as (s, me):
        bulletins.mark_read(s, project_id, bulletin_id, me.id)
