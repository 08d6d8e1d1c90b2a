"""How the machine stands: background work, processes, leases, room, backups, faults.

Read by the operator's page and by `dure doctor`. Each statement looks at little, whatever the
tables hold: the partial indexes of what has not ended, the catalogue's sizes.
"""

import platform
import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from sqlalchemy import RowMapping, select, text
from sqlalchemy.orm import Session

from app import __version__
from app.core.settings import settings
from app.models import Backup, Failure

LARGEST = 8  # tables
SOON = "10 minutes"
EXACT = 100_000  # assets up to which their bytes are summed; beyond it, of a sample

_CHORES = """
SELECT kind, state, count(*) AS count, min(due) AS oldest FROM (
  SELECT kind, state, run_after AS due FROM chore WHERE state IN ('queued', 'failed', 'running')
  UNION ALL
  SELECT kind, state, finished_at FROM chore WHERE state = 'dead'
) c GROUP BY kind, state ORDER BY kind, state
"""
_OVERDUE = """
SELECT coalesce(extract(epoch FROM now() - min(run_after)), 0) FROM chore
WHERE state IN ('queued', 'failed') AND run_after <= now()
"""
# Every process names its connections: what it is, its version, its machine and number.
_PROCESSES = """
SELECT split_part(application_name, ' ', 2) AS part,
       split_part(application_name, ' ', 3) AS version,
       split_part(application_name, ' ', 4) AS process,
       min(backend_start) AS since, count(*) AS connections
FROM pg_stat_activity
WHERE datname = current_database() AND application_name ~ '^dure (api|worker) '
GROUP BY application_name ORDER BY 1, 3
"""
_LEASES = f"""
SELECT level, count(*) FILTER (WHERE due_at >= now()) AS soon,
       count(*) FILTER (WHERE due_at < now()) AS over
FROM assignment
WHERE due_at IS NOT NULL AND due_at < now() + interval '{SOON}' AND state = 'reserved'
GROUP BY level ORDER BY level
"""
_DATABASE = """
SELECT current_setting('server_version') AS version, pg_database_size(current_database()) AS bytes,
       (SELECT version_num FROM alembic_version) AS revision,
       (SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()) AS connections,
       current_setting('max_connections')::int AS most_connections
"""
_TABLES = """
SELECT relname AS name, pg_total_relation_size(relid) AS bytes, n_live_tup AS rows
FROM pg_stat_user_tables ORDER BY 2 DESC LIMIT :most
"""
_ASSETS = "SELECT greatest(reltuples, 0)::bigint FROM pg_class WHERE oid = 'asset'::regclass"
_FILES = "SELECT count(*) AS count, coalesce(sum(bytes), 0)::bigint AS bytes FROM asset"
_SAMPLE = " TABLESAMPLE SYSTEM (:part)"


def chores(s: Session) -> Sequence[RowMapping]:
    """What waits, runs or is dead, by kind and state: how many, and the oldest's time."""
    return s.execute(text(_CHORES)).mappings().all()


def waits(s: Session) -> float:
    """Seconds that the chore has waited which has been due longest; 0 where none is."""
    return float(s.execute(text(_OVERDUE)).scalar_one())


def processes(s: Session) -> Sequence[RowMapping]:
    """API processes and workers that hold a connection."""
    return s.execute(text(_PROCESSES)).mappings().all()


def leases(s: Session) -> Sequence[RowMapping]:
    """By level: leases that end within ten minutes, and those that should have ended."""
    return s.execute(text(_LEASES)).mappings().all()


def database(s: Session) -> RowMapping:
    """The server's version and the database's size, revision and connections."""
    return s.execute(text(_DATABASE)).mappings().one()


def tables(s: Session) -> Sequence[RowMapping]:
    """The largest tables with their indexes; rows as the server counts along."""
    return s.execute(text(_TABLES), {"most": LARGEST}).mappings().all()


def stored(s: Session) -> dict[str, Any]:
    """Files as they were uploaded: how many, how many bytes; `about` where a sample told it."""
    believed = s.execute(text(_ASSETS)).scalar_one()
    if believed <= EXACT:
        return {**s.execute(text(_FILES)).mappings().one(), "about": False}
    part = max(0.1, min(100.0, 100 * EXACT / believed))
    found = s.execute(text(_FILES + _SAMPLE), {"part": part}).mappings().one()
    mean = found["bytes"] / found["count"] if found["count"] else 0
    return {"count": believed, "bytes": int(mean * believed), "about": True}


def room() -> dict[str, Any]:
    """Where files lie, and how much room is left there; None for a bucket, which has no end."""
    address = urlsplit(settings().storage)
    if address.scheme != "file":
        return {"place": settings().storage, "free": None, "size": None}
    folder = Path(unquote(address.path))
    while not folder.exists():
        folder = folder.parent
    disk = shutil.disk_usage(folder)
    return {"place": "file", "free": disk.free, "size": disk.total}


def versions() -> dict[str, str]:
    """Of the program that answers."""
    return {"dure": __version__, "python": platform.python_version()}


def backups(s: Session, *, before: int, limit: int) -> Sequence[Backup]:
    """Backups that were finished, the newest first."""
    wanted = select(Backup).order_by(Backup.id.desc()).limit(limit)
    return s.scalars(wanted.where(Backup.id < before) if before else wanted).all()


def failures(s: Session, *, before: int, limit: int) -> Sequence[Failure]:
    """Faults that somebody met, the newest first."""
    wanted = select(Failure).order_by(Failure.id.desc()).limit(limit)
    return s.scalars(wanted.where(Failure.id < before) if before else wanted).all()
