"""What fair pay is: the worked numbers."""

from __future__ import annotations

from datetime import date

import pytest

from app.ledger.wages import MINIMUM_WAGES, fair_price, hourly, minimum_wage


@pytest.mark.parametrize(
    ("day", "wage"),
    [
        (date(2019, 12, 31), 8_590),
        (date(2020, 1, 1), 8_590),
        (date(2024, 12, 31), 9_860),
        (date(2025, 1, 1), 10_030),
        (date(2026, 1, 1), 10_320),
        (date(2031, 5, 5), 10_320),
    ],
)
def test_the_wage_of_a_day(day: date, wage: int) -> None:
    assert minimum_wage(day) == wage


def test_the_table_is_in_the_order_of_its_days() -> None:
    assert sorted(MINIMUM_WAGES) == list(MINIMUM_WAGES)


@pytest.mark.parametrize(("seconds", "won"), [(20, 58), (45, 129), (60, 172), (180, 516)])
def test_the_least_a_task_pays_in_2026(seconds: int, won: int) -> None:
    assert fair_price(10_320, seconds) == won


def test_pay_by_the_hour() -> None:
    assert hourly(180, 52) == 12_461
    assert hourly(180, 0) is None
    assert hourly(180, None) is None
    assert hourly(0, 10) == 0
