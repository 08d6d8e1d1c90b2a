"""Reports as HTTP speaks of them."""

from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, HttpUrl, model_validator

from app.core.states import ChoreState
from app.models.report import CheckAnswer

MOST_TARGETS = 500

Share = Annotated[Decimal, Field(gt=0, le=100, decimal_places=2)]
Text = Annotated[str, Field(max_length=20_000, pattern=r"^[^\x00]*$")]
Short = Annotated[str, Field(min_length=1, max_length=200, pattern=r"^[^\x00-\x1f\x7f]+$")]
What = Annotated[
    str,
    Field(
        pattern=r"^(class|meta):[^\x00-\x1f\x7f]{1,100}$",
        description="`class:<label>`, whose values are that label's classes, or `meta:<key>`.",
        examples=["class:cell", "meta:region"],
    ),
]


class In(BaseModel):
    """A body: what it does not know is refused."""

    model_config = ConfigDict(extra="forbid")


class TargetIn(In):
    """The share in percent that a value is to have: of a label's marks, or of items."""

    what: What
    value: Short
    share: Share


class PlanIn(In):
    """How many items a stage is to accept, and by which day."""

    items: Annotated[int, Field(ge=1, le=10**12)]
    until: date | None = None


class TargetsIn(In):
    """All that a stage aims at: what was there before and is not named here is taken away."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [
                {
                    "plan": {"items": 20000, "until": "2026-12-18"},
                    "targets": [
                        {"what": "class:cell", "value": "RBC", "share": 60},
                        {"what": "class:cell", "value": "WBC", "share": 40},
                    ],
                }
            ]
        },
    )

    plan: PlanIn | None = None
    targets: Annotated[list[TargetIn], Field(max_length=MOST_TARGETS)]

    @model_validator(mode="after")
    def _shares_fit(self) -> "TargetsIn":
        sums: dict[str, Decimal] = {}
        seen: set[tuple[str, str]] = set()
        for one in self.targets:
            if (one.what, one.value) in seen:
                raise ValueError(f"“{one.value}” of {one.what} is there twice; leave one")
            seen.add((one.what, one.value))
            sums[one.what] = sums.get(one.what, Decimal(0)) + one.share
        if over := [what for what, total in sums.items() if total > 100]:
            raise ValueError(f"the shares of {over[0]} are more than 100; mend them")
        return self


class TargetOut(BaseModel):
    """The share in percent that a value is to have."""

    model_config = ConfigDict(from_attributes=True)

    what: str
    value: str
    share: float


class PlanOut(BaseModel):
    """What a stage is to accept."""

    model_config = ConfigDict(from_attributes=True)

    items: int
    until: date | None


class ValueOut(BaseModel):
    """A class that can be aimed at."""

    value: str
    ko: str | None
    en: str | None


class AxisOut(BaseModel):
    """What can be aimed at: a label with its classes."""

    what: str
    values: list[ValueOut]


class TargetsOut(BaseModel):
    """What a stage aims at, and what it can aim at besides properties of the items."""

    plan: PlanOut | None
    targets: list[TargetOut]
    axes: list[AxisOut]


class CheckIn(In):
    """An answer to a line of the checklist, with where the evidence lies."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [
                {
                    "answer": "met",
                    "note": "연구윤리심의 승인 2026-03",
                    "links": ["https://example.org/irb/2026-03.pdf"],
                }
            ]
        },
    )

    answer: CheckAnswer
    note: Annotated[str, Field(max_length=2_000, pattern=r"^[^\x00]*$")] = ""
    links: Annotated[list[HttpUrl], Field(max_length=20)] = []


class ReportCheckOut(BaseModel):
    """A line of the checklist: what the platform knows of it, and what a manager says."""

    code: str
    facts: dict[str, int]
    answer: CheckAnswer
    note: str
    links: list[str]
    checked_at: datetime | None


class StageFigures(BaseModel):
    """A stage, plan against actual."""

    id: int
    name: str
    kind: str
    plan: int | None
    until: date | None
    items: int
    accepted: int
    excluded: int
    handed_in: int
    judged: int
    first_pass: float | None
    returned: int
    rejected: int
    second_looked: int
    overturned: int


class ContentFigures(BaseModel):
    """What is in the release."""

    items: int
    marks: int
    without_marks: int
    seconds: int


class ValueFigures(BaseModel):
    """How often a value is there. `share` and `target` go from 0 to 1."""

    value: str
    ko: str | None
    en: str | None
    count: int
    share: float
    target: float | None


class SharesFigures(BaseModel):
    """How the values of something are shared out. `overlap` is the sum of the smaller of target and
    actual share of each value; none without targets."""

    what: str
    of: Literal["marks", "items"]
    total: int
    overlap: float | None
    rows: list[ValueFigures]


class QuotaFigures(BaseModel):
    """How far a group of a collect stage is."""

    stage_id: int
    cell: dict[str, Any]
    goal: int
    reached: int


class FaultFigures(BaseModel):
    """How often a fault is there."""

    kind: Literal["shape", "type", "required", "range", "enum", "pairing"]
    code: str
    count: int


class SyntacticFigures(BaseModel):
    """How many items are faulty. `share` is that of those which are not, 0 to 1."""

    items: int
    faulty_items: int
    faults: int
    share: float | None
    by: list[FaultFigures]


class Figures(BaseModel):
    """What was counted of a release."""

    stages: list[StageFigures]
    facts: dict[str, int]
    content: ContentFigures
    shares: list[SharesFigures]
    quotas: list[QuotaFigures]
    syntactic: SyntacticFigures


class SampleResultOut(BaseModel):
    """What a blind sample came to: `share` between `low` and `high`, in 95 of 100 samples."""

    model_config = ConfigDict(from_attributes=True)

    looked: int
    passed: int
    share: float | None
    low: float
    high: float


class SampleResult(BaseModel):
    """A blind sample of the release and what it came to."""

    id: int
    kind: str
    state: str
    measure: str | None
    target: float
    drawn: int
    result: SampleResultOut
    reached: bool | None = Field(description="None while it is not closed.")


class ValidityIn(In):
    """How far a model came that was trained with the release."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [
                {
                    "model": "Mask R-CNN R50",
                    "metric": "mAP@0.5",
                    "target": 0.7,
                    "reached": 0.734,
                    "higher": True,
                    "split_sha256": "9f86d081884c7d659a2feaa0c55ad015"
                    "a3bf4f1b2b0b822cd15d6c15b0f00a08",
                    "card": "# Model card\n\nTrained for 12 epochs.",
                }
            ]
        },
    )

    model: Short
    metric: Short
    target: Annotated[Decimal, Field(ge=-(10**7), le=10**7, decimal_places=4)]
    reached: Annotated[Decimal, Field(ge=-(10**7), le=10**7, decimal_places=4)]
    higher: bool = Field(True, description="Whether more is better.")
    split_sha256: Annotated[
        str,
        Field(
            pattern=r"^[0-9a-f]{64}$",
            description="The hash of the share that it was tried on, as the release's manifest "
            "has it.",
        ),
    ]
    card: Text = Field("", description="The model card, in Markdown.")


class ValidityOut(BaseModel):
    """How far a model came."""

    model_config = ConfigDict(from_attributes=True)

    id: int
    release_id: int
    model: str
    metric: str
    target: float
    reached: float
    higher: bool
    met: bool
    split_sha256: str
    card: str
    recorded_at: datetime


class CountingOut(BaseModel):
    """How far the counting is."""

    id: int
    state: ChoreState
    done: int | None
    total: int | None
    error: str | None


class ReportOut(BaseModel):
    """The quality report of a release. `figures` are of when they were counted; what was found
    blind and what models reached are of now."""

    release_id: int
    version: str
    project: str
    stage: str
    counted_at: datetime | None
    counting: CountingOut | None
    figures: Figures | None
    has_faults: bool
    checks: list[ReportCheckOut]
    samples: list[SampleResult]
    validity: list[ValidityOut]


class ReportFileOut(BaseModel):
    """A short-lived address of a file."""

    url: str
    filename: str


SECTIONS = ("description", "collection", "processing", "uses", "limits", "licence", "contact")
"""What is written of a release beside its figures."""


class Both(In):
    """A text in Korean and English, in Markdown; either may be empty."""

    ko: Text = ""
    en: Text = ""


class SheetTexts(In):
    """What is written of a release."""

    description: Both = Both()
    collection: Both = Both()
    processing: Both = Both()
    uses: Both = Both()
    limits: Both = Both()
    licence: Both = Both()
    contact: Both = Both()


class SheetIn(In):
    """What is written of a release, and how many people a group has at least to be told apart."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [
                {
                    "texts": {
                        "description": {"ko": "현미경 혈액 사진 데이터.", "en": "Blood smears."},
                        "limits": {"ko": "한 병원에서만 모았어요.", "en": "One hospital only."},
                    },
                    "least": 10,
                }
            ]
        },
    )

    texts: SheetTexts
    least: Annotated[int, Field(ge=5, le=1_000)] = 5


class SheetGroupOut(BaseModel):
    """How many people of a group; None where they are fewer than `least`."""

    value: str
    people: int | None


class SheetOut(BaseModel):
    """The data sheet of a release: what was written, and the figures that come by themselves."""

    release_id: int
    project: str
    stage: str
    version: str
    frozen_at: datetime | None
    texts: SheetTexts
    least: int
    written_at: datetime | None
    items: int | None
    content: ContentFigures | None
    shares: list[SharesFigures]
    facts: dict[str, int]
    people: int | None = Field(description="Whose work was accepted; None where they are few.")
    groups: dict[str, list[SheetGroupOut]]
    syntactic: SyntacticFigures | None
    samples: list[SampleResult]
