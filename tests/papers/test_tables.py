"""Workbooks and CSV: figures are figures, texts are texts, whatever they begin with."""

from __future__ import annotations

import csv as files
from datetime import UTC, date, datetime
from io import BytesIO, StringIO

import openpyxl

from app.papers.tables import CHUNK, Column, Table, csv, workbook

AT = datetime(2026, 11, 29, 15, 30, tzinfo=UTC)  # half past midnight of the 30th in Seoul
COLUMNS = [
    Column("이름", width=20),
    Column("금액", "number"),
    Column("날", "date"),
    Column("때", "time"),
]


def test_a_workbook_is_read_back_as_it_was_meant() -> None:
    rows = [["=1+1", 1_234_567, date(2026, 1, 2), AT], ["가\x00나", None, None, None]]
    book = openpyxl.load_workbook(
        BytesIO(workbook([Table("명세", COLUMNS, rows), Table("빈", COLUMNS, [])]))
    )
    assert book.sheetnames == ["명세", "빈"]
    head, first, second = book["명세"].iter_rows()
    assert [cell.value for cell in head] == ["이름", "금액", "날", "때"]
    assert [cell.value for cell in first] == [
        "=1+1",
        1_234_567,
        datetime(2026, 1, 2),
        datetime(2026, 11, 30, 0, 30),
    ]
    assert first[0].data_type == "s"  # a formula would be an f
    assert [cell.number_format for cell in first] == [
        "@",
        "#,##0",
        "yyyy-mm-dd",
        "yyyy-mm-dd hh:mm",
    ]
    assert [cell.value for cell in second] == ["가나", None, None, None]
    assert book["명세"].freeze_panes == "A2"


def test_csv_begins_with_a_mark_and_calculates_nothing() -> None:
    rows = [["=1+1", 3, None, AT], ["-x", -3, date(2026, 1, 2), None], ['가,"나"', 0, None, None]]
    told = "".join(csv(Table("명세", COLUMNS, rows)))
    assert told.startswith("\ufeff이름,금액,날,때\r\n")
    assert list(files.reader(StringIO(told.removeprefix("\ufeff"))))[1:] == [
        ["'=1+1", "3", "", "2026-11-30 00:30"],
        ["'-x", "-3", "2026-01-02", ""],
        ['가,"나"', "0", "", ""],
    ]


def test_csv_comes_in_pieces_and_misses_no_row() -> None:
    columns = [Column("n", "number")]
    pieces = list(csv(Table("n", columns, ([n] for n in range(2 * CHUNK + 1)))))
    assert len(pieces) == 4
    assert "".join(pieces).split()[1:] == [str(n) for n in range(2 * CHUNK + 1)]
