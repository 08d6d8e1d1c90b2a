"""What `dure doctor` finds of a database that answers, and of the machine around it."""

from __future__ import annotations

import shutil
import socket
import ssl
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Literal
from urllib.parse import urlsplit

from sqlalchemy import create_engine, make_url, pool, text
from sqlalchemy.orm import Session

from app.core.settings import Settings
from app.oversight import machine

State = Literal["ok", "note", "bad"]
WAITS = 300.0  # seconds that a chore may be due
CLOCK = 5.0  # seconds between our clock and the database's
BACKUP = timedelta(hours=36)  # a nightly one, and half a day
CERTIFICATE = timedelta(days=21)
ROOM = 0.1  # of a disk
LEAST_ROOM = 2 << 30
PATIENCE = 3.0  # seconds for an address to answer
RIGHTS = """
SELECT rolsuper OR rolbypassrls AS super,
       has_table_privilege('ledger_entry', 'UPDATE, DELETE')
         OR has_table_privilege('event', 'UPDATE, DELETE')
         OR has_table_privilege('submission', 'UPDATE, DELETE') AS rewrites
FROM pg_roles WHERE rolname = current_user
"""
BEHIND = """
SELECT pg_is_in_recovery() AS follows,
       coalesce(extract(epoch FROM clock_timestamp() - pg_last_xact_replay_timestamp()), 0) AS lag
"""


@dataclass(frozen=True)
class Finding:
    """One line: what was looked at, where, what is said of it. A note is no fault, but read it."""

    what: str
    where: str
    says: str
    state: State = "ok"


def of_database(config: Settings) -> Iterator[Finding]:
    """Rights, clock, chores, replica and backups, of a database that can be reached."""
    engine = create_engine(config.app_database_url(), poolclass=pool.NullPool)
    with Session(engine) as s:
        yield _rights(s)
        yield _clock(s)
        yield from _chores(s)
        yield _backups(s)
        seen = machine.database(s)
        most = seen["most_connections"]
        says = f"{seen['bytes']:,} bytes, {seen['connections']} of {most} connections"
        yield Finding("size", "", says, "note" if seen["connections"] > 0.85 * most else "ok")
    if config.replica_url is not None:
        yield _replica(config)


def _rights(s: Session) -> Finding:
    found = s.execute(text(RIGHTS)).mappings().one()
    if found["super"]:
        says = "the application is the server's administrator: give it a role of its own"
        return Finding("rights", "", says, "bad")
    if found["rewrites"]:
        says = "the application may rewrite history: migrate as an owner of its own"
        return Finding("rights", "", says, "note")
    return Finding("rights", "", "the application can only add to what is only added to")


def _clock(s: Session) -> Finding:
    theirs: datetime = s.execute(text("SELECT clock_timestamp()")).scalar_one()
    apart = abs((datetime.now(UTC) - theirs).total_seconds())
    if apart > CLOCK:
        return Finding("clock", "", f"{apart:.0f} seconds from the database's: set the time", "bad")
    return Finding("clock", "", "as the database's")


def _chores(s: Session) -> Iterator[Finding]:
    counted = machine.chores(s)
    dead = sum(row["count"] for row in counted if row["state"] == "dead")
    left = sum(row["count"] for row in counted if row["state"] != "dead")
    waits = machine.waits(s)
    workers = [row for row in machine.processes(s) if row["part"] == "worker"]
    says = f"{left} to do, the oldest due for {waits:.0f} seconds, {len(workers)} workers"
    if waits > WAITS:
        says += ": start more workers (dure work), or look at their logs"
    yield Finding("chores", "", says, "bad" if waits > WAITS else "ok")
    if dead:
        says = f"{dead} chores have stopped for good: look at them on the operator's page"
        yield Finding("chores", "", says, "note")
    if len({row["version"] for row in machine.processes(s)}) > 1:
        yield Finding("versions", "", "processes of several versions run: end the old ones", "note")


def _backups(s: Session) -> Finding:
    newest = machine.backups(s, before=0, limit=1)
    if not newest:
        return Finding("backup", "", "none yet: dure backup makes one", "note")
    age = datetime.now(UTC) - newest[0].snapshot_at
    says = f"{newest[0].name}, {age.total_seconds() / 3600:.0f} hours old"
    return Finding("backup", newest[0].place, says, "note" if age > BACKUP else "ok")


def _replica(config: Settings) -> Finding:
    url = config.app_replica_url()
    assert url is not None
    shown = make_url(url).render_as_string(hide_password=True)
    engine = create_engine(url, poolclass=pool.NullPool, connect_args={"connect_timeout": 3})
    try:
        with engine.connect() as connection:
            found = connection.execute(text(BEHIND)).mappings().one()
    except Exception as error:  # whatever the client raises is the finding
        reason = str(getattr(error, "orig", None) or error).strip().split("\n")[0]
        return Finding("replica", shown, f"{reason}; the primary answers instead", "note")
    if not found["follows"]:
        return Finding("replica", shown, "is no replica: the primary answers instead", "note")
    late = found["lag"] > config.replica_lag
    return Finding("replica", shown, f"{found['lag']:.0f} seconds behind", "note" if late else "ok")


def of_disk(config: Settings) -> Iterator[Finding]:
    """Room in the data folder."""
    folder = config.folder
    while not folder.exists():
        folder = folder.parent
    disk = shutil.disk_usage(folder)
    says = f"{disk.free:,} of {disk.total:,} bytes free"
    state: State = "bad" if disk.free < LEAST_ROOM else "ok"
    if state == "ok" and disk.free < disk.total * ROOM:
        state = "note"
    yield Finding("disk", str(folder), says, state)


def of_address(config: Settings) -> Iterator[Finding]:
    """The address that people see, and its certificate."""
    if not config.base_url:
        yield Finding("address", config.address, "default: set DURE_BASE_URL where others come")
        return
    at = urlsplit(config.address)
    if at.scheme != "https":
        says = "without https: passwords and sessions can be read on the way"
        yield Finding("address", config.address, says, "note")
        return
    try:
        ends = _certificate_ends(at.hostname or "", at.port or 443)
    except (OSError, ValueError) as error:
        yield Finding("address", config.address, f"no certificate could be read: {error}", "note")
        return
    left = ends - datetime.now(UTC)
    says = f"certificate until {ends:%Y-%m-%d}"
    yield Finding("address", config.address, says, "bad" if left < CERTIFICATE else "ok")


def _certificate_ends(host: str, port: int) -> datetime:
    with socket.create_connection((host, port), timeout=PATIENCE) as plain:
        with ssl.create_default_context().wrap_socket(plain, server_hostname=host) as secured:
            found = secured.getpeercert() or {}
    return datetime.fromtimestamp(ssl.cert_time_to_seconds(str(found.get("notAfter"))), UTC)
