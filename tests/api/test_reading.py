"""What people are to read of a project: the guideline anew, and bulletins; over HTTP."""

from __future__ import annotations

from typing import Any

import pytest

import app.workers.reading  # noqa: F401 - its chores register themselves
from app.core.database import transaction
from app.models.person import ProjectRoleName
from app.people.team import join_project
from app.queue.run import do
from app.workflow import bulletin, read_anew
from tests.api.conftest import Caller, Web
from tests.api.desk import signed_in
from tests.conftest import Queries
from tests.factories import Place, add_person


@pytest.fixture
def place() -> Place:
    return Place.make(items=6)


def written(web: Web, place: Place, body: str, *, must_read: bool) -> int:
    answer: Any = signed_in(web, place.manager).post(
        f"/projects/{place.project_id}/stages/{place.stage_id}/guidelines",
        json={"body": body, "must_read": must_read},
    )
    assert answer.status_code == 201, answer.text
    assert answer.json()["must_read"] is must_read
    return int(answer.json()["version"])


def claim(caller: Caller, place: Place, key: str) -> Any:
    where = f"/projects/{place.project_id}/stages/{place.stage_id}/claims"
    return caller.post(where, json={}, headers={"idempotency-key": key})


def to_read(caller: Caller, place: Place) -> Any:
    where = f"/projects/{place.project_id}/stages/{place.stage_id}/guidelines/to-read"
    return caller.get(where).json()


def confirm(caller: Caller, place: Place, version: int) -> int:
    where = f"/projects/{place.project_id}/stages/{place.stage_id}/guidelines/{version}/read"
    answer: Any = caller.put(where)
    return int(answer.status_code)


def run_chores() -> None:
    """Everything that was asked for in the background, one after the other."""
    while do():
        pass


def test_who_has_not_read_a_guideline_that_asks_for_it_claims_nothing(
    web: Web, place: Place
) -> None:
    who = signed_in(web, place.person("worker"))
    first = written(web, place, "# 하나\n\n상자를 그려요.", must_read=False)
    held = claim(who, place, "before-the-change")
    assert held.status_code == 201
    asked = written(web, place, "# 하나\n\n상자를 **꼭 맞게** 그려요.", must_read=True)
    refused = claim(who, place, "after-the-change")
    assert (refused.status_code, refused.json()["code"]) == (409, "guideline_unread")
    (need,) = refused.json()["needs"]
    assert need == {
        "code": "guideline_unread",
        "project_id": place.project_id,
        "stage_id": place.stage_id,
        "version": asked,
    }
    (row,) = who.get("/market", params={"mine": True}).json()["items"]  # type: ignore[attr-defined]
    assert "guideline_unread" in [one["code"] for one in row["needs"]]
    # What is held is handed in all the same.
    place.submit(who.id or 0, held.json()["leases"][0]["id"])

    told = to_read(who, place)
    assert (told["asked"], told["before"], told["newest"]["version"]) == (True, None, asked)
    assert confirm(who, place, asked + 1) == 404
    assert confirm(who, place, first) == 204
    assert to_read(who, place)["before"]["version"] == first
    assert claim(who, place, "after-the-old-one").status_code == 409
    for _ in range(2):
        assert confirm(who, place, asked) == 204
    assert confirm(who, place, first) == 204  # never less than before
    assert to_read(who, place) | {"newest": None} == {
        "newest": None,
        "asked": False,
        "before": to_read(who, place)["newest"],
    }
    assert claim(who, place, "after-reading").status_code == 201
    # One that does not ask for it stands in nobody's way.
    written(web, place, "# 하나\n\n오타를 고쳤어요.", must_read=False)
    assert claim(who, place, "after-a-small-change").status_code == 201


def test_managers_see_who_has_read_it_and_who_has_not(web: Web, place: Place) -> None:
    people = [place.person("worker") for _ in range(5)]
    asked = written(web, place, "읽어 주세요.", must_read=True)
    run_chores()
    with transaction() as s:
        assert read_anew.tell(s, place.project_id, place.stage_id, asked) == 0  # nobody twice
    for one in people[:2]:
        caller = signed_in(web, one)
        (word,) = caller.get("/notifications").json()["items"]  # type: ignore[attr-defined]
        assert (word["kind"], word["params"]["version"]) == ("guideline_asked", asked)
        confirm(caller, place, asked)
    manager: Any = signed_in(web, place.manager)
    where = f"/projects/{place.project_id}/stages/{place.stage_id}/guidelines/readers"
    whole = manager.get(where).json()
    assert (whole["people"], whole["read"], whole["asked"]) == (5, 2, asked)
    assert [one["up_to_date"] for one in whole["items"]] == [True, True, False, False, False]
    late, after = [], 0
    while after is not None:
        page = manager.get(where, params={"late": True, "limit": 2, "after": after}).json()
        late += [one["person_id"] for one in page["items"]]
        after = page["next"]
    assert late == people[2:]


def test_a_claim_asks_no_further_question_for_it(web: Web, place: Place, queries: Queries) -> None:
    one, other = signed_in(web, place.person("worker")), signed_in(web, place.person("worker"))
    before = len(queries.statements)
    assert claim(one, place, "without-a-guideline").status_code == 201
    plain = len(queries.statements) - before
    asked = written(web, place, "읽어 주세요.", must_read=True)
    confirm(other, place, asked)
    with queries.expect(plain):
        assert claim(other, place, "with-a-guideline").status_code == 201


def say(caller: Caller, place: Place, **more: Any) -> Any:
    body = {"title": "점검 안내", "body": "금요일 **18시**에 쉬어요."} | more
    return caller.post(f"/projects/{place.project_id}/bulletins", json=body)


def mine(caller: Caller, **params: Any) -> list[dict[str, Any]]:
    answer: Any = caller.get("/bulletins", params=params)
    return list(answer.json()["items"])


def test_a_bulletin_reaches_whom_it_is_for_and_counts_who_has_read_it(
    web: Web, place: Place
) -> None:
    manager, worker = signed_in(web, place.manager), signed_in(web, place.person("worker"))
    inspector = signed_in(web, place.person("primary_inspector"))
    stranger = signed_in(web, add_person())
    everybody = say(manager, place)
    assert everybody.status_code == 201, everybody.text
    some = say(manager, place, title="검수자에게", roles=["primary_inspector"]).json()
    run_chores()
    with transaction() as s:
        assert bulletin.tell(s, place.project_id, some["id"]) == 0  # nobody twice

    assert [one["title"] for one in mine(worker)] == ["점검 안내"]
    assert [one["title"] for one in mine(inspector)] == ["검수자에게", "점검 안내"]
    assert mine(stranger) == []
    words: Any = inspector.get("/notifications")
    assert [one["params"]["title"] for one in words.json()["items"]] == ["검수자에게", "점검 안내"]

    path = f"/projects/{place.project_id}/bulletins"
    read: Any = inspector.put(f"{path}/{some['id']}/read")
    assert (read.status_code, worker.put(f"{path}/{some['id']}/read").status_code) == (204, 404)  # type: ignore[attr-defined]
    assert [one["read"] for one in mine(inspector)] == [True, False]
    assert [one["title"] for one in mine(inspector, unread=True)] == ["점검 안내"]
    listed: Any = manager.get(path)
    told = {one["title"]: (one["people"], one["read"]) for one in listed.json()["items"]}
    assert told["검수자에게"] == (1, 1)
    assert told["점검 안내"][1] == 0

    for _ in range(2):
        ended: Any = manager.post(f"{path}/{some['id']}/end")
        assert ended.json()["ended_at"] is not None
    assert [one["title"] for one in mine(inspector)] == ["점검 안내"]
    assert mine(inspector, project_id=place.project_id + 1) == []


@pytest.mark.parametrize(
    "wrong", [{"title": " "}, {"body": ""}, {"roles": []}, {"roles": ["manager"]}, {"pin": True}]
)
def test_a_bulletin_that_says_nothing_is_refused(
    web: Web, place: Place, wrong: dict[str, Any]
) -> None:
    assert say(signed_in(web, place.manager), place, **wrong).status_code == 422


def test_who_has_come_later_sees_it_too(web: Web, place: Place) -> None:
    say(signed_in(web, place.manager), place)
    late = add_person()
    with transaction() as s:
        join_project(s, place.project_id, late, ProjectRoleName.WORKER, by=place.manager)
    assert len(mine(signed_in(web, late), unread=True)) == 1
