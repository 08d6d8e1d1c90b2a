"""The ladder: from a stage's work to its inspections, and how you stand to each level."""

from app.api.by_hand import by_hand
from app.api.deps import Way
from app.api.ids import Key
from app.api.router import Router
from app.core.errors import NotFound
from app.people.permits import May
from app.tasks.routed import ClimbedOut, ClimbIn, LadderOut
from app.workflow.climb import climb, ladder

router = Router(prefix="/projects/{project_id}", tags=["requirements"])


@router.get("/ladder")
def read_ladder(project_id: Key, door: Way) -> LadderOut:
    """The stages of the project that are not over: what each level asks, what of it you lack, and
    whether you may take its role now."""
    with door.enter(May.PROJECT_READ, project=project_id) as (s, me):
        return LadderOut.model_validate({"stages": ladder(s, me=me.id, project_id=project_id)})


@router.post("/stages/{stage_id}/climb")
def climb_up(project_id: Key, stage_id: Key, body: ClimbIn, door: Way) -> ClimbedOut:
    """Take the role that does this level's work, where you meet all that it asks. May be
    retried."""
    with door.enter(project=project_id) as (s, me):
        by_hand(me)
        if not me.team:
            raise NotFound("There is no such thing here.")
        role = climb(s, me=me.id, project_id=project_id, stage_id=stage_id, level=body.level)
        return ClimbedOut(level=body.level, role=role)
