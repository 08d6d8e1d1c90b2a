"""The history, searched and written out, by who may see how much of it."""

from __future__ import annotations

import csv
import io
import json
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import text

from app.core.clock import utcnow
from app.core.database import owner_engine
from app.oversight import searching
from tests.api.conftest import Caller, Web
from tests.api.test_history import paged
from tests.factories import Place


@pytest.fixture
def place(web: Web) -> Place:
    """A piece of work that was accepted, in a project that was paused once."""
    here = Place.make(items=3, inspect1="none")
    worker = here.person("worker")
    (lease,) = here.claim(worker)
    here.submit(worker, lease)
    return here


@pytest.fixture
def manager(web: Web, place: Place) -> Caller:
    found = web.person("한관리")
    web.join(place.project_id, found, "manager")
    found.post(f"/projects/{place.project_id}/pause", json={"why": "지침을 고쳐요"})
    return found


def ids(rows: list[dict[str, Any]]) -> list[int]:
    return [row["id"] for row in rows]


def around(**more: Any) -> dict[str, Any]:
    """Yesterday to tomorrow."""
    now = utcnow()
    day = timedelta(days=1)
    return {"since": (now - day).isoformat(), "until": (now + day).isoformat(), **more}


def test_words_are_found_in_names_reasons_and_details(
    manager: Caller, place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = f"/projects/{place.project_id}/history"
    everything = paged(manager, path)
    paused = paged(manager, path, q="지침을")
    assert [(row["target"], row["actor"]) for row in paused] == [("paused", "한관리")]
    # By who did it, however it is written; by the name of what it happened to.
    assert set(ids(paused)) <= set(ids(paged(manager, path, q="한관리")))
    assert {row["subject"] for row in paged(manager, path, q="상자")} == {"stage"}
    assert paged(manager, path, q="그런 말은 없다") == []
    # However little a page looks through, nothing is missed.
    monkeypatch.setattr(searching, "READ", 2)
    assert paged(manager, path, q="지침을") == paused
    monkeypatch.setattr(searching, "SCANNED", 2)
    assert paged(manager, path, subject="stage") == [
        row for row in everything if row["subject"] == "stage"
    ]
    of_items = paged(manager, path, subject="item")
    item = of_items[0]["subject_id"]
    assert paged(manager, path, subject="item", subject_id=item) == [
        row for row in of_items if row["subject_id"] == item
    ]


def test_a_time_is_found_by_key(manager: Caller, place: Place) -> None:
    path = f"/projects/{place.project_id}/history"
    rows = paged(manager, path)
    # As if the first half had happened ten days ago.
    middle = rows[len(rows) // 2]["id"]
    with owner_engine().begin() as run:
        run.execute(text("ALTER TABLE event DISABLE TRIGGER USER"))
        run.execute(
            text("UPDATE event SET at = at - interval '10 days' WHERE id <= :id"), {"id": middle}
        )
        run.execute(text("ALTER TABLE event ENABLE TRIGGER USER"))
    week = (utcnow() - timedelta(days=7)).isoformat()
    assert ids(paged(manager, path, until=week)) == [n for n in ids(rows) if n <= middle]
    assert ids(paged(manager, path, since=week)) == [n for n in ids(rows) if n > middle]


def test_an_organisation_sees_its_own_and_its_projects_matters_alone(
    web: Web, manager: Caller, place: Place
) -> None:
    administrator, other = web.person("김기관"), web.person()
    web.appoint(place.organisation_id, administrator, "administrator")
    elsewhere, _ = web.project(other)
    path = f"/organisations/{place.organisation_id}/audit"
    rows = paged(administrator, path)
    assert ids(rows) == sorted(ids(rows), reverse=True)
    assert {row["project_id"] for row in rows} == {0, place.project_id}
    assert {row["subject"] for row in rows if row["project_id"] == 0} <= {
        "organisation",
        "organisation_role",
    }
    assert ids(paged(administrator, path, q="지침을"))
    assert {row["project_id"] for row in paged(other, f"/organisations/{elsewhere}/audit")} <= {
        0,
        elsewhere + 1,
    }
    assert manager.get(path).status_code == 404
    assert other.get(path).status_code == 404
    assert administrator.get(path, params={"subject": "task"}).status_code == 422


def test_a_history_is_written_out(web: Web, manager: Caller, place: Place) -> None:
    path = f"/projects/{place.project_id}/history"
    rows = paged(manager, path)
    told = manager.get(f"{path}/export", params=around())
    assert told.headers["content-type"].startswith("text/csv")
    assert "history-" in told.headers["content-disposition"]
    table = list(csv.DictReader(io.StringIO(told.text.removeprefix("\ufeff"))))
    assert [int(row["id"]) for row in table] == ids(rows)
    assert table[0]["why"] == "지침을 고쳐요"
    found = manager.get(f"{path}/export", params=around(form="jsonl", q="지침을"))
    (line,) = [json.loads(line) for line in found.text.splitlines()]
    assert (line["id"], line["actor"]) == (rows[0]["id"], "한관리")
    assert manager.get(f"{path}/export").text == told.text
    long = {"since": "2024-01-01T00:00:00Z", "until": "2026-01-01T00:00:00Z"}
    assert manager.get(f"{path}/export", params=long).status_code == 422
    operator = web.person(operator=True)
    everywhere = operator.get("/audit/export", params=around(form="jsonl"))
    assert set(ids(rows)) <= {json.loads(line)["id"] for line in everywhere.text.splitlines()}


@pytest.mark.parametrize(
    "asked",
    [
        {"q": "a\x00"},
        {"q": "a" * 201},
        {"subject": "No Such"},
        {"actor_id": 10**30},
        {"since": "yesterday"},
        {"form": "xlsx"},
        {"since": "2026-02-01T00:00:00Z", "until": "2026-01-01T00:00:00Z"},
    ],
)
def test_a_search_that_cannot_be_meant_is_refused(
    manager: Caller, place: Place, asked: dict[str, Any]
) -> None:
    path = f"/projects/{place.project_id}/history/export"
    assert manager.get(path, params=asked).status_code == 422
