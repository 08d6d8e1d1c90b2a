"""FFmpeg on strangers' recordings: which one, with what it may do, and why it would not.

The system's own where it has one; else the one of the wheel `imageio-ffmpeg`. A file says itself
what it is, so a playlist could name files of this machine: only the formats that a caller names
are opened, and nothing is fetched from anywhere. The child has bounds on time, memory, threads and
what it writes, no shell, no terminal, and dies with us.
"""

import os
import resource
import selectors
import shutil
import signal
import subprocess
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from pathlib import Path
from time import monotonic

from app.core.programs import die_with_parent

THREADS = 2
MAX_PIXELS = 8192 * 4320
"""Of one frame; beyond it nothing is decoded."""

_MEMORY = 6 << 30  # bytes of address space, of which threads reserve much and use little
_TAIL = 4096  # bytes of what it complained of last
_CHUNK = 1 << 16
_PATIENCE = 0.5  # seconds between two looks at whether we are to go on


class FfmpegMissing(Exception):
    """There is no FFmpeg that can do it; the sentence says what to install."""


class FfmpegFailed(Exception):
    """It did not come to a good end. `reason`: `failed`, `too_slow`, `too_large`; `tail` is the
    last of what it said, and for logs, not for people.
    """

    def __init__(self, reason: str, tail: str) -> None:
        super().__init__(f"{reason}: {tail}")
        self.reason = reason
        self.tail = tail


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
    until = monotonic() + seconds
    bounds = ["-max_alloc", str(1 << 30), "-filter_threads", "1"]
    quiet = ["-nostdin", "-hide_banner", "-loglevel", "error", "-y"]
    process = subprocess.Popen(
        [program(encoder), *quiet, *bounds, *arguments],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
        preexec_fn=_bounded(seconds, limit),
        cwd="/",
        env={"LC_ALL": "C", "TZ": "UTC", "PATH": os.defpath},
    )
    tail = b""
    total = 0
    try:
        assert process.stdout is not None
        assert process.stderr is not None
        with selectors.DefaultSelector() as ready:
            ready.register(process.stdout, selectors.EVENT_READ)
            ready.register(process.stderr, selectors.EVENT_READ)
            looked = 0.0
            while ready.get_map():
                for key, _ in ready.select(_PATIENCE):
                    piece = os.read(key.fd, _CHUNK)
                    if not piece:
                        ready.unregister(key.fileobj)
                    elif key.fileobj is process.stderr:
                        tail = (tail + piece)[-_TAIL:]
                    else:
                        total += len(piece)
                        if limit is not None and total > limit:
                            raise FfmpegFailed("too_large", _text(tail))
                        yield piece
                now = monotonic()
                if now > until:
                    raise FfmpegFailed("too_slow", _text(tail))
                if now - looked >= _PATIENCE:
                    looked = now
                    step()
        ended = process.wait(max(1.0, until - monotonic()))
        if ended == -signal.SIGXFSZ:
            raise FfmpegFailed("too_large", _text(tail))
        if ended == -signal.SIGXCPU:
            raise FfmpegFailed("too_slow", _text(tail))
        if ended != 0:
            raise FfmpegFailed("failed", _text(tail))
    except subprocess.TimeoutExpired:
        raise FfmpegFailed("too_slow", _text(tail)) from None
    finally:
        if process.poll() is None:
            process.kill()
            process.wait()
        for pipe in (process.stdout, process.stderr):
            if pipe is not None:
                pipe.close()


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


def _text(tail: bytes) -> str:
    return tail.decode(errors="replace").strip()


def _bounded(seconds: float, limit: int | None) -> Callable[[], None]:
    """What the child runs before the program: its bounds, and the tie to us."""
    tie = die_with_parent(signal.SIGKILL)

    def prepare() -> None:
        if tie is not None:
            tie()
        _bound(resource.RLIMIT_CPU, int(seconds * THREADS * 2) + 1)
        _bound(resource.RLIMIT_AS, _MEMORY)
        _bound(resource.RLIMIT_CORE, 0)
        if limit is not None:
            _bound(resource.RLIMIT_FSIZE, limit)

    return prepare


def _bound(what: int, most: int) -> None:
    _, hard = resource.getrlimit(what)
    if hard != resource.RLIM_INFINITY:
        most = min(most, hard)
    resource.setrlimit(what, (most, hard))
