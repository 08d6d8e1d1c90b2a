"""Who shares a project's work: member organisations, and how much of each stage is theirs."""

from decimal import Decimal

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    ForeignKeyConstraint,
    Identity,
    Numeric,
    UniqueConstraint,
)
from sqlalchemy.dialects.postgresql import ARRAY, TEXT
from sqlalchemy.orm import Mapped, mapped_column

from app.core.states import ConsortiumState
from app.models.base import Base, Made, ProjectKey, When, choice


class ConsortiumMember(Base):
    """An organisation that takes part in another's project, by the lead's invitation."""

    __tablename__ = "consortium_member"
    __table_args__ = (
        UniqueConstraint("project_id", "organisation_id"),
        CheckConstraint(
            "roles <@ ARRAY['worker', 'primary_inspector', 'secondary_inspector', 'manager']"
            " AND roles <> '{}'",
            name="roles",
        ),
    )

    project_id: Mapped[int] = mapped_column(ForeignKey("project.id"), primary_key=True)
    id: Mapped[int] = mapped_column(Identity(always=False), primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    state: Mapped[ConsortiumState] = mapped_column(
        choice(ConsortiumState, "state"), server_default=ConsortiumState.INVITED.value
    )
    roles: Mapped[list[str]] = mapped_column(ARRAY(TEXT))  # in which it may invite its people
    invited_by: Mapped[int] = mapped_column(ForeignKey("person.id"))
    invited_at: Mapped[Made]
    answered_at: Mapped[When | None]
    left_at: Mapped[When | None]


class WorkShare(Base):
    """How much of a stage's work a member organisation is to do: a part of it, or so many accepted
    pieces."""

    __tablename__ = "work_share"
    __table_args__ = (
        ForeignKeyConstraint(
            ["project_id", "member_id"], ["consortium_member.project_id", "consortium_member.id"]
        ),
        ForeignKeyConstraint(["project_id", "stage_id"], ["stage.project_id", "stage.id"]),
        CheckConstraint("(share IS NULL) <> (pieces IS NULL)", name="either"),
        CheckConstraint("share > 0 AND share <= 100", name="share"),
        CheckConstraint("pieces > 0", name="pieces"),
    )

    project_id: Mapped[ProjectKey]
    member_id: Mapped[int] = mapped_column(primary_key=True)
    stage_id: Mapped[int] = mapped_column(primary_key=True)
    share: Mapped[Decimal | None] = mapped_column(Numeric(5, 2))  # percent of the stage's work
    pieces: Mapped[int | None]
