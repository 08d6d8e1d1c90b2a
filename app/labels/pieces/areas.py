"""Shapes on pictures: what of them a tile shows, whether two tiles show one, and the whole of it.

Geometry is shapely's (GEOS), masks are arrays; both are only loaded where they are needed.
"""

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from app.core.outline import FEWEST
from app.core.outline import area as outline_area
from app.core.outline import bounds as outline_bounds
from app.labels.box import Box
from app.labels.keypoints import KEYPOINTS, Keypoints
from app.labels.marks import Bounds
from app.labels.mask import MASK, Mask, pixels
from app.labels.pieces.region import within
from app.labels.point import PointMark, nearness
from app.labels.polygon import Polygon
from app.labels.rotated_box import RotatedBox, corners
from app.labels.shapes import enclosed, iou

if TYPE_CHECKING:
    import numpy as np
    from shapely.geometry.base import BaseGeometry

NEAR = 2.0
"""Pixels within which a mark that was drawn up to the edge of a tile counts as touching it."""

# As what is not there lies beside a line, in pixels.
_BAND = 3.0
# Farther than any picture is wide.
_FAR = 1e7


def extent(one: Any) -> Bounds:
    """The smallest box around a mark."""
    if isinstance(one, RotatedBox):
        return outline_bounds(corners(one))
    if isinstance(one, PointMark):
        return one.x, one.y, one.x, one.y
    if isinstance(one, Keypoints):
        return outline_bounds([(x, y) for x, y, seen in one.points if seen] or [(0, 0)])
    if isinstance(one, Box | Mask):
        return one.x, one.y, one.x + one.width, one.y + one.height
    return outline_bounds(one.points)


def _area(one: Any) -> "BaseGeometry":
    import shapely

    if isinstance(one, Box):
        return shapely.box(*extent(one))
    if isinstance(one, RotatedBox):
        return enclosed(corners(one))
    if isinstance(one, Polygon):
        return enclosed(one.points)
    if one.kind == "polyline":
        return shapely.LineString(one.points).buffer(_BAND)
    return shapely.MultiPoint(one.points).convex_hull


def share(one: Any, other: Any, common: Bounds) -> float:
    """How far two are the same in what both tiles show, 0 to 1."""
    if isinstance(one, PointMark):
        both = within(extent(one), common) and within(extent(other), common)
        return nearness(one, other) if both else 0.0
    if isinstance(one, Keypoints):
        ours, theirs = _points_in(one, common), _points_in(other, common)
        return KEYPOINTS.overlap(ours, theirs) if ours and theirs else 0.0
    if isinstance(one, Mask):
        mine, yours = cropped(one, common), cropped(other, common)
        return MASK.overlap(mine, yours) if mine and yours else 0.0
    if isinstance(one, Polygon) or one.kind == "polyline":
        # What comes apart at the edge of one tile may be in one on the other.
        here, there = ([_area(part) for part in clip(each, common)] for each in (one, other))
        return max((iou(a, b) for a in here for b in there), default=0.0)
    import shapely

    shown = shapely.box(*common)
    return iou(_area(one).intersection(shown), _area(other).intersection(shown))


def meets(one: Any, other: Any, axis: int, edge: float) -> float:
    """How far what touches an edge from before is what touches it from behind: of both stretches
    along the edge, what is shared of all, or, of what may branch, of the shorter one. `axis` 0 is
    an upright edge, 1 a level one.
    """
    if isinstance(one, PointMark):
        return nearness(one, other)
    if one.kind == "polyline":
        near = min(math.dist(a, b) for a in _ends(one) for b in _ends(other))
        return 1.0 - near / (4 * NEAR) if near <= 2 * NEAR else 0.0
    ours, theirs = _along(one, axis, edge, -1), _along(other, axis, edge, 1)
    if ours is None or theirs is None:
        return 0.0
    shared = min(ours[1], theirs[1]) - max(ours[0], theirs[0])
    if shared <= 0:
        return 0.0
    if isinstance(one, Mask | Polygon):
        return shared / min(ours[1] - ours[0], theirs[1] - theirs[0])
    return shared / (max(ours[1], theirs[1]) - min(ours[0], theirs[0]))


def _ends(line: Any) -> tuple[Any, Any]:
    return line.points[0], line.points[-1]


def _along(one: Any, axis: int, edge: float, side: int) -> tuple[float, float] | None:
    """From where to where it lies along an edge, on one side of it."""
    low, high = sorted((edge, edge + side * 2 * NEAR))
    band = (low, -_FAR, high, _FAR) if axis == 0 else (-_FAR, low, _FAR, high)
    found: Bounds | None = None
    if isinstance(one, Mask):
        cut = cropped(one, band)
        found = extent(cut) if cut else None
    elif not isinstance(one, Keypoints):
        import shapely

        cut_off = _area(one).intersection(shapely.box(*band))
        found = None if cut_off.is_empty else cut_off.bounds
    return None if found is None else (found[1 - axis], found[3 - axis])


def clip(one: Any, region: Bounds) -> list[Any]:
    """What of a mark lies in a region; nothing of what cannot be cut and passes its edge. An
    outline or a line may come apart.
    """
    if within(extent(one), region):
        return [one]
    if isinstance(one, Keypoints):
        shown = _points_in(one, region)
        return [shown] if shown else []
    if isinstance(one, Mask):
        cut = cropped(one, region)
        return [cut] if cut else []
    if isinstance(one, Box):
        left, upper, right, lower = extent(one)
        left, upper = max(left, region[0]), max(upper, region[1])
        right, lower = min(right, region[2]), min(lower, region[3])
        if right - left <= 0 or lower - upper <= 0:
            return []
        size = {"x": left, "y": upper, "width": right - left, "height": lower - upper}
        return [one.model_copy(update=size)]
    if one.kind in ("polygon", "polyline"):
        return _cut(one, region)
    return []


def _cut(one: Any, region: Bounds) -> list[Any]:
    import shapely

    # A region may go on without end, which GEOS cannot do.
    left, upper, right, lower = extent(one)
    shown = shapely.box(
        max(region[0], left - 1),
        max(region[1], upper - 1),
        min(region[2], right + 1),
        min(region[3], lower + 1),
    )
    if isinstance(one, Polygon):
        found = _parts(_area(one).intersection(shown), "Polygon")
        rings = [list(part.exterior.coords)[:-1] for part in found if part.area > 0]
    else:
        found = _parts(shapely.LineString(one.points).intersection(shown), "LineString")
        rings = [list(part.coords) for part in found if part.length > 0]
    return [one.model_copy(update={"points": tuple((x, y) for x, y in ring)}) for ring in rings]


def _parts(geometry: Any, kind: str) -> list[Any]:
    parts = getattr(geometry, "geoms", [geometry])
    return [one for one in parts if one.geom_type == kind and not one.is_empty]


def _points_in(one: Keypoints, region: Bounds) -> Keypoints | None:
    """With only those points that lie in the region."""
    points = tuple(
        (x, y, seen) if seen and within((x, y, x, y), region) else (0.0, 0.0, 0)
        for x, y, seen in one.points
    )
    if not any(seen for _, _, seen in points):
        return None
    return one.model_copy(update={"points": points})


def cropped(mask: Mask, region: Bounds) -> Mask | None:
    """What of a mask lies in a region of whole pixels."""
    left, upper, right, lower = extent(mask)
    left, upper = max(left, region[0]), max(upper, region[1])
    right, lower = min(right, region[2]), min(lower, region[3])
    if right <= left or lower <= upper:
        return None
    x, y = int(left), int(upper)
    shown = pixels(mask)[y - mask.y : int(lower) - mask.y, x - mask.x : int(right) - mask.x]
    return _mask(mask, x, y, shown)


def _mask(like: Mask, x: int, y: int, shown: "np.ndarray[Any, Any]") -> Mask | None:
    """A mask of these pixels, cut out as tightly as it goes; None for none."""
    import numpy as np

    rows, columns = np.flatnonzero(shown.any(axis=1)), np.flatnonzero(shown.any(axis=0))
    if not len(rows):
        return None
    tight = shown[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]
    flat = tight.ravel().astype(np.int8)
    edges = np.flatnonzero(np.diff(flat)) + 1
    counts = np.diff([0, *edges, flat.size]).tolist()
    return like.model_copy(
        update={
            "x": x + int(columns[0]),
            "y": y + int(rows[0]),
            "width": int(tight.shape[1]),
            "height": int(tight.shape[0]),
            "counts": tuple(counts if not flat[0] else (0, *counts)),
        }
    )


def join(ones: Sequence[Any], limit: Bounds) -> Any | None:
    """The whole of what several tiles show of one thing, in place of the first, which is the
    largest; None where it cannot be put together within the picture.
    """
    first = ones[0]
    if isinstance(first, Box):
        left, upper, right, lower = around([extent(one) for one in ones])
        size = {"x": left, "y": upper, "width": right - left, "height": lower - upper}
        return first.model_copy(update=size)
    if isinstance(first, Mask):
        return _masks(ones)
    if isinstance(first, Polygon):
        return _inside(_outlines(ones), limit)
    if isinstance(first, RotatedBox):
        return _turned(ones, limit)
    if isinstance(first, Keypoints):
        best = tuple(max(points, key=lambda one: one[2])
                     for points in zip(*(one.points for one in ones), strict=True))  # fmt: skip
        return first.model_copy(update={"points": best})
    return _inside(_chained(ones), limit) if first.kind == "polyline" else None


def _inside(one: Any | None, limit: Bounds) -> Any | None:
    """Without what rounding has put beyond the edge of the picture."""
    if one is None:
        return None
    left, upper, right, lower = limit
    points = ((min(max(x, left), right), min(max(y, upper), lower)) for x, y in one.points)
    return one.model_copy(update={"points": tuple(points)})


def around(boxes: Sequence[Bounds]) -> Bounds:
    """The smallest box around boxes."""
    left, upper, right, lower = zip(*boxes, strict=True)
    return min(left), min(upper), max(right), max(lower)


def _masks(ones: Sequence[Mask]) -> Mask | None:
    import numpy as np

    left, upper, right, lower = (int(edge) for edge in around([extent(one) for one in ones]))
    shown = np.zeros((lower - upper, right - left), bool)
    for one in ones:
        y, x = one.y - upper, one.x - left
        shown[y : y + one.height, x : x + one.width] |= pixels(one)
    return _mask(ones[0], left, upper, shown)


def _outlines(ones: Sequence[Polygon]) -> Polygon | None:
    import shapely

    areas = [_area(one) for one in ones]
    whole = shapely.union_all(areas)
    if len(_parts(whole, "Polygon")) != 1:  # drawn not quite up to the edge
        wide = [one.buffer(NEAR, join_style="mitre") for one in areas]
        whole = shapely.union_all(wide).buffer(-NEAR, join_style="mitre")
    found = _parts(whole, "Polygon")
    if len(found) != 1 or sum(shapely.Polygon(hole).area for hole in found[0].interiors) > 1:
        return None
    ring = list(found[0].simplify(1e-6).exterior.coords)[:-1]
    if len(ring) < FEWEST or outline_area(ring) <= 0:
        return None  # slivers that enclose less than numbers can say
    return ones[0].model_copy(update={"points": tuple((x, y) for x, y in ring)})


def _turned(ones: Sequence[RotatedBox], limit: Bounds) -> RotatedBox | None:
    """The smallest box of the first one's angle around all of them."""
    first = ones[0]
    turn = math.radians(first.angle)
    cos, sin = math.cos(turn), math.sin(turn)
    flat = [(x * cos + y * sin, y * cos - x * sin) for one in ones for x, y in corners(one)]
    left, upper, right, lower = outline_bounds(flat)
    x, y = (left + right) / 2, (upper + lower) / 2
    whole = first.model_copy(
        update={
            "x": x * cos - y * sin,
            "y": x * sin + y * cos,
            "width": right - left,
            "height": lower - upper,
        }
    )
    return whole if within(extent(whole), limit) else None


def _chained(ones: Sequence[Any]) -> Any | None:
    """Lines one after the other, whichever way each was drawn: where one goes on from the end of
    another, or from amid its last stretch. None where one is too far from all others.
    """
    points = list(ones[0].points)
    rest = [list(one.points) for one in ones[1:]]
    while rest:
        ways = [(line, way) for line in rest for way in (line, line[::-1])]
        tried = [(line, _on(a, b)) for line, way in ways for a, b in ((points, way), (way, points))]
        fitting = [(line, found) for line, found in tried if found is not None]
        if fitting:
            line, (_, points) = min(fitting, key=lambda one: one[1][0])
        else:
            along = next((one for one in rest if _beside(one, points)), None)
            if along is None:
                return None
            line = along
        rest.remove(line)
    return ones[0].model_copy(update={"points": tuple(points)})


def _beside(line: list[Any], other: list[Any]) -> bool:
    """Whether all of a line lies along another one."""
    import shapely

    along = shapely.LineString(other)
    return all(along.distance(shapely.Point(point)) <= 2 * NEAR for point in line)


def _on(one: list[Any], other: list[Any]) -> tuple[float, list[Any]] | None:
    """The first line, and from where the second begins on the second, with how far they are apart
    there; None where that does not begin at the first, or the first does not end at the second.
    """
    import shapely

    ours, theirs = shapely.LineString(one), shapely.LineString(other)
    begin, end = shapely.Point(other[0]), shapely.Point(one[-1])
    away = max(ours.distance(begin), theirs.distance(end))
    if away > 2 * NEAR:
        return None
    reach = shapely.line_locate_point(ours, begin)
    if ours.length - reach > shapely.line_locate_point(theirs, end) + 2 * NEAR:
        return None  # they lie beside each other and part again
    back = ((ours, other[-1], ours.length), (theirs, one[0], 0.0))
    if any(_goes_back(line, shapely.Point(far), turn) for line, far, turn in back):
        return None
    kept: list[Any] = []
    gone = 0.0
    for at, point in enumerate(one):
        gone += math.dist(one[at - 1], point) if at else 0.0
        if gone > reach - 1e-6 and kept:
            break
        kept.append(point)
    if len(kept) == len(one):
        return away, _smooth(kept, other)
    bend = tuple(shapely.line_interpolate_point(ours, reach).coords[0])
    exact = math.dist(bend, other[0]) <= 1e-6
    return away, _smooth([*kept, bend], other) if exact else kept + other


def _goes_back(line: Any, far: Any, turn: float) -> bool:
    """Whether the far end of another line lies on this one, off the place where it should go on."""
    import shapely

    away, off = line.distance(far), abs(shapely.line_locate_point(line, far) - turn)
    return any(away <= near < off for near in (1e-6, 2 * NEAR))


def _smooth(one: list[Any], other: list[Any]) -> list[Any]:
    """One after the other; where both end at one place on a straight line, without that place."""
    if math.dist(one[-1], other[0]) > 1e-6:
        return one + other
    (ax, ay), (bx, by), (cx, cy) = one[-2], one[-1], other[1]
    bent = abs((bx - ax) * (cy - ay) - (by - ay) * (cx - ax))
    straight = bent <= 1e-6 * max(1.0, math.dist((ax, ay), (cx, cy)))
    return one[:-1] + other[1:] if straight else one + other[1:]
