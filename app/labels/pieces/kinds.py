"""What is done with the marks of each kind at the seams of pieces. A kind of mark joins here."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from app.labels.marks import Bounds
from app.labels.pieces import areas, strips, tracks


@dataclass(frozen=True, slots=True)
class Kind:
    """All in the whole's coordinates. `extent` is the box around a mark (on a clock start and end
    as left and right), `share` how far two marks are the same in what both of two pieces show (0 to
    1), `clip` what of one lies in a region, `join` the whole of what several pieces show of one
    thing, in place of the first of them; None where that cannot be said. `meets` says how
    far two that touch one edge from both sides are one (0 to 1; axis 0 is an upright edge, or one
    of a clock, 1 a level one). `near` is the distance at which a mark counts as touching the edge
    of its piece; `branches` says that several marks of one piece may be parts of one of the next.
    """

    extent: Callable[[Any], Bounds]
    share: Callable[[Any, Any, Bounds], float]
    clip: Callable[[Any, Bounds], list[Any]]
    join: Callable[[Sequence[Any], Bounds], Any | None]
    meets: Callable[[Any, Any, int, float], float]
    near: float
    branches: bool = False


_AREA = Kind(areas.extent, areas.share, areas.clip, areas.join, areas.meets, areas.NEAR)
_BRANCHED = replace(_AREA, branches=True)
_STRIP = Kind(strips.extent, strips.share, strips.clip, strips.join, strips.meets, 20)
_SPAN = Kind(strips.extent, strips.share, strips.clip, strips.join, strips.meets, 0)
_TRACK = Kind(tracks.extent, tracks.share, tracks.clip, tracks.join, tracks.meets, 1)

KINDS: Mapping[str, Kind] = {
    "box": _AREA,
    "rotated_box": _AREA,
    "polygon": _BRANCHED,
    "polyline": _BRANCHED,
    "point": _AREA,
    "keypoints": _AREA,
    "mask": _BRANCHED,
    "cuboid": _AREA,
    "segment": _STRIP,
    "event": _STRIP,
    "span": _SPAN,
    "box_track": _TRACK,
    "polygon_track": _TRACK,
    "point_track": _TRACK,
}
"""Marks on pages are not here: no page is cut."""
