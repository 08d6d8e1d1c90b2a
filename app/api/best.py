"""The next best piece of work, over all projects."""

from app.api.by_hand import by_hand
from app.api.deps import Way
from app.api.ids import IdempotencyKey
from app.api.router import Router
from app.tasks import views
from app.tasks.routed import NextIn, NextOut
from app.tasks.schemas import Lease
from app.workflow.best import next_best

router = Router(tags=["work"])


@router.post("/work/next")
def claim_next(body: NextIn, door: Way, idempotency_key: IdempotencyKey) -> NextOut:
    """Claim what you had better do next, of all that your roles and what levels ask let you do; and
    why that. The same key returns the same lease. Without a `lease`, `needs` says what stands
    between you and work."""
    with door.enter(alone=True) as (s, me):
        by_hand(me)
        found = next_best(
            s,
            me=me.id,
            projects=body.projects,
            device=door.at(body.device),
            key=idempotency_key,
        )
        leases = [] if found.project_id is None else views.leases(s, found.project_id, found.ids)
        return NextOut.model_validate(
            {
                "lease": Lease.model_validate(leases[0]) if leases else None,
                "why": found.why,
                "needs": found.needs,
            }
        )
