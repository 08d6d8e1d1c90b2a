"""One answer out of several, with made-up crowds: whatever is bought, the answer keeps to the
schema, does not depend on who came first, and becomes better with more answers."""

from __future__ import annotations

from typing import Any

import numpy as np
import orjson
import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from app.consensus.learning import Told, learn
from app.consensus.merging import Voice, lettered, merge
from app.consensus.people import Learned
from app.labels import Answer, answer_json, parse_answer, parse_schema, similarity

PICTURE = parse_schema(
    {
        "modality": "picture",
        "labels": [
            {"kind": "class", "name": "stain", "classes": [{"id": c} for c in "abcd"]},
            {"kind": "box", "name": "cells", "classes": [{"id": "RBC"}, {"id": "WBC"}]},
        ],
    }
)
TEXT = parse_schema(
    {
        "modality": "text",
        "labels": [
            {"kind": "span", "name": "names", "classes": [{"id": "PS"}, {"id": "LC"}]},
            {"kind": "class", "name": "tone", "many": True, "classes": [{"id": c} for c in "xyz"]},
            {"kind": "writing", "name": "said"},
        ],
    }
)


def picture(stain: str, *xs: float) -> Answer:
    box = {"kind": "box", "name": "cells", "class": "RBC", "y": 5, "width": 20, "height": 20}
    marks: list[Any] = [box | {"id": f"b{at}", "x": x} for at, x in enumerate(xs)]
    marks.append({"kind": "class", "id": "w", "name": "stain", "classes": [stain]})
    return parse_answer({"modality": "picture", "annotations": marks})


def words(tones: str, said: str, *spans: tuple[int, int]) -> Answer:
    span = {"kind": "span", "name": "names", "class": "PS", "part": "text"}
    marks: list[Any] = [
        span | {"id": f"s{at}", "start": one, "end": end} for at, (one, end) in enumerate(spans)
    ]
    if tones:
        marks.append({"kind": "class", "id": "t", "name": "tone", "classes": list(tones)})
    marks.append({"kind": "writing", "id": "w", "name": "said", "text": said})
    return parse_answer({"modality": "text", "annotations": marks})


pictures = some.builds(
    picture,
    some.sampled_from("abcd"),
    *[some.integers(0, 6).map(lambda at: at * 30.0) for _ in range(2)],
)


@settings(max_examples=60)
@given(some.lists(pictures, min_size=1, max_size=6), some.randoms())
def test_it_does_not_matter_who_came_first(answers: list[Answer], chance: Any) -> None:
    voices = [Voice(at, answer) for at, answer in enumerate(answers)]
    found = merge(PICTURE, Learned(), voices)
    assert 0 <= found.sure <= 1
    assert 0 <= found.belief <= 1
    assert 0 <= found.nearest < len(voices)
    parse_answer(answer_json(found.answer))
    chance.shuffle(voices)
    assert merge(PICTURE, Learned(), voices).sure == pytest.approx(found.sure, abs=0.35)


@settings(max_examples=30)
@given(pictures, some.integers(2, 6))
def test_who_all_say_the_same_are_believed(answer: Answer, count: int) -> None:
    found = merge(PICTURE, Learned(), [Voice(at, answer) for at in range(count)])
    assert found.sure >= 0.9
    assert similarity(PICTURE, found.answer, answer) == 1.0


def test_texts_spans_and_several_choices() -> None:
    voices = [
        Voice(1, words("xy", "서울에 갔어요", (0, 2))),
        Voice(2, words("xy", "서울에 갔어요.", (0, 2))),
        Voice(3, words("z", "부산에서 왔습니다", (3, 6))),
    ]
    two = merge(TEXT, Learned(), voices[:2])
    assert two.sure >= 0.9
    three = merge(TEXT, Learned(), voices)
    marks = answer_json(three.answer)["annotations"]
    by_name = {one["name"]: one for one in marks}
    assert set(by_name["tone"]["classes"]) == {"x", "y"}
    assert by_name["said"]["text"].startswith("서울")
    assert [(one["start"], one["end"]) for one in marks if one["kind"] == "span"] == [(0, 2)]
    assert merge(TEXT, Learned(), [voices[0], voices[2]]).sure < 0.9


def crowd(seed: int, tasks: int = 300) -> tuple[list[list[Voice]], list[Answer]]:
    """Ten people, two of whom guess; five answers a task."""
    rng = np.random.default_rng(seed)
    told, truths = [], []
    for _ in range(tasks):
        stain, x = str(rng.choice(list("abcd"))), float(rng.integers(0, 8) * 40)
        truths.append(picture(stain, x))
        voices = []
        for who in rng.choice(10, 5, replace=False):
            good = rng.random() < (0.25 if who < 2 else 0.85)
            said = stain if good else str(rng.choice(list("abcd")))
            at = x if good else float(rng.integers(0, 8) * 40)
            voices.append(Voice(int(who), picture(said, at + float(rng.integers(-1, 2)))))
        told.append(voices)
    return told, truths


def right(told: list[list[Voice]], truths: list[Answer], learned: Learned, count: int) -> float:
    found = [merge(PICTURE, learned, voices[:count]).answer for voices in told]
    return float(
        np.mean([similarity(PICTURE, *pair) >= 0.9 for pair in zip(found, truths, strict=True)])
    )


@pytest.mark.parametrize("seed", range(3))
def test_people_are_learned_and_more_answers_are_better(seed: int) -> None:
    told, truths = crowd(seed)
    learned = learn(
        PICTURE,
        [Told(voices, truth if at < 60 else None) for at, (voices, truth) in
         enumerate(zip(told, truths, strict=True))],
    )  # fmt: skip
    one, five = (right(told, truths, learned, count) for count in (1, 5))
    assert five > one + 0.1
    assert five > 0.85
    assert learned.calibration is not None
    found = [merge(PICTURE, learned, voices) for voices in told[60:]]
    confidence = np.array([learned.confidence(one.belief) for one in found])
    hits = np.array(
        [
            similarity(PICTURE, one.answer, truth) >= 0.75
            for one, truth in zip(found, truths[60:], strict=True)
        ]
    )
    assert abs(confidence.mean() - hits.mean()) <= 0.1
    kept = orjson.loads(orjson.dumps(learned.people_json()))
    again = Learned.read(kept, learned.calibration_json())
    for voices, before in zip(told[60:70], found, strict=False):
        assert merge(PICTURE, again, voices).sure == pytest.approx(before.sure, abs=1e-3)


@given(some.sets(some.integers(1, 10**6), min_size=1, max_size=20), some.integers())
def test_letters_tell_nothing_of_the_order(ids: set[int], seed: int) -> None:
    def roll(id: int) -> float:
        return (id * 7919 + seed) % 104729 / 104729

    found = lettered(sorted(ids), roll)
    assert sorted(found.values()) == sorted(ids)
    assert lettered(sorted(ids, reverse=True), roll) == found
