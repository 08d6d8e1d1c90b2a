"""What is really on the pictures, and how answers are compared with it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, NamedTuple

CLASSES = ("RBC", "WBC", "Platelets")


class Box(NamedTuple):
    """One object: its class, upper left corner, width and height in pixels."""

    kind: str
    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True)
class Picture:
    """A file and the truth about it; `faulty` boxes have no area."""

    name: str
    content: bytes
    width: int
    height: int
    boxes: tuple[Box, ...]
    faulty: tuple[Box, ...] = field(default=())


def answer(boxes: tuple[Box, ...] | list[Box]) -> dict[str, Any]:
    """An answer that says these boxes."""
    return {
        "modality": "picture",
        "annotations": [
            {
                "kind": "box",
                "id": f"a{at}",
                "name": "cells",
                "class": box.kind,
                "x": box.x,
                "y": box.y,
                "width": box.width,
                "height": box.height,
            }
            for at, box in enumerate(boxes, 1)
        ],
    }


def said(given: dict[str, Any]) -> list[Box]:
    """The boxes of an answer, in order."""
    return sorted(
        Box(one["class"], one["x"], one["y"], one["width"], one["height"])
        for one in given["annotations"]
    )


def same(ours: list[Box] | tuple[Box, ...], theirs: list[Box] | tuple[Box, ...]) -> bool:
    """Whether two sets of boxes are equal to a hundredth of a pixel."""
    if len(ours) != len(theirs):
        return False
    return all(
        one.kind == other.kind
        and all(abs(a - b) <= 0.01 for a, b in zip(one[1:], other[1:], strict=True))
        for one, other in zip(sorted(ours), sorted(theirs), strict=True)
    )


def first_wrong(given: dict[str, Any], truth: tuple[Box, ...]) -> tuple[str, Box] | None:
    """The reason code and the box of the first thing that is wrong with an answer, if anything."""
    places = {box[1:]: box.kind for box in truth}
    boxes = said(given)
    for box in boxes:
        if box[1:] not in places:
            return "position", box
        if places[box[1:]] != box.kind:
            return "class", box
    return None if len(boxes) == len(truth) else ("missing", truth[0])


def careless(boxes: tuple[Box, ...], drawn_before: int, width: int) -> list[Box]:
    """The boxes as somebody draws them whose every tenth is shifted or mislabelled, by turns."""
    drawn = []
    for at, box in enumerate(boxes, drawn_before + 1):
        if at % 20 == 0:
            other = CLASSES[(CLASSES.index(box.kind) + 1) % len(CLASSES)]
            box = box._replace(kind=other)
        elif at % 10 == 0:
            by = 9 if box.x + box.width + 9 <= width else -9
            box = box._replace(x=max(0, box.x + by))
        drawn.append(box)
    return drawn
