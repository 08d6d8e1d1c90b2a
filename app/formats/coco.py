"""COCO detection: `images`, `annotations` with `bbox` [x, y, width, height] in pixels, and
`categories`. An outline is the one ring of `segmentation`, its bbox the box around it.

`file_name` is relative to the archive. Classes of the picture as a whole have no place in COCO:
they stand beside each image as `attributes` ({label: [classes]}), which other readers step over.
"""

import tempfile
from array import array
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, count
from typing import Any

import orjson

from app.core import outline
from app.formats.record import (
    Annotation,
    BadName,
    Grade,
    Record,
    Refused,
    clean_name,
    fitting,
    is_number,
    is_url,
)
from app.formats.source import Names, Source, is_junk, is_picture
from app.formats.streamed import Broken, elements

_PIECE = 1 << 20


@dataclass(frozen=True, slots=True)
class Category:
    """One class of one label; its id never changes between releases."""

    id: int
    name: str
    label: str = ""  # written as the supercategory


# --- writing ---------------------------------------------------------------------------------


def write(
    records: Iterable[Record],
    categories: Sequence[Category],
    info: Mapping[str, Any] | None = None,
) -> Iterator[bytes]:
    """The JSON file in pieces. Memory does not grow with the records: images, which are the shorter
    list by far, wait in a temporary file until the annotations are written.

    `number` of a record is its image id; where it is missing images are counted from 1. A box
    whose class is in no category raises KeyError: the categories are made from the schema.
    """
    ids = {(one.label, one.name): one.id for one in categories}
    ids |= {("", one.name): one.id for one in categories if ("", one.name) not in ids}
    annotation_ids = count(1)
    with tempfile.TemporaryFile() as waiting:
        yield b'{"info":' + orjson.dumps(dict(info or {})) + b',"licenses":[],"annotations":['
        images = _Joined()
        boxes = _Joined()
        for counted, record in enumerate(records, 1):
            number = record.number if record.number is not None else counted
            image, marks = _image(record, number, ids, annotation_ids)
            images.add(image)
            if marks:
                boxes.add(marks)
            if boxes.size > _PIECE:
                yield boxes.take()
            if images.size > _PIECE:
                waiting.write(images.take())
        yield boxes.take()
        waiting.write(images.take())
        yield b'],"images":['
        waiting.seek(0)
        while piece := waiting.read(_PIECE):
            yield piece
        yield b'],"categories":'
        yield orjson.dumps([_category(one) for one in categories])
        yield b"}\n"


class _Joined:
    """Pieces with commas between them, also between what was taken and what follows."""

    def __init__(self) -> None:
        self._pieces: list[bytes] = []
        self._between = b""
        self.size = 0

    def add(self, piece: bytes) -> None:
        self._pieces.append(piece)
        self.size += len(piece)

    def take(self) -> bytes:
        if not self._pieces:
            return b""
        taken = self._between + b",\n".join(self._pieces)
        self._pieces.clear()
        self._between = b",\n"
        self.size = 0
        return taken


def _image(
    record: Record, number: int, ids: Mapping[tuple[str, str], int], annotation_ids: Iterator[int]
) -> tuple[bytes, bytes]:
    """One image and its annotations, separated by commas. They become bytes at once: ten thousand
    living dicts would have the garbage collector look through them again and again, which took
    two thirds of the whole time.
    """
    image: dict[str, Any] = {
        "id": number,
        "file_name": record.media if record.media is not None else record.name,
        "width": record.width,
        "height": record.height,
    }
    if record.url is not None:
        image["coco_url"] = record.url
    boxes = []
    for one in record.annotations or ():
        if one["kind"] == "box":
            width, height = one["width"], one["height"]
            boxes.append(
                {
                    "id": next(annotation_ids),
                    "image_id": number,
                    "category_id": ids[one.get("name", ""), one["class"]],
                    "bbox": (one["x"], one["y"], width, height),
                    "area": width * height,
                    "iscrowd": 0,
                    "segmentation": (),
                }
            )
        elif one["kind"] == "polygon":
            points = one["points"]
            left, upper, right, lower = outline.bounds(points)
            boxes.append(
                {
                    "id": next(annotation_ids),
                    "image_id": number,
                    "category_id": ids[one.get("name", ""), one["class"]],
                    "bbox": (left, upper, right - left, lower - upper),
                    "area": outline.area(points),
                    "iscrowd": 0,
                    "segmentation": (tuple(chain.from_iterable(points)),),
                }
            )
        else:
            image.setdefault("attributes", {})[one["name"]] = one["classes"]
    return orjson.dumps(image), orjson.dumps(boxes)[1:-1]


def _category(one: Category) -> dict[str, Any]:
    written: dict[str, Any] = {"id": one.id, "name": one.name}
    if one.label:
        written["supercategory"] = one.label
    return written


# --- reading ---------------------------------------------------------------------------------


class _Boxes:
    """The boxes of one file by image, 60 bytes each and what an outline has: annotations may stand
    before their images, and a set of millions must not be held as objects. Each box points to the
    one before it of the same image.
    """

    def __init__(self) -> None:
        self._numbers = array("d")
        self._outlines = array("d")
        self._ends = array("q")  # of each box's outline in `_outlines`
        self._category = array("q")
        self._position = array("q")
        self._before = array("q")
        self._last: dict[Any, int] = {}

    def add(
        self,
        image: Any,
        position: int,
        category: int,
        bbox: Sequence[float],
        ring: Sequence[float] = (),
    ) -> None:
        self._before.append(self._last.get(image, -1))
        self._last[image] = len(self._category)
        self._category.append(category)
        self._position.append(position)
        self._numbers.extend(bbox)
        self._outlines.extend(ring)
        self._ends.append(len(self._outlines))

    def take(self, image: Any) -> Iterator[tuple[int, int, list[float], list[float]]]:
        """(position in the file, category, bbox, ring) of one image's boxes, last first; once."""
        at = self._last.pop(image, -1)
        while at >= 0:
            bbox = self._numbers[4 * at : 4 * at + 4]
            ring = self._outlines[self._ends[at - 1] if at else 0 : self._ends[at]]
            yield self._position[at], self._category[at], bbox.tolist(), ring.tolist()
            at = self._before[at]

    def left(self) -> Iterator[tuple[Any, int]]:
        """(image, number of boxes) of those that nobody took."""
        for image in list(self._last):
            yield image, sum(1 for _ in self.take(image))


def files(names: Iterable[str]) -> list[str]:
    """The files that may be COCO."""
    return [name for name in names if name.lower().endswith(".json") and not is_junk(name)]


def looks_like(source: Source, name: str) -> bool:
    """Whether a JSON file has a list of images."""
    with source.open(name) as stream:
        try:
            return any(True for _ in elements(stream, frozenset({"images"})))
        except Broken:
            return False


def read(source: Source) -> Iterator[Record | Refused]:
    """A record for every image of every file, then every picture that no file names."""
    yield from source.refused()
    names = source.names()
    pictures = [name for name in names if is_picture(name) and not is_junk(name)]
    index = Names(pictures) if pictures else None
    used: set[str] = set()
    for name in files(names):
        try:
            yield from _read_file(source, name, index, used)
        except Broken as broken:
            yield Refused(name, name, "not_json", f"{broken} Export the file again.")
    for name in pictures:
        if name not in used:
            yield Record(name, row=name, media=name)


def _read_file(
    source: Source, file: str, index: Names | None, used: set[str]
) -> Iterator[Record | Refused]:
    categories: dict[Any, tuple[str, str]] = {}
    with source.open(file) as stream:
        for _, at, one in elements(stream, frozenset({"categories"})):
            if isinstance(one, dict) and isinstance(one.get("name"), str) and _key(one.get("id")):
                categories[one["id"]] = one["name"], str(one.get("supercategory") or "")
            else:
                yield Refused(
                    f"{file}, categories[{at}]",
                    "",
                    "bad_category",
                    "The category has no id or no name; mend it.",
                    Grade.ANNOTATION,
                )
    numbered = {id: number for number, id in enumerate(categories)}
    classes = list(categories.values())
    boxes = _Boxes()
    with source.open(file) as stream:
        yield from _read_boxes(stream, file, numbered, boxes)
    with source.open(file) as stream:
        for _, at, image in elements(stream, frozenset({"images"})):
            yield from _read_image(
                image, f"{file}, images[{at}]", file, index, used, boxes, classes
            )
    for id, number in boxes.left():
        yield Refused(
            f"{file}, image_id {str(id)[:50]}",
            "",
            "unknown_image",
            f"{number} annotations name an image that the file does not have; remove them.",
            Grade.ANNOTATION,
        )


def _read_boxes(
    stream: Any, file: str, numbered: Mapping[Any, int], boxes: _Boxes
) -> Iterator[Refused]:
    noted = False
    for _, at, one in elements(stream, frozenset({"annotations"})):
        row = f"{file}, annotations[{at}]"
        if not isinstance(one, dict) or not _key(one.get("image_id")):
            yield _bad(row, "no_image", "The annotation names no image; mend or remove it.")
            continue
        category = numbered.get(one["category_id"]) if _key(one.get("category_id")) else None
        if category is None:
            yield _bad(row, "unknown_category", "Its category is not in the file; add it.")
            continue
        bbox = one.get("bbox")
        if not isinstance(bbox, list) or len(bbox) != 4 or not all(map(is_number, bbox)):
            yield _bad(row, "no_box", "The annotation has no bbox of four numbers; add one.")
            continue
        ring = _ring(one.get("segmentation"))
        if ring is None and not noted:
            noted = True
            yield Refused(
                row,
                "",
                "outline_left_out",
                "Outlines of several parts and masks are not taken, here and below: only the bbox "
                "was read.",
                Grade.NOTE,
            )
        boxes.add(one["image_id"], at, category, [float(side) for side in bbox], ring or ())


def _read_image(
    image: Any,
    row: str,
    file: str,
    index: Names | None,
    used: set[str],
    boxes: _Boxes,
    classes: Sequence[tuple[str, str]],
) -> Iterator[Record | Refused]:
    if not isinstance(image, dict) or not _key(image.get("id")):
        yield Refused(row, "", "bad_image", "The image has no id; mend it.")
        return
    marks = list(boxes.take(image["id"]))[::-1]
    try:
        name = clean_name(image.get("file_name"))
    except BadName as bad:
        yield Refused(row, str(image.get("file_name"))[:200], "bad_name", str(bad))
        return
    url = image["coco_url"] if is_url(image.get("coco_url")) else None
    media = None
    if index is not None:
        found = index.by_path(name, file)
        if len(found) > 1:
            yield Refused(
                row, name, "ambiguous", f"{len(found)} files could be meant; write the whole path."
            )
            return
        media = found[0] if found else None
    if media is None and not url:
        yield Refused(row, name, "no_media", "The picture is not in the archive; add it.")
        return
    if media is not None:
        if media in used:
            yield Refused(row, name, "second_row", f"{media} was named before; remove one.")
            return
        used.add(media)
    width, height = image.get("width"), image.get("height")
    if type(width) is not int or type(height) is not int or width <= 0 or height <= 0:
        if media is None:
            yield Refused(row, name, "bad_size", "width and height are missing; add them.")
            return
        width = height = None
    annotations: list[Annotation] = []
    for position, category, bbox, ring in marks:
        box, outlined = _marks(*classes[category], bbox, ring)
        kept, left_out = fitting([outlined or box], width, height)
        if outlined is not None and left_out:
            at = f"{file}, annotations[{position}]"
            yield from (Refused(at, name, code, why, Grade.NOTE) for code, why in left_out)
            kept, left_out = fitting([box], width, height)
        annotations.extend(kept)
        for code, sentence in left_out:
            at = f"{file}, annotations[{position}]"
            yield Refused(at, name, code, sentence, Grade.ANNOTATION)
    attributes = image.get("attributes")
    if isinstance(attributes, dict):
        annotations.extend(
            {"kind": "class", "name": label, "classes": chosen}
            for label, chosen in attributes.items()
            if isinstance(chosen, list) and chosen and all(isinstance(one, str) for one in chosen)
        )
    yield Record(media or name, row, media, url, None, width, height, annotations)


def _ring(segmentation: Any) -> list[float] | None:
    """The corners of an outline of one part, x and y in turn; empty where there is none, None where
    it is something else.
    """
    if not segmentation:
        return []
    if not isinstance(segmentation, list) or len(segmentation) != 1:
        return None
    (ring,) = segmentation
    if not isinstance(ring, list) or len(ring) % 2 or len(ring) < 2 * outline.FEWEST:
        return None
    return [float(one) for one in ring] if all(map(is_number, ring)) else None


def _marks(
    name: str, label: str, bbox: Sequence[float], ring: Sequence[float]
) -> tuple[dict[str, Any], dict[str, Any] | None]:
    """A box, and the outline that falls back on it where the stage asks for no outlines."""
    base: dict[str, Any] = {"class": name} | ({"hint": label} if label else {})
    x, y, across, down = bbox
    box = base | {"kind": "box", "x": x, "y": y, "width": across, "height": down}
    if not ring:
        return box, None
    points = list(zip(ring[::2], ring[1::2], strict=True))
    return box, base | {"kind": "polygon", "points": points, "fallback": box}


def _bad(row: str, code: str, sentence: str) -> Refused:
    return Refused(row, "", code, sentence, Grade.ANNOTATION)


def _key(value: object) -> bool:
    """Whether `value` may be an id: a whole number or a string."""
    return isinstance(value, int | str) and not isinstance(value, bool)
