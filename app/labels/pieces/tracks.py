"""Tracks: a window shows some frames of them. What is seen on each frame stays what it was."""

import math
from collections.abc import Sequence
from typing import Any, TypeVar

from app.core.between import corners
from app.labels.base import Shift
from app.labels.marks import Bounds
from app.labels.parse import TYPES
from app.labels.track import (
    BoxKeyframe,
    BoxTrack,
    Keyframe,
    PointKeyframe,
    PolygonKeyframe,
    PolygonTrack,
    Shown,
    Track,
    shape_at,
    stretches,
)

T = TypeVar("T", bound=Track)


def extent(track: Track) -> Bounds:
    """The first frame on which it is there and the one after the last, as left and right."""
    last = [end for _, end in stretches(track)][-1:]
    end = last[0] if last and last[0] is not None else math.inf
    return track.keyframes[0].frame, 0, end, 0


def share(one: Track, other: Track, common: Bounds) -> float:
    """How far two are the same on the frames that both windows show, 0 to 1."""
    ours, theirs = clip(one, common), clip(other, common)
    return TYPES[one.kind].overlap(ours[0], theirs[0]) if ours and theirs else 0.0


def clip(track: Track, region: Bounds) -> list[Any]:
    """What is seen of it from frame left to the one before right, where it stays."""
    low, high = region[0], region[2]
    keyframes: Sequence[Keyframe] = track.keyframes
    first, last = keyframes[0].frame, keyframes[-1].frame
    if low <= first and last < high and extent(track)[2] <= high:
        return [track]
    kept = [one for one in keyframes if low <= one.frame < high]
    if low > keyframes[0].frame and not (kept and kept[0].frame == low):
        shown = shape_at(track, int(low))
        if shown is not None:
            kept.insert(0, _keyframe(track, int(low), shown))
    while kept and kept[0].outside:
        del kept[0]
    if not kept:
        return []
    if high < math.inf and kept[-1].frame < high - 1:
        shown = shape_at(track, int(high) - 1)
        if shown is not None:
            kept.append(_keyframe(track, int(high) - 1, shown))
    return [track.model_copy(update={"keyframes": tuple(kept)})]


def closed(track: T, high: float) -> T:
    """A track that a window shows to its end, which is not the end of the film: outside from there
    on.
    """
    if extent(track)[2] <= high:
        return track
    out = type(track.keyframes[0])(frame=int(high), outside=True)
    return track.model_copy(update={"keyframes": (*track.keyframes, out)})


def meets(one: Track, other: Track, _: int, edge: float) -> float:
    """How far what is seen before an edge is what is seen after it, 0 to 1."""
    ours, theirs = clip(one, (edge - 1, 0, edge, 0)), clip(other, (edge, 0, edge + 1, 0))
    if not ours or not theirs:
        return 0.0
    kind = TYPES[one.kind]
    return kind.overlap(ours[0], kind.move(theirs[0], Shift(time=-1)))


def join(ones: Sequence[Track], _: Bounds) -> Track | None:
    """One track of those of several windows: of two that show the same frames, the first to the
    midst of what both show and then the second.
    """
    ordered = sorted(ones, key=lambda one: one.keyframes[0].frame)
    whole = ordered[0]
    for track in ordered[1:]:
        start, end = track.keyframes[0].frame, extent(whole)[2]
        if extent(track)[2] <= end:
            continue  # within what is there
        switch = start if end <= start else int(start + (end - start) // 2)
        before = clip(whole, (-math.inf, 0, switch, 0))
        after = clip(track, (switch, 0, math.inf, 0))
        keyframes = [*(closed(before[0], switch).keyframes if before else ()), *after[0].keyframes]
        kept: dict[int, Keyframe] = {}
        for one in keyframes:
            kept[one.frame] = one  # where the first would end, the second goes on
        made = whole.model_copy(update={"keyframes": tuple(kept[at] for at in sorted(kept))})
        whole = _simple(made, (switch - 1, switch))
    return ordered[0].model_copy(update={"keyframes": whole.keyframes, "id": ones[0].id})


def _simple(track: Track, frames: Sequence[int]) -> Track:
    """Without those keyframes that say nothing: everything looks the same without them."""
    for frame in frames:
        keyframes = track.keyframes
        at = next((n for n, one in enumerate(keyframes) if one.frame == frame), None)
        if at is None or not 0 < at < len(keyframes) - 1:
            continue
        before, here, after = keyframes[at - 1 : at + 2]
        if here.outside or here.occluded != before.occluded:
            continue
        without = track.model_copy(update={"keyframes": keyframes[:at] + keyframes[at + 1 :]})
        shown = shape_at(without, frame)
        if shown is None or before.outside:
            continue
        if after.outside and before.numbers() != here.numbers():
            continue
        there = here.numbers()
        if len(shown.numbers) == len(there) and all(
            abs(a - b) <= 1e-6 for a, b in zip(shown.numbers, there, strict=True)
        ):
            track = without
    return track


def _keyframe(track: Track, frame: int, shown: Shown) -> Keyframe:
    """What is seen, as a keyframe."""
    numbers = shown.numbers
    if isinstance(track, PolygonTrack):
        points = tuple(corners(numbers))
        return PolygonKeyframe(frame=frame, occluded=shown.occluded, points=points)
    if isinstance(track, BoxTrack):
        x, y, width, height = numbers
        return BoxKeyframe(
            frame=frame, occluded=shown.occluded, x=x, y=y, width=width, height=height
        )
    x, y = numbers
    return PointKeyframe(frame=frame, occluded=shown.occluded, x=x, y=y)
