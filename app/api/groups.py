"""Two or three who speak on one recording."""

from app.api import limits
from app.api.deps import Way
from app.api.ids import Key
from app.api.router import Router
from app.people.permits import May
from app.tasks.group_schemas import GroupIn, GroupOut, JoinedGroup
from app.workflow import group

router = Router(prefix="/projects/{project_id}", tags=["work"])


@router.post("/assignments/{assignment_id}/group", status_code=201)
def start_group(project_id: Key, assignment_id: Key, door: Way) -> GroupOut:
    """Make a group around your lease: others join it by its code. May be retried."""
    with door.enter(May.WORK_DO, project=project_id) as (s, me):
        return group.start(s, me=me.id, project_id=project_id, assignment_id=assignment_id)


@router.get("/assignments/{assignment_id}/group")
def read_group(project_id: Key, assignment_id: Key, door: Way) -> GroupOut:
    """Who speaks on this recording."""
    with door.enter(project=project_id) as (s, me):
        sees_all = May.ITEM_READ in me.may
        return group.read(
            s, me=me.id, project_id=project_id, assignment_id=assignment_id, all=sees_all
        )


@router.post("/groups", status_code=201)
def join_group(project_id: Key, body: GroupIn, door: Way) -> JoinedGroup:
    """Join a group by its code: a place of your own on the same prompt. May be retried."""
    with door.enter(May.WORK_DO, project=project_id, alone=True) as (s, me):
        limits.spend(limits.GUESS, door.client, f"group {me.id}")
        lease, joined = group.join(
            s, me=me.id, project_id=project_id, code=body.code, device=door.device
        )
        return JoinedGroup(assignment_id=lease, group=joined)
