"""COCO, read in three passes over the file: categories, annotations, images."""

import tempfile
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from app.formats.beside import NoMedia, about, beside
from app.formats.coco import documents
from app.formats.coco.marks import Marks, one_mark
from app.formats.judges import is_number
from app.formats.record import (
    Annotation,
    BadName,
    Grade,
    Record,
    Refused,
    clean_name,
    fitting,
    is_url,
)
from app.formats.source import Names, Source, is_document, is_junk, is_picture
from app.formats.streamed import Broken, elements

MAX_SIDE = 1_000_000
_SHAPES = ("bbox", "segmentation", "keypoints", "attributes", "group", "text", "table")


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
    """A record for every image or document of every file, then for those that none names."""

    def one(file: str, index: Names, used: set[str]) -> Iterator[Record | Refused]:
        try:
            yield from _read_file(source, file, index or None, used)
        except Broken as broken:
            yield Refused(file, file, "not_json", f"{broken} Export the file again.")

    return beside(source, files, one, _is_shown)


def _is_shown(name: str) -> bool:
    return is_picture(name) or is_document(name)


def _read_file(
    source: Source, file: str, index: Names | None, used: set[str]
) -> Iterator[Record | Refused]:
    categories: dict[Any, tuple[str, str]] = {}
    with source.open(file) as stream:
        for _, at, one in elements(stream, frozenset({"categories"})):
            if isinstance(one, dict) and isinstance(one.get("name"), str) and _key(one.get("id")):
                categories[one["id"]] = one["name"], str(one.get("supercategory") or "")
            else:
                row = f"{file}, categories[{at}]"
                yield _bad(row, "bad_category", "The category has no id or no name; mend it.")
    with tempfile.TemporaryFile() as kept:
        marks = Marks(kept)
        with source.open(file) as stream:
            yield from _read_marks(stream, file, categories, marks)
        with source.open(file) as stream:
            document = _Document(file, index, used, marks, categories)
            for _, at, image in elements(stream, frozenset({"images"})):
                row = f"{file}, images[{at}]"
                named = documents.document_of(image) if isinstance(image, dict) else None
                yield from document.ended(named)
                if named is not None:
                    document.add(image, row)
                else:
                    yield from _read_image(image, row, file, index, used, marks, categories)
            yield from document.ended(None)
        for id, number in marks.left():
            yield _bad(
                f"{file}, image_id {str(id)[:50]}",
                "unknown_image",
                f"{number} annotations name an image that the file does not have; remove them.",
            )


def _read_marks(
    stream: Any, file: str, categories: Mapping[Any, tuple[str, str]], marks: Marks
) -> Iterator[Refused]:
    for _, at, one in elements(stream, frozenset({"annotations"})):
        row = f"{file}, annotations[{at}]"
        if not isinstance(one, dict) or not _key(one.get("image_id")):
            yield _bad(row, "no_image", "The annotation names no image; mend or remove it.")
            continue
        category = one.get("category_id")
        if not _key(category) or category not in categories:
            yield _bad(row, "unknown_category", "Its category is not in the file; add it.")
            continue
        bbox = one.get("bbox")
        if not isinstance(bbox, list) or len(bbox) != 4 or not all(map(is_number, bbox)):
            yield _bad(row, "no_box", "The annotation has no bbox of four numbers; add one.")
            continue
        kept = {key: one[key] for key in _SHAPES if one.get(key)}
        try:
            marks.add(one["image_id"], at, kept | {"category": category})
        except TypeError:
            yield _bad(row, "bad_value", "It holds a number or text that cannot be kept; mend it.")


def _read_image(
    image: Any,
    row: str,
    file: str,
    index: Names | None,
    used: set[str],
    marks: Marks,
    categories: Mapping[Any, tuple[str, str]],
) -> Iterator[Record | Refused]:
    if not isinstance(image, dict) or not _key(image.get("id")):
        yield Refused(row, "", "bad_image", "The image has no id; mend it.")
        return
    found = marks.take(image["id"])
    try:
        name = clean_name(image.get("file_name"))
    except BadName as bad:
        yield Refused(row, str(image.get("file_name"))[:200], "bad_name", str(bad))
        return
    url = image["coco_url"] if is_url(image.get("coco_url")) else None
    media = None
    if index is not None:
        meant = index.by_path(name, file)
        if len(meant) > 1:
            yield Refused(
                row, name, "ambiguous", f"{len(meant)} files could be meant; write the whole path."
            )
            return
        media = meant[0] if meant else None
    if media is None and not url:
        yield Refused(row, name, "no_media", "The picture is not in the archive; add it.")
        return
    if media is not None:
        if media in used:
            yield Refused(row, name, "second_row", f"{media} was named before; remove one.")
            return
        used.add(media)
    width, height = image.get("width"), image.get("height")
    if not all(type(side) is int and 0 < side <= MAX_SIDE for side in (width, height)):
        if media is None:
            yield Refused(row, name, "bad_size", "width and height are missing; add them.")
            return
        width = height = None
    annotations: list[Annotation] = []
    for position, given in found:
        mark = one_mark(given, *categories[given["category"]], width, height)
        at = f"{file}, annotations[{position}]"
        yield from (Refused(at, name, code, why, Grade.NOTE) for code, why in mark.notes)
        if mark.fault is not None:
            yield Refused(at, name, *mark.fault, Grade.ANNOTATION)
        if mark.made is not None:
            annotations.append(mark.made)
    annotations.extend(_wholes(image.get("attributes")))
    yield Record(media or name, row, media, url, None, width, height, annotations)


class _Document:
    """The pages of one document, which stand one after the other."""

    def __init__(
        self,
        file: str,
        index: Names | None,
        used: set[str],
        marks: Marks,
        categories: Mapping[Any, tuple[str, str]],
    ) -> None:
        self._file = file
        self._index = index or Names([])
        self._used = used
        self._marks = marks
        self._categories = categories
        self._named: str | None = None
        self._row = ""
        self._annotations: list[Annotation] = []
        self._faults: list[Refused] = []

    def add(self, image: Mapping[str, Any], row: str) -> None:
        """One page."""
        if self._named is None:
            self._named, self._row = documents.document_of(image), row
        part = documents.page_of(image)
        if not _key(image.get("id")) or part is None:
            self._faults.append(_bad(row, "bad_page", "The page has no id or no number; mend it."))
            return
        for position, given in self._marks.take(image["id"]):
            name, label = self._categories[given["category"]]
            mark = documents.read_mark(given, name, label, part)
            kept, left_out = fitting([mark], None, None)
            self._annotations += kept
            place = f"{self._file}, annotations[{position}]"
            self._faults += [_bad(place, *fault) for fault in left_out]
        self._annotations += [one | {"part": part} for one in _wholes(image.get("attributes"))]
        self._annotations += _wholes(image.get("document_attributes"))

    def ended(self, named: str | None) -> Iterator[Record | Refused]:
        """The record of the document before, where the next image is of another one."""
        if self._named is None or named == self._named:
            return
        try:
            media = about(self._file, self._index, self._used, clean_name(self._named))
        except (BadName, NoMedia) as no:
            code = no.code if isinstance(no, NoMedia) else "bad_name"
            yield Refused(self._row, self._named[:200], code, str(no))
        else:
            yield Record(media, self._row, media, annotations=self._annotations)
            for fault in self._faults:
                fault.name = media
                yield fault
        self._named, self._annotations, self._faults = None, [], []


def _wholes(attributes: Any) -> Iterator[dict[str, Any]]:
    """What is said of the picture as a whole."""
    for label, said in attributes.items() if isinstance(attributes, dict) else ():
        base = {"name": label}
        if isinstance(said, list) and said and all(isinstance(one, str) for one in said):
            yield base | {"kind": "class", "classes": said}
        elif is_number(said):
            yield base | {"kind": "rating", "value": said, "part": None}
        elif isinstance(said, str):
            yield base | {"kind": "writing", "text": said, "part": None}


def _bad(row: str, code: str, sentence: str) -> Refused:
    return Refused(row, "", code, sentence, Grade.ANNOTATION)


def _key(value: object) -> bool:
    """Whether `value` may be an id: a whole number or a string."""
    return isinstance(value, int | str) and not isinstance(value, bool)
