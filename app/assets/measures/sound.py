"""Recordings: how long, how loud, how clipped, how silent, and over what noise.

Levels are dBFS: 0 is the loudest that a file can say, a sine of that height has −3. They are taken
of the decoded samples at the file's own rate, of all channels together, in one decoding that also
gives what the fingerprint is made of.
"""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from app.assets.measures import hearing
from app.assets.measures.base import Measures
from app.assets.media import sound

FLOOR = -120.0
"""dBFS of what has no sound at all."""

_FRAME = 0.02  # seconds over which a level is taken
_CLIPPED = 0.999  # of full scale; what a converter gives when there is no more
_QUIET = 35.0  # dB below the loudest frame: nobody speaks there
_SILENT = -60.0  # dBFS; nobody speaks there either
_BEFORE = 0.1  # seconds before speaking that say what noise there is
_QUIETEST_SHARE = 5.0  # percent of frames, where it begins at once


def measure(path: Path, name: str, step: Callable[[], None]) -> Measures:
    """The measures of a recording. Raises MediaRefused."""
    heard = path.with_name("heard")
    levels = _Levels()
    found = sound.probe(path, name, sound.Ear(levels.add, _ears(heard), step))
    measured = {
        "kind": "recording",
        "media_type": found.media_type,
        "bytes": path.stat().st_size,
        "length": found.facts["length"],
        "rate": found.facts["rate"],
        "channels": found.facts["channels"],
        **levels.measured(),
    }
    return Measures(
        measured,
        found.media_type,
        found.kept,
        facts=found.facts,
        print=hearing.print_of(np.fromfile(heard, np.int16)),
    )


def _ears(into: Path) -> list[str]:
    """Has FFmpeg write what ears go by."""
    to = ["-map", "0:a:0", "-af", "asetpts=N/SR/TB", "-ac", "1", "-ar", str(hearing.RATE)]
    return [*to, "-t", str(hearing.SECONDS), "-c:a", "pcm_s16le", "-f", "s16le", str(into)]


class _Levels:
    """Gathers what a sound is like, frame by frame."""

    def __init__(self) -> None:
        self._rest: NDArray[np.float32] = np.empty((0, 1), np.float32)
        self._squares = 0.0
        self._count = 0
        self._clipped = 0
        self._peak = 0.0
        self._powers: list[NDArray[np.float64]] = []

    def add(self, samples: NDArray[np.float32], rate: int) -> None:
        frame = max(1, round(rate * _FRAME))
        size = np.abs(samples)
        self._peak = max(self._peak, float(size.max()))
        self._clipped += int((size >= _CLIPPED).any(axis=1).sum())
        self._squares += float(np.square(samples, dtype=np.float64).sum())
        self._count += len(samples)
        samples = np.concatenate([self._rest, samples]) if len(self._rest) else samples
        whole = len(samples) // frame * frame
        self._rest = samples[whole:]
        if whole:
            self._powers.append(_powers(samples[:whole], frame))

    def measured(self) -> dict[str, Any]:
        channels = self._rest.shape[1]
        if not self._powers and len(self._rest):
            self._powers.append(_powers(self._rest, len(self._rest)))
        levels = _decibels(np.concatenate(self._powers or [np.zeros(1)]))
        loudest = float(levels.max())
        silent = levels < max(loudest - _QUIET, _SILENT)
        return {
            "rms_db": _rounded(_decibel(self._squares / max(1, self._count * channels))),
            "peak_db": _rounded(_decibel(self._peak**2)),
            "clipped": round(self._clipped / max(1, self._count), 6),
            "silence": round(float(silent.mean()), 4),
            "noise_db": _rounded(_noise(levels, loudest)),
        }


def _powers(samples: NDArray[np.float32], frame: int) -> NDArray[np.float64]:
    squares = np.square(samples, dtype=np.float64).mean(axis=1)
    means: NDArray[np.float64] = squares.reshape(-1, frame).mean(axis=1)
    return means


def _noise(levels: NDArray[np.float64], loudest: float) -> float:
    """How loud it is before somebody speaks; where he begins at once, how loud at its quietest."""
    before = int(np.argmax(levels > loudest - 25.0))
    if before * _FRAME >= _BEFORE:
        return float(np.median(levels[:before]))
    return float(np.percentile(levels, _QUIETEST_SHARE))


def _decibels(powers: NDArray[np.float64]) -> NDArray[np.float64]:
    found: NDArray[np.float64] = 10 * np.log10(np.maximum(powers, 10 ** (FLOOR / 10)))
    return found


def _decibel(power: float) -> float:
    return float(_decibels(np.array([power]))[0])


def _rounded(level: float) -> float:
    return round(level, 1) + 0.0
