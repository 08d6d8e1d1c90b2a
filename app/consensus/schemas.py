"""What answers come to, as it speaks HTTP."""

from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from app.core.policy import Quality
from app.models.quality import ConsensusState


class LetteredAnswer(BaseModel):
    """One person's answer, under a letter."""

    letter: str
    answer: dict[str, Any]


class AnswersOut(BaseModel):
    """Answers to one task, side by side. Neither their letters nor their order tell whose they are,
    or which came first."""

    proposal: dict[str, Any] = Field(description="What they come to, label by label.")
    state: ConsensusState
    answers: list[LetteredAnswer]
    agree: float = Field(description="How far they agree with what is proposed, 0 to 1.")


class QualityQuoteIn(BaseModel):
    """Settings that are thought of."""

    model_config = ConfigDict(extra="forbid")

    quality: Quality = Field(
        examples=[{"overlap": {"least": 2, "most": 5, "sure": 0.9}, "gold": {"later": 0.03}}]
    )


class CostOut(BaseModel):
    """What a hundred items need on the mean, and what that costs in minor units."""

    answers: float
    inspections: float
    gold: float = Field(description="Answers to tasks whose answer is known.")
    total: int


class QualityQuoteOut(BaseModel):
    """What settings cost, beside those that hold now."""

    now: CostOut
    then: CostOut
    note: Literal["measured", "estimated"] = Field(
        description="Whether the stage's own answers tell how many are needed."
    )
