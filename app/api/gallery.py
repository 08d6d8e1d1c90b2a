"""Ready label schemas, those of other programs, and a trial of one before it is kept."""

from app.api.deps import Way
from app.api.ids import Key
from app.api.router import Router
from app.gallery.convert import convert
from app.gallery.schemas import ConfigIn, ConvertedOut, Ready, TrialOut
from app.gallery.service import gallery
from app.people.permits import May
from app.projects import queries
from app.projects.schemas import SchemaIn
from app.workflow.trial import try_schema

router = Router(tags=["label schemas"])


@router.get("/schemas/gallery")
def list_ready_schemas(door: Way) -> list[Ready]:
    """Label schemas to begin with, each with an answer that shows what it asks for."""
    with door.enter():
        return list(gallery())


@router.post("/schemas/convert")
def convert_config(body: ConfigIn, door: Way) -> ConvertedOut:
    """The label schema that another program's labeling configuration becomes; nothing is kept."""
    with door.enter():
        pass
    return convert(body.format, body.text, body.video)


@router.post("/projects/{project_id}/stages/{stage_id}/schemas/check")
def check_schema(project_id: Key, stage_id: Key, body: SchemaIn, door: Way) -> TrialOut:
    """Try a label schema without keeping it: whether it is one, and how many of the stage's
    newest answers would not fit it."""
    with door.enter(May.PROJECT_WRITE, project=project_id) as (s, _):
        queries.stage(s, project_id, stage_id)
        tried = try_schema(s, project_id=project_id, stage_id=stage_id, definition=body.definition)
        return TrialOut.model_validate(tried)
