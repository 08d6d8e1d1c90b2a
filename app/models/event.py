"""What happened: one row per move, only ever added to."""

from typing import Any

from sqlalchemy import Identity, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from app.models.base import Base, Made, ProjectKey


class Event(Base):
    """Who moved what from which state to which, why, when."""

    __tablename__ = "event"
    __table_args__ = (
        Index("ix_event_subject", "project_id", "subject", "subject_id"),
        # What people decide over people, projects and rules, between millions of moves of work.
        Index(
            "ix_event_audit",
            "id",
            postgresql_where=text("subject NOT IN ('assignment', 'item', 'payout_line', 'task')"),
        ),
        Index(
            "ix_event_decided",
            "project_id",
            "id",
            postgresql_where=text("subject NOT IN ('assignment', 'item', 'payout_line', 'task')"),
        ),
    )

    project_id: Mapped[ProjectKey]  # 0 for what belongs to no project
    id: Mapped[int] = mapped_column(Identity(always=False), primary_key=True)
    at: Mapped[Made]
    subject: Mapped[str]  # the table's name
    subject_id: Mapped[int]
    actor_id: Mapped[int | None]  # None: the clock
    source: Mapped[str | None]  # the state before; None for what is not a move
    target: Mapped[str | None]
    why: Mapped[str] = mapped_column(server_default=text("''"))
    data: Mapped[dict[str, Any] | None]
