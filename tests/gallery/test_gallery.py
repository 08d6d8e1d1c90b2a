"""Every ready schema is one, shows what it asks for, and speaks both languages."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import groupby
from typing import Any

import pytest

from app.gallery.schemas import Ready
from app.gallery.service import FOLDER, gallery
from app.labels import (
    AssetFacts,
    CaptureFacts,
    check,
    facts_from,
    parse_answer,
    parse_schema,
    parts_of,
    schema_json,
)
from app.labels.base import MODALITIES

KINDS = {
    *("box", "rotated_box", "polygon", "mask", "polyline", "point", "keypoints", "cuboid"),
    *("span", "class", "rating", "writing", "comparison", "ranking", "relation"),
    *("segment", "event", "box_track", "polygon_track", "point_track"),
    *("page_box", "table", "order"),
    *("recording", "photograph", "film", "file"),
}
HANGUL = re.compile(r"[가-힣]")


def facts(example: dict[str, Any]) -> AssetFacts:
    takes = example.get("captures")
    found = facts_from(
        width=example.get("width"),
        height=example.get("height"),
        parts=parts_of(example) if "parts" in example else None,
        media=example.get("facts"),
        captures=None
        if takes is None
        else {one["id"]: CaptureFacts(one["label"], "passed") for one in takes},
    )
    assert found is not None
    return found


def named(value: Any) -> Iterator[dict[str, Any]]:
    """Everything in a definition that has an id or a name of its own."""
    if isinstance(value, list):
        for one in value:
            yield from named(one)
    elif isinstance(value, dict):
        if "id" in value or "name" in value:
            yield value
        for key, one in value.items():
            if key != "when":
                yield from named(one)


every = pytest.mark.parametrize("ready", gallery(), ids=lambda one: one.id)


def test_there_are_many_and_every_file_is_one() -> None:
    assert len(gallery()) >= 28
    assert {one.id for one in gallery()} == {path.stem for path in FOLDER.iterdir()}
    modalities = [one.definition["modality"] for one in gallery()]
    assert [one for one, _ in groupby(modalities)] == list(MODALITIES.values())
    assert modalities.count("picture") >= 10
    assert modalities.count("text") >= 10
    assert min(map(modalities.count, MODALITIES.values())) >= 2


def test_every_kind_of_label_has_an_example() -> None:
    labels = [label for one in gallery() for label in one.definition["labels"]]
    assert {label["kind"] for label in labels} == KINDS
    attributes = [one for label in labels for one in label.get("attributes", ())]
    assert {one["kind"] for one in attributes} >= {"choice", "number", "text", "flag"}
    assert any(one.get("parent") for label in labels for one in label.get("classes", ()))


@every
def test_it_is_a_schema_that_says_no_more_than_it_has_to(ready: Ready) -> None:
    schema = parse_schema(ready.definition)
    assert parse_schema(schema_json(schema)) == schema


@every
def test_its_example_answers_every_question_without_a_fault(ready: Ready) -> None:
    schema = parse_schema(ready.definition)
    example = ready.example
    answer = parse_answer({"modality": schema.modality, "annotations": example["annotations"]})
    assert [one.as_json() for one in check(schema, facts(example), answer)] == []
    assert {one.name for one in answer.annotations} >= {label.name for label in schema.labels}


@every
def test_everything_has_a_korean_and_an_english_name(ready: Ready) -> None:
    for one in (ready.model_dump(), *named(ready.definition)):
        assert one.get("ko"), one
        assert one.get("en"), one
        assert not HANGUL.search(one["en"]), one["en"]
    assert HANGUL.search(ready.about_ko)
    assert not HANGUL.search(ready.about_en)
