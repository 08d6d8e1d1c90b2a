"""The clock of a sound, a video or a time series. Records hold places in the item's own units:
milliseconds, and frames of a video. What a file says in milliseconds before the item is known has
`unit: "ms"`, until `settled` has the item's facts.

Frame n of a video at a constant rate begins at n seconds / rate, and the end of the last frame of a
segment is the beginning of the one after it; from frames to milliseconds and back nothing changes
up to 500 frames a second. At a rate that varies the mean rate is taken.
"""

from collections.abc import Mapping, Sequence
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from typing import Any

from app.formats.judges import Fault, is_number

CLOCKED = ("sound", "video", "series")
"""Modalities with a clock."""

_PLACES = ("start", "end", "at")


def milliseconds(place: float, facts: Mapping[str, Any]) -> int | float | Fraction:
    """A place on the item's clock in milliseconds, exactly."""
    if facts["modality"] != "video":
        return place
    return Fraction(place) * 1000 / _rate(facts)


def whole_milliseconds(place: float, facts: Mapping[str, Any]) -> int:
    """The same, rounded."""
    return round(milliseconds(place, facts))


def seconds(place: float, facts: Mapping[str, Any]) -> str:
    """A place in seconds, with the digits that give it back."""
    found = milliseconds(place, facts)
    if isinstance(found, Fraction):
        return f"{float(found / 1000):.9f}".rstrip("0").rstrip(".")
    written = f"{Decimal(repr(found)).scaleb(-3):f}"
    return written.rstrip("0").rstrip(".") if "." in written else written


def read_seconds(written: str) -> int | float:
    """Seconds in milliseconds, as they are written. Raises ValueError."""
    try:
        found = Decimal(written).scaleb(3)
    except InvalidOperation:
        raise ValueError(written) from None
    if not found.is_finite() or abs(found) > 10**15:
        raise ValueError(written)
    return int(found) if found == found.to_integral_value() else float(found)


def duration(facts: Mapping[str, Any]) -> float:
    """Where the item's clock ends, in its own units."""
    length: float = facts["length"]
    return length


def frame_at(ms: float, facts: Mapping[str, Any]) -> int:
    """The frame of a video that begins nearest to that time."""
    return round(Fraction(ms) * _rate(facts) / 1000)


def _rate(facts: Mapping[str, Any]) -> Fraction:
    """Frames a second."""
    return Fraction(*facts["rate"])


def settled(
    annotations: Sequence[Mapping[str, Any]], facts: Mapping[str, Any]
) -> tuple[list[dict[str, Any]], list[tuple[str, str]]]:
    """Annotations as they are on the item with those facts, and (code, sentence) of what had to be
    changed for it: a segment that passes the end is cut there. That a track ends with the video
    needs no keyframe.
    """
    found: list[dict[str, Any]] = []
    notes: list[tuple[str, str]] = []
    clocked = facts["modality"] in CLOCKED
    for given in annotations:
        one = dict(given)
        if one.pop("unit", None) == "ms" and facts["modality"] == "video":
            one |= {
                key: frame_at(one[key], facts)
                for key in _PLACES
                if key in one and is_number(one[key])
            }
        if clocked and one.get("kind") == "segment":
            start, end, length = one.get("start"), one.get("end"), duration(facts)
            if is_number(start) and is_number(end) and start < length < end:  # type: ignore[operator]
                one["end"] = length
                sentence = f"The segment ended at {end:g}, after the end at {length:g}: it was cut."
                notes.append(("cut_at_end", sentence))
        if clocked and isinstance(one.get("keyframes"), list):
            one["keyframes"] = [
                each
                for each in one["keyframes"]
                if not (each.get("outside") and each["frame"] >= facts["length"])
            ]
        found.append(one)
    return found, notes


def segment_fault(one: Mapping[str, Any], _: int | None, __: int | None) -> Fault:
    """Why a segment cannot lie on any clock."""
    start, end = one.get("start"), one.get("end")
    if not is_number(start) or not is_number(end):
        return "not_a_number", "A segment needs a start and an end; mend or remove it."
    if start < 0 or start >= end:  # type: ignore[operator]
        return (
            "empty_segment",
            f"The segment {start:g} to {end:g} holds nothing; mend or remove it.",
        )
    return None


def event_fault(one: Mapping[str, Any], _: int | None, __: int | None) -> Fault:
    """Why an event cannot lie on any clock."""
    at = one.get("at")
    if not is_number(at) or at < 0:  # type: ignore[operator]
        return "not_a_number", "An event needs its time, from 0 on; mend or remove it."
    return None
