"""Whom collectors notice, and whom not, by made-up pasts."""

from __future__ import annotations

import math
import random
from dataclasses import replace
from typing import Any

import pytest
from pydantic import ValidationError

from app.quality.noticing import COLLECTORS, Deed, Pace, notice, pace


def past(person: int = 1, n: int = 10, **each: Any) -> list[Deed]:
    """A person's deeds, a minute apart; a list gives each its own."""
    return [
        Deed(
            person,
            work=person * 1000 + at,
            task=at,
            at=60.0 * at,
            **{k: v[at] if isinstance(v, list) else v for k, v in each.items()},
        )
        for at in range(n)
    ]


def usual(seed: int = 0) -> Pace:
    """Work that takes about forty seconds, differently long for people."""
    chance = random.Random(seed)
    return pace((1000 + at, 40 * math.exp(chance.gauss(0, 0.4))) for at in range(500))


def touched(collector: str, deeds: list[Deed], pace: Pace | None = None, **asked: Any) -> list[int]:
    condition = COLLECTORS[collector].condition.model_validate(asked)
    return sorted(one.person for one in notice(collector, condition, deeds, pace or usual()))


def test_who_is_much_too_fast_twice_in_ten_is_noticed() -> None:
    twice = [40.0] * 8 + [2.0, 2.0]
    (found,) = notice(
        "speed", COLLECTORS["speed"].condition.model_validate({}), past(seconds=twice), usual()
    )
    assert (found.evidence["seen"], found.evidence["counted"]) == (10, 2)
    assert found.evidence["seconds"] == 2.0
    assert 36 < found.evidence["usual_seconds"] < 44
    assert found.evidence["work"] == [1009, 1008], "the newest first"
    assert touched("speed", past(seconds=[40.0] * 9 + [2.0])) == [], "once may happen to anybody"
    early = [2.0, 2.0] + [40.0] * 10
    assert touched("speed", past(n=12, seconds=early)) == [], "what is long past does not count"


def test_who_is_quick_and_right_is_not_noticed() -> None:
    expert = past(n=10, seconds=2.0, stood=[True] * 5 + [None] * 5)
    assert touched("speed", expert) == []
    assert touched("speed", past(n=10, seconds=2.0, gold=[True] * 5 + [None] * 5)) == []
    lucky = past(n=10, seconds=2.0, stood=[True, True, True, False, False] + [None] * 5)
    assert touched("speed", lucky) == [1]
    few = past(n=10, seconds=2.0, stood=[True] * 2 + [None] * 8)
    assert touched("speed", few) == [1], "two answers prove nothing"


def test_quick_work_is_measured_by_its_own_task() -> None:
    easy = [(at, 2.0) for at in range(10) for _ in range(5)]
    hard = [(100 + at, 60.0) for at in range(300)]
    found = pace(easy + hard)
    assert touched("speed", past(seconds=2.0), found) == []
    elsewhere = [replace(one, task=900 + one.task) for one in past(seconds=2.0)]
    assert touched("speed", elsewhere, found) == [1]
    assert touched("speed", past(seconds=1.0), pace([(1, 40.0)] * 5)) == [], "nothing is usual yet"


def test_few_fall_under_three_deviations_by_chance() -> None:
    chance = random.Random(7)
    people = [
        one
        for who in range(1, 301)
        for one in past(who, seconds=[40 * math.exp(chance.gauss(0, 0.4)) for _ in range(10)])
    ]
    assert len(touched("speed", [replace(one, task=-1) for one in people])) <= 3


def test_skips() -> None:
    half = [True, False] * 10
    assert touched("skips", past(n=20, handed_in=half)) == [1]
    assert touched("skips", past(n=20, handed_in=[True] * 11 + [False] * 9)) == []
    assert touched("skips", past(n=9, handed_in=False)) == [], "so few say nothing"


def test_agreement_with_peers() -> None:
    assert touched("agreement", past(n=20, alike=0.4)) == [1]
    assert touched("agreement", past(n=20, alike=0.6)) == []
    assert touched("agreement", past(n=19, alike=0.0)) == []
    lone = past(n=20, alike=0.2, stood=[True] * 6 + [None] * 14)
    assert touched("agreement", lone) == [], "the crowd may be wrong"


def test_known_answers() -> None:
    def given(right: int, of: int) -> list[Deed]:
        return past(n=of, gold=[True] * right + [False] * (of - right))

    assert touched("gold", given(4, 8)) == [1]
    assert touched("gold", given(5, 8)) == []
    assert touched("gold", given(6, 10)) == [], "just the share is not less"
    assert touched("gold", given(0, 7)) == []
    (found,) = notice("gold", COLLECTORS["gold"].condition.model_validate({}), given(4, 8))
    assert found.evidence == {
        "seen": 8,
        "counted": 4,
        "share": 0.5,
        "limit": 0.4,
        "work": [1007, 1006, 1005, 1004],
    }


def test_returns() -> None:
    assert touched("returns", past(stood=[True] * 5 + [False] * 5)) == [1]
    assert touched("returns", past(stood=[True] * 6 + [False] * 4)) == []
    known = past(stood=False, gold=True)
    assert touched("returns", known) == [], "what is known is counted by its own collector"


def in_turns(one: int, other: int, agent: str, gap: float = 120.0) -> list[Deed]:
    return [
        replace(deed, at=gap * (2 * at + turn), agent=agent, seconds=60.0)
        for turn, who in enumerate((one, other))
        for at, deed in enumerate(past(who, n=6))
    ]


def test_two_at_one_browser() -> None:
    turns = in_turns(1, 2, "odd")
    assert touched("devices", turns) == [1, 2]
    (found, _) = notice("devices", COLLECTORS["devices"].condition.model_validate({}), turns)
    assert found.evidence["shared_with"] in (1, 2)
    assert found.evidence["counted"] == 11
    third = [replace(one, person=3, at=one.at + 1e6) for one in turns if one.person == 1]
    assert touched("devices", turns + third) == [], "a browser that three have is a common one"
    at_once = [replace(one, seconds=200.0) for one in turns]
    assert touched("devices", at_once) == [], "two who work at once sit at two devices"
    assert touched("devices", in_turns(1, 2, "odd", gap=3600.0)) == []
    assert touched("devices", [replace(one, agent=None) for one in turns]) == []
    assert not COLLECTORS["devices"].stops


def test_the_same_past_says_the_same_in_any_order() -> None:
    deeds = past(seconds=[40.0] * 7 + [2.0] * 3) + past(2, seconds=40.0)
    first = notice("speed", COLLECTORS["speed"].condition.model_validate({}), deeds, usual())
    random.Random(1).shuffle(deeds)
    assert (
        notice("speed", COLLECTORS["speed"].condition.model_validate({}), deeds, usual()) == first
    )


@pytest.mark.parametrize(
    ("collector", "asked"),
    [
        ("speed", {"at_least": 11}),
        ("speed", {"spread": 1.0}),
        ("gold", {"share": 1.0}),
        ("skips", {"at_least": 0}),
        ("devices", {"of": 3}),
    ],
)
def test_conditions_that_cannot_be_meant(collector: str, asked: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        COLLECTORS[collector].condition.model_validate(asked)
