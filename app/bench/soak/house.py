"""An installation whose parts are killed and started again: PostgreSQL, Redis, two API processes
behind one port, two workers.

Whoever has it starts, kills and revives from one thread: the servers die with the thread that
started them.
"""

from __future__ import annotations

import os
import random
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import httpx
import psutil

from app.bench.ground import forget
from app.commands.migrate import upgrade
from app.commands.servers import use
from app.core.embedded import Embedded
from app.core.lifeline import VARIABLE
from app.core.settings import ROOT, configure, settings

APIS, WORKERS = 2, 2
KINDS = ("api", "worker", "postgres", "redis")
PATIENCE = 60.0  # seconds for the API to answer the first time
DRAIN = 25.0  # seconds in which parts end that are told to
READY = {"api": b'"api.ready"', "worker": b'"worker.ready"'}
SERVERS = {"postgres": "PostgreSQL", "redis": "Redis"}


@dataclass
class Kill:
    """One death. Times by the machine's monotonic clock; `back` when it worked again."""

    kind: str
    at: float
    victim: int  # its process number
    back: float | None = None


class Part:
    """A process of the program, whose words go to a log of its own."""

    def __init__(self, kind: str, log: Path, arguments: list[str], listening: int | None) -> None:
        self.kind, self.log, self.arguments = kind, log, arguments
        self.listening = listening
        self.process: subprocess.Popen[bytes] | None = None
        self._from = 0  # where in the log this life begins

    def start(self, lifeline: int) -> None:
        """Start it, tied to our life."""
        self.log.touch()
        self._from = self.log.stat().st_size
        more = () if self.listening is None else (self.listening,)
        with open(self.log, "ab") as output:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "app.cli", *self.arguments],
                cwd=ROOT,
                env={**os.environ, VARIABLE: str(lifeline), "DURE_LOG_JSON": "true"},
                pass_fds=(lifeline, *more),
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )

    def runs(self) -> bool:
        """Whether its process is there."""
        return self.process is not None and self.process.poll() is None

    def is_ready(self) -> bool:
        """Whether it has said so in this life."""
        with open(self.log, "rb") as said:
            said.seek(self._from)
            return READY[self.kind] in said.read(64_000)


@dataclass
class House:
    """The running installation."""

    folder: Path
    port: int
    servers: Embedded
    parts: list[Part]
    lifeline: int
    kills: list[Kill] = field(default_factory=list)

    @property
    def url(self) -> str:
        """Where it answers."""
        return f"http://127.0.0.1:{self.port}"

    def kill(self, kind: str, chance: random.Random) -> None:
        """SIGKILL to one of that kind: a server, or one of the two API processes or workers."""
        victim = self._victim(kind, chance)
        if victim is None:
            return
        self.kills.append(Kill(kind, time.monotonic(), victim.pid))
        victim.kill()

    def _victim(self, kind: str, chance: random.Random) -> psutil.Process | None:
        alive = self._numbers(kind)
        return psutil.Process(chance.choice(alive)) if alive else None

    def mend(self) -> None:
        """Start again what has ended, and note what works again."""
        if self.servers.dead() is not None:
            self.servers.revive()
        for part in self.parts:
            if not part.runs():
                part.start(self.lifeline)
        now = time.monotonic()
        for kill in self.kills:
            if kill.back is None and kill.victim not in self._numbers(kill.kind):
                kill.back = now if self._works(kill.kind) else None

    def _numbers(self, kind: str) -> list[int]:
        """The processes of that kind that run."""
        if kind in SERVERS:
            return [one for one in [self.servers.leader(SERVERS[kind])] if one is not None]
        return [
            part.process.pid
            for part in self.parts
            if part.kind == kind and part.process is not None and part.runs()
        ]

    def _works(self, kind: str) -> bool:
        if kind in SERVERS:  # what was revived has been waited for until it answered
            return self.servers.leader(SERVERS[kind]) is not None
        return all(part.runs() and part.is_ready() for part in self.parts if part.kind == kind)

    def all_work(self) -> bool:
        """Whether every part does."""
        return all(self._works(kind) for kind in KINDS)

    def said(self) -> list[str]:
        """What the logs of parts hold that no death explains: faults, and chores that failed."""
        words = (b'"event": "fault"', b'"event":"fault"', b"deadlock")
        found = []
        for part in self.parts:
            with open(part.log, "rb") as lines:
                found += [
                    line.decode(errors="replace")[:2000]
                    for line in lines
                    if any(word in line for word in words)
                ]
        return found

    def end(self) -> list[str]:
        """End all parts in order; the processes that are there although they should not be."""
        for part in self.parts:
            if part.runs():
                assert part.process is not None
                part.process.send_signal(signal.SIGTERM)
        end = time.monotonic() + DRAIN
        slow = []
        for part in self.parts:
            assert part.process is not None
            try:
                part.process.wait(max(0.1, end - time.monotonic()))
            except subprocess.TimeoutExpired:
                slow.append(f"{part.kind} did not end when it was told to")
                part.process.kill()
                part.process.wait()
        self.servers.stop()
        return slow + orphans(self.folder)


def orphans(folder: Path) -> list[str]:
    """Processes that work in the folder, or for it, besides this one."""
    found = []
    for process in psutil.process_iter(["pid", "name"]):
        try:
            if process.pid == os.getpid() or process.status() == psutil.STATUS_ZOMBIE:
                continue
            inside = Path(process.cwd()).is_relative_to(folder)
            if inside or process.environ().get("DURE_DATA") == str(folder):
                found.append(f"{process.info['name']} ({process.pid})")
        except psutil.Error:
            continue
    return found


@contextmanager
def house(folder: Path) -> Iterator[House]:
    """One in `folder`, migrated and answering; ended with the block, whatever happened in it. This
    process is configured for it."""
    servers = Embedded(folder, purpose="dure soak")
    before = settings()
    named = ("database_url", "owner_database_url", "redis_url", "storage_url")
    configure(data=folder, **dict.fromkeys(named))
    reading, writing = os.pipe()
    made = None
    with socket.create_server(("127.0.0.1", 0), backlog=1024) as listening:
        try:
            upgrade(use(servers.start()).owner_url())
            forget()
            port, fd = listening.getsockname()[1], listening.fileno()
            configure(port=port, base_url=f"http://127.0.0.1:{port}", log_level="info")
            parts = [
                Part("api", folder / "log" / f"api-{n}.log", ["serve", "--fd", str(fd)], fd)
                for n in range(APIS)
            ] + [
                Part("worker", folder / "log" / f"worker-{n}.log", ["work"], None)
                for n in range(WORKERS)
            ]
            made = House(folder, port, servers, parts, reading)
            for part in parts:
                part.start(reading)
            _await(made)
            yield made
        finally:
            if made is not None:
                made.end()
            servers.stop()
            os.close(writing)
            os.close(reading)
            forget()
            configure(
                data=before.data,
                **{one: getattr(before, one) for one in named},
                port=before.port,
                base_url=before.base_url,
                log_level=before.log_level,
            )


def _await(made: House) -> None:
    end = time.monotonic() + PATIENCE
    while not made.all_work():
        if time.monotonic() > end:
            raise RuntimeError(f"The installation did not start; see {made.folder / 'log'}.")
        time.sleep(0.1)
    httpx.get(f"{made.url}/api/v1/openapi.json", timeout=PATIENCE).raise_for_status()
