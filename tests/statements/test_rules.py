"""Months, masks, shares, quotas: `MONEY.md`'s figures among them."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.money import apportion
from app.statements import rules
from app.statements.rules import Quota, Span

ASKED = Quota.read({"per": 100_000_000, "people": "10", "hires": "2.4", "least_count": 5})


@pytest.mark.parametrize(
    ("written", "first", "last", "filed", "listed"),
    [
        ("2026-11", date(2026, 11, 1), date(2026, 11, 30), date(2026, 12, 10), date(2026, 12, 31)),
        ("2026-12", date(2026, 12, 1), date(2026, 12, 31), date(2027, 1, 10), date(2027, 1, 31)),
        ("2028-01", date(2028, 1, 1), date(2028, 1, 31), date(2028, 2, 10), date(2028, 2, 29)),
    ],
)
def test_a_month_its_days_and_when_its_papers_are_due(
    written: str, first: date, last: date, filed: date, listed: date
) -> None:
    span = Span.of(written)
    assert (span.first, span.last) == (first, last)
    assert (rules.return_due(span), rules.simplified_due(span)) == (filed, listed)


def test_a_month_begins_at_midnight_in_seoul() -> None:
    assert Span.of("2026-11").moments["since"].isoformat() == "2026-11-01T00:00:00+09:00"
    assert Span.of("2026").moments["until"].isoformat() == "2027-01-01T00:00:00+09:00"


@pytest.mark.parametrize(
    ("cost", "people"), [(0, 0), (1, 1), (10_000_000, 1), (10_000_001, 2), (370_000_000, 37)]
)
def test_people_that_the_programme_asks_for(cost: int, people: int) -> None:
    assert ASKED.people_for(cost) == people


@pytest.mark.parametrize(("support", "hires"), [(0, 0), (100_000_000, 3), (370_000_000, 9)])
def test_hires_that_the_programme_asks_for(support: int, hires: int) -> None:
    assert ASKED.hires_for(support) == hires


@pytest.mark.parametrize(("count", "told"), [(0, None), (4, None), (5, 5), (50, 50)])
def test_so_few_that_they_might_be_known_are_not_counted(count: int, told: int | None) -> None:
    assert rules.shown(count, ASKED.least) == told


@pytest.mark.parametrize(
    ("name", "masked"),
    [("김두레", "김*레"), ("이산", "이*"), ("남궁민수", "남**수"), ("산", "*"), ("", "*")],
)
def test_names_are_masked(name: str, masked: str) -> None:
    assert rules.masked_name(name) == masked


@pytest.mark.parametrize(
    ("email", "masked"),
    [("dure@example.test", "du***@example.test"), ("me@example.test", "m***@example.test")],
)
def test_addresses_are_masked(email: str, masked: str) -> None:
    assert rules.masked_email(email) == masked


@given(
    st.integers(0, 10**12),
    st.lists(st.integers(0, 10**9), min_size=1, max_size=12).filter(lambda given: sum(given) > 0),
)
def test_parts_add_up_and_none_is_a_won_from_its_due(amount: int, weights: list[int]) -> None:
    parts = apportion(amount, weights)
    assert sum(parts) == amount
    total = sum(weights)
    for part, weight in zip(parts, weights, strict=True):
        assert abs(part * total - amount * weight) < total
    assert all(part == 0 for part, weight in zip(parts, weights, strict=True) if weight == 0)


def test_the_won_left_over_goes_to_the_largest_remainder_then_to_the_first() -> None:
    assert apportion(10, [1, 1, 1]) == [4, 3, 3]
    assert apportion(100, [3, 3, 1]) == [43, 43, 14]
