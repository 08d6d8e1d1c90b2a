"""FFmpeg on strangers' recordings: which one, with what it may do, and why it would not.

The system's own where it has one; else the one of the wheel `imageio-ffmpeg`. A file says itself
what it is, so a playlist could name files of this machine: only the formats that a caller names
are opened, and nothing is fetched from anywhere. The child has bounds on time, memory, threads and
what it writes, no shell, no terminal, and dies with us.
"""

import shutil
import subprocess
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from pathlib import Path

from app.assets.media import child
from app.assets.media.child import ChildFailed

THREADS = 2
MAX_PIXELS = 8192 * 4320
"""Of one frame; beyond it nothing is decoded."""

_MEMORY = 6 << 30  # bytes of address space, of which threads reserve much and use little


class FfmpegMissing(Exception):
    """There is no FFmpeg that can do it; the sentence says what to install."""


class FfmpegFailed(ChildFailed):
    """FFmpeg did not come to a good end."""


@cache
def program(encoder: str | None = None) -> str:
    """The path of an FFmpeg; of one that has `encoder`, if it is named. Raises FfmpegMissing."""
    for path in _programs():
        if encoder is None or encoder in _encoders(path):
            return path
    what = "FFmpeg" if encoder is None else f"FFmpeg with {encoder}"
    raise FfmpegMissing(f"There is no {what}: install the package ffmpeg, or imageio-ffmpeg.")


def _programs() -> Iterator[str]:
    own = shutil.which("ffmpeg")
    if own is not None:
        yield own
    try:
        from imageio_ffmpeg import get_ffmpeg_exe

        yield get_ffmpeg_exe()
    except (ImportError, RuntimeError):  # not installed; none for this kind of machine
        return


def _encoders(path: str) -> frozenset[str]:
    told = subprocess.run(
        [path, "-hide_banner", "-encoders"], stdin=subprocess.DEVNULL, capture_output=True
    )
    rows = (line.split() for line in told.stdout.decode(errors="replace").splitlines())
    return frozenset(row[1] for row in rows if len(row) > 1)


def source(path: Path, formats: Sequence[str], *options: str) -> list[str]:
    """Arguments that open a stranger's file, which must be of one of `formats` (FFmpeg's names)."""
    bounds = ["-protocol_whitelist", "file,pipe", "-format_whitelist", ",".join(formats)]
    return [*bounds, "-threads", str(THREADS), *options, "-i", f"file:{path}"]


def stream(
    arguments: Sequence[str],
    *,
    seconds: float,
    encoder: str | None = None,
    step: Callable[[], None] = lambda: None,
    limit: int | None = None,
) -> Iterator[bytes]:
    """What FFmpeg writes to its output (`pipe:1`), piece by piece, while it works.

    `step` is called at least every half second and stops it by raising. `limit` is in bytes, of
    the output and of each file that it writes. Who stops reading ends it. Raises FfmpegFailed,
    FfmpegMissing.
    """
    bounds = ["-max_alloc", str(1 << 30), "-filter_threads", "1"]
    quiet = ["-nostdin", "-hide_banner", "-loglevel", "error", "-y"]
    return child.stream(
        [program(encoder), *quiet, *bounds, *arguments],
        seconds=seconds,
        memory=_MEMORY,
        threads=THREADS,
        step=step,
        limit=limit,
        failed=FfmpegFailed,
    )


def run(
    arguments: Sequence[str],
    *,
    seconds: float,
    encoder: str | None = None,
    step: Callable[[], None] = lambda: None,
    limit: int | None = None,
) -> bytes:
    """All of what it writes to its output; else as `stream`."""
    return b"".join(stream(arguments, seconds=seconds, encoder=encoder, step=step, limit=limit))
