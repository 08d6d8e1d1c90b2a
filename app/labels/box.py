"""Boxes on a picture, each of one class.

`x` and `y` are the upper left corner.
"""

from collections.abc import Sequence
from typing import Literal

from app.labels.base import Asked, Fault, Number
from app.labels.marks import Bounds, Mark, MarkLabel, Measure, marks_type
from app.labels.shapes import move_corner, no_area, passes_edge


class BoxLabel(MarkLabel):
    """A question answered with boxes."""

    kind: Literal["box"]


class Box(Mark):
    """One box: upper left corner, width and height in pixels."""

    kind: Literal["box"]
    x: Number
    y: Number
    width: Number
    height: Number


def _check(_: BoxLabel, asked: Asked, box: Box) -> Sequence[Fault]:
    x, y, width, height = box.x, box.y, box.width, box.height
    if width <= 0 or height <= 0 or width * height <= 0:
        return [no_area(box, "box")]
    facts = asked.picture
    if passes_edge(_bounds(box), facts):
        return [
            Fault(
                "past_edge",
                box.id,
                f"The box ({x:g}, {y:g}, {width:g} x {height:g}) passes the edge of the picture "
                f"({facts.width} x {facts.height}); keep it inside.",
            )
        ]
    return []


def _bounds(box: Box) -> Bounds:
    return box.x, box.y, box.x + box.width, box.y + box.height


def iou(one: Sequence[float], other: Sequence[float]) -> float:
    """Intersection over union of two boxes, as x, y, width and height; 0 to 1."""
    x, y, width, height = one
    x2, y2, width2, height2 = other
    across = min(x + width, x2 + width2) - max(x, x2)
    down = min(y + height, y2 + height2) - max(y, y2)
    if across <= 0 or down <= 0:
        return 0.0
    shared = across * down
    return shared / (width * height + width2 * height2 - shared)


def _numbers(box: Box) -> Sequence[float]:
    return box.x, box.y, box.width, box.height


BOX = marks_type(
    "box",
    BoxLabel,
    Box,
    _check,
    Measure(_bounds, _numbers, iou),
    many="boxes",
    move=move_corner,
)
