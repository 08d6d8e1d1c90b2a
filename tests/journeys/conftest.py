"""A worker process beside the server."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.core.settings import ROOT
from tests.conftest import Database


@pytest.fixture
def background(database: Database, tmp_path: Path) -> Iterator[subprocess.Popen[bytes]]:
    """The real worker, on this test's database."""
    with open(tmp_path / "worker.log", "wb") as output:
        process = subprocess.Popen(
            [sys.executable, "-m", "app.cli", "work"],
            cwd=ROOT,
            env={**os.environ},
            stdout=output,
            stderr=subprocess.STDOUT,
        )
    yield process
    process.terminate()
    try:
        process.wait(15)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait(5)
