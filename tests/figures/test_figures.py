"""Figures agree with what they are the sums of, wherever the mark stands, and are read by key."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import text

from app.core.clock import day_of, utcnow
from app.core.database import engine, transaction
from app.figures import labels, marks, queries, service, waiting
from app.figures.fresh import BY_DAY, FRESH, HANDED, between
from app.figures.queries import by_member, free_places, mark_of, members, sums
from app.workflow.cancel import exclude_item
from tests.factories import Place

DAILY = service.DAILY


def figures(place: Place, stage_id: int | None = None) -> dict[str, int]:
    with transaction() as s:
        since = day_of(utcnow()) - timedelta(days=3)
        return sums(s, place.project_id, stage_id, since=since, daily=DAILY).whole


def whole(place: Place) -> Any:
    """Everything that is read from figures."""
    with transaction() as s:
        found = service.overview(
            s,
            place.project_id,
            None,
            currency="KRW",
            running=True,
            known=True,
            minimum_wage=10_320,
        )
        people = service.member_figures(
            s, place.project_id, stage_id=None, after="", limit=50, known=True
        )
        return found, people, service.counts(s, place.project_id)


def settle(place: Place) -> None:
    """Move the mark to the end."""
    for _ in range(3):
        while marks.advance(place.project_id):
            pass
    while labels.advance(place.project_id):
        pass


@pytest.fixture
def place(database: object) -> Place:
    """Work in many states."""
    here = Place.make(items=14, inspect1="all", inspect2="all")
    worker, other = here.person("worker"), here.person("worker")
    first, second = here.person("primary_inspector"), here.person("secondary_inspector")
    for who in (worker, other):
        for lease in here.claim(who, count=5):
            here.submit(who, lease)
    for number, lease in enumerate(here.claim(first, 1, count=8)):
        here.decide(first, lease, ("approve", "return", "reject", "fix")[number % 4])
    for number, lease in enumerate(here.claim(second, 2, count=6)):
        here.decide(second, lease, ("approve", "reject", "approve")[number % 3])
    with transaction() as s:
        item_id = s.execute(
            text("SELECT max(id) FROM item WHERE project_id = :p"), {"p": here.project_id}
        ).scalar_one()
        exclude_item(
            s, by=here.manager, project_id=here.project_id, item_id=item_id, reason="other"
        )
    return here


def test_they_are_the_sums_of_what_is_there(place: Place) -> None:
    found = figures(place)
    states = {
        row[0]: row[1]
        for row in place.rows("SELECT state, count(*) FROM item WHERE project_id = :p GROUP BY 1")
    }
    assert {what: n for what, n in found.items() if what.startswith("item:")} == {
        f"item:{state}": n for state, n in states.items() if state != "ready"
    } | {"item:ready": -sum(n for state, n in states.items() if state != "ready")}
    tasks = {
        f"task:{row[0]}": row[1]
        for row in place.rows("SELECT state, count(*) FROM task WHERE project_id = :p GROUP BY 1")
    }
    assert {what: n for what, n in found.items() if what.startswith("task:")} == tasks

    def count(where: str) -> int:
        return int(
            place.rows(f"SELECT count(*) FROM submission WHERE project_id = :p AND {where}")[0][0]
        )

    assert found["handed_in"] == count("level = 0") == 10
    assert found["judged"] == count("level = 1") == 8
    assert found["judged2"] == found["reviewed"] == count("level = 2") > 0
    for verdict in ("approve", "return", "reject", "fix"):
        assert found[f"said:{verdict}"] == count(f"level = 1 AND verdict = '{verdict}'") == 2
    assert found["reason:position"] == 4
    assert found["first_judged"] == 8
    assert found["first_passed"] == 4
    overturned = place.rows(
        "SELECT count(*) FROM assignment WHERE project_id = :p AND level = 1 AND NOT upheld"
    )[0][0]
    assert found["overturned"] == overturned > 0
    earned = place.rows(
        "SELECT sum(amount) FROM ledger_entry WHERE project_id = :p AND kind = 'earn'"
    )[0][0]
    assert found["earned"] == earned
    accepted = place.rows(
        "SELECT count(*) FROM assignment WHERE project_id = :p AND level = 0 AND state = 'accepted'"
    )[0][0]
    assert found["accepted"] == accepted > 0


def test_the_money_adds_up(place: Place) -> None:
    money = service.money(figures(place))
    assert money["funded"] == money["left"] + money["reserved"] + money["earned"] == 10_000_000
    of_stage = service.money(figures(place, place.stage_id))
    assert of_stage == money


def test_many_projects_money_is_one_statement(place: Place, queries: Any) -> None:
    other, empty = Place.make(items=2, inspect1="none"), Place.make(items=0, funds=0)
    worker = other.person("worker")
    other.submit(worker, other.claim(worker)[0])
    projects = [place.project_id, other.project_id, empty.project_id, 10**9]
    for _ in range(2):  # all of it fresh, then all of it kept
        wanted = {here.project_id: service.money(figures(here)) for here in (place, other)}
        with queries.expect(1), transaction() as s:
            found = service.budgets(s, projects)
        assert {project: found[project] for project in wanted} == wanted
        assert found[other.project_id]["earned"] == 100
        nothing = service.money({})
        assert found[empty.project_id] == found[10**9] == nothing
        for here in (place, other, empty):
            settle(here)


def test_the_same_wherever_the_mark_stands(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    before = whole(place)
    assert before[0]["items"]["total"] == 14
    monkeypatch.setattr(marks, "CHUNK", 7)
    assert not marks.advance(place.project_id)  # begins: there is a mark at nothing
    steps = 0
    while marks.advance(place.project_id):
        assert whole(place) == before
        steps += 1
    assert steps > 5
    settle(place)
    with transaction() as s:
        assert marks.lagging(s) == []
        assert mark_of(s, place.project_id)[0].event > 0
        fresh = s.connection().exec_driver_sql(
            FRESH, between(place.project_id, mark_of(s, place.project_id)[0])
        )
        assert fresh.all() == []
    assert whole(place) == before
    # Work goes on: the figures with it.
    worker = place.person("worker")
    (lease,) = place.claim(worker)
    place.submit(worker, lease)
    after = whole(place)
    assert after[0]["days"][-1]["handed_in"] == before[0]["days"][-1]["handed_in"] + 1
    settle(place)
    assert whole(place) == after


def test_the_mark_waits_for_open_transactions(place: Place) -> None:
    """Somebody who took a number and has not committed yet is not passed by."""
    with engine().connect() as slow:
        slow.exec_driver_sql("SELECT 1")
        for _ in range(3):
            marks.advance(place.project_id)
        with transaction() as s:
            assert mark_of(s, place.project_id)[0].event == 0
    settle(place)
    with transaction() as s:
        assert mark_of(s, place.project_id)[0].event > 0


def test_what_is_far_ahead_is_counted_later(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    """Reading stays cheap while a million items are being opened."""
    everything = figures(place)
    monkeypatch.setattr(queries, "AHEAD", 5)
    assert figures(place) != everything
    settle(place)
    assert figures(place) == everything


def test_a_list_says_how_far_its_projects_are(place: Place) -> None:
    empty = Place.make(items=0)
    settle(place)
    with transaction() as s:
        shown = service.overview(
            s,
            place.project_id,
            None,
            currency="KRW",
            running=True,
            known=True,
            minimum_wage=10_320,
        )["items"]
        found = service.progress(s, [empty.project_id, place.project_id])
    assert shown["accepted"] > 0
    assert found == {
        place.project_id: (shown["total"] - shown["excluded"], shown["accepted"]),
        empty.project_id: (0, 0),
    }
    with transaction() as s:
        assert service.progress(s, []) == {}


def test_two_do_not_move_one_mark(place: Place) -> None:
    marks.advance(place.project_id)
    with transaction() as s:
        s.execute(text("SELECT FROM figure_mark FOR UPDATE"))
        assert not marks.advance(place.project_id)
        assert mark_of(s, place.project_id)[0].event == 0


def test_the_worker_keeps_them(place: Place) -> None:
    from app.workers.figures import keep_figures

    for _ in range(3):
        keep_figures()
    assert keep_figures() == 0
    with transaction() as s:
        assert mark_of(s, place.project_id)[0].event > 0


def plan(statement: str, values: dict[str, Any]) -> str:
    """How the statement is done where tables are large."""
    with engine().begin() as connection:
        connection.exec_driver_sql("SET LOCAL enable_seqscan = off")
        rows = connection.exec_driver_sql(f"EXPLAIN {statement}", values)
        return "\n".join(rows.scalars())


def test_they_are_read_by_key(place: Place) -> None:
    """No table that grows with the work is ever read whole."""
    settle(place)
    with transaction() as s:
        mark = between(place.project_id, mark_of(s, place.project_id)[0])
    today = day_of(utcnow())
    many = {"since": today, "daily": list(DAILY), "stage": None, "people": None}
    days = {"handed": list(HANDED), "by_day": list(BY_DAY)}
    stretch = {"project": place.project_id, "after": 0, "upto": 10**6, "metas": ["meta:x"]}
    for statement, values in (
        (queries._SUMS, mark | many),
        (queries._MONEY_OF, {"projects": [1, 2], "ahead": 5, "whats": ["earned"]}),
        (queries._BY_MEMBER, mark | many),
        (queries._MEMBERS, mark | many | {"after": "", "limit": 51, "house": None}),
        (queries._HOURS, mark | many | days),
        (queries._PEOPLE, mark | many | days),
        (queries._BY_HOUSE, mark | many),
        (waiting._QUEUES, mark | many),
        (waiting._LYING, mark | many),
        (labels._TAKE_AWAY, stretch),
        (labels._ADD, stretch),
        (queries._FREE, mark | {"most": 1000}),
        (queries._STAGES, mark),
        (queries._MARKS, mark | {"ahead": 5}),
        (marks._LAGGING, {"after": 0}),
    ):
        found = plan(statement, values)
        for table in ("submission", "event", "ledger_entry", "assignment", "item", "task", "seat"):
            assert f"Seq Scan on {table}" not in found, found


def test_reading_costs_a_fixed_number_of_statements(place: Place, queries: Any) -> None:
    with queries.expect(8):
        whole_overview = service.overview
        with transaction() as s:
            whole_overview(
                s,
                place.project_id,
                place.stage_id,
                currency="KRW",
                running=True,
                known=True,
                minimum_wage=10_320,
            )


def test_free_places_are_counted_to_a_thousand(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    with transaction() as s:
        free = free_places(s, place.project_id)
    assert free["0"] >= 4
    assert set(free) == {"0", "1", "2"}
    monkeypatch.setattr(queries, "SEATS_COUNTED", 3)
    with transaction() as s:
        assert free_places(s, place.project_id)["0"] == 3


def test_members_come_by_pseudonym_with_what_they_did(place: Place) -> None:
    with transaction() as s:
        rows = members(s, place.project_id, stage_id=None, after="", limit=50)
        done = by_member(s, place.project_id)
        one = by_member(s, place.project_id, people=[rows[0]["person_id"]])
    assert [row["pseudonym"] for row in rows] == sorted(row["pseudonym"] for row in rows)
    assert sum(figures.get("handed_in", 0) for figures in done.values()) == 10
    assert set(one) <= {rows[0]["person_id"]}
