"""Boxes on a picture, each of one class.

Pixels of the picture as shown: `x` and `y` are the upper left corner, edges are inclusive of 0 and
of the picture's width and height.
"""

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Annotated, Literal

from pydantic import Field, model_validator

from app.labels.base import (
    MAX_ANNOTATIONS,
    ROUNDING,
    Annotation,
    AssetFacts,
    Definition,
    Fault,
    LabelType,
    Name,
    Number,
)

# Below this overlap two boxes are not the same object, however near they are.
MATCHED = 0.5


class BoxLabel(Definition):
    """A question answered with boxes: which classes, and how many boxes of all of them."""

    kind: Literal["box"]
    min: Annotated[int, Field(ge=0, le=MAX_ANNOTATIONS)] = 0
    max: Annotated[int, Field(ge=1, le=MAX_ANNOTATIONS)] = MAX_ANNOTATIONS

    @model_validator(mode="after")
    def _range_is_one(self) -> "BoxLabel":
        if self.min > self.max:
            raise ValueError("min is above max; no number of boxes would fit")
        return self


class Box(Annotation):
    """One box: upper left corner, width and height in pixels."""

    kind: Literal["box"]
    class_: Annotated[Name, Field(alias="class")]
    x: Number
    y: Number
    width: Number
    height: Number


def _check_one(
    definition: BoxLabel, classes: frozenset[str], facts: AssetFacts, box: Box
) -> Sequence[Fault]:
    faults = []
    if box.class_ not in classes:
        faults.append(
            Fault(
                "unknown_class",
                box.id,
                f'"{definition.name}" has no class "{box.class_}"; choose one of its classes.',
            )
        )
    x, y, width, height = box.x, box.y, box.width, box.height
    if width <= 0 or height <= 0 or width * height <= 0:
        faults.append(
            Fault("zero_area", box.id, "The box has no area; draw it again or remove it.")
        )
    elif (
        x < 0 or y < 0 or x + width > facts.width + ROUNDING or y + height > facts.height + ROUNDING
    ):
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
    if len(boxes) < definition.min:
        return [
            Fault(
                "too_few",
                None,
                f'"{definition.name}" needs at least {definition.min} boxes; '
                f"there are {len(boxes)}.",
            )
        ]
    if len(boxes) > definition.max:
        return [
            Fault(
                "too_many",
                None,
                f'"{definition.name}" takes at most {definition.max} boxes; '
                f"there are {len(boxes)}.",
            )
        ]
    return []


def iou(one: Box, other: Box) -> float:
    """Intersection over union of two boxes, 0 to 1."""
    across = min(one.x + one.width, other.x + other.width) - max(one.x, other.x)
    down = min(one.y + one.height, other.y + other.height) - max(one.y, other.y)
    if across <= 0 or down <= 0:
        return 0.0
    shared = across * down
    return shared / (one.width * one.height + other.width * other.height - shared)


def _overlapping(left: Sequence[Box], right: Sequence[Box]) -> Iterator[tuple[float, int, int]]:
    """Pairs that overlap enough, found by a sweep from left to right rather than all with all."""
    order = sorted(range(len(right)), key=lambda at: right[at].x)
    widest = max((box.width for box in right), default=0.0)
    starts = [right[at].x for at in order]
    for i, box in enumerate(left):
        first = bisect_left(starts, box.x - widest)
        last = bisect_right(starts, box.x + box.width)
        for j in order[first:last]:
            overlap = iou(box, right[j])
            if overlap >= MATCHED:
                yield overlap, i, j


def _similarity(_: BoxLabel, left: Sequence[Box], right: Sequence[Box]) -> float:
    """Sum of the overlap of matched pairs, over the mean count: soft F1.

    Pairs are matched greedily, best first, within a class; a box without a partner counts as a
    miss. The order of the two answers makes no difference.
    """
    if not left and not right:
        return 1.0
    by_class: dict[str, tuple[list[Box], list[Box]]] = defaultdict(lambda: ([], []))
    for box in left:
        by_class[box.class_][0].append(box)
    for box in right:
        by_class[box.class_][1].append(box)
    total = 0.0
    for ours, theirs in by_class.values():
        pairs = sorted(
            _overlapping(ours, theirs),
            key=lambda pair: (-pair[0], sorted((_corner(ours[pair[1]]), _corner(theirs[pair[2]])))),
        )
        taken_left: set[int] = set()
        taken_right: set[int] = set()
        for overlap, i, j in pairs:
            if i not in taken_left and j not in taken_right:
                taken_left.add(i)
                taken_right.add(j)
                total += overlap
    return 2 * total / (len(left) + len(right))


def _corner(box: Box) -> tuple[float, float, float, float]:
    return box.x, box.y, box.width, box.height


BOX = LabelType("box", BoxLabel, Box, _check_one, _check_all, _similarity)
