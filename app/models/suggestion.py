"""Models that are asked ahead of people, and what they suggest."""

from typing import Any

from sqlalchemy import (
    CheckConstraint,
    Double,
    ForeignKey,
    ForeignKeyConstraint,
    Identity,
    Index,
    Integer,
    SmallInteger,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from app.models.base import Base, Made, ProjectKey, When


class StageModel(Base):
    """The model that a stage asks for suggestions, and how that goes."""

    __tablename__ = "stage_model"
    __table_args__ = (
        ForeignKeyConstraint(["project_id", "stage_id"], ["stage.project_id", "stage.id"]),
        CheckConstraint("seconds BETWEEN 1 AND 60", name="seconds"),
        CheckConstraint("batch BETWEEN 1 AND 32", name="batch"),
        CheckConstraint("(header_name IS NULL) = (header_value IS NULL)", name="header"),
    )

    project_id: Mapped[ProjectKey]
    stage_id: Mapped[int] = mapped_column(primary_key=True)
    address: Mapped[str]
    header_name: Mapped[str | None]
    header_value: Mapped[bytes | None]  # sealed; never shown again
    seconds: Mapped[int] = mapped_column(SmallInteger)  # that one request may take
    batch: Mapped[int] = mapped_column(SmallInteger)  # items of one request
    active: Mapped[bool]
    since: Mapped[When]  # when the address was set: what was suggested before is asked again
    saved_at: Mapped[When]  # the version of these settings
    # What became of it since then.
    asked: Mapped[int] = mapped_column(server_default=text("0"))  # items
    given: Mapped[int] = mapped_column(server_default=text("0"))  # items that have got a suggestion
    left_out: Mapped[int] = mapped_column(server_default=text("0"))  # annotations that did not fit
    failures: Mapped[int] = mapped_column(Integer, server_default=text("0"))  # in a row
    fault: Mapped[dict[str, Any] | None]  # the last failure: `{"reason", "detail", …}`
    failed_at: Mapped[When | None]
    again_at: Mapped[When | None]  # not asked before
    walked_at: Mapped[When | None]  # when the last walk began that came to the queue's end
    chore_id: Mapped[int | None]  # who asks; others that wake up leave it to him


class Suggestion(Base):
    """What a model has said of an item; an item's imported labels come before it."""

    __tablename__ = "suggestion"
    __table_args__ = (
        ForeignKeyConstraint(["project_id", "item_id"], ["item.project_id", "item.id"]),
    )

    project_id: Mapped[ProjectKey]
    item_id: Mapped[int] = mapped_column(primary_key=True)
    schema_version: Mapped[int]  # what it answers
    answer: Mapped[dict[str, Any] | None]  # null: asked in vain
    model: Mapped[str | None]  # as it calls itself
    made_at: Mapped[Made]


class Prediction(Base):
    """What a version of a model has said of an item, as its own program handed it in."""

    __tablename__ = "prediction"
    __table_args__ = (
        ForeignKeyConstraint(["project_id", "item_id"], ["item.project_id", "item.id"]),
        CheckConstraint("score BETWEEN 0 AND 1", name="score"),
        Index("ix_prediction_model", "project_id", "stage_id", "model", "item_id"),
    )

    project_id: Mapped[ProjectKey]
    item_id: Mapped[int] = mapped_column(primary_key=True)
    model: Mapped[str] = mapped_column(primary_key=True)  # with its version, as it calls itself
    stage_id: Mapped[int]  # the item's
    schema_version: Mapped[int]  # what it answers
    answer: Mapped[dict[str, Any]]
    score: Mapped[float | None] = mapped_column(Double)  # how sure it is
    made_at: Mapped[Made]
    made_by: Mapped[int] = mapped_column(ForeignKey("person.id"))


class LoopMark(Base):
    """Up to where a stage's events have become corrections, for stages that models have predicted
    in; moved behind the figures' mark, which nothing appears behind any more."""

    __tablename__ = "loop_mark"
    __table_args__ = (
        ForeignKeyConstraint(["project_id", "stage_id"], ["stage.project_id", "stage.id"]),
    )

    project_id: Mapped[ProjectKey]
    stage_id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(server_default=text("0"))


class Correction(Base):
    """That an item of such a stage has been accepted; anew each time, under a later number.

    `counted` is what it has added to the figures of models: `{model: {class: {…}}}`.
    """

    __tablename__ = "correction"
    __table_args__ = (
        ForeignKeyConstraint(["project_id", "item_id"], ["item.project_id", "item.id"]),
        UniqueConstraint("project_id", "item_id"),
        Index("ix_correction_page", "project_id", "stage_id", "id"),
    )

    project_id: Mapped[ProjectKey]
    id: Mapped[int] = mapped_column(Identity(always=False), primary_key=True)
    stage_id: Mapped[int]
    item_id: Mapped[int]
    at: Mapped[When]  # when it was accepted
    counted: Mapped[dict[str, Any]]


class ModelFigure(Base):
    """How far a version of a model agrees with what people made of its items, by class."""

    __tablename__ = "model_figure"
    __table_args__ = (
        ForeignKeyConstraint(["project_id", "stage_id"], ["stage.project_id", "stage.id"]),
    )

    project_id: Mapped[ProjectKey]
    stage_id: Mapped[int] = mapped_column(primary_key=True)
    model: Mapped[str] = mapped_column(primary_key=True)
    label: Mapped[str] = mapped_column(primary_key=True)  # the class; without one the label's name
    items: Mapped[int]  # in which either of them has it
    agreed: Mapped[float] = mapped_column(Double)  # the sum of their similarities, 0 to 1 each
    kept: Mapped[int]  # annotations
    changed: Mapped[int]
    added: Mapped[int]  # by people
    removed: Mapped[int]
