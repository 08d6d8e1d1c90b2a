"""Tell who claims that a new version of the guideline is to be read before more work."""

from sqlalchemy.orm import Session

from app.people.notifications import Told
from app.people.queries.members_told import tell_members
from app.projects.guidelines import WORKING
from app.projects.queries import project, stage

CHORE = "guideline_asked"


def tell(s: Session, project_id: int, stage_id: int, version: int) -> int:
    """Tell everybody who claims in the project, each once; how many. Nobody where a newer version
    is asked for by now. Raises `NotFound`."""
    found = stage(s, project_id, stage_id)
    if found.read_version != version:
        return 0
    params = {
        "stage_id": stage_id,
        "stage": found.name,
        "project": project(s, project_id).name,
        "version": version,
    }
    return tell_members(s, project_id, Told.GUIDELINE_ASKED, params, roles=WORKING)
