"""What foreign formats say more loosely than an answer does."""

from typing import Any

from app.labels import Adopter, parse_schema
from app.labels.base import PictureFacts

ATTRIBUTES = [
    {"name": "colour", "kind": "choice", "options": [{"id": "r", "en": "Red"}, {"id": "3"}]},
    {"name": "age", "kind": "number", "min": 0, "max": 9},
    {"name": "torn", "kind": "flag"},
    {"name": "marks", "kind": "many", "options": [{"id": "a"}, {"id": "b"}]},
    {"name": "note", "kind": "text", "required": True},
    {
        "name": "where",
        "kind": "choice",
        "options": [{"id": "top"}],
        "when": {"attribute": "torn", "in": [True]},
    },
]
CLASSES = [{"id": "day"}, {"id": "sunny"}, {"id": "rain"}]
SCHEMA = parse_schema(
    {
        "modality": "picture",
        "labels": [
            {"kind": "box", "name": "cars", "classes": [{"id": "car"}], "attributes": ATTRIBUTES},
            {"kind": "class", "name": "time", "classes": CLASSES[:1], "required": False},
            {"kind": "class", "name": "sky", "classes": CLASSES[1:], "many": True},
        ],
    }
)
FACTS = PictureFacts(100, 50)
BOX = {"kind": "box", "class": "car", "x": 1, "y": 1, "width": 5, "height": 5}


def adopted(*marks: dict[str, Any]) -> tuple[list[Any], list[str]]:
    made = Adopter(SCHEMA)(FACTS, marks)
    return list(made.answer.annotations), [fault.code for fault in made.faults]


def test_attributes_are_read_as_their_kind() -> None:
    given = {"colour": "Red", "age": "3", "torn": "True", "marks": "a", "where": "top", "note": 4}
    (box,), faults = adopted(BOX | {"attributes": given})
    assert faults == []
    assert box.attributes == {
        "colour": "r",
        "age": 3.0,
        "torn": True,
        "marks": ("a",),
        "where": "top",
        "note": "4",
    }
    (box,), faults = adopted(BOX | {"attributes": {"colour": 3.0, "note": True}})
    assert (box.attributes, faults) == ({"colour": "3", "note": "true"}, [])


def test_attributes_that_are_not_asked_for_cost_no_mark_and_are_told_once() -> None:
    given = {"occluded": False, "age": "old", "colour": "green", "where": "top"}
    boxes, faults = adopted(*[BOX | {"x": at, "attributes": given} for at in range(3)])
    assert [box.attributes for box in boxes] == [{}, {}, {}]
    assert faults == ["attribute_left_out"] * 4


def test_classes_one_by_one_are_joined_where_several_may_be_chosen() -> None:
    marks, faults = adopted(
        *[{"kind": "class", "classes": [one]} for one in ("day", "sunny", "rain", "sunny")]
    )
    assert faults == []
    assert {mark.name: mark.classes for mark in marks} == {
        "time": ("day",),
        "sky": ("sunny", "rain"),
    }


def test_a_fallback_may_have_another_one() -> None:
    polygon = {"kind": "polygon", "class": "car", "points": [[0, 0], [9, 0], [9, 9]]}
    keypoints = {"kind": "keypoints", "class": "car", "points": [[1, 1, 2]]}
    (box,), faults = adopted(keypoints | {"fallback": polygon | {"fallback": BOX}})
    assert (box.kind, faults) == ("box", [])
