"""Projects and stages as they speak HTTP."""

from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from app.core.policy import Quality
from app.core.states import ProjectState, StageState
from app.models.project import Enrolment, Inspect, StageKind
from app.projects.flows import WhyWaiting

MAX_AMOUNT = 10**12
MAX_PER_UNIT = 10**9

Text = Annotated[str, StringConstraints(pattern=r"^[^\x00]*$")]
Name = Annotated[Text, StringConstraints(min_length=1, max_length=200, strip_whitespace=True)]
Why = Annotated[Text, StringConstraints(max_length=2000, strip_whitespace=True)]
Amount = Annotated[int, Field(ge=0, le=MAX_AMOUNT, description="Minor units of the currency.")]
Positive = Annotated[int, Field(ge=1, le=MAX_AMOUNT, description="Minor units of the currency.")]


class In(BaseModel):
    """What comes in: unknown fields are refused, so that a misspelling is never passed over."""

    model_config = ConfigDict(extra="forbid")


class Minors(StrEnum):
    """What becomes of minors who want to take part."""

    REFUSE = "refuse"
    GUARDIAN = "guardian"  # with the consent of a guardian


class ProjectIn(In):
    """A new project."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={"examples": [{"name": "혈액 세포 검출", "goal": "364 photographs"}]},
    )

    name: Name
    goal: Annotated[Text, StringConstraints(max_length=10_000)] = ""
    enrolment: Enrolment = Enrolment.INVITED


class ProjectPatch(In):
    """What may change of a project."""

    name: Name | None = Field(None, examples=["혈액 세포 검출, 2차"])
    goal: Annotated[Text, StringConstraints(max_length=10_000)] | None = None
    enrolment: Enrolment | None = None


class ProjectOut(BaseModel):
    """A project."""

    model_config = ConfigDict(from_attributes=True)

    id: int
    organisation_id: int
    name: str
    goal: str
    currency: str
    state: ProjectState
    enrolment: Enrolment = Field(description="Whether anybody may join as a worker.")
    created_at: datetime


class ProjectListed(ProjectOut):
    """A project in a list, with how far it is; the counts are a few seconds old."""

    items: int = Field(0, description="Items that are wanted: without those that were excluded.")
    accepted: int = Field(0, description="Of these, those that are accepted.")


class ReasonIn(In):
    """An entry of the taxonomy, in both languages."""

    ko: Name = Field(examples=["상자가 겹쳤어요"])
    en: Name = Field(examples=["Boxes overlap"])


class ReasonOut(BaseModel):
    """An entry of the taxonomy."""

    model_config = ConfigDict(from_attributes=True)

    code: str
    ko: str
    en: str
    retired_at: datetime | None


Seconds = Annotated[int, Field(ge=10, le=604_800)]
Rate = Annotated[Decimal, Field(ge=0, le=1, max_digits=5, decimal_places=4)]


class StageIn(In):
    """A new stage. Periods are in seconds; a rate is the share that a sample draws."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [
                {
                    "name": "세포 상자",
                    "kind": "label",
                    "overlap": 1,
                    "inspect1": "all",
                    "inspect2": "sample",
                    "rate2": "0.2",
                }
            ]
        },
    )

    name: Name
    kind: StageKind = StageKind.LABEL
    overlap: Annotated[int, Field(ge=1, le=100)] = 1
    holds: Annotated[int, Field(ge=1, le=100)] = 5
    lease_seconds: Seconds = 3600
    rework_seconds: Seconds = 259_200
    recheck_seconds: Seconds = 86_400
    auto_accept_seconds: Seconds = 604_800
    inspect1: Inspect = Inspect.ALL
    rate1: Rate = Decimal(1)
    inspect2: Inspect = Inspect.NONE
    rate2: Rate = Decimal(0)


class CollectIn(In):
    """Who may take part in a collect stage, and how."""

    minors: Minors = Field(
        Minors.REFUSE, description="Whether minors take part, with a guardian's consent."
    )
    group_max: Annotated[int, Field(ge=1, le=3)] = Field(
        1, description="How many may speak on one recording."
    )


class StagePatch(In):
    """What may change of a stage; the overlap of tasks that are open stays as it was. `split`,
    `collect`, `effects` and `quality` are taken away with null."""

    name: Name | None = None
    overlap: Annotated[int, Field(ge=1, le=100)] | None = None
    holds: Annotated[int, Field(ge=1, le=100)] | None = None
    lease_seconds: Seconds | None = None
    rework_seconds: Seconds | None = None
    recheck_seconds: Seconds | None = None
    auto_accept_seconds: Seconds | None = None
    inspect1: Inspect | None = None
    rate1: Rate | None = None
    inspect2: Inspect | None = Field(None, examples=["sample"])
    rate2: Rate | None = Field(None, examples=["0.1"])
    position: Annotated[int, Field(ge=0, le=10_000)] | None = Field(
        None, description="Where it stands in the pipeline; lower comes first."
    )
    split: dict[str, Any] | None = Field(
        None, description="How its items are cut into tasks; null: each is one task."
    )
    collect: CollectIn | None = None
    effects: dict[str, Any] | None = Field(
        None, description="Of a refine stage: what its marks do to the file, by label and class."
    )
    quality: Quality | None = Field(
        None, description="How its answers come to be trusted; a part that is left out is not done."
    )

    def changes(self) -> dict[str, Any]:
        """What was sent of it, by column."""
        sent = self.model_dump(exclude_none=True)
        if self.quality is not None:
            sent["quality"] = self.quality.kept()
        gone = {"split", "collect", "effects", "quality"} & self.model_fields_set
        return dict.fromkeys(gone) | sent


class StageOut(BaseModel):
    """A stage, with the versions that a claim made now would pin."""

    model_config = ConfigDict(from_attributes=True)

    id: int
    project_id: int
    name: str
    kind: StageKind
    state: StageState
    overlap: int
    holds: int
    lease_seconds: int
    rework_seconds: int
    recheck_seconds: int
    auto_accept_seconds: int
    inspect1: Inspect
    rate1: Decimal
    inspect2: Inspect
    rate2: Decimal
    position: int
    split: dict[str, Any] | None
    collect: dict[str, Any] | None
    effects: dict[str, Any] | None
    quality: Quality | None
    guideline_version: int | None
    schema_version: int | None
    price_version: int | None


class GuidelineIn(In):
    """A new version of what workers are told, in Markdown."""

    body: Annotated[Text, StringConstraints(min_length=1, max_length=200_000)] = Field(
        examples=["# 세포에 상자 그리기\n\n상자는 테두리에 **꼭 맞게** 그립니다."]
    )
    must_read: bool = Field(
        False, description="Whether it is to be read and confirmed before another claim."
    )


class SchemaIn(In):
    """A new version of the label schema."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [
                {
                    "definition": {
                        "modality": "picture",
                        "labels": [
                            {
                                "kind": "box",
                                "name": "cells",
                                "classes": [{"id": "RBC", "ko": "적혈구", "en": "Red blood cell"}],
                            }
                        ],
                    }
                },
                {
                    "definition": {
                        "modality": "text",
                        "labels": [
                            {
                                "kind": "span",
                                "name": "entities",
                                "classes": [{"id": "PS", "ko": "사람", "en": "Person"}],
                            },
                            {
                                "kind": "class",
                                "name": "feeling",
                                "ko": "느낌이 어떤가요?",
                                "classes": [
                                    {"id": "good", "ko": "좋음"},
                                    {"id": "bad", "ko": "나쁨"},
                                ],
                            },
                        ],
                    }
                },
            ]
        },
    )

    definition: dict[str, Any]


class VersionOut(BaseModel):
    """One version of a guideline, a schema or a price card."""

    model_config = ConfigDict(from_attributes=True)

    version: int
    created_by: int
    created_at: datetime


class GuidelineOut(VersionOut):
    """A guideline."""

    body: str
    must_read: bool


class SchemaOut(VersionOut):
    """A label schema."""

    definition: dict[str, Any]


class ChoreRef(BaseModel):
    """Background work that was begun; ask `/chores/{id}` how far it is."""

    chore_id: int


class WhyIn(In):
    """Why something is done, for the history."""

    why: Why = Field("", examples=["지침을 고치는 동안 멈춥니다."])


class ProgressOut(BaseModel):
    """How many items, tasks and assignments of a stage are in which state."""

    items: dict[str, int]
    tasks: dict[str, int]
    work: dict[str, int]
    waiting: dict[str, int]


class FlowIn(In):
    """What one stage accepts becomes an item of another, where `condition` lets it through."""

    from_id: Annotated[int, Field(ge=1, le=2**63 - 1, examples=[3])]
    to_id: Annotated[int, Field(ge=1, le=2**63 - 1, examples=[4])]
    condition: dict[str, Any] | None = Field(None, description="None: everything goes on.")


class FlowsIn(In):
    """All flows of a project."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [
                {
                    "flows": [
                        {"from_id": 3, "to_id": 4},
                        {
                            "from_id": 4,
                            "to_id": 5,
                            "condition": {"label": "cells", "says": "class", "classes": ["RBC"]},
                        },
                    ]
                }
            ]
        },
    )

    flows: Annotated[list[FlowIn], Field(max_length=200)]


class FlowOut(BaseModel):
    """A flow and how it goes."""

    model_config = ConfigDict(from_attributes=True)

    id: int
    from_id: int
    to_id: int
    condition: dict[str, Any] | None
    made: int = Field(description="Items that have come of it.")
    waiting: int = Field(description="Of these, how many lie ready and are not on offer.")
    pending: int = Field(description="What its first stage has accepted and has not flowed yet.")
    why: WhyWaiting | None = Field(description="Why something waits; null: it will not for long.")
