"""Acceptance sampling, and what a random part tells of all: gates and estimates, no way to find
errors.
"""

from __future__ import annotations

import math
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import NormalDist
from typing import Literal, TypeAlias

from app.quality.chances import beta_quantile

Limit: TypeAlias = Literal["1.0", "2.5", "4.0"]

# ISO 2859-1, table 1, general inspection level II: the largest lot of each code letter.
_LOTS = (8, 15, 25, 50, 90, 150, 280, 500, 1200, 3200, 10_000, 35_000, 150_000, 500_000)
_LETTERS = "ABCDEFGHJKLMNPQ"
# Table 2-A, single sampling, normal inspection: the sample of each code letter.
_SAMPLES = (2, 3, 5, 8, 13, 20, 32, 50, 80, 125, 200, 315, 500, 800, 1250)
# The acceptance number at each letter; an arrow to another letter's plan is followed already.
_ACCEPT: dict[Limit, tuple[tuple[str, int], ...]] = {
    "1.0": (
        *((letter, 0) for letter in "EEEEE"),
        *(("E", 0), ("H", 1), ("H", 1), ("J", 2), ("K", 3), ("L", 5)),
        *(("M", 7), ("N", 10), ("P", 14), ("Q", 21)),
    ),
    "2.5": (
        *((letter, 0) for letter in "CCCC"),
        *(("F", 1), ("F", 1), ("G", 2), ("H", 3), ("J", 5), ("K", 7)),
        *(("L", 10), ("M", 14), ("N", 21), ("N", 21), ("N", 21)),
    ),
    "4.0": (
        *((letter, 0) for letter in "BBB"),
        *(("E", 1), ("E", 1), ("F", 2), ("G", 3), ("H", 5), ("J", 7)),
        *(("K", 10), ("L", 14), ("M", 21), ("M", 21), ("M", 21), ("M", 21)),
    ),
}


@dataclass(frozen=True, slots=True)
class Plan:
    """How many of a lot are looked at, and with how many that are wrong it is still accepted."""

    letter: str
    sample: int
    accept: int

    def accepts(self, wrong: int) -> bool:
        """Whether a sample with so many wrong lets the lot pass."""
        return wrong <= self.accept


def plan(lot: int, limit: Limit) -> Plan:
    """ISO 2859-1 for a lot of at least 2: single sampling, general level II, normal inspection.
    `limit` is the acceptance quality limit in percent. A sample as large as the lot is all of it.
    """
    if lot < 2:
        raise ValueError("A lot has at least two pieces.")
    letter, accept = _ACCEPT[limit][bisect_left(_LOTS, lot)]
    return Plan(letter, min(_SAMPLES[_LETTERS.index(letter)], lot), accept)


def wilson(wrong: int, looked: int, sure: float = 0.95) -> tuple[float, float]:
    """Between what the part of wrong ones lies (E. B. Wilson, 1927); 0 to 1 where nothing was
    looked at. Close on the mean; `exact` never claims too much.
    """
    if not looked:
        return 0.0, 1.0
    z = NormalDist().inv_cdf((1 + sure) / 2)
    part, weight = wrong / looked, z * z / looked
    middle = (part + weight / 2) / (1 + weight)
    half = z * math.sqrt(part * (1 - part) / looked + weight / looked / 4) / (1 + weight)
    return max(middle - half, 0.0), min(middle + half, 1.0)


def exact(wrong: float, looked: float, sure: float = 0.95) -> tuple[float, float]:
    """The same by C. J. Clopper and E. S. Pearson (1934): at least so sure, and wider."""
    tail = (1 - sure) / 2
    low = beta_quantile(tail, wrong, looked - wrong + 1) if wrong else 0.0
    high = beta_quantile(1 - tail, wrong + 1, looked - wrong) if wrong < looked else 1.0
    return low, high


@dataclass(frozen=True, slots=True)
class Unseen:
    """How much is wrong among what is not looked at: `share` is between `low` and `high`."""

    looked: int
    wrong: int
    share: float | None
    low: float
    high: float


def unseen(looks: Sequence[tuple[bool, float, float]], sure: float = 0.95) -> Unseen:
    """From looks by chance: whether each was wrong, the chance with which it was drawn, and that
    with which it would have been looked at for another reason.

    Each stands for as many as were not drawn, and those for what nothing else would have shown
    (J. Hájek, 1971); of unequal weights as many count as L. Kish's effective size (1965) says. What
    was not drawn is no more than so many itself (by the same weights): what is true of just those
    lies about what is usual as a sample of that size does, and the interval is wider by it.
    """
    weighed = [(wrong, (1 - besides) / chance) for wrong, chance, besides in looks if besides < 1]
    total = sum(weight for _, weight in weighed)
    many = sum(wrong for wrong, _ in weighed)
    if not weighed:
        return Unseen(0, 0, None, 0.0, 1.0)
    share = sum(weight for wrong, weight in weighed if wrong) / total
    size = total**2 / sum(weight**2 for _, weight in weighed)
    rest = sum((1 - besides) * (1 / chance - 1) for _, chance, besides in looks)
    size = size * rest / (size + rest) if rest else size
    low, high = exact(min(share, 1.0) * size, size, sure)
    return Unseen(len(weighed), many, share, min(low, share), max(high, share))
