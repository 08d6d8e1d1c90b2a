"""Every kind of label in the editor: by mouse, by touch, by keys from the claim to the hand-in."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Locator, expect

from tests.browser.conftest import Dure, violations
from tests.browser.editing import Editor, Fingers, cells
from tests.browser.test_outlines import put_down
from tests.journeys.caller import Caller, until

pytestmark = pytest.mark.browser

# In the order of the number keys.
WORDS = {
    "box": "네모",
    "rotated_box": "기운네모",
    "polygon": "둘레",
    "polyline": "줄",
    "point": "점찍기",
    "keypoints": "뼈대",
    "mask": "칠한곳",
    "cuboid": "덩이",
    "relation": "닿음",
}
STATE = {
    "name": "state",
    "ko": "상태",
    "en": "State",
    "kind": "choice",
    "required": True,
    "options": [
        {"id": "whole", "ko": "온전함", "en": "Whole"},
        {"id": "broken", "ko": "깨짐", "en": "Broken"},
    ],
}
WHERE = {
    "name": "where",
    "ko": "깨진 곳",
    "en": "Where",
    "kind": "many",
    "required": True,
    "when": {"attribute": "state", "in": ["broken"]},
    "options": [
        {"id": "edge", "ko": "가장자리", "en": "Edge"},
        {"id": "middle", "ko": "가운데", "en": "Middle"},
    ],
}
AGE = {"name": "age", "ko": "나이", "en": "Age", "kind": "number", "min": 0, "max": 9}
NOTE = {"name": "note", "ko": "메모", "en": "Note", "kind": "text"}
SKELETON = {
    "points": [
        {"id": "head", "ko": "머리", "en": "Head"},
        {"id": "hand", "ko": "손", "en": "Hand"},
        {"id": "foot", "ko": "발", "en": "Foot"},
    ],
    "edges": [[0, 1], [0, 2]],
}
MORE: dict[str, dict[str, Any]] = {
    "box": {"attributes": [STATE, WHERE, AGE, NOTE]},
    "keypoints": {"skeleton": SKELETON},
    "relation": {"from": ["box"], "to": ["point"]},
}
DEFINITION = {
    "modality": "picture",
    "labels": [
        {
            "kind": kind,
            "name": kind,
            "classes": [{"id": kind, "ko": word, "en": kind}],
            **MORE.get(kind, {}),
        }
        for kind, word in WORDS.items()
    ],
}


def ask_for_everything(
    dure: Dure, *workers: str, definition: dict[str, Any] = DEFINITION
) -> tuple[int, int, list[Caller]]:
    """The stage asks for every kind from now on; what was claimed before is put down."""
    callers = [dure.caller(who) for who in workers]
    project, stage = cells(callers[0])
    dure.caller("manager").post(
        f"/projects/{project}/stages/{stage}/schemas", {"definition": definition}
    )
    for caller in callers:
        put_down(caller, project)
    return project, stage, callers


def begun(dure: Dure, caller: Caller, project: int, stage: int, **looks: Any) -> Editor:
    """An empty picture before somebody."""
    editor = Editor(dure.open(caller, f"/do/{project}/{stage}", **looks)).ready()
    editor.must_hold(0) if editor.drawn == 0 else editor.clear()
    return editor


def turns(worker: Caller, project: int) -> dict[int, list[dict[str, Any]]]:
    """What somebody has handed in, by assignment: the annotations of the last turn."""
    given = {}
    for row in worker.pages("/me/assignments", project_id=project):
        work = worker.get(f"/projects/{project}/assignments/{row['id']}")
        if work["turns"] and work["turns"][-1]["answer"] is not None:
            given[row["id"]] = work["turns"][-1]["answer"]["annotations"]
    return given


def handed_in(worker: Caller, project: int, before: set[int]) -> list[dict[str, Any]]:
    """What the server has of the piece that was none of those before, once it has it."""

    def found() -> Any:
        return next(
            (marks for id, marks in turns(worker, project).items() if id not in before), None
        )

    annotations: list[dict[str, Any]] = until(found, "the hand-in")
    return annotations


def kinds(annotations: list[dict[str, Any]]) -> list[str]:
    return [one["kind"] for one in annotations]


def take(editor: Editor, kind: str) -> None:
    """Takes a class by its row; its tool comes into the hand."""
    editor.label(WORDS[kind]).click()


def click(editor: Editor, *shares: tuple[float, float]) -> None:
    for share in shares:
        editor.page.mouse.click(*editor.spot(*share))


def test_every_kind_by_mouse(dure: Dure) -> None:
    project, stage, (worker,) = ask_for_everything(dure, "worker1")
    editor = begun(dure, worker, project, stage)
    page = editor.page

    take(editor, "box")
    editor.drag((0.3, 0.3), (0.4, 0.4))
    attributes = page.get_by_role("region", name="속성")
    attributes.get_by_role("button", name="깨짐").click()
    attributes.get_by_role("button", name="가장자리").click()
    attributes.get_by_role("textbox", name="나이").fill("4")
    attributes.get_by_role("textbox", name="메모").fill("금이 갔어요")
    assert violations(page) == []

    take(editor, "rotated_box")
    editor.drag((0.45, 0.3), (0.55, 0.4))
    editor.field("각도").fill("30")
    editor.field("각도").press("Enter")
    take(editor, "polygon")
    click(editor, (0.6, 0.3), (0.7, 0.3), (0.65, 0.4), (0.6, 0.3))
    take(editor, "polyline")
    click(editor, (0.3, 0.5), (0.35, 0.55))
    page.mouse.dblclick(*editor.spot(0.4, 0.5))
    take(editor, "point")
    click(editor, (0.5, 0.55))
    take(editor, "keypoints")
    click(editor, (0.6, 0.5))
    expect(page.locator(".an-says")).to_have_text("2/3 손")
    editor.press("Shift+KeyV")
    click(editor, (0.65, 0.55))
    page.get_by_role("toolbar").get_by_role("button", name="건너뛰기").click()
    take(editor, "mask")
    page.get_by_role("toolbar").wait_for()
    editor.drag((0.3, 0.65), (0.4, 0.65))
    page.get_by_role("button", name="지우개").click()
    editor.drag((0.35, 0.6), (0.35, 0.7))
    take(editor, "cuboid")
    editor.drag((0.5, 0.65), (0.55, 0.7))
    click(editor, (0.6, 0.66))
    take(editor, "relation")
    editor.drag((0.35, 0.3), (0.5, 0.55))
    expect(page.get_by_role("button", name="닿음 네모 1 에서 점찍기 1").first).to_be_visible()
    editor.must_hold(8)
    assert violations(page) == []

    before = set(turns(worker, project))
    editor.submit()
    given = handed_in(worker, project, before)
    assert kinds(given) == list(WORDS)
    by = {one["kind"]: one for one in given}
    assert by["box"]["attributes"] == {
        "state": "broken",
        "where": ["edge"],
        "age": 4,
        "note": "금이 갔어요",
    }
    assert by["rotated_box"]["angle"] == 30
    assert [v for _, _, v in by["keypoints"]["points"]] == [2, 1, 0]
    assert len(by["mask"]["counts"]) > 3
    assert (by["relation"]["from"], by["relation"]["to"]) == (by["box"]["id"], by["point"]["id"])


def test_every_kind_by_the_keyboard_alone(dure: Dure) -> None:
    """Nothing is clicked from the claim to the hand-in."""
    project, stage, (worker,) = ask_for_everything(dure, "worker1")
    editor = begun(dure, worker, project, stage)
    page = editor.page
    before = set(turns(worker, project))
    for number, kind in enumerate(WORDS, 1):
        if kind in ("mask", "keypoints", "relation"):
            continue
        editor.press(f"Digit{number}", "Shift+KeyB")
        editor.press(*["Shift+ArrowRight"] * (2 * number))
        if kind == "rotated_box":
            editor.press("Alt+Shift+Period", "Alt+Period")
    editor.must_hold(6)
    # A cursor that arrows move: points of a skeleton are set by Space, a mask is painted.
    editor.press("Escape", "Digit6", "Shift+KeyC")
    expect(page.get_by_role("status").filter(has_text="커서를 켰어요")).to_be_attached()
    editor.press("Space", "Shift+ArrowDown", "Space", "Shift+ArrowLeft", "Space")
    editor.must_hold(7)
    editor.press("Digit7", "Shift+Space", "Shift+ArrowUp", "Shift+ArrowUp", "Shift+Space")
    editor.must_hold(8)
    # Off with the cursor, then from the box to the point.
    editor.press("Escape", "Escape", "Digit9")
    editor.press("Period", "Enter")
    editor.press(*["Period"] * 4, "Enter")
    expect(page.get_by_role("button", name="닿음 네모 1 에서 점찍기 1").first).to_be_attached()
    # What is missing is said; the way there is a key.
    editor.press("KeyN")
    expect(page.get_by_text("네모 1의 ‘상태’에 답해 주세요.")).to_be_visible()
    editor.press("KeyV", "Escape", "Period", "Shift+KeyA")
    expect(page.get_by_role("button", name="온전함")).to_be_focused()
    editor.press("Enter")
    expect(page.get_by_role("button", name="온전함")).to_have_attribute("aria-pressed", "true")
    editor.press("KeyN")
    expect(editor.toast).to_be_visible()
    given = handed_in(worker, project, before)
    assert sorted(kinds(given)) == sorted(WORDS)
    by = {one["kind"]: one for one in given}
    assert by["rotated_box"]["angle"] == 11
    assert [v for _, _, v in by["keypoints"]["points"]] == [2, 2, 2]


def test_every_kind_by_touch(dure: Dure) -> None:
    project, stage, (worker,) = ask_for_everything(dure, "worker2")
    phone = begun(dure, worker, project, stage, phone=True)
    page = phone.page
    fingers = Fingers(page)
    # The picture is in the middle of a tall window: shares of its height are few.
    low, high = 0.42, 0.58

    def again_until(touched: Callable[[], object], done: Callable[[], bool]) -> None:
        # So soon after another touch, a browser may take it for the second half of a double tap.
        for _ in range(5):
            touched()
            for _ in range(40):
                if done():
                    return
                page.evaluate("() => new Promise((done) => requestAnimationFrame(done))")
        raise AssertionError("no touch came through")

    def tap(button: Locator, done: Callable[[], bool]) -> None:
        again_until(button.tap, done)

    def chip(kind: str) -> None:
        button = page.locator(".an-chips").get_by_role("button", name=WORDS[kind]).first
        tap(button, lambda: button.get_attribute("aria-pressed") == "true")

    def offer(name: str) -> None:
        before = phone.drawn
        button = page.get_by_role("toolbar").get_by_role("button", name=name)
        button.wait_for()
        tap(button, lambda: phone.drawn > before)

    def touch(*shares: tuple[float, float]) -> None:
        for share in shares:
            spot = phone.spot(*share)
            fingers.drag(spot, spot, steps=1)

    def sweep(start: tuple[float, float], end: tuple[float, float]) -> None:
        fingers.drag(phone.spot(*start), phone.spot(*end))

    chip("box")
    sweep((0.15, low), (0.3, 0.48))
    sheet = page.get_by_role("dialog", name="속성")
    # Once: what opens lies over the button. A touch right behind a sweep only ends the sweep.
    page.get_by_role("heading", level=1).tap()
    page.get_by_role("button", name="속성 1개 남음").tap()
    expect(sheet).to_be_visible()
    sheet.get_by_role("button", name="온전함").tap()
    assert violations(page) == []
    sheet.get_by_role("button", name="다 했어요").tap()
    chip("rotated_box")
    sweep((0.4, low), (0.55, 0.48))
    chip("polygon")
    touch((0.65, low), (0.85, low), (0.75, 0.5))
    offer("끝내기")
    chip("polyline")
    touch((0.15, 0.53), (0.3, high))
    offer("끝내기")
    chip("point")
    touch((0.4, 0.55))
    chip("keypoints")
    touch((0.5, 0.53), (0.55, high))
    offer("다음 점 건너뛰기")
    chip("mask")
    page.get_by_role("toolbar").wait_for()
    sweep((0.65, 0.55), (0.8, 0.55))
    phone.must_hold(7)
    chip("cuboid")
    sweep((0.85, 0.52), (0.92, 0.55))
    sweep((0.5, 0.5), (0.53, 0.49))
    chip("relation")
    joined = page.locator(".an-chips").get_by_role("button", name=WORDS["relation"]).first
    again_until(
        lambda: sweep((0.2, low), (0.4, 0.55)), lambda: "1" in (joined.text_content() or "")
    )
    phone.must_hold(8)
    assert violations(page) == []
    before = set(turns(worker, project))
    page.get_by_role("button", name="제출").first.tap()
    expect(phone.toast).to_be_visible()
    given = handed_in(worker, project, before)
    assert sorted(kinds(given)) == sorted(WORDS)


QUESTIONS = {
    "modality": "picture",
    "labels": [
        DEFINITION["labels"][4],
        {
            "kind": "class",
            "name": "light",
            "ko": "밝은가요?",
            "classes": [{"id": "y", "ko": "밝아요"}, {"id": "n", "ko": "어두워요"}],
        },
        {"kind": "rating", "name": "sharp", "ko": "또렷한가요?", "max": 5},
        {"kind": "writing", "name": "words", "ko": "무엇이 보이나요?"},
    ],
}


def test_questions_about_a_picture_are_at_hand_on_a_phone(dure: Dure) -> None:
    project, stage, (worker,) = ask_for_everything(dure, "worker2", definition=QUESTIONS)
    before = set(turns(worker, project))
    phone = Editor(dure.open(worker, f"/do/{project}/{stage}", phone=True)).ready()
    page = phone.page
    dock = page.locator(".an-dock")
    onward = dock.get_by_role("button", name="다음 물음")
    expect(dock).to_contain_text("답할 것 3")
    onward.tap()
    dock.get_by_role("button", name="어두워요").tap()
    onward.tap()
    dock.get_by_role("button", name="4", exact=True).tap()
    onward.tap()
    words = dock.get_by_role("textbox", name="무엇이 보이나요?")
    words.fill("보라색 세포")
    words.press("Control+Enter")
    expect(words).not_to_be_focused()
    expect(onward).to_be_disabled()
    assert violations(page) == []
    page.get_by_role("button", name="제출").first.tap()
    # Nothing is drawn, which is asked once.
    page.get_by_role("dialog").get_by_role("button", name="제출").tap()
    given = handed_in(worker, project, before)
    assert {
        one["kind"]: one.get("classes", one.get("value", one.get("text"))) for one in given
    } == {
        "class": ["n"],
        "rating": 4,
        "writing": "보라색 세포",
    }


@pytest.mark.parametrize(("locale", "theme"), [("ko", "dark"), ("en", "light")])
def test_two_hundred_objects_of_every_kind(dure: Dure, locale: str, theme: str) -> None:
    """Copied, moved together, grouped, taken back."""
    project, stage, (worker,) = ask_for_everything(dure, "worker1")
    editor = Editor(dure.open(worker, f"/do/{project}/{stage}", locale=locale, theme=theme)).ready()
    page = editor.page
    expect(page.locator(".an-board")).to_be_visible()
    for number in range(1, 9):
        editor.press(f"Digit{number}", "Shift+KeyB", *["Shift+ArrowLeft"] * number)
    for _ in range(5):
        editor.press("Control+KeyA", "Control+KeyD")
    expect(page.locator(".an-objects h3")).to_contain_text("256")
    editor.press("Control+KeyG")
    # Of so many only those in sight stand in the list.
    assert page.locator(".an-row").count() < 60
    editor.press("ArrowDown")
    editor.press("Escape", "Period")
    assert violations(page) == []
    editor.press("Control+KeyA", "Delete")
    expect(page.locator(".an-row")).to_have_count(0)
    editor.press("KeyZ")
    expect(page.locator(".an-objects h3")).to_contain_text("256")
