"""What has a start and an end: segments, events and spans."""

from collections.abc import Sequence
from typing import Any

from app.labels.event import EVENT, Event
from app.labels.marks import Bounds
from app.labels.segment import Segment


def extent(one: Any) -> Bounds:
    """Its start and end, as left and right."""
    if isinstance(one, Event):
        return one.at, 0, one.at, 0
    return one.start, 0, one.end, 0


def share(one: Any, other: Any, common: Bounds) -> float:
    """How far two are the same in what both pieces show, 0 to 1."""
    low, _, high, _ = common
    if isinstance(one, Event):
        both = low <= one.at <= high and low <= other.at <= high
        return EVENT.overlap(one, other) if both else 0.0
    a, b = max(one.start, low), min(one.end, high)
    c, d = max(other.start, low), min(other.end, high)
    shared = min(b, d) - max(a, c)
    return shared / (max(b, d) - min(a, c)) if shared > 0 else 0.0


def clip(one: Any, region: Bounds) -> list[Any]:
    """What of it lies from left to right; the words of a segment where its middle is."""
    low, _, high, _ = region
    if isinstance(one, Event):
        return [one] if low <= one.at < high else []
    if low <= one.start and one.end <= high:
        return [one]
    start, end = max(one.start, low), min(one.end, high)
    if end <= start:
        return []
    changes: dict[str, Any] = {"start": start, "end": end}
    if isinstance(one, Segment) and not low <= (one.start + one.end) / 2 < high:
        changes["texts"] = {}
    return [one.model_copy(update=changes)]


def join(ones: Sequence[Any], _: Bounds) -> Any | None:
    """From the first start to the last end, with what is written of each, in order; what both of
    two that lie across each other say is written once. None for moments.
    """
    first = ones[0]
    if isinstance(first, Event):
        return None
    ordered = sorted(ones, key=lambda one: (one.start, one.end))
    changes: dict[str, Any] = {
        "start": ordered[0].start,
        "end": max(one.end for one in ordered),
    }
    if isinstance(first, Segment):
        changes["texts"] = _texts(ordered)
    return first.model_copy(update=changes)


def _texts(ordered: Sequence[Segment]) -> dict[str, str]:
    found: dict[str, str] = {}
    reach = ordered[0].start
    for one in ordered:
        for name, text in one.texts.items():
            before = found.get(name)
            if before is None:
                found[name] = text
            else:
                found[name] = stitched(before, text, doubled=one.start < reach)
        reach = max(reach, one.end)
    return found


def stitched(one: str, other: str, *, doubled: bool, between: str = " ") -> str:
    """One text after the other. Where both may say the same, the most words that end the first and
    begin the second are written once.
    """
    if not one.strip() or not other.strip():
        return one if one.strip() else other
    if doubled:
        ours, theirs = one.split(), other.split()
        for count in range(min(len(ours), len(theirs)), 0, -1):
            if ours[-count:] == theirs[:count]:
                rest = _after(other, count)
                return f"{one.rstrip()}{between}{rest}" if rest else one
    return f"{one.rstrip()}{between}{other.lstrip()}"


def _after(text: str, count: int) -> str:
    """What follows the first words."""
    parts = text.split(maxsplit=count)
    return parts[count] if len(parts) > count else ""


def meets(one: Any, other: Any, _: int, __: float) -> float:
    """How far one that ends at an edge goes on as the one that begins there: all of them do, and
    moments there are the same.
    """
    if isinstance(one, Event):
        return EVENT.overlap(one, other)
    return float(getattr(one, "part", None) == getattr(other, "part", None))
