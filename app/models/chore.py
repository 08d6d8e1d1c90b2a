"""Background work. The row is the truth; Redis is only the doorbell."""

from typing import Any

from sqlalchemy import BigInteger, Index, Integer, text
from sqlalchemy.orm import Mapped, mapped_column

from app.core.states import ChoreState
from app.models.base import Base, Id, Made, When, choice


class Chore(Base):
    """One piece of background work, its progress and its end."""

    __tablename__ = "chore"
    __table_args__ = (
        Index(
            "ix_chore_due",
            "run_after",
            postgresql_where=text("state IN ('queued', 'failed', 'running')"),
        ),
        Index("ix_chore_project_id_id", "project_id", "id"),
        Index("ix_chore_dead", "id", postgresql_where=text("state = 'dead'")),
    )

    id: Mapped[Id]
    kind: Mapped[str]
    args: Mapped[dict[str, Any]]
    state: Mapped[ChoreState] = mapped_column(
        choice(ChoreState, "state"), server_default=ChoreState.QUEUED.value
    )
    key: Mapped[str | None] = mapped_column(unique=True)  # the same work is enqueued once
    project_id: Mapped[int | None] = mapped_column(BigInteger)
    created_by: Mapped[int | None] = mapped_column(BigInteger)
    request_id: Mapped[str | None]  # what it follows from, as the log calls it
    attempts: Mapped[int] = mapped_column(Integer, server_default=text("0"))
    max_attempts: Mapped[int] = mapped_column(Integer, server_default=text("5"))
    run_after: Mapped[When] = mapped_column(server_default=text("now()"))
    leased_until: Mapped[When | None]
    done: Mapped[int] = mapped_column(server_default=text("0"))
    total: Mapped[int | None]
    result: Mapped[dict[str, Any] | None]
    error: Mapped[str | None]
    created_at: Mapped[Made]
    started_at: Mapped[When | None]
    finished_at: Mapped[When | None]
