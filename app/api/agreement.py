"""How far the people of a stage agree, as it is counted once a day, or when it is asked for."""

from typing import Annotated

from fastapi import Query

from app.api.deps import Way
from app.api.ids import Key
from app.api.router import Router
from app.assets import serving
from app.core.errors import NotFound
from app.noticing import reporting
from app.noticing.schemas import StageAgreement
from app.people.permits import May
from app.projects import queries as projects
from app.projects.schemas import ChoreRef
from app.queue.service import enqueue

router = Router(prefix="/projects/{project_id}/stages/{stage_id}/agreement", tags=["agreement"])

Week = Annotated[
    str | None,
    Query(pattern=r"^\d{4}-\d{2}-\d{2}$", description="A day of the week that is asked for."),
]


@router.get("")
def read_agreement(project_id: Key, stage_id: Key, door: Way, week: Week = None) -> StageAgreement:
    """How far people agree: of the set, by class, person and pair; what is confused with what; the
    hardest items; the drift by week. As it was last counted, in all or in that week."""
    with door.enter(May.MEMBER_READ, project=project_id) as (s, _):
        projects.stage(s, project_id, stage_id)
        found = reporting.read(s, project_id, stage_id, week)
        if found is None:
            raise NotFound("The agreement was not counted yet; count it first.")
        for one in found["hardest"]:
            one["picture"] = serving.thumbnail(one.pop("thumbnail_key"))
        return StageAgreement.model_validate(found)


@router.post("", status_code=202)
def count_agreement(project_id: Key, stage_id: Key, door: Way) -> ChoreRef:
    """Count it anew."""
    with door.enter(May.PROJECT_WRITE, project=project_id) as (s, me):
        projects.stage(s, project_id, stage_id)
        args = {"project_id": project_id, "stage_id": stage_id}
        chore = enqueue(s, "count_agreement", args, project_id=project_id, created_by=me.id)
        return ChoreRef(chore_id=chore)
