"""The arbiters' desk."""

from app.api.deps import Way
from app.api.ids import Key
from app.api.pages import After, Limit, Page, page
from app.api.router import Router
from app.core.errors import NotFound
from app.people.permits import May
from app.tasks import views
from app.tasks.schemas import AppealDecision, AppealOut, WorkOut
from app.workflow.appeal import decide_appeal

router = Router(tags=["appeals"])


@router.get("/appeals")
def list_appeals(
    door: Way, after: After = 0, limit: Limit = 50, open_only: bool = True
) -> Page[AppealOut]:
    """The appeals that you may decide: open ones in the order in which they are due, all of them
    (`open_only=false`) the newest first."""
    with door.enter() as (s, me):
        rows = views.appeals(s, me.id, open_only=open_only, after=after, limit=limit + 1)
        return page([AppealOut.model_validate(row) for row in rows], limit)


@router.get("/projects/{project_id}/appeals/{assignment_id}")
def read_appeal(project_id: Key, assignment_id: Key, door: Way) -> WorkOut:
    """The work that an appeal is about, with everything that was said of it."""
    with door.enter(May.APPEAL_DECIDE, project=project_id) as (s, _):
        if views.appeal(s, project_id, assignment_id) is None:
            raise NotFound("There is no such appeal.")
        found = views.work(s, project_id, assignment_id, assignment_id, 2)
        found["appeal"] = views.appeal(s, project_id, assignment_id)
        return WorkOut.model_validate(found)


@router.post("/projects/{project_id}/appeals/{assignment_id}/decision")
def decide(project_id: Key, assignment_id: Key, body: AppealDecision, door: Way) -> AppealOut:
    """Decide an appeal; the author reads the reply."""
    with door.enter(May.APPEAL_DECIDE, project=project_id) as (s, me):
        decide_appeal(
            s,
            by=me.id,
            project_id=project_id,
            assignment_id=assignment_id,
            won=body.won,
            reply=body.reply,
        )
        return AppealOut.model_validate(views.appeal(s, project_id, assignment_id))
