"""What every test can ask for.

One PostgreSQL and one Redis serve a whole run, in a temporary folder (in memory where there is
room), started by the first test that needs them and shared by all of pytest-xdist's processes. The
migrations run once, into a template; `database` is a clone of it, for one test alone.

    database   a fresh database, the configuration of this process pointing at it as the lesser
               role; storage, outbox and data folder in tmp_path; Redis emptied
    owner      a connection factory as the tables' owner, for what the application may not do
    s          a transaction of the application's on such a database, rolled back at the end
    queries    counts the statements that the application sends
    server     the real program under uvicorn, in a process of its own, on a free port

Programs are forked from a process that has read them once: a start costs a fifth of its time.
"""

from __future__ import annotations

import fcntl
import multiprocessing
import os
import pkgutil
import secrets
import shutil
import socket
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from multiprocessing.context import ForkServerContext
from pathlib import Path
from typing import Any

import httpx
import hypothesis
import psutil
import psycopg
import pytest
from sqlalchemy import Engine, event
from sqlalchemy.orm import Session

from app.core import database as core_database
from app.core.embedded import Addresses, attach
from app.core.settings import OWNER_ROLE, ROOT, Settings, configure
from app.storage import forget_storage
from tests import servers as form

RUN = "DURE_TEST_RUN"  # the folder of this run's servers, set for all of its processes
TEMPLATE = "dure_template"
MEMORY = Path("/dev/shm")
ROOM = 4 << 30  # twice what PostgreSQL may keep of its log


def _roomy() -> Path | None:
    """Memory to make the run's folder in: a database is cloned ten times as fast there. None: on
    disk, as elsewhere."""
    if not os.access(MEMORY, os.W_OK):
        return None
    for left in MEMORY.glob("dure-[0-9]*-*"):  # by a run that was killed
        if not psutil.pid_exists(int(left.name.split("-")[1])):
            shutil.rmtree(left, ignore_errors=True)
    return MEMORY if shutil.disk_usage(MEMORY).free >= ROOM else None


def pytest_make_parametrize_id(val: object, argname: str) -> str | None:
    """A test is not called by the bytes it is given: what is packed has its time in it, and those
    who share the tests out must call them the same."""
    return argname if isinstance(val, bytes) else None


def pytest_configure(config: pytest.Config) -> None:
    if not hasattr(config, "workerinput"):
        os.environ[RUN] = tempfile.mkdtemp(prefix=f"dure-{os.getpid()}-", dir=_roomy())
        os.chmod(os.environ[RUN], 0o711)  # PostgreSQL may run as another user
    ours = (RUN, form.FORM)
    for name in [name for name in os.environ if name.startswith("DURE_") and name not in ours]:
        del os.environ[name]  # what somebody has configured for a real run is no part of a test
    configure(secret="for tests only " + "x" * 32, data=Path(os.environ[RUN]) / "nobody")
    if config.getoption("--servers") and not hasattr(config, "workerinput"):
        config.add_cleanup(form.start(Path(os.environ[RUN])).close)
    # How fast examples come says what else the machine does, and nothing of Dure.
    hypothesis.settings.register_profile(
        "dure", deadline=None, suppress_health_check=[hypothesis.HealthCheck.too_slow]
    )
    hypothesis.settings.load_profile("dure")


def pytest_unconfigure(config: pytest.Config) -> None:
    if not hasattr(config, "workerinput"):
        os.environ.pop(form.FORM, None)
        shutil.rmtree(os.environ.pop(RUN), ignore_errors=True)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--long", action="store_true", help="Also the long forms of tests.")
    parser.addoption(
        "--servers",
        action="store_true",
        help="PostgreSQL, Redis and S3 as servers, two API processes, two workers.",
    )


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    for item in items:
        if item.get_closest_marker("long") and not config.getoption("--long"):
            item.add_marker(pytest.mark.skip(reason="a long form: --long runs it"))
        folder = item.path.relative_to(ROOT / "tests").parts[0]
        if folder == "races":
            item.add_marker(pytest.mark.race)
        elif folder == "journeys":
            item.add_marker(pytest.mark.slow)
        elif folder == "browser":
            item.add_marker(pytest.mark.browser)
    items.sort(key=_patience, reverse=True)


def _patience(item: pytest.Item) -> float:
    """Seconds that a slow test may take: the longest begin first, so that nobody waits for one at
    the end. 0 for all others, which keep their order."""
    asked = item.get_closest_marker("timeout")
    return asked.args[0] if asked is not None and item.get_closest_marker("slow") else 0.0


@pytest.fixture(scope="session")
def servers() -> Iterator[Addresses]:
    """The run's PostgreSQL and Redis."""
    if form.asked():
        yield form.park(Path(os.environ[RUN])).addresses
        return
    with attach(Path(os.environ[RUN]) / "d", purpose="tests", durable=False) as addresses:
        yield addresses


def _plain(url: str, database: str) -> str:
    """A psycopg address for `database`, from SQLAlchemy's."""
    return url.replace("postgresql+psycopg://", "postgresql://").replace("/dure?", f"/{database}?")


@contextmanager
def _superuser(addresses: Addresses) -> Iterator[psycopg.Connection[Any]]:
    with psycopg.connect(
        _plain(addresses.superuser_database_url, "postgres"), autocommit=True
    ) as connection:
        yield connection


@pytest.fixture(scope="session")
def template(servers: Addresses) -> str:
    """The name of a database that all migrations have run on; nobody connects to it."""
    from app.commands.migrate import upgrade

    with open(Path(os.environ[RUN]) / "template", "a+") as turn:
        fcntl.flock(turn, fcntl.LOCK_EX)
        turn.seek(0)
        if not turn.read():
            with _superuser(servers) as connection:
                connection.execute(f"CREATE DATABASE {TEMPLATE} OWNER {OWNER_ROLE}")
            upgrade(servers.owner_database_url.replace("/dure?", f"/{TEMPLATE}?"))
            turn.write("made")
            turn.flush()
    return TEMPLATE


@dataclass(frozen=True)
class Database:
    """A database of one test's own."""

    name: str
    url: str  # as the lesser role
    owner_url: str
    superuser_url: str
    redis_url: str | None
    settings: Settings


def _redis_url(addresses: Addresses) -> str | None:
    """Redis, with a numbered database for each of pytest-xdist's processes."""
    if addresses.redis_url is None:
        return None
    worker = os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw")
    return f"{addresses.redis_url}?db={int(worker) % 16}"


@contextmanager
def fresh_database(
    addresses: Addresses, template: str, folder: Path, keep: str | None = None
) -> Iterator[Database]:
    """A clone of the template, configured, and dropped at the end; or kept, under that name."""
    name = keep or f"t_{secrets.token_hex(6)}"
    with _superuser(addresses) as connection:
        connection.execute(
            f"CREATE DATABASE {name} TEMPLATE {template} OWNER {OWNER_ROLE} STRATEGY file_copy"
        )
    urls = [
        url.replace("/dure?", f"/{name}?")
        for url in (
            addresses.database_url,
            addresses.owner_database_url,
            addresses.superuser_database_url,
        )
    ]
    redis_url = _redis_url(addresses)
    if redis_url is not None:
        import redis

        with redis.Redis.from_url(redis_url) as client:
            client.flushdb()
    data = folder / "data"
    data.mkdir(exist_ok=True)
    stored = {"storage_url": (data / "storage").as_uri()}
    if form.asked():
        stored = form.storage(form.park(Path(os.environ[RUN])), name)
    core_database.dispose()
    forget_storage()
    configured = configure(
        database_url=urls[0],
        owner_database_url=urls[1],
        redis_url=redis_url,
        data=data,
        **stored,
    )
    try:
        yield Database(name, *urls, redis_url, configured)
    finally:
        core_database.dispose()
        forget_storage()
        configure(
            database_url=None,
            owner_database_url=None,
            redis_url=None,
            **dict.fromkeys(stored),
            data=Path(os.environ[RUN]) / "nobody",
        )
        if keep is None:
            with _superuser(addresses) as connection:
                connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def database(servers: Addresses, template: str, tmp_path: Path) -> Iterator[Database]:
    """A fresh database for this test; the process is configured for it."""
    with fresh_database(servers, template, tmp_path) as made:
        yield made


@pytest.fixture
def settings(database: Database) -> Settings:
    """The configuration of this process, with a database of its own."""
    return database.settings


@pytest.fixture
def storage(database: Database, tmp_path: Path) -> Path:
    """The folder in which stored files lie."""
    return tmp_path / "data" / "storage"


@pytest.fixture
def owner(database: Database) -> Engine:
    """The owner's engine, for what the application's role may not do."""
    return core_database.owner_engine()


@pytest.fixture
def s(database: Database) -> Iterator[Session]:
    """A transaction as the application has it, rolled back at the end."""
    with Session(core_database.engine(), expire_on_commit=False) as session:
        yield session
        session.rollback()


class Queries:
    """The statements that the application has sent."""

    def __init__(self) -> None:
        self.statements: list[str] = []

    @contextmanager
    def expect(self, most: int) -> Iterator[list[str]]:
        """Fail where the block sends more than `most` statements (BEGIN and COMMIT not counted)."""
        before = len(self.statements)
        yield self.statements
        sent = self.statements[before:]
        assert len(sent) <= most, f"{len(sent)} statements, not {most}:\n" + "\n".join(sent)


@pytest.fixture
def queries(database: Database) -> Iterator[Queries]:
    """Counts statements: `with queries.expect(2): …`."""
    seen = Queries()

    def note(_c: object, _cursor: object, statement: str, *_rest: object) -> None:
        seen.statements.append(statement)

    engine = core_database.engine()
    event.listen(engine, "before_cursor_execute", note)
    yield seen
    event.remove(engine, "before_cursor_execute", note)


@cache
def _nursery() -> ForkServerContext:
    """What programs are forked from; it has imported all that they need."""
    made = multiprocessing.get_context("forkserver")
    parts = [
        f"app.{package}.{module.name}"
        for package in ("api", "workers")
        for module in pkgutil.iter_modules([str(ROOT / "app" / package)])
    ]
    program = ["app.main", "app.commands.serve", "app.commands.work", "uvloop", "httptools"]
    made.set_forkserver_preload([__name__, *program, *parts])
    return made


def _run(
    arguments: tuple[str, ...],
    log: str,
    environment: Mapping[str, str],
    listening: socket.socket | None,
) -> None:
    """In the new process: be `dure` with these arguments."""
    from app.cli import main

    with open(log, "ab") as output:
        for number in (1, 2):
            os.dup2(output.fileno(), number)
    os.chdir(ROOT)
    os.environ.clear()
    os.environ.update(environment)
    fd = () if listening is None else ("--fd", str(listening.fileno()))
    sys.argv = ["dure", *arguments, *fd]
    main()


class Program:
    """`dure` in a process of its own, configured as this process is; what it says goes to `log`."""

    def __init__(
        self, *arguments: str, log: Path, listening: socket.socket | None = None, **more: str
    ) -> None:
        log.touch()
        told = (arguments, str(log), {**os.environ, **more}, listening)
        self._process = _nursery().Process(target=_run, args=told, daemon=True)
        self._process.start()

    def poll(self) -> int | None:
        """Its exit code, or None while it runs."""
        return self._process.exitcode

    def stop(self) -> int:
        """End it as an operator would; answers its exit code."""
        self._process.terminate()
        self._process.join(30)
        assert self._process.exitcode is not None, "it does not end"
        return self._process.exitcode

    def kill(self) -> None:
        """End it at once: it has nothing that anybody needs."""
        self._process.kill()
        self._process.join()


@contextmanager
def run_workers(folder: Path) -> Iterator[list[Program]]:
    """The worker, in a process of its own; two of them in the form of servers."""
    logs = [folder / f"worker{number or ''}.log" for number in range(form.copies(2))]
    made = [Program("work", log=log) for log in logs]
    yield made
    for process in made:
        process.kill()


@dataclass
class Server:
    """A running Dure: one API process, or two behind one port in the form of servers."""

    url: str
    processes: list[Program]
    log: Path

    @property
    def process(self) -> Program:
        """Its first process."""
        return self.processes[0]

    def stop(self) -> int:
        """End it as an operator would; answers its exit code, or the first that is not 0."""
        return next((code for code in [one.stop() for one in self.processes] if code), 0)


@contextmanager
def run_server(folder: Path, at: int = 0, **environment: str) -> Iterator[Server]:
    """The API under uvicorn in a process of its own, configured as this process is, on a free port
    or on that one."""
    with form.listening(at) as places:
        port = places[0].getsockname()[1]
        log = folder / f"server-{port}.log"
        environment["DURE_PORT"] = str(port)
        processes = [Program("serve", log=log, listening=one, **environment) for one in places]
    running = Server(f"http://127.0.0.1:{port}", processes, log)
    try:
        httpx.get(f"{running.url}/api/v1/", timeout=30)  # there is nothing: that is an answer, too
        yield running
    except httpx.HTTPError as error:
        pytest.fail(f"The server does not answer ({error}):\n{log.read_text()[-4000:]}")
    finally:
        for process in processes:
            process.kill()


@pytest.fixture
def server(database: Database, tmp_path: Path) -> Iterator[Server]:
    """The real program, on this test's database: `httpx.get(server.url + "/api/v1/…")`."""
    with run_server(tmp_path) as running:
        yield running


@pytest.fixture
def worker(database: Database) -> Callable[[], int]:
    """Does all chores that are due, here and now: `worker()` answers how many."""
    import app.workers
    from app.queue.run import do

    app.workers.load()

    def work() -> int:
        done = 0
        while do():
            done += 1
        return done

    return work
