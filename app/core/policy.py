"""How a stage's answers come to be trusted: its settings, as a manager says them, as they are
stored, and as decisions read them. Every part may be left out: that is then not done."""

from functools import lru_cache
from typing import Annotated, Any, Literal

import orjson
from pydantic import BaseModel, ConfigDict, Field, model_validator

Share = Annotated[float, Field(ge=0, le=1, allow_inf_nan=False)]
Few = Annotated[int, Field(ge=1, le=100)]


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class DynamicOverlap(_Part):
    """How many answers are bought: at least, at most, and how sure is sure enough."""

    least: Annotated[int, Field(ge=1, le=20)] = 2
    most: Annotated[int, Field(ge=1, le=20)] = 5
    sure: Annotated[float, Field(ge=0.5, le=0.999)] = 0.9

    @model_validator(mode="after")
    def _in_order(self) -> "DynamicOverlap":
        if self.least > self.most:
            raise ValueError("it buys at least more answers than at most; exchange the two")
        return self


FIRST, UP_TO = 15, 50
"""Answers of one person at a level: a newcomer's, and those of who is not yet well known."""


class GoldShares(_Part):
    """How much of what one person gets has a known answer: of the first 15, up to 50, after that;
    and whether he is told at once how he did."""

    first: Share = 0.3
    then: Share = 0.2
    later: Share = 0.03
    tell: bool = False

    def share(self, answers: int, gold: int) -> float:
        """The share for who has handed in so many, with known answers among them. Of a newcomer's
        answers just so many are known, at whatever places: after them he has been told from who
        guesses, and not by luck."""
        if answers < FIRST:
            wanted = round(self.first * FIRST + 0.01)
            return min(max(wanted - gold, 0) / (FIRST - answers), 1.0)
        return self.then if answers < UP_TO else self.later


class InspectShares(_Part):
    """What a level that looks by risk looks at: all of a person's first answers, then a share of
    the trusted ones', the riskiest, some by chance alone, and some inspections twice."""

    newcomer: Annotated[int, Field(ge=0, le=1000)] = 50
    trusted: Share = 0.1
    risky: Share = 0.5
    random: Annotated[float, Field(ge=0.01, le=1)] = 0.15
    twice: Share = 0.5


class Seats(_Part):
    """How many seats one may hold at once."""

    newcomer: Few = 1
    trusted: Few = 5


class Pause(_Part):
    """When somebody gets no new seats until a person has looked: when so much of his work is known,
    by known answers or by verdicts, with this chance of being below the bar. Early and on little
    doubt: nearly all who guess are stopped within 15 answers, one in ten who does well is looked at
    and goes on (`dure simulate`). Who says always the same is stopped whatever stands here
    (`app/quality/trust.py: halts()`)."""

    known: Annotated[int, Field(ge=3, le=100)] = 6
    below: Annotated[float, Field(ge=0.5, le=0.9999)] = 0.6


class Quality(_Part):
    """How a stage's answers come to be trusted."""

    overlap: DynamicOverlap | None = None
    gold: GoldShares | None = None
    inspect: InspectShares | None = None
    holds: Seats | None = None
    pause: Pause | None = None
    limit: Literal["1.0", "2.5", "4.0"] | None = (
        None  # acceptance quality limit of lots, in percent
    )

    def kept(self) -> dict[str, Any]:
        """As it is stored."""
        return self.model_dump(mode="json", exclude_none=True)


NOTHING = Quality()


def newcomers(quality: Quality) -> int:
    """The seats of whom nothing is known yet."""
    return (quality.holds or Seats()).newcomer


def quality_of(stored: dict[str, Any] | None) -> Quality:
    """The settings of a stage, from what is stored of them."""
    return NOTHING if stored is None else _parsed(orjson.dumps(stored, option=orjson.OPT_SORT_KEYS))


@lru_cache(maxsize=512)
def _parsed(text: bytes) -> Quality:
    return Quality.model_validate_json(text)
