"""What the races share: one database and two API processes for all of them (each race has a
project of its own), whose logs must hold no fault."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from app.core.embedded import Addresses
from tests.conftest import RUN, Server, fresh_database, run_server
from tests.factories import Place
from tests.races.crew import Crew, crew

FAULTS = ("fault", "Traceback", "deadlock", "database away", '"error"', "[error")


@pytest.fixture(scope="package")
def apis(
    servers: Addresses, template: str, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[list[Server]]:
    """Two API processes on a fresh database; this process is configured for it too."""
    folder = tmp_path_factory.mktemp("apis")
    with fresh_database(servers, template, folder), ExitStack() as stack:
        yield [stack.enter_context(run_server(folder)) for _ in range(2)]


@pytest.fixture
def urls(apis: list[Server]) -> Iterator[list[str]]:
    """The addresses of both. Afterwards neither they nor PostgreSQL may have complained: no
    fault, no deadlock, no statement that failed."""
    postgres = Path(os.environ[RUN]) / "d" / "log" / "postgres.log"
    logs = [*(api.log for api in apis), postgres]
    before = [log.stat().st_size for log in logs]
    yield [api.url for api in apis]
    assert all(api.process.poll() is None for api in apis), "an API process ended"
    said = []
    for log, start in zip(logs, before, strict=True):
        words = ("ERROR:", "FATAL:", "PANIC:") if log == postgres else FAULTS
        with open(log, errors="replace") as lines:
            lines.seek(start)
            said += [line for line in lines if any(word in line for word in words)]
    if said:
        pytest.fail("".join(line[:3000] for line in said[:4]))


@pytest.fixture
def gather(tmp_path: Path, urls: list[str]) -> Iterator[Callable[[Place, list[int]], Crew]]:
    """Makes crews, and disbands them at the end: `gather(place, people)`."""
    with ExitStack() as stack:
        yield lambda place, people: stack.enter_context(crew(tmp_path, urls, place, people))
