"""Videos: every frame is the one that is said; tracks and what lies on the clock by mouse, by keys,
on a phone.
"""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Dure, violations
from tests.browser.cutting import cutting, drafted
from tests.browser.editing import Fingers
from tests.journeys.caller import until

pytestmark = pytest.mark.browser


def test_every_frame_is_the_one_that_is_said(dure: Dure) -> None:
    cutter, _, _ = cutting(dure, 2000)
    # Steps, by keys and buttons, across the groups in which frames are kept.
    for _ in range(14):
        cutter.press("KeyF")
    cutter.must_be_on(14)
    cutter.press("KeyD", "KeyD", "KeyD")
    cutter.must_be_on(11)
    cutter.press("Shift+KeyF", "Shift+KeyF")
    cutter.must_be_on(31)
    cutter.press("Shift+KeyD", "ArrowRight", "ArrowLeft", "ArrowLeft", "Shift+ArrowRight")
    cutter.must_be_on(30)
    cutter.act("이전 프레임").click()
    cutter.must_be_on(29)
    cutter.act("10프레임 다음으로").click()
    cutter.must_be_on(39)
    # By number, wherever it is; and there is nothing beyond the ends.
    for frame in (1999, 0, 1234, 1235, 11, 12, 777):
        cutter.go(frame)
    cutter.press("End")
    cutter.must_be_on(1999)
    cutter.press("KeyF", "Home")
    cutter.must_be_on(0)
    # On the clock, pressed and scrubbed; nearer, a frame is wide.
    line = cutter.page.locator(".ck-timeline")
    box = line.bounding_box()
    assert box is not None
    cutter.page.mouse.click(box["x"] + box["width"] * 0.5, box["y"] + box["height"] - 8)
    cutter.must_be_on(cutter.said)
    assert abs(cutter.said - 1000) <= 2
    cutter.page.mouse.move(box["x"] + box["width"] * 0.25, box["y"] + box["height"] - 8)
    cutter.page.mouse.down()
    for share in (0.3, 0.4, 0.55, 0.61):
        cutter.page.mouse.move(box["x"] + box["width"] * share, box["y"] + box["height"] - 8)
    cutter.page.mouse.up()
    cutter.must_be_on(cutter.said)
    assert abs(cutter.said - 1220) <= 2
    # What plays stops where it says.
    cutter.go(100)
    cutter.board.focus()
    cutter.press("Space")
    expect(cutter.act("멈춤")).to_be_visible()
    until(lambda: cutter.said > 112 or None, "some frames played")
    cutter.press("Space")
    expect(cutter.act("재생")).to_be_visible()
    cutter.must_be_on(cutter.said)
    assert 112 < cutter.said < 600


def test_a_track_by_mouse(dure: Dure) -> None:
    cutter, path, worker = cutting(dure)
    cutter.sweep((100, 100), (160, 140))
    expect(cutter.tracks).to_have_count(1)
    assert cutter.bounds() == (100, 100, 60, 40)
    cutter.go(20)
    cutter.sweep((130, 120), (230, 160))  # what is selected is moved with the drawing tool's grip
    if cutter.tracks.count() > 1:  # drawn anew: it is the selecting tool that moves
        cutter.press("KeyZ", "KeyV")
        cutter.page.mouse.click(*cutter.at(130, 120))
        cutter.sweep((130, 120), (230, 160))
    assert cutter.bounds() == (200, 140, 60, 40)
    cutter.go(10)
    assert cutter.bounds() == (150, 120, 60, 40)
    # A corner pulled makes a keyframe between.
    cutter.sweep((210, 160), (220, 180))
    assert cutter.bounds() == (150, 120, 70, 60)
    (track,) = drafted(cutter, path, worker)
    assert track["kind"] == "box_track"
    assert track["keyframes"] == [
        {"frame": 0, "x": 100, "y": 100, "width": 60, "height": 40},
        {"frame": 10, "x": 150, "y": 120, "width": 70, "height": 60},
        {"frame": 20, "x": 200, "y": 140, "width": 60, "height": 40},
    ]
    # Hidden from here on, gone from there, and back.
    cutter.act("여기부터 가려짐").click()
    cutter.go(30)
    cutter.act("여기부터 화면에 없음").click()
    expect(cutter.act("여기부터 화면에 없음")).to_have_attribute("aria-pressed", "true")
    cutter.go(40)
    cutter.act("여기부터 화면에 없음").click()
    # Keyframes: set, gone to, taken away.
    cutter.go(45)
    cutter.act("키프레임 찍기·지우기").click()
    cutter.act("이전 키프레임").click()
    cutter.must_be_on(40)
    cutter.act("다음 키프레임").click()
    cutter.must_be_on(45)
    (track,) = drafted(cutter, path, worker)
    assert [(one["frame"], one.get("occluded", False)) for one in track["keyframes"]] == [
        (0, False),
        (10, True),
        (20, False),
        (30, False),
        (40, False),
        (45, False),
    ]
    assert track["keyframes"][3] == {"frame": 30, "outside": True}
    cutter.page.get_by_role("button", name="프레임 45의 키프레임 지우기").click()
    # Copied on for so many frames.
    cutter.page.get_by_label("복사할 프레임 수").fill("25")
    cutter.page.get_by_label("복사할 프레임 수").press("Enter")
    cutter.act("뒤 프레임으로 복사").click()
    cutter.must_be_on(70)
    (track,) = drafted(cutter, path, worker)
    assert [one["frame"] for one in track["keyframes"]][-2:] == [45, 70]
    # In two, chosen together, and one again; all of it back and forth.
    cutter.go(15)
    cutter.act("여기서 나누기").click()
    expect(cutter.tracks).to_have_count(2)
    first, second = drafted(cutter, path, worker)
    assert first["keyframes"][-1] == {"frame": 15, "outside": True}
    assert second["keyframes"][0]["frame"] == 15
    cutter.tracks.nth(0).click()
    cutter.tracks.nth(1).click(modifiers=["Shift"])
    cutter.act("둘을 하나로 합치기").click()
    expect(cutter.tracks).to_have_count(1)
    (merged,) = drafted(cutter, path, worker)
    assert [one["frame"] for one in merged["keyframes"]] == [0, 10, 14, 15, 20, 30, 40, 45, 70]
    cutter.board.focus()
    cutter.press("KeyZ")
    expect(cutter.tracks).to_have_count(2)
    cutter.press("Shift+KeyZ")
    expect(cutter.tracks).to_have_count(1)
    cutter.press("Control+KeyD")
    expect(cutter.tracks).to_have_count(2)
    cutter.press("Delete")
    expect(cutter.tracks).to_have_count(1)
    # On the timeline: a press on its row chooses it and goes there.
    cutter.press("Escape", "Escape")
    rows = cutter.page.locator(".vd-rows").bounding_box()
    assert rows is not None
    cutter.page.mouse.click(rows["x"] + rows["width"] * 0.5, rows["y"] + 11)
    expect(cutter.tracks.nth(0)).to_have_attribute("aria-selected", "true")
    assert abs(cutter.said - 100) <= 1


def test_outlines_points_and_what_lies_on_the_clock(dure: Dure) -> None:
    cutter, path, worker = cutting(dure)
    cutter.press("KeyP")
    for corner in ((300, 100), (400, 100), (400, 200)):
        cutter.page.mouse.click(*cutter.at(*corner))
    cutter.press("Enter")
    expect(cutter.tracks).to_have_count(1)
    cutter.press("KeyI")
    cutter.page.mouse.click(*cutter.at(500, 300))
    expect(cutter.tracks).to_have_count(2)
    cutter.go(30)
    cutter.press("ArrowRight", "Shift+ArrowDown")  # what is selected is moved, and keyed
    # A segment pulled over the clock, one begun and ended by keys, an event.
    line = cutter.page.locator(".ck-timeline")
    box = line.bounding_box()
    assert box is not None
    cutter.press("Digit5")
    middle = box["y"] + box["height"] / 2
    cutter.page.mouse.move(box["x"] + box["width"] * 0.25, middle)
    cutter.page.mouse.down()
    cutter.page.mouse.move(box["x"] + box["width"] * 0.5, middle, steps=5)
    cutter.page.mouse.up()
    expect(cutter.marks).to_have_count(1)
    cutter.press("Escape")
    cutter.go(120)
    cutter.press("Digit6", "Shift+KeyI")
    cutter.go(150)
    cutter.press("Shift+KeyO")
    expect(cutter.marks).to_have_count(2)
    cutter.press("Escape", "Digit7", "Shift+KeyE")
    expect(cutter.marks).to_have_count(3)
    cutter.press("Digit9")
    given = {one["kind"]: one for one in drafted(cutter, path, worker)}
    (outline,) = given["polygon_track"]["keyframes"]
    corners = [value for corner in outline["points"] for value in corner]
    assert corners == pytest.approx([300, 100, 400, 100, 400, 200], abs=0.5)
    before, after = given["point_track"]["keyframes"]
    assert (before["x"], before["y"]) == pytest.approx((500, 300), abs=0.5)
    assert (after["frame"], after["x"] - before["x"], after["y"] - before["y"]) == pytest.approx(
        (30, 1, 10)
    )
    assert given["class"]["classes"] == ["rain"]
    assert given["event"] | {"id": ""} == {
        "kind": "event",
        "id": "",
        "name": "moments",
        "class": "crash",
        "at": 150,
    }
    segments = [one for one in drafted(cutter, path, worker) if one["kind"] == "segment"]
    assert [(one["class"], one["end"]) for one in segments][1] == ("fall", 150)
    assert segments[1]["start"] == 120
    assert abs(segments[0]["start"] - 50) <= 1
    assert abs(segments[0]["end"] - 100) <= 1


def test_from_claim_to_submission_by_the_keyboard_alone(dure: Dure) -> None:
    cutter, path, worker = cutting(dure)
    cutter.press("Shift+KeyB")  # a box in the middle
    expect(cutter.tracks).to_have_count(1)
    before = cutter.bounds()
    cutter.press("Shift+KeyF", "Shift+KeyF")
    cutter.must_be_on(20)
    cutter.press("ArrowRight", "Shift+ArrowRight", "Alt+ArrowDown")
    assert cutter.bounds() == (before[0] + 11, before[1], before[2], before[3] + 1)
    cutter.press("KeyQ", "KeyE")
    cutter.must_be_on(0)
    cutter.press("KeyR", "KeyF", "KeyT", "KeyF", "KeyF", "KeyT", "KeyF", "KeyK", "KeyW")
    cutter.must_be_on(34)
    cutter.press("KeyD", "KeyX")
    expect(cutter.tracks).to_have_count(2)
    # Both are chosen in the list, and are one again.
    cutter.tracks.nth(0).focus()
    cutter.press("ArrowDown")
    expect(cutter.tracks.nth(1)).to_be_focused()
    cutter.press("Shift+ArrowUp")
    expect(cutter.page.locator('.an-row[aria-selected="true"]')).to_have_count(2)
    cutter.board.focus()
    cutter.press("KeyM")
    expect(cutter.tracks).to_have_count(1)
    # Its numbers, typed: on the frame that is seen.
    cutter.field("왼쪽에서 x").fill("7")
    cutter.press("Enter", "Tab")
    assert cutter.bounds()[0] == 7
    cutter.board.focus()
    # By the pointer that keys move.
    cutter.press("KeyB", "Shift+KeyC", "Space", "Shift+ArrowRight", "Shift+ArrowDown")
    cutter.press("Shift+Space", "Shift+ArrowRight", "Shift+ArrowDown", "Shift+Space", "Escape")
    # On the clock, and of the whole.
    cutter.press("Escape", "Digit5", "Shift+KeyI", "Shift+KeyF", "Shift+KeyO", "Digit8")
    expect(cutter.marks).to_have_count(1)
    given = drafted(cutter, path, worker)
    (track,) = [one for one in given if one["kind"] == "box_track"][:1]
    assert [one["frame"] for one in track["keyframes"]][:2] == [0, 20]
    cutter.submit()
    expect(cutter.toast).to_contain_text("제출")


def test_what_is_wrong_is_said_and_shown(dure: Dure) -> None:
    cutter, _, _ = cutting(dure)
    cutter.press("Shift+KeyB")
    cutter.field("왼쪽에서 x").fill("639")
    cutter.press("Enter")
    expect(cutter.page.get_by_role("alert")).to_contain_text("안에")


@pytest.mark.parametrize(
    ("theme", "locale"), [("light", "ko"), ("dark", "en")], ids=["light", "dark"]
)
def test_nothing_stands_in_anybodys_way(dure: Dure, theme: str, locale: str) -> None:
    cutter, _, _ = cutting(dure, theme=theme, locale=locale)
    cutter.press("Shift+KeyB", "KeyF", "KeyK", "Digit5", "Shift+KeyI", "KeyF", "Shift+KeyO")
    cutter.press("KeyD", "KeyD")
    expect(cutter.tracks).to_have_count(1)
    cutter.tracks.nth(0).click()
    assert violations(cutter.page) == []


def test_on_a_phone(dure: Dure) -> None:
    cutter, path, worker = cutting(dure, phone=True)
    page, fingers = cutter.page, Fingers(cutter.page)
    page.get_by_role("button", name="상자").click()
    fingers.drag(cutter.spot(0.3, 0.4), cutter.spot(0.6, 0.6))
    cutter.must_hold(1)
    for _ in range(3):
        cutter.act("다음 프레임").click()
    until(lambda: cutter.said == 3 or None, "the third frame")
    page.get_by_role("button", name="고르기").click()
    fingers.drag(cutter.spot(0.45, 0.5), cutter.spot(0.55, 0.55))
    cutter.act("여기부터 가려짐").click()
    (track,) = drafted(cutter, path, worker)
    assert [one["frame"] for one in track["keyframes"]] == [0, 3]
    assert track["keyframes"][1]["occluded"] is True
    assert track["keyframes"][1]["x"] > track["keyframes"][0]["x"]
    # On the clock, by the thumb.
    cutter.act("여기서 구간 시작").click()
    cutter.act("다음 프레임").click()
    cutter.act("여기서 구간 끝").click()
    cutter.act("여기에 사건 찍기").click()
    given = {one["kind"]: one for one in drafted(cutter, path, worker)}
    assert (given["segment"]["start"], given["segment"]["end"], given["event"]["at"]) == (3, 4, 4)
    assert violations(page) == []
    page.get_by_role("button", name="목록").click()
    expect(page.get_by_role("grid", name="트랙").get_by_role("row")).to_have_count(1)
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
