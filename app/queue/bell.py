"""The doorbell: tells workers that a chore waits. It may fail or ring twice; the row counts.

Through Redis and RQ where Redis is configured; and always through NOTIFY, which reaches workers
that run without Redis.
"""

from functools import lru_cache

import structlog
from redis import Redis, RedisError
from redis.backoff import NoBackoff
from redis.retry import Retry
from rq import Queue

from app.core.settings import settings

QUEUE = "dure"  # RQ's queue
CHANNEL = "dure_chore"  # PostgreSQL's NOTIFY
TARGET = "app.workers.run.answer"  # what RQ's workers call, with the chore's id

log = structlog.get_logger(__name__)


@lru_cache(maxsize=4)
def _client(url: str) -> Redis:
    return Redis.from_url(
        url,
        socket_connect_timeout=1,
        retry=Retry(NoBackoff(), 1),
        health_check_interval=30,
    )


def redis() -> Redis | None:
    """The Redis that is configured; None where there is none. Not yet connected."""
    url = settings().redis_url
    return None if url is None else _client(url)


def queue(connection: Redis) -> Queue:
    """RQ's queue of rings."""
    return Queue(QUEUE, connection=connection)


def ring(chore_id: int) -> bool:
    """Wake a worker for a chore that is committed. False where no Redis heard it: then NOTIFY or
    the sweep finds the row."""
    connection = redis()
    if connection is None:
        return False
    try:
        queue(connection).enqueue_call(
            TARGET, args=(chore_id,), timeout=-1, result_ttl=0, failure_ttl=60
        )
    except RedisError as error:
        log.warning("bell.unheard", chore=chore_id, error=str(error))
        return False
    return True
