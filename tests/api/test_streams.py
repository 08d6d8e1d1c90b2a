"""A real browser's stream on a real server, while a worker elsewhere does the work."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from subprocess import Popen
from typing import Any

import httpx
import pytest

from app.api import streams
from app.api.deps import COOKIE
from app.core.database import transaction
from app.core.redis_server import redis_program, start_redis
from app.core.settings import configure
from app.models.person import ProjectRoleName
from app.people import sessions
from app.people.notifications import Told, notify
from app.people.team import leave_team
from app.queue.service import enqueue
from tests.conftest import Database, Program, Server, run_server
from tests.factories import Place


class Listener(threading.Thread):
    """Reads a stream until it ends."""

    def __init__(self, url: str, cookie: str) -> None:
        super().__init__(daemon=True)
        self.url, self.cookie = url, cookie
        self.events: list[tuple[str, Any]] = []
        self.start()

    def run(self) -> None:
        with httpx.stream("GET", self.url, cookies={COOKIE: self.cookie}, timeout=60) as answer:
            kind = ""
            for line in answer.iter_lines():
                if line.startswith("event: "):
                    kind = line[7:]
                elif line.startswith("data: "):
                    self.events.append((kind, json.loads(line[6:])))

    def wait(self, found: Callable[[list[tuple[str, Any]]], bool], seconds: float = 15) -> None:
        until = time.monotonic() + seconds
        while not found(self.events):
            assert time.monotonic() < until, self.events
            time.sleep(0.05)


def cookie_of(person_id: int) -> str:
    with transaction() as s:
        return sessions.open_session(s, person_id, user_agent="tests").token


@pytest.mark.slow
def test_what_goes_on_is_heard_until_it_may_not_be_heard_any_more(server: Server) -> None:
    place = Place.make(items=4, inspect1="none", opened=False)
    worker, boss = place.person("worker"), place.person("manager")
    url = f"{server.url}/api/v1/projects/{place.project_id}/stream"
    listener = Listener(url, cookie_of(boss))
    listener.wait(lambda events: bool(events))
    assert listener.events[0][1]["items"]["waiting"] == 4

    # What another process does is heard.
    import app.workers
    from app.queue.registry import KINDS
    from app.queue.run import do

    app.workers.load()
    assert "open_items" in KINDS
    with transaction() as s:
        chore_id = enqueue(
            s,
            "open_items",
            {"project_id": place.project_id, "stage_id": place.stage_id},
            project_id=place.project_id,
        )
    listener.wait(lambda events: ("chore", "queued") in [(k, d.get("state")) for k, d in events])
    do(chore_id)
    listener.wait(lambda events: ("chore", "done") in [(k, d.get("state")) for k, d in events])
    for lease in place.claim(worker, count=2):
        place.submit(worker, lease)
    listener.wait(
        lambda events: any(k == "project" and d["items"]["accepted"] == 2 for k, d in events)
    )

    # Who loses his role hears no more.
    with transaction() as s:
        leave_team(s, place.project_id, boss, ProjectRoleName.MANAGER, by=None)
    listener.join(10)
    assert not listener.is_alive()


@pytest.mark.slow
def test_a_server_that_is_told_to_stop_does_not_wait_for_streams(server: Server) -> None:
    place = Place.make(items=1)
    boss = place.person("manager")
    url = f"{server.url}/api/v1/projects/{place.project_id}/stream"
    listener = Listener(url, cookie_of(boss))
    listener.wait(lambda events: bool(events))
    began = time.monotonic()
    server.stop()
    listener.join(10)
    assert not listener.is_alive()
    assert time.monotonic() - began < 8


@pytest.fixture
def bell(database: Database, tmp_path: Path) -> Iterator[Popen[bytes]]:
    """A Redis of this test's own, which it may kill."""
    program = redis_program()
    if program is None:
        pytest.skip("There is no Redis on this machine.")
    process, url = start_redis(program, tmp_path, tmp_path)
    configure(redis_url=url)
    yield process
    process.kill()
    process.wait()


@pytest.mark.slow
def test_news_goes_from_any_process_to_any_other_with_redis_and_without(
    bell: Popen[bytes], tmp_path: Path
) -> None:
    place = Place.make(items=1)
    boss = place.person("manager")
    cookie = cookie_of(boss)
    sooner = streams.SELDOM - 2  # than by looking now and then
    with run_server(tmp_path) as one, run_server(tmp_path) as two:
        worker = Program("work", log=tmp_path / "worker.log")
        own = Listener(f"{two.url}/api/v1/me/stream", cookie)
        heard = [
            Listener(f"{server.url}/api/v1/projects/{place.project_id}/stream", cookie)
            for server in (one, two)
        ]
        for listener in (own, *heard):
            listener.wait(bool, 30)

        def reaches_both(state: str) -> None:
            with transaction() as s:
                args = {"project_id": place.project_id, "stage_id": place.stage_id}
                chore_id = enqueue(s, "open_items", args, project_id=place.project_id)
            for listener in heard:
                listener.wait(
                    lambda events: (
                        (chore_id, state) in [(d.get("id"), d.get("state")) for _, d in events]
                    ),
                    sooner,
                )

        for _ in range(2):
            reaches_both("done")
        with transaction() as s:
            notify(s, boss, Told.IMPORT_DONE, {"batch": 1})
        own.wait(lambda events: ("told", 1) in [(k, d["unread"]) for k, d in events[2:]], sooner)

        bell.kill()
        bell.wait()
        worker.kill()
        reaches_both("queued")
        for server in (one, two):
            server.stop()
        for listener in (own, *heard):
            listener.join(10)
