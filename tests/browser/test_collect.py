"""Collecting in a real browser: what is recorded, photographed and written for prompts, what
becomes of it when the line breaks, and how it is looked over."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from app.commands import web
from tests.browser.collecting import Collecting, Line, Recorder, microphone, recording
from tests.browser.conftest import FLAGS, Dure, violations
from tests.browser.windows import Windows
from tests.journeys.caller import Caller, until

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]

SENTENCES = ["오늘 아침에는 비가 왔어요.", "바다가 참 잔잔하네요.", "점심은 밀면을 먹었어요."]
READING = {
    "name": "대본/01",
    "parts": [
        {"id": "topic", "role": "topic", "text": "또박또박, 평소 말투로 읽어 주세요."},
        *({"id": f"s{n}", "role": "read", "text": text} for n, text in enumerate(SENTENCES)),
    ],
}
EACH = recording(takes="each", roles=["read"])
WRITE = {"kind": "writing", "name": "said", "ko": "풀어 쓰기", "en": "In writing"}


@pytest.fixture(scope="module")
def windows(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Windows]:
    """Those of a further Chromium, with a voice at its microphone."""
    flags = [*FLAGS, *microphone(tmp_path_factory.mktemp("voice"))]
    path = web.chromium("chromium-headless-shell")
    with browser.browser_type.launch(executable_path=path, args=flags) as launched:
        yield Windows(launched)


@pytest.fixture
def line(dure: Dure) -> Iterator[Line]:
    """A line to the server that can be cut."""
    made = Line(dure.url)
    yield made
    made.close()


def through(dure: Dure, line: Line, who: Caller, path: str, **looks: Any) -> Page:
    """A page that reaches the server by that line alone."""
    page = dure.open(who, "/sign-in", **looks)
    page.goto(line.url + path)
    return page


def unnamed(page: Page) -> list[str]:
    """Controls in sight that a screen reader has no name for."""
    return list(
        page.evaluate(
            """() => [...document.querySelectorAll('button,a[href],input,select,textarea,video')]
            .filter((one) => one.checkVisibility() && one.getAttribute('aria-hidden') !== 'true')
            .filter((one) => !(one.getAttribute('aria-label') || one.textContent.trim() ||
              one.getAttribute('aria-labelledby') || one.labels?.length || one.title))
            .map((one) => one.outerHTML.slice(0, 160))"""
        )
    )


def test_sentences_are_recorded_handed_in_and_approved(dure: Dure) -> None:
    """Each sentence by itself, one after the other; the inspector hears what was said."""
    stage = Collecting(dure, [EACH], [READING])
    speaker = stage.speaker()
    page = dure.open(speaker, stage.work)
    recorder = Recorder(page).ready()
    assert violations(page) == []
    assert unnamed(page) == []
    for text in SENTENCES:
        expect(page.locator(".pr-part p")).to_have_text(text)
        recorder.record(2)
    steps = page.locator(".pr-step")
    for n in range(len(SENTENCES)):
        expect(steps.nth(n)).to_have_attribute("data-state", "done", timeout=60_000)
    assert violations(page) == []
    page.keyboard.press("n")
    expect(page.locator(".toast")).to_contain_text("제출했어요")
    lease = stage.lease(speaker)
    until(
        lambda: (
            speaker.get(f"{stage.site.project}/assignments/{lease}")["state"] == "submitted" or None
        ),
        "the hand-in",
    )
    takes = stage.takes(speaker, lease)
    assert [one["state"] for one in takes] == ["passed"] * 3
    assert {(one["measured"]["rate"], one["measured"]["channels"]) for one in takes} == {
        (16_000, 1)
    }

    page = dure.open(stage.inspector(), f"/review/{stage.project}/{stage.id}/1")
    looked = page.locator(".pr-view .pr-take")
    expect(looked).to_have_count(3, timeout=60_000)
    expect(page.locator(".pr-part p")).to_have_count(4)
    expect(looked.first.locator(".pr-measures")).to_contain_text("16 kHz × 1")
    assert violations(page) == []
    assert unnamed(page) == []
    page.keyboard.press("a")
    expect(page.locator(".toast")).to_contain_text("승인")
    until(
        lambda: (
            speaker.get(f"{stage.site.project}/assignments/{lease}")["state"] == "accepted" or None
        ),
        "the verdict",
    )


def test_a_take_goes_on_where_the_line_broke_after_the_tab_was_closed(
    dure: Dure, line: Line
) -> None:
    """Its bytes are sent once, its hand-in counts once."""
    stage = Collecting(dure, [recording(rate=48_000)], [{"name": "하나", "text": SENTENCES[0]}])
    speaker = stage.speaker()
    page = through(dure, line, speaker, stage.work)
    recorder = Recorder(page).ready()
    before = line.up
    # One piece gets through, and the next breaks off.
    line.most = before + 400_000
    recorder.record(9)
    until(lambda: line.is_cut or None, "the line to break")
    expect(recorder.takes.first).to_contain_text("기기에 보관했어요")
    page.keyboard.press("n")
    expect(page.get_by_role("alert")).to_contain_text("아직 보내는 중")
    assert violations(page) == []
    context = page.context
    page.close()

    line.mend()
    there = line.up
    page = context.new_page()
    page.goto(line.url + stage.work)
    Recorder(page).passed()
    (take,) = stage.takes(speaker, stage.lease(speaker))
    assert take["state"] == "passed"
    # What was there was not sent again: 9 seconds are some 860,000 bytes.
    assert line.up - there < take["bytes"] - 200_000
    page.keyboard.press("n")
    expect(page.locator(".toast")).to_contain_text("제출했어요")
    lease = stage.lease(speaker)
    work = stage.became(speaker, lease, "submitted")
    assert len([turn for turn in work["turns"] if turn["level"] == 0]) == 1


def test_a_bad_take_is_refused_with_its_reason_and_taken_again(dure: Dure) -> None:
    """First by the page itself, then by the server; the next one takes its place."""
    stage = Collecting(dure, [recording(min_seconds=4)], [{"name": "하나", "text": SENTENCES[0]}])
    speaker = stage.speaker()
    page = dure.open(speaker, stage.work, phone=True)
    recorder = Recorder(page).ready()
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    recorder.record(1)
    expect(recorder.poor).to_contain_text("4초가 넘게 다시 해 주세요")
    page.get_by_role("button", name="그래도 보내기").click()
    expect(recorder.takes.first).to_have_attribute("data-state", "wrong", timeout=60_000)
    expect(recorder.takes.first).to_contain_text("4초가 넘게 다시 해 주세요")
    assert violations(page) == []
    assert unnamed(page) == []
    recorder.record(5)
    expect(recorder.takes).to_have_count(1)
    recorder.passed()
    states = {one["state"] for one in stage.takes(speaker, stage.lease(speaker))}
    assert "passed" in states


def test_photographs_and_words_are_made_with_one_thumb(dure: Dure) -> None:
    """The camera with its frame, and the sentence that is asked for beside it."""
    photo = {
        "kind": "photograph",
        "name": "scene",
        "ko": "간판 사진",
        "guide": "square",
        "min_sharpness": 0,
        "min_light": 0,
        "max_light": 255,
        "min_width": 320,
        "min_height": 240,
        "near_duplicates": False,
    }
    prompt = {"name": "간판", "text": "동네 가게의 간판을 찍어 주세요."}
    stage = Collecting(dure, [photo, WRITE], [prompt])
    speaker = stage.speaker()
    page = dure.open(speaker, stage.work, phone=True)
    page.get_by_role("button", name="카메라 켜기").click()
    expect(page.get_by_text("네모 틀 가운데에 맞춰 주세요")).to_be_visible()
    page.get_by_role("button", name="찍기").click()
    Recorder(page).passed()
    page.get_by_label("풀어 쓰기").last.fill("부산 밀면집 간판")
    assert violations(page) == []
    assert unnamed(page) == []
    page.get_by_role("button", name="제출").click()
    expect(page.locator(".toast")).to_contain_text("제출했어요")
    lease = stage.lease(speaker)
    work = stage.became(speaker, lease, "submitted")
    answer = next(turn["answer"] for turn in work["turns"] if turn["level"] == 0)
    kinds = sorted(one["kind"] for one in answer["annotations"])
    assert kinds == ["photograph", "writing"], json.dumps(answer, ensure_ascii=False)
