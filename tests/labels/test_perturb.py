"""Errors that somebody could make: of every kind, clear, and within what the schema allows."""

from __future__ import annotations

from collections import Counter
from random import Random
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.gallery.service import gallery
from app.labels import Answer, AssetFacts, Schema, check, parse_answer, parse_schema
from app.labels.feedback import RIGHT_FROM, feedback
from app.labels.letters import sameness
from app.labels.perturb import FEW, Perturbed, misread, note, perturb
from tests.gallery.test_gallery import facts as facts_of
from tests.labels.everything import WORLD, answer
from tests.labels.test_feedback import ALL, MODALITIES, shaped, sound, whole

READY = {one.id: one for one in gallery()}
TAKES = {"recording", "photograph", "film", "file"}
"""What people make themselves: another take is another work, no error in this one."""


def holds(schema: Schema, facts: AssetFacts, right: Answer, made: Perturbed) -> None:
    """It is clearly wrong, and what is told of it is what is wrong."""
    assert check(schema, facts, made.shown) == []
    told = feedback(schema, right, made.shown)
    assert told.score < RIGHT_FROM
    assert made.slips
    assert made.verdict == ("fix" if len(made.slips) <= FEW else "return")
    named = {one.annotation for one in made.slips}
    assert len(named) == len(made.slips), "one error each"
    before = {one.id: one for one in right.annotations}
    after = {one.id: one for one in made.shown.annotations}
    assert named == {id for id, one in before.items() if after.get(id) != one}, "and nothing else"
    assert after.keys() <= before.keys()
    for one in made.slips:
        assert (one.what == "dropped") == (one.annotation not in after)
    for language in ("ko", "en"):
        words = note(made.slips, language)
        assert words.count("\n") < 6
        assert made.slips[0].annotation in words


@pytest.mark.parametrize("name", READY)
@pytest.mark.parametrize("seed", ["a", "b", "c"])
def test_of_each_configuration_an_answer_gets_errors_that_can_be_told(name: str, seed: str) -> None:
    schema = parse_schema(READY[name].definition)
    example = READY[name].example
    right = parse_answer({"modality": schema.modality, "annotations": example["annotations"]})
    facts = facts_of(example)
    made = perturb(schema, facts, right, seed, below=RIGHT_FROM)
    if {one.kind for one in right.annotations} <= TAKES:
        assert made is None
        return
    assert made is not None
    holds(schema, facts, right, made)
    assert made == perturb(schema, facts, right, seed, below=RIGHT_FROM), "the same seed, the same"


@MODALITIES
def test_each_kind_can_be_wrong_by_itself(modality: str) -> None:
    schema, facts, marks = ALL[modality]
    for mark in marks:
        if mark["kind"] in TAKES | {"relation", "order"}:
            continue  # nothing without what they join
        given = answer(modality, [{k: v for k, v in mark.items() if k != "evidence"}])
        required = [one for one in marks if one["kind"] == "recording"]
        given["annotations"] += answer(modality, required)["annotations"]
        right = parse_answer(given)
        assert check(schema, facts, right) == [], mark["kind"]
        whats = Counter[str]()
        for seed in range(20):
            made = perturb(schema, facts, right, str(seed), below=RIGHT_FROM)
            assert made is not None, mark["kind"]
            holds(schema, facts, right, made)
            whats.update(one.what for one in made.slips)
        assert whats.total() > whats["dropped"], f"{mark['kind']} is not only left out"


@MODALITIES
def test_what_joins_others_can_join_wrongly(modality: str) -> None:
    schema, facts, _ = ALL[modality]
    right = whole(modality)
    found = Counter[tuple[str, str]]()
    kinds = {one.id: one.kind for one in right.annotations}
    for seed in range(60):
        made = perturb(schema, facts, right, str(seed), below=RIGHT_FROM)
        assert made is not None
        holds(schema, facts, right, made)
        found.update((kinds[one.annotation], one.what) for one in made.slips)
    for kind in {"relation", "order"} & set(kinds.values()):
        assert any(of == kind for of, _ in found), kind


@MODALITIES
@settings(max_examples=40, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data())
def test_whatever_is_right_is_clearly_wrong_then_or_left_alone(modality: str, data: Any) -> None:
    schema, facts, _ = ALL[modality]
    right = sound(modality, data.draw(shaped(modality)))
    if check(schema, facts, right):
        return  # it lacks what is asked for
    made = perturb(schema, facts, right, data.draw(st.text(max_size=5)), below=RIGHT_FROM)
    if made is not None:
        holds(schema, facts, right, made)


def test_nothing_can_be_wrong_where_nothing_is_said_or_nothing_can_be_chosen() -> None:
    schema, facts, _ = ALL["picture"]
    empty = parse_answer({"modality": "picture", "annotations": []})
    assert perturb(schema, facts, empty, "a", below=RIGHT_FROM) is None
    one = parse_schema(
        {
            "modality": "picture",
            "labels": [{"kind": "class", "name": "class", "classes": [{"id": "a"}]}],
        }
    )
    said = parse_answer(answer("picture", [{"kind": "class", "classes": ["a"]}]))
    assert perturb(one, facts, said, "a", below=RIGHT_FROM) is None


def test_other_seeds_make_other_errors() -> None:
    schema, facts, _ = ALL["picture"]
    made = [perturb(schema, facts, whole("picture"), str(n), below=RIGHT_FROM) for n in range(12)]
    assert len({str(one.slips) for one in made if one is not None}) > 6


def test_words_are_misread_a_little_first() -> None:
    text = "세 사람이 우산을 쓰고 횡단보도를 건너고 있어요"
    for seed in range(20):
        said = list(misread(text, Random(seed)))
        assert sameness(text, said[0]) > 0.7
        assert sameness(text, said[4]) < sameness(text, said[0])
        assert text not in said[1:]


def test_many_points_are_done_in_seconds() -> None:
    _, facts, _ = ALL["picture"]
    schema = parse_schema(
        {"modality": "picture", "labels": [one for one in WORLD["picture"][0]["labels"]
                                           if one["name"] == "box"]}
    )  # fmt: skip
    boxes = [
        {"kind": "box", "id": f"b{n}", "name": "box", "class": "a", "x": n % 90, "y": n // 90 * 4,
         "width": 2, "height": 2}
        for n in range(0, 1800, 3)
    ]  # fmt: skip
    right = parse_answer({"modality": "picture", "annotations": boxes})
    made = perturb(schema, facts, right, "a", below=RIGHT_FROM)
    assert made is not None
    assert made.verdict == "return"
    holds(schema, facts, right, made)
