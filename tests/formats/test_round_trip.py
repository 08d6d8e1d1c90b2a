"""Each format written, read back, and compared with a golden file."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pycocotools.coco import COCO
from pycocotools.mask import area

from app.formats import Record, coco, jsonl, voc
from app.formats.writing import Asked, Category, Notes
from tests.formats.sources import Files, split

GOLDEN = Path(__file__).parent / "golden"
ASKED = Asked([Category(1, "RBC", "cells"), Category(7, "백혈구", "cells")])


def box(x: float, y: float, width: float, height: float, class_: str = "RBC") -> dict[str, Any]:
    sides = {"x": x, "y": y, "width": width, "height": height}
    return {"kind": "box", "id": f"a{x}", "name": "cells", "class": class_} | sides


def records() -> list[Record]:
    return [
        Record(
            "혈액/1.jpg",
            media="images/혈액/1.jpg",
            sha256="ab" * 32,
            width=640,
            height=480,
            annotations=[
                box(1.5, 2, 10.25, 20),
                box(0.1, 0.2, 0.30000000000000004, 479.8, "백혈구"),
                {"kind": "class", "id": "v", "name": "view", "classes": ["good", "<dark> & dim"]},
            ],
            meta={"camera": "A"},
            provenance={"item": 12, "authors": ["P-1"], "accepted_at": "2026-01-01T00:00:00Z"},
            number=12,
        ),
        Record("b/1.jpg", media="images/b/1.jpg", width=30, height=20, annotations=[], number=13),
        Record("b/1.png", media="images/b/1.png", width=30, height=20, annotations=[], number=14),
    ]


def pictures() -> dict[str, bytes]:
    return {record.media or "": b"" for record in records()}


def boxes(record: Record) -> list[tuple[Any, ...]]:
    return [
        (one["class"], one["x"], one["y"], one["width"], one["height"])
        for one in record.annotations or ()
        if one["kind"] == "box"
    ]


def chosen(record: Record) -> list[tuple[Any, ...]]:
    return [
        (one["name"], tuple(one["classes"]))
        for one in record.annotations or ()
        if one["kind"] == "class"
    ]


def same(read: list[Record], loss: float = 0.0) -> None:
    by_media = {record.media: record for record in read}
    assert by_media.keys() == pictures().keys()
    for record in records():
        back = by_media[record.media]
        assert (back.width, back.height) == (record.width, record.height)
        assert chosen(back) == chosen(record)
        assert len(boxes(back)) == len(boxes(record))
        for ours, theirs in zip(boxes(record), boxes(back), strict=True):
            assert ours[0] == theirs[0]
            assert ours[1:] == pytest.approx(theirs[1:], abs=loss, rel=0)


def golden(name: str, content: bytes) -> None:
    assert content.decode() == (GOLDEN / name).read_text(encoding="utf-8")


def test_jsonl() -> None:
    content = b"".join(jsonl.write(records()))
    golden("manifest.jsonl", content)
    read, refused = split(jsonl.read(Files({"manifest.jsonl": content} | pictures())))
    assert refused == []
    same(read)
    first = read[0]
    assert (first.meta, first.sha256) == ({"camera": "A"}, "ab" * 32)
    assert first.provenance == records()[0].provenance
    assert list(first.annotations or ()) == list(records()[0].annotations or ())


def test_coco() -> None:
    content = b"".join(coco.write(records(), replace(ASKED, info={"version": "1.0"}), Notes()))
    golden("coco.json", content)
    read, refused = split(coco.read(Files({"annotations.json": content} | pictures())))
    assert refused == []
    same(read)


def test_coco_is_read_by_pycocotools(tmp_path: Path) -> None:
    path = tmp_path / "coco.json"
    path.write_bytes(b"".join(coco.write(records(), ASKED, Notes())))
    read = COCO(str(path))
    assert sorted(read.getImgIds()) == [12, 13, 14]
    assert read.loadImgs(12)[0]["file_name"] == "images/혈액/1.jpg"
    assert [one["bbox"] for one in read.loadAnns(read.getAnnIds(imgIds=12))] == [
        [1.5, 2, 10.25, 20],
        [0.1, 0.2, 0.30000000000000004, 479.8],
    ]
    assert read.getAnnIds(imgIds=13) == []
    assert {one["id"]: one["name"] for one in read.loadCats(read.getCatIds())} == {
        1: "RBC",
        7: "백혈구",
    }


def outlines() -> Record:
    points = [[10.5, 2], [30, 2.25], [0.30000000000000004, 19.5]]
    marks = [
        {"kind": "polygon", "id": "p1", "name": "cells", "class": "RBC", "points": points},
        box(1, 2, 3, 4),
    ]
    return Record("c.jpg", media="c.jpg", width=30, height=20, annotations=marks, number=3)


def test_outlines_come_back_as_they_were(tmp_path: Path) -> None:
    content = b"".join(coco.write([outlines()], ASKED, Notes()))
    (record,), refused = split(coco.read(Files({"c.json": content, "c.jpg": b""})))
    assert refused == []
    polygon, square = record.annotations or ()
    assert [list(at) for at in polygon["points"]] == (outlines().annotations or ())[0]["points"]
    assert (polygon["class"], polygon["hint"], square["kind"]) == ("RBC", "cells", "box")
    path = tmp_path / "coco.json"
    path.write_bytes(content)
    first, _ = COCO(str(path)).loadAnns([1, 2])
    assert first["bbox"] == pytest.approx([0.3, 2, 29.7, 17.5])
    # pycocotools makes a mask of it: the area by pixels is near the one by corners.
    pixels = area(COCO(str(path)).annToRLE(first))
    assert float(pixels) == pytest.approx(first["area"], rel=0.05)


def test_voc_has_the_box_around_an_outline() -> None:
    (file,) = voc.write([outlines()], ASKED, Notes())
    (record,), _ = split(voc.read(Files({file.name: file.content, "c.jpg": b""})))
    found = boxes(record)
    assert found[0] == ("RBC", pytest.approx(0.3), 2, pytest.approx(29.7), 17.5)
    assert found[1] == ("RBC", 1, 2, 3, 4)


def test_voc() -> None:
    files = {file.name: file.content for file in voc.write(records(), ASKED, Notes())}
    assert list(files) == [
        "Annotations/혈액/1.xml",
        "Annotations/b/1.xml",
        "Annotations/b/1.png.xml",
    ]
    golden("voc.xml", files["Annotations/혈액/1.xml"])
    read, refused = split(voc.read(Files(files | pictures())))
    assert refused == []
    same(read, loss=1e-9)


def test_coco_of_nothing_is_a_whole_file() -> None:
    assert json.loads(b"".join(coco.write([], ASKED, Notes())))["images"] == []


finite = st.floats(0.001, 10_000, allow_nan=False, allow_infinity=False)


@given(st.lists(st.tuples(finite, finite, finite, finite), min_size=1, max_size=5))
def test_any_float_survives(sides: list[tuple[float, float, float, float]]) -> None:
    record = Record(
        "a.jpg",
        media="a.jpg",
        width=100_000,
        height=100_000,
        annotations=[box(*four) for four in sides],
    )
    picture = {"a.jpg": b""}
    content = b"".join(coco.write([record], ASKED, Notes()))
    (read,), _ = split(coco.read(Files({"c.json": content} | picture)))
    assert boxes(read) == boxes(record)
    content = b"".join(jsonl.write([record]))
    (read,), _ = split(jsonl.read(Files({"m.jsonl": content} | picture)))
    assert boxes(read) == boxes(record)
    (file,) = voc.write([record], ASKED, Notes())
    (read,), _ = split(voc.read(Files({file.name: file.content} | picture)))
    for ours, theirs in zip(boxes(record), boxes(read), strict=True):
        assert ours[1:] == pytest.approx(theirs[1:], abs=1e-9, rel=0)
