"""The manager's desk: filters that are kept, and acts on many at once."""

from typing import Annotated, Literal

from fastapi import Query, status
from sqlalchemy.orm import Session

from app.api.deps import Me, Way
from app.api.ids import Key
from app.api.pages import After, Limit, Page, page
from app.api.router import Router
from app.core.errors import NotFound
from app.desk import service, traits
from app.desk.schemas import ActIn, ActOut, ActRowOut, FilterIn, FilterOut, FoundBy
from app.figures.service import budgets
from app.models.desk import ActKind
from app.people.permits import May
from app.workflow import act, undo

router = Router(prefix="/projects/{project_id}", tags=["desk"])

Outcome = Literal["done", "refused", "undone", "kept"]
MetaKey = Annotated[str | None, Query(min_length=1, max_length=200, pattern=r"^[^\x00-\x1f\x7f]+$")]


@router.get("/filters")
def list_filters(
    project_id: Key, door: Way, after: After = 0, limit: Limit = 50
) -> Page[FilterOut]:
    """Your filters, and those that others of the project share."""
    with door.enter(May.ITEM_READ, project=project_id) as (s, me):
        rows = service.filters(s, project_id, me.id, after=after, limit=limit + 1)
        return page([FilterOut.model_validate(row) for row in rows], limit)


@router.post("/filters", status_code=status.HTTP_201_CREATED)
def keep_filter(project_id: Key, body: FilterIn, door: Way) -> FilterOut:
    """Keep a filter of items or of work, for yourself or for all who manage the project."""
    with door.enter(May.ITEM_WRITE, project=project_id) as (s, me):
        made = service.keep_filter(s, me=me.id, project_id=project_id, body=body)
        return _filter(s, project_id, me, made)


@router.put("/filters/{filter_id}")
def change_filter(project_id: Key, filter_id: Key, body: FilterIn, door: Way) -> FilterOut:
    """Change a filter of yours."""
    with door.enter(May.ITEM_WRITE, project=project_id) as (s, me):
        service.change_filter(s, me=me.id, project_id=project_id, filter_id=filter_id, body=body)
        return _filter(s, project_id, me, filter_id)


@router.delete("/filters/{filter_id}", status_code=status.HTTP_204_NO_CONTENT)
def drop_filter(project_id: Key, filter_id: Key, door: Way) -> None:
    """Keep a filter of yours no longer."""
    with door.enter(May.ITEM_WRITE, project=project_id) as (s, me):
        service.drop_filter(s, me=me.id, project_id=project_id, filter_id=filter_id)


@router.get("/found-by")
def list_found_by(project_id: Key, door: Way, key: MetaKey = None) -> FoundBy:
    """By which keys of their meta items are found; with `key`, by which of its values (at most
    200)."""
    with door.enter(May.ITEM_READ, project=project_id) as (s, _):
        if key is None:
            return FoundBy(keys=traits.meta_keys(s, project_id))
        return FoundBy(keys=traits.values(s, project_id, f"meta:{key}", 200))


@router.get("/acts")
def list_acts(project_id: Key, door: Way, after: After = 0, limit: Limit = 50) -> Page[ActOut]:
    """What was done to many at once, the newest first."""
    with door.enter(May.ITEM_WRITE, project=project_id) as (s, _):
        rows = service.acts(s, project_id, days=undo.DAYS, after=after, limit=limit + 1)
        return page([ActOut.model_validate(row | {"budget": None}) for row in rows], limit)


@router.post("/acts", status_code=status.HTTP_201_CREATED)
def make_act(project_id: Key, body: ActIn, door: Way) -> ActOut:
    """Prepare something to be done to many. Nothing is changed yet: it is counted how many it is
    about, how many would be refused and why, and what it sets aside. Start it to have it done."""
    may = May.WORK_RELEASE if body.kind is ActKind.REASSIGN else May.ITEM_WRITE
    with door.enter(May.ITEM_WRITE, project=project_id) as (s, me):
        me.need(may)
        params = body.model_dump(include={"why", "reason", "priority"}, exclude_none=True)
        made = act.make(
            s, by=me.id, project_id=project_id, kind=body.kind, scope=body.scope, params=params
        )
        return _act(s, project_id, made)


@router.get("/acts/{act_id}")
def read_act(project_id: Key, act_id: Key, door: Way) -> ActOut:
    """One act, and how far it is."""
    with door.enter(May.ITEM_WRITE, project=project_id) as (s, _):
        return _act(s, project_id, act_id)


@router.post("/acts/{act_id}/start")
def start_act(project_id: Key, act_id: Key, door: Way) -> ActOut:
    """Have it done, stretch by stretch. May be retried."""
    with door.enter(May.ITEM_WRITE, project=project_id) as (s, me):
        act.start(s, by=me.id, project_id=project_id, act_id=act_id)
        return _act(s, project_id, act_id)


@router.post("/acts/{act_id}/stop")
def stop_act(project_id: Key, act_id: Key, door: Way) -> ActOut:
    """Call it off; what was done of it stands, and can be undone. May be retried."""
    with door.enter(May.ITEM_WRITE, project=project_id) as (s, me):
        act.stop(s, by=me.id, project_id=project_id, act_id=act_id)
        return _act(s, project_id, act_id)


@router.post("/acts/{act_id}/undo")
def undo_act(project_id: Key, act_id: Key, door: Way) -> ActOut:
    """Put back what it did, within a week: what cannot be put back as it was is kept, and says
    why. May be retried."""
    with door.enter(May.ITEM_WRITE, project=project_id) as (s, me):
        undo.undo(s, by=me.id, project_id=project_id, act_id=act_id)
        return _act(s, project_id, act_id)


@router.get("/acts/{act_id}/rows")
def list_act_rows(
    project_id: Key,
    act_id: Key,
    door: Way,
    after: After = 0,
    limit: Limit = 50,
    outcome: Outcome | None = None,
) -> Page[ActRowOut]:
    """What became of each."""
    with door.enter(May.ITEM_WRITE, project=project_id) as (s, _):
        found = _act(s, project_id, act_id)
        rows = service.rows(
            s,
            project_id,
            act_id,
            work=found.kind is ActKind.REASSIGN,
            outcome=outcome,
            after=after,
            limit=limit + 1,
        )
        return page([ActRowOut.model_validate(row) for row in rows], limit, key="target_id")


def _filter(s: Session, project_id: int, me: Me, filter_id: int) -> FilterOut:
    (row,) = service.filters(s, project_id, me.id, one=filter_id)
    return FilterOut.model_validate(row)


def _act(s: Session, project_id: int, act_id: int) -> ActOut:
    rows = service.acts(s, project_id, days=undo.DAYS, one=act_id)
    if not rows:
        raise NotFound("There is no such act in this project.")
    left = budgets(s, [project_id]).get(project_id, {}).get("left", 0)
    budget = left if rows[0]["cost"] else None
    return ActOut.model_validate(rows[0] | {"budget": budget})
