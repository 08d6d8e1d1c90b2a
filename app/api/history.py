"""A project's history and its movements of money, as its managers read them."""

from fastapi.responses import StreamingResponse

from app.api.asked import WRITTEN, Exported, Happened, Movements, written_out
from app.api.deps import Way
from app.api.ids import Key
from app.api.pages import Page, page
from app.api.router import Router
from app.oversight import told
from app.oversight.schemas import EntryRow, ToldRow
from app.people.permits import May

router = Router(prefix="/projects/{project_id}", tags=["history"])


@router.get("/history")
def list_history(project_id: Key, door: Way, asked: Happened) -> Page[ToldRow]:
    """What was decided in the project, the newest first, with names.

    With the subject `assignment`, `item` or `task` these are the moves of its work. Where something
    is looked for, a page may be short and yet not the last: go on from its `next`.
    """
    with door.enter(May.EVENT_READ, project=project_id) as (s, _):
        rows, edge = asked.of(s, project_id=project_id)
        rows = told.with_pseudonyms(s, project_id, rows)
        return page([ToldRow.model_validate(row) for row in rows], asked.limit, edge=edge)


@router.get("/history/export", response_class=StreamingResponse, responses=WRITTEN)
def export_history(project_id: Key, door: Way, asked: Exported) -> StreamingResponse:
    """What was decided in the project in a time of a year at most, streamed as CSV or JSON lines,
    the newest first; a million rows at most. With the subject `assignment`, `item` or `task` the
    moves of its work."""
    with door.enter(May.EVENT_READ, project=project_id):
        at = asked.at(project_id=project_id)
    return written_out(asked, at, f"history-{project_id}")


@router.get("/movements")
def list_movements(project_id: Key, door: Way, asked: Movements) -> Page[EntryRow]:
    """The project's movements of money, the newest first: people by pseudonym, and who they are
    for who may read members.
    """
    with door.enter(May.LEDGER_READ, project=project_id) as (s, me):
        rows = asked.of(s, project_id=project_id)
        if May.MEMBER_READ not in me.may:
            rows = [told.by_pseudonym(row) for row in rows]
        return page([EntryRow.model_validate(row) for row in rows], asked.limit)
