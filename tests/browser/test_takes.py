"""Further takes in a real browser: films, files, a take that was returned with a pin, and who has
not said yet who he is."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.collecting import Collecting, Recorder, recording, voice, voiced
from tests.browser.conftest import Dure, violations
from tests.browser.judging import returned, say, send_back
from tests.browser.windows import Windows
from tests.journeys.caller import new_key

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]

FILM = {
    "kind": "film",
    "name": "film",
    "ko": "걷는 모습",
    "min_seconds": 2,
    "max_seconds": 30,
    "min_width": 320,
    "min_height": 240,
}
FILE = {"kind": "file", "name": "log", "ko": "기록 파일", "types": ["text/plain", "image/*"]}
READ = {"name": "하나", "text": "오늘 아침에는 비가 왔어요."}


@pytest.fixture(scope="module")
def windows(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Windows]:
    with voiced(browser, tmp_path_factory.mktemp("voice")) as made:
        yield made


def made(stage: Collecting, who: Any) -> dict[str, Any]:
    """The one take that was handed in, as the server has it."""
    lease = stage.lease(who)
    work = stage.became(who, lease, "submitted")
    (named,) = next(turn["answer"] for turn in work["turns"] if turn["level"] == 0)["annotations"]
    return next(one for one in stage.takes(who, lease) if one["id"] == named["capture"])


def test_a_film_is_made_with_one_thumb(dure: Dure) -> None:
    stage = Collecting(dure, [FILM], [{"name": "걷기", "text": "골목을 걷는 모습을 찍어 주세요."}])
    speaker = stage.speaker()
    page = dure.open(speaker, stage.work, phone=True)
    page.get_by_role("button", name="카메라 켜기").click()
    expect(page.locator(".pr-clock")).to_have_text("0:00 / 0:30")
    recorder = Recorder(page)
    page.get_by_role("button", name="촬영 시작").click()
    recorder.reached(3)
    page.get_by_role("button", name="촬영 끝내기").click()
    recorder.passed()
    film = page.locator(".pr-takes video")
    expect(film).to_have_js_property("readyState", 4)
    # Nothing of it is cut off by the place that it has.
    seen = page.locator(".pr-finder")
    assert seen.locator("video").evaluate("(one) => one.getBoundingClientRect().height") <= (
        seen.evaluate("(one) => one.getBoundingClientRect().height + 1")
    )
    assert violations(page) == []
    page.get_by_role("button", name="제출").click()
    expect(page.locator(".toast")).to_contain_text("제출했어요")
    take = made(stage, speaker)
    assert (take["label"], take["state"]) == ("film", "passed")
    assert 2_000 <= take["measured"]["length"] <= 10_000


def test_a_file_is_chosen_and_another_kind_refused(dure: Dure) -> None:
    stage = Collecting(dure, [FILE], [{"name": "기록", "text": "오늘의 기록을 올려 주세요."}])
    speaker = stage.speaker()
    page = dure.open(speaker, stage.work)
    deck = page.get_by_role("region", name="파일 고르기")
    expect(deck).to_contain_text("TXT, 사진 파일을 고르거나")
    send = page.get_by_role("button", name="제출")
    # As long as something is missing, choosing it is what comes next.
    expect(send).not_to_contain_class("primary")
    chosen = page.locator("input[type=file]")
    sheet = {"name": "a.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.4"}
    chosen.set_input_files(sheet)  # type: ignore[arg-type]
    expect(deck).to_contain_text("맞지 않는 종류의 파일이에요 (PDF)")
    assert stage.takes(speaker, stage.lease(speaker)) == []
    notes = "날씨: 맑음\n".encode() * 20
    chosen.set_input_files({"name": "기록.txt", "mimeType": "text/plain", "buffer": notes})
    Recorder(page).passed()
    expect(page.locator(".pr-takes .pr-file")).to_contain_text(f"{len(notes)} B")
    expect(send).to_contain_class("primary")
    assert violations(page) == []
    send.click()
    expect(page.locator(".toast")).to_contain_text("제출했어요")
    take = made(stage, speaker)
    assert (take["label"], take["state"], take["bytes"]) == ("log", "passed", len(notes))


def test_a_take_that_came_back_with_a_pin_is_made_again(dure: Dure) -> None:
    """The pin lies at its moment; who inspects again has the earlier take beside the new one."""
    stage = Collecting(dure, [recording(rate=48_000)], [READ])
    speaker, site = stage.speaker(), stage.site
    claims = f"{site.project}/stages/{stage.id}/claims"
    (lease,) = speaker.post(claims, {"level": 0, "count": 1}, key=new_key())["leases"]
    first = site.capture(speaker, lease["id"], "speech", "a.wav", voice(4, 31))
    named = {"id": "a", "name": "speech", "kind": "recording", "capture": first["id"]}
    answer = {"modality": "prompt", "annotations": [named]}
    path = f"{site.project}/assignments/{lease['id']}/submission"
    speaker.post(path, {"answer": answer, "active_seconds": 20}, key=new_key())

    inspector = stage.inspector()
    page = dure.open(inspector, f"/review/{stage.project}/{stage.id}/1")
    take = page.locator(".pr-view .pr-take")
    # Its length is known once its head was read.
    expect(take.get_by_role("slider")).to_have_attribute("max", re.compile(r"^4"))
    take.get_by_role("slider").fill("2")
    say(page, "여기서 문이 닫혀요.")
    expect(take.locator(".pr-pin")).to_have_text("1")
    expect(page.locator(".rv-pins")).to_contain_text("읽은 소리 · 0:02")
    assert violations(page) == []
    send_back(page, "조용한 곳에서 다시 읽어 주세요.")
    returned(speaker, {"project_id": stage.project, "id": lease["id"]})

    again = dure.open(speaker, f"/work/{stage.project}/{lease['id']}", phone=True)
    recorder = Recorder(again)
    expect(recorder.takes).to_contain_text("여기서 문이 닫혀요.")
    again.get_by_role("button", name="왜 돌아왔나요").click()
    expect(again.get_by_role("dialog")).to_contain_text("조용한 곳에서 다시 읽어 주세요.")
    again.keyboard.press("Escape")
    recorder.ready()
    recorder.record(2)
    # The one that came back has passed, too: the new one is in its place once its pin is gone.
    expect(recorder.takes).not_to_contain_text("여기서 문이 닫혀요.")
    recorder.passed()
    expect(recorder.takes).to_have_count(1)
    assert violations(again) == []
    again.get_by_role("button", name="다시 제출하기").click()
    expect(again.locator(".toast")).to_contain_text("제출했어요")
    stage.became(speaker, lease["id"], "submitted")

    page.reload()
    before = page.locator(".pr-before")
    expect(before).to_contain_text("이전 것 1개")
    expect(before.locator(".pr-take")).to_have_count(1)
    expect(page.locator(".pr-view .pr-take")).to_have_count(2)
    assert violations(page) == []


def test_who_has_not_said_who_he_is_says_it_on_the_way(dure: Dure) -> None:
    stage = Collecting(dure, [recording()], [READ])
    newcomer = stage.site.join("새내기", "worker")
    stage.sign(newcomer)
    page = dure.open(newcomer, stage.work, phone=True)
    expect(page.get_by_role("heading", name="참여자 프로필을 채워야 해요.").last).to_be_visible()
    assert violations(page) == []
    page.get_by_role("radio", name="여성").check(force=True)
    for label in ("자란 곳", "사는 곳"):
        page.get_by_role("button", name=label).click()
        page.get_by_role("option", name="제주").click()
    page.get_by_label("그곳에 산 햇수").fill("20")
    page.get_by_role("button", name="저장하고 계속하기").click()
    expect(page.locator(".pr-deck")).to_be_visible(timeout=60_000)
    said = newcomer.get("/me/participant")
    assert (said["sex"], said["grew_up"], said["lives_years"]) == ("female", "jeju", 20)
