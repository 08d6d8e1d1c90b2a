"""Which stage of a project feeds which."""

from app.api.deps import Way
from app.api.ids import Key
from app.api.router import Router
from app.people.permits import May
from app.projects.flows import Lead
from app.projects.schemas import FlowOut, FlowsIn
from app.workflow.pipeline import pipeline, set_flows

router = Router(prefix="/projects/{project_id}/flows", tags=["flows"])


@router.get("")
def read_flows(project_id: Key, door: Way) -> list[FlowOut]:
    """The flows, what each has made, and what waits."""
    with door.enter(May.ITEM_READ, project=project_id) as (s, _):
        return [FlowOut.model_validate(one) for one in pipeline(s, project_id)]


@router.put("")
def write_flows(project_id: Key, body: FlowsIn, door: Way) -> list[FlowOut]:
    """Make these the flows, all of them. What was accepted before flows as well."""
    with door.enter(May.PROJECT_WRITE, project=project_id) as (s, me):
        leads = [Lead(**one.model_dump()) for one in body.flows]
        set_flows(s, by=me.id, project_id=project_id, leads=leads)
        return [FlowOut.model_validate(one) for one in pipeline(s, project_id)]
