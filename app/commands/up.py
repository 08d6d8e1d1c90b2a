"""`dure up`: servers, tables, demonstration, API and workers, from one command to one Ctrl-C."""

from __future__ import annotations

import errno
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from types import FrameType
from typing import Annotated

import httpx
import typer
from rich.console import Console

from app import demo
from app.commands import web
from app.commands.listening import bound, shared
from app.commands.migrate import upgrade
from app.commands.serve import DRAIN
from app.commands.servers import use
from app.core.database import dispose
from app.core.embedded import Embedded
from app.core.lifeline import VARIABLE
from app.core.programs import CannotStart
from app.core.settings import ROOT, Settings, configure, settings

RESTARTS = 5  # of one part …
WITHIN = 60.0  # … in so many seconds; a part that ends more often than that stops everything
BACKLOG = 1024  # connections that may wait for one API process
READY = 60.0  # seconds for the API to answer the first time

console = Console(soft_wrap=True, highlight=False)


class Part:
    """A child process that is started again where it ends by itself."""

    def __init__(self, name: str, arguments: list[str], keep: tuple[int, ...] = ()) -> None:
        self.name = name
        self.arguments = arguments
        self.keep = keep  # descriptors that it inherits
        self.ends: list[float] = []
        self.process: subprocess.Popen[bytes] | None = None

    def start(self, lifeline: int) -> None:
        """Start it, tied to our life by the reading end `lifeline`."""
        self.process = subprocess.Popen(
            [sys.executable, "-m", "app.cli", *self.arguments],
            cwd=os.getcwd(),
            env={**os.environ, VARIABLE: str(lifeline), "PYTHONPATH": _python_path()},
            pass_fds=(lifeline, *self.keep),
            start_new_session=True,  # Ctrl-C is ours: we stop the parts in order
        )

    def ended(self) -> int | None:
        """Its exit code, where it has ended."""
        return None if self.process is None else self.process.poll()

    def may_restart(self) -> bool:
        """Note one more end; whether it has not ended too often."""
        now = time.monotonic()
        self.ends = [when for when in self.ends if now - when < WITHIN] + [now]
        return len(self.ends) <= RESTARTS


def command(
    port: Annotated[int | None, typer.Option(help="Port to serve on [DURE_PORT].")] = None,
    host: Annotated[str | None, typer.Option(help="Address to serve on [DURE_HOST].")] = None,
    demonstration: Annotated[
        bool | None, typer.Option("--demo/--no-demo", help="Make the demonstration.")
    ] = None,
    build: Annotated[bool, typer.Option("--web/--no-web", help="Build the web app.")] = True,
) -> None:
    """Start everything here and serve it on one port; Ctrl-C stops it."""
    if build:
        web.build(console)
    stop = threading.Event()

    def told(_number: int, _frame: FrameType | None) -> None:
        stop.set()

    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, told)
    if port is not None:
        configure(port=port)
    if host is not None:
        configure(host=host)
    config = settings()
    with ExitStack() as stack:
        servers = None
        if config.database_url is None:
            servers = Embedded(config.folder, purpose="dure up", redis=config.redis)
            servers.take()
            stack.callback(servers.stop)
        listening = stack.enter_context(_listen(config))
        configure(port=listening[0].getsockname()[1])  # another, where 0 was asked for
        if servers is not None:
            console.print(f"Starting PostgreSQL and Redis in {config.folder} …")
            use(servers.start())
        config = settings()
        if config.owner_database_url is not None:
            upgrade(config.owner_url(), console.print)
        wanted = demonstration if demonstration is not None else config.demo
        people = demo.ensure(console) if wanted and (servers or demonstration) else []
        dispose()  # this process only watches from here on
        if not stop.is_set():
            _serve(config, servers, listening, people, stop)
    console.print("Stopped.")


def _serve(
    config: Settings,
    servers: Embedded | None,
    listening: list[socket.socket],
    people: list[demo.Account],
    stop: threading.Event,
) -> None:
    numbers = [one.fileno() for one in listening]
    api = [Part("the API", ["serve", "--fd", str(one)], (one,)) for one in numbers]
    parts = [*api, *(Part("a worker", ["work"]) for _ in range(config.workers))]
    reading, writing = os.pipe()
    try:
        for part in parts:
            part.start(reading)
        if _answers(config, listening[0], api[0], stop):
            _welcome(config, people)
        while not stop.wait(0.25):
            if servers is not None and (name := servers.dead()) is not None:
                console.print(f"[yellow]{name} has ended; starting it again.")
                servers.revive()
            for part in parts:
                _mend(part, reading)
    finally:
        _stop(parts)
        os.close(writing)
        os.close(reading)


def _mend(part: Part, lifeline: int) -> None:
    code = part.ended()
    if code is None:
        return
    if not part.may_restart():
        raise CannotStart(
            f"Stopping: {part.name} ended {RESTARTS + 1} times within {WITHIN:.0f} seconds, "
            f"the last time with code {code}. Its last words are above."
        )
    console.print(f"[yellow]{part.name} has ended (code {code}); starting it again.")
    part.start(lifeline)


def _stop(parts: list[Part]) -> None:
    """Tell all to stop and wait: the API drains, workers finish or give back what they hold."""
    running = [part.process for part in parts if part.process is not None]
    for process in running:
        if process.poll() is None:
            process.terminate()
    end = time.monotonic() + settings().notice + DRAIN + 10
    for process in running:
        try:
            process.wait(max(0.1, end - time.monotonic()))
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


@contextmanager
def _listen(config: Settings) -> Iterator[list[socket.socket]]:
    """The port, taken before anything else is started and kept over every restart of the API: a
    socket for each of its processes."""
    several, port = config.processes > 1, config.port
    made: list[socket.socket] = []
    try:
        if several:
            with bound(config.host, port) as free:  # nobody else's, to be shared by mistake
                port = free.getsockname()[1]
        for _ in range(config.processes):
            made.append((shared if several else bound)(config.host, port))
            made[-1].listen(BACKLOG)
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            raise CannotStart(
                f"Port {config.port} is taken by another program: stop that one, or set DURE_PORT "
                "to another port."
            ) from None
        raise CannotStart(f"Cannot listen on {config.host}:{config.port}: {error}.") from error
    with ExitStack() as stack:
        for one in made:
            stack.enter_context(one)
        yield made


def _answers(config: Settings, listening: socket.socket, api: Part, stop: threading.Event) -> bool:
    """Wait until the API answers; False where we are told to stop, or it ends, before."""
    host, port = listening.getsockname()[:2]
    host = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104 - compared, not bound
    name = f"[{host}]" if ":" in host else host
    end = time.monotonic() + READY
    while not stop.is_set() and api.ended() is None and time.monotonic() < end:
        try:
            httpx.get(f"http://{name}:{port}/health/live", timeout=2, trust_env=False)
        except httpx.TimeoutException:
            continue  # it has the connection and is still starting
        except httpx.HTTPError:
            stop.wait(0.1)
        else:
            return True
    return False


def _welcome(config: Settings, people: list[demo.Account]) -> None:
    console.print(f"\n  Dure is ready: [bold]{config.address}[/]\n")
    if people:
        console.print("  Sign in as")
        wide = max(len(person.email) for person in people)
        for person in people:
            console.print(
                f"    {person.email:<{wide}}  {person.password}  [dim]{person.what}", markup=True
            )
        console.print()
    if config.smtp_url is None:
        console.print(f"  Mails are laid out in {config.outbox}", soft_wrap=True)
    console.print("  Ctrl-C stops it; the data stays.\n")


def _python_path() -> str:
    """The program first, wherever `dure` was started from."""
    return os.pathsep.join(filter(None, (str(ROOT), os.environ.get("PYTHONPATH"))))
