"""Figures, decided: shares, the day on which a stage ends, who needs a word. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from math import ceil, sqrt

PACE_DAYS = 14
"""Whole days that a forecast looks back on."""
LONGEST = 3660
"""Days after which a forecast says nothing any more."""
ENOUGH_DAYS = 3
"""Days that a range of costs is told from, at least."""
WIDE = 1.28
"""Standard errors to either side: four of five ends lie between `low` and `high`."""

ENOUGH = 10
"""Judgements below which nobody's share is held against him."""
LOW_PASS = 0.6
HIGH_OVERTURN = 0.2
SETTLED = ("accepted", "returned", "rejected", "judged", "judged2")
"""What ends one hand-in's wait."""
FEW_TIMES = 3
"""Times below the project's mean time that a piece of work is a look too fast."""


@dataclass(frozen=True, slots=True)
class Forecast:
    """When the last item will be accepted: most likely, at best, at worst; and why so."""

    day: date | None
    low: date | None
    high: date | None
    why: str  # no_items, done, stopped, no_pace, too_far, pace


def share(part: int, whole: int) -> float | None:
    """`part` of `whole`, 0 to 1 to four places; None of nothing."""
    return None if whole <= 0 else round(min(1.0, max(0.0, part / whole)), 4)


def forecast(
    today: date,
    left: int,
    per_day: Sequence[int],
    *,
    total: int,
    runs: bool,
    back: int = PACE_DAYS,
) -> Forecast:
    """When `left` of `total` items will be done, by what was accepted on the days before today.

    `per_day` holds whole days in order, the first one not before work began, of which the last
    `back` count; `runs` is whether work is handed out at all.
    """
    if total <= 0:
        return Forecast(None, None, None, "no_items")
    if left <= 0:
        return Forecast(None, None, None, "done")
    if not runs:
        return Forecast(None, None, None, "stopped")
    days = list(per_day)[-back:]
    mean = sum(days) / len(days) if days else 0.0
    if mean <= 0:
        return Forecast(None, None, None, "no_pace")
    spread = sqrt(sum((one - mean) ** 2 for one in days) / max(1, len(days) - 1))
    error = WIDE * max(spread, sqrt(mean)) / sqrt(len(days))
    day = _ends(today, left, mean)
    if day is None:
        return Forecast(None, None, None, "too_far")
    return Forecast(day, _ends(today, left, mean + error), _ends(today, left, mean - error), "pace")


def band(day: Sequence[tuple[int, int]]) -> float | None:
    """Half the width of the range in which what a piece costs lies, four times of five, by days of
    (money, pieces): the standard error of a ratio. None of fewer than three days with pieces.

    Source: Cochran, Sampling Techniques, 1977, 6.4.
    """
    whole = [(money, n) for money, n in day if money or n]
    pieces = sum(n for _, n in whole)
    if len(whole) < ENOUGH_DAYS or pieces <= 0:
        return None
    each = sum(money for money, _ in whole) / pieces
    off = sum((money - each * n) ** 2 for money, n in whole)
    return WIDE * sqrt(len(whole) / (len(whole) - 1) * off) / pieces


def _ends(today: date, left: int, pace: float) -> date | None:
    if pace <= 0 or left / pace > LONGEST:
        return None
    return today + timedelta(days=ceil(left / pace))


@dataclass(frozen=True, slots=True)
class Concern:
    """Why somebody needs a word, with the figures that say so."""

    why: str  # low_first_pass, overturned, below_wage, too_fast
    figures: dict[str, float]
    weight: float  # the greater, the more pressing


def concerns(
    figures: Mapping[str, int], mean_seconds: float | None, minimum_wage: int | None
) -> list[Concern]:
    """What stands out about one member, by the sums of `queries.members`.

    `mean_seconds` is the project's mean time for a piece of work; `minimum_wage` won an hour.
    """
    found: list[Concern] = []
    get = figures.get
    judged, passed = get("first_judged", 0), get("first_passed", 0)
    if judged >= ENOUGH and passed / judged < LOW_PASS:
        rate = round(passed / judged, 4)
        found.append(
            Concern("low_first_pass", {"first_pass": rate, "judged": judged}, 2 * (1 - rate))
        )
    second, overturned = get("reviewed", 0), get("overturned", 0)
    if second >= ENOUGH and overturned / second > HIGH_OVERTURN:
        rate = round(overturned / second, 4)
        found.append(
            Concern("overturned", {"overturn_rate": rate, "second_looked": second}, 2 + rate)
        )
    timed, seconds = get("timed", 0), get("seconds", 0)
    if timed >= ENOUGH and seconds > 0:
        mean = seconds / timed
        if mean_seconds and mean * FEW_TIMES < mean_seconds:
            shown = {"seconds": round(mean, 1), "usual": round(mean_seconds, 1)}
            found.append(Concern("too_fast", shown, 1.5))
        hourly = hourly_pay(figures)
        if minimum_wage and hourly is not None and hourly < minimum_wage:
            shown = {"hourly": hourly, "minimum_wage": minimum_wage}
            found.append(Concern("below_wage", shown, 1 + (1 - hourly / minimum_wage)))
    return found


def hourly_pay(figures: Mapping[str, int]) -> int | None:
    """Won an hour of settled work: what still waits for a verdict counts neither in pay nor in
    time. None where no time is known."""
    get = figures.get
    timed, seconds = get("timed", 0), get("seconds", 0)
    settled = sum(get(what, 0) for what in SETTLED)
    if timed <= 0 or seconds <= 0 or settled <= 0:
        return None
    return round(get("earned", 0) / (settled * seconds / timed) * 3600)
