"""What users find wrong with a release."""

from enum import StrEnum
from typing import Any

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    ForeignKeyConstraint,
    Identity,
    Index,
    UniqueConstraint,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from app.core.states import DefectState
from app.models.base import Base, Made, ProjectKey, When, choice


class DefectKind(StrEnum):
    """What is wrong."""

    WRONG = "wrong"  # a label says what is not so
    MISSING = "missing"  # something that should have a label has none
    EXTRA = "extra"  # a label stands where nothing is
    PLACE = "place"  # the label is right, its place is not
    FILE = "file"  # the file itself: broken, the wrong one, a duplicate
    PRIVACY = "privacy"  # somebody can be told from it
    OTHER = "other"


class DeclineReason(StrEnum):
    """Why nothing is changed."""

    AS_GUIDELINE = "as_guideline"  # it is so by the guideline
    NOT_SEEN = "not_seen"  # what is said is not there
    OUT_OF_SCOPE = "out_of_scope"
    FIXED_BEFORE = "fixed_before"  # in a later release


class Defect(Base):
    """Somebody's finding against a release: on one item, or on a class."""

    __tablename__ = "defect"
    __table_args__ = (
        ForeignKeyConstraint(["project_id", "release_id"], ["release.project_id", "release.id"]),
        ForeignKeyConstraint(["project_id", "stage_id"], ["stage.project_id", "stage.id"]),
        ForeignKeyConstraint(["project_id", "item_id"], ["item.project_id", "item.id"]),
        ForeignKeyConstraint(["project_id", "duplicate_of"], ["defect.project_id", "defect.id"]),
        ForeignKeyConstraint(["project_id", "answered_in"], ["release.project_id", "release.id"]),
        UniqueConstraint("project_id", "reporter_id", "client_key"),
        CheckConstraint("item_id IS NOT NULL OR class IS NOT NULL", name="subject"),
        CheckConstraint("duplicate_of <> id", name="another"),
        Index("ix_defect_state", "project_id", "state", "id"),
        Index("ix_defect_reporter", "reporter_id", "id"),
        Index(
            "ix_defect_duplicate",
            "project_id",
            "duplicate_of",
            postgresql_where=text("duplicate_of IS NOT NULL"),
        ),
        # What the clock looks at: a patch that has been accepted, and is not out yet.
        Index("ix_defect_open", "id", postgresql_where=text("state IN ('in_work', 'fixed')")),
    )

    project_id: Mapped[int] = mapped_column(ForeignKey("project.id"), primary_key=True)
    id: Mapped[int] = mapped_column(Identity(always=False), primary_key=True)
    stage_id: Mapped[int]
    release_id: Mapped[int]
    item_id: Mapped[int | None]
    label: Mapped[str | None]  # of the schema, that the class is one of
    class_: Mapped[str | None] = mapped_column("class")
    kind: Mapped[DefectKind] = mapped_column(choice(DefectKind, "kind"))
    body: Mapped[str]
    # Where on the item: a spot `{"x", "y"}`, a stretch `{"start", "end"}` of a text or of a time.
    pin: Mapped[dict[str, Any] | None] = mapped_column(JSONB(none_as_null=True))
    state: Mapped[DefectState] = mapped_column(
        choice(DefectState, "state"), server_default=DefectState.REPORTED.value
    )
    reporter_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    client_key: Mapped[str]
    reported_at: Mapped[Made]
    reason: Mapped[DeclineReason | None] = mapped_column(choice(DeclineReason, "reason"))
    answer: Mapped[str | None]  # what the manager says
    duplicate_of: Mapped[int | None]
    decided_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    decided_at: Mapped[When | None]
    fixed_at: Mapped[When | None]
    answered_in: Mapped[int | None]  # the release in which it is put right
    answered_at: Mapped[When | None]


class DefectItem(Base):
    """An item that is done anew for a defect."""

    __tablename__ = "defect_item"
    __table_args__ = (
        ForeignKeyConstraint(["project_id", "defect_id"], ["defect.project_id", "defect.id"]),
        ForeignKeyConstraint(["project_id", "item_id"], ["item.project_id", "item.id"]),
    )

    project_id: Mapped[ProjectKey]
    defect_id: Mapped[int] = mapped_column(primary_key=True)
    item_id: Mapped[int] = mapped_column(primary_key=True)
