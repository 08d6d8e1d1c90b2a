"""A guideline that is to be read before more work is taken, and bulletins."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Dure, violations

pytestmark = pytest.mark.browser


def test_a_changed_guideline_is_read_and_confirmed_before_more_work(dure: Dure) -> None:
    manager = dure.caller("manager")
    project = 1
    stage = manager.get(f"/projects/{project}/stages")["items"][0]
    worker = dure.caller("worker2")
    for held in worker.get("/me/assignments", state="reserved")["items"]:
        worker.post(
            f"/projects/{held['project_id']}/assignments/{held['id']}/return", {}, status=200
        )
    path = f"/projects/{project}/stages/{stage['id']}/guidelines"
    worker.send("PUT", f"{path}/{stage['guideline_version']}/read", status=204)

    desk = dure.open(manager, f"/projects/{project}/design?tab=guideline&stage={stage['id']}")
    text = desk.get_by_role("textbox").first
    text.fill(f"{text.input_value()}\n\n겹친 세포는 따로 그려요.")
    desk.get_by_text("읽고 확인한 사람만 새 일을 받기").click()
    desk.get_by_role("button", name=re.compile("판으로 적용|적용")).click()
    expect(desk.get_by_role("heading", name="누가 읽었나요")).to_be_visible()
    expect(desk.get_by_text(re.compile("가운데 0명이"))).to_be_visible()
    assert violations(desk) == []

    phone = dure.open(worker, f"/do/{project}/{stage['id']}", phone=True)
    phone.get_by_role("link", name="바뀐 지침 읽기").click()
    expect(phone.locator("h1.display")).to_have_text("새 일을 받기 전에 읽어 주세요")
    changed = phone.get_by_role("region", name=re.compile("판 뒤로 바뀐 것"))
    expect(changed.locator("ins")).to_have_text("겹친 세포는 따로 그려요.")
    assert violations(phone) == []
    phone.get_by_role("button", name="읽고 확인했어요").click()
    expect(phone.locator("h1.display")).to_have_text("다 읽은 지침이에요")
    phone.get_by_role("link", name="일하러 가기").click()
    expect(phone.get_by_role("link", name=re.compile("시작하기|이어서"))).to_be_visible()

    desk.reload()
    expect(desk.get_by_text(re.compile("가운데 1명이"))).to_be_visible()


def test_a_bulletin_is_written_read_and_ended(dure: Dure) -> None:
    manager = dure.caller("manager")
    desk = dure.open(manager, "/projects/1/people?tab=bulletins")
    expect(desk.get_by_text("아직 보낸 공지가 없어요.")).to_be_visible()
    desk.get_by_role("button", name="공지 쓰기").click()
    writing = desk.get_by_role("dialog")
    writing.get_by_role("button", name="보내기").click()
    expect(writing.get_by_text("제목을 적어 주세요.")).to_be_visible()
    writing.get_by_label("제목").fill("금요일 점검 안내")
    writing.get_by_label("내용").fill("금요일 **18시**부터 한 시간 쉬어요.")
    writing.get_by_role("button", name="보내기").click()
    row = desk.get_by_role("row", name=re.compile("금요일 점검 안내"))
    expect(row).to_contain_text("0명이 읽었어요")
    assert violations(desk) == []

    phone = dure.open("worker1", "/", phone=True)
    phone.get_by_role("region", name="새 공지").get_by_role(
        "link", name=re.compile("금요일 점검 안내")
    ).click()
    expect(phone.locator("h1.display")).to_have_text("안 읽은 공지 1건")
    expect(phone.locator("article strong")).to_have_text("18시")
    assert violations(phone) == []
    phone.get_by_role("button", name="읽고 확인했어요").click()
    expect(phone.locator("h1.display")).to_have_text("공지를 다 읽었어요")

    desk.reload()
    expect(row).to_contain_text("1명이 읽었어요")
    row.get_by_role("button", name="그만 보이기").click()
    desk.get_by_role("dialog").get_by_role("button", name="그만 보이기").click()
    expect(row).to_contain_text("그만 보여요")
    phone.reload()
    expect(phone.get_by_text("받은 공지가 없어요.")).to_be_visible()
