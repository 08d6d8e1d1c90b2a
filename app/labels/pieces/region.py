"""What of a whole a piece shows, in the whole's coordinates."""

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from app.labels.marks import Bounds
from app.labels.pieces.piece import (
    ObjectStretch,
    PagePiece,
    Piece,
    Rect,
    Stretch,
    TextPiece,
)

EVERYWHERE: Bounds = (-math.inf, -math.inf, math.inf, math.inf)


@dataclass(frozen=True, slots=True)
class Region:
    """Left, upper, right and lower edge on a picture; start and end on a clock as left and right.
    Of texts and documents `parts`: the stretch that is shown of each part (None: of all of them).
    """

    bounds: Bounds = EVERYWHERE
    parts: Mapping[str, tuple[float, float]] | None = field(default=None)

    def common(self, other: "Region") -> Bounds:
        """What both show; with an edge beyond its opposite where that is nothing."""
        a, b = self.bounds, other.bounds
        return max(a[0], b[0]), max(a[1], b[1]), min(a[2], b[2]), min(a[3], b[3])


def region_of(piece: Piece) -> Region:
    """What a piece shows; a bundle's members are looked at by themselves."""
    match piece:
        case Stretch() | ObjectStretch():
            return Region((piece.start, -math.inf, piece.end, math.inf))
        case Rect():
            x, y = piece.x, piece.y
            return Region((x, y, x + piece.width, y + piece.height))
        case PagePiece():
            pages = range(piece.first, piece.last + 1)
            return Region(parts={f"p{n}": (0, math.inf) for n in pages})
        case TextPiece():
            return Region(parts={one.part: (one.start, one.end) for one in piece.stretches})
        case _:
            return Region()


def within(bounds: Bounds, other: Bounds) -> bool:
    """Whether the first lies in the second, but for rounding."""
    return (
        bounds[0] >= other[0] - 1e-6
        and bounds[1] >= other[1] - 1e-6
        and bounds[2] <= other[2] + 1e-6
        and bounds[3] <= other[3] + 1e-6
    )


def apart(one: Any, other: Any) -> bool:
    """Whether two marks cannot be one, wherever they are: of two labels, classes, channels or
    speakers.
    """
    return any(
        getattr(one, name, None) != getattr(other, name, None)
        for name in ("name", "class_", "channel", "speaker")
    )
