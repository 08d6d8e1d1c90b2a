"""Label schemas and answers: shape, meaning, difference, agreement."""

import math
import sys
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.labels import (
    Adopter,
    AnswerRefused,
    PictureFacts,
    SchemaRefused,
    answer_json,
    check,
    difference,
    parse_answer,
    parse_schema,
    schema_json,
    similarity,
)

CELLS: dict[str, Any] = {
    "kind": "box",
    "name": "cells",
    "classes": [
        {"id": "RBC", "ko": "적혈구", "en": "Red blood cell", "colour": "#cc0000"},
        {"id": "WBC", "ko": "백혈구"},
    ],
    "min": 0,
    "max": 3,
}
VIEW: dict[str, Any] = {
    "kind": "class",
    "name": "view",
    "classes": [{"id": "good"}, {"id": "blurred"}],
    "many": False,
    "required": True,
}
SCHEMA = parse_schema({"modality": "picture", "labels": [CELLS, VIEW]})
FACTS = PictureFacts(640, 480)
GOOD = {"kind": "class", "id": "v", "name": "view", "classes": ["good"]}


def box(id: str = "a1", **changes: Any) -> dict[str, Any]:
    whole = {"kind": "box", "id": id, "name": "cells", "class": "RBC"}
    return whole | {"x": 1.5, "y": 2, "width": 10, "height": 20} | changes


def answer(*annotations: dict[str, Any]) -> Any:
    return parse_answer({"modality": "picture", "annotations": list(annotations)})


def codes(*annotations: dict[str, Any]) -> list[str]:
    return [fault.code for fault in check(SCHEMA, FACTS, answer(*annotations))]


def test_json_survives_the_round_trip() -> None:
    assert parse_schema(schema_json(SCHEMA)) == SCHEMA
    given = answer(box(x=0.1 + 0.2), GOOD)
    assert parse_answer(answer_json(given)) == given
    assert answer_json(given)["annotations"][0]["class"] == "RBC"


@pytest.mark.parametrize(
    ("change", "at"),
    [
        ({"modality": "smell"}, "modality"),
        ({"extra": 1}, "extra"),
        ({"labels": []}, "labels"),
        ({"labels": [CELLS, CELLS]}, ""),
        ({"labels": [CELLS | {"kind": "cube"}]}, "labels.0"),
        ({"labels": [CELLS | {"min": 5, "max": 4}]}, "labels.0.box"),
        ({"labels": [CELLS | {"classes": []}]}, "labels.0.box.classes"),
        ({"labels": [CELLS | {"classes": [{"id": "a"}, {"id": "a"}]}]}, "labels.0.box"),
        ({"labels": [CELLS | {"classes": [{"id": "a\x00"}]}]}, "labels.0.box.classes.0.id"),
        ({"labels": [CELLS | {"classes": [{"id": "x" * 101}]}]}, "labels.0.box.classes.0.id"),
        ({"labels": [VIEW | {"many": "yes"}]}, "labels.0.class.many"),
    ],
)
def test_a_wrong_schema_is_refused_by_field(change: dict[str, Any], at: str) -> None:
    with pytest.raises(SchemaRefused) as refused:
        parse_schema({"modality": "picture", "labels": [CELLS, VIEW]} | change)
    assert refused.value.status == 422
    assert at in [error["at"] for error in refused.value.extra["errors"]]


@pytest.mark.parametrize("junk", [None, 1, "picture", [], {}, {"modality": "picture"}])
def test_what_is_no_object_is_refused(junk: object) -> None:
    with pytest.raises(SchemaRefused):
        parse_schema(junk)
    with pytest.raises(AnswerRefused):
        parse_answer(junk)


@pytest.mark.parametrize(
    "change",
    [
        {"x": math.nan},
        {"x": math.inf},
        {"x": "1"},
        {"x": True},
        {"x": None},
        {"class": 3},
        {"class": "\ud800"},
        {"id": ""},
        {"id": "a" * 65},
        {"id": "a b"},
        {"rotation": 3},
    ],
)
def test_a_wrong_field_is_refused(change: dict[str, Any]) -> None:
    with pytest.raises(AnswerRefused) as refused:
        answer(box(**change))
    assert refused.value.extra["errors"][0]["at"].startswith("annotations.0")


def test_too_many_annotations_are_refused_with_few_words() -> None:
    with pytest.raises(AnswerRefused):
        answer(*[box(f"a{n}") for n in range(10_001)])
    with pytest.raises(AnswerRefused) as refused:
        answer(*[box(f"a{n}", x=None) for n in range(10_000)])
    assert len(refused.value.extra["errors"]) == 20
    assert refused.value.extra["errors_total"] == 10_000


def test_a_fitting_answer_has_no_fault() -> None:
    assert codes(box(), GOOD) == []
    assert codes(GOOD) == []
    assert codes(box(x=0, y=0, width=640, height=480), GOOD) == []
    # 453.3 + 186.7 is 640 but for the last bit
    assert codes(box(x=453.3, width=640 - 453.3), GOOD) == []


@pytest.mark.parametrize(
    ("annotations", "expected"),
    [
        ([box(**{"class": "Platelets"}), GOOD], ["unknown_class"]),
        ([box(name="cars"), GOOD], ["unknown_label"]),
        ([box(name="view"), GOOD], ["wrong_kind"]),
        ([box(width=0), GOOD], ["zero_area"]),
        ([box(height=-3), GOOD], ["zero_area"]),
        ([box(width=1e-200, height=1e-200), GOOD], ["zero_area"]),
        ([box(x=-0.01), GOOD], ["past_edge"]),
        ([box(x=630.01), GOOD], ["past_edge"]),
        ([box(y=460.01), GOOD], ["past_edge"]),
        ([box(), box(), GOOD], ["duplicate_id"]),
        ([box(f"a{n}") for n in range(4)] + [GOOD], ["too_many"]),
        ([box()], ["required"]),
        ([GOOD, GOOD | {"id": "w"}], ["too_many"]),
        ([GOOD | {"classes": ["bad"]}], ["unknown_class"]),
        ([GOOD | {"classes": ["good", "blurred"]}], ["one_class_only"]),
        ([GOOD | {"classes": ["good", "good"]}], ["class_twice", "one_class_only"]),
    ],
)
def test_each_fault_has_its_code(annotations: list[dict[str, Any]], expected: list[str]) -> None:
    assert codes(*annotations) == expected


def test_too_few_is_a_fault_of_the_whole() -> None:
    schema = parse_schema({"modality": "picture", "labels": [CELLS | {"min": 2}]})
    (fault,) = check(schema, FACTS, answer(box()))
    assert (fault.code, fault.annotation) == ("too_few", None)


def test_faults_are_bounded() -> None:
    assert len(codes(*[box(f"a{n}", width=0) for n in range(5_000)])) == 100


def test_a_check_grows_with_the_boxes_not_with_their_pairs() -> None:
    schema = parse_schema({"modality": "picture", "labels": [CELLS | {"max": 1000}]})

    def calls(count: int) -> int:
        raw = {"modality": "picture", "annotations": [box(f"a{n}") for n in range(count)]}
        seen = 0

        def look(*_: object) -> None:
            nonlocal seen
            seen += 1

        sys.setprofile(look)
        try:
            faults = check(schema, FACTS, parse_answer(raw))
        finally:
            sys.setprofile(None)
        assert faults == []
        return seen

    calls(1)  # what is made once
    assert calls(1_000) < 11 * calls(100)


def test_difference_by_id() -> None:
    before = answer(box("a"), box("b", x=50), box("c", x=90), GOOD)
    after = answer(box("a"), box("b", x=51), box("d", x=200), GOOD)
    changes = difference(before, after)
    assert [one.id for one in changes.added] == ["d"]
    assert [one.id for one in changes.removed] == ["c"]
    assert [(one.before.id, one.after.id) for one in changes.changed] == [("b", "b")]
    assert changes
    assert changes.as_json()["removed"][0]["class"] == "RBC"


def test_another_id_alone_is_no_difference() -> None:
    assert not difference(answer(box("a"), box("b")), answer(box("b"), box("c")))
    changes = difference(answer(box("a"), box("b")), answer(box("c")))
    assert (len(changes.added), len(changes.removed)) == (0, 1)


def test_similarity_of_boxes_and_classes() -> None:
    one = answer(box(), GOOD)
    assert similarity(SCHEMA, one, one) == 1.0
    assert similarity(SCHEMA, answer(), answer()) == 1.0
    assert similarity(SCHEMA, one, answer(GOOD)) == 0.5
    assert similarity(SCHEMA, one, answer(box(**{"class": "WBC"}), GOOD)) == 0.5
    # a box shifted by a tenth of its width: 0.9 / 1.1 of overlap
    shifted = similarity(SCHEMA, one, answer(box(x=2.5), GOOD))
    assert shifted == pytest.approx((9 / 11 + 1) / 2)


boxes = st.lists(
    st.builds(
        lambda x, y, w, h, c: {"x": x, "y": y, "width": w, "height": h, "class": c},
        st.integers(0, 20),
        st.integers(0, 20),
        st.integers(1, 9),
        st.integers(1, 9),
        st.sampled_from(["RBC", "WBC"]),
    ),
    max_size=8,
)


@given(boxes, boxes)
def test_similarity_is_symmetric_and_bounded(left: Any, right: Any) -> None:
    one = answer(*[box(f"a{n}", **fields) for n, fields in enumerate(left)])
    two = answer(*[box(f"b{n}", **fields) for n, fields in enumerate(right)])
    score = similarity(SCHEMA, one, two)
    assert 0.0 <= score <= 1.0
    assert score == pytest.approx(similarity(SCHEMA, two, one))
    assert similarity(SCHEMA, one, one) == pytest.approx(1.0)


@given(boxes, boxes)
def test_difference_leads_from_one_to_the_other(left: Any, right: Any) -> None:
    before = answer(*[box(f"a{n}", **fields) for n, fields in enumerate(left)])
    after = answer(*[box(f"a{n + 3}", **fields) for n, fields in enumerate(right)])
    changes = difference(before, after)
    kept = [one for one in before.annotations if one not in changes.removed]
    replaced = {one.before.id: one.after for one in changes.changed}
    result = [replaced.get(one.id, one) for one in kept] + list(changes.added)

    def content(marks: Any) -> list[Any]:
        return sorted((m.class_, m.x, m.y, m.width, m.height) for m in marks)

    assert content(result) == content(after.annotations)


def test_adopting_fills_in_ids_and_names() -> None:
    adopter = Adopter(SCHEMA)
    loose = {"kind": "box", "class": "적혈구", "x": 1, "y": 2, "width": 3, "height": 4}
    adopted = adopter(FACTS, [loose, loose | {"class": "WBC"}])
    assert adopted.faults == ()
    assert [(b.id, b.name, b.class_) for b in adopted.answer.annotations] == [  # type: ignore[union-attr]
        ("i1", "cells", "RBC"),
        ("i2", "cells", "WBC"),
    ]


def test_adopting_leaves_out_what_does_not_fit_and_says_why() -> None:
    adopted = Adopter(SCHEMA)(
        FACTS,
        [
            box("a"),
            box("a", x=30),
            box("b", width=0),
            box("c", x=9999),
            box("d", **{"class": "cat"}),
            box("e", x="1"),
            {"kind": "box"},
        ],
    )
    assert [one.id for one in adopted.answer.annotations] == ["a", "i2"]
    assert {fault.code for fault in adopted.faults} == {
        "zero_area",
        "past_edge",
        "unknown_class",
        "shape",
    }


ROOF = {"kind": "polygon", "class": "flat", "points": [[1, 1], [9, 1], [9, 9]]}


def test_an_outline_falls_back_on_its_box_where_nobody_asks_for_outlines() -> None:
    around = {"kind": "box", "class": "flat", "x": 1, "y": 1, "width": 8, "height": 8}
    classes = [{"id": "flat"}]
    outlines = {"kind": "polygon", "name": "roofs", "classes": classes}
    squares = {"kind": "box", "name": "squares", "classes": classes}
    for labels, expected in (
        ([outlines], ("polygon", "roofs")),
        ([outlines, squares], ("polygon", "roofs")),
        ([squares], ("box", "squares")),
    ):
        adopt = Adopter(parse_schema({"modality": "picture", "labels": labels}))
        found = adopt(FACTS, [ROOF | {"id": "r", "fallback": around}])
        assert found.faults == ()
        (mark,) = found.answer.annotations
        assert (mark.kind, mark.name, mark.id) == (*expected, "r")
    adopt = Adopter(parse_schema({"modality": "picture", "labels": [squares]}))
    for odd in ("box", {"kind": "box"}, around | {"class": "gable"}, None):
        assert [one.code for one in adopt(FACTS, [ROOF | {"fallback": odd}]).faults] == [
            "unknown_class"
        ]


def test_a_class_of_two_labels_needs_a_name() -> None:
    schema = parse_schema({"modality": "picture", "labels": [CELLS, CELLS | {"name": "more"}]})
    loose = {"kind": "box", "class": "RBC", "x": 1, "y": 2, "width": 3, "height": 4}
    hinted = loose | {"hint": "cells"}
    adopted = Adopter(schema)(FACTS, [loose, loose | {"name": "more"}, hinted])
    assert [fault.code for fault in adopted.faults] == ["ambiguous_class"]
    assert [one.name for one in adopted.answer.annotations] == ["more", "cells"]
