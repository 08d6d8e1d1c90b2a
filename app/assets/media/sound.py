"""Sounds as strangers send them: counted sample by sample, kept without a name or a place, shown as
a waveform and a spectrogram, and played from a copy that every device plays.

A place is a number of samples from the first one that a decoder gives, whatever the file's own
clock says: holes in it are closed. All that is made goes by that count, so that what is seen and
what is heard are at one place.
"""

import struct
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path, PurePosixPath
from typing import Any, BinaryIO

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from app.assets.media import ffmpeg
from app.assets.media.base import Keep, MediaRefused, Probed
from app.assets.media.ffmpeg import FfmpegFailed

MAX_BYTES = 2 << 30
MAX_SECONDS = 4 * 3600
PEAKS = 500
"""Pairs of lowest and highest to a second of the waveform."""
COLUMNS = 100
"""Columns to a second of the spectrogram."""
ROWS = 128
PIECE = 4096
"""Columns of one picture of the spectrogram."""

# What is seen is made of this: speech has little above 8 kHz, and nobody sees more.
_RATE = 16_000
_HOP = _RATE // COLUMNS
_WINDOW = 400  # samples under one column: 25 ms
_POINTS = 1024  # of its transform
_QUIETEST, _LOUDEST = -85.0, -15.0  # dB of full scale that are black and white
_PLAYED = (48_000, 44_100, 32_000, 24_000, 22_050, 16_000)  # rates at which all devices play AAC
KINDS = ("wav", "w64", "mp3", "mov", "ogg", "flac", "aiff", "matroska")
_VIDEOS = ("mov", "matroska", "avi")
# While a file is imported its worker must be heard every two minutes.
_COUNTING = 60.0
_COPYING = 40.0
_LISTENING = 300.0  # by an ear, which says itself that it is at work
_MOST = MAX_BYTES + (16 << 20)  # bytes of a copy
_PLAIN = ("audio/wav", "audio/aiff", "audio/flac")  # of which a copy has the very same samples
_SUFFIXES = {
    "audio/wav": (".wav", ".wave"),
    "audio/mpeg": (".mp3",),
    "audio/mp4": (".m4a", ".mp4"),
    "audio/ogg": (".ogg", ".oga", ".opus"),
    "audio/flac": (".flac",),
    "audio/aiff": (".aiff", ".aif", ".aifc"),
    "audio/webm": (".webm",),
}
_MUXERS = {
    "audio/wav": ("wav",),
    "audio/mpeg": ("mp3", "-id3v2_version", "0", "-write_id3v1", "0"),
    "audio/mp4": ("ipod", "-movflags", "+faststart"),
    "audio/ogg": ("ogg",),
    "audio/flac": ("flac",),
    "audio/aiff": ("aiff",),
    "audio/webm": ("webm",),
}
_SILENT = ("-map_metadata", "-1", "-map_chapters", "-1", "-fflags", "+bitexact")
_FIRST = ("-map", "0:a:0", "-vn", "-sn", "-dn")
# The n-th sample is at n, whatever the file says.
_COUNTED = "asetpts=N/SR/TB"


@dataclass(frozen=True, slots=True)
class Ear:
    """Who hears a sound while it is counted."""

    hear: Callable[[NDArray[np.float32], int], None]
    """Given samples in order, channel beside channel, and how many there are to a second."""
    also: Sequence[str]  # what else FFmpeg is to write
    step: Callable[[], None]  # called at least every half second


def probe(path: Path, name: str, ear: Ear | None = None) -> Probed:
    """What is known of a sound. Raises MediaRefused: `not_a_sound`, `too_large`, `too_long`,
    `broken`.
    """
    if path.stat().st_size > MAX_BYTES:
        raise MediaRefused("too_large", f"The file is over {MAX_BYTES >> 30} GB; cut it.")
    media_type = _sniff(path)
    kept = path.with_name("kept" + _SUFFIXES[media_type][0])
    bare = [*_FIRST, "-c", "copy", *_SILENT, "-f", *_MUXERS[media_type], str(kept)]
    try:
        if media_type in _PLAIN:
            channels, rate, count = _heard([*ffmpeg.source(path, KINDS), *bare], ear)
        else:  # its copy may begin elsewhere than the file
            ffmpeg.run([*ffmpeg.source(path, KINDS), *bare], seconds=_COPYING, limit=_MOST)
            channels, rate, count = _heard(ffmpeg.source(kept, KINDS), ear)
    except FfmpegFailed as why:
        raise broken(why) from None
    length = round(count * 1000 / rate)
    if length < 1:
        raise MediaRefused("broken", "There is no sound in the file; record it again.")
    if length > MAX_SECONDS * 1000:
        raise MediaRefused("too_long", f"It is over {MAX_SECONDS // 3600} hours; cut it.")
    facts = {"modality": "sound", "length": length, "channels": channels, "rate": rate}
    end = PurePosixPath(name).suffix.lower()
    note = (
        f"The name ends in {end}, but it is {media_type}; it was taken as what it is."
        if end and end not in _SUFFIXES[media_type]
        else None
    )
    return Probed(facts, media_type, kept, note=note)


def prepare(
    path: Path, facts: Mapping[str, Any], keep: Keep, step: Callable[[], None]
) -> dict[str, Any]:
    """The copy that is played, its waveform and its spectrogram, of one decoding. Raises
    MediaRefused: `broken`.
    """
    rate = facts["rate"] if facts["rate"] in _PLAYED else _PLAYED[0]
    channels = min(facts["channels"], 2)
    played = path.with_name("played.mp4")
    aac = ["-c:a", "aac", "-aac_coder", "fast", "-b:a", f"{64 * channels}k"]
    copy = [*_FIRST, "-af", _COUNTED, "-ac", str(channels), "-ar", str(rate), *aac]
    copy += [*_SILENT, "-movflags", "+faststart", "-f", "mp4", str(played)]
    waveform = _Waveform(path.with_name("peaks"))
    spectrogram = _Spectrogram(path.with_name("spectrogram"))
    with waveform, spectrogram:
        for samples in _read(path, KINDS, facts["length"] / 1000, step, copy):
            waveform.add(samples)
            spectrogram.add(samples)
        spectrogram.end()
        waveform.end()
    with open(played, "rb") as file:
        sound = {"key": keep(file, "audio/mp4")}
    return {
        "sound": sound,
        "peaks": waveform.kept(keep),
        "spectrogram": spectrogram.kept(keep),
    }


def peaks(path: Path, keep: Keep, step: Callable[[], None]) -> dict[str, Any]:
    """The waveform of a video's sound. Raises MediaRefused: `broken`."""
    waveform = _Waveform(path.with_name("peaks"))
    with waveform:
        for samples in _read(path, _VIDEOS, MAX_SECONDS, step):
            waveform.add(samples)
        waveform.end()
    return waveform.kept(keep)


# --- what the file says -----------------------------------------------------------------------


def _sniff(path: Path) -> str:
    """The true type. Raises MediaRefused for whatever is not one of ours."""
    with open(path, "rb") as file:
        head = file.read(64)
    if head[:4] in (b"RIFF", b"RF64") and head[8:12] == b"WAVE":
        return "audio/wav"
    if head[:4] == b"FORM" and head[8:12] in (b"AIFF", b"AIFC"):
        return "audio/aiff"
    if head[4:8] == b"ftyp":
        return "audio/mp4"
    if head[:4] == b"\x1aE\xdf\xa3":
        return "audio/webm"
    if head[:3] == b"ID3" or (head[:1] == b"\xff" and len(head) > 1 and head[1] & 0xE6 == 0xE2):
        return "audio/mpeg"
    known = {b"OggS": "audio/ogg", b"fLaC": "audio/flac"}.get(head[:4])
    if known is None:
        types = "WAV, MP3, M4A, OGG, Opus, FLAC, AIFF, WebM"
        raise MediaRefused("not_a_sound", f"The file is not a sound ({types}).")
    return known


def broken(why: FfmpegFailed) -> MediaRefused:
    if why.reason == "too_slow":
        return MediaRefused("too_long", "It takes too long to listen through; cut the sound.")
    if why.reason == "too_large":
        return MediaRefused("too_large", "It grows too large when it is read; cut the sound.")
    if "matches no streams" in why.tail:
        return MediaRefused("not_a_sound", "There is no sound in the file; send a recording.")
    return MediaRefused("broken", "The sound cannot be read; save it again or convert it to WAV.")


def _heard(source: Sequence[str], ear: Ear | None) -> tuple[int, int, int]:
    """Channels, samples a second, and how many a decoder gives of each channel; no more than just
    over the longest. Raises FfmpegFailed, MediaRefused.
    """
    kind, wide = ("u8", 1) if ear is None else ("f32le", 4)
    to = [*_FIRST, "-af", _COUNTED, "-t", str(MAX_SECONDS + 1), "-fflags", "+bitexact"]
    to += ["-c:a", f"pcm_{kind}", "-f", "wav", "pipe:1"]
    came = ffmpeg.stream(
        [*source, *(() if ear is None else ear.also), *to],
        seconds=_COUNTING if ear is None else _LISTENING,
        step=_nothing if ear is None else ear.step,
        limit=_MOST * wide,
    )
    head = b""
    while (start := head.find(b"data") + 8) < 8 or len(head) < start:
        piece = next(came, b"")
        if not piece:
            raise MediaRefused("broken", "There is no sound in the file; record it again.")
        head += piece
    channels, rate = struct.unpack_from("<HI", head, 22)
    count, left = 0, b""
    for piece in chain([head[start:]], came):
        whole = left + piece
        full = len(whole) // (wide * channels)
        count += full
        left = whole[full * wide * channels :]
        if ear is not None and full:
            samples = np.frombuffer(whole, "<f4", count=full * channels)
            ear.hear(samples.reshape(-1, channels), rate)
    return channels, rate, count


def _nothing() -> None:
    pass


# --- what is made of it -----------------------------------------------------------------------


def _read(
    path: Path,
    kinds: Sequence[str],
    seconds: float,
    step: Callable[[], None],
    also: Sequence[str] = (),
) -> Iterator[NDArray[np.int16]]:
    """Its samples, mixed to one channel, some at a time; `also` is what else FFmpeg is to write."""
    seen = [*_FIRST, "-af", _COUNTED, "-ac", "1", "-ar", str(_RATE)]
    seen += ["-c:a", "pcm_s16le", "-f", "s16le", "pipe:1"]
    left = b""
    try:
        for piece in ffmpeg.stream(
            [*ffmpeg.source(path, kinds), *also, *seen],
            seconds=300 + seconds,
            step=step,
            limit=MAX_BYTES,
        ):
            whole = left + piece
            even = len(whole) // 2 * 2
            left = whole[even:]
            yield np.frombuffer(whole[:even], np.int16)
    except FfmpegFailed as why:
        raise broken(why) from None


class _Made:
    """A file that grows while the sound is read, whatever its length, and is stored then."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._rest: NDArray[np.int16] = np.empty(0, np.int16)

    def __enter__(self) -> None:
        self._file: BinaryIO = open(self._path, "wb")

    def __exit__(self, *_: object) -> None:
        self._file.close()

    def _store(self, keep: Keep) -> str:
        with open(self._path, "rb") as file:
            return keep(file, "application/octet-stream")


class _Waveform(_Made):
    """The lowest and the highest sample of each five-hundredth of a second, as pairs of int8."""

    def add(self, samples: NDArray[np.int16]) -> None:
        each = _RATE // PEAKS
        ready = np.concatenate([self._rest, samples])
        full = len(ready) // each * each
        self._rest = ready[full:]
        self._write(ready[:full].reshape(-1, each))

    def end(self) -> None:
        if len(self._rest):
            self._write(self._rest.reshape(1, -1))

    def _write(self, rows: NDArray[np.int16]) -> None:
        pairs = np.stack([rows.min(axis=1), rows.max(axis=1)], axis=1)
        self._file.write((pairs / 256).astype(np.int8).tobytes())

    def kept(self, keep: Keep) -> dict[str, Any]:
        return {"key": self._store(keep), "per_second": PEAKS}


class _Spectrogram(_Made):
    """Loudness by pitch, column by column: pictures of 4,096 columns, the lowest pitch below.

    The middle of column n is in the middle of the n-th hundredth of a second.
    """

    def __init__(self, path: Path) -> None:
        super().__init__(path)
        self._pieces: list[list[int]] = []
        self._mels = _mels()
        self._shape = np.hanning(_WINDOW).astype(np.float32)
        # A sine of full scale is 0 dB.
        self._shape *= 2 / self._shape.sum()
        self._rest = np.zeros((_WINDOW - _HOP) // 2, np.int16)

    def add(self, samples: NDArray[np.int16]) -> None:
        self._rest = np.concatenate([self._rest, samples])
        need = (PIECE - 1) * _HOP + _WINDOW
        while len(self._rest) >= need:
            self._write(self._rest[:need])
            self._rest = self._rest[PIECE * _HOP :]

    def end(self) -> None:
        before = (_WINDOW - _HOP) // 2
        left = len(self._rest) - before
        if left > 0:
            columns = -(-left // _HOP)
            after = (columns - 1) * _HOP + _WINDOW - len(self._rest)
            self._write(np.concatenate([self._rest, np.zeros(max(0, after), np.int16)]))

    def _write(self, samples: NDArray[np.int16]) -> None:
        frames = np.lib.stride_tricks.sliding_window_view(samples, _WINDOW)[::_HOP]
        turned = np.fft.rfft(frames * (self._shape / 32768), _POINTS, axis=1)
        power = (turned.real**2 + turned.imag**2).astype(np.float32) @ self._mels
        loud = 10 * np.log10(power + 1e-12)
        grey = np.clip((loud - _QUIETEST) / (_LOUDEST - _QUIETEST) * 255, 0, 255)
        image = Image.fromarray(np.ascontiguousarray(grey.astype(np.uint8).T[::-1]))
        start = self._file.tell()
        image.save(self._file, "WEBP", quality=70, method=1)
        self._pieces.append([start, self._file.tell() - start])

    def kept(self, keep: Keep) -> dict[str, Any]:
        return {
            "key": self._store(keep),
            "per_second": COLUMNS,
            "columns": PIECE,
            "rows": ROWS,
            "pieces": self._pieces,
        }


def _mels() -> NDArray[np.float32]:
    """How much each row has of each frequency: triangles evenly spread in mel, up to 8 kHz, each as
    wide as two frequencies at least. (S. S. Stevens et al. 1937, in O'Shaughnessy's form.)
    """
    bins = np.arange(_POINTS // 2 + 1) * _RATE / _POINTS
    top = 2595 * np.log10(1 + _RATE / 2 / 700)
    edges = 700 * (10 ** (np.linspace(0, top, ROWS + 2) / 2595) - 1)
    wide = np.maximum(np.diff(edges), _RATE / _POINTS)
    rising = 1 - (edges[1:-1] - bins[:, None]) / wide[:-1]
    falling = 1 - (bins[:, None] - edges[1:-1]) / wide[1:]
    shape: NDArray[np.float32] = np.clip(np.minimum(rising, falling), 0, None).astype(np.float32)
    return shape
