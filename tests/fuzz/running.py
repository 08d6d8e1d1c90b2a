"""One input after another: made from a seed, given, and watched: what it raises, what it opens and
writes, how long it works, what it leaves."""

from __future__ import annotations

import gc
import os
import resource
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from random import Random
from typing import Any

import psutil

from app.core.settings import ROOT, configure
from tests.fuzz.mutations import mutated
from tests.fuzz.targets import TARGETS, Good

_WRITES = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC
_MOVES = frozenset({"os.mkdir", "os.remove", "os.rename", "os.rmdir", "os.symlink", "os.link"})
_CODE = tuple(map(str, (ROOT, Path(sys.prefix), Path(sys.base_prefix), "/usr", "/lib")))


class Watch:
    """What this process does to files and lines while it is on, outside of one folder."""

    def __init__(self) -> None:
        self.folder: str | None = None
        self.outside: list[str] = []
        sys.addaudithook(self._note)

    def _note(self, event: str, arguments: tuple[object, ...]) -> None:
        if self.folder is None:
            return
        if event == "open":
            path, mode, flags = arguments
            writes = bool(flags & _WRITES) if isinstance(flags, int) else False
            writes = writes or (isinstance(mode, str) and mode[:1] in "wax")
            self._asked(event, path, reads=not writes)
        elif event in _MOVES:
            for path in arguments[:2]:
                self._asked(event, path, reads=False)
        elif event == "socket.connect":
            self.outside.append(f"{event} {arguments[1:]}")

    def _asked(self, event: str, path: object, *, reads: bool) -> None:
        if not isinstance(path, str | bytes | os.PathLike):
            return  # a handle that is open, or -1
        full = os.path.abspath(os.fsdecode(path))
        assert self.folder is not None
        code = reads and full.startswith(_CODE)
        if not (full.startswith(self.folder) or code or full == os.devnull):
            self.outside.append(f"{event} {full}")

    @contextmanager
    def on(self, folder: Path) -> Iterator[None]:
        """Watch what is done while the block runs."""
        self.folder, self.outside = str(folder.resolve()), []
        try:
            yield
        finally:
            self.folder = None


WATCH = Watch()


class Worn(AssertionError):
    """An input did what none may; the sentence says how to have it again."""


class Fuzzer:
    """One target and its good files, in a folder of its own."""

    def __init__(self, name: str, folder: Path) -> None:
        self._name, self._target, self._folder = name, TARGETS[name], folder.resolve()
        self._good = dict(self._target.good())
        self._others = list(self._good.values())
        self.slowest = 0.0
        tempfile.tempdir = str(self._folder)
        configure(data=self._folder)
        self._run(self._good)  # what is in order is read; and all that is needed has been imported

    def _run(self, files: Good) -> None:
        self._target.run(self._folder, {**files, **(self._target.beside or {})})

    def one(self, chance: Random, seed: object) -> None:
        """Give one damaged file. Raises Worn."""
        name = chance.choice(sorted(self._good))
        content = mutated(chance, self._good[name], self._others)
        # Kinds of one target are tried alone: what is beside would only be read once more.
        files = {name: content} if self._target.beside is None else self._good | {name: content}
        again = f"python -m tests.fuzz --only '{self._name}' --seed {seed} --inputs 1"
        before = worked()
        try:
            with WATCH.on(self._folder):
                self._run(files)
        except Exception as crash:
            raise Worn(f"{again}: {type(crash).__name__}: {crash}") from crash
        took = worked() - before
        self.slowest = max(self.slowest, took)
        if WATCH.outside:
            raise Worn(f"{again}: outside of its folder: {WATCH.outside}")
        if took > self._target.seconds:
            raise Worn(f"{again}: {took:.1f} s")
        left = sorted(one.name for one in self._folder.iterdir() if one.name != "uploads")
        if left:
            raise Worn(f"{again}: left {left}")


def worked() -> float:
    """Seconds of work of this process and its children: others' load does not count."""
    own = resource.getrusage(resource.RUSAGE_SELF)
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    return sum(one.ru_utime + one.ru_stime for one in (own, children))


def resident() -> int:
    """Bytes that this process holds, after it has cleared up."""
    gc.collect()
    return int(psutil.Process().memory_info().rss)


GROWTH = 24 << 20
"""Bytes that a process may hold more at the end of a target than after its first third: what its
libraries keep for later."""

_LOOKS = 30


def attacked(name: str, inputs: int, seed: int, at: Path) -> dict[str, Any]:
    """One target, so many inputs from a seed on; the file `at` says which one is at hand."""
    faults: list[str] = []
    sizes: list[int] = []
    began, before = time.monotonic(), worked()
    with tempfile.TemporaryDirectory(prefix="fuzz-") as folder:
        fuzzer = Fuzzer(name, Path(folder))
        for number in range(inputs):
            at.write_text(str(seed + number))
            try:
                fuzzer.one(Random(seed + number), seed + number)
            except Worn as worn:
                faults.append(str(worn)[:1_000])
                if len(faults) == 20:
                    break
            if number % max(1, inputs // _LOOKS) == 0:
                sizes.append(resident())
        tempfile.tempdir = None
    third = max(1, len(sizes) // 3)
    grown = int(
        statistics.median(sizes[-third:]) - statistics.median(sizes[third : 2 * third] or sizes)
    )
    if grown > GROWTH:
        faults.append(f"{name}: grew by {grown >> 20} MB over {inputs} inputs")
    return {
        "target": name,
        "inputs": number + 1,
        "seconds": round(time.monotonic() - began, 1),
        "work_ms_each": round((worked() - before) * 1_000 / (number + 1), 2),
        "slowest_s": round(fuzzer.slowest, 2),
        "resident_mb": [sizes[0] >> 20, sizes[-1] >> 20],
        "grown_kb": grown >> 10,
        "faults": faults,
    }
