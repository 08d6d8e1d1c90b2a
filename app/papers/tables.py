"""Tables as files: workbooks written row by row, and CSV as spreadsheets read it."""

import csv as files
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from io import BytesIO, StringIO
from typing import Any, Literal

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

from app.core.clock import SEOUL

Cell = str | int | float | bool | date | datetime | None
Row = Sequence[Cell]
Look = Literal["text", "number", "decimal", "date", "time"]

WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CSV = "text/csv; charset=utf-8"
CHUNK = 500

_FORMATS: dict[Look, str] = {
    "text": "@",
    "number": "#,##0",
    "decimal": "#,##0.00",
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
class Table:
    """A sheet: rows are as long as there are columns; they are read once."""

    name: str
    columns: Sequence[Column]
    rows: Iterable[Row]


def workbook(tables: Sequence[Table]) -> bytes:
    """A workbook of these sheets. Texts stay texts, whatever they begin with."""
    book = Workbook(write_only=True)
    strong, centre = Font(bold=True), Alignment(vertical="center", wrap_text=True)
    for table in tables:
        sheet = book.create_sheet(table.name[:31])
        sheet.freeze_panes = "A2"
        for at, column in enumerate(table.columns, 1):
            sheet.column_dimensions[get_column_letter(at)].width = column.width
        head = []
        for column in table.columns:
            cell = WriteOnlyCell(sheet, column.name)
            cell.font, cell.alignment = strong, centre
            head.append(cell)
        sheet.append(head)
        # One cell a column, written again and again: a row is on its way once it is appended.
        pens = [_pen(sheet, column) for column in table.columns]
        for row in table.rows:
            sheet.append([_wrote(pen, value) for pen, value in zip(pens, row, strict=True)])
    written = BytesIO()
    book.save(written)
    return written.getvalue()


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
