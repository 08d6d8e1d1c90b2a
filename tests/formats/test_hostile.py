"""Files that are damaged, or were made to do harm: refused in words, never an error, never at any
price."""

import io
import json
import struct
import time
import zlib
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from app.formats import (
    Format,
    Grade,
    UnknownFormat,
    cvat,
    detect,
    labelstudio,
    masks,
    pixels,
    reader,
    table,
    yolo,
)
from app.formats.judges import JUDGES, span_fault
from app.formats.labelstudio import brush
from app.formats.record import Record, Refused
from app.formats.xml import BadXml, parts
from tests.formats import test_shapes, test_texts
from tests.formats.made import picture
from tests.formats.sources import Files, split

PICTURE = {"images/말/a.png": picture(20, 10)}


def good(format: str) -> dict[str, bytes]:
    """Files of a format that are in order."""
    if format in ("conll", "conll_characters", "doccano"):
        content, _ = test_texts.written(format, test_texts.RECORDS, test_texts.ASKED)
        return {f"a.{'jsonl' if format == 'doccano' else 'conll'}": content}
    files, _ = test_shapes.written(format, test_shapes.GOLDEN)
    return files


GOOD = {
    format: good(format)
    for format in (
        "coco",
        "voc",
        "yolo",
        "yolo_segment",
        "yolo_pose",
        "cvat",
        "masks",
        "label_studio",
        "csv",
        "csv_items",
        "conll",
        "conll_characters",
        "doccano",
        "jsonl",
    )
}


@pytest.mark.parametrize("format", GOOD)
@settings(max_examples=80, deadline=None)
@given(data=st.data())
def test_damaged_files_are_refused_in_words(format: str, data: Any) -> None:
    """Bytes flipped, put in, taken away: what is read still fits, the rest is said."""
    files = dict(GOOD[format])
    name = data.draw(st.sampled_from(sorted(files)))
    content = bytearray(files[name])
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, max(len(content) - 1, 0)))
        what = data.draw(st.sampled_from(["flip", "cut", "put", "end"]))
        if what == "flip" and content:
            content[at] ^= 1 << data.draw(st.integers(0, 7))
        elif what == "cut":
            del content[at : at + data.draw(st.integers(1, 20))]
        elif what == "put":
            content[at:at] = data.draw(
                st.sampled_from([b"9" * 30, b"null", b'"', b"<", b"-1", b"NaN", b"\0", b",", b"\n"])
            )
        else:
            del content[at:]
    files[name] = bytes(content)
    source = Files(files | PICTURE)
    try:
        kind = detect(source)
    except UnknownFormat:
        return
    for one in reader(kind)(source):
        if isinstance(one, Refused):
            assert one.code
            assert one.sentence.endswith(".") or kind is Format.JSONL
        else:
            assert_fits(one)


def assert_fits(record: Record) -> None:
    """Every annotation of it can be drawn or marked."""
    lengths = {part["id"]: len(part["text"]) for part in (record.document or {}).get("parts", ())}
    for one in record.annotations or ():
        judge = JUDGES.get(str(one.get("kind")))
        assert judge is None or judge(one, record.width, record.height) is None
        if one.get("kind") == "span":
            assert span_fault(one, lengths) is None
        json.dumps(one)


LAUGHS = b"""<?xml version="1.0"?><!DOCTYPE annotations [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]>
<annotations><image id="0" name="&b;"/></annotations>"""
OUTSIDE = (
    b"""<!DOCTYPE a [<!ENTITY e SYSTEM "file:///etc/passwd">]><annotations>&e;</annotations>"""
)


@pytest.mark.parametrize(
    "content",
    [LAUGHS, OUTSIDE, b"", b"<annotations>", b"<annotation/>", b"\xff\xfe", b"<annotations><a/>"],
)
def test_cvat_takes_no_entities_and_says_what_is_wrong(content: bytes) -> None:
    read, refused = split(cvat.read(Files({"a.xml": content, "a.png": b""})))
    assert [one.name for one in read] == ["a.png"]
    assert [one.code for one in refused] == ["not_cvat"]


def test_an_endless_element_is_not_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.formats.xml.MAX_ELEMENT", 100_000)
    endless = b"<annotations><meta>" + b"<label/>" * 100_000 + b"</meta></annotations>"
    with pytest.raises(BadXml, match="over 0 MB"):
        list(parts(io.BytesIO(endless), "annotations"))
    many = b"<annotations>" + b"<image/>" * 100_000 + b"</annotations>"
    assert sum(1 for _ in parts(io.BytesIO(many), "annotations")) == 100_000


NONE = "no_points"


def cvat_shape(shape: str) -> tuple[list[Any], list[str]]:
    content = f'<annotations><image id="0" name="a.png" width="20" height="10">{shape}</image>'
    files = {"a.xml": f"{content}</annotations>".encode(), "a.png": b""}
    (record,), refused = split(cvat.read(Files(files)))
    return list(record.annotations or ()), [one.code for one in refused]


@pytest.mark.parametrize(
    ("shape", "code"),
    [
        ('<box xtl="1" ytl="1" xbr="2" ybr="2"/>', "no_class"),
        ('<box label="a" xtl="1" ytl="1" xbr="2"/>', "not_a_number"),
        ('<box label="a" xtl="nan" ytl="1" xbr="2" ybr="2"/>', "not_a_number"),
        ('<box label="a" xtl="1" ytl="1" xbr="21" ybr="2"/>', "past_edge"),
        ('<box label="a" xtl="1e300" ytl="1" xbr="2" ybr="2"/>', "not_a_number"),
        ('<polygon label="a" points="1,1;2,2"/>', "zero_area"),
        ('<polygon label="a" points="1,1;2"/>', "not_a_number"),
        ('<polyline label="a" points="1,1"/>', "zero_length"),
        ('<points label="a" points=""/>', "not_a_number"),
        ('<mask label="a" left="0" top="0" width="2" height="2" rle="1,2"/>', "bad_runs"),
        ('<mask label="a" left="0" top="0" width="2" height="2" rle="4"/>', "zero_area"),
        ('<mask label="a" left="0" top="0" width="99999" height="99999" rle="4"/>', "bad_runs"),
        ('<mask label="a" left="0" top="0" width="2" height="2" rle="-4,8"/>', "bad_runs"),
        ('<mask label="a" left="19" top="0" width="2" height="2" rle="0,4"/>', "past_edge"),
        (
            '<skeleton label="a"><points label="b" outside="1" points="0,0"/></skeleton>',
            "no_points",
        ),
        ('<cuboid label="a" xtl1="1"/>', "not_a_number"),
        ('<ellipse label="a" cx="1" cy="1" rx="1" ry="1"/>', "unknown_shape"),
    ],
)
def test_bad_shapes_of_cvat(shape: str, code: str) -> None:
    assert cvat_shape(shape) == ([], [code])


def label_studio(*results: Any, **data: Any) -> tuple[list[Any], list[str]]:
    task = {"id": 1, "data": data or {"image": "/data/upload/1/1234abcd-a.png"}}
    task["annotations"] = [{"result": list(results)}]
    files = {"a.json": json.dumps([task]).encode()}
    read, refused = split(labelstudio.read(Files(files | {"x/a.png": b""})))
    return list(read[0].annotations or ()), [one.code for one in refused]


def result(type: str, value: Any, **more: Any) -> dict[str, Any]:
    size = {"original_width": 20, "original_height": 10}
    return {"id": "r", "from_name": "l", "to_name": "image", "type": type, "value": value} | (
        size | more
    )


@pytest.mark.parametrize(
    ("one", "code"),
    [
        (3, "not_a_result"),
        (result("rectanglelabels", None), "no_value"),
        (result("rectanglelabels", {"rectanglelabels": []}), "no_class"),
        (result("rectanglelabels", {"x": "1", "rectanglelabels": ["a"]}), "not_a_number"),
        (result("rectanglelabels", {"x": 10**400, "rectanglelabels": ["a"]}), "not_a_number"),
        (
            result(
                "rectanglelabels",
                {"x": 90, "y": 0, "width": 20, "height": 1, "rectanglelabels": ["a"]},
            ),
            "past_edge",
        ),
        (result("ellipselabels", {"x": 1}), "unknown_type"),
        (result("polygonlabels", {"points": [1], "polygonlabels": ["a"]}), "not_a_number"),
        (result("brushlabels", {"brushlabels": ["a"]}), "bad_runs"),
        (result("brushlabels", {"rle": [1, 2, 3], "brushlabels": ["a"]}), "bad_runs"),
        (result("brushlabels", {"rle": ["x"], "brushlabels": ["a"]}), "bad_runs"),
        (result("labels", {"start": 0, "end": 1, "labels": ["a"]}), "unknown_part"),
        (result("choices", {"choices": []}), "no_class"),
        (result("textarea", {"text": [3]}), "no_text"),
        (result("rating", {"rating": "5"}), "not_a_number"),
        (result("pairwise", {"selected": "left"}), "unknown_part"),
        (result("ranker", {"ranker": {"rank": ["x"]}}), "unknown_part"),
        ({"type": "relation", "from_id": 1}, "unknown_end"),
        ({"type": "relation", "from_id": "a", "to_id": "b"}, "no_class"),
    ],
)
def test_bad_results_of_label_studio(one: Any, code: str) -> None:
    assert label_studio(one) == ([], [code])


@pytest.mark.parametrize(
    ("start", "end", "code"),
    [(0, 9, "past_end"), (2, 2, "empty_span"), ("0", 2, "not_a_number"), (-1, 2, "past_end")],
)
def test_bad_spans_of_label_studio(start: Any, end: Any, code: str) -> None:
    one = result("labels", {"start": start, "end": end, "labels": ["a"]}, to_name="text")
    assert label_studio(one, text="가나다")[1] == [code]


def test_a_brush_that_never_ends_is_cut() -> None:
    """2^32 pixels are promised by ten bytes."""
    began = time.monotonic()
    with pytest.raises(pixels.BadRuns):
        brush.unpacked([255] * 10, 60_000, 60_000)
    with pytest.raises(pixels.BadRuns):
        pixels.from_columns([10**18], 10**9, 10**9)
    assert time.monotonic() - began < 1


@given(st.lists(st.integers(0, 255), max_size=60), st.integers(1, 9), st.integers(1, 9))
@example([0, 0, 0, 4, 57, 27, 252], 1, 1)
def test_any_bytes_as_a_brush(given: list[int], width: int, height: int) -> None:
    head = [*struct.pack(">I", width * height * 4), 57, 27, 254]
    for content in (given, head + given):
        try:
            mask = brush.unpacked(content, width, height)
        except pixels.BadRuns:
            continue
        assert mask is None or JUDGES["mask"](mask, width, height) is None


@given(st.text(st.characters(min_codepoint=40, max_codepoint=120), max_size=40))
def test_any_text_as_compressed_counts(given: str) -> None:
    try:
        counts = pixels.unpacked(given)
        mask = pixels.from_columns(counts, 7, 9)
    except pixels.BadRuns:
        return
    assert mask is None or JUDGES["mask"](mask, 7, 9) is None


def test_deep_json_of_label_studio() -> None:
    for content in (b"[" * 100_000, b"{}", b"[1]", b'[{"data": 3}]', b""):
        read, refused = split(labelstudio.read(Files({"a.json": content})))
        assert read == []
        assert [one.grade for one in refused] == [Grade.ITEM]


YAMLS = [
    b"names: &a [x, x]\nb: &b [*a, *a]\nc: &c [*b, *b]\nd: [*c, *c]",
    b"names: !!python/object/apply:os.system ['true']",
    b"names: {0: [1, 2]}",
    b"- 1",
    b"\xff",
    b"names: [a\n",
    b"kpt_shape: [100000000, 3]\nnames: [a]",
    b"[" * 5_000,
]


@pytest.mark.parametrize("content", YAMLS)
def test_hostile_yaml(content: bytes) -> None:
    files = {"data.yaml": content, "images/a.png": picture(4, 4), "labels/a.txt": b"0 .5 .5 .5 .5"}
    (record,), _ = split(yolo.read(Files(files)))
    assert len(record.annotations or ()) == 1


@pytest.mark.parametrize(
    ("line", "code"),
    [
        (b"0 0.5 0.5", "bad_line"),
        (b"0", "bad_line"),
        (b"0 a b c d", "not_a_number"),
        (b"0 nan 0.5 0.5 0.5", "not_a_number"),
        (b"0.5 0.5 0.5 0.5 0.5", "not_a_number"),
        (b"7 0.5 0.5 0.5 0.5", "unknown_class"),
        (b"0 0.5 0.5 0 0.5", "zero_area"),
        (b"0 0.9 0.5 0.5 0.5", "past_edge"),
        (b"0 0 0 1 1 1 1 0 0 0 0 1", "bad_line"),
        (b"\xff\xfe 1 1 1 1", "not_a_number"),
    ],
)
def test_bad_lines_of_yolo(line: bytes, code: str) -> None:
    files = {"data.yaml": b"names: [a]", "images/a.png": picture(4, 4), "labels/a.txt": line}
    (record,), refused = split(yolo.read(Files(files)))
    assert record.annotations == []
    assert [one.code for one in refused] == [code]


def test_yolo_without_names_or_pictures() -> None:
    files = {"images/a.png": picture(4, 4), "labels/a.txt": b"3 .5 .5 .5 .5"}
    (record,), refused = split(yolo.read(Files(files)))
    assert [one["class"] for one in record.annotations or ()] == ["3"]
    assert [one.code for one in refused] == ["no_names"]
    files = {"data.yaml": b"names: [a]", "labels/a.txt": b"0 .5 .5 .5 .5", "images/b.png": b"x"}
    (record,), refused = split(yolo.read(Files(files)))
    assert (record.media, record.annotations) == ("images/b.png", None)
    assert [one.code for one in refused] == ["no_media"]


def png_of(width: int, height: int) -> bytes:
    """A PNG that claims a size and has no pixels."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        return (
            struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
        )

    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", b"") + chunk(b"IEND", b"")


@pytest.mark.filterwarnings("ignore::PIL.Image.DecompressionBombWarning")
@pytest.mark.parametrize("content", [png_of(60_000, 60_000), b"", b"\x89PNG\r\n\x1a\n", b"GIF89a"])
def test_bad_masks(content: bytes) -> None:
    files = {"SegmentationClass/a.png": content, "a.png": picture(4, 4)}
    (record,), refused = split(masks.read(Files(files)))
    assert record.annotations is None
    assert [one.code for one in refused] == ["bad_mask"]


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b'name,text\na,"', "not_csv"),
        (b"name,text\na,\xff\xfe\xfa\n", "not_utf8"),
        (b"name,text\na,\n", "no_media"),
        (b"name,text\n../a,x\n", "bad_name"),
        (b"name,parts\na,[1]\n", "bad_parts"),
        (b"name,url\na,javascript:1\n", "no_media"),
        (b"name,url\na,https://x.org/a.png\n", "bad_size"),
        (b'name,text,kind,more\na,x,box,"{"\n', "bad_row"),
        (b"name,text,kind,part,start,end\na,x,span,text,0,9\n", "past_end"),
        (b"name,text\na,x\nb,y\na,z\n", "second_row"),
    ],
)
def test_bad_tables(content: bytes, code: str) -> None:
    _, refused = split(table.read(Files({"a.csv": content})))
    assert [one.code for one in refused] == [code]


def test_tables_of_korean_windows() -> None:
    content = "name,text,고객\na,안녕하세요,서울\n".encode("cp949")
    (record,), refused = split(table.read(Files({"a.csv": content})))
    assert refused == []
    assert (record.document or {})["parts"][0]["text"] == "안녕하세요"
    assert record.meta == {"고객": "서울"}
