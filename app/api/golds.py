"""Known answers: made by hand, gathered, retired; how far they reach."""

from secrets import token_hex
from typing import Annotated, Any, Literal

from fastapi import Query
from sqlalchemy.orm import Session

from app.api.deps import Way
from app.api.ids import Key
from app.api.pages import After, Limit, Page, page
from app.api.router import Router
from app.assets import serving
from app.confidence import golds
from app.confidence.gold_schemas import (
    CandidateOut,
    GatheredOut,
    GatherIn,
    GoldIn,
    GoldItem,
    GoldOut,
    PoolOut,
    SeedIn,
    SeedOut,
    SlipOut,
)
from app.confidence.golds import Candidate
from app.labels import answer_json
from app.labels.perturb import note
from app.models.person import Person
from app.models.quality import GoldSource
from app.models.task import Verdict
from app.people.permits import May
from app.projects import queries as projects
from app.workflow.gather import gather, seed
from app.workflow.gild import gild, retire

router = Router(prefix="/projects/{project_id}", tags=["quality"])

Level = Annotated[int | None, Query(ge=0, le=2)]
OfLevel = Annotated[int, Query(ge=0, le=2)]
State = Annotated[Literal["open", "retired"] | None, Query()]


@router.get("/stages/{stage_id}/golds")
def list_golds(
    project_id: Key,
    stage_id: Key,
    door: Way,
    level: Level = None,
    state: State = None,
    after: After = 0,
    limit: Limit = 50,
) -> Page[GoldOut]:
    """The stage's known answers, in the order in which they were made."""
    with door.enter(May.PROJECT_WRITE, project=project_id) as (s, _):
        projects.stage(s, project_id, stage_id)
        rows = golds.golds(
            s,
            project_id,
            stage_id,
            level=level,
            retired=None if state is None else state == "retired",
            after=after,
            limit=limit + 1,
        )
        return page([_gold(row) for row in rows], limit)


@router.post("/stages/{stage_id}/golds", status_code=201)
def make_gold(project_id: Key, stage_id: Key, body: GoldIn, door: Way) -> GoldOut:
    """Make a known answer of an accepted item. It is hidden in the work of its level; the money for
    the places that are on offer is set aside."""
    with door.enter(May.PROJECT_WRITE, project=project_id) as (s, me):
        values = body.model_dump()
        made = gild(s, by=me.id, project_id=project_id, stage_id=stage_id, **values)
        return _one(s, project_id, stage_id, made.id)


@router.post("/stages/{stage_id}/golds/gather")
def gather_golds(project_id: Key, stage_id: Key, body: GatherIn, door: Way) -> GatheredOut:
    """Make known answers of what was done: of what at least three agree on surely, or of what two
    inspectors let through. For inspectors half of them get an error that somebody could make."""
    with door.enter(May.PROJECT_WRITE, project=project_id) as (s, me):
        projects.stage(s, project_id, stage_id)
        found = gather(
            s,
            by=me.id,
            project_id=project_id,
            stage_id=stage_id,
            source=GoldSource(body.source),
            level=body.level,
            count=body.count,
            language=s.get_one(Person, me.id).locale,
        )
        return GatheredOut.model_validate(found, from_attributes=True)


@router.post("/stages/{stage_id}/golds/seed")
def seed_error(project_id: Key, stage_id: Key, body: SeedIn, door: Way) -> SeedOut:
    """A draft of a known answer for inspectors, each time with another error. Nothing is kept."""
    with door.enter(May.PROJECT_WRITE, project=project_id) as (s, me):
        projects.stage(s, project_id, stage_id)
        made = seed(
            s,
            project_id=project_id,
            stage_id=stage_id,
            level=body.level,
            root_id=body.root_id,
            chance=token_hex(8),
        )
        return SeedOut(
            level=body.level,
            root_id=made.of.root_id,
            item=_item(made.of),
            answer=made.of.answer,
            shown=answer_json(made.found.shown),
            verdict=Verdict(made.found.verdict),
            note=note(made.found.slips, s.get_one(Person, me.id).locale),
            slips=[SlipOut.model_validate(one, from_attributes=True) for one in made.found.slips],
        )


@router.get("/stages/{stage_id}/golds/pool")
def read_pool(project_id: Key, stage_id: Key, door: Way) -> list[PoolOut]:
    """How far the known answers of each level reach."""
    with door.enter(May.PROJECT_WRITE, project=project_id) as (s, _):
        stage = projects.stage(s, project_id, stage_id)
        found = golds.pool(s, project_id, stage_id, stage.quality)
        return [PoolOut.model_validate(one, from_attributes=True) for one in found]


@router.get("/stages/{stage_id}/golds/candidates")
def list_candidates(
    project_id: Key,
    stage_id: Key,
    door: Way,
    level: OfLevel = 0,
    after: After = 0,
    limit: Limit = 50,
) -> Page[CandidateOut]:
    """Accepted items whose answer may become known at the level, with that answer."""
    with door.enter(May.PROJECT_WRITE, project=project_id) as (s, _):
        projects.stage(s, project_id, stage_id)
        rows = golds.candidates(s, project_id, stage_id, level, after=after, limit=limit + 1)
        shown = [
            CandidateOut(
                item_id=row.item_id,
                item=_item(row),
                root_id=row.root_id,
                answer=row.answer,
                source=row.source,
                answers=row.answers,
                sure=row.sure,
            )
            for row in rows
        ]
        return page(shown, limit, key="item_id")


@router.post("/golds/{gold_id}/retire")
def retire_gold(project_id: Key, gold_id: Key, door: Way) -> GoldOut:
    """Hand it out no more. What is not taken goes off, and its money back to the budget; whoever
    has it just now is paid as for any, and it tells nothing of him."""
    with door.enter(May.PROJECT_WRITE, project=project_id) as (s, me):
        gone = retire(s, by=me.id, project_id=project_id, gold_id=gold_id)
        return _one(s, project_id, gone.stage_id, gold_id)


def _one(s: Session, project_id: int, stage_id: int, gold_id: int) -> GoldOut:
    s.flush()
    return _gold(golds.golds(s, project_id, stage_id, gold_id=gold_id)[0])


def _gold(row: dict[str, Any]) -> GoldOut:
    item = GoldItem(
        id=row["item_id"],
        name=row["item"],
        picture=serving.thumbnail(row["thumbnail_key"]),
        excerpt=row["excerpt"],
        media_type=row["media_type"],
    )
    return GoldOut.model_validate(row | {"item": item})


def _item(one: Candidate) -> GoldItem:
    return GoldItem(
        id=one.item_id,
        name=one.item,
        picture=serving.thumbnail(one.thumbnail_key),
        excerpt=one.excerpt,
        media_type=one.media_type,
    )
