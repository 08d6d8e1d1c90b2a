"""What the value of a dated rule holds, by its kind. Rates are text, so that they are exact."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from app.models.money import MoneyRuleKind

Rate = Annotated[str, StringConstraints(pattern=r"^(0(\.[0-9]{1,6})?|1(\.0{1,6})?)$")]
"""A share between 0 and 1, e.g. `0.027`."""

Won = Annotated[int, Field(ge=0, le=10**12)]
Years = Annotated[int, Field(ge=0, le=30)]
Amount = Annotated[str, StringConstraints(pattern=r"^[0-9]{1,6}(\.[0-9]{1,4})?$")]


class Value(BaseModel):
    """Nothing but what the kind knows."""

    model_config = ConfigDict(extra="forbid")


class MinimumWage(Value):
    """Won an hour: the floor for unit prices and of each day's work."""

    hourly: int = Field(ge=1, le=10**6)


class Withholding(Value):
    """What all kinds of income share. Tax and local tax are floored to `floor_to` won; a tax under
    `least_tax` won is not withheld."""

    rate: Rate
    local_rate: Rate = Field(description="Of the income tax.")
    floor_to: int = Field(ge=1, le=1000)
    least_tax: Won


class Business(Withholding):
    """Repeated independent work: a share of what is paid."""


class Other(Withholding):
    """Something done once: nothing up to `free_to` won a case, else a share of what is left after
    the expense that the law deems."""

    deemed_expense: Rate
    free_to: Won


class Daily(Withholding):
    """Employment by the day: a share of each day's wage above `deduction` won."""

    deduction: Won


class Quota(Value):
    """What the programme asks of a project with so much crowd labour cost: `people` and `hires`
    for each `per` won. Groups are shown only from `least_count` people on."""

    per: int = Field(ge=1, le=10**12)
    people: Amount
    hires: Amount
    least_count: int = Field(ge=1, le=1000)


class Retention(Value):
    """How long what is sealed is kept after the year in which it was last needed."""

    identity_years: Years
    account_years: Years


class RejectionCeiling(Value):
    """From which final rejection on an administrator confirms: beyond the larger of `least` and
    `share` of somebody's decided work in a project. `per_day` count in his trust."""

    least: int = Field(ge=0, le=1000)
    share: Rate
    per_day: int = Field(ge=0, le=1000)


VALUES: Mapping[MoneyRuleKind, type[Value]] = {
    MoneyRuleKind.MINIMUM_WAGE: MinimumWage,
    MoneyRuleKind.BUSINESS: Business,
    MoneyRuleKind.OTHER: Other,
    MoneyRuleKind.DAILY: Daily,
    MoneyRuleKind.QUOTA: Quota,
    MoneyRuleKind.RETENTION: Retention,
    MoneyRuleKind.REJECTION_CEILING: RejectionCeiling,
}


class MoneyRuleIn(BaseModel):
    """A rule that holds from a day on."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [
                {
                    "kind": "minimum_wage",
                    "valid_from": "2027-01-01",
                    "value": {"hourly": 10700},
                    "source": "최저임금법 제10조에 따른 고용노동부 고시 (2027년)",
                }
            ]
        },
    )

    kind: MoneyRuleKind
    valid_from: date
    value: dict[str, Any] = Field(description="As its kind has it.", max_length=10)
    source: str = Field(min_length=3, max_length=500, description="The law or notice that says so.")


class MoneyRuleOut(BaseModel):
    """A rule, who wrote it and when; `by` is null where it came with Dure."""

    model_config = ConfigDict(from_attributes=True)

    id: int
    kind: MoneyRuleKind
    valid_from: date
    value: dict[str, Any]
    source: str
    by: int | None
    by_name: str | None
    at: datetime
    holds: bool = Field(description="Whether it is the one that holds today.")
