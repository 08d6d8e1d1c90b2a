"""The manager's desk: what items are found by, filters that are kept, and acts on many at once."""

from enum import StrEnum
from typing import Any

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Identity, Index, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from app.core.states import ActState
from app.models.base import Base, Made, ProjectKey, When, choice


class Trait(Base):
    """Something that can be said of an item, so that it is found by it: a class in its answer, who
    worked on it, a verdict, a reason, a day, a value of its meta.

    Made from what lies before the project's mark (`app.desk.traits`); it can be made again.
    """

    __tablename__ = "trait"
    __table_args__ = (Index("ix_trait_item", "project_id", "item_id"),)

    project_id: Mapped[ProjectKey]
    what: Mapped[str] = mapped_column(Text(collation="C"), primary_key=True)
    value: Mapped[str] = mapped_column(Text(collation="C"), primary_key=True)
    item_id: Mapped[int] = mapped_column(primary_key=True)


class TraitMark(Base):
    """Up to where a project's events and items are in its traits, and up to where they may be
    next, once all transactions that were open when that was noted have ended."""

    __tablename__ = "trait_mark"

    project_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("project.id"), primary_key=True)
    event_id: Mapped[int]
    item_id: Mapped[int]
    next_event_id: Mapped[int]
    next_item_id: Mapped[int]
    noted_at: Mapped[When]


class FilterKind(StrEnum):
    """What a filter finds."""

    ITEMS = "items"
    WORK = "work"


class SavedFilter(Base):
    """A filter that somebody keeps, for himself or for all who manage the project."""

    __tablename__ = "saved_filter"
    __table_args__ = (Index("ix_saved_filter_owner", "project_id", "owner_id"),)

    project_id: Mapped[int] = mapped_column(ForeignKey("project.id"), primary_key=True)
    id: Mapped[int] = mapped_column(Identity(always=False), primary_key=True)
    owner_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    kind: Mapped[FilterKind] = mapped_column(choice(FilterKind, "kind"))
    name: Mapped[str]
    asked: Mapped[dict[str, Any]]  # as in the address
    shared: Mapped[bool] = mapped_column(server_default=text("false"))
    created_at: Mapped[Made]


class ActKind(StrEnum):
    """What is done to many at once."""

    REOPEN = "reopen"  # begin anew with accepted items
    RESET = "reset"  # set aside what was said of items at work, too
    EXCLUDE = "exclude"
    INCLUDE = "include"
    PRIORITY = "priority"
    REASSIGN = "reassign"  # take leases back, for others


class Act(Base):
    """Something done to all that was picked, or that a filter finds: first counted, then done, row
    by row, and perhaps undone."""

    __tablename__ = "act"
    __table_args__ = (CheckConstraint("done >= 0 AND undone <= done", name="counts"),)

    project_id: Mapped[int] = mapped_column(ForeignKey("project.id"), primary_key=True)
    id: Mapped[int] = mapped_column(Identity(always=False), primary_key=True)
    kind: Mapped[ActKind] = mapped_column(choice(ActKind, "kind"))
    state: Mapped[ActState] = mapped_column(
        choice(ActState, "state"), server_default=ActState.COUNTING.value
    )
    scope: Mapped[dict[str, Any]]  # the ids that were picked, or a filter
    params: Mapped[dict[str, Any]]  # the reason, the priority
    after: Mapped[int] = mapped_column(server_default=text("0"))  # where the next stretch begins
    found: Mapped[int] = mapped_column(server_default=text("0"))  # as counted before
    refusals: Mapped[dict[str, Any]] = mapped_column(server_default=text("'{}'"))  # by why
    cost: Mapped[int] = mapped_column(server_default=text("0"))  # set aside at worst, as counted
    done: Mapped[int] = mapped_column(server_default=text("0"))
    refused: Mapped[int] = mapped_column(server_default=text("0"))
    undone: Mapped[int] = mapped_column(server_default=text("0"))
    kept: Mapped[int] = mapped_column(server_default=text("0"))  # could not be undone
    made_by: Mapped[int] = mapped_column(ForeignKey("person.id"))
    made_at: Mapped[Made]
    started_at: Mapped[When | None]
    finished_at: Mapped[When | None]
    undone_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))


class ActRow(Base):
    """What became of one item, or one piece of work, in an act."""

    __tablename__ = "act_row"
    __table_args__ = (
        CheckConstraint("outcome IN ('done', 'refused', 'undone', 'kept')", name="outcome"),
        CheckConstraint("(outcome IN ('refused', 'kept')) = (code IS NOT NULL)", name="code"),
        Index("ix_act_row_outcome", "project_id", "act_id", "outcome", "target_id"),
    )

    project_id: Mapped[ProjectKey]
    act_id: Mapped[int] = mapped_column(primary_key=True)
    target_id: Mapped[int] = mapped_column(primary_key=True)
    outcome: Mapped[str]
    code: Mapped[str | None]  # why it was refused, or could not be undone
    before: Mapped[dict[str, Any] | None]  # what undoing goes back to
