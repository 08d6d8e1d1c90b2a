"""Where two pieces meet: which of their marks are one thing."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from app.labels.marks import MATCHED, Bounds
from app.labels.pieces.kinds import KINDS, Kind
from app.labels.pieces.piece import Piece
from app.labels.pieces.region import Region, apart, region_of


@dataclass(frozen=True, slots=True)
class Shown:
    """A mark as a piece shows it, in the whole's coordinates; `entire` where no edge that is not
    the whole's own cuts it off.
    """

    at: int  # of its piece, among those that are merged
    mark: Any
    entire: bool


@dataclass(frozen=True, slots=True)
class Cluster:
    """Marks of several pieces that are one thing. `doubled`: their pieces overlap there; otherwise
    they were cut from each other.
    """

    ones: tuple[Shown, ...]
    doubled: bool


@dataclass(frozen=True, slots=True)
class _Pair:
    """Two marks of two pieces that are one thing, and how surely (0 to 1). `doubled`: both pieces
    show the place.
    """

    score: float
    one: int
    other: int
    doubled: bool


@dataclass(frozen=True, slots=True)
class _Seam:
    """What two pieces share: a region, or an edge (`axis` 0 upright, 1 level, at `edge`)."""

    one: int
    other: int
    common: Bounds
    axis: int | None = None
    edge: float = 0.0


def entire(kind: Kind, mark: Any, region: Region, limit: Bounds) -> bool:
    """Whether it is cut off nowhere."""
    if region.parts is not None:
        low, high = region.parts.get(getattr(mark, "part", ""), (0, 0))
        return bool(mark.start > low or low == 0) and bool(mark.end < high)
    if mark.kind.endswith("_track"):
        return False  # it may come again in a window where it was not seen before
    if mark.kind == "keypoints":
        return all(seen for _, _, seen in mark.points)
    left, upper, right, lower = kind.extent(mark)
    if (left, upper) == (right, lower):
        return True  # no edge cuts off a part of a point
    bounds, near = region.bounds, kind.near
    return not (
        (bounds[0] > limit[0] and left <= bounds[0] + near)
        or (bounds[1] > limit[1] and upper <= bounds[1] + near)
        or (bounds[2] < limit[2] and right >= bounds[2] - near)
        or (bounds[3] < limit[3] and lower >= bounds[3] - near)
    )


def clusters(pieces: Sequence[Piece], shown: Sequence[Shown], *, cut: bool = True) -> list[Cluster]:
    """Marks of one label, put together where they are one thing, in the order in which they come;
    by themselves where they are not. Without `cut` what ends at an edge ends there.
    """
    by_piece: dict[int, list[int]] = defaultdict(list)
    for nth, one in enumerate(shown):
        by_piece[one.at].append(nth)
    regions = [region_of(piece) for piece in pieces]
    found: list[_Pair] = []
    for seam in _seams(regions):
        hard = _hard(pieces[seam.one], pieces[seam.other])
        if seam.axis is not None and not (cut and hard):
            continue
        ours, theirs = by_piece.get(seam.one, ()), by_piece.get(seam.other, ())
        found += _pairs(shown, ours, theirs, seam)
    found += _text_pairs(regions, shown, by_piece)
    return _grown(shown, found)


def _hard(one: Piece, other: Piece) -> bool:
    """Whether something may have been cut where two pieces meet: nothing is at a silence, nor
    between what was cut out around objects.
    """
    if one.by == "object":
        return False
    first = one if one.at < other.at else other
    return first.by != "silence" or bool(getattr(first, "hard", False))


def _seams(regions: Sequence[Region]) -> Iterator[_Seam]:
    """Where pieces overlap or touch; found by a sweep from left to right."""
    order = sorted(
        (at for at, region in enumerate(regions) if region.parts is None),
        key=lambda at: regions[at].bounds[0],
    )
    for nth, one in enumerate(order):
        for other in order[nth + 1 :]:
            if regions[other].bounds[0] > regions[one].bounds[2]:
                break
            common = regions[one].common(regions[other])
            wide, high = common[2] - common[0], common[3] - common[1]
            if wide > 0 and high > 0:
                yield _Seam(one, other, common)
            elif wide == 0 and high >= 0:  # lines go over corners, too
                yield _Seam(one, other, common, 0, common[0])
            elif high == 0 and wide > 0:
                upper = sorted((one, other), key=lambda at: regions[at].bounds[1])
                yield _Seam(upper[0], upper[1], common, 1, common[1])


def _pairs(
    shown: Sequence[Shown], ours: Iterable[int], theirs: Iterable[int], seam: _Seam
) -> Iterator[_Pair]:
    """Marks at a seam that are one thing."""
    near_ours = _near(shown, ours, seam)
    near_theirs = _near(shown, theirs, seam)
    for i in near_ours:
        for j in near_theirs:
            one, other = shown[i].mark, shown[j].mark
            kind = KINDS[one.kind]
            if apart(one, other) or (seam.axis is None and _far(kind, one, other)):
                continue
            if seam.axis is None:
                score = kind.share(one, other, seam.common)
            else:
                score = kind.meets(one, other, seam.axis, seam.edge)
            if score >= MATCHED:
                yield _Pair(score, i, j, seam.axis is None)


def _far(kind: Kind, one: Any, other: Any) -> bool:
    """Whether two that have an extent lie beside each other: then nothing has to be measured."""
    a, b = kind.extent(one), kind.extent(other)
    if a[:2] == a[2:] or b[:2] == b[2:]:
        return False
    return a[0] > b[2] or b[0] > a[2] or a[1] > b[3] or b[1] > a[3]


def _near(shown: Sequence[Shown], ones: Iterable[int], seam: _Seam) -> list[int]:
    """Those that reach the seam."""
    left, upper, right, lower = seam.common
    found = []
    for nth in ones:
        kind = KINDS[shown[nth].mark.kind]
        near = 0.0 if seam.axis is None else kind.near
        a, b, c, d = kind.extent(shown[nth].mark)
        # What has a clock goes on without end up and down.
        if a <= right + near and c >= left - near and b <= lower + near and d >= upper - near:
            found.append(nth)
    return found


def _text_pairs(
    regions: Sequence[Region], shown: Sequence[Shown], by_piece: Mapping[int, Sequence[int]]
) -> Iterator[_Pair]:
    """Spans that end where a piece does and go on where the next one begins."""
    for at in range(len(regions) - 1):
        ours, theirs = regions[at].parts, regions[at + 1].parts
        if ours is None or theirs is None:
            return
        ends = [
            nth
            for nth in by_piece.get(at, ())
            if shown[nth].mark.end == ours[shown[nth].mark.part][1]
        ]
        starts = [
            nth
            for nth in by_piece.get(at + 1, ())
            if shown[nth].mark.start == theirs[shown[nth].mark.part][0]
        ]
        for i in ends:
            for j in starts:
                one, other = shown[i].mark, shown[j].mark
                if not apart(one, other) and (one.part, one.end) == (other.part, other.start):
                    yield _Pair(1.0, i, j, False)


def _grown(shown: Sequence[Shown], found: Sequence[_Pair]) -> list[Cluster]:
    """Pairs put together, the surest first. Two marks of one piece are two things, but where both
    are cut and their kind may come apart.
    """
    home = list(range(len(shown)))
    members = {nth: [nth] for nth in home}
    doubled = dict.fromkeys(home, False)
    for pair in sorted(found, key=lambda one: (-one.score, one.one, one.other)):
        a, b = sorted((home[pair.one], home[pair.other]))
        if a == b or not _one_thing(
            shown, members[home[pair.one]], members[home[pair.other]], pair
        ):
            continue
        members[a] = sorted(members[a] + members.pop(b))
        doubled[a] = doubled[a] or doubled[b] or pair.doubled
        for nth in members[a]:
            home[nth] = a
    return [
        Cluster(tuple(shown[nth] for nth in ones), doubled[first])
        for first, ones in sorted(members.items())
    ]


def _one_thing(
    shown: Sequence[Shown], ours: Sequence[int], theirs: Sequence[int], pair: _Pair
) -> bool:
    """Whether what was put together so far can be one thing with what the pair joins it to."""
    together = [shown[nth] for nth in (*ours, *theirs)]
    if not KINDS[shown[pair.one].mark.kind].branches:
        return len({one.at for one in together}) == len(together)
    sides = ({shown[nth].at for nth in side if shown[nth].entire} for side in (ours, theirs))
    return next(sides).isdisjoint(next(sides))
