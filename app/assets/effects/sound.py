"""Stretches of a recording that are not to be heard, and recordings that are trimmed."""

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from app.assets.cuts import sound
from app.assets.cuts.base import Cut, Step
from app.assets.cuts.sound import Samples
from app.labels.effects import Effect, Heard, Operations

TONE = 1_000.0
"""Hertz of what is heard instead."""
_LEVEL = 0.125  # of full scale: −18 dBFS

_BLOCK = 1 << 18  # samples that are written at a time


def made(
    path: Path, facts: Mapping[str, Any], operations: Operations, into: Path, step: Step
) -> Cut:
    """The recording as it may be heard, as WAV. Raises CutFailed."""
    samples = sound.decoded(path, facts, into.with_name("samples"), step)
    hide(samples, operations.heard, step)
    start, end = operations.trim or (0, facts["length"] + 1)
    return sound.window(samples, start, end, into, step)


def hide(samples: Samples, heard: Iterable[Heard], step: Step) -> None:
    """Write a tone, or silence, over stretches, given in milliseconds."""
    unit = samples.width * samples.channels
    with samples.path.open("r+b") as file:
        for one in sorted(heard, key=lambda each: each.effect is Effect.MASK):
            first = max(0, int(one.start * samples.rate // 1000))
            last = min(samples.count, int(-(-one.end * samples.rate // 1000)))
            for at in range(first, last, _BLOCK):
                count = min(_BLOCK, last - at)
                file.seek(at * unit)
                file.write(_instead(one.effect, at, count, samples))
                step()


def _instead(effect: Effect, at: int, count: int, samples: Samples) -> bytes:
    if effect is Effect.MASK:
        return bytes(count * samples.width * samples.channels)
    phase = 2 * np.pi * TONE * np.arange(at, at + count) / samples.rate
    full = 1 << (8 * samples.width - 1)
    tone: NDArray[np.int32] = np.round(np.sin(phase) * _LEVEL * full).astype("<i4")
    each = tone.view(np.uint8).reshape(-1, 4)[:, : samples.width]
    return np.repeat(each, samples.channels, axis=0).tobytes()
