"""The files of a release's archive: labels and the items' own, as the format lays them out or as AI
Hub does, and at last the list of them all.

AI Hub's lay-out: `{no}.{name}/01.데이터/1.Training/원천데이터/TS_{name}.zip` with the items' files
and `…/라벨링데이터/TL_{name}.zip` with the labels, where a file and its labels have one path but
for its end; `VS_`, `VL_` for validation, `ES_`, `EL_` for test.
"""

import hashlib
import itertools
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

import orjson

from app.formats.writers import Writer
from app.formats.writing import Asked, Notes
from app.releases.reading import Reader, Span, Told, places
from app.releases.split import FOLDERS, Part
from app.releases.stretches import Line
from app.releases.zips import Entry, zipped
from app.storage import Storage, pieces

MOST_LISTED = 10_000
"""Files that the release's own manifest lists; the list in the archive has all."""

LIST_NAME = "manifest.jsonl"
_LETTERS = {"training": "T", "validation": "V", "test": "E"}
# Folders of labels alone, which AI Hub's own take the place of.
_LABELS = ("Annotations/", "annotations/", "labels/", "라벨링데이터/")


class Listed:
    """The files that were written, with their checksums."""

    def __init__(self) -> None:
        self.files: list[dict[str, Any]] = []
        self.count = 0
        self.last: dict[str, Any] = {}
        self.part: int | None = None  # of a release in several files, from 1

    def note(self, name: str, size: int, sha256: str) -> None:
        """One more."""
        self.last = {"path": name, "bytes": size, "sha256": sha256}
        self.count += 1
        if len(self.files) < MOST_LISTED:
            self.files.append(self.last if self.part is None else {**self.last, "part": self.part})

    def counted(self, name: str, content: Iterable[bytes]) -> Iterator[bytes]:
        """`content`, and then a line for it."""
        digest = hashlib.sha256()
        size = 0
        for piece in content:
            digest.update(piece)
            size += len(piece)
            yield piece
        self.note(name, size, digest.hexdigest())


class Packing(NamedTuple):
    """What an archive is made of. `beside` are files that lie beside the data."""

    reader: Reader
    writer: Writer
    format: str
    asked: Asked
    notes: Notes
    told: Told
    media: bool
    kept: Storage
    aihub: Mapping[str, Any] | None = None
    beside: Mapping[str, Callable[[], Iterable[bytes]]] = {}

    def entries(self, parts: Sequence[tuple[Part, Span]], listed: Listed) -> Iterator[Entry]:
        """The archive's files."""
        with tempfile.TemporaryFile() as lines:

            def noted(entry: Entry) -> Entry:
                def content() -> Iterator[bytes]:
                    yield from listed.counted(entry.name, entry.content)
                    lines.write(orjson.dumps(listed.last, option=orjson.OPT_APPEND_NEWLINE))

                return Entry(entry.name, content(), entry.size, entry.packed)

            top = "" if self.aihub is None else f"{_root(self.aihub)}/"
            for part, span in parts:
                given = (
                    self._as_aihub(part, span)
                    if self.aihub is not None
                    else self._plain(part, span)
                )
                yield from map(noted, given)
            for name, content in self.beside.items():
                yield noted(Entry(f"{top}{name}", content()))
            lines.seek(0)
            name = f"{top}{LIST_NAME}"
            yield Entry(name, listed.counted(name, pieces(lines)))

    def _plain(self, part: Part, span: Span) -> Iterator[Entry]:
        """The files of a share, which are a whole data set in a folder."""
        for entry in itertools.chain(self._labels(span), self._files(span)):
            yield Entry(f"{part.folder}{entry.name}", entry.content, entry.size)

    def _as_aihub(self, part: Part, span: Span) -> Iterator[Entry]:
        assert self.aihub is not None
        share = part.name or "training"
        folder = f"{_root(self.aihub)}/01.데이터/{FOLDERS[share]}"
        letter, name = _LETTERS[share], self.aihub["name"]
        if self.media:
            path = f"{folder}/원천데이터/{letter}S_{name}.zip"
            yield Entry(path, zipped(self._files(span)), packed=True)
        path = f"{folder}/라벨링데이터/{letter}L_{name}.zip"
        yield Entry(path, zipped(map(_bare, self._labels(span))), packed=True)

    def _place(self) -> Callable[[Line], str]:
        return places(self.format, self.writer, bare=self.aihub is not None)

    def _labels(self, span: Span) -> Iterator[Entry]:
        place = self._place() if self.media else None
        given = self.reader.records(span, self.told, place), self.asked, self.notes
        if self.writer.many is not None:
            for file in self.writer.many(*given):
                yield Entry(file.name, itertools.chain([file.content], file.pieces))
        elif self.writer.one is not None:
            yield Entry(f"annotations.{self.writer.suffix}", self.writer.one(*given))

    def _files(self, span: Span) -> Iterator[Entry]:
        """The items' own."""
        if not self.media:
            return
        place = self._place()
        for line in self.reader.lines(span):
            if line.storage_key is not None:  # of a text there is none: the labels hold it
                yield Entry(place(line), self.kept.open(line.storage_key), line.bytes)


def _root(aihub: Mapping[str, Any]) -> str:
    return f"{aihub['number']}.{aihub['name']}"


def _bare(entry: Entry) -> Entry:
    """A file of labels, without the folder that holds labels alone."""
    for folder in _LABELS:
        if entry.name.startswith(folder):
            return Entry(entry.name.removeprefix(folder), entry.content)
    return entry
