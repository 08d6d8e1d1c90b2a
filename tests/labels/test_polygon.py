"""Outlines: what fits, and how far two answers agree."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.outline import area
from app.labels import (
    AnswerRefused,
    PictureFacts,
    answer_json,
    check,
    parse_answer,
    parse_schema,
    schema_json,
    similarity,
)
from app.labels.shapes import MAX_POINTS

SCHEMA = parse_schema(
    {
        "modality": "picture",
        "labels": [
            {"kind": "polygon", "name": "roofs", "classes": [{"id": "flat"}, {"id": "gable"}]}
        ],
    }
)
FACTS = PictureFacts(100, 80)
SQUARE = [[10, 10], [30, 10], [30, 30], [10, 30]]


def outline(id: str, points: Any, class_: str = "flat") -> dict[str, Any]:
    return {"kind": "polygon", "id": id, "name": "roofs", "class": class_, "points": points}


def answer(*marks: dict[str, Any]) -> Any:
    return parse_answer({"modality": "picture", "annotations": list(marks)})


def moved(points: Any, dx: float) -> Any:
    return [[x + dx, y] for x, y in points]


def test_json_survives_the_round_trip() -> None:
    whole = {"modality": "picture", "annotations": [outline("p", SQUARE)]}
    assert answer_json(parse_answer(whole)) == whole
    assert parse_schema(schema_json(SCHEMA)) == SCHEMA


@pytest.mark.parametrize(
    "points",
    ["x", [[1]], [[1, 2, 3]], [["1", 2]], [[1, float("nan")]], [[0, 0]] * (MAX_POINTS + 1), None],
    ids=["text", "one", "three", "string", "nan", "many", "none"],
)
def test_what_are_no_corners_is_refused(points: Any) -> None:
    with pytest.raises(AnswerRefused):
        answer(outline("p", points))


def test_the_whole_picture_fits() -> None:
    assert check(SCHEMA, FACTS, answer(outline("p", [[0, 0], [100, 0], [100, 80], [0, 80]]))) == []


@pytest.mark.parametrize(
    ("left", "right", "expected"),
    [
        (SQUARE, SQUARE, 1.0),
        (SQUARE, SQUARE[::-1], 1.0),
        (SQUARE, moved(SQUARE, 5), 15 / 25),
        (SQUARE, moved(SQUARE, 12), 0.0),  # 8 / 32: another object
        (SQUARE, SQUARE[:3], 0.5),
        # It crosses itself: two triangles of a quarter each.
        (SQUARE, [[10, 10], [30, 30], [30, 10], [10, 30]], 0.5),
    ],
)
def test_agreement_is_shared_area(left: Any, right: Any, expected: float) -> None:
    found = similarity(SCHEMA, answer(outline("a", left)), answer(outline("b", right)))
    assert found == pytest.approx(expected)


def test_a_class_apart_is_no_partner() -> None:
    one, other = answer(outline("a", SQUARE)), answer(outline("a", SQUARE, "gable"))
    assert similarity(SCHEMA, one, other) == 0.0
    assert similarity(SCHEMA, answer(), answer()) == 1.0
    assert similarity(SCHEMA, one, answer()) == 0.0


def test_a_small_outline_far_away_keeps_its_area() -> None:
    far = [(1e6 + x / 10, 1e6 + y / 10) for x, y in ((0, 0), (1, 0), (1, 1), (0, 1))]
    assert area(far) == pytest.approx(0.01, rel=1e-6)


numbers = st.one_of(
    st.integers(-5, 105),
    st.floats(-5, 105),
    st.sampled_from([0.0, 100.0, 80.0, 1e300, -1e300, 5e-324]),
)
outlines = st.lists(
    st.tuples(st.lists(st.tuples(numbers, numbers), max_size=7), st.sampled_from(["flat", "odd"])),
    max_size=4,
)


@given(outlines)
def test_any_outline_is_checked_without_harm(given_: Any) -> None:
    marks = [
        outline(f"p{n}", [list(at) for at in points], class_)
        for n, (points, class_) in enumerate(given_)
    ]
    found = answer(*marks)
    faults = check(SCHEMA, FACTS, found)
    assert {fault.code for fault in faults} <= {"zero_area", "past_edge", "unknown_class"}
    if not faults:
        assert similarity(SCHEMA, found, found) == pytest.approx(1.0, abs=1e-6)


corners = st.lists(
    st.tuples(st.integers(0, 100), st.integers(0, 80)), min_size=3, max_size=6, unique=True
)


@given(st.lists(corners, max_size=4), st.lists(corners, max_size=4))
def test_agreement_is_symmetric_and_bounded(left: Any, right: Any) -> None:
    def fitting(side: str, all_points: Any) -> Any:
        marks = [outline(f"{side}{n}", [list(at) for at in ps]) for n, ps in enumerate(all_points)]
        return answer(*[one for one in marks if not check(SCHEMA, FACTS, answer(one))])

    one, two = fitting("a", left), fitting("b", right)
    score = similarity(SCHEMA, one, two)
    assert 0.0 <= score <= 1.0 + 1e-9
    assert score == pytest.approx(similarity(SCHEMA, two, one))
