"""What an operator is told of the machine: backups that were made, faults that were met."""

from sqlalchemy import Boolean, Index
from sqlalchemy.orm import Mapped, mapped_column

from app.models.base import Base, Id, Made, When


class Backup(Base):
    """A backup that was finished. It lies in its place, whatever became of this row."""

    __tablename__ = "backup"

    id: Mapped[Id]
    name: Mapped[str]
    place: Mapped[str]  # a folder, or s3://bucket/prefix; never with a password
    snapshot_at: Mapped[When]
    database_bytes: Mapped[int]
    objects: Mapped[int]
    object_bytes: Mapped[int]
    new_bytes: Mapped[int]  # of files that the place did not have before
    entries: Mapped[int]  # of the ledger
    ledger_sha256: Mapped[str]
    with_keys: Mapped[bool] = mapped_column(Boolean)
    made_at: Mapped[Made]


class Failure(Base):
    """A fault of ours that somebody met: what nobody foresaw. Kept for a month."""

    __tablename__ = "failure"
    __table_args__ = (Index("ix_failure_at", "at"),)

    id: Mapped[Id]
    part: Mapped[str]  # api, duty
    what: Mapped[str]  # a method and a route's template, or a duty's name
    error: Mapped[str]  # the kind of error and its first line: nothing of what was sent
    request_id: Mapped[str | None]
    at: Mapped[Made]
