"""Courses as people take them, as they speak HTTP; amounts in minor units, scores from 0 to 1."""

from datetime import datetime
from typing import Annotated, Any, Literal

from pydantic import BaseModel, Field

from app.core.states import CourseState
from app.learning.schemas import CertificateOut, In
from app.models.task import Verdict

Seconds = Annotated[
    int, Field(ge=0, le=86_400, description="With hands on, as the client counted.")
]


class _Course(BaseModel):
    project_id: int
    project: str
    stage_id: int
    stage: str
    level: int
    id: int
    title: str
    about: str
    state: CourseState
    currency: str


class MyCourseRow(_Course):
    """A course as one of those that somebody may take."""

    lessons: int
    lessons_read: int
    practice: int
    practised: int
    exam: bool
    training_pay: int
    exam_pay: int
    begun: bool
    certified: bool
    expires_at: datetime | None


class MyLesson(BaseModel):
    """A lesson, and when one read it."""

    id: int
    title: str
    body: str
    read_at: datetime | None
    seconds: int


class MyPractice(BaseModel):
    """A practice task, and how one did."""

    id: int
    tries: int
    best: float | None
    done_at: datetime | None = Field(description="When it was first answered right.")
    seconds: int


class MyAttempt(BaseModel):
    """An attempt in short."""

    id: int
    nth: int
    started_at: datetime
    due_at: datetime
    ended_at: datetime | None
    score: float | None
    passed: bool | None


WhyNot = Literal[
    "training_unfinished",
    "attempt_open",
    "attempts_used",
    "attempt_too_soon",
    "certificate_held",
    "course_closed",
    "exam_not_yours",
]


class MyExam(BaseModel):
    """A course's exam as one stands with it."""

    questions: int
    pass_mark: float
    right_from: float
    seconds: int
    attempts: int
    attempts_left: int
    next_attempt_at: datetime | None
    open_attempt: int | None
    may_begin: bool
    why_not: WhyNot | None
    past: list[MyAttempt]


class MyCourse(_Course):
    """A course as one takes it."""

    lessons: list[MyLesson]
    practice: list[MyPractice]
    finished: bool = Field(description="Whether all of it is read and practised.")
    exam: MyExam | None
    certificate: CertificateOut | None
    training_pay: int
    exam_pay: int
    training_paid: int | None = Field(description="What was paid for it; null: nothing yet.")
    exam_paid: int | None
    owed: int = Field(description="What was earned and waits for money in the budget.")
    funded: bool = Field(description="Whether the budget has what this course would pay now.")


class ReadIn(In):
    """That a lesson was read."""

    seconds: Seconds = Field(0, examples=[90])


class MarkOut(BaseModel):
    """What became of one annotation: `ours` is of the right answer, `theirs` of the given one."""

    state: Literal["right", "shifted", "wrong_class", "changed", "missing", "extra"]
    name: str
    ours: str | None
    theirs: str | None
    overlap: float
    says: list[dict[str, Any]] = Field(
        description="What reads otherwise: `{field, right, given}`, the short ones."
    )


class FeedbackOut(BaseModel):
    """How near an answer came, and what it missed."""

    score: float
    marks: list[MarkOut]


class PracticeOut(BaseModel):
    """What a practice task answers at once: how near it was, and what was right."""

    score: float
    right: bool
    tries: int
    feedback: FeedbackOut
    answer: dict[str, Any]
    verdict: Verdict | None
    named: bool | None = Field(description="Of a verdict: whether it names what is wrong.")
    note: str
    finished: bool = Field(description="Whether all of the course is read and practised now.")
    paid: int | None = Field(description="What this earned, where it was the last step.")
    certificate: CertificateOut | None


class AttemptQuestion(BaseModel):
    """A question of an attempt; whether it was right is told once the attempt is over."""

    id: int
    answered: bool
    right: bool | None


class AttemptOut(BaseModel):
    """An attempt at an exam."""

    id: int
    project_id: int
    course_id: int
    nth: int
    started_at: datetime
    due_at: datetime
    ended_at: datetime | None
    score: float | None
    passed: bool | None
    pass_mark: float
    questions: list[AttemptQuestion]
    certificate: CertificateOut | None
    attempts_left: int
    next_attempt_at: datetime | None
    paid: int | None = Field(description="What passing earned.")
