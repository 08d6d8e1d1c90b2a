"""Frozen data sets."""

from typing import Any

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    ForeignKey,
    ForeignKeyConstraint,
    Identity,
    UniqueConstraint,
    text,
)
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlalchemy.orm import Mapped, mapped_column

from app.core.states import ReleaseState
from app.models.base import Base, Made, ProjectKey, When, choice


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
    patches_id: Mapped[int | None]  # the closed release that it takes the place of
    state: Mapped[ReleaseState] = mapped_column(
        choice(ReleaseState, "state"), server_default=ReleaseState.BUILDING.value
    )
    items: Mapped[int | None]
    storage_key: Mapped[str | None]
    sha256: Mapped[str | None]
    bytes: Mapped[int | None]
    manifest: Mapped[dict[str, Any] | None]  # each file's path, bytes and SHA-256
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
