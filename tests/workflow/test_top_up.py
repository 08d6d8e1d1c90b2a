"""A day's accepted work is held against the floor wage, by the time that such work takes."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from app.core.clock import day_of, utcnow
from app.core.database import transaction
from app.ledger.wages import fair_price
from app.workflow import top_up
from app.workflow.alert import look as look_at_budget
from app.workflow.fund import pay_in
from tests import seoul
from tests.factories import Place

pytestmark = pytest.mark.usefixtures("database")


def held(place: Place, lease: int) -> None:
    """He has had it for an hour: no work takes longer than its lease."""
    with transaction() as s:
        s.connection().exec_driver_sql(
            "UPDATE assignment SET reserved_at = reserved_at - interval '1 hour'"
            " WHERE project_id = %(p)s AND id = %(lease)s",
            {"p": place.project_id, "lease": lease},
        )


def work(place: Place, who: int, *seconds: int | None) -> None:
    for one in seconds:
        (lease,) = place.claim(who)
        held(place, lease)
        place.submit(who, lease, active_seconds=one)


def day_over(place: Place) -> int:
    return top_up.look(place.project_id, day_of(utcnow()))


def topped(place: Place) -> dict[int, Any]:
    return {
        row.person_id: row
        for row in place.rows(
            "SELECT c.person_id, e.amount, e.cause FROM ledger_entry e"
            " JOIN account c ON c.id = e.credit WHERE e.project_id = :p AND e.kind = 'top_up'"
        )
    }


def test_who_did_little_paid_work_is_paid_the_difference() -> None:
    """100 won for a median of 60 seconds: 172 is the floor in 2026. His own time decides nothing:
    who was slow gets what who was quick does."""
    place = Place.make(items=14, inspect1="none", prices=(100, 0, 0))
    quick, slow = place.person("worker"), place.person("worker")
    work(place, quick, *[60] * 9, 20)
    work(place, slow, 600, None)
    floor = fair_price(10_320, 60)
    assert floor == 172
    assert day_over(place) == 2
    assert day_over(place) == 0, "a day is looked at once"
    with transaction() as s:
        assert top_up.pay(s, place.project_id) == 2
    assert top_up.pay_waiting() == 0
    found = topped(place)
    assert found[quick].amount == 10 * (floor - 100)
    assert found[slow].amount == 2 * (floor - 100)
    assert found[slow].cause == f"topup:{slow}:{place.stage_id}:{seoul.today()}"
    levels = place.rows("SELECT levels, wage FROM top_up ORDER BY person_id")[0]
    assert levels.wage == 10_320
    assert levels.levels == [
        {
            "level": 0,
            "unit": "task",
            "pieces": 10,
            "units": 10,
            "median": 60,
            "pay": 1_000,
            "floor": 1_720,
        }
    ]
    told = place.rows(f"SELECT kind, params->>'amount' FROM notification WHERE person_id = {slow}")
    assert [tuple(row) for row in told] == [("topped_up", "144")]


def test_below_ten_measured_pieces_nothing_is_said() -> None:
    place = Place.make(items=10, inspect1="none", prices=(3, 0, 0))
    who = place.person("worker")
    work(place, who, *[60] * 9, None)
    assert day_over(place) == 0


def test_fair_pay_is_not_topped_up() -> None:
    place = Place.make(items=10, inspect1="none", prices=(172, 0, 0))
    who = place.person("worker")
    work(place, who, *[60] * 10)
    assert day_over(place) == 0
    assert topped(place) == {}


def test_inspections_are_held_against_the_floor_too() -> None:
    """Of what both levels lack one entry is made; verdicts of one level do not pay for another."""
    place = Place.make(items=12, prices=(1_000, 10, 0))
    who, one = place.person("worker"), place.person("primary_inspector")
    work(place, who, *[30] * 10)
    for _ in range(10):
        (inspection,) = place.claim(one, 1)
        held(place, inspection)
        place.decide(one, inspection, "approve", active_seconds=20)
    assert day_over(place) == 1
    with transaction() as s:
        top_up.pay(s, place.project_id)
    assert {person: row.amount for person, row in topped(place).items()} == {one: 10 * (58 - 10)}


def test_where_the_budget_is_short_it_waits_and_managers_are_told_once() -> None:
    place = Place.make(items=10, funds=10 * 2 * 100, inspect1="none", prices=(100, 0, 0))
    who = place.person("worker")
    work(place, who, *[360] * 10)
    day_over(place)
    with transaction() as s:
        given = sum(row[0] for row in place.rows("SELECT amount FROM top_up"))
        # What the replacements had set aside has come back; the floor asks for more.
        assert top_up.pay(s, place.project_id) == 0
    for _ in range(2):
        with transaction() as s:
            look_at_budget(s, place.project_id)
    kinds = [
        row[0]
        for row in place.rows(f"SELECT kind FROM notification WHERE person_id = {place.manager}")
    ]
    assert kinds.count("top_ups_wait") == 1
    with transaction() as s:
        pay_in(s, by=place.manager, project_id=place.project_id, amount=100_000, key="more-money")
    assert top_up.pay_waiting() == 1
    assert topped(place)[who].amount == given == 10 * (fair_price(10_320, 360) - 100)
    with transaction() as s:
        look_at_budget(s, place.project_id)
    assert place.rows("SELECT kind FROM budget_alert WHERE kind = 'top_ups'") == []


def test_days_that_were_missed_are_looked_at_in_turn() -> None:
    place = Place.make(items=10, inspect1="none", prices=(100, 0, 0))
    work(place, place.person("worker"), *[60] * 10)
    with transaction() as s:
        s.connection().exec_driver_sql(
            "INSERT INTO top_up_mark VALUES (%(p)s, %(day)s, 0, 0)",
            {"p": place.project_id, "day": seoul.today() - timedelta(days=4)},
        )
    assert day_over(place) == 1
    (mark,) = place.rows("SELECT day FROM top_up_mark WHERE project_id = :p")
    assert mark.day == seoul.today()
