"""Models that are asked ahead of people, and what they suggest."""

from typing import Any

from sqlalchemy import CheckConstraint, ForeignKeyConstraint, Integer, SmallInteger, text
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
