"""A worker's month on a phone, and what finance does for it: set up, ask, prepare, approve by
another, send, take the bank's answer, and from any won back to the picture."""

from __future__ import annotations

import csv
import re
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Dure, dismiss, violations
from tests.journeys.caller import Caller

pytestmark = pytest.mark.browser
NUMBER = "9001011234567"
ACCOUNT = "110123456789"


def title(page: Page, words: str | re.Pattern[str]) -> None:
    expect(page.get_by_role("heading", level=1)).to_have_text(words)


def press(page: Page, name: str | re.Pattern[str]) -> None:
    page.get_by_role("button", name=name, exact=isinstance(name, str)).click()


def clean(page: Page) -> None:
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def ready(who: Caller, name: str, holder: str | None = None) -> None:
    """Somebody who has said how he is paid."""
    who.send("PUT", "/me/identity", {"legal_name": name, "number": NUMBER}, status=204)
    told = {"bank": "004", "account": ACCOUNT, "holder": holder or name, "minimum": 0}
    who.send("PUT", "/me/payee", told, status=204)


def owed(who: Caller) -> int:
    """What all organisations owe somebody, in won."""
    return sum(one["owed"] for one in who.get("/me/payee")["standings"])


def won(n: int) -> re.Pattern[str]:
    return re.compile(rf"{n:,}원")


@pytest.fixture
def house(dure: Dure) -> int:
    """The organisation of the demonstration, with a second person who pays: the manager."""
    operator = dure.caller("operator")
    (first, *_) = operator.get("/me")["organisations"]
    other = dure.caller("manager").id
    operator.send("PUT", f"/organisations/{first['id']}/members/{other}/roles/finance", status=204)
    return int(first["id"])


def prepared(dure: Dure, house: int) -> Any:
    """A payout that the operator has prepared, over HTTP."""
    through = dure.caller("worker1").get("/me/today")["day"]
    path = f"/organisations/{house}/payouts"
    return dure.caller("operator").post(path, {"through": through}, key="browser-1")


def test_the_way_to_the_first_payout(dure: Dure) -> None:
    who = dure.caller("worker1")
    due = owed(who)
    page = dure.open(who, "/earnings", phone=True)
    title(page, f"받을 돈이 {due:,}원 있어요")
    clean(page)
    page.get_by_role("link", name="받을 준비하기").click()
    title(page, "받을 준비까지 2단계 남았어요")
    # Why the number is asked for, by which law, and how it is kept.
    expect(page.get_by_text(re.compile("소득세법 제127조.*제164조"))).to_be_visible()
    expect(page.get_by_text(re.compile("데이터베이스에 없는 열쇠"))).to_be_visible()
    clean(page)
    press(page, "저장하고 다음")
    expect(page.get_by_text("적어 주세요.", exact=True)).to_be_visible()
    page.get_by_role("textbox", name="주민등록번호").fill("901301-1234567")
    press(page, "저장하고 다음")
    expect(page.get_by_role("alert")).to_be_visible()
    page.get_by_role("textbox", name="주민등록번호").fill(NUMBER)
    press(page, "저장하고 다음")
    expect(page.get_by_text("이민지 · 900101-1******")).to_be_visible()
    title(page, "받을 준비까지 1단계 남았어요")
    press(page, "저장하고 다음")
    expect(page.get_by_text("은행을 골라 주세요.")).to_be_visible()
    page.get_by_role("button", name=re.compile("^은행")).or_(
        page.get_by_label("은행", exact=True)
    ).first.click()
    page.get_by_role("option", name="국민은행").click()
    page.get_by_role("textbox", name="계좌번호").fill("110-123-456789")
    press(page, "저장하고 다음")
    title(page, "받을 준비가 됐어요")
    expect(page.get_by_text(re.compile("국민은행.*6789 · 이민지"))).to_be_visible()
    clean(page)
    # From how much on: his own.
    press(page, "한 번에 받을 최소 금액 고치기")
    page.get_by_role("textbox", name="한 번에 받을 최소 금액").fill(str(due + 1))
    press(page, "저장")
    expect(page.get_by_text(f"{due + 1:,}원부터 받아요")).to_be_visible()
    page.get_by_role("link", name="수입으로").click()
    expect(page.get_by_text(re.compile("부터 부탁할 수 있어요"))).to_be_visible()
    expect(page.get_by_role("button", name="지금 받기")).to_have_count(0)
    told = {"bank": "004", "account": None, "holder": "이민지", "minimum": 0}
    who.send("PUT", "/me/payee", told, status=204)
    page.reload()
    press(page, "지금 받기")
    press(page, "부탁하기")
    expect(page.get_by_text("부탁했어요. 보내면 알려 드려요.")).to_be_visible()
    expect(page.get_by_text(re.compile("일에 부탁했어요"))).to_be_visible()
    assert all(one["asked_at"] for one in who.get("/me/payee")["standings"] if one["owed"])


def test_one_prepares_another_approves_and_the_bank_answers(
    dure: Dure, house: int, tmp_path: Path
) -> None:
    first, second, third = (dure.caller(who) for who in ("worker1", "worker2", "primary"))
    ready(first, "이민지")
    ready(second, "박도윤", holder="박도현")
    due = owed(first)
    page = dure.open("operator", "/admin/payouts")
    title(page, "아직 지급 묶음이 없어요")
    clean(page)
    press(page, "지급 묶음 만들기")
    clean(page)
    press(page, "묶음 만들기")
    title(page, re.compile(r"^1명에게 [\d,]+원을 보내요$"))
    rows = page.get_by_role("row")
    expect(rows.filter(has_text="이민지")).to_contain_text("처음 받아요")
    expect(rows.filter(has_text="이민지")).to_contain_text(f"{due:,}")
    expect(rows.filter(has_text="박도윤")).to_contain_text("계좌 이름이 달라요")
    expect(page.get_by_text("원장과 1원까지 같아요")).to_be_visible()
    clean(page)
    # Who is held out alone; and who prepared it cannot approve it.
    page.get_by_role("radio", name=re.compile("살필 것")).click()
    expect(rows.filter(has_text="이민지")).to_have_count(0)
    expect(page).to_have_url(re.compile("show=held"))
    expect(page.get_by_role("button", name="1명 지급 승인")).to_be_disabled()
    expect(page.get_by_text(re.compile("만든 사람은 승인할 수 없어요"))).to_be_visible()
    assert owed(third) > 0
    expect(rows.filter(has_text="주민등록번호가 없어요").first).to_be_visible()

    other = dure.open("manager", page.url.removeprefix(dure.url).split("?")[0])
    press(other, "1명 지급 승인")
    dialog = other.get_by_role("dialog", name=re.compile("1명에게 .*원을 보낼까요"))
    dialog.get_by_role("button", name="1명 지급 승인").click()
    title(other, re.compile("^1명에게 [0-9,]+원을 보내기로 했어요$"))
    with other.expect_download() as download:
        press(other, "은행 파일 받기")
    kept = tmp_path / "bank.csv"
    download.value.save_as(kept)
    (row,) = csv.DictReader(kept.read_text(encoding="utf-8-sig").splitlines())
    (line,) = [one for one in first.get("/me/payouts")["items"] if one["state"] == "approved"]
    assert (row["account"], row["holder"]) == (ACCOUNT, "이민지")
    assert int(row["amount"]) == line["net"] == due - line["tax"] - line["local"]
    press(other, "은행에 보냈어요")
    other.get_by_role("dialog").get_by_role("button", name="은행에 보냈어요").click()
    title(other, "은행의 답을 기다리고 있어요")
    clean(other)
    answer = tmp_path / "result.csv"
    answer.write_text(
        f"reference,amount,status,reason\n{row['reference']},{row['amount']},paid,\n"
        "D999999,1,paid,\n"
    )
    with other.expect_file_chooser() as chooser:
        press(other, "파일 고르기")
    chooser.value.set_files(answer)
    report = other.get_by_role("dialog", name="2줄을 읽었어요")
    expect(report.get_by_text("모르는 줄").first).to_be_visible()
    clean(other)
    report.get_by_role("button", name="닫기").last.click()
    title(other, re.compile("^1명에게 보내는 일이 끝났어요$"))
    expect(other.get_by_role("row").filter(has_text="이민지")).to_contain_text("입금됨")

    phone = dure.open(first, "/earnings", phone=True)
    expect(phone.get_by_text("올해 받은 돈").locator("..")).to_be_visible()
    paid = phone.get_by_role("listitem").filter(has_text="지급 완료")
    expect(paid).to_contain_text(won(line["net"]))
    expect(paid).to_contain_text(won(line["tax"]))
    clean(phone)

    # From the won that arrived to the work, the verdicts and the picture.
    other.goto(f"{dure.url}/admin/ledger?kind=paid&house={house}")
    other.get_by_role("row").filter(has_text="이민지").first.get_by_role("link").click()
    title(other, re.compile("^이민지님에게 .*원이 입금됐어요$"))
    behind = other.get_by_role("region", name="이 돈이 나온 기록")
    clean(other)
    behind.get_by_role("link", name=re.compile("^보수 · 이민지")).first.click()
    title(other, re.compile("^이민지님이 .*원을 벌었어요$"))
    picture = other.locator("figure img").first
    expect(picture).to_be_visible()
    assert picture.evaluate("async (image) => (await image.decode(), image.naturalWidth)") > 0
    clean(other)


def test_what_the_bank_did_not_take_is_said_and_owed_again(dure: Dure, house: int) -> None:
    who = dure.caller("worker1")
    ready(who, "이민지")
    due = owed(who)
    made = prepared(dure, house)
    home = f"/organisations/{house}/payouts/{made['id']}"
    other = dure.caller("manager")
    other.post(f"{home}/approve", status=200)
    other.post(f"{home}/sent", status=200)
    (line,) = who.get("/me/payouts")["items"]
    page = dure.open(who, "/earnings", phone=True)
    title(page, f"{line['net']:,}원을 지급하고 있어요")
    clean(page)
    said = f"reference,amount,status,reason\nD{line['id']},{line['net']},failed,없는 계좌\n"
    answer = other.http.post(f"{home}/result", files={"file": ("a.csv", said.encode())})
    assert answer.status_code == 200, answer.text
    page.reload()
    title(page, f"받을 돈이 {due:,}원 있어요")
    failed = page.get_by_role("listitem").filter(has_text="이체 실패")
    expect(failed).to_contain_text("은행의 말: 없는 계좌")
    expect(failed).to_contain_text("다음 지급 때 다시 보내요")
    clean(page)


def test_a_payout_is_returned_with_its_reason(dure: Dure, house: int) -> None:
    ready(dure.caller("worker1"), "이민지")
    made = prepared(dure, house)
    page = dure.open("manager", f"/admin/payouts/{made['id']}?house={house}")
    press(page, "돌려보내기")
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("button", name="돌려보내기").click()
    expect(dialog.get_by_text("만든 사람이 읽을 까닭을 적어 주세요.")).to_be_visible()
    dialog.get_by_label("까닭").fill("보전이 끝난 뒤에 다시 모아요")
    dialog.get_by_role("button", name="돌려보내기").click()
    title(page, "돌려보낸 묶음이에요")
    expect(page.get_by_text("보전이 끝난 뒤에 다시 모아요")).to_be_visible()
    expect(page.get_by_role("row").filter(has_text="이민지")).to_contain_text("다음 묶음으로")
    clean(page)


def test_what_is_sealed_opens_with_a_reason_that_stays(dure: Dure, house: int) -> None:
    ready(dure.caller("worker1"), "이민지", holder="이민정")
    page = dure.open("operator", "/admin/payees")
    page.get_by_role("button", name="이민지").click()
    sheet = page.get_by_role("dialog", name="이민지님의 지급 정보")
    expect(sheet.get_by_text("900101-1******")).to_be_visible()
    clean(page)
    sheet.get_by_role("button", name="같은 사람의 계좌로 확인하기").click()
    expect(sheet.get_by_text("담당이 확인한 계좌예요.")).to_be_visible()
    sheet.get_by_role("button", name="계좌번호 열람").click()
    asks = page.get_by_role("dialog", name="왜 열람하나요?")
    asks.get_by_role("button", name="열람하기").click()
    expect(asks.get_by_text("까닭을 적어 주세요.")).to_be_visible()
    asks.get_by_label("까닭").fill("통장 사본과 대조")
    asks.get_by_role("button", name="열람하기").click()
    expect(page.get_by_text(ACCOUNT)).to_be_visible()
    dismiss(page)
    expect(page.get_by_text(ACCOUNT)).to_have_count(0)
    page.goto(f"{dure.url}/admin/payouts/openings")
    row = page.get_by_role("row").filter(has_text="통장 사본과 대조")
    expect(row).to_contain_text("한지우")
    expect(row).to_contain_text("이민지")
    clean(page)


def test_the_template_of_the_bank_is_set(dure: Dure, house: int) -> None:
    page = dure.open("operator", "/admin/payouts/template")
    title(page, "은행이 읽는 대로 파일을 만들어요")
    page.get_by_role("radio", name="다계좌 이체").click()
    expect(page.get_by_text(re.compile("입금은행,입금계좌번호"))).to_be_visible()
    clean(page)
    page.get_by_role("textbox", name="열 이름").first.fill("은행코드")
    page.get_by_role("button", name="3번째 열 위로").click()
    expect(page.get_by_text(re.compile("은행코드,입금액,입금계좌번호"))).to_be_visible()
    press(page, "저장")
    expect(page.get_by_text("틀을 저장했어요")).to_be_visible()
    page.reload()
    expect(page.get_by_text(re.compile("은행코드,입금액,입금계좌번호"))).to_be_visible()
    own = dure.caller("operator").get(f"/organisations/{house}/bank-template")["own"]
    assert own["encoding"] == "cp949"
    assert [one["head"] for one in own["columns"]][:3] == ["은행코드", "입금액", "입금계좌번호"]


def test_accounts_lead_to_what_moved(dure: Dure, house: int) -> None:
    page = dure.open("manager", f"/admin/ledger?house={house}")
    page.get_by_role("radio", name="계정", exact=True).click()
    page.get_by_role("searchbox", name="사람이나 공정의 이름").fill("이민지")
    row = page.get_by_role("row").filter(has_text="이민지").first
    expect(row).to_be_visible()
    clean(page)
    row.get_by_role("link").click()
    expect(page).to_have_url(re.compile("account_id="))
    expect(page.get_by_role("row").filter(has_text="보수 · 이민지").first).to_be_visible()
    clean(page)
