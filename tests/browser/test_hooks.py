"""A manager has a program told what happens: made, tried, looked after, all of it by the mouse."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Dure, dismiss, violations

pytestmark = pytest.mark.browser


@pytest.mark.parametrize(("locale", "theme"), [("ko", "light"), ("en", "dark")])
def test_a_webhook_is_made_and_looked_after(dure: Dure, locale: str, theme: str) -> None:
    ko = locale == "ko"
    caller = dure.caller("manager")
    project = caller.get("/projects")["items"][0]["id"]
    page = dure.open("manager", f"/projects/{project}/design?tab=hooks", locale=locale, theme=theme)
    expect(page.get_by_text("아직 웹훅이 없어요" if ko else "No webhooks yet")).to_be_visible()
    page.get_by_role("button", name="웹훅 만들기" if ko else "Make a webhook").click()
    form = page.get_by_role("dialog")
    form.get_by_label("이름" if ko else "Name").fill("밤 학습")
    form.get_by_label("주소" if ko else "Address").fill("http://127.0.0.1/")
    form.get_by_text("item.accepted", exact=True).click()
    make = form.get_by_role("button", name="웹훅 만들기" if ko else "Make a webhook")
    make.click()
    # An address inside the house is refused with a sentence, and nothing that was written is lost.
    refused = form.get_by_text(
        "이 주소로는 알릴 수 없어요" if ko else "This address cannot be told"
    )
    expect(refused).to_be_visible()
    assert violations(page) == []
    form.get_by_label("주소" if ko else "Address").fill("https://hooks.example.invalid/dure")
    make.click()
    secret = page.locator(".hook-secret")
    expect(secret).to_have_text(re.compile(r"^whsec_"))
    assert violations(page) == []
    page.get_by_role("button", name="옮겨 적었어요" if ko else "I kept it").click()
    page.get_by_role("link", name="밤 학습").click()
    page.get_by_role("button", name="시험 보내기" if ko else "Send a test").click()
    # Nobody is there: the log says so, and that it is sent again.
    page.get_by_role("button", name="시험" if ko else "Test", exact=True).click()
    message = page.get_by_role("dialog")
    expect(message.get_by_text("닿지 않음" if ko else "Nobody there")).to_be_visible(timeout=20_000)
    expect(message.get_by_text('"type": "test"')).to_be_visible()
    assert violations(page) == []
    dismiss(page)
    expect(page.locator("h1")).to_contain_text(
        "메시지를 받지 않아요" if ko else "does not take messages"
    )
    page.get_by_role("button", name="끄기" if ko else "Switch off").click()
    expect(page.locator("h1")).to_contain_text("꺼 두었어요" if ko else "is off")
    assert violations(page) == []
    page.get_by_role("button", name="지우기" if ko else "Remove").click()
    page.get_by_role("dialog").get_by_role("button", name="지우기" if ko else "Remove").click()
    expect(page.get_by_text("아직 웹훅이 없어요" if ko else "No webhooks yet")).to_be_visible()
