"""How far people are trusted at a level of a stage: one's own, and a manager's list."""

from typing import Annotated

from fastapi import Path, Query

from app.api.deps import Way
from app.api.ids import Key
from app.api.pages import Limit
from app.api.router import Router
from app.assets.serving import thumbnail
from app.confidence import trusts
from app.confidence.schemas import (
    MyTrust,
    MyTrustWhole,
    PeoplePage,
    PersonTrust,
    Sort,
    TrustPage,
)
from app.people.permits import May
from app.projects.queries import stage

router = Router(tags=["quality"])

OfLevel = Annotated[int, Path(ge=0, le=2)]
AfterRow = Annotated[
    str,
    Query(max_length=60, pattern=r"^[-.0-9]*$", description="The `next` of the page before."),
]


@router.get("/me/trust")
def list_my_trust(door: Way, after: AfterRow = "", limit: Limit = 50) -> TrustPage:
    """How far you are trusted, at each level of each stage that wants to know."""
    with door.enter() as (s, me):
        rows, following = trusts.mine(s, me.id, after=after, limit=limit)
        return TrustPage(items=[MyTrust.model_validate(row) for row in rows], next=following)


@router.get("/projects/{project_id}/stages/{stage_id}/levels/{level}/trust/me")
def read_my_trust(project_id: Key, stage_id: Key, level: OfLevel, door: Way) -> MyTrustWhole:
    """How far you are trusted there, and what of your work that is known from. Which of it had a
    known answer is told only where the stage tells."""
    with door.enter(project=project_id) as (s, me):
        found = trusts.whole(s, me.id, project_id, stage_id, level)
        for one in found["examples"]:
            one["picture"] = thumbnail(one.pop("thumbnail_key"))
        return MyTrustWhole.model_validate(found)


@router.get("/projects/{project_id}/stages/{stage_id}/levels/{level}/trust")
def list_trust(
    project_id: Key,
    stage_id: Key,
    level: OfLevel,
    door: Way,
    sort: Sort = "lowest",
    after: AfterRow = "",
    limit: Limit = 50,
) -> PeoplePage:
    """How far the people of a level are trusted: the lowest first, who was counted last, or only
    who is paused. A pause is settled where what was noticed is (`hit_id`)."""
    with door.enter(May.MEMBER_READ, project=project_id) as (s, _):
        stage(s, project_id, stage_id)
        rows, following = trusts.people(
            s, project_id, stage_id, level, sort=sort, after=after, limit=limit
        )
        return PeoplePage(items=[PersonTrust.model_validate(row) for row in rows], next=following)
