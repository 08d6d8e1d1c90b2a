"""Ask about the item in one's hands, and answer: once for all who ask the same, and, where it is
worth it, for all who work in the stage.

A lease waits for the answer, once, for three days at most: whoever asks loses nothing by it. With
the answer its full term begins.
"""

from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.core.errors import Conflict, NotFound
from app.core.states import InquiryState
from app.models.inquiry import GuidelineEntry, Inquiry
from app.models.project import Stage
from app.models.transition import move, record
from app.people.notifications import Told, notify
from app.questions import queries
from app.questions.schemas import FrequentIn, InquiryAnswerIn
from app.tasks.groups import lasts_as_long

HOLD_HOURS = 72
"""How long a lease waits for an answer at most."""
MOST = 10
"""Questions about one piece of work."""


class AskedEnough(Conflict):
    """No further question is taken."""

    code, title = "asked_enough", "You have asked enough here"


class NotTheSame(Conflict):
    """The two cannot be joined."""

    code, title = "not_the_same", "These cannot be joined"


def ask(s: Session, *, me: int, project_id: int, assignment_id: int, words: str) -> int:
    """Ask about one's piece of work; the question's id. The lease waits for the answer where it is
    the first. Raises `NotFound` and `AskedEnough`."""
    found = queries.piece(s, project_id, assignment_id)
    if found is None or found["worker_id"] != me:
        raise NotFound("There is no such work of yours here.")
    if found["asked"] >= MOST:
        raise AskedEnough("You have asked about this as often as one may; wait for the answers.")
    holds = queries.hold(s, project_id, assignment_id, HOLD_HOURS)
    if holds:
        lasts_as_long(s, project_id, assignment_id)
    made = Inquiry(
        project_id=project_id,
        stage_id=found["stage_id"],
        item_id=found["item_id"],
        assignment_id=assignment_id,
        level=found["level"],
        asked_by=me,
        text=words,
        holds=holds,
    )
    s.add(made)
    s.flush()
    record(
        s,
        project_id=project_id,
        subject="inquiry",
        subject_id=made.id,
        by=me,
        target=InquiryState.OPEN.value,
        why="asked",
    )
    return made.id


def answer(s: Session, *, by: int, project_id: int, inquiry_id: int, said: InquiryAnswerIn) -> None:
    """Answer a question and all that ask the same; who asked is told, and leases that waited go on.
    Raises `NotFound`, and `WrongState` for one that is answered or joined."""
    found = _locked(s, project_id, inquiry_id)
    here: dict[str, Any] = {"answered_at": func.now(), "answered_by": by}
    key = (project_id, inquiry_id)
    if found.state is InquiryState.JOINED:
        raise NotTheSame("This one is joined to another; answer that one, or part them first.")
    move(s, Inquiry, key, InquiryState.ANSWERED, by=by, answer=said.answer, **here)
    asked = [found]
    for other in _same(s, project_id, inquiry_id):
        move(s, Inquiry, (project_id, other.id), InquiryState.ANSWERED, by=by, **here)
        asked.append(other)
    for assignment_id in queries.go_on(s, project_id, inquiry_id):
        lasts_as_long(s, project_id, assignment_id)
    for one in asked:
        about = {"inquiry_id": one.id, "assignment_id": one.assignment_id}
        notify(s, one.asked_by, Told.INQUIRY_ANSWERED, about, project_id)
    if said.for_all:
        entry = FrequentIn(question=said.question or found.text, answer=said.answer)
        add_entry(
            s,
            by=by,
            project_id=project_id,
            stage_id=found.stage_id,
            entry=entry,
            inquiry_id=inquiry_id,
        )


def join(s: Session, *, by: int, project_id: int, inquiry_id: int, same_as: int) -> None:
    """Have a question, and those that are joined to it, answered with another one of its stage.
    Raises `NotFound`, `WrongState` and `NotTheSame`."""
    if inquiry_id == same_as:
        raise NotTheSame("A question cannot be joined to itself; choose another one.")
    one, other = (_locked(s, project_id, inquiry) for inquiry in sorted((inquiry_id, same_as)))
    found, lead = (one, other) if one.id == inquiry_id else (other, one)
    if lead.stage_id != found.stage_id or lead.state is not InquiryState.OPEN:
        raise NotTheSame("Choose an open question of the same stage.")
    key = (project_id, inquiry_id)
    move(s, Inquiry, key, InquiryState.JOINED, by=by, why=f"{same_as}", same_as=same_as)
    for follower in _same(s, project_id, inquiry_id):
        follower.same_as = same_as
    s.flush()


def part(s: Session, *, by: int, project_id: int, inquiry_id: int) -> None:
    """Have a joined question stand by itself again. Raises `NotFound` and `WrongState`."""
    _locked(s, project_id, inquiry_id)
    move(s, Inquiry, (project_id, inquiry_id), InquiryState.OPEN, by=by, same_as=None)


def known_stage(s: Session, project_id: int, stage_id: int) -> None:
    """Raises `NotFound` where the project has no such stage."""
    if s.get(Stage, (project_id, stage_id)) is None:
        raise NotFound("There is no such stage in this project.")


def add_entry(
    s: Session,
    *,
    by: int,
    project_id: int,
    stage_id: int,
    entry: FrequentIn,
    inquiry_id: int | None = None,
) -> int:
    """Put a question and its answer beside a stage's guideline; its id. Raises `NotFound`."""
    known_stage(s, project_id, stage_id)
    made = GuidelineEntry(
        project_id=project_id,
        stage_id=stage_id,
        inquiry_id=inquiry_id,
        made_by=by,
        **entry.model_dump(),
    )
    s.add(made)
    s.flush()
    _tell(s, made, by, "added")
    return made.id


def remove_entry(s: Session, *, by: int, project_id: int, stage_id: int, entry_id: int) -> None:
    """Show an entry no longer; again is no change. Raises `NotFound`."""
    found = s.get(GuidelineEntry, (project_id, entry_id), with_for_update=True)
    if found is None or found.stage_id != stage_id:
        raise NotFound("There is no such entry beside this guideline.")
    if found.removed_at is None:
        found.removed_at = func.now()
        _tell(s, found, by, "removed")


def _tell(s: Session, entry: GuidelineEntry, by: int, why: str) -> None:
    record(
        s,
        project_id=entry.project_id,
        subject="guideline_entry",
        subject_id=entry.id,
        by=by,
        why=why,
    )


def _locked(s: Session, project_id: int, inquiry_id: int) -> Inquiry:
    found = s.get(Inquiry, (project_id, inquiry_id), with_for_update=True, populate_existing=True)
    if found is None:
        raise NotFound("There is no such question in this project.")
    return found


def _same(s: Session, project_id: int, inquiry_id: int) -> list[Inquiry]:
    return list(
        s.scalars(
            select(Inquiry)
            .where(
                Inquiry.project_id == project_id,
                Inquiry.same_as == inquiry_id,
                Inquiry.state == InquiryState.JOINED,
            )
            .order_by(Inquiry.id)
            .with_for_update()
        )
    )
