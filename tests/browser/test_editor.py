"""The editor: every act by keyboard alone, by mouse, by touch; the way of a piece of work."""

from __future__ import annotations

import json
import re

import pytest
from playwright.sync_api import Route, expect

from app.commands import web
from tests.browser.conftest import Dure, dismiss, violations
from tests.browser.editing import Editor, Fingers, at_work, cells
from tests.journeys.caller import until

pytestmark = pytest.mark.browser


def test_every_act_by_keyboard_alone(dure: Dure) -> None:
    editor = at_work(dure)
    page = editor.page
    editor.clear()

    # Tools, each by its key, also on the Hangul layout, where the key of B says ㅠ.
    for key, name in (("KeyV", "고르기"), ("KeyH", "옮기기"), ("KeyB", "상자")):
        editor.press(key)
        expect(editor.tool(name)).to_have_attribute("aria-pressed", "true")
    editor.press("KeyV")
    page.context.new_cdp_session(page).send(
        "Input.dispatchKeyEvent",
        {"type": "keyDown", "key": "ㅠ", "code": "KeyB", "windowsVirtualKeyCode": 66},
    )
    expect(editor.tool("상자")).to_have_attribute("aria-pressed", "true")

    # Labels by number; a box in the middle, moved and resized to the pixel.
    editor.press("Digit2")
    expect(editor.label("백혈구")).to_have_attribute("aria-pressed", "true")
    editor.press("Shift+KeyB")
    expect(editor.rows).to_have_count(1)
    x, y, width, height = editor.bounds()
    editor.press("ArrowRight", "ArrowDown", "Shift+ArrowLeft")
    assert editor.bounds() == (x - 9, y + 1, width, height)
    editor.press("Alt+ArrowRight", "Alt+ArrowDown")
    assert editor.bounds() == (x - 9, y + 1, width + 1, height + 1)

    # Coordinates by typing.
    editor.field("왼쪽에서 x").fill("12")
    editor.press("Enter", "Tab")
    assert editor.bounds()[0] == 12
    editor.field("너비").fill("100000")
    editor.press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("안에")
    editor.press("Escape")
    editor.board.focus()

    # Another class, a copy, away with it, and all of it back and forth.
    editor.press("Digit1")
    expect(editor.rows).to_contain_text(["적혈구"])
    editor.press("Control+KeyD")
    expect(editor.rows).to_have_count(2)
    editor.press("Delete")
    expect(editor.rows).to_have_count(1)
    editor.press("KeyZ")
    expect(editor.rows).to_have_count(2)
    editor.press("Control+KeyZ")
    expect(editor.rows).to_have_count(1)
    editor.press("Control+Shift+KeyZ", "Shift+KeyZ")
    expect(editor.rows).to_have_count(1)

    # From one to the next, all at once, order, hiding.
    editor.press("Escape")
    editor.add(2)
    editor.press("Period")
    first = page.locator('.an-row[aria-selected="true"]').inner_text()
    editor.press("Comma")
    assert page.locator('.an-row[aria-selected="true"]').inner_text() != first
    chosen = page.locator('.an-row[aria-selected="true"]')
    editor.press("Shift+BracketLeft")
    expect(chosen).to_have_attribute("aria-rowindex", str(editor.rows.count()))
    editor.press("BracketRight")
    expect(chosen).to_have_attribute("aria-rowindex", str(editor.rows.count() - 1))
    editor.press("Shift+BracketRight")
    expect(chosen).to_have_attribute("aria-rowindex", "1")
    editor.press("BracketLeft")
    expect(chosen).to_have_attribute("aria-rowindex", "2")
    editor.press("Control+KeyA")
    expect(page.locator('.an-row[aria-selected="true"]')).to_have_count(editor.rows.count())
    editor.press("Shift+KeyH")
    editor.press("Shift+KeyH")
    editor.press("KeyS")
    expect(editor.tool("모든 물체 보이기")).to_have_attribute("aria-pressed", "true")
    editor.press("KeyS")
    editor.press("KeyC")
    expect(editor.tool("십자선")).to_have_attribute("aria-pressed", "true")

    # Near and far.
    fitted = editor.zoom()
    editor.press("Equal")
    assert editor.zoom() > fitted
    editor.press("Minus", "Minus")
    assert editor.zoom() < fitted
    editor.press("Digit0")
    assert editor.zoom() == fitted
    editor.press("Escape", "Period", "KeyF")
    assert editor.zoom() > fitted

    # The page's own: guideline, keys, skipping.
    editor.press("KeyG")
    expect(page.locator("aside.guide")).to_have_count(0)
    editor.press("KeyG")
    expect(page.locator("aside.guide")).to_be_visible()
    editor.press("Shift+Slash")
    expect(page.get_by_role("dialog", name="단축키")).to_be_visible()
    dismiss(page)
    editor.press("KeyX")
    expect(page.get_by_role("dialog", name="이 작업을 돌려줄까요?")).to_be_visible()
    dismiss(page)
    expect(page.get_by_role("dialog")).to_have_count(0)


def test_the_list_does_what_the_pointer_does(dure: Dure) -> None:
    editor = at_work(dure)
    page = editor.page
    editor.clear()
    editor.add(3)
    editor.rows.first.focus()
    # To the next row, into it, to its menu, to another class: without a look between.
    editor.press("ArrowDown", "ArrowRight", "ArrowRight", "ArrowRight", "Enter")
    expect(editor.rows.nth(1)).to_have_attribute("aria-selected", "true")
    page.get_by_role("menuitem", name=re.compile("혈소판")).press("Enter")
    expect(editor.rows.filter(has_text="혈소판")).to_have_count(1)
    editor.rows.first.focus()
    editor.press("Delete")
    expect(editor.rows).to_have_count(2)


def test_the_end_of_a_long_list_is_one_key_away(dure: Dure) -> None:
    """Rows out of sight are not made: the one that a key leads to is, before the next key."""
    editor = at_work(dure)
    page = editor.page
    editor.clear()
    editor.add(3)
    for count in (6, 12, 24, 48):
        editor.press("Control+KeyA", "Control+KeyD")
        expect(page.locator(".an-rows")).to_have_attribute("aria-rowcount", str(count))
    at = page.locator(":focus")
    editor.rows.first.focus()
    editor.press("End", "ArrowUp", "Delete")
    expect(page.locator(".an-rows")).to_have_attribute("aria-rowcount", "47")
    expect(at).to_have_attribute("aria-rowindex", "47")
    expect(at).to_be_in_viewport()
    editor.press("Home", "PageDown", "PageDown", "Delete")
    expect(page.locator(".an-rows")).to_have_attribute("aria-rowcount", "46")
    expect(at).to_have_attribute("aria-rowindex", "21")
    expect(at).to_be_in_viewport()


def test_a_key_can_be_changed(dure: Dure) -> None:
    editor = at_work(dure)
    page = editor.page
    editor.press("Shift+Slash")
    sheet = page.get_by_role("dialog", name="단축키")
    change = sheet.get_by_role("button", name=re.compile("^지침 펴고 접기"))
    change.focus()
    editor.press("Enter", "KeyJ")
    editor.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(page.locator("aside.guide")).to_be_visible()
    editor.press("KeyG")
    expect(page.locator("aside.guide")).to_be_visible()
    editor.press("KeyJ")
    expect(page.locator("aside.guide")).to_have_count(0)


def test_by_mouse(dure: Dure) -> None:
    editor = at_work(dure)
    editor.clear()
    editor.press("KeyB")
    editor.drag((0.4, 0.4), (0.55, 0.6))
    expect(editor.rows).to_have_count(1)
    x, y, width, height = editor.bounds()
    # Moved by its middle, resized at its corner.
    editor.press("KeyV")
    editor.drag((0.47, 0.5), (0.52, 0.5))
    moved = editor.bounds()
    assert moved[0] > x
    assert abs(moved[1] - y) < 2
    assert moved[2:] == (width, height)
    editor.drag((0.6, 0.6), (0.65, 0.68))
    assert editor.bounds()[2] > width
    # Nearer with the wheel, aside with the hand.
    near = editor.zoom()
    editor.page.mouse.move(*editor.spot(0.5, 0.5))
    editor.page.keyboard.down("Control")
    editor.page.mouse.wheel(0, -300)
    editor.page.keyboard.up("Control")
    until(lambda: editor.zoom() > near or None, "the picture to come nearer")
    editor.saved()


def test_by_touch(dure: Dure) -> None:
    editor = at_work(dure, phone=True)
    page = editor.page
    fingers = Fingers(page)
    chips = page.locator(".an-chips")
    before = int(chips.locator(".an-count").first.inner_text())
    page.get_by_role("button", name="상자").tap()
    chips.get_by_role("button", name=re.compile("^적혈구")).tap()
    fingers.drag(editor.spot(0.3, 0.4), editor.spot(0.6, 0.55))
    expect(chips.locator(".an-count").first).to_have_text(str(before + 1))
    # Two fingers come nearer, and draw nothing.
    fingers.pinch(editor.spot(0.5, 0.5), 30, 120)
    expect(chips.locator(".an-count").first).to_have_text(str(before + 1))
    expect(page.locator(".an-map")).to_be_visible()
    # List and guideline come from below; the way back is one tap.
    built = json.loads((web.BUILT / ".vite" / "manifest.json").read_text())
    late = built["src/annotate/image/desk.tsx"]["file"]
    held: list[Route] = []
    page.route(f"**/{late}", lambda route: held.append(route))
    with page.expect_request(f"**/{late}"):
        page.get_by_role("button", name="목록").tap()
    close = page.get_by_role("button", name="닫기")
    place = close.bounding_box()
    held[0].continue_()
    expect(page.get_by_role("dialog", name="목록").get_by_role("grid")).to_be_visible()
    assert close.bounding_box() == place, "what comes into a sheet moves it away from the finger"
    rows = page.get_by_role("dialog", name="목록").get_by_role("grid")
    assert rows.evaluate("(one) => one.scrollHeight <= one.clientHeight"), "few rows are in sight"
    assert violations(page) == []
    close.tap()
    page.get_by_role("button", name="지침").tap()
    expect(page.get_by_role("dialog", name="지침")).to_contain_text("세포에 상자 그리기")
    page.get_by_role("button", name="닫기").tap()
    page.get_by_role("button", name="되돌리기").tap()
    expect(chips.locator(".an-count").first).to_have_text(str(before))


def test_piece_after_piece(dure: Dure) -> None:
    caller = dure.caller("worker1")
    project, _ = cells(caller)
    done = len(caller.get("/me/assignments", state="submitted", limit=200)["items"])
    editor = at_work(dure).alone()
    first = editor.item
    editor.add()
    editor.submit()
    expect(editor.toast).to_contain_text("제출했어요")
    assert editor.item != first
    # The next one was there already; of that one too, something is handed in.
    editor.add()
    editor.submit()

    def both() -> object:
        rows = caller.get("/me/assignments", state="submitted", limit=200)["items"]
        return rows if len(rows) == done + 2 else None

    until(both, "both to be handed in")
    work = caller.get(f"/projects/{project}/assignments/{both()[0]['id']}")  # type: ignore[index]
    assert work["turns"][-1]["answer"]["annotations"]
    # How long somebody was at it went along.
    assert caller.get("/me/today")["seconds"] > 0


def test_nothing_drawn_is_asked_for_once(dure: Dure) -> None:
    editor = at_work(dure)
    page = editor.page
    editor.clear()
    item = editor.item
    editor.press("KeyN")
    expect(page.get_by_role("dialog", name="그린 것이 없어요")).to_be_visible()
    editor.press("Enter")
    expect(editor.toast).to_contain_text("제출했어요")
    assert editor.item != item


def test_what_is_wrong_is_said_at_its_place(dure: Dure) -> None:
    caller = dure.caller("worker1")
    streets = next(
        one for one in caller.get("/work") if one["level"] == 0 and "거리" in one["project"]
    )
    page = dure.open("worker1", f"/do/{streets['project_id']}/{streets['stage_id']}")
    editor = Editor(page).ready()
    # Its schema asks for a class of the whole picture.
    expect(page.locator(".wk-hint")).to_be_visible()
    editor.add()
    editor.press("KeyN")
    expect(page.get_by_role("alert").filter(has_text="고칠 것이")).to_be_visible()
    expect(editor.toast).to_have_count(0)
    assert violations(page) == []


def test_a_piece_is_given_back_with_a_reason(dure: Dure) -> None:
    caller = dure.caller("worker1")
    editor = at_work(dure)
    page = editor.page
    item = editor.item
    editor.press("KeyX")
    page.get_by_text("데이터가 이상해요").click()
    page.get_by_label("덧붙일 말").fill("아래쪽이 잘렸어요.")
    page.get_by_role("button", name="돌려주기").click()
    expect(editor.toast).to_have_text("돌려줬어요")
    assert editor.item != item
    assert item in [row["item"] for row in caller.get("/me/assignments", state="returned")["items"]]


def test_more_time_by_one_key(dure: Dure) -> None:
    caller = dure.caller("worker2")
    manager = dure.caller("manager")
    project, stage = cells(caller)
    manager.send("PATCH", f"/projects/{project}/stages/{stage}", {"lease_seconds": 120})
    for row in caller.get("/me/assignments", state="reserved")["items"]:
        caller.post(f"/projects/{project}/assignments/{row['id']}/return", {}, status=200)
    editor = at_work(dure, "worker2")
    offer = editor.page.locator(".wk-offer")
    expect(offer).to_contain_text("남았어요")
    editor.press("KeyT")
    expect(editor.toast).to_have_text("시간을 더 받았어요")
    expect(offer).to_have_count(0)


def test_what_came_back_says_why(dure: Dure) -> None:
    caller = dure.caller("worker1")
    row = caller.get("/me/assignments", state="rework")["items"][0]
    page = dure.open("worker1", f"/work/{row['project_id']}/{row['id']}")
    editor = Editor(page).ready()
    why = page.get_by_role("region", name="다시 봐 주세요")
    expect(why).to_contain_text("혈소판 하나가 빠졌어요")
    editor.add()
    editor.press("KeyD")
    expect(why).to_contain_text("더함")
    assert violations(page) == []
    editor.press("KeyN")
    expect(editor.toast).to_contain_text("제출했어요")
    expect(page).to_have_url(re.compile("/my-work$"))

    def handed_in() -> object:
        work = caller.get(f"/projects/{row['project_id']}/assignments/{row['id']}")
        return work if work["state"] == "submitted" else None

    until(handed_in, "the rework to be handed in")


def test_a_stage_that_is_paused_says_so(dure: Dure) -> None:
    caller = dure.caller("worker2")
    project, stage = cells(caller)
    for row in caller.get("/me/assignments", state="reserved")["items"]:
        caller.post(f"/projects/{project}/assignments/{row['id']}/return", {}, status=200)
    dure.caller("manager").post(f"/projects/{project}/stages/{stage}/pause", {}, status=200)
    page = dure.open("worker2", f"/do/{project}/{stage}")
    expect(page.get_by_role("heading", name="이 과제는 잠시 멈췄어요")).to_be_attached()
    expect(page.get_by_role("link", name="다른 일감 보기")).to_be_visible()
    assert violations(page) == []
