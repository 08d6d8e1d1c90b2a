"""Engines, transactions, and what happens after a commit.

The application connects as the lesser role; only migrations connect as the owner.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import lru_cache
from typing import Any

import orjson
from sqlalchemy import Engine, create_engine, event
from sqlalchemy.orm import Session

from app.core.settings import settings


def _dumps(value: Any) -> str:
    return orjson.dumps(value).decode()


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
        connect_args={"options": "-c timezone=UTC -c jit=off", "prepare_threshold": 3},
    )


@lru_cache(maxsize=1)
def engine() -> Engine:
    """The application's engine: the lesser role, which cannot rewrite history."""
    config = settings()
    return make_engine(config.app_database_url(), pool_size=config.pool_size)


@lru_cache(maxsize=1)
def owner_engine() -> Engine:
    """The owner's engine, for migrations and the set-up of accounts only."""
    return make_engine(settings().owner_url(), pool_size=2)


def dispose() -> None:
    """Forget the engines, so that a changed configuration is read again."""
    for cached in (engine, owner_engine):
        if cached.cache_info().currsize:
            cached().dispose()
        cached.cache_clear()


@contextmanager
def transaction() -> Iterator[Session]:
    """One unit of work: committed at exit, rolled back on an exception."""
    with Session(engine(), expire_on_commit=False, autoflush=True) as session:
        with session.begin():
            yield session


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
