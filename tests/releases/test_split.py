"""Shares of a release: by speaker, as near as whole speakers allow, and the same again."""

from __future__ import annotations

import json
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.releases.split import NobodyNamed, edges, names, placed

SHARES = {"training": 80, "validation": 10, "test": 10}
GROUPS = st.dictionaries(
    st.sets(st.integers(1, 30), min_size=1, max_size=3).map(
        lambda group: json.dumps([f"P-{one}" for one in sorted(group)])
    ),
    st.integers(1, 40),
    min_size=1,
    max_size=25,
)


def asked(seed: int = 7, **shares: int) -> dict[str, object]:
    return {"by": "speaker", "seed": seed, "shares": shares or SHARES}


def alone(count: int, items: int = 30) -> dict[str, int]:
    return {json.dumps([f"P-{at}"]): items for at in range(count)}


def found(made: dict[str, str], items: dict[str, int]) -> dict[str, int]:
    """How many items each share has."""
    counts: Counter[str] = Counter()
    for key, share in made.items():
        counts[share] += items[key]
    return dict(counts)


def of(share: str, made: dict[str, str]) -> set[str]:
    """Who is in a share."""
    return {one for key, name in made.items() if name == share for one in names(key)}


@given(GROUPS, st.integers(0, 99))
def test_everybody_is_in_one_share_and_nothing_is_lost(items: dict[str, int], seed: int) -> None:
    made = placed(asked(seed), items)
    assert made.keys() == items.keys()
    speakers = [one for share in set(made.values()) for one in of(share, made)]
    assert len(speakers) == len(set(speakers))
    again = dict(sorted(items.items(), reverse=True))  # as another plan may bring them
    assert placed(asked(seed), again) == made


@given(GROUPS)
def test_no_share_is_further_from_its_goal_than_the_largest_group(items: dict[str, int]) -> None:
    apart = {json.dumps([f"P-{at}"]): count for at, count in enumerate(items.values())}
    whole, largest = sum(apart.values()), max(apart.values())
    reached = found(placed(asked(), apart), apart)
    for name, goal in SHARES.items():
        assert abs(reached.get(name, 0) - whole * goal / 100) <= largest


def test_eight_speakers() -> None:
    reached = found(placed(asked(), alone(8)), alone(8))
    assert reached == {"training": 180, "validation": 30, "test": 30}


def test_many_speakers_come_near() -> None:
    items = alone(2_000, 3) | {json.dumps(["P-x"]): 17}
    reached = found(placed(asked(), items), items)
    assert reached == pytest.approx({"training": 4_814, "validation": 602, "test": 602}, abs=2)


def test_the_seed_draws() -> None:
    tests = {frozenset(of("test", placed(asked(seed), alone(8)))) for seed in range(20)}
    assert len(tests) > 3


def test_a_share_of_nothing_is_empty() -> None:
    assert set(placed(asked(training=90, test=10), alone(10)).values()) == {"training", "test"}
    assert found(placed(asked(), alone(1)), alone(1)) == {"training": 30}


def test_speakers_may_be_told_with_their_profiles() -> None:
    key = json.dumps([{"speaker": "P-1", "profile": {"age": "20"}}, {"speaker": "P-2"}])
    made = placed(asked(), {key: 2, json.dumps(["P-2"]): 1})
    assert of("training", made) == {"P-1", "P-2"}


def test_a_name_may_be_a_number() -> None:
    assert names("[0]") == ["0"]


def test_who_is_not_named_cannot_be_shared_out() -> None:
    with pytest.raises(NobodyNamed) as refused:
        placed(asked(), alone(1) | {"[null]": 3, '["P-1", null]': 4})
    assert refused.value.args == (7,)


def test_items_are_shared_out_up_to_edges() -> None:
    assert edges(asked()) == {"training": 0.8, "validation": 0.9, "test": 1}
    assert edges(asked(training=90, validation=0, test=10)) == {"training": 0.9, "test": 1}
