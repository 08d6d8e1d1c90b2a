"""Sums of what has been done, kept up to a mark; `app.figures` adds what came after it."""

from datetime import date

from sqlalchemy import BigInteger, ForeignKey, Index, SmallInteger, text
from sqlalchemy.dialects.postgresql import ARRAY, TEXT
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


class HourFigure(Base):
    """How much was handed in and judged in an hour of a day (Asia/Seoul)."""

    __tablename__ = "hour_figure"

    project_id: Mapped[ProjectKey]
    day: Mapped[date] = mapped_column(primary_key=True)
    hour: Mapped[int] = mapped_column(SmallInteger, primary_key=True)
    stage_id: Mapped[int] = mapped_column(primary_key=True)
    what: Mapped[str] = mapped_column(primary_key=True)
    n: Mapped[int]


class MemberDay(Base):
    """How much a member handed in and judged on a day (Asia/Seoul)."""

    __tablename__ = "member_day"

    project_id: Mapped[ProjectKey]
    day: Mapped[date] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(primary_key=True)
    stage_id: Mapped[int] = mapped_column(primary_key=True)
    what: Mapped[str] = mapped_column(primary_key=True)
    n: Mapped[int]


class ItemLabel(Base):
    """What an accepted item's answer says: how many marks of a class (`what` is `class:<label>`),
    or what its meta has under a key that has a target (`meta:<key>`); as it was last counted."""

    __tablename__ = "item_label"
    __table_args__ = (
        Index("ix_item_label_value", "project_id", "stage_id", "what", "value", "item_id"),
    )

    project_id: Mapped[ProjectKey]
    item_id: Mapped[int] = mapped_column(primary_key=True)
    what: Mapped[str] = mapped_column(primary_key=True)
    value: Mapped[str] = mapped_column(primary_key=True)
    stage_id: Mapped[int]
    n: Mapped[int]


class LabelFigure(Base):
    """The sums of `item_label`: in how many items, and how many marks."""

    __tablename__ = "label_figure"

    project_id: Mapped[ProjectKey]
    stage_id: Mapped[int] = mapped_column(primary_key=True)
    what: Mapped[str] = mapped_column(primary_key=True)
    value: Mapped[str] = mapped_column(primary_key=True)
    items: Mapped[int]
    marks: Mapped[int]


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
    label_id: Mapped[int] = mapped_column(server_default=text("0"))  # the event that labels are at
    metas: Mapped[list[str]] = mapped_column(ARRAY(TEXT), server_default=text("'{}'"))
