"""Pure decisions about chores."""

import pytest

from app.queue.rules import delay, may_try_again


@pytest.mark.parametrize(("attempt", "seconds"), [(1, 5), (2, 20), (3, 80), (5, 1280), (9, 3600)])
def test_delays_grow_to_an_hour(attempt: int, seconds: int) -> None:
    assert delay(attempt).total_seconds() == seconds


@pytest.mark.parametrize(
    ("attempt", "permanent", "again"),
    [(1, False, True), (2, False, True), (3, False, False), (1, True, False)],
)
def test_three_attempts_but_one_where_trying_again_cannot_help(
    attempt: int, permanent: bool, again: bool
) -> None:
    assert may_try_again(attempt, 3, permanent=permanent) is again
