"""What a data set is made of."""

from typing import Any

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    ForeignKeyConstraint,
    Identity,
    Index,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from app.core.states import BatchState, ItemState
from app.models.base import Base, Made, ProjectKey, When, choice


class Batch(Base):
    """Items that were imported together.

    An import gathers rows in `import_row` and makes items of them in its last transaction: until
    then nobody sees any, and when it fails there never were any.
    """

    __tablename__ = "batch"
    __table_args__ = (
        ForeignKeyConstraint(["project_id", "stage_id"], ["stage.project_id", "stage.id"]),
    )

    project_id: Mapped[int] = mapped_column(ForeignKey("project.id"), primary_key=True)
    id: Mapped[int] = mapped_column(Identity(always=False), primary_key=True)
    stage_id: Mapped[int]
    name: Mapped[str]
    format: Mapped[str]
    source: Mapped[str]  # `upload:{id}`, or the address of a file on the server's machine
    dry_run: Mapped[bool] = mapped_column(server_default=text("false"))
    skip_existing: Mapped[bool] = mapped_column(server_default=text("false"))  # do not report them
    state: Mapped[BatchState] = mapped_column(
        choice(BatchState, "state"), server_default=BatchState.PENDING.value
    )
    read: Mapped[int] = mapped_column(server_default=text("0"))  # where another attempt goes on
    taken: Mapped[int] = mapped_column(server_default=text("0"))
    refused: Mapped[int] = mapped_column(server_default=text("0"))
    skipped: Mapped[int] = mapped_column(server_default=text("0"))  # were there already
    # The file that was read last, where they come in the order of their names: another attempt
    # goes on behind it.
    mark: Mapped[str | None]
    noted: Mapped[int] = mapped_column(server_default=text("0"))  # annotations left out, notes
    # How often each reason came: `{code: {"grade", "n"}}`; the report itself ends somewhere.
    reasons: Mapped[dict[str, Any]] = mapped_column(server_default=text("'{}'"))
    # Of a dry run: its first rows as they would become items.
    preview: Mapped[list[Any] | None] = mapped_column(JSONB(none_as_null=True), deferred=True)
    first_item_id: Mapped[int | None]  # its items lie between these two, others may as well
    last_item_id: Mapped[int | None]
    problem: Mapped[str | None]  # why the whole import failed
    chore_id: Mapped[int | None]
    created_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    created_at: Mapped[Made]
    finished_at: Mapped[When | None]


class Refusal(Base):
    """Something of an import that was not taken, and why."""

    __tablename__ = "refusal"

    project_id: Mapped[ProjectKey]
    batch_id: Mapped[int] = mapped_column(primary_key=True)
    row: Mapped[int] = mapped_column(primary_key=True)  # in the order of reading, from 1
    place: Mapped[str]  # where in the source, for a person who has to find it
    name: Mapped[str]
    grade: Mapped[str]  # item, annotation or note: how much of the row was lost
    code: Mapped[str]
    detail: Mapped[str]


class ImportRow(Base):
    """A row that an import has read and not made an item of yet.

    Not logged: a crash of the database empties it, and the import reads its source again.
    """

    __tablename__ = "import_row"
    __table_args__ = ({"prefixes": ["UNLOGGED"]},)

    project_id: Mapped[ProjectKey]
    batch_id: Mapped[int] = mapped_column(primary_key=True)
    row: Mapped[int] = mapped_column(primary_key=True)
    # That of its content: a new one's number, until the content turns out to be known.
    asset_id: Mapped[int] = mapped_column(server_default=text("nextval('asset_id_seq')"))
    place: Mapped[str]
    name: Mapped[str] = mapped_column(Text(collation="C"))
    sha256: Mapped[str]
    media_type: Mapped[str]
    bytes: Mapped[int | None]
    width: Mapped[int | None]
    height: Mapped[int | None]
    storage_key: Mapped[str | None]
    thumbnail_key: Mapped[str | None]
    url: Mapped[str | None]
    connection_id: Mapped[int | None]
    etag: Mapped[str | None]
    meta: Mapped[dict[str, Any] | None]
    prelabels: Mapped[dict[str, Any] | None]
    document: Mapped[dict[str, Any] | None]
    facts: Mapped[dict[str, Any] | None]


class Item(Base):
    """One thing that the data set is made of, in one stage.

    Its three references are checked for a whole statement at once, by the trigger `item_refers`:
    row by row they took more than half of the time of a bulk import.
    """

    __tablename__ = "item"
    __table_args__ = (
        ForeignKeyConstraint(["project_id", "stage_id"], ["stage.project_id", "stage.id"]),
        ForeignKeyConstraint(["project_id", "batch_id"], ["batch.project_id", "batch.id"]),
        ForeignKeyConstraint(["project_id", "asset_id"], ["asset.project_id", "asset.id"]),
        UniqueConstraint("project_id", "stage_id", "name"),
        Index("ix_item_stage_state", "project_id", "stage_id", "state", "id"),
        Index(
            "ix_item_source",
            "project_id",
            "source_id",
            postgresql_where=text("source_id IS NOT NULL"),
        ),
        CheckConstraint("tasks_left >= 0", name="tasks_left"),
    )

    project_id: Mapped[ProjectKey]
    id: Mapped[int] = mapped_column(Identity(always=False), primary_key=True)
    stage_id: Mapped[int]
    batch_id: Mapped[int]
    asset_id: Mapped[int | None]
    # Its path within what was uploaded; compared by bytes, so that prefixes find their pages.
    name: Mapped[str] = mapped_column(Text(collation="C"))
    state: Mapped[ItemState] = mapped_column(choice(ItemState, "state"))
    meta: Mapped[dict[str, Any] | None]
    prelabels: Mapped[dict[str, Any] | None]  # an answer that came with the import
    tasks_left: Mapped[int] = mapped_column(server_default=text("0"))  # of its tasks, not yet done
    excluded_for: Mapped[str | None]  # the coded reason, while excluded
    source_id: Mapped[int | None]  # the item of an earlier stage that it came from
    source_answer_id: Mapped[int | None]  # the answer whose acceptance brought it here
    made_id: Mapped[int | None]  # the asset that a refine stage made of its own
    created_at: Mapped[Made]
