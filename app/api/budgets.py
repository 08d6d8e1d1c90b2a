"""Where money is and how long it lasts: of a project, and of an organisation."""

from app.api.deps import Way
from app.api.ids import Key
from app.api.oversight import Part
from app.api.pages import After, Limit, Page, page
from app.api.router import Router
from app.core.states import ProjectState
from app.oversight.budgets import alerts, budgets, of_house
from app.oversight.forecasts import spending, told
from app.oversight.schemas import BudgetRow, HouseBudget, SpendingOut
from app.people.permits import May
from app.projects.queries import project

router = Router(tags=["budgets"])


@router.get("/projects/{project_id}/budget/forecast")
def read_forecast(project_id: Key, door: Way) -> SpendingOut:
    """What the project spends a day, the day on which its money ends, and what its managers were
    told of that. Days are Asia/Seoul."""
    with door.enter(May.BUDGET_READ, project=project_id) as (s, _):
        found = project(s, project_id)
        seen = spending(s, project_id, runs=found.state is ProjectState.OPEN)
        return SpendingOut.model_validate(
            {
                "currency": found.currency,
                "alerts": alerts(s, [project_id]).get(project_id, []),
                **told(seen),
            }
        )


@router.get("/organisations/{organisation_id}/budget")
def read_house_budget(organisation_id: Key, door: Way) -> list[HouseBudget]:
    """Where the money of all the organisation's projects is, by currency."""
    with door.enter(May.BUDGET_READ, organisation=organisation_id) as (s, _):
        return [HouseBudget.model_validate(row) for row in of_house(s, organisation_id)]


@router.get("/organisations/{organisation_id}/budgets")
def list_house_budgets(
    organisation_id: Key, door: Way, after: After = 0, limit: Limit = 50, q: Part = ""
) -> Page[BudgetRow]:
    """Where each of the organisation's projects has its money, the newest project first."""
    with door.enter(May.BUDGET_READ, organisation=organisation_id) as (s, _):
        rows = budgets(s, organisation_id=organisation_id, q=q, before=after, limit=limit + 1)
        return page([BudgetRow.model_validate(row) for row in rows], limit, "project_id")
