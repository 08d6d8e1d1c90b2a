"""Documents that others look at: what is suggested for them, what inspectors say and mend, the
rework, and what a manager sees."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Dure, violations
from tests.browser.editing import Bar
from tests.browser.judging import hand_over, returned, say, send_back
from tests.browser.reading import LETTER, RECEIPT, DocumentStage, Reading, document
from tests.browser.test_document import EVERYTHING

pytestmark = pytest.mark.browser

ON_PAGES = "\n".join(text for *_, text in LETTER)
PLACE = ON_PAGES.index("서울시")
KEY = {"kind": "page_box", "id": "b1", "name": "fields", "class": "key", "part": "p1"}
VALUE = KEY | {"id": "b2", "class": "value"}
ANSWER: list[dict[str, Any]] = [
    KEY | {"x": 110, "y": 190, "width": 90, "height": 42, "text": "상호"},
    VALUE | {"x": 300, "y": 190, "width": 220, "height": 42, "text": "두레 가게"},
    {
        "kind": "table",
        "id": "t1",
        "name": "tables",
        "class": "items",
        "part": "p1",
        "x": 100,
        "y": 400,
        "width": 620,
        "height": 240,
        "rows": [470],
        "columns": [320],
        "cells": [{"row": 0, "column": 0, "text": "품목"}],
    },
    {
        "kind": "span",
        "id": "s1",
        "name": "names",
        "class": "place",
        "part": "p2",
        "start": PLACE,
        "end": PLACE + 3,
    },
    {"kind": "relation", "id": "r1", "name": "pairs", "class": "is", "from": "b1", "to": "b2"},
    {"kind": "order", "id": "o1", "name": "order", "order": ["b1", "b2", "t1"]},
    {"kind": "class", "id": "c1", "name": "sort", "classes": ["receipt"]},
    {"kind": "class", "id": "c2", "name": "state", "classes": ["faint"], "part": "p2"},
]
WHOLE = {"modality": "document", "annotations": ANSWER}


def suggesting(dure: Dure) -> DocumentStage:
    """A stage with a document for which all of the answer is suggested."""
    line = {"path": "a.pdf", "labels": WHOLE}
    paper = document(RECEIPT, LETTER, [])
    files = {"a.pdf": paper, "manifest.jsonl": json.dumps(line).encode()}
    return DocumentStage(dure, EVERYTHING, files)


def handing(dure: Dure, count: int) -> tuple[DocumentStage, list[Any]]:
    """A stage of which so many documents are handed in, and their leases."""
    papers = {f"{n}.pdf": document(RECEIPT, LETTER) for n in range(count)}
    stage = DocumentStage(dure, EVERYTHING, papers)
    return stage, hand_over(dure.caller("worker1"), stage, WHOLE, count)


def test_what_is_suggested_is_taken_over_page_by_page(dure: Dure) -> None:
    stage = suggesting(dure)
    worker = dure.caller("worker1")
    reading = stage.open()
    page, bar = reading.page, Bar(reading.page)
    expect(bar.bar).to_be_visible()
    assert violations(page) == []
    expect(reading.rows).to_have_count(0)
    # What is in hand brings its page along, and a press on its place takes it in hand.
    while reading.number.input_value() != "2":
        reading.press("KeyJ")
    reading.ready()
    reading.press("Home", "KeyV")
    reading.ready()
    reading.click((200, 108))
    expect(bar.bar.locator(".sg-what")).to_contain_text("항목 값")
    reading.press("KeyA")
    expect(reading.rows).to_have_count(1)
    reading.press("KeyR", "KeyZ", "KeyE")
    bar.seen()
    reading.press("KeyN")
    given = stage.handed_in(worker)
    assert sorted(one["id"] for one in given) == sorted(one["id"] for one in ANSWER)


def test_on_a_phone_what_is_suggested_is_taken_over_and_mended(dure: Dure) -> None:
    stage = suggesting(dure)
    reading = stage.open(phone=True)
    page, bar = reading.page, Bar(reading.page)
    bar.press("제안 모두 받기")
    bar.seen()
    assert violations(page) == []
    page.get_by_role("button", name="목록").click()
    reading.rows.filter(has_text="품목표").tap()
    # What can be done with a table says what it is.
    add = page.get_by_role("toolbar", name="표 고치기").get_by_role("button").first
    expect(add).to_have_text(re.compile("줄"))
    add.scroll_into_view_if_needed()
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


def test_an_inspector_speaks_of_places_and_the_worker_reads_it(dure: Dure) -> None:
    stage, [lease] = handing(dure, 1)
    dark = {"locale": "en", "theme": "dark"}
    page = dure.open("primary", f"/review/{stage.project}/{stage.id}/1")
    reading = Reading(page).ready()
    words = page.locator(".rv-word")
    expect(reading.rows).to_have_count(3)
    assert violations(page) == []
    # Of what is selected, by keys; a second box by the button, which a press on the page allows.
    reading.press("Period")
    say(page, "글이 잘렸어요.")
    reading.click((200, 108))
    page.get_by_role("button", name="이 대상에 말하기").click()
    page.keyboard.insert_text("가게 이름이 아니에요.")
    reading.press("Escape")
    # A spot of the second page, and what is marked in its text.
    reading.press("Escape", "PageDown")
    reading.ready()
    reading.press("KeyC")
    expect(page.locator(".rv-pinning")).to_be_visible()
    reading.click((300, 400))
    expect(words).to_have_count(3)
    reading.press("KeyC")
    reading.press("Period")
    say(page, "지명이 아니에요.")
    expect(words.nth(1)).to_contain_text("항목 값 1 (1쪽)")
    expect(words.nth(2)).to_contain_text("2쪽에서 짚은 자리")
    expect(page.locator(".an-canvas .pin")).to_have_count(2)
    # A press on a word goes to its page.
    words.nth(1).locator(".lrow").click()
    expect(reading.number).to_have_value("1")
    reading.ready()
    expect(page.locator(".an-canvas .pin")).to_have_count(2)
    words.nth(2).locator(".lrow").click()
    expect(reading.number).to_have_value("2")
    assert violations(page) == []
    send_back(page, "네 곳을 봐 주세요.")

    worker = dure.caller("worker1")
    told = returned(worker, lease)["turns"][-1]["pins"]
    assert [pin.get("annotation") for pin in told[1::2]] == ["b2", "s1"]
    assert told[2]["part"] == "p2"
    assert (told[2]["x"], told[2]["y"]) == pytest.approx((600, 800), abs=4)

    mend = Reading(dure.open(worker, f"/work/{stage.project}/{lease['id']}", **dark)).ready()
    page = mend.page
    redo = page.locator(".wk-redo")
    expect(redo).to_contain_text("네 곳을 봐 주세요.")
    expect(redo.locator(".wk-say")).to_have_count(4)
    assert violations(page) == []
    redo.locator(".wk-say").nth(2).get_by_role("button").first.click()
    expect(mend.number).to_have_value("2")
    mend.ready()
    mend.press("PageUp")
    mend.ready()
    mend.press("KeyV")
    mend.click((200, 108))
    mend.press("Delete")
    expect(mend.rows).to_have_count(2)
    page.get_by_text("Compared with before").click()
    expect(page.locator(".an-diff li").first).to_be_visible()
    mend.press("KeyN")
    given = stage.handed_in(worker)
    assert "b2" not in [one["id"] for one in given]


@pytest.mark.parametrize(("locale", "theme"), [("ko", "light"), ("en", "dark")])
def test_what_an_inspector_mends_is_seen_as_a_difference(
    dure: Dure, locale: str, theme: str
) -> None:
    stage, _ = handing(dure, 1)
    at = f"/review/{stage.project}/{stage.id}/1"
    page = dure.open("primary", at, locale=locale, theme=theme)
    reading = Reading(page).ready()
    # It is mended from where the eye was.
    reading.press("PageDown")
    reading.ready()
    reading.press("KeyF")
    expect(page.locator(".rv-mend")).to_be_visible()
    reading.ready()
    expect(reading.rows).to_have_count(1)
    reading.press("Period", "Alt+ArrowRight")
    reading.press("PageUp")
    reading.ready()
    reading.press("KeyV")
    reading.click((200, 108))
    reading.press("Digit1")
    reading.press("Shift+ArrowRight")
    text = page.get_by_role("textbox", name=re.compile("상자 안의 글|Text in the box", re.I))
    # What is wrong stops it, and leads to the place.
    text.fill("")
    text.press("Escape")
    reading.press("PageDown", "KeyF")
    wrong = page.get_by_role("alert")
    expect(wrong).to_be_visible()
    assert violations(page) == []
    wrong.get_by_role("button").first.click()
    expect(reading.rows).to_have_count(3)
    expect(text).to_have_value("")
    text.fill("두레")
    text.press("Escape")
    reading.press("KeyF")
    differing = page.locator(".an-diff li")
    expect(differing).to_have_count(2)
    assert violations(page) == []
    expect(differing.nth(1)).to_contain_text("“서울시”")
    differing.nth(1).get_by_role("button").click()
    reading.ready()
    differing.nth(0).get_by_role("button").click()
    page.locator("main.stage").focus()
    reading.press("Enter")
    expect(page.locator(".toast")).to_be_visible()


def test_a_manager_looks_at_an_answer(dure: Dure) -> None:
    stage, [lease] = handing(dure, 1)
    item = lease["item"]["id"]
    page = dure.open("manager", f"/projects/{stage.project}/data/{item}")
    reading = Reading(page)
    expect(page.locator(".media-shown .doc-stage canvas").first).to_be_visible()
    expect(reading.thumbs).to_have_count(2)
    assert violations(page) == []
    page.get_by_role("button", name="다음 쪽").click()
    expect(reading.number).to_have_value("2")
    # It is there to look at: neither a drag nor a key changes anything.
    page.locator(".media-shown .an-board").focus()
    reading.press("Shift+KeyB", "Delete")
    assert violations(page) == []
