"""The market: what work there is for you, and joining a project to do it."""

from typing import Annotated, Literal

from fastapi import Query

from app.api.by_hand import by_hand
from app.api.deps import Way
from app.api.ids import Id, Key
from app.api.pages import Limit
from app.api.router import Router
from app.core.clock import day_of, utcnow
from app.ledger.bonus_queries import standing
from app.ledger.dated import minimum_wage
from app.people.enrolment import enrol
from app.people.schemas import JoinedView
from app.storage import LINK_TTL, storage
from app.tasks.market import market
from app.tasks.market_schemas import MarketPage, MarketRow
from app.workflow import admit, gate

router = Router(tags=["work"])

_TEXT = r"^[^\x00-\x1f\x7f]*$"
Asked = Annotated[
    str | None, Query(max_length=100, pattern=_TEXT, description="In a name, goal or organisation.")
]
AfterRow = Annotated[
    str, Query(max_length=60, pattern=_TEXT, description="The `next` of the page before.")
]


@router.get("/market")
def list_market(
    door: Way,
    after: AfterRow = "",
    limit: Limit = 20,
    q: Asked = None,
    sort: Literal["pay", "new"] = "pay",
    mine: bool = False,
    stage_id: Id = None,
) -> MarketPage:
    """Work that you may do, or may join to do: by real pay an hour, or the newest first. `needs`
    says what stands between you and a claim."""
    with door.enter() as (s, me):
        rows, following = market(
            s, me.id, q=q, sort=sort, mine=mine, stage_id=stage_id, after=after, limit=limit
        )
        gate.tell(s, me.id, rows)
        admit.tell(s, me.id, rows, door.device)
        wage = minimum_wage(s, day_of(utcnow()))
        promised = standing(s, [row["stage_id"] for row in rows if row["level"] == 0])
    return MarketPage(
        items=[
            MarketRow.model_validate(
                row
                | {
                    "minimum_wage": wage,
                    "picture": _picture(row),
                    "bonuses": promised.get(row["stage_id"], []) if row["level"] == 0 else [],
                }
            )
            for row in rows
        ],
        next=following,
    )


def _picture(row: dict[str, object]) -> str | None:
    key = row.pop("thumbnail_key")
    if key is None:
        return None
    return storage().link(str(key), LINK_TTL, media_type="image/webp")


@router.post("/projects/{project_id}/join")
def join(project_id: Key, door: Way) -> JoinedView:
    """Become a worker of a project that is open to everybody; what you are called there. May be
    retried."""
    with door.enter() as (s, me):
        by_hand(me)
        return JoinedView(pseudonym=enrol(s, project_id, me.id))
