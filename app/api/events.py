"""The history: who moved what from which state to which, why, when."""

from datetime import datetime
from typing import Any

from pydantic import BaseModel, ConfigDict
from sqlalchemy import select

from app.api.deps import Way
from app.api.ids import Id, Key
from app.api.pages import After, Limit, Page, page
from app.api.router import Router
from app.models.event import Event
from app.people.permits import May

router = Router(tags=["history"])


class EventOut(BaseModel):
    """One row of the history; `actor_id` is empty where the clock acted."""

    model_config = ConfigDict(from_attributes=True)

    id: int
    at: datetime
    subject: str
    subject_id: int
    actor_id: int | None
    source: str | None
    target: str | None
    why: str
    data: dict[str, Any] | None


@router.get("/projects/{project_id}/events")
def list_events(
    project_id: Key,
    door: Way,
    after: After = 0,
    limit: Limit = 100,
    subject: str | None = None,
    subject_id: Id = None,
) -> Page[EventOut]:
    """What happened in the project, in order; with `subject` and `subject_id`, to one thing."""
    with door.enter(May.EVENT_READ, project=project_id) as (s, _):
        wanted = select(Event).where(Event.project_id == project_id, Event.id > after)
        if subject is not None:
            wanted = wanted.where(Event.subject == subject)
        if subject_id is not None:
            wanted = wanted.where(Event.subject_id == subject_id)
        rows = s.execute(wanted.order_by(Event.id).limit(limit + 1)).scalars()
        return page([EventOut.model_validate(row) for row in rows], limit)
