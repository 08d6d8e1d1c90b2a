"""A database in which there is nothing yet."""

from __future__ import annotations

import secrets
from collections.abc import Iterator

import pytest
from sqlalchemy import create_engine, text

from app.core.embedded import Addresses
from app.core.settings import OWNER_ROLE


@pytest.fixture
def empty(servers: Addresses) -> Iterator[str]:
    """The owner's address of a database in which there is nothing."""
    admin = create_engine(servers.superuser_database_url, isolation_level="AUTOCOMMIT")
    name = f"t_empty_{secrets.token_hex(4)}"  # another process may have one as well
    with admin.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name} OWNER {OWNER_ROLE}"))
    yield servers.owner_database_url.replace("/dure?", f"/{name}?")
    with admin.connect() as connection:
        connection.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))
    admin.dispose()
