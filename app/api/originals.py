"""Originals in which something was hidden: who may see them says why, and it is written down."""

from app.api.deps import Way
from app.api.ids import Id, Key
from app.api.pages import After, Limit, Page, page
from app.api.router import Router
from app.assets import originals
from app.assets.schemas import AccessOut, GroupsPage, OriginalIn, OriginalOut
from app.people.permits import May
from app.queue import service as chores

router = Router(prefix="/projects/{project_id}", tags=["originals"])


@router.post("/items/{item_id}/original")
def see_original(project_id: Key, item_id: Key, body: OriginalIn, door: Way) -> OriginalOut:
    """Addresses of an item's original for some minutes; that you were shown it, and why, stays on
    record.
    """
    with door.enter(May.ORIGINAL_READ, project=project_id) as (s, me):
        return originals.shown(s, project_id, item_id, by=me.id, why=body.why)


@router.get("/originals")
def list_accesses(
    project_id: Key, door: Way, after: After = 0, limit: Limit = 50, item_id: Id = None
) -> Page[AccessOut]:
    """Who was shown originals, when and why; the newest first."""
    with door.enter(May.ORIGINAL_READ, project=project_id) as (s, _):
        rows = originals.accesses(s, project_id, item_id=item_id, before=after, limit=limit + 1)
        return page([AccessOut.model_validate(row) for row in rows], limit)


@router.get("/stages/{stage_id}/alike")
def list_alike(
    project_id: Key, stage_id: Key, door: Way, after: After = 0, limit: Limit = 20
) -> GroupsPage:
    """Groups of items of a stage that look, or sound, alike. A page may be short and yet not the
    last: go on with `next`.
    """
    with door.enter(May.ITEM_READ, project=project_id) as (s, me):
        found = originals.alike(s, project_id, stage_id, after=after, limit=limit)
        if found.looking:
            of = {"project_id": project_id, "stage_id": stage_id}
            if not originals.looked_at(s, project_id):
                chores.enqueue(s, "print_stage", of, project_id=project_id, created_by=me.id)
        return found
