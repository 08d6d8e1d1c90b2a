"""A database for all tests of a module, where each of them rolls back or works in a place of its
own: hundreds of small cases cannot have one each."""

from collections.abc import Iterator

import pytest

from app.core.embedded import Addresses
from tests.conftest import fresh_database


@pytest.fixture(scope="module")
def shared_database(
    servers: Addresses, template: str, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[None]:
    with fresh_database(servers, template, tmp_path_factory.mktemp("shared")):
        yield
