"""Items: what a data set is made of."""

from typing import Annotated

from fastapi import APIRouter, Query

from app.api.deps import Way
from app.api.ids import Key
from app.api.pages import MAX_KEY, Limit
from app.assets import queries, serving
from app.assets.schemas import (
    ExcludeIn,
    HappenedToItem,
    ItemOut,
    ItemsPage,
    ItemWhole,
    MediaOut,
    TaskOfItem,
)
from app.core.errors import Invalid, NotFound
from app.core.states import ItemState
from app.people.permits import May
from app.queue import service as chores
from app.workflow.cancel import exclude_item, restore_item

router = APIRouter(prefix="/projects/{project_id}/items", tags=["items"])

Id = Annotated[int | None, Query(ge=1, le=MAX_KEY)]
States = Annotated[list[ItemState] | None, Query(max_length=len(ItemState))]
_TEXT = r"^[^\x00-\x1f\x7f]*$"
Prefix = Annotated[str | None, Query(max_length=500, pattern=_TEXT)]
AfterKey = Annotated[
    str, Query(max_length=500, pattern=_TEXT, description="The `next` of the page before.")
]


@router.get("")
def list_items(
    project_id: Key,
    door: Way,
    after: AfterKey = "",
    limit: Limit = 50,
    stage_id: Id = None,
    batch_id: Id = None,
    state: States = None,
    name_prefix: Prefix = None,
) -> ItemsPage:
    """Items in the order in which they came; with `name_prefix` (and `stage_id`) by name.

    `name_prefix` goes with no other filter than the stage.
    """
    with door.enter(May.ITEM_READ, project=project_id) as (s, _):
        if name_prefix is not None:
            if stage_id is None or batch_id is not None or state:
                raise Invalid("Send name_prefix with stage_id and no other filter.")
            rows = queries.items_by_name(
                s, project_id, stage_id, prefix=name_prefix, after=after, limit=limit + 1
            )
        else:
            if after and not (after.isascii() and after.isdigit() and int(after) <= MAX_KEY):
                raise Invalid("Send as `after` the `next` of the page before.")
            between = None
            if batch_id is not None:
                found = queries.batch(s, project_id, batch_id)
                if found is None:
                    raise NotFound("There is no such import in this project.")
                between = (batch_id, found[0].first_item_id or 0, found[0].last_item_id or 0)
            rows = queries.items(
                s,
                project_id,
                stage_ids=[stage_id] if stage_id else queries.stages_of(s, project_id),
                states=state or [],
                batch_range=between,
                after=int(after or 0),
                limit=limit + 1,
            )
        shown = [ItemOut.model_validate(row) for row in rows[:limit]]
        more = len(rows) > limit
        last = (shown[-1].name if name_prefix is not None else str(shown[-1].id)) if more else None
        return ItemsPage(items=shown, next=last)


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
            **ItemOut.model_validate(row).model_dump(),
            prelabels=row.prelabels,
            tasks=[TaskOfItem.model_validate(task) for task in tasks],
            history=[HappenedToItem.model_validate(event) for event in history],
        )


@router.get("/{item_id}/media")
def item_media(project_id: Key, item_id: Key, door: Way) -> MediaOut:
    """Short-lived addresses of the item's file, for who may read items, holds a seat on it, has to
    mend his work on it, or decides an appeal about it.
    """
    with door.enter(May.PROJECT_READ, project=project_id) as (s, me):
        seen = (
            May.ITEM_READ in me.may
            or queries.works_on(s, project_id, item_id, me.id)
            or (May.APPEAL_DECIDE in me.may and queries.appealed(s, project_id, item_id))
        )
        asset = queries.media_of_item(s, project_id, item_id) if seen else None
        if asset is None:
            raise NotFound("There is no such item for you; claim work to see its picture.")
        return serving.links(asset)


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
        return ItemOut.model_validate(queries.item(s, project_id, item_id))


@router.post("/{item_id}/restore")
def restore(project_id: Key, item_id: Key, door: Way) -> ItemOut:
    """Bring an excluded item back; it can be opened again."""
    with door.enter(May.ITEM_WRITE, project=project_id) as (s, me):
        restore_item(s, by=me.id, project_id=project_id, item_id=item_id)
        return ItemOut.model_validate(queries.item(s, project_id, item_id))
