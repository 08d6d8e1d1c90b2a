"""Sums of what has been done, kept up to a mark; `app.figures` adds what came after it."""

from datetime import date

from sqlalchemy import BigInteger, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from app.models.base import Base, ProjectKey, When


class Figure(Base):
    """How much of something there was on a day (Asia/Seoul) in a stage; stage 0: in none."""

    __tablename__ = "figure"

    project_id: Mapped[ProjectKey]
    stage_id: Mapped[int] = mapped_column(primary_key=True)
    what: Mapped[str] = mapped_column(primary_key=True)
    day: Mapped[date] = mapped_column(primary_key=True)
    n: Mapped[int]


class MemberFigure(Base):
    """How much of something a member has done in a stage, ever."""

    __tablename__ = "member_figure"

    project_id: Mapped[ProjectKey]
    person_id: Mapped[int] = mapped_column(primary_key=True)
    stage_id: Mapped[int] = mapped_column(primary_key=True)
    what: Mapped[str] = mapped_column(primary_key=True)
    n: Mapped[int]


class FigureMark(Base):
    """Up to where a project's rows are in its figures, and up to where they may be next, once all
    transactions that were open when that was noted have ended."""

    __tablename__ = "figure_mark"

    project_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("project.id"), primary_key=True)
    submission_id: Mapped[int]
    event_id: Mapped[int]
    entry_id: Mapped[int]
    next_submission_id: Mapped[int]
    next_event_id: Mapped[int]
    next_entry_id: Mapped[int]
    noted_at: Mapped[When]
