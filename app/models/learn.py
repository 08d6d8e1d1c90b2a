"""What people learn before they work: courses, exams, and what these earn."""

from decimal import Decimal
from enum import StrEnum
from typing import Any

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    ForeignKey,
    ForeignKeyConstraint,
    Identity,
    Index,
    Numeric,
    SmallInteger,
    UniqueConstraint,
    text,
)
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlalchemy.orm import Mapped, mapped_column

from app.core.states import CourseState
from app.models.base import Base, Id, Made, ProjectKey, When, choice

# Of an item `i`: whether no course asks it. What is practised, or asked in an exam, is not put on
# offer with the rest: who has learned on it knows its answer.
UNASKED = """NOT EXISTS (SELECT FROM question q WHERE q.project_id = i.project_id
  AND q.item_id = i.id AND q.retired_at IS NULL)"""


class QuestionUse(StrEnum):
    """What a task with a known answer is there for."""

    PRACTICE = "practice"  # tried as often as one likes, with what was right at once
    EXAM = "exam"  # drawn from the pool


class Earned(StrEnum):
    """What a course pays for, once each."""

    TRAINING = "training"  # everything read and practised
    EXAM = "exam"  # passed


class Course(Base):
    """What a person learns before he does a stage's work at one level: lessons to read, practice in
    the editor, and an exam that earns a certificate."""

    __tablename__ = "course"
    __table_args__ = (
        ForeignKeyConstraint(["project_id", "stage_id"], ["stage.project_id", "stage.id"]),
        CheckConstraint("level IN (0, 1, 2)", name="level"),
        CheckConstraint("pass_mark BETWEEN 0 AND 1", name="pass_mark"),
        CheckConstraint("right_from BETWEEN 0 AND 1", name="right_from"),
        CheckConstraint("drawn BETWEEN 0 AND 100", name="drawn"),
        CheckConstraint("attempts BETWEEN 1 AND 100", name="attempts"),
        CheckConstraint("training_pay >= 0 AND exam_pay >= 0", name="pay"),
    )

    project_id: Mapped[ProjectKey]
    id: Mapped[int] = mapped_column(Identity(always=False), primary_key=True)
    stage_id: Mapped[int]
    level: Mapped[int] = mapped_column(SmallInteger, server_default=text("0"))
    title: Mapped[str]
    about: Mapped[str] = mapped_column(server_default=text("''"))
    state: Mapped[CourseState] = mapped_column(
        choice(CourseState, "state"), server_default=CourseState.DRAFT.value
    )
    drawn: Mapped[int] = mapped_column(
        SmallInteger, server_default=text("10")
    )  # of an exam; 0: none
    right_from: Mapped[Decimal] = mapped_column(Numeric(4, 3), server_default=text("0.75"))
    pass_mark: Mapped[Decimal] = mapped_column(Numeric(4, 3), server_default=text("0.8"))
    attempts: Mapped[int] = mapped_column(SmallInteger, server_default=text("3"))
    wait_seconds: Mapped[int] = mapped_column(server_default=text("3600"))  # after one that failed
    exam_seconds: Mapped[int] = mapped_column(server_default=text("3600"))  # for one attempt
    valid_days: Mapped[int | None]  # how long its certificate holds
    training_pay: Mapped[int] = mapped_column(server_default=text("0"))  # once, for all of it
    exam_pay: Mapped[int] = mapped_column(server_default=text("0"))  # once, for a pass
    created_by: Mapped[int] = mapped_column(ForeignKey("person.id"))
    created_at: Mapped[Made]


class Lesson(Base):
    """A page of a course, in Markdown with pictures and films."""

    __tablename__ = "lesson"
    __table_args__ = (
        ForeignKeyConstraint(["project_id", "course_id"], ["course.project_id", "course.id"]),
        Index("ix_lesson_course", "project_id", "course_id", "position", "id"),
    )

    project_id: Mapped[ProjectKey]
    id: Mapped[int] = mapped_column(Identity(always=False), primary_key=True)
    course_id: Mapped[int]
    position: Mapped[int] = mapped_column(SmallInteger)
    title: Mapped[str]
    body: Mapped[str]
    retired_at: Mapped[When | None]
    created_at: Mapped[Made]


class Question(Base):
    """A task of a course, whose right answer is known."""

    __tablename__ = "question"
    __table_args__ = (
        ForeignKeyConstraint(["project_id", "course_id"], ["course.project_id", "course.id"]),
        ForeignKeyConstraint(["project_id", "item_id"], ["item.project_id", "item.id"]),
        UniqueConstraint("project_id", "course_id", "item_id", "use"),
        Index("ix_question_course", "project_id", "course_id", "use", "position", "id"),
    )

    project_id: Mapped[ProjectKey]
    id: Mapped[int] = mapped_column(Identity(always=False), primary_key=True)
    course_id: Mapped[int]
    use: Mapped[QuestionUse] = mapped_column(choice(QuestionUse, "use"))
    position: Mapped[int] = mapped_column(SmallInteger)
    item_id: Mapped[int]
    schema_version: Mapped[int]  # that the answer was written to
    answer: Mapped[dict[str, Any]]
    # At levels 1 and 2: what is shown to be judged, and the verdict that it deserves.
    shown: Mapped[dict[str, Any] | None] = mapped_column(JSONB(none_as_null=True))
    verdict: Mapped[str | None]
    note: Mapped[str] = mapped_column(server_default=text("''"))  # why, told with the right answer
    created_by: Mapped[int] = mapped_column(ForeignKey("person.id"))
    retired_at: Mapped[When | None]
    created_at: Mapped[Made]


class Studied(Base):
    """A lesson read, or a practice task tried, by one person, and how long it took."""

    __tablename__ = "studied"
    __table_args__ = (
        ForeignKeyConstraint(["project_id", "course_id"], ["course.project_id", "course.id"]),
        CheckConstraint("(lesson_id IS NULL) <> (question_id IS NULL)", name="one"),
        CheckConstraint("seconds >= 0", name="seconds"),
        UniqueConstraint(
            "project_id",
            "person_id",
            "lesson_id",
            "question_id",
            postgresql_nulls_not_distinct=True,
        ),
        Index("ix_studied_course", "project_id", "course_id", "person_id"),
    )

    project_id: Mapped[ProjectKey]
    id: Mapped[int] = mapped_column(Identity(always=False), primary_key=True)
    course_id: Mapped[int]
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    lesson_id: Mapped[int | None]
    question_id: Mapped[int | None]
    seconds: Mapped[int] = mapped_column(server_default=text("0"))  # with hands on, all tries
    tries: Mapped[int] = mapped_column(SmallInteger, server_default=text("1"))
    best: Mapped[Decimal | None] = mapped_column(Numeric(4, 3))  # of a practice task, 0 to 1
    first_at: Mapped[Made]
    done_at: Mapped[When | None]  # read, or answered right


class Attempt(Base):
    """One try at a course's exam: its questions are drawn when it begins."""

    __tablename__ = "attempt"
    __table_args__ = (
        ForeignKeyConstraint(["project_id", "course_id"], ["course.project_id", "course.id"]),
        UniqueConstraint("project_id", "course_id", "person_id", "nth"),
        CheckConstraint("(passed IS NULL) = (ended_at IS NULL)", name="ended"),
        Index(
            "uq_attempt_open",
            "project_id",
            "course_id",
            "person_id",
            unique=True,
            postgresql_where=text("ended_at IS NULL"),
        ),
        Index("ix_attempt_due", "due_at", postgresql_where=text("ended_at IS NULL")),
    )

    project_id: Mapped[ProjectKey]
    id: Mapped[int] = mapped_column(Identity(always=False), primary_key=True)
    course_id: Mapped[int]
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    nth: Mapped[int] = mapped_column(SmallInteger)
    questions: Mapped[list[int]] = mapped_column(ARRAY(BigInteger))
    started_at: Mapped[Made]
    due_at: Mapped[When]
    ended_at: Mapped[When | None]
    score: Mapped[Decimal | None] = mapped_column(Numeric(4, 3))  # share of questions got right
    passed: Mapped[bool | None]


class AttemptAnswer(Base):
    """What was answered to one question of an attempt, and how near it came."""

    __tablename__ = "attempt_answer"
    __table_args__ = (
        ForeignKeyConstraint(["project_id", "attempt_id"], ["attempt.project_id", "attempt.id"]),
    )

    project_id: Mapped[ProjectKey]
    attempt_id: Mapped[int] = mapped_column(primary_key=True)
    question_id: Mapped[int] = mapped_column(primary_key=True)
    answer: Mapped[dict[str, Any] | None] = mapped_column(JSONB(none_as_null=True))
    verdict: Mapped[str | None]
    pins: Mapped[list[dict[str, Any]] | None] = mapped_column(
        JSONB(none_as_null=True)
    )  # what of it a verdict names
    score: Mapped[Decimal] = mapped_column(Numeric(4, 3))
    seconds: Mapped[int | None]
    at: Mapped[Made]


class Owed(Base):
    """What learning has earned somebody and the budget did not have. It is paid, and the row goes,
    as soon as there is money."""

    __tablename__ = "owed"
    __table_args__ = (
        ForeignKeyConstraint(["project_id", "course_id"], ["course.project_id", "course.id"]),
        CheckConstraint("amount > 0", name="amount"),
    )

    project_id: Mapped[ProjectKey]
    course_id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)
    what: Mapped[Earned] = mapped_column(choice(Earned, "what"), primary_key=True)
    amount: Mapped[int]
    at: Mapped[Made]


class Certificate(Base):
    """What a passed exam earned: good in its own project, and shown to others where the person
    wants it. It outlives the course."""

    __tablename__ = "certificate"
    __table_args__ = (
        ForeignKeyConstraint(["project_id", "course_id"], ["course.project_id", "course.id"]),
        UniqueConstraint("project_id", "attempt_id"),
        UniqueConstraint("code"),
        Index("ix_certificate_person", "person_id", "id"),
    )

    id: Mapped[Id]
    project_id: Mapped[int]
    course_id: Mapped[int]
    attempt_id: Mapped[int | None]  # None: of a course without an exam
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    code: Mapped[str]  # by which anybody who is given it can see that it is real
    score: Mapped[Decimal | None] = mapped_column(Numeric(4, 3))
    shown: Mapped[bool] = mapped_column(server_default=text("false"))  # to other projects
    earned_at: Mapped[Made]
    expires_at: Mapped[When | None]
    revoked_at: Mapped[When | None]
    revoked_why: Mapped[str | None]
