"""Tracks in videos: from keyframes to what is on each frame, and back without loss.

A track in its JSON form has `keyframes`: `{"frame", "x", "y", "width", "height" | "points" | "x",
"y", "occluded"?}` or `{"frame", "outside": true}`. From one to the next a shape goes straight; it
holds still before an outside one, and after the last.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from app.core.between import Numbers, between, corners
from app.formats.judges import JUDGES, Fault

KINDS = {"box_track": "box", "polygon_track": "polygon", "point_track": "point"}
"""The kinds of tracks, and what each is of."""

_FIELDS = {"box_track": ("x", "y", "width", "height"), "point_track": ("x", "y")}
MAX_FRAME = 10_000_000


@dataclass(frozen=True, slots=True)
class Seen:
    """A shape on one frame. `outside`: it is not there any more, and was last seen so."""

    frame: int
    numbers: Numbers
    occluded: bool = False
    key: bool = False
    outside: bool = False


def numbers(kind: str, keyframe: Mapping[str, Any]) -> Numbers:
    """The shape of a keyframe that is not outside."""
    if kind == "polygon_track":
        return tuple(value for point in keyframe["points"] for value in point)
    return tuple(keyframe[field] for field in _FIELDS[kind])


def keyframe(kind: str, seen: Seen) -> dict[str, Any]:
    """A shape as a keyframe."""
    if seen.outside:
        return {"frame": seen.frame, "outside": True}
    made: dict[str, Any] = {"frame": seen.frame}
    if kind == "polygon_track":
        made["points"] = [[x, y] for x, y in corners(seen.numbers)]
    else:
        made |= zip(_FIELDS[kind], seen.numbers, strict=True)
    return made | {"occluded": True} if seen.occluded else made


def frames(one: Mapping[str, Any], length: int | None) -> Iterator[Seen]:
    """What is seen of a track frame by frame, to the end of a video of `length` frames (to the last
    keyframe where that is not known), and each of its outside keyframes.
    """
    kind, given = one["kind"], one["keyframes"]
    before: Seen | None = None
    for at, here in enumerate(given):
        frame = here["frame"]
        if here.get("outside"):
            if before is not None:
                yield Seen(frame, before.numbers, before.occluded, key=True, outside=True)
            continue
        after = given[at + 1] if at + 1 < len(given) else None
        occluded = bool(here.get("occluded"))
        shape = numbers(kind, here)
        before = Seen(frame, shape, occluded, key=True)
        yield before
        if after is None:
            end, other = frame + 1 if length is None else length, None
        else:
            end = after["frame"]
            other = None if after.get("outside") else numbers(kind, after)
        for between_frame in range(frame + 1, end):
            now = shape
            if other is not None:
                now = between(shape, other, (between_frame - frame) / (end - frame))
            before = Seen(between_frame, now, occluded)
            yield before


def reduced(rows: Sequence[Seen], within: float) -> Iterator[Seen]:
    """The fewest of the rows of one stretch (by frame, none outside) from which all others follow,
    each number up to `within`: what a person set (`key`), where `occluded` changes, and between
    them what is needed, found greedily. The first is always among them.
    """
    if not rows:
        return
    yield rows[0]
    forced = [0]
    forced += [
        at
        for at, (one, other) in enumerate(pairwise(rows), 1)
        if other.key or other.occluded != one.occluded
    ]
    for start, end in pairwise(forced):
        if _straight(rows, start, end, within):
            yield rows[end]
        else:
            yield from _needed(rows[start : end + 1], within)
    tail = rows[forced[-1] :]
    if not all(_same(tail[0].numbers, one.numbers, within) for one in tail[1:]):
        found = list(_needed(tail, within))
        # What stands still to the end follows from where it came to stand.
        if len(found) > 1 and _same(found[-2].numbers, found[-1].numbers, within):
            found.pop()
        yield from found


def _straight(rows: Sequence[Seen], start: int, end: int, within: float) -> bool:
    one, other = rows[start], rows[end]
    span = other.frame - one.frame

    def follows(row: Seen) -> bool:
        share = (row.frame - one.frame) / span
        return _same(between(one.numbers, other.numbers, share), row.numbers, within)

    return all(map(follows, rows[start + 1 : end]))


def _same(one: Numbers, other: Numbers, within: float) -> bool:
    return len(one) == len(other) and all(
        abs(a - b) <= within for a, b in zip(one, other, strict=True)
    )


def _needed(rows: Sequence[Seen], within: float) -> Iterator[Seen]:
    """Those after the first, with the last. From the last one kept, the slopes are remembered that
    pass all rows since: a row that none of them reaches ends the stretch before it.
    """
    anchor, at = 0, 1
    low: list[float] | None = None
    high: list[float] = []
    while at < len(rows):
        base, row = rows[anchor], rows[at]
        if len(base.numbers) != len(row.numbers):
            if at - 1 > anchor:
                yield rows[at - 1]
            if at < len(rows) - 1:
                yield row
            anchor, at, low = at, at + 1, None
            continue
        step = row.frame - base.frame
        slopes = [(b - a) / step for a, b in zip(base.numbers, row.numbers, strict=True)]
        if low is not None and not all(
            a <= slope <= b for a, slope, b in zip(low, slopes, high, strict=True)
        ):
            anchor, low = at - 1, None
            yield rows[anchor]
            continue
        least = [slope - within / step for slope in slopes]
        most = [slope + within / step for slope in slopes]
        if low is None:
            low, high = least, most
        else:
            low = [max(pair) for pair in zip(low, least, strict=True)]
            high = [min(pair) for pair in zip(high, most, strict=True)]
        at += 1
    if len(rows) > 1:
        yield rows[-1]


def keyframes(
    kind: str, rows: Iterable[Seen], within: float, *, gaps: bool
) -> list[dict[str, Any]]:
    """The keyframes of a track of which rows are given in the order of their frames. With `gaps` it
    is not there where a frame has no row, nor after the last; else an outside row says so.
    """
    found: list[Seen] = []
    stretch: list[Seen] = []

    def close(outside: Seen | None) -> None:
        if stretch:
            found.extend(reduced(stretch, within))
            if outside is not None:
                found.append(outside)
            stretch.clear()

    for row in rows:
        if row.outside:
            close(row)
            continue
        if gaps and stretch and row.frame > stretch[-1].frame + 1:
            close(_after(stretch[-1]))
        stretch.append(row)
    close(_after(stretch[-1]) if gaps and stretch else None)
    return [keyframe(kind, one) for one in found]


def _after(last: Seen) -> Seen:
    return Seen(last.frame + 1, last.numbers, outside=True)


def track_fault(one: Mapping[str, Any], width: int | None, height: int | None) -> Fault:
    """Why a track cannot be drawn."""
    given = one.get("keyframes")
    if (
        not isinstance(given, list)
        or not given
        or not all(isinstance(each, dict) for each in given)
    ):
        return "no_keyframes", "A track needs keyframes; mend or remove it."
    before = -1
    shape = KINDS[one["kind"]]
    for each in given:
        frame = each.get("frame")
        if type(frame) is not int or not before < frame <= MAX_FRAME:
            return "bad_frames", "The track's frames do not ascend from 0 on; mend or remove it."
        if each.get("outside"):
            if before < 0:
                return "starts_outside", "The track begins where it is not; remove that keyframe."
        elif (fault := JUDGES[shape]({**each, "kind": shape}, width, height)) is not None:
            return fault[0], f"On frame {frame}: {fault[1]}"
        before = frame
    return None
