"""Shares, forecasts and who needs a word, by example."""

from __future__ import annotations

from datetime import date

import pytest

from app.figures.rules import concerns, forecast, hourly_pay, share

TODAY = date(2026, 7, 1)


@pytest.mark.parametrize(
    ("part", "whole", "found"),
    [(0, 0, None), (1, 4, 0.25), (4, 4, 1.0), (5, 4, 1.0), (-1, 4, 0.0), (1, 3, 0.3333)],
)
def test_a_share_lies_between_nothing_and_all(part: int, whole: int, found: float | None) -> None:
    assert share(part, whole) == found


@pytest.mark.parametrize(
    ("left", "per_day", "total", "runs", "why"),
    [
        (0, [5], 0, True, "no_items"),
        (0, [5], 10, True, "done"),
        (5, [5], 10, False, "stopped"),
        (5, [], 10, True, "no_pace"),
        (5, [0, 0], 10, True, "no_pace"),
        (10_000_000, [1], 10_000_000, True, "too_far"),
    ],
)
def test_a_forecast_says_why_it_has_no_day(
    left: int, per_day: list[int], total: int, runs: bool, why: str
) -> None:
    found = forecast(TODAY, left, per_day, total=total, runs=runs)
    assert (found.day, found.low, found.high, found.why) == (None, None, None, why)


def test_a_forecast_is_surer_where_days_are_alike() -> None:
    steady = forecast(TODAY, 100, [10] * 14, total=200, runs=True)
    wild = forecast(TODAY, 100, [0, 20] * 7, total=200, runs=True)
    assert steady.day == wild.day == date(2026, 7, 11)
    for one in (steady, wild):
        assert one.low is not None
        assert one.high is not None
        assert one.low <= date(2026, 7, 11) <= one.high
    assert steady.low is not None
    assert wild.low is not None
    assert steady.high is not None
    assert wild.high is not None
    assert wild.high - wild.low > steady.high - steady.low


def test_a_forecast_looks_back_two_weeks() -> None:
    assert forecast(TODAY, 100, [1000] * 30 + [10] * 14, total=200, runs=True).day == date(
        2026, 7, 11
    )


def test_at_worst_there_may_be_no_end() -> None:
    found = forecast(TODAY, 100, [1], total=200, runs=True)
    assert found.day is not None
    assert found.high is None


def test_pay_an_hour_counts_what_is_settled() -> None:
    assert hourly_pay({}) is None
    assert hourly_pay({"handed_in": 4, "timed": 4, "seconds": 240}) is None
    # Two of four are settled, a minute each: 200 won in two minutes.
    figures = {"handed_in": 4, "timed": 4, "seconds": 240, "accepted": 2, "earned": 200}
    assert hourly_pay(figures) == 6000
    assert hourly_pay({**figures, "rejected": 2}) == 3000


def test_whose_figures_stand_out() -> None:
    assert concerns({}, None, 10_320) == []
    calm = {"first_judged": 20, "first_passed": 18, "reviewed": 20, "overturned": 1}
    assert concerns(calm, 30.0, 10_320) == []
    low = concerns({"first_judged": 10, "first_passed": 5}, None, None)
    assert [(one.why, one.figures["first_pass"]) for one in low] == [("low_first_pass", 0.5)]
    assert concerns({"first_judged": 9, "first_passed": 0}, None, None) == []
    turned = concerns({"reviewed": 10, "overturned": 3}, None, None)
    assert [one.why for one in turned] == ["overturned"]
    quick = {"handed_in": 10, "timed": 10, "seconds": 50, "accepted": 10, "earned": 10}
    assert [one.why for one in concerns(quick, 30.0, 10_320)] == ["too_fast", "below_wage"]
    assert [one.why for one in concerns(quick, 6.0, None)] == []
