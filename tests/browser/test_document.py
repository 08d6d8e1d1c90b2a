"""Documents on the screen: boxes, text, tables and reading order, by mouse, keys and fingers."""

from __future__ import annotations

import re
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Dure, violations
from tests.browser.editing import Fingers
from tests.browser.reading import LETTER, RECEIPT, DocumentStage, Reading, document

pytestmark = pytest.mark.browser

BOXES: dict[str, Any] = {
    "kind": "page_box",
    "name": "fields",
    "ko": "항목",
    "en": "Fields",
    "text": "required",
    "classes": [
        {"id": "key", "ko": "항목 이름", "en": "Key"},
        {"id": "value", "ko": "항목 값", "en": "Value"},
    ],
}
TABLES = {
    "kind": "table",
    "name": "tables",
    "ko": "표",
    "en": "Tables",
    "classes": [{"id": "items", "ko": "품목표", "en": "Items"}],
}
SPANS = {
    "kind": "span",
    "name": "names",
    "ko": "개체명",
    "en": "Names",
    "classes": [{"id": "place", "ko": "지명", "en": "Place"}],
}
PAIRS = {
    "kind": "relation",
    "name": "pairs",
    "ko": "짝",
    "en": "Pairs",
    "classes": [{"id": "is", "ko": "이름과 값", "en": "Key and value"}],
    "from": ["fields"],
    "to": ["fields"],
}
ORDER = {
    "kind": "order",
    "name": "order",
    "ko": "읽는 순서",
    "en": "Reading order",
    "required": False,
}
SORT = {
    "kind": "class",
    "name": "sort",
    "ko": "문서 종류",
    "en": "Sort",
    "required": False,
    "classes": [
        {"id": "receipt", "ko": "영수증류", "en": "Receipt"},
        {"id": "letter", "ko": "편지류", "en": "Letter"},
    ],
}
STATE = {
    "kind": "class",
    "name": "state",
    "ko": "쪽 상태",
    "en": "Page state",
    "per": "part",
    "required": False,
    "classes": [
        {"id": "clear", "ko": "또렷함", "en": "Clear"},
        {"id": "faint", "ko": "흐림", "en": "Faint"},
    ],
}
EVERYTHING = [BOXES, TABLES, SPANS, PAIRS, ORDER, SORT, STATE]


@pytest.fixture
def stage(dure: Dure) -> DocumentStage:
    paper = document(RECEIPT, LETTER, [])
    return DocumentStage(dure, EVERYTHING, {"a.pdf": paper, "b.pdf": document(LETTER)})


def kinds(annotations: list[dict[str, Any]]) -> list[str]:
    return sorted(one["kind"] for one in annotations)


def test_every_tool_by_mouse(stage: DocumentStage) -> None:
    worker = stage.dure.caller("worker1")
    reading = stage.open()
    page = reading.page
    # The page is there with its Hangul: what is drawn is not the white of the paper.
    drawn = page.evaluate(
        """async () => {
          const image = document.querySelector('.doc-thumb img');
          await image.decode();
          const canvas = document.createElement('canvas');
          [canvas.width, canvas.height] = [image.naturalWidth, image.naturalHeight];
          const c = canvas.getContext('2d');
          c.drawImage(image, 0, 0);
          const { data } = c.getImageData(110, 80, 160, 50);
          return data.filter((value, at) => at % 4 === 0 && value < 100).length;
        }"""
    )
    assert drawn > 300

    # Boxes, whose text comes from what lies below them and can be changed.
    reading.press("KeyB")
    reading.drag((55, 95), (100, 116))
    text = page.get_by_role("textbox", name="상자 안의 글")
    expect(text).to_have_value("상호")
    reading.press("Digit2")
    reading.drag((150, 95), (260, 116))
    expect(text).to_have_value("두레 가게")
    text.fill("두레가게")
    text.press("Control+Enter")
    # A pair, dragged from one to the other: a line between them.
    reading.press("Digit5")
    reading.drag((75, 108), (200, 108))
    expect(page.get_by_role("region", name="관계").get_by_role("listitem")).to_have_count(1)

    # A table, its lines, its cells.
    reading.press("Digit3")
    reading.drag((50, 200), (360, 320))
    reading.press("KeyI")
    reading.click((200, 235), (200, 275))
    reading.press("KeyY")
    reading.click((150, 250), (260, 250), (320, 250))
    grid = page.get_by_role("grid", name=re.compile("^표의 칸"))
    expect(grid.get_by_role("textbox")).to_have_count(12)
    reading.press("KeyM")
    reading.click((320, 290))
    expect(grid.get_by_role("textbox")).to_have_count(9)
    page.get_by_role("button", name="글 층에서 채우기").click()
    expect(grid.get_by_role("textbox", name="2줄 3칸")).to_have_value("9,000")
    # A line is dragged by its handle.
    reading.press("Escape")
    reading.drag((50, 235), (50, 240))

    # Text on the next page: dragged over letters, a word by a double press.
    reading.press("PageDown", "Digit4")
    expect(page.locator(".doc-now")).to_contain_text("3쪽 가운데 2쪽")
    reading.ready()
    reading.drag((62, 115), (95, 115))
    page.mouse.dblclick(*reading.spot(150, 146))
    expect(reading.rows).to_have_count(2)
    # Classes of the page, and of the document.
    reading.label("또렷함").click()
    reading.label("편지류").click()

    # Reading order on the first page: one press after another.
    reading.press("PageUp", "KeyO")
    reading.ready()
    reading.click((60, 310), (75, 108), (200, 108))
    expect(page.locator(".doc-nth")).to_have_text(["1", "2", "3"])
    reading.click((60, 310))
    expect(page.locator(".doc-nth")).to_have_text(["1", "2"])
    reading.click((60, 310))

    reading.press("KeyN")
    marks = stage.handed_in(worker)
    assert kinds(marks) == [
        "class", "class", "order", "page_box", "page_box", "relation", "span", "span", "table",
    ]  # fmt: skip
    by = {one["kind"]: one for one in marks}
    boxes = {one["class"]: one for one in marks if one["kind"] == "page_box"}
    assert {one["part"] for one in boxes.values()} == {"p1"}
    assert boxes["key"]["text"] == "상호"
    assert boxes["value"]["text"] == "두레가게"
    assert by["relation"]["from"] == boxes["key"]["id"]
    assert by["relation"]["to"] == boxes["value"]["id"]
    table = by["table"]
    assert (len(table["rows"]), len(table["columns"])) == (2, 2)
    assert table["rows"][0] == pytest.approx(480, abs=4)
    assert {"row": 0, "column": 0, "text": "품목"} in table["cells"]
    assert by["order"]["order"] == [boxes["key"]["id"], boxes["value"]["id"], table["id"]]
    stretches = sorted((one["start"], one["end"]) for one in marks if one["kind"] == "span")
    layer = "\n".join(text for *_, text in LETTER)
    assert [layer[start:end] for start, end in stretches] == ["서울시", "부산에서"]
    assert {one["part"] for one in marks if one["kind"] == "span"} == {"p2"}
    classes = {one["name"]: (one["classes"], one.get("part")) for one in marks
               if one["kind"] == "class"}  # fmt: skip
    assert classes == {"sort": (["letter"], None), "state": (["clear"], "p2")}


def test_keys_alone_from_claim_to_hand_in(stage: DocumentStage) -> None:
    worker = stage.dure.caller("worker1")
    reading = stage.open("worker1")
    page = reading.page
    moved = 'window.addEventListener("pointerdown", () => { window.pressed = true; }, true)'
    page.evaluate(moved)
    # Two boxes in the middle, moved and grown; what stands in one is written.
    reading.press("Shift+KeyB", *["Shift+ArrowUp"] * 3)
    reading.press("Digit2", "Shift+KeyB", *["Shift+ArrowDown"] * 15)
    expect(reading.rows).to_have_count(2)
    for _ in range(2):
        reading.press("F2")
        page.keyboard.insert_text("적은 글")
        reading.press("Escape", "Comma")
    # A pair: Enter takes the one, then the other.
    reading.press("Shift+KeyL", "Enter", "Period", "Enter")
    expect(page.get_by_role("region", name="관계").get_by_role("listitem")).to_have_count(1)
    # A table, a line more, its cells from one to the next, two of them merged.
    reading.press("Digit3", "Shift+KeyB", "KeyQ", "KeyI", "Enter", "Escape", "F2")
    page.keyboard.insert_text("품목")
    reading.press("ArrowRight")
    page.keyboard.insert_text("금액")
    reading.press("ArrowDown", "Shift+ArrowLeft")
    page.get_by_role("button", name="고른 칸 합치기").focus()
    reading.press("Enter")
    grid = page.get_by_role("grid", name=re.compile("^표의 칸"))
    expect(grid.get_by_role("textbox")).to_have_count(5)
    # Everything in order, by place; then the first is put last in the list.
    page.locator(".an-board").focus()
    reading.press("KeyO", "Shift+KeyO")
    expect(page.locator(".doc-nth")).to_have_count(3)
    first = page.locator(".doc-order li button[data-order]").first
    name = first.inner_text().split("\n")[-1]
    first.focus()
    reading.press("Alt+ArrowDown", "Alt+ArrowDown")
    expect(page.locator(".doc-order li").last).to_contain_text(name)
    # Words of the second page.
    page.locator(".an-board").focus()
    reading.press("PageDown")
    reading.ready()
    reading.press("Digit4", "KeyP", "Escape")
    reading.press("ArrowRight", "ArrowRight", "ArrowRight", "Shift+ArrowRight", "Enter")
    expect(reading.rows).to_have_count(1)
    # And one letter less.
    reading.press("Alt+ArrowLeft", "Digit8")
    reading.press("KeyN")
    marks = stage.handed_in(worker)
    assert page.evaluate("window.pressed") is None
    assert kinds(marks) == [
        "class", "order", "page_box", "page_box", "relation", "span", "table",
    ]  # fmt: skip
    table = next(one for one in marks if one["kind"] == "table")
    assert table["cells"] == [
        {"row": 0, "column": 0, "text": "품목"},
        {"row": 0, "column": 1, "text": "금액"},
        {"row": 1, "column": 0, "columns": 2},
    ]
    span = next(one for one in marks if one["kind"] == "span")
    layer = "\n".join(text for *_, text in LETTER)
    assert layer[span["start"] : span["end"]] == "서울시 종로구"
    (order,) = (one["order"] for one in marks if one["kind"] == "order")
    drawn = [one for one in marks if one["kind"] in ("page_box", "table")]
    assert sorted(order) == sorted(one["id"] for one in drawn)
    # What lies highest is read last now.
    assert order[-1] == min(drawn, key=lambda one: one["y"])["id"]


def test_taking_back_goes_to_the_page_where_it_was(stage: DocumentStage) -> None:
    reading = stage.open()
    page = reading.page
    reading.press("KeyB")
    reading.drag((55, 95), (100, 116))
    reading.press("PageDown")
    reading.ready()
    reading.drag((55, 50), (150, 80))
    reading.press("End")
    expect(page.locator(".doc-now")).to_contain_text("3쪽 가운데 3쪽")
    expect(reading.rows).to_have_count(0)
    reading.press("KeyZ")
    expect(page.locator(".doc-now")).to_contain_text("3쪽 가운데 2쪽")
    expect(reading.rows).to_have_count(0)
    reading.press("KeyZ")
    expect(page.locator(".doc-now")).to_contain_text("3쪽 가운데 1쪽")
    expect(reading.rows).to_have_count(0)
    reading.press("Shift+KeyZ", "Shift+KeyZ")
    expect(page.locator(".doc-now")).to_contain_text("3쪽 가운데 2쪽")
    expect(reading.rows).to_have_count(1)
    # Moved by a held key it is one step.
    reading.ready()
    reading.press("Period", *["ArrowRight"] * 5, "KeyZ")
    reading.saved()
    page.reload()
    Reading(page).ready()
    reading.press("PageDown")
    expect(reading.rows).to_have_count(1)
    expect(reading.field("왼쪽에서 x")).to_have_count(0)


def test_pages_are_reached_by_number_thumbnail_and_keys(stage: DocumentStage) -> None:
    reading = stage.open()
    page = reading.page
    expect(reading.thumbs).to_have_count(3)
    reading.thumbs.nth(2).click()
    expect(page.locator(".doc-now")).to_contain_text("3쪽 가운데 3쪽")
    page.get_by_label("쪽 번호").fill("2")
    page.get_by_label("쪽 번호").press("Enter")
    expect(page.locator(".doc-now")).to_contain_text("3쪽 가운데 2쪽")
    page.locator(".an-board").focus()
    reading.press("Home")
    expect(page.locator(".doc-now")).to_contain_text("3쪽 가운데 1쪽")
    reading.press("PageUp")
    expect(page.locator(".doc-now")).to_contain_text("3쪽 가운데 1쪽")
    # As wide as the window, also on the next page, until all of it is asked for again.
    before = page.locator(".stbar").inner_text()
    reading.press("KeyW")
    expect(page.locator(".stbar")).not_to_have_text(before)
    wide = page.locator(".stbar span").first.inner_text()
    reading.press("PageDown")
    expect(page.locator(".stbar span").first).to_have_text(wide)


def test_what_is_wrong_leads_to_its_page(dure: Dure) -> None:
    asked = [{**BOXES, "min": 1}, {**ORDER, "required": True}, {**STATE, "required": True}]
    stage = DocumentStage(dure, asked, {"a.pdf": document(LETTER, [])})
    reading = stage.open("worker1")
    page = reading.page
    reading.press("PageDown", "KeyB")
    reading.ready()
    reading.drag((100, 100), (200, 200))
    reading.label("또렷함").click()
    reading.press("KeyN")
    wrong = page.get_by_role("alert")
    expect(wrong).to_contain_text("항목 이름 1 (2쪽) 안의 글을 써 주세요.")
    expect(wrong).to_contain_text("읽는 순서")
    # The first page has no answer yet: there it leads.
    wrong.get_by_role("button", name=re.compile("쪽 상태")).click()
    expect(page.locator(".doc-now")).to_contain_text("2쪽 가운데 1쪽")
    reading.label("또렷함").click()
    wrong.get_by_role("button", name=re.compile("안의 글을")).click()
    expect(page.locator(".doc-now")).to_contain_text("2쪽 가운데 2쪽")
    page.get_by_role("textbox", name="상자 안의 글").fill("없음")
    page.get_by_role("button", name="자리대로 순서 매기기").click()
    expect(wrong).to_have_count(0)


@pytest.mark.parametrize(("locale", "theme"), [("ko", "dark"), ("en", "light")])
def test_the_editor_is_for_everybody(stage: DocumentStage, locale: str, theme: str) -> None:
    reading = stage.open("worker1", locale=locale, theme=theme)
    page = reading.page
    reading.press("Digit3")
    reading.drag((50, 200), (360, 320))
    reading.press("KeyI", "Enter", "KeyO", "Shift+KeyO")
    expect(page.locator(".doc-nth")).to_have_text(["1"])
    assert violations(page) == []
    reading.press("KeyV", "PageDown", "Digit4", "KeyP")
    reading.ready()
    expect(reading.offers).to_contain_text(re.compile("글 위를|over the text"))
    reading.drag((62, 115), (95, 115))
    expect(reading.rows).to_have_count(1)
    assert violations(page) == []


def test_on_a_phone(stage: DocumentStage) -> None:
    worker = stage.dure.caller("worker1")
    reading = stage.open("worker1", phone=True)
    page = reading.page
    fingers = Fingers(page)
    fingers.drag(reading.spot(50, 90), reading.spot(120, 118))
    page.get_by_role("button", name="목록").click()
    text = page.get_by_role("textbox", name="상자 안의 글")
    expect(text).to_have_value("상호")
    assert violations(page) == []
    page.keyboard.press("Escape")
    page.get_by_role("button", name="다음 쪽").click()
    reading.ready()
    page.get_by_role("group", name="라벨").get_by_role("button", name=re.compile("지명")).click()
    fingers.drag(reading.spot(62, 115), reading.spot(95, 115))
    assert violations(page) == []
    page.get_by_role("button", name=re.compile("^제출")).click()
    marks = stage.handed_in(worker)
    assert kinds(marks) == ["page_box", "span"]
