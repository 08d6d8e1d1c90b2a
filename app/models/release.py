"""Frozen data sets."""

from enum import StrEnum
from typing import Any

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    ForeignKey,
    ForeignKeyConstraint,
    Identity,
    LargeBinary,
    SmallInteger,
    UniqueConstraint,
    text,
)
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlalchemy.orm import Mapped, mapped_column

from app.core.states import ReleaseState
from app.models.base import Base, Made, ProjectKey, When, choice


class Change(StrEnum):
    """How an item of a release differs from the release before."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"


class Release(Base):
    """A frozen, versioned, checksummed data set."""

    __tablename__ = "release"
    __table_args__ = (
        ForeignKeyConstraint(["project_id", "stage_id"], ["stage.project_id", "stage.id"]),
        ForeignKeyConstraint(
            ["project_id", "template_id", "template_version"],
            [
                "delivery_template_version.project_id",
                "delivery_template_version.template_id",
                "delivery_template_version.version",
            ],
        ),
        CheckConstraint(
            "(format = 'template') = (template_id IS NOT NULL)"
            " AND (template_id IS NULL) = (template_version IS NULL)",
            name="template",
        ),
        UniqueConstraint("project_id", "version"),
    )

    project_id: Mapped[int] = mapped_column(ForeignKey("project.id"), primary_key=True)
    id: Mapped[int] = mapped_column(Identity(always=False), primary_key=True)
    stage_id: Mapped[int]
    version: Mapped[str]
    format: Mapped[str]
    template_id: Mapped[int | None]  # of the format `template`, and which version of it
    template_version: Mapped[int | None]
    media: Mapped[bool] = mapped_column(server_default=text("false"))  # holds the files themselves
    # Shares of a split by `{"by": "speaker", "seed", "shares": {"training": 80, …}}`.
    split: Mapped[dict[str, Any] | None] = mapped_column(JSONB(none_as_null=True))
    provenance: Mapped[bool] = mapped_column(server_default=text("false"))  # who did what and when
    # How the archive is laid out where not as the format has it: `{"kind": "aihub", …}`.
    packing: Mapped[dict[str, Any] | None] = mapped_column(JSONB(none_as_null=True))
    shards: Mapped[int | None] = mapped_column(SmallInteger)  # files that it is asked for in
    patches_id: Mapped[int | None]  # the release that it takes the place of
    previous_id: Mapped[int | None]  # the one that its changes are told against
    state: Mapped[ReleaseState] = mapped_column(
        choice(ReleaseState, "state"), server_default=ReleaseState.BUILDING.value
    )
    items: Mapped[int | None]
    storage_key: Mapped[str | None]
    sha256: Mapped[str | None]
    bytes: Mapped[int | None]
    manifest: Mapped[dict[str, Any] | None]  # each file's path, bytes and SHA-256
    # Of one in several files: `[{"name", "bytes", "sha256"}]`; `storage_key` is then their list.
    parts: Mapped[list[Any] | None] = mapped_column(JSONB(none_as_null=True))
    problem: Mapped[str | None]
    chore_id: Mapped[int | None]
    created_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    created_at: Mapped[Made]
    frozen_at: Mapped[When | None]

    @property
    def destroyed(self) -> bool:
        """Whether its file is gone, because somebody took back what he had given for it."""
        return self.state is ReleaseState.CLOSED and self.storage_key is None


class ReleaseItem(Base):
    """Which answers stand for an item in a release."""

    __tablename__ = "release_item"
    __table_args__ = (
        ForeignKeyConstraint(["project_id", "release_id"], ["release.project_id", "release.id"]),
    )

    project_id: Mapped[ProjectKey]
    release_id: Mapped[int] = mapped_column(primary_key=True)
    item_id: Mapped[int] = mapped_column(primary_key=True)
    submission_ids: Mapped[list[int]] = mapped_column(ARRAY(BigInteger))
    # SHA-256 of what is said of it (`app/releases/listing.py`): two releases are compared by it.
    digest: Mapped[bytes | None] = mapped_column(LargeBinary)


class ReleaseShare(Base):
    """In which share of a release's split an item is."""

    __tablename__ = "release_share"

    project_id: Mapped[ProjectKey]
    release_id: Mapped[int] = mapped_column(primary_key=True)
    item_id: Mapped[int] = mapped_column(primary_key=True)
    share: Mapped[str]


class ReleaseChange(Base):
    """An item that is not as it was in the release before."""

    __tablename__ = "release_change"

    project_id: Mapped[ProjectKey]
    release_id: Mapped[int] = mapped_column(primary_key=True)
    item_id: Mapped[int] = mapped_column(primary_key=True)
    what: Mapped[Change] = mapped_column(choice(Change, "what"))


class ReleaseClass(Base):
    """How often a class is in a release."""

    __tablename__ = "release_class"

    project_id: Mapped[ProjectKey]
    release_id: Mapped[int] = mapped_column(primary_key=True)
    label: Mapped[str] = mapped_column(primary_key=True)
    class_id: Mapped[str] = mapped_column(primary_key=True)
    annotations: Mapped[int]
    items: Mapped[int]
