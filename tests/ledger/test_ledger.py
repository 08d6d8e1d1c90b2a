"""Money on a real database: what comes in once, what is set aside, what is left."""

from __future__ import annotations

import pytest

from app.core.database import transaction
from app.ledger.queries import account_of, balance, earnings, entries_after, moved
from app.ledger.service import FundedDifferently
from app.models import Inspect
from app.models.ledger import AccountKind, EntryKind
from app.workflow.design import change_stage, set_prices
from app.workflow.fund import open_wanted, pay_in
from app.workflow.opening import BudgetShort, open_chunk
from tests.factories import Place
from tests.priced import PRICED

pytestmark = pytest.mark.usefixtures("database")
BUDGET, RESERVE, SPONSOR, PERSON = (
    AccountKind.BUDGET,
    AccountKind.RESERVE,
    AccountKind.SPONSOR,
    AccountKind.PERSON,
)


def left(place: Place) -> int:
    with transaction() as s:
        return balance(s, account_of(s, BUDGET, project_id=place.project_id).id)


def aside(place: Place) -> int:
    with transaction() as s:
        account = account_of(s, RESERVE, project_id=place.project_id, stage_id=place.stage_id)
        return balance(s, account.id)


def fund(place: Place, amount: int, key: str) -> int:
    with transaction() as s:
        return pay_in(s, by=place.manager, project_id=place.project_id, amount=amount, key=key)


def prices(place: Place, *levels: int) -> None:
    with transaction() as s:
        set_prices(
            s,
            by=place.manager,
            project_id=place.project_id,
            stage_id=place.stage_id,
            level0=levels[0],
            level1=levels[1],
            level2=levels[2],
            **PRICED,
        )


def policy(place: Place, inspect1: Inspect) -> None:
    with transaction() as s:
        change_stage(
            s,
            by=place.manager,
            project_id=place.project_id,
            stage_id=place.stage_id,
            values={"inspect1": inspect1},
        )


def test_a_payment_counts_once() -> None:
    place = Place.make(items=0, funds=0)
    first = fund(place, 1_000, "wire-1")
    assert fund(place, 1_000, "wire-1") == first
    with pytest.raises(FundedDifferently):
        fund(place, 2_000, "wire-1")
    fund(place, 2_000, "wire-2")
    assert left(place) == 3_000


def test_opening_sets_the_worst_case_aside_or_opens_nothing() -> None:
    # A place: 100, and three hand-ins seen by both levels; two places, the second to replace.
    place = Place.make(items=3, funds=2 * 500 + 499, opened=False)
    opened = {"batch_id": None, "priority": 0, "by": place.manager}
    with pytest.raises(BudgetShort) as refusal:
        open_chunk(place.project_id, place.stage_id, **opened)
    assert refusal.value.extra == {"needed": 1_500, "budget": 1_499}
    assert place.rows("SELECT * FROM task WHERE project_id = :p") == []
    assert place.rows("SELECT * FROM seat WHERE project_id = :p") == []
    assert open_chunk(place.project_id, place.stage_id, **opened, limit=2) == 2
    assert (left(place), aside(place)) == (499, 1_000)


@pytest.mark.parametrize(
    ("levels", "more"),
    [
        ((100, 30, 20), 0),
        ((101, 30, 20), 1),
        ((100, 31, 20), 3),
        ((100, 0, 21), 3),  # what one level saves does not pay for another
        ((50, 10, 10), 0),
        ((50, 10, 30), 30),
    ],
)
def test_a_new_price_card_sets_more_aside(levels: tuple[int, int, int], more: int) -> None:
    place = Place.make(items=2, overlap=2)
    before = (left(place), aside(place))
    prices(place, *levels)
    added = more * 3 * 2  # three places on each of two tasks
    assert (left(place), aside(place)) == (before[0] - added, before[1] + added)


def test_a_price_that_the_budget_does_not_bear_is_refused() -> None:
    place = Place.make(funds=600)
    with pytest.raises(BudgetShort):
        prices(place, 200, 30, 20)
    assert (left(place), aside(place)) == (100, 500)
    assert place.rows("SELECT price_version FROM stage WHERE project_id = :p") == [(1,)]


def test_inspection_costs_what_it_may_cost_when_it_is_switched_on() -> None:
    place = Place.make(funds=700, inspect1="none")
    assert aside(place) == 200
    policy(place, Inspect.SAMPLE)
    assert aside(place) == 500
    policy(place, Inspect.ALL)
    assert aside(place) == 500
    policy(place, Inspect.NONE)  # what is open already may still be looked at
    assert aside(place) == 500


def test_a_place_that_waits_opens_with_the_money_for_it() -> None:
    place = Place.make(funds=500)
    people = [place.person("worker") for _ in range(3)]
    one, two = place.person("primary_inspector"), place.person("secondary_inspector")
    for worker in people[:2]:
        (lease,) = place.claim(worker)
        place.submit(worker, lease)
        (first,) = place.claim(one, 1)
        place.decide(one, first, "reject")
        (second,) = place.claim(two, 2)
        place.decide(two, second, "reject")
    assert place.claim(people[2]) == []
    with transaction() as s:
        assert open_wanted(s, place.project_id) == 0
    fund(place, 249, "a")
    assert place.claim(people[2]) == []
    fund(place, 1, "b")
    assert left(place) == 0
    assert len(place.claim(people[2])) == 1


def test_what_the_ledger_is_asked() -> None:
    place = Place.make(items=2, funds=5_000)
    worker, one = place.person("worker"), place.person("primary_inspector")
    first, second = place.claim(worker, count=2)
    place.submit(worker, first)
    (inspection,) = place.claim(one, 1)
    place.decide(one, inspection, "approve")
    place.submit(worker, second)
    with transaction() as s:
        at = (s, place.project_id)
        assert moved(*at, SPONSOR, BUDGET, None) == 5_000
        assert moved(*at, BUDGET, RESERVE, place.stage_id) == 1_000
        assert moved(*at, RESERVE, BUDGET, place.stage_id) == 500 - 130
        assert moved(*at, RESERVE, PERSON, place.stage_id) == 130
        assert moved(*at, RESERVE, PERSON, 10**9) == 0
        (mine,) = earnings(s, worker)
        assert (mine["earned"], mine["owed"], mine["pending"]) == (100, 100, 100)
        everything = entries_after(
            s,
            project_id=place.project_id,
            account_ids=None,
            kind=None,
            after=0,
            limit=100,
        )
        assert [entry.kind for entry in everything][:2] == [EntryKind.FUND, EntryKind.RESERVE]
        rest = entries_after(
            s,
            project_id=place.project_id,
            account_ids=None,
            kind=EntryKind.EARN,
            after=everything[1].id,
            limit=1,
        )
        assert [entry.cause for entry in rest] == [everything[2].cause]
