"""Outlines on a picture: closed polygons of one ring, each of one class.

The last point is joined with the first. An outline may cross itself; what it encloses is then
counted once (the even-odd rule), as the editor fills it.
"""

from collections.abc import Sequence
from typing import Literal

from app.core.outline import FEWEST, area, bounds
from app.labels.base import Asked, Fault
from app.labels.marks import Mark, MarkLabel, Measure, marks_type
from app.labels.shapes import Points, enclosed, iou, move_points, no_area, passes_edge, past_edge


class PolygonLabel(MarkLabel):
    """A question answered with outlines."""

    kind: Literal["polygon"]


class Polygon(Mark):
    """One outline: its corners in pixels, in order."""

    kind: Literal["polygon"]
    points: Points


def _check(_: PolygonLabel, asked: Asked, polygon: Polygon) -> Sequence[Fault]:
    if len(polygon.points) < FEWEST or area(polygon.points) <= 0:
        return [no_area(polygon, "outline")]
    if passes_edge(bounds(polygon.points), asked.picture):
        return [past_edge(polygon, "outline", asked.picture)]
    return []


POLYGON = marks_type(
    "polygon",
    PolygonLabel,
    Polygon,
    _check,
    Measure(lambda one: bounds(one.points), lambda one: enclosed(one.points), iou),
    many="outlines",
    move=move_points,
)
