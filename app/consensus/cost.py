"""What settings cost: answers, inspections and known answers to a hundred items. Pure."""

from dataclasses import dataclass

from app.core.policy import InspectShares, Quality
from app.models.project import Inspect

ITEMS = 100
MORE = 0.32
"""Of the answers between the fewest and the most, how many are bought on the mean
(`docs/quality.md`, measured on nine sets)."""

UNDECIDED = 0.08
"""Of tasks, how many end undecided, where nothing was measured yet."""


@dataclass(frozen=True, slots=True)
class Habits:
    """What was measured in the stage: answers to a task, and the share that is undecided."""

    answers: float | None = None
    undecided: float = UNDECIDED


@dataclass(frozen=True, slots=True)
class Looks:
    """How a level looks, and at which share where that is a plain sample."""

    inspect: Inspect
    rate: float


@dataclass(frozen=True, slots=True)
class Cost:
    """Of a hundred items; `total` in minor units."""

    answers: float
    inspections: float
    gold: float
    total: int


def cost(
    quality: Quality,
    overlap: int,
    levels: tuple[Looks, Looks],
    prices: tuple[int, int, int],
    habits: Habits,
) -> Cost:
    """The mean cost under these settings, with prices of the three levels in minor units; people
    are taken to be no newcomers."""
    each, undecided = float(overlap), 0.0
    if (asked := quality.overlap) is not None:
        guess = asked.least + MORE * (asked.most - asked.least)
        each = min(max(habits.answers or guess, asked.least), asked.most)
        undecided = habits.undecided if asked.most > 1 else 0.0
    answers = ITEMS * each
    shares = quality.inspect or InspectShares()
    first = answers * _share(levels[0], shares, 1) + ITEMS * undecided
    second = first * _share(levels[1], shares, 2)
    gold = answers * (quality.gold.later if quality.gold is not None else 0.0)
    total = (answers + gold) * prices[0] + first * prices[1] + second * prices[2]
    return Cost(round(answers, 1), round(first + second, 1), round(gold, 1), round(total))


def _share(looks: Looks, shares: InspectShares, level: int) -> float:
    """The share of hand-ins that a level looks at."""
    if looks.inspect is Inspect.ALL:
        return 1.0
    if looks.inspect is Inspect.SAMPLE:
        return looks.rate
    if looks.inspect is Inspect.NONE:
        return 0.0
    if level == 2:
        return shares.twice
    missed = (1 - shares.trusted) * (1 - shares.risky) * (1 - shares.random)
    return 1 - missed
