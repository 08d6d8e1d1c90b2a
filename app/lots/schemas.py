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

    item_id: int
    item: str = Field(description="Its name.")
    state: str = Field(description="As the item stands now.")
    sampled: bool
    faulty: bool | None = Field(description="What was found; null: nobody has looked.")
