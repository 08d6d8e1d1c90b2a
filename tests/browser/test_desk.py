"""A manager's desk by hand: many at once, with a look beforehand and a way back; filters that are
kept; and questions that people ask beside the guideline."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from tests.browser.conftest import Dure
from tests.browser.test_data import cells


def test_many_are_taken_out_with_a_look_beforehand_and_put_back(dure: Dure) -> None:
    project, _ = cells(dure)
    page = dure.open("manager", f"/projects/{project}/data?state=in_work&view=table")
    page.get_by_role("button", name="찾은 것 모두에").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_text("데이터셋에서 빼요.").click()
    dialog.get_by_text("같은 것이 또 있어요").click()
    dialog.get_by_role("button", name="미리 보기").click()
    go = dialog.get_by_role("button", name="건에 하기")
    expect(go).to_be_enabled()
    go.click()
    title = page.get_by_role("heading", level=1)
    expect(title).to_contain_text("건을 했어요", timeout=30_000)
    get = dure.caller("manager").get
    assert get(f"/projects/{project}/items", state="in_work")["items"] == []
    page.get_by_role("button", name="되돌리기").click()
    page.get_by_role("dialog").get_by_role("button", name="되돌리기").click()
    expect(title).to_have_text(re.compile(r"빼기: [1-9]\d*건을 되돌렸어요"), timeout=30_000)
    assert get(f"/projects/{project}/items", state="in_work")["items"] != []


def test_a_filter_is_in_the_address_and_is_kept(dure: Dure) -> None:
    project, _ = cells(dure)
    page = dure.open("manager", f"/projects/{project}/data")
    page.get_by_role("button", name="필터", exact=True).click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("답에 있는 분류").fill("RBC")
    dialog.get_by_role("button", name="찾기").click()
    expect(page).to_have_url(f"{dure.url}/projects/{project}/data?label=RBC")
    expect(page.get_by_role("button", name="답에 있는 분류 빼기")).to_be_visible()
    page.get_by_role("button", name="저장한 필터").click()
    dialog.get_by_label("이름").fill("적혈구")
    dialog.get_by_role("button", name="저장하기").click()
    expect(dialog.get_by_role("button", name="적혈구", exact=True)).to_be_visible()
    page.goto(f"{dure.url}/projects/{project}/data")
    page.get_by_role("button", name="저장한 필터").click()
    dialog.get_by_role("button", name="적혈구", exact=True).click()
    expect(page).to_have_url(f"{dure.url}/projects/{project}/data?label=RBC")


def test_a_question_is_asked_answered_for_all_and_read(dure: Dure) -> None:
    project, stage = cells(dure)
    page = dure.open("worker1", f"/do/{project}/{stage}")
    page.get_by_role("button", name="질문과 자주 묻는 것").click()
    page.get_by_role("button", name="질문하기").click()
    page.get_by_label("궁금한 것").fill("겹친 세포는 하나인가요?")
    page.get_by_role("button", name="물어보기").click()
    expect(page.get_by_text("답을 기다려요")).to_be_visible()
    desk = dure.open("manager", f"/projects/{project}/questions")
    expect(desk.get_by_role("heading", level=1)).to_have_text("답을 기다리는 질문 1개")
    desk.get_by_role("button", name="답하기").click()
    dialog = desk.get_by_role("dialog")
    dialog.get_by_label("답", exact=True).fill("따로따로 표시해요.")
    dialog.get_by_text("자주 묻는 것에 올리기").click()
    dialog.get_by_role("button", name="답하기").click()
    expect(desk.get_by_role("heading", level=1)).to_have_text("기다리는 질문이 없어요")
    mine = dure.open("worker1", "/my-questions")
    expect(mine.get_by_text("따로따로 표시해요.")).to_be_visible()
    page.reload()
    page.get_by_role("button", name="질문과 자주 묻는 것").click()
    expect(page.get_by_role("heading", name="자주 묻는 것")).to_be_visible()
