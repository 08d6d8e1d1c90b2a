"""Questions about items, and what comes of their answers, as HTTP speaks of them."""

from datetime import datetime
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, model_validator

from app.core.states import InquiryState

Words = Annotated[str, Field(min_length=1, max_length=2000, pattern=r"^[^\x00]*\S[^\x00]*$")]
Key = Annotated[int, Field(ge=1, le=2**63 - 1)]


class InquiryIn(BaseModel):
    """What you want to know about the item in your hands."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={"examples": [{"text": "겹쳐 있는 세포는 하나로 표시하나요?"}]},
    )

    text: Words


class FrequentIn(BaseModel):
    """A question and its answer for all who work in a stage."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [
                {
                    "question": "겹쳐 있는 세포는 어떻게 표시하나요?",
                    "answer": "경계가 보이면 따로따로 표시해요.",
                }
            ]
        },
    )

    question: Words
    answer: Words


class InquiryAnswerIn(BaseModel):
    """An answer to a question, and to those that ask the same."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [
                {
                    "answer": "경계가 보이면 따로따로 표시해요.",
                    "for_all": True,
                    "question": "겹쳐 있는 세포는 어떻게 표시하나요?",
                }
            ]
        },
    )

    answer: Words
    for_all: bool = Field(False, description="Show it beside the guideline from now on.")
    question: Words | None = Field(None, description="How it is asked there; else as it was asked.")

    @model_validator(mode="after")
    def _there(self) -> "InquiryAnswerIn":
        if self.question is not None and not self.for_all:
            raise ValueError("send question only with for_all")
        return self


class JoinIn(BaseModel):
    """Another question that asks the same, whose answer is this one's, too."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [{"same_as": 12}]})

    same_as: Key


class InquiryOut(BaseModel):
    """A question about an item, and its answer."""

    model_config = ConfigDict(from_attributes=True)

    id: int
    stage_id: int
    item_id: int
    assignment_id: int
    level: int
    text: str
    state: InquiryState
    asked_at: datetime
    answer: str | None
    answered_at: datetime | None


class MyInquiry(InquiryOut):
    """A question of yours."""

    project_id: int
    project: str
    item: str = Field(description="Its name.")
    holds: bool = Field(description="Your lease waits for the answer.")


class AskedOut(InquiryOut):
    """A question as managers read it."""

    item: str
    by: str = Field(description="Who asks, by pseudonym.")
    waiting: bool = Field(description="Somebody's lease waits for the answer.")
    same_as: int | None
    same: int = Field(description="How many others ask the same.")
    answered_by: str | None
    for_all: bool = Field(description="Its answer stands beside the guideline.")


class Waiting(BaseModel):
    """How many questions wait for an answer."""

    open: int = Field(description="1,000 where there are more.")
    leases: int = Field(description="Leases that wait for one.")
    oldest: datetime | None


class FrequentOut(BaseModel):
    """What was asked often enough to stand beside the guideline."""

    model_config = ConfigDict(from_attributes=True)

    id: int
    stage_id: int
    question: str
    answer: str
    made_at: datetime


class AskedHere(BaseModel):
    """What you have asked about an item, and what others have asked in its stage."""

    mine: list[InquiryOut]
    entries: list[FrequentOut]
    hold_hours: int = Field(description="How long your lease waits for an answer at most.")
