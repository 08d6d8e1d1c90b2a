"""Make courses: their lessons, questions with right answers, and when people may take them."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import func, insert, select
from sqlalchemy.orm import Session

from app.core.errors import Conflict, Invalid
from app.core.states import CourseState
from app.labels import (
    Answer,
    AssetFacts,
    Schema,
    check,
    facts_from,
    parse_answer,
    parse_schema,
    parts_of,
)
from app.learning import queries
from app.learning.certificates import doubt_course
from app.models.learn import Course, Lesson, Question, QuestionUse
from app.models.task import Verdict
from app.models.transition import move, record

MOST_LESSONS = 200
MOST_QUESTIONS = 1000


class CourseEmpty(Conflict):
    """There is nothing in the course to learn or to be asked."""

    code, title = "course_empty", "Nothing in this course"


class TooFewQuestions(Conflict):
    """An exam draws more questions than its pool has."""

    code, title = "too_few_questions", "Too few exam questions"


class CourseFull(Conflict):
    """There are as many lessons or questions as a course can have."""

    code, title = "course_full", "The course is full"


class QuestionThere(Conflict):
    """The item is a question of the course already, or was one of the other use."""

    code, title = "question_there", "The item is used already"


class NothingAccepted(Conflict):
    """No answer about the item has been accepted yet."""

    code, title = "nothing_accepted", "No accepted answer"


class QuestionUnfit(Invalid):
    """What is given cannot be a question of this course."""

    code, title = "question_unfit", "Not a question of this course"


class OrderIncomplete(Invalid):
    """The order does not name each lesson once."""

    code, title = "order_incomplete", "Each lesson once"


def make(s: Session, *, by: int, project_id: int, values: dict[str, Any]) -> int:
    """A new course, as a draft. Returns its id."""
    queries.stage(s, project_id, values["stage_id"])
    course_id = s.execute(
        insert(Course).values(project_id=project_id, created_by=by, **values).returning(Course.id)
    ).scalar_one()
    _record(s, project_id, course_id, by, "made")
    return course_id


def change(s: Session, *, by: int, project_id: int, course_id: int, values: dict[str, Any]) -> None:
    """Change a course's terms, for what begins or ends from now on. Raises `TooFewQuestions`."""
    found = queries.course(s, project_id, course_id, lock=True)
    for name, value in values.items():
        setattr(found, name, value)
    s.flush()
    if found.state is CourseState.OPEN:
        _enough(s, found)
    _record(s, project_id, course_id, by, "changed", values)
    doubt_course(s, project_id, course_id)


def publish(s: Session, *, by: int, project_id: int, course_id: int) -> None:
    """Let people take it. Raises `CourseEmpty`, `TooFewQuestions`, `WrongState`."""
    found = queries.course(s, project_id, course_id, lock=True)
    if not queries.lessons(s, project_id, course_id) and not _count(s, found, None):
        raise CourseEmpty("There is nothing to learn in it yet; add a lesson or a question.")
    _enough(s, found)
    move(s, Course, (project_id, course_id), CourseState.OPEN, by=by)
    doubt_course(s, project_id, course_id)


def retire(s: Session, *, by: int, project_id: int, course_id: int) -> None:
    """Let nobody begin it any more; certificates stand, and attempts that are open go on."""
    queries.course(s, project_id, course_id, lock=True)
    move(s, Course, (project_id, course_id), CourseState.RETIRED, by=by)
    doubt_course(s, project_id, course_id)


def add_lesson(
    s: Session, *, by: int, project_id: int, course_id: int, title: str, body: str
) -> Lesson:
    """A lesson, after those that are there."""
    queries.course(s, project_id, course_id, lock=True)
    there = queries.lessons(s, project_id, course_id)
    if len(there) >= MOST_LESSONS:
        raise CourseFull(f"A course has at most {MOST_LESSONS} lessons; retire one first.")
    made = Lesson(
        project_id=project_id,
        course_id=course_id,
        position=there[-1].position + 1 if there else 1,
        title=title,
        body=body,
    )
    s.add(made)
    s.flush()
    s.refresh(made)
    _record(s, project_id, course_id, by, "lesson added", {"lesson": made.id})
    return made


def change_lesson(
    s: Session, *, by: int, project_id: int, course_id: int, lesson_id: int, values: dict[str, Any]
) -> Lesson:
    """Change what a lesson says. Who has read it has read it."""
    found = queries.lesson(s, project_id, course_id, lesson_id)
    for name, value in values.items():
        if value is not None:
            setattr(found, name, value)
    _record(s, project_id, course_id, by, "lesson changed", {"lesson": lesson_id})
    return found


def retire_lesson(s: Session, *, by: int, project_id: int, course_id: int, lesson_id: int) -> None:
    """Take a lesson out of the course; the time that it took stands."""
    found = queries.lesson(s, project_id, course_id, lesson_id)
    if found.retired_at is None:
        found.retired_at = queries.now(s)
        _record(s, project_id, course_id, by, "lesson retired", {"lesson": lesson_id})


def order_lessons(
    s: Session, *, by: int, project_id: int, course_id: int, ids: Sequence[int]
) -> None:
    """Have the lessons read in this order. Raises `OrderIncomplete`."""
    queries.course(s, project_id, course_id, lock=True)
    there = {one.id: one for one in queries.lessons(s, project_id, course_id)}
    if len(ids) != len(there) or set(ids) != set(there):
        raise OrderIncomplete(
            "Name each lesson of the course once; load the course again to see which there are."
        )
    for position, lesson_id in enumerate(ids, 1):
        there[lesson_id].position = position
    _record(s, project_id, course_id, by, "lessons ordered")


def add_question(
    s: Session,
    *,
    by: int,
    project_id: int,
    course_id: int,
    use: QuestionUse,
    item_id: int,
    answer: dict[str, Any] | None,
    from_accepted: bool,
    note: str,
    shown: dict[str, Any] | None,
    verdict: Verdict | None,
) -> int:
    """A question about an item of the course's stage. Returns its id. Raises `QuestionUnfit`,
    `QuestionThere`, `NothingAccepted`, `CourseFull`, and what a wrong answer raises."""
    course = queries.course(s, project_id, course_id, lock=True)
    item = queries.item(s, project_id, item_id)
    if item["stage_id"] != course.stage_id:
        raise QuestionUnfit("This item is of another stage; choose one of the course's own stage.")
    if item["withheld"]:
        raise QuestionUnfit("Something is hidden in this item's file; choose another item.")
    if queries.hidden(s, project_id, item_id):
        raise QuestionUnfit(
            "This item has a known answer that is hidden in the work; choose another item."
        )
    if queries.used_otherwise(s, project_id, item_id, use.value):
        raise QuestionThere(
            "This item is a question of the other kind in this project: what was practised asks "
            "nothing in an exam. Choose another item."
        )
    known = s.execute(
        select(Question)
        .where(
            Question.project_id == project_id,
            Question.course_id == course_id,
            Question.item_id == item_id,
            Question.use == use,
        )
        .with_for_update(key_share=True)
    ).scalar_one_or_none()
    if known is not None and known.retired_at is None:
        raise QuestionThere("This item is a question of the course already; change that one.")
    if _count(s, course, None) >= MOST_QUESTIONS:
        raise CourseFull(f"A course has at most {MOST_QUESTIONS} questions; retire one first.")
    version = None
    if from_accepted:
        accepted = queries.accepted(s, project_id, item_id)
        if accepted is None:
            raise NothingAccepted(
                "No answer about this item has been accepted; make the right answer yourself."
            )
        answer, version = accepted
    right, version = _fitting(
        s, course, item, answer=answer, shown=shown, verdict=verdict, version=version
    )
    values = {
        "schema_version": version,
        "answer": right,
        "shown": shown,
        "verdict": None if verdict is None else verdict.value,
        "note": note,
        "retired_at": None,
    }
    if known is not None:
        for name, value in values.items():
            setattr(known, name, value)
        question_id = known.id
    else:
        last = s.execute(
            select(func.coalesce(func.max(Question.position), 0)).where(
                Question.project_id == project_id, Question.course_id == course_id
            )
        ).scalar_one()
        question_id = s.execute(
            insert(Question)
            .values(
                project_id=project_id,
                course_id=course_id,
                use=use,
                item_id=item_id,
                position=min(last + 1, 32_767),
                created_by=by,
                **values,
            )
            .returning(Question.id)
        ).scalar_one()
    _record(s, project_id, course_id, by, "question added", {"question": question_id})
    return question_id


def change_question(
    s: Session,
    *,
    by: int,
    project_id: int,
    course_id: int,
    question_id: int,
    values: dict[str, Any],
) -> None:
    """Change a question; answers that were given keep their scores. Raises what adding raises."""
    course = queries.course(s, project_id, course_id, lock=True)
    found = queries.question(s, project_id, course_id, question_id)
    if values.get("note") is not None:
        found.note = values["note"]
    if values.keys() & {"answer", "shown", "verdict"}:
        said = values.get("verdict")
        verdict = said or (Verdict(found.verdict) if found.verdict else None)
        shown = values.get("shown") or found.shown
        found.answer, found.schema_version = _fitting(
            s,
            course,
            queries.item(s, project_id, found.item_id),
            answer=values.get("answer") or found.answer,
            shown=shown,
            verdict=verdict,
            version=None if values.get("answer") else found.schema_version,
        )
        found.shown, found.verdict = shown, None if verdict is None else verdict.value
    s.flush()
    _record(s, project_id, course_id, by, "question changed", {"question": question_id})


def retire_question(
    s: Session, *, by: int, project_id: int, course_id: int, question_id: int
) -> None:
    """Ask it no more; answers that were given stand. Raises `TooFewQuestions` where the exam of an
    open course needs it."""
    course = queries.course(s, project_id, course_id, lock=True)
    found = queries.question(s, project_id, course_id, question_id)
    if found.retired_at is not None:
        return
    found.retired_at = queries.now(s)
    s.flush()
    if course.state is CourseState.OPEN and found.use is QuestionUse.EXAM:
        _enough(s, course)
    _record(s, project_id, course_id, by, "question retired", {"question": question_id})


def schema_of(s: Session, project_id: int, stage_id: int, version: int) -> Schema:
    """The label schema that a question was written to."""
    return parse_schema(queries.stage(s, project_id, stage_id, version)["label_schema"])


def facts_of(schema: Schema, item: Any) -> AssetFacts:
    """What a check needs to know of the item. Raises `QuestionUnfit` where nothing is known."""
    facts = facts_from(
        width=item["width"],
        height=item["height"],
        parts=None if item["document"] is None else parts_of(item["document"]),
        media=item["facts"],
        captures={} if schema.modality == "prompt" else None,
    )
    if facts is None:
        raise QuestionUnfit("This item's size is not known; choose another one.")
    return facts


def sound(schema: Schema, facts: AssetFacts, answer: dict[str, Any]) -> Answer:
    """The answer, which keeps to the schema. Raises `AnswerRefused` for its shape and
    `QuestionUnfit` with each fault."""
    parsed = parse_answer(answer)
    faults = check(schema, facts, parsed)
    if faults:
        raise QuestionUnfit(
            f"The answer has {len(faults)} fault(s), first: {faults[0].sentence}",
            errors=[
                {"code": one.code, "annotation": one.annotation, "says": one.sentence}
                for one in faults[:100]
            ],
        )
    return parsed


def _fitting(
    s: Session,
    course: Course,
    item: Any,
    *,
    answer: dict[str, Any] | None,
    shown: dict[str, Any] | None,
    verdict: Verdict | None,
    version: int | None,
) -> tuple[dict[str, Any], int]:
    """The right answer and its schema's version. At level 0 there is an answer and nothing else;
    above it something is shown that deserves a verdict, and the answer is how it should have been:
    what is shown itself, where that is approved."""
    stage = queries.stage(s, course.project_id, course.stage_id, version)
    if stage["label_schema"] is None:
        raise QuestionUnfit("The stage has no label schema yet; write it first.")
    schema = parse_schema(stage["label_schema"])
    facts = facts_of(schema, item)
    if course.level == 0:
        if shown is not None or verdict is not None:
            raise QuestionUnfit("A question about the work itself has an answer and no verdict.")
    else:
        if shown is None or verdict is None:
            raise QuestionUnfit("A question for inspectors needs what is shown, and its verdict.")
        sound(schema, facts, shown)
        if answer is None and verdict in (Verdict.APPROVE, Verdict.REJECT):
            answer = shown
    if answer is None:
        raise QuestionUnfit("Send the right answer, or take the one that was accepted.")
    sound(schema, facts, answer)
    return answer, version or stage["schema_version"]


def _count(s: Session, course: Course, use: QuestionUse | None) -> int:
    wanted = select(func.count()).where(
        Question.project_id == course.project_id,
        Question.course_id == course.id,
        Question.retired_at.is_(None),
    )
    if use is not None:
        wanted = wanted.where(Question.use == use)
    return s.execute(wanted).scalar_one()


def _enough(s: Session, course: Course) -> None:
    there = _count(s, course, QuestionUse.EXAM)
    if there < course.drawn:
        raise TooFewQuestions(
            f"The exam draws {course.drawn} questions and its pool has {there}; add some, or draw "
            "fewer.",
            drawn=course.drawn,
            there=there,
        )


def _record(
    s: Session,
    project_id: int,
    course_id: int,
    by: int,
    why: str,
    data: dict[str, Any] | None = None,
) -> None:
    record(
        s,
        project_id=project_id,
        subject="course",
        subject_id=course_id,
        by=by,
        why=why,
        data=data,
    )
