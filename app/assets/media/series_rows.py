"""A CSV of measurements, row by row: what its columns are, and their numbers in blocks.

Files come from Korean Excel (cp949, or a byte order mark), from loggers and from scripts, so the
encoding, what stands between cells, and the column of time are told by what is there. Nothing is
held but a block of rows.
"""

import codecs
import csv
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice, pairwise
from pathlib import Path
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from app.assets.media.base import MediaRefused
from app.assets.media.series_time import Clock, is_rate, is_start, rate_of, start_of, time_columns

MAX_BYTES = 2 << 30
MAX_CHANNELS = 64

Numbers: TypeAlias = NDArray[np.float64]
Row: TypeAlias = list[str]

_BLOCK = 8192  # rows that are held at a time
_LINE = 1 << 16  # characters of a line; 64 channels need far fewer
_SAMPLE = 100  # rows by which a column is known
_MARKS = {
    codecs.BOM_UTF8: "utf-8-sig",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
}
# What lies beyond cannot be shown, and counts as a gap.
_MOST = float(np.finfo(np.float32).max)
# What stands for nothing measured.
_GAPS = frozenset({"", "nan", "na", "n/a", "#n/a", "null", "none", "-", "--", "."})
# Counts the rows and measures nothing.
_COUNTERS = frozenset({"", "index", "idx", "no", "no.", "#", "row", "sample", "순번", "번호"})
_UNIT = re.compile(r"^(?P<name>.*?)\s*[(\[](?P<unit>[^)\]]*)[)\]]$", re.DOTALL)
_THOUSANDS = re.compile(r"[+-]?\d{1,3}(,\d{3})+(\.\d+)?")


@dataclass(frozen=True, slots=True)
class Channel:
    """One measured column."""

    name: str
    unit: str | None
    column: int


@dataclass(frozen=True, slots=True)
class Layout:
    """How a file is to be read."""

    encoding: str
    delimiter: str
    head: int  # lines before the first measurement
    width: int  # columns
    channels: tuple[Channel, ...]
    clock: Clock | None  # None: no column of time
    period: float | None  # milliseconds, as a comment says
    start: str | None  # as a comment says
    left_out: tuple[str, ...]  # columns of words


@dataclass(frozen=True, slots=True)
class Block:
    """Some rows in their order. `rows` says where each stands in the file, counted from 1."""

    rows: Sequence[int]
    times: Numbers | None  # milliseconds, of whatever beginning
    values: list[Numbers]  # per channel; a gap is NaN


def layout_of(path: Path) -> Layout:
    """What the columns of a file are. Raises MediaRefused: `too_large`, `series_encoding`,
    `series_header`, `series_channels`, `series_empty`, `series_row`.
    """
    if path.stat().st_size > MAX_BYTES:
        raise MediaRefused("too_large", "The file is over 2 GB; cut it into pieces.")
    encoding = _encoding(path)
    with _lines(path, encoding) as lines:
        told = list(islice(lines, _SAMPLE + 50))
    period = start = None
    head = 0
    for line in told:
        if line.strip() and not line.startswith("#"):
            break
        head += 1
        key, _, value = line.lstrip("# \t").replace("=", ":", 1).partition(":")
        if is_rate(key):
            period = rate_of(key, value) or period
        elif is_start(key):
            start = start_of(value) or start
    if head == len(told):
        raise MediaRefused("series_empty", "The file has no rows; put the measurements in.")
    delimiter, rows = _cells(told[head:])
    names = [cell.strip().strip("'").strip() for cell in rows[0]]
    body = rows[1:]
    head += 1
    units: Row = []
    if body and not any(map(_is_number, body[0])) and _are_units(body[0]) and len(body) > 1:
        units, body = [cell.strip().strip("'") for cell in body[0]], body[1:]
        head += 1
    while len(names) > 1 and not names[-1] and not any(_cell(row, len(names) - 1) for row in body):
        names.pop()  # Excel ends its lines with what stands between cells
    if not any(names) or all(map(_is_number, names)):
        raise MediaRefused(
            "series_header", "The first row must name the columns; write their names above them."
        )
    if not body:
        raise MediaRefused("series_empty", "There is nothing below the names of the columns.")
    columns = [[_cell(row, at) for row in body] for at in range(len(names))]
    clock = time_columns(names, units, columns, delimiter != ",")
    channels, left_out = _channels(names, units, columns, clock, delimiter != ",")
    return Layout(
        encoding, delimiter, head, len(names), channels, clock, period, start, tuple(left_out)
    )


def _channels(
    names: Row, units: Row, columns: Sequence[Row], clock: Clock | None, comma: bool
) -> tuple[tuple[Channel, ...], list[str]]:
    """What is measured, and the columns of words, which are not."""
    channels: list[Channel] = []
    left_out: list[str] = []
    for at, (written, column) in enumerate(zip(names, columns, strict=True)):
        if clock is not None and at in clock.columns:
            continue
        if not all(_is_number(cell, comma) or _is_gap(cell) for cell in column):
            left_out.append(written or f"column {at + 1}")
            continue
        if written.lower() in _COUNTERS and _counts(column):
            continue
        found = _UNIT.match(written)
        unit = found["unit"].strip() if found else _cell(units, at)
        name = ((found["name"].strip() if found else written) or f"column {at + 1}")[:100]
        channels.append(Channel(name, unit[:40] or None, at))
    if not channels:
        raise MediaRefused(
            "series_channels", "No column holds numbers; a time series is made of measurements."
        )
    if len(channels) > MAX_CHANNELS:
        raise MediaRefused(
            "series_channels",
            f"There are {len(channels)} columns of numbers, and {MAX_CHANNELS} is the most; cut "
            "the file into several.",
        )
    seen: set[str] = set()
    for one in channels:
        if one.name in seen:
            raise MediaRefused(
                "series_header", f'Two columns are called "{one.name}"; give each its own name.'
            )
        seen.add(one.name)
    return tuple(channels), left_out


def _counts(column: Row) -> bool:
    try:
        told = [int(cell) for cell in column]
    except ValueError:
        return False
    return all(later == one + 1 for one, later in pairwise(told))


def blocks(path: Path, layout: Layout) -> Iterator[Block]:
    """All measurements of a file. Raises MediaRefused: `series_row`, `series_number`,
    `series_time`, `series_encoding`.
    """
    comma = layout.delimiter != ","
    with _lines(path, layout.encoding) as lines:
        for _ in islice(lines, layout.head):
            pass
        reader = csv.reader(lines, delimiter=layout.delimiter)
        row = layout.head + 1
        while True:
            try:
                rows = list(islice(reader, _BLOCK))
            except csv.Error:
                raise _no_table(row + 1) from None
            if not rows:
                return
            yield from _block(rows, row, layout, comma)
            row += len(rows)


def _block(rows: list[Row], row: int, layout: Layout, comma: bool) -> Iterator[Block]:
    numbers: Sequence[int] = range(row, row + len(rows))
    if not all(rows):  # empty lines
        numbers = [n for n, cells in zip(numbers, rows, strict=True) if cells]
        rows = [cells for cells in rows if cells]
    for n, cells in zip(numbers, rows, strict=True):
        if len(cells) != layout.width:
            if len(cells) < layout.width or any(map(str.strip, cells[layout.width :])):
                raise MediaRefused(
                    "series_row",
                    f"Row {n} has {len(cells)} cells, and there are {layout.width} columns; each "
                    "row must have a cell in each.",
                )
            del cells[layout.width :]
    if not rows:
        return
    columns = list(zip(*rows, strict=True))

    def named(at: int) -> Callable[[int, str], MediaRefused]:
        def wrong(index: int, cell: str) -> MediaRefused:
            name = next(one.name for one in layout.channels if one.column == at)
            return MediaRefused(
                "series_number",
                f'In row {numbers[index]}, "{cell[:40]}" in the column "{name}" is no number; '
                "correct it, or leave the cell empty.",
            )

        return wrong

    times = None
    if layout.clock is not None:
        clock = layout.clock
        cells = [
            " ".join(both) for both in zip(*(columns[at] for at in clock.columns), strict=True)
        ]
        at, times = clock.read(cells)
        if at is not None:
            raise MediaRefused(
                "series_time", f'In row {numbers[at]}, "{cells[at][:40]}" is no time; correct it.'
            )
    yield Block(
        numbers,
        times,
        [floats(columns[one.column], comma, named(one.column)) for one in layout.channels],
    )


def floats(cells: Sequence[str], comma: bool, wrong: Callable[[int, str], MediaRefused]) -> Numbers:
    """Numbers of cells; NaN where nothing was measured. `comma`: 1,5 may be one and a half."""
    try:
        read = np.fromiter(map(float, cells), np.float64, len(cells))
    except ValueError:
        read = np.empty(len(cells))
        for at, cell in enumerate(cells):
            number = _number(cell, comma)
            if number is None:
                raise wrong(at, cell) from None
            read[at] = number
    read[np.abs(read) > _MOST] = np.nan
    return read


def _number(cell: str, comma: bool) -> float | None:
    """NaN of a gap; None of what is neither."""
    cell = cell.strip()
    if comma:
        cell = cell.replace(",", ".", 1)
    elif _THOUSANDS.fullmatch(cell):
        cell = cell.replace(",", "")
    try:
        return float(cell)
    except ValueError:
        return float("nan") if _is_gap(cell) else None


def _is_number(cell: str, comma: bool = False) -> bool:
    return not _is_gap(cell) and _number(cell, comma) is not None


def _is_gap(cell: str) -> bool:
    return cell.strip().lower() in _GAPS


def _are_units(row: Row) -> bool:
    """A second row of names: `seconds`, `mV`."""
    return all(len(cell.strip()) <= 16 and ":" not in cell for cell in row) and any(row)


def _cell(row: Row, at: int) -> str:
    return row[at].strip() if at < len(row) else ""


def _cells(lines: list[str]) -> tuple[str, list[Row]]:
    """What stands between cells, and the first rows by it: by what all lines are cut alike, into
    the most cells.
    """
    best: tuple[int, str, list[Row]] = (0, ",", [])
    for delimiter in ("\t", ";", ","):
        try:
            rows = [row for row in csv.reader(lines, delimiter=delimiter) if row]
        except csv.Error:
            continue
        widths = {len(row) for row in rows}
        score = min(widths) if len(widths) == 1 else min(2, min(widths))
        if score > best[0]:
            best = (score, delimiter, rows)
    if not best[2]:
        raise _no_table(1)
    return best[1], best[2]


def _no_table(row: int) -> MediaRefused:
    return MediaRefused(
        "series_row", f"From row {row} on this is no table; save it as CSV or tab-separated text."
    )


def _encoding(path: Path) -> str:
    with path.open("rb") as file:
        head = file.read(1 << 20)
    for mark, encoding in _MARKS.items():
        if head.startswith(mark):
            return encoding
    if b"\0" in head:
        raise _no_text()
    for encoding in ("utf-8", "cp949"):
        try:
            codecs.getincrementaldecoder(encoding)().decode(head)
        except UnicodeDecodeError:
            continue
        return encoding
    raise _no_text()


def _no_text() -> MediaRefused:
    return MediaRefused(
        "series_encoding", "The file is no text in UTF-8 or cp949; save it as CSV in UTF-8."
    )


@contextmanager
def _lines(path: Path, encoding: str) -> Iterator[Iterable[str]]:
    """The lines of a file, none of them endless."""
    with path.open(encoding=encoding, newline=None) as file:

        def bounded() -> Iterator[str]:
            while line := file.readline(_LINE):
                if len(line) == _LINE:
                    raise MediaRefused(
                        "series_row",
                        f"A line is longer than {_LINE} characters; each row must be a line.",
                    )
                yield line

        try:
            yield bounded()
        except UnicodeDecodeError:
            raise _no_text() from None
