"""What an operator sees of the machine is how it stands."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import httpx
from sqlalchemy import Engine, text
from sqlalchemy.orm import Session

from app.backup.make import make
from app.backup.place import place_at
from app.core.database import transaction
from app.core.settings import Settings
from app.models import Failure
from app.oversight import machine
from app.queue.service import enqueue
from app.storage import storage as stored_files
from app.workers.machine import forget_failures
from tests.api.conftest import Web
from tests.conftest import Program, run_server
from tests.factories import Place
from tests.journeys.caller import until


def test_work_leases_and_room(web: Web) -> None:
    place = Place.make(items=3, overlap=1)
    person = place.person("worker")
    soon, over = place.claim(person, count=2)
    with transaction() as s:
        for lease, minutes in ((soon, 5), (over, -1)):
            moved = "SET due_at = now() + make_interval(mins => :m) WHERE id = :id"
            s.execute(text(f"UPDATE assignment {moved}"), {"m": minutes, "id": lease})
        s.execute(text("UPDATE chore SET state = 'done'"))
        enqueue(s, "mail", {})
        enqueue(s, "mail", {}, run_after=timedelta(hours=1))
        dead = enqueue(s, "release", {})
        s.execute(text("UPDATE chore SET state = 'dead' WHERE id = :id"), {"id": dead})
        s.execute(text("UPDATE chore SET run_after = now() - interval '90 s' WHERE kind = 'mail'"))
    told = web.person(operator=True).get("/machine").json()
    counted = {(one["kind"], one["state"]): one["count"] for one in told["chores"]}
    assert counted == {("mail", "queued"): 2, ("release", "dead"): 1}
    assert 90 <= told["waits"] < 150
    assert told["leases"] == [{"level": 0, "soon": 1, "over": 1}]
    assert told["storage"]["count"] == 3
    assert told["storage"]["free"] > 0
    assert told["database"]["bytes"] > 1_000_000
    assert "item" not in {one["name"] for one in told["tables"] if one["bytes"] == 0}
    assert told["backup"] is None


def test_a_backup_is_told(web: Web, settings: Settings, tmp_path: Path) -> None:
    stored_files().put([b"a picture"])
    place = place_at(str(tmp_path / "kept"), settings, make=True)
    made = [make(settings, place, keys=False, keep=None, say=lambda _: None) for _ in range(2)]
    operator = web.person(operator=True)
    newest = operator.get("/machine").json()["backup"]
    assert (newest["name"], newest["place"]) == (made[1].name, str(tmp_path / "kept"))
    assert (newest["objects"], newest["new_bytes"], newest["with_keys"]) == (1, 0, False)
    first = operator.get("/machine/backups", params={"limit": 1}).json()
    assert [one["name"] for one in first["items"]] == [made[1].name]
    rest = operator.get("/machine/backups", params={"limit": 1, "after": first["next"]}).json()
    assert [one["name"] for one in rest["items"]] == [made[0].name]
    assert rest["items"][0]["new_bytes"] == len(b"a picture")
    assert rest["next"] is None


def test_a_fault_is_noted_with_its_request(web: Web, owner: Engine) -> None:
    operator = web.person(operator=True)
    with owner.begin() as connection:
        connection.execute(text("ALTER TABLE backup RENAME TO kept_elsewhere"))
    met = operator.get("/machine/backups", headers={"x-request-id": "met-by-a-test"})
    assert (met.status_code, met.json()["code"]) == (500, "fault")
    (noted,) = operator.get("/machine/failures").json()["items"]
    assert noted["what"] == "GET /machine/backups"
    assert noted["request_id"] == "met-by-a-test"
    assert noted["error"].startswith("UndefinedTable: relation")
    assert "\n" not in noted["error"]


def test_faults_are_forgotten_after_a_month(s: Session) -> None:
    with transaction() as other:
        for days in (1, 31):
            noted = Failure(part="api", what="GET /", error=f"{days}")
            other.add(noted)
            other.flush()
            other.execute(
                text("UPDATE failure SET at = now() - make_interval(days => :d) WHERE id = :id"),
                {"d": days, "id": noted.id},
            )
    assert forget_failures() == 1
    assert [one.error for one in machine.failures(s, before=0, limit=10)] == ["1"]


def test_processes_are_seen_while_they_live(
    s: Session, worker: Callable[[], int], tmp_path: Path
) -> None:
    def parts() -> list[str]:
        s.rollback()
        return [one["part"] for one in machine.processes(s)]

    assert parts() == []
    process = Program("work", log=tmp_path / "worker.log")
    try:
        until(lambda: parts() == ["worker"] or None, "the worker")
        with run_server(tmp_path) as server:
            httpx.get(f"{server.url}/health/ready", timeout=30)  # which looks at the database
            until(lambda: set(parts()) == {"api", "worker"} or None, "the API")
    finally:
        process.kill()
    until(lambda: parts() == [] or None, "their end")
