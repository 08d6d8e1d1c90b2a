"""Releases as HTTP speaks of them."""

from datetime import datetime
from enum import StrEnum
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

from app.core.states import ReleaseState
from app.formats.writers import WRITERS, Writer
from app.models.release import Change


class ReleaseFormat(StrEnum):
    """What a release is written as."""

    COCO = "coco"
    VOC = "voc"
    YOLO = "yolo"
    YOLO_SEGMENT = "yolo_segment"
    YOLO_OBB = "yolo_obb"
    YOLO_POSE = "yolo_pose"
    CVAT = "cvat"
    CVAT_VIDEO = "cvat_video"
    MOT = "mot"
    TEXTGRID = "textgrid"
    VTT = "vtt"
    SRT = "srt"
    DIALECT = "dialect"
    MASKS = "masks"
    LABEL_STUDIO = "label_studio"
    CONLL = "conll"
    CONLL_IOBES = "conll_iobes"
    CONLL_CHARACTERS = "conll_characters"
    DOCCANO = "doccano"
    CSV = "csv"
    CSV_ITEMS = "csv_items"
    JSONL = "jsonl"
    PARQUET = "parquet"
    TEMPLATE = "template"

    @property
    def writer(self) -> Writer:
        """What it has a place for, and how it is written."""
        return WRITERS[self.value]

    @property
    def packed(self) -> bool:
        """Whether it is always an archive."""
        return self.writer.one is None


class Shares(BaseModel):
    """How many of a hundred items each share has, as near as whole speakers allow."""

    model_config = ConfigDict(extra="forbid")

    training: Annotated[int, Field(ge=1, le=100)]
    validation: Annotated[int, Field(ge=0, le=99)] = 0
    test: Annotated[int, Field(ge=0, le=99)] = 0

    @model_validator(mode="after")
    def _are_a_hundred(self) -> "Shares":
        if self.training + self.validation + self.test != 100:
            raise ValueError("the shares are not 100 together; mend them")
        return self


class Split(BaseModel):
    """Folders of a release, each of which has speakers, sources or groups of its own. The same
    items and seed give the same shares."""

    model_config = ConfigDict(extra="forbid")

    by: Annotated[str, Field(pattern=r"^(speaker|source|item|meta:[^\x00]{1,100})$")] = Field(
        "speaker",
        description="What stays together: `speaker` (`speaker` or `speakers` of the items' meta), "
        "`source` (`source` of their meta, else the item of an earlier stage that they came from, "
        "else the folder that they lie in), `meta:` and another key of their meta, or `item`: "
        "nothing does.",
    )
    seed: Annotated[int, Field(ge=0, le=2**53 - 1)] = 1
    shares: Shares


class Packing(BaseModel):
    """AI Hub's lay-out: `{number}.{name}/01.데이터/1.Training/원천데이터/TS_{name}.zip`, …"""

    model_config = ConfigDict(extra="forbid")

    kind: Literal["aihub"] = "aihub"
    number: Annotated[str, Field(pattern=r"^[0-9]{1,3}(-[0-9]{1,3})?$", examples=["71"])]
    name: Annotated[
        str,
        Field(
            pattern=r"^[^/\\:*?\"<>|.\x00-\x1f][^/\\:*?\"<>|\x00-\x1f]{0,79}$", examples=["혈구"]
        ),
    ]


MOST_SHARDS = 1_000

Version = Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]{0,39}$")]


class ReleaseIn(BaseModel):
    """A release of what one stage has accepted."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [
                {"version": "1.0", "stage_id": 3, "format": "coco", "media": True},
                {"version": "1.0", "stage_id": 5, "format": "conll_characters"},
                {"version": "1.0", "stage_id": 3, "format": "template", "template_id": 2},
                {
                    "version": "1.0",
                    "stage_id": 7,
                    "format": "dialect",
                    "media": True,
                    "split": {
                        "by": "speaker",
                        "seed": 20261128,
                        "shares": {"training": 80, "validation": 10, "test": 10},
                    },
                },
            ]
        },
    )

    version: Version
    stage_id: Annotated[int, Field(ge=1, le=2**63 - 1)]
    format: ReleaseFormat
    template_id: Annotated[int, Field(ge=1, le=2**63 - 1)] | None = Field(
        None,
        description="Of the format `template`: which of the project's. Its newest version is kept.",
    )
    media: bool = Field(
        False,
        description="Whether the archive holds the items' own files.",
    )
    split: Split | None = Field(
        None,
        description="Shares the items out among folders, so that what belongs together is in one.",
    )
    provenance: bool | None = Field(
        None,
        description="Whether it says who did what and when, by pseudonyms, in formats that have a "
        "place for it. Without a word JSON Lines say so, and the others do not.",
    )
    shards: Annotated[int, Field(ge=1, le=MOST_SHARDS)] | None = Field(
        None,
        description="As how many files, each a data set by itself; without a number it is one.",
    )
    packing: Packing | None = Field(None, description="Another lay-out than the format's own.")


class ReleasePartOut(BaseModel):
    """One file of a release in several."""

    name: str
    bytes: int
    sha256: str


class ReleaseOut(BaseModel):
    """A release. `manifest` lists its files with their checksums; `sha256` is the whole file's."""

    model_config = ConfigDict(from_attributes=True)

    id: int
    stage_id: int
    version: str
    format: ReleaseFormat
    template_id: int | None
    template_version: int | None
    media: bool
    split: Split | None
    provenance: bool
    shards: int | None
    packing: Packing | None
    patches_id: int | None = Field(description="The release that it takes the place of.")
    previous_id: int | None = Field(description="The one that its changes are told against.")
    parts: list[ReleasePartOut] | None = Field(
        description="Its files, where there are several; `sha256` is then that of their list."
    )
    destroyed: bool = Field(description="Its file is gone: patch it.")
    state: ReleaseState
    items: int | None
    sha256: str | None
    bytes: int | None
    manifest: dict[str, Any] | None
    problem: str | None
    chore_id: int | None
    created_at: datetime
    frozen_at: datetime | None
    done: int | None = None
    total: int | None = None


class ReleaseRow(ReleaseOut):
    """A line of the list, without the manifest and the parts."""

    manifest: None = Field(None, exclude=True)
    parts: None = Field(None, exclude=True)


class CloseIn(BaseModel):
    """Why a release is shut to download."""

    model_config = ConfigDict(extra="forbid")

    why: Annotated[
        str, Field(min_length=1, max_length=1_000, examples=["한 사람이 동의를 거두었습니다."])
    ]


class PatchIn(BaseModel):
    """The version of the release that takes the place of another."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [{"version": "1.1"}]})

    version: Version


class DownloadOut(BaseModel):
    """An address that serves the release for some time, whole or by ranges."""

    url: str
    filename: str
    bytes: int
    sha256: str
    expires_in: int = Field(description="Seconds for which the address holds.")


class NextVersionOut(BaseModel):
    """The version that is proposed, and why."""

    version: str
    previous_id: int | None
    previous: str | None
    schema_changed: bool = Field(description="Something else is asked than in the one before.")


class SplitTrialIn(BaseModel):
    """A split to be tried on what a stage has accepted by now."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [
                {
                    "stage_id": 3,
                    "split": {
                        "by": "source",
                        "seed": 20261128,
                        "shares": {"training": 80, "validation": 10, "test": 10},
                    },
                }
            ]
        },
    )

    stage_id: Annotated[int, Field(ge=1, le=2**63 - 1)]
    split: Split


class SplitShareOut(BaseModel):
    """What a share would hold."""

    items: int
    groups: int | None = Field(description="None where items are drawn one by one.")


class SplitTrialOut(BaseModel):
    """How a release would be shared out."""

    items: int
    unknown: int = Field(description="Items that do not say what they belong to: no split by that.")
    shares: dict[str, SplitShareOut]


class ReleaseChangeOut(BaseModel):
    """An item that is not as it was in the release before."""

    id: int
    name: str
    what: Change
    digest: str | None = Field(description="Of what this release says of it; None where removed.")
    before: str | None = Field(description="Of what the release before said; None where added.")
    url: str | None = Field(description="Its small picture, by a short-lived address.")


class ReleaseClassChange(BaseModel):
    """How often a class was and is there."""

    label: str
    class_id: str
    before: int
    now: int


class ReleaseChangesOut(BaseModel):
    """What changed since the release before."""

    previous_id: int | None
    previous: str | None = Field(description="Its version; None: this is the first.")
    added: int
    removed: int
    changed: int
    classes: list[ReleaseClassChange] | None = Field(
        description="Those that are not as often there; None while they are being counted."
    )
    items: list[ReleaseChangeOut]
    next: int | None = None
