"""Where a recording can be cut without cutting through what is said."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Loudness:
    """How loud a recording is, hop by hop: `levels[k]` is the level (RMS, in dB of full scale) from
    `k * hop` to `(k + 1) * hop` milliseconds. As JSON `{"hop": 10, "levels": [-61.2, …]}`; what is
    digitally silent is -120.
    """

    hop: float
    levels: tuple[float, ...]

    @classmethod
    def from_json(cls, obj: dict[str, Any]) -> "Loudness":
        """From its JSON form."""
        return cls(float(obj["hop"]), tuple(float(one) for one in obj["levels"]))

    def as_json(self) -> dict[str, Any]:
        """`{"hop", "levels"}`."""
        return {"hop": self.hop, "levels": list(self.levels)}


def cuts(
    length: float, loudness: Loudness, *, least: float, most: float, quiet: float
) -> list[tuple[float, bool]]:
    """Where to cut, in milliseconds, in order, each with whether that is amid sound.

    From each cut the next one lies at least `least` and at most `most` away: in the midst of the
    longest silence there is, as far as it lies there, and of several of one length in the last.
    Where there is none, at the quietest hop. The end is never nearer than `least`, if the recording
    is longer than that at all.
    """
    found: list[tuple[float, bool]] = []
    silent = _silent(loudness, quiet)
    start = 0.0
    while length - start > most:
        low, high = start + least, min(start + most, length - least)
        place = _silence(silent, loudness.hop, low, high)
        hard = place is None
        if place is None:
            place = _quietest(loudness, low, high)
        found.append((place, hard))
        start = place
    return found


def _silent(loudness: Loudness, quiet: float) -> list[tuple[int, int]]:
    """Runs of hops that are quieter than `quiet`, as first and one after the last."""
    runs: list[tuple[int, int]] = []
    start: int | None = None
    for at, level in enumerate((*loudness.levels, math.inf)):
        if level < quiet and start is None:
            start = at
        elif level >= quiet and start is not None:
            runs.append((start, at))
            start = None
    return runs


def _silence(
    silent: Sequence[tuple[int, int]], hop: float, low: float, high: float
) -> float | None:
    best: tuple[float, float] | None = None
    for first, last in silent:
        begin, end = max(first * hop, low), min(last * hop, high)
        if begin > high:
            break
        if end > begin and (best is None or end - begin >= best[0]):
            best = end - begin, (begin + end) / 2
    return (
        None
        if best is None
        else float(round(best[1]) if low <= round(best[1]) <= high else best[1])
    )


def _quietest(loudness: Loudness, low: float, high: float) -> float:
    hop, levels = loudness.hop, loudness.levels
    first, last = math.ceil(low / hop), min(math.floor(high / hop), len(levels) - 1)
    if first > last:
        return (low + high) / 2
    at = min(range(first, last + 1), key=lambda n: (levels[n], -n))
    return min(max(at * hop, low), high)
