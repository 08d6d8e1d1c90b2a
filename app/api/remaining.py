"""What is left wrong in a stage, as far as chance has shown."""

from app.api.deps import Way
from app.api.ids import Key
from app.api.router import Router
from app.core.errors import NotFound
from app.inspection.remaining import RemainingOut, remaining
from app.models.project import Stage
from app.people.permits import May

router = Router(prefix="/projects/{project_id}/stages/{stage_id}", tags=["quality"])


@router.get("/remaining")
def read_remaining(project_id: Key, stage_id: Key, door: Way) -> RemainingOut:
    """How much is wrong among what nobody has looked at, with its interval; from what was looked at
    by chance alone, which no order of risk has bent."""
    with door.enter(May.FIGURE_READ, project=project_id) as (s, _):
        if s.get(Stage, (project_id, stage_id)) is None:
            raise NotFound("There is no such stage in this project.")
        return remaining(s, project_id, stage_id)
