"""Blind samples as HTTP speaks of them."""

from datetime import datetime
from decimal import Decimal
from typing import Annotated, Any, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from app.core.states import SampleState
from app.models.report import Measure, SampleKind
from app.reports.schemas import In, SampleResultOut, Short

MOST_SAMPLED = 5_000
MOST_TRUTHS = 200

PersonId = Annotated[int, Field(ge=1, le=2**63 - 1)]
Examiners = Annotated[list[PersonId], Field(max_length=50)]
Part = Annotated[Decimal, Field(ge=0, le=1, decimal_places=4)]


class SampleIn(In):
    """A sample of a release. The same seed, strata and size draw the same items."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [
                {
                    "kind": "judged",
                    "seed": 20261129,
                    "size": 300,
                    "by": "class",
                    "target": 0.98,
                    "examiners": [17, 23],
                },
                {
                    "kind": "truth",
                    "seed": 7,
                    "size": 100,
                    "by": "meta:region",
                    "target": 0.95,
                    "measure": "cer",
                    "passes_from": 0.97,
                },
            ]
        },
    )

    kind: SampleKind
    seed: Annotated[int, Field(ge=0, le=2**53 - 1)]
    size: Annotated[int, Field(ge=1, le=MOST_SAMPLED)]
    by: Annotated[
        str,
        Field(
            pattern=r"^(all|class|meta:[^\x00-\x1f\x7f]{1,100})$",
            description="What strata are: `all` for none, `class` for the rarest class of an item, "
            "`meta:<key>` for what its meta says.",
        ),
    ] = "all"
    target: Part = Field(description="The part of the items that is to pass.")
    examiners: Examiners = Field([], description="Who looks at the items, where they are judged.")
    measure: Measure | None = Field(None, description="What is measured, where truth is given.")
    passes_from: Part | None = Field(None, description="From where on an item passes.")

    @model_validator(mode="after")
    def _fits(self) -> Self:
        compared = self.kind is SampleKind.TRUTH
        if compared != (self.measure is not None) or compared != (self.passes_from is not None):
            raise ValueError("`measure` and `passes_from` go with the kind `truth`, and only there")
        if compared and self.examiners:
            raise ValueError("nobody looks at items that are compared with the truth; name nobody")
        return self


class ExaminersIn(In):
    """Who looks at a sample's items: all of them."""

    model_config = ConfigDict(
        extra="forbid", json_schema_extra={"examples": [{"examiners": [17, 23]}]}
    )

    examiners: Examiners


class StratumOut(BaseModel):
    """A stratum: how many items there are, how many were drawn."""

    name: str
    items: int
    drawn: int


class ProtocolOut(BaseModel):
    """How a sample was drawn."""

    rule: str
    strata: list[StratumOut]


class ExaminerOut(BaseModel):
    """Somebody who looks at a sample, by his name in the project."""

    person_id: int
    pseudonym: str
    looked: int


class BlindSampleOut(BaseModel):
    """A blind sample: how it was drawn, how far it is, what it has come to."""

    model_config = ConfigDict(from_attributes=True)

    id: int
    release_id: int
    kind: SampleKind
    state: SampleState
    seed: int
    asked: int
    by: str
    target: float
    measure: Measure | None
    passes_from: float | None
    protocol: ProtocolOut | None
    drawn: int
    left: int
    result: SampleResultOut | None
    reached: bool | None = Field(description="None while it is not closed.")
    measures: dict[str, float] = Field(description="The mean of each measure that was taken.")
    examiners: list[ExaminerOut]
    created_at: datetime
    closed_at: datetime | None


class SampleItemOut(BaseModel):
    """An item of a sample and what was found of it, for managers."""

    item_id: int
    place: int
    name: str
    stratum: str
    passed: bool | None
    code: str | None
    note: str
    examiner: str | None = Field(description="His name in the project.")
    measures: dict[str, float] | None
    judged_at: datetime | None


class MySampleOut(BaseModel):
    """A sample that you are to look at."""

    project_id: int
    project: str
    sample_id: int
    drawn: int
    left: int
    mine: int = Field(description="How many you have looked at.")


class ExaminedItem(BaseModel):
    """An item to look at, with what the release says of it; nobody's name is in it."""

    item_id: int
    place: int
    name: str
    width: int | None
    height: int | None
    document: dict[str, Any] | None
    facts: dict[str, Any] | None
    label_schema: dict[str, Any]
    answer: dict[str, Any]


class CodeOut(BaseModel):
    """A reason that an item does not pass for."""

    model_config = ConfigDict(from_attributes=True)

    code: str
    ko: str
    en: str


class ExaminedNext(BaseModel):
    """The next item to look at; none where all are looked at, or what is left may not be looked at
    by you."""

    item: ExaminedItem | None
    codes: list[CodeOut]
    drawn: int
    left: int
    mine: int


class VerdictIn(In):
    """Whether an item is right; one that is not has a code of the project's reasons."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [{"passed": True}, {"passed": False, "code": "missed", "note": "왼쪽 위"}]
        },
    )

    passed: bool
    code: Short | None = None
    note: Annotated[str, Field(max_length=1_000, pattern=r"^[^\x00]*$")] = ""

    @model_validator(mode="after")
    def _says_why(self) -> Self:
        if self.passed == (self.code is not None):
            raise ValueError("what does not pass has a code, and only that")
        return self


class TruthIn(In):
    """What is true of an item of the sample."""

    name: Annotated[str, Field(min_length=1, max_length=4_096, pattern=r"^[^\x00]*$")]
    annotations: Annotated[list[dict[str, Any]], Field(max_length=10_000)]


class TruthsIn(In):
    """What is true of some items of the sample, as the release's JSONL has it: send as many
    requests as it takes."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [
                {
                    "truths": [
                        {
                            "name": "slide-0001.jpg",
                            "annotations": [
                                {
                                    "id": "1",
                                    "name": "cell",
                                    "kind": "box",
                                    "class": "RBC",
                                    "x": 10,
                                    "y": 12,
                                    "width": 40,
                                    "height": 38,
                                }
                            ],
                        }
                    ]
                }
            ]
        },
    )

    truths: Annotated[list[TruthIn], Field(min_length=1, max_length=MOST_TRUTHS)]


class TruthRefused(BaseModel):
    """A truth that could not be compared, and why."""

    name: str
    code: Literal["not_sampled", "twice", "answer_refused"]
    detail: str


class ComparedOut(BaseModel):
    """How many were compared, and which were not."""

    compared: int
    passed: int
    refused: list[TruthRefused]
    left: int
