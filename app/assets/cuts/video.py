"""Pieces of a video, exact to the frame.

Frame n is the n-th that a decoder gives. Its time in the file's own clock is looked up in a list of
all of them, and the piece takes the frames whose times lie between those of its first and its last:
so a decoder may begin at the picture before, and no frame is counted twice or left out. The
frames are coded anew, finely enough that nobody sees it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

from app.assets.cuts.base import Cut, CutFailed, Step
from app.assets.media import ffmpeg, video
from app.assets.media.base import MediaRefused
from app.assets.media.ffmpeg import MAX_PIXELS, FfmpegFailed

_BEFORE = 10.0  # seconds before a piece at which a decoder begins to look for a picture
_QUALITY = "14"


@dataclass(frozen=True, slots=True)
class Timeline:
    """When each frame is shown, in `unit`s of the file's own clock, in order."""

    unit: Fraction
    starts: list[int]
    length: int  # of the last one


def timeline(path: Path, facts: Mapping[str, Any], step: Step) -> Timeline:
    """The times of all frames. Raises CutFailed where they are not those that were counted."""
    listed = ["-map", "0:V:0", "-fps_mode", "passthrough", "-enc_time_base", "demux"]
    to = ["-c:v", "wrapped_avframe", "-f", "framecrc", "pipe:1"]
    try:
        told = ffmpeg.run(
            ["-copyts", *_of(path), *listed, *to], seconds=300 + facts["length"] / 2, step=step
        )
        unit, rows = video.rows(told)
    except FfmpegFailed as why:
        raise CutFailed(video.broken(why).detail) from None
    except MediaRefused as no:
        raise CutFailed(no.detail) from None
    starts = [at for at, _ in rows]
    if len(starts) != facts["length"] or len(set(starts)) != len(starts):
        raise CutFailed("Its frames cannot be counted for sure; convert the video anew.")
    return Timeline(unit, starts, rows[-1][1])


def first(path: Path) -> Fraction:
    """When the first frame is shown, in seconds as FFmpeg counts from the file's beginning."""
    return video.frames_of(path).first


def window(
    path: Path,
    facts: Mapping[str, Any],
    times: Timeline,
    start: int,
    end: int,
    into: Path,
    step: Step,
) -> Cut:
    """The frames from `start` to `end`, with what is heard meanwhile. Raises CutFailed."""
    first, last = times.starts[start], times.starts[end - 1]
    following = times.starts[end] if end < len(times.starts) else last + max(1, times.length)
    begin, until = float(first * times.unit), float(following * times.unit)
    chosen = f"select='between(pts,{first},{last})',setpts=PTS-{first}"
    even = facts["width"] % 2 == 0 and facts["height"] % 2 == 0
    picture = [
        "-map",
        "0:V:0",
        "-vf",
        f"{chosen},scale={facts['width']}:{facts['height']},setsar=1",
    ]
    picture += ["-fps_mode", "passthrough", "-enc_time_base", "demux"]
    picture += ["-frames:v", str(end - start), "-c:v", "libx264", "-preset", "veryfast"]
    picture += ["-crf", _QUALITY, "-pix_fmt", "yuv420p" if even else "yuv444p"]
    picture += ["-threads", str(ffmpeg.THREADS), "-bf", "0"]
    sound = []
    if facts["sound"]:
        heard = f"atrim={begin}:{until},asetpts=PTS-{begin}/TB,aresample=async=1:first_pts=0"
        sound = ["-map", "0:a:0", "-af", heard, "-c:a", "aac", "-b:a", "160k"]
    bare = ["-map_metadata", "-1", "-map_chapters", "-1", "-fflags", "+bitexact"]
    seek = ["-ss", f"{max(0.0, begin - _BEFORE)}", "-noaccurate_seek", "-seek_timestamp", "1"]
    came = into.with_name("came.mp4")
    seconds = 300 + (end - start) / 2
    to = ["-movflags", "+faststart", "-f", "mp4", str(came)]
    try:
        ffmpeg.run(
            ["-copyts", *_of(path, *seek), *picture, *sound, *bare, *to],
            seconds=seconds,
            encoder="libx264",
            step=step,
            limit=video.MAX_BYTES,
        )
        found = video.probe(came, "cut.mp4")
    except FfmpegFailed as why:
        raise CutFailed(video.broken(why).detail) from None
    except MediaRefused as no:
        raise CutFailed(no.detail) from None
    if found.facts["length"] != end - start:
        raise CutFailed("Its frames cannot be counted for sure; convert the video anew.")
    found.kept.replace(into)
    return Cut(
        "video/mp4",
        into,
        facts=found.facts,
        width=found.width,
        height=found.height,
        thumbnail=found.thumbnail,
    )


def _of(path: Path, *options: str) -> list[str]:
    return ffmpeg.source(path, video.KINDS, "-max_pixels", str(MAX_PIXELS), *options)
