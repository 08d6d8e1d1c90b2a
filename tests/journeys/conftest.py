"""A worker process beside the server."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import Database, Program


@pytest.fixture
def background(database: Database, tmp_path: Path) -> Iterator[Program]:
    """The real worker, on this test's database."""
    process = Program("work", log=tmp_path / "worker.log")
    yield process
    process.kill()
