"""The form of many machines: PostgreSQL and Redis as servers with passwords on loopback, files in
S3 (moto's), two API processes behind one port, two workers.

`--servers` asks for it; the tests are the same. The servers belong to the process that began the
run, and the others are told where they are by a file.
"""

from __future__ import annotations

import json
import os
import secrets
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from urllib.parse import quote

import httpx
import obstore
import psycopg
import redis
from obstore.store import S3Store
from psycopg import sql

from app.core import postgres as embedded
from app.core.embedded import Addresses
from app.core.postgres import DATABASE, SUPERUSER, postgres_bin
from app.core.programs import await_ready, end_program, servant_of, spawn
from app.core.redis_server import STOP as REDIS_STOP
from app.core.redis_server import redis_program
from app.core.settings import APP_ROLE, OWNER_ROLE

FORM = "DURE_TEST_FORM"  # "servers" in every process of a run in this form
BUCKET = "dure"
KEYS = {"s3_region": "us-east-1", "s3_access_key": "test", "s3_secret_key": "test"}


@dataclass(frozen=True)
class Park:
    """Where the servers listen."""

    addresses: Addresses
    s3: str


def asked() -> bool:
    """Whether this run is in the form of servers."""
    return os.environ.get(FORM) == "servers"


def copies(many: int) -> int:
    """How many processes there are of what there can be several of: `many` in this form."""
    return many if asked() else 1


def free_port() -> int:
    """A port of loopback where nobody listens."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        return int(free.getsockname()[1])


@contextmanager
def listening(at: int) -> Iterator[list[socket.socket]]:
    """A socket for every API process, all on one port (0: a free one): the kernel deals the
    connections out among them, and nothing keeps a client with one of them."""
    with ExitStack() as stack:
        made: list[socket.socket] = []
        for _ in range(copies(2)):
            place = ("127.0.0.1", made[0].getsockname()[1] if made else at)
            made.append(stack.enter_context(socket.create_server(place, reuse_port=asked())))
        yield made


class Cluster:
    """A PostgreSQL in a folder, on a port of loopback, where it asks for a password."""

    def __init__(self, folder: Path, password: str) -> None:
        folder.mkdir(parents=True)
        folder.chmod(0o711)
        self.port = free_port()
        self.password = password
        self.data = folder / "postgres"
        self._run = folder / "run"
        self._log = folder / "postgres.log"
        self._servant = servant_of(self.data)
        self._process: subprocess.Popen[bytes] | None = None
        for made in (self.data, self._run):
            made.mkdir(mode=0o700)
            if self._servant is not None:
                os.chown(made, self._servant.pw_uid, self._servant.pw_gid)

    def url(self, role: str, database: str = DATABASE) -> str:
        """SQLAlchemy's address of a database."""
        place = f"{quote(self.password)}@127.0.0.1:{self.port}/{database}"
        return f"postgresql+psycopg://{role}:{place}?connect_timeout=10"

    def connect(self, database: str = "postgres") -> psycopg.Connection[tuple[object, ...]]:
        """As the superuser, over the socket."""
        told = f"host={self._run} port={self.port} user={SUPERUSER} dbname={database}"
        return psycopg.connect(told, autocommit=True)

    def make(self) -> None:
        """An empty cluster."""
        options = ["--auth-local=trust", "--auth-host=scram-sha-256", "--no-sync"]
        options += ["--username", SUPERUSER, "--encoding=UTF8", "--locale-provider=builtin"]
        options += ["--builtin-locale=C.UTF-8", "--locale=C"]
        self.program("initdb", *options, "-D", str(self.data))

    def follow(self, other: Cluster) -> None:
        """A copy of another one, which follows it as a streaming replica."""
        source = ["-h", str(other._run), "-p", str(other.port), "-U", SUPERUSER]
        source += ["-D", str(self.data), "-R", "-c", "fast", "--no-sync"]
        self.program("pg_basebackup", *source)

    def program(self, name: str, *arguments: str) -> None:
        """Run one of PostgreSQL's programs to its end."""
        command = [str(postgres_bin() / name), *arguments]
        ended = spawn(command, self._log, self._servant, self.data)
        assert ended.wait(120) == 0, self._log.read_text()[-4000:]

    def start(self, **options: object) -> None:
        """Serve; nothing is forced to the disk."""
        told = {
            "listen_addresses": "127.0.0.1",
            "port": self.port,
            "unix_socket_directories": self._run,
            "max_connections": 500,
            "shared_buffers": "128MB",
            "random_page_cost": 1.1,
            "jit": "off",
            "fsync": "off",
            "full_page_writes": "off",
            "timezone": "UTC",
            **options,
        }
        command = [str(postgres_bin() / "postgres"), "-D", str(self.data)]
        command += [word for name, value in told.items() for word in ("-c", f"{name}={value}")]
        self._process = spawn(command, self._log, self._servant, self.data)
        await_ready(self._answers, self._process, "PostgreSQL", self._log)

    def _answers(self) -> bool:
        try:
            self.connect().close()
        except psycopg.OperationalError:
            return False
        return True

    def give_roles(self) -> None:
        """The roles, each with the password, and an empty database of the owner's."""
        with self.connect() as connection:
            for role in (OWNER_ROLE, APP_ROLE, SUPERUSER):
                verb = "ALTER" if role == SUPERUSER else "CREATE"
                made = sql.SQL(verb + " ROLE {} LOGIN PASSWORD {}")
                connection.execute(made.format(sql.Identifier(role), self.password))
            owned = sql.SQL("CREATE DATABASE {} OWNER {}")
            connection.execute(owned.format(sql.Identifier(DATABASE), sql.Identifier(OWNER_ROLE)))

    def stop(self) -> None:
        """End it."""
        if self._process is not None:
            end_program(self._process, embedded.STOP)
            self._process = None


def start(folder: Path) -> ExitStack:
    """Start the servers of a run; closing what is answered ends them."""
    os.environ[FORM] = "servers"
    password = secrets.token_urlsafe(12)
    with ExitStack() as stack:
        cluster = Cluster(folder / "d", password)
        cluster.make()
        stack.callback(cluster.stop)
        cluster.start(wal_level="minimal", max_wal_senders=0)
        cluster.give_roles()
        doorbell = _redis(folder, password, stack)
        s3 = _s3(folder, stack)
        urls = (cluster.url(role) for role in (APP_ROLE, OWNER_ROLE, SUPERUSER))
        park = Park(Addresses(*urls, doorbell), s3)
        (folder / "park.json").write_text(json.dumps(asdict(park)))
        return stack.pop_all()


def _redis(folder: Path, password: str, stack: ExitStack) -> str:
    program = redis_program()
    assert program is not None, "there is no redis-server"
    port = free_port()
    command = [program, "--bind", "127.0.0.1", "--port", str(port), "--requirepass", password]
    command += ["--save", "", "--appendonly", "no", "--dir", str(folder), "--daemonize", "no"]
    log = folder / "redis.log"
    process = spawn(command, log)
    stack.callback(end_program, process, REDIS_STOP)
    url = f"redis://:{quote(password)}@127.0.0.1:{port}"

    def answers() -> bool:
        with redis.Redis.from_url(url) as client:
            try:
                return bool(client.ping())
            except redis.RedisError:
                return False

    await_ready(answers, process, "Redis", log)
    return url


def _s3(folder: Path, stack: ExitStack) -> str:
    port = free_port()
    log = folder / "s3.log"
    command = [sys.executable, "-m", "moto.server", "-H", "127.0.0.1", "-p", str(port)]
    process = spawn(command, log)
    stack.callback(end_program, process, REDIS_STOP)
    url = f"http://127.0.0.1:{port}"

    def answers() -> bool:
        try:
            return httpx.get(f"{url}/moto-api/", timeout=10).status_code == 200
        except httpx.TransportError:
            return False

    await_ready(answers, process, "S3", log)
    httpx.put(f"{url}/{BUCKET}", headers={"Host": "localhost"}).raise_for_status()
    return url


def park(folder: Path) -> Park:
    """Where this run's servers are."""
    told = json.loads((folder / "park.json").read_text())
    return Park(Addresses(**told["addresses"]), told["s3"])


def storage(park: Park, database: str) -> dict[str, str]:
    """What Dure is told of the place in the bucket that belongs to a database."""
    return {"storage_url": f"s3://{BUCKET}/{database}", "s3_endpoint": park.s3, **KEYS}


def copy_storage(park: Park, one: str, another: str) -> None:
    """All that is stored for a database, for another one too."""
    store = _store(park.s3)
    for page in obstore.list(store, prefix=one):
        for found in page:
            obstore.copy(store, found["path"], found["path"].replace(one, another, 1))


def _store(s3: str) -> S3Store:
    return S3Store(
        BUCKET,
        endpoint=s3,
        region=KEYS["s3_region"],
        access_key_id=KEYS["s3_access_key"],
        secret_access_key=KEYS["s3_secret_key"],
        client_options={"allow_http": True},
    )
