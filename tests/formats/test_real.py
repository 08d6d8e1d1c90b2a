"""Real sets and large ones: nothing changes on the way, and memory does not grow."""

import gc
import io
import tracemalloc
from collections.abc import Iterator
from typing import Any

import pytest

from app.assets.archives import FolderSource
from app.core.settings import ROOT
from app.formats import Record, cvat, labelstudio, reader, voc, yolo
from app.formats.writers import WRITERS
from app.formats.writing import Asked, Category, Notes
from tests.formats.sources import Files, split
from tests.formats.test_texts import ASKED, EVERYTHING, document

BCCD = ROOT.parent / "shared/data/images/bccd/BCCD"
CLASSES = Asked(
    [Category(at, name, "cells") for at, name in enumerate(("RBC", "WBC", "Platelets"))]
)


def boxes(record: Record) -> list[tuple[Any, ...]]:
    return [
        (one["class"], *(round(one[side], 4) for side in ("x", "y", "width", "height")))
        for one in record.annotations or ()
    ]


@pytest.mark.skipif(not BCCD.exists(), reason="the BCCD set is not beside the repository")
@pytest.mark.parametrize("format", ["yolo", "cvat", "label_studio", "coco", "csv"])
def test_bccd_through_every_format(format: str) -> None:
    """364 photographs with 4,888 boxes, from VOC into another format and back."""
    read, _ = split(voc.read(FolderSource(BCCD)))
    records = [one for one in read if one.annotations]
    for one in records:
        one.annotations = [
            mark | {"id": f"m{at}", "name": "cells"}
            for at, mark in enumerate(one.annotations or ())
        ]
    writer, notes = WRITERS[format], Notes()
    pictures = {}
    for one in records:
        assert one.media is not None
        path = one.media if format != "yolo" else f"images/train/{one.media.rpartition('/')[2]}"
        pictures[path] = (BCCD / one.media).read_bytes()
        one.media = path
    if writer.many is not None:
        files = {file.name: file.content for file in writer.many(records, CLASSES, notes)}
    else:
        assert writer.one is not None
        files = {f"a.{writer.suffix}": b"".join(writer.one(records, CLASSES, notes))}
    kinds = {"yolo": yolo.read, "cvat": cvat.read, "label_studio": labelstudio.read}
    found, refused = split(kinds.get(format, reader_of(format))(Files(files | pictures)))
    assert refused == []
    by_media = {one.media: one for one in found}
    assert sum(len(one.annotations or ()) for one in found) > 4_800
    for one in records:
        assert boxes(by_media[one.media]) == boxes(one), one.media


def reader_of(format: str) -> Any:
    from app.formats import Format

    return reader(Format(format)) if format in {one.value for one in Format} else None


def many(count: int, text: bool) -> Iterator[Record]:
    """Records that are made as they are asked for."""
    box = {"id": "m", "name": "cells", "kind": "box", "class": "RBC"}
    marks = [box | {"x": at, "y": at, "width": 5, "height": 5} for at in range(5)]
    for at in range(count):
        if text:
            yield Record(
                f"{at}", document=document("가😀나", "다라"), annotations=EVERYTHING, number=at
            )
        else:
            yield Record(f"{at}.png", width=64, height=64, annotations=marks, number=at)


@pytest.mark.parametrize(
    # A template is written with one's own mapping: see test_templates.
    "format",
    [one for one in WRITERS if one != "template" and ("_" not in one or one[0] != "y")],
)
def test_writing_takes_no_more_memory_for_more(format: str) -> None:
    """Eight times as many records, and hardly more memory."""
    writer = WRITERS[format]
    text = "picture" not in writer.takes
    asked = ASKED if text else CLASSES

    # Among all that other tests have left, the collector would come by for the oldest too rarely.
    gc.collect()
    gc.freeze()

    def peak(count: int) -> int:
        gc.collect()
        tracemalloc.start()
        for _ in (writer.one or writer.many)(many(count, text), asked, Notes()):  # type: ignore[misc]
            pass
        _, most = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        return most

    peak(10)
    few, more = peak(200), peak(1_600)
    # Up to 1 MB waits to be written, and is there up to four times for a moment.
    assert more < few + 8_000_000


class Endless(io.RawIOBase):
    """A file that is made while it is read."""

    def __init__(self, head: bytes, row: bytes, count: int, tail: bytes) -> None:
        super().__init__()
        self._pieces = self._all(head, row, count, tail)
        self._left = b""

    @staticmethod
    def _all(head: bytes, row: bytes, count: int, tail: bytes) -> Iterator[bytes]:
        yield head
        for at in range(count):
            yield row.replace(b"NNN", str(at).encode())
        yield tail

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        while not self._left:
            piece = next(self._pieces, None)
            if piece is None:
                return 0
            self._left = piece
        size = min(len(buffer), len(self._left))
        buffer[:size] = self._left[:size]
        self._left = self._left[size:]
        return size


class OneFile(Files):
    def __init__(self, name: str, *made: Any) -> None:
        super().__init__({name: b""})
        self._made = made

    def open(self, name: str) -> Any:
        return io.BufferedReader(Endless(*self._made))


SPAN = b'{"id": NNN, "text": "abcdef", "label": [[0, 2, "x"]]}\n'
TASK = b'{"id": NNN, "data": {"text": "abcdef"}, "annotations": []},'
LARGE = {
    "doccano": ("a.jsonl", b"", SPAN, b""),
    "label_studio": ("a.json", b"[", TASK, b'{"data": {"text": "x"}}]'),
    "cvat": (
        "a.xml",
        b"<annotations>",
        b'<image id="NNN" name="NNN.png"><box label="a" xtl="1" ytl="1" xbr="2" ybr="2"/></image>',
        b"</annotations>",
    ),
    "conll": ("a.conll", b"", b"# id = NNN\nabc -X- _ B-x\nd -X- _ O\n\n", b""),
    "csv": ("a.csv", b"name,text\n", b"NNN,abc def\n", b""),
}


@pytest.mark.parametrize("format", LARGE)
def test_reading_takes_no_more_memory_for_more(format: str) -> None:
    name, head, row, tail = LARGE[format]

    # Among all that other tests have left, the collector would come by for the oldest too rarely.
    gc.collect()
    gc.freeze()

    def peak(count: int) -> int:
        gc.collect()
        tracemalloc.start()
        found = sum(1 for _ in reader_of(format)(OneFile(name, head, row, count, tail)))
        _, most = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        assert found >= count
        return most

    # Now and then the interpreter makes its table of all interned strings anew, some megabytes;
    # never in two readings in a row.
    few, more = (min(peak(count), peak(count)) for count in (2_000, 10_000))
    gc.unfreeze()
    # Names that were read are remembered by tables, against a second row: some 100 bytes each.
    assert more < few + 2_000_000
