"""Outlines of one ring, as lists of (x, y): the last corner is joined with the first."""

from collections.abc import Sequence
from itertools import pairwise
from typing import TypeAlias

Corners: TypeAlias = Sequence[Sequence[float]]

FEWEST = 3
"""Corners without which nothing is enclosed."""


def bounds(corners: Corners) -> tuple[float, float, float, float]:
    """Left, upper, right and lower edge of the smallest box around them."""
    xs, ys = [x for x, _ in corners], [y for _, y in corners]
    return min(xs), min(ys), max(xs), max(ys)


def area(corners: Corners) -> float:
    """What is enclosed, by the shoelace formula; what an outline that crosses itself goes round the
    other way counts against the rest.
    """
    # Seen from its first corner, so that a small outline far away keeps its digits.
    x0, y0 = corners[0]
    seen = [(x - x0, y - y0) for x, y in corners[1:]]
    return abs(sum(a * d - c * b for (a, b), (c, d) in pairwise(seen))) / 2
