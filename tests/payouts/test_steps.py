"""The statement that moves many lines at once goes by the lifecycle, as `move()` does."""

from __future__ import annotations

from itertools import product

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from app.core.database import engine
from app.core.states import PAYOUT_LINE, PayoutLineState, allowed
from app.workflow.pay_out import step
from tests.payouts.house import House


@pytest.fixture(scope="module")
def house(shared_database: None) -> House:
    house = House.make()
    house.worker(10_000)
    house.prepare()
    return house


@pytest.mark.parametrize(("source", "to"), list(product(PayoutLineState, PayoutLineState)))
def test_step(house: House, source: PayoutLineState, to: PayoutLineState) -> None:
    with Session(engine()) as s:
        line, payout = s.execute(text("SELECT id, payout_id FROM payout_line")).one()
        s.execute(text("UPDATE payout_line SET state = :state"), {"state": source.value})
        before = s.execute(text("SELECT max(id) FROM event")).scalar_one()
        moved = step(s, payout, to, by=house.approver, why="so")
        now = s.execute(text("SELECT state FROM payout_line")).scalar_one()
        history = s.execute(
            text(
                "SELECT subject_id, actor_id, source, target, why FROM event"
                " WHERE id > :before AND subject = 'payout_line'"
            ),
            {"before": before},
        )
        found = [tuple(row) for row in history]
        if allowed(PAYOUT_LINE, source, to):
            assert (moved, now) == ([line], to.value)
            assert found == [(line, house.approver, source.value, to.value, "so")]
        else:
            assert (moved, now, found) == ([], source.value, [])
        s.rollback()
