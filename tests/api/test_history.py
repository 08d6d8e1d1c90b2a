"""A project's history and its movements of money, as its managers read them."""

from __future__ import annotations

from typing import Any

import pytest

from app.core.database import transaction
from app.models import Project
from app.oversight import searching
from tests.api.conftest import Caller, Web
from tests.factories import Place


@pytest.fixture
def place(web: Web) -> Place:
    """A piece of work that was paid."""
    here = Place.make(items=3, inspect1="all")
    worker, inspector = here.person("worker"), here.person("primary_inspector")
    for lease in here.claim(worker, count=2):
        here.submit(worker, lease)
    for lease in here.claim(inspector, 1, count=2):
        here.decide(inspector, lease, "approve")
    return here


@pytest.fixture
def manager(web: Web, place: Place) -> Caller:
    found = web.person("한관리")
    web.join(place.project_id, found, "manager")
    return found


def paged(caller: Caller, path: str, **params: Any) -> list[dict[str, Any]]:
    """All rows, two by two."""
    found: list[dict[str, Any]] = []
    after = 0
    while True:
        page = caller.get(path, params=params | {"after": after, "limit": 2}).json()
        found += page["items"]
        if page["next"] is None:
            return found
        after = page["next"]


def test_decisions_are_told_with_names_the_newest_first(
    web: Web, manager: Caller, place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = f"/projects/{place.project_id}/history"
    worker = web.person("일꾼")
    name = web.join(place.project_id, worker, "worker")
    paused = manager.post(f"/projects/{place.project_id}/pause", json={"why": "지침을 고쳐요"})
    assert paused.status_code == 200
    rows = paged(manager, path)
    assert [row["id"] for row in rows] == sorted((row["id"] for row in rows), reverse=True)
    assert {row["subject"] for row in rows}.isdisjoint(searching.WORK)
    first = rows[0]
    assert (first["target"], first["why"], first["actor"]) == ("paused", "지침을 고쳐요", "한관리")
    assert first["pseudonym"]
    # A role is told by the name under which the project knows whose it is.
    roles = paged(manager, path, subject="project_role")
    assert roles[0]["about"] == name
    assert paged(manager, path, since="2100-01-01T00:00:00Z") == []
    assert {row["actor_id"] for row in paged(manager, path, actor_id=manager.id)} == {manager.id}
    assert paged(manager, path, until="2020-01-01T00:00:00Z") == []
    assert paged(manager, path, until=first["at"]) == rows[1:]
    monkeypatch.setattr(searching, "SCANNED", 3)
    moves = paged(manager, path, subject="item")
    assert all(row["about"] for row in moves)
    assert manager.get(path, params={"subject": "No Such"}).status_code == 422


def test_movements_of_one_project_alone(web: Web, manager: Caller, place: Place) -> None:
    path = f"/projects/{place.project_id}/movements"
    rows = paged(manager, path)
    assert [row["id"] for row in rows] == sorted((row["id"] for row in rows), reverse=True)
    assert {row["project_id"] for row in rows} == {place.project_id}
    funds = paged(manager, path, kind="fund")
    assert {row["kind"] for row in funds} == {"fund"}
    assert funds[0]["debit_account"]["kind"] == "sponsor"
    earned = paged(manager, path, kind="earn")
    assert all(row["pseudonym"] and row["person"] for row in earned)
    finance = web.person()
    with transaction() as s:
        project = s.get_one(Project, place.project_id)
    web.appoint(project.organisation_id, finance, "finance")
    hidden = paged(finance, path, kind="earn")
    assert len(hidden) == len(earned)
    for row in hidden:
        # Not the number either: it is the same in every project, the pseudonym is not.
        assert row["pseudonym"] == row["credit_account"]["pseudonym"]
        assert row["person"] is row["person_id"] is row["credit_account"]["person_id"] is None
        assert row["debit_account"]["person_id"] is None
    stranger = web.person()
    assert stranger.get(path).status_code == 404
    worker = web.person()
    web.join(place.project_id, worker, "worker")
    assert worker.get(path).status_code == 403
