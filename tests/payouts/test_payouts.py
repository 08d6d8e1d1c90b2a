"""Payouts: prepared, approved by another, settled by what the bank says; to the won."""

from __future__ import annotations

import pytest

from app.core.database import transaction
from app.core.states import PayoutLineState, PayoutState
from app.models import Payout
from tests.payouts.house import House


@pytest.fixture
def house(shared_database: None) -> House:
    return House.make()


def state(payout: Payout) -> PayoutState:
    with transaction() as s:
        return s.get_one(Payout, payout.id).state


def test_from_owed_to_the_bank(house: House) -> None:
    person = house.worker(33_333)
    payout = house.prepare()
    assert (payout.people, payout.gross, payout.tax, payout.local) == (1, 33_333, 990, 90)
    assert house.balance(person) == 33_333, "nothing moves before somebody else approves it"
    house.approve(payout)
    assert house.balance(person) == 0
    assert house.place_sums("transit") == 33_333
    done = house.settle(payout)
    assert done.counts == {"paid": 1}
    assert state(payout) is PayoutState.SETTLED
    assert house.lines(payout)[person].state is PayoutLineState.PAID
    found = {kind: house.place_sums(kind) for kind in ("transit", "bank", "tax")}
    assert found == {"transit": 0, "bank": 32_253, "tax": 1_080}
