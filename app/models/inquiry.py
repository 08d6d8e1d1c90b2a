"""What people ask about an item while they work on it, and what becomes of the answers."""

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    ForeignKeyConstraint,
    Identity,
    Index,
    SmallInteger,
)
from sqlalchemy import text as sql
from sqlalchemy.orm import Mapped, mapped_column

from app.core.states import InquiryState
from app.models.base import Base, Made, ProjectKey, When, choice


class Inquiry(Base):
    """A question that a worker or an inspector asks about the item in his hands."""

    __tablename__ = "inquiry"
    __table_args__ = (
        ForeignKeyConstraint(
            ["project_id", "assignment_id"], ["assignment.project_id", "assignment.id"]
        ),
        ForeignKeyConstraint(["project_id", "same_as"], ["inquiry.project_id", "inquiry.id"]),
        CheckConstraint("state <> 'answered' OR answered_at IS NOT NULL", name="answered"),
        CheckConstraint("state <> 'joined' OR same_as IS NOT NULL", name="joined"),
        CheckConstraint("same_as <> id", name="another"),
        Index("ix_inquiry_queue", "project_id", "state", "id"),
        Index(
            "ix_inquiry_item",
            "project_id",
            "item_id",
            postgresql_where=sql("state <> 'answered'"),
        ),
        Index("ix_inquiry_assignment", "project_id", "assignment_id"),
        Index("ix_inquiry_asker", "asked_by", "id"),
        Index(
            "ix_inquiry_same",
            "project_id",
            "same_as",
            postgresql_where=sql("same_as IS NOT NULL"),
        ),
    )

    project_id: Mapped[ProjectKey]
    id: Mapped[int] = mapped_column(Identity(always=False), primary_key=True)
    stage_id: Mapped[int]
    item_id: Mapped[int]
    assignment_id: Mapped[int]
    level: Mapped[int] = mapped_column(SmallInteger)
    asked_by: Mapped[int] = mapped_column(ForeignKey("person.id"))
    asked_at: Mapped[Made]
    text: Mapped[str]
    state: Mapped[InquiryState] = mapped_column(
        choice(InquiryState, "state"), server_default=InquiryState.OPEN.value
    )
    same_as: Mapped[int | None]  # the one whose answer is this one's, too
    holds: Mapped[bool] = mapped_column(server_default=sql("false"))  # the lease waits for it
    answer: Mapped[str | None]
    answered_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    answered_at: Mapped[When | None]


class GuidelineEntry(Base):
    """A question and its answer that all who work in a stage read beside the guideline."""

    __tablename__ = "guideline_entry"
    __table_args__ = (
        ForeignKeyConstraint(["project_id", "stage_id"], ["stage.project_id", "stage.id"]),
        Index(
            "ix_guideline_entry_stage",
            "project_id",
            "stage_id",
            "id",
            postgresql_where=sql("removed_at IS NULL"),
        ),
    )

    project_id: Mapped[ProjectKey]
    id: Mapped[int] = mapped_column(Identity(always=False), primary_key=True)
    stage_id: Mapped[int]
    inquiry_id: Mapped[int | None]  # from which it came
    question: Mapped[str]
    answer: Mapped[str]
    made_by: Mapped[int] = mapped_column(ForeignKey("person.id"))
    made_at: Mapped[Made]
    removed_at: Mapped[When | None]
