"""What readers make of files as people really send them."""

import codecs
import json
import random
import unicodedata
from typing import Any

import pytest
from pycocotools import mask as COCO_MASK

from app.formats import Format, Grade, UnknownFormat, coco, detect, folder, jsonl, plain, voc
from app.formats.streamed import _CHUNK, Broken, elements
from tests.formats.sources import Files, split

MANIFEST_ROW = {"name": "a.jpg", "url": "https://x.org/a.jpg", "width": 100, "height": 50}


def voc_xml(*objects: tuple[str, Any, Any, Any, Any], name: str = "", size: str = "") -> bytes:
    things = "".join(
        f"<object><name>{label}</name><bndbox><xmin>{a}</xmin><ymin>{b}</ymin>"
        f"<xmax>{c}</xmax><ymax>{d}</ymax></bndbox></object>"
        for label, a, b, c, d in objects
    )
    size = size or "<size><width>100</width><height>50</height><depth>3</depth></size>"
    return f"<annotation><filename>{name}</filename>{size}{things}</annotation>".encode()


# --- folder ----------------------------------------------------------------------------------


def test_folder_takes_pictures_and_says_what_it_leaves() -> None:
    files = ["a.jpg", "b/a.jpg", "c.PNG", "x.svg", "notes.md", "__MACOSX/a.jpg", "b/.DS_Store"]
    read, refused = split(folder.read(Files(dict.fromkeys(files, b""))))
    assert [record.name for record in read] == ["a.jpg", "b/a.jpg", "c.PNG"]
    assert all(record.annotations is None and record.document is None for record in read)
    assert {one.name: one.code for one in refused} == {
        "x.svg": "picture_type",
        "notes.md": "not_a_picture",
    }


def document(text: str) -> dict[str, Any]:
    return {"parts": [{"id": "text", "role": None, "text": text}]}


def test_folder_takes_texts_as_they_are() -> None:
    nfd = unicodedata.normalize("NFD", "한글")
    files = {
        "a/윈도.TXT": codecs.BOM_UTF8 + "서울\r\n👩‍👩‍👧 \t끝\n".encode(),
        "b.txt": f" {nfd}".encode(),
        "c.txt": "가".encode() * plain.MAX_LENGTH,
    }
    read, refused = split(folder.read(Files(files)))
    assert refused == []
    assert [record.name for record in read] == ["a/윈도.TXT", "b.txt", "c.txt"]
    assert all(record.media is record.annotations is None for record in read)
    assert [record.document for record in read] == [
        document("서울\r\n👩‍👩‍👧 \t끝\n"),
        document(f" {nfd}"),
        document("가" * plain.MAX_LENGTH),
    ]


@pytest.mark.parametrize(
    ("content", "code"),
    [
        ("서울".encode("cp949"), "not_utf8"),
        ("서울".encode("utf-16"), "not_utf8"),
        (b"", "empty_text"),
        (codecs.BOM_UTF8 + b" \r\n\t", "empty_text"),
        (b"a\0b", "bad_text"),
        ("가".encode() * (plain.MAX_LENGTH + 1), "text_too_long"),
        (b"a" * 5 * plain.MAX_LENGTH, "text_too_long"),
    ],
    ids=["cp949", "utf-16", "empty", "blank", "NUL", "too long", "far too long"],
)
def test_a_bad_text_is_refused_and_the_rest_read(content: bytes, code: str) -> None:
    read, refused = split(folder.read(Files({"a.txt": content, "b.txt": b"b"})))
    assert [record.name for record in read] == ["b.txt"]
    assert [(one.name, one.code, one.grade) for one in refused] == [("a.txt", code, Grade.ITEM)]


# --- jsonl -----------------------------------------------------------------------------------


def lines(*rows: object, start: bytes = b"") -> list[bytes]:
    whole = start + b"\n".join(
        row if isinstance(row, bytes) else json.dumps(row).encode() for row in rows
    )
    return whole.splitlines(keepends=True)


def test_a_manifest_registers_by_reference() -> None:
    labels = {
        "modality": "picture",
        "annotations": [{"kind": "box", "class": "RBC", "x": 1, "y": 2, "width": 3, "height": 4}],
    }
    row = MANIFEST_ROW | {"sha256": "AB" * 32, "labels": labels, "meta": {"서울": 1}}
    (record,), refused = split(jsonl.read_lines(lines(row, b"", start=codecs.BOM_UTF8)))
    assert refused == []
    assert (record.name, record.sha256, record.media) == ("a.jpg", "ab" * 32, None)
    assert (record.width, record.height, record.meta) == (100, 50, {"서울": 1})
    assert record.annotations == labels["annotations"]


@pytest.mark.parametrize(
    ("row", "code"),
    [
        (b"{", "not_json"),
        (b"\xff\xfe", "not_json"),
        (b"[1]", "not_an_object"),
        (MANIFEST_ROW | {"name": "../a.jpg"}, "bad_name"),
        (MANIFEST_ROW | {"name": None}, "bad_name"),
        (MANIFEST_ROW | {"name": "a\u0000.jpg"}, "bad_name"),
        (MANIFEST_ROW | {"url": "javascript:alert(1)"}, "bad_url"),
        (MANIFEST_ROW | {"url": "https://x.org/a b"}, "bad_url"),
        (MANIFEST_ROW | {"url": 3}, "bad_url"),
        (MANIFEST_ROW | {"url": None}, "no_media"),
        (MANIFEST_ROW | {"sha256": "zz"}, "bad_sha256"),
        (MANIFEST_ROW | {"sha256": "g" * 64}, "bad_sha256"),
        (MANIFEST_ROW | {"sha256": "ab  " * 16}, "bad_sha256"),
        (MANIFEST_ROW | {"width": None}, "bad_size"),
        (MANIFEST_ROW | {"width": 0}, "bad_size"),
        (MANIFEST_ROW | {"width": 1.5}, "bad_size"),
        (MANIFEST_ROW | {"width": True}, "bad_size"),
        (MANIFEST_ROW | {"labels": 3}, "bad_labels"),
        (MANIFEST_ROW | {"labels": [3]}, "bad_labels"),
        (MANIFEST_ROW | {"meta": []}, "bad_meta"),
        (MANIFEST_ROW | {"meta": {"a": "x" * 20_000}}, "bad_meta"),
        (MANIFEST_ROW | {"meta": {"a": "\u0000"}}, "bad_meta"),
    ],
)
def test_a_bad_row_is_refused_and_the_rest_read(row: object, code: str) -> None:
    good = MANIFEST_ROW | {"name": "b.jpg"}
    read, refused = split(jsonl.read_lines(lines(row, good)))
    assert [record.name for record in read] == ["b.jpg"]
    assert [(one.code, one.row) for one in refused] == [(code, "line 1")]


def test_unknown_fields_are_noted_once() -> None:
    rows = [MANIFEST_ROW | {"lables": []}] * 3
    read, refused = split(jsonl.read_lines(lines(*rows)))
    assert len(read) == 3
    assert [(one.code, one.grade) for one in refused] == [("unknown_field", Grade.NOTE)]


def test_boxes_of_a_row_are_refused_one_by_one() -> None:
    box = {"kind": "box", "class": "RBC", "x": 1, "y": 2, "width": 3, "height": 4}
    row = MANIFEST_ROW | {"labels": [box, box | {"width": 0}, box | {"x": 98}]}
    (record,), refused = split(jsonl.read_lines(lines(row)))
    assert record.annotations == [box]
    assert [one.code for one in refused] == ["zero_area", "past_edge"]
    assert all(one.grade is Grade.ANNOTATION for one in refused)


def test_a_manifest_beside_its_pictures() -> None:
    rows = [{"path": "사진/a.jpg"}, {"path": "gone.jpg"}, {"name": "x", "path": "사진/a.jpg"}]
    manifest = unicodedata.normalize("NFD", json.dumps(rows[0], ensure_ascii=False)).encode()
    rest = b"\n".join(json.dumps(row).encode() for row in rows[1:])
    files = {"set/manifest.jsonl": manifest + b"\n" + rest}
    files |= {"set/사진/a.jpg": b"", "set/other/a.jpg": b""}
    read, refused = split(jsonl.read(Files(files)))
    assert [record.media for record in read] == ["set/사진/a.jpg", "set/other/a.jpg"]
    assert [one.code for one in refused] == ["no_media", "second_row"]


def test_lines_that_are_texts() -> None:
    turns = [
        {"id": "t1", "role": "user", "text": "1 + 1?"},
        {"id": "t2", "role": "assistant", "text": ""},
    ]
    pair = [{"id": "a", "text": "하나"}, {"text": "둘", "id": "b", "role": None}]
    span = {"kind": "span", "class": "LC", "part": "text", "start": 0, "end": 2}
    rows = [
        {"name": "뉴스/1", "text": "서울 ", "labels": [span], "meta": {"쪽": 3}},
        {"text": "e\u0301 👍🏽"},
        {"name": "c", "parts": turns},
        {"name": "d", "parts": pair},
    ]
    read, refused = split(jsonl.read_lines(lines(*rows), "set/문장.jsonl"))
    assert refused == []
    assert [record.name for record in read] == ["뉴스/1", "문장-2", "c", "d"]
    assert (read[0].document, read[0].meta) == (document("서울 "), {"쪽": 3})
    assert read[0].annotations == [span]
    assert read[1].document == document("e\u0301 👍🏽")
    assert read[1].annotations is None
    assert read[2].document == {"parts": turns}
    assert read[3].document == {
        "parts": [
            {"id": "a", "role": None, "text": "하나"},
            {"id": "b", "role": None, "text": "둘"},
        ]
    }


def part(**changes: Any) -> dict[str, Any]:
    return {"id": "a", "text": "서울"} | changes


@pytest.mark.parametrize(
    ("row", "code"),
    [
        ({"text": ""}, "empty_text"),
        ({"text": " \n"}, "empty_text"),
        ({"text": None}, "bad_text"),
        ({"text": ["a"]}, "bad_text"),
        ({"text": "a\u0000"}, "bad_text"),
        (b'{"text": "\\ud800"}', "not_json"),
        ({"text": "가" * (plain.MAX_LENGTH + 1)}, "text_too_long"),
        ({"parts": [part(text="a" * 150_000), part(id="b", text="a" * 50_001)]}, "text_too_long"),
        ({"parts": []}, "bad_parts"),
        ({"parts": {"a": "서울"}}, "bad_parts"),
        ({"parts": ["서울"]}, "bad_parts"),
        ({"parts": [part(id=str(number)) for number in range(1001)]}, "bad_parts"),
        ({"parts": [part(), part()]}, "bad_parts"),
        ({"parts": [part(id="")]}, "bad_parts"),
        ({"parts": [part(id="a b")]}, "bad_parts"),
        ({"parts": [part(id="가")]}, "bad_parts"),
        ({"parts": [part(id="a" * 65)]}, "bad_parts"),
        ({"parts": [part(role="")]}, "bad_parts"),
        ({"parts": [part(role=1)]}, "bad_parts"),
        ({"parts": [part(content="서울")]}, "bad_parts"),
        ({"parts": [{"id": "a"}]}, "bad_text"),
        ({"parts": [part(text=" ")]}, "empty_text"),
        ({"text": "a", "parts": [part()]}, "two_contents"),
        ({"text": "a", "url": "https://x.org/a.jpg"}, "two_contents"),
        ({"text": "a", "path": "a.txt"}, "two_contents"),
        ({"text": "a", "name": "../a"}, "bad_name"),
        ({"text": "a", "labels": 3}, "bad_labels"),
        ({"text": "a", "meta": []}, "bad_meta"),
    ],
)
def test_a_bad_line_of_text_is_refused_and_the_rest_read(row: object, code: str) -> None:
    read, refused = split(jsonl.read_lines(lines(row, {"text": "b"})))
    assert [record.document for record in read] == [document("b")]
    assert [(one.code, one.row) for one in refused] == [(code, "line 1")]


def test_a_manifest_beside_its_texts() -> None:
    rows = [{"name": "하나", "path": "글/a.txt", "meta": {"쪽": 1}}, {"path": "글/나쁨.txt"}]
    files = {
        "m.jsonl": b"\n".join(json.dumps(row).encode() for row in rows),
        "글/a.txt": "가".encode(),
        "글/나쁨.txt": b"\xff",
        "글/c.txt": "다".encode(),
    }
    read, refused = split(jsonl.read(Files(files)))
    assert [(record.name, record.document) for record in read] == [
        ("하나", document("가")),
        ("글/c.txt", document("다")),
    ]
    assert read[0].meta == {"쪽": 1}
    assert [(one.row, one.code) for one in refused] == [("m.jsonl, line 2", "not_utf8")]


def test_an_endless_line_is_refused_without_being_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jsonl, "MAX_LINE", 200)
    good = json.dumps(MANIFEST_ROW).encode()
    files = {"m.jsonl": b"x" * 5_000 + b"\n" + good}
    read, refused = split(jsonl.read(Files(files)))
    assert [record.row for record in read] == ["m.jsonl, line 2"]
    assert [one.code for one in refused] == ["row_too_long"]


# --- coco ------------------------------------------------------------------------------------


def coco_json(**changes: Any) -> bytes:
    whole = {
        "images": [{"id": 1, "file_name": "a.jpg", "width": 100, "height": 50}],
        "annotations": [
            {"id": 1, "image_id": 1, "category_id": 3, "bbox": [1, 2, 3, 4], "area": 12}
        ],
        "categories": [{"id": 3, "name": "RBC"}],
    }
    return json.dumps(whole | changes).encode()


def marked(**changes: Any) -> dict[str, Any]:
    one = {"image_id": 1, "category_id": 3, "bbox": [1, 2, 3, 4]}
    return {"annotations": [one | changes]}


def test_members_may_stand_in_any_order_and_pictures_in_any_folder() -> None:
    whole = json.loads(coco_json())
    turned = json.dumps(dict(reversed(whole.items()))).encode()
    files = {"labels/instances.json": codecs.BOM_UTF8 + turned, "images/a.jpg": b"", "b.jpg": b""}
    read, refused = split(coco.read(Files(files)))
    assert refused == []
    assert [(record.media, record.annotations is None) for record in read] == [
        ("images/a.jpg", False),
        ("b.jpg", True),
    ]
    (box,) = read[0].annotations or ()
    assert (box["class"], box["x"], box["height"]) == ("RBC", 1.0, 4.0)


def test_images_without_annotations_are_kept() -> None:
    (record,), refused = split(
        coco.read(Files({"c.json": coco_json(annotations=[]), "a.jpg": b""}))
    )
    assert (record.annotations, refused) == ([], [])


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        (marked(category_id=9), "unknown_category"),
        (marked(image_id=8), "unknown_image"),
        (marked(bbox=[1, 2, 0, 4]), "zero_area"),
        (marked(bbox=[99, 2, 3, 4]), "past_edge"),
        (marked(bbox=[1, 2, 3]), "no_box"),
        (marked(bbox=None), "no_box"),
        (marked(image_id=[]), "no_image"),
        ({"annotations": ["x"]}, "no_image"),
        ({"categories": [{"id": {}, "name": 3}], "annotations": []}, "bad_category"),
    ],
)
def test_a_bad_annotation_costs_only_itself(changes: dict[str, Any], code: str) -> None:
    files = {"c.json": coco_json(**changes), "a.jpg": b""}
    read, refused = split(coco.read(Files(files)))
    assert len(read) == 1
    assert [(one.code, one.grade) for one in refused] == [(code, Grade.ANNOTATION)]


@pytest.mark.parametrize(
    ("image", "code"),
    [
        ("x", "bad_image"),
        ({"id": 1}, "bad_name"),
        ({"id": 1, "file_name": "../a.jpg"}, "bad_name"),
        ({"id": 1, "file_name": "gone.jpg"}, "no_media"),
        ({"id": 1, "file_name": "twice.jpg"}, "ambiguous"),
    ],
)
def test_a_bad_image_is_refused(image: Any, code: str) -> None:
    files = {"c.json": coco_json(images=[image], annotations=[])}
    files |= {"x/twice.jpg": b"", "y/twice.jpg": b""}
    read, refused = split(coco.read(Files(files)))
    assert [record.annotations for record in read] == [None, None]
    assert [one.code for one in refused] == [code]


def test_two_pictures_of_one_name_are_told_apart_by_folder() -> None:
    images = [
        {"id": 1, "file_name": "x/1.jpg", "width": 100, "height": 50},
        {"id": 2, "file_name": "y/1.jpg", "width": 100, "height": 50},
        {"id": 3, "file_name": "y/1.jpg", "width": 100, "height": 50},
    ]
    files = {"c.json": coco_json(images=images), "set/y/1.jpg": b"", "set/x/1.jpg": b""}
    read, refused = split(coco.read(Files(files)))
    assert [(one.media, len(one.annotations or ())) for one in read] == [
        ("set/x/1.jpg", 1),
        ("set/y/1.jpg", 0),
    ]
    assert [one.code for one in refused] == ["second_row"]


RING = [10, 10, 30, 10, 30, 40]


def outlined(segmentation: Any) -> dict[str, Any]:
    sides = {"bbox": [10, 10, 20, 30], "segmentation": segmentation}
    return {"image_id": 1, "category_id": 3} | sides


def test_an_outline_comes_with_its_box_to_fall_back_on() -> None:
    files = {"c.json": coco_json(annotations=[outlined([RING]), outlined([])]), "a.jpg": b""}
    (record,), refused = split(coco.read(Files(files)))
    assert refused == []
    outline, box = record.annotations or ()
    assert (outline["kind"], outline["points"]) == ("polygon", [[10, 10], [30, 10], [30, 40]])
    assert outline["fallback"] == box
    assert (box["kind"], box["x"], box["height"]) == ("box", 10, 30)


@pytest.mark.parametrize(
    "segmentation",
    [
        {"counts": "abc", "size": [2, 2]},
        {"counts": [5_000], "size": [50, 100]},
        {"counts": [1, 2], "size": [50, 100]},
        {"counts": [-1, 5_001], "size": [50, 100]},
        {"counts": [1, 10**12 - 1], "size": [10**6, 10**6]},
        {"counts": 3, "size": [50, 100]},
        {"counts": [1, 4_999]},
        [[1, 2, 3, 4]],
        [[1, 2, 3, 4, 5]],
        ["x"],
        [[1, 2, 3, 4, 5, None]],
        [RING, [1, 2, 3, 4, 9999, 6]],
    ],
)
def test_what_encloses_nothing_leaves_its_box(segmentation: Any) -> None:
    one = outlined(segmentation)
    files = {"c.json": coco_json(annotations=[one]), "a.jpg": b""}
    (record,), refused = split(coco.read(Files(files)))
    assert [mark["kind"] for mark in record.annotations or ()] == ["box"]
    assert all((one.code, one.grade) == ("bad_segmentation", Grade.NOTE) for one in refused)


def test_what_cannot_be_kept_is_refused() -> None:
    many = [outlined({"counts": "\ud800", "size": [50, 100]}), outlined([[10**30] * 6])]
    files = {"c.json": coco_json(annotations=many), "a.jpg": b""}
    (record,), refused = split(coco.read(Files(files)))
    assert record.annotations == []
    assert [one.code for one in refused] == ["bad_value", "bad_value"]


def test_several_parts_and_runs_become_a_mask_with_its_box_to_fall_back_on() -> None:
    parts = [RING, [50, 10, 60, 10, 60, 20, 50, 20]]
    given = COCO_MASK.frPyObjects(parts, 50, 100)
    merged = COCO_MASK.merge(given)
    runs = {"size": [50, 100], "counts": merged["counts"].decode()}
    annotations = [outlined(parts), outlined(runs)]
    files = {"c.json": coco_json(annotations=annotations), "a.jpg": b""}
    (record,), refused = split(coco.read(Files(files)))
    assert refused == []
    drawn, packed = record.annotations or ()
    assert drawn == packed
    assert (drawn["kind"], drawn["fallback"]["kind"]) == ("mask", "box")
    assert sum(drawn["counts"][1::2]) == COCO_MASK.area(merged)


@pytest.mark.parametrize(
    ("ring", "code"),
    [([10, 10, 10, 10, 10, 10], "zero_area"), ([10, 10, 9999, 10, 30, 40], "past_edge")],
)
def test_an_outline_that_cannot_be_drawn_leaves_its_box(ring: list[float], code: str) -> None:
    files = {"c.json": coco_json(annotations=[outlined([ring])]), "a.jpg": b""}
    (record,), refused = split(coco.read(Files(files)))
    assert [mark["kind"] for mark in record.annotations or ()] == ["box"]
    assert [(one.code, one.grade) for one in refused] == [(code, Grade.NOTE)]


@pytest.mark.parametrize(
    "content",
    [b"", b"[]", b"{", b'{"images": [', b'{"images": [1', b"\xff", b'{"images" 3}', b"[" * 100_000],
)
def test_broken_json_is_refused_with_a_place(content: bytes) -> None:
    read, refused = split(coco.read(Files({"c.json": content, "a.jpg": b""})))
    assert [record.media for record in read] == ["a.jpg"]
    assert refused[-1].code == "not_json"


@pytest.mark.parametrize("content", [b'{"images": ' + b"[" * 200_000, b'{"x": ' + b"[" * 200_000])
def test_deep_nesting_is_refused(content: bytes) -> None:
    with pytest.raises(Broken):
        list(elements(Files({"a": content}).open("a"), frozenset({"images"})))  # type: ignore[arg-type]


def test_elements_across_the_edge_of_the_window() -> None:
    draw = random.Random(4)
    images = [{"id": n, "file_name": "가" * draw.randrange(200)} for n in range(20_000)]
    content = json.dumps({"skip": {"images": [0]}, "images": images}, ensure_ascii=False).encode()
    assert len(content) > 3 * _CHUNK
    source = Files({"a": content})
    with source.open("a") as stream:
        assert [one for _, _, one in elements(stream, frozenset({"images"}))] == images


# --- voc -------------------------------------------------------------------------------------


def test_corners_are_taken_as_they_stand() -> None:
    files = {"Annotations/a.xml": voc_xml(("RBC", 1, 2, 100, 50), ("WBC", 1.25, 2.5, 3, 4))}
    (record,), refused = split(voc.read(Files(files | {"JPEGImages/a.jpg": b""})))
    assert refused == []
    assert (record.name, record.width) == ("JPEGImages/a.jpg", 100)
    assert [
        (one["class"], one["x"], one["y"], one["width"], one["height"])
        for one in record.annotations or ()
    ] == [("RBC", 1, 2, 99, 48), ("WBC", 1.25, 2.5, 1.75, 1.5)]


@pytest.mark.parametrize(
    ("thing", "code"),
    [
        (("RBC", 504, 337, 504, 337), "zero_area"),
        (("RBC", 9, 9, 5, 20), "zero_area"),
        (("RBC", 90, 9, 101, 20), "past_edge"),
        (("RBC", -1, 9, 10, 20), "past_edge"),
        (("RBC", "a", 9, 10, 20), "not_a_number"),
        (("RBC", "nan", 9, 10, 20), "not_a_number"),
        (("", 1, 2, 3, 4), "no_class"),
    ],
)
def test_a_bad_object_costs_only_itself(thing: Any, code: str) -> None:
    files = {"a.xml": voc_xml(thing, ("RBC", 1, 2, 3, 4)), "a.jpg": b""}
    (record,), refused = split(voc.read(Files(files)))
    assert len(record.annotations or ()) == 1
    assert [(one.code, one.grade) for one in refused] == [(code, Grade.ANNOTATION)]
    assert refused[0].row == "a.xml, object 1"


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "not_xml"),
        (b"<annotation>", "not_xml"),
        (b"<html/>", "not_voc"),
        (b'<!DOCTYPE a [<!ENTITY b "c">]><annotation>&b;</annotation>', "not_xml"),
        (b'<!DOCTYPE a SYSTEM "file:///etc/passwd"><annotation/>', "not_xml"),
        (b'<?xml version="1.0" encoding="no-such"?><annotation/>', "not_xml"),
        (voc_xml(name="gone.jpg"), "no_media"),
    ],
)
def test_a_bad_label_file_is_refused_and_its_picture_kept(content: bytes, code: str) -> None:
    read, refused = split(voc.read(Files({"labels/b.xml": content, "a.jpg": b""})))
    assert [(one.media, one.annotations) for one in read] == [("a.jpg", None)]
    assert [one.code for one in refused] == [code]


def test_korean_encodings_and_a_byte_order_mark() -> None:
    plain = voc_xml(("적혈구", 1, 2, 3, 4)).decode()
    korean = f'<?xml version="1.0" encoding="EUC-KR"?>\n{plain}'.encode("cp949")
    marked = codecs.BOM_UTF8 + plain.encode()
    read, refused = split(
        voc.read(Files({"a.xml": korean, "b.xml": marked, "a.jpg": b"", "b.jpg": b""}))
    )
    assert refused == []
    assert [[one["class"] for one in record.annotations or ()] for record in read] == [
        ["적혈구"],
        ["적혈구"],
    ]


def test_label_files_find_their_pictures() -> None:
    one = voc_xml(("RBC", 1, 2, 3, 4))
    files = {
        "labels/train/1.xml": one,  # same folder name at the end
        "labels/test/1.xml": one,
        "labels/by_name.xml": voc_xml(("RBC", 1, 2, 3, 4), name="images\\named.png"),
        "images/train/1.jpg": b"",
        "images/test/1.jpg": b"",
        "images/named.png": b"",
    }
    read, refused = split(voc.read(Files(files)))
    assert refused == []
    assert {record.row: record.media for record in read} == {
        "labels/train/1.xml": "images/train/1.jpg",
        "labels/test/1.xml": "images/test/1.jpg",
        "labels/by_name.xml": "images/named.png",
    }


def test_what_could_mean_two_pictures_is_refused() -> None:
    files = {"labels/1.xml": voc_xml(("RBC", 1, 2, 3, 4)), "x/1.jpg": b"", "y/1.jpg": b""}
    read, refused = split(voc.read(Files(files)))
    assert [record.annotations for record in read] == [None, None]
    assert [one.code for one in refused] == ["ambiguous"]
    files = {"x/1.xml": voc_xml(), "y/1.xml": voc_xml(), "x/1.jpg": b""}
    _, refused = split(voc.read(Files(files)))
    assert [one.code for one in refused] == ["second_row"]


# --- which format ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        ({"a.jpg": b""}, Format.FOLDER),
        ({"a.jpg": b"", "a.xml": voc_xml()}, Format.VOC),
        ({"a.jpg": b"", "c.json": coco_json()}, Format.COCO),
        ({"a.jpg": b"", "c.json": b"{}"}, Format.FOLDER),
        ({"a.txt": b""}, Format.FOLDER),
        ({"a.jpg": b"", "m.jsonl": b""}, Format.JSONL),
    ],
)
def test_the_format_is_found(files: dict[str, bytes], expected: Format) -> None:
    assert detect(Files(files)) is expected


def test_files_of_no_format_are_refused() -> None:
    with pytest.raises(UnknownFormat):
        detect(Files({"a.md": b""}))
