"""What is collected: takes, who gave them, on what terms, and what became of them."""

from datetime import datetime
from typing import Any

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    DateTime,
    ForeignKey,
    ForeignKeyConstraint,
    Identity,
    Index,
    Integer,
    LargeBinary,
    SmallInteger,
    UniqueConstraint,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from app.core.states import CaptureState
from app.models.base import Base, Made, ProjectKey, When, choice


class Capture(Base):
    """One take: a recording, a photograph, a film or a file that a person made for a prompt.

    It is looked over at once. What did not pass is told so and can be taken again; the answer that
    is handed in names takes that passed.
    """

    __tablename__ = "capture"
    __table_args__ = (
        ForeignKeyConstraint(
            ["project_id", "assignment_id"], ["assignment.project_id", "assignment.id"]
        ),
        ForeignKeyConstraint(["project_id", "asset_id"], ["asset.project_id", "asset.id"]),
        Index("ix_capture_assignment", "project_id", "assignment_id", "id"),
        Index("ix_capture_asset", "project_id", "asset_id"),
        Index("ix_capture_person", "project_id", "person_id", "id"),
        Index("ix_capture_checking", "chore_id", postgresql_where=text("state = 'checking'")),
        UniqueConstraint("project_id", "upload_id"),
    )

    project_id: Mapped[ProjectKey]
    id: Mapped[int] = mapped_column(Identity(always=False), primary_key=True)
    stage_id: Mapped[int]
    assignment_id: Mapped[int]
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    label: Mapped[str]  # the question of the schema that it answers
    upload_id: Mapped[str]
    name: Mapped[str]
    bytes: Mapped[int]
    state: Mapped[CaptureState] = mapped_column(
        choice(CaptureState, "state"), server_default=CaptureState.CHECKING.value
    )
    asset_id: Mapped[int | None]  # of one that passed
    # What was measured: `{"length", "peak_db", "rms_db", …}`; by kind in `app/assets/measures`.
    measured: Mapped[dict[str, Any] | None] = mapped_column(JSONB(none_as_null=True))
    # Why it did not pass: `[{"code", "detail", "value", "limit"}]`.
    faults: Mapped[list[Any] | None] = mapped_column(JSONB(none_as_null=True))
    device: Mapped[dict[str, Any] | None] = mapped_column(JSONB(none_as_null=True))
    chore_id: Mapped[int | None]
    created_at: Mapped[Made]
    checked_at: Mapped[When | None]


class Participant(Base):
    """What a person says of himself for collect stages, beside the year of birth of his account."""

    __tablename__ = "participant"
    __table_args__ = (
        CheckConstraint("sex IN ('female', 'male', 'other')", name="sex"),
        CheckConstraint("lives_years BETWEEN 0 AND 120", name="lives_years"),
    )

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)
    sex: Mapped[str]
    grew_up: Mapped[str]  # a region's code (`app/core/regions.py`)
    lives: Mapped[str]
    lives_years: Mapped[int] = mapped_column(SmallInteger)
    language: Mapped[str]  # the first one, BCP 47
    device: Mapped[str]  # phone, tablet, laptop or desktop
    saved_at: Mapped[Made]


class Guardian(Base):
    """A guardian's consent for a minor, to one version of a project's agreement."""

    __tablename__ = "guardian"
    __table_args__ = (UniqueConstraint("token_hash", "project_id"),)

    project_id: Mapped[int] = mapped_column(ForeignKey("project.id"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)
    agreement_id: Mapped[int] = mapped_column(ForeignKey("agreement.id"), primary_key=True)
    name: Mapped[str]
    email: Mapped[str]
    relation: Mapped[str]
    token_hash: Mapped[bytes] = mapped_column(LargeBinary)
    asked_at: Mapped[Made]
    expires_at: Mapped[When]
    body_sha256: Mapped[str | None]  # of the words that were shown
    signed_at: Mapped[When | None]


class QuotaCell(Base):
    """How many of one group a collect stage wants; its row is the lock of who claims for it."""

    __tablename__ = "quota_cell"
    __table_args__ = (
        ForeignKeyConstraint(["project_id", "stage_id"], ["stage.project_id", "stage.id"]),
        CheckConstraint("goal >= 0", name="goal"),
    )

    project_id: Mapped[ProjectKey]
    stage_id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(primary_key=True)  # `age=20|sex=female|grew_up=busan`
    cell: Mapped[dict[str, Any]]
    goal: Mapped[int] = mapped_column(Integer)
    position: Mapped[int] = mapped_column(Integer)  # in the list of the stage's cells


class QuotaPlace(Base):
    """For which cell an assignment counts, while it is live or accepted."""

    __tablename__ = "quota_place"
    __table_args__ = (
        ForeignKeyConstraint(
            ["project_id", "assignment_id"], ["assignment.project_id", "assignment.id"]
        ),
        Index("ix_quota_place_cell", "project_id", "stage_id", "key"),
    )

    project_id: Mapped[ProjectKey]
    assignment_id: Mapped[int] = mapped_column(primary_key=True)
    stage_id: Mapped[int]
    key: Mapped[str]


class Profile(Base):
    """A participant as he was when he first took part in a project: what goes out with data."""

    __tablename__ = "profile"

    project_id: Mapped[int] = mapped_column(ForeignKey("project.id"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)
    # `{"age", "sex", "grew_up", "lives", "lives_years", "language", "device"}`; empty once he has
    # withdrawn.
    values: Mapped[dict[str, Any]] = mapped_column(JSONB)
    taken_at: Mapped[Made]


class Group(Base):
    """Two or three who speak on one recording. One of them records; all hand in together."""

    __tablename__ = "group_session"
    __table_args__ = (
        ForeignKeyConstraint(["project_id", "task_id"], ["task.project_id", "task.id"]),
        UniqueConstraint("project_id", "code"),
    )

    project_id: Mapped[ProjectKey]
    id: Mapped[int] = mapped_column(Identity(always=False), primary_key=True)
    task_id: Mapped[int]
    host_id: Mapped[int]  # the assignment of who records
    code: Mapped[str]  # by which the others join
    created_at: Mapped[Made]
    expires_at: Mapped[When]


class GroupMember(Base):
    """One of a group, with his own claim, consent and pay."""

    __tablename__ = "group_member"
    __table_args__ = (
        ForeignKeyConstraint(
            ["project_id", "group_id"], ["group_session.project_id", "group_session.id"]
        ),
        UniqueConstraint("project_id", "group_id", "number"),
    )

    project_id: Mapped[ProjectKey]
    assignment_id: Mapped[int] = mapped_column(primary_key=True)
    group_id: Mapped[int]
    number: Mapped[int] = mapped_column(SmallInteger)  # 1: who records
    joined_at: Mapped[Made]


class Withdrawal(Base):
    """A person takes back his consent to a project: what he gave is destroyed."""

    __tablename__ = "withdrawal"
    __table_args__ = (UniqueConstraint("project_id", "person_id", "asked_at"),)

    project_id: Mapped[int] = mapped_column(ForeignKey("project.id"), primary_key=True)
    id: Mapped[int] = mapped_column(Identity(always=False), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    why: Mapped[str]
    asked_at: Mapped[Made]
    done_at: Mapped[When | None]
    counts: Mapped[dict[str, Any] | None] = mapped_column(JSONB(none_as_null=True))
    chore_id: Mapped[int | None]


class Tombstone(Base):
    """What stands for content that was destroyed: what it was, and its hash. Only ever added to."""

    __tablename__ = "tombstone"
    __table_args__ = (
        ForeignKeyConstraint(
            ["project_id", "withdrawal_id"], ["withdrawal.project_id", "withdrawal.id"]
        ),
        Index("ix_tombstone_withdrawal", "project_id", "withdrawal_id", "id"),
    )

    project_id: Mapped[ProjectKey]
    id: Mapped[int] = mapped_column(Identity(always=False), primary_key=True)
    withdrawal_id: Mapped[int]
    subject: Mapped[str]  # asset, submission or release
    subject_id: Mapped[int] = mapped_column(BigInteger)
    sha256: Mapped[str | None]
    at: Mapped[datetime] = mapped_column(DateTime(timezone=True), server_default=text("now()"))
