"""What people who have worked in a project say of it."""

from app.api.by_hand import by_hand
from app.api.deps import Way
from app.api.ids import Key
from app.api.router import Router
from app.fairness import ratings
from app.fairness.schemas import MyRating, RatingIn

router = Router(tags=["fairness"])


@router.get("/me/ratings/{project_id}")
def read_my_rating(project_id: Key, door: Way) -> MyRating:
    """What you said of a project in which you are, or were; and whether you may."""
    with door.enter() as (s, me):
        return MyRating.model_validate(ratings.mine(s, project_id, me.id), from_attributes=True)


@router.put("/me/ratings/{project_id}")
def rate_project(project_id: Key, body: RatingIn, door: Way) -> MyRating:
    """Say what you think of it, once some of your work there has been decided upon; you can say
    something else later. Nobody sees who said what."""
    with door.enter() as (s, me):
        by_hand(me)
        ratings.rate(s, project_id, me.id, ratings.Marks(**body.model_dump()))
        return MyRating.model_validate(ratings.mine(s, project_id, me.id), from_attributes=True)
