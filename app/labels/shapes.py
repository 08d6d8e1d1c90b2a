"""What all shapes on a picture share.

Pixels of the picture as shown; edges are inclusive of 0 and of the picture's width and height.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated, TypeAlias

from pydantic import Field

from app.labels.base import ROUNDING, Fault, Number, PictureFacts
from app.labels.marks import Bounds, Mark

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

MAX_POINTS = 10_000

# Lists come from JSON; strictness is for what is inside them.
Point: TypeAlias = Annotated[tuple[Number, Number], Field(strict=False)]
Points: TypeAlias = Annotated[tuple[Point, ...], Field(max_length=MAX_POINTS, strict=False)]


def passes_edge(bounds: Bounds, facts: PictureFacts) -> bool:
    """Whether some of it lies outside the picture."""
    left, upper, right, lower = bounds
    return (
        left < 0 or upper < 0 or right > facts.width + ROUNDING or lower > facts.height + ROUNDING
    )


def past_edge(mark: Mark, what: str, facts: PictureFacts) -> Fault:
    """The fault of a shape that passes the edge; `what` is what it is called."""
    return Fault(
        "past_edge",
        mark.id,
        f"The {what} passes the edge of the picture ({facts.width} x {facts.height}); "
        "keep it inside.",
    )


def no_area(mark: Mark, what: str) -> Fault:
    """The fault of a shape that encloses nothing."""
    return Fault("zero_area", mark.id, f"The {what} has no area; draw it again or remove it.")


def enclosed(points: Sequence[tuple[float, float]]) -> "BaseGeometry":
    """What corners enclose, by the even-odd rule."""
    import shapely  # with numpy 16 MB, which a process that compares nothing does without

    outline = shapely.Polygon(points)
    return outline if outline.is_valid else shapely.make_valid(outline)


def iou(one: "BaseGeometry", other: "BaseGeometry") -> float:
    """Intersection over union of two areas, 0 to 1."""
    shared: float = one.intersection(other).area
    whole: float = one.area + other.area - shared
    return shared / whole if whole > 0 else 0.0
