"""Bonuses as they speak HTTP; amounts in minor units of the project's currency."""

from datetime import datetime
from decimal import Decimal
from typing import Self

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, model_validator

from app.models.bonus import BonusKind


class BonusIn(BaseModel):
    """A promise of a stage. `amount` × `most` is set aside from the budget."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [{"kind": "volume", "amount": 5000, "most": 20, "pieces": 100}]
        },
    )

    kind: BonusKind
    amount: int = Field(ge=1, le=10**8, description="Of one award.")
    most: int = Field(ge=1, le=100_000, description="Awards in all.")
    pieces: int = Field(
        ge=1,
        le=10**6,
        description="Pieces of work: decided for `quality`, else accepted; `volume` awards every "
        "so many.",
    )
    share: Decimal | None = Field(
        None,
        gt=0,
        le=1,
        max_digits=4,
        decimal_places=3,
        description="Of `quality`: how large a share was accepted as first handed in.",
    )
    until: AwareDatetime | None = Field(
        None, description="Work that is first handed in later does not count."
    )

    @model_validator(mode="after")
    def _whole(self) -> Self:
        if (self.kind is BonusKind.QUALITY) != (self.share is not None):
            raise ValueError("a bonus for quality, and no other, has a share")
        if self.kind is BonusKind.DEADLINE and self.until is None:
            raise ValueError("a bonus for a deadline has the day until which it counts")
        return self


class BonusOut(BaseModel):
    """A bonus as whoever may claim work sees it. It counts what is first handed in between
    `created_at` and `until`."""

    model_config = ConfigDict(from_attributes=True)

    id: int
    stage_id: int
    kind: BonusKind
    amount: int
    most: int
    awarded: int
    pieces: int
    share: float | None
    until: datetime | None
    created_at: datetime
    closed_at: datetime | None


class MyBonusOut(BonusOut):
    """A bonus, and how far one has come: pieces that count, the share of them that was accepted as
    first handed in, and what it has paid."""

    reached: int
    clean: float | None
    paid: int
