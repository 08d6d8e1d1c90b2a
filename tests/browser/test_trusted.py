"""Answers that can be trusted, as workers and inspectors see it: what is known of a hand-in, told
at once; how far one is trusted; what was noticed of one's work; and several answers beside each
other, of which one is taken or mended."""

from __future__ import annotations

import io
import re
from typing import Any

import pytest
from PIL import Image
from playwright.sync_api import Page, expect

from tests.browser.conftest import Dure, violations
from tests.browser.editing import Editor, on_offer
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
    expect(page.locator(".panel")).to_contain_text("2명이 낸 답 가운데 골라 주세요")
    expect(page.locator(".panel")).to_contain_text(re.compile(r"답이 서로 [\d.]+% 같아요"))
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
    # Of one of the two one mark is gone, and no other.
    near = [places(one) for one in pairs.given if set(mended) < set(places(one))]
    assert [len(one) - len(mended) for one in near] == [1]


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


TOLD = {
    "gold": {"first": 1, "then": 1, "later": 1, "tell": True},
    "holds": {"newcomer": 2, "trusted": 5},
    "pause": {"known": 4, "below": 0.55},
}
"""All that a person gets has a known answer, of which he is told; four wrong ones pause him."""


class Gilded:
    """A stage in which some accepted items have come to be known answers, at a level."""

    def __init__(self, dure: Dure, golds: int, level: int = 0) -> None:
        count = golds + 3
        files = {f"{n}.jpg": picture(60 + 12 * n) for n in range(count)}
        self.project, self.id = on_offer(
            dure, SCHEMA, "사진.zip", archive(files), count, inspect1="none", quality=TOLD
        )
        self.boss = dure.caller("manager")
        self.stage = f"/projects/{self.project}/stages/{self.id}"
        self.boss.post(f"/projects/{self.project}/funding", {"amount": 200_000}, key=new_key())
        self.right = boxes((40, 40), (200, 120))
        self.answer(dure.caller("worker2"), self.right, golds)
        accepted = self.boss.pages(
            f"/projects/{self.project}/items", stage_id=self.id, state="accepted"
        )
        for item in accepted:
            self.boss.post(f"{self.stage}/golds", self._gold(item["id"], level))
        if level == 1:
            self.boss.send("PATCH", self.stage, {"inspect1": "all"})

    def _gold(self, item: int, level: int) -> dict[str, Any]:
        told = {"level": level, "item_id": item}
        if level == 0:
            return told
        shown = boxes((40, 40))  # one of two is missing
        return told | {"answer": self.right, "shown": shown, "verdict": "return"}

    def answer(self, who: Caller, answer: dict[str, Any], count: int) -> list[Any]:
        """Hands the same in, one after another; what the receipts say."""
        receipts = []
        for _ in range(count):
            claims = f"{self.stage}/claims"
            (lease,) = who.post(claims, {"level": 0, "count": 1}, key=new_key())["leases"]
            path = f"/projects/{self.project}/assignments/{lease['id']}/submission"
            told = {"answer": answer, "active_seconds": 20}
            receipts.append(who.post(path, told, key=new_key()))
        return receipts


def test_what_is_known_of_an_answer_is_told_at_once_and_delays_nothing(dure: Dure) -> None:
    work = Gilded(dure, 3)
    page = dure.open("worker1", f"/do/{work.project}/{work.id}")
    editor = Editor(page).ready()
    first = editor.item
    editor.add()
    editor.submit()
    # The next piece is there before anything is said of this one.
    expect(page.locator(".wk-name .t3")).not_to_have_text(first)
    said = page.get_by_role("status").filter(has_text="방금 낸 답이 정답과 달라요.")
    expect(said).to_contain_text("자리가 다른 것 1개, 빠진 것 1개")
    assert violations(page) == []
    second = editor.item
    page.keyboard.press("Backquote")
    marks = page.locator(".ln-marks")
    expect(marks.get_by_text("빠짐")).to_have_count(1)
    assert violations(page) == []
    page.keyboard.press("Escape")
    expect(marks).to_have_count(0)
    # Back at the piece that was begun, and the line is put away.
    expect(page.locator(".wk-name .t3")).to_have_text(second)
    expect(page.locator(".kn-line")).to_have_count(0)

    # One's trust says where that stands, with the piece itself and what was wrong with it.
    page.goto(f"{dure.url}/trust/{work.project}/{work.id}/0")
    facts = page.locator(".tr-facts")
    expect(facts).to_contain_text("1건 중 0건 맞음")
    expect(page.locator("#content")).to_contain_text("지금은 한 번에 2자리까지 맡을 수 있어요.")
    example = page.locator(".tr-examples li")
    expect(example).to_have_count(1)
    expect(example).to_contain_text(first)
    expect(example).to_contain_text("빠진 것 1개")
    assert violations(page) == []
    page.goto(f"{dure.url}/trust")
    row = page.locator(f"a[href='/trust/{work.project}/{work.id}/0']")
    expect(row).to_contain_text("한 번에 2자리")
    assert violations(page) == []


def test_what_is_known_of_a_piece_opened_by_its_address_is_told_on_the_next(dure: Dure) -> None:
    work = Gilded(dure, 2)
    claims = f"{work.stage}/claims"
    told = {"level": 0, "count": 1}
    (lease,) = dure.caller("worker1").post(claims, told, key=new_key())["leases"]
    page = dure.open("worker1", f"/work/{work.project}/{lease['id']}")
    editor = Editor(page).ready()
    editor.add()
    editor.submit()
    expect(page).to_have_url(f"{dure.url}/do/{work.project}/{work.id}")
    line = page.locator(".kn-line")
    expect(line).to_contain_text("방금 낸 답이 정답과 달라요.")
    page.keyboard.press("Escape")
    expect(line).to_have_count(0)


def test_who_is_paused_reads_why_replies_and_is_let_on(dure: Dure) -> None:
    work = Gilded(dure, 5)
    worker = dure.caller("worker1")
    receipts = work.answer(worker, boxes((300, 220)), 4)
    assert [one["known"]["right"] for one in receipts] == [False] * 4
    (hit,) = worker.get("/me/hits")["items"]

    page = dure.open("worker1", "/")
    page.get_by_role("link", name=re.compile("새 일을 잠시 멈춘 공정 1개")).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("정답이 있는 문항에서 자주 틀렸어요")
    # Whoever tries all the same is told why, and led there.
    page.goto(f"{dure.url}/do/{work.project}/{work.id}")
    expect(page.get_by_text("새 일이 잠시 멈췄어요.")).to_be_visible()
    assert violations(page) == []
    page.goto(f"{dure.url}/trust/{work.project}/{work.id}/0")
    expect(page.get_by_role("heading", level=1)).to_have_text("새 일을 잠시 멈췄어요")
    assert violations(page) == []
    page.get_by_role("link", name="까닭 보고 답하기").click()
    expect(page).to_have_url(f"{dure.url}/noticed/{hit['id']}")
    page.get_by_label("담당자에게 하는 말").fill("기준을 잘못 알았어요.")
    page.get_by_role("button", name="보내기").click()
    expect(page.locator(".tr-quote")).to_have_text("기준을 잘못 알았어요.")

    desk = dure.open("arbiter", "/admin/hits")
    card = desk.locator(".hit-card").filter(has_text="기준을 잘못 알았어요.")
    expect(card).to_contain_text("정답이 있는 최근 4문항 중 4문항이 정답과 달랐어요.")
    assert violations(desk) == []
    card.get_by_role("button", name="정하기").click()
    dialog = desk.get_by_role("dialog")
    dialog.get_by_role("button", name="정하기").click()
    expect(dialog).to_contain_text("까닭을 적어 주세요.")
    dialog.get_by_label("그렇게 정한 까닭").fill("이제 맞게 하시면 돼요.")
    assert violations(desk) == []
    dialog.get_by_role("button", name="정하기").click()
    expect(card).to_have_count(0)
    desk.get_by_role("radio", name="정한 것").click()
    expect(card).to_contain_text("이제 맞게 하시면 돼요.")

    page.goto(f"{dure.url}/trust/{work.project}/{work.id}/0")
    expect(page.get_by_role("heading", level=1)).not_to_have_text("새 일을 잠시 멈췄어요")
    page.goto(f"{dure.url}/do/{work.project}/{work.id}")
    Editor(page).ready()


def test_what_is_known_of_a_verdict_is_told_to_its_inspector(dure: Dure) -> None:
    work = Gilded(dure, 2, level=1)
    work.answer(dure.caller("worker1"), work.right, 2)
    page = dure.open("primary", f"/review/{work.project}/{work.id}/1")
    page.locator(".an-board").wait_for()
    first = page.locator("h1").inner_text()
    page.keyboard.press("KeyA")
    expect(page.locator("h1")).not_to_have_text(first)
    said = page.get_by_role("status").filter(has_text="방금 한 판정이 기대한 판정과 달라요.")
    expect(said).to_contain_text("빠진 것이 1개 있었어요")
    assert violations(page) == []
    page.keyboard.press("Backquote")
    expect(page.locator(".ln-marks").get_by_text("빠짐")).to_have_count(1)
    assert violations(page) == []
    page.keyboard.press("Escape")
    expect(page.locator(".kn-line")).to_have_count(0)
    page.locator(".an-board").wait_for()
