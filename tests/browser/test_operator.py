"""The operator and the arbiter at work: people, offices, agreements, money, appeals, history."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import func

from app.core.database import transaction
from app.models import Backup, Failure
from app.queue.service import enqueue
from tests.browser.conftest import Dure, violations
from tests.journeys.caller import until

pytestmark = pytest.mark.browser

PAGES = [
    "/admin",
    "/admin/people",
    "/admin/organisations",
    "/admin/agreements",
    "/admin/budgets",
    "/admin/ledger",
    "/admin/machine",
    "/admin/chores",
    "/admin/audit",
    "/admin/privacy",
]


def heading(page: Page, words: str | re.Pattern[str]) -> None:
    expect(page.locator("h1.display")).to_have_text(
        words if isinstance(words, re.Pattern) else re.compile(re.escape(words))
    )


@pytest.mark.long  # in the other looks, always: test_pages.py
@pytest.mark.parametrize(
    ("theme", "locale", "phone"), [("dark", "en", False), ("light", "ko", True)]
)
def test_pages_are_for_everybody(dure: Dure, theme: str, locale: str, phone: bool) -> None:
    page = dure.open("operator", "/admin", theme=theme, locale=locale, phone=phone)
    for path in PAGES:
        page.goto(dure.url + path)
        expect(page.locator("h1")).to_be_visible()
        expect(page.get_by_role("status", name=re.compile("불러오는|Loading"))).to_have_count(0)
        assert violations(page) == [], path
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), path


def test_who_does_not_run_it_is_told_so(dure: Dure) -> None:
    page = dure.open("arbiter", "/admin/ledger")
    heading(page, "이 화면을 볼 권한이 없어요")
    expect(page.get_by_role("link", name="원장", exact=True)).to_have_count(0)
    expect(page.get_by_role("link", name="이의 심사")).to_be_visible()


def test_a_person_is_found_and_made_operator(dure: Dure) -> None:
    page = dure.open("operator", "/admin/people")
    page.get_by_role("searchbox", name="이름이나 이메일의 앞부분").fill("worker1")
    heading(page, "1명")
    page.get_by_role("link", name="이민지").click()
    heading(page, "이민지님은")
    page.get_by_role("button", name="운영자로 정하기").click()
    page.get_by_role("dialog").get_by_role("button", name="운영자로 정하기").click()
    expect(page.get_by_role("button", name="운영 권한 거두기")).to_be_visible()
    # Reloaded, the search and the page are where they were.
    page.reload()
    expect(page.get_by_text("두레 전체를 운영할 수 있어요.")).to_be_visible()


def test_the_last_operator_stays(dure: Dure) -> None:
    me = dure.caller("operator").http.get(f"{dure.url}/api/v1/me").json()["id"]
    page = dure.open("operator", f"/admin/people/{me}")
    page.get_by_role("button", name="운영 권한 거두기").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("button", name="운영 권한 거두기").click()
    expect(dialog.get_by_role("alert")).to_contain_text("마지막 운영자예요")
    assert violations(page) == []


def test_an_organisation_gets_its_officers(dure: Dure) -> None:
    page = dure.open("operator", "/admin/organisations")
    page.get_by_role("button", name="기관 만들기").click()
    page.get_by_role("dialog").get_by_label("이름").fill("새빛데이터")
    page.get_by_role("dialog").get_by_role("button", name="기관 만들기").click()
    heading(page, "새빛데이터")
    page.get_by_label("이메일").fill("not an address")
    page.get_by_role("button", name="초대 보내기").click()
    page.get_by_label("이메일").fill("boss@example.com")
    page.get_by_role("button", name="초대 보내기").click()
    expect(page.get_by_role("listitem").filter(has_text="boss@example.com")).to_contain_text(
        "기다리는 중"
    )
    page.get_by_role("button", name="거두기", exact=True).click()
    expect(page.get_by_role("listitem").filter(has_text="boss@example.com")).to_contain_text("거둠")


def test_terms_are_published_and_kept(dure: Dure) -> None:
    page = dure.open("operator", "/admin/agreements")
    page.get_by_role("button", name="새 판 올리기").click()
    dialog = page.get_by_role("dialog", name="새 판 올리기")
    dialog.get_by_label("본문 (한국어)").fill("1. 새로운 약관입니다.")
    dialog.get_by_role("button", name="2판 올리기").click()
    page.get_by_role("dialog", name="2판을 올릴까요?").get_by_role(
        "button", name="새 판 올리기"
    ).click()
    expect(page.get_by_text("2판을 올렸어요")).to_be_visible()
    expect(page.get_by_role("dialog")).to_have_count(0)
    page.get_by_role("radio", name="이용약관", exact=True).click()
    expect(page.get_by_role("row").filter(has_text="지난 판")).to_have_count(1)
    page.get_by_role("row").filter(has_text="지금 쓰는 판").get_by_role("button").click()
    expect(page.get_by_text("1. 새로운 약관입니다.")).to_be_visible()


def test_from_a_won_to_its_picture(dure: Dure) -> None:
    page = dure.open("operator", "/admin/ledger")
    page.get_by_role("radio", name="보수", exact=True).click()
    expect(page).to_have_url(re.compile("kind=earn"))
    page.get_by_role("combobox", name="사람").fill("worker2")
    page.get_by_role("option", name=re.compile("박도윤")).click()
    rows = page.get_by_role("row").filter(has_text="보수 · 박도윤")
    expect(rows.first).to_be_visible()
    rows.first.get_by_role("link").click()
    heading(page, re.compile("박도윤님이 .*원을 벌었어요"))
    picture = page.locator("figure img")
    expect(picture).to_be_visible()
    assert picture.evaluate("async (image) => (await image.decode(), image.naturalWidth)") > 0
    expect(page.locator("figure svg rect").first).to_be_attached()
    expect(page.get_by_text("보수를 낸 작업")).to_be_visible()
    assert violations(page) == []


def test_an_appeal_is_decided(dure: Dure) -> None:
    page = dure.open("arbiter", "/admin/appeals")
    heading(page, re.compile(r"이의가 \d+건 있어요"))
    page.get_by_role("link", name=re.compile("jpg")).first.click()
    heading(page, "거절에 이의를 냈어요")
    expect(page.locator(".photo img")).to_be_visible()
    page.get_by_role("button", name="결정하기").click()
    expect(page.get_by_text("어느 쪽인지 골라 주세요.")).to_be_visible()
    expect(page.get_by_text("작업자가 읽을 이유를 적어 주세요.")).to_be_visible()
    assert violations(page) == []
    page.get_by_text("이의를 받아들여요").click()
    page.get_by_label("이유").fill("지침에 맞는 답이었습니다.")
    page.get_by_role("button", name="결정하기").click()
    page.get_by_role("dialog").get_by_role("button", name="결정하기").click()
    heading(page, "이의를 받아들였어요")
    page.goto(f"{dure.url}/admin/appeals")
    heading(page, "결정을 기다리는 이의가 없어요")
    page.get_by_role("radio", name="모두").click()
    expect(page.get_by_role("row").filter(has_text="받아들임")).to_have_count(2)


def test_background_work_is_seen_as_it_goes_on(dure: Dure) -> None:
    page = dure.open("operator", "/admin/chores")
    heading(page, "지금 하는 작업이 없어요")
    # There is no such project: the work stops at once, and is heard of without a reload.
    with transaction() as s:
        enqueue(s, "open_items", {"project_id": 999, "stage_id": 1})
    row = page.get_by_role("row").filter(has_text="일감 열기")
    expect(row).to_contain_text("멈춤")
    heading(page, "멈춘 작업이 1건 있어요")
    caller = dure.caller("operator")
    (dead,) = caller.get("/chores", state="dead")["items"]
    row.get_by_role("button", name=re.compile("다시 하기")).click()

    def again() -> bool:
        stopped = caller.get("/chores", state="dead")["items"]
        return any(one["finished_at"] != dead["finished_at"] for one in stopped)

    until(again, "that it has stopped once more")
    page.goto(f"{dure.url}/admin")
    heading(page, "지금 살필 것이 1건 있어요")


def test_the_machine_says_what_needs_a_look(dure: Dure) -> None:
    page = dure.open("operator", "/admin/machine")
    warned = page.locator("main .note.warn")
    expect(warned.filter(has_text="백업이 없어요")).to_be_visible()
    running = page.get_by_role("region", name="돌고 있는 프로세스")
    expect(running.get_by_role("row").filter(has_text="작업자 프로세스")).not_to_have_count(0)
    with transaction() as s:
        told = {"snapshot_at": func.now(), "ledger_sha256": "ab" * 32, "with_keys": True}
        sizes = dict.fromkeys(("database_bytes", "objects", "object_bytes", "new_bytes"), 2_500_000)
        s.add(Backup(name="20261129T1", place="s3://kept/dure", entries=12, **told, **sizes))
        fault = {"what": "GET /projects/{project_id}", "error": "KeyError: 'x'"}
        s.add(Failure(part="api", request_id="a-request-of-ours", **fault))
        enqueue(s, "open_items", {"project_id": 999, "stage_id": 1})
    # Heard of without a reload: it stops at once.
    expect(warned.filter(has_text="멈춘 작업이 1건 있어요")).to_be_visible()
    expect(warned.filter(has_text="백업이 없어요")).to_have_count(0)
    page.reload()
    kept = page.get_by_role("region", name="백업").get_by_role("row")
    expect(kept.filter(has_text="s3://kept/dure")).to_contain_text("2.5 MB")
    faults = page.get_by_role("region", name="최근 오류").get_by_role("row")
    expect(faults.filter(has_text="KeyError")).to_contain_text("a-request-of-ours")
    assert violations(page) == []
    page.get_by_role("link", name="일감 열기").click()
    heading(page, "멈춘 작업이 1건 있어요")
    expect(page.get_by_role("button", name=re.compile("다시 하기"))).to_be_visible()


def test_the_history_is_filtered_in_the_address(dure: Dure) -> None:
    page = dure.open("operator", "/admin/audit?subject=project_role")
    expect(page.get_by_role("row").filter(has_text="과제의 역할").first).to_be_visible()
    expect(page.get_by_role("row").filter(has_text="공정")).to_have_count(0)
    page.goto(f"{dure.url}/admin/audit?subject=assignment")
    expect(page.get_by_text("과제를 먼저 골라 주세요")).to_be_visible()
    page.get_by_role("combobox", name="과제").fill("혈액")
    page.get_by_role("option", name=re.compile("혈액 세포 찾기")).click()
    expect(page.get_by_role("row").filter(has_text="검수 중").first).to_be_visible()
    page.reload()
    expect(page.get_by_role("row").filter(has_text="검수 중").first).to_be_visible()
