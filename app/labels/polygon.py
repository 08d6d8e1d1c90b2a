"""Outlines on a picture: closed polygons of one ring, each of one class.

The last point is joined with the first. An outline may cross itself; what it encloses is then
counted once (the even-odd rule), as the editor fills it.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated, Literal, TypeAlias

from pydantic import Field

from app.core.outline import FEWEST, area, bounds
from app.labels.base import AssetFacts, Fault, LabelType, Number
from app.labels.shapes import (
    Placed,
    Shape,
    ShapeLabel,
    class_faults,
    count_faults,
    passes_edge,
    soft_f1,
)

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

MAX_POINTS = 10_000

# Lists come from JSON; strictness is for what is inside them.
Point: TypeAlias = Annotated[tuple[Number, Number], Field(strict=False)]
Points: TypeAlias = Annotated[tuple[Point, ...], Field(max_length=MAX_POINTS, strict=False)]


class PolygonLabel(ShapeLabel):
    """A question answered with outlines."""

    kind: Literal["polygon"]


class Polygon(Shape):
    """One outline: its corners in pixels, in order."""

    kind: Literal["polygon"]
    points: Points


def _check_one(
    definition: PolygonLabel, classes: frozenset[str], facts: AssetFacts, polygon: Polygon
) -> Sequence[Fault]:
    faults = class_faults(definition, classes, polygon)
    if len(polygon.points) < FEWEST or area(polygon.points) <= 0:
        faults.append(
            Fault("zero_area", polygon.id, "The outline has no area; draw it again or remove it.")
        )
    elif passes_edge(bounds(polygon.points), facts):
        faults.append(
            Fault(
                "past_edge",
                polygon.id,
                f"The outline passes the edge of the picture ({facts.width} x {facts.height}); "
                "keep it inside.",
            )
        )
    return faults


def _check_all(definition: PolygonLabel, polygons: Sequence[Polygon]) -> Sequence[Fault]:
    return count_faults(definition, len(polygons), "outlines")


def _geometry(points: Sequence[tuple[float, float]]) -> "BaseGeometry":
    import shapely  # with numpy 16 MB, which a process that compares nothing does without

    outline = shapely.Polygon(points)
    return outline if outline.is_valid else shapely.make_valid(outline)


def iou(one: "BaseGeometry", other: "BaseGeometry") -> float:
    """Intersection over union of two areas, 0 to 1."""
    shared: float = one.intersection(other).area
    whole: float = one.area + other.area - shared
    return shared / whole if whole > 0 else 0.0


def _similarity(_: PolygonLabel, left: Sequence[Polygon], right: Sequence[Polygon]) -> float:
    return soft_f1(_placed(left), _placed(right), iou)


def _placed(polygons: Sequence[Polygon]) -> "list[Placed[BaseGeometry]]":
    return [Placed(one.class_, bounds(one.points), _geometry(one.points)) for one in polygons]


POLYGON = LabelType("polygon", PolygonLabel, Polygon, _check_one, _check_all, _similarity)
