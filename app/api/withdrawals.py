"""Taking back one's consent to a project, and who has."""

from app.api.by_hand import by_hand
from app.api.deps import Way
from app.api.ids import Key
from app.api.pages import After, Limit, Page, page
from app.api.router import Router
from app.people import withdrawals
from app.people.collecting import WithdrawalAsked, WithdrawalOut, WithdrawIn
from app.people.permits import May

router = Router(prefix="/projects/{project_id}/withdrawals", tags=["participants"])


@router.post("", status_code=202)
def withdraw(project_id: Key, asked: WithdrawIn, door: Way) -> WithdrawalAsked:
    """Take your consent back: what you gave is destroyed in the background, what you earned stays
    yours. May be retried."""
    # Alone: no other tab of his claims meanwhile.
    with door.enter(May.PROJECT_READ, project=project_id, alone=True) as (s, me):
        by_hand(me)
        return WithdrawalAsked.model_validate(withdrawals.ask(s, project_id, me.id, asked.why))


@router.get("")
def list_withdrawals(
    project_id: Key, door: Way, after: After = 0, limit: Limit = 50
) -> Page[WithdrawalOut]:
    """Who has withdrawn, and what was destroyed."""
    with door.enter(May.MEMBER_WRITE, project=project_id) as (s, _):
        rows = withdrawals.withdrawals(s, project_id, after=after, limit=limit)
        return page([WithdrawalOut.model_validate(row) for row in rows], limit)
