"""Learning, decided."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import combinations
from math import comb

from hypothesis import given
from hypothesis import strategies as st

from app.learning import rules

NOW = datetime(2026, 5, 1, 9, tzinfo=UTC)


def tried(nth: int, ago: int, passed: bool = False) -> rules.Tried:
    return rules.Tried(nth, NOW - timedelta(seconds=ago), passed)


def test_after_a_failure_there_is_a_wait_and_after_the_last_there_is_nothing() -> None:
    assert rules.standing([], 3, 60, NOW) == rules.Standing(3, None)
    fresh = rules.standing([tried(1, 10)], 3, 60, NOW)
    assert fresh == rules.Standing(2, NOW + timedelta(seconds=50))
    assert rules.standing([tried(1, 61)], 3, 60, NOW) == rules.Standing(2, None)
    used = [tried(1, 300), tried(2, 200), tried(3, 10)]
    assert rules.standing(used, 3, 60, NOW) == rules.Standing(0, None)


def test_who_has_passed_begins_anew_when_he_renews() -> None:
    before = [tried(1, 900), tried(2, 800, passed=True)]
    assert rules.standing(before, 3, 3600, NOW) == rules.Standing(3, None)
    assert rules.standing([*before, tried(3, 10)], 3, 60, NOW).left == 2


def test_a_certificate_is_renewed_in_its_last_days() -> None:
    assert not rules.renewable(None, NOW)
    assert not rules.renewable(NOW + timedelta(days=31), NOW)
    assert rules.renewable(NOW + timedelta(days=30), NOW)


@given(
    pool=st.lists(st.integers(1, 50), unique=True, max_size=7),
    count=st.integers(1, 5),
    rounds=st.integers(1, 40),
    data=st.data(),
)
def test_nobody_gets_the_same_set_twice_while_there_is_another(
    pool: list[int], count: int, rounds: int, data: st.DataObject
) -> None:
    size = min(count, len(pool))
    had: list[frozenset[int]] = []
    for _ in range(rounds):
        mixed = data.draw(st.permutations(pool)) if pool else pool
        got = rules.drawn(mixed, count, had)
        assert len(set(got)) == len(got) == size
        assert set(got) <= set(pool)
        if len(set(had)) < comb(len(pool), size):
            assert frozenset(got) not in had
        had.append(frozenset(got))
    if rounds >= comb(len(pool), size):
        assert set(had) == {frozenset(one) for one in combinations(pool, size)}


def test_questions_that_he_has_not_had_come_first() -> None:
    assert set(rules.drawn([1, 2, 3, 4], 2, [frozenset({1, 2})])) == {3, 4}


@given(
    sittings=st.lists(st.tuples(st.integers(0, 90_000), st.integers(0, 5_000)), max_size=20),
)
def test_time_with_hands_on_is_never_more_than_has_gone_by(
    sittings: list[tuple[int, int]],
) -> None:
    known, since = 0, 0
    for said, later in sittings:
        since += later
        found = rules.counted(known, said, since)
        assert known <= found <= max(known, since + rules.MAX_SITTING)
        known = found


def test_marks_are_met_from_below_by_nobody() -> None:
    assert rules.right(0.75, 0.75)
    assert not rules.right(0.749, 0.75)
    assert rules.passes(rules.share(4, 5), 0.8)
    assert not rules.passes(rules.share(3, 5), 0.8)
    assert rules.share(0, 0) == 0
