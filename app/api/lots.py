"""Lots: what is delivered together, and the sample that decides about it."""

from typing import Annotated

from fastapi import Query

from app.api.deps import Way
from app.api.ids import Key
from app.api.pages import After, Limit, Page, page
from app.api.router import Router
from app.core.errors import NotFound
from app.lots import queries
from app.lots.schemas import LotIn, LotItemOut, LotOut, LotPlanOut
from app.models.project import Stage
from app.people.permits import May
from app.quality.sampling import Limit as Bar
from app.workflow.lots import make_lot, plan_lot

router = Router(prefix="/projects/{project_id}", tags=["quality"])

Sampled = Annotated[bool | None, Query(description="Only those of the sample, or the others.")]

Wanted = Annotated[
    Bar | None, Query(alias="limit", description="In percent; without it as the stage says.")
]


@router.get("/stages/{stage_id}/lots")
def list_lots(
    project_id: Key, stage_id: Key, door: Way, after: After = 0, limit: Limit = 50
) -> Page[LotOut]:
    """The stage's lots, in the order in which they were made."""
    with door.enter(May.RELEASE_READ, project=project_id) as (s, _):
        if s.get(Stage, (project_id, stage_id)) is None:
            raise NotFound("There is no such stage in this project.")
        rows = queries.lots(s, project_id, stage_id=stage_id, after=after, limit=limit + 1)
        return page([LotOut.model_validate(row) for row in rows], limit)


@router.post("/stages/{stage_id}/lots", status_code=201)
def create_lot(project_id: Key, stage_id: Key, body: LotIn, door: Way) -> LotOut:
    """Make a lot of all that the stage has accepted and that is in none. Its sample goes to
    level 2; when that was looked at, the lot is accepted or refused by itself. The money for a look
    at each of its items is set aside, and comes back for those that need none."""
    with door.enter(May.RELEASE_WRITE, project=project_id) as (s, me):
        lot_id = make_lot(
            s,
            by=me.id,
            project_id=project_id,
            stage_id=stage_id,
            name=body.name,
            limit=body.limit,
        )
        return LotOut.model_validate(queries.lots(s, project_id, lot_id=lot_id)[0])


@router.get("/stages/{stage_id}/lots/plan")
def plan_a_lot(project_id: Key, stage_id: Key, door: Way, wanted: Wanted = None) -> LotPlanOut:
    """What a lot made now would hold, how it would be decided about, and what is set aside."""
    with door.enter(May.RELEASE_WRITE, project=project_id) as (s, _):
        found = plan_lot(s, project_id=project_id, stage_id=stage_id, limit=wanted)
        return LotPlanOut.model_validate(found, from_attributes=True)


@router.get("/lots/{lot_id}")
def get_lot(project_id: Key, lot_id: Key, door: Way) -> LotOut:
    """One lot, and how far it is."""
    with door.enter(May.RELEASE_READ, project=project_id) as (s, _):
        found = queries.lots(s, project_id, lot_id=lot_id)
        if not found:
            raise NotFound("There is no such lot in this project.")
        return LotOut.model_validate(found[0])


@router.get("/lots/{lot_id}/items")
def list_lot_items(
    project_id: Key,
    lot_id: Key,
    door: Way,
    sampled: Sampled = None,
    after: After = 0,
    limit: Limit = 50,
) -> Page[LotItemOut]:
    """The items of a lot, with what was found."""
    with door.enter(May.RELEASE_READ, project=project_id) as (s, _):
        if not queries.lots(s, project_id, lot_id=lot_id):
            raise NotFound("There is no such lot in this project.")
        rows = queries.items(s, project_id, lot_id, sampled=sampled, after=after, limit=limit + 1)
        return page([LotItemOut.model_validate(row) for row in rows], limit, key="place")
