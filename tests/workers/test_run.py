"""The worker process: it hears, it stops when told, and one among many keeps the duties."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy import select, text

from app.core.database import transaction
from app.core.settings import ROOT, configure
from app.core.states import ChoreState
from app.models.chore import Chore
from app.queue import run as running
from app.queue.registry import DUTIES, Duty
from app.queue.service import enqueue
from app.workers.ticker import LOCK, Ticker

PATIENCE = 30

# A worker that also knows two kinds of these tests: a quick one, and one that goes on for ever. It
# looks once, and then only where the bell has rung.
WORKER = """
import time
import app.workers.run
from app.core.log import start_logging
from app.queue.registry import chore
from app.workers.run import work

@chore("quick")
def quick(run):
    return {"heard": run.args["say"]}

@chore("endless")
def endless(run):
    done = 0
    while True:
        done += 1
        run.progress(done)
        time.sleep(0.02)

app.workers.run.LOOK_EVERY = 3600
start_logging("worker")
work()
"""


@pytest.fixture
def workers(tmp_path: Path) -> Iterator[Callable[[], subprocess.Popen[bytes]]]:
    """Starts worker processes; ends them all."""
    started: list[subprocess.Popen[bytes]] = []

    def start() -> subprocess.Popen[bytes]:
        with open(tmp_path / f"worker-{len(started)}.log", "wb") as output:
            process = subprocess.Popen(
                [sys.executable, "-c", WORKER], cwd=ROOT, stdout=output, stderr=output
            )
        started.append(process)
        return process

    yield start
    for process in started:
        process.kill()
        process.wait(10)


def add(kind: str) -> int:
    with transaction() as s:
        return enqueue(s, kind, {"say": "hello"})


def wait_until(chore_id: int, *states: ChoreState) -> Chore:
    """The row, once it is in one of `states`."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        with transaction() as s:
            row = s.execute(select(Chore).where(Chore.id == chore_id)).scalar_one()
        if row.state in states:
            return row
        time.sleep(0.02)
    raise AssertionError(f"still {row.state}: {row.error}")


@pytest.mark.slow
@pytest.mark.parametrize("with_redis", [True, False], ids=["redis", "notify"])
@pytest.mark.usefixtures("database")
def test_it_hears_at_once_and_stops_when_told(
    with_redis: bool, workers: Callable[[], subprocess.Popen[bytes]]
) -> None:
    if not with_redis:
        configure(redis_url=None)
    with transaction() as s:
        # The duties are somebody else's: their sweep would ring again for what nobody has heard.
        s.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": LOCK})
        worker = workers()
        for _ in range(4):
            wait_until(add("quick"), ChoreState.DONE)
    worker.send_signal(signal.SIGTERM)
    assert worker.wait(PATIENCE) == 0


@pytest.mark.slow
@pytest.mark.usefixtures("database")
def test_told_to_stop_it_gives_back_what_it_holds(
    workers: Callable[[], subprocess.Popen[bytes]],
) -> None:
    worker = workers()
    chore_id = add("endless")
    wait_until(chore_id, ChoreState.RUNNING)
    worker.send_signal(signal.SIGTERM)
    assert worker.wait(PATIENCE) == 0
    row = wait_until(chore_id, ChoreState.QUEUED)
    assert row.attempts == 0


@pytest.mark.slow
@pytest.mark.usefixtures("database")
def test_what_a_killed_worker_held_is_done_by_the_next(
    workers: Callable[[], subprocess.Popen[bytes]],
) -> None:
    first = workers()
    chore_id = add("endless")
    wait_until(chore_id, ChoreState.RUNNING)
    first.kill()
    with transaction() as s:  # as if the length of a lease had passed
        late = (
            "UPDATE chore SET kind = 'quick', leased_until = now() - interval '1 s' WHERE id = :id"
        )
        s.execute(text(late), {"id": chore_id})
    workers()
    row = wait_until(chore_id, ChoreState.DONE)
    assert row.attempts == 2


@pytest.mark.slow
@pytest.mark.usefixtures("database")
def test_a_redis_that_goes_away_is_done_without(
    workers: Callable[[], subprocess.Popen[bytes]],
) -> None:
    configure(redis_url=f"unix://{os.devnull}")
    workers()
    wait_until(add("quick"), ChoreState.DONE)


@pytest.mark.usefixtures("database")
def test_one_of_many_keeps_the_duties(monkeypatch: pytest.MonkeyPatch) -> None:
    kept = threading.Semaphore(0)
    duty = Duty("duty", kept.release, 0.01)
    monkeypatch.setattr("app.workers.ticker.DUTIES", {"duty": duty})
    monkeypatch.setattr("app.workers.ticker.TRY_EVERY", 0.1)
    first, second = Ticker(), Ticker()
    first.start()
    for _ in range(2):
        assert kept.acquire(timeout=PATIENCE)
    second.start()
    for _ in range(4):
        assert kept.acquire(timeout=PATIENCE)
    try:
        assert first.holds
        assert not second.holds
    finally:
        running.stopping.set()
        first.join(PATIENCE)
        second.join(PATIENCE)
        running.stopping.clear()


def test_every_duty_has_a_name_of_its_own() -> None:
    import app.workers

    app.workers.load()
    assert DUTIES
    assert all(name == duty.name for name, duty in DUTIES.items())
