"""The ear of an API process: one connection to Redis, by which its event streams are woken.

It counts as hearing only while it hears itself: it says its own name into the same channel every
few seconds. A Redis that is away, or that takes words and passes none on, is noticed by that.
"""

import asyncio
import time
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from secrets import token_hex

import structlog
from redis import RedisError
from redis.asyncio import Redis

from app.core.settings import settings
from app.queue.news import CHANNEL

SELF = 5.0  # seconds between two words to itself
DEAF = 12.0  # after so many seconds without hearing itself it counts as deaf
AGAIN = 1.0  # seconds until a Redis that went away is tried again

log = structlog.get_logger(__name__)

_name = f"ear:{token_hex(8)}"
_heard = -DEAF  # when it last heard itself
_waiting: dict[str, set[asyncio.Event]] = {}  # topic: whom it wakes


def hears() -> bool:
    """Whether news comes; else one has to look oneself."""
    return time.monotonic() - _heard < DEAF


@contextmanager
def listening(topics: Collection[str]) -> Iterator[asyncio.Event]:
    """An event that is set whenever one of `topics` is named; for the event loop alone."""
    woken = asyncio.Event()
    for topic in topics:
        _waiting.setdefault(topic, set()).add(woken)
    try:
        yield woken
    finally:
        for topic in topics:
            _waiting[topic].discard(woken)
            if not _waiting[topic]:
                del _waiting[topic]


async def listen() -> None:
    """Hear for as long as this process serves; nothing to do where there is no Redis."""
    url = settings().redis_url
    while url is not None:
        try:
            async with Redis.from_url(url, socket_connect_timeout=1) as connection:
                await _hear(connection)
        except (RedisError, OSError) as error:
            log.info("ear.deaf", error=str(error))
        _deafen()
        await asyncio.sleep(AGAIN)


async def _hear(connection: Redis) -> None:
    global _heard
    async with connection.pubsub(ignore_subscribe_messages=True) as channel:
        await channel.subscribe(CHANNEL)
        said = 0.0
        while True:
            if time.monotonic() - said > SELF:
                await connection.publish(CHANNEL, _name)
                said = time.monotonic()
            message = await channel.get_message(timeout=SELF)
            if message is None:
                continue
            for topic in message["data"].decode().split():
                if topic == _name:
                    if not hears():
                        _wake_all()  # what was said before is known to nobody
                    _heard = time.monotonic()
                for woken in _waiting.get(topic, ()):
                    woken.set()


def _deafen() -> None:
    """Everybody looks for himself from now on, and does so at once."""
    global _heard
    _heard = -DEAF
    _wake_all()


def _wake_all() -> None:
    for waiting in _waiting.values():
        for woken in waiting:
            woken.set()
