"""Tell of work before it opens, open it at its time, and share it out among who wants it."""

from datetime import timedelta
from typing import Any

import orjson
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.core.clock import utcnow
from app.core.database import transaction
from app.core.errors import Conflict, Invalid, NotFound
from app.models.item import Batch
from app.models.project import Project, Stage
from app.models.routing import Announcement
from app.models.transition import record
from app.people.notifications import Told
from app.people.queries.teams import who_may_want
from app.queue.service import enqueue
from app.routing import announcements, queries
from app.routing.rules import Asked, Device, share_of
from app.workflow.admit import lacking, levels_of, refuse
from app.workflow.fund import buys
from app.workflow.opening import complete

ANNOUNCE = "announce"
"""The chore that tells who may want it."""
MOST = 100_000
"""People who are told."""


class OpensInPast(Invalid):
    """The time has gone by."""

    code, title = "opens_in_past", "Choose a time to come"


class AnnouncementOver(Conflict):
    """It has opened, or was called off."""

    code, title = "announcement_over", "Too late for this"


def announce(s: Session, *, by: int, project_id: int, values: dict[str, Any]) -> int:
    """Announce that a stage's ready items open at a time; the announcement's id. Who may want it is
    told by a chore. `values` are columns of `Announcement`.

    Raises `NotFound`, `NotReady` where the stage lacks what its claims would pin, `OpensInPast`.
    """
    complete(s, project_id, values["stage_id"])
    batch_id = values["batch_id"]
    if batch_id is not None and s.get(Batch, (project_id, batch_id)) is None:
        raise NotFound("There is no such import in this project.")
    if values["opens_at"] <= utcnow():
        raise OpensInPast("This time has gone by; choose a later one, or open the work now.")
    made = Announcement(project_id=project_id, created_by=by, **values)
    s.add(made)
    s.flush()
    _record(s, made, by, "announced")
    args = {"project_id": project_id, "announcement_id": made.id}
    key = f"announce:{project_id}:{made.id}"
    enqueue(s, ANNOUNCE, args, project_id=project_id, created_by=by, key=key)
    return made.id


def tell(project_id: int, announcement_id: int) -> int:
    """Tell whom the level's requirement lets in, once; how many. The device is theirs to choose."""
    with transaction() as s:
        found = announcements.locked(s, project_id, announcement_id)
        if found.told_at is not None or found.cancelled_at is not None:
            return 0
        row = queries.requirement(s, project_id, found.stage_id, found.level)
        people = list(who_may_want(s, project_id, found.level, False, limit=MOST))
        if row is not None:
            where = {"project_id": project_id, "stage_id": found.stage_id, "level": found.level}
            asked = Asked.model_validate(row.asked)
            looked = lacking(s, **where, asked=asked, people=people)
            people = [one for one, needs in looked if not needs]
        told = _tell(s, found, Told.WORK_ANNOUNCED, people, opens_at=found.opens_at)
        found.told_at = func.now()
        return told


def call_off(s: Session, *, by: int, project_id: int, announcement_id: int) -> None:
    """Take an announcement back; who wanted a part is told. Again is no change. Raises `NotFound`,
    and `AnnouncementOver` where it has opened."""
    found = announcements.locked(s, project_id, announcement_id)
    if found.cancelled_at is not None:
        return
    if found.opened_at is not None:
        raise AnnouncementOver("This work has opened already; pause its stage instead.")
    found.cancelled_at = func.now()
    _record(s, found, by, "called off")
    _tell(s, found, Told.WORK_CALLED_OFF, announcements.wishes(s, project_id, announcement_id))


def wish(s: Session, *, me: int, project_id: int, announcement_id: int) -> None:
    """Want a part; again is no change. Raises `NotFound`, `AnnouncementOver`, and `NotAdmitted`
    where the level asks for what he lacks."""
    found = _open_to_wishes(s, project_id, announcement_id)
    (at,) = levels_of(s, me, [(project_id, found.stage_id, found.level)])
    refuse(at.needs)
    announcements.want(s, project_id, announcement_id, me)


def unwish(s: Session, *, me: int, project_id: int, announcement_id: int) -> None:
    """Want none after all; again is no change. Raises `NotFound`, `AnnouncementOver`."""
    _open_to_wishes(s, project_id, announcement_id)
    announcements.want_not(s, project_id, announcement_id, me)


def _open_to_wishes(s: Session, project_id: int, announcement_id: int) -> Announcement:
    # The opening counts wishes under the same lock: none comes between counting and sharing.
    found = announcements.locked(s, project_id, announcement_id)
    if found.opened_at is not None or found.cancelled_at is not None:
        raise AnnouncementOver("This work has opened, or was called off; look at the list of work.")
    return found


def coming(
    s: Session, me: int, device: Device, *, after: int = 0, limit: int = 200
) -> list[dict[str, Any]]:
    """What will open for this person, or has just opened and is shared out; `needs` is what he
    lacks for it."""
    rows = announcements.coming(s, me, after=after, limit=limit)
    places = [(row["project_id"], row["stage_id"], row["level"]) for row in rows]
    for row, at in zip(rows, levels_of(s, me, places, device), strict=True):
        row["needs"] = at.needs
    return rows


def open_due() -> int:
    """Open what is due; how many. Whatever process asks first has an announcement: its shares are
    counted, and the chore that opens it is written, in one transaction with its `opened_at`. No
    seat is on offer before that is kept, so nobody ever has more than his share."""
    opened = 0
    while True:
        with transaction() as s:
            due = announcements.next_due(s)
            if due is None:
                return opened
            found = s.get_one(Announcement, due)
            s.refresh(found)
            _open(s, found)
        opened += 1


def _open(s: Session, found: Announcement) -> None:
    project_id = found.project_id
    args = {
        "project_id": project_id,
        "stage_id": found.stage_id,
        "batch_id": found.batch_id,
        "priority": found.priority,
        "by": found.created_by,
        "announcement_id": found.id,
    }
    if found.share_seconds > 0:
        places = announcements.places(s, project_id, found.stage_id, found.batch_id)
        found.share = share_of(places, len(announcements.wishes(s, project_id, found.id)))
    found.opened_at = func.now()
    _record(s, found, None, "opened")
    key = f"open:{project_id}:{found.id}"
    enqueue(s, "open_items", args, project_id=project_id, created_by=found.created_by, key=key)


def has_opened(project_id: int, announcement_id: int, tasks: int) -> None:
    """The work is on offer: who wished for a part is told. Where items were split, there is more
    to share than they said."""
    with transaction() as s:
        found = announcements.locked(s, project_id, announcement_id)
        people = announcements.wishes(s, project_id, announcement_id)
        stage = s.get_one(Stage, (project_id, found.stage_id))
        share = share_of(tasks * buys(stage)[0], len(people))
        if found.share is not None and share is not None:
            found.share = max(found.share, share)
        until = None
        if found.opened_at is not None and found.share is not None:
            until = found.opened_at + timedelta(seconds=found.share_seconds)
        _tell(s, found, Told.WORK_OPENED, people, share=found.share, until=until)


def _tell(s: Session, found: Announcement, kind: Told, people: Any, **more: Any) -> int:
    project = s.execute(select(Project.name).where(Project.id == found.project_id)).scalar_one()
    stage = s.get_one(Stage, (found.project_id, found.stage_id)).name
    params = {"announcement_id": found.id, "project": project, "stage": stage, **more}
    text = orjson.dumps(params).decode()
    return announcements.tell(s, found.project_id, found.id, kind.value, people, text)


def _record(s: Session, found: Announcement, by: int | None, why: str) -> None:
    record(
        s,
        project_id=found.project_id,
        subject="stage",
        subject_id=found.stage_id,
        by=by,
        why=why,
        data={"announcement": found.id},
    )
