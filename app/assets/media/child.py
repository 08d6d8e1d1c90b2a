"""Programs that open strangers' files: bounded in time, memory and what they write, no shell, no
terminal, and they die with us.
"""

import os
import resource
import selectors
import signal
import subprocess
from collections.abc import Callable, Iterator, Sequence
from time import monotonic

from app.core.programs import die_with_parent

_TAIL = 4096  # bytes of what it complained of last
_CHUNK = 1 << 16
_PATIENCE = 0.5  # seconds between two looks at whether we are to go on


class ChildFailed(Exception):
    """It did not come to a good end. `reason`: `failed`, `too_slow`, `too_large`; `tail` is the
    last of what it said, and for logs, not for people.
    """

    def __init__(self, reason: str, tail: str) -> None:
        super().__init__(f"{reason}: {tail}")
        self.reason = reason
        self.tail = tail


def stream(
    command: Sequence[str],
    *,
    seconds: float,
    memory: int,
    threads: int = 1,
    step: Callable[[], None] = lambda: None,
    limit: int | None = None,
    failed: type[ChildFailed] = ChildFailed,
) -> Iterator[bytes]:
    """What the program writes to its output, piece by piece, while it works.

    `step` is called at least every half second and stops it by raising. `memory` is in bytes of
    address space; `limit` in bytes, of the output and of each file that it writes. Who stops
    reading ends it. Raises `failed`.
    """
    until = monotonic() + seconds
    process = subprocess.Popen(
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
        preexec_fn=_bounded(seconds * threads * 2, memory, limit),
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
                            raise failed("too_large", _text(tail))
                        yield piece
                now = monotonic()
                if now > until:
                    raise failed("too_slow", _text(tail))
                if now - looked >= _PATIENCE:
                    looked = now
                    step()
        ended = process.wait(max(1.0, until - monotonic()))
        if ended == -signal.SIGXFSZ:
            raise failed("too_large", _text(tail))
        if ended == -signal.SIGXCPU:
            raise failed("too_slow", _text(tail))
        if ended != 0:
            raise failed("failed", _text(tail))
    except subprocess.TimeoutExpired:
        raise failed("too_slow", _text(tail)) from None
    finally:
        if process.poll() is None:
            process.kill()
            process.wait()
        for pipe in (process.stdout, process.stderr):
            if pipe is not None:
                pipe.close()


def _text(tail: bytes) -> str:
    return tail.decode(errors="replace").strip()


def _bounded(seconds: float, memory: int, limit: int | None) -> Callable[[], None]:
    """What the child runs before the program: its bounds, and the tie to us."""
    tie = die_with_parent(signal.SIGKILL)

    def prepare() -> None:
        if tie is not None:
            tie()
        _bound(resource.RLIMIT_CPU, int(seconds) + 1)
        _bound(resource.RLIMIT_AS, memory)
        _bound(resource.RLIMIT_CORE, 0)
        if limit is not None:
            _bound(resource.RLIMIT_FSIZE, limit)

    return prepare


def _bound(what: int, most: int) -> None:
    _, hard = resource.getrlimit(what)
    if hard != resource.RLIM_INFINITY:
        most = min(most, hard)
    resource.setrlimit(what, (most, hard))
