"""Engines, transactions, and what happens after a commit.

The application connects as the lesser role; only migrations connect as the owner.
"""

import os
import socket
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import lru_cache
from typing import Any

import orjson
import structlog
from psycopg import _queries
from sqlalchemy import Engine, create_engine, event, make_url, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from app import __version__
from app.core.settings import settings

PART = "DURE_PART"
"""The variable that says what this process is: api, worker."""

log = structlog.get_logger(__name__)

# psycopg keeps how a statement is taken apart, but not of one over 4 kB: our dearest are up to 9,
# and taking them apart each time was a twelfth of a hand-in's work.
_queries.MAX_CACHED_STATEMENT_LENGTH = 1 << 14


def _dumps(value: Any) -> str:
    return orjson.dumps(value).decode()


def _name() -> str:
    """What the server calls our connections: `dure`, what we are, version, machine and process."""
    where = f"{socket.gethostname()[:24]}:{os.getpid()}"
    return f"dure {os.environ.get(PART, 'command')} {__version__} {where}"


def make_engine(url: str, *, pool_size: int) -> Engine:
    """An engine for `url` (postgresql+psycopg). Sessions run in UTC."""
    return create_engine(
        url,
        pool_size=pool_size,
        max_overflow=4,
        pool_pre_ping=False,
        pool_recycle=1800,
        json_serializer=_dumps,
        json_deserializer=orjson.loads,
        connect_args={
            "options": "-c timezone=UTC -c jit=off",
            "prepare_threshold": 3,
            "application_name": _name(),
        },
    )


@lru_cache(maxsize=1)
def engine() -> Engine:
    """The application's engine: the lesser role, which cannot rewrite history."""
    config = settings()
    return make_engine(config.app_database_url(), pool_size=config.pool_size)


@lru_cache(maxsize=1)
def replica_engine() -> Engine | None:
    """The replica's, for reading; None where none is configured."""
    config = settings()
    url = config.app_replica_url()
    if url is None:
        return None
    patient = make_url(url).update_query_dict({"connect_timeout": "3"})
    told = patient.render_as_string(hide_password=False)
    return make_engine(told, pool_size=config.pool_size)


@lru_cache(maxsize=1)
def owner_engine() -> Engine:
    """The owner's engine, for migrations and the set-up of accounts only."""
    return make_engine(settings().owner_url(), pool_size=2)


def dispose() -> None:
    """Forget the engines, so that a changed configuration is read again."""
    for cached in (engine, owner_engine, replica_engine):
        if cached.cache_info().currsize:
            made = cached()
            if made is not None:
                made.dispose()
        cached.cache_clear()
    _away.clear()


@contextmanager
def transaction() -> Iterator[Session]:
    """One unit of work: committed at exit, rolled back on an exception."""
    with Session(engine(), expire_on_commit=False, autoflush=True) as session:
        with session.begin():
            yield session


# Whether this is a replica that has come as far as `since` and is not more than `lag` seconds
# behind. Who still hears the primary and has replayed all that he heard is not behind at all.
_FRESH = text(
    """SELECT pg_is_in_recovery()
      AND (CAST(:since AS pg_lsn) IS NULL OR pg_last_wal_replay_lsn() >= CAST(:since AS pg_lsn))
      AND (pg_last_xact_replay_timestamp() > clock_timestamp() - make_interval(secs => :lag)
        OR (pg_last_wal_receive_lsn() = pg_last_wal_replay_lsn()
          AND EXISTS (SELECT FROM pg_stat_wal_receiver)))"""
)
_PATIENCE = 2.0  # seconds that a replica is given to come as far as a mark
_AGAIN = 5.0  # seconds until a replica that did not answer is asked again
_away: dict[str, float] = {}  # until when that one is left alone


def mark(session: Session) -> str:
    """How far the primary's log has come: what was committed before is in it."""
    return str(session.execute(text("SELECT pg_current_wal_insert_lsn()")).scalar_one())


@contextmanager
def reading(session: Session | None = None, *, since: str | None = None) -> Iterator[Session]:
    """Read what may be some seconds old: from the replica, where there is one that answers, is not
    more than `DURE_REPLICA_LAG` seconds behind, and has come as far as the `mark` in `since`.
    Otherwise from `session`, where the caller has one already, or else in a transaction that can
    only read."""
    replica = _replica(since)
    if replica is not None:
        with replica:
            yield replica
    elif session is not None:
        yield session
    else:
        with Session(engine().execution_options(postgresql_readonly=True)) as own:
            yield own


def _replica(since: str | None) -> Session | None:
    """A transaction of the replica's, or None where it is not to be asked now."""
    at = replica_engine()
    if at is None or _away.get(str(at.url), 0) > time.monotonic():
        return None
    session = Session(at.execution_options(postgresql_readonly=True))
    told = {"since": since, "lag": settings().replica_lag}
    end = time.monotonic() + (0 if since is None else _PATIENCE)
    try:
        while not session.execute(_FRESH, told).scalar_one():
            if time.monotonic() >= end:
                session.close()
                return None
            time.sleep(0.05)
        return session
    except DBAPIError as fault:
        session.close()
        _away[str(at.url)] = time.monotonic() + _AGAIN
        log.warning("replica.away", error=str(fault.orig))
        return None


def after_commit(session: Session, act: Callable[[], None]) -> None:
    """Run `act` once when the present transaction has been committed; never if it rolls back."""
    waiting: list[Callable[[], None]] = session.info.setdefault("after_commit", [])
    waiting.append(act)


@event.listens_for(Session, "after_commit")
def _run_waiting(session: Session) -> None:
    waiting = session.info.pop("after_commit", [])
    for act in waiting:
        act()


@event.listens_for(Session, "after_rollback")
def _forget_waiting(session: Session) -> None:
    session.info.pop("after_commit", None)
