"""Examine: an attempt begins, ends by its person or by the clock, and pays where it is passed."""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from app.core.database import transaction
from app.learning import exams, queries
from app.learning.studying import open_course
from app.models.learn import Attempt, Course, Earned
from app.people.notifications import Told, notify
from app.workflow.learn import pay

BULK = 200


@dataclass(frozen=True, slots=True)
class Ended:
    """An attempt that is over, and what passing earned, in minor units."""

    attempt: Attempt
    paid: int | None


def begin(s: Session, *, me: int, project_id: int, course_id: int, knows: bool) -> Attempt:
    """Begin an attempt. One whose time is over and which the clock has not ended yet is ended
    first. Raises what `exams.begin` raises."""
    course = open_course(s, project_id, course_id)
    running = next((one for one in exams.attempts_of(s, course, me) if one.ended_at is None), None)
    if running is not None and running.due_at <= queries.now(s):
        time_over(s, project_id, course_id, running.id)
    return exams.begin(s, me=me, course=course, knows=knows)


def end(s: Session, *, me: int, project_id: int, course_id: int, attempt_id: int) -> Ended:
    """End one's attempt; again is no change."""
    course = queries.open_to_learners(s, project_id, course_id)
    found = exams.mine(s, course, attempt_id, me, lock=True)
    return Ended(found, _over(s, course, found) if found.ended_at is None else None)


def time_over(s: Session, project_id: int, course_id: int, attempt_id: int) -> bool:
    """End an attempt whose time is over, with what it has, and tell whose it is; false where it is
    not, or has been ended already."""
    found = queries.attempt(s, project_id, course_id, attempt_id, lock=True)
    s.refresh(found)
    if found.ended_at is not None or found.due_at > queries.now(s):
        return False
    course = queries.course(s, project_id, course_id)
    _over(s, course, found)
    told = Told.EXAM_PASSED if found.passed else Told.EXAM_FAILED
    notify(s, found.person_id, told, {"course": course.title}, project_id)
    return True


def _over(s: Session, course: Course, found: Attempt) -> int | None:
    exams.end(s, course, found)
    if not found.passed:
        return None
    return pay(s, course, found.person_id, Earned.EXAM, course.exam_pay)


def sweep() -> int:
    """End what has run out, each in a transaction of its own; how many."""
    with transaction() as s:
        due = exams.overdue(s, BULK)
    ended = 0
    for project_id, course_id, attempt_id in due:
        with transaction() as s:
            ended += time_over(s, project_id, course_id, attempt_id)
    return ended
