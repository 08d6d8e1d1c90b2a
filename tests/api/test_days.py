"""A person's days: what was handed in, what became of it, and how verdicts stood."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from app.core.database import owner_engine, transaction
from app.models import EntryKind, LedgerEntry, ProjectRoleName
from app.people.team import join_project
from app.workflow.expire import sweep
from app.workflow.lease import save_draft
from tests import seoul
from tests.api.conftest import Caller, Web
from tests.api.desk import signed_in
from tests.conftest import Queries
from tests.factories import Place, boxes


def begun_long_ago() -> None:
    with owner_engine().begin() as owner:
        owner.exec_driver_sql("UPDATE assignment SET reserved_at = now() - interval '1 hour'")


def handed_in(lease: int, day: date, hour: str = "12:00") -> None:
    """As if the newest hand-in of `lease` had come on that day in Seoul."""
    with owner_engine().begin() as owner:
        owner.exec_driver_sql("ALTER TABLE submission DISABLE TRIGGER written_once")
        owner.exec_driver_sql(
            "UPDATE submission SET at = %(at)s::timestamptz WHERE id ="
            " (SELECT max(id) FROM submission WHERE assignment_id = %(lease)s)",
            {"at": f"{day} {hour} Asia/Seoul", "lease": lease},
        )
        owner.exec_driver_sql("ALTER TABLE submission ENABLE TRIGGER written_once")


def decided_on(lease: int, day: date) -> None:
    """As if `lease` had come to its end at noon of that day in Seoul."""
    with owner_engine().begin() as owner:
        owner.exec_driver_sql(
            "UPDATE assignment SET decided_at = %(at)s::timestamptz WHERE id = %(lease)s",
            {"at": f"{day} 12:00 Asia/Seoul", "lease": lease},
        )


def got(caller: Caller, path: str, **params: Any) -> Any:
    answer: Any = caller.get(path, params=params)
    assert answer.status_code == 200, answer.text
    return answer.json()


def test_a_day_in_all_states(web: Web) -> None:
    place = Place.make(items=8, inspect1="all", inspect2="none")
    worker, first, second = (
        place.person(role) for role in ("worker", "primary_inspector", "secondary_inspector")
    )
    leases = place.claim(worker, count=6)
    begun_long_ago()
    for lease in leases[:5]:
        place.submit(worker, lease, active_seconds=60)
    for verdict in ("approve", "return", "reject"):
        (seen,) = place.claim(first, 1)
        place.decide(first, seen, verdict)
    (seen,) = place.claim(second, 2)
    place.decide(second, seen, "reject")
    me = signed_in(web, worker)
    today = got(me, "/me/today")
    assert today["minimum_wage"] >= 10_320
    assert {name: today[name] for name in today if name != "minimum_wage"} == {
        "day": seoul.today().isoformat(),
        "earned": 100,
        "pending": 200,  # what is to be looked at again is not waited for
        "pieces": 5,
        "seconds": 300,
        "hourly": 3600,
        "learned": 0,
        "month_earned": 100,
        "month_pending": 200,
        "rework": 1,
        "appeals_open": 0,
    }
    days = got(me, "/me/earnings/days")
    assert days == {
        "items": [
            {
                "day": seoul.today().isoformat(),
                "project_id": place.project_id,
                "project": "세포",
                "currency": "KRW",
                "earned": 100,
                "pending": 200,
                "rejected": 100,
                "pieces": 5,
                "seconds": 300,
                "learned": 0,
                "added": 0,
            }
        ],
        "next": None,
    }
    rejected = next(row for row in got(me, "/me/assignments", state="rejected")["items"])
    place.appeal(worker, rejected["id"])
    after = got(me, "/me/today")
    assert (after["appeals_open"], after["pending"]) == (1, 300)


def test_what_was_added_is_of_its_day(web: Web) -> None:
    """A bonus of the day on which it came, a top-up of the day whose work it tops up."""
    place = Place.make(items=1, inspect1="none")
    worker = place.person("worker")
    (lease,) = place.claim(worker)
    place.submit(worker, lease)
    before = seoul.today() - timedelta(days=2)
    with transaction() as s:
        paid = s.scalars(select(LedgerEntry).where(LedgerEntry.kind == EntryKind.EARN)).one()
        for kind, amount, cause in (
            (EntryKind.BONUS, 30, f"bonus:1:{worker}"),
            (EntryKind.TOP_UP, 7, f"topup:{worker}:{place.stage_id}:{before}"),
        ):
            s.add(
                LedgerEntry(
                    project_id=place.project_id,
                    debit=paid.debit,
                    credit=paid.credit,
                    currency="KRW",
                    amount=amount,
                    kind=kind,
                    cause=cause,
                )
            )
    me = signed_in(web, worker)
    newest, older = got(me, "/me/earnings/days")["items"]
    assert (newest["day"], newest["earned"], newest["added"]) == (
        seoul.today().isoformat(),
        130,
        30,
    )
    assert (older["day"], older["earned"], older["added"]) == (before.isoformat(), 7, 7)
    assert got(me, "/me/earnings/days", limit=1)["next"] == before.isoformat()
    # Days without work of one's own, too.
    alone = {"since": before.isoformat(), "until": before.isoformat()}
    assert got(me, "/me/earnings/days", **alone)["items"] == [older]
    (all_of_it,) = got(me, "/me/earnings")
    assert (all_of_it["earned"], all_of_it["owed"], all_of_it["paid_this_year"]) == (137, 137, 0)


def test_rework_is_time_and_no_other_piece(web: Web) -> None:
    place = Place.make(items=1, inspect1="all")
    worker, inspector = place.person("worker"), place.person("primary_inspector")
    (lease,) = place.claim(worker)
    begun_long_ago()
    place.submit(worker, lease, active_seconds=50)
    handed_in(lease, seoul.today() - timedelta(days=1))
    (seen,) = place.claim(inspector, 1)
    place.decide(inspector, seen, "return")
    place.age(minutes=10)
    place.submit(worker, lease, active_seconds=20)
    me = signed_in(web, worker)
    today = got(me, "/me/today")
    assert (today["pieces"], today["pending"], today["seconds"]) == (0, 0, 20)
    newest, older = got(me, "/me/earnings/days")["items"]
    assert (newest["day"], newest["pieces"], newest["seconds"]) == (
        seoul.today().isoformat(),
        0,
        20,
    )
    assert (older["pieces"], older["pending"], older["seconds"]) == (1, 100, 50)


def test_drafts_that_a_cancelled_stage_pays(web: Web) -> None:
    place = Place.make(items=3, inspect1="all")
    worker, inspector = place.person("worker"), place.person("primary_inspector")
    again, begun, untouched = place.claim(worker, count=3)
    place.submit(worker, again)
    (seen,) = place.claim(inspector, 1)
    place.decide(inspector, seen, "return")
    handed_in(again, seoul.today() - timedelta(days=2))
    for lease in (again, begun):
        with transaction() as s:
            save_draft(
                s,
                me=worker,
                project_id=place.project_id,
                assignment_id=lease,
                revision=0,
                body=boxes(1.0),
            )
    place.cancel()
    place.age(hours=100)
    sweep()
    assert place.owed(worker) == 200
    assert place.assignment(again).state == "rework_expired"
    assert place.assignment(untouched).state == "expired"
    decided_on(begun, seoul.today() - timedelta(days=1))
    me = signed_in(web, worker)
    days = got(me, "/me/earnings/days")
    assert [
        (row["day"], row["earned"], row["rejected"], row["pieces"]) for row in days["items"]
    ] == [
        ((seoul.today() - timedelta(days=1)).isoformat(), 100, 0, 0),
        ((seoul.today() - timedelta(days=2)).isoformat(), 100, 0, 1),
    ]
    newest = got(me, "/me/earnings/days", limit=1)
    assert newest == {"items": days["items"][:1], "next": days["items"][1]["day"]}
    elsewhere = got(me, "/me/earnings/days", project_id=10**9)
    assert elsewhere["items"] == []
    decided_on(begun, seoul.today())
    today = got(me, "/me/today")
    assert (today["earned"], today["pieces"]) == (100, 0)
    assert got(signed_in(web, inspector), "/me/today")["earned"] == 30


def test_ones_own_entries_also_the_newest_first(web: Web) -> None:
    place = Place.make(items=3, inspect1="none")
    worker = place.person("worker")
    for lease in place.claim(worker, count=3):
        place.submit(worker, lease)
    me = signed_in(web, worker)
    written = [entry["id"] for entry in got(me, "/me/ledger")["items"]]
    assert written == sorted(written)
    first = got(me, "/me/ledger", newest=True, limit=2)
    rest = got(me, "/me/ledger", newest=True, limit=2, after=first["next"])
    assert [entry["id"] for entry in first["items"] + rest["items"]] == written[::-1]
    assert rest["next"] is None


def test_time_is_counted_within_the_lease(web: Web) -> None:
    place = Place.make(items=3, inspect1="none")
    worker = place.person("worker")
    one, two, three = place.claim(worker, count=3)
    place.submit(worker, one, active_seconds=10_000)
    begun_long_ago()
    place.submit(worker, two, active_seconds=10_000)
    place.submit(worker, three)
    found = place.rows("SELECT active_seconds FROM submission WHERE project_id = :p ORDER BY id")
    assert found[0][0] <= 30
    assert 3600 <= found[1][0] <= 3700
    assert found[2][0] is None


def test_time_comes_through_http_and_is_no_part_of_the_answer(web: Web) -> None:
    place = Place.make(items=2, inspect1="all")
    worker, inspector = place.person("worker"), place.person("primary_inspector")
    (lease,) = place.claim(worker)
    begun_long_ago()
    me, he = signed_in(web, worker), signed_in(web, inspector)
    home = f"/projects/{place.project_id}/assignments"

    def hand_in(caller: Any, work: int, body: dict[str, Any]) -> Any:
        return caller.post(
            f"{home}/{work}/submission", json=body, headers={"idempotency-key": f"tab-1-{work:04}"}
        )

    first = hand_in(me, lease, {"answer": boxes(10.0), "active_seconds": 44})
    assert first.status_code == 201, first.text
    again = hand_in(me, lease, {"answer": boxes(10.0), "active_seconds": 45})
    assert again.json() == first.json(), "a retry with more time on the clock is the same answer"
    (seen,) = place.claim(inspector, 1)
    begun_long_ago()
    verdict = {"verdict": "approve", "active_seconds": 11}
    first = hand_in(he, seen, verdict)
    assert first.status_code == 201, first.text
    assert hand_in(he, seen, verdict | {"active_seconds": 12}).json() == first.json()
    found = place.rows("SELECT level, active_seconds FROM submission WHERE project_id = :p")
    assert sorted(found) == [(0, 44), (1, 11)]
    for wrong in (-1, 2**31, 1.5, "x"):
        refused = hand_in(me, lease, {"answer": boxes(10.0), "active_seconds": wrong})
        assert refused.status_code == 422


def test_days_are_seouls_and_pages_are_of_days(web: Web) -> None:
    place, other = Place.make(items=12, inspect1="none"), Place.make(items=2, inspect1="none")
    worker = place.person("worker")
    with transaction() as s:
        join_project(s, other.project_id, worker, ProjectRoleName.WORKER, by=None)
    ago = [0, 1, 1, 3, 40, 41, 400]
    leases = place.claim(worker, count=len(ago))
    for lease, days in zip(leases, ago, strict=True):
        place.submit(worker, lease)
        handed_in(lease, seoul.today() - timedelta(days=days), "00:00")
    (elsewhere,) = other.claim(worker)
    other.submit(worker, elsewhere)
    handed_in(elsewhere, seoul.today() - timedelta(days=1), "23:59")
    me = signed_in(web, worker)

    def pages(**params: Any) -> list[list[tuple[int, int, int]]]:
        found, until = [], None
        for _ in range(9):
            page = got(me, "/me/earnings/days", **params | ({"until": until} if until else {}))
            found.append(
                [
                    (
                        (seoul.today() - date.fromisoformat(row["day"])).days,
                        row["project_id"],
                        row["pieces"],
                    )
                    for row in page["items"]
                ]
            )
            until = page["next"]
            if until is None:
                return found
        raise AssertionError("it never ends")

    here, there = place.project_id, other.project_id
    first, second, third = [(0, here, 1), (1, here, 2), (1, there, 1), (3, here, 1)], None, None
    second, third = [(40, here, 1), (41, here, 1)], [(400, here, 1)]
    assert pages() == [first, second, third]
    assert pages(limit=2) == [first[:3], first[3:], second, third]
    assert pages(project_id=there) == [[(1, there, 1)]]
    assert pages(since=seoul.today() - timedelta(days=3)) == [first]
    assert pages(since=seoul.today() - timedelta(days=2), limit=1) == [first[:1], first[1:3]]
    assert pages(
        since=seoul.today() - timedelta(days=30), until=seoul.today() - timedelta(days=10)
    ) == [[]]
    assert pages(
        since=seoul.today() - timedelta(days=40), until=seoul.today() - timedelta(days=40)
    ) == [second[:1]]


@pytest.mark.parametrize(
    ("path", "params"),
    [
        ("/me/earnings/days", {"since": "yesterday"}),
        ("/me/earnings/days", {"since": "2026-02-30"}),
        ("/me/earnings/days", {"since": "2026-03-02", "until": "2026-03-01"}),
        ("/me/earnings/days", {"limit": 0}),
        ("/me/earnings/days", {"limit": 93}),
        ("/me/earnings/days", {"project_id": 0}),
        ("/me/earnings/days", {"project_id": 2**63}),
        ("/me/inspections", {"days": 0}),
        ("/me/inspections", {"days": 32}),
        ("/me/assignments", {"level": 3}),
    ],
)
def test_bad_input(web: Web, path: str, params: dict[str, Any]) -> None:
    answer: Any = web.person().get(path, params=params)
    assert answer.status_code == 422, answer.text
    assert answer.json()["detail"]


@pytest.mark.parametrize(
    "params",
    [
        {"since": "0001-01-01", "until": "9999-12-31"},
        {"until": "0001-01-01"},
        {"since": "9999-12-31"},
        {"project_id": 10**9},
    ],
)
def test_far_days_hold_nothing(web: Web, params: dict[str, Any]) -> None:
    assert got(web.person(), "/me/earnings/days", **params) == {"items": [], "next": None}


def test_somebody_who_has_done_nothing(web: Web) -> None:
    me = web.person()
    today = got(me, "/me/today")
    assert (today["earned"], today["pieces"], today["hourly"]) == (0, 0, None)
    found = got(me, "/me/inspections")
    assert (found["judged"], found["overturn_rate"], found["days"]) == (0, None, [])


def test_others_days_are_not_mine(web: Web) -> None:
    place = Place.make(items=1, inspect1="none")
    worker = place.person("worker")
    place.submit(worker, place.claim(worker)[0])
    assert got(signed_in(web, place.person("worker")), "/me/earnings/days")["items"] == []


def test_an_inspectors_week(web: Web) -> None:
    place = Place.make(items=8, inspect1="all", inspect2="all")
    worker, first, second = (
        place.person(role) for role in ("worker", "primary_inspector", "secondary_inspector")
    )
    for lease in place.claim(worker, count=6):
        place.submit(worker, lease)
    seen = place.claim(first, 1, count=6)
    begun_long_ago()
    for lease, seconds in zip(seen, (10, 20, 30, 40, 50, 60), strict=True):
        place.decide(first, lease, "approve", active_seconds=seconds)
    for verdict in ("approve", "approve", "return", "fix"):
        (again,) = place.claim(second, 2)
        place.decide(second, again, verdict)
    handed_in(seen[5], seoul.today() - timedelta(days=6))
    handed_in(seen[4], seoul.today() - timedelta(days=8))
    upheld = dict(
        place.rows("SELECT id, upheld FROM assignment WHERE project_id = :p AND level = 1")
    )
    me = signed_in(web, first)
    week = got(me, "/me/inspections")
    shown = [upheld[lease] for lease in (*seen[:4], seen[5])]
    wrong = shown.count(False)
    looked = len(shown) - shown.count(None)
    assert week == {
        "today": 4,
        "week": 5,
        "per_hour": 5 * 3600 // 160,
        "median_seconds": 30,
        "judged": 5,
        "second_looked": looked,
        "overturned": wrong,
        "overturn_rate": wrong / looked,
        "earned_today": 120,
        "days": [
            {"day": seoul.today().isoformat(), "judged": 4, "overturned": shown[:4].count(False)},
            {
                "day": (seoul.today() - timedelta(days=6)).isoformat(),
                "judged": 1,
                "overturned": shown[4:].count(False),
            },
        ],
    }
    assert wrong > 0
    month = got(me, "/me/inspections", days=31)
    assert (month["judged"], month["week"], len(month["days"])) == (6, 5, 3)
    day = got(me, "/me/inspections", days=1)
    assert (day["judged"], day["week"], len(day["days"])) == (4, 5, 1)
    assert (day["per_hour"], day["median_seconds"]) == (4 * 3600 // 100, 20)


def test_rows_say_where_and_why(web: Web, queries: Queries) -> None:
    place = Place.make(items=4, inspect1="all")
    worker, inspector = place.person("worker"), place.person("primary_inspector")
    with owner_engine().begin() as owner:
        owner.exec_driver_sql("UPDATE asset SET thumbnail_key = repeat('ab', 32)")
    for lease in place.claim(worker, count=3):
        place.submit(worker, lease)
    (one, two) = place.claim(inspector, 1, count=2)
    place.decide(inspector, one, "return")
    place.decide(inspector, two, "reject")
    me = signed_in(web, worker)
    with queries.expect(2):
        rows = got(me, "/me/assignments")["items"]
    assert {row["project"] for row in rows} == {"세포"}
    assert {row["stage"] for row in rows} == {"상자"}
    assert all(row["thumbnail_url"].startswith("/api/v1/media/") for row in rows)
    said = {row["state"]: row for row in rows}
    assert said["submitted"]["reason"] is None, "a rejection is the second level's to confirm"
    assert said["submitted"]["returned_at"] is None
    returned = said["rework"]
    assert (returned["reason"], returned["reason_en"]) == ("position", "Position or size is off")
    assert returned["reason_ko"].startswith("위치")
    assert returned["returned_at"] is not None
    (mine,) = got(me, "/me/assignments", state="rework")["items"]
    assert mine == returned
    assert got(me, "/me/assignments", level=1)["items"] == []
    (held,) = place.claim(inspector, 1)
    judged = got(signed_in(web, inspector), "/me/assignments", level=1)["items"]
    assert [(row["id"], row["verdict"]) for row in judged] == [
        (held, None),
        (two, "reject"),
        (one, "return"),
    ]
    assert {row["verdict"] for row in rows} == {None}, "an author's row says what became of it"
    boss = signed_in(web, place.manager)
    theirs = got(boss, f"/projects/{place.project_id}/assignments", level=0)["items"]
    assert {row["reason"] for row in theirs} == {"position", None}
