"""Bonuses: promised with money set aside, paid to who keeps his part, once; the rest goes back."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import Engine, text

from app.core.database import transaction
from app.core.errors import Invalid
from app.ledger import bonus_queries
from app.models.bonus import Bonus, BonusKind
from app.workflow import bonus
from app.workflow.opening import BudgetShort
from tests.factories import Place

pytestmark = pytest.mark.usefixtures("database")
SOON = datetime(2100, 1, 1, tzinfo=UTC)


def promise(place: Place, kind: str = "volume", key: str = "promise-1", **values: Any) -> int:
    asked = {"amount": 500, "most": 10, "pieces": 2, "share": None, "until": None} | values
    with transaction() as s:
        return bonus.make(
            s,
            by=place.manager,
            project_id=place.project_id,
            stage_id=place.stage_id,
            key=key,
            values={"kind": BonusKind(kind), **asked},
        ).id


def work(place: Place, who: int, count: int) -> list[int]:
    """Pieces of accepted work, where nothing is inspected."""
    leases = place.claim(who, count=count)
    assert len(leases) == count
    for lease in leases:
        place.submit(who, lease)
    return leases


def granted(place: Place, bonus_id: int) -> int:
    return bonus.grant(place.project_id, bonus_id)


def paid(place: Place, who: int) -> list[tuple[str, int]]:
    return [
        (row.cause, row.amount)
        for row in place.rows(
            "SELECT e.cause, e.amount FROM ledger_entry e JOIN account c ON c.id = e.credit"
            f" WHERE e.project_id = :p AND e.kind = 'bonus' AND c.person_id = {who} ORDER BY e.id"
        )
    ]


def pot(place: Place) -> int:
    return int(
        place.rows(
            "SELECT coalesce(sum(CASE WHEN a.id = e.credit THEN e.amount ELSE -e.amount END), 0)"
            " FROM account a JOIN ledger_entry e ON a.id IN (e.debit, e.credit)"
            " WHERE a.project_id = :p AND a.kind = 'bonus'"
        )[0][0]
    )


def left(place: Place) -> int:
    return int(
        place.rows(
            "SELECT sum(CASE WHEN a.id = e.credit THEN e.amount ELSE -e.amount END)"
            " FROM account a JOIN ledger_entry e ON a.id IN (e.debit, e.credit)"
            " WHERE a.project_id = :p AND a.kind = 'budget'"
        )[0][0]
    )


def row(place: Place, bonus_id: int) -> Bonus:
    with transaction() as s:
        return s.get_one(Bonus, (place.project_id, bonus_id))


def test_all_of_a_promise_is_set_aside_once() -> None:
    place = Place.make(items=0, funds=10_000)
    first = promise(place)
    assert promise(place) == first
    assert (pot(place), left(place)) == (5_000, 5_000)
    with pytest.raises(bonus.OtherBonus):
        promise(place, amount=501)
    with pytest.raises(BudgetShort):
        promise(place, key="promise-2", amount=501)
    with pytest.raises(Invalid):
        promise(place, key="promise-3", until=datetime(2020, 1, 1, tzinfo=UTC))
    assert (pot(place), left(place)) == (5_000, 5_000)


def test_volume_is_awarded_every_so_many_pieces_and_never_twice() -> None:
    place = Place.make(items=6, inspect1="none")
    who = place.person("worker")
    work(place, who, 1)
    made = promise(place)
    work(place, who, 1)
    # What was handed in before the promise does not count.
    assert granted(place, made) == 0
    work(place, who, 3)
    assert granted(place, made) == 2
    assert granted(place, made) == 0
    assert paid(place, who) == [(f"bonus:{made}:{who}:1", 500), (f"bonus:{made}:{who}:2", 500)]
    assert pot(place) == 4_000
    assert place.owed(who) == 5 * 100 + 1_000
    told = place.rows(f"SELECT kind, params FROM notification WHERE person_id = {who}")
    assert [(one.kind, one.params["amount"]) for one in told] == [("bonus_paid", 1_000)]


def test_an_empty_pot_closes_and_who_came_first_has_it() -> None:
    place = Place.make(items=6, inspect1="none")
    made = promise(place, most=1)
    early, late = place.person("worker"), place.person("worker")
    work(place, early, 2)
    work(place, late, 2)
    assert granted(place, made) == 1
    assert (len(paid(place, early)), paid(place, late)) == (1, [])
    assert row(place, made).closed_at is not None
    assert pot(place) == 0


def test_quality_asks_for_work_that_passed_as_it_was_handed_in() -> None:
    place = Place.make(items=6)
    made = promise(place, "quality", pieces=2, share=Decimal("0.75"))
    good, mended = place.person("worker"), place.person("worker")
    one = place.person("primary_inspector")
    for who, verdicts in ((good, ["approve"] * 2), (mended, ["approve", "fix"])):
        for verdict in verdicts:
            (lease,) = place.claim(who)
            place.submit(who, lease)
            (inspection,) = place.claim(one, 1)
            place.decide(one, inspection, verdict)
    assert granted(place, made) == 1
    assert paid(place, good) == [(f"bonus:{made}:{good}", 500)]
    assert paid(place, mended) == []
    with transaction() as s:
        seen = [bonus_queries.mine(s, row(place, made), who) for who in (good, mended)]
    assert seen == [
        {"reached": 2, "clean": 1.0, "paid": 500},
        {"reached": 2, "clean": 0.5, "paid": 0},
    ]
    # Two more that pass make three of four.
    for _ in range(2):
        (lease,) = place.claim(mended)
        place.submit(mended, lease)
        (inspection,) = place.claim(one, 1)
        place.decide(one, inspection, "approve")
    assert granted(place, made) == 1
    assert paid(place, mended) == [(f"bonus:{made}:{mended}", 500)]


def test_first_is_for_who_had_nothing_accepted_before() -> None:
    place, other = Place.make(items=6, inspect1="none"), Place.make(items=1, inspect1="none")
    veteran, new = place.person("worker"), place.person("worker")
    with transaction() as s:
        from app.models import ProjectRoleName
        from app.people.team import join_project

        join_project(s, other.project_id, veteran, ProjectRoleName.WORKER, by=None)
    work(other, veteran, 1)
    made = promise(place, "first")
    work(place, veteran, 2)
    work(place, new, 2)
    assert granted(place, made) == 1
    assert (paid(place, veteran), len(paid(place, new))) == ([], 1)


def test_a_deadline_counts_what_was_handed_in_by_then(owner: Engine) -> None:
    """However late it is decided; what is left goes back once nothing can count any more."""
    place = Place.make(items=3)
    who, one = place.person("worker"), place.person("primary_inspector")
    made = promise(place, "deadline", until=SOON)
    leases = place.claim(who, count=3)
    for lease in leases[:2]:
        place.submit(who, lease)
    with owner.begin() as o:
        o.execute(text("UPDATE bonus SET until = now()"))
    place.submit(who, leases[2])
    before = left(place)
    assert bonus.close_over() == 0, "two pieces wait for their verdict"
    for _ in range(3):
        (inspection,) = place.claim(one, 1)
        place.decide(one, inspection, "approve")
    assert bonus.close_over() == 1
    assert paid(place, who) == [(f"bonus:{made}:{who}", 500)]
    assert (pot(place), bonus.close_over()) == (0, 0)
    assert left(place) >= before + 4_500
    assert row(place, made).awarded == 1


def test_an_end_is_said_seven_days_before() -> None:
    place = Place.make(items=0)
    made = promise(place)
    here = {"by": place.manager, "project_id": place.project_id, "stage_id": place.stage_id}
    with transaction() as s:
        until = bonus.end(s, bonus_id=made, **here).until
    assert until is not None
    assert timedelta(days=6, hours=23) < until - datetime.now(UTC) <= timedelta(days=7)
    with transaction() as s:
        assert bonus.end(s, bonus_id=made, **here).until == until
    assert bonus.close_over() == 0, "it stands until then"


def test_a_cancelled_stage_gives_the_pot_back() -> None:
    place = Place.make(items=1, funds=100_000, inspect1="none")
    promise(place)
    place.cancel()
    assert bonus.close_over() == 1
    assert (pot(place), left(place)) == (0, 100_000)
    with pytest.raises(bonus.BonusOver):
        promise(place, key="promise-2")


def test_grants_at_once_pay_once() -> None:
    from concurrent.futures import ThreadPoolExecutor

    place = Place.make(items=4, inspect1="none")
    made = promise(place)
    who = place.person("worker")
    work(place, who, 4)
    with ThreadPoolExecutor(8) as pool:
        done = list(pool.map(lambda _: granted(place, made), range(8)))
    assert sum(done) == 2
    assert len(paid(place, who)) == 2
    assert row(place, made).awarded == 2
