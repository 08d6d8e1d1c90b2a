"""Boxes with depth, as they are seen on a picture: the eight corners of a cuboid."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated, Literal

from pydantic import Field

from app.core.outline import bounds
from app.labels.base import Asked, Fault
from app.labels.marks import Mark, MarkLabel, Measure, marks_type
from app.labels.shapes import Point, iou, move_points, no_area, passes_edge, past_edge

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry


class CuboidLabel(MarkLabel):
    """A question answered with cuboids."""

    kind: Literal["cuboid"]


class Cuboid(Mark):
    """One cuboid: the front face (upper left, upper right, lower right, lower left), then the back
    face in the same order.
    """

    kind: Literal["cuboid"]
    points: Annotated[tuple[Point, ...], Field(min_length=8, max_length=8, strict=False)]


def _check(_: CuboidLabel, asked: Asked, one: Cuboid) -> Sequence[Fault]:
    left, upper, right, lower = bounds(one.points)
    if right <= left or lower <= upper:
        return [no_area(one, "cuboid")]
    if passes_edge((left, upper, right, lower), asked.picture):
        return [past_edge(one, "cuboid", asked.picture)]
    return []


def _seen(one: Cuboid) -> "BaseGeometry":
    """What of the picture it covers."""
    import shapely

    return shapely.MultiPoint(one.points).convex_hull


CUBOID = marks_type(
    "cuboid",
    CuboidLabel,
    Cuboid,
    _check,
    Measure(lambda one: bounds(one.points), _seen, iou),
    many="cuboids",
    move=move_points,
)
