"""Every kind of every modality, held to what all kinds promise."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.labels import (
    AnswerRefused,
    AssetFacts,
    Schema,
    answer_json,
    check,
    consensus,
    difference,
    parse_answer,
    parse_schema,
    schema_json,
    similarity,
    statistics,
)
from tests.labels.everything import (
    DRAWN,
    SAID,
    TEXT_FACTS,
    WORLD,
    answer,
    answers,
)

ALL: dict[str, tuple[Schema, AssetFacts, list[dict[str, Any]]]] = {
    modality: (parse_schema(schema), facts, marks)
    for modality, (schema, facts, marks) in WORLD.items()
}
MODALITIES = pytest.mark.parametrize("modality", ALL)


def codes(modality: str, *marks: dict[str, Any], schema: Any = None) -> list[str]:
    whole, facts, _ = ALL[modality]
    given = parse_answer(answer(modality, list(marks)))
    return [fault.code for fault in check(schema or whole, facts, given)]


@MODALITIES
def test_one_of_each_fits_and_survives_the_round_trip(modality: str) -> None:
    schema, facts, marks = ALL[modality]
    whole = answer(modality, marks)
    parsed = parse_answer(whole)
    assert check(schema, facts, parsed) == []
    assert answer_json(parsed) == whole
    assert parse_schema(schema_json(schema)) == schema


@MODALITIES
@given(data=st.data())
def test_check_never_raises_and_agreement_is_bounded(modality: str, data: Any) -> None:
    schema, facts, _ = ALL[modality]
    try:
        one, other = (parse_answer(data.draw(answers(modality))) for _ in range(2))
    except AnswerRefused:
        return
    fits = [not check(schema, facts, each) for each in (one, other)]
    difference(one, other)
    statistics(schema, [one, other])
    if all(fits):
        assert 0 <= similarity(schema, one, other) <= 1
        assert similarity(schema, one, other) == pytest.approx(similarity(schema, other, one))
        assert similarity(schema, one, one) == pytest.approx(1)


@MODALITIES
def test_what_all_say_is_what_is_agreed(modality: str) -> None:
    schema, facts, marks = ALL[modality]
    one = parse_answer(answer(modality, marks))
    alone = parse_answer(answer(modality, []))
    same = consensus(schema, [one, one, alone])
    assert check(schema, facts, same) == []
    assert similarity(schema, one, same) == pytest.approx(1)
    assert len(same.annotations) == len(one.annotations)
    nothing = consensus(schema, [one, alone, alone])
    assert nothing.annotations == ()
    counted = statistics(schema, [one, one])
    assert counted["class"]["classes"]["b"] == 2


@pytest.mark.parametrize(
    ("mark", "code"),
    [
        ({"kind": "rotated_box", "class": "a", "x": 5, "y": 40, "width": 30, "height": 20,
          "angle": 45}, "past_edge"),
        ({"kind": "rotated_box", "class": "a", "x": 50, "y": 40, "width": 0, "height": 20,
          "angle": 0}, "zero_area"),
        ({"kind": "polyline", "class": "a", "points": [[5, 5], [5, 5]]}, "zero_length"),
        ({"kind": "polyline", "class": "a", "points": [[5, 5], [5, 81]]}, "past_edge"),
        ({"kind": "point", "class": "a", "x": 100.1, "y": 5}, "past_edge"),
        ({"kind": "keypoints", "class": "a", "points": [[1, 1, 2]]}, "wrong_points"),
        ({"kind": "keypoints", "class": "a", "points": [[0, 0, 0]] * 3}, "no_points"),
        ({"kind": "mask", "class": "a", "x": 0, "y": 0, "width": 2, "height": 2,
          "counts": [4]}, "zero_area"),
        ({"kind": "mask", "class": "a", "x": 0, "y": 0, "width": 2, "height": 2,
          "counts": [0, 3]}, "bad_runs"),
        ({"kind": "mask", "class": "a", "x": 0, "y": 0, "width": 2, "height": 2,
          "counts": [0, 2, 2]}, "bad_runs"),
        ({"kind": "mask", "class": "a", "x": 99, "y": 0, "width": 2, "height": 1,
          "counts": [0, 2]}, "past_edge"),
        ({"kind": "cuboid", "class": "a", "points": [[1, 1]] * 8}, "zero_area"),
        ({"kind": "box", "class": "a", "x": 1, "y": 1, "width": 5, "height": 5,
          "name": "described", "attributes": {"odd": True}}, "unknown_attribute"),
        ({"kind": "box", "class": "a", "x": 1, "y": 1, "width": 5, "height": 5,
          "name": "described", "attributes": {"age": 3}}, "attribute_not_asked"),
        ({"kind": "box", "class": "b", "x": 1, "y": 1, "width": 5, "height": 5,
          "name": "described", "attributes": {"parts": ["x"]}}, "attribute_not_asked"),
        ({"kind": "box", "class": "a", "x": 1, "y": 1, "width": 5, "height": 5,
          "name": "described", "attributes": {"state": "old", "age": 3.3}}, "bad_attribute"),
        ({"kind": "relation", "class": "a", "from": "box", "to": "box"}, "end_is_self"),
        ({"kind": "relation", "class": "a", "from": "box", "to": "nobody"}, "unknown_end"),
        ({"kind": "rating", "value": 2.5}, "bad_rating"),
    ],
)  # fmt: skip
def test_each_fault_of_a_picture_has_its_code(mark: dict[str, Any], code: str) -> None:
    others = [DRAWN[0]] if mark["kind"] == "relation" else []
    assert code in codes("picture", *others, mark)


@pytest.mark.parametrize(
    ("marks", "code"),
    [
        ([{"kind": "span", "class": "a", "part": "r1", "start": 3, "end": 91}], "past_end"),
        ([{"kind": "span", "class": "a", "part": "r1", "start": 3, "end": 3}], "empty_span"),
        ([{"kind": "span", "class": "a", "part": "r3", "start": 3, "end": 4}], "unknown_part"),
        ([{"kind": "class", "part": "q", "classes": ["a"]}], "unknown_part"),
        ([{"kind": "class", "classes": ["a"]}], "unknown_part"),
        ([{"kind": "writing", "text": "x", "evidence": ["gone"]}], "unknown_end"),
        ([{"kind": "writing", "text": "   "}], "too_short"),
        ([{"kind": "comparison", "better": "q"}], "unknown_part"),
        ([{"kind": "ranking", "order": ["r1"]}], "not_all_ranked"),
        ([{"kind": "rating", "part": "q", "value": 8}], "bad_rating"),
    ],
)
def test_each_fault_of_a_text_has_its_code(marks: list[dict[str, Any]], code: str) -> None:
    assert code in codes("text", *marks)


def test_spans_may_lie_within_each_other_but_not_across() -> None:
    def span(id: str, start: int, end: int, class_: str = "a") -> dict[str, Any]:
        return {"kind": "span", "id": id, "class": class_, "part": "q", "start": start, "end": end}

    outer = span("s1", 0, 10)
    assert codes("text", outer, span("s2", 2, 5), span("s3", 5, 10), span("s4", 10, 12)) == []
    assert codes("text", outer, span("s2", 5, 12)) == ["overlaps"]
    assert codes("text", outer, span("s2", 0, 10)) == ["span_twice"]
    assert codes("text", outer, span("s2", 0, 10, "b")) == []


def test_a_question_of_each_part_is_asked_of_each() -> None:
    labels = [{"kind": "rating", "name": "rating", "per": "part", "roles": ["response"]}]
    schema = parse_schema({"modality": "text", "labels": labels})
    first = {"kind": "rating", "part": "r1", "value": 1}
    assert codes("text", first, schema=schema) == ["required"]
    second = {"kind": "rating", "id": "two", "part": "r2", "value": 5}
    assert codes("text", first, second, schema=schema) == []
    again = {**second, "id": "three"}
    assert codes("text", first, second, again, schema=schema) == ["too_many"]


def test_an_answer_of_another_modality_is_a_fault_and_no_crash() -> None:
    text = parse_answer(answer("text", SAID))
    schema, facts, _ = ALL["picture"]
    assert [fault.code for fault in check(schema, facts, text)] == ["other_modality"]
    assert [fault.code for fault in check(schema, TEXT_FACTS, text)] == ["other_modality"]


@pytest.mark.parametrize(
    ("label", "says"),
    [
        ({"kind": "keypoints", "classes": [{"id": "a"}],
          "skeleton": {"points": [{"id": "p"}], "edges": [[0, 1]]}}, "does not join"),
        ({"kind": "rating", "min": 1, "max": 5, "step": 3}, "do not reach max"),
        ({"kind": "rating", "min": 1, "max": 1}, "below max"),
        ({"kind": "class", "classes": [{"id": "a", "parent": "b"}, {"id": "b", "parent": "a"}]},
         "belongs to itself"),
        ({"kind": "class", "classes": [{"id": "a", "parent": "z"}]}, "not there"),
        ({"kind": "relation", "classes": [{"id": "a"}], "from": ["nobody"]}, "is no label"),
        ({"kind": "box", "classes": [{"id": "a"}], "attributes": [
            {"name": "x", "kind": "flag", "when": {"attribute": "y", "in": [True]}}]},
         "not asked before"),
        ({"kind": "box", "classes": [{"id": "a"}], "attributes": [
            {"name": "x", "kind": "choice"}]}, "needs options"),
        ({"kind": "box", "classes": [{"id": "a"}], "attributes": [
            {"name": "x", "kind": "flag", "classes": ["z"]}]}, "is no class"),
        ({"kind": "writing", "min_length": 9, "max_length": 3}, "above max_length"),
    ],
)  # fmt: skip
def test_a_schema_that_cannot_be_answered_is_refused(label: dict[str, Any], says: str) -> None:
    from app.labels import SchemaRefused

    with pytest.raises(SchemaRefused) as refused:
        parse_schema({"modality": "picture", "labels": [{"name": "one", **label}]})
    assert says in refused.value.detail
