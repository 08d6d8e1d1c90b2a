"""Shapes between two keyframes of a video, as the numbers that go straight: x, y, width, height of
a box; x, y of each corner of an outline.
"""

import math
from heapq import heapify, heapreplace
from typing import TypeAlias

Numbers: TypeAlias = tuple[float, ...]


def between(one: Numbers, other: Numbers, share: float) -> Numbers:
    """The shape at `share` (0 to 1) of the way from `one` to `other`. Two outlines of different
    counts of corners: the one with fewer is given more, each on the edge whose pieces are the
    longest then (the first among equals), its pieces of one length; corner n then goes to corner n.
    """
    if len(one) != len(other):
        most = max(len(one), len(other)) // 2
        one, other = _with_more(one, most), _with_more(other, most)
    return tuple(a + (b - a) * share for a, b in zip(one, other, strict=True))


def corners(numbers: Numbers) -> list[tuple[float, float]]:
    """x and y of each corner, in pairs."""
    return list(zip(numbers[::2], numbers[1::2], strict=True))


def _with_more(numbers: Numbers, count: int) -> Numbers:
    """The same outline with `count` corners."""
    points = corners(numbers)
    more = count - len(points)
    if more <= 0 or not points:
        return numbers
    edges = list(zip(points, [*points[1:], points[0]], strict=True))
    long = [
        math.sqrt((c - a) * (c - a) + (d - b) * (d - b)) for ((a, b), (c, d)) in edges
    ]  # not hypot: the editor's may round otherwise
    pieces = [1] * len(edges)
    waiting = [(-length, at) for at, length in enumerate(long)]
    heapify(waiting)
    for _ in range(more):
        _, at = waiting[0]
        pieces[at] += 1
        heapreplace(waiting, (-long[at] / pieces[at], at))
    found: list[float] = []
    for ((a, b), (c, d)), n in zip(edges, pieces, strict=True):
        for step in range(n):
            found += (a + (c - a) * (step / n), b + (d - b) * (step / n))
    return tuple(found)
