"""Boxes on a picture, each of one class.

`x` and `y` are the upper left corner.
"""

from collections.abc import Sequence
from typing import Literal

from app.labels.base import AssetFacts, Fault, LabelType, Number
from app.labels.shapes import (
    Bounds,
    Placed,
    Shape,
    ShapeLabel,
    class_faults,
    count_faults,
    passes_edge,
    soft_f1,
)


class BoxLabel(ShapeLabel):
    """A question answered with boxes."""

    kind: Literal["box"]


class Box(Shape):
    """One box: upper left corner, width and height in pixels."""

    kind: Literal["box"]
    x: Number
    y: Number
    width: Number
    height: Number


def _check_one(
    definition: BoxLabel, classes: frozenset[str], facts: AssetFacts, box: Box
) -> Sequence[Fault]:
    faults = class_faults(definition, classes, box)
    x, y, width, height = box.x, box.y, box.width, box.height
    if width <= 0 or height <= 0 or width * height <= 0:
        faults.append(
            Fault("zero_area", box.id, "The box has no area; draw it again or remove it.")
        )
    elif passes_edge(_bounds(box), facts):
        faults.append(
            Fault(
                "past_edge",
                box.id,
                f"The box ({x:g}, {y:g}, {width:g} x {height:g}) passes the edge of the picture "
                f"({facts.width} x {facts.height}); keep it inside.",
            )
        )
    return faults


def _check_all(definition: BoxLabel, boxes: Sequence[Box]) -> Sequence[Fault]:
    return count_faults(definition, len(boxes), "boxes")


def _bounds(box: Box) -> Bounds:
    return box.x, box.y, box.x + box.width, box.y + box.height


def iou(one: Box, other: Box) -> float:
    """Intersection over union of two boxes, 0 to 1."""
    across = min(one.x + one.width, other.x + other.width) - max(one.x, other.x)
    down = min(one.y + one.height, other.y + other.height) - max(one.y, other.y)
    if across <= 0 or down <= 0:
        return 0.0
    shared = across * down
    return shared / (one.width * one.height + other.width * other.height - shared)


def _similarity(_: BoxLabel, left: Sequence[Box], right: Sequence[Box]) -> float:
    return soft_f1(_placed(left), _placed(right), iou)


def _placed(boxes: Sequence[Box]) -> list[Placed[Box]]:
    return [Placed(box.class_, _bounds(box), box) for box in boxes]


BOX = LabelType("box", BoxLabel, Box, _check_one, _check_all, _similarity)
