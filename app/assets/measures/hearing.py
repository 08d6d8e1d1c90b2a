"""By what a sound is known again, played through a loudspeaker and recorded anew.

In the manner of Haitsma & Kalker, "A Highly Robust Audio Fingerprinting System" (2002): every 11.6
ms 32 bits say whether the difference of energy between two neighbouring bands of 300 to 2,000 Hz
has grown since. Another recording of the same sentence has about half of the bits in common; the
same recording, played and recorded again, most of them.

A print's bands are those words of 32 bits themselves. Noise turns bits over, so it is looked for by
words that lack the least sure ones, too.
"""

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray

from app.assets.measures.base import Print

RATE = 5_512
SECONDS = 120
"""What is listened to, from the beginning."""
WORST = 0.35
"""Share of bits that differ, up to which two stretches are one sound."""
LEAST = 128
"""Words that must be compared: a second and a half."""

_WINDOW = 2_048  # samples: 0.37 s
_HOP = 64
_BANDS = 33
_LOW, _HIGH = 300.0, 2_000.0
_UNSURE = 3  # bits of a word that are also tried turned over
_PROBES = 8_192
_STORED = 12_000
_QUIET = 30.0  # dB below the loudest: words of it say nothing
_BLOCK = 1_024

Words = NDArray[np.uint32]


def print_of(samples: NDArray[np.int16]) -> Print | None:
    """The print of a sound at RATE; None for one that is too short or has nothing to hear."""
    words, sure, heard = _words(samples)
    known = np.unique(words[heard]) if len(words) else words
    if heard.sum() < LEAST // 2:
        return None
    stored = _signed(known[:: max(1, len(known) // _STORED + 1)] if len(known) else known)
    return Print("sound", _packed(words, heard), stored, _probes(words[heard], sure[heard]))


def difference(one: bytes, other: bytes) -> float:
    """The least share of bits that differ, 0 to 1, over all the ways in which two prints can lie
    beside each other that have a word in common; 1 where there is no such way.
    """
    mine, heard = _unpacked(one)
    theirs, their_heard = _unpacked(other)
    best = 1.0
    for shift in _shifts(mine, heard, theirs):
        first, last = max(0, -shift), min(len(mine), len(theirs) - shift)
        if last - first < LEAST:
            continue
        both = heard[first:last] & their_heard[first + shift : last + shift]
        if both.sum() < LEAST:
            continue
        turned = mine[first:last] ^ theirs[first + shift : last + shift]
        best = min(best, float(np.bitwise_count(turned[both]).mean()) / 32)
    return best


def _shifts(mine: Words, heard: NDArray[np.bool_], theirs: Words) -> list[int]:
    """How far one is to be moved so that words of both fall together, the commonest first; one bit
    may be wrong in a word.
    """
    places = np.flatnonzero(heard)
    turned = np.concatenate(
        [np.zeros(1, np.uint32), np.uint32(1) << np.arange(32, dtype=np.uint32)]
    )
    order = np.argsort(theirs, kind="stable")
    ordered = theirs[order]
    found: list[NDArray[np.int64]] = []
    for bit in turned:
        wanted = mine[places] ^ bit
        left = np.searchsorted(ordered, wanted, "left")
        hit = left < len(ordered)
        hit[hit] = ordered[left[hit]] == wanted[hit]
        found.append(order[left[hit]] - places[hit])
    shifts, counts = np.unique(np.concatenate(found), return_counts=True)
    return [int(shift) for shift in shifts[np.argsort(-counts)][:32]]


def _words(
    samples: NDArray[np.int16],
) -> tuple[Words, NDArray[np.float64], NDArray[np.bool_]]:
    """The words, how sure each of their bits is, and which are of something that is heard."""
    if len(samples) < _WINDOW + _HOP:
        empty = np.empty(0, np.uint32)
        return empty, np.empty((0, 32)), np.empty(0, np.bool_)
    edges = np.geomspace(_LOW, _HIGH, _BANDS + 1) * _WINDOW / RATE
    cuts = np.round(edges).astype(int)
    shape = np.hanning(_WINDOW)
    windows = sliding_window_view(samples, _WINDOW)[::_HOP]
    energies = []
    for at in range(0, len(windows), _BLOCK):
        power = np.abs(np.fft.rfft(windows[at : at + _BLOCK] * shape, axis=1)) ** 2
        energies.append(np.add.reduceat(power, cuts, axis=1)[:, :_BANDS])
    energy = np.concatenate(energies)
    across = energy[:, :-1] - energy[:, 1:]
    sure = across[1:] - across[:-1]
    weights = np.uint32(1) << np.arange(32, dtype=np.uint32)
    words: Words = ((sure > 0) * weights).sum(axis=1).astype(np.uint32)
    loud = 10 * np.log10(energy[1:].sum(axis=1) + 1.0)
    heard = loud > max(float(loud.max()) - _QUIET, 60.0)
    return words, np.abs(sure), heard


def _probes(words: Words, sure: NDArray[np.float64]) -> tuple[int, ...]:
    """Words to look for: evenly spread, each also with its least sure bits turned over."""
    each = 1 << _UNSURE
    some = slice(None, None, len(words) * each // _PROBES + 1)
    words, sure = words[some], sure[some]
    weak = np.argsort(sure, axis=1)[:, :_UNSURE].astype(np.uint32)
    found = []
    for mask in range(each):
        turned = np.zeros(len(words), np.uint32)
        for nth in range(_UNSURE):
            if mask >> nth & 1:
                turned ^= np.uint32(1) << weak[:, nth]
        found.append(words ^ turned)
    return _signed(np.unique(np.concatenate(found)))


def _signed(words: Words) -> tuple[int, ...]:
    """As PostgreSQL's integers."""
    return tuple(int(one) for one in words.view(np.int32))


def _packed(words: Words, heard: NDArray[np.bool_]) -> bytes:
    """The words, and after them a bit for each that is heard."""
    return words.astype("<u4").tobytes() + np.packbits(heard).tobytes()


def _unpacked(bits: bytes) -> tuple[Words, NDArray[np.bool_]]:
    count = len(bits) * 8 // 33
    words = np.frombuffer(bits[: 4 * count], "<u4").astype(np.uint32)
    return words, np.unpackbits(np.frombuffer(bits[4 * count :], np.uint8))[:count].astype(bool)
