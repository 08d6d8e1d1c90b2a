"""Pieces of a recording, exact to the sample, as WAV.

The whole is decoded once into a file of plain samples beside it; a piece is a stretch of that.
Samples keep the precision that the recording has: 24 bits stay 24.
"""

import wave
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from app.assets.cuts.base import Cut, CutFailed, Step
from app.assets.media import ffmpeg, sound
from app.assets.media.ffmpeg import FfmpegFailed
from app.labels.pieces import Loudness

HOP = 10
"""Milliseconds of which a loudness is."""

_FLOOR = -120.0
_BLOCK = 1 << 20  # samples held at a time
_FIRST = ("-map", "0:a:0", "-vn", "-sn", "-dn")
_FINE = ("pcm_s24le", "pcm_s24be", "pcm_s32le", "pcm_s32be", "pcm_f32le", "pcm_f32be", "flac")


@dataclass(frozen=True, slots=True)
class Samples:
    """A recording as plain samples in a file, little-endian, channel beside channel."""

    path: Path
    rate: int
    channels: int
    width: int  # bytes of one

    @property
    def count(self) -> int:
        """Of each channel."""
        return self.path.stat().st_size // (self.width * self.channels)

    def at(self, milliseconds: float) -> int:
        """The sample at a time; the nearest one."""
        return min(self.count, round(milliseconds * self.rate / 1000))


def decoded(path: Path, facts: Any, into: Path, step: Step) -> Samples:
    """The samples of a kept recording, every one that a decoder gives. Raises CutFailed."""
    width = 3 if _is_fine(path) else 2
    return _plain(path, into, facts["rate"], facts["channels"], width, facts["length"], step)


def _plain(
    path: Path, into: Path, rate: int, channels: int, width: int, length: float, step: Step
) -> Samples:
    kind = f"s{8 * width}le"
    as_ = ["-af", "asetpts=N/SR/TB", "-ac", str(channels), "-ar", str(rate)]
    as_ += ["-c:a", f"pcm_{kind}", "-f", kind, str(into)]
    try:
        ffmpeg.run(
            [*ffmpeg.source(path, sound.KINDS), *_FIRST, *as_],
            seconds=120 + length / 1000,
            step=step,
        )
    except FfmpegFailed as why:
        raise CutFailed(sound.broken(why).detail) from None
    return Samples(into, rate, channels, width)


def _is_fine(path: Path) -> bool:
    """Whether the recording has more than 16 bits a sample."""
    listed = ["-c", "copy", "-frames:a", "1", "-f", "framecrc", "pipe:1"]
    try:
        said = ffmpeg.run(
            [*ffmpeg.source(path, sound.KINDS), *_FIRST, *listed],
            seconds=15,
        ).decode()
    except FfmpegFailed as why:
        raise CutFailed(sound.broken(why).detail) from None
    return any(line.startswith("#codec_id 0:") and line.split()[-1] in _FINE
               for line in said.splitlines())  # fmt: skip


def window(whole: Samples, start: float, end: float, into: Path, step: Step) -> Cut:
    """The samples from `start` to `end`, in milliseconds."""
    first, last = whole.at(start), whole.at(end)
    if last <= first:
        raise CutFailed("The piece has no sound in it; make it longer.")
    _written(into, whole, _stretch(whole, first, last, step))
    return _cut(into, whole, last - first)


def joined(parts: Sequence[tuple[Samples, float]], end: float, into: Path, step: Step) -> Cut:
    """Recordings of one rate, each at its time in milliseconds, with silence between them."""
    like = parts[0][0]
    unit = like.width * like.channels

    def pieces() -> Iterator[bytes]:
        done = 0
        for part, start in parts:
            at = round(start * like.rate / 1000)
            yield bytes(max(0, at - done) * unit)
            yield from _stretch(part, max(0, done - at), part.count, step)
            done = max(done, at) + part.count
        yield bytes(max(0, round(end * like.rate / 1000) - done) * unit)

    _written(into, like, pieces())
    with wave.open(str(into)) as made:
        return _cut(into, like, made.getnframes())


def alike(path: Path, facts: Any, like: Samples, into: Path, step: Step) -> Samples:
    """The samples of another recording, in the rate and the channels of the first one."""
    return _plain(path, into, like.rate, like.channels, like.width, facts["length"], step)


def loudness(whole: Samples, step: Step) -> Loudness:
    """How loud a recording is, hop by hop: of all channels together, in dB of full scale."""
    hop = max(1, round(whole.rate * HOP / 1000))
    unit = whole.width * whole.channels
    levels: list[float] = []
    with whole.path.open("rb") as file:
        while block := file.read(unit * hop * (_BLOCK // hop)):
            step()
            values = _floats(block, whole.width).reshape(-1, whole.channels)
            squares = np.square(values).mean(axis=1)
            hops = squares[: len(squares) // hop * hop].reshape(-1, hop).mean(axis=1)
            rest = squares[len(hops) * hop :]
            powers = np.append(hops, rest.mean()) if len(rest) else hops
            found = 10 * np.log10(np.maximum(powers, 10 ** (_FLOOR / 10)))
            levels += [round(float(one), 1) for one in found]
    return Loudness(hop * 1000 / whole.rate, tuple(levels))


def _floats(block: bytes, width: int) -> NDArray[np.float64]:
    if width == 2:
        return np.frombuffer(block, "<i2") / 32_768
    three = np.frombuffer(block, np.uint8).reshape(-1, 3)
    whole = np.zeros((len(three), 4), np.uint8)
    whole[:, 1:] = three
    return whole.view("<i4").ravel() / 2_147_483_648


def _stretch(whole: Samples, first: int, last: int, step: Step) -> Iterator[bytes]:
    unit = whole.width * whole.channels
    with whole.path.open("rb") as file:
        file.seek(first * unit)
        left = (last - first) * unit
        while left > 0 and (piece := file.read(min(left, _BLOCK))):
            step()
            left -= len(piece)
            yield piece


def _written(into: Path, like: Samples, pieces: Iterator[bytes]) -> None:
    with wave.open(str(into), "wb") as file:
        file.setnchannels(like.channels)
        file.setsampwidth(like.width)
        file.setframerate(like.rate)
        for piece in pieces:
            file.writeframesraw(piece)


def _cut(path: Path, like: Samples, count: int) -> Cut:
    facts = {
        "modality": "sound",
        "length": round(count * 1000 / like.rate),
        "channels": like.channels,
        "rate": like.rate,
    }
    return Cut("audio/wav", path, facts=facts)
