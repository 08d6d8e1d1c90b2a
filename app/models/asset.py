"""Stored files and texts, and the uploads they came in."""

from typing import Any

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    ForeignKeyConstraint,
    Identity,
    Index,
    Integer,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlalchemy.orm import Mapped, mapped_column

from app.models.base import Base, Made, ProjectKey, When

LARGE = 16_000_000
"""Pixels; a stored picture of more gets tiles."""

UNTILED = (
    f"tiles IS NULL AND facts IS NULL AND storage_key IS NOT NULL AND width * height > {LARGE}"
)
"""The assets that wait for theirs."""

UNPREPARED = "prepared IS NULL AND facts IS NOT NULL AND storage_key IS NOT NULL"
"""The sounds, videos, documents and time series that nobody has made ready to be shown."""

UNSEEN = "connection_id IS NOT NULL AND looked_at IS NULL"
"""The pictures in a cloud whose size nobody has looked at."""

UNDRAWN = "looked_at IS NOT NULL AND unfit IS NULL AND thumbnail_key IS NULL"
"""The pictures in a cloud of which there is no small one."""


class Asset(Base):
    """One immutable stored file or text, keyed by its content hash within the project."""

    __tablename__ = "asset"
    __table_args__ = (
        UniqueConstraint("project_id", "sha256"),
        CheckConstraint("width IS NULL OR (width > 0 AND height > 0)", name="size"),
        Index("ix_asset_untiled", "project_id", "id", postgresql_where=text(UNTILED)),
        Index("ix_asset_unprepared", "project_id", "id", postgresql_where=text(UNPREPARED)),
        Index("ix_asset_unseen", "project_id", "id", postgresql_where=text(UNSEEN)),
        Index("ix_asset_undrawn", "project_id", "id", postgresql_where=text(UNDRAWN)),
        # Bytes are only deleted when no asset has them any more.
        Index("ix_asset_stored", "storage_key", postgresql_where=text("storage_key IS NOT NULL")),
        Index(
            "ix_asset_small", "thumbnail_key", postgresql_where=text("thumbnail_key IS NOT NULL")
        ),
    )

    project_id: Mapped[int] = mapped_column(ForeignKey("project.id"), primary_key=True)
    id: Mapped[int] = mapped_column(Identity(always=False), primary_key=True)
    # The identity: SHA-256 of the bytes as uploaded, in hex; of a text, that of its document as
    # canonical JSON. Of a file registered by address alone nobody has seen the bytes: then `url:`
    # and the SHA-256 of the address.
    sha256: Mapped[str] = mapped_column(Text(collation="C"))
    media_type: Mapped[str]
    bytes: Mapped[int | None]
    width: Mapped[int | None]  # pixels, as shown (EXIF orientation applied)
    height: Mapped[int | None]
    storage_key: Mapped[str | None]  # what goes out: place and person stripped
    thumbnail_key: Mapped[str | None]
    # Of a large picture: `{"key", "size", "levels": [{"width", "height"}]}`, the finest first; of
    # one that cannot have any, `{"refused"}` with the reason.
    tiles: Mapped[dict[str, Any] | None] = mapped_column(JSONB(none_as_null=True))
    # Of a sound, video, document or time series: its modality and what a check needs to know of it
    # (`app/labels/facts.py`).
    facts: Mapped[dict[str, Any] | None] = mapped_column(JSONB(none_as_null=True))
    # What it is shown from: files by name, each `{"key", …}` (`app/assets/media`); of one that
    # cannot be made ready, `{"refused"}` with the reason.
    prepared: Mapped[dict[str, Any] | None] = mapped_column(JSONB(none_as_null=True))
    url: Mapped[str | None]  # where it lies, for files registered by reference
    # Of a picture that lies in a cloud: the connection that reads it, and the version of it that
    # was imported. No foreign key: connections are never deleted, and many are written at once.
    connection_id: Mapped[int | None]
    etag: Mapped[str | None]
    looked_at: Mapped[When | None]  # when its head was read, which tells its size
    unfit: Mapped[str | None]  # why it cannot be shown, in one word
    # A text's parts: `{"parts": [{"id", "role", "text"}]}`.
    document: Mapped[dict[str, Any] | None] = mapped_column(JSONB(none_as_null=True))
    # What it was made of: a cut's whole, a de-identified one's original.
    origin_id: Mapped[int | None]
    # An original that goes out only to who may see originals, each time with a row of
    # `original_access`.
    withheld: Mapped[bool] = mapped_column(server_default=text("false"))
    # When its bytes were destroyed: what stands here then are its identity and what refers to it.
    destroyed_at: Mapped[When | None]
    created_at: Mapped[Made]


class Print(Base):
    """What a picture looks like, or a sound sounds like, in few bits: who looks alike has most of
    them in common."""

    __tablename__ = "print"
    __table_args__ = (
        ForeignKeyConstraint(["project_id", "asset_id"], ["asset.project_id", "asset.id"]),
        # Likeness is found by bands that are the same: few rows share one, and alike ones do.
        Index("ix_print_bands", "bands", postgresql_using="gin"),
    )

    project_id: Mapped[ProjectKey]
    asset_id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str]  # picture or sound
    bits: Mapped[bytes]
    bands: Mapped[list[int]] = mapped_column(ARRAY(Integer))


class OriginalAccess(Base):
    """Who was shown an original, when and why. Only ever added to."""

    __tablename__ = "original_access"
    __table_args__ = (
        ForeignKeyConstraint(["project_id", "asset_id"], ["asset.project_id", "asset.id"]),
    )

    project_id: Mapped[ProjectKey]
    id: Mapped[int] = mapped_column(Identity(always=False), primary_key=True)
    asset_id: Mapped[int]
    item_id: Mapped[int]
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    why: Mapped[str]
    at: Mapped[Made]


class Upload(Base):
    """Bytes on their way in, resumable (tus)."""

    __tablename__ = "upload"

    id: Mapped[str] = mapped_column(primary_key=True)  # unguessable; names the spool file
    project_id: Mapped[int] = mapped_column(ForeignKey("project.id"), index=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    assignment_id: Mapped[int | None]  # the lease for which a worker sends it
    name: Mapped[str]
    length: Mapped[int]
    received: Mapped[int] = mapped_column(server_default=text("0"))
    created_at: Mapped[Made]
    expires_at: Mapped[When]
