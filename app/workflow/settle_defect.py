"""Decide about what somebody found: it becomes work, comes to nothing, or was reported before. Who
reported it is told each time, and once more when a release has what was put right."""

from collections.abc import Sequence

from sqlalchemy.orm import Session

from app.core.states import ItemState
from app.defects import queries, service
from app.ledger.queries import lock_budget
from app.models.defect import DeclineReason, Defect
from app.models.item import Item
from app.people.notifications import Told, notify
from app.workflow.reopen import reopen_item

_DONE = (ItemState.ACCEPTED, ItemState.RELEASED)


def accept_defect(
    s: Session,
    *,
    by: int,
    project_id: int,
    defect_id: int,
    items: Sequence[int],
    answer: str | None,
) -> None:
    """Have its items done anew; one that is being done anew already, or was taken out, stays as it
    is. Raises what `defects.service.accept()` and `reopen_item()` raise."""
    # Before the items are looked at: who accepts another finding on one of them waits here.
    lock_budget(s, project_id)
    found = service.locked(s, project_id, defect_id)
    for item_id in service.accept(s, found, by=by, items=items, answer=answer):
        item = s.get_one(Item, (project_id, item_id), populate_existing=True)
        if item.state in _DONE:
            why = f"defect {defect_id}"
            reopen_item(s, by=by, project_id=project_id, item_id=item_id, why=why)
    service.begin_work(s, project_id, defect_id, by=by)
    _tell(s, found, Told.DEFECT_ACCEPTED)


def decline_defect(
    s: Session, *, by: int, project_id: int, defect_id: int, reason: DeclineReason, answer: str
) -> None:
    """Change nothing, and say why. Raises `NotFound`, `WrongState`."""
    found = service.locked(s, project_id, defect_id)
    service.decline(s, found, by=by, reason=reason, answer=answer)
    _tell(s, found, Told.DEFECT_DECLINED)


def join_defect(s: Session, *, by: int, project_id: int, defect_id: int, of: int) -> None:
    """It was reported before. Raises what `defects.service.duplicate()` raises."""
    found = service.locked(s, project_id, defect_id)
    service.duplicate(s, found, by=by, of=of)
    _tell(s, found, Told.DEFECT_DUPLICATE)


def follow(s: Session) -> int:
    """See what has become of findings that were accepted: whether their items are accepted again,
    and whether a release has that. In how many something has changed."""
    again = queries.begun_again(s)
    for project_id, defect_id in again:
        service.begin_work(s, project_id, defect_id, by=None)
    done = queries.done_anew(s)
    for project_id, defect_id in done:
        service.fixed(s, project_id, defect_id)
    out = queries.released(s)
    for row in out:
        service.answered(s, row.project_id, row.id, row.release_id)
        found = service.locked(s, row.project_id, row.id)
        _tell(s, found, Told.DEFECT_ANSWERED, version=row.version)
    return len(again) + len(done) + len(out)


def _tell(s: Session, found: Defect, kind: Told, **more: str) -> None:
    """Who reported it, and whoever reported the same: as users, of no project."""
    said = {"title": queries.title(s, found.project_id, found.stage_id)} | more
    for defect_id, person_id in queries.reporters(s, found.project_id, found.id):
        notify(s, person_id, kind, {"defect_id": defect_id, **said})
