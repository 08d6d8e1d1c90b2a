"""Questions about items, their answers, and what of these stands beside the guideline."""

from typing import Annotated

from fastapi import Query, status
from sqlalchemy.orm import Session

from app.api.deps import Me, Way
from app.api.ids import Id, Key
from app.api.pages import After, Limit, Page, page
from app.api.router import Router
from app.core.errors import NotFound
from app.core.states import InquiryState
from app.people.permits import AT_LEVEL, May
from app.questions import queries
from app.questions.schemas import (
    AskedHere,
    AskedOut,
    FrequentIn,
    FrequentOut,
    InquiryAnswerIn,
    InquiryIn,
    InquiryOut,
    JoinIn,
    MyInquiry,
    Waiting,
)
from app.workflow import inquire

router = Router(tags=["questions"])
HERE = "/projects/{project_id}/assignments/{assignment_id}/questions"
OURS = "/projects/{project_id}/questions"
ENTRIES = "/projects/{project_id}/stages/{stage_id}/entries"
State = Annotated[InquiryState, Query(description="What waits comes the oldest first.")]


@router.get(HERE)
def list_asked_here(project_id: Key, assignment_id: Key, door: Way) -> AskedHere:
    """What you have asked about your piece of work, and what stands beside its guideline."""
    with door.enter(project=project_id) as (s, me):
        found = _piece(s, me, project_id, assignment_id)
        mine = queries.asked_here(s, project_id, assignment_id, me.id)
        entries = queries.entries(s, project_id, found)
        return AskedHere(
            mine=[InquiryOut.model_validate(row) for row in mine],
            entries=[FrequentOut.model_validate(row) for row in entries],
            hold_hours=inquire.HOLD_HOURS,
        )


@router.post(HERE, status_code=status.HTTP_201_CREATED)
def ask(project_id: Key, assignment_id: Key, body: InquiryIn, door: Way) -> InquiryOut:
    """Ask about your piece of work. Your lease waits for the first answer, three days at most."""
    with door.enter(project=project_id) as (s, me):
        _piece(s, me, project_id, assignment_id)
        made = inquire.ask(
            s, me=me.id, project_id=project_id, assignment_id=assignment_id, words=body.text
        )
        return InquiryOut.model_validate(queries.one(s, project_id, made))


@router.get("/me/questions")
def list_my_questions(door: Way, after: After = 0, limit: Limit = 50) -> Page[MyInquiry]:
    """What you have asked, the newest first."""
    with door.enter() as (s, me):
        rows = queries.mine(s, me.id, after=after, limit=limit + 1)
        return page([MyInquiry.model_validate(row) for row in rows], limit)


@router.get(OURS)
def list_questions(
    project_id: Key,
    door: Way,
    state: State = InquiryState.OPEN,
    stage_id: Id = None,
    after: After = 0,
    limit: Limit = 50,
) -> Page[AskedOut]:
    """What is asked in the project: what waits, the oldest first; what is answered, the newest."""
    with door.enter(May.ITEM_WRITE, project=project_id) as (s, _):
        rows = queries.asked(s, project_id, state, stage_id=stage_id, after=after, limit=limit + 1)
        return page([AskedOut.model_validate(row) for row in rows], limit)


@router.get(f"{OURS}/waiting")
def count_waiting(project_id: Key, door: Way) -> Waiting:
    """How many questions wait for an answer, and since when."""
    with door.enter(May.ITEM_WRITE, project=project_id) as (s, _):
        return Waiting.model_validate(dict(queries.waiting(s, project_id)))


@router.get(f"{OURS}/{{inquiry_id}}")
def read_question(project_id: Key, inquiry_id: Key, door: Way) -> AskedOut:
    """One question."""
    with door.enter(May.ITEM_WRITE, project=project_id) as (s, _):
        return _asked(s, project_id, inquiry_id)


@router.post(f"{OURS}/{{inquiry_id}}/answer")
def answer(project_id: Key, inquiry_id: Key, body: InquiryAnswerIn, door: Way) -> AskedOut:
    """Answer a question, and all that are joined to it; who asked is told. With `for_all` the
    answer stands beside the guideline from now on."""
    with door.enter(May.ITEM_WRITE, project=project_id) as (s, me):
        inquire.answer(s, by=me.id, project_id=project_id, inquiry_id=inquiry_id, said=body)
        s.expire_all()
        return _asked(s, project_id, inquiry_id)


@router.post(f"{OURS}/{{inquiry_id}}/join")
def join(project_id: Key, inquiry_id: Key, body: JoinIn, door: Way) -> AskedOut:
    """Have it answered with another one that asks the same."""
    with door.enter(May.ITEM_WRITE, project=project_id) as (s, me):
        inquire.join(
            s, by=me.id, project_id=project_id, inquiry_id=inquiry_id, same_as=body.same_as
        )
        return _asked(s, project_id, inquiry_id)


@router.post(f"{OURS}/{{inquiry_id}}/part")
def part(project_id: Key, inquiry_id: Key, door: Way) -> AskedOut:
    """Have a joined question stand by itself again."""
    with door.enter(May.ITEM_WRITE, project=project_id) as (s, me):
        inquire.part(s, by=me.id, project_id=project_id, inquiry_id=inquiry_id)
        return _asked(s, project_id, inquiry_id)


@router.get(ENTRIES)
def list_entries(
    project_id: Key, stage_id: Key, door: Way, after: After = 0, limit: Limit = 50
) -> Page[FrequentOut]:
    """What stands beside the stage's guideline, the newest first."""
    with door.enter(May.PROJECT_READ, project=project_id) as (s, _):
        inquire.known_stage(s, project_id, stage_id)
        rows = queries.entries(s, project_id, stage_id, after=after, limit=limit + 1)
        return page([FrequentOut.model_validate(row) for row in rows], limit)


@router.post(ENTRIES, status_code=status.HTTP_201_CREATED)
def add_entry(project_id: Key, stage_id: Key, body: FrequentIn, door: Way) -> FrequentOut:
    """Put a question and its answer beside the stage's guideline."""
    with door.enter(May.PROJECT_WRITE, project=project_id) as (s, me):
        made = inquire.add_entry(s, by=me.id, project_id=project_id, stage_id=stage_id, entry=body)
        (row,) = [
            one for one in queries.entries(s, project_id, stage_id, limit=1) if one["id"] == made
        ]
        return FrequentOut.model_validate(row)


@router.delete(f"{ENTRIES}/{{guideline_entry_id}}", status_code=status.HTTP_204_NO_CONTENT)
def remove_entry(project_id: Key, stage_id: Key, guideline_entry_id: Key, door: Way) -> None:
    """Show an entry no longer. May be retried."""
    with door.enter(May.PROJECT_WRITE, project=project_id) as (s, me):
        inquire.remove_entry(
            s, by=me.id, project_id=project_id, stage_id=stage_id, entry_id=guideline_entry_id
        )


def _piece(s: Session, me: Me, project_id: int, assignment_id: int) -> int:
    """The stage of one's own piece of work. Raises `NotFound` and `Forbidden`."""
    found = queries.piece(s, project_id, assignment_id)
    if found is None or found["worker_id"] != me.id:
        raise NotFound("There is no such work of yours here.")
    me.need(AT_LEVEL[found["level"]])
    stage_id: int = found["stage_id"]
    return stage_id


def _asked(s: Session, project_id: int, inquiry_id: int) -> AskedOut:
    found = queries.one(s, project_id, inquiry_id)
    if found is None:
        raise NotFound("There is no such question in this project.")
    return AskedOut.model_validate(found)
