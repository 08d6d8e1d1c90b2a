"""The way in and out, as somebody at a browser."""

from playwright.sync_api import expect

from app import demo
from tests.browser.conftest import Dure


def test_one_signs_in_and_comes_to_where_one_wanted(dure: Dure) -> None:
    page = dure.visit("/")
    page.get_by_label("이메일").fill("worker1@dure.example")
    page.get_by_label("비밀번호", exact=True).fill("not-this-one-27")
    page.get_by_role("button", name="로그인").click()
    expect(page.get_by_role("alert")).to_be_visible()
    page.get_by_label("비밀번호", exact=True).fill(demo.password())
    page.get_by_role("button", name="로그인").click()
    expect(page).to_have_url(dure.url + "/")
