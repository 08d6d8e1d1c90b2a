"""One's own data, and who looked at it; for the operator, all accesses."""

from fastapi import APIRouter

from app.api.deps import Way
from app.api.ids import Id
from app.api.pages import After, Limit, Page, page
from app.people.permits import May
from app.privacy import access
from app.privacy.schemas import AccessRow, MyAccess

router = APIRouter(tags=["privacy"])


@router.get("/me/accesses")
def list_my_accesses(door: Way, after: After = 0, limit: Limit = 50) -> Page[MyAccess]:
    """Who looked at your data, the last first: as what and for whom, not by name."""
    with door.enter() as (s, me):
        rows = access.read(s, person_id=me.id, before=after, limit=limit + 1)
        return page([MyAccess(**row) for row in rows], limit)


@router.get("/oversight/accesses")
def list_all_accesses(
    door: Way, after: After = 0, limit: Limit = 50, person_id: Id = None, by: Id = None
) -> Page[AccessRow]:
    """Who looked at whose data, the last first; for the operator. Reading this is an access."""
    with door.enter(May.SYSTEM_AUDIT) as (s, _):
        rows = access.read(s, person_id=person_id, by=by, before=after, limit=limit + 1)
        return page([AccessRow(**row) for row in rows], limit)
