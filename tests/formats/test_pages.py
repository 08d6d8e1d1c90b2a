"""Documents in COCO: an image a page; boxes, what stands in them, tables come back."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pycocotools.coco import COCO

from app.formats import Record, coco, detect, reader
from app.formats.writers import WRITERS
from app.formats.writing import Asked, Category, Notes
from app.labels import Adopter, facts_from, parse_schema
from tests.formats.made import bare
from tests.formats.sources import Files, split

GOLDEN = Path(__file__).parent / "golden" / "document"
FACTS = {
    "modality": "document",
    "pages": [
        {"width": 1_191, "height": 1_684, "length": 120},
        {"width": 1_684, "height": 1_191, "length": 0},
    ],
}
LABELS: list[dict[str, Any]] = [
    {
        "kind": "page_box",
        "name": "fields",
        "classes": [{"id": "금액"}, {"id": "title"}],
        "text": "optional",
        "attributes": [{"name": "text", "kind": "text"}, {"name": "torn", "kind": "flag"}],
    },
    {"kind": "table", "name": "tables", "classes": [{"id": "품목"}]},
    {"kind": "class", "name": "type", "classes": [{"id": "영수증"}]},
    {"kind": "class", "name": "face", "per": "part", "classes": [{"id": "front"}, {"id": "back"}]},
    {"kind": "relation", "name": "pair", "classes": [{"id": "value"}]},
    {"kind": "order", "name": "reading"},
]
ASKED = Asked(
    [
        Category(1, "금액", "fields", "page_box"),
        Category(2, "title", "fields", "page_box"),
        Category(3, "품목", "tables", "table"),
    ],
    LABELS,
)


def page_box(x: float, y: float, part: str = "p1", **more: Any) -> dict[str, Any]:
    base = {"kind": "page_box", "name": "fields", "class": "금액", "part": part}
    return base | {"x": x, "y": y, "width": 200.5, "height": 30} | more


TABLE = {
    "kind": "table",
    "name": "tables",
    "class": "품목",
    "part": "p2",
    "x": 10,
    "y": 20,
    "width": 600,
    "height": 300,
    "rows": [120, 220.5],
    "columns": [310],
    "cells": [
        {"row": 0, "column": 0, "columns": 2, "text": "품목", "header": True},
        {"row": 2, "column": 1, "text": "1,000원"},
    ],
}
SAID: list[dict[str, Any]] = [
    page_box(10, 20, id="a", text="12,000원\n(부가세 포함)"),
    page_box(10, 90, id="b", attributes={"text": "손글씨", "torn": True}, text="합계", group="g1"),
    page_box(0, 0, "p2", id="c", **{"class": "title"}),
    TABLE,
    {"kind": "class", "name": "type", "classes": ["영수증"]},
    {"kind": "class", "name": "face", "classes": ["back"], "part": "p2"},
]
LOST: list[dict[str, Any]] = [
    {"kind": "relation", "name": "pair", "class": "value", "from": "a", "to": "b"},
    {"kind": "order", "name": "reading", "order": ["a", "b"]},
    {"kind": "span", "name": "words", "class": "x", "part": "p1", "start": 0, "end": 3},
]


def record(marks: list[Any], name: str = "영수증/a.pdf", number: int = 7) -> Record:
    media = f"documents/{name}"
    return Record(name, media=media, annotations=marks, number=number, facts=FACTS)


def written(*given: Record) -> tuple[bytes, Notes]:
    notes = Notes()
    return b"".join(coco.write(given, ASKED, notes)), notes


def back(*given: Record) -> list[Record]:
    content, _ = written(*given)
    source = Files({"annotations.json": content} | {one.media or "": b"" for one in given})
    found, refused = split(reader(detect(source))(source))
    assert refused == []
    return found


def held(marks: Any) -> list[str]:
    also = ("attributes", "group", "part")
    shown = [{k: v for k, v in bare(one, *also).items() if v is not None} for one in marks]
    return sorted(json.dumps(one, sort_keys=True, ensure_ascii=False) for one in shown)


def test_what_is_held_comes_back() -> None:
    (found,) = back(record(SAID))
    assert found.media == "documents/영수증/a.pdf"
    assert held(found.annotations) == held(SAID)


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.tuples(
            st.floats(0, 900),
            st.floats(0, 1_100),
            st.sampled_from(["p1", "p2"]),
            st.sampled_from(["", "글", 'a "b"', " "]),
        ),
        max_size=6,
    )
)
def test_any_boxes_come_back(places: list[tuple[float, float, str, str]]) -> None:
    drawn = [page_box(x, y, part) | ({"text": text} if text else {}) for x, y, part, text in places]
    (found,) = back(record(drawn))
    assert held(found.annotations) == held(drawn)


def test_a_stage_that_asks_the_same_takes_it_all() -> None:
    (found,) = back(record(SAID))
    facts = facts_from(width=None, height=None, media=FACTS)
    assert facts is not None
    adopted = Adopter(parse_schema({"modality": "document", "labels": LABELS}))(
        facts, found.annotations or ()
    )
    assert adopted.faults == ()
    assert len(adopted.answer.annotations) == len(SAID)


def test_several_documents_and_empty_ones() -> None:
    found = back(record(SAID), record([], "b.pdf", 8), record(SAID[:1], "c.pdf", 9))
    assert {one.media: len(one.annotations or ()) for one in found} == {
        "documents/영수증/a.pdf": len(SAID),
        "documents/b.pdf": 0,
        "documents/c.pdf": 1,
    }


def test_golden() -> None:
    content, notes = written(record(SAID + LOST))
    assert content == (GOLDEN / "coco.json").read_bytes()
    assert [(row["code"], row["about"]) for row in notes.rows()] == [
        ("left_out", "pair"),
        ("left_out", "reading"),
        ("left_out", "words"),
    ]


def test_pycocotools_reads_it(tmp_path: Path) -> None:
    content, _ = written(record(SAID), record([], "b.pdf", 8))
    path = tmp_path / "coco.json"
    path.write_bytes(content)
    read = COCO(str(path))
    images = read.loadImgs(read.getImgIds())
    assert sorted((one["file_name"], one["width"], one["height"]) for one in images) == [
        ("documents/b.pdf/p1.png", 1_191, 1_684),
        ("documents/b.pdf/p2.png", 1_684, 1_191),
        ("documents/영수증/a.pdf/p1.png", 1_191, 1_684),
        ("documents/영수증/a.pdf/p2.png", 1_684, 1_191),
    ]
    first = next(one["id"] for one in images if one["file_name"].endswith("a.pdf/p1.png"))
    found = read.loadAnns(read.getAnnIds(imgIds=[first]))
    assert [one["bbox"] for one in found] == [[10, 20, 200.5, 30], [10, 90, 200.5, 30]]
    assert found[0]["attributes"] == {"text": "12,000원\n(부가세 포함)"}
    assert {one["name"] for one in read.loadCats(read.getCatIds())} == {"금액", "title", "품목"}


def test_pages_of_others_are_told_by_their_names() -> None:
    content = {
        "images": [{"id": 1, "file_name": "x/a.pdf/p2.jpg", "width": 10, "height": 10}],
        "annotations": [{"id": 1, "image_id": 1, "category_id": 1, "bbox": [1, 2, 3, 4]}],
        "categories": [{"id": 1, "name": "금액"}],
    }
    files = {"c.json": json.dumps(content).encode(), "a.pdf": b""}
    (found,), refused = split(coco.read(Files(files)))
    assert refused == []
    assert [(one["kind"], one["part"]) for one in found.annotations or ()] == [("page_box", "p2")]


@pytest.mark.parametrize(
    ("image", "mark", "code"),
    [
        ({"page": 0, "file_name": "x"}, {}, "bad_page"),
        ({"document": "b.pdf"}, {}, "no_media"),
        ({"document": "../a.pdf"}, {}, "bad_name"),
        ({}, {"bbox": [1, 2, 0, 4]}, "zero_area"),
        ({}, {"table": {"rows": ["x"]}}, "not_a_number"),
    ],
)
def test_bad_pages(image: Any, mark: Any, code: str) -> None:
    base = {"id": 1, "file_name": "a.pdf/p1.png", "width": 9, "height": 9}
    base |= {"document": "a.pdf", "page": 1}
    one = {"id": 1, "image_id": 1, "category_id": 1, "bbox": [1, 2, 3, 4]} | mark
    content = {"images": [base | image], "annotations": [one]}
    content["categories"] = [{"id": 1, "name": "금액"}]
    files = {"c.json": json.dumps(content).encode(), "a.pdf": b""}
    _, refused = split(coco.read(Files(files)))
    assert code in [each.code for each in refused]


@pytest.mark.parametrize("format", ["jsonl", "csv"])
def test_lists_and_tables_hold_everything(format: str) -> None:
    given, notes = record(SAID + LOST), Notes()
    writer = WRITERS[format]
    assert writer.one is not None
    content = b"".join(writer.one([given], ASKED, notes))
    source = Files({f"a.{format}": content, given.media or "": b""})
    (found,), refused = split(reader(detect(source))(source))
    assert (refused, notes.rows()) == ([], [])
    assert held(found.annotations) == held(SAID + LOST)
