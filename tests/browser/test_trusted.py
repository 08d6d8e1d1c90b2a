"""Answers that can be trusted, as workers and inspectors see it: what was noticed of one's work,
and several answers beside each other, of which one is taken or mended."""

from __future__ import annotations

import io
from typing import Any

import pytest
from PIL import Image
from playwright.sync_api import Page, expect

from tests.browser.conftest import Dure, violations
from tests.browser.editing import on_offer
from tests.browser.sounding import archive
from tests.journeys.caller import Caller, new_key, until

pytestmark = pytest.mark.browser

SCHEMA = {
    "modality": "picture",
    "labels": [
        {"kind": "box", "name": "cells", "classes": [{"id": "RBC", "ko": "적혈구", "en": "RBC"}]}
    ],
}
PAIRS = {"overlap": {"least": 2, "most": 2, "sure": 0.99}}
"""Two answers to each, and where they do not agree somebody decides."""


def boxes(*places: tuple[int, int]) -> dict[str, Any]:
    box = {"kind": "box", "name": "cells", "class": "RBC", "width": 60, "height": 60}
    return {
        "modality": "picture",
        "annotations": [box | {"id": f"b{n}", "x": x, "y": y} for n, (x, y) in enumerate(places)],
    }


def picture(shade: int) -> bytes:
    kept = io.BytesIO()
    Image.new("RGB", (400, 300), (shade, 200, 190)).save(kept, "JPEG")
    return kept.getvalue()


class Pairs:
    """A stage whose pictures two people answer, differently."""

    def __init__(self, dure: Dure, count: int) -> None:
        files = {f"{n}.jpg": picture(100 + 20 * n) for n in range(count)}
        self.project, self.id = on_offer(
            dure, SCHEMA, "사진.zip", archive(files), count, inspect1="none", quality=PAIRS
        )
        self.boss = dure.caller("manager")
        self.stage = f"/projects/{self.project}/stages/{self.id}"
        self.desk = f"/review/{self.project}/{self.id}/1"
        self.given = [boxes((40, 40), (200, 120)), boxes((44, 46), (300, 200), (120, 180))]
        for name, answer in zip(("worker1", "worker2"), self.given, strict=True):
            self.answer(dure.caller(name), answer, count)
        until(lambda: self.waiting(dure.caller("primary")) == count or None, "what is to decide")

    def leases(self, who: Caller, count: int) -> list[Any]:
        told = {"level": 0, "count": count}
        return list(who.post(f"{self.stage}/claims", told, key=new_key())["leases"])

    def answer(self, who: Caller, answer: dict[str, Any], count: int) -> None:
        for lease in self.leases(who, count):
            path = f"/projects/{self.project}/assignments/{lease['id']}/submission"
            who.post(path, {"answer": answer, "active_seconds": 20}, key=new_key())

    def waiting(self, inspector: Caller) -> int:
        return sum(
            offer["waiting"] + offer["held"]
            for offer in inspector.get("/work")
            if (offer["stage_id"], offer["level"]) == (self.id, 1)
        )

    def decided(self) -> list[list[tuple[float, float]]]:
        """Where the boxes are of what was decided, picture by picture."""
        found = []
        for item in self.boss.pages(f"/projects/{self.project}/items", stage_id=self.id):
            (piece,) = self.boss.get(f"/projects/{self.project}/items/{item['id']}/pieces")[
                "pieces"
            ]
            if piece["consensus"] is not None and piece["consensus"]["state"] == "decided":
                answer = piece["consensus"]["answer"]
                found.append([(one["x"], one["y"]) for one in answer["annotations"]])
        return found


def side(page: Page, letter: str) -> Any:
    return page.get_by_role("radio", name=letter)


def places(answer: dict[str, Any]) -> list[tuple[float, float]]:
    return sorted((one["x"], one["y"]) for one in answer["annotations"])


def test_between_answers_one_is_taken_or_mended_by_keys(dure: Dure) -> None:
    pairs = Pairs(dure, 2)
    page = dure.open("primary", pairs.desk)
    boards = page.locator(".sb-side")
    expect(boards.nth(1)).to_be_visible()
    expect(page.locator(".panel")).to_contain_text("답이 서로 달라요")
    expect(page.locator("body")).not_to_contain_text("worker1")
    assert violations(page) == []

    # Nothing goes back to anybody here.
    page.keyboard.press("KeyR")
    expect(page.get_by_label("작업자에게 하는 말")).to_have_count(0)
    # One is looked at alone; another is chosen by its key, and taken back within five seconds.
    page.keyboard.press("KeyV")
    expect(boards).to_have_count(1)
    page.keyboard.press("KeyV")
    letters = page.locator(".sb-choice").evaluate_all("(all) => all.map((one) => one.textContent)")
    at = next(n for n, word in enumerate(letters) if "B" in word)
    page.keyboard.press(f"Digit{at + 1}")
    expect(page.locator(".sb-choice[aria-checked=true]")).to_contain_text("B")
    first = page.locator("h1").inner_text()
    page.keyboard.press("KeyA")
    expect(page.locator(".toast")).to_contain_text("승인했어요")
    expect(page.locator("h1")).not_to_have_text(first)
    page.keyboard.press("KeyZ")
    expect(page.locator("h1")).to_have_text(first)
    expect(page.locator(".sb-choice[aria-checked=true]")).to_contain_text("B")
    page.keyboard.press("KeyA")
    expect(page.locator("h1")).not_to_have_text(first)
    chosen = until(lambda: pairs.decided() or None, "the decision")
    assert sorted(chosen[0]) in [places(one) for one in pairs.given]

    # Of the next one answer is mended: one box less.
    expect(boards.nth(1)).to_be_visible()
    page.keyboard.press(f"Digit{at + 1}")
    page.keyboard.press("KeyF")
    expect(page.locator(".rv-mend")).to_be_visible()
    page.keyboard.press("Period")
    page.keyboard.press("Delete")
    page.keyboard.press("KeyF")
    expect(page.locator(".an-diff")).to_be_visible()
    assert violations(page) == []
    page.keyboard.press("Enter")
    expect(page.locator(".toast")).to_contain_text("고쳐서 승인했어요")
    both = until(lambda: found if len(found := pairs.decided()) == 2 else None, "the mending")
    (mended,) = [one for one in both if sorted(one) != sorted(chosen[0])]
    assert [1 for one in pairs.given if set(mended) < set(places(one))] == [1]


@pytest.mark.parametrize("looks", [{"phone": True, "theme": "dark"}, {"locale": "en"}])
def test_answers_beside_each_other_fit(dure: Dure, looks: dict[str, Any]) -> None:
    pairs = Pairs(dure, 1)
    page = dure.open("primary", pairs.desk, **looks)
    expect(page.locator(".sb-side").first).to_be_visible()
    assert violations(page) == []
    needs = page.evaluate("document.documentElement.scrollWidth")
    assert needs <= page.viewport_size["width"]  # type: ignore[index]
    if "phone" in looks:
        side(page, "A").tap()
        expect(page.locator(".sb-side")).to_have_count(1)
        expect(page.locator(".sb-name")).to_have_text("A")
        page.get_by_role("button", name="승인").tap()
        until(lambda: len(pairs.decided()) == 1 or None, "the decision")


def test_what_was_noticed_is_told_answered_and_lifted(dure: Dure) -> None:
    schema_files = {f"{n}.jpg": picture(100 + 20 * n) for n in range(4)}
    project, stage = on_offer(dure, SCHEMA, "사진.zip", archive(schema_files), 4)
    worker, boss = dure.caller("worker1"), dure.caller("manager")
    home = f"/projects/{project}/stages/{stage}"
    leases = worker.post(f"{home}/claims", {"level": 0, "count": 4}, key=new_key())["leases"]
    for lease in leases[:3]:
        back = f"/projects/{project}/assignments/{lease['id']}/return"
        worker.post(back, {"why": "unclear"}, status=200)
    rule = boss.post(
        f"{home}/rules",
        {
            "name": "건너뛰기",
            "collector": "skips",
            "level": 0,
            "condition": {"at_least": 3, "of_last": 4, "share": 0.5},
            "action": "pause",
        },
    )
    boss.send("PATCH", f"/projects/{project}/rules/{rule['id']}", {"state": "on"})
    hit = until(lambda: next(iter(worker.get("/me/hits")["items"]), None), "the notice", 60)

    page = dure.open("worker1", "/notifications")
    page.get_by_role("link", name="눈여겨본 일이 있어요").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("건너뛴 것이 많았어요")
    expect(page.locator("#content")).to_contain_text("3건을 내지 않았어요")
    assert violations(page) == []
    page.get_by_role("button", name="보내기").click()
    expect(page.get_by_text("하고 싶은 말을 적어 주세요.")).to_be_visible()
    page.get_by_label("담당자에게 하는 말").fill("사진이 흐려서 돌려드렸어요.")
    page.get_by_role("button", name="보내기").click()
    expect(page.locator(".tr-quote")).to_have_text("사진이 흐려서 돌려드렸어요.")

    arbiter = dure.caller("arbiter")
    settled = {"outcome": "lifted", "answer": "사진이 흐렸던 것이 맞아요."}
    arbiter.post(f"/projects/{project}/hits/{hit['id']}/settle", settled, status=200)
    page.goto(f"{dure.url}/noticed")
    expect(page.locator(".list li")).to_contain_text("풀렸어요")
    assert violations(page) == []
    page.locator(".list a").first.click()
    expect(page.locator(".tr-quote").nth(1)).to_have_text("사진이 흐렸던 것이 맞아요.")
    assert violations(page) == []
