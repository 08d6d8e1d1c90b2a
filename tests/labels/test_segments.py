"""Segments and events: how far two people agree, what several say together, what is counted."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.labels import (
    SchemaRefused,
    answer_json,
    check,
    consensus,
    difference,
    facts_from,
    parse_answer,
    parse_schema,
    schema_json,
    similarity,
    statistics,
)
from app.labels.letters import distance, sameness

TALK: dict[str, Any] = {
    "kind": "segment",
    "name": "talk",
    "classes": [{"id": "speech"}, {"id": "noise"}],
    "speakers": [{"id": "s1"}, {"id": "s2"}],
    "texts": [{"name": "dialect", "marks": [{"id": "laugh", "text": "(웃음)"}]}],
}
BANG: dict[str, Any] = {"kind": "event", "name": "bang", "classes": [{"id": "door"}]}
SCHEMA = parse_schema({"modality": "sound", "labels": [TALK]})
FACTS = facts_from(
    width=None,
    height=None,
    media={"modality": "sound", "length": 10_000, "channels": 1, "rate": 16_000},
)


def said(start: float, end: float, text: str = "맞나", **more: Any) -> dict[str, Any]:
    whole = {"kind": "segment", "name": "talk", "class": "speech", "speaker": "s1"}
    return whole | {"start": start, "end": end, "texts": {"dialect": text}} | more


def answer(*marks: dict[str, Any]) -> Any:
    ids = ({"id": f"a{nth}"} | mark for nth, mark in enumerate(marks))
    return parse_answer({"modality": "sound", "annotations": list(ids)})


def test_json_survives_the_round_trip() -> None:
    one = answer(said(0, 1_000), said(1_000, 2_500.5, speaker="s2"))
    assert parse_answer(answer_json(one)) == one
    assert parse_schema(schema_json(SCHEMA)) == SCHEMA
    assert FACTS is not None
    assert check(SCHEMA, FACTS, one) == []


@pytest.mark.parametrize(
    "label",
    [
        TALK | {"speakers": [{"id": "s1"}, {"id": "s1"}]},
        TALK | {"texts": [{"name": "dialect"}, {"name": "dialect"}]},
        TALK | {"speakers": None, "overlap": "speakers"},
        TALK | {"step": 0},
        BANG | {"tolerance": 0},
    ],
)
def test_a_label_that_contradicts_itself_is_refused(label: dict[str, Any]) -> None:
    with pytest.raises(SchemaRefused):
        parse_schema({"modality": "sound", "labels": [label]})


def test_two_answers_agree_as_far_as_place_speaker_and_words_do() -> None:
    def alike(*marks: dict[str, Any]) -> float:
        return similarity(SCHEMA, answer(said(0, 1_000), said(2_000, 3_000)), answer(*marks))

    assert alike(said(0, 1_000), said(2_000, 3_000)) == 1
    assert alike() == 0
    # Half of one is somewhere else: two thirds of its stretch would be shared.
    assert alike(said(0, 1_000), said(2_000, 2_500)) == pytest.approx((1 + 0.5) / 2)
    # One letter of two is another.
    assert alike(said(0, 1_000), said(2_000, 3_000, "맞니")) == pytest.approx((1 + 0.5) / 2)
    # Another speaker says something else altogether.
    assert alike(said(0, 1_000), said(2_000, 3_000, speaker="s2")) == 0.5
    # What is too much counts, too.
    assert alike(said(0, 1_000), said(2_000, 3_000), said(5_000, 6_000)) == pytest.approx(4 / 5)


def test_several_make_one_answer_of_what_most_say() -> None:
    joined = consensus(
        SCHEMA,
        [
            answer(said(0, 1_000, "우짜노"), said(5_000, 6_000)),
            answer(said(10, 1_010, "우짜노")),
            answer(said(0, 990, "어쩌나")),
        ],
    )
    [one] = answer_json(joined)["annotations"]
    # The one whose words another wrote, too; nobody's are mixed.
    assert one["texts"] == {"dialect": "우짜노"}


def test_events_are_the_nearer_the_more_the_same() -> None:
    schema = parse_schema({"modality": "sound", "labels": [BANG | {"tolerance": 100}]})

    def at(*places: float) -> Any:
        event = {"kind": "event", "name": "bang", "class": "door"}
        return answer(*(event | {"at": place} for place in places))

    assert similarity(schema, at(1_000), at(1_000)) == 1
    assert similarity(schema, at(1_000), at(1_100)) == pytest.approx(0.5)
    assert similarity(schema, at(1_000), at(1_101)) == 0
    joined = answer_json(consensus(schema, [at(1_000), at(1_020), at(1_040, 5_000)]))
    assert [one["at"] for one in joined["annotations"]] == [1_020]


def test_seconds_are_counted_by_class_and_by_speaker() -> None:
    found = statistics(
        SCHEMA,
        [
            answer(said(0, 1_000), said(1_000, 3_000, "응", speaker="s2")),
            answer(said(0, 500, **{"class": "noise"})),
        ],
    )
    assert found["talk"] == {
        "classes": {"speech": 2, "noise": 1},
        "length": {"speech": 3_000, "noise": 500},
        "speakers": {"s1": 1_500, "s2": 2_000},
        "characters": 5,
    }


def test_what_a_correction_changed_is_told() -> None:
    before, after = answer(said(0, 1_000)), answer(said(0, 1_200))
    [change] = difference(before, after).changed
    assert change.after.id == "a0"


def _slowly(one: str, other: str) -> int:
    row = list(range(len(other) + 1))
    for at, letter in enumerate(one, 1):
        before, row[0] = row[0], at
        for place, mate in enumerate(other, 1):
            before, row[place] = (
                row[place],
                min(row[place] + 1, row[place - 1] + 1, before + (letter != mate)),
            )
    return row[-1]


@given(st.text("abc가", max_size=12), st.text("abc가", max_size=90))
def test_the_distance_is_levenshteins(one: str, other: str) -> None:
    assert distance(one, other) == distance(other, one) == _slowly(one, other)


def test_spaces_and_how_letters_are_composed_make_no_difference() -> None:
    import unicodedata

    assert sameness("밥  먹었나 ", unicodedata.normalize("NFD", "밥 먹었나")) == 1
    assert sameness("", "") == 1
    assert sameness("", "가") == 0
