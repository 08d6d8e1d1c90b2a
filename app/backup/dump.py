"""PostgreSQL's own programs, as they are used here: pg_dump writes, pg_restore brings back."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

import psycopg
from psycopg.conninfo import conninfo_to_dict, make_conninfo
from sqlalchemy import make_url

from app.backup.place import PIECE, BackupRefused
from app.core.postgres import from_wheel

_LAST = 2000  # characters of what a program says


def plain(url: str) -> str:
    """A libpq address from SQLAlchemy's."""
    return make_url(url).set(drivername="postgresql").render_as_string(hide_password=False)


@contextmanager
def snapshot(url: str) -> Iterator[tuple[psycopg.Connection[Any], str]]:
    """A transaction that sees the database as it is now, and the name by which others see it so."""
    with psycopg.connect(plain(url)) as connection:
        connection.execute("SET idle_in_transaction_session_timeout = 0")
        connection.execute("SET timezone = 'UTC'")
        connection.commit()
        connection.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
        connection.read_only = True
        found = connection.execute("SELECT pg_export_snapshot()").fetchone()
        if found is None:
            raise BackupRefused("The database gave no snapshot.")
        yield connection, found[0]


def dump(url: str, snapshot_name: str) -> Iterator[bytes]:
    """The whole database as of a snapshot. Raises BackupRefused where pg_dump does."""
    arguments = ["--format=custom", f"--snapshot={snapshot_name}", "--no-owner", "--no-privileges"]
    command, environment = _command("pg_dump", url, arguments)
    with tempfile.TemporaryFile() as said:
        process = subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=said)
        assert process.stdout is not None
        try:
            while piece := process.stdout.read(PIECE):
                yield piece
        finally:
            process.stdout.close()  # pg_dump ends where nobody reads on
            code = process.wait()
        if code != 0:
            raise BackupRefused(f"pg_dump failed: {_words(said)}")


def restore(url: str, content: Iterable[bytes]) -> None:
    """Bring a dump back into an empty database, whole or not at all. Raises BackupRefused."""
    arguments = ["--single-transaction", "--exit-on-error", "--no-owner", "--no-privileges"]
    command, environment = _command("pg_restore", url, arguments)
    with tempfile.TemporaryFile() as said:
        process = subprocess.Popen(command, env=environment, stdin=subprocess.PIPE, stderr=said)
        assert process.stdin is not None
        try:
            for piece in content:
                process.stdin.write(piece)
            process.stdin.close()
        except BrokenPipeError:
            pass  # it has ended, and says why
        except BaseException:
            process.kill()
            process.wait()
            raise
        if process.wait() != 0:
            raise BackupRefused(f"pg_restore failed, and nothing was kept: {_words(said)}")


def _command(program: str, url: str, arguments: list[str]) -> tuple[list[str], dict[str, str]]:
    """What to start, with the password where other users of the machine do not see it."""
    known: dict[str, Any] = conninfo_to_dict(plain(url))
    password = known.pop("password", None)
    environment = {**os.environ, **({"PGPASSWORD": password} if password else {})}
    return [_find(program), *arguments, "--dbname", make_conninfo(**known)], environment


def _find(program: str) -> str:
    """The program of the embedded server's wheel, or the system's. Raises BackupRefused."""
    found = from_wheel(program) or shutil.which(program)
    if found is None:
        raise BackupRefused(
            f"{program} is not here: install PostgreSQL's client programs, of the server's version "
            "or newer."
        )
    return str(found)


def _words(said: Any) -> str:
    said.seek(0)
    text: str = said.read().decode(errors="replace").strip()
    return text[-_LAST:] or "it said nothing"
