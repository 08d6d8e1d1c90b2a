"""Stages of a project: their design, and whether they hand out work."""

from dataclasses import asdict

from sqlalchemy.orm import Session

from app.api.deps import Way
from app.api.ids import Id, Key
from app.api.pages import After, Limit, Page, page
from app.api.router import Router
from app.core.clock import day_of, utcnow
from app.ledger.dated import minimum_wage
from app.models.project import Guideline, LabelSchema, PriceCard
from app.people.permits import May
from app.projects import queries
from app.projects.money_schemas import (
    FloorOut,
    LevelPace,
    OpeningIn,
    PaceOut,
    PricedOut,
    PriceIn,
    PriceOut,
    QuoteOut,
)
from app.projects.schemas import (
    ChoreRef,
    GuidelineIn,
    GuidelineOut,
    ProgressOut,
    SchemaIn,
    SchemaOut,
    StageIn,
    StageOut,
    StagePatch,
    WhyIn,
)
from app.queue.service import enqueue
from app.workflow import design, pricing
from app.workflow.cancel import cancel_stage
from app.workflow.found import add_stage
from app.workflow.fund import current_card
from app.workflow.opening import must_afford, quote

router = Router(prefix="/projects/{project_id}/stages", tags=["stages"])


@router.post("", status_code=201)
def create_stage(project_id: Key, body: StageIn, door: Way) -> StageOut:
    """Add a stage, as a draft."""
    with door.enter(May.PROJECT_WRITE, project=project_id) as (s, me):
        project = queries.project(s, project_id)
        queries.name_is_free(s, project_id, body.name)
        stage_id = add_stage(s, by=me.id, project=project, values=body.model_dump())
        return StageOut.model_validate(queries.stage(s, project_id, stage_id))


@router.get("")
def list_stages(project_id: Key, door: Way, after: After = 0, limit: Limit = 50) -> Page[StageOut]:
    """The project's stages, in the order in which they stand in its pipeline."""
    with door.enter(May.PROJECT_READ, project=project_id) as (s, _):
        rows = queries.stages_after(s, project_id, after, limit + 1)
        return page([StageOut.model_validate(row) for row in rows], limit)


@router.get("/{stage_id}")
def read_stage(project_id: Key, stage_id: Key, door: Way) -> StageOut:
    """One stage."""
    with door.enter(May.PROJECT_READ, project=project_id) as (s, _):
        return StageOut.model_validate(queries.stage(s, project_id, stage_id))


@router.patch("/{stage_id}")
def change_stage(project_id: Key, stage_id: Key, body: StagePatch, door: Way) -> StageOut:
    """Change its settings, for hand-ins from now on."""
    with door.enter(May.PROJECT_WRITE, project=project_id) as (s, me):
        if body.name is not None:
            queries.name_is_free(s, project_id, body.name, but=stage_id)
        found = design.change_stage(
            s,
            by=me.id,
            project_id=project_id,
            stage_id=stage_id,
            values=body.changes(),
        )
        return StageOut.model_validate(found)


@router.get("/{stage_id}/progress")
def read_progress(project_id: Key, stage_id: Key, door: Way) -> ProgressOut:
    """How many items, tasks and pieces of work are in which state; what waits at each level."""
    with door.enter(May.ITEM_READ, project=project_id) as (s, _):
        queries.stage(s, project_id, stage_id)
        return ProgressOut.model_validate(queries.counts(s, project_id, stage_id))


@router.post("/{stage_id}/guidelines", status_code=201)
def write_guideline(project_id: Key, stage_id: Key, body: GuidelineIn, door: Way) -> GuidelineOut:
    """A new version of the guideline, for claims from now on."""
    with door.enter(May.PROJECT_WRITE, project=project_id) as (s, me):
        version = design.write_guideline(
            s,
            by=me.id,
            project_id=project_id,
            stage_id=stage_id,
            body=body.body,
            must_read=body.must_read,
        )
        return GuidelineOut.model_validate(s.get_one(Guideline, (project_id, stage_id, version)))


@router.get("/{stage_id}/guidelines")
def list_guidelines(
    project_id: Key, stage_id: Key, door: Way, after: After = 0, limit: Limit = 20
) -> Page[GuidelineOut]:
    """The versions of the guideline, oldest first."""
    with door.enter(May.PROJECT_READ, project=project_id) as (s, _):
        queries.stage(s, project_id, stage_id)
        rows = queries.versions_after(s, Guideline, project_id, stage_id, after, limit + 1)
        return page([GuidelineOut.model_validate(row) for row in rows], limit, "version")


@router.post("/{stage_id}/schemas", status_code=201)
def write_schema(project_id: Key, stage_id: Key, body: SchemaIn, door: Way) -> SchemaOut:
    """A new version of the label schema, for claims from now on."""
    with door.enter(May.PROJECT_WRITE, project=project_id) as (s, me):
        version = design.write_schema(
            s, by=me.id, project_id=project_id, stage_id=stage_id, definition=body.definition
        )
        return SchemaOut.model_validate(s.get_one(LabelSchema, (project_id, stage_id, version)))


@router.get("/{stage_id}/schemas")
def list_schemas(
    project_id: Key, stage_id: Key, door: Way, after: After = 0, limit: Limit = 20
) -> Page[SchemaOut]:
    """The versions of the label schema, oldest first."""
    with door.enter(May.PROJECT_READ, project=project_id) as (s, _):
        queries.stage(s, project_id, stage_id)
        rows = queries.versions_after(s, LabelSchema, project_id, stage_id, after, limit + 1)
        return page([SchemaOut.model_validate(row) for row in rows], limit, "version")


@router.post("/{stage_id}/prices", status_code=201)
def set_prices(project_id: Key, stage_id: Key, body: PriceIn, door: Way) -> PricedOut:
    """A new price card, for claims from now on; leases that are held keep their price. 409
    `below_floor` where it makes less than the minimum wage, with how each level stands."""
    with door.enter(May.BUDGET_WRITE, project=project_id) as (s, me):
        version = design.set_prices(
            s, by=me.id, project_id=project_id, stage_id=stage_id, **body.model_dump()
        )
        card = s.get_one(PriceCard, (project_id, stage_id, version))
        wage, found = pricing.floors(s, queries.stage(s, project_id, stage_id), card)
        return PricedOut(
            **PriceOut.model_validate(card).model_dump(),
            minimum_wage=wage,
            floors=[FloorOut.model_validate(one) for one in found],
        )


@router.get("/{stage_id}/pace")
def read_pace(project_id: Key, stage_id: Key, door: Way) -> PaceOut:
    """How long work takes here, as measured: what prices are set by."""
    with door.enter(May.PROJECT_READ, project=project_id) as (s, _):
        card = current_card(s, queries.stage(s, project_id, stage_id))
        return PaceOut(
            minimum_wage=minimum_wage(s, day_of(utcnow())),
            unit=None if card is None else card.unit,
            levels=[
                LevelPace.model_validate(row) for row in queries.paces(s, project_id, stage_id)
            ],
        )


@router.get("/{stage_id}/prices")
def list_prices(
    project_id: Key, stage_id: Key, door: Way, after: After = 0, limit: Limit = 20
) -> Page[PriceOut]:
    """The price cards, oldest first."""
    with door.enter(May.PROJECT_READ, project=project_id) as (s, _):
        queries.stage(s, project_id, stage_id)
        rows = queries.versions_after(s, PriceCard, project_id, stage_id, after, limit + 1)
        return page([PriceOut.model_validate(row) for row in rows], limit, "version")


@router.get("/{stage_id}/openings/quote")
def read_quote(project_id: Key, stage_id: Key, door: Way, batch_id: Id = None) -> QuoteOut:
    """What opening the ready items would set aside."""
    with door.enter(May.BUDGET_READ, project=project_id) as (s, _):
        found = quote(s, project_id, stage_id, batch_id)
        return QuoteOut(**asdict(found))


@router.post("/{stage_id}/openings", status_code=202)
def open_items(project_id: Key, stage_id: Key, body: OpeningIn, door: Way) -> ChoreRef:
    """Put ready items on offer, with their worst case set aside from the budget."""
    with door.enter(May.PROJECT_WRITE, project=project_id) as (s, me):
        must_afford(quote(s, project_id, stage_id, body.batch_id))
        args = {
            "project_id": project_id,
            "stage_id": stage_id,
            "batch_id": body.batch_id,
            "priority": body.priority,
            "by": me.id,
        }
        chore_id = enqueue(s, "open_items", args, project_id=project_id, created_by=me.id)
        return ChoreRef(chore_id=chore_id)


def _now(project_id: int, stage_id: int, s: Session) -> StageOut:
    s.expire_all()
    return StageOut.model_validate(queries.stage(s, project_id, stage_id))


@router.post("/{stage_id}/open")
def open_stage(project_id: Key, stage_id: Key, door: Way) -> StageOut:
    """Hand out work, for the first time or after a pause."""
    with door.enter(May.PROJECT_WRITE, project=project_id) as (s, me):
        design.open_stage(s, by=me.id, project_id=project_id, stage_id=stage_id)
        return _now(project_id, stage_id, s)


@router.post("/{stage_id}/pause")
def pause_stage(project_id: Key, stage_id: Key, body: WhyIn, door: Way) -> StageOut:
    """Hand out no work until it is opened again; leases that are held go on."""
    with door.enter(May.PROJECT_WRITE, project=project_id) as (s, me):
        design.pause_stage(s, by=me.id, project_id=project_id, stage_id=stage_id, why=body.why)
        return _now(project_id, stage_id, s)


@router.post("/{stage_id}/cancel")
def end_stage(project_id: Key, stage_id: Key, body: WhyIn, door: Way) -> StageOut:
    """Stop for good: no new claims, leases that are held may be handed in, what was handed in is
    paid, the rest of the money goes back to the budget."""
    with door.enter(May.PROJECT_WRITE, project=project_id) as (s, me):
        cancel_stage(s, by=me.id, project_id=project_id, stage_id=stage_id, why=body.why)
        args = {"project_id": project_id, "stage_id": stage_id}
        enqueue(s, "wind_down_stage", args, project_id=project_id, created_by=me.id)
        return _now(project_id, stage_id, s)
