"""Collecting in a real browser: what is recorded, photographed and written for prompts, what
becomes of it when the line breaks, and how it is looked over."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests import seoul
from tests.browser.collecting import Collecting, Line, Recorder, recording, voice, voiced
from tests.browser.conftest import Dure, dismiss, mailed, violations
from tests.browser.judging import returned
from tests.browser.windows import Windows
from tests.journeys.caller import Caller, new_key, until

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
    with voiced(browser, tmp_path_factory.mktemp("voice")) as made:
        yield made


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


def clean(page: Page) -> None:
    assert violations(page) == []
    assert unnamed(page) == []


def test_sentences_are_recorded_handed_in_and_approved(dure: Dure) -> None:
    """Each sentence by itself, one after the other; the inspector hears what was said."""
    stage = Collecting(dure, [EACH], [READING])
    speaker = stage.speaker()
    page = dure.open(speaker, stage.work)
    recorder = Recorder(page).ready()
    clean(page)
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
    clean(page)
    page.keyboard.press("a")
    expect(page.locator(".toast")).to_contain_text("승인")
    until(
        lambda: (
            speaker.get(f"{stage.site.project}/assignments/{lease}")["state"] == "accepted" or None
        ),
        "the verdict",
    )

    # The manager hears it, too, at the item's own page.
    (item,) = stage.site.boss.pages(f"{stage.site.project}/items", stage_id=stage.id)
    page = dure.open(stage.site.boss, f"{stage.site.project}/data/{item['id']}")
    looked = page.locator(".media-shown .pr-take")
    expect(looked).to_have_count(3)
    expect(looked.first.locator(".pr-measures")).to_contain_text("16 kHz × 1")
    looked.first.get_by_role("button", name="듣기").first.click()
    clean(page)


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
    clean(page)
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
    clean(page)
    page.get_by_role("button", name="제출").click()
    expect(page.locator(".toast")).to_contain_text("제출했어요")
    lease = stage.lease(speaker)
    work = stage.became(speaker, lease, "submitted")
    answer = next(turn["answer"] for turn in work["turns"] if turn["level"] == 0)
    kinds = sorted(one["kind"] for one in answer["annotations"])
    assert kinds == ["photograph", "writing"], json.dumps(answer, ensure_ascii=False)

    # Sent back, it is seen with why; by whose thumb it was made, and as it was.
    inspector = stage.inspector()
    claims = f"{stage.site.project}/stages/{stage.id}/claims"
    (held,) = inspector.post(claims, {"level": 1, "count": 1}, key=new_key())["leases"]
    path = f"{stage.site.project}/assignments/{held['id']}/submission"
    said = {"verdict": "return", "reason": "missing", "comment": "간판이 잘렸어요."}
    inspector.post(path, said, key=new_key())
    returned(speaker, {"project_id": stage.project, "id": lease})
    page.goto(f"{dure.url}/my-work/{stage.project}/{lease}")
    expect(page.get_by_text("간판이 잘렸어요.")).to_be_visible()
    picture = page.locator(".media-shown .pr-take img")
    expect(picture).to_have_js_property("complete", True)
    assert picture.evaluate("(one) => one.naturalWidth") >= 320
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    clean(page)


def test_two_who_speak_together_find_each_other_by_a_code(dure: Dure) -> None:
    """What the one records and hands in is the other's work as well."""
    prompts = [{"name": "하나", "text": SENTENCES[0]}]
    stage = Collecting(dure, [recording()], prompts, group_max=2)
    host, guest = stage.speaker("화자"), stage.speaker("짝")
    page = dure.open(host, stage.work)
    page.get_by_role("button", name="함께 녹음할 사람 부르기").click()
    dialog = page.get_by_role("dialog")
    code = dialog.locator(".wk-code")
    expect(code).to_be_visible()
    clean(page)

    other = dure.open(guest, f"/work/stages/{stage.project}/{stage.id}", phone=True)
    other.get_by_role("button", name="코드로 함께 녹음하기").click()
    other.get_by_role("textbox", name="코드").fill(code.inner_text().split()[-1].lower())
    clean(other)
    other.get_by_role("dialog").get_by_role("button", name="함께하기").click()
    other.wait_for_url(re.compile(rf"/work/{stage.project}/\d+$"))
    expect(other.get_by_text(f"{host.pseudonym}님이 녹음해요")).to_be_visible()
    clean(other)
    # The one who records sees who came in.
    expect(dialog.get_by_role("listitem")).to_have_count(2)
    expect(dialog).to_contain_text(guest.pseudonym)
    dismiss(page)
    recorder = Recorder(page).ready()
    recorder.record(2)
    recorder.passed()
    page.keyboard.press("n")
    mine, theirs = stage.lease(host), stage.lease(guest)
    assert mine != theirs
    stage.became(host, mine, "submitted")
    stage.became(guest, theirs, "submitted")


def test_a_guardian_consents_by_a_mail(dure: Dure) -> None:
    """Who is a minor asks for it; who is asked reads and signs without an account."""
    stage = Collecting(dure, [recording()], [{"name": "하나", "text": SENTENCES[0]}])
    young = stage.speaker("새싹", birth_year=seoul.today().year - 16)
    market = f"/work/stages/{stage.project}/{stage.id}"
    page = dure.open(young, market, phone=True)
    page.get_by_role("button", name="보호자 동의 받기").click()
    page.get_by_label("보호자 이름").fill("한어른")
    page.get_by_label("나와의 관계").fill("어머니")
    page.get_by_label("보호자 이메일").fill("elder@example.test")
    clean(page)
    page.get_by_role("button", name="동의 요청 보내기").click()
    expect(page.get_by_text("elder@example.test 주소로 보냈어요")).to_be_visible()

    asked = dure.visit(mailed(dure, "elder@example.test", "guardian"), phone=True)
    expect(asked.get_by_text("한어른님(어머니), 새싹님이")).to_be_visible()
    expect(asked.get_by_text("언제든 철회할 수 있어요.", exact=False).first).to_be_visible()
    assert "#" not in asked.url  # the key does not stay in the address
    clean(asked)
    asked.get_by_role("button", name="법정대리인으로서 동의해요").click()
    expect(asked.get_by_text("동의했어요. 고맙습니다.")).to_be_visible()
    clean(asked)
    page.goto(dure.url + market)
    page.get_by_role("link", name="시작").click()
    expect(page.locator(".pr-deck")).to_be_visible(timeout=60_000)


def test_who_takes_consent_back_takes_everything_along(dure: Dure) -> None:
    """In two steps, at his own account; the manager has nothing of it any more."""
    prompts = [{"name": "하나", "text": SENTENCES[0]}]
    stage = Collecting(dure, [recording(rate=48_000)], prompts)
    speaker, site = stage.speaker(), stage.site
    claims = f"{site.project}/stages/{stage.id}/claims"
    (lease,) = speaker.post(claims, {"level": 0, "count": 1}, key=new_key())["leases"]
    take = site.capture(speaker, lease["id"], "speech", "a.wav", voice(3))
    assert take["state"] == "passed", take
    named = {"id": "a", "name": "speech", "kind": "recording", "capture": take["id"]}
    answer = {"modality": "prompt", "annotations": [named]}
    path = f"{site.project}/assignments/{lease['id']}/submission"
    speaker.post(path, {"answer": answer, "active_seconds": 20}, key=new_key())
    manager = dure.open(site.boss, f"{site.project}/data/{lease['item']['id']}")
    expect(manager.locator(".media-shown .pr-take")).to_have_count(1)

    page = dure.open(speaker, "/account", phone=True)
    page.get_by_role("button", name="방언 수집: 동의 철회").click()
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_role("listitem")).to_have_count(4)
    # Nothing goes on before it was read.
    expect(dialog.get_by_role("button", name="철회하기")).to_be_disabled()
    dialog.get_by_label("이유").fill("마음이 바뀌었어요.")
    dialog.get_by_text("지워지는 것을 읽었고").click()
    clean(page)
    dialog.get_by_role("button", name="철회하기").click()
    expect(dialog.get_by_role("button", name="취소")).to_be_focused()
    clean(page)
    dialog.get_by_role("button", name="모두 지우고 철회하기").click()
    expect(page.get_by_text("동의를 철회했어요").first).to_be_visible()

    manager.goto(f"{dure.url}{site.project}/people?tab=withdrawals")
    row = manager.get_by_role("row").filter(has_text=str(speaker.pseudonym))
    until(lambda: site.boss.get(f"{site.project}/withdrawals")["items"][0]["done_at"], "the end")
    manager.reload()
    expect(row).to_contain_text("다 없앴어요")
    expect(row).to_contain_text("녹음·사진 1")
    clean(manager)
    manager.goto(f"{dure.url}{site.project}/data/{lease['item']['id']}")
    expect(manager.get_by_text(SENTENCES[0]).first).to_be_visible()
    expect(manager.locator(".pr-take")).to_have_count(0)
    clean(manager)
    page.reload()
    expect(page.get_by_text("자료를 모두 지웠어요")).to_be_visible()
