"""Shares of a release: by speaker, as near as whole speakers allow, and the same again."""

from __future__ import annotations

import json
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.releases.split import NobodyNamed, Part, parts

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


def found(made: list[Part]) -> dict[str, int]:
    return {part.name: part.items for part in made}


@given(GROUPS, st.integers(0, 99))
def test_everybody_is_in_one_share_and_nothing_is_lost(items: dict[str, int], seed: int) -> None:
    made = parts(asked(seed), items)
    assert Counter(key for part in made for key in part.keys or ()) == Counter(items.keys())
    speakers = [one for part in made for one in part.speakers]
    assert len(speakers) == len(set(speakers))
    assert set(speakers) == {one for key in items for one in json.loads(key)}
    assert sum(part.items for part in made) == sum(items.values())
    again = dict(sorted(items.items(), reverse=True))  # as another plan may bring them
    assert parts(asked(seed), again) == made


@given(GROUPS)
def test_no_share_is_further_from_its_goal_than_the_largest_group(items: dict[str, int]) -> None:
    apart = {json.dumps([f"P-{at}"]): count for at, count in enumerate(items.values())}
    whole, largest = sum(apart.values()), max(apart.values())
    reached = found(parts(asked(), apart))
    for name, goal in SHARES.items():
        assert abs(reached.get(name, 0) - whole * goal / 100) <= largest


def test_eight_speakers() -> None:
    assert found(parts(asked(), alone(8))) == {"training": 180, "validation": 30, "test": 30}


def test_many_speakers_come_near() -> None:
    reached = found(parts(asked(), alone(2_000, 3) | {json.dumps(["P-x"]): 17}))
    assert reached == pytest.approx({"training": 4_814, "validation": 602, "test": 602}, abs=2)


def test_the_seed_draws() -> None:
    tests = {parts(asked(seed), alone(8))[2].speakers for seed in range(20)}
    assert len(tests) > 3


def test_a_share_of_nothing_has_no_folder() -> None:
    made = parts(asked(training=90, test=10), alone(10))
    assert [part.folder for part in made] == ["1.Training/", "3.Test/"]
    assert found(parts(asked(), alone(1))) == {"training": 30}


def test_a_patch_leaves_everybody_where_he_was() -> None:
    before = parts(asked(), alone(20))
    held = {part.name: part.as_json() for part in before}
    left = alone(20)
    for part in before:
        del left[json.dumps([part.speakers[0]])]  # one of each share has withdrawn
    left[json.dumps(["P-new"])] = 30
    after = parts(asked(8), left, held)
    for one, other in zip(before, after, strict=True):
        assert set(other.speakers) - {"P-new"} == set(one.speakers[1:])


def test_speakers_may_be_told_with_their_profiles() -> None:
    key = json.dumps([{"speaker": "P-1", "profile": {"age": "20"}}, {"speaker": "P-2"}])
    (part,) = parts(asked(), {key: 2, json.dumps(["P-2"]): 1})
    assert (part.speakers, part.items) == (("P-1", "P-2"), 3)


def test_who_is_not_named_cannot_be_shared_out() -> None:
    with pytest.raises(NobodyNamed) as refused:
        parts(asked(), alone(1) | {"[null]": 3, '["P-1", null]': 4})
    assert refused.value.args == (7,)
