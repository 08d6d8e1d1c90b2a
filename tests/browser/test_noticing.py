"""Rules, what they noticed, and agreement, as who manages sees them."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect
from sqlalchemy import text

from app.core.database import transaction
from tests.browser.conftest import Dure, violations
from tests.browser.test_confidence import Delivery, no_sideways

pytestmark = pytest.mark.browser


def test_a_rule_is_written_tried_and_switched_on_and_agreement_is_counted(dure: Dure) -> None:
    delivery = Delivery(dure)
    quality = f"/projects/{delivery.project}/quality?stage={delivery.id}"
    page = dure.open("manager", f"{quality}&tab=rules")
    expect(page.locator("h1")).to_contain_text("아직 규칙이 없어요")
    page.get_by_role("button", name="규칙 만들기").click()
    form = page.get_by_role("dialog")
    form.get_by_role("button", name="저장").click()
    expect(form).to_contain_text("이름을 적어 주세요.")
    form.get_by_label("이름").fill("정답 문항")
    least = form.get_by_label("적어도 몇 건")
    least.fill("30")
    least.press("Tab")
    expect(form).to_contain_text("살펴볼 수보다 크지 않게 적어 주세요.")
    expect(form.get_by_role("button", name="지난 일에 대 보기")).to_be_disabled()
    least.fill("5")
    least.press("Tab")
    form.get_by_role("button", name="지난 일에 대 보기").click()
    expect(form).to_contain_text("0명이 걸려요")
    assert violations(page) == []
    form.get_by_role("button", name="저장").click()
    expect(page.locator("h1")).to_contain_text("규칙이 1개 있어요")
    page.locator("label.tick", has_text="꺼짐").click()
    expect(page.get_by_role("switch", name="정답 문항 켜기")).to_be_checked()
    assert violations(page) == []
    no_sideways(page)
    rules = delivery.boss.get(f"{delivery.stage}/rules")["items"]
    assert [(one["state"], one["condition"]["at_least"]) for one in rules] == [("on", 5)]

    page.get_by_role("link", name="알아챈 것").click()
    expect(page.locator("h1")).to_contain_text("정할 것이 없어요")
    page.get_by_role("radio", name="정한 것").click()
    expect(page.locator("h1")).to_contain_text("정한 것을 모았어요")
    assert violations(page) == []

    page.get_by_role("link", name="일치도").click()
    expect(page.locator("h1")).to_contain_text("아직 세지 않았어요")
    page.get_by_role("button", name="다시 세기").click()
    expect(page.locator("h1")).to_contain_text("두 사람 넘게 답한 데이터가 아직 없어요")
    assert violations(page) == []
    no_sideways(page)

    # What was counted in another week is looked at by choosing the week.
    with transaction() as s:
        s.execute(
            text(
                """INSERT INTO agreement_report (project_id, stage_id, week, values, counted_at)
                   SELECT project_id, stage_id, week - interval '7 days',
                     values || '{"share": 0.5}', counted_at FROM agreement_report
                   WHERE project_id = :p AND stage_id = :stage"""
            ),
            {"p": delivery.project, "stage": delivery.id},
        )
    page.reload()
    page.get_by_role("button", name="어느 주").click()
    page.get_by_role("option").last.click()
    expect(page).to_have_url(re.compile(r"week=\d{4}-\d\d-\d\d"))
    expect(page.locator("h1")).to_contain_text("사람들의 답이 50% 같아요")
    assert violations(page) == []
    page.goto(dure.url + f"{quality}&tab=agreement&week=2020-01-06")
    expect(page.locator("h1")).to_contain_text("그 주에는 세지 않았어요")
    page.get_by_role("link", name="마지막으로 센 것 보기").click()
    expect(page.locator("h1")).to_contain_text("두 사람 넘게 답한 데이터가 아직 없어요")
