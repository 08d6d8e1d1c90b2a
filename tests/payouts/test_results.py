"""The bank's result, as programs and as enemies write it."""

from __future__ import annotations

import io
import zipfile
from typing import Any

import pytest
from openpyxl import Workbook

from app.core.errors import Problem, TooLarge
from app.payouts.results import MAX_UNPACKED, ResultUnreadable, read
from app.payouts.templates import PRESETS, Template, Transfer, written

GENERIC, MULTI = PRESETS["generic"], PRESETS["multi"]


def book(*rows: list[Any]) -> bytes:
    made = Workbook()
    sheet = made.active
    assert sheet is not None
    for row in rows:
        sheet.append(row)
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def changed(content: bytes, name: str, old: bytes, new: bytes) -> bytes:
    """A workbook of whose part `name` something was changed."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as before, zipfile.ZipFile(out, "w") as after:
        for one in before.namelist():
            part = before.read(one)
            assert one != name or old in part
            after.writestr(one, part.replace(old, new) if one == name else part)
    return out.getvalue()


HEADS = ["reference", "amount", "status", "reason"]
GOOD = book(HEADS, ["D7", 9670, "paid", None], ["D8", "1,234원", "거절", "잔액"])
SHEET = "xl/worksheets/sheet1.xml"


@pytest.mark.parametrize(
    "content",
    [
        GOOD,
        b"\xef\xbb\xbfreference,amount,status,reason\r\nD7,9670,paid,\r\nD8,1234,\xea\xb1\xb0,x\r\n",
        "결과\n\nstatus,reference,reason,amount\npaid,D7,,9670\n\n거절,D8,잔액,1234\n".encode(
            "cp949"
        ),
    ],
)
def test_what_programs_write(content: bytes) -> None:
    rows = read(content, GENERIC)
    assert [(row.line_id, row.amount, row.paid) for row in rows] == [
        (7, 9_670, True),
        (8, 1_234, False),
    ]


def test_a_transfer_that_failed_says_why() -> None:
    heads = "출금통장표시,입금액,처리결과,오류내용\n"
    rows = read((heads + "D1,10,오류,\nD2,10,오류,예금주 불일치\n").encode("cp949"), MULTI)
    assert [row.said for row in rows] == ["오류", "예금주 불일치"]


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (changed(GOOD, SHEET, b'r="3"', b'r="900000000"'), TooLarge),
        (changed(GOOD, SHEET, b"<sheetData>", b"<sheetData><"), ResultUnreadable),
        (changed(GOOD, SHEET, b"9670", b"9" * 9_000), ResultUnreadable),
        (changed(GOOD, "xl/workbook.xml", b"<sheets>", b"<sheets><!--"), ResultUnreadable),
        (GOOD[:-200], ResultUnreadable),
        (book(["a", "b"]), ResultUnreadable),
        (book(HEADS), ResultUnreadable),
    ],
)
def test_what_enemies_write(content: bytes, why: type[Problem]) -> None:
    with pytest.raises(why):
        read(content, GENERIC)


def test_a_bomb_is_not_unpacked() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("xl/workbook.xml", b"\0" * (MAX_UNPACKED + 1))
    with pytest.raises(TooLarge):
        read(out.getvalue(), GENERIC)


@pytest.mark.parametrize("template", [GENERIC, MULTI])
def test_what_is_written_is_read(template: Template) -> None:
    """By its references; every cell stays one, whatever a name holds."""
    transfers = [
        Transfer(line_id=n, bank="004", account="0011", holder=holder, amount=n)
        for n, holder in enumerate(('가,나"다', " 라 ", "마;바"), start=1)
    ]
    heads = {column.value: column.head for column in template.columns}
    result = template.result.model_copy(
        update={"reference": heads["reference"], "amount": heads["amount"], "status": "결과"}
    )
    sent = written(template, transfers, "두레").decode(template.encoding)
    first, *rest = sent.strip().split("\r\n")
    back = "\n".join([first + ",결과", *(row + "," + result.paid[0] for row in rest)])
    rows = read(back.encode(), template.model_copy(update={"result": result}))
    assert [(row.line_id, row.amount, row.paid) for row in rows] == [
        (1, 1, True),
        (2, 2, True),
        (3, 3, True),
    ]
