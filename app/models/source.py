"""Clouds that a project's data lies in."""

from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Identity
from sqlalchemy.orm import Mapped, mapped_column

from app.models.base import Base, Made, When, choice


class ConnectionMode(StrEnum):
    """What becomes of the files that are imported from there."""

    REFERENCE = "reference"  # their bytes stay where they are
    COPY = "copy"  # they are stored here


class Connection(Base):
    """A prefix of a cloud's bucket, and the key to it. Pictures refer to it as long as they are
    there, so it is never deleted: one that was taken away has lost its secret.
    """

    __tablename__ = "connection"
    __table_args__ = (CheckConstraint("(secret IS NULL) OR (gone_at IS NULL)", name="gone"),)

    project_id: Mapped[int] = mapped_column(ForeignKey("project.id"), primary_key=True)
    id: Mapped[int] = mapped_column(Identity(always=False), primary_key=True)
    name: Mapped[str]
    address: Mapped[str]  # s3://bucket/prefix, gs://bucket/prefix, az://container/prefix
    region: Mapped[str | None]
    endpoint: Mapped[str | None]  # of a cloud that is none of the three
    mode: Mapped[ConnectionMode] = mapped_column(choice(ConnectionMode, "mode"))
    key_id: Mapped[str | None]  # an access key; at Azure the account
    secret: Mapped[bytes | None]  # sealed, never shown again; none: what is open to all
    created_by: Mapped[int] = mapped_column(ForeignKey("person.id"))
    created_at: Mapped[Made]
    gone_at: Mapped[When | None]
