"""A stage's model, which suggests answers before people work."""

from sqlalchemy.orm import Session

from app.api.deps import Way
from app.api.ids import Key
from app.api.router import Router
from app.core.settings import settings
from app.labels import answer_json
from app.people.permits import May
from app.suggestions import queries, service
from app.suggestions.schemas import LeftOut, ModelIn, ModelOut, StageModelOut, Tried, TryIn

router = Router(prefix="/projects/{project_id}/stages/{stage_id}/model", tags=["suggestions"])

FAULTS = 100  # that are told


def _out(s: Session, project_id: int, stage_id: int) -> StageModelOut:
    model = queries.model(s, project_id, stage_id)
    return StageModelOut(
        model=None if model is None else ModelOut.model_validate(model),
        standing=None if model is None else service.stands(s, model),
        hosts=list(settings().model_hosts),
    )


@router.get("")
def read_model(project_id: Key, stage_id: Key, door: Way) -> StageModelOut:
    """The model that the stage asks, how it does, and at which hosts models may be."""
    with door.enter(May.ITEM_READ, project=project_id) as (s, _):
        return _out(s, project_id, stage_id)


@router.put("")
def set_model(project_id: Key, stage_id: Key, body: ModelIn, door: Way) -> StageModelOut:
    """Set the stage's model. While it is active it is asked ahead of the workers about every item
    that has no labels of its own; another address is asked about all of them again."""
    with door.enter(May.PROJECT_WRITE, project=project_id) as (s, me):
        queries.model(s, project_id, stage_id)
        service.save(s, by=me.id, project_id=project_id, stage_id=stage_id, **body.model_dump())
        return _out(s, project_id, stage_id)


@router.delete("", status_code=204)
def forget_model(project_id: Key, stage_id: Key, door: Way) -> None:
    """Forget the model and its secret; what it has suggested stays."""
    with door.enter(May.PROJECT_WRITE, project=project_id) as (s, me):
        queries.model(s, project_id, stage_id)
        service.forget(s, by=me.id, project_id=project_id, stage_id=stage_id)


@router.post("/try")
def try_model(project_id: Key, stage_id: Key, body: TryIn, door: Way) -> Tried:
    """Ask the model about one item now. Nothing is kept."""
    with door.enter(May.PROJECT_WRITE, project=project_id) as (s, _):
        asking, item = service.trial(s, project_id, stage_id, body.item_id)
    said, seconds = service.tried(asking, item)
    return Tried(
        item_id=item.id,
        item=item.name,
        seconds=round(seconds, 2),
        model=said.model,
        suggested=None if said.answer is None else answer_json(said.answer),
        left_out=said.left_out,
        faults=[LeftOut.model_validate(fault.as_json()) for fault in said.faults[:FAULTS]],
    )
