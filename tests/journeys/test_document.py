"""Receipts as PDF: boxes with what stands in them, a table, pairs of keys and values, the reading
order; two people, one inspector; out as JSONL, CSV and COCO, and back."""

from __future__ import annotations

import contextlib
import io
import random
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from pycocotools.coco import COCO

from tests.conftest import Database, Program, Server
from tests.journeys.media import Media, Thing, journey
from tests.journeys.texts import Marks

pytestmark = [pytest.mark.timeout(300)]

RECEIPTS = 12
WIDTH, HEIGHT = 300, 420  # points
SCHEMA: dict[str, Any] = {
    "modality": "document",
    "labels": [
        {
            "kind": "page_box",
            "name": "칸",
            "classes": [{"id": "key", "ko": "이름"}, {"id": "value", "ko": "값"}],
            "text": "required",
            "attributes": [{"name": "stamped", "kind": "flag"}],
        },
        {"kind": "table", "name": "items", "classes": [{"id": "goods"}]},
        {"kind": "span", "name": "words", "classes": [{"id": "amount"}]},
        {
            "kind": "relation",
            "name": "pair",
            "classes": [{"id": "says"}],
            "from": ["칸"],
            "to": ["칸"],
        },
        {"kind": "order", "name": "reading", "of": ["칸", "items"]},
        {"kind": "class", "name": "type", "classes": [{"id": "receipt"}, {"id": "invoice"}]},
        {
            "kind": "class",
            "name": "side",
            "per": "part",
            "classes": [{"id": "front"}, {"id": "back"}],
        },
    ],
}


def pdf(*pages: list[str]) -> bytes:
    """A PDF whose pages have these lines of text, 20 points below each other."""
    objects = ["<< /Type /Catalog /Pages 2 0 R >>", ""]
    objects.append("<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>")
    kids = []
    for lines in pages:
        shown = " ".join(f"({line}) Tj 0 -20 Td" for line in lines)
        content = f"BT /F1 12 Tf 30 {HEIGHT - 40} Td {shown} ET"
        objects.append(f"<< /Length {len(content)} >>\nstream\n{content}\nendstream")
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {WIDTH} {HEIGHT}] "
            f"/Resources << /Font << /F1 3 0 R >> >> /Contents {len(objects)} 0 R >>"
        )
        kids.append(f"{len(objects)} 0 R")
    objects[1] = f"<< /Type /Pages /Kids [{' '.join(kids)}] /Count {len(kids)} >>"
    out = bytearray(b"%PDF-1.4\n")
    places = []
    for at, one in enumerate(objects, 1):
        places.append(len(out))
        out += f"{at} 0 obj\n{one}\nendobj\n".encode()
    begins = len(out)
    out += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n".encode()
    out += b"".join(f"{place:010} 00000 n \n".encode() for place in places)
    out += f"trailer\n<< /Size {len(objects) + 1} /Root 1 0 R >>\n".encode()
    return bytes(out + f"startxref\n{begins}\n%%EOF\n".encode())


def receipt(number: int) -> Thing:
    """Two pages: a sum, and a table of goods."""
    total = f"{random.Random(number).randint(10, 99)},{number:03}"
    content = pdf(["Total", total], [f"Goods {number}", "Apple", "Pear"])
    box = {"kind": "page_box", "name": "칸", "part": "p1", "width": 120.5, "height": 28}
    table = {"kind": "table", "name": "items", "class": "goods", "part": "p2"}
    sides = {"x": 40, "y": 60, "width": 400, "height": 300}
    cells = [
        {"row": 0, "column": 0, "columns": 2, "text": f"Goods {number}", "header": True},
        {"row": 1, "column": 0, "text": "Apple"},
        {"row": 2, "column": 1, "text": "1,000"},
    ]
    span = {"kind": "span", "name": "words", "class": "amount", "part": "p1"}
    marks: Marks = [
        box | {"id": "k", "class": "key", "x": 55, "y": 50.25, "text": "Total"},
        box
        | {
            "id": "v",
            "class": "value",
            "x": 55,
            "y": 90,
            "text": total,
            "attributes": {"stamped": True},
        },
        table | sides | {"id": "t", "rows": [120, 200.5], "columns": [240], "cells": cells},
        span | {"id": "w", "start": 0, "end": 5},
        {"id": "r", "kind": "relation", "name": "pair", "class": "says", "from": "k", "to": "v"},
        {"id": "o", "kind": "order", "name": "reading", "order": ["k", "v", "t"]},
        {"id": "c", "kind": "class", "name": "type", "classes": ["receipt"]},
        {"id": "s1", "kind": "class", "name": "side", "classes": ["front"], "part": "p1"},
        {"id": "s2", "kind": "class", "name": "side", "classes": ["back"], "part": "p2"},
    ]
    return Thing(f"영수증/{number:02}.pdf", content, marks)


def careless(one: Thing, _: int) -> Marks:
    """Every other sum is read wrong, whoever of the two comes to it."""
    if int(one.name[-5]) % 2:
        return one.truth
    return [mark | {"text": "0"} if mark["id"] == "v" else mark for mark in one.truth]


def test_from_receipts_to_an_inspected_exported_set_of_fields(
    database: Database, server: Server, background: Program, tmp_path: Path
) -> None:
    things = [receipt(number) for number in range(RECEIPTS)]
    first = things[0]
    unordered = [
        mark | {"order": ["k", "v"]} if mark["id"] == "o" else mark for mark in first.truth
    ]
    way = journey(
        server.url,
        database.settings.outbox,
        things,
        schema=SCHEMA,
        faulty={first.name: (unordered, "not_all_ordered")},
    )
    with closing(way):
        way.gather()
        way.design()
        way.bring()
        for facts in way.facts.values():
            sizes = [(page["width"], page["height"]) for page in facts["pages"]]
            assert sizes == [(2 * WIDTH, 2 * HEIGHT)] * 2
            assert facts["pages"][0]["length"] >= len("Total10,000")
        way.work(careless)
        way.inspect(lambda _: {"part": "p1", "x": 60, "y": 100.5})
        assert sum(way.mended.values()) >= 2, way.mended
        way.must_be_accepted()
        way.lines()
        files = way.packed("coco")
        must_be_read_by_pycocotools(files["annotations.json"], way, tmp_path)
        way.must_come_back("jsonl")
        way.must_come_back("csv")
        for name, one in list(way.pictures.items()):
            lost = ("span", "relation", "order")
            truth = [mark for mark in one.truth if mark["kind"] not in lost]
            way.pictures[name] = Thing(name, one.content, truth)
        way.must_come_back("coco", "id", files=files)


def must_be_read_by_pycocotools(content: bytes, way: Media, folder: Path) -> None:
    """An image a page, and on it the boxes and the table in pixels at 144 to the inch."""
    path = folder / "coco.json"
    path.write_bytes(content)
    with contextlib.redirect_stdout(io.StringIO()):
        read = COCO(str(path))
    images = {one["file_name"]: one for one in read.loadImgs(read.getImgIds())}
    assert len(images) == 2 * RECEIPTS
    names = {one["id"]: one["name"] for one in read.loadCats(read.getCatIds())}
    for name, one in way.pictures.items():
        total = next(mark for mark in one.truth if mark["id"] == "v")
        front = images[f"documents/{name}/p1.png"]
        assert (front["width"], front["height"]) == (2 * WIDTH, 2 * HEIGHT)
        boxes = read.loadAnns(read.getAnnIds(imgIds=[front["id"]]))
        found = {names[box["category_id"]]: box for box in boxes}
        assert found["value"]["bbox"] == [55, 90, 120.5, 28]
        assert found["value"]["attributes"] == {"stamped": True, "text": total["text"]}
        (table,) = read.loadAnns(read.getAnnIds(imgIds=[images[f"documents/{name}/p2.png"]["id"]]))
        assert (names[table["category_id"]], table["bbox"]) == ("goods", [40, 60, 400, 300])
        assert len(table["table"]["cells"]) == 3
    assert set(names.values()) == {"key", "value", "goods"}
