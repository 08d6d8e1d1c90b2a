"""Skeletons on a picture: the same named points of each object, joined by the same edges.

A point's third number is COCO's visibility: 0 not there, 1 hidden, 2 visible.
"""

import math
from collections.abc import Sequence
from typing import Annotated, Literal, TypeAlias

from pydantic import Field, model_validator

from app.core.outline import bounds
from app.labels.base import Asked, Caption, Fault, Model, Name, Number, Shift
from app.labels.marks import Bounds, Mark, MarkLabel, Measure, marks_type
from app.labels.shapes import passes_edge, past_edge

MAX_SKELETON = 200

# COCO's object keypoint similarity (cocodataset.org, "Keypoint evaluation") with one constant for
# all points: twice the standard deviation of 0.05 that lies amid those of its seventeen.
_K = 0.1


Share = Annotated[Number, Field(ge=0, le=1)]


class SkeletonPoint(Model):
    """One named point; `x` and `y`, shares of a board, say where it stands on a drawing of the
    skeleton.
    """

    id: Name
    ko: Caption | None = None
    en: Caption | None = None
    x: Share | None = None
    y: Share | None = None


Edge: TypeAlias = Annotated[tuple[int, int], Field(strict=False)]


class Skeleton(Model):
    """Points in the order in which they are set, and which of them are joined."""

    points: Annotated[
        tuple[SkeletonPoint, ...], Field(min_length=1, max_length=MAX_SKELETON, strict=False)
    ]
    edges: Annotated[tuple[Edge, ...], Field(max_length=1_000, strict=False)] = ()

    @model_validator(mode="after")
    def _joined(self) -> "Skeleton":
        if len({one.id for one in self.points}) != len(self.points):
            raise ValueError("two points have one id; give each its own")
        for a, b in self.edges:
            if a == b or not (0 <= a < len(self.points) and 0 <= b < len(self.points)):
                raise ValueError(f"the edge {a}-{b} does not join two of the points")
        return self


class KeypointsLabel(MarkLabel):
    """A question answered with skeletons."""

    kind: Literal["keypoints"]
    skeleton: Skeleton


Keypoint: TypeAlias = Annotated[
    tuple[Number, Number, Annotated[int, Field(ge=0, le=2)]], Field(strict=False)
]


class Keypoints(Mark):
    """One object's points, in the skeleton's order."""

    kind: Literal["keypoints"]
    points: Annotated[
        tuple[Keypoint, ...], Field(min_length=1, max_length=MAX_SKELETON, strict=False)
    ]


def _check(definition: KeypointsLabel, asked: Asked, one: Keypoints) -> Sequence[Fault]:
    wanted = len(definition.skeleton.points)
    if len(one.points) != wanted:
        sentence = f'"{definition.name}" has {wanted} points; {len(one.points)} are given.'
        return [Fault("wrong_points", one.id, sentence)]
    there = _there(one)
    if not there:
        sentence = "None of its points is set; set one or remove it."
        return [Fault("no_points", one.id, sentence)]
    if passes_edge(bounds(there), asked.picture):
        return [past_edge(one, "skeleton", asked.picture)]
    return []


def _there(one: Keypoints) -> list[tuple[float, float]]:
    return [(x, y) for x, y, seen in one.points if seen > 0]


def _bounds(one: Keypoints) -> Bounds:
    return bounds(_there(one))


def _size(one: Keypoints) -> float:
    left, upper, right, lower = _bounds(one)
    return max(1.0, (right - left) * (lower - upper))


def oks(one: Keypoints, other: Keypoints) -> float:
    """Object keypoint similarity, 0 to 1, over the points that either has."""
    scale = 2 * ((_size(one) + _size(other)) / 2) * _K**2
    total, count = 0.0, 0
    for (x, y, seen), (u, v, noticed) in zip(one.points, other.points, strict=False):
        if seen or noticed:
            count += 1
            if seen and noticed:
                total += math.exp(-((x - u) ** 2 + (y - v) ** 2) / scale)
    return total / count if count else 0.0


def _move(one: Keypoints, shift: Shift) -> Keypoints:
    # What is not there has no place: its numbers stay.
    points = tuple((x + shift.x, y + shift.y, seen) if seen else (x, y, seen)
                   for x, y, seen in one.points)  # fmt: skip
    return one.model_copy(update={"points": points})


KEYPOINTS = marks_type(
    "keypoints",
    KeypointsLabel,
    Keypoints,
    _check,
    Measure(_bounds, lambda one: one, oks),
    many="skeletons",
    move=_move,
)
