"""What is seen of a running Dure from outside: health, metrics, lines of the log; and how it ends.
Real processes, real signals."""

from __future__ import annotations

import json
import re
import shutil
import signal
import socket
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from prometheus_client import CollectorRegistry
from prometheus_client.parser import text_string_to_metric_families
from sqlalchemy import Engine, text

from app.api import health
from app.api.deps import COOKIE
from app.core.database import transaction
from app.core.settings import ROOT, configure
from app.core.watch_meters import Meters
from app.oversight.watched import standing
from app.people import sessions
from app.queue.service import enqueue
from tests.api.conftest import Web
from tests.conftest import Database, Program, run_server
from tests.factories import Place

DASHBOARD = ROOT / "docs" / "grafana" / "dure.json"


def lines(*logs: Path) -> list[dict[str, Any]]:
    return [
        json.loads(line)
        for log in logs
        for line in log.read_text().splitlines()
        if line.startswith("{")
    ]


def line_with(log: Path, **wanted: Any) -> dict[str, Any]:
    """The line in which all of `wanted` stands, once it is there."""
    until = time.monotonic() + 20
    while time.monotonic() < until:
        for line in lines(log):
            if wanted.items() <= line.items():
                return line
        time.sleep(0.05)
    raise AssertionError(f"no {wanted} in:\n{log.read_text()}")


def counted(url: str) -> dict[tuple[str, frozenset[tuple[str, str]]], float]:
    """Every sample of /metrics; what processes tell apart is added up."""
    found: dict[tuple[str, frozenset[tuple[str, str]]], float] = {}
    for family in text_string_to_metric_families(httpx.get(f"{url}/metrics").text):
        for sample in family.samples:
            labels = frozenset(pair for pair in sample.labels.items() if pair[0] != "pid")
            found[sample.name, labels] = found.get((sample.name, labels), 0) + sample.value
    return found


@pytest.fixture
def json_log() -> Iterator[None]:
    configure(log_json=True)
    yield
    configure(log_json=None)


@pytest.mark.slow
@pytest.mark.usefixtures("json_log")
def test_a_request_is_known_by_its_id_wherever_it_leads(database: Database, tmp_path: Path) -> None:
    place = Place.make(items=1, inspect1="none", opened=False)
    boss = place.person("manager")
    with transaction() as s:
        opened = sessions.open_session(s, boss, user_agent="tests")
    mine = {"x-request-id": "order.66-of-2026", "x-csrf-token": opened.csrf}
    with run_server(tmp_path) as server:
        with httpx.Client(base_url=f"{server.url}/api/v1", cookies={COOKIE: opened.token}) as http:
            project = f"/projects/{place.project_id}"
            asked = http.post(f"{project}/stages/{place.stage_id}/openings", json={}, headers=mine)
            assert asked.status_code < 300, asked.text
            assert asked.headers["x-request-id"] == "order.66-of-2026"
            refused = http.get(f"{project}/items?q=personal", headers={"x-request-id": "no good"})
            assert refused.headers["x-request-id"] != "no good"
            nobody = httpx.get(f"{server.url}/api/v1{project}/items?q=personal")
            assert nobody.json()["request_id"] == nobody.headers["x-request-id"]

        line = line_with(server.log, event="request", request_id="order.66-of-2026")
        assert line["route"] == "/projects/{project_id}/stages/{stage_id}/openings"
        assert (line["method"], line["status"], line["person"]) == ("POST", asked.status_code, boss)
        assert line["ms"] > 0
        line_with(
            server.log, event="request", request_id=nobody.headers["x-request-id"], person=None
        )
        assert "personal" not in server.log.read_text()
        worker = Program("work", log=tmp_path / "worker.log")
        done = line_with(tmp_path / "worker.log", event="chore.done", kind="open_items")
        assert done["request_id"] == "order.66-of-2026"
        worker.kill()


def test_ready_says_what_is_amiss(
    web: Web, owner: Engine, storage: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(health, "KEPT", 0.0)
    http = web.stranger().http

    def ready() -> tuple[int, set[str]]:
        answer = http.get("http://testserver/health/ready")
        return answer.status_code, set(answer.json().get("reasons", ()))

    storage.mkdir(exist_ok=True)
    assert http.get("http://testserver/health/live").status_code == 200
    assert ready() == (200, set())
    with owner.begin() as connection:
        (head,) = connection.execute(text("SELECT version_num FROM alembic_version")).one()

    def at(revision: str) -> None:
        with owner.begin() as connection:
            connection.execute(
                text("UPDATE alembic_version SET version_num = :to"), {"to": revision}
            )

    at("0032")
    assert ready() == (503, {"database"})
    at("9999")  # a newer program has been here: this one works on until it is replaced
    assert ready() == (200, set())
    at(head)
    shutil.rmtree(storage)
    assert ready() == (503, {"storage"})
    configure(database_url="postgresql://dure_app@127.0.0.1:1/dure")
    from app.core import database as core_database

    core_database.dispose()
    assert ready() == (503, {"storage", "database"})


def takes_more(url: str) -> bool:
    try:
        return httpx.get(f"{url}/health/live").status_code == 200
    except httpx.TransportError:
        return False


@pytest.mark.slow
def test_told_to_stop_it_says_so_answers_what_is_open_and_goes(
    database: Database, tmp_path: Path
) -> None:
    with run_server(tmp_path, DURE_NOTICE="2") as server:
        host, port = server.url.removeprefix("http://").split(":")
        body = b'{"email": "nobody@example.test", "password": "a long way home"}'
        with socket.create_connection((host, int(port)), timeout=30) as line:
            line.sendall(
                b"POST /api/v1/sessions HTTP/1.1\r\nHost: localhost\r\n"
                b"Content-Type: application/json\r\nContent-Length: %d\r\n\r\n" % len(body)
            )
            line.sendall(body[:20])
            assert httpx.get(f"{server.url}/health/ready").status_code == 200
            codes: list[int] = []
            stopping = threading.Thread(target=lambda: codes.append(server.stop()))
            stopping.start()
            until = time.monotonic() + 2
            while (answer := httpx.get(f"{server.url}/health/ready")).status_code == 200:
                assert time.monotonic() < until
            assert set(answer.json()["reasons"]) == {"stopping"}
            # It takes no more, and still waits for the one that has begun.
            while takes_more(server.url):
                assert time.monotonic() < until + 10
            line.sendall(body[20:])
            assert line.recv(4096).startswith(b"HTTP/1.1 401")
        stopping.join(20)
        assert codes == [-signal.SIGTERM]  # as uvicorn ends: of what it was told, once it is done


@pytest.mark.slow
def test_what_all_processes_count_adds_up_wherever_it_is_asked(
    database: Database, tmp_path: Path
) -> None:
    place = Place.make(items=2, inspect1="none")
    with run_server(tmp_path, DURE_METRICS_TOKEN="a token") as one, run_server(tmp_path) as two:
        chores = Program("work", log=tmp_path / "worker.log")
        with transaction() as s:
            args = {"project_id": place.project_id, "stage_id": place.stage_id}
            enqueue(s, "open_items", args, project_id=place.project_id)
        for server in (one, two):
            for _ in range(3):
                httpx.get(f"{server.url}/api/v1/projects/{place.project_id}/items")
        labels = {"method": "GET", "route": "/projects/{project_id}/items", "status": "401"}
        sample = ("dure_requests_total", frozenset(labels.items()))
        done = (
            "dure_chores_ended_total",
            frozenset({"kind": "open_items", "outcome": "done"}.items()),
        )
        until = time.monotonic() + 20
        while (found := counted(one.url)).get(done) != 1:
            assert time.monotonic() < until, found
        assert found[sample] == 6
        assert counted(two.url)[sample] == 6
        assert found["dure_seats_open", frozenset({("level", "0")})] == 2
        memory = [key for key in found if key[0] == "dure_process_memory_bytes"]
        assert {dict(labels)["part"] for _, labels in memory} == {"api", "worker"}

        # From elsewhere with the token alone; a proxy on this machine makes everybody look near.
        far = {"x-forwarded-for": "203.0.113.7"}
        assert httpx.get(f"{one.url}/metrics", headers=far).status_code == 404
        for token, status in (("a token", 200), ("another", 404)):
            headers = far | {"authorization": f"Bearer {token}"}
            assert httpx.get(f"{one.url}/metrics", headers=headers).status_code == status
        chores.kill()


@pytest.mark.usefixtures("database")
def test_every_panel_of_the_dashboard_shows_what_is_counted() -> None:
    counted = CollectorRegistry()
    Meters(counted)
    there = {family.name for family in (*counted.collect(), *standing())}
    asked = {
        name
        for panel in json.loads(DASHBOARD.read_text())["panels"]
        for target in panel["targets"]
        for name in re.findall(r"\bdure_\w+", target["expr"])
    }
    assert {re.sub("_(total|bucket)$", "", name) for name in asked} == there
