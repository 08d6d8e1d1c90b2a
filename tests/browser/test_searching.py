"""Fields that search while one types: the list follows the words, and the words follow the list."""

from __future__ import annotations

import re
from urllib.parse import quote

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Dure

pytestmark = pytest.mark.browser

RESTED = 1_000  # milliseconds: longer than any field waits


def test_a_search_that_is_cleared_stays_cleared(dure: Dure) -> None:
    page = dure.open("manager", "/projects", fresh=True)
    field = page.get_by_role("searchbox", name="과제 이름")
    page.clock.install()
    field.fill("그런 과제")
    page.clock.run_for(RESTED)
    expect(page.get_by_text("맞는 과제가 없어요")).to_be_visible()
    expect(page).to_have_url(re.compile(r"\?q="))
    page.get_by_role("link", name="모든 과제 보기").click()
    expect(page.get_by_role("link", name="혈액 세포 찾기").first).to_be_visible()
    page.clock.run_for(RESTED)
    expect(field).to_have_value("")
    expect(page).to_have_url(re.compile(r"/projects$"))
    # Back to what was sought: its words stand in the field again.
    page.go_back()
    expect(page).to_have_url(re.compile(r"\?q="))
    expect(field).to_have_value("그런 과제")


def test_what_is_typed_while_the_list_comes_is_not_taken_away(dure: Dure) -> None:
    page = dure.open("worker1", "/work", fresh=True)
    field = page.get_by_role("searchbox", name="일감 찾기")
    page.clock.install()
    field.press_sequentially("혈액 ")
    page.clock.run_for(RESTED)
    expect(page).to_have_url(re.compile(rf"\?q={quote('혈액')}$"))
    field.press_sequentially("세포")
    page.clock.run_for(RESTED)
    expect(field).to_have_value("혈액 세포")
    expect(page.get_by_role("heading", level=1)).to_contain_text("찾")
