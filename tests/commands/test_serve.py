"""Several API processes on one port."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import httpx
import psutil
import pytest

from tests.conftest import Database
from tests.journeys.caller import until
from tests.servers import free_port

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("database")]


@contextmanager
def two(port: int, log: Path) -> Iterator[subprocess.Popen[bytes]]:
    environment = {**os.environ, "DURE_PROCESSES": "2", "DURE_PORT": str(port)}
    with log.open("wb") as said:
        program = subprocess.Popen(
            [sys.executable, "-m", "app.cli", "serve"], env=environment, stderr=said, stdout=said
        )
        try:
            yield program
        finally:
            program.terminate()
            program.wait(30)


def at_port(program: subprocess.Popen[bytes], port: int, status: str) -> list[int]:
    """How many connections (or places that wait for some) each process has there."""
    found = []
    for child in psutil.Process(program.pid).children():
        lines = [one for one in child.net_connections("tcp") if one.laddr[1] == port]
        found.append(sum(one.status == status for one in lines))
    return [many for many in found if many]


def test_connections_are_dealt_out_among_them(database: Database, tmp_path: Path) -> None:
    port = free_port()
    with two(port, tmp_path / "log") as program, ExitStack() as stack:
        until(lambda: at_port(program, port, "LISTEN") == [1, 1] or None, "both to listen")
        for _ in range(40):
            client = stack.enter_context(httpx.Client(base_url=f"http://127.0.0.1:{port}"))
            assert client.get("/health/live").status_code == 200
        shares = at_port(program, port, "ESTABLISHED")
        assert sum(shares) == 40
        assert len(shares) == 2
        assert min(shares) >= 5

        with two(port, tmp_path / "other") as other:
            assert other.wait(30) == 1
        assert f"DURE_PORT {port} cannot be used" in (tmp_path / "other").read_text()
