"""CSV, read row by row; the rows of one item must stand together."""

import csv
import io
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import partial
from pathlib import PurePosixPath
from typing import Any

import orjson

from app.formats import provenance
from app.formats.beside import beside
from app.formats.judges import span_fault
from app.formats.plain import BadText, in_parts, plain
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
from app.formats.source import Names, Source, is_junk, is_media, is_picture, suffix
from app.formats.table.cells import number, text, unpacked
from app.formats.table.writing import (
    ATTRIBUTES,
    CLOCK_NUMBERS,
    CLOCK_TEXTS,
    COVERED,
    FIELDS,
    ITEM,
    MORE,
    MS,
    NUMBERS,
    SAID,
    TEXTS,
    WHO,
)

MAX_CELL = 16 << 20
MAX_COLUMNS = 1_000
MAX_MARKS = 10_000
MAX_META = 16_384
_LABEL = re.compile(r"(.+) \[(class|rating|writing|comparison|ranking)\]")
_LINE = re.compile(r"text \[(.+)\]")
_TEXTS = ("text", "sentence", "document", "parts")
_PLACES = ("path", "url", "sha256")


class _Bad(ValueError):
    def __init__(self, code: str, sentence: str) -> None:
        super().__init__(sentence)
        self.code = code


def files(names: Iterable[str]) -> list[str]:
    """The tables among files."""
    return [name for name in names if suffix(name) == ".csv" and not is_junk(name)]


def looks_like(source: Source, name: str) -> bool:
    """Whether the first line names a column that tells what an item is."""
    with source.open(name) as stream:
        head = stream.read(1 << 16).decode("utf-8-sig", errors="replace")
    try:
        first = next(csv.reader(io.StringIO(head, newline="")), [])
    except csv.Error:
        return False
    return bool({"name", *_PLACES, *_TEXTS} & set(first))


def read(source: Source) -> Iterator[Record | Refused]:
    """A record for every item of every table, then every picture or other file none names."""
    tables = files(source.names())
    # Time series are CSV as well: where one of several is a table of items, the others are items.
    chosen = [name for name in tables if looks_like(source, name)] or tables
    return beside(source, lambda _: chosen, partial(_read_file, source), _is_item)


def _is_item(name: str) -> bool:
    return is_picture(name) or is_media(name)


def _read_file(
    source: Source, file: str, index: Names, used: set[str]
) -> Iterator[Record | Refused]:
    csv.field_size_limit(MAX_CELL)
    line = 1
    try:
        with source.open(file) as stream:
            encoding = _encoding(stream.read(1 << 20))
        with source.open(file) as stream:
            lines = csv.reader(io.TextIOWrapper(stream, encoding, newline=""), strict=True)
            header = next(lines, [])
            if len(header) > MAX_COLUMNS:
                raise csv.Error(f"there are over {MAX_COLUMNS} columns")
            reader = _Items(header, file, index)
            waiting: list[tuple[int, dict[str, str]]] = []
            key = ""
            for cells in lines:
                line = lines.line_num
                row = dict(zip(header, cells, strict=False))
                name = row.get("name") or row.get("path") or ""
                if waiting and (not name or name != key or "kind" not in row):
                    yield from reader.item(waiting, used)
                    waiting = []
                key = name
                if len(waiting) <= MAX_MARKS:
                    waiting.append((line, row))
            if waiting:
                yield from reader.item(waiting, used)
    except csv.Error as wrong:
        sentence = f"The table cannot be read on from here: {wrong}. Mend the line."
        yield Refused(f"{file}, line {line}", "", "not_csv", sentence)
    except UnicodeDecodeError:
        sentence = "The table is neither UTF-8 nor CP949; save it as UTF-8."
        yield Refused(f"{file}, line {line}", "", "not_utf8", sentence)


def _encoding(head: bytes) -> str:
    """UTF-8, or what Korean Windows saves tables in."""
    try:
        head.decode("utf-8-sig")
    except UnicodeDecodeError as wrong:
        if wrong.start < len(head) - 4:
            return "cp949"
    return "utf-8-sig"


class _Items:
    """Makes records of the rows of one table."""

    def __init__(self, header: Sequence[str], file: str, index: Names) -> None:
        self._file = file
        self._index = index
        self._labels: dict[str, tuple[str, str]] = {}
        for column in header:
            named = _LABEL.fullmatch(text(column))
            if named is not None:
                self._labels[column] = named[1], named[2]
        self._lines = {
            column: named[1] for column in header if (named := _LINE.fullmatch(text(column)))
        }
        known = {*ITEM, *TEXTS, *NUMBERS, COVERED, MORE, *_TEXTS, *self._labels, *self._lines}
        if set(provenance.COLUMNS) <= set(header):
            known |= set(provenance.COLUMNS)
        if "kind" in header:
            known |= {*CLOCK_NUMBERS, *CLOCK_TEXTS, *MS, ATTRIBUTES, *WHO}
        self._more = [column for column in header if column and column not in known]

    def item(
        self, rows: list[tuple[int, dict[str, str]]], used: set[str]
    ) -> Iterator[Record | Refused]:
        """The record of one item's rows, or why it is none."""
        line, first = rows[0]
        place = f"{self._file}, line {line}"
        shown = (first.get("name") or first.get("path") or "")[:200]
        try:
            if len(rows) > MAX_MARKS:
                raise _Bad("too_many", f"The item has over {MAX_MARKS} rows; split it.")
            record = self._record(first, line, place)
            if record.name in used or record.media in used:
                sentence = "The item was there before; put all its rows together."
                raise _Bad("second_row", sentence)
        except (BadName, BadText, _Bad) as bad:
            code = "bad_name" if isinstance(bad, BadName) else bad.code
            yield Refused(place, shown, code, str(bad))
            return
        used.add(record.media or record.name)
        annotations: list[Annotation] = []
        faults: list[Refused] = []
        for at, row in rows:
            for mark in self._marks(row):
                kept, left_out = self._fitting(mark, record)
                annotations.extend(kept)
                faults += [
                    Refused(f"{self._file}, line {at}", record.name, *fault, Grade.ANNOTATION)
                    for fault in left_out
                ]
        if annotations or faults or "kind" in first or self._labels:
            record.annotations = annotations
        yield record
        yield from faults

    def _record(self, row: Mapping[str, str], line: int, place: str) -> Record:
        stem = PurePosixPath(self._file).stem
        path, url, sha256 = (text(row.get(key, "")) for key in _PLACES)
        name = clean_name(text(row.get("name", "")) or path or f"{stem}/{line - 1:06}")
        record = Record(name, place, meta=self._meta(row))
        if row.get("parts"):
            record.document = in_parts(_json(row["parts"]))
        elif any(row.get(key) for key in _TEXTS):
            record.document = plain(next(text(row[key]) for key in _TEXTS if row.get(key)))
        if record.document is not None:
            return record
        found = self._index.by_path(clean_name(path or name), self._file)
        if len(found) > 1:
            sentence = f"{len(found)} files could be meant; write the whole path."
            raise _Bad("ambiguous", sentence)
        record.media = found[0] if found else None
        record.url = url if is_url(url) else None
        record.sha256 = sha256.lower() if re.fullmatch("[0-9A-Fa-f]{64}", sha256) else None
        sides = [number(row.get(side, "")) for side in ("width", "height")]
        if all(type(side) is int and 0 < side <= 1_000_000 for side in sides):
            record.width, record.height = sides
        if record.media is None and record.url is None and record.sha256 is None:
            sentence = "The row has no text, and its picture is not here; add one of them."
            raise _Bad("no_media", sentence)
        if record.media is None and record.width is None:
            raise _Bad("bad_size", "width and height are missing; add them.")
        return record

    def _meta(self, row: Mapping[str, str]) -> dict[str, str]:
        meta = {column: text(row[column]) for column in self._more if row.get(column)}
        if len(orjson.dumps(meta)) > MAX_META or any("\0" in value for value in meta.values()):
            sentence = "Its further columns are over 16 kB or hold NUL; shorten them."
            raise _Bad("bad_meta", sentence)
        return meta

    def _marks(self, row: Mapping[str, str]) -> Iterator[dict[str, Any] | None]:
        """What a row says; None for what cannot be read."""
        if row.get("kind"):
            yield _mark(row, self._lines)
        for column, (label, kind) in self._labels.items():
            if row.get(column):
                yield from _whole(label, kind, unpacked(row[column]))

    def _fitting(
        self, mark: dict[str, Any] | None, record: Record
    ) -> tuple[list[Annotation], list[tuple[str, str]]]:
        if mark is None:
            return [], [("bad_row", "The row's JSON cannot be read; mend or remove it.")]
        if mark["kind"] == "span" and record.document is not None:
            parts = record.document["parts"]
            fault = span_fault(mark, {part["id"]: len(part["text"]) for part in parts})
            return ([mark], []) if fault is None else ([], [fault])
        return fitting([mark], record.width, record.height)


def _mark(row: Mapping[str, str], lines: Mapping[str, str]) -> dict[str, Any] | None:
    more = _json(row.get(MORE) or "{}")
    own = _json(row.get(ATTRIBUTES) or "{}")
    if not isinstance(more, dict) or not isinstance(own, dict):
        return None
    mark: dict[str, Any] = {}
    for column in (*TEXTS, *CLOCK_TEXTS):
        if row.get(column):
            mark[FIELDS.get(column, column)] = text(row[column])
    for column in (*NUMBERS, *CLOCK_NUMBERS):
        if row.get(column):
            mark[FIELDS.get(column, column)] = number(row[column])
    if not any(row.get(place) for place in MS.values()):
        times = {MS[column]: number(row[column]) for column in MS if row.get(column)}
        mark |= times | {"unit": "ms"} if times else {}
    texts = {line: text(row[column]) for column, line in lines.items() if row.get(column)}
    mark |= ({"texts": texts} if texts else {}) | ({"attributes": own} if own else {})
    if mark["kind"] == "class":
        chosen = mark.pop("class", None)
        mark.setdefault("classes", [chosen] if chosen else [])
    if mark["kind"] == "writing":
        mark.setdefault("text", "")
    return mark | more


def _json(cell: str) -> Any:
    try:
        return orjson.loads(cell)
    except orjson.JSONDecodeError:
        return None


def _whole(label: str, kind: str, said: Any) -> Iterator[dict[str, Any]]:
    """What a cell says of the item, or of each of its parts."""
    if isinstance(said, dict):
        pairs = list(said.items())
    else:
        pairs = [(None, said)]
    for part, value in pairs:
        base: dict[str, Any] = {"kind": kind, "name": label}
        if kind in ("class", "rating", "writing"):
            base["part"] = part or None
        values = value if kind == "writing" and isinstance(value, list) else [value]
        for one in values:
            if kind == "class" and not isinstance(one, list):
                one = [str(one)]
            elif kind == "writing":
                one = one if isinstance(one, str) else orjson.dumps(one).decode()
            yield base | {SAID[kind]: one}
