"""Who says the same is likelier right, whoever says it."""

from __future__ import annotations

from collections.abc import Hashable

import numpy as np
from hypothesis import given
from hypothesis import strategies as some

from app.quality.alike import Alike, Heard, fit_alike

people = some.integers(min_value=1, max_value=8)
accuracies = some.dictionaries(people, some.floats(0.05, 0.95))


@given(accuracies, some.lists(some.lists(people, min_size=1, max_size=4), min_size=1, max_size=5))
def test_chances_are_chances(accuracy: dict[Hashable, float], groups: list[list[int]]) -> None:
    found = Alike(accuracy).chances(groups)
    assert all(0 <= one <= 1 for one in found)
    assert sum(found) <= 1 + 1e-9


def test_two_who_agree_are_surer_than_one_and_than_two_who_do_not() -> None:
    crowd = Alike({})
    one, two, apart = crowd.chance([[1]]), crowd.chance([[1, 2]]), crowd.chance([[1], [2]])
    assert apart < one < 0.9 < two
    assert crowd.chance([[1, 2], [3]]) > 0.9
    assert crowd.chance([]) == crowd.chance([[], [1, 2]]) == 0.0


def test_who_guesses_is_found_out() -> None:
    rng = np.random.default_rng(7)
    tasks = []
    for task in range(300):
        right = [who for who in range(6) if rng.random() < (0.3 if who == 5 else 0.85)]
        wrong = [[who] for who in range(6) if who not in right]
        tasks.append(Heard([group for group in (right, *wrong) if group], None))
        assert task >= 0
    found = fit_alike(tasks)
    assert found.accuracy[5] < 0.45
    assert all(abs(found.accuracy[who] - 0.85) < 0.08 for who in range(5))


def test_what_is_known_outweighs_who_agree() -> None:
    known = [Heard([[1, 2], [3]], right=1) for _ in range(60)]
    found = fit_alike(known)
    assert found.accuracy[3] > 0.9 > 0.2 > found.accuracy[1]
    assert found.chance([[1, 2], [3]]) < 0.5
