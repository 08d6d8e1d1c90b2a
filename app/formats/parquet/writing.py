"""Parquet, written by columns: an item a row, in row groups as records come.

`labels` is the answer and `parts`, `facts` and `meta` are what JSON Lines have under these names,
as JSON in a string. With provenance its columns stand behind (`app/formats/provenance.py`).
"""

import io
from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from typing import Any

import numpy as np
import orjson
import pyarrow as pa
import pyarrow.parquet as pq

from app.formats import provenance
from app.formats.plain import whole
from app.formats.record import Record
from app.formats.writing import Asked, Notes, Table

GROUP = 4_000
"""Rows of a row group: all that is held at once."""

_TEXT, _JSON = pa.string(), pa.string()
_OWN: tuple[tuple[str, pa.DataType, Callable[[Record], Any]], ...] = (
    ("name", _TEXT, lambda one: one.name),
    ("number", pa.int64(), lambda one: one.number),
    ("path", _TEXT, lambda one: one.media),
    ("url", _TEXT, lambda one: one.url),
    ("sha256", _TEXT, lambda one: one.sha256),
    ("width", pa.int32(), lambda one: one.width),
    ("height", pa.int32(), lambda one: one.height),
    ("text", _TEXT, lambda one: None if one.document is None else whole(one.document)),
    ("parts", _JSON, lambda one: _parts(one)),
    ("facts", _JSON, lambda one: _packed(one.facts)),
    ("labels", _JSON, lambda one: _labels(one)),
    ("meta", _JSON, lambda one: one.meta_said or _packed(one.meta or None)),
)


def write(records: Iterable[Record], asked: Asked, _: Notes) -> Iterator[bytes]:
    """The file in pieces, a row group each."""
    fields = [(name, kind) for name, kind, _ in _OWN]
    if asked.provenance:
        numbers = dict.fromkeys(provenance.NUMBERS, pa.int64()) | {"suggested": pa.bool_()}
        fields += [(name, numbers.get(name, _TEXT)) for name in provenance.COLUMNS]
    schema = pa.schema(fields, metadata={b"dure": b"1"})

    def groups() -> Iterator[pa.RecordBatch]:
        coming = iter(records)
        while rows := list(islice(coming, GROUP)):
            arrays = [pa.array(map(of, rows), kind) for _, kind, of in _OWN]
            if asked.provenance:
                told = [provenance.columns(one.provenance) for one in rows]
                arrays += [
                    pa.array((cells[field.name] for cells in told), field.type)
                    for field in list(schema)[len(_OWN) :]
                ]
            yield pa.record_batch(arrays, schema=schema)

    yield from _written(groups(), schema)


def write_tables(tables: Iterable[Table]) -> Iterator[bytes]:
    """The same of items that come by columns, byte for byte; without provenance."""
    schema = pa.schema([(name, kind) for name, kind, _ in _OWN], metadata={b"dure": b"1"})

    def groups() -> Iterator[pa.RecordBatch]:
        waiting = schema.empty_table()
        for table in tables:
            waiting = pa.concat_tables([waiting, _arrow(table, schema)])
            while len(waiting) >= GROUP:
                yield _one(waiting.slice(0, GROUP))
                waiting = waiting.slice(GROUP)
        if len(waiting):
            yield _one(waiting)

    yield from _written(groups(), schema)


def _written(groups: Iterable[pa.RecordBatch], schema: pa.Schema) -> Iterator[bytes]:
    sink = _Sink()
    with pq.ParquetWriter(pa.PythonFile(sink), schema, compression="snappy") as writer:
        for group in groups:
            writer.write_batch(group)
            yield sink.take()
    yield sink.take()


def _one(table: pa.Table) -> pa.RecordBatch:
    """A table as one piece of memory, as its rows written one by one would be."""
    (batch,) = table.combine_chunks().to_batches()
    return batch


def _arrow(table: Table, schema: pa.Schema) -> pa.Table:
    """A table of PostgreSQL's as one of Arrow's, without a look at any cell."""
    columns = []
    for field in schema:
        if field.name in table.numbers:
            numbers = np.frombuffer(table.numbers[field.name], ">i8")
            columns.append(pa.array(numbers.astype("i8"), mask=numbers < 0).cast(field.type))
        elif field.name in table.texts:
            columns.append(_texts(*table.texts[field.name]))
        else:
            columns.append(pa.nulls(table.rows, field.type))
    return pa.table(columns, schema=schema)


def _texts(content: bytes | None, sizes: bytes) -> pa.Array:
    held = np.frombuffer(sizes, ">i4")
    ends = np.zeros(len(held) + 1, "i4")
    np.cumsum(np.maximum(held, 0), out=ends[1:])
    there = None
    if len(held) and held.min() < 0:
        there = pa.py_buffer(np.packbits(held >= 0, bitorder="little").tobytes())
    return pa.StringArray.from_buffers(
        len(held), pa.py_buffer(ends), pa.py_buffer(content or b""), there
    )


def _parts(one: Record) -> str | None:
    if one.document is None or whole(one.document) is not None:
        return None
    return _packed(one.document["parts"])


def _labels(one: Record) -> str | None:
    said = one.said
    if said is None:
        if one.annotations is None:
            return None
        said = orjson.dumps(one.annotations).decode()
    return f'{{"modality":"{one.modality}","annotations":{said}}}'


def _packed(value: Any) -> str | None:
    return None if value is None else orjson.dumps(value).decode()


class _Sink(io.RawIOBase):
    """Collects what Arrow writes until it is taken."""

    def __init__(self) -> None:
        super().__init__()
        self._pieces: list[bytes] = []

    def writable(self) -> bool:
        return True

    def write(self, data: Any) -> int:
        piece = bytes(data)
        self._pieces.append(piece)
        return len(piece)

    def take(self) -> bytes:
        """What was written since the last time."""
        taken = b"".join(self._pieces)
        self._pieces.clear()
        return taken
