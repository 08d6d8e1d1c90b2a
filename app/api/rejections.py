"""Rejections beyond the ceiling: an administrator confirms them, or the work is paid."""

from app.api.deps import Way
from app.api.ids import Key
from app.api.pages import After, Limit, Page, page
from app.api.router import Router
from app.core.errors import NotFound
from app.fairness import queries
from app.fairness.schemas import HeldDecision, HeldOut
from app.people.permits import May
from app.tasks import views
from app.tasks.schemas import WorkOut
from app.workflow import ceiling

router = Router(tags=["fairness"])


@router.get("/rejections")
def list_rejections(
    door: Way, after: After = 0, limit: Limit = 50, open_only: bool = True
) -> Page[HeldOut]:
    """What waits wherever you are administrator, the longest first; or (`open_only=false`) what
    was settled, the newest first."""
    with door.enter() as (s, me):
        rows = queries.held_for(s, me.id, open_only=open_only, after=after, limit=limit + 1)
        return page([HeldOut.model_validate(row) for row in rows], limit)


@router.get("/projects/{project_id}/rejections/{held_id}")
def read_rejection(project_id: Key, held_id: Key, door: Way) -> HeldOut:
    """One of them."""
    with door.enter(May.REJECTION_CONFIRM, project=project_id) as (s, me):
        return _one(queries.held(s, project_id, held_id, me.id))


@router.get("/projects/{project_id}/rejections/{held_id}/work")
def read_rejected_work(project_id: Key, held_id: Key, door: Way) -> WorkOut:
    """The work that is rejected, with everything that was said of it."""
    with door.enter(May.REJECTION_CONFIRM, project=project_id) as (s, me):
        root = _one(queries.held(s, project_id, held_id, me.id)).assignment_id
        return WorkOut.model_validate(views.work(s, project_id, root, root, 2))


@router.post("/projects/{project_id}/rejections/{held_id}/decision")
def decide_rejection(project_id: Key, held_id: Key, body: HeldDecision, door: Way) -> HeldOut:
    """Confirm a rejection or refuse it; the author reads why. May be retried."""
    with door.enter(May.REJECTION_CONFIRM, project=project_id) as (s, me):
        ceiling.settle(s, by=me.id, project_id=project_id, held_id=held_id, **body.model_dump())
        return _one(queries.held(s, project_id, held_id, me.id))


def _one(row: dict[str, object] | None) -> HeldOut:
    if row is None:
        raise NotFound("There is no such rejection.")
    return HeldOut.model_validate(row)
