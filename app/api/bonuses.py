"""A stage's bonuses: what is promised beside the price, and how far one has come."""

from app.api.deps import Way
from app.api.ids import IdempotencyKey, Key
from app.api.pages import After, Limit, Page, page
from app.api.router import Router
from app.ledger import bonus_queries as queries
from app.ledger.bonus_schemas import BonusIn, BonusOut, MyBonusOut
from app.people.permits import May
from app.projects.queries import stage
from app.workflow import bonus

router = Router(prefix="/projects/{project_id}/stages/{stage_id}/bonuses", tags=["bonuses"])


@router.get("")
def list_bonuses(
    project_id: Key, stage_id: Key, door: Way, after: After = 0, limit: Limit = 50
) -> Page[MyBonusOut]:
    """The stage's bonuses, those that are over too, each with how far you have come."""
    with door.enter(May.PROJECT_READ, project=project_id) as (s, me):
        stage(s, project_id, stage_id)
        rows = queries.of_stage(s, project_id, stage_id, after=after, limit=limit + 1)
        return page(
            [
                MyBonusOut.model_validate(
                    BonusOut.model_validate(row).model_dump() | queries.mine(s, row, me.id)
                )
                for row in rows
            ],
            limit,
        )


@router.post("", status_code=201)
def make_bonus(
    project_id: Key, stage_id: Key, body: BonusIn, door: Way, idempotency_key: IdempotencyKey
) -> BonusOut:
    """Promise a bonus; all of it is set aside from the budget."""
    with door.enter(May.BUDGET_WRITE, project=project_id) as (s, me):
        made = bonus.make(
            s,
            by=me.id,
            project_id=project_id,
            stage_id=stage_id,
            key=idempotency_key,
            values=body.model_dump(),
        )
        return BonusOut.model_validate(made)


@router.post("/{bonus_id}/end")
def end_bonus(project_id: Key, stage_id: Key, bonus_id: Key, door: Way) -> BonusOut:
    """End a bonus: what is handed in within the next seven days still counts. May be retried."""
    with door.enter(May.BUDGET_WRITE, project=project_id) as (s, me):
        found = bonus.end(s, by=me.id, project_id=project_id, stage_id=stage_id, bonus_id=bonus_id)
        return BonusOut.model_validate(found)
