"""How a project treats people: for everybody to read."""

from app.api.deps import Way
from app.api.ids import Key
from app.api.router import Router
from app.core.clock import day_of, utcnow
from app.core.errors import NotFound
from app.core.states import ProjectState
from app.fairness import figures, ratings
from app.fairness.schemas import FairOut
from app.ledger.dated import minimum_wage
from app.models.fairness import LEAST_PEOPLE
from app.models.person import Organisation
from app.models.project import Project

router = Router(tags=["fairness"])


@router.get("/fair/{project_id}")
def read_fair_work(project_id: Key, door: Way) -> FairOut:
    """How a project that was ever opened pays and treats people: medians and rates, counted once a
    day, each only of people enough. Without signing in."""
    with door.open() as s:
        project = s.get(Project, project_id)
        if project is None or project.state is ProjectState.DRAFT:
            raise NotFound("There is no such project.")
        counted = figures.kept(s, project_id)
        return FairOut(
            project_id=project_id,
            project=project.name,
            organisation=s.get_one(Organisation, project.organisation_id).name,
            state=project.state,
            minimum_wage=minimum_wage(s, day_of(utcnow())),
            least_people=LEAST_PEOPLE,
            counted_at=counted.counted_at if counted else None,
            ratings=ratings.summary(s, project_id),
            **(counted.values if counted else {}),
        )
