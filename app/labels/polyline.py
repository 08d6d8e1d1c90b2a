"""Lines on a picture: lanes, cracks, vessels."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Literal

from app.core.outline import bounds
from app.labels.base import Asked, Fault
from app.labels.marks import Bounds, Mark, MarkLabel, Measure, marks_type
from app.labels.shapes import Points, iou, move_points, passes_edge, past_edge

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

# Two lines are compared as bands: a fiftieth of its own extent, at least two pixels, to each side.
_BAND, _LEAST = 0.02, 2.0


class PolylineLabel(MarkLabel):
    """A question answered with lines."""

    kind: Literal["polyline"]


class Polyline(Mark):
    """One line: its points in pixels, in order."""

    kind: Literal["polyline"]
    points: Points


def _check(_: PolylineLabel, asked: Asked, line: Polyline) -> Sequence[Fault]:
    if len(set(line.points)) < 2:
        sentence = "The line has no length; draw it again or remove it."
        return [Fault("zero_length", line.id, sentence)]
    if passes_edge(bounds(line.points), asked.picture):
        return [past_edge(line, "line", asked.picture)]
    return []


def _reach(line: Polyline) -> float:
    left, upper, right, lower = bounds(line.points)
    return max(_LEAST, _BAND * max(right - left, lower - upper))


def _bounds(line: Polyline) -> Bounds:
    left, upper, right, lower = bounds(line.points)
    reach = _reach(line)
    return left - reach, upper - reach, right + reach, lower + reach


def _band(line: Polyline) -> "BaseGeometry":
    import shapely

    return shapely.LineString(line.points).buffer(_reach(line))


POLYLINE = marks_type(
    "polyline",
    PolylineLabel,
    Polyline,
    _check,
    Measure(_bounds, _band, iou),
    many="lines",
    move=move_points,
)
