"""PostgreSQL and Redis, started from Python wheels inside the data folder.

Both listen on Unix sockets only and live as long as the process that started them: `stop()` ends
them in order, and the kernel ends them where that process is killed (Linux). What an earlier life
left behind is ended at the next start. One process at a time owns a folder (`InUse`); others join
it with `attach()`.

    data/lock      held while the servers run; says who holds it
    data/run/      sockets and addresses (in the temporary folder where the path would be too long)
    data/postgres/ the database cluster, with dure.conf beside its own settings
    data/log/      what the servers say
"""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
import pwd
import shutil
import stat
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from types import TracebackType
from typing import IO

from app.core import postgres, redis_server
from app.core.postgres import SUPERUSER, postgres_url, start_postgres
from app.core.programs import PATIENCE, CannotStart, end_program, servant_of
from app.core.redis_server import redis_program, start_redis
from app.core.settings import APP_ROLE, OWNER_ROLE

SOCKET_LIMIT = 100  # bytes; the kernel's is 108 on Linux and 104 on macOS
STOP_SIGNALS = {"PostgreSQL": postgres.STOP, "Redis": redis_server.STOP}


class InUse(CannotStart):
    """Another process owns the data folder."""


@dataclass(frozen=True)
class Addresses:
    """Where the servers of a folder listen; `redis_url` is None where there is no Redis."""

    database_url: str
    owner_database_url: str
    superuser_database_url: str
    redis_url: str | None


class Embedded:
    """The servers of one data folder, owned by this process from `start()` to `stop()`."""

    def __init__(
        self, folder: Path, *, purpose: str = "dure", durable: bool = True, redis: bool = True
    ) -> None:
        """`purpose` is what a refused second start is told; `durable=False` is for tests: nothing
        is forced to the disk, so a power cut loses data, but the death of a process does not."""
        self.folder = folder.expanduser().resolve()
        self.purpose = purpose
        self.durable = durable
        self.with_redis = redis
        self.cluster = self.folder / "postgres"
        self.run = _socket_folder(self.folder)
        self._lock: IO[str] | None = None
        self._servers: dict[str, subprocess.Popen[bytes]] = {}
        self._servant: pwd.struct_passwd | None = None
        self.addresses: Addresses | None = None

    def __enter__(self) -> Embedded:
        self.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.stop()

    def take(self) -> None:
        """Make the folder this process's, until `stop()`. Raises InUse, CannotStart."""
        if self._lock is not None:
            return
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise CannotStart(f"Cannot make the data folder {self.folder}: {error}.") from error
        # Open for as long as the folder is ours.
        lock = open(self.folder / "lock", "a+", encoding="utf-8")  # noqa: SIM115
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            lock.seek(0)
            holder = lock.read().strip() or "another process"
            lock.close()
            raise InUse(
                f"{self.folder} is in use by {holder}. Stop that one first, or set DURE_DATA to "
                "another folder."
            ) from None
        lock.truncate(0)
        lock.write(f"{self.purpose} (process {os.getpid()})")
        lock.flush()
        self._lock = lock

    def start(self) -> Addresses:
        """Start both servers, or say why not (`InUse`, `CannotStart`); nothing is left running."""
        self.take()
        (self.folder / "run.json").unlink(missing_ok=True)  # of a process that was killed
        try:
            _make_private(self.run, servant_of(self.cluster))
            (self.folder / "log").mkdir(exist_ok=True)
            self._servant = servant_of(self.cluster)
            self._start_postgres()
            redis_url = self._start_redis()
            self.addresses = Addresses(
                postgres_url(self.run, APP_ROLE),
                postgres_url(self.run, OWNER_ROLE),
                postgres_url(self.run, SUPERUSER),
                redis_url,
            )
            note = self.folder / "run.json.new"
            note.write_text(json.dumps(asdict(self.addresses)))
            note.replace(self.folder / "run.json")
        except BaseException:
            self.stop()
            raise
        return self.addresses

    def stop(self) -> None:
        """Stop what was started, Redis before PostgreSQL, and give the folder back."""
        if self._lock is not None:
            (self.folder / "run.json").unlink(missing_ok=True)
        while self._servers:
            name, process = self._servers.popitem()  # the last one first
            end_program(process, STOP_SIGNALS[name])
        self.addresses = None
        if self._lock is not None:
            if self.run.parent != self.folder:
                shutil.rmtree(self.run, ignore_errors=True)  # ours, in a folder of everybody's
            self._lock.close()
            self._lock = None

    def dead(self) -> str | None:
        """The name of a server that has ended by itself, or None while all run."""
        for name, server in self._servers.items():
            if server.poll() is not None:
                return name
        return None

    def leader(self, name: str) -> int | None:
        """The process number of a server, by the name that `dead` gives; None: it does not run."""
        server = self._servers.get(name)
        return server.pid if server is not None and server.poll() is None else None

    def revive(self) -> None:
        """Start again what has ended by itself. Raises CannotStart."""
        for name, start in (("PostgreSQL", self._start_postgres), ("Redis", self._start_redis)):
            server = self._servers.get(name)
            if server is not None and server.poll() is not None:
                start()

    def _start_postgres(self) -> None:
        self._servers["PostgreSQL"] = start_postgres(
            self.cluster, self.run, self.folder / "log", self._servant, durable=self.durable
        )

    def _start_redis(self) -> str | None:
        program = redis_program() if self.with_redis else None
        if program is None:
            return None
        self._servers["Redis"], url = start_redis(program, self.run, self.folder / "log")
        return url


@contextmanager
def attach(
    folder: Path, *, purpose: str, durable: bool = True, redis: bool = True
) -> Iterator[Addresses]:
    """The servers of `folder` for as long as the block runs: those of the process that owns the
    folder, or, where nobody does, some that are started for it, and that stay until the last
    block of any process has ended. Raises CannotStart."""
    mine = Embedded(folder, purpose=purpose, durable=durable, redis=redis)
    mine.folder.mkdir(parents=True, exist_ok=True)
    with open(mine.folder / "users", "a") as users:
        addresses = _start_or_join(mine, users)
        try:
            yield addresses
        finally:
            if mine.addresses is not None:
                fcntl.flock(users, fcntl.LOCK_EX)  # waits for the other blocks
                mine.stop()


def _start_or_join(mine: Embedded, users: IO[str]) -> Addresses:
    """Start the servers, or find those that run; `users` is locked for sharing."""
    end = time.monotonic() + PATIENCE
    while True:
        fcntl.flock(users, fcntl.LOCK_SH)
        try:
            return mine.start()
        except InUse:
            try:
                return Addresses(**json.loads((mine.folder / "run.json").read_text()))
            except (OSError, ValueError):  # its owner is about to start them, or about to stop
                fcntl.flock(users, fcntl.LOCK_UN)
                if time.monotonic() > end:
                    raise
                time.sleep(0.1)


def _socket_folder(folder: Path) -> Path:
    """Where the sockets of a data folder lie: in it, unless its path leaves no room for a name."""
    run = folder / "run"
    if len(os.fsencode(run / ".s.PGSQL.5432")) <= SOCKET_LIMIT:
        return run
    name = hashlib.sha256(os.fsencode(folder)).hexdigest()[:12]
    return Path(tempfile.gettempdir()) / f"dure-{os.geteuid()}-{name}"


def _make_private(run: Path, servant: pwd.struct_passwd | None) -> None:
    """A folder that only we, or our servant, enter. Raises CannotStart where it is another's."""
    run.mkdir(mode=0o700, exist_ok=True)
    found = run.lstat()
    owners = {os.geteuid()} | ({servant.pw_uid} if servant is not None else set())
    if not stat.S_ISDIR(found.st_mode) or found.st_uid not in owners:
        raise CannotStart(f"{run} belongs to somebody else: remove it, or set DURE_DATA elsewhere.")
    run.chmod(0o700)
    if servant is not None:
        os.chown(run, servant.pw_uid, servant.pw_gid)
