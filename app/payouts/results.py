"""The bank's result, read: CSV or XLSX, from anybody's program, bounded."""

import csv
import io
import re
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass

from openpyxl import load_workbook

from app.core.errors import Invalid, Problem, TooLarge
from app.core.states import PayoutLineState
from app.models.payout import RowOutcome
from app.payouts.templates import ResultColumns, Template

MAX_BYTES = 10 << 20
MAX_UNPACKED = 64 << 20
MAX_ROWS = 100_000
HEAD_WITHIN = 30  # banks write titles above the heads
_REFERENCE = re.compile(r"^D([1-9][0-9]{0,17})$")


class ResultUnreadable(Invalid):
    """It is no table with the columns that the template names."""

    code, title = "result_unreadable", "The file cannot be read"


@dataclass(frozen=True, slots=True)
class Row:
    """What one row says; `paid` is None where it says nothing."""

    row: int
    line_id: int | None
    amount: int | None
    paid: bool | None
    said: str


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of a line."""

    state: PayoutLineState
    failed: bool
    net: int


def read(content: bytes, template: Template) -> list[Row]:
    """The rows of a result. Raises `ResultUnreadable`, `TooLarge`."""
    if len(content) > MAX_BYTES:
        raise TooLarge(f"A result has at most {MAX_BYTES >> 20} MB; send it in parts.")
    table = _sheet(content) if content[:4] == b"PK\x03\x04" else _csv(content, template)
    columns = template.result
    places = _places(table, columns)
    found: list[Row] = []
    for scanned, cells in enumerate(table):  # blank ones count, too: a sheet may claim a billion
        if scanned == MAX_ROWS:
            raise TooLarge(f"A result has at most {MAX_ROWS} rows; send it in parts.")
        if not any(cells):
            continue
        found.append(_row(len(found) + 1, cells, places, columns))
    if not found:
        raise ResultUnreadable("There are no rows under the heads; send the bank's result.")
    return found


def _csv(content: bytes, template: Template) -> Iterator[list[str]]:
    for encoding in ("utf-8-sig", "cp949"):
        try:
            said = content.decode(encoding)
            break
        except UnicodeDecodeError:
            continue
    else:
        raise ResultUnreadable("The file is neither UTF-8 nor CP949; save it as CSV or XLSX.")
    if "\0" in said:
        raise ResultUnreadable("The file is no table; save it as CSV or XLSX.")
    try:
        for cells in csv.reader(io.StringIO(said, newline=""), delimiter=template.delimiter):
            yield [cell.strip() for cell in cells]
    except csv.Error:
        raise ResultUnreadable("The file is no table; save it as CSV or XLSX.") from None


def _sheet(content: bytes) -> Iterator[list[str]]:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            if sum(one.file_size for one in packed.infolist()) > MAX_UNPACKED:
                raise TooLarge("The workbook is too large; send it in parts, or as CSV.")
        with closing(load_workbook(io.BytesIO(content), read_only=True, data_only=True)) as book:
            sheet = book.worksheets[0]
            sheet.reset_dimensions()  # what a sheet says of its size is often wrong
            for cells in sheet.iter_rows(values_only=True, max_col=100):
                yield [_said(cell) for cell in cells]
    except Problem:
        raise
    except Exception as fault:  # a file that somebody made can break its reader anywhere
        raise ResultUnreadable(
            "The workbook cannot be read; save it anew as XLSX or CSV."
        ) from fault


def _said(cell: object) -> str:
    if cell is None:
        return ""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell).strip()


def _places(table: Iterator[list[str]], columns: ResultColumns) -> Mapping[str, int]:
    """Where the columns are, by their heads; what stands above the heads is skipped."""
    needed = {columns.reference, columns.amount, columns.status}
    for at, cells in enumerate(table):
        if needed <= set(cells):
            return {head: cells.index(head) for head in cells if head}
        if at == HEAD_WITHIN:
            break
    raise ResultUnreadable(
        "No row has the heads " + ", ".join(f"“{head}”" for head in sorted(needed)) + "; send the "
        "bank's result, or name its columns in the template.",
        columns=sorted(needed),
    )


def _row(
    number: int, cells: Sequence[str], places: Mapping[str, int], columns: ResultColumns
) -> Row:
    def cell(head: str | None) -> str:
        at = places.get(head or "", len(cells))
        return cells[at] if at < len(cells) else ""

    name = _REFERENCE.match(cell(columns.reference))
    amount = cell(columns.amount).replace(",", "").removesuffix("원")
    status = cell(columns.status)
    reason = cell(columns.reason) or status
    return Row(
        number,
        int(name[1]) if name else None,
        int(amount) if amount.isascii() and amount.isdigit() and len(amount) < 16 else None,
        None if not status else status in columns.paid,
        reason[:200],
    )


def outcomes(rows: Sequence[Row], lines: Mapping[int, Known]) -> list[RowOutcome]:
    """What each row does, given what is known of the payout's lines; of two rows about one line
    the first counts."""
    known = dict(lines)
    found = []
    for row in rows:
        line = known.get(row.line_id or 0)
        if line is None or row.paid is None:
            found.append(RowOutcome.UNKNOWN)
        elif row.amount != line.net:
            found.append(RowOutcome.AMOUNT_DIFFERS)
        elif line.state is PayoutLineState.APPROVED:
            assert row.line_id is not None
            done = PayoutLineState.PAID if row.paid else PayoutLineState.PAYABLE
            known[row.line_id] = Known(done, not row.paid, line.net)
            found.append(RowOutcome.PAID if row.paid else RowOutcome.FAILED)
        elif (line.state is PayoutLineState.PAID and row.paid) or (line.failed and not row.paid):
            found.append(RowOutcome.ALREADY)
        else:
            found.append(RowOutcome.CONTRADICTS)
    return found
