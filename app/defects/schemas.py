"""Findings against releases, as the API speaks of them."""

from datetime import date, datetime
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

from app.core.states import DefectState, ItemState
from app.models.defect import DeclineReason, DefectKind

Words = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1, max_length=4000, pattern=r"^[^\x00]*$"),
]
Name = Annotated[str, StringConstraints(min_length=1, max_length=500, pattern=r"^[^\x00]*$")]
Key = Annotated[int, Field(ge=1, le=2**63 - 1)]
Finite = Annotated[float, Field(allow_inf_nan=False, ge=-1e9, le=1e9)]
MOST_ITEMS = 200
"""Items that are done anew for one finding about a class."""


class _In(BaseModel):
    model_config = ConfigDict(extra="forbid")


class _Out(BaseModel):
    model_config = ConfigDict(from_attributes=True)


class Spot(_In):
    """A spot of a picture in its pixels; of a document on the page `part`, of a video on the frame
    `at`."""

    x: Finite
    y: Finite
    part: Name | None = None
    at: Annotated[float, Field(ge=0, le=1e12)] | None = None


class Stretch(_In):
    """A stretch of the part of a text: `start` to `end` (exclusive), in code points."""

    part: Name
    start: Annotated[int, Field(ge=0, le=2**31 - 1)]
    end: Annotated[int, Field(ge=1, le=2**31 - 1)]


class Moment(_In):
    """A moment of a sound or a time series in milliseconds, of a video in frames."""

    at: Annotated[float, Field(ge=0, le=1e12)]


class ClassOf(_In):
    """A class of the label schema, and the label that it belongs to."""

    label: Name
    class_: Name = Field(alias="class")


class DefectIn(_In):
    """What is wrong with an item of a release, by the name that it has in there, or with a
    class."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [
                {
                    "release_id": 3,
                    "item": "BloodImage_00325.jpg",
                    "class": {"label": "cells", "class": "RBC"},
                    "kind": "missing",
                    "pin": {"x": 412, "y": 96},
                    "body": "오른쪽 위 적혈구에 상자가 없어요.",
                }
            ]
        },
    )

    release_id: Key
    item: Name | None = None
    class_: ClassOf | None = Field(None, alias="class")
    kind: DefectKind
    body: Words
    pin: Spot | Stretch | Moment | None = None

    @model_validator(mode="after")
    def _about_something(self) -> "DefectIn":
        if self.item is None and self.class_ is None:
            raise ValueError("say which item it is about, or which class")
        if self.item is None and self.pin is not None:
            raise ValueError("a pin is on an item; name it")
        return self


class AcceptIn(_In):
    """It is put right: by doing its item anew; where it is about a class, these items."""

    items: Annotated[list[Key], Field(max_length=MOST_ITEMS)] = Field([], examples=[[41, 97]])
    answer: Words | None = Field(None, examples=["고쳐서 1.1에 담을게요."])


class DeclineIn(_In):
    """Nothing is changed, and why; the reporter reads it."""

    reason: DeclineReason = Field(examples=["as_guideline"])
    answer: Words = Field(examples=["겹친 세포는 하나로 세기로 한 지침대로예요."])


class DuplicateIn(_In):
    """Somebody else reported the same before: its answer is this one's, too."""

    of: Key = Field(examples=[17])


class DefectRow(_Out):
    """One finding. Who reported it is told to nobody; `outside` is somebody of the public."""

    id: int
    stage_id: int
    release_id: int
    version: str
    item_id: int | None
    item: str | None
    item_state: ItemState | None
    label: str | None
    class_: str | None = Field(alias="class")
    kind: DefectKind
    body: str
    pin: dict[str, Any] | None
    state: DefectState
    outside: bool
    reported_at: datetime
    reason: DeclineReason | None
    answer: str | None
    duplicate_of: int | None
    duplicates: int = Field(description="How many reported the same.")
    items: int = Field(description="Items that are done anew for it.")
    items_done: int = Field(description="Of these, those that are accepted again, or taken out.")
    decided_at: datetime | None
    fixed_at: datetime | None
    answered_in: int | None
    answered_version: str | None
    answered_at: datetime | None


class MyDefect(_Out):
    """What somebody reported himself, and what became of it. Of one that was reported before,
    state and answer are the first one's."""

    id: int
    title: str
    dataset_id: int | None = Field(description="In the catalogue, where it is there.")
    version: str
    item: str | None
    label: str | None
    class_: str | None = Field(alias="class")
    kind: DefectKind
    body: str
    state: DefectState
    reported_before: bool
    reported_at: datetime
    reason: DeclineReason | None
    answer: str | None
    decided_at: datetime | None
    answered_version: str | None
    answered_at: datetime | None


class Candidate(_Out):
    """An item of the release that has the class."""

    id: int
    name: str
    state: ItemState
    marks: int = Field(description="How many of the class it has.")


class DayOut(_Out):
    """What came and went on a day, and how many were open at its end."""

    day: date
    reported: int
    settled: int
    open: int


class PeriodOut(_Out):
    """The time of improvement, as a view. Days are Asia/Seoul."""

    since: date
    until: date
    states: dict[DefectState, int] = Field(description="All findings, by where they stand.")
    kinds: dict[DefectKind, int]
    ages: dict[str, int] = Field(
        description="Open ones by days since they were reported: `day`, `three`, `week`, `older`."
    )
    oldest_at: datetime | None = Field(description="When the oldest open one was reported.")
    median_days: float | None = Field(description="From the report to its end, of those settled.")
    days: list[DayOut]
