"""Who may do which work: what a level of a stage asks for, who was let in, what will open."""

from typing import Any

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    ForeignKeyConstraint,
    Identity,
    Index,
    SmallInteger,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from app.models.base import Base, Made, ProjectKey, When


class Requirement(Base):
    """What a level of a stage asks of who wants its work (`app/learning/rules.py: Asked`). Whoever
    has been let in is looked at again when the version has changed."""

    __tablename__ = "requirement"
    __table_args__ = (
        ForeignKeyConstraint(["project_id", "stage_id"], ["stage.project_id", "stage.id"]),
        CheckConstraint("level IN (0, 1, 2)", name="level"),
        CheckConstraint("day_limit > 0 AND person_limit > 0", name="limits"),
    )

    project_id: Mapped[ProjectKey]
    stage_id: Mapped[int] = mapped_column(primary_key=True)
    level: Mapped[int] = mapped_column(SmallInteger, primary_key=True)
    version: Mapped[int]
    asked: Mapped[dict[str, Any]]
    day_limit: Mapped[int | None]  # claims of one person on one day, in Seoul
    person_limit: Mapped[int | None]  # claims of one person, ever
    changed_by: Mapped[int] = mapped_column(ForeignKey("person.id"))
    changed_at: Mapped[Made]


class Admission(Base):
    """Whether a person was let in to a level of a stage, when that was last looked at. What would
    change it (a certificate, a decision, a profile) deletes the row; the next claim looks anew."""

    __tablename__ = "admission"
    __table_args__ = (
        ForeignKeyConstraint(["project_id", "stage_id"], ["stage.project_id", "stage.id"]),
        Index("ix_admission_person", "person_id"),
    )

    project_id: Mapped[ProjectKey]
    stage_id: Mapped[int] = mapped_column(primary_key=True)
    level: Mapped[int] = mapped_column(SmallInteger, primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)
    version: Mapped[int]  # of the requirement
    missing: Mapped[list[Any]]  # what stands between; empty: let in
    until: Mapped[When | None]  # when something that it rests on ends: a certificate's term
    checked_at: Mapped[Made]


class Invited(Base):
    """Somebody whom a stage and level is kept for, where it asks for an invitation."""

    __tablename__ = "invited"
    __table_args__ = (
        ForeignKeyConstraint(["project_id", "stage_id"], ["stage.project_id", "stage.id"]),
    )

    project_id: Mapped[ProjectKey]
    stage_id: Mapped[int] = mapped_column(primary_key=True)
    level: Mapped[int] = mapped_column(SmallInteger, primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)
    invited_by: Mapped[int] = mapped_column(ForeignKey("person.id"))
    invited_at: Mapped[Made]


class Announcement(Base):
    """Work that will open, told before it does, and shared out among who wants it."""

    __tablename__ = "announcement"
    __table_args__ = (
        ForeignKeyConstraint(["project_id", "stage_id"], ["stage.project_id", "stage.id"]),
        CheckConstraint("share_seconds >= 0", name="share_seconds"),
        Index("ix_announcement_due", "opens_at", postgresql_where=text("opened_at IS NULL")),
        Index("ix_announcement_stage", "project_id", "stage_id", "level", "id"),
    )

    project_id: Mapped[ProjectKey]
    id: Mapped[int] = mapped_column(Identity(always=False), primary_key=True)
    stage_id: Mapped[int]
    level: Mapped[int] = mapped_column(SmallInteger, server_default=text("0"))
    batch_id: Mapped[int | None]
    priority: Mapped[int] = mapped_column(SmallInteger, server_default=text("0"))
    opens_at: Mapped[When]
    share_seconds: Mapped[int]  # how long after the opening nobody has more than his share
    share: Mapped[int | None]  # claims of one person in that time; counted at the opening
    told_at: Mapped[When | None]
    opened_at: Mapped[When | None]
    cancelled_at: Mapped[When | None]
    created_by: Mapped[int] = mapped_column(ForeignKey("person.id"))
    created_at: Mapped[Made]


class Wish(Base):
    """Somebody who wants a part of announced work."""

    __tablename__ = "wish"
    __table_args__ = (
        ForeignKeyConstraint(
            ["project_id", "announcement_id"], ["announcement.project_id", "announcement.id"]
        ),
    )

    project_id: Mapped[ProjectKey]
    announcement_id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)
    at: Mapped[Made]
