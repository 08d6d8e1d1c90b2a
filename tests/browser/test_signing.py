"""Many sign at one event, which officers watch; and everybody chooses how he is told."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Dure, violations
from tests.journeys.caller import Caller, until

pytestmark = pytest.mark.browser

WORDS = {
    "title_ko": "상생 협약",
    "title_en": "Win-win agreement",
    "body_ko": "제1조 일한 값은 다음 달 열흘 안에 보내요.\n제2조 반려에는 까닭을 적어요.",
    "body_en": "1. Pay is sent by the tenth.\n2. What is returned says why.",
}


def event(operator: Caller, **other: Any) -> tuple[int, int]:
    """An organisation's agreement, and an event at which it is signed."""
    house = operator.get("/me")["organisations"][0]["id"]
    pact = operator.post(f"/organisations/{house}/agreement", WORDS)["id"]
    now = datetime.now(UTC)
    told = {
        "agreement_id": pact,
        "title": "2026년 상생 협약식",
        "opens_at": (now - timedelta(minutes=5)).isoformat(),
        "closes_at": (now + timedelta(hours=1)).isoformat(),
        **other,
    }
    return house, operator.post(f"/organisations/{house}/signings", told)["id"]


def test_who_signs_on_a_phone_is_counted_on_the_officers_desk(dure: Dure) -> None:
    operator = dure.caller("operator")
    house, signing = event(operator)
    desk = dure.open(operator, f"/admin/organisations/{house}/signings/{signing}")
    count = desk.locator(".sign-count b")
    expect(count).to_have_text("0")
    expect(desk.get_by_role("cell", name="이민지")).to_be_visible()
    assert violations(desk) == []

    phone = dure.open("worker1", "/notifications", phone=True)
    phone.get_by_role("link", name=re.compile("2026년 상생 협약식에 초대해요")).click()
    expect(phone.locator("h1")).to_have_text("2026년 상생 협약식")
    expect(phone.get_by_text("제1조")).to_be_visible()
    assert violations(phone) == []
    phone.get_by_role("button", name="읽었고 동의해요").click()
    expect(phone.get_by_text(re.compile("에 서명했어요"))).to_be_visible()
    expect(phone.get_by_role("button", name="읽었고 동의해요")).to_have_count(0)

    # Nobody loads the desk's page again.
    expect(count).to_have_text("1")
    expect(desk.get_by_role("list", name="방금 서명한 분")).to_contain_text("이○○")
    expect(desk.get_by_role("cell", name="이민지")).to_have_count(0)
    desk.get_by_role("radio", name="서명함", exact=True).click()
    expect(desk.get_by_role("cell", name="이민지")).to_be_visible()
    desk.get_by_role("button", name="아직인 분께 다시 알리기").click()
    expect(desk.get_by_text(re.compile(r"\d+명에게 알렸어요"))).to_be_visible()
    desk.get_by_role("button", name="지금 끝내기").click()
    desk.get_by_role("alertdialog").or_(desk.get_by_role("dialog")).get_by_role(
        "button", name="지금 끝내기"
    ).click()
    expect(desk.locator(".pill")).to_have_text("끝남")


def test_an_agreement_is_written_and_an_event_made_by_hand(dure: Dure) -> None:
    operator = dure.caller("operator")
    house = operator.get("/me")["organisations"][0]["id"]
    page = dure.open(operator, f"/admin/organisations/{house}")
    page.get_by_role("button", name="협약 쓰기").click()
    for label, name in (
        ("제목 (한국어)", "title_ko"),
        ("제목 (영어)", "title_en"),
        ("글 (한국어)", "body_ko"),
        ("글 (영어)", "body_en"),
    ):
        page.get_by_label(label).fill(WORDS[name])
    page.get_by_role("button", name="올리기").click()
    expect(page.get_by_text(re.compile("1판이 .*부터 쓰이고 있어요"))).to_be_visible()
    page.get_by_role("button", name="협약식 열기").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("button", name="협약식 열기").click()
    expect(dialog.get_by_text("제목을 적어 주세요.")).to_be_visible()
    dialog.get_by_label("제목").fill("겨울 협약식")
    assert violations(page) == []
    dialog.get_by_role("button", name="협약식 열기").click()
    expect(page.locator("h1.display")).to_have_text("겨울 협약식")
    expect(page.locator(".pill")).to_have_text("진행 중")


def test_what_one_hears_of_is_chosen_and_stays(dure: Dure) -> None:
    page = dure.open("worker1", "/notifications", phone=True)
    page.get_by_role("link", name="알림 설정").click()
    expect(page.locator("h1")).to_have_text("무엇을, 언제 알려 드릴까요?")
    work = page.get_by_role("listitem").filter(has_text="반려, 이의 결과")
    work.get_by_role("button").click()
    page.get_by_role("option", name="받지 않기").click()
    page.get_by_text("조용한 시간을 둬요").click()
    expect(page.get_by_label("시작")).to_have_value("22:00")
    start = page.get_by_label("시작")
    start.fill("23:30")
    start.blur()
    worker = dure.caller("worker1")
    until(lambda: worker.get("/me/telling")["quiet_from"] == 23 * 60 + 30, "what was chosen last")
    page.reload()
    expect(work.get_by_role("button")).to_contain_text("받지 않기")
    expect(page.get_by_label("시작")).to_have_value("23:30")
    expect(page.get_by_label("끝")).to_have_value("08:00")
    assert violations(page) == []


def test_a_mails_link_leads_on_to_what_it_is_about(dure: Dure) -> None:
    _, signing = event(dure.caller("operator"))
    worker = dure.caller("worker1")
    told = worker.get("/notifications")["items"][0]
    page = dure.open(worker, f"/notifications?at={told['id']}")
    page.wait_for_url(f"**/signings/{signing}")
    until(lambda: worker.get("/notifications")["items"][0]["read_at"], "that it counts as read")
