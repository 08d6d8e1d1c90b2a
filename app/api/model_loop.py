"""The model in the loop: pull what is unlabeled, push predictions, get what people made of them."""

from typing import Annotated

from fastapi import Query, status

from app.api.deps import Way
from app.api.ids import Key
from app.api.pages import After, Limit, Page, page
from app.api.router import Router
from app.assets.serving import links
from app.core.errors import NotFound
from app.models.asset import Asset
from app.models.item import Item
from app.people.permits import May
from app.suggestions import loop, loop_queries, queries
from app.suggestions.loop_schemas import (
    CorrectionOut,
    ModelAgreement,
    PredictionsIn,
    PredictionsOut,
    RankIn,
    RankOut,
    UnlabeledOut,
)
from app.workflow import rank

router = Router(prefix="/projects/{project_id}/stages/{stage_id}", tags=["model loop"])

Model = Annotated[
    str | None,
    Query(min_length=1, max_length=100, pattern=r"^[^\x00-\x1f\x7f]+$", examples=["cells-3"]),
]


def _unlabeled(item: Item, asset: Asset | None) -> UnlabeledOut:
    url = None
    if asset is not None:
        try:
            url = links(asset).url
        except NotFound:
            pass  # a text; or its file is not here, or does not go out
    return UnlabeledOut(
        id=item.id,
        name=item.name,
        state=item.state,
        media_type=None if asset is None else asset.media_type,
        width=None if asset is None else asset.width,
        height=None if asset is None else asset.height,
        document=None if asset is None or asset.withheld else asset.document,
        facts=None if asset is None else asset.facts,
        meta=item.meta,
        url=url,
    )


@router.get("/unlabeled")
def list_unlabeled(
    project_id: Key,
    stage_id: Key,
    door: Way,
    model: Model = None,
    after: After = 0,
    limit: Limit = 50,
) -> Page[UnlabeledOut]:
    """The stage's items that are not accepted yet, each with a short-lived link to its file; with
    `model` those that this version has not predicted. A page may be shorter than asked for: go on
    as long as there is a `next`."""
    with door.enter(May.ITEM_READ, project=project_id) as (s, _):
        queries.model(s, project_id, stage_id)
        rows, edge = loop_queries.unlabeled(
            s, project_id, stage_id, model=model, after=after, limit=limit + 1
        )
        return page([_unlabeled(*row) for row in rows], limit, edge=edge)


@router.post("/predictions")
def push_predictions(
    project_id: Key, stage_id: Key, body: PredictionsIn, door: Way
) -> PredictionsOut:
    """Hand in up to 1,000 predictions of one version of a model. What fits the label schema becomes
    a suggestion, but never in the place of imported labels; what does not is left out and told.
    May be retried: the newest of a model for an item stands."""
    with door.enter(May.ITEM_WRITE, project=project_id) as (s, me):
        queries.model(s, project_id, stage_id)
        return loop.predict(
            s, project_id, stage_id, by=me.id, model=body.model, given=body.predictions
        )


@router.post("/predictions/order", status_code=status.HTTP_202_ACCEPTED)
def order_by_score(project_id: Key, stage_id: Key, body: RankIn, door: Way) -> RankOut:
    """Put open tasks in order by the scores of a model: what it is least sure of comes first, all
    of it before what it has not seen."""
    with door.enter(May.PROJECT_WRITE, project=project_id) as (s, me):
        queries.model(s, project_id, stage_id)
        return RankOut(chore_id=rank.begin(s, project_id, stage_id, body.model, by=me.id))


@router.get("/corrections")
def list_corrections(
    project_id: Key,
    stage_id: Key,
    door: Way,
    model: Model = None,
    after: After = 0,
    limit: Limit = 50,
) -> Page[CorrectionOut]:
    """What has been accepted since, in that order, with what models had said of it and how that
    differs. Keep the last `id` as the place to go on from: nothing is missed, and an item that is
    accepted anew comes again. Items of before the first prediction come too, some seconds after
    it; those that were done in pieces do not."""
    with door.enter(May.ITEM_READ, project=project_id) as (s, _):
        queries.model(s, project_id, stage_id)
        rows, edge = loop.corrections(
            s, project_id, stage_id, model=model, after=after, limit=limit + 1
        )
        return page(rows, limit, edge=edge)


@router.get("/models")
def list_models(project_id: Key, stage_id: Key, door: Way) -> list[ModelAgreement]:
    """How far each version of a model agrees with what people made of its items, by class; kept up
    to date within seconds."""
    with door.enter(May.ITEM_READ, project=project_id) as (s, _):
        queries.model(s, project_id, stage_id)
        return loop.agreement(s, project_id, stage_id)
