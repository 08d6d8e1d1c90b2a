"""Uploads, imports and items as HTTP speaks of them."""

from datetime import datetime
from enum import StrEnum
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

from app.assets.cloud_schemas import Folder
from app.core.document import Document
from app.core.levels import Tiles
from app.core.states import BatchState, ItemState
from app.formats import Format, Grade

UploadId = Annotated[str, Field(pattern=r"^[A-Za-z0-9_-]{1,64}$")]
RefusalGrade = Literal["item", "annotation", "note"]


class ImportFormat(StrEnum):
    """What can be asked for."""

    AUTO = "auto"
    FOLDER = Format.FOLDER.value
    JSONL = Format.JSONL.value
    COCO = Format.COCO.value
    VOC = Format.VOC.value
    YOLO = Format.YOLO.value
    CVAT = Format.CVAT.value
    MASKS = Format.MASKS.value
    LABEL_STUDIO = Format.LABEL_STUDIO.value
    CSV = Format.CSV.value
    CONLL = Format.CONLL.value
    DOCCANO = Format.DOCCANO.value
    MOT = Format.MOT.value
    TEXTGRID = Format.TEXTGRID.value
    VTT = Format.VTT.value
    SRT = Format.SRT.value
    DIALECT = Format.DIALECT.value
    PARQUET = Format.PARQUET.value


class OnExisting(StrEnum):
    """What becomes of a row whose name the stage has."""

    REFUSE = "refuse"  # it is reported
    SKIP = "skip"  # it is only counted


class ImportIn(BaseModel):
    """An import into a stage: of an upload, of several together, or of a connection's folder."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [
                {
                    "stage_id": 3,
                    "upload_id": "u8ZkQ0n3vLrT2xYb6sWd1mFhJpA9cEgK",
                    "format": "auto",
                    "dry_run": False,
                },
                {"stage_id": 3, "connection_id": 2, "folder": "seoul/night", "dry_run": True},
            ]
        },
    )

    stage_id: Annotated[int, Field(ge=1, le=2**63 - 1)]
    upload_id: UploadId | None = None
    upload_ids: Annotated[list[UploadId], Field(min_length=1, max_length=20)] | None = Field(
        None, description="Several uploads, as if all of them had been packed together."
    )
    connection_id: Annotated[int, Field(ge=1, le=2**63 - 1)] | None = None
    folder: Folder | None = Field(None, description="Below the connection's own; all by default.")
    format: ImportFormat = ImportFormat.AUTO
    dry_run: bool = False
    on_existing: OnExisting = OnExisting.REFUSE
    name: Annotated[str, Field(max_length=200, pattern=r"^[^\x00-\x1f\x7f]+$")] | None = None

    @model_validator(mode="after")
    def _one_source(self) -> "ImportIn":
        given = (self.upload_id, self.upload_ids, self.connection_id)
        if sum(one is not None for one in given) != 1:
            raise ValueError("name one of upload_id, upload_ids and connection_id")
        if self.folder is not None and self.connection_id is None:
            raise ValueError("a folder is one of a connection; name that")
        if self.upload_ids is not None and len(set(self.upload_ids)) < len(self.upload_ids):
            raise ValueError("an upload is named twice")
        return self

    @property
    def uploads(self) -> list[str]:
        """The uploads that are meant; none for a connection's folder."""
        return [self.upload_id] if self.upload_id is not None else self.upload_ids or []


class Reason(BaseModel):
    """How often something was left out for one reason."""

    grade: Grade
    n: int


class BatchOut(BaseModel):
    """An import and what came of it. `done` of `total` things are read while it goes on."""

    model_config = ConfigDict(from_attributes=True)

    id: int
    stage_id: int
    name: str
    format: str
    dry_run: bool
    state: BatchState
    taken: int = Field(description="Items made; in a dry run, that would be.")
    refused: int = Field(description="Rows left out.")
    skipped: int = Field(description="Rows whose name the stage had, with on_existing=skip.")
    noted: int = Field(description="Annotations left out and notes, of rows that were taken.")
    reasons: dict[str, Reason] = Field(description="Why something was left out, by code.")
    problem: str | None
    chore_id: int | None
    created_at: datetime
    finished_at: datetime | None
    done: int | None = None
    total: int | None = None


class RefusalOut(BaseModel):
    """One line of an import's report."""

    model_config = ConfigDict(from_attributes=True)

    row: int
    place: str = Field(description="Where in the source it stands.")
    name: str
    grade: Grade
    code: str
    detail: str


class ItemOut(BaseModel):
    """One item with its asset; sizes in pixels of the picture as shown, none for a text."""

    model_config = ConfigDict(from_attributes=True)

    id: int
    stage_id: int
    batch_id: int
    name: str
    state: ItemState
    meta: dict[str, Any] | None
    excluded_for: str | None
    created_at: datetime
    prelabelled: bool
    sha256: str | None
    media_type: str | None
    bytes: int | None
    width: int | None
    height: int | None
    thumbnail_url: str | None = Field(None, description="A small picture, for some minutes.")
    excerpt: str | None = Field(description="How a text begins: up to 200 characters of it.")


class ItemsPage(BaseModel):
    """Items, and the key to ask for the following ones with; none on the last page."""

    items: list[ItemOut]
    next: str | None = None


class WorkOnItem(BaseModel):
    """Somebody's part in a task."""

    id: int
    level: int
    root_id: int
    state: str
    by: str
    attempt: int
    judged: bool
    surplus: bool
    answer_id: int | None


class TaskOfItem(BaseModel):
    """A task of an item."""

    model_config = ConfigDict(from_attributes=True)

    id: int
    state: str
    overlap: int
    accepted: int
    created_at: datetime
    assignments: list[WorkOnItem]


class HappenedToItem(BaseModel):
    """One step of an item's history; `by` is a pseudonym, empty for the clock and for managers."""

    model_config = ConfigDict(from_attributes=True)

    id: int
    at: datetime
    subject: str
    subject_id: int
    source: str | None
    target: str | None
    why: str
    by: str | None


class ItemWhole(ItemOut):
    """An item, its tasks and what happened to them."""

    document: Document | None
    facts: dict[str, Any] | None = Field(
        description="Of a sound, a video, a document or a time series: what it is, and how long."
    )
    prelabels: dict[str, Any] | None
    tasks: list[TaskOfItem]
    history: list[HappenedToItem]


class ReopenIn(BaseModel):
    """Begin anew with an item."""

    model_config = ConfigDict(
        extra="forbid", json_schema_extra={"examples": [{"why": "얼굴이 가려지지 않았어요."}]}
    )

    why: Annotated[str, Field(min_length=1, max_length=2000, pattern=r"^[^\x00]*$")]


class GuidePictureOut(BaseModel):
    """A picture for a guideline; `width` and `height` in pixels."""

    id: int
    url: str = Field(description="What Markdown shows it by; a member's browser may open it.")
    width: int
    height: int


class TileLinks(Tiles):
    """The tiles of a large picture, with where they can be read."""

    url: str = Field(
        description="The address of a tile, with `{level}`, `{column}` and `{row}` for its place."
    )


class MediaOut(BaseModel):
    """Addresses that serve the item's file for a short time to whoever has them."""

    url: str
    thumbnail_url: str | None
    tiles: TileLinks | None = Field(description="Of a large picture that has been cut into tiles.")
    prepared: dict[str, Any] | None = Field(
        description="What a sound, a video, a document or a time series is shown from: files by "
        "name, each with its `url`; `{refused}` where none can be made, null while they are made."
    )
    media_type: str
    width: int | None
    height: int | None
    expires_in: int = Field(description="Seconds for which the addresses hold.")


class ExcludeReason(StrEnum):
    """Why an item is taken out of the data set."""

    DUPLICATE = "duplicate"
    UNREADABLE = "unreadable"
    OFF_TOPIC = "off_topic"
    PRIVATE = "private"
    RIGHTS = "rights"
    WITHDRAWN = "withdrawn"
    OTHER = "other"


class ExcludeIn(BaseModel):
    """Take an item out."""

    model_config = ConfigDict(
        extra="forbid", json_schema_extra={"examples": [{"reason": "unreadable"}]}
    )

    reason: ExcludeReason


class UploadOut(BaseModel):
    """An upload, beside tus's headers."""

    model_config = ConfigDict(from_attributes=True)

    id: str
    name: str
    length: int
    received: int
    expires_at: datetime


class OriginalIn(BaseModel):
    """Why somebody wants to see an original."""

    model_config = ConfigDict(
        extra="forbid", json_schema_extra={"examples": [{"why": "A court asks for it."}]}
    )

    why: Annotated[str, Field(min_length=2, max_length=500, pattern=r"^[^\x00-\x1f\x7f]+$")]


class OriginalOut(BaseModel):
    """An item's original: addresses of its file for some minutes, or its text."""

    media: MediaOut | None
    document: Document | None


class AccessOut(BaseModel):
    """Who was shown an original, when and why; `by` is his pseudonym in the project."""

    model_config = ConfigDict(from_attributes=True)

    id: int
    item_id: int
    item: str
    stage_id: int
    by: str
    why: str
    at: datetime


class AlikeOut(BaseModel):
    """An item that is like the first of its group. `difference` is in bits of 64 between pictures,
    a share of bits between sounds; the first one's is 0.
    """

    id: int
    name: str
    state: ItemState
    thumbnail_url: str | None
    width: int | None
    height: int | None
    difference: float


class AlikeGroup(BaseModel):
    """Items that look, or sound, alike."""

    id: int = Field(description="Of the first of them.")
    items: list[AlikeOut]


class GroupsPage(BaseModel):
    """Groups, and the key to ask for the following ones with; none on the last page. `looking`:
    some of the stage's pictures have not been looked at yet; ask again shortly.
    """

    items: list[AlikeGroup]
    next: int | None = None
    looking: bool = False
