"""Answers that can be trusted, as who manages sees it: how a stage makes sure of its answers, and
lots, told of before they are made and followed while they are looked at."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Dure, violations
from tests.browser.editing import on_offer
from tests.browser.sounding import archive
from tests.browser.test_trusted import SCHEMA, boxes, picture
from tests.journeys.caller import Caller, new_key, until

pytestmark = pytest.mark.browser

COUNT = 6


class Delivery:
    """A stage whose pictures are accepted unseen, to be delivered in lots; with the limit of 4
    percent, three of six are sampled and none may be faulty."""

    def __init__(self, dure: Dure) -> None:
        files = {f"{n}.jpg": picture(100 + 20 * n) for n in range(COUNT)}
        self.project, self.id = on_offer(
            dure,
            SCHEMA,
            "사진.zip",
            archive(files),
            COUNT,
            inspect1="none",
            quality={"limit": "4.0"},
        )
        self.dure = dure
        self.boss = dure.caller("manager")
        self.stage = f"/projects/{self.project}/stages/{self.id}"
        self.lots = f"/projects/{self.project}/quality?tab=lots&stage={self.id}"

    def answer(self) -> None:
        worker = self.dure.caller("worker1")
        for lease in self.claims(worker, 0, COUNT):
            path = f"/projects/{self.project}/assignments/{lease['id']}/submission"
            told = {"answer": boxes((40, 40)), "active_seconds": 20}
            worker.post(path, told, key=new_key())
        until(lambda: self.boss.get(f"{self.stage}/lots/plan")["size"] == COUNT or None, "answers")

    def claims(self, who: Caller, level: int, count: int) -> list[Any]:
        told = {"level": level, "count": count}
        return list(who.post(f"{self.stage}/claims", told, key=new_key())["leases"])

    def look(self, verdict: str, count: int) -> None:
        """The second inspector says the same of so many."""
        looker = self.dure.caller("secondary")
        why = {} if verdict == "approve" else {"reason": "class", "comment": "종류가 틀려요."}
        said = {"verdict": verdict} | why
        for lease in self.claims(looker, 2, count):
            path = f"/projects/{self.project}/assignments/{lease['id']}/submission"
            looker.post(path, said, key=new_key())


def no_sideways(page: Page) -> None:
    assert page.evaluate("document.documentElement.scrollWidth") <= page.viewport_size["width"]  # type: ignore[index]


def test_a_lot_is_told_of_before_it_is_made_and_followed_until_it_is_decided(dure: Dure) -> None:
    delivery = Delivery(dure)
    page = dure.open("manager", delivery.lots)
    expect(page.locator("h1")).to_contain_text("아직 묶음이 없어요")
    page.get_by_role("button", name="묶음 만들기").click()
    form = page.get_by_role("dialog")
    expect(form).to_contain_text("묶을 데이터가 없어요")
    page.keyboard.press("Escape")

    delivery.answer()
    page.get_by_role("button", name="묶음 만들기").click()
    expect(form).to_contain_text(f"{COUNT}건을 담아요")
    expect(form).to_contain_text("3건을 뽑아 보고, 잘못된 것이 0건까지면 합격이에요.")
    expect(form).to_contain_text("360")  # 60 for each
    assert violations(page) == []
    make = form.get_by_role("button", name="묶음 만들기")
    make.click()
    expect(form).to_contain_text("이름을 적어 주세요")
    form.get_by_label("이름").fill("1차 납품")
    make.click()
    expect(page.locator("h1")).to_contain_text("뽑은 3건 중 0건을 봤어요")
    assert violations(page) == []

    # It is followed without anybody loading the page anew.
    delivery.look("approve", 1)
    expect(page.locator("h1")).to_contain_text("뽑은 3건 중 1건을 봤어요")
    delivery.look("fix" if False else "reject", 2)
    expect(page.locator("h1")).to_contain_text("불합격이에요")
    page.get_by_role("radio", name="뽑히지 않음").click()
    rest = page.get_by_role("table").get_by_role("row")
    expect(rest).to_have_count(1 + 3)
    (lot,) = delivery.boss.get(f"{delivery.stage}/lots")["items"]
    listed = delivery.boss.get(
        f"/projects/{delivery.project}/lots/{lot['id']}/items", sampled=False
    )["items"]
    shown = rest.locator("a").all_inner_texts()
    assert shown == [one["item"] for one in listed]
    risks = [one["risk"] for one in listed]
    assert risks == sorted(risks, reverse=True)
    assert violations(page) == []
    no_sideways(page)

    # On a phone the list stands as well, and who releases is told that lots decide.
    phone = dure.open("manager", delivery.lots, phone=True, theme="dark", locale="en")
    expect(phone.locator("h1")).to_contain_text("Lots: 1")
    expect(phone.locator("body")).to_contain_text("Looked at again")
    assert violations(phone) == []
    no_sideways(phone)


def test_by_risk_is_switched_on_refused_at_its_field_and_off_again(dure: Dure) -> None:
    delivery = Delivery(dure)
    delivery.boss.send("PATCH", delivery.stage, {"rate1": "0.2"})

    def hows() -> list[str]:
        now = delivery.boss.get(delivery.stage)
        return [now["inspect1"], now["inspect2"]]

    def press(role: Any, name: str) -> None:
        """As a thumb does: on what is seen of it."""
        page.locator("label").filter(has=page.get_by_role(role, name=name)).click()

    at = f"/projects/{delivery.project}/design?tab=quality&stage={delivery.id}"
    page = dure.open("manager", at)
    save = page.get_by_role("button", name="저장")
    press("switch", "위험")
    press("checkbox", "2차 검수")
    save.click()
    expect(page.get_by_role("alert").filter(has_text="1차 검수도 켜 주세요")).to_be_visible()
    assert violations(page) == []
    press("checkbox", "1차 검수")
    save.click()
    until(lambda: hows() == ["risk", "risk"] or None, "what was saved")
    page.reload()
    press("checkbox", "2차 검수")
    press("checkbox", "1차 검수")
    save.click()
    until(lambda: hows() == ["sample", "none"] or None, "the rate that held before")
