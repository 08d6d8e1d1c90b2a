"""Exams: drawn, answered, ended. Time, attempts and waiting are by the database's clock."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import any_, func, insert, literal, select, text, update
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.orm import Session

from app.core.errors import Conflict, NotFound
from app.core.states import CourseState
from app.learning import certificates, queries, rules
from app.learning.studying import Given, mark
from app.models.learn import (
    Attempt,
    AttemptAnswer,
    Certificate,
    Course,
    Question,
    QuestionUse,
)


class AttemptsUsed(Conflict):
    """The exam was tried as often as it may be."""

    code, title = "attempts_used", "No attempts left"


class AttemptTooSoon(Conflict):
    """After an attempt that failed there is a wait."""

    code, title = "attempt_too_soon", "Not yet"


class AttemptOpen(Conflict):
    """An attempt has begun and is not over."""

    code, title = "attempt_open", "An attempt is open"


class AttemptOver(Conflict):
    """The attempt has ended, or its time is over."""

    code, title = "attempt_over", "The attempt is over"


class TrainingUnfinished(Conflict):
    """There are lessons to read or practice to do first."""

    code, title = "training_unfinished", "Not all learned yet"


class CertificateHeld(Conflict):
    """The exam is passed, and its certificate holds."""

    code, title = "certificate_held", "Passed already"


class NoExam(Conflict):
    """The course has no exam."""

    code, title = "no_exam", "No exam"


class ExamNotYours(Conflict):
    """Who makes the course knows what is right."""

    code, title = "exam_not_yours", "Not an exam for you"


@dataclass(frozen=True, slots=True)
class Standing:
    """Where somebody stands with a course: whether all of it is learned, his attempts the newest
    first, and what stands between him and the next one (a code; None: nothing)."""

    finished: bool
    past: Sequence[Attempt]
    open: Attempt | None
    left: int
    next_at: datetime | None
    certificate: Any
    why_not: str | None


_FINISHED = """
SELECT NOT EXISTS (
  SELECT FROM lesson l WHERE l.project_id = :project AND l.course_id = :course
    AND l.retired_at IS NULL AND NOT EXISTS (SELECT FROM studied t
      WHERE t.project_id = l.project_id AND t.person_id = :me AND t.lesson_id = l.id
        AND t.question_id IS NULL AND t.done_at IS NOT NULL))
AND NOT EXISTS (
  SELECT FROM question q WHERE q.project_id = :project AND q.course_id = :course
    AND q.use = 'practice' AND q.retired_at IS NULL AND NOT EXISTS (SELECT FROM studied t
      WHERE t.project_id = q.project_id AND t.person_id = :me AND t.lesson_id IS NULL
        AND t.question_id = q.id AND t.done_at IS NOT NULL))
"""


def finished(s: Session, course: Course, me: int) -> bool:
    """Whether this person has read and practised all that the course has now."""
    values = {"project": course.project_id, "course": course.id, "me": me}
    return bool(s.execute(text(_FINISHED), values).scalar_one())


def attempts_of(s: Session, course: Course, me: int) -> Sequence[Attempt]:
    """His attempts, the newest first."""
    return (
        s.execute(
            select(Attempt)
            .where(
                Attempt.project_id == course.project_id,
                Attempt.course_id == course.id,
                Attempt.person_id == me,
            )
            .order_by(Attempt.nth.desc())
        )
        .scalars()
        .all()
    )


def made_by(s: Session, course: Course, me: int) -> bool:
    """Whether this person has made the course, or one of its questions."""
    if course.created_by == me:
        return True
    return (
        s.execute(
            select(Question.id)
            .where(
                Question.project_id == course.project_id,
                Question.course_id == course.id,
                Question.created_by == me,
            )
            .limit(1)
        ).first()
        is not None
    )


def stands(s: Session, course: Course, me: int, *, knows: bool) -> Standing:
    """Where this person stands with the course; `knows` is whether he may read what is right."""
    now = queries.now(s)
    past = attempts_of(s, course, me)
    running = next((one for one in past if one.ended_at is None), None)
    tried = [
        rules.Tried(one.nth, one.ended_at, bool(one.passed))
        for one in past
        if one.ended_at is not None
    ]
    where = rules.standing(tried, course.attempts, course.wait_seconds, now)
    learned = finished(s, course, me)
    held = queries.newest_certificate(s, course.project_id, course.id, me)
    if knows or made_by(s, course, me):
        why = "exam_not_yours"
    elif course.state is not CourseState.OPEN:
        why = "course_closed"
    elif running is not None:
        why = "attempt_open"
    elif held is not None and held["valid"] and not rules.renewable(held["expires_at"], now):
        why = "certificate_held"
    elif not learned:
        why = "training_unfinished"
    elif where.left == 0:
        why = "attempts_used"
    elif where.next_at is not None:
        why = "attempt_too_soon"
    else:
        why = None
    return Standing(learned, past, running, where.left, where.next_at, held, why)


def begin(s: Session, *, me: int, course: Course, knows: bool) -> Attempt:
    """Begin an attempt: its questions are drawn now. The caller's person is locked, so that two
    tabs begin one. Raises what stands between (`stands`) by its name."""
    if course.drawn == 0:
        raise NoExam("This course has no exam; read and practise all of it for its certificate.")
    where = stands(s, course, me, knows=knows)
    if where.why_not is not None:
        raise _refusal(where)
    pool = list(
        s.execute(
            select(Question.id)
            .where(
                Question.project_id == course.project_id,
                Question.course_id == course.id,
                Question.use == QuestionUse.EXAM,
                Question.retired_at.is_(None),
            )
            .order_by(func.random())
        ).scalars()
    )
    had = [frozenset(one.questions) for one in where.past]
    attempt_id = s.execute(
        insert(Attempt)
        .values(
            project_id=course.project_id,
            course_id=course.id,
            person_id=me,
            nth=max((one.nth for one in where.past), default=0) + 1,
            questions=rules.drawn(pool, course.drawn, had),
            due_at=text(f"now() + interval '{int(course.exam_seconds)} seconds'"),
        )
        .returning(Attempt.id)
    ).scalar_one()
    certificates.doubt(s, course.project_id, course.id, me)
    return s.get_one(Attempt, (course.project_id, attempt_id))


def _refusal(where: Standing) -> Conflict:
    if where.why_not == "exam_not_yours":
        return ExamNotYours("You may read this course's right answers; its exam is not for you.")
    if where.why_not == "course_closed":
        return AttemptOver("This course has been retired; nobody begins its exam any more.")
    if where.why_not == "attempt_open":
        assert where.open is not None
        return AttemptOpen(
            "You have begun an attempt; go on with it, or end it.", attempt_id=where.open.id
        )
    if where.why_not == "certificate_held":
        return CertificateHeld("You have passed this exam, and your certificate holds.")
    if where.why_not == "training_unfinished":
        return TrainingUnfinished("Read the lessons and do the practice first, then take the exam.")
    if where.why_not == "attempts_used":
        return AttemptsUsed("You have used all attempts; ask the project's manager.")
    assert where.next_at is not None
    return AttemptTooSoon(
        "Wait until the next attempt may begin; look at the lessons until then.",
        at=where.next_at.isoformat(),
    )


def mine(s: Session, course: Course, attempt_id: int, me: int, *, lock: bool = False) -> Attempt:
    """One's own attempt. Raises `NotFound`."""
    found = queries.attempt(s, course.project_id, course.id, attempt_id, lock=lock)
    if found.person_id != me:
        raise NotFound("There is no such attempt at this exam.")
    return found


def asked_now(s: Session, course: Course, question_id: int, me: int) -> bool:
    """Whether an attempt of his asks this question, is open, and its time not over."""
    found = s.execute(
        select(Attempt.id).where(
            Attempt.project_id == course.project_id,
            Attempt.course_id == course.id,
            Attempt.person_id == me,
            Attempt.ended_at.is_(None),
            Attempt.due_at > func.now(),
            literal(question_id) == any_(Attempt.questions),
        )
    )
    return found.first() is not None


def answer(
    s: Session,
    *,
    me: int,
    course: Course,
    attempt_id: int,
    question_id: int,
    given: Given,
    seconds: int | None,
) -> Attempt:
    """Keep an answer of an open attempt, in the place of one that was given before. How near it
    came is kept with it, and told by nobody while the attempt is open. Raises `AttemptOver`,
    `NotFound`, and what `mark` raises."""
    found = mine(s, course, attempt_id, me, lock=True)
    if found.ended_at is not None or found.due_at <= queries.now(s):
        raise AttemptOver("The time of this attempt is over; what you had answered counts.")
    if question_id not in found.questions:
        raise NotFound("There is no such question in this attempt.")
    question = queries.question(s, course.project_id, course.id, question_id)
    marked = mark(s, course, question, given)
    values = {
        "answer": given.answer,
        "verdict": given.verdict,
        "pins": given.pins or None,
        "score": Decimal(f"{marked.score:.3f}"),
        "seconds": None if seconds is None else min(seconds, rules.MAX_SITTING),
    }
    s.execute(
        upsert(AttemptAnswer)
        .values(
            project_id=course.project_id,
            attempt_id=attempt_id,
            question_id=question_id,
            **values,
        )
        .on_conflict_do_update(
            index_elements=["project_id", "attempt_id", "question_id"],
            # A client counts from when it opened the question: what it said before is in it.
            set_=values
            | {
                "at": func.now(),
                "seconds": func.greatest(AttemptAnswer.seconds, values["seconds"]),
            },
        )
    )
    return found


def end(s: Session, course: Course, found: Attempt) -> int | None:
    """End an attempt, which is locked and open, with what it has; the certificate that it earned.
    It ended when its time was over, if that was before."""
    right = sum(
        rules.right(float(score), float(course.right_from))
        for score in s.execute(
            select(AttemptAnswer.score).where(
                AttemptAnswer.project_id == found.project_id,
                AttemptAnswer.attempt_id == found.id,
            )
        ).scalars()
    )
    score = rules.share(right, len(found.questions))
    passed = rules.passes(score, float(course.pass_mark))
    s.execute(
        update(Attempt)
        .where(Attempt.project_id == found.project_id, Attempt.id == found.id)
        .values(
            ended_at=func.least(func.now(), Attempt.due_at),
            score=Decimal(f"{score:.3f}"),
            passed=passed,
        )
    )
    s.refresh(found)
    if passed:
        return certificates.give(s, course, found.person_id, found)
    certificates.doubt(s, course.project_id, course.id, found.person_id)
    return None


def answers_of(s: Session, found: Attempt) -> dict[int, float]:
    """The questions of an attempt that were answered, each with how near it came."""
    rows = s.execute(
        select(AttemptAnswer.question_id, AttemptAnswer.score).where(
            AttemptAnswer.project_id == found.project_id, AttemptAnswer.attempt_id == found.id
        )
    )
    return {question_id: float(score) for question_id, score in rows}


def overdue(s: Session, limit: int) -> list[tuple[int, int, int]]:
    """Attempts whose time is over: (project, course, attempt)."""
    rows = s.execute(
        select(Attempt.project_id, Attempt.course_id, Attempt.id)
        .where(Attempt.ended_at.is_(None), Attempt.due_at <= func.now())
        .order_by(Attempt.due_at)
        .limit(limit)
    )
    return [(row[0], row[1], row[2]) for row in rows]


def answered(
    s: Session, course: Course, question: Question, me: int
) -> tuple[Attempt | None, AttemptAnswer | None]:
    """The open attempt of his that asks this question, and what he has answered to it so far."""
    if question.use is not QuestionUse.EXAM:
        return None, None
    running = next((one for one in attempts_of(s, course, me) if one.ended_at is None), None)
    if running is None or question.id not in running.questions:
        return None, None
    return running, s.get(AttemptAnswer, (course.project_id, running.id, question.id))


def counts_right(course: Course, score: float | None) -> bool:
    """Whether an answer that came this near (None: there was none) counts as right."""
    return score is not None and rules.right(score, float(course.right_from))


def earned_by(s: Session, found: Attempt) -> int | None:
    """The certificate that this attempt earned."""
    return s.execute(
        select(Certificate.id).where(
            Certificate.project_id == found.project_id, Certificate.attempt_id == found.id
        )
    ).scalar_one_or_none()
