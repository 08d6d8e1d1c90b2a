"""Parquet, written by columns: an item a row, in row groups as records come.

`labels` is the answer and `parts`, `facts` and `meta` are what JSON Lines have under these names,
as JSON in a string. With provenance its columns stand behind (`app/formats/provenance.py`).
"""

import io
from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from typing import Any

import orjson
import pyarrow as pa
import pyarrow.parquet as pq

from app.formats import provenance
from app.formats.plain import whole
from app.formats.record import Record
from app.formats.writing import Asked, Notes

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
    sink = _Sink()
    coming = iter(records)
    with pq.ParquetWriter(pa.PythonFile(sink), schema, compression="snappy") as writer:
        while rows := list(islice(coming, GROUP)):
            arrays = [pa.array(map(of, rows), kind) for _, kind, of in _OWN]
            if asked.provenance:
                told = [provenance.columns(one.provenance) for one in rows]
                arrays += [
                    pa.array((cells[field.name] for cells in told), field.type)
                    for field in list(schema)[len(_OWN) :]
                ]
            writer.write_batch(pa.record_batch(arrays, schema=schema))
            yield sink.take()
    yield sink.take()


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
