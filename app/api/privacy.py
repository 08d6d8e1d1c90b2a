"""One's own data, and who looked at it; for the operator, all accesses."""

from fastapi import status

from app.api.by_hand import by_hand
from app.api.deps import Way
from app.api.ids import Id, Key
from app.api.pages import After, Limit, Page, page
from app.api.router import Router
from app.people.permits import May
from app.privacy import access, copies, schedule
from app.privacy.schemas import (
    AccessRow,
    CopyLink,
    CopyOut,
    KeptOut,
    MyAccess,
    ScheduleOut,
)

router = Router(tags=["privacy"])


@router.get("/me/accesses")
def list_my_accesses(door: Way, after: After = 0, limit: Limit = 50) -> Page[MyAccess]:
    """Who looked at your data, the last first: as what and for whom, not by name."""
    with door.enter() as (s, me):
        rows = access.read(s, person_id=me.id, before=after, limit=limit + 1)
        return page([MyAccess(**row) for row in rows], limit)


@router.post("/me/copies", status_code=status.HTTP_202_ACCEPTED)
def ask_for_copy(door: Way) -> CopyOut:
    """Have a copy made of all that is kept of you. You are told when it is there; it is kept for a
    week. One a day."""
    with door.enter(alone=True) as (s, me):
        by_hand(me, grave=True)
        return copies.ask(s, me.id)


@router.get("/me/copies")
def list_my_copies(door: Way, after: After = 0, limit: Limit = 50) -> Page[CopyOut]:
    """Copies of your data that you asked for, the last first."""
    with door.enter() as (s, me):
        by_hand(me)
        return page(copies.of_person(s, me.id, before=after, limit=limit + 1), limit)


@router.get("/me/copies/{copy_id}/download")
def fetch_my_copy(copy_id: Key, door: Way) -> CopyLink:
    """A short-lived address of a copy."""
    with door.enter() as (s, me):
        by_hand(me, grave=True)
        return copies.link(s, me.id, copy_id)


@router.get("/oversight/accesses")
def list_all_accesses(
    door: Way, after: After = 0, limit: Limit = 50, person_id: Id = None, by: Id = None
) -> Page[AccessRow]:
    """Who looked at whose data, the last first; for the operator. Reading this is an access."""
    with door.enter(May.SYSTEM_AUDIT) as (s, _):
        rows = access.read(s, person_id=person_id, by=by, before=after, limit=limit + 1)
        return page([AccessRow(**row) for row in rows], limit)


@router.get("/oversight/keeping")
def read_schedule(door: Way) -> ScheduleOut:
    """How long what is kept, and what the nightly runs have deleted; for the operator."""
    with door.enter(May.SYSTEM_AUDIT) as (s, _):
        return ScheduleOut(
            kept_for=schedule.standing(s),
            kept_by=[KeptOut(what=what, by=by) for what, by in schedule.KEPT.items()],
        )
