"""How much is wrong among what nobody has looked at, from what was looked at by chance alone."""

from datetime import datetime
from typing import Any

from pydantic import BaseModel, Field
from sqlalchemy.orm import Session

from app.inspection import queries
from app.models.quality import Why
from app.quality.sampling import unseen

ENOUGH = 50
"""Looks by chance, before which the interval is too wide to say anything."""


class LevelRemaining(BaseModel):
    """What is wrong among hand-ins that this level does not look at: at level 1 of all that comes
    in, at level 2 of what level 1 has let through."""

    level: int
    looked: int = Field(description="Looks by chance alone, of what nothing else would have shown.")
    wrong: int
    share: float | None = Field(description="0 to 1; null: nothing was looked at by chance.")
    low: float
    high: float = Field(description="The share is between these in 95 of 100 cases.")
    since: datetime | None
    enough: bool = Field(description="Whether there were enough looks to say much.")
    drawn: dict[Why, int] = Field(description="What the level has looked at, by why.")


class RemainingOut(BaseModel):
    """The remaining error of a stage: of the first level that does not look at everything."""

    looked: int
    wrong: int
    share: float | None
    low: float
    high: float
    since: datetime | None
    enough: bool
    levels: list[LevelRemaining]
    drawn: dict[Why, int]


def remaining(s: Session, project_id: int, stage_id: int) -> RemainingOut:
    """What is left wrong in a stage, with its interval."""
    looks = queries.by_chance(s, project_id, stage_id)
    drawn: dict[int, dict[Why, int]] = {1: {}, 2: {}}
    for level, why, count in queries.reasons(s, project_id, stage_id):
        drawn[level][Why(why)] = count
    levels = [_level(n, [one for one in looks if one["level"] == n], drawn[n]) for n in (1, 2)]
    first = next((one for one in levels if one.looked), levels[0])
    every: dict[Why, int] = {}
    for counts in drawn.values():
        for reason, count in counts.items():
            every[reason] = every.get(reason, 0) + count
    values = first.model_dump(exclude={"level", "drawn"})
    return RemainingOut(**values, levels=levels, drawn=every)


def _level(level: int, rows: list[dict[str, Any]], drawn: dict[Why, int]) -> LevelRemaining:
    found = unseen([(one["wrong"], one["chance"], one["besides"]) for one in rows])
    return LevelRemaining(
        level=level,
        looked=found.looked,
        wrong=found.wrong,
        share=found.share,
        low=found.low,
        high=found.high,
        since=min((one["at"] for one in rows), default=None),
        enough=found.looked >= ENOUGH,
        drawn=drawn,
    )
