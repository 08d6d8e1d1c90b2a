"""What is paid beside the price: a manager promises a bonus, workers see it before they claim, and
what money is reckoned by is written by the operator and read by who looks after money."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from app.core.database import transaction
from app.models import OrganisationRoleName, Project
from app.people.organisations import grant
from tests.browser.conftest import Dure, violations

pytestmark = pytest.mark.browser


def cells(dure: Dure) -> int:
    found = dure.caller("manager").get("/projects")["items"]
    return next(int(one["id"]) for one in found if "세포" in one["name"])


def test_a_bonus_is_promised_seen_and_ended(dure: Dure) -> None:
    project = cells(dure)
    page = dure.open("manager", f"/projects/{project}/cost")
    expect(page.get_by_role("heading", name="돈은 언제까지 갈까요")).to_be_visible()
    page.get_by_role("button", name="보너스 만들기").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("작업 수").fill("10")
    dialog.get_by_label("한 번에 주는 돈").fill("2000")
    dialog.get_by_label("모두 몇 번").fill("3")
    dialog.get_by_label("모두 몇 번").blur()
    expect(dialog).to_contain_text("떼어 둘 돈 6,000원")
    assert violations(page) == []
    dialog.get_by_role("button", name="보너스 만들기").click()
    row = page.get_by_role("row").filter(has_text="10건 승인될 때마다 2,000원")
    expect(row).to_contain_text("0/3")
    expect(page.get_by_role("definition").filter(has_text="6,000원")).to_be_visible()
    assert violations(page) == []

    worker = dure.open("worker1", "/work?mine=true", phone=True)
    expect(worker.get_by_text("2,000원 보너스")).to_be_visible()
    worker.get_by_role("link").filter(has_text="2,000원 보너스").click()
    expect(worker.get_by_role("heading", name="보너스")).to_be_visible()
    expect(worker.get_by_role("listitem").filter(has_text="10건 승인될 때마다")).to_contain_text(
        "3번 남음"
    )
    assert violations(worker) == []

    row.get_by_role("button", name="끝내기").click()
    page.get_by_role("dialog").get_by_role("button", name="끝내기").click()
    expect(row).to_contain_text(re.compile(r"월 \d+일까지"))


def test_a_rule_is_added_and_holds_from_its_day(dure: Dure) -> None:
    page = dure.open("operator", "/admin/rates")
    expect(page.get_by_text("회계사가 이 표를 확인해야 해요")).to_be_visible()
    wage = page.get_by_role("region", name="최저임금")
    expect(wage).to_contain_text("10,320원")
    assert violations(page) == []
    wage.get_by_role("button", name="기준 더하기").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("button", name="기준 더하기").click()
    expect(dialog).to_contain_text("언제부터인지 골라 주세요.")
    dialog.get_by_label("언제부터").fill("2099-01-01")
    dialog.get_by_label("시간당").fill("20000")
    dialog.get_by_label("근거").fill("2099년 고시")
    dialog.get_by_role("button", name="기준 더하기").click()
    expect(wage).to_contain_text("2099년 1월 1일부터 시간당 20,000원")
    expect(wage).to_contain_text("10,320원")


def test_finance_sees_its_own_budgets_and_reads_the_rates(dure: Dure) -> None:
    """Of their organisation alone; and no button that only the operator may press."""
    me = dure.caller("manager").get("/me")
    with transaction() as s:
        house = s.get_one(Project, cells(dure)).organisation_id
        grant(s, house, me["id"], OrganisationRoleName.FINANCE, by=None)
    page = dure.open("manager", "/admin/budgets")
    expect(page.locator("h1")).to_be_visible()
    expect(page.get_by_role("link", name="혈액 세포 찾기")).to_be_visible()
    expect(page.get_by_role("definition").first).to_contain_text("원")
    page.get_by_role("link", name="세율과 기준").click()
    expect(page.get_by_role("region", name="사업소득 원천징수")).to_contain_text("3%")
    expect(page.get_by_role("button", name="기준 더하기")).to_have_count(0)
