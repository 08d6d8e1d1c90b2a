"""The servers that a verb needs: those that are configured, or the data folder's own."""

from collections.abc import Iterator
from contextlib import contextmanager

from app.core.embedded import Addresses, attach
from app.core.settings import Settings, configure, settings


def use(addresses: Addresses) -> Settings:
    """Configure this process, and those that it starts, for embedded servers. What was configured
    by hand stays: Redis may be somebody else's while PostgreSQL is ours."""
    now = settings()
    return configure(
        data=now.folder,
        database_url=addresses.database_url,
        owner_database_url=addresses.owner_database_url,
        redis_url=now.redis_url or addresses.redis_url,
    )


@contextmanager
def connected(purpose: str, *, migrate: bool = True) -> Iterator[Settings]:
    """A configured process: `with connected("dure import"): …`.

    With DURE_DATABASE_URL set that server is used. Otherwise the data folder's: those of a running
    `dure up`, or some that are started for the block, and migrated unless `migrate` is False.
    """
    if settings().database_url is not None:
        yield settings()
        return
    with attach(settings().folder, purpose=purpose, redis=settings().redis) as addresses:
        configured = use(addresses)
        if migrate:
            from app.commands.migrate import upgrade

            upgrade(configured.owner_url())
        yield configured
