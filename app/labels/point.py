"""Single points on a picture: cells to count, tips, centres."""

import math
from collections.abc import Sequence
from typing import Literal

from app.labels.base import Asked, Fault, Number
from app.labels.marks import Bounds, Mark, MarkLabel, Measure, marks_type
from app.labels.shapes import move_corner, passes_edge, past_edge

# At this distance, in pixels, two points are half the same; farther ones are others.
HALF = 10.0


class PointLabel(MarkLabel):
    """A question answered with points."""

    kind: Literal["point"]


class PointMark(Mark):
    """One point, in pixels."""

    kind: Literal["point"]
    x: Number
    y: Number


def _check(_: PointLabel, asked: Asked, point: PointMark) -> Sequence[Fault]:
    if passes_edge((point.x, point.y, point.x, point.y), asked.picture):
        return [past_edge(point, "point", asked.picture)]
    return []


def _bounds(point: PointMark) -> Bounds:
    half = HALF / 2
    return point.x - half, point.y - half, point.x + half, point.y + half


def alike(away: float) -> float:
    """How far two points are the same that lie `away` pixels apart: 1 at one place, a half at ten
    pixels, on a bell.
    """
    return float(2 ** -((away / HALF) ** 2))


def nearness(one: PointMark, other: PointMark) -> float:
    """How far two points are the same, 0 to 1."""
    return alike(math.hypot(one.x - other.x, one.y - other.y))


POINT = marks_type(
    "point",
    PointLabel,
    PointMark,
    _check,
    Measure(_bounds, lambda point: point, nearness),
    many="points",
    move=move_corner,
)
