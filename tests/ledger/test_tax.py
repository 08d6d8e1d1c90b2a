"""What is withheld: the worked numbers, at their edges."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from app.ledger.dated import rule
from app.ledger.tax import Split, Tax, withheld
from app.models.money import Income, MoneyRuleKind

BUSINESS = {"rate": "0.03", "local_rate": "0.1", "floor_to": 10, "least_tax": 0}
OTHER = BUSINESS | {"rate": "0.2", "deemed_expense": "0.6", "free_to": 125_000}
DAILY = BUSINESS | {"rate": "0.027", "deduction": 150_000, "least_tax": 1_000}
RULES: dict[Income, Mapping[str, Any]] = {
    Income.BUSINESS: BUSINESS,
    Income.OTHER: OTHER,
    Income.DAILY: DAILY,
}


@pytest.mark.parametrize(
    ("kind", "gross", "tax", "local", "net"),
    [
        (Income.BUSINESS, 10_000, 300, 30, 9_670),
        (Income.BUSINESS, 33_333, 990, 90, 32_253),
        (Income.BUSINESS, 123_456, 3_700, 370, 119_386),
        (Income.BUSINESS, 1_000_000, 30_000, 3_000, 967_000),
        (Income.BUSINESS, 333, 0, 0, 333),
        (Income.BUSINESS, 334, 10, 0, 324),
        (Income.OTHER, 125_000, 0, 0, 125_000),
        (Income.OTHER, 125_001, 10_000, 1_000, 114_001),
        (Income.DAILY, 187_000, 0, 0, 187_000),
        (Income.DAILY, 200_000, 1_350, 130, 198_520),
    ],
)
def test_worked_numbers(
    s: Session, kind: Income, gross: int, tax: int, local: int, net: int
) -> None:
    """By the rules that come with Dure, of the day."""
    value = rule(s, MoneyRuleKind(kind), date(2026, 11, 29))
    assert value == RULES[kind]
    found = withheld(kind, value, gross, days=[gross] if kind is Income.DAILY else ())
    assert found == Tax(tax, local)
    assert found.net(gross) == net


def test_the_floor_is_per_payment() -> None:
    small = withheld(Income.BUSINESS, BUSINESS, 3_333)
    large = withheld(Income.BUSINESS, BUSINESS, 99_990)
    # 90 of tax each time, and no local tax: 9 is under 10.
    assert 30 * (small.tax + small.local) == 2_700
    assert large.tax + large.local == 3_280


@pytest.mark.parametrize(
    ("day", "least"), [(date(2024, 6, 30), Tax(0, 0)), (date(2024, 7, 1), Tax(990, 90))]
)
def test_small_business_tax_is_withheld_since_july_2024(s: Session, day: date, least: Tax) -> None:
    assert withheld(Income.BUSINESS, rule(s, MoneyRuleKind.BUSINESS, day), 33_333) == least


def test_a_case_of_other_income_is_added_up() -> None:
    """Twice 125,000 is one case of 250,000: the second payment bears the tax of both."""
    first = withheld(Income.OTHER, OTHER, 125_000)
    second = withheld(Income.OTHER, OTHER, 125_000, before=125_000, before_tax=first.tax)
    assert (first, second) == (Tax(0, 0), Tax(20_000, 2_000))
    third = withheld(Income.OTHER, OTHER, 50_000, before=250_000, before_tax=20_000)
    assert third == Tax(4_000, 400)


def test_a_payment_split_to_stay_under_the_threshold_is_refused() -> None:
    with pytest.raises(Split):
        withheld(Income.OTHER, OTHER, 1_000, before=125_000)
    # What covers the tax of its case can be paid.
    assert withheld(Income.OTHER, OTHER, 12_100, before=125_000) == Tax(10_960, 1_090)


def test_daily_wages_are_taxed_by_the_day() -> None:
    """Two days of 200,000 are no day of 400,000; and the least is asked of the payment."""
    assert withheld(Income.DAILY, DAILY, 400_000, days=[200_000, 200_000]) == Tax(2_700, 270)
    assert withheld(Income.DAILY, DAILY, 374_000, days=[187_000, 187_000]) == Tax(1_990, 190)
    assert withheld(Income.DAILY, DAILY, 300_000, days=[150_000, 150_000]) == Tax(0, 0)
    with pytest.raises(ValueError):
        withheld(Income.DAILY, DAILY, 200_000, days=[150_000])


@given(gross=st.integers(1, 10**9), kind=st.sampled_from([Income.BUSINESS, Income.OTHER]))
def test_tax_is_whole_tens_and_leaves_the_rest(gross: int, kind: Income) -> None:
    found = withheld(kind, RULES[kind], gross)
    assert found.tax % 10 == found.local % 10 == 0
    assert found.tax + found.local >= 0
    assert found.net(gross) + found.tax + found.local == gross
    assert found.net(gross) >= gross * 912 // 1000
