"""Learn: lessons are read, practice is tried and marked at once."""

from dataclasses import dataclass, field
from decimal import Decimal
from math import floor
from typing import Any

from sqlalchemy import func, insert, select, update
from sqlalchemy.orm import Session

from app.core.errors import Conflict, NotFound
from app.core.states import CourseState
from app.labels import Schema, parse_answer
from app.labels.feedback import Feedback, feedback, judged
from app.learning import queries, rules
from app.learning.courses import QuestionUnfit, facts_of, schema_of, sound
from app.models.learn import Course, Question, QuestionUse, Studied


class CourseClosed(Conflict):
    """Nobody begins this course any more, or not yet."""

    code, title = "course_closed", "The course is closed"


@dataclass(frozen=True, slots=True)
class Given:
    """What somebody answered: at level 0 an answer, above it a verdict with what goes with it."""

    answer: dict[str, Any] | None = None
    verdict: str | None = None
    pins: list[dict[str, Any]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Marked:
    """How near an answer came to the right one, in thousandths as they are kept."""

    score: float
    feedback: Feedback
    named: bool | None


def open_course(s: Session, project_id: int, course_id: int) -> Course:
    """The course, which people may take now. Raises `NotFound`, `CourseClosed`."""
    found = queries.open_to_learners(s, project_id, course_id)
    if found.state is not CourseState.OPEN:
        raise CourseClosed("This course has been retired; ask the manager what holds now.")
    return found


def mark(s: Session, course: Course, question: Question, given: Given) -> Marked:
    """Compare an answer with the right one. Raises `QuestionUnfit` and `AnswerRefused` for one that
    breaks the schema, or is not of the kind that is asked for."""
    schema = schema_of(s, course.project_id, course.stage_id, question.schema_version)
    right = parse_answer(question.answer)
    if course.level == 0:
        if given.answer is None or given.verdict is not None:
            raise QuestionUnfit("This question is answered in the editor; send an answer.")
        answer = _given(s, schema, question, given.answer)
        found = feedback(schema, right, answer)
        return Marked(_kept(found.score), found, None)
    if given.verdict is None or question.shown is None or question.verdict is None:
        raise QuestionUnfit("This question is answered with a verdict; send one.")
    if (given.verdict == "fix") is not (given.answer is not None):
        raise QuestionUnfit("A fix comes with the corrected answer, and no other verdict does.")
    shown = parse_answer(question.shown)
    fixed = None if given.answer is None else _given(s, schema, question, given.answer)
    said = judged(
        schema,
        right=right,
        shown=shown,
        wanted=question.verdict,
        verdict=given.verdict,
        pins=given.pins,
        fixed=fixed,
    )
    return Marked(_kept(said.score), feedback(schema, right, fixed or shown), said.named)


def _kept(score: float) -> float:
    """Never more than it is: what is kept decides what counts as right."""
    return floor(score * 1000 + 1e-6) / 1000


def _given(s: Session, schema: Schema, question: Question, answer: dict[str, Any]) -> Any:
    item = queries.item(s, question.project_id, question.item_id)
    return sound(schema, facts_of(schema, item), answer)


def read(
    s: Session, *, me: int, project_id: int, course_id: int, lesson_id: int, seconds: int
) -> Course:
    """Note that a lesson was read. The caller's person is locked: two tabs come one by one."""
    course = open_course(s, project_id, course_id)
    lesson = queries.lesson(s, project_id, course_id, lesson_id)
    if lesson.retired_at is not None:
        raise NotFound("There is no such lesson in this course.")
    _sit(s, me, course, seconds, lesson_id=lesson_id, done=True)
    return course


@dataclass(frozen=True, slots=True)
class Tried:
    """A try at a practice task."""

    course: Course
    question: Question
    marked: Marked
    right: bool
    tries: int


def practise(
    s: Session,
    *,
    me: int,
    project_id: int,
    course_id: int,
    question_id: int,
    given: Given,
    seconds: int,
) -> Tried:
    """Try a practice task, and be told at once. Raises `NotFound` for an exam's question, and what
    `mark` raises. The caller's person is locked."""
    course = open_course(s, project_id, course_id)
    question = queries.question(s, project_id, course_id, question_id)
    if question.use is not QuestionUse.PRACTICE or question.retired_at is not None:
        raise NotFound("There is no such practice task in this course.")
    marked = mark(s, course, question, given)
    right = rules.right(marked.score, float(course.right_from))
    tries = _sit(s, me, course, seconds, question_id=question_id, done=right, score=marked.score)
    return Tried(course, question, marked, right, tries)


def _sit(
    s: Session,
    me: int,
    course: Course,
    seconds: int,
    *,
    lesson_id: int | None = None,
    question_id: int | None = None,
    done: bool,
    score: float | None = None,
) -> int:
    """Add a sitting to what somebody has studied; how many there were."""
    known = s.execute(
        select(Studied)
        .where(
            Studied.project_id == course.project_id,
            Studied.person_id == me,
            Studied.lesson_id.is_not_distinct_from(lesson_id),
            Studied.question_id.is_not_distinct_from(question_id),
        )
        .with_for_update(key_share=True)
    ).scalar_one_or_none()
    best = None if score is None else Decimal(f"{score:.3f}")
    if known is None:
        s.execute(
            insert(Studied).values(
                project_id=course.project_id,
                course_id=course.id,
                person_id=me,
                lesson_id=lesson_id,
                question_id=question_id,
                seconds=rules.counted(0, seconds, 0),
                best=best,
                done_at=func.now() if done else None,
            )
        )
        return 1
    since = (queries.now(s) - known.first_at).total_seconds()
    tries = min(known.tries + 1, 32_767)
    s.execute(
        update(Studied)
        .where(Studied.project_id == course.project_id, Studied.id == known.id)
        .values(
            seconds=rules.counted(known.seconds, seconds, since),
            tries=tries,
            best=best if known.best is None or (best or 0) > known.best else known.best,
            done_at=func.coalesce(Studied.done_at, func.now()) if done else Studied.done_at,
        )
        .execution_options(synchronize_session=False)
    )
    s.expire(known)
    return tries
