"""Every format of pictures: what it holds comes back, what it does not is said."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pycocotools import mask as COCO_MASK
from pycocotools.coco import COCO

from app.formats import Record, coco, cvat, detect, labelstudio, masks, reader, table, voc, yolo
from app.formats.judges import around
from app.formats.pixels import placed
from app.formats.writers import WRITERS
from app.formats.writing import Asked, Notes
from tests.formats.made import (
    SHAPES,
    all_same,
    bare,
    categories,
    definitions,
    picture,
    same,
    shapes,
)
from tests.formats.sources import Files, split

LABELS = definitions(*SHAPES, "class")
ASKED = Asked(categories(LABELS), LABELS)
# pycocotools is older than NumPy 2.
OLD = pytest.mark.filterwarnings("ignore:__array__ implementation")
FEW = settings(max_examples=40, deadline=None)

Drawn = tuple[int, int, list[Any]]


def record(drawn: Drawn, name: str = "말/a.png") -> Record:
    width, height, marks = drawn
    return Record(
        name, media=f"images/{name}", width=width, height=height, annotations=marks, number=3
    )


def written(
    format: str, given: Record, asked: Asked = ASKED
) -> tuple[dict[str, bytes], list[dict[str, Any]]]:
    """The files of a format, and the notes."""
    writer, notes = WRITERS[format], Notes()
    if writer.many is not None:
        made = list(writer.many([given], asked, notes))
        content = {one.name: one.content for one in made}
    else:
        assert writer.one is not None
        content = {f"a.{writer.suffix}": b"".join(writer.one([given], asked, notes))}
    return content, notes.rows()


def back(format: str, given: Record, read: Any = None) -> tuple[list[Any], list[Any], list[Any]]:
    """The annotations as they come back, what was refused, and the notes."""
    files, notes = written(format, given)
    assert given.media is not None
    files |= {given.media: picture(given.width or 0, given.height or 0)}
    read = read or reader(detect(Files(files)))
    (found,), refused = split(read(Files(files)))
    assert (found.width, found.height) == (given.width, given.height)
    return list(found.annotations or ()), refused, notes


HELD = [
    ("jsonl", SHAPES, 0.0),
    ("csv", SHAPES, 0.0),
    ("coco", ("box", "polygon", "mask", "keypoints"), 0.0),
    ("cvat", SHAPES, 1e-9),
    ("label_studio", ("box", "rotated_box", "polygon", "point", "mask"), 1e-9),
    ("voc", ("box",), 1e-9),
    ("yolo", ("box",), 1e-7),
    ("yolo_segment", ("polygon",), 1e-7),
    ("yolo_obb", ("rotated_box",), 1e-5),
    ("yolo_pose", ("keypoints",), 1e-7),
]


@pytest.mark.parametrize(("format", "kinds", "within"), HELD, ids=[one[0] for one in HELD])
@FEW
@given(data=st.data())
def test_what_is_held_comes_back(
    format: str, kinds: tuple[str, ...], within: float, data: Any
) -> None:
    drawn = data.draw(shapes(*kinds))
    found, refused, notes = back(format, record(drawn))
    assert (refused, notes) == ([], [])
    all_same([bare(one) for one in drawn[2]], [bare(one) for one in found], within)


def test_what_is_tried_is_what_is_declared() -> None:
    for format, kinds, _ in HELD:
        assert WRITERS[format].holds & set(SHAPES) == set(kinds)


@pytest.mark.parametrize("format", ["jsonl", "csv", "coco", "label_studio", "cvat", "voc"])
@FEW
@given(drawn=shapes("box", "polygon", own=True))
def test_attributes_and_groups(format: str, drawn: Drawn) -> None:
    marks = [one for one in drawn[2] if one["kind"] == "box" or format != "voc"]
    found, refused, notes = back(format, record((*drawn[:2], marks)))
    assert refused == []
    groups = [one.get("group") for one in marks]
    told = {row["code"] for row in notes}
    assert ("group_left_out" in told) == (any(groups) and format in ("label_studio", "voc")), notes
    for ours, theirs in zip(marks, found, strict=True):
        wanted, read = dict(ours["attributes"]), dict(theirs.get("attributes") or {})
        if format == "label_studio":  # a flag is a choice there
            wanted = {k: str(v).lower() if type(v) is bool else v for k, v in wanted.items()}
        if format == "voc":  # which tells no numbers from texts
            wanted = {k: 3 if v == "3" else v for k, v in wanted.items()}
        assert read == wanted
        if format in ("jsonl", "csv", "coco"):
            assert theirs.get("group") == ours["group"]
    if format == "cvat":
        theirs = [one.get("group") for one in found]
        assert len(set(zip(groups, theirs, strict=True))) == len(set(groups))
        assert [one is None for one in theirs] == [one is None for one in groups]


@pytest.mark.parametrize(
    # What a template has a place for, it says itself: see test_templates.
    "format",
    sorted(one for one in WRITERS if "picture" in WRITERS[one].takes and one != "template"),
)
@FEW
@given(drawn=shapes(*SHAPES))
def test_nothing_is_lost_in_silence(format: str, drawn: Drawn) -> None:
    """Each kind that a format does not hold is in the notes, as left out or as bent."""
    writer = WRITERS[format]
    _, notes = written(format, record(drawn))
    told = {(row["code"], row["about"]): row["count"] for row in notes}
    for kind in SHAPES:
        count = sum(one["kind"] == kind for one in drawn[2])
        bent, left = told.get(("other_shape", kind), 0), told.get(("left_out", kind), 0)
        small = told.get(("no_pixel", kind), 0) + told.get(("no_area", kind), 0)
        if kind in writer.holds:
            assert (bent, left) == (0, 0)
        elif kind in writer.bends:
            assert (bent + small >= count, left) == (True, 0)
        else:
            assert (bent, left) == (0, count)
    assert all(row["detail"].endswith(".") for row in notes)


@FEW
@given(drawn=shapes("rotated_box"))
def test_coco_has_the_outline_of_a_turned_box(drawn: Drawn) -> None:
    found, refused, notes = back("coco", record(drawn))
    assert refused == []
    assert [row["code"] for row in notes] == ["other_shape"]
    for ours, theirs in zip(drawn[2], found, strict=True):
        assert theirs["kind"] == "polygon"
        assert around(theirs) == pytest.approx(around(ours), abs=1e-9)


def test_coco_reads_turned_boxes_as_cvat_writes_them() -> None:
    one = {
        "image_id": 1,
        "category_id": 1,
        "bbox": [10, 20, 30, 10],
        "segmentation": [],
        "attributes": {"rotation": 90.0, "occluded": False},
    }
    content = {
        "images": [{"id": 1, "file_name": "a.png", "width": 100, "height": 50}],
        "annotations": [one],
        "categories": [{"id": 1, "name": "a"}],
    }
    (found,), refused = split(
        coco.read(Files({"a.json": json.dumps(content).encode(), "a.png": b""}))
    )
    assert refused == []
    (box,) = found.annotations or ()
    fallback = box["fallback"]
    assert (box["kind"], box["x"], box["y"], box["angle"]) == ("rotated_box", 25, 25, 90)
    assert box["attributes"] == {"occluded": False}
    assert around(fallback) == pytest.approx((20, 10, 30, 40))


@OLD
@FEW
@given(drawn=shapes("mask"))
def test_masks_are_those_of_pycocotools(drawn: Drawn, tmp_path_factory: Any) -> None:
    width, height, marks = drawn
    files, _ = written("coco", record(drawn))
    path = tmp_path_factory.mktemp("coco") / "a.json"
    path.write_bytes(files["a.json"])
    read = COCO(str(path))
    for ours, theirs in zip(marks, read.loadAnns(read.getAnnIds()), strict=True):
        grid = placed(ours, width, height)
        want = COCO_MASK.encode(np.asfortranarray(grid.astype(np.uint8)))
        assert theirs["segmentation"]["counts"] == want["counts"].decode()
        assert (read.annToMask(theirs) == grid).all()
        assert theirs["area"] == COCO_MASK.area(want)
        assert theirs["bbox"] == COCO_MASK.toBbox(want).tolist()


@OLD
@FEW
@given(drawn=shapes("polygon"))
def test_outlines_are_drawn_as_pycocotools_draws_them(drawn: Drawn) -> None:
    width, height, marks = drawn
    for ours in marks:
        files, _ = written("masks", record((width, height, [ours])))
        ring = [side for at in ours["points"] for side in at]
        want = COCO_MASK.decode(COCO_MASK.frPyObjects([ring], height, width))[:, :, 0]
        sources = Files(files | {"a/말/a.png": picture(width, height)})
        (found,), refused = split(masks.read(sources))
        assert refused == []
        drawn_there = found.annotations or ()
        if not want.any():
            assert list(drawn_there) == []
            continue
        (mask,) = drawn_there
        assert (placed(mask, width, height) == want).all()


@FEW
@given(drawn=shapes("mask"))
def test_masks_as_pictures(drawn: Drawn) -> None:
    """Each object comes back without what others cover."""
    width, height, marks = drawn
    found, refused, notes = back("masks", record(drawn), masks.read)
    assert refused == []
    left = np.zeros((height, width), dtype=int)
    for at, one in enumerate(marks, 1):
        left[placed(one, width, height)] = at
    seen = [at for at in range(1, len(marks) + 1) if (left == at).any()]
    assert len(found) == len(seen)
    for at, theirs in zip(seen, found, strict=True):
        assert (placed(theirs, width, height) == (left == at)).all()
        assert theirs["class"].replace("_", ":") == marks[at - 1]["class"].replace("_", ":")
    covered = sum(placed(one, width, height).sum() for one in marks) > (left > 0).sum()
    assert ("covered" in {row["code"] for row in notes}) == covered


@OLD
@FEW
@given(drawn=shapes("mask"))
def test_yolo_has_the_outlines_of_a_mask(drawn: Drawn) -> None:
    width, height, marks = drawn
    found, refused, notes = back("yolo_segment", record((width, height, marks[:1])))
    assert refused == []
    assert notes[0]["code"] == "other_shape"
    grid = placed(marks[0], width, height)
    whole = np.zeros((height, width), dtype=bool)
    for ring in found:
        shape = ring if ring["kind"] == "polygon" else ring["fallback"]
        flat = [round(side) for at in shape["points"] for side in at]
        whole |= COCO_MASK.decode(COCO_MASK.frPyObjects([flat], height, width))[:, :, 0] > 0
    # Holes are filled; nothing else differs.
    assert (whole | ~grid).all()
    assert whole.sum() == grid.sum() or "holes" in notes[0]["detail"]


def test_yolo_of_two_pictures_of_one_stem() -> None:
    box = {"id": "m", "name": "box", "kind": "box", "class": "box a"}
    box |= {"x": 1, "y": 1, "width": 2, "height": 2}
    places = yolo.Places()
    given = [
        Record(name, media=places(f"images/train/{name}"), width=8, height=8, annotations=marks)
        for name, marks in (("b/1.png", [box]), ("b/1.jpg", []))
    ]
    files = {one.name: one.content for one in yolo.write(given, ASKED, Notes(), "detect")}
    assert list(files) == ["labels/train/b/1.txt", "labels/train/b/1.jpg.txt", "data.yaml"]
    files |= {one.media: picture(8, 8) for one in given if one.media}
    read, refused = split(yolo.read(Files(files)))  # type: ignore[arg-type]
    assert refused == []
    assert [len(one.annotations or ()) for one in read] == [1, 0]
    assert [one.meta for one in read] == [{"split": "train"}] * 2


def test_the_split_of_an_item_never_changes() -> None:
    names = [f"{at}.jpg" for at in range(1_000)]
    folders = [yolo.split(name) for name in names]
    assert folders == [yolo.split(name) for name in names]
    assert 70 <= folders.count("val") <= 130


@pytest.mark.parametrize(
    "format", ["jsonl", "coco", "voc", "cvat", "label_studio", "csv", "csv_items"]
)
@FEW
@given(drawn=shapes("box", "point", "keypoints"))
def test_classes_of_the_whole_picture(format: str, drawn: Drawn) -> None:
    whole = {"id": "w", "name": "class", "kind": "class", "classes": ["class a", "class 흰 말"]}
    width, height, marks = drawn
    found, refused, _ = back(format, record((width, height, [*marks, whole])))
    assert refused == []
    said = [name for one in found if one["kind"] == "class" for name in one["classes"]]
    assert said == whole["classes"]


def test_label_studio_keypoints_become_points() -> None:
    points = [[1, 1, 2], [0, 0, 0], [3, 3, 1]]
    one = {"id": "k", "name": "keypoints", "kind": "keypoints", "class": "keypoints a"}
    found, _, notes = back("label_studio", record((8, 8, [one | {"points": points}])))
    assert [(mark["class"], mark["x"]) for mark in found] == [("코", 1), ("right", 3)]
    assert [row["code"] for row in notes] == ["other_shape"]


def test_names_of_classes_that_two_labels_have() -> None:
    labels = [{"name": name, "kind": "box", "classes": [{"id": "car"}]} for name in ("near", "far")]
    asked = Asked(categories(labels), labels)
    assert asked.titles({"box"}) == {
        ("near", "car"): "near: car",
        ("far", "car"): "far: car",
    }
    assert asked.titles({"mask"}) == {}


@pytest.mark.parametrize("name", ["coco.json", "cvat.xml", "label_studio.json", "data.csv"])
def test_golden_files(name: str) -> None:
    """Written once and looked through by eye; a change of a format is seen here."""
    golden = Path(__file__).parent / "golden" / "shapes" / name
    format = {"coco.json": "coco", "cvat.xml": "cvat", "data.csv": "csv"}.get(name, "label_studio")
    files, _ = written(format, GOLDEN, LITTLE)
    (content,) = files.values()
    assert content == golden.read_bytes()
    source = {name: content, "images/말/a.png": picture(20, 10)}
    (found,), refused = split(reader(detect(Files(source)))(Files(source)))
    assert refused == []
    held = WRITERS[format].holds
    kept, wanted = (
        [one["kind"] for one in given or () if one["kind"] in held]
        for given in (found.annotations, GOLDEN.annotations)
    )
    assert set(kept) == set(wanted)


LITTLE = Asked(
    [one for one in ASKED.categories if one.name in (f"{one.kind} a", "class 흰 말")],
    [one for one in LABELS if one["kind"] == "box"],
)


def _mark(kind: str, **said: Any) -> dict[str, Any]:
    return {"id": kind, "name": kind, "kind": kind, "class": f"{kind} a", **said}


GOLDEN = Record(
    "말/a.png",
    media="images/말/a.png",
    width=20,
    height=10,
    number=7,
    annotations=[
        _mark("box", x=1, y=1.5, width=4, height=3, attributes={"age": 3, "occluded": True}),
        _mark("rotated_box", x=10, y=5, width=4, height=2, angle=30.0, group="g1"),
        _mark("polygon", points=[[1, 1], [5.5, 1], [3, 4]], attributes={"colour": "빨강"}),
        _mark("polyline", points=[[0, 0], [20, 10]]),
        _mark("point", x=2, y=3),
        _mark("keypoints", points=[[1, 1, 2], [0, 0, 0], [3, 3, 1]]),
        _mark("mask", x=2, y=1, width=3, height=2, counts=[1, 1, 1, 3]),
        _mark(
            "cuboid",
            points=[[1, 1], [6, 1], [6, 6], [1, 6], [3, 2], [8, 2], [8, 7], [3, 7]],
        ),
        {"id": "c", "name": "class", "kind": "class", "classes": ["class a", "class 흰 말"]},
    ],
)


@pytest.mark.parametrize("format", ["yolo", "yolo_segment", "yolo_obb", "yolo_pose"])
def test_golden_yolo(format: str) -> None:
    golden = Path(__file__).parent / "golden" / "shapes"
    files, _ = written(format, GOLDEN, LITTLE)
    assert files["labels/말/a.txt"].decode() == (golden / f"{format}.txt").read_text("utf-8")
    assert files["data.yaml"].decode() == (golden / f"{format}.yaml").read_text("utf-8")


def test_formats_know_each_other_by_their_beginnings() -> None:
    assert {kind: same(kind, kind) for kind in (voc, cvat, labelstudio, table)}
    for format in ("coco", "voc", "yolo", "cvat", "masks", "label_studio", "csv"):
        files, _ = written(format, GOLDEN)
        source = Files(files | {"images/말/a.png": picture(20, 10)})
        assert detect(source).value == format
