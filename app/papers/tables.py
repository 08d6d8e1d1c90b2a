"""Tables as files: workbooks written row by row, and CSV as spreadsheets read it."""

import csv as files
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from io import BytesIO, StringIO
from itertools import islice
from typing import Any, BinaryIO, Literal

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.chart import BarChart, Reference
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

from app.core.clock import SEOUL

Cell = str | int | float | bool | date | datetime | None
Row = Sequence[Cell]
Look = Literal["text", "number", "decimal", "share", "date", "time"]

WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CSV = "text/csv; charset=utf-8"
CHUNK = 500
LONGEST_SHEET = 1_000_000
"""Rows of one sheet; what goes beyond stands on the next one (Excel reads 1,048,576)."""
LONGEST_CHART = 60
"""Bars of one chart."""

_FORMATS: dict[Look, str] = {
    "text": "@",
    "number": "#,##0",
    "decimal": "#,##0.00",
    "share": "0.0%",
    "date": "yyyy-mm-dd",
    "time": "yyyy-mm-dd hh:mm",
}


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its heading, how its cells look, how many letters wide it is."""

    name: str
    look: Look = "text"
    width: int = 14


@dataclass(frozen=True, slots=True)
class Bars:
    """A chart of bars beside a table's rows: what they are named by, and the columns of figures."""

    title: str
    names: int  # the column of the names, from 0
    figures: Sequence[int]


@dataclass(frozen=True, slots=True)
class Table:
    """A sheet: rows are as long as there are columns; they are read once. One that is `first`
    stands before those that were written earlier: it may tell what was counted in them."""

    name: str
    columns: Sequence[Column]
    rows: Iterable[Row]
    bars: Bars | None = None
    first: bool = False


def workbook(tables: Iterable[Table]) -> bytes:
    """A workbook of these sheets. Texts stay texts, whatever they begin with."""
    written = BytesIO()
    write_workbook(tables, written)
    return written.getvalue()


def write_workbook(tables: Iterable[Table], out: BinaryIO) -> None:
    """The same into a file; memory does not grow with the rows, which lie in a file of their own
    until the workbook is closed."""
    book = Workbook(write_only=True)
    for table in tables:
        begun = len(book.worksheets)
        _write(book, table)
        if table.first:
            book.move_sheet(book.sheetnames[begun], -begun)
    book.save(out)


def _write(book: Workbook, table: Table) -> None:
    rows = iter(table.rows)
    written, at = LONGEST_SHEET, 0
    while written == LONGEST_SHEET:
        at += 1
        sheet = book.create_sheet(table.name[:31] if at == 1 else f"{table.name[:26]} ({at})")
        pens = _begin(sheet, table.columns)
        written = 0
        for row in islice(rows, LONGEST_SHEET):
            sheet.append([_wrote(pen, value) for pen, value in zip(pens, row, strict=True)])
            written += 1
        if table.bars is not None and written:
            _chart(sheet, table.bars, min(written, LONGEST_CHART), len(table.columns))


def _begin(sheet: Any, columns: Sequence[Column]) -> list[Any]:
    """Write the head; answers one cell a column, which is written again and again: a row is on its
    way once it is appended."""
    sheet.freeze_panes = "A2"
    for at, column in enumerate(columns, 1):
        sheet.column_dimensions[get_column_letter(at)].width = column.width
    strong, centre = Font(bold=True), Alignment(vertical="center", wrap_text=True)
    head = []
    for column in columns:
        cell = WriteOnlyCell(sheet, column.name)
        cell.font, cell.alignment = strong, centre
        head.append(cell)
    sheet.append(head)
    return [_pen(sheet, column) for column in columns]


def _chart(sheet: Any, bars: Bars, rows: int, columns: int) -> None:
    chart = BarChart()
    chart.type = "bar"
    chart.title = bars.title
    chart.height, chart.width = max(7, 2 + rows * len(bars.figures)), 18
    chart.y_axis.delete = chart.x_axis.delete = False  # else a reader may leave them out
    chart.x_axis.scaling.orientation = "maxMin"  # the first row on top
    for column in bars.figures:
        figures = Reference(sheet, min_col=column + 1, min_row=1, max_row=rows + 1)
        chart.add_data(figures, titles_from_data=True)
    chart.set_categories(Reference(sheet, min_col=bars.names + 1, min_row=2, max_row=rows + 1))
    sheet.add_chart(chart, f"{get_column_letter(columns + 2)}2")


def csv(table: Table) -> Iterator[str]:
    """The table as CSV (RFC 4180), some hundred rows at a time; a byte order mark first, so that
    spreadsheets read Korean."""
    yield "\ufeff" + _lines([[column.name for column in table.columns]])
    waiting: list[list[Any]] = []
    for row in table.rows:
        waiting.append([_harmless(value) for value in row])
        if len(waiting) == CHUNK:
            yield _lines(waiting)
            waiting = []
    if waiting:
        yield _lines(waiting)


def _pen(sheet: Any, column: Column) -> Any:
    pen = WriteOnlyCell(sheet)
    pen.number_format = _FORMATS[column.look]
    return pen


def _wrote(pen: Any, value: Cell) -> Any:
    if isinstance(value, datetime):
        value = value.astimezone(SEOUL).replace(tzinfo=None)
    elif isinstance(value, str):
        value = ILLEGAL_CHARACTERS_RE.sub("", value)
    look = pen.number_format
    pen.value = value
    if isinstance(value, str):
        pen.data_type = "s"  # not a formula
    pen.number_format = look  # a date would choose its own
    return pen


def _lines(rows: Iterable[Iterable[Any]]) -> str:
    written = StringIO()
    files.writer(written).writerows(rows)
    return written.getvalue()


def _harmless(value: Cell) -> Any:
    """A text that a spreadsheet would calculate is made a text; times are Seoul's."""
    if isinstance(value, datetime):
        return value.astimezone(SEOUL).strftime("%Y-%m-%d %H:%M")
    if isinstance(value, str) and value[:1] in ("=", "+", "-", "@", "\t", "\r"):
        return f"'{value}"
    return value
