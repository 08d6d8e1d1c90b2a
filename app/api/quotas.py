"""How many of each group a collect stage wants, and has."""

from app.api.deps import Way
from app.api.ids import Key
from app.api.router import Router
from app.people.permits import May
from app.tasks.quota_schemas import QuotasIn, QuotasOut
from app.workflow import quotas

router = Router(prefix="/projects/{project_id}/stages/{stage_id}/quotas", tags=["stages"])


@router.get("")
def read_quotas(project_id: Key, stage_id: Key, door: Way) -> QuotasOut:
    """The goals by group, and how many are under way and accepted."""
    with door.enter(May.ITEM_READ, project=project_id) as (s, _):
        return quotas.read(s, project_id, stage_id)


@router.put("")
def write_quotas(project_id: Key, stage_id: Key, body: QuotasIn, door: Way) -> QuotasOut:
    """Set all goals anew; who has work keeps it."""
    with door.enter(May.PROJECT_WRITE, project=project_id) as (s, me):
        return quotas.write(s, by=me.id, project_id=project_id, stage_id=stage_id, asked=body)
