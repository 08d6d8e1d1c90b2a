"""Courses, as a project's managers make them and see people take them."""

from collections.abc import Mapping
from typing import Any

from fastapi.responses import StreamingResponse
from sqlalchemy.orm import Session

from app.api.deps import Way
from app.api.ids import Id, Key
from app.api.pages import After, Limit, Page, page
from app.api.router import Router
from app.assets import serving
from app.core.database import transaction
from app.core.errors import NotFound
from app.learning import courses, hours, queries
from app.learning.schemas import (
    CourseIn,
    CourseOut,
    CoursePatch,
    LearnerOut,
    LessonIn,
    LessonOut,
    LessonPatch,
    OrderIn,
    QuestionIn,
    QuestionOut,
    QuestionPatch,
)
from app.models.learn import QuestionUse
from app.people.permits import May

router = Router(prefix="/projects/{project_id}", tags=["learning"])
COURSE = "/courses/{course_id}"


def _course(s: Session, project_id: int, course_id: int) -> CourseOut:
    s.expire_all()
    found = queries.courses(s, project_id, course_id=course_id)
    if not found:
        raise NotFound("There is no such course in this project.")
    return CourseOut.model_validate(found[0])


def _question(s: Session, project_id: int, course_id: int, question_id: int) -> QuestionOut:
    found = queries.questions(s, project_id, course_id, question_id=question_id)
    if not found:
        raise NotFound("There is no such question in this course.")
    return _shown(found[0])


def _shown(row: Mapping[str, Any]) -> QuestionOut:
    url = serving.thumbnail(row["thumbnail_key"])
    return QuestionOut.model_validate(dict(row) | {"thumbnail_url": url})


@router.get("/courses")
def list_courses(
    project_id: Key, door: Way, after: After = 0, limit: Limit = 50, stage_id: Id = None
) -> Page[CourseOut]:
    """The project's courses, drafts and retired ones too, in the order in which they were made."""
    with door.enter(May.PROJECT_WRITE, project=project_id) as (s, _):
        rows = queries.courses(s, project_id, stage_id=stage_id, after=after, limit=limit + 1)
        return page([CourseOut.model_validate(row) for row in rows], limit)


@router.post("/courses", status_code=201)
def make_course(project_id: Key, body: CourseIn, door: Way) -> CourseOut:
    """A new course for one level of a stage, as a draft."""
    with door.enter(May.PROJECT_WRITE, project=project_id) as (s, me):
        course_id = courses.make(s, by=me.id, project_id=project_id, values=body.model_dump())
        return _course(s, project_id, course_id)


@router.get(COURSE)
def read_course(project_id: Key, course_id: Key, door: Way) -> CourseOut:
    """One course."""
    with door.enter(May.PROJECT_WRITE, project=project_id) as (s, _):
        return _course(s, project_id, course_id)


@router.patch(COURSE)
def change_course(project_id: Key, course_id: Key, body: CoursePatch, door: Way) -> CourseOut:
    """Change its terms: marks for attempts that end, the rest for what begins, from now on."""
    with door.enter(May.PROJECT_WRITE, project=project_id) as (s, me):
        courses.change(
            s, by=me.id, project_id=project_id, course_id=course_id, values=body.changes()
        )
        return _course(s, project_id, course_id)


@router.post(f"{COURSE}/open")
def open_course(project_id: Key, course_id: Key, door: Way) -> CourseOut:
    """Let the project's people take it."""
    with door.enter(May.PROJECT_WRITE, project=project_id) as (s, me):
        courses.publish(s, by=me.id, project_id=project_id, course_id=course_id)
        return _course(s, project_id, course_id)


@router.post(f"{COURSE}/retire")
def retire_course(project_id: Key, course_id: Key, door: Way) -> CourseOut:
    """Let nobody begin it any more. Certificates stand; attempts that are open go on."""
    with door.enter(May.PROJECT_WRITE, project=project_id) as (s, me):
        courses.retire(s, by=me.id, project_id=project_id, course_id=course_id)
        return _course(s, project_id, course_id)


@router.get(f"{COURSE}/lessons")
def list_lessons(project_id: Key, course_id: Key, door: Way) -> list[LessonOut]:
    """The lessons in the order in which they are read (at most 200)."""
    with door.enter(May.PROJECT_WRITE, project=project_id) as (s, _):
        queries.course(s, project_id, course_id)
        rows = queries.lessons(s, project_id, course_id)
        return [LessonOut.model_validate(row) for row in rows]


@router.post(f"{COURSE}/lessons", status_code=201)
def add_lesson(project_id: Key, course_id: Key, body: LessonIn, door: Way) -> LessonOut:
    """A lesson, after those that are there."""
    with door.enter(May.PROJECT_WRITE, project=project_id) as (s, me):
        made = courses.add_lesson(
            s, by=me.id, project_id=project_id, course_id=course_id, **body.model_dump()
        )
        return LessonOut.model_validate(made)


@router.put(f"{COURSE}/lessons/order")
def order_lessons(project_id: Key, course_id: Key, body: OrderIn, door: Way) -> list[LessonOut]:
    """Have the lessons read in this order."""
    with door.enter(May.PROJECT_WRITE, project=project_id) as (s, me):
        courses.order_lessons(s, by=me.id, project_id=project_id, course_id=course_id, ids=body.ids)
        s.flush()
        rows = queries.lessons(s, project_id, course_id)
        return [LessonOut.model_validate(row) for row in rows]


@router.patch(f"{COURSE}/lessons/{{lesson_id}}")
def change_lesson(
    project_id: Key, course_id: Key, lesson_id: Key, body: LessonPatch, door: Way
) -> LessonOut:
    """Change what a lesson says. Who has read it has read it."""
    with door.enter(May.PROJECT_WRITE, project=project_id) as (s, me):
        found = courses.change_lesson(
            s,
            by=me.id,
            project_id=project_id,
            course_id=course_id,
            lesson_id=lesson_id,
            values=body.model_dump(exclude_unset=True),
        )
        return LessonOut.model_validate(found)


@router.delete(f"{COURSE}/lessons/{{lesson_id}}", status_code=204)
def retire_lesson(project_id: Key, course_id: Key, lesson_id: Key, door: Way) -> None:
    """Take a lesson out of the course; the time that it took stands."""
    with door.enter(May.PROJECT_WRITE, project=project_id) as (s, me):
        courses.retire_lesson(
            s, by=me.id, project_id=project_id, course_id=course_id, lesson_id=lesson_id
        )


@router.get(f"{COURSE}/questions")
def list_questions(
    project_id: Key,
    course_id: Key,
    door: Way,
    after: After = 0,
    limit: Limit = 50,
    use: QuestionUse | None = None,
    retired: bool = False,
) -> Page[QuestionOut]:
    """The course's questions with their right answers; with `retired` those too that are not asked
    any more."""
    with door.enter(May.PROJECT_WRITE, project=project_id) as (s, _):
        queries.course(s, project_id, course_id)
        rows = queries.questions(
            s,
            project_id,
            course_id,
            use=None if use is None else use.value,
            retired=retired,
            after=after,
            limit=limit + 1,
        )
        return page([_shown(row) for row in rows], limit)


@router.post(f"{COURSE}/questions", status_code=201)
def add_question(project_id: Key, course_id: Key, body: QuestionIn, door: Way) -> QuestionOut:
    """A task with a known answer, about an item of the course's stage: the answer that comes along,
    or the one that was accepted of it."""
    with door.enter(May.PROJECT_WRITE, project=project_id) as (s, me):
        question_id = courses.add_question(
            s,
            by=me.id,
            project_id=project_id,
            course_id=course_id,
            use=body.use,
            item_id=body.item_id,
            answer=body.answer,
            from_accepted=body.from_accepted,
            note=body.note,
            shown=body.shown,
            verdict=body.verdict,
        )
        return _question(s, project_id, course_id, question_id)


@router.get(f"{COURSE}/questions/{{question_id}}")
def read_question(project_id: Key, course_id: Key, question_id: Key, door: Way) -> QuestionOut:
    """One question with its right answer."""
    with door.enter(May.PROJECT_WRITE, project=project_id) as (s, _):
        return _question(s, project_id, course_id, question_id)


@router.patch(f"{COURSE}/questions/{{question_id}}")
def change_question(
    project_id: Key, course_id: Key, question_id: Key, body: QuestionPatch, door: Way
) -> QuestionOut:
    """Change a question. Answers that were given keep their scores."""
    with door.enter(May.PROJECT_WRITE, project=project_id) as (s, me):
        courses.change_question(
            s,
            by=me.id,
            project_id=project_id,
            course_id=course_id,
            question_id=question_id,
            values=body.model_dump(exclude_unset=True),
        )
        return _question(s, project_id, course_id, question_id)


@router.delete(f"{COURSE}/questions/{{question_id}}", status_code=204)
def retire_question(project_id: Key, course_id: Key, question_id: Key, door: Way) -> None:
    """Ask it no more; answers that were given stand."""
    with door.enter(May.PROJECT_WRITE, project=project_id) as (s, me):
        courses.retire_question(
            s, by=me.id, project_id=project_id, course_id=course_id, question_id=question_id
        )


@router.get(f"{COURSE}/people")
def list_learners(
    project_id: Key, course_id: Key, door: Way, after: After = 0, limit: Limit = 50
) -> Page[LearnerOut]:
    """How far everybody on the team is with the course."""
    with door.enter(May.PROJECT_WRITE, project=project_id) as (s, _):
        queries.course(s, project_id, course_id)
        rows = queries.learners(s, project_id, course_id, after, limit + 1)
        return page([LearnerOut.model_validate(row) for row in rows], limit, "person_id")


@router.get("/training.csv", response_class=StreamingResponse)
def read_training_hours(project_id: Key, door: Way) -> StreamingResponse:
    """Hours of training by person, month (Asia/Seoul) and course, as CSV. Time with a lesson or a
    practice task belongs to the month in which it was begun, an exam's to that of its answers."""
    with door.enter(May.PROJECT_WRITE, project=project_id):
        pass  # the rows are read while they are sent, in a transaction of their own
    return StreamingResponse(
        hours.csv(transaction, project_id),
        media_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="training-{project_id}.csv"'},
    )
