"""What fair pay is: the worked numbers."""

from __future__ import annotations

import pytest

from app.ledger.wages import fair_price, hourly


@pytest.mark.parametrize(("seconds", "won"), [(20, 58), (45, 129), (60, 172), (180, 516)])
def test_the_least_a_task_pays_in_2026(seconds: int, won: int) -> None:
    assert fair_price(10_320, seconds) == won


def test_pay_by_the_hour() -> None:
    assert hourly(180, 52) == 12_461
    assert hourly(180, 0) is None
    assert hourly(180, None) is None
    assert hourly(0, 10) == 0
