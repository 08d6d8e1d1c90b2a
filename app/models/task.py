"""The engine's tables: tasks, seats, assignments, submissions.

Every key starts with the project. `task` and `assignment` are updated often: they leave room on
their pages, and no column that a claim changes stands in one of their indexes but the few partial
ones that find live leases.
"""

from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Computed,
    DateTime,
    Double,
    ForeignKey,
    ForeignKeyConstraint,
    Identity,
    Index,
    Integer,
    SmallInteger,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlalchemy.orm import Mapped, mapped_column

from app.core.states import AssignmentState, TaskState
from app.models.base import Base, Made, ProjectKey, When, choice

ROOM: dict[str, Any] = {"postgresql_with": {"fillfactor": "80"}}


class Verdict(StrEnum):
    """What an inspector says of an answer."""

    APPROVE = "approve"
    FIX = "fix"
    RETURN = "return"
    REJECT = "reject"


class Queue(Base):
    """Where seats of one stage and level stand in line. A held queue keeps the seats that wait
    for the inspector who returned the work; they move to the open one when his time is up."""

    __tablename__ = "queue"
    __table_args__ = (
        ForeignKeyConstraint(["project_id", "stage_id"], ["stage.project_id", "stage.id"]),
        UniqueConstraint("project_id", "stage_id", "level", "held", "gold"),
    )

    project_id: Mapped[ProjectKey]
    id: Mapped[int] = mapped_column(Identity(always=False), primary_key=True)
    stage_id: Mapped[int]
    level: Mapped[int] = mapped_column(SmallInteger)
    held: Mapped[bool] = mapped_column(server_default=text("false"))
    gold: Mapped[bool] = mapped_column(server_default=text("false"))  # known answers, hidden
    stirred_at: Mapped[When | None]  # when seats were last moved ahead of others
    dry_since: Mapped[When | None]  # of known answers: since when there are none to give
    warned_at: Mapped[When | None]  # of that, the last time


class Task(Base):
    """The smallest payable unit: one item and one question."""

    __tablename__ = "task"
    __table_args__ = (
        ForeignKeyConstraint(["project_id", "item_id"], ["item.project_id", "item.id"]),
        CheckConstraint("accepted <= overlap", name="overlap"),
        CheckConstraint("spent + held <= reserved", name="reserved"),
        CheckConstraint("spent >= 0 AND held >= 0 AND wanted >= 0", name="amounts"),
        CheckConstraint("units > 0", name="units"),
        Index("ix_task_item", "project_id", "item_id"),
        Index(
            "ix_task_items",
            "item_ids",
            postgresql_using="gin",
            postgresql_where=text("item_ids IS NOT NULL"),
        ),
        Index("ix_task_wanted", "project_id", "stage_id", postgresql_where=text("wanted > 0")),
        Index(
            "ix_task_aggregating",
            "project_id",
            "stage_id",
            postgresql_where=text("state = 'aggregating'"),
        ),
        # What is put before others, or behind them, of what is on offer.
        Index(
            "ix_task_priority",
            "project_id",
            "priority",
            "item_id",
            postgresql_where=text("state = 'open' AND priority <> 0"),
        ),
        ROOM,
    )

    project_id: Mapped[ProjectKey]
    id: Mapped[int] = mapped_column(Identity(always=False), primary_key=True)
    stage_id: Mapped[int]
    item_id: Mapped[int]
    queue_id: Mapped[int]  # where its level-0 seats stand
    state: Mapped[TaskState] = mapped_column(choice(TaskState, "state"))
    priority: Mapped[int] = mapped_column(Integer, server_default=text("0"))  # lower comes first
    overlap: Mapped[int] = mapped_column(SmallInteger)
    accepted: Mapped[int] = mapped_column(SmallInteger, server_default=text("0"))  # and judged
    places: Mapped[int] = mapped_column(SmallInteger)  # paid for so far: overlap, replacements
    wanted: Mapped[int] = mapped_column(SmallInteger, server_default=text("0"))  # wait for money
    reserved: Mapped[int]  # worst case set aside from the budget, less what was given back
    spent: Mapped[int] = mapped_column(server_default=text("0"))
    held: Mapped[int] = mapped_column(server_default=text("0"))  # for rejections under appeal
    # Of what the stage's price card counts: as many as there are, or, where they are counted in the
    # answer, as many as are paid at most.
    units: Mapped[int] = mapped_column(server_default=text("1"))
    # The part of the item that it is about (`app/labels/parts`), the asset that shows just that,
    # and of a bundle of small items all of them. Without: the whole item.
    part: Mapped[dict[str, Any] | None] = mapped_column(JSONB(none_as_null=True))
    asset_id: Mapped[int | None]
    item_ids: Mapped[list[int] | None] = mapped_column(ARRAY(BigInteger))
    gold_id: Mapped[int | None]  # of a task with a known answer: no part of the data set
    created_at: Mapped[Made]


class Seat(Base):
    """Free places on one task at one level. A row is deleted when its last place is taken.

    Its key is its only index, and is in the order in which work is handed out. It refers to no
    other table: what it says can be made again from tasks and assignments.
    """

    __tablename__ = "seat"
    __table_args__ = (CheckConstraint("slots_left > 0", name="slots"), ROOM)

    project_id: Mapped[ProjectKey]
    queue_id: Mapped[int] = mapped_column(primary_key=True)
    priority: Mapped[int] = mapped_column(Integer, primary_key=True)
    task_id: Mapped[int] = mapped_column(primary_key=True)
    root_id: Mapped[int] = mapped_column(primary_key=True)  # 0 at level 0
    slots_left: Mapped[int] = mapped_column(SmallInteger)
    seen: Mapped[list[int]] = mapped_column(ARRAY(BigInteger))  # who must not, or need not, get it
    opens_at: Mapped[When | None]  # when a held seat moves to the open queue


class TaskRole(Base):
    """On which side of a task a person stands: one row, so nobody is ever on two."""

    __tablename__ = "task_role"
    __table_args__ = (
        UniqueConstraint("project_id", "task_id", "worker_id", "side"),
        CheckConstraint("side IN ('author', 'inspector', 'arbiter')", name="side"),
    )

    project_id: Mapped[ProjectKey]
    task_id: Mapped[int] = mapped_column(primary_key=True)
    worker_id: Mapped[int] = mapped_column(primary_key=True)
    side: Mapped[str]


class Assignment(Base):
    """One person's time-limited claim on a place, and what became of it.

    `root_id` is the level-0 assignment that is judged; at level 0 its own id. One person has one
    row per root: rework, a reclaim and a re-check lease that row again.
    """

    __tablename__ = "assignment"
    __table_args__ = (
        ForeignKeyConstraint(["project_id", "task_id"], ["task.project_id", "task.id"]),
        ForeignKeyConstraint(
            ["project_id", "task_id", "worker_id", "side"],
            [
                "task_role.project_id",
                "task_role.task_id",
                "task_role.worker_id",
                "task_role.side",
            ],
        ),
        # Author, inspectors and arbiter of one piece of work are different people.
        UniqueConstraint("project_id", "root_id", "worker_id"),
        # Nobody answers one task twice.
        Index(
            "uq_assignment_answer",
            "project_id",
            "task_id",
            "worker_id",
            unique=True,
            postgresql_where=text("level = 0"),
        ),
        Index("ix_assignment_worker", "worker_id", "id"),
        # What one has claimed at a level, today and ever: limits count it.
        Index(
            "ix_assignment_claims", "worker_id", "project_id", "stage_id", "level", "reserved_at"
        ),
        Index("ix_assignment_claim_key", "worker_id", "claim_key"),
        Index(
            "ix_assignment_live",
            "worker_id",
            "project_id",
            postgresql_where=text("state = 'reserved'"),
        ),
        # What is under way in a stage, as its managers look for it.
        Index(
            "ix_assignment_open",
            "project_id",
            "stage_id",
            "state",
            "id",
            postgresql_where=text("state IN ('reserved', 'submitted', 'rework', 'appealed')"),
        ),
        Index("ix_assignment_due", "due_at", postgresql_where=text("due_at IS NOT NULL")),
        Index("ix_assignment_recheck", "worker_id", postgresql_where=text("recheck")),
        Index(
            "ix_assignment_mend",
            "worker_id",
            "id",
            postgresql_where=text("state IN ('rework', 'appealed')"),
        ),
        # Leases that ended without a hand-in: a cancelled stage pays those that have a draft.
        Index(
            "ix_assignment_unfinished",
            "worker_id",
            "decided_at",
            postgresql_where=text(
                "level = 0 AND attempt = 0 AND state IN ('returned', 'expired', 'released')"
            ),
        ),
        CheckConstraint("level IN (0, 1, 2)", name="level"),
        CheckConstraint("level > 0 OR root_id = id", name="root"),
        CheckConstraint("returns BETWEEN 0 AND 2", name="returns"),
        ROOM,
    )

    project_id: Mapped[ProjectKey]
    id: Mapped[int] = mapped_column(Identity(always=False), primary_key=True)
    stage_id: Mapped[int]
    task_id: Mapped[int]
    root_id: Mapped[int]
    level: Mapped[int] = mapped_column(SmallInteger)
    side: Mapped[str] = mapped_column(
        Text, Computed("CASE WHEN level = 0 THEN 'author' ELSE 'inspector' END", persisted=True)
    )
    worker_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    state: Mapped[AssignmentState] = mapped_column(choice(AssignmentState, "state"))
    claim_key: Mapped[UUID]  # the same claim, made again, finds the same lease
    guideline_version: Mapped[int | None]  # pinned at the claim, as are the two below
    schema_version: Mapped[int]
    price_version: Mapped[int | None]
    # What it pays, and for how many units: where they are counted in the answer, the most until
    # that is handed in.
    price: Mapped[int]
    units: Mapped[int] = mapped_column(server_default=text("1"))
    reserved_at: Mapped[Made]
    # When the state ends by itself: a lease, a rework, an auto-accept, an appeal's term.
    due_at: Mapped[Any] = mapped_column(DateTime(timezone=True), nullable=True)
    extended: Mapped[bool] = mapped_column(server_default=text("false"))
    attempt: Mapped[int] = mapped_column(SmallInteger, server_default=text("0"))  # hand-ins
    returns: Mapped[int] = mapped_column(SmallInteger, server_default=text("0"))
    recheck: Mapped[bool] = mapped_column(server_default=text("false"))  # a rework waits for him
    judged: Mapped[bool] = mapped_column(server_default=text("false"))  # may enter a release
    surplus: Mapped[bool] = mapped_column(server_default=text("false"))  # paid, outside overlap
    upheld: Mapped[bool | None]  # an inspection: what the next level said of it
    answer_id: Mapped[int | None]  # the submission that stands: the author's last, or a fix
    gold_id: Mapped[int | None]  # what it tells of the person is all that it is for
    dry: Mapped[bool] = mapped_column(server_default=text("false"))  # gold was due; none was there
    decided_at: Mapped[When | None]


class Draft(Base):
    """Unfinished work, kept on the server; the revision tells two tabs apart."""

    __tablename__ = "draft"
    __table_args__ = (
        ForeignKeyConstraint(
            ["project_id", "assignment_id"], ["assignment.project_id", "assignment.id"]
        ),
    )

    project_id: Mapped[ProjectKey]
    assignment_id: Mapped[int] = mapped_column(primary_key=True)
    revision: Mapped[int]
    body: Mapped[dict[str, Any]]
    saved_at: Mapped[Made]


class Submission(Base):
    """The immutable answer to an assignment: an answer at level 0, a verdict above."""

    __tablename__ = "submission"
    __table_args__ = (
        ForeignKeyConstraint(
            ["project_id", "assignment_id"], ["assignment.project_id", "assignment.id"]
        ),
        UniqueConstraint("project_id", "assignment_id", "attempt"),
        CheckConstraint(
            "verdict IS NULL OR verdict IN ('approve', 'fix', 'return', 'reject')", name="verdict"
        ),
        CheckConstraint("(verdict IN ('return', 'reject')) = (reason IS NOT NULL)", name="reason"),
        CheckConstraint("active_seconds >= 0", name="active_seconds"),
        # The newest hand-ins of a stage and level, whose time is known; rework would count twice.
        Index(
            "ix_submission_pace",
            "project_id",
            "stage_id",
            "level",
            "id",
            postgresql_where=text("active_seconds IS NOT NULL AND (level > 0 OR attempt = 1)"),
        ),
        Index("ix_submission_worker_id_at", "worker_id", "at"),
    )

    project_id: Mapped[ProjectKey]
    id: Mapped[int] = mapped_column(Identity(always=False), primary_key=True)
    assignment_id: Mapped[int]
    worker_id: Mapped[int]  # the assignment's, as are the two below: it is read by them
    stage_id: Mapped[int]
    level: Mapped[int] = mapped_column(SmallInteger)
    attempt: Mapped[int] = mapped_column(SmallInteger)
    active_seconds: Mapped[int | None]  # with hands on, as the client counted, within the lease
    client_key: Mapped[str]  # the client's idempotency key
    body_hash: Mapped[str]
    answer: Mapped[dict[str, Any] | None]  # None for a verdict that changes nothing
    schema_version: Mapped[int]
    subject_id: Mapped[int | None]  # the submission that a verdict judges
    verdict: Mapped[str | None]
    reason: Mapped[str | None]  # a code of the project's taxonomy
    comment: Mapped[str | None]
    pins: Mapped[list[Any] | None]  # spots on the item that the comment is about
    difference: Mapped[dict[str, Any] | None]  # what a fix changed
    outcome: Mapped[str]  # the assignment's state after this hand-in, for a retry's answer
    at: Mapped[Made]


class Pace(Base):
    """How long the newest hand-ins of a stage and level took; counted again every minute."""

    __tablename__ = "pace"
    __table_args__ = (
        ForeignKeyConstraint(["project_id", "stage_id"], ["stage.project_id", "stage.id"]),
    )

    project_id: Mapped[ProjectKey]
    stage_id: Mapped[int] = mapped_column(primary_key=True)
    level: Mapped[int] = mapped_column(SmallInteger, primary_key=True)
    median_seconds: Mapped[int | None]  # None while there are too few to say
    unit_seconds: Mapped[float | None] = mapped_column(Double)  # for a unit of the price card
    hand_ins: Mapped[int]  # how many were looked at
    last_id: Mapped[int]  # the newest of them
    counted_at: Mapped[Made]


class Appeal(Base):
    """An author's objection to a rejection, and what an arbiter made of it."""

    __tablename__ = "appeal"
    __table_args__ = (
        ForeignKeyConstraint(["project_id", "root_id"], ["assignment.project_id", "assignment.id"]),
        # The arbiter stands on no other side of the task.
        ForeignKeyConstraint(
            ["project_id", "task_id", "decided_by", "side"],
            [
                "task_role.project_id",
                "task_role.task_id",
                "task_role.worker_id",
                "task_role.side",
            ],
        ),
        CheckConstraint("(won IS NULL) = (decided_at IS NULL)", name="decided"),
    )

    project_id: Mapped[ProjectKey]
    root_id: Mapped[int] = mapped_column(primary_key=True)
    task_id: Mapped[int]
    side: Mapped[str] = mapped_column(Text, Computed("'arbiter'", persisted=True))
    text: Mapped[str]
    opened_at: Mapped[Made]
    won: Mapped[bool | None]
    reply: Mapped[str | None]
    decided_by: Mapped[int | None]  # None where silence decided
    decided_at: Mapped[When | None]
