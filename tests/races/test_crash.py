"""The API, the worker and PostgreSQL die under load, one by one and together, and come back."""

from __future__ import annotations

import json
import os
import re
import socket
import subprocess
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import httpx
import psutil
import pytest

from app.core import database as core_database
from app.core.database import transaction
from app.core.settings import ROOT, configure
from app.queue.rules import LEASE
from app.queue.service import enqueue
from tests.factories import Place
from tests.races import checks
from tests.races.crew import crew

CLIENTS = 64
PATIENCE = 60


class Stack:
    """`dure up` in a data folder of its own."""

    def __init__(self, folder: Path) -> None:
        self.data = folder / "data"
        self.log = folder / "up.log"
        with socket.create_server(("127.0.0.1", 0)) as free:
            self.port = free.getsockname()[1]
        self.url = f"http://127.0.0.1:{self.port}"
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start it, and wait until it says that it is ready."""
        before = self.log.stat().st_size if self.log.exists() else 0
        with open(self.log, "ab") as output:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "app.cli", "up", "--port", str(self.port), "--no-demo"],
                cwd=ROOT,
                env={"PATH": os.environ["PATH"], "DURE_DATA": str(self.data)},
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        until(lambda: b"Dure is ready" in self.log.read_bytes()[before:], self.said)

    def said(self) -> str:
        return self.log.read_text(errors="replace")[-4000:]

    def family(self) -> list[psutil.Process]:
        assert self.process is not None
        try:
            me = psutil.Process(self.process.pid)
            return [me, *me.children(recursive=True)]
        except psutil.NoSuchProcess:
            return []

    def part(self, word: str) -> psutil.Process:
        """The child whose command has this word."""
        assert self.process is not None
        for child in psutil.Process(self.process.pid).children():
            with child.oneshot():
                if word in child.cmdline() or word == child.name():
                    return child
        raise AssertionError(f"no {word} among the children:\n{self.said()}")

    def kill(self, word: str) -> None:
        """SIGKILL to a part, and wait for the one that takes its place."""
        victim = self.part(word)
        victim.kill()

        def replaced() -> bool:
            try:
                return self.part(word).pid != victim.pid
            except (AssertionError, psutil.Error):
                return False

        until(replaced, self.said)

    def end(self) -> None:
        """End it and all that it has started, whatever state they are in."""
        family = self.family()
        for process in family:
            try:
                process.kill()
            except psutil.NoSuchProcess:
                pass
        psutil.wait_procs(family, timeout=10)
        if self.process is not None:
            self.process.wait(10)


def until(true: Callable[[], Any], said: Callable[[], str], patience: float = PATIENCE) -> None:
    """Wait for something to become true."""
    end = time.monotonic() + patience
    while not true():
        assert time.monotonic() < end, f"waited in vain:\n{said()}"
        time.sleep(0.02)


@pytest.fixture
def stack(tmp_path: Path) -> Iterator[Stack]:
    """A running `dure up`, for which this process is configured as its owner would be."""
    os.chmod(tmp_path, 0o711)  # PostgreSQL may run as another user
    made = Stack(tmp_path)
    before = {name: value for name, value in os.environ.items() if name.startswith("DURE_")}
    try:
        made.start()
        with connected(made.data):
            yield made
    finally:
        made.end()
        for name in [name for name in os.environ if name.startswith("DURE_")]:
            del os.environ[name]
        os.environ.update(before)
        configure()
        core_database.dispose()


@contextmanager
def connected(data: Path) -> Iterator[None]:
    """This process on the servers of a data folder."""
    addresses = json.loads((data / "run.json").read_text())
    core_database.dispose()
    configure(
        data=data,
        database_url=addresses["database_url"],
        owner_database_url=addresses["owner_database_url"],
        redis_url=addresses["redis_url"],
        storage_url=(data / "storage").as_uri(),
    )
    yield


def test_what_was_acknowledged_survives_every_death(stack: Stack, tmp_path: Path) -> None:
    funds, tasks, overlap, price = 50_000_000, 250, 2, 100
    more = 400
    place = Place.make(items=tasks, overlap=overlap, inspect1="none", funds=funds, holds=6)
    people = [place.person("worker") for _ in range(CLIENTS)]
    later = Place.make(items=more, inspect1="all", funds=funds, opened=False)
    total = tasks * overlap

    with crew(tmp_path, [stack.url], place, people) as clients:

        def answered(share: float) -> None:
            until(
                lambda: (
                    sum(log.read_bytes().count(b'"status": 201') for log in clients.logs)
                    >= share * total
                ),
                stack.said,
            )

        clients.begin("drain", stubborn=True, counts=[1, 2])
        answered(0.1)
        stack.kill("serve")
        answered(0.3)
        with transaction() as s:
            args = {"project_id": later.project_id, "stage_id": later.stage_id}
            chore = enqueue(s, "open_items", args, project_id=later.project_id)
        stack.kill("work")
        answered(0.5)
        stack.kill("postgres")
        answered(0.8)

        def session_dies() -> bool:
            """One dies hard: PostgreSQL ends them all and recovers."""
            for process in stack.part("postgres").children():
                with suppress(psutil.Error):  # it has ended by itself meanwhile
                    if "dure_app" in " ".join(process.cmdline()):
                        process.kill()
                        return True
            return False

        until(session_dies, stack.said)
        answered(1.0)
        # Everything at once: the program, its parts and its servers.
        for process in stack.family():
            try:
                process.kill()
            except psutil.NoSuchProcess:
                pass
        assert stack.process is not None
        stack.process.wait(10)
        stack.start()
        log = clients.end()

        with connected(stack.data):
            lost = [row for row in log if row.status in (0, 503)]
            assert lost, "nothing died while somebody was waiting: the race was not run"
            refused = {
                what
                for what in checks.statuses(row for row in log if row.status not in (0, 201, 503))
                if what not in LATE
            }
            assert not refused, refused
            check(place, log, funds, total, price)

            # Work goes on: the chore that was begun is done, and clients go on with new work.
            # Who was killed at it keeps its lease until that runs out.
            let_lease_pass(chore)
            until(lambda: chore_state(chore) in ("done", "dead"), stack.said)
            assert chore_state(chore) == "done"
            opened = checks.rows(
                later,
                """SELECT count(*), count(DISTINCT item_id), sum(reserved) FROM task
                   WHERE project_id = %(p)s""",
            )
            assert opened[0][:2] == (more, more)
            assert checks.balance(later, "reserve") == opened[0][2]
            place.add_items(20)
            with transaction() as s:
                args = {"project_id": place.project_id, "stage_id": place.stage_id}
                chore = enqueue(s, "open_items", args, project_id=place.project_id)
            until(lambda: chore_state(chore) == "done", stack.said)
            log += clients.play("drain", stubborn=True)
            check(place, log, funds, total + 20 * overlap, price)
    assert httpx.get(f"{stack.url}/api/v1/openapi.json").status_code == 200
    for name in ("the API", "a worker", "PostgreSQL"):
        assert re.search(f"{name} has ended", stack.log.read_text()), f"{name} was not killed"


LATE = ("claims 409 holds_full",)


def check(place: Place, log: list[Any], funds: int, total: int, price: int) -> None:
    """Everything acknowledged is there once, all work is done, and every won is in its place."""
    assert checks.answers_kept(place, log, lost_replies=True) == total
    checks.places_hold(place)
    checks.all_done(place)
    checks.money_holds(place, funds)
    own_sum: dict[int, int] = defaultdict(int)
    for who, amount in {
        (row.who, row.answer["submission_id"]): row.answer["price"]
        for row in log
        if row.verb == "submission" and row.status == 201
    }.items():
        own_sum[who[0]] += amount
    assert checks.earned(place) == dict(own_sum), "every client's own sum is what he is owed"
    assert sum(own_sum.values()) == total * price


def let_lease_pass(chore: int) -> None:
    """Let the time go by for which a chore that is being done is nobody else's."""
    with core_database.owner_engine().begin() as connection:
        connection.exec_driver_sql(
            "UPDATE chore SET leased_until = leased_until - %(lease)s WHERE id = %(id)s",
            {"lease": LEASE, "id": chore},
        )


def chore_state(chore: int) -> str:
    with core_database.owner_engine().connect() as connection:
        return str(
            connection.exec_driver_sql(
                "SELECT state FROM chore WHERE id = %(id)s", {"id": chore}
            ).scalar_one()
        )
