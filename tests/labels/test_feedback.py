"""What an answer missed: told for every kind, about every annotation, once."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.labels import (
    Answer,
    AssetFacts,
    Schema,
    annotation_json,
    check,
    parse_answer,
    parse_schema,
)
from app.labels.feedback import Feedback, feedback, judged, wrong_in
from app.labels.parse import TYPES
from tests.labels.everything import WORLD, answer, answers

ALL: dict[str, tuple[Schema, AssetFacts, list[dict[str, Any]]]] = {
    modality: (parse_schema(schema), facts, marks)
    for modality, (schema, facts, marks) in WORLD.items()
}
MODALITIES = pytest.mark.parametrize("modality", ALL)

CELLS = parse_schema(
    {
        "modality": "picture",
        "labels": [
            {
                "kind": "box",
                "name": "cells",
                "classes": [{"id": "RBC"}, {"id": "WBC"}],
                "attributes": [{"name": "cut", "kind": "flag"}],
            },
            {"kind": "class", "name": "sharp", "classes": [{"id": "yes"}, {"id": "no"}]},
        ],
    }
)


def whole(modality: str) -> Answer:
    return parse_answer(answer(modality, ALL[modality][2]))


def sound(modality: str, found: dict[str, Any]) -> Answer:
    """What of a random answer keeps to the schema, without what it lacks."""
    schema, facts, _ = ALL[modality]
    for _ in range(20):
        parsed = parse_answer(found)
        faulty = {fault.annotation for fault in check(schema, facts, parsed) if fault.annotation}
        if not faulty:
            return parsed
        kept = [one for one in found["annotations"] if one["id"] not in faulty]
        found = {"modality": modality, "annotations": kept}
    return parse_answer({"modality": modality, "annotations": []})


def renamed(given: Answer) -> Answer:
    """The same answer under other ids, references and all."""
    other = {one.id: f"z.{one.id}" for one in given.annotations}
    marks = []
    for one in given.annotations:
        linked = TYPES[one.kind].relink(one, other.get)
        assert linked is not None
        marks.append(annotation_json(linked) | {"id": other[one.id]})
    return parse_answer({"modality": given.modality, "annotations": marks})


def holds(found: Feedback, right: Answer, given: Answer) -> None:
    """Every annotation of both is told, once; the score is a share."""
    assert 0 <= found.score <= 1
    ours = [one.ours for one in found.marks if one.ours is not None]
    theirs = [one.theirs for one in found.marks if one.theirs is not None]
    assert sorted(ours) == sorted(one.id for one in right.annotations)
    assert sorted(theirs) == sorted(one.id for one in given.annotations)
    for one in found.marks:
        assert (one.state == "missing") == (one.theirs is None)
        assert (one.state == "extra") == (one.ours is None)


@MODALITIES
def test_the_right_answer_is_right_under_whatever_ids(modality: str) -> None:
    schema, right = ALL[modality][0], whole(modality)
    for same in (right, renamed(right)):
        found = feedback(schema, right, same)
        holds(found, right, same)
        assert found.score == pytest.approx(1)
        assert {one.state for one in found.marks} == {"right"}


@MODALITIES
@settings(max_examples=40)
@given(data=st.data())
def test_what_is_left_out_is_missing_and_what_is_more_is_extra(modality: str, data: Any) -> None:
    schema, right = ALL[modality][0], whole(modality)
    left_out = data.draw(st.sets(st.sampled_from([one.id for one in right.annotations])))
    kept = [annotation_json(one) for one in right.annotations if one.id not in left_out]
    part = parse_answer({"modality": modality, "annotations": kept})
    for ours, theirs, state in ((right, part, "missing"), (part, right, "extra")):
        found = feedback(schema, ours, theirs)
        holds(found, ours, theirs)
        told = {one.ours or one.theirs for one in found.marks if one.state == state}
        # What refers to something that is not there stands for nothing either.
        assert told >= left_out
        if not left_out:
            assert found.score == pytest.approx(1)


@MODALITIES
@settings(max_examples=40)
@given(data=st.data())
def test_of_any_two_answers_every_annotation_is_told_once(modality: str, data: Any) -> None:
    schema = ALL[modality][0]
    one, other = (sound(modality, data.draw(shaped(modality))) for _ in range(2))
    found = feedback(schema, one, other)
    holds(found, one, other)
    assert [mark.state for mark in feedback(schema, one, renamed(other)).marks] == [
        mark.state for mark in found.marks
    ]


def shaped(modality: str) -> st.SearchStrategy[dict[str, Any]]:
    """Random answers that have the shape of one."""

    def shape(found: dict[str, Any]) -> bool:
        try:
            parse_answer(found)
        except Exception:
            return False
        return len({one["id"] for one in found["annotations"]}) == len(found["annotations"])

    return answers(modality).filter(shape)


def cells(*boxes: tuple[str, str, float], sharp: str = "yes", **more: Any) -> Answer:
    marks: list[dict[str, Any]] = [
        {"kind": "box", "id": id, "name": "cells", "class": class_, "x": x, "y": 10, "width": 20,
         "height": 20} | more
        for id, class_, x in boxes
    ]  # fmt: skip
    marks.append({"kind": "class", "id": "s", "name": "sharp", "classes": [sharp]})
    return parse_answer({"modality": "picture", "annotations": marks})


def states(right: Answer, given: Answer) -> list[tuple[str, str | None, str | None]]:
    found = feedback(CELLS, right, given)
    return [(one.state, one.ours, one.theirs) for one in found.marks if one.name == "cells"]


def test_a_mark_is_shifted_of_another_class_changed_missing_or_extra() -> None:
    right = cells(("a", "RBC", 10))
    assert states(right, cells(("b", "RBC", 11))) == [("right", "a", "b")]
    assert states(right, cells(("b", "RBC", 16))) == [("shifted", "a", "b")]
    assert states(right, cells(("b", "RBC", 24))) == [("shifted", "a", "b")]
    assert states(right, cells(("b", "WBC", 11))) == [("wrong_class", "a", "b")]
    assert states(right, cells(("b", "RBC", 10), attributes={"cut": True})) == [
        ("changed", "a", "b")
    ]
    assert states(right, cells(("b", "RBC", 60))) == [("missing", "a", None), ("extra", None, "b")]
    said = feedback(CELLS, right, cells(("b", "WBC", 11), sharp="no"))
    assert [one.says for one in said.marks] == [
        [{"field": "class", "right": "RBC", "given": "WBC"}],
        [{"field": "classes", "right": ["yes"], "given": ["no"]}],
    ]
    assert said.marks[1].state == "changed"
    assert said.score == 0


def test_one_of_its_own_class_is_preferred_to_a_nearer_one_of_another() -> None:
    right = cells(("a", "RBC", 10))
    given = cells(("far", "RBC", 14), ("near", "WBC", 10))
    assert states(right, given) == [("shifted", "a", "far"), ("extra", None, "near")]


def test_what_nothing_is_said_about_makes_nobody_better() -> None:
    schema = parse_schema(
        {
            "modality": "picture",
            "labels": [
                {"kind": "box", "name": name, "classes": [{"id": "a"}]} for name in ("one", "two")
            ],
        }
    )
    box = {"kind": "box", "id": "a", "name": "one", "class": "a", "x": 1, "y": 1, "width": 9,
           "height": 9}  # fmt: skip
    right = parse_answer({"modality": "picture", "annotations": [box]})
    empty = parse_answer({"modality": "picture", "annotations": []})
    assert feedback(schema, right, empty).score == 0
    assert feedback(schema, empty, empty).score == 1


def test_a_verdict_is_right_and_names_what_is_wrong() -> None:
    right = cells(("a", "RBC", 10), ("b", "RBC", 50))
    shown = cells(("x", "RBC", 10), ("y", "WBC", 50))
    assert wrong_in(CELLS, right, shown) == ["y"]

    def score(verdict: str, *pins: str, wanted: str = "return", fixed: Any = None) -> Any:
        named = [{"annotation": pin} for pin in pins]
        found = judged(
            CELLS,
            right=right,
            shown=shown,
            wanted=wanted,
            verdict=verdict,
            pins=named,
            fixed=fixed,
        )
        return found.score, found.named

    assert score("return", "y") == (1, True)
    assert score("return", "x") == (0.5, False)
    assert score("return") == (0.5, False)
    assert score("approve") == (0, None)
    assert score("reject", wanted="reject") == (1, None)
    assert score("fix", wanted="fix", fixed=right) == (1, True)
    assert score("fix", wanted="fix", fixed=shown) == (0.5, False)
    mended = cells(("x", "RBC", 10), ("y", "RBC", 51))
    assert 0.9 < score("fix", wanted="fix", fixed=mended)[0] < 1


def test_where_all_that_is_wrong_is_missing_any_spot_names_it() -> None:
    right, shown = cells(("a", "RBC", 10), ("b", "RBC", 50)), cells(("a", "RBC", 10))
    ask = {"right": right, "shown": shown, "wanted": "return", "verdict": "return"}
    assert judged(CELLS, **ask, pins=[{"x": 55.0, "y": 12.0}]).score == 1  # type: ignore[arg-type]
    assert judged(CELLS, **ask).score == 0.5  # type: ignore[arg-type]
