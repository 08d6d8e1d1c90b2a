"""A fair deal for who works: rejections that wait because they are many, what people say of a
project, suspensions with a hearing, and what everybody may read of how a project treats people."""

from enum import StrEnum
from typing import Any

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    ForeignKeyConstraint,
    Identity,
    Index,
    SmallInteger,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from app.core.states import SuspensionState
from app.models.base import Base, Made, ProjectKey, When, choice

LEAST_PEOPLE = 5
"""Fewer people are in no figure that others read: one could be told from it."""


class HeldOutcome(StrEnum):
    """What became of a rejection that waited."""

    CONFIRMED = "confirmed"  # the work is rejected; its author may appeal
    REFUSED = "refused"  # the work is paid, and stays out of the data
    LAPSED = "lapsed"  # nobody said anything in time: as if refused


class HeldRejection(Base):
    """A rejection beyond its author's ceiling: his work stays where it is, its clock running, until
    an administrator has looked. `rejected` of `decided` pieces are what stood then, this among
    them; `most` is how many may be."""

    __tablename__ = "held_rejection"
    __table_args__ = (
        UniqueConstraint("project_id", "root_id"),
        ForeignKeyConstraint(["project_id", "root_id"], ["assignment.project_id", "assignment.id"]),
        CheckConstraint("(settled_at IS NULL) = (outcome IS NULL)", name="settled"),
        CheckConstraint(
            "settled_at IS NULL OR (settled_by IS NULL) = (outcome = 'lapsed')", name="settler"
        ),
        CheckConstraint("settled_by <> person_id", name="another"),
        Index("ix_held_rejection_open", "id", postgresql_where=text("settled_at IS NULL")),
    )

    project_id: Mapped[ProjectKey]
    id: Mapped[int] = mapped_column(Identity(always=False), primary_key=True)
    root_id: Mapped[int]
    task_id: Mapped[int]
    stage_id: Mapped[int]
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))  # the author
    submission_id: Mapped[int]  # the verdict
    reason: Mapped[str]
    rejected: Mapped[int]
    decided: Mapped[int]
    most: Mapped[int]
    held_at: Mapped[Made]
    outcome: Mapped[HeldOutcome | None] = mapped_column(choice(HeldOutcome, "outcome"))
    answer: Mapped[str | None]  # what the administrator says
    settled_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    settled_at: Mapped[When | None]


class Rating(Base):
    """What one person who has worked in a project says of it: 1 to 5, by four criteria."""

    __tablename__ = "rating"
    __table_args__ = (
        CheckConstraint(
            "pay BETWEEN 1 AND 5 AND clarity BETWEEN 1 AND 5 AND inspection BETWEEN 1 AND 5"
            " AND answers BETWEEN 1 AND 5",
            name="marks",
        ),
    )

    project_id: Mapped[ProjectKey]
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)
    pay: Mapped[int] = mapped_column(SmallInteger)
    clarity: Mapped[int] = mapped_column(SmallInteger)  # of the guideline
    inspection: Mapped[int] = mapped_column(SmallInteger)  # how fair it is
    answers: Mapped[int] = mapped_column(SmallInteger)  # to questions
    rated_at: Mapped[Made]


class Suspension(Base):
    """A manager's wish that somebody gets no more work in a project, and what became of it. It is
    in force only once an arbiter has heard both."""

    __tablename__ = "suspension"
    __table_args__ = (
        ForeignKeyConstraint(
            ["project_id", "person_id"], ["project_member.project_id", "project_member.person_id"]
        ),
        CheckConstraint("proposed_by <> person_id", name="proposer"),
        CheckConstraint("decided_by NOT IN (proposed_by, person_id)", name="arbiter"),
        CheckConstraint("state = 'proposed' OR decided_at IS NOT NULL", name="decided"),
        CheckConstraint(
            "state NOT IN ('in_force', 'lifted') OR decided_by IS NOT NULL", name="heard"
        ),
        CheckConstraint("(state = 'lifted') = (lifted_at IS NOT NULL)", name="lifted"),
        Index(
            "uq_suspension_live",
            "project_id",
            "person_id",
            unique=True,
            postgresql_where=text("state IN ('proposed', 'in_force')"),
        ),
        Index("ix_suspension_person", "person_id", "id"),
        Index("ix_suspension_due", "drop_at", postgresql_where=text("state = 'proposed'")),
    )

    project_id: Mapped[ProjectKey]
    id: Mapped[int] = mapped_column(Identity(always=False), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    state: Mapped[SuspensionState] = mapped_column(
        choice(SuspensionState, "state"), server_default=SuspensionState.PROPOSED.value
    )
    why: Mapped[str]
    proposed_by: Mapped[int] = mapped_column(ForeignKey("person.id"))
    proposed_at: Mapped[Made]
    reply_by: Mapped[When]  # until then the person is waited for
    drop_at: Mapped[When]  # undecided by then, it is dropped
    reply: Mapped[str | None]
    replied_at: Mapped[When | None]
    answer: Mapped[str | None]  # what the arbiter says
    decided_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))  # None: the clock
    decided_at: Mapped[When | None]
    lifted_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    lifted_at: Mapped[When | None]


class SuspensionEvidence(Base):
    """A piece of work that a suspension is proposed for. Written with it, and never changed."""

    __tablename__ = "suspension_evidence"
    __table_args__ = (
        ForeignKeyConstraint(
            ["project_id", "suspension_id"], ["suspension.project_id", "suspension.id"]
        ),
        ForeignKeyConstraint(
            ["project_id", "assignment_id"], ["assignment.project_id", "assignment.id"]
        ),
    )

    project_id: Mapped[ProjectKey]
    suspension_id: Mapped[int] = mapped_column(primary_key=True)
    assignment_id: Mapped[int] = mapped_column(primary_key=True)


class FairWork(Base):
    """How a project treats people, as everybody may read it; counted once a day."""

    __tablename__ = "fair_work"

    project_id: Mapped[int] = mapped_column(
        ForeignKey("project.id"), primary_key=True, autoincrement=False
    )
    values: Mapped[dict[str, Any]]
    counted_at: Mapped[Made]
