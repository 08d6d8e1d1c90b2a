"""Lots as the API speaks of them."""

from datetime import datetime
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from app.core.states import LotState


class LotIn(BaseModel):
    """A lot of all that the stage has accepted and that is in no lot yet."""

    model_config = ConfigDict(extra="forbid")

    name: str = Field(min_length=1, max_length=200, examples=["1차 납품"])
    limit: Literal["1.0", "2.5", "4.0"] | None = Field(
        None, description="The acceptance quality limit in percent; null: as the stage says."
    )


class LotPlanOut(BaseModel):
    """What a lot made now would be, before it is made."""

    size: int = Field(description="What is accepted and in no lot; 0: there is nothing for one.")
    sample: int = Field(description="How many of it would be looked at.")
    accept: int = Field(description="With so many faulty ones it would still be accepted.")
    cost: int = Field(description="What would be set aside, in minor units.")
    budget: int = Field(description="What the project's budget has for it, in minor units.")


class LotOut(BaseModel):
    """A lot, the plan by which it is decided about (ISO 2859-1), and how far that is."""

    id: int
    stage_id: int
    name: str
    state: LotState
    limit: float = Field(description="The acceptance quality limit, in percent.")
    size: int
    sample: int = Field(description="How many of it are looked at before it is decided.")
    accept: int = Field(description="With so many faulty ones in the sample it is still accepted.")
    looked: int = Field(description="Of the sample, by now.")
    faulty: int = Field(description="Of the sample, by now.")
    again: int = Field(description="Of a refused lot: how many of the rest were looked at since.")
    cost: int = Field(description="Set aside when it was made, in minor units.")
    created_at: datetime
    settled_at: datetime | None


class LotItemOut(BaseModel):
    """An item of a lot."""

    place: int = Field(description="Its place in the lot, by which lists are paged.")
    item_id: int
    item: str = Field(description="Its name.")
    state: str = Field(description="As the item stands now.")
    sampled: bool
    faulty: bool | None = Field(description="What was found; null: nobody has looked.")
    risk: float | None = Field(
        description="Of the rest of a refused lot: how likely it is wrong, as was told then."
    )
