"""What all shapes on a picture share.

Pixels of the picture as shown; edges are inclusive of 0 and of the picture's width and height.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated, Any, TypeAlias, TypeVar

from pydantic import Field

from app.labels.base import ROUNDING, Fault, Number, PictureFacts, Shift
from app.labels.marks import Bounds, Mark

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

MAX_POINTS = 10_000

# Lists come from JSON; strictness is for what is inside them.
Point: TypeAlias = Annotated[tuple[Number, Number], Field(strict=False)]
Points: TypeAlias = Annotated[tuple[Point, ...], Field(max_length=MAX_POINTS, strict=False)]

# Marks with `x` and `y`, and marks with `points`: fields of the types themselves.
C = TypeVar("C", bound=Any)
P = TypeVar("P", bound=Any)


def moved(points: Sequence[Point], shift: Shift) -> tuple[Point, ...]:
    """The same points at another place."""
    return tuple((x + shift.x, y + shift.y) for x, y in points)


def move_corner(one: C, shift: Shift) -> C:
    """A mark with a corner or a centre, at another place."""
    there: C = one.model_copy(update={"x": one.x + shift.x, "y": one.y + shift.y})
    return there


def move_points(one: P, shift: Shift) -> P:
    """A mark of points, at another place."""
    there: P = one.model_copy(update={"points": moved(one.points, shift)})
    return there


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
