"""Takes: which of them an answer to a prompt may name, and what a label asks of them."""

from typing import Any

import pytest

from app.labels import (
    CaptureFacts,
    Part,
    PromptFacts,
    SchemaRefused,
    TextFacts,
    check,
    consensus,
    facts_from,
    parse_answer,
    parse_schema,
    similarity,
    statistics,
)
from app.labels.takes import CHECKING, PASSED

PARTS = (Part("s", "scene", 9), Part("a", "read", 5), Part("b", "read", 7))
TAKES = {
    1: CaptureFacts("voice", PASSED, "sound", 3_000),
    2: CaptureFacts("voice", PASSED, "sound", 2_000),
    3: CaptureFacts("voice", CHECKING),
    4: CaptureFacts("voice", "refused"),
    5: CaptureFacts("sight", PASSED, "picture"),
    6: CaptureFacts("sight", PASSED, "picture"),
    7: CaptureFacts("sight", PASSED, "picture"),
}
FACTS = PromptFacts(PARTS, TAKES)


def schema(*labels: dict[str, Any]) -> Any:
    return parse_schema({"modality": "prompt", "labels": list(labels)})


def answer(*marks: dict[str, Any]) -> Any:
    whole = [{"id": f"a{nth}", **mark} for nth, mark in enumerate(marks)]
    return parse_answer({"modality": "prompt", "annotations": whole})


def voice(capture: int, part: str | None = None) -> dict[str, Any]:
    made = {"kind": "recording", "name": "voice", "capture": capture}
    return made if part is None else {**made, "part": part}


def sight(capture: int) -> dict[str, Any]:
    return {"kind": "photograph", "name": "sight", "capture": capture}


VOICE: dict[str, Any] = {"kind": "recording", "name": "voice"}
EACH = VOICE | {"takes": "each", "roles": ["read"]}
SIGHT: dict[str, Any] = {"kind": "photograph", "name": "sight", "count_min": 2, "count_max": 2}


@pytest.mark.parametrize(
    ("label", "marks", "codes"),
    [
        (VOICE, [voice(1)], []),
        (VOICE, [], ["required"]),
        (VOICE | {"required": False}, [], []),
        (VOICE, [voice(1), voice(2)], ["too_many"]),
        (VOICE, [voice(3)], ["capture_checking"]),
        (VOICE, [voice(4)], ["capture_failed"]),
        (VOICE, [voice(5)], ["unknown_capture"]),
        (VOICE, [voice(9)], ["unknown_capture"]),
        (VOICE, [voice(1, "a")], ["unknown_part", "required"]),
        (EACH, [voice(1, "a"), voice(2, "b")], []),
        (EACH, [voice(1, "a")], ["required"]),
        (EACH, [voice(1, "a"), voice(1, "b")], ["capture_twice"]),
        (EACH, [voice(1, "a"), voice(2, "s")], ["unknown_part", "required"]),
        (EACH, [voice(1)], ["unknown_part", "required"]),
        (SIGHT, [sight(5), sight(6)], []),
        (SIGHT, [sight(5)], ["too_few"]),
        (SIGHT, [sight(5), sight(6), sight(7)], ["too_many"]),
        (SIGHT | {"count_min": 0}, [], []),
    ],
)
def test_each_fault_of_a_take_has_its_code(
    label: dict[str, Any], marks: list[dict[str, Any]], codes: list[str]
) -> None:
    assert [fault.code for fault in check(schema(label), FACTS, answer(*marks))] == codes


def test_one_take_answers_one_question() -> None:
    both = schema(VOICE, VOICE | {"name": "again"})
    twice = answer(voice(1), voice(1) | {"name": "again"})
    assert [fault.code for fault in check(both, FACTS, twice)] == ["unknown_capture"]


@pytest.mark.parametrize(
    "label",
    [
        VOICE | {"min_seconds": 9, "max_seconds": 3},
        VOICE | {"container": "mp3"},
        VOICE | {"channels": 3},
        VOICE | {"min_level": 3},
        SIGHT | {"count_min": 3},
        SIGHT | {"min_light": 230},
        {"kind": "film", "name": "film", "min_seconds": 0},
        {"kind": "file", "name": "file", "types": ["pdf"]},
        {"kind": "box", "name": "box", "classes": [{"id": "a"}]},
    ],
)
def test_a_label_that_no_take_could_pass_is_refused(label: dict[str, Any]) -> None:
    with pytest.raises(SchemaRefused):
        schema(label)


def test_a_text_is_a_prompt_where_its_takes_are_told() -> None:
    rows = [["s", "scene", 9], ["a", "read", 5], ["b", "read", 7]]
    assert facts_from(width=None, height=None, parts=rows) == TextFacts(PARTS)
    assert facts_from(width=None, height=None, parts=rows, captures=TAKES) == FACTS
    assert facts_from(width=None, height=None, parts=rows, captures={}) == PromptFacts(PARTS, {})


def test_answers_agree_as_far_as_they_name_the_same_takes() -> None:
    asked = schema(EACH)
    one, other = answer(voice(1, "a"), voice(2, "b")), answer(voice(1, "a"))
    assert similarity(asked, one, one) == 1
    assert similarity(asked, one, other) == pytest.approx(2 / 3)
    assert [mark.capture for mark in consensus(asked, [one, other]).annotations] == [1]  # type: ignore[union-attr]
    assert statistics(asked, [one, other])["voice"] == {"count": 3}
