"""Attempts at a course's exam: begun, answered, ended."""

from sqlalchemy.orm import Session

from app.api.deps import Me, Way
from app.api.ids import Key
from app.api.learning import COURSE, AnswerIn, certificate, knows, may_learn
from app.api.router import Router
from app.learning import exams, queries
from app.learning.taking_schemas import AttemptOut, AttemptQuestion
from app.models.learn import Attempt
from app.workflow import examine

router = Router(tags=["learning"])
ATTEMPT = f"{COURSE}/attempts/{{attempt_id}}"


@router.post(f"{COURSE}/attempts", status_code=201)
def begin_attempt(project_id: Key, course_id: Key, door: Way) -> AttemptOut:
    """Begin an attempt at the exam: its questions are drawn, its time begins. Who may read what is
    right takes no exam."""
    with door.enter(project=project_id, alone=True) as (s, me):
        may_learn(me)
        made = examine.begin(
            s, me=me.id, project_id=project_id, course_id=course_id, knows=knows(me)
        )
        return _attempt(s, me, project_id, course_id, made)


@router.get(ATTEMPT)
def read_attempt(project_id: Key, course_id: Key, attempt_id: Key, door: Way) -> AttemptOut:
    """An attempt of yours. What was right and what not is told once it is over."""
    with door.enter(project=project_id) as (s, me):
        may_learn(me)
        course = queries.open_to_learners(s, project_id, course_id)
        found = exams.mine(s, course, attempt_id, me.id)
        return _attempt(s, me, project_id, course_id, found)


@router.put(f"{ATTEMPT}/answers/{{question_id}}")
def answer_question(
    project_id: Key,
    course_id: Key,
    attempt_id: Key,
    question_id: Key,
    body: AnswerIn,
    door: Way,
) -> AttemptOut:
    """Answer a question of an open attempt, or answer it anew."""
    with door.enter(project=project_id) as (s, me):
        may_learn(me)
        course = queries.open_to_learners(s, project_id, course_id)
        found = exams.answer(
            s,
            me=me.id,
            course=course,
            attempt_id=attempt_id,
            question_id=question_id,
            given=body.given(),
            seconds=body.seconds,
        )
        return _attempt(s, me, project_id, course_id, found)


@router.post(f"{ATTEMPT}/end")
def end_attempt(project_id: Key, course_id: Key, attempt_id: Key, door: Way) -> AttemptOut:
    """End an attempt: whether it is passed, and which questions were right. Again is no change."""
    with door.enter(project=project_id, alone=True) as (s, me):
        may_learn(me)
        ended = examine.end(
            s, me=me.id, project_id=project_id, course_id=course_id, attempt_id=attempt_id
        )
        return _attempt(s, me, project_id, course_id, ended.attempt, paid=ended.paid)


def _attempt(
    s: Session,
    me: Me,
    project_id: int,
    course_id: int,
    found: Attempt,
    paid: int | None = None,
) -> AttemptOut:
    course = queries.course(s, project_id, course_id)
    given = exams.answers_of(s, found)
    over = found.ended_at is not None
    where = exams.stands(s, course, me.id, knows=knows(me))
    return AttemptOut(
        id=found.id,
        project_id=project_id,
        course_id=course_id,
        nth=found.nth,
        started_at=found.started_at,
        due_at=found.due_at,
        ended_at=found.ended_at,
        score=None if found.score is None else float(found.score),
        passed=found.passed,
        pass_mark=float(course.pass_mark),
        questions=[
            AttemptQuestion(
                id=one,
                answered=one in given,
                right=exams.counts_right(course, given.get(one)) if over else None,
            )
            for one in found.questions
        ],
        certificate=certificate(s, exams.earned_by(s, found)),
        attempts_left=where.left,
        next_attempt_at=where.next_at,
        paid=paid,
    )
