"""Say something to a project's people: it is kept, and each of them is told."""

from typing import Any

from sqlalchemy.orm import Session

from app.models.bulletin import Bulletin
from app.models.transition import record
from app.people.notifications import Told
from app.people.queries.members_told import tell_members
from app.projects import bulletins
from app.projects.queries import project
from app.queue.service import enqueue

CHORE = "bulletin"
"""The chore that tells everybody: a project may have 31,000 people."""


def say(s: Session, *, by: int, project_id: int, values: dict[str, Any]) -> int:
    """Say it; its id. `values` are columns of `Bulletin`. Whom it is for is told by a chore."""
    made = Bulletin(project_id=project_id, created_by=by, **values)
    s.add(made)
    s.flush()
    _record(s, made, by, "said")
    args = {"project_id": project_id, "bulletin_id": made.id}
    enqueue(s, CHORE, args, project_id=project_id, created_by=by)
    return made.id


def end(s: Session, *, by: int, project_id: int, bulletin_id: int) -> None:
    """Show it no longer; again is nothing. Raises `NotFound`."""
    if bulletins.end(s, project_id, bulletin_id):
        _record(s, bulletins.get(s, project_id, bulletin_id), by, "ended")


def tell(s: Session, project_id: int, bulletin_id: int) -> int:
    """Tell those whom it is for, each once however often this is tried; how many. One that has
    ended tells nobody. Raises `NotFound`."""
    said = bulletins.get(s, project_id, bulletin_id)
    if said.ended_at is not None:
        return 0
    params = {
        "bulletin_id": bulletin_id,
        "title": said.title,
        "project": project(s, project_id).name,
    }
    return tell_members(s, project_id, Told.BULLETIN, params, roles=said.roles, but=said.created_by)


def _record(s: Session, made: Bulletin, by: int, why: str) -> None:
    record(
        s,
        subject="bulletin",
        subject_id=made.id,
        project_id=made.project_id,
        by=by,
        why=why,
        data={"title": made.title},
    )
