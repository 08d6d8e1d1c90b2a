"""When the money of a project will have been spent, by what was earned a day of late."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy.orm import Session

from app.core.clock import day_of, utcnow
from app.figures.queries import sums
from app.figures.rules import Forecast, forecast
from app.figures.service import money

DAYS = 60
"""Days that are looked back on."""
ACTIVE = 14
"""Days on which something was earned, that a forecast rests on."""
SPENT = ("earned", "bonus", "topped", "learned")
"""What takes money for good."""


@dataclass(frozen=True, slots=True)
class Spending:
    """What a project spent by day, and the day on which its money will have been spent."""

    funded: int
    spent: int
    per_day: int
    ends: Forecast
    days: list[tuple[date, int]]


def window(days: dict[date, int], today: date) -> list[int]:
    """What was spent on each whole day since the `ACTIVE`th last one on which something was, idle
    days between them too: a week has its Sundays."""
    active = sorted(day for day, won in days.items() if won > 0 and day < today)[-ACTIVE:]
    if not active:
        return []
    span = (today - active[0]).days
    return [max(0, days.get(active[0] + timedelta(days=n), 0)) for n in range(span)]


def spending(s: Session, project_id: int, *, runs: bool) -> Spending:
    """What the project spent in the last `DAYS` days, and what is to be expected; `runs` is whether
    it hands out work. Days are Asia/Seoul."""
    today = day_of(utcnow())
    found = sums(s, project_id, None, since=today - timedelta(days=DAYS - 1), daily=SPENT)
    where = money(found.whole)
    days = {day: sum(figures.values()) for day, figures in found.days.items()}
    seen = window(days, today)
    funded, spent = where["funded"], where["earned"]
    ends = forecast(today, funded - spent, seen, total=funded, runs=runs, back=max(1, len(seen)))
    each = round(sum(seen) / len(seen)) if seen else 0
    return Spending(funded, spent, each, ends, sorted(days.items()))


WORDS = {"no_items": "no_money", "done": "spent"}
"""Why there is no day, said of money."""


def told(seen: Spending) -> dict[str, Any]:
    """As `schemas.SpendingOut` has it."""
    ends = seen.ends
    return {
        "funded": seen.funded,
        "spent": seen.spent,
        "per_day": seen.per_day,
        "ends": {
            "day": ends.day,
            "low": ends.low,
            "high": ends.high,
            "why": WORDS.get(ends.why, ends.why),
        },
        "days": [{"day": day, "spent": won} for day, won in seen.days],
    }
