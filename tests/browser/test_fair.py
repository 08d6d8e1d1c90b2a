"""A fair deal, as all who have a part in it see it: rejections that wait, a hearing, what
everybody may read."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Dure, violations
from tests.browser.test_confidence import Delivery, no_sideways
from tests.browser.test_trusted import boxes
from tests.journeys.caller import new_key

pytestmark = pytest.mark.browser

REJECTED = 4


def fine(page: Page) -> None:
    assert violations(page) == []
    no_sideways(page)


class Rejected(Delivery):
    """Work of one person, rejected at both levels: the last of it waits."""

    def __init__(self, dure: Dure) -> None:
        super().__init__(dure, inspect1="all", inspect2="none", quality={})
        worker = dure.caller("worker1")
        for lease in self.claims(worker, 0, REJECTED):
            path = f"/projects/{self.project}/assignments/{lease['id']}/submission"
            worker.post(path, {"answer": boxes((40, 40)), "active_seconds": 20}, key=new_key())
        self.look("reject", REJECTED, who="primary", level=1)
        self.look("reject", REJECTED)
        self.waiting = len(dure.caller("operator").get("/rejections")["items"])
        assert self.waiting > 0
        assert self.states().count("submitted") == self.waiting

    def states(self) -> list[str]:
        """Of what the worker has handed in to the stage."""
        mine = self.dure.caller("worker1").get("/me/assignments", project_id=self.project)["items"]
        return [one["state"] for one in mine if one["stage_id"] == self.id]


def test_what_is_beyond_the_ceiling_waits_for_an_administrator(dure: Dure) -> None:
    work = Rejected(dure)
    page = dure.open("operator", "/admin/rejections")
    expect(page.locator("h1")).to_contain_text(f"확인할 거절이 {work.waiting}건 있어요")
    fine(page)
    page.get_by_role("table").get_by_role("link").first.click()
    expect(page.locator("h1")).to_contain_text("일을 거절해도 될까요?")
    expect(page.locator("body")).to_contain_text("종류가 틀려요.")
    fine(page)
    page.get_by_role("button", name="결정하기").click()
    expect(page.locator("body")).to_contain_text("하나를 골라 주세요.")
    page.locator("label").filter(has_text="거절하지 않아요").click()
    page.get_by_label("까닭").fill("상자가 제대로 놓였어요.")
    page.get_by_role("button", name="결정하기").click()
    page.get_by_role("dialog").get_by_role("button", name="결정하기").click()
    left = work.waiting - 1
    expect(page.locator("h1")).to_contain_text(
        f"확인할 거절이 {left}건 있어요" if left else "확인할 거절이 없어요"
    )
    assert sorted(work.states()) == sorted(
        ["accepted"] + ["submitted"] * left + ["rejected"] * (REJECTED - work.waiting)
    )


def test_nobody_is_suspended_without_a_hearing(dure: Dure) -> None:
    work = Rejected(dure)
    name = dure.caller("worker1").get("/me")["name"]
    page = dure.open("manager", f"/projects/{work.project}/people")
    page.get_by_role("button", name=f"{name}의 역할").click()
    dialog = page.get_by_role("dialog")
    dialog.locator("label").filter(has_text="작업자").first.click()
    expect(dialog).to_contain_text("먼저 말할 기회가 있도록")
    dialog.get_by_role("button", name="정지 제안").click()
    expect(dialog).to_contain_text("7일 안에 답해요")
    dialog.get_by_role("button", name="제안하기").click()
    expect(dialog).to_contain_text("하나 이상 골라 주세요")
    dialog.get_by_label("까닭").fill("네 장에 모두 같은 상자예요.")
    dialog.locator("label").filter(has_text=".jpg").first.click()
    fine(page)
    dialog.get_by_role("button", name="제안하기").click()
    expect(dialog).to_have_count(0)
    page.get_by_role("link", name="정지 제안").click()
    expect(page.locator("h1")).to_contain_text("정지 제안 1건이 있어요")
    fine(page)

    phone = dure.open("worker1", "/suspensions", phone=True, theme="dark")
    expect(phone.locator("h1")).to_contain_text("정지 제안")
    fine(phone)
    phone.locator("ul.list a").first.click()
    expect(phone.locator("body")).to_contain_text("네 장에 모두 같은 상자예요.")
    expect(phone.locator("body")).to_contain_text("아직 아무것도 멈추지 않았어요")
    fine(phone)
    phone.get_by_label("하고 싶은 말").fill("사진이 모두 비슷했어요.")
    phone.get_by_role("button", name="답 보내기").click()
    expect(phone.locator("blockquote").last).to_contain_text("사진이 모두 비슷했어요.")

    desk = dure.open("arbiter", "/admin/suspensions")
    expect(desk.locator("h1")).to_contain_text("결정할 정지 제안이 1건 있어요")
    fine(desk)
    desk.locator("table").get_by_role("link").first.click()
    expect(desk.locator("body")).to_contain_text("사진이 모두 비슷했어요.")
    expect(desk.locator("body")).to_contain_text("종류가 틀려요.")
    fine(desk)
    desk.locator("label").filter(has_text="이 과제에서 새 일을 받지 못해요").click()
    desk.get_by_label("까닭", exact=True).fill("사진이 서로 달라요.")
    desk.get_by_role("button", name="결정하기").click()
    desk.get_by_role("dialog").get_by_role("button", name="결정하기").click()
    expect(desk.locator("h1")).to_contain_text("결정할 정지 제안이 없어요")

    phone.reload()
    expect(phone.locator("h1")).to_contain_text("새 일을 받을 수 없어요")
    expect(phone.locator("body")).to_contain_text("번 돈은 그대로 받아요")
    fine(phone)
    phone.goto(f"{dure.url}/work/stages/{work.project}/{work.id}")
    expect(phone.locator("body")).to_contain_text("중재자가 정한 까닭을 확인해 주세요")

    page.reload()
    page.get_by_role("button", name="정지 풀기").click()
    page.get_by_role("dialog").get_by_role("button", name="정지 풀기").click()
    expect(page.locator("table")).to_contain_text("풀렸어요")


def test_everybody_reads_how_people_are_treated_and_who_has_worked_rates(dure: Dure) -> None:
    work = Rejected(dure)
    page = dure.visit(f"/fair/{work.project}")
    expect(page.locator("h1")).to_contain_text("이 과제가 사람을 대하는 방식")
    expect(page.locator("body")).to_contain_text("5명이 모이면 보여요")
    fine(page)
    expect(page.get_by_role("heading", name="내 평가")).to_have_count(0)
    phone = dure.open("worker1", f"/fair/{work.project}", phone=True)
    phone.get_by_role("button", name="평가 남기기").click()
    expect(phone.locator("body")).to_contain_text("네 가지를 모두 골라 주세요")
    for group in phone.get_by_role("radiogroup").all():
        group.locator("label, [role=radio]").filter(has_text="4점").first.click()
    phone.get_by_role("button", name="평가 남기기").click()
    expect(phone.locator("body")).to_contain_text("평가를 남겼어요")
    fine(phone)
    rated = dure.caller("worker1").get(f"/me/ratings/{work.project}")["rating"]
    assert [rated[name] for name in ("pay", "clarity", "inspection", "answers")] == [4] * 4
