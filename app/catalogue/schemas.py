"""The catalogue, as the API speaks of it."""

from datetime import date, datetime
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

from app.core.states import DatasetState
from app.models.catalogue import Domain, UserKind

_NO_NULL = r"^[^\x00]*$"
Line = Annotated[
    str, StringConstraints(strip_whitespace=True, max_length=200, pattern=r"^[^\x00-\x1f\x7f]*$")
]
Title = Annotated[
    str,
    StringConstraints(
        strip_whitespace=True, min_length=1, max_length=200, pattern=r"^[^\x00-\x1f\x7f]*$"
    ),
]
Words = Annotated[str, StringConstraints(strip_whitespace=True, max_length=8000, pattern=_NO_NULL)]
Said = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1, max_length=8000, pattern=_NO_NULL),
]
Notes = Annotated[str, StringConstraints(strip_whitespace=True, max_length=1000, pattern=_NO_NULL)]
Keyword = Annotated[
    str,
    StringConstraints(
        strip_whitespace=True, min_length=1, max_length=60, pattern=r"^[^\x00-\x1f\x7f]*$"
    ),
]
Key = Annotated[int, Field(ge=1, le=2**63 - 1)]
MOST_SAMPLES = 12


class _In(BaseModel):
    model_config = ConfigDict(extra="forbid")


class _Out(BaseModel):
    model_config = ConfigDict(from_attributes=True)


class DatasetIn(_In):
    """What the public reads of a stage's releases, in both languages."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [
                {
                    "stage_id": 3,
                    "title_ko": "말초혈액 세포 상자",
                    "title_en": "Boxes of blood cells",
                    "about_ko": "현미경으로 찍은 혈액 도말 사진에서 세포를 상자로 표시했어요.",
                    "about_en": "Cells in photographs of blood smears, marked with boxes.",
                    "terms_ko": "이름을 밝히면 누구나 쓸 수 있어요.",
                    "terms_en": "Free for everybody who names its makers.",
                    "domain": "health",
                    "keywords": ["혈액", "세포"],
                    "creators": ["한빛데이터"],
                    "licence": "CC-BY-4.0",
                    "improve_from": "2026-12-01",
                    "improve_until": "2027-02-28",
                }
            ]
        },
    )

    stage_id: Key
    title_ko: Title
    title_en: Title
    about_ko: Said
    about_en: Said
    terms_ko: Said
    terms_en: Said
    domain: Domain
    keywords: Annotated[list[Keyword], Field(max_length=20)] = []
    creators: Annotated[list[Keyword], Field(min_length=1, max_length=50)]
    licence: Title = Field(description="Its SPDX name where it has one, as `CC-BY-4.0`.")
    improve_from: date | None = None
    improve_until: date | None = None

    @model_validator(mode="after")
    def _whole_period(self) -> "DatasetIn":
        if (self.improve_from is None) is not (self.improve_until is None):
            raise ValueError("a time of improvement has a first and a last day")
        if self.improve_from and self.improve_until and self.improve_until < self.improve_from:
            raise ValueError("the time of improvement ends before it begins")
        return self


class VersionIn(_In):
    """A release to be offered, and what is new in it."""

    release_id: Key = Field(examples=[3])
    notes_ko: Notes = Field("", examples=["상자 38개를 고쳤어요."])
    notes_en: Notes = Field("", examples=["38 boxes were put right."])


class SamplesIn(_In):
    """Items of the newest release on offer that everybody may look at, in this order."""

    items: Annotated[list[Key], Field(max_length=MOST_SAMPLES)] = Field(examples=[[41, 97]])


class TakeIn(_In):
    """What kind of user takes it, and the terms as he has read them."""

    kind: UserKind = Field(examples=["research"])
    terms_sha256: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")] = Field(
        examples=["0b7c1f4ee2a5a0a3d3b9b6b0d5e3a1f28a0c7f5f6f2f6a7cbb8a9f1d2c3e4f50"],
        description="The `terms_sha256` of the data set: what is accepted are these words.",
    )


class ClassCount(_Out):
    """How often a class stands in the release."""

    label: str
    class_: str = Field(alias="class")
    ko: str | None = None
    en: str | None = None
    marks: int
    items: int


class Statistics(_Out):
    """What is in a release, in figures."""

    items: int
    marks: int
    classes: list[ClassCount] = Field(description="The most frequent first, at most 200.")
    splits: dict[str, int] = Field(description="Items of each share, where it is shared out.")
    modality: str
    hours: float | None = Field(description="Of sound and film.")
    added: int | None = Field(description="Items that the version offered before did not have.")
    removed: int | None
    changed: int | None = Field(description="Items whose answer is another one.")


class PartRow(_Out):
    """One of several files of a release."""

    name: str
    bytes: int
    sha256: str


class DatasetVersionOut(_Out):
    """A release on offer."""

    release_id: int
    version: str
    format: str
    media: bool
    items: int
    bytes: int
    sha256: str
    parts: list[PartRow] | None = Field(description="Where it is in several files.")
    notes_ko: str
    notes_en: str
    offered_at: datetime
    statistics: Statistics | None = Field(description="None while they are being counted.")


class ManagedVersion(DatasetVersionOut):
    """A version as its managers see it: one that is shut is offered to nobody."""

    offered: bool


class DatasetRow(_Out):
    """A line of the catalogue."""

    id: int
    title_ko: str
    title_en: str
    about_ko: str
    about_en: str
    organisation: str
    domain: Domain
    modality: str
    keywords: list[str]
    licence: str
    version: str
    format: str
    items: int
    bytes: int
    published_at: datetime
    released_at: datetime = Field(description="When its newest version was offered.")
    thumbnail_url: str | None = None


class Citation(_Out):
    """How it is named where it is used."""

    ko: str
    en: str
    bibtex: str


class DatasetOut(DatasetRow):
    """A data set, with all its versions on offer, the newest first."""

    terms_ko: str
    terms_en: str
    terms_sha256: str
    creators: list[str]
    inspections: int = Field(description="How often work is looked at before it is accepted.")
    improve_from: date | None
    improve_until: date | None
    versions: list[DatasetVersionOut]
    citation: Citation


class ManagedDataset(_Out):
    """What the public reads, as those read it who write it."""

    id: int
    stage_id: int
    state: DatasetState
    title_ko: str
    title_en: str
    about_ko: str
    about_en: str
    terms_ko: str
    terms_en: str
    domain: Domain
    modality: str
    keywords: list[str]
    creators: list[str]
    licence: str
    improve_from: date | None
    improve_until: date | None
    published_at: datetime | None
    versions: list[ManagedVersion] = []
    samples: list[int] = []


class UseDay(_Out):
    """How often it was looked at and taken on a day."""

    day: date
    visits: int
    downloads: dict[UserKind, int]


class UsesOut(_Out):
    """Visits and downloads by day and kind of user; by whom nobody can tell."""

    since: date
    until: date
    visits: int
    downloads: dict[UserKind, int]
    people: int = Field(description="Who has accepted the terms, ever.")
    days: list[UseDay]
