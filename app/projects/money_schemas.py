"""What a stage pays and what it may: prices, floors, paces, openings, budgets."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

from app.models.project import Unit
from app.projects.schemas import MAX_PER_UNIT, Amount, In, Positive, Text, VersionOut


class PriceIn(In):
    """A new price card: pay at each level for `per` units, in minor units; inspectors get the same
    for every verdict."""

    level0: Positive = Field(examples=[250])
    level1: Amount = Field(0, examples=[90])
    level2: Amount = Field(0, examples=[60])
    unit: Unit = Unit.TASK
    per: Annotated[int, Field(ge=1, le=1_000_000)] = Field(
        1, description="For how many units; 1 where the unit is the task."
    )
    most: Annotated[int, Field(ge=1, le=1_000_000)] | None = Field(
        None,
        description="How many units of one task are paid at most, where they are counted in the "
        "answer: objects, what is written, what is spoken.",
    )
    definition: Annotated[
        Text, StringConstraints(min_length=1, max_length=500, strip_whitespace=True)
    ] = Field(description="What one unit is, in words that workers read.", examples=["사진 한 장"])
    estimate_seconds: Annotated[int, Field(ge=1, le=1_000_000)] = Field(
        description="How long `per` units take at level 0, as you think.", examples=[60]
    )
    accept_top_ups: bool = Field(
        False,
        description="Make it although it pays less than the minimum wage: days are topped up.",
    )

    @model_validator(mode="after")
    def _fits(self) -> "PriceIn":
        if self.unit is Unit.TASK and self.per != 1:
            raise ValueError("a task is paid as one; leave per out")
        if self.unit is not Unit.TASK and max(self.level0, self.level1, self.level2) > MAX_PER_UNIT:
            raise ValueError(f"no unit pays more than {MAX_PER_UNIT}; send less")
        return self


class PriceOut(VersionOut):
    """A price card, in minor units for `per` units."""

    level0: int
    level1: int
    level2: int
    unit: Unit
    per: int
    most: int | None
    definition: str
    estimate_seconds: int
    accept_top_ups: bool


class FloorOut(BaseModel):
    """A level's price beside the minimum wage, in minor units for `per` units."""

    model_config = ConfigDict(from_attributes=True)

    level: int
    price: int
    seconds: float | None = Field(description="That they take; null where nobody knows.")
    measured: bool = Field(description="Of the newest hand-ins, not what the manager thinks.")
    floor: int | None
    hourly: int | None
    short: int = Field(description="How much the price lacks.")


class PricedOut(PriceOut):
    """A new price card, and how its levels stand to the minimum wage of today."""

    minimum_wage: int = Field(description="In won an hour.")
    floors: list[FloorOut]


class PaceOut(BaseModel):
    """How long work takes in a stage, and the minimum wage of today in won an hour."""

    minimum_wage: int
    unit: Unit | None = Field(description="What it pays for; null before there is a price card.")
    levels: list["LevelPace"]


class LevelPace(BaseModel):
    """The medians of a level's newest hand-ins, in seconds; null while there are too few."""

    model_config = ConfigDict(from_attributes=True)

    level: int
    median_seconds: int | None
    unit_seconds: float | None


class OpeningIn(In):
    """Which ready items to put on offer. A lower priority number is handed out first."""

    batch_id: Annotated[int, Field(ge=1, le=2**63 - 1)] | None = None
    priority: Annotated[int, Field(ge=-1000, le=1000, examples=[0])] = 0


class QuoteOut(BaseModel):
    """What opening sets aside at worst, and what the budget has, in minor units."""

    items: int
    each: int = Field(description="Of one task: the whole overlap, with all inspections.")
    total: int = Field(description="With one task for each item; see `exact`.")
    budget: int
    exact: bool = Field(
        description="Whether `total` is what is set aside. Not where the stage splits its items: "
        "each piece is a task, and pieces are counted as they are cut, so it becomes more. Only "
        "bundles of several items become less."
    )
    asked: int = Field(
        description="Ready items that are not opened with the rest, since a course asks them."
    )


class FundIn(In):
    """A payment of the sponsor into the budget."""

    amount: Positive = Field(examples=[1_000_000])


class BudgetOut(BaseModel):
    """Where a project's money is, in minor units. `funded` = `left` + `reserved` + `pots` +
    `earned`, and `earned` = `owed` + `on_its_way` + `paid` + `withheld`. Of a stage `funded` and
    `left` are the project's, and what people were paid is not told apart."""

    currency: str
    funded: int
    left: int
    reserved: int
    pots: int = Field(description="Set aside for bonuses.")
    earned: int
    owed: int | None = Field(description="Earned, and in no payout that was approved.")
    on_its_way: int | None = Field(description="Approved, and not answered by the bank.")
    paid: int | None = Field(description="Arrived with people.")
    withheld: int | None = Field(description="Tax.")
    given_back: int
