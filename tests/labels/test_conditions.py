"""Conditions of flows: what they may name, and for which answers they hold."""

from typing import Any

import pytest

from app.labels import parse_answer, parse_schema
from app.labels.conditions import (
    ConditionRefused,
    askable,
    condition_json,
    holds,
    parse_condition,
)

SCHEMA = parse_schema(
    {
        "modality": "picture",
        "labels": [
            {"kind": "class", "name": "use", "ko": "쓸 만한가", "many": True, "required": False,
             "classes": [{"id": "keep"}, {"id": "drop"}, {"id": "dark", "parent": "drop"}]},
            {"kind": "box", "name": "faces", "classes": [{"id": "face"}, {"id": "plate"}],
             "attributes": [
                 {"name": "hidden", "kind": "flag"},
                 {"name": "side", "kind": "choice", "options": [{"id": "left"}, {"id": "right"}]},
                 {"name": "age", "kind": "number"},
             ]},
            {"kind": "rating", "name": "beauty", "required": False},
        ],
    }
)  # fmt: skip


def answer(*marks: dict[str, Any]) -> Any:
    whole = [{"id": f"a{nth}", **mark} for nth, mark in enumerate(marks)]
    return parse_answer({"modality": "picture", "annotations": whole})


def use(*classes: str) -> dict[str, Any]:
    return {"kind": "class", "name": "use", "classes": list(classes)}


def face(class_: str = "face", **attributes: Any) -> dict[str, Any]:
    return {"kind": "box", "name": "faces", "class": class_, "x": 1, "y": 1, "width": 9,
            "height": 9, "attributes": attributes}  # fmt: skip


def says(label: str, what: str = "any", *classes: str, **attribute: Any) -> dict[str, Any]:
    made: dict[str, Any] = {"label": label, "says": what}
    if classes:
        made["classes"] = list(classes)
    if attribute:
        ((name, values),) = attribute.items()
        made["attribute"] = {"name": name, "values": values}
    return made


@pytest.mark.parametrize(
    ("condition", "answers", "expected"),
    [
        (None, [answer()], True),
        (says("faces"), [answer(face())], True),
        (says("faces"), [answer(use("keep"))], False),
        (says("faces", "none"), [answer(use("keep"))], True),
        (says("faces", "none"), [answer(face())], False),
        (says("use", "class", "keep"), [answer(use("keep"))], True),
        (says("use", "class", "keep"), [answer(use("dark"))], False),
        (says("use", "class", "drop"), [answer(use("dark"))], True),
        (says("use", "class", "dark"), [answer(use("drop"))], False),
        (says("use", "class", "keep", "dark"), [answer(use("dark"))], True),
        (says("faces", "class", "plate"), [answer(face(), face("plate"))], True),
        (says("faces", "class", "plate"), [answer(face())], False),
        (says("beauty"), [answer({"kind": "rating", "name": "beauty", "value": 3})], True),
        # Only annotations whose attribute is so.
        (says("faces", hidden=[True]), [answer(face(hidden=True))], True),
        (says("faces", hidden=[True]), [answer(face(hidden=False), face(age=1))], False),
        (says("faces", age=[1]), [answer(face(age=1))], True),
        (says("faces", "none", side=["left"]), [answer(face(side="right"))], True),
        (says("faces", "class", "plate", side=["left"]), [answer(face("face", side="left"),
                                                                 face("plate"))], False),
        # More than half of the answers.
        (says("faces"), [answer(face()), answer()], False),
        (says("faces"), [answer(face()), answer(), answer(face())], True),
        (says("faces"), [], False),
        # Put together.
        ({"all": [says("faces"), says("use", "class", "keep")]}, [answer(face())], False),
        ({"any": [says("faces"), says("use", "class", "keep")]}, [answer(face())], True),
        ({"not": says("faces")}, [answer(face())], False),
        ({"not": {"any": [says("faces"), says("use")]}}, [answer()], True),
        # Of each answer all of it, not all of them together.
        ({"all": [says("faces"), says("use")]}, [answer(face()), answer(use("keep")),
                                                 answer(face(), use("keep"))], False),
    ],
)  # fmt: skip
def test_it_holds_where_most_answers_say_so(
    condition: Any, answers: list[Any], expected: bool
) -> None:
    parsed = parse_condition(condition, SCHEMA)
    assert holds(parsed, SCHEMA, answers) is expected
    assert parse_condition(condition_json(parsed), SCHEMA) == parsed


@pytest.mark.parametrize(
    ("condition", "at", "code"),
    [
        ("faces", "", "shape"),
        ({}, "", "shape"),
        ({"says": "any"}, "", "shape"),
        ({"label": "faces"}, "says", "missing"),
        ({"label": "faces", "says": "perhaps"}, "says", "literal_error"),
        ({"label": "faces", "says": "class"}, "", "value_error"),
        ({"label": "faces", "says": "any", "classes": ["face"]}, "", "value_error"),
        ({"label": "faces", "says": "any", "more": 1}, "more", "extra_forbidden"),
        ({"all": []}, "all", "too_short"),
        ({"all": 3}, "all", "tuple_type"),
        ({"all": [says("faces"), says("noses")]}, "all.1", "unknown_label"),
        ({"not": {"any": [says("use", "class", "maybe")]}}, "not.any.0", "unknown_class"),
        (says("faces", colour=["red"]), "", "unknown_attribute"),
        (says("use", hidden=[True]), "", "unknown_attribute"),
        (says("faces", side=["up"]), "", "bad_attribute"),
        (says("faces", hidden=["yes"]), "", "bad_attribute"),
        (says("faces", age=[True]), "", "bad_attribute"),
        ({"not": {"not": {"not": {"not": {"not": says("faces")}}}}}, "not.not.not.not.not",
         "too_deep"),
        ({"all": [{"any": [says("faces")] * 30}, {"any": [says("faces")] * 30}]}, "", "too_many"),
    ],
)  # fmt: skip
def test_one_that_cannot_be_is_refused_with_its_place(condition: Any, at: str, code: str) -> None:
    with pytest.raises(ConditionRefused) as refused:
        parse_condition(condition, SCHEMA)
    (error,) = refused.value.extra["errors"]
    assert (error["at"], error["code"]) == (at, code)
    assert refused.value.code == "condition_refused"


def test_under_another_version_of_the_schema_a_label_that_is_gone_says_nothing() -> None:
    less = parse_schema({"modality": "picture", "labels": [{"kind": "rating", "name": "beauty"}]})
    gone = [answer(use("keep"))]
    assert not holds(parse_condition(says("use", "class", "keep")), less, gone)
    assert holds(parse_condition(says("use", "none")), less, gone)


def test_what_can_be_asked_is_told_with_its_classes_and_attributes() -> None:
    use_, faces, beauty = askable(SCHEMA)
    assert (use_["label"], use_["kind"], use_["ko"]) == ("use", "class", "쓸 만한가")
    assert [one["id"] for one in use_["classes"]] == ["keep", "drop", "dark"]
    assert [one["name"] for one in faces["attributes"]] == ["hidden", "side", "age"]
    assert (beauty["classes"], beauty["attributes"]) == ([], [])
