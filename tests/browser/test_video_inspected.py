"""Videos that others look at: what is suggested for them, what inspectors say and mend, the rework,
and what a manager sees."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Dure, violations
from tests.browser.cutting import SCHEMA, Cutter, clip
from tests.browser.editing import Bar, on_offer
from tests.browser.judging import Place, hand_over, returned, say, send_back
from tests.browser.sounding import archive
from tests.journeys.caller import until

pytestmark = pytest.mark.browser

FRAMES = 100
CARS = SCHEMA["labels"][0]
COLOURED = CARS | {"attributes": [CARS["attributes"][0] | {"required": True}]}
ASKED = SCHEMA | {"labels": [COLOURED, *SCHEMA["labels"][1:]]}
CAR: dict[str, Any] = {
    "kind": "box_track",
    "id": "t1",
    "name": "cars",
    "class": "car",
    "attributes": {"colour": "red"},
}
SIZE = {"width": 80, "height": 60}
ANSWER: list[dict[str, Any]] = [
    CAR
    | {
        "keyframes": [
            {"frame": 0, "x": 100, "y": 100} | SIZE,
            {"frame": 40, "x": 300, "y": 180} | SIZE,
        ]
    },
    CAR
    | {
        "id": "t2",
        "class": "bus",
        "keyframes": [
            {"frame": 50, "x": 400, "y": 60} | SIZE,
            {"frame": 80, "outside": True},
        ],
    },
    {"kind": "segment", "id": "s1", "name": "acts", "class": "walk", "start": 20, "end": 35},
    {"kind": "event", "id": "e1", "name": "moments", "class": "crash", "at": 60},
    {"kind": "class", "id": "c1", "name": "weather", "classes": ["sun"]},
]
WHOLE = {"modality": "video", "annotations": ANSWER}


class Stage:
    """A stage of videos that is open for work."""

    def __init__(self, dure: Dure, count: int, labels: dict[str, Any] | None = None) -> None:
        names = [f"{n}.mp4" for n in range(count)]
        files = {name: clip(FRAMES + n) for n, name in enumerate(names)}
        if labels is not None:
            lines = [json.dumps({"path": name, "labels": labels}) for name in names]
            files["manifest.jsonl"] = "\n".join(lines).encode()
        self.dure = dure
        self.project, self.id = on_offer(dure, ASKED, "영상.zip", archive(files), count)
        boss = dure.caller("manager")
        items = f"/projects/{self.project}/items"
        for item in boss.pages(items, stage_id=self.id):
            media = f"{items}/{item['id']}/media"
            until(lambda at=media: boss.get(at)["prepared"], "what it is shown from", 120)  # type: ignore[misc]

    def opened(self, who: Any, path: str, **looks: Any) -> Cutter:
        page = self.dure.open(who, path, **looks)
        page.locator('.vd-picture[data-shown="true"]').wait_for(timeout=60_000)
        cutter = Cutter(page)
        cutter.line = 0.45  # an inspector's layers and clock lie above
        return cutter


def given_by(worker: Any, at: Place) -> list[dict[str, Any]]:
    """The annotations that arrived last."""

    def look() -> Any:
        for row in worker.pages("/me/assignments", project_id=at.project):
            if row["stage_id"] == at.id and row["level"] == 0:
                work = worker.get(f"/projects/{at.project}/assignments/{row['id']}")
                if work["turns"] and work["turns"][-1]["answer"] is not None:
                    return work["turns"][-1]["answer"]["annotations"]
        return None

    found: list[dict[str, Any]] = until(look, "the hand-in")
    return found


def test_what_is_suggested_is_taken_over_frame_by_frame(dure: Dure) -> None:
    stage = Stage(dure, 1, WHOLE)
    worker = dure.caller("worker1")
    cutter = stage.opened(worker, f"/do/{stage.project}/{stage.id}")
    page, bar = cutter.page, Bar(cutter.page)
    expect(bar.bar).to_be_visible()
    assert violations(page) == []
    # What is in hand brings its frame along.
    while "버스" not in bar.bar.inner_text():
        cutter.press("KeyJ")
    cutter.must_be_on(50)
    # A press on its place, where it is on the frame that is seen, takes it in hand.
    cutter.press("KeyV", "Home")
    cutter.must_be_on(0)
    page.mouse.click(*cutter.at(140, 130))
    expect(bar.bar.locator(".sg-what")).to_contain_text("승용차")
    cutter.press("KeyA")
    expect(cutter.tracks).to_have_count(1)
    cutter.press("KeyR", "KeyZ", "KeyE")
    bar.seen()
    expect(cutter.tracks).to_have_count(2)
    expect(cutter.marks).to_have_count(2)
    cutter.press("KeyN")
    given = given_by(worker, stage)
    assert sorted(one["id"] for one in given) == sorted(one["id"] for one in ANSWER)


def test_an_inspector_speaks_of_frames_and_the_worker_reads_it(dure: Dure) -> None:
    stage = Stage(dure, 1)
    worker = dure.caller("worker1")
    [lease] = hand_over(worker, stage, WHOLE)
    cutter = stage.opened("primary", f"/review/{stage.project}/{stage.id}/1")
    page, words = cutter.page, cutter.page.locator(".rv-word")
    expect(cutter.tracks).to_have_count(2)
    assert violations(page) == []
    # Frame by frame, by keys that do not decide anything.
    cutter.press("Quote", "Quote", "Semicolon")
    cutter.must_be_on(1)
    cutter.press("ArrowRight", "Shift+ArrowRight", "ArrowLeft")
    cutter.must_be_on(11)
    cutter.press("KeyP")
    expect(cutter.act("멈춤")).to_be_visible()
    cutter.press("KeyP", "Home")
    cutter.must_be_on(0)
    # Of a track, by keys.
    cutter.press("Period")
    say(page, "상자가 커요.")
    # Of the moment where one has gone to.
    cutter.press("Escape", "Escape", *["Shift+ArrowRight"] * 3)
    page.mouse.click(*cutter.at(600, 340))
    cutter.must_be_on(30)
    cutter.press("KeyC", "Quote", "Enter")
    expect(words).to_have_count(2)
    # A spot of a frame.
    cutter.press("KeyC", "Shift+ArrowRight", "Shift+ArrowRight")
    cutter.must_be_on(51)
    cutter.press("KeyC")
    expect(page.locator(".rv-pinning")).to_be_visible()
    page.mouse.click(*cutter.at(500, 300))
    expect(words).to_have_count(3)
    cutter.press("KeyC")
    expect(words.nth(0)).to_contain_text("승용차 1")
    expect(words.nth(2)).to_contain_text("프레임 51의 한 곳")
    pins = page.locator(".vd-picture .pin")
    expect(pins).to_have_count(2)
    # A spot is seen on its own frame alone, and a press on its word leads there.
    cutter.press("Quote")
    cutter.must_be_on(52)
    expect(pins).to_have_count(1)
    words.nth(2).locator(".lrow").click()
    until(lambda: cutter.said == 51 or None, "the frame of the spot, from near")
    expect(pins).to_have_count(2)
    expect(page.locator(".ck-pin", has_text="3")).to_be_visible()
    assert violations(page) == []
    page.locator("main.stage").focus()
    send_back(page, "세 곳을 봐 주세요.")

    told = returned(worker, lease)["turns"][-1]["pins"]
    assert told[0]["annotation"] == "t1"
    assert told[1]["at"] == 31
    assert told[2]["at"] == 51
    assert (told[2]["x"], told[2]["y"]) == pytest.approx((500, 300), abs=4)
    dark = {"locale": "en", "theme": "dark"}
    mend = stage.opened(worker, f"/work/{stage.project}/{lease['id']}", **dark)
    page, redo = mend.page, mend.page.locator(".wk-redo")
    expect(redo).to_contain_text("세 곳을 봐 주세요.")
    expect(redo.locator(".wk-say")).to_have_count(3)
    redo.locator(".wk-say").nth(2).get_by_role("button").first.click()
    until(lambda: mend.said == 51 or None, "the frame of the spot")
    assert violations(page) == []
    mend.tracks.nth(0).click()
    mend.board.focus()
    mend.press("Shift+ArrowRight")
    page.get_by_text("Compared with before").click()
    expect(page.locator(".an-diff li").first).to_be_visible()


@pytest.mark.parametrize(("locale", "theme"), [("ko", "light"), ("en", "dark")])
def test_what_an_inspector_mends_is_seen_as_a_difference(
    dure: Dure, locale: str, theme: str
) -> None:
    stage = Stage(dure, 1)
    hand_over(dure.caller("worker1"), stage, WHOLE)
    at = f"/review/{stage.project}/{stage.id}/1"
    cutter = stage.opened("primary", at, locale=locale, theme=theme)
    page = cutter.page
    # It is mended from where the eye was.
    cutter.press("Shift+ArrowRight", "Shift+ArrowRight")
    cutter.must_be_on(20)
    cutter.press("KeyF")
    expect(page.locator(".rv-mend")).to_be_visible()
    cutter.must_be_on(20)
    cutter.press("KeyV")
    page.mouse.click(*cutter.at(240, 170))
    expect(cutter.tracks.nth(0)).to_have_attribute("aria-selected", "true")
    cutter.press("Digit2", *["Shift+ArrowRight"] * 2)
    # What is wrong stops it, and leads to the place: a box without its colour.
    cutter.press("Escape", "Escape", "Digit1", "Shift+KeyB")
    expect(cutter.tracks).to_have_count(3)
    cutter.press("Escape", "Escape", "Home", "KeyF")
    wrong = page.get_by_role("alert")
    expect(wrong).to_be_visible()
    assert violations(page) == []
    wrong.get_by_role("button").first.click()
    cutter.must_be_on(20)
    cutter.board.focus()
    cutter.press("Delete")
    expect(cutter.tracks).to_have_count(2)
    cutter.press("KeyF")
    differing = page.locator(".an-diff li")
    expect(differing).to_have_count(1)
    expect(differing).to_contain_text(re.compile("프레임 1부터 39개|39 frames differ, from 1"))
    assert violations(page) == []
    differing.get_by_role("button").click()
    cutter.must_be_on(1)
    page.locator("main.stage").focus()
    cutter.press("Enter")
    expect(cutter.toast).to_be_visible()


def test_a_manager_looks_at_an_answer(dure: Dure) -> None:
    stage = Stage(dure, 1)
    [lease] = hand_over(dure.caller("worker1"), stage, WHOLE)
    item = lease["item"]["id"]
    cutter = stage.opened("manager", f"/projects/{stage.project}/data/{item}")
    page = cutter.page
    expect(page.locator(".vd-rows")).to_be_visible()
    assert violations(page) == []
    cutter.act("10프레임 다음으로").click()
    until(lambda: cutter.said == 10 or None, "the tenth frame")
    assert violations(page) == []
