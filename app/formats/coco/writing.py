"""COCO, written as records come."""

import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain, count
from typing import Any

import orjson

from app.core import outline
from app.formats import pixels
from app.formats.coco import documents
from app.formats.judges import turned
from app.formats.record import Annotation, Record
from app.formats.writing import Asked, Category, Notes

_SHAPES = frozenset({"box", "rotated_box", "polygon", "mask", "keypoints"}) | documents.HOLDS
BENDS = frozenset({"rotated_box"})
HOLDS = (_SHAPES - BENDS) | documents.WHOLES.keys()
_PIECE = 1 << 20
_HELD = 500  # objects


def write(records: Iterable[Record], asked: Asked, notes: Notes) -> Iterator[bytes]:
    """The JSON file in pieces. Memory does not grow with the records: images, which are the shorter
    list by far, wait in a temporary file until the annotations are written.

    `number` of a record is its image id; where it is missing images are counted from 1. A mark
    whose class is in no category raises KeyError: the categories are made from the schema.
    """
    ids = {(one.label, one.name): one.id for one in asked.categories}
    ids |= {("", one.name): one.id for one in asked.categories if ("", one.name) not in ids}
    annotation_ids = asked.numbers if asked.numbers is not None else count(1)
    with tempfile.TemporaryFile() as waiting:
        info = orjson.dumps(dict(asked.info or {}))
        yield b'{"info":' + info + b',"licenses":[],"annotations":['
        images = _Waiting()
        marks = _Waiting()
        for counted, record in enumerate(records, 1):
            number = record.number if record.number is not None else counted
            if record.facts is not None and record.modality == "document":
                images += _pages(record, number, ids, annotation_ids, notes, marks)
            else:
                images.append(_image(record, number, ids, annotation_ids, notes, marks))
            if len(marks) >= _HELD:
                yield marks.take()
            if len(images) >= _HELD:
                waiting.write(images.take())
        yield marks.take()
        waiting.write(images.take())
        yield b'],"images":['
        waiting.seek(0)
        while piece := waiting.read(_PIECE):
            yield piece
        yield b'],"categories":'
        yield orjson.dumps([_category(one) for one in asked.categories if one.kind in _SHAPES])
        yield b"}\n"


class _Waiting(list[dict[str, Any]]):
    """Objects that become JSON together, one to a line: by itself each costs twice as much, and
    among ten thousand living ones the garbage collector would look again and again.
    """

    _begun = False

    def take(self) -> bytes:
        """Those that wait, with a comma before them where others went before."""
        if not self:
            return b""
        # Whatever stands within a text has its quotes escaped.
        taken = orjson.dumps(self)[1:-1].replace(b'},{"id":', b'},\n{"id":')
        self.clear()
        begun, self._begun = self._begun, True
        return b",\n" + taken if begun else taken


def _image(
    record: Record,
    number: int,
    ids: Mapping[tuple[str, str], int],
    annotation_ids: Iterator[int],
    notes: Notes,
    marks: list[dict[str, Any]],
) -> dict[str, Any]:
    """One image; its annotations are added to `marks`."""
    image: dict[str, Any] = {
        "id": number,
        "file_name": record.media if record.media is not None else record.name,
        "width": record.width,
        "height": record.height,
    }
    if record.url is not None:
        image["coco_url"] = record.url
    for one in record.annotations or ():
        kind = one["kind"]
        if kind in documents.WHOLES and one.get("part") is None:
            image.setdefault("attributes", {})[one["name"]] = one[documents.WHOLES[kind]]
            continue
        if kind == "box":  # as most are
            width, height = one["width"], one["height"]
            mark = {
                "id": next(annotation_ids),
                "image_id": number,
                "category_id": ids[one.get("name", ""), one["class"]],
                "bbox": (one["x"], one["y"], width, height),
                "area": width * height,
                "iscrowd": 0,
                "segmentation": (),
            }
        else:
            shape = _shape(one, record, notes)
            if shape is None:
                notes.left_out(one, "COCO")
                continue
            mark = {
                "id": next(annotation_ids),
                "image_id": number,
                "category_id": ids[one.get("name", ""), one["class"]],
                **shape,
            }
        if "attributes" in one or "group" in one:
            for field in ("attributes", "group"):
                if one.get(field):
                    mark[field] = one[field]
        marks.append(mark)
    return image


def _pages(
    record: Record,
    number: int,
    ids: Mapping[tuple[str, str], int],
    annotation_ids: Iterator[int],
    notes: Notes,
    marks: list[dict[str, Any]],
) -> Iterable[dict[str, Any]]:
    """The images of a document's pages; their annotations are added to `marks`."""
    pages = dict(documents.images(record, number))
    for one in documents.said(record, pages):
        made = documents.mark(one, notes)
        if made is not None and one["part"] in pages:
            marks.append(
                {
                    "id": next(annotation_ids),
                    "image_id": pages[one["part"]]["id"],
                    "category_id": ids[one.get("name", ""), one["class"]],
                    **made,
                }
            )
    return pages.values()


def _shape(one: Annotation, record: Record, notes: Notes) -> dict[str, Any] | None:
    """The geometry in COCO's form; None for what has none there."""
    kind = one["kind"]
    if kind in ("polygon", "rotated_box"):
        points = one["points"] if kind == "polygon" else _turned(one, notes)
        ring = tuple(chain.from_iterable(points))
        return _placed(_around(points), outline.area(points), (ring,))
    if kind == "mask" and record.width and record.height:
        counts = pixels.packed(pixels.to_columns(one, record.width, record.height))
        sides = one["x"], one["y"], one["width"], one["height"]
        runs = {"size": (record.height, record.width), "counts": counts}
        return _placed(sides, pixels.pixels(one), runs)
    if kind == "keypoints":
        there = [(x, y) for x, y, v in one["points"] if v > 0]
        sides = _around(there)
        return {
            **_placed(sides, sides[2] * sides[3], ()),
            "keypoints": list(chain.from_iterable(one["points"])),
            "num_keypoints": len(there),
        }
    return None


def _turned(one: Annotation, notes: Notes) -> Sequence[tuple[float, float]]:
    notes.bent(one, "COCO", "its outline of four corners")
    return turned(one["x"], one["y"], one["width"], one["height"], one["angle"])


def _around(points: Sequence[Sequence[float]]) -> tuple[float, float, float, float]:
    left, upper, right, lower = outline.bounds(points)
    return left, upper, right - left, lower - upper


def _placed(sides: Sequence[float], area: float, segmentation: object) -> dict[str, Any]:
    return {"bbox": sides, "area": area, "iscrowd": 0, "segmentation": segmentation}


def _category(one: Category) -> dict[str, Any]:
    written: dict[str, Any] = {"id": one.id, "name": one.name}
    if one.label:
        written["supercategory"] = one.label
    if one.points:
        written["keypoints"] = one.points
        written["skeleton"] = [(a + 1, b + 1) for a, b in one.edges]
    return written
