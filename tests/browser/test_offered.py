"""What is suggested for a piece of work, and what is taken over of the one before: by keys, by
mouse and by fingers, on pictures and in texts."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.api.desk import packed
from tests.assets.drawn import drawing, encoded
from tests.browser.conftest import Dure, violations
from tests.browser.editing import Bar, Editor, Fingers, on_offer
from tests.browser.test_offline import put_by
from tests.browser.test_texts import NAMES, NEWS, TOPIC, WORDS, Desk, Stage
from tests.journeys.truth import Picture

pytestmark = pytest.mark.browser

BOXES = {
    "kind": "box",
    "name": "cells",
    "ko": "세포",
    "en": "Cells",
    "classes": [
        {"id": "red", "ko": "적혈구", "en": "Red cell"},
        {"id": "white", "ko": "백혈구", "en": "White cell"},
    ],
}
STAIN = {
    "kind": "class",
    "name": "stain",
    "ko": "염색",
    "en": "Stain",
    "classes": [{"id": "good", "ko": "좋음", "en": "Good"}, {"id": "poor", "ko": "나쁨"}],
}
TIES = {
    "kind": "relation",
    "name": "ties",
    "ko": "관계",
    "en": "Ties",
    "classes": [{"id": "touch", "ko": "닿음", "en": "Touches"}],
}


def box(id: str, x: float, y: float, of: str = "red", size: float = 90) -> dict[str, Any]:
    where = {"x": x, "y": y, "width": size, "height": size}
    return {"kind": "box", "id": id, "name": "cells", "class": of, **where}


SUGGESTED = [
    box("s1", 60, 60),
    box("s2", 260, 180, "white", 120),
    box("s3", 470, 320),
    {"kind": "relation", "id": "s4", "name": "ties", "class": "touch", "from": "s1", "to": "s2"},
    {"kind": "class", "id": "s5", "name": "stain", "classes": ["good"]},
]


def pictures(dure: Dure, *suggested: list[dict[str, Any]] | None) -> Stage:
    """A stage of pictures, each with what is suggested for it. The last is only 300 pixels wide."""
    files, lines = {}, []
    for n, marks in enumerate(suggested):
        last = n > 0 and n == len(suggested) - 1
        size = (300, 300) if last else (640, 480)
        files[f"{n}.png"] = encoded("PNG", drawing(*size, seed=n))
        labels = None if marks is None else {"modality": "picture", "annotations": marks}
        lines.append(json.dumps({"path": f"{n}.png"} | ({"labels": labels} if labels else {})))
    files["manifest.jsonl"] = "\n".join(lines).encode()
    schema = {"modality": "picture", "labels": [BOXES, TIES, STAIN]}
    return Stage(dure, *on_offer(dure, schema, "set.zip", packed(files), len(suggested)))


def span(id: str, words: str, of: str = "PER") -> dict[str, Any]:
    start = NEWS.index(words)
    end = start + len(words)
    return {
        "kind": "span",
        "id": id,
        "name": "names",
        "class": of,
        "part": "text",
        "start": start,
        "end": end,
    }


def texts(dure: Dure, *suggested: list[dict[str, Any]] | None) -> Stage:
    """A stage of texts that are all the same but for the last, with what is suggested for each."""
    lines = []
    for n, marks in enumerate(suggested):
        last = n > 0 and n == len(suggested) - 1
        text = NEWS.replace("부산", "인천") if last else NEWS
        labels = None if marks is None else {"modality": "text", "annotations": marks}
        line = {"name": f"글 {n + 1}", "text": text} | ({"labels": labels} if labels else {})
        lines.append(json.dumps(line, ensure_ascii=False))
    schema = {"modality": "text", "labels": [NAMES, TOPIC, WORDS]}
    content = "\n".join(lines).encode()
    return Stage(dure, *on_offer(dure, schema, "글.jsonl", content, len(suggested)))


IN_TEXT = [
    span("s1", "김민수"),
    span("s2", "서울특별시 강남구", "LOC"),
    span("s3", "부산광역시", "LOC"),
    {"kind": "class", "id": "s4", "name": "topic", "classes": ["sci"]},
    {"kind": "writing", "id": "s5", "name": "translation", "text": "A talk in Seoul."},
]


def marks(annotations: list[dict[str, Any]]) -> list[str]:
    return sorted(one["id"] for one in annotations)


def test_suggestions_on_a_picture(dure: Dure) -> None:
    worker = dure.caller("worker1")
    stage = pictures(dure, SUGGESTED, None)
    page = dure.open(worker, stage.path)
    editor, bar = Editor(page).ready(), Bar(page)
    # They are there to see, and no part of the answer.
    editor.must_hold(0)
    bar.shows(1, 4, "적혈구")
    panel = page.locator(".panel")
    expect(panel.locator(".sg-beside")).to_contain_text("좋음")
    assert violations(page) == []

    # By keys, also on the Hangul layout, where the key of J says ㅓ.
    page.context.new_cdp_session(page).send(
        "Input.dispatchKeyEvent",
        {"type": "keyDown", "key": "ㅓ", "code": "KeyJ", "windowsVirtualKeyCode": 74},
    )
    bar.shows(2, 4, "백혈구")
    expect(bar.said).to_contain_text("제안 2/4, 백혈구")
    editor.press("KeyK", "KeyA")
    editor.must_hold(1)
    bar.shows(1, 3, "백혈구")
    expect(bar.said).to_contain_text("제안이 3개 남았어요")
    editor.press("KeyR")
    bar.shows(1, 2, "적혈구")
    editor.must_hold(1)
    # Taking back brings back what was dropped, then what was accepted.
    editor.press("KeyZ", "KeyZ")
    bar.shows(1, 4, "적혈구")
    editor.must_hold(0)

    # A press on its place takes it in hand, and beside the question it is accepted.
    editor.press("KeyV")
    lens = editor.lens(Picture("0.png", b"", 640, 480, ()))
    page.mouse.click(*lens(515, 365))
    bar.shows(3, 4, "적혈구")
    panel.get_by_role("button", name="제안 받기: 좋음").click()
    expect(panel.get_by_role("button", name="좋음")).to_have_attribute("aria-pressed", "true")
    expect(panel.locator(".sg-beside")).to_have_count(0)

    # All of them by the button; the relation comes with its ends.
    bar.press("제안 모두 받기")
    editor.must_hold(3)
    bar.seen()
    expect(panel.get_by_text("닿음")).to_have_count(2)
    # What was accepted and is deleted then is not suggested again.
    editor.press("Period", "Delete")
    editor.must_hold(2)
    bar.seen()
    editor.press("KeyZ")
    editor.must_hold(3)
    item = editor.item
    editor.submit()
    given = stage.handed_in(worker, item)
    assert marks(given) == ["s1", "s2", "s3", "s4", "s5"]


def test_a_draft_keeps_what_was_accepted_and_the_keys_can_be_changed(dure: Dure) -> None:
    worker = dure.caller("worker1")
    stage = pictures(dure, SUGGESTED)
    page = dure.open(worker, stage.path)
    editor, bar = Editor(page).ready(), Bar(page)
    editor.press("KeyA")
    bar.shows(1, 3, "백혈구")
    editor.saved()
    page.reload()
    editor.ready()
    editor.must_hold(1)
    bar.shows(1, 3, "백혈구")
    # The sheet of keys has them, and another key for one of them.
    editor.press("Shift+Slash")
    sheet = page.get_by_role("dialog")
    expect(sheet.get_by_text("이 제안 받기")).to_be_visible()
    assert violations(page) == []
    sheet.get_by_role("button", name=re.compile("이 제안 받기")).click()
    editor.press("KeyY", "Escape")
    expect(sheet).to_have_count(0)
    editor.press("KeyY")
    bar.shows(1, 2, "적혈구")
    editor.must_hold(2)
    bar.press("제안 모두 버리기")
    bar.seen()
    expect(editor.board).to_be_focused()
    editor.must_hold(2)


def test_suggestions_in_a_text(dure: Dure) -> None:
    worker = dure.caller("worker1")
    stage = texts(dure, IN_TEXT, None)
    page = dure.open(worker, stage.path)
    desk, bar = Desk(page), Bar(page)
    bar.shows(1, 5, "과학")
    expect(desk.rows).to_have_count(0)
    expect(page.locator(".tx-tag.ghost")).to_have_count(3)
    topic = page.locator(".tx-ask").filter(has_text="주제")
    expect(topic.locator(".sg-beside")).to_contain_text("과학")
    assert violations(page) == []

    desk.press("KeyJ", "KeyJ")
    bar.shows(3, 5, "서울특별시 강남구")
    desk.press("KeyA")
    expect(desk.rows).to_have_count(1)
    bar.shows(3, 4, "김민수")
    # A press on its words takes it in hand.
    page.mouse.click(*desk.place("부산광역시"))
    bar.shows(4, 4, "부산광역시")
    desk.press("KeyR")
    expect(page.locator(".tx-tag.ghost")).to_have_count(1)
    desk.press("KeyZ")
    expect(page.locator(".tx-tag.ghost")).to_have_count(2)
    # Who has answered otherwise keeps that, unless he accepts the very one.
    topic.get_by_role("button", name="문화").click()
    bar.press("제안 모두 받기")
    expect(desk.rows).to_have_count(3)
    bar.shows(1, 1, "과학")
    expect(topic.get_by_role("button", name="문화")).to_have_attribute("aria-pressed", "true")
    topic.get_by_role("button", name="제안 받기: 과학").click()
    expect(topic.get_by_role("button", name="과학")).to_have_attribute("aria-pressed", "true")
    bar.seen()
    item = desk.item
    desk.press("Escape", "KeyN")
    expect(desk.toast).to_be_visible()
    given = stage.handed_in(worker, item)
    assert marks(given) == ["s1", "s2", "s3", "s4", "s5"]


def test_on_a_phone_by_fingers(dure: Dure) -> None:
    stage = pictures(dure, SUGGESTED, None)
    page = dure.open("worker1", stage.path, phone=True, locale="en", theme="dark")
    editor, bar = Editor(page).ready(), Bar(page)
    expect(bar.bar.locator(".sg-nth")).to_have_text("1/4")
    assert violations(page) == []
    bar.press("Next suggestion")
    bar.press("Accept this suggestion")
    expect(bar.bar.locator(".sg-nth")).to_have_text("2/3")
    page.get_by_role("button", name="Select").click()
    box = editor.board.bounding_box()
    assert box is not None
    # The picture as a whole is as wide as the window: the first one lies upper left.
    scale = min(box["width"] / 640, box["height"] / 480)
    left = box["x"] + (box["width"] - 640 * scale) / 2
    top = box["y"] + (box["height"] - 480 * scale) / 2
    Fingers(page).drag(
        (left + 105 * scale, top + 105 * scale), (left + 105 * scale, top + 105 * scale)
    )
    expect(bar.bar.locator(".sg-nth")).to_have_text("1/3")
    bar.press("Accept all suggestions")
    expect(bar.bar).to_have_text("You have seen all suggestions")
    wide = page.evaluate("document.documentElement.scrollWidth - innerWidth")
    assert wide <= 0


def test_work_without_suggestions_loads_nothing_of_them(dure: Dure) -> None:
    stage = pictures(dure, None)
    page = dure.open("worker1", stage.path)
    Editor(page).ready()
    loaded = page.evaluate("performance.getEntriesByType('resource').map((one) => one.name)")
    assert not [name for name in loaded if "suggested" in name]


def test_copying_from_the_piece_before(dure: Dure) -> None:
    worker = dure.caller("worker1")
    stage = pictures(dure, SUGGESTED, None)
    page = dure.open(worker, stage.path)
    editor, bar = Editor(page).ready().alone(), Bar(page)
    copy = page.locator(".rail").get_by_role("button", name="앞 작업에서 가져오기")
    expect(copy).to_have_count(0)
    editor.press("Shift+KeyP")
    editor.must_hold(0)
    bar.press("제안 모두 받기")
    editor.must_hold(3)
    item = editor.item
    editor.submit()
    expect(page.locator(".wk-name")).not_to_contain_text(item)
    editor.must_hold(0)
    # The picture is smaller: one of the boxes has room, and its class comes along.
    expect(copy).to_be_visible()
    editor.press("Shift+KeyP")
    expect(editor.toast).to_contain_text("앞 작업에서 2개를 가져왔어요. 3개는")
    editor.must_hold(1)
    assert violations(page) == []
    editor.press("KeyZ")
    editor.must_hold(0)
    copy.click()
    editor.must_hold(1)
    copy.click()
    expect(editor.toast).to_contain_text("맞지 않아")
    editor.must_hold(1)


def test_what_is_taken_back_is_no_piece_before(dure: Dure) -> None:
    stage = pictures(dure, SUGGESTED, None)
    page = dure.open("worker1", stage.path)
    editor, bar = Editor(page).ready().alone(), Bar(page)
    copy = page.locator(".rail").get_by_role("button", name="앞 작업에서 가져오기")
    bar.press("제안 모두 받기")
    editor.must_hold(3)
    item = editor.item
    editor.submit()
    expect(copy).to_be_visible()
    editor.press("KeyU")
    expect(page.locator(".wk-name")).to_contain_text(item)
    expect(copy).to_have_count(0)
    # Its suggestions are as they were left: all of them seen, and one step away.
    bar.seen()
    editor.press("KeyZ")
    bar.shows(1, 4, "적혈구")
    editor.press("Shift+KeyZ")
    editor.submit()
    expect(copy).to_be_visible()


def test_suggestions_without_a_connection(dure: Dure) -> None:
    stage = pictures(dure, SUGGESTED, SUGGESTED, None)
    page = dure.open("worker1", stage.path, offline_app=True)
    editor, bar = Editor(page).ready().alone(), Bar(page)
    put_by(page)
    page.wait_for_load_state("networkidle")
    page.context.set_offline(True)
    page.reload()
    editor.ready()
    bar.shows(1, 4, "적혈구")
    bar.press("제안 모두 받기")
    editor.must_hold(3)
    item = editor.item
    editor.submit()
    expect(page.locator(".wk-name")).not_to_contain_text(item)
    bar.shows(1, 4, "적혈구")
    editor.press("KeyA")
    editor.must_hold(1)


def test_copying_in_texts_and_from_the_menu_of_a_phone(dure: Dure) -> None:
    stage = texts(dure, IN_TEXT, None)
    page = dure.open("worker1", stage.path, phone=True)
    page.locator(".tx-board").wait_for()
    bar = Bar(page)
    bar.press("이전 제안")
    bar.press("이전 제안")
    bar.shows(4, 5, "김민수")
    bar.press("이전 제안")
    bar.shows(3, 5, "서울특별시 강남구")
    # Long words do not push what can be pressed out of the window.
    expect(bar.bar.get_by_role("button", name="제안 모두 버리기")).to_be_in_viewport(ratio=1)
    bar.press("제안 모두 받기")
    bar.seen()
    page.get_by_role("button", name="제출").click()
    expect(page.locator(".tx-run")).to_have_count(0)
    page.get_by_role("button", name="더 보기").click()
    page.get_by_role("menuitem", name="앞 작업에서 가져오기").click()
    # Another city stands there now.
    expect(page.locator(".toast")).to_contain_text("앞 작업에서 4개를 가져왔어요. 1개는")
    expect(page.locator(".tx-run")).to_have_count(2)
