"""Background work: how far it is, and starting it again."""

from sqlalchemy import select

from app.api.deps import Way
from app.api.ids import Key
from app.api.pages import After, Limit, Page, page
from app.api.router import Router
from app.core.errors import NotFound
from app.core.states import ChoreState
from app.models.chore import Chore
from app.people.permits import May
from app.queue.schemas import ChoreOut
from app.queue.service import cancel, retry

router = Router(tags=["chores"])


@router.get("/chores")
def list_chores(
    door: Way,
    after: After = 0,
    limit: Limit = 50,
    state: ChoreState | None = None,
    kind: str | None = None,
) -> Page[ChoreOut]:
    """All background work of this installation, the newest first; for its operator."""
    with door.enter(May.SYSTEM_OPERATE) as (s, _):
        wanted = select(Chore).order_by(Chore.id.desc()).limit(limit + 1)
        if after:
            wanted = wanted.where(Chore.id < after)
        if state is not None:
            wanted = wanted.where(Chore.state == state)
        if kind is not None:
            wanted = wanted.where(Chore.kind == kind)
        rows = s.execute(wanted).scalars()
        return page([ChoreOut.model_validate(row) for row in rows], limit)


@router.post("/chores/{chore_id}/retry")
def retry_chore(chore_id: Key, door: Way) -> ChoreOut:
    """Start a dead chore again."""
    with door.enter(May.SYSTEM_OPERATE) as (s, _):
        _known(s.get(Chore, chore_id))
        retry(s, chore_id)
        s.expire_all()
        return ChoreOut.model_validate(s.get(Chore, chore_id))


@router.post("/chores/{chore_id}/cancel")
def cancel_chore(chore_id: Key, door: Way) -> ChoreOut:
    """Call off a chore that waits or runs."""
    with door.enter(May.SYSTEM_OPERATE) as (s, _):
        _known(s.get(Chore, chore_id))
        cancel(s, chore_id)
        s.expire_all()
        return ChoreOut.model_validate(s.get(Chore, chore_id))


@router.get("/projects/{project_id}/chores")
def list_project_chores(
    project_id: Key, door: Way, after: After = 0, limit: Limit = 50
) -> Page[ChoreOut]:
    """The project's background work, the newest first."""
    with door.enter(May.CHORE_READ, project=project_id) as (s, _):
        wanted = select(Chore).where(Chore.project_id == project_id)
        if after:
            wanted = wanted.where(Chore.id < after)
        rows = s.execute(wanted.order_by(Chore.id.desc()).limit(limit + 1)).scalars()
        return page([ChoreOut.model_validate(row) for row in rows], limit)


@router.get("/projects/{project_id}/chores/{chore_id}")
def read_chore(project_id: Key, chore_id: Key, door: Way) -> ChoreOut:
    """One piece of the project's background work."""
    with door.enter(May.CHORE_READ, project=project_id) as (s, _):
        found = _known(s.get(Chore, chore_id))
        if found.project_id != project_id:
            raise NotFound("There is no such chore in this project.")
        return ChoreOut.model_validate(found)


def _known(chore: Chore | None) -> Chore:
    if chore is None:
        raise NotFound("There is no such chore.")
    return chore
