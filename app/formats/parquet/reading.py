"""Parquet, read some rows at a time: what a file claims of itself is bounded before it is read."""

import math
import subprocess
import sys
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime, time
from os import SEEK_END
from pathlib import Path, PurePosixPath
from typing import Any

import orjson
import pyarrow as pa
import pyarrow.parquet as pq

from app.formats.conll import spans
from app.formats.jsonl import KNOWN, MAX_META, BadLine, of_fields
from app.formats.parquet.columns import Columns, columns_of
from app.formats.plain import BadText, plain
from app.formats.record import (
    Annotation,
    BadName,
    Grade,
    Record,
    Refused,
    clean_name,
    fitting,
)
from app.formats.source import Names, Source, is_content, is_junk, suffix

MAX_GROUP = 4 << 30
"""Bytes of a row group, unpacked."""

MAX_RATIO = 1_000
_RATIO_FROM = 64 << 20
MAX_COLUMNS = 1_000
_MOST_MARKS = 10_000
_FEW, _MANY = 16, 500  # rows at a time: with files in them, and without
_BUFFER = 1 << 20
_JSON = ("labels", "parts", "meta", "facts", "provenance")
# What bytes begin with, for files without a name.
_BEGINS = (
    (b"\xff\xd8\xff", ".jpg"),
    (b"\x89PNG", ".png"),
    (b"GIF8", ".gif"),
    (b"BM", ".bmp"),
    (b"II*\0", ".tif"),
    (b"MM\0*", ".tif"),
    (b"fLaC", ".flac"),
    (b"OggS", ".ogg"),
    (b"ID3", ".mp3"),
    (b"\xff\xfb", ".mp3"),
    (b"%PDF", ".pdf"),
)


class _Lies(ValueError):
    """A file that claims what no honest one does; the sentence says what."""


def files(names: Iterable[str]) -> list[str]:
    """The tables among files."""
    return [name for name in names if suffix(name) == ".parquet" and not is_junk(name)]


def read(source: Source) -> Iterator[Record | Refused]:
    """A record for every row of every table, then every other file that an item can be and no row
    names.
    """
    yield from source.refused()
    names = source.names()
    tables = files(names)
    others = [name for name in names if is_content(name) and not is_junk(name)]
    index = Names(others)
    used: set[str] = set()
    for table in tables:
        yield from _table(source, table, index, used)
    for name in others:
        if name not in used:
            yield Record(name, row=name, media=name)


def _table(source: Source, file: str, index: Names, used: set[str]) -> Iterator[Record | Refused]:
    at = 0
    try:
        with source.open(file) as stream:
            table = pq.ParquetFile(stream, buffer_size=_BUFFER, pre_buffer=False)
            schema = table.schema_arrow
            if len(schema.names) > MAX_COLUMNS:
                raise _Lies(f"It has over {MAX_COLUMNS} columns")
            columns = columns_of(schema)
            if not columns.known:
                sentence = "No column holds a file, a text or tokens; name it image, audio or text."
                yield Refused(file, "", "no_content", sentence)
                return
            rows = _Rows(columns, file, index, used)
            for row in _each_row(stream, table, columns):
                at += 1
                yield from rows.record(row, at)
    except _Lies as lie:
        yield Refused(f"{file}, row {at + 1}", "", "not_parquet", f"{lie}; write it anew.")
    except (pa.ArrowException, OSError, ValueError, OverflowError, MemoryError, RecursionError):
        sentence = (
            "The table cannot be read on from here; it is damaged or no Parquet. Send it again."
        )
        yield Refused(f"{file}, row {at + 1}", "", "not_parquet", sentence)


def _each_row(stream: Any, table: Any, columns: Columns) -> Iterator[dict[str, Any]]:
    """Row by row. Words stay as in the table's dictionary until their row has its turn: a short
    file can repeat a long one a million times.
    """
    names = _wanted(table.schema_arrow, columns)
    words = [one.name for one in table.schema_arrow if pa.types.is_string(one.type)]
    table = pq.ParquetFile(stream, buffer_size=_BUFFER, pre_buffer=False, read_dictionary=words)
    size = _FEW if columns.file is not None else _MANY
    groups = [table.metadata.row_group(at) for at in range(table.metadata.num_row_groups)]
    for group in groups:
        if min(group.total_byte_size, group.num_rows) < 0 or group.total_byte_size > MAX_GROUP:
            raise _Lies("A row group is over 4 GB")
    if any(group.total_byte_size > _RATIO_FROM for group in groups):
        _must_be_honest(stream)
    for group in range(len(groups)):
        for batch in table.iter_batches(size, row_groups=[group], columns=names, use_threads=False):
            held = [batch.column(at) for at in range(batch.num_columns)]
            for at in range(batch.num_rows):
                yield {name: one[at].as_py() for name, one in zip(names, held, strict=True)}


def _wanted(schema: pa.Schema, columns: Columns) -> list[str]:
    if columns.ours:
        return [name for name in schema.names if name in KNOWN]
    of = (columns.file, columns.text, columns.tokens, columns.tags, columns.label)
    also = (columns.objects, columns.name, *(("width", "height") if columns.file else ()))
    wanted = {name for name in (*of, *also, *columns.meta) if name is not None}
    return [name for name in schema.names if name in wanted]


def _must_be_honest(stream: Any) -> None:
    """Raises _Lies for a row group whose columns say that it is far larger than it could be. They
    are asked in a process of its own, since pyarrow ends it where they contradict themselves."""
    stream.seek(-8, SEEK_END)
    foot = int.from_bytes(stream.read(4), "little") + 8
    stream.seek(-foot, SEEK_END)
    content = b"PAR1" + stream.read(foot)
    program = [sys.executable, "-I", str(Path(__file__).with_name("claims.py"))]
    try:
        asked = subprocess.run(program, input=content, capture_output=True, check=True, timeout=60)
    except subprocess.SubprocessError:
        raise _Lies("What it says of itself contradicts itself") from None
    for packed, unpacked in orjson.loads(asked.stdout):
        if min(packed, unpacked) < 0 or unpacked > MAX_GROUP:
            raise _Lies("A row group is over 4 GB")
        if unpacked > _RATIO_FROM and unpacked > MAX_RATIO * max(packed, 1):
            raise _Lies("A row group unpacks to far more than is sensible")


class _Rows:
    """Makes records of the rows of one table."""

    def __init__(self, columns: Columns, file: str, index: Names, used: set[str]) -> None:
        self._columns = columns
        self._file = file
        self._index = index
        self._used = used

    def record(self, row: dict[str, Any], at: int) -> Iterator[Record | Refused]:
        """The record of one row, or why it is none."""
        place = f"{self._file}, row {at}"
        try:
            record, left_out = (
                self._ours(row, place, at) if self._columns.ours else self._theirs(row, place, at)
            )
            if record.media is not None and record.media in self._used:
                raise BadLine("second_row", f"{record.media} is named by an earlier row.")
        except (BadLine, BadText, BadName) as bad:
            name = row.get(self._columns.name or "name")
            code = "bad_name" if isinstance(bad, BadName) else bad.code
            yield Refused(place, name[:200] if isinstance(name, str) else "", code, str(bad))
            return
        if record.media is not None:
            self._used.add(record.media)
        yield record
        for code, sentence in left_out:
            yield Refused(place, record.name, code, sentence, Grade.ANNOTATION)

    def _ours(
        self, row: dict[str, Any], place: str, at: int
    ) -> tuple[Record, list[tuple[str, str]]]:
        fields = {key: _full(value) for key, value in row.items() if value is not None}
        for key in _JSON:
            if isinstance(fields.get(key), str):
                try:
                    fields[key] = orjson.loads(fields[key])
                except orjson.JSONDecodeError:
                    raise BadLine("not_json", f"The column {key} is not JSON; mend it.") from None
        return of_fields(fields, place, self._file, at, self._index)

    def _theirs(
        self, row: dict[str, Any], place: str, at: int
    ) -> tuple[Record, list[tuple[str, str]]]:
        columns = self._columns
        record = Record("", place, meta=self._meta(row))
        stem = f"{PurePosixPath(self._file).stem}/{at:07}"
        named = row.get(columns.name) if columns.name is not None else None
        if columns.file is not None:
            held, path = _file(row[columns.file])
            record.content = held
            if held is None:
                record.media = self._beside(path)
            shown = record.media or named or path or f"{stem}{_end(held or b'')}"
            record.name = clean_name(shown)
            sides = [row.get(side) for side in ("width", "height")]
            if all(type(side) is int and 0 < side <= 1_000_000 for side in sides):
                record.width, record.height = sides
        else:
            record.name = clean_name(named or stem)
        marks: list[Annotation] = []
        if columns.tokens is not None:
            marks += self._spans(row, record)
        elif columns.text is not None:
            record.document = plain(row[columns.text])
        marks += self._objects(row) + self._label(row)
        asked = columns.tags or columns.objects or columns.label
        if asked is None:
            return record, []
        record.annotations, left_out = fitting(marks[:_MOST_MARKS], record.width, record.height)
        if len(marks) > _MOST_MARKS:
            left_out.append(("too_many", f"The row has over {_MOST_MARKS} annotations; split it."))
        return record, left_out

    def _beside(self, path: str | None) -> str:
        found = self._index.by_path(clean_name(path), self._file)
        if len(found) != 1:
            sentence = "The row has neither the file's bytes nor a file beside the table; add it."
            raise BadLine("no_media", sentence)
        return found[0]

    def _spans(self, row: Mapping[str, Any], record: Record) -> list[Annotation]:
        """The text that the tokens make up with blanks between them, and what is tagged in it."""
        columns = self._columns
        assert columns.tokens is not None
        tokens = [str(token) for token in row[columns.tokens] or ()]
        record.document = plain(" ".join(tokens))
        tags = row[columns.tags] if columns.tags is not None else None
        if tags is None or len(tags) != len(tokens):
            return []
        names = columns.classes[columns.tags] if columns.tags is not None else ()
        places, at = [], 0
        for token in tokens:
            places.append((at, at + len(token)))
            at += len(token) + 1
        called = [_called(tag, names) or "O" for tag in tags]
        return [
            {"kind": "span", "class": label, "part": "text", "start": start, "end": end}
            for label, start, end in spans(called, places)
        ]

    def _objects(self, row: Mapping[str, Any]) -> list[Annotation]:
        column = self._columns.objects
        found = None if column is None else row[column]
        if column is None or not found:
            return []
        names = self._columns.classes[column]
        if isinstance(found, dict):  # a struct of lists
            kinds = next((found[key] for key in _KINDS if found.get(key) is not None), None)
            pairs = list(zip(found.get("bbox") or (), kinds or (), strict=False))
        else:
            pairs = [
                (one.get("bbox"), next((one[key] for key in _KINDS if key in one), None))
                for one in found
                if isinstance(one, dict)
            ]
        return [_box(bbox, _called(kind, names)) for bbox, kind in pairs]

    def _label(self, row: Mapping[str, Any]) -> list[Annotation]:
        column = self._columns.label
        value = None if column is None else row[column]
        if column is None or value is None:
            return []
        names = self._columns.classes[column]
        given = value if isinstance(value, list) else [value]
        chosen = [name for one in given if (name := _called(one, names)) is not None]
        return [{"kind": "class", "classes": chosen}] if chosen else []

    def _meta(self, row: Mapping[str, Any]) -> dict[str, Any]:
        meta = {name: row[name] for name in self._columns.meta if _says(row[name])}
        told = orjson.dumps(meta)
        if len(told) > MAX_META or b"\\u0000" in told:
            sentence = "Its further columns are over 16 kB or hold NUL; shorten them."
            raise BadLine("bad_meta", sentence)
        return meta


_KINDS = ("category", "categories", "label", "labels", "category_id")


def _file(value: Any) -> tuple[bytes | None, str | None]:
    """The bytes in a cell, and the name that they have there."""
    if isinstance(value, bytes):
        return value, None
    if not isinstance(value, dict):
        raise BadLine("no_media", "The row has no file; fill it in, or leave the row out.")
    held, path = value.get("bytes"), value.get("path")
    if held is None and not path:
        raise BadLine("no_media", "The row has no file; fill it in, or leave the row out.")
    return held, path


def _end(held: bytes) -> str:
    if held[:4] == b"RIFF":
        return ".webp" if held[8:12] == b"WEBP" else ".wav"
    if held[4:8] == b"ftyp":
        return ".mp4"
    return next((end for begin, end in _BEGINS if held.startswith(begin)), "")


def _called(value: Any, names: Any) -> str | None:
    """A class by its number, or by its name; None for none (`datasets` writes -1)."""
    if isinstance(value, str):
        return value or None
    if type(value) is not int or value < 0:
        return None
    return names[value] if value < len(names) else str(value)


def _box(bbox: Any, kind: str | None) -> Annotation:
    """A box as COCO has it: left, top, width, height in pixels."""
    sides = list(bbox) if isinstance(bbox, list | tuple) else []
    x, y, width, height = sides if len(sides) == 4 else [math.nan] * 4
    mark = {"kind": "box", "x": x, "y": y, "width": width, "height": height}
    return mark if kind is None else mark | {"class": kind}


def _says(value: Any) -> bool:
    return value is not None and not (isinstance(value, float) and not math.isfinite(value))


def _full(value: Any) -> Any:
    """A value without what is null in it: columns have every key for every row."""
    if isinstance(value, dict):
        return {key: _full(one) for key, one in value.items() if one is not None}
    if isinstance(value, list):
        return [_full(one) for one in value]
    return value.isoformat() if isinstance(value, datetime | date | time) else value
