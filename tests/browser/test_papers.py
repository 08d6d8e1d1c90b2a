"""A month on paper: the worker reads and fetches it on a phone; finance makes the papers of a month
and a year; who wants to says which favoured group he belongs to."""

from __future__ import annotations

import csv
import io
import re
from pathlib import Path
from typing import Any

import openpyxl
import pypdfium2
import pytest
from playwright.sync_api import Page, expect

from tests import seoul
from tests.browser.conftest import Dure, violations
from tests.journeys.caller import Caller


def title(page: Page, words: str | re.Pattern[str]) -> None:
    expect(page.get_by_role("heading", level=1)).to_have_text(words)


def clean(page: Page) -> None:
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def fetched(page: Page, name: str | re.Pattern[str], into: Path) -> bytes:
    """What a link saves."""
    with page.expect_download() as download:
        page.get_by_role("link", name=name).click()
    download.value.save_as(into)
    return into.read_bytes()


def printed(content: bytes) -> str:
    document = pypdfium2.PdfDocument(content)
    try:
        return str(document[0].get_textpage().get_text_bounded())
    finally:
        document.close()


def paid(dure: Dure) -> tuple[Caller, int, dict[str, Any]]:
    """The first worker has been paid by the demonstration's organisation: who, where, what."""
    worker, operator, manager = (dure.caller(who) for who in ("worker1", "operator", "manager"))
    house = operator.get("/me")["organisations"][0]["id"]
    operator.send("PUT", f"/organisations/{house}/members/{manager.id}/roles/finance", status=204)
    worker.send(
        "PUT", "/me/identity", {"legal_name": "이민지", "number": "9001011234567"}, status=204
    )
    account = {"bank": "004", "account": "110123456789", "holder": "이민지", "minimum": 0}
    worker.send("PUT", "/me/payee", account, status=204)
    home = f"/organisations/{house}/payouts"
    payout = operator.post(home, {"through": f"{seoul.today()}"}, key="papers-1")
    manager.send("POST", f"{home}/{payout['id']}/approve")
    sent = manager.http.get(f"{home}/{payout['id']}/bank-file").text
    (row,) = csv.DictReader(io.StringIO(sent.removeprefix("\ufeff")))
    answer = f"reference,amount,status,reason\n{row['reference']},{row['amount']},paid,\n"
    answered = manager.http.post(
        f"{home}/{payout['id']}/result", files={"file": ("result.csv", answer.encode())}
    )
    assert answered.status_code == 200, answered.text
    (line,) = [one for one in worker.get("/me/payouts")["items"] if one["state"] == "paid"]
    return worker, house, line


def test_a_month_is_read_on_a_phone_and_fetched_as_a_pdf(dure: Dure, tmp_path: Path) -> None:
    worker, _, line = paid(dure)
    if not worker.get("/me/earnings/days")["items"][0]["day"].startswith(seoul.month()):
        pytest.skip("the demonstration's work is last month's, and is paid in this one")
    page = dure.open(worker, "/earnings", phone=True)
    page.get_by_role("link", name=re.compile("명세서 보기$")).click()
    title(page, re.compile(f"^{seoul.today().month}월에 확정된 돈은 [0-9,]+원이에요$"))
    expect(page.get_by_role("region", name="지급", exact=True).first).to_contain_text(
        f"{line['net']:,}"
    )
    clean(page)
    said = printed(fetched(page, "PDF로 받기", tmp_path / "month.pdf"))
    assert f"{seoul.today().year}년 {seoul.today().month}월 지급 명세서" in said
    assert f"{line['net']:,}" in said
    said = printed(fetched(page, re.compile("원천징수 영수증 PDF$"), tmp_path / "year.pdf"))
    for words in ("이민지", "900101-1******", f"{line['tax']:,}", f"{line['net']:,}"):
        assert words in said
    page.get_by_role("button", name="앞 달").click()
    title(page, re.compile("확정된 돈"))
    clean(page)


def test_finance_takes_the_papers_of_a_month_and_a_year(dure: Dure, tmp_path: Path) -> None:
    _, house, line = paid(dure)
    page = dure.open("operator", "/admin/papers")
    withheld = line["tax"] + line["local"]
    now = seoul.today()
    title(page, f"{now.year}년 {now.month}월에 1명에게 지급하고 {withheld:,}원을 뗐어요")
    expect(page.get_by_role("row").filter(has_text="사업소득")).to_contain_text(f"{line['tax']:,}")
    clean(page)
    page.get_by_role("button", name="지급 대장 엑셀").click()
    expect(page.get_by_text("모두 맞아요")).to_be_visible()
    kept = tmp_path / "payments.xlsx"
    fetched(page, "지급 대장 엑셀", kept)
    book = openpyxl.load_workbook(kept)
    (row,) = book["지급 대장"].iter_rows(min_row=2, values_only=True)
    assert (row[3], row[9]) == ("이민지", line["gross"])
    assert list(book["차이"].iter_rows(min_row=2)) == []
    rows = fetched(page, "간이지급명세서 CSV", tmp_path / "rows.csv").decode("utf-8-sig")
    assert "900101-1******" in rows
    assert "900101-1234567" not in rows
    page.get_by_role("button", name="번호를 열어 받기").click()
    dialog = page.get_by_role("dialog", name="주민등록번호가 보이는 명세서")
    clean(page)
    dialog.get_by_role("textbox", name="여는 까닭").fill("간이지급명세서 제출")
    with page.expect_download() as download:
        dialog.get_by_role("button", name="열어서 받기").click()
    download.value.save_as(tmp_path / "filed.csv")
    assert "900101-1234567" in (tmp_path / "filed.csv").read_text("utf-8-sig")
    clean(page)

    page.get_by_role("radio", name="한 해").click()
    title(page, f"{seoul.today().year}년에 1명에게 지급했어요")
    expect(
        page.get_by_text(re.compile("인건비 [0-9,]+원에는 [0-9,]+명이 필요해요"))
    ).to_be_visible()
    page.get_by_role("button", name="채용 적기").click()
    clean(page)
    dialog = page.get_by_role("dialog", name="채용 적기")
    dialog.get_by_role("textbox", name="맡은 일").fill("1차 검수 담당")
    dialog.get_by_role("button", name="적기").click()
    expect(page.get_by_role("row").filter(has_text="1차 검수 담당")).to_be_visible()
    expect(page.get_by_role("row").filter(has_text="이민지")).to_contain_text(f"{line['net']:,}")
    said = printed(fetched(page, "이민지님의 영수증 PDF", tmp_path / "receipt.pdf"))
    assert f"{line['tax']:,}" in said
    clean(page)
    page.get_by_role("button", name=re.compile("1차 검수 담당 지우기$")).click()
    page.get_by_role("button", name="지우기", exact=True).click()
    expect(page.get_by_text("적은 채용이 없어요.")).to_be_visible()
    assert dure.caller("operator").get(f"/organisations/{house}/hires")["items"] == []


def test_who_wants_to_says_which_group_he_belongs_to(dure: Dure) -> None:
    worker = dure.caller("worker2")
    page = dure.open(worker, "/account")
    groups = page.locator("#groups")
    expect(groups.get_by_text("말한 것이 없어요.")).to_be_visible()
    groups.get_by_role("button", name="알려 주기").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_text("경력단절").click()
    expect(dialog.get_by_role("button", name="저장")).to_be_disabled()  # without consent
    clean(page)
    dialog.get_by_text(re.compile("동의해요")).click()
    dialog.get_by_role("button", name="저장").click()
    expect(groups.get_by_text("경력단절")).to_be_visible()
    groups.get_by_role("button", name="알려 주기").click()
    page.get_by_role("dialog").get_by_text("경력단절").click()
    page.get_by_role("dialog").get_by_role("button", name="저장").click()
    expect(groups.get_by_text("말한 것이 없어요.")).to_be_visible()
    assert worker.get("/me/groups")["groups"] == []
