"""Many at once, and crashes between any two statements: nothing is paid twice, nothing is lost."""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from random import Random
from threading import Barrier
from typing import Any

import pytest
from sqlalchemy import event, insert
from sqlalchemy.exc import DBAPIError, IntegrityError

from app.core.database import engine, transaction
from app.core.errors import Problem
from app.core.states import PayoutLineState
from app.models import Payout, PayoutLine
from app.workflow import pay_out
from tests.payouts.house import House, answer

AT_ONCE = 8


@pytest.fixture
def house(shared_database: None) -> House:
    return House.make(projects=2)


def volley(*acts: Callable[[], Any]) -> Counter[str]:
    """Do all at the same moment; how often what came of it."""
    ready = Barrier(len(acts))

    def act(one: Callable[[], Any]) -> str:
        ready.wait()
        try:
            one()
        except Problem as refusal:
            return refusal.code
        return "done"

    with ThreadPoolExecutor(len(acts)) as many:
        return Counter(many.map(act, acts))


def entries(house: House, kind: str) -> int:
    found = house.place.rows(
        "SELECT count(*) FROM ledger_entry e JOIN project p ON p.id = e.project_id"
        f" WHERE p.organisation_id = {house.id} AND e.kind = '{kind}'"
    )
    return int(found[0][0])


def test_prepared_at_once(house: House) -> None:
    """Nobody is in two payouts; the others find nobody left."""
    people = [house.worker(10_000, 5_000) for _ in range(5)]
    said = volley(*[house.prepare] * AT_ONCE)
    assert said == {"done": 1, "nobody_payable": AT_ONCE - 1}
    found = house.place.rows(
        f"SELECT person_id FROM payout_line WHERE organisation_id = {house.id} ORDER BY 1"
    )
    assert [row[0] for row in found] == people


def test_one_key_prepares_once(house: House) -> None:
    house.worker(10_000)
    assert volley(*[lambda: house.prepare(key="one-key-for-all")] * AT_ONCE) == {"done": AT_ONCE}
    found = house.place.rows(f"SELECT count(*) FROM payout WHERE organisation_id = {house.id}")
    assert found[0][0] == 1


def test_approved_and_returned_at_once(house: House) -> None:
    """One of them happens, whole."""
    for _ in range(4):
        person = house.worker(10_000, 5_000)
        payout = house.prepare()

        def back(payout: Payout = payout) -> None:
            with transaction() as s:
                pay_out.give_back(
                    s, organisation_id=house.id, payout_id=payout.id, by=house.approver, why="다시"
                )

        def forth(payout: Payout = payout) -> None:
            house.approve(payout)

        volley(*[back, forth] * (AT_ONCE // 2))
        line = house.lines(payout)[person]
        if line.state is PayoutLineState.APPROVED:
            assert house.balance(person) == 0
            house.settle(payout)
        else:
            assert house.balance(person) == 15_000
            house.settle(house.approved())
    assert house.place_sums("transit") == 0
    assert house.place_sums("bank") + house.place_sums("tax") == 4 * 15_000


def test_a_result_imported_at_once(house: House) -> None:
    """One file in eight windows, half of its transfers failed: each line is settled once."""
    good = [house.worker(10_000, 5_000) for _ in range(3)]
    bad = {house.worker(20_000, 7_000): "계좌 해지" for _ in range(3)}
    payout = house.approved()
    content = answer(house.bank_file(payout), house.lines(payout), bad)
    assert volley(*[lambda: house.result(payout, content)] * AT_ONCE) == {"done": AT_ONCE}
    assert entries(house, "paid") == len(good) * 2
    assert entries(house, "reverse") == len(bad) * 2
    assert [house.balance(one) for one in bad] == [27_000] * 3
    assert house.place_sums("transit") == 0


def test_the_database_keeps_one_line_alive(house: House) -> None:
    """Whatever the program does."""
    person = house.worker(10_000)
    first = house.prepare()
    line = house.lines(first)[person]
    second = Payout(
        organisation_id=house.id,
        key="another",
        currency="KRW",
        state=first.state,
        until=first.until,
        on_demand=False,
        taxed_on=first.taxed_on,
        prepared_by=house.preparer,
    )
    with transaction() as s:
        s.add(second)
    live = {
        "payout_id": second.id,
        "organisation_id": house.id,
        "person_id": person,
        "currency": "KRW",
        "state": line.state,
        "income": line.income,
        "gross": line.gross,
        "tax": 0,
        "local": 0,
        "first": True,
    }
    with pytest.raises(IntegrityError, match="uq_payout_line_live"), transaction() as s:
        s.execute(insert(PayoutLine).values(**live))


def test_everything_at_once(house: House) -> None:
    """People earn while one prepares, another approves or returns, and the bank answers in several
    windows, some of it with failures: at the end everybody has what he earned, once."""
    people = [house.worker(10_000, 5_000) for _ in range(6)]
    earned = 6 * 15_000
    places = (house.place, *house.more)

    def batches(*states: str) -> list[Payout]:
        with transaction() as s:
            found = s.query(Payout).filter_by(organisation_id=house.id)
            return [one for one in found if one.state.value in states]

    def earn(luck: Random) -> None:
        house.owe(luck.choice(people), 1_000, luck.choice(places))

    def prepare(luck: Random) -> None:
        house.prepare()

    def decide(luck: Random) -> None:
        for payout in batches("prepared"):
            if luck.random() < 0.7:
                house.approve(payout)
                continue
            with transaction() as s:
                pay_out.give_back(
                    s, organisation_id=house.id, payout_id=payout.id, by=house.approver, why="다시"
                )

    def answered(luck: Random) -> None:
        for payout in batches("approved", "sent"):
            lines = house.lines(payout)
            sent = house.bank_file(payout)
            on = [one for one, line in lines.items() if line.state is PayoutLineState.APPROVED]
            failed = {one: "잔액" for one in on if luck.random() < 0.3}
            house.result(payout, answer(sent, lines, failed))

    acts = [earn, prepare, decide, answered]

    def live(number: int) -> int:
        luck = Random(number)
        done = 0
        for _ in range(12):
            try:
                acts[number % len(acts)](luck)
                done += acts[number % len(acts)] is earn
            except Problem:  # somebody was quicker
                pass
        return done

    with ThreadPoolExecutor(AT_ONCE) as many:
        earned += 1_000 * sum(many.map(live, range(AT_ONCE)))
    for payout in batches("prepared"):
        house.approve(payout)
    for payout in batches("approved", "sent"):
        house.settle(payout)
    with suppress(pay_out.NobodyPayable):
        house.settle(house.approved())
    assert [house.balance(one) for one in people] == [0] * len(people)
    assert house.place_sums("transit") == 0
    assert house.place_sums("bank") + house.place_sums("tax") == earned
    twice = house.place.rows(
        "SELECT line_id FROM payout_share h JOIN payout_line l ON l.id = h.line_id"
        f" WHERE l.organisation_id = {house.id} AND (SELECT count(*) FROM ledger_entry e"
        " WHERE e.project_id = h.project_id AND e.cause = 'payout:' || l.id"
        " AND e.kind IN ('paid', 'reverse')) <> (l.paid_at IS NOT NULL"
        " OR l.failed_at IS NOT NULL)::int"
    )
    assert twice == []


class Died(Exception):
    """The process was killed."""


@contextmanager
def dying_before(number: int) -> Iterator[None]:
    """The connection to the database breaks before the statement of this number."""
    counted = itertools.count()

    def count(connection: Any, cursor: Any, *_: Any) -> None:
        if next(counted) == number:
            connection.connection.driver_connection.close()
            raise Died

    event.listen(engine(), "before_cursor_execute", count)
    try:
        yield
    finally:
        event.remove(engine(), "before_cursor_execute", count)


def crashing(house: House, act: Callable[[], Any]) -> int:
    """Do it again and again, each time dying one statement later, until it is done; how often it
    died. What was half done must not be seen."""
    for number in itertools.count():
        before = state(house)
        try:
            with dying_before(number):
                act()
        except (Died, DBAPIError):
            assert state(house) == before, f"half done before statement {number}"
            continue
        return number
    raise AssertionError


def state(house: House) -> list[Any]:
    return [
        tuple(row)
        for statement in (
            f"SELECT id, state FROM payout WHERE organisation_id = {house.id} ORDER BY id",
            f"SELECT id, state FROM payout_line WHERE organisation_id = {house.id} ORDER BY id",
            "SELECT count(*), sum(amount) FROM ledger_entry",
            "SELECT count(*) FROM event",
            "SELECT count(*) FROM notification",
            "SELECT count(*) FROM bank_row",
        )
        for row in house.place.rows(statement)
    ]


def test_crashes_between_any_two_statements(house: House) -> None:
    """Preparing, approving, settling, each killed before each of its statements, and tried again
    until it is done: at the end everybody was paid once."""
    good, bad = house.worker(10_000, 5_000), house.worker(20_000, 7_000)
    held: list[Payout] = []
    assert crashing(house, lambda: held.append(house.prepare(key="through-crashes"))) > 5
    payout = held[-1]
    assert crashing(house, lambda: house.approve(payout)) > 5
    content = answer(house.bank_file(payout), house.lines(payout), {bad: "계좌 해지"})
    assert crashing(house, lambda: house.result(payout, content)) > 10
    assert (house.balance(good), house.balance(bad)) == (0, 27_000)
    house.settle(house.approved())
    paid = {kind: house.place_sums(kind) for kind in ("person", "transit", "bank", "tax")}
    assert paid["person"] == paid["transit"] == 0
    assert paid["bank"] + paid["tax"] == 15_000 + 27_000
    assert entries(house, "paid") == 4
