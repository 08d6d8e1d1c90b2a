"""One's own data: fetched in a file, and who looked at it; the operator sees every look."""

from __future__ import annotations

import json
import re
from zipfile import ZipFile

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Dure, violations

pytestmark = pytest.mark.browser


def test_one_fetches_his_data_and_sees_who_looked(dure: Dure) -> None:
    operator = dure.caller("operator")
    found = operator.get("/people", q="worker1")["items"]
    assert len(found) == 1

    page = dure.open("worker1", "/account")
    page.get_by_role("button", name="사본 만들기").click()
    fetch = page.get_by_role("button", name=re.compile("사본 내려받기"))
    expect(fetch).to_be_visible(timeout=30_000)
    with page.expect_download() as started:
        fetch.click()
    with ZipFile(started.value.path()) as held:
        (me,) = json.loads(held.read("account/person.json"))
        assert json.loads(held.read("work/submission.json"))
    assert me["email"] == "worker1@dure.example"
    page.get_by_role("button", name="사본 만들기").click()
    expect(page.get_by_text("하루에 한 번만 사본을 만들 수 있어요")).to_be_visible()
    looked = (
        page.get_by_role("region")
        .or_(page.locator("section"))
        .filter(has=page.get_by_role("heading", name="내 정보를 본 사람"))
    )
    expect(looked.last.get_by_text("두레 운영자")).to_be_visible()
    expect(looked.last).to_contain_text("이메일, 이름")
    assert violations(page) == []

    desk = dure.open("operator", "/admin/privacy", locale="en")
    expect(desk.locator("h1.display")).to_have_text("Who looked at other people's data")
    expect(desk.get_by_role("cell", name=re.compile("이민지"))).to_be_visible()
    # Who is sought is looked at; nobody else is, whatever the page holds ready.
    finder = desk.get_by_role("combobox", name="Person")
    finder.click()
    expect(desk.get_by_text("Search by the letters that the name or e-mail begins")).to_be_visible()
    finder.fill("worker2")
    desk.get_by_role("option", name=re.compile("박도윤")).click()
    expect(desk.get_by_role("cell", name=re.compile("박도윤")).first).to_be_visible()
    assert dure.caller("worker2").get("/me/accesses")["items"]
    assert dure.caller("primary").get("/me/accesses")["items"] == []
    desk.get_by_role("button", name="Clear the filter: Person").click()
    expect(desk.get_by_role("cell", name=re.compile("이민지")).first).to_be_visible()
    desk.get_by_role("radio", name="Schedule").click()
    expect(desk.get_by_text("730 days")).to_be_visible()
    assert violations(desk) == []
