"""What boxes and tables of documents share: a place on a page, in pixels at 144 to the inch."""

from collections.abc import Sequence
from typing import Annotated, Any, TypeVar

from pydantic import StringConstraints

from app.labels.base import ROUNDING, AnnotationId, Asked, Fault, Number, Shift
from app.labels.marks import Bounds, Mark, Measure
from app.labels.writing import WRITTEN

MAX_TEXT = 10_000

PageText = Annotated[str, StringConstraints(max_length=MAX_TEXT, pattern=WRITTEN)]

# Farther than any page is wide: in the sweep that compares marks, pages lie beside each other.
_APART = 1_000_000


class OnPage(Mark):
    """A mark on one page: upper left corner, width and height."""

    part: AnnotationId
    x: Number
    y: Number
    width: Number
    height: Number


P = TypeVar("P", bound=OnPage)


def page_faults(asked: Asked, one: OnPage, what: str) -> Sequence[Fault]:
    """Whether it has an area, inside one of the pages; `what` is what it is called."""
    page = asked.document.page(one.part)
    if page is None:
        sentence = f"The {what} lies on no page of this document; draw it anew on one."
        return [Fault("unknown_page", one.id, sentence)]
    if one.width <= 0 or one.height <= 0 or one.width * one.height <= 0:
        return [Fault("zero_area", one.id, f"The {what} has no area; draw it again or remove it.")]
    right, lower = one.x + one.width, one.y + one.height
    if one.x < 0 or one.y < 0 or right > page.width + ROUNDING or lower > page.height + ROUNDING:
        sentence = (
            f"The {what} passes the edge of its page ({page.width:g} x {page.height:g}); "
            "keep it inside."
        )
        return [Fault("past_edge", one.id, sentence)]
    return []


def iou(one: OnPage, other: OnPage) -> float:
    """Intersection over union of two rectangles, 0 to 1; nothing on two pages."""
    if one.part != other.part:
        return 0.0
    across = min(one.x + one.width, other.x + other.width) - max(one.x, other.x)
    down = min(one.y + one.height, other.y + other.height) - max(one.y, other.y)
    if across <= 0 or down <= 0:
        return 0.0
    shared = across * down
    return shared / (one.width * one.height + other.width * other.height - shared)


def _bounds(one: OnPage) -> Bounds:
    number = one.part[1:7]
    left = one.x + (int(number) if number.isascii() and number.isdigit() else 0) * _APART
    return left, one.y, left + one.width, one.y + one.height


def move_page(one: P, shift: Shift) -> P:
    """A mark on a page, on the page of the whole document."""
    return one.model_copy(update={"part": shift.part(one.part)})


PLACES: Measure[Any, OnPage] = Measure(_bounds, lambda one: one, iou)
"""How marks on pages are compared."""
