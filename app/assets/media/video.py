"""Videos as strangers send them: frames counted one by one, kept without a place, shown from a copy
that every device plays.

Frame n is the n-th that a decoder gives, counted from 0, in the order in which they are shown;
its pixels are those of the frame as shown: turned as the file says, with square pixels. What is
counted is what is kept: the streams copied into a fresh file of the same sort, without titles,
places, devices, subtitles, or a second picture or sound.

Shown is a copy in H.264 of the same frames one by one, without frames that depend on later ones
and with one that depends on none every half second or so, so that any of them is a few decodings
away.
"""

import io
import math
import sys
from array import array
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path, PurePosixPath
from typing import Any

from PIL import Image

from app.assets.media import ffmpeg
from app.assets.media.base import Keep, MediaRefused, Probed
from app.assets.media.ffmpeg import MAX_PIXELS, FfmpegFailed

MAX_BYTES = 8 << 30
MAX_SECONDS = 4 * 3600
MAX_FRAMES = 1_000_000
WIDEST = 1280
"""Of the copy that is shown, in pixels."""
GOP = 12

_THUMBNAIL = 320
_SPRITES = 160  # small pictures of a video at most
_SPRITE = 128  # pixels of the longer side of one
_COLUMNS = 10
# While a file is imported its worker must be heard every two minutes.
_COUNTING = 60.0
_REMUXING = 60.0
_LOOKING = 20.0
KINDS = ("mov", "matroska", "avi")
_SUFFIXES = {
    "video/mp4": frozenset({".mp4", ".m4v"}),
    "video/quicktime": frozenset({".mov", ".qt"}),
    "video/webm": frozenset({".webm"}),
    "video/x-matroska": frozenset({".mkv"}),
    "video/x-msvideo": frozenset({".avi"}),
}
_MUXERS = {
    "video/mp4": "mp4",
    "video/quicktime": "mov",
    "video/webm": "webm",
    "video/x-matroska": "matroska",
    "video/x-msvideo": "avi",
}
_USUAL = [Fraction(n) for n in (24, 25, 30, 50, 60, 15, 12, 10, 20, 48, 90, 100, 120, 240, 5, 1)]
_USUAL += [Fraction(n * 1000, 1001) for n in (24, 30, 48, 60, 120, 240, 15)]


def probe(path: Path, name: str) -> Probed:
    """What is known of a video. Raises MediaRefused: `not_a_video`, `too_large`, `too_long`,
    `bomb`, `broken`.
    """
    if path.stat().st_size > MAX_BYTES:
        raise MediaRefused("too_large", f"The file is over {MAX_BYTES >> 30} GB; cut it.")
    media_type = _sniff(path)
    kept = path.with_name("kept" + min(_SUFFIXES[media_type]))
    _bare(path, kept, media_type)
    width, height = _size(kept)
    frames = frames_of(kept)
    count = len(frames.starts)
    facts = {
        "modality": "video",
        "length": count,
        "width": width,
        "height": height,
        "duration": round(frames.duration),
        "rate": [frames.rate.numerator, frames.rate.denominator],
        "sound": _has_sound(kept),
    }
    end = PurePosixPath(name).suffix.lower()
    note = (
        f"The name ends in {end}, but it is {media_type}; it was taken as what it is."
        if end and end not in _SUFFIXES[media_type]
        else None
    )
    return Probed(facts, media_type, kept, _thumbnail(kept), width, height, note)


def prepare(
    path: Path, facts: Mapping[str, Any], keep: Keep, step: Callable[[], None]
) -> dict[str, Any]:
    """The copy that is shown, when its frames are (where their rate is not constant), small
    pictures, and peaks of its sound. Raises MediaRefused: `frames_differ`, `broken`.
    """
    length: int = facts["length"]
    shown = path.with_name("shown.mp4")
    frames = frames_of(path, step, seconds=_patience(length))
    _transcode(path, shown, facts, frames, step)
    if len(frames.starts) != length or _counted(shown, step) != length:
        raise MediaRefused(
            "frames_differ", "Its frames cannot be counted for sure; convert the video anew."
        )
    made: dict[str, Any] = {"thumbs": _thumbs(shown, length, keep, step)}
    with open(shown, "rb") as file:
        made["video"] = {"key": keep(file, "video/mp4")}
    times = None
    if not frames.constant:
        times = {"key": keep(io.BytesIO(_float64(frames.starts)), "application/octet-stream")}
    made["times"] = times
    if facts["sound"]:
        made["peaks"] = _peaks(path, keep, step)
    return made


def _peaks(path: Path, keep: Keep, step: Callable[[], None]) -> dict[str, Any]:
    from app.assets.media.sound import peaks

    return peaks(path, keep, step)


# --- what the file says -----------------------------------------------------------------------


def _sniff(path: Path) -> str:
    """The true type. Raises MediaRefused for whatever is not one of ours."""
    with open(path, "rb") as file:
        head = file.read(4096)
    if head[4:8] in (b"ftyp", b"moov", b"mdat", b"wide", b"free", b"skip"):
        return "video/quicktime" if head[8:12] == b"qt  " or head[4:8] != b"ftyp" else "video/mp4"
    if head.startswith(b"\x1aE\xdf\xa3"):
        return "video/webm" if b"webm" in head[:64] else "video/x-matroska"
    if head[:4] == b"RIFF" and head[8:12] == b"AVI ":
        return "video/x-msvideo"
    raise MediaRefused("not_a_video", "The file is not a video (MP4, MOV, WebM, MKV, AVI).")


def _of(path: Path, *options: str) -> list[str]:
    return ffmpeg.source(path, KINDS, "-max_pixels", str(MAX_PIXELS), *options)


def broken(why: FfmpegFailed) -> MediaRefused:
    if why.reason == "too_slow":
        return MediaRefused("too_long", "It takes too long to look through; cut the video.")
    if why.reason == "too_large":
        return MediaRefused("too_large", "It grows too large when it is read; cut the video.")
    if "matches no streams" in why.tail:
        return MediaRefused("not_a_video", "There is no picture in the file; send a video.")
    return MediaRefused("broken", "The video cannot be read; save it again or convert it to MP4.")


def _bare(path: Path, kept: Path, media_type: str) -> None:
    """The first picture and sound, as they are, in a file that says nothing else."""
    streams = ["-map", "0:V:0", "-map", "0:a:0?", "-c", "copy"]
    silent = ["-map_metadata", "-1", "-map_chapters", "-1", "-fflags", "+bitexact"]
    to = ["-f", _MUXERS[media_type]]
    if to[1] in ("mp4", "mov"):
        to += ["-movflags", "+faststart"]
    try:
        ffmpeg.run(
            [*_of(path, "-fflags", "+genpts"), *streams, *silent, *to, str(kept)],
            seconds=_REMUXING,
            limit=MAX_BYTES + (64 << 20),
        )
    except FfmpegFailed as why:
        raise broken(why) from None


def _size(path: Path) -> tuple[int, int]:
    """Width and height of the first frame as shown. Raises MediaRefused."""
    try:
        told = ffmpeg.run(
            [*_of(path), "-map", "0:V:0", "-frames:v", "1", "-f", "framecrc", "pipe:1"],
            seconds=_LOOKING,
        ).decode()
    except FfmpegFailed as why:
        raise broken(why) from None
    said = dict(line[1:].split(": ", 1) for line in told.splitlines() if line.startswith("#"))
    if "dimensions 0" not in said or not any(line[:1] == "0" for line in told.splitlines()):
        raise MediaRefused("broken", "None of its frames can be read; convert it to MP4.")
    width, height = (int(value) for value in said["dimensions 0"].split("x"))
    across, down = (int(value) for value in said.get("sar 0", "1/1").split("/"))
    if across > 0 and down > 0:
        width = max(1, round(width * across / down))
    if width * height > MAX_PIXELS:
        raise MediaRefused("bomb", "Its frames have more pixels than 8K; make the video smaller.")
    return width, height


def _has_sound(path: Path) -> bool:
    try:
        ffmpeg.run(
            [*_of(path), "-map", "0:a:0", "-frames:a", "1", "-f", "null", "-"], seconds=_LOOKING
        )
    except FfmpegFailed:
        return False
    return True


@dataclass(frozen=True, slots=True)
class _Frames:
    """When each frame is shown, in milliseconds from the first; `first` is when that one is, in
    seconds of the file.
    """

    starts: Sequence[float]
    duration: float
    rate: Fraction  # frames a second: the one that all have, or the mean
    constant: bool
    first: Fraction


def frames_of(
    path: Path, step: Callable[[], None] = lambda: None, seconds: float = _COUNTING
) -> _Frames:
    """Every frame that a decoder gives. A file that takes longer than `seconds` is counted by what
    lies in it instead. Raises MediaRefused.
    """
    count = ["-map", "0:V:0", "-fps_mode", "passthrough", "-enc_time_base", "demux"]
    listed = ["-f", "framecrc", "pipe:1"]
    try:
        # The frames themselves go nowhere: what is written is when they are.
        told = ffmpeg.run(
            [*_of(path), *count, "-c:v", "wrapped_avframe", *listed], seconds=seconds, step=step
        )
    except FfmpegFailed as why:
        if why.reason != "too_slow":
            raise broken(why) from None
        told = _listed(path, step)
    return _timed(*rows(told))


def _listed(path: Path, step: Callable[[], None] = lambda: None) -> bytes:
    try:
        return ffmpeg.run(
            [*_of(path), "-map", "0:V:0", "-c", "copy", "-f", "framecrc", "pipe:1"],
            seconds=_COUNTING,
            step=step,
        )
    except FfmpegFailed as why:
        raise broken(why) from None


def _counted(path: Path, step: Callable[[], None]) -> int:
    return len(rows(_listed(path, step))[1])


def rows(told: bytes) -> tuple[Fraction, list[tuple[int, int]]]:
    """The unit of time in seconds, and (when, how long) of each frame, in the order in which they
    are shown. Raises MediaRefused.
    """
    unit = Fraction(1, 1000)
    found = []
    for line in told.decode().splitlines():
        if line.startswith("#tb 0:"):
            unit = Fraction(line.split(":")[1].strip())
        elif not line.startswith("#"):
            _, dts, pts, duration, *rest = (cell.strip() for cell in line.split(","))
            flags = next((cell for cell in rest if cell.startswith("F=")), "F=0x1")
            if int(flags[2:], 16) & 0x4:  # decoded and never shown
                continue
            at = int(pts)
            found.append((at if at > -(1 << 62) else int(dts), int(duration)))
            if len(found) > MAX_FRAMES:
                raise MediaRefused(
                    "too_long", f"It has more than {MAX_FRAMES:,} frames; cut the video."
                )
    if not found:
        raise MediaRefused("broken", "None of its frames can be read; convert it to MP4.")
    return unit, sorted(found)


def _timed(unit: Fraction, rows: Sequence[tuple[int, int]]) -> _Frames:
    first = rows[0][0]
    ticks = [at - first for at, _ in rows]
    each = ticks[-1] / (len(ticks) - 1) if len(ticks) > 1 else 0.0
    last = rows[-1][1] or round(each) or 1
    milliseconds = float(unit * 1000)
    duration = (ticks[-1] + last) * milliseconds
    if duration > MAX_SECONDS * 1000:
        raise MediaRefused("too_long", f"It is over {MAX_SECONDS // 3600} hours; cut the video.")
    rate = _constant(unit, ticks, last)
    if rate is None:
        mean = Fraction(len(ticks)) / (unit * (ticks[-1] + last))
        starts = [tick * milliseconds for tick in ticks]
        near = mean.limit_denominator(1001)
        return _Frames(starts, duration, near or mean, False, unit * first)
    starts = [float(n * 1000 / rate) for n in range(len(ticks))]
    return _Frames(starts, float(len(ticks) * 1000 / rate), rate, True, unit * first)


def _constant(unit: Fraction, ticks: Sequence[int], last: int) -> Fraction | None:
    """The rate of which all frames are, as exactly as the file's own clock can say it."""
    if len(ticks) == 1:
        return 1 / (unit * last)
    even = 1 / (unit * Fraction(ticks[-1], len(ticks) - 1)) if ticks[-1] > 0 else None
    if even is None:
        return None
    near = [one for one in _USUAL if abs(one - even) * 50 < one]
    for rate in [*sorted(near, key=lambda one: abs(one - even)), even]:
        each = 1 / (rate * unit)
        if all(abs(tick - n * each) <= 1 for n, tick in enumerate(ticks)):
            return rate
    return None


# --- what is made of it -----------------------------------------------------------------------


def _patience(frames: int) -> float:
    """Seconds for what looks at every frame: two a second are as slow as a machine may be."""
    return 300 + frames / 2


def _thumbnail(path: Path) -> bytes | None:
    """A frame of the video's first second or two, as a WebP."""
    fit = f"scale='min({_THUMBNAIL},iw*sar)':'-1',setsar=1,scale='-1':'min({_THUMBNAIL},ih)'"
    one = ["-map", "0:V:0", "-vf", f"thumbnail=24,{fit}", "-frames:v", "1"]
    try:
        png = ffmpeg.run(
            [*_of(path), *one, "-f", "image2pipe", "-c:v", "png", "pipe:1"],
            seconds=_LOOKING,
            limit=16 << 20,
        )
        with Image.open(io.BytesIO(png), formats=["PNG"]) as image:
            return _webp(image.convert("RGB"))
    except (FfmpegFailed, OSError):
        return None


def _webp(image: Image.Image) -> bytes:
    out = io.BytesIO()
    image.save(out, "WEBP", quality=75, method=2)
    return out.getvalue()


def _transcode(
    path: Path,
    shown: Path,
    facts: Mapping[str, Any],
    frames: _Frames,
    step: Callable[[], None],
) -> None:
    """The copy that is shown: frame n of it is frame n of the video."""
    width = min(WIDEST, facts["width"]) // 2 * 2 or 2
    height = round(width * facts["height"] / facts["width"] / 2) * 2 or 2
    rate = frames.rate
    when = f"N*{rate.denominator}/{rate.numerator}/TB" if frames.constant else "PTS-STARTPTS"
    clock = rate.numerator if frames.constant else 90_000
    while clock < 1000:  # players round to what a file can say
        clock *= 10
    first = float(frames.first)
    picture = ["-map", "0:V:0", "-vf", f"setpts={when},scale={width}:{height},setsar=1"]
    picture += ["-fps_mode", "passthrough", "-enc_time_base", f"1:{clock}"]
    picture += ["-video_track_timescale", str(clock), "-c:v", "libx264", "-preset", "veryfast"]
    picture += ["-crf", "23", "-pix_fmt", "yuv420p", "-bf", "0", "-g", str(GOP)]
    picture += ["-threads", str(ffmpeg.THREADS)]
    sound: list[str] = []
    if facts["sound"]:
        # Its beginning is the first frame's; holes in it are silence.
        at = f"asetpts=PTS-{first}/TB,aresample=async=1:first_pts=0"
        sound = ["-map", "0:a:0", "-af", at, "-c:a", "aac", "-b:a", "96k", "-ac", "2"]
    bare = ["-map_metadata", "-1", "-map_chapters", "-1", "-fflags", "+bitexact"]
    fast = ["-movflags", "+faststart", "-f", "mp4"]
    try:
        ffmpeg.run(
            [*_of(path), *picture, *sound, *bare, *fast, str(shown)],
            seconds=_patience(len(frames.starts)),
            encoder="libx264",
            step=step,
            limit=MAX_BYTES,
        )
    except FfmpegFailed as why:
        raise broken(why) from None


def _thumbs(shown: Path, length: int, keep: Keep, step: Callable[[], None]) -> dict[str, Any]:
    """One picture of many small ones, every so many frames."""
    every = math.ceil(length / _SPRITES)
    fit = f"scale={_SPRITE}:{_SPRITE}:force_original_aspect_ratio=decrease:force_divisible_by=2"
    some = ["-map", "0:V:0", "-vf", f"select='not(mod(n,{every}))',{fit}"]
    out = ["-fps_mode", "passthrough", "-f", "image2pipe", "-c:v", "bmp", "pipe:1"]
    small: list[Image.Image] = []
    try:
        bmps = ffmpeg.run(
            [*_of(shown), *some, *out],
            seconds=_patience(length),
            step=step,
            limit=_SPRITES * _SPRITE * _SPRITE * 4,
        )
    except FfmpegFailed as why:
        raise broken(why) from None
    at = 0
    while at < len(bmps):  # each says how long it is
        size = int.from_bytes(bmps[at + 2 : at + 6], "little")
        with Image.open(io.BytesIO(bmps[at : at + size]), formats=["BMP"]) as image:
            small.append(image.convert("RGB"))
        at += size
    width, height = small[0].size
    sheet = Image.new("RGB", (width * _COLUMNS, height * math.ceil(len(small) / _COLUMNS)))
    for n, one in enumerate(small):
        sheet.paste(one, (n % _COLUMNS * width, n // _COLUMNS * height))
    return {
        "key": keep(io.BytesIO(_webp(sheet)), "image/webp"),
        "width": width,
        "height": height,
        "columns": _COLUMNS,
        "every": every,
        "count": len(small),
    }


def _float64(values: Sequence[float]) -> bytes:
    """As little-endian numbers of eight bytes."""
    found = array("d", values)
    if sys.byteorder == "big":
        found.byteswap()
    return found.tobytes()
