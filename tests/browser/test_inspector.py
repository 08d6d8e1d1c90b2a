"""The whole way of an inspector, in Korean and by keyboard alone."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import Page, expect

from tests.browser.conftest import Dure, violations
from tests.journeys.caller import Caller, new_key, until

BOX = {"kind": "box", "name": "cells", "class": "RBC", "width": 40, "height": 40}


def answer(*places: tuple[int, int]) -> dict[str, Any]:
    """Boxes of one size at these places."""
    boxes = [BOX | {"id": f"b{n}", "x": x, "y": y} for n, (x, y) in enumerate(places)]
    return {"modality": "picture", "annotations": boxes}


def cells(caller: Caller, level: int) -> dict[str, Any]:
    """The cells' offer at a level."""
    offers: list[dict[str, Any]] = caller.get("/work")
    return next(o for o in offers if o["project"] == "혈액 세포 찾기" and o["level"] == level)


def work(caller: Caller, *places: tuple[int, int]) -> dict[str, Any]:
    """Claim one picture of cells and hand in boxes at `places`."""
    offer = cells(caller, 0)
    lease: dict[str, Any] = caller.post(
        f"/projects/{offer['project_id']}/stages/{offer['stage_id']}/claims",
        {"level": 0, "count": 1},
        key=new_key(),
    )["leases"][0]
    hand_in(caller, lease, answer(*places))
    return lease


def hand_in(caller: Caller, lease: dict[str, Any], given: dict[str, Any]) -> None:
    path = f"/projects/{lease['project_id']}/assignments/{lease['id']}/submission"
    caller.post(path, {"answer": given, "active_seconds": 20}, key=new_key())


def to(page: Page, name: str) -> None:
    """Go with Tab to the link or button of that name, and press it."""
    for _ in range(40):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement?.textContent ?? ''").strip() == name:
            page.keyboard.press("Enter")
            return
    raise AssertionError(f"Tab never comes to “{name}”")


def item_of(page: Page) -> str:
    """Which picture is looked at."""
    return page.locator("h1").inner_text().split(" · ")[-1]


def look_for(page: Page, words: str) -> None:
    """Turn the pieces until one says `words`."""
    for _ in range(12):
        page.locator("main.stage canvas").first.wait_for()
        if page.get_by_text(words).count() > 0:
            return
        before = item_of(page)
        page.keyboard.press("KeyJ")
        expect(page.locator("h1")).not_to_contain_text(before)
    raise AssertionError(f"no piece says “{words}”")


def judged(caller: Caller, level: int, item: str) -> dict[str, Any]:
    """What this inspector said last of that picture, once the server has it."""
    project = cells(caller, level)["project_id"]

    def look() -> dict[str, Any] | None:
        rows = caller.get("/me/assignments", level=level, state="accepted")["items"]
        for row in rows:
            if row["item"] == item and row["project_id"] == project:
                whole = caller.get(f"/projects/{project}/assignments/{row['id']}")
                return dict(whole["turns"][-1])
        return None

    return dict(until(look, f"the verdict on {item}"))


def test_by_keyboard_alone(dure: Dure) -> None:
    for number in range(4):
        work(dure.caller(f"worker{number % 2 + 1}"), (10, 10), (100 + 20 * number, 120))
    page = dure.open("primary", "/review")
    expect(page.locator("h1")).to_contain_text("검수 대기")
    to(page, "이어서 검수하기")
    page.locator("main.stage canvas").first.wait_for()
    assert violations(page) == []
    said: dict[str, str] = {}

    # Approve: one key; on the Hangul layout, where that key says ㅁ.
    first = item_of(page)
    press = "new KeyboardEvent('keydown', {code: 'KeyA', key: 'ㅁ', bubbles: true})"
    page.evaluate(f"document.body.dispatchEvent({press})")
    expect(page.get_by_text(f"{first}: 승인했어요")).to_be_visible()
    expect(page.locator("h1")).not_to_contain_text(first)
    said[first] = "approve"

    # Return: what is missing is asked for; reason, words, a pin set by arrows.
    second = item_of(page)
    page.keyboard.press("KeyR")
    page.keyboard.press("Enter")
    expect(page.get_by_text("사유를 하나 골라 주세요.")).to_be_visible()
    page.keyboard.press("Digit5")
    expect(page.get_by_label("작업자에게 하는 말")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_text("작업자에게 하는 말을 써 주세요.")).to_be_visible()
    page.keyboard.insert_text("왼쪽 아래 세포가 빠졌어요.")
    page.keyboard.press("Escape")
    page.keyboard.press("KeyC")
    page.keyboard.press("Shift+ArrowLeft")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.keyboard.press("Escape")
    expect(page.get_by_role("button", name="표시 1")).to_be_visible()
    page.keyboard.press("Enter")
    expect(page.get_by_text(f"{second}: 반려했어요")).to_be_visible()

    # Taken back within the five seconds: all of it lies there again, and goes once more.
    page.keyboard.press("KeyZ")
    expect(page.locator("h1")).to_contain_text(second)
    expect(page.get_by_label("작업자에게 하는 말")).to_have_value("왼쪽 아래 세포가 빠졌어요.")
    page.keyboard.press("Enter")
    expect(page.locator("h1")).not_to_contain_text(second)
    said[second] = "return"

    # Fix: one more box; the difference is shown before it is sent.
    third = item_of(page)
    page.keyboard.press("KeyF")
    page.keyboard.press("Shift+KeyB")
    page.keyboard.press("Escape")
    page.keyboard.press("KeyF")
    expect(page.get_by_role("heading", name="내가 고친 것")).to_be_visible()
    expect(page.get_by_role("button", name="차이")).to_have_attribute("aria-pressed", "true")
    page.keyboard.press("Enter")
    expect(page.get_by_text(f"{third}: 고쳐서 승인했어요")).to_be_visible()
    said[third] = "fix"

    # Reject, with a reason by its number alone after X.
    fourth = item_of(page)
    page.keyboard.press("KeyX")
    page.keyboard.press("Digit1")
    page.keyboard.insert_text("대충 그린 상자예요.")  # at once: nobody waits for the field
    expect(page.get_by_label("작업자에게 하는 말")).to_be_focused()
    expect(page.get_by_label("작업자에게 하는 말")).to_have_value("대충 그린 상자예요.")
    page.keyboard.press("Enter")
    expect(page.get_by_text(f"{fourth}: 거절했어요")).to_be_visible()
    said[fourth] = "reject"

    expect(page.get_by_text("저장됨")).to_be_visible()
    primary = dure.caller("primary")
    told = {item: judged(primary, 1, item) for item in said}
    assert {item: turn["verdict"] for item, turn in told.items()} == said
    assert told[second]["reason"] == "missing"
    assert len(told[second]["pins"]) == 1
    assert len(told[third]["difference"]["added"]) == 1

    # The sheet of keys, and what the guideline says, open and close by a key.
    page.keyboard.press("Shift+Slash")
    expect(page.get_by_role("heading", name="단축키")).to_be_visible()
    page.keyboard.press("Escape")
    page.keyboard.press("KeyG")
    expect(page.get_by_text("세포에 상자 그리기")).to_be_visible()


def test_the_second_level_sees_what_the_first_said(dure: Dure) -> None:
    primary = dure.caller("primary")
    offer = cells(primary, 1)
    place = f"/projects/{offer['project_id']}"
    lease = primary.post(
        f"{place}/stages/{offer['stage_id']}/claims", {"level": 1, "count": 1}, key=new_key()
    )["leases"][0]
    body = {"verdict": "reject", "reason": "careless", "comment": "다시 봐도 대충 그렸어요."}
    primary.post(f"{place}/assignments/{lease['id']}/submission", body, key=new_key())

    page = dure.open("secondary", f"/review/{offer['project_id']}/{offer['stage_id']}/2")
    look_for(page, "다시 봐도 대충 그렸어요.")
    item = item_of(page)
    assert item == lease["item"]["name"]
    panel = page.get_by_role("complementary")
    expect(panel.get_by_role("heading", name="1차 검수자의 판정")).to_be_visible()
    expect(panel.locator(".rv-said").get_by_text("거절", exact=True)).to_be_visible()
    page.keyboard.press("KeyA")
    expect(page.get_by_text(f"{item}: 승인했어요")).to_be_visible()
    expect(page.get_by_text("저장됨")).to_be_visible()
    assert judged(dure.caller("secondary"), 2, item)["verdict"] == "approve"

    mine = dure.open(primary, "/review/mine")
    expect(mine.locator("h1")).to_contain_text("검수했어요")
    row = mine.get_by_role("listitem").filter(has_text=item)
    expect(row.get_by_text("거절", exact=True)).to_be_visible()
    expect(row.get_by_text("2차가 달리 봤어요")).to_be_visible()
    row.get_by_role("button").press("Enter")
    expect(mine.get_by_role("dialog").get_by_text("다시 봐도 대충 그렸어요.")).to_be_visible()
    mine.keyboard.press("Escape")
    mine.get_by_role("radio", name="표로 보기").press("Enter")
    expect(mine.get_by_role("columnheader", name="뒤집힘")).to_be_visible()
    assert violations(mine) == []


def test_a_rework_shows_what_has_changed(dure: Dure) -> None:
    worker, primary = dure.caller("worker1"), dure.caller("primary")
    mended = work(worker, (10, 10), (200, 120))
    offer = cells(primary, 1)
    place = f"/projects/{offer['project_id']}"
    stage = f"{place}/stages/{offer['stage_id']}"
    # Nothing is drawn for a second look: what the first level says holds at once.
    dure.caller("manager").send("PATCH", stage, {"inspect2": "none"})
    leases = primary.post(f"{stage}/claims", {"level": 1, "count": 9}, key=new_key())["leases"]
    lease = next(one for one in leases if one["item"]["name"] == mended["item"]["name"])
    body = {"verdict": "return", "reason": "missing", "comment": "오른쪽 세포가 빠졌어요."}
    primary.post(f"{place}/assignments/{lease['id']}/submission", body, key=new_key())
    hand_in(worker, mended, answer((18, 10), (200, 120), (300, 200)))

    page = dure.open("primary", f"/review/{offer['project_id']}/{offer['stage_id']}/1")
    look_for(page, "오른쪽 세포가 빠졌어요.")
    expect(page.get_by_role("heading", name="다시 한 뒤 달라진 것")).to_contain_text("2개")
    page.keyboard.press("KeyD")
    expect(page.get_by_role("button", name="처음")).to_have_attribute("aria-pressed", "true")


def test_a_verdict_outlives_a_time_without_a_connection(dure: Dure) -> None:
    page = dure.open("primary", "/review/1/1/1")
    page.locator("main.stage canvas").first.wait_for()
    item = item_of(page)
    page.context.set_offline(True)
    page.keyboard.press("KeyA")
    expect(page.get_by_text("연결 끊김 · 1건 보관 중")).to_be_visible()
    page.context.set_offline(False)
    expect(page.get_by_text("저장됨")).to_be_visible()
    assert judged(dure.caller("primary"), 1, item)["verdict"] == "approve"


def test_work_that_was_taken_away_says_so(dure: Dure) -> None:
    page = dure.open("primary", "/review/1/1/1")
    page.locator("main.stage canvas").first.wait_for()
    item = item_of(page)
    rows = dure.caller("primary").get("/me/assignments", level=1, state="reserved")["items"]
    lease = next(row for row in rows if row["item"] == item)
    dure.caller("manager").post(
        f"/projects/{lease['project_id']}/assignments/{lease['id']}/release",
        {"why": "급해서 다른 분께 맡깁니다."},
        status=200,
    )
    page.keyboard.press("KeyA")
    frame = page.get_by_role("button", name=f"{item}, 1번째")
    expect(frame).to_have_accessible_name(f"{item}, 1번째, 보내지 못했어요")
    frame.press("Enter")
    expect(page.get_by_text("이 작업은 이제 여기에 없어요")).to_be_visible()


def test_on_a_phone_by_thumb(dure: Dure) -> None:
    page = dure.open("primary", "/review/1/1/1", phone=True)
    page.locator("main.stage canvas").first.wait_for()
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    page.get_by_role("button", name="반려").tap()
    sheet = page.get_by_role("dialog")
    sheet.get_by_role("button", name="빠진 대상이 있어요").tap()
    sheet.get_by_label("작업자에게 하는 말").fill("아래쪽 세포가 빠졌어요.")
    sheet.get_by_role("button", name="반려하고 다음").tap()
    expect(page.get_by_role("status").get_by_text("반려했어요")).to_be_visible()
    expect(page.get_by_role("dialog")).to_have_count(0)
    page.get_by_role("button", name="되돌리기").first.tap()
    expect(page.get_by_text("판정을 되돌렸어요")).to_be_visible()
