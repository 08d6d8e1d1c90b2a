"""The next best thing: of all that one may do, claimed, with its reasons."""

from __future__ import annotations

import itertools
from typing import Any

import pytest
from sqlalchemy import text

from app.core.database import transaction
from app.models import Pace, ProjectRoleName
from app.models.quality import Trust
from app.people.team import join_project
from tests.api.conftest import Web
from tests.api.conftest import web as web
from tests.api.desk import signed_in
from tests.factories import Place
from tests.routing.test_admit import ask, put


def join(place: Place, who: int, *roles: str) -> None:
    with transaction() as s:
        for role in roles:
            join_project(s, place.project_id, who, ProjectRoleName(role), by=None)


def paced(place: Place, seconds: int) -> None:
    with transaction() as s:
        where = {"project_id": place.project_id, "stage_id": place.stage_id}
        times = {"median_seconds": seconds, "unit_seconds": seconds}
        s.add(Pace(**where, **times, level=0, hand_ins=9, last_id=1))


numbers = itertools.count(1)


def best(web: Web, who: int, key: str = "", **body: Any) -> Any:
    me: Any = signed_in(web, who)
    headers = {"idempotency-key": key or f"next-best-{next(numbers)}"}
    answer = me.post("/work/next", json=body, headers=headers)
    assert answer.status_code == 200, answer.text
    return answer.json()


@pytest.fixture
def two(database: object) -> tuple[Place, Place, int]:
    """Two projects, the second of which pays twice as well an hour; and who works in both."""
    slow, quick = Place.make(items=4), Place.make(items=4)
    paced(slow, 40), paced(quick, 20)
    worker = slow.person("worker")
    join(quick, worker, "worker")
    return slow, quick, worker


def test_the_better_paid_is_claimed_and_says_so(web: Web, two: tuple[Place, Place, int]) -> None:
    slow, quick, worker = two
    told = best(web, worker)
    assert told["lease"]["project_id"] == quick.project_id
    assert (told["why"][0]["code"], told["why"][0]["hourly"]) == ("pay", 18_000)
    assert quick.assignment(told["lease"]["id"]).worker_id == worker
    told = best(web, worker, projects=[slow.project_id])
    assert told["lease"]["project_id"] == slow.project_id


def test_the_same_key_is_the_same_lease(web: Web, two: tuple[Place, Place, int]) -> None:
    *_, worker = two
    first = best(web, worker, key="next-best-same")
    assert best(web, worker, key="next-best-same")["lease"]["id"] == first["lease"]["id"]
    assert best(web, worker)["lease"]["id"] != first["lease"]["id"]


def test_where_ones_work_is_known_to_be_right_comes_first(
    web: Web, two: tuple[Place, Place, int]
) -> None:
    _, quick, worker = two
    paced(alike := Place.make(items=4), 20)
    join(alike, worker, "worker")
    for place, mean in ((quick, 0.7), (alike, 0.95)):
        with transaction() as s:
            row = Trust(stage_id=place.stage_id, level=0, person_id=worker, holds=1)
            row.project_id, row.mean, row.low, row.high, row.below = place.project_id, mean, 0, 1, 0
            s.add(row)
    told = best(web, worker)
    assert told["lease"]["project_id"] == alike.project_id
    assert {"code": "trusted"} in [{k: v for k, v in one.items() if v} for one in told["why"]]


def test_what_one_may_not_do_is_never_given(web: Web, two: tuple[Place, Place, int]) -> None:
    slow, quick, worker = two
    ask(quick, teams=["A"])
    assert best(web, worker)["lease"]["project_id"] == slow.project_id
    ask(slow, devices=["desktop"])
    told = best(web, worker, device="phone")
    assert told["lease"] is None
    assert [need["code"] for need in told["needs"]] == ["team", "device"]
    put(quick, worker, "A")
    assert best(web, worker, device="phone")["lease"]["project_id"] == quick.project_id


def test_a_lease_that_ends_soon_comes_first(web: Web, two: tuple[Place, Place, int]) -> None:
    slow, _, worker = two
    (lease,) = slow.claim(worker)
    slow.rows(
        "UPDATE assignment SET due_at = now() + interval '5 minutes'"
        f" WHERE id = {lease} RETURNING 1"
    )
    told = best(web, worker)
    assert (told["lease"]["id"], told["why"][0]["code"]) == (lease, "held")
    ask(slow, devices=["desktop"])
    assert best(web, worker, device="phone")["lease"]["id"] != lease, "not where it cannot be done"


def test_an_inspection_that_waits_for_whoever_returned_it_comes_first(
    web: Web, database: object
) -> None:
    place, other = Place.make(items=3, inspect1="all", inspect2="none"), Place.make(items=3)
    worker = place.person("worker")
    judge = place.person("primary_inspector")
    join(other, judge, "worker")
    paced(other, 5)
    (lease,) = place.claim(worker)
    place.submit(worker, lease)
    (looking,) = place.claim(judge, 1)
    place.decide(judge, looking, "return")
    assert best(web, judge)["lease"]["project_id"] == other.project_id
    place.submit(worker, lease)
    told = best(web, judge)
    assert (told["lease"]["id"], told["why"][0]["code"]) == (looking, "recheck")


def test_after_long_the_same_something_else_is_a_change(
    web: Web, two: tuple[Place, Place, int]
) -> None:
    """Twenty in a row of one, which pays only a little better: the other's turn has come."""
    _, quick, worker = two
    with transaction() as s:
        s.execute(
            text("UPDATE pace SET median_seconds = 36, unit_seconds = 36 WHERE project_id = :p"),
            {"p": quick.project_id},
        )
    assert best(web, worker)["lease"]["project_id"] == quick.project_id
    many = Place.make(items=21, holds=30)
    join(many, worker, "worker")
    paced(many, 34)
    for lease in many.claim(worker, count=20):
        many.submit(worker, lease)
    assert best(web, worker)["lease"]["project_id"] == quick.project_id


def test_without_work_it_is_said_what_stands_between(
    web: Web, two: tuple[Place, Place, int]
) -> None:
    slow, quick, worker = two
    other = slow.person("worker")
    slow.claim(other, count=4)
    quick.claim(worker, count=4)
    told = best(web, worker)
    assert told["lease"] is None
    assert [need["code"] for need in told["needs"]] == ["nothing_waiting"]


def test_nobody_without_a_project_is_given_anything(web: Web) -> None:
    told = best(web, web.person().id or 0)
    assert told == {
        "lease": None,
        "why": [],
        "needs": [told["needs"][0]],
    }
    assert told["needs"][0]["code"] == "nothing_waiting"
