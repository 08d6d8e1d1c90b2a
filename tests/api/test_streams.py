"""A real browser's stream on a real server, while a worker elsewhere does the work."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable
from pathlib import Path
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


@pytest.mark.slow
def test_news_goes_from_any_process_to_any_other_with_redis_and_without(
    database: Database, tmp_path: Path
) -> None:
    program = redis_program()
    if program is None:
        pytest.skip("There is no Redis on this machine.")
    bell, url = start_redis(program, tmp_path, tmp_path)
    configure(redis_url=url)
    place = Place.make(items=1)
    boss, cookie = (person := place.person("manager")), cookie_of(person)
    with run_server(tmp_path) as one, run_server(tmp_path) as two:
        worker = Program("work", log=tmp_path / "worker.log")
        heard = [
            Listener(f"{server.url}/api/v1/projects/{place.project_id}/stream", cookie)
            for server in (one, two)
        ]
        own = Listener(f"{two.url}/api/v1/me/stream", cookie)
        for listener in (*heard, own):
            listener.wait(lambda events: bool(events), 30)

        def chore() -> int:
            with transaction() as s:
                args = {"project_id": place.project_id, "stage_id": place.stage_id}
                return enqueue(s, "open_items", args, project_id=place.project_id)

        def reaches(kind: str, chore_id: int, state: str) -> None:
            """Sooner than by looking now and then."""
            for listener in heard:
                listener.wait(
                    lambda events: (
                        (kind, chore_id, state)
                        in [(k, d.get("id"), d.get("state")) for k, d in events]
                    ),
                    streams.SELDOM - 2,
                )

        reaches("chore", chore(), "done")
        for _ in range(2):
            reaches("chore", chore(), "done")
        with transaction() as s:
            notify(s, boss, Told.IMPORT_DONE, {"batch": 1})
        own.wait(lambda events: events[-1][1]["unread"] == 1, streams.SELDOM - 2)

        bell.kill()
        bell.wait()
        reaches("chore", chore(), "queued")
        worker.kill()
