"""Boxes, tables and reading order on pages: what is wrong with them, how two answers compare."""

import json
from pathlib import Path
from typing import Any

import pytest

from app.labels import (
    DocumentFacts,
    SchemaRefused,
    check,
    consensus,
    parse_answer,
    parse_schema,
    similarity,
    statistics,
)
from app.labels.base import Page
from app.labels.parse import Answer

CASES = Path(__file__).parents[2] / "frontend" / "tests" / "unit" / "annotate-document"

CLASSES = [{"id": "a"}, {"id": "b"}]
SCHEMA = parse_schema(
    {
        "modality": "document",
        "labels": [
            {"kind": "page_box", "name": "boxes", "classes": CLASSES, "text": "optional"},
            {"kind": "table", "name": "tables", "classes": CLASSES},
            {"kind": "order", "name": "order", "required": False},
        ],
    }
)
READ = parse_schema({"modality": "document", "labels": [
    {"kind": "page_box", "name": "boxes", "classes": CLASSES, "text": "required"},
]})  # fmt: skip
ORDERED = parse_schema({"modality": "document", "labels": [
    {"kind": "page_box", "name": "boxes", "classes": CLASSES},
    {"kind": "order", "name": "order"},
]})  # fmt: skip


def box(id: str, x: float = 0, y: float = 0, part: str = "p1", **more: Any) -> dict[str, Any]:
    return {"kind": "page_box", "id": id, "name": "boxes", "class": "a", "part": part,
            "x": x, "y": y, "width": 10, "height": 10, **more}  # fmt: skip


def table(id: str, *cells: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"kind": "table", "id": id, "name": "tables", "class": "a", "part": "p1", "x": 0, "y": 0,
            "width": 40, "height": 40, "rows": [20], "columns": [20], "cells": list(cells),
            **more}  # fmt: skip


def order(*ids: str) -> dict[str, Any]:
    return {"kind": "order", "id": "o", "name": "order", "order": list(ids)}


def answer(*marks: dict[str, Any]) -> Answer:
    return parse_answer({"modality": "document", "annotations": list(marks)})


def test_the_recorded_documents_are_what_the_server_finds() -> None:
    recorded = json.loads((CASES / "validity-cases.json").read_text())
    facts = DocumentFacts(tuple(Page(**page) for page in recorded["pages"]))
    labels = {label["name"]: label for label in recorded["labels"]}
    for case in recorded["cases"]:
        schema = parse_schema(
            {"modality": "document", "labels": [labels[name] for name in case["labels"]]}
        )
        given = parse_answer({"modality": "document", "annotations": case["annotations"]})
        found = [[fault.code, fault.annotation] for fault in check(schema, facts, given)]
        assert found == case["faults"], case


def test_an_order_refers_to_labels_that_are_there() -> None:
    with pytest.raises(SchemaRefused, match="no label"):
        parse_schema(
            {"modality": "document", "labels": [{"kind": "order", "name": "o", "of": ["gone"]}]}
        )


def test_boxes_of_two_pages_are_not_one() -> None:
    assert similarity(SCHEMA, answer(box("1")), answer(box("2"))) == 1
    assert similarity(SCHEMA, answer(box("1")), answer(box("2", part="p2"))) < 0.7


def test_what_is_read_in_a_box_counts() -> None:
    ours = answer(box("1", text="합계 12,000원"))
    assert similarity(READ, ours, answer(box("2", text="합계 12,000원"))) == 1
    near = similarity(READ, ours, answer(box("2", text="합계 12,500원")))
    far = similarity(READ, ours, answer(box("2", text="전화")))
    assert 0 <= far < near < 1


def test_cells_count_where_they_cover_the_same() -> None:
    schema = parse_schema(
        {
            "modality": "document",
            "labels": [{"kind": "table", "name": "tables", "classes": CLASSES}],
        }
    )
    head = {"row": 0, "column": 0, "header": True, "text": "품목"}
    ours = answer(table("1", head))
    assert similarity(schema, ours, answer(table("2", head))) == 1
    # One place of four is no head there.
    assert similarity(schema, ours, answer(table("2", {**head, "header": False}))) == 0.75
    # Two of four are one there.
    merged = answer(table("2", head, {"row": 1, "column": 0, "columns": 2}))
    assert similarity(schema, ours, merged) == 0.5
    # A row more: four of six places are there in both.
    assert similarity(schema, ours, answer(table("2", head, rows=[20, 30]))) == pytest.approx(4 / 6)


def test_an_order_is_compared_by_what_it_orders_not_by_ids() -> None:
    places = [(0, 0), (0, 30), (0, 60), (0, 90)]
    ours = [box(f"a{n}", *place) for n, place in enumerate(places)]
    theirs = [box(f"b{n}", *place) for n, place in enumerate(places)]

    def alike(mine: list[int], other: list[int], *, given: int = 4) -> float:
        left = answer(*ours, order(*(f"a{n}" for n in mine)))
        right = answer(*theirs[:given], order(*(f"b{n}" for n in other)))
        # Half of it is the boxes, which are the same.
        return similarity(ORDERED, left, right)

    same = alike([0, 1, 2, 3], [0, 1, 2, 3])
    swapped = alike([0, 1, 2, 3], [0, 1, 3, 2])
    turned = alike([0, 1, 2, 3], [3, 2, 1, 0])
    assert same == 1
    assert turned < swapped < same
    assert 2 * (same - swapped) == pytest.approx(1 / 6)  # of six pairs one
    assert alike([0, 1, 2, 3], [0, 1, 2], given=3) < same


def test_several_agree_on_an_order_of_what_they_agree_on() -> None:
    def one(prefix: str, *ids: int) -> Answer:
        boxes = [box(f"{prefix}{n}", 0, 30 * n) for n in range(3)]
        return answer(*boxes, order(*(f"{prefix}{n}" for n in ids)))

    made = consensus(ORDERED, [one("a", 0, 1, 2), one("b", 2, 1, 0), one("c", 0, 1, 2)])
    boxes = {mark.id: mark for mark in made.annotations if mark.kind == "page_box"}
    (chosen,) = (mark for mark in made.annotations if mark.kind == "order")
    assert [boxes[id].y for id in chosen.order] == [0, 30, 60]  # type: ignore[union-attr]
    facts = DocumentFacts((Page(200, 200, 0),))
    assert check(ORDERED, facts, made) == []


def test_the_box_that_reads_like_the_others_stands() -> None:
    given = [answer(box("1", text=text)) for text in ("12,O00", "12,000", "12,000")]
    (mark,) = consensus(READ, given).annotations
    assert mark.text == "12,000"  # type: ignore[union-attr]


def test_what_is_said_of_documents_is_counted() -> None:
    given = [answer(box("1"), box("2", 30), table("t"), order("1", "2", "t"))]
    counted = statistics(SCHEMA, given)
    assert counted["boxes"] == {"classes": {"a": 2}}
    assert counted["tables"] == {"classes": {"a": 1}, "cells": 4}
    assert counted["order"] == {"count": 1, "ordered": 3}


def test_thousands_of_boxes_on_hundreds_of_pages_compare_in_seconds() -> None:
    def many(prefix: str) -> Answer:
        boxes = [box(f"{prefix}{n}", n % 7 * 20, n % 5 * 20, part=f"p{n // 35 + 1}")
                 for n in range(7_000)]  # fmt: skip
        return answer(*boxes, order(*(str(one["id"]) for one in boxes)))

    assert similarity(ORDERED, many("a"), many("b")) == 1
