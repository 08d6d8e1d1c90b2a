"""Items: what a data set is made of."""

from typing import Annotated, Any

from fastapi import Depends, Query
from sqlalchemy.orm import Session

from app.api.deps import Way
from app.api.finding import item_filter
from app.api.ids import Id, Key
from app.api.pages import MAX_KEY, Limit
from app.api.router import Router
from app.assets import queries, serving
from app.assets.piece_schemas import PiecesOut, StepOut, WayOut
from app.assets.schemas import (
    ExcludeIn,
    HappenedToItem,
    ItemOut,
    ItemsPage,
    ItemWhole,
    MediaOut,
    ReopenIn,
    TaskOfItem,
)
from app.core.errors import Invalid, NotFound
from app.desk.queries import asks_more
from app.desk.schemas import ItemFilter
from app.people.permits import May
from app.queue import service as chores
from app.workflow.act import find
from app.workflow.cancel import exclude_item, restore_item
from app.workflow.look import pieces_of, way_of
from app.workflow.reopen import reopen_item

router = Router(prefix="/projects/{project_id}/items", tags=["items"])

_TEXT = r"^[^\x00-\x1f\x7f]*$"
AfterKey = Annotated[
    str, Query(max_length=600, pattern=_TEXT, description="The `next` of the page before.")
]


@router.get("")
def list_items(
    project_id: Key,
    door: Way,
    asked: Annotated[ItemFilter, Depends(item_filter)],
    after: AfterKey = "",
    limit: Limit = 50,
) -> ItemsPage:
    """Items in the order in which they came; with `q` and nothing else but state, stage and import,
    those whose names begin so, by name.

    What is asked of their work (`label`, `person`, `verdict`, `reason`, `day`, `meta_key`) is known
    some seconds after it happened. With several filters a page may be short and yet not the last:
    go on with `next`.
    """
    with door.enter(May.ITEM_READ, project=project_id) as (s, _):
        if asked.q is not None and not asks_more(asked):
            return _by_name(s, project_id, asked, after, limit)
        if after and not (after.isascii() and after.isdigit() and int(after) <= MAX_KEY):
            raise Invalid("Send as `after` the `next` of the page before.")
        ids, edge = find(s, project_id, asked, after=int(after or 0), limit=limit + 1)
        rows = queries.items_numbered(s, project_id, ids[:limit])
    following = ids[limit - 1] if len(ids) > limit else edge
    shown = [_shown(row) for row in rows]
    return ItemsPage(items=shown, next=None if following is None else str(following))


def _by_name(s: Session, project_id: int, asked: ItemFilter, after: str, limit: int) -> ItemsPage:
    if asked.batch_id is not None and queries.batch(s, project_id, asked.batch_id) is None:
        raise NotFound("There is no such import in this project.")
    rows, edge = queries.items_by_name(
        s,
        project_id,
        stage_ids=[asked.stage_id] if asked.stage_id else queries.stages_of(s, project_id),
        states=asked.state or [],
        batch_id=asked.batch_id,
        prefix=asked.q or "",
        after=_name_key(after),
        limit=limit + 1,
    )
    shown = [_shown(row) for row in rows[:limit]]
    following = f"{edge[1]}:{edge[0]}" if edge else None
    if len(rows) > limit:
        following = f"{shown[-1].stage_id}:{shown[-1].name}"
    return ItemsPage(items=shown, next=following)


def _name_key(after: str) -> tuple[str, int]:
    """The name and stage that a page by name goes on from."""
    stage, _, name = after.partition(":")
    if after and not (stage.isascii() and stage.isdigit() and int(stage) <= MAX_KEY):
        raise Invalid("Send as `after` the `next` of the page before.")
    return name, int(stage or 0)


def _shown(row: Any) -> ItemOut:
    found = ItemOut.model_validate(row)
    found.thumbnail_url = serving.thumbnail(row.thumbnail_key)
    return found


@router.get("/{item_id}")
def get_item(project_id: Key, item_id: Key, door: Way) -> ItemWhole:
    """One item, its tasks, who works on them, and what happened; people by pseudonym."""
    with door.enter(May.ITEM_READ, project=project_id) as (s, _):
        row = queries.item(s, project_id, item_id)
        if row is None:
            raise NotFound("There is no such item in this project.")
        tasks = queries.tasks_of_item(s, project_id, item_id)
        history = queries.history_of_item(s, project_id, item_id)
        return ItemWhole(
            **_shown(row).model_dump(),
            document=row.document,
            facts=row.facts,
            prelabels=row.prelabels,
            tasks=[TaskOfItem.model_validate(task) for task in tasks],
            history=[HappenedToItem.model_validate(event) for event in history],
        )


@router.get("/{item_id}/media")
def item_media(project_id: Key, item_id: Key, door: Way, task_id: Id = None) -> MediaOut:
    """Short-lived addresses of the item's file, for who may read items, holds a seat on it, has to
    mend his work on it, or decides an appeal about it. With `task_id` of what that task shows: a
    piece of the item, or a bundle that it is part of.
    """
    with door.enter(May.PROJECT_READ, project=project_id) as (s, me):
        seen = May.ITEM_READ in me.may or (
            May.APPEAL_DECIDE in me.may and queries.appealed(s, project_id, item_id)
        )
        if not seen:
            # Who works on a piece sees that piece.
            task_id = queries.task_in_hand(s, project_id, item_id, me.id, task_id)
            seen = task_id is not None
        asset = queries.media_of_item(s, project_id, item_id, task_id) if seen else None
        if asset is None:
            raise NotFound("There is no such item for you; claim work to see its picture.")
        refines = task_id is not None and queries.refines(s, project_id, task_id, me.id)
        return serving.links(asset, original=refines)


@router.post("/{item_id}/exclude")
def exclude(project_id: Key, item_id: Key, body: ExcludeIn, door: Way) -> ItemOut:
    """Take an item out of the data set: nobody claims it any more, what was handed in is paid."""
    with door.enter(May.ITEM_WRITE, project=project_id) as (s, me):
        exclude_item(s, by=me.id, project_id=project_id, item_id=item_id, reason=body.reason.value)
        chores.enqueue(
            s,
            "wind_down_item",
            {"project_id": project_id, "item_id": item_id},
            project_id=project_id,
            created_by=me.id,
        )
        return _shown(queries.item(s, project_id, item_id))


@router.post("/{item_id}/restore")
def restore(project_id: Key, item_id: Key, door: Way) -> ItemOut:
    """Bring an excluded item back; it can be opened again."""
    with door.enter(May.ITEM_WRITE, project=project_id) as (s, me):
        restore_item(s, by=me.id, project_id=project_id, item_id=item_id)
        return _shown(queries.item(s, project_id, item_id))


@router.post("/{item_id}/reopen")
def reopen(project_id: Key, item_id: Key, body: ReopenIn, door: Way) -> ItemOut:
    """Begin anew with an accepted or released item: other people get it. When it is accepted again,
    what came of it before is taken out and made anew."""
    with door.enter(May.ITEM_WRITE, project=project_id) as (s, me):
        reopen_item(s, by=me.id, project_id=project_id, item_id=item_id, why=body.why)
        return _shown(queries.item(s, project_id, item_id))


@router.get("/{item_id}/pieces")
def item_pieces(project_id: Key, item_id: Key, door: Way) -> PiecesOut:
    """The item's tasks with what was said of each, and what is made of it: of pieces one answer,
    with what was done at their seams."""
    with door.enter(May.ITEM_READ, project=project_id) as (s, _):
        found = pieces_of(s, project_id, item_id)
        return PiecesOut.model_validate(found, from_attributes=True)


@router.get("/{item_id}/way")
def item_way(project_id: Key, item_id: Key, door: Way) -> WayOut:
    """All the items that it came from, and all that came of it."""
    with door.enter(May.ITEM_READ, project=project_id) as (s, _):
        rows = way_of(s, project_id, item_id)
        return WayOut(items=[StepOut.model_validate(row) for row in rows])
