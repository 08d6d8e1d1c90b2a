"""Areas of single pixels, as run lengths of the smallest cut-out that holds them.

Runs go row by row within the cut-out and begin with the background, so the first may be 0.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated, Any, Literal

from pydantic import Field

from app.labels.base import Asked, Fault
from app.labels.marks import Bounds, Mark, MarkLabel, Measure, marks_type
from app.labels.shapes import move_corner, no_area, passes_edge, past_edge

if TYPE_CHECKING:
    import numpy as np

MAX_RUNS = 500_000
MAX_SIDE = 100_000


class MaskLabel(MarkLabel):
    """A question answered with masks."""

    kind: Literal["mask"]


Side = Annotated[int, Field(ge=0, le=MAX_SIDE)]


class Mask(Mark):
    """One mask: the cut-out's place and size in whole pixels, and its runs."""

    kind: Literal["mask"]
    x: Side
    y: Side
    width: Side
    height: Side
    counts: Annotated[
        tuple[Annotated[int, Field(ge=0)], ...], Field(max_length=MAX_RUNS, strict=False)
    ]


def _check(_: MaskLabel, asked: Asked, mask: Mask) -> Sequence[Fault]:
    if not any(mask.counts[1::2]) or mask.width == 0 or mask.height == 0:
        return [no_area(mask, "mask")]
    if sum(mask.counts) != mask.width * mask.height or 0 in mask.counts[1:]:
        sentence = "The runs of the mask do not fill its cut-out; paint it again."
        return [Fault("bad_runs", mask.id, sentence)]
    if passes_edge(_bounds(mask), asked.picture):
        return [past_edge(mask, "mask", asked.picture)]
    if not _is_tight(mask):
        sentence = "The cut-out of the mask has empty edges; cut it out as tightly as it goes."
        return [Fault("bad_runs", mask.id, sentence)]
    return []


def _is_tight(mask: Mask) -> bool:
    """Whether each edge of the cut-out has a pixel of the mask."""
    at, wide = 0, mask.width
    left, right, upper, lower = wide, -1, mask.height, -1
    for index, run in enumerate(mask.counts):
        end = at + run
        if index % 2 and run:
            first, last = at // wide, (end - 1) // wide
            upper, lower = min(upper, first), max(lower, last)
            if first != last:  # it goes over the right edge and on from the left one
                left, right = 0, wide - 1
            else:
                left, right = min(left, at % wide), max(right, (end - 1) % wide)
        at = end
    return (left, upper, right, lower) == (0, 0, wide - 1, mask.height - 1)


def _bounds(mask: Mask) -> Bounds:
    return mask.x, mask.y, mask.x + mask.width, mask.y + mask.height


def pixels(mask: Mask) -> "np.ndarray[Any, np.dtype[np.bool_]]":
    """The cut-out, `height` x `width`."""
    import numpy as np

    runs = np.asarray(mask.counts)
    values = np.arange(len(runs)) % 2 == 1
    return np.repeat(values, runs).reshape(mask.height, mask.width)


_Pixels = tuple[Bounds, Any]


def _cut(mask: Mask) -> _Pixels:
    return _bounds(mask), pixels(mask)


def _iou(one: _Pixels, other: _Pixels) -> float:
    """Intersection over union in pixels, 0 to 1."""
    (a, ours), (b, theirs) = one, other
    left, upper = int(max(a[0], b[0])), int(max(a[1], b[1]))
    right, lower = int(min(a[2], b[2])), int(min(a[3], b[3]))
    if right <= left or lower <= upper:
        return 0.0
    mine = ours[upper - int(a[1]) : lower - int(a[1]), left - int(a[0]) : right - int(a[0])]
    yours = theirs[upper - int(b[1]) : lower - int(b[1]), left - int(b[0]) : right - int(b[0])]
    shared = int((mine & yours).sum())
    return shared / (int(ours.sum()) + int(theirs.sum()) - shared)


MASK = marks_type(
    "mask",
    MaskLabel,
    Mask,
    _check,
    Measure(_bounds, _cut, _iou),
    many="masks",
    move=move_corner,
)
