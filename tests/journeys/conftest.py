"""A worker process beside the server."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import Database, Program, run_workers


@pytest.fixture
def background(database: Database, tmp_path: Path) -> Iterator[Program]:
    """The real worker, on this test's database; the first of two in the form of servers."""
    with run_workers(tmp_path) as processes:
        yield processes[0]
