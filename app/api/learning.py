"""Courses, as people take them: read and practise. Exams are in `app/api/attempts.py`."""

from collections.abc import Mapping
from datetime import datetime
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, StringConstraints
from sqlalchemy.orm import Session

from app.api.deps import Me, Way
from app.api.ids import Key
from app.api.pages import After, Limit, Page, page
from app.api.router import Router
from app.assets import serving
from app.assets.schemas import MediaOut
from app.core.errors import NotFound
from app.learning import exams, mine, queries, studying
from app.learning.schemas import CertificateOut
from app.learning.taking_schemas import MyCourse, MyCourseRow, PracticeOut, ReadIn, Seconds
from app.ledger.queries import account_of, balance
from app.models.learn import Course, Earned, Question, QuestionUse
from app.models.ledger import AccountKind
from app.models.task import Verdict
from app.people.permits import AT_LEVEL, May
from app.tasks.schemas import ItemView, Pin
from app.workflow import learn

router = Router(tags=["learning"])
COURSE = "/projects/{project_id}/courses/{course_id}"
QUESTION = f"{COURSE}/questions/{{question_id}}"

_WORDS = Annotated[str, StringConstraints(max_length=5000, pattern=r"^[^\x00]*$")]


class AnswerIn(BaseModel):
    """An answer to a question: at level 0 `answer`; above it a `verdict`, with the corrected answer
    of a fix and with pins that name what is wrong. `reason` and `comment` are as in the work, and
    nothing is made of them."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [
                {"answer": {"modality": "picture", "annotations": []}, "seconds": 40},
                {"verdict": "return", "pins": [{"annotation": "a1"}], "seconds": 25},
            ]
        },
    )

    answer: dict[str, Any] | None = None
    verdict: Verdict | None = None
    reason: Annotated[str, StringConstraints(max_length=40)] | None = None
    comment: _WORDS | None = None
    pins: Annotated[list[Pin], Field(max_length=50)] | None = None
    seconds: Seconds = 0

    def given(self) -> studying.Given:
        """As `app.learning` takes it."""
        return studying.Given(
            self.answer,
            None if self.verdict is None else self.verdict.value,
            [pin.model_dump(exclude_none=True) for pin in self.pins or ()],
        )


class QuestionSubject(BaseModel):
    """What a question for inspectors has judged."""

    answer: dict[str, Any]


class QuestionTask(BaseModel):
    """A question as the editor opens it: what a lease says of its item, what is asked, and at
    levels 1 and 2 what is to be judged. `due_at` is the attempt's."""

    project_id: int
    course_id: int
    stage_id: int
    question_id: int | None = Field(description="Null: an item that is not a question yet.")
    use: QuestionUse | None
    level: int
    schema_version: int
    label_schema: dict[str, Any]
    guideline_version: int | None
    guideline: str | None
    item: ItemView
    subject: QuestionSubject | None
    given: dict[str, Any] | None = Field(
        description="Your own answer so far, in an attempt that is open; of an item, the accepted "
        "one."
    )
    given_verdict: Verdict | None
    given_pins: list[Pin] = Field(description="What that verdict names.")
    due_at: datetime | None


def may_learn(me: Me) -> None:
    """Who works in the project at some level learns; who manages it may try what he made."""
    if May.PROJECT_WRITE not in me.may and not any(may in me.may for may in AT_LEVEL.values()):
        me.need(May.WORK_DO)


def knows(me: Me) -> bool:
    """Whether he may read what is right."""
    return May.PROJECT_WRITE in me.may


@router.get("/courses")
def list_my_courses(door: Way, after: After = 0, limit: Limit = 50) -> Page[MyCourseRow]:
    """The courses of your projects that you may take, and those that you have begun."""
    with door.enter() as (s, me):
        rows = mine.courses(s, me.id, after, limit + 1)
        return page([MyCourseRow.model_validate(row) for row in rows], limit)


@router.get(f"{COURSE}/mine")
def read_my_course(project_id: Key, course_id: Key, door: Way) -> MyCourse:
    """A course as you take it: what is read and practised, how you stand with its exam, what it
    pays and whether the budget has that now."""
    with door.enter(May.PROJECT_READ, project=project_id) as (s, me):
        return _mine(s, me, project_id, course_id)


def _mine(s: Session, me: Me, project_id: int, course_id: int) -> MyCourse:
    found = queries.open_to_learners(s, project_id, course_id)
    seen = mine.course(s, found, me.id, knows=knows(me))
    training = learn.paid(s, found, me.id, Earned.TRAINING)
    exam = learn.paid(s, found, me.id, Earned.EXAM)
    wanted = (0 if training else found.training_pay) + (0 if exam else found.exam_pay)
    budget = account_of(s, AccountKind.BUDGET, project_id=project_id)
    funded = wanted == 0 or balance(s, budget.id) >= wanted
    return MyCourse.model_validate(
        seen | {"training_paid": training, "exam_paid": exam, "funded": funded}
    )


@router.post(f"{COURSE}/lessons/{{lesson_id}}/read")
def read_lesson(
    project_id: Key, course_id: Key, lesson_id: Key, body: ReadIn, door: Way
) -> MyCourse:
    """Note that you have read a lesson, and how long you sat over it."""
    with door.enter(project=project_id, alone=True) as (s, me):
        may_learn(me)
        learn.read_lesson(
            s,
            me=me.id,
            project_id=project_id,
            course_id=course_id,
            lesson_id=lesson_id,
            seconds=body.seconds,
            knows=knows(me),
        )
        return _mine(s, me, project_id, course_id)


def _visible(s: Session, me: Me, project_id: int, course_id: int, question_id: int) -> Question:
    """The question, where this person may see what it asks now: practice of a course that he may
    take, an exam's while he has an attempt open that asks it; who knows what is right sees all.
    Raises `NotFound`."""
    course = queries.course(s, project_id, course_id)
    found = queries.question(s, project_id, course_id, question_id)
    if knows(me):
        return found
    queries.open_to_learners(s, project_id, course_id)
    if found.use is QuestionUse.EXAM:
        seen = exams.asked_now(s, course, question_id, me.id)
    else:
        seen = found.retired_at is None
    if not seen:
        raise NotFound("There is no such question for you now.")
    return found


@router.get(f"{QUESTION}/task")
def read_question_task(
    project_id: Key, course_id: Key, question_id: Key, door: Way
) -> QuestionTask:
    """A question as the editor opens it, never with what is right. An exam's is there only while
    you have an attempt open that asks it."""
    with door.enter(project=project_id) as (s, me):
        may_learn(me)
        question = _visible(s, me, project_id, course_id, question_id)
        course = queries.course(s, project_id, course_id)
        return _task(s, me, course, question)


def _task(s: Session, me: Me, course: Course, question: Question) -> QuestionTask:
    attempt, given = exams.answered(s, course, question, me.id)
    shown = None if question.shown is None else QuestionSubject(answer=question.shown)
    media = f"/api/v1/projects/{course.project_id}/courses/{course.id}/questions/{question.id}"
    return _opened(
        s,
        course,
        question.item_id,
        question.schema_version,
        question_id=question.id,
        use=question.use,
        subject=shown,
        given=None if given is None else given.answer,
        given_verdict=None if given is None or given.verdict is None else Verdict(given.verdict),
        given_pins=[] if given is None else [Pin(**pin) for pin in given.pins or ()],
        due_at=None if attempt is None else attempt.due_at,
        media=f"{media}/media",
    )


def _opened(
    s: Session, course: Course, item_id: int, version: int | None, *, media: str, **rest: Any
) -> QuestionTask:
    item = queries.item(s, course.project_id, item_id)
    stage = queries.stage(s, course.project_id, course.stage_id, version)
    if stage["label_schema"] is None:
        raise NotFound("The stage has no label schema yet; write it first.")
    return QuestionTask(
        project_id=course.project_id,
        course_id=course.id,
        stage_id=course.stage_id,
        level=course.level,
        schema_version=version or stage["schema_version"],
        label_schema=stage["label_schema"],
        guideline_version=stage["guideline_version"],
        guideline=stage["guideline"],
        item=_item(item, media),
        **rest,
    )


def _item(row: Mapping[str, Any], media: str) -> ItemView:
    known = {
        key: row[key]
        for key in (
            "id",
            "name",
            "media_type",
            "width",
            "height",
            "tiles",
            "document",
            "facts",
            "prepared",
        )
    }
    text = row["document"] is not None
    # Nothing is suggested: what came with the item may well be the right answer.
    return ItemView.model_validate(
        known | {"media": None if text else media, "suggested": None, "part": None, "members": None}
    )


@router.get(f"{QUESTION}/media")
def read_question_media(project_id: Key, course_id: Key, question_id: Key, door: Way) -> MediaOut:
    """Short-lived addresses of the file that a question shows, for who may see the question."""
    with door.enter(project=project_id) as (s, me):
        may_learn(me)
        question = _visible(s, me, project_id, course_id, question_id)
        asset = queries.asset_of(s, project_id, question.item_id)
        if asset is None:
            raise NotFound("This question shows no file.")
        return serving.links(asset)


@router.get(f"{COURSE}/items/{{item_id}}/task")
def read_item_task(project_id: Key, course_id: Key, item_id: Key, door: Way) -> QuestionTask:
    """An item as a question about it would open, for who makes one; `given` is what was accepted
    of it."""
    with door.enter(May.PROJECT_WRITE, project=project_id) as (s, _):
        course = queries.course(s, project_id, course_id)
        if queries.item(s, project_id, item_id)["stage_id"] != course.stage_id:
            raise NotFound("There is no such item in the course's stage.")
        accepted = queries.accepted(s, project_id, item_id)
        return _opened(
            s,
            course,
            item_id,
            None,
            question_id=None,
            use=None,
            subject=None,
            given=None if accepted is None else accepted[0],
            given_verdict=None,
            given_pins=[],
            due_at=None,
            media=f"/api/v1/projects/{project_id}/items/{item_id}/media",
        )


@router.post(f"{QUESTION}/tries")
def try_question(
    project_id: Key, course_id: Key, question_id: Key, body: AnswerIn, door: Way
) -> PracticeOut:
    """Try a practice task as often as you like: how near you came, what was right, and why."""
    with door.enter(project=project_id, alone=True) as (s, me):
        may_learn(me)
        tried, step = learn.practise(
            s,
            me=me.id,
            project_id=project_id,
            course_id=course_id,
            question_id=question_id,
            given=body.given(),
            seconds=body.seconds,
            knows=knows(me),
        )
        return PracticeOut.model_validate(
            {
                "score": tried.marked.score,
                "right": tried.right,
                "tries": tried.tries,
                "feedback": tried.marked.feedback.as_json(),
                "answer": tried.question.answer,
                "verdict": tried.question.verdict,
                "named": tried.marked.named,
                "note": tried.question.note,
                "finished": step.finished,
                "paid": step.paid,
                "certificate": certificate(s, step.certificate_id),
            }
        )


def certificate(s: Session, certificate_id: int | None) -> CertificateOut | None:
    """A certificate as it is shown to whom it was given."""
    if certificate_id is None:
        return None
    return CertificateOut.model_validate(queries.certificate(s, certificate_id))
