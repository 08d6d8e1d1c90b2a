"""Boxes that are turned: centre, sides, and an angle clockwise in degrees."""

import math
from collections.abc import Sequence
from typing import Annotated, Literal

from pydantic import Field

from app.core.outline import bounds
from app.labels.base import Asked, Fault, Number
from app.labels.marks import Mark, MarkLabel, Measure, marks_type
from app.labels.shapes import enclosed, iou, move_corner, no_area, passes_edge, past_edge


class RotatedBoxLabel(MarkLabel):
    """A question answered with turned boxes."""

    kind: Literal["rotated_box"]


class RotatedBox(Mark):
    """One turned box; `x` and `y` are its centre."""

    kind: Literal["rotated_box"]
    x: Number
    y: Number
    width: Number
    height: Number
    angle: Annotated[Number, Field(ge=0, lt=360)]


def corners(box: RotatedBox) -> list[tuple[float, float]]:
    """Upper left, upper right, lower right, lower left, as they lie before it is turned."""
    turn = math.radians(box.angle)
    cos, sin = math.cos(turn), math.sin(turn)
    half, tall = box.width / 2, box.height / 2
    return [
        (box.x + dx * cos - dy * sin, box.y + dx * sin + dy * cos)
        for dx, dy in ((-half, -tall), (half, -tall), (half, tall), (-half, tall))
    ]


def _check(_: RotatedBoxLabel, asked: Asked, box: RotatedBox) -> Sequence[Fault]:
    if box.width <= 0 or box.height <= 0 or box.width * box.height <= 0:
        return [no_area(box, "box")]
    left, upper, right, lower = bounds(corners(box))
    # A turned corner is a sum of products: its rounding counts on all four sides.
    if passes_edge((left + 1e-6, upper + 1e-6, right, lower), asked.picture):
        return [past_edge(box, "box", asked.picture)]
    return []


ROTATED_BOX = marks_type(
    "rotated_box",
    RotatedBoxLabel,
    RotatedBox,
    _check,
    Measure(lambda one: bounds(corners(one)), lambda one: enclosed(corners(one)), iou),
    many="boxes",
    move=move_corner,
)
