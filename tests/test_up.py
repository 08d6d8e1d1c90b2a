"""`./dure up` as a person runs it: one address, one Ctrl-C, and the data stays."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import psutil
import pytest

from app.core.settings import ROOT

pytestmark = pytest.mark.slow

PATIENCE = 90


class Up:
    """A running `dure up` and all that it has printed."""

    def __init__(self, folder: Path, *arguments: str, **environment: str) -> None:
        self.log = folder / "up.log"
        self.data = folder / "data"
        output = open(self.log, "wb")  # noqa: SIM115 - the child's, closed here at once
        self.process = subprocess.Popen(
            [sys.executable, "-m", "app.cli", "up", "--port", "0", *arguments],
            cwd=ROOT,
            env={**os.environ, "DURE_DATA": str(self.data), **environment},
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        output.close()

    def said(self) -> str:
        """Everything that it has printed so far."""
        return self.log.read_text()

    def wait_for(self, pattern: str) -> re.Match[str]:
        """The first match of `pattern` in what it prints."""
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            found = re.search(pattern, self.said())
            if found is not None:
                return found
            if self.process.poll() is not None:
                break
            time.sleep(0.05)
        raise AssertionError(f"No {pattern!r} in:\n{self.said()}")

    def address(self) -> str:
        """The address that it prints once it is ready."""
        return self.wait_for(r"ready: (http://\S+)").group(1)

    def family(self) -> list[psutil.Process]:
        """It and all of its descendants."""
        try:
            me = psutil.Process(self.process.pid)
            return [me, *me.children(recursive=True)]
        except psutil.NoSuchProcess:
            return []

    def child(self, verb: str) -> psutil.Process:
        """Its first child that runs `verb`."""
        return next(each for each in self._alive() if verb in each.cmdline())

    def _alive(self) -> list[psutil.Process]:
        return [each for each in self.family()[1:] if each.status() != psutil.STATUS_ZOMBIE]


@pytest.fixture
def starts(tmp_path: Path) -> Iterator[list[Up]]:
    """What a test has started, ended whatever happens."""
    started: list[Up] = []
    yield started
    for up in started:
        family = up.family()
        for process in family:
            if process.is_running():
                process.kill()
        psutil.wait_procs(family, timeout=10)
        up.process.wait(10)


def start(starts: list[Up], folder: Path, *arguments: str, **environment: str) -> Up:
    up = Up(folder, *arguments, **environment)
    starts.append(up)
    return up


def people(data: Path) -> int:
    """How many people there are, by the program's own servers."""
    environment = {**os.environ, "DURE_DATA": str(data)}
    question = (
        "from app.commands.servers import connected\n"
        "from app.core.database import transaction\n"
        "from sqlalchemy import text\n"
        "with connected('test'), transaction() as s:\n"
        "    print(s.execute(text('SELECT count(*) FROM person')).scalar_one())\n"
    )
    asked = subprocess.run(
        [sys.executable, "-c", question], cwd=ROOT, env=environment, capture_output=True, text=True
    )
    assert asked.returncode == 0, asked.stderr
    return int(asked.stdout)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_it_serves_stops_cleanly_and_keeps_its_data(
    tmp_path: Path, starts: list[Up], number: signal.Signals
) -> None:
    up = start(starts, tmp_path, "--no-demo")
    answer = httpx.get(f"{up.address()}/health/ready")
    assert answer.status_code == 200
    family = up.family()
    up.process.send_signal(number)
    assert up.process.wait(60) == 0, up.said()
    _, alive = psutil.wait_procs(family, timeout=5)
    assert alive == []
    assert up.said().rstrip().endswith("Stopped.")

    before = time.monotonic()
    again = start(starts, tmp_path, "--no-demo")
    again.address()
    assert "Migrating" not in again.said(), "the tables are kept"
    assert time.monotonic() - before < 30
    assert people(again.data) == 0
    again.process.terminate()
    assert again.process.wait(60) == 0


def test_it_runs_without_redis(tmp_path: Path, starts: list[Up]) -> None:
    up = start(starts, tmp_path, "--no-demo", DURE_REDIS="no")
    assert httpx.get(f"{up.address()}/health/ready").status_code == 200
    assert '"redis": false' in up.wait_for(r".*worker\.ready.*").group(0)
    assert not [each for each in up.family() if "redis" in each.name()]
    up.process.terminate()
    assert up.process.wait(60) == 0


def test_refusals_are_one_sentence(tmp_path: Path, starts: list[Up]) -> None:
    up = start(starts, tmp_path, "--no-demo")
    address = up.address()
    command = [sys.executable, "-m", "app.cli", "up"]

    same_folder = {**os.environ, "DURE_DATA": str(up.data), "DURE_PORT": "0"}
    refused = subprocess.run(command, cwd=ROOT, env=same_folder, capture_output=True, text=True)
    assert refused.returncode == 1
    assert "is in use by dure up" in refused.stderr
    assert refused.stderr.count("\n") == 1

    port = address.rsplit(":", 1)[1]
    same_port = {**os.environ, "DURE_DATA": str(tmp_path / "other"), "DURE_PORT": port}
    refused = subprocess.run(command, cwd=ROOT, env=same_port, capture_output=True, text=True)
    assert refused.returncode == 1
    assert f"Port {port} is taken" in refused.stderr
    assert refused.stderr.count("\n") == 1
    assert httpx.get(f"{address}/health/ready").status_code == 200


def test_what_dies_is_started_again(tmp_path: Path, starts: list[Up]) -> None:
    up = start(starts, tmp_path, "--no-demo", DURE_PROCESSES="2")
    address = up.address()
    server = next(each for each in up.family() if each.name() == "postgres")
    for victim in (up.child("serve"), up.child("work"), server):
        victim.kill()
    up.wait_for("PostgreSQL has ended; starting it again")
    up.wait_for(r"the API has ended \(code -9\); starting it again")
    up.wait_for(r"a worker has ended \(code -9\); starting it again")
    assert httpx.get(f"{address}/health/ready", timeout=60).status_code == 200
    up.process.terminate()
    assert up.process.wait(60) == 0, up.said()


def test_killed_it_takes_all_with_it_and_starts_anew(tmp_path: Path, starts: list[Up]) -> None:
    up = start(starts, tmp_path, "--no-demo")
    up.address()
    family = up.family()
    up.process.kill()
    up.process.wait(10)
    _, alive = psutil.wait_procs(family, timeout=30)
    if sys.platform == "linux":
        assert alive == []
    again = start(starts, tmp_path, "--no-demo")
    assert httpx.get(f"{again.address()}/health/ready").status_code == 200
