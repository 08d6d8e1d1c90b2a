"""What is open to everybody: found, looked at and reported by a user with the mouse, decided about
by a manager."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from tests.api.shown import WORDS
from tests.browser.conftest import Dure, violations


def publish(dure: Dure) -> tuple[int, int]:
    """The demonstration's release, open to everybody: its project, and its number there."""
    boss = dure.caller("manager")
    found = boss.get("/projects")["items"]
    project = next(one["id"] for one in found if "세포" in one["name"])
    home = f"/projects/{project}"
    release = next(one for one in boss.get(f"{home}/releases")["items"] if one["state"] == "ready")
    made = boss.post(f"{home}/datasets", WORDS | {"stage_id": release["stage_id"]})
    here = f"{home}/datasets/{made['id']}"
    told = {"release_id": release["id"], "notes_ko": "처음", "notes_en": "First"}
    boss.post(f"{here}/versions", told, status=200)
    items = boss.get(f"{home}/items", state="released", limit=6)["items"]
    boss.send("PUT", f"{here}/samples", {"items": [one["id"] for one in items]})
    boss.post(f"{here}/publish", status=200)
    return project, made["id"]


def test_a_user_reports_and_a_manager_decides(dure: Dure) -> None:
    project, dataset = publish(dure)
    page = dure.visit("/catalogue")
    page.get_by_role("link", name=WORDS["title_ko"]).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(WORDS["title_ko"])
    expect(page.get_by_role("heading", name="무엇이 들어 있나요")).to_be_visible()
    assert violations(page) == []
    page.get_by_role("button", name=re.compile("내려받기")).first.click()
    expect(page.get_by_text("내려받으려면 먼저 로그인해 주세요")).to_be_visible()

    user = dure.open("worker1", f"/catalogue/{dataset}")
    user.get_by_role("button", name=re.compile("보기$")).first.click()
    user.get_by_role("button", name="이 데이터에 의견 내기").click()
    expect(user.get_by_label("데이터 이름")).not_to_have_value("")
    user.get_by_label("설명").fill("오른쪽 위 세포에 상자가 없어요.")
    assert violations(user) == []
    user.get_by_role("button", name="의견 보내기").click()
    expect(user.get_by_text("의견을 받았어요")).to_be_visible()

    desk = dure.open("manager", f"/projects/{project}/releases/defects")
    desk.get_by_role("link", name="오른쪽 위 세포에 상자가 없어요.").click()
    assert violations(desk) == []
    desk.get_by_role("radio", name="그대로 두기").click()
    desk.get_by_label("제보한 분께 할 말").fill("겹친 세포는 하나로 세요.")
    desk.get_by_role("dialog").get_by_role("button", name="그대로 두기").click()
    expect(desk.get_by_text("그대로 두고 답했어요")).to_be_visible()

    user.goto(dure.url + "/catalogue/reports")
    user.get_by_role("link", name=WORDS["title_ko"]).click()
    expect(user.get_by_text("겹친 세포는 하나로 세요.")).to_be_visible()
    assert violations(user) == []
