"""Sounds on the screen: heard, cut into segments and written down, by mouse, keys and fingers."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Dure, violations
from tests.browser.editing import Fingers
from tests.browser.sounding import SPOKEN, Sound, SoundStage, recording
from tests.journeys.caller import new_key

pytestmark = pytest.mark.browser

LENGTH = 20_000
SPECIAL = [
    {"id": "laugh", "ko": "웃음", "en": "Laughter", "text": "(웃음)"},
    {"id": "unclear", "ko": "못 알아들음", "en": "Unclear", "text": "((?))"},
]
TALK: dict[str, Any] = {
    "kind": "segment",
    "name": "talk",
    "ko": "말",
    "en": "Speech",
    "min": 1,
    "classes": [{"id": "speech", "ko": "말소리", "en": "Speech"}],
    "speakers": [
        {"id": "s1", "ko": "화자 1", "en": "Speaker 1"},
        {"id": "s2", "ko": "화자 2", "en": "Speaker 2"},
    ],
    "texts": [
        {"name": "dialect", "ko": "들리는 대로", "en": "As heard", "language": "ko",
         "marks": SPECIAL},
        {"name": "standard", "ko": "표준말", "en": "Standard", "language": "ko",
         "required": False},
    ],
}  # fmt: skip
ROOM = {
    "kind": "class",
    "name": "room",
    "ko": "녹음 상태",
    "en": "Quality",
    "classes": [
        {"id": "good", "ko": "좋음", "en": "Good"},
        {"id": "bad", "ko": "나쁨", "en": "Bad"},
    ],
}


def talking(dure: Dure, *labels: dict[str, Any]) -> SoundStage:
    """A recording of twenty seconds in which somebody speaks five times."""
    return SoundStage(dure, list(labels) or [TALK, ROOM], {"a.wav": recording(LENGTH, SPOKEN)})


def near(sound: Sound, start: int, end: int) -> None:
    """The segment in hand is where a hand that drew it meant it: within two pixels."""
    expect(sound.now).to_be_visible()
    wide = 2.1 * LENGTH / (sound.line.bounding_box() or {"width": 1})["width"]
    assert sound.place() == (pytest.approx(start, abs=wide), pytest.approx(end, abs=wide))


def composed(page: Page, text: str) -> None:
    """Letters put together as a Korean keyboard does, which takes Enter to be done for itself."""
    hand = page.context.new_cdp_session(page)
    hand.send(
        "Input.imeSetComposition",
        {"text": text, "selectionStart": len(text), "selectionEnd": len(text)},
    )
    enter = {"code": "Enter", "key": "Process", "windowsVirtualKeyCode": 229}
    hand.send("Input.dispatchKeyEvent", {"type": "rawKeyDown", **enter})
    hand.send("Input.insertText", {"text": text})
    hand.send("Input.dispatchKeyEvent", {"type": "keyUp", **enter})


def test_segments_are_drawn_pulled_moved_cut_and_joined_with_the_mouse(dure: Dure) -> None:
    stage = talking(dure)
    sound = stage.open()
    for nth, (start, end) in enumerate(SPOKEN[:3], 1):
        sound.drag(start, end, LENGTH)
        expect(sound.rows).to_have_count(nth)
        near(sound, start, end)
    # Pulled at an edge, and moved as a whole.
    sound.drag(12_100, 11_000, LENGTH)
    near(sound, 7_900, 11_000)
    sound.drag(9_000, 10_000, LENGTH)
    near(sound, 8_900, 12_000)
    # Cut where the playhead is, then made one again.
    sound.page.mouse.click(*sound.spot(10_000, LENGTH))
    sound.control("나누기").click()
    expect(sound.rows).to_have_count(4)
    near(sound, 10_000, 12_000)
    sound.rows.nth(2).locator(".sd-n").click()
    sound.control("합치기").click()
    expect(sound.rows).to_have_count(3)
    near(sound, 8_900, 12_000)
    # Where nothing is, a press leaves what was selected and goes there.
    sound.page.mouse.click(*sound.spot(15_000, LENGTH))
    expect(sound.now).to_have_count(0)
    assert sound.heard() == pytest.approx(15, abs=0.1)
    # Every step can be taken back.
    sound.press(*["KeyZ"] * 7)
    expect(sound.rows).to_have_count(0)
    sound.press(*["Shift+KeyZ"] * 7)
    expect(sound.rows).to_have_count(3)


def test_by_the_keyboard_alone_from_the_claim_to_the_hand_in(dure: Dure) -> None:
    stage = talking(dure)
    sound = stage.open()
    # From one second to five, of the second speaker; moved by hundredths at both ends.
    sound.press("ArrowRight", "KeyI", *["ArrowRight"] * 4, "KeyO")
    expect(sound.now).to_be_visible()
    assert sound.place() == (1_000, 5_000)
    sound.press("Shift+Digit2", "Alt+ArrowRight", "Alt+Shift+ArrowLeft", "Alt+Shift+ArrowLeft")
    assert sound.place() == (980, 5_010)
    sound.press("Control+ArrowRight")
    assert sound.place() == (990, 5_020)
    # The numbers themselves.
    sound.number("끝").fill("5,500")
    sound.number("끝").press("Enter")
    assert sound.place() == (990, 5_500)
    sound.number("시작").fill("6000")
    sound.number("시작").press("Enter")
    expect(sound.now.get_by_role("alert")).to_be_visible()
    sound.number("시작").press("Escape")
    sound.number("시작").blur()
    # The playhead is at 5 s: a cut there, then the second is written first.
    sound.press("KeyC")
    expect(sound.rows).to_have_count(2)
    sound.press("KeyW")
    expect(sound.field("들리는 대로")).to_be_focused()
    sound.page.keyboard.type("뒤엣말")
    sound.press("Shift+Enter")
    expect(sound.field("들리는 대로")).to_have_value("")
    expect(sound.field("들리는 대로")).to_be_focused()
    sound.page.keyboard.type("앞엣말")
    # Out of the field by Esc; on by Tab where one writes.
    sound.press("Tab")
    expect(sound.field("표준말")).to_be_focused()
    sound.press("Escape")
    expect(sound.page.locator("textarea:focus")).to_have_count(0)
    sound.press("Digit2")  # what is asked of the whole
    expect(sound.page.get_by_role("button", name="좋음")).to_have_attribute("aria-pressed", "true")
    sound.saved()
    sound.press("KeyN")
    given = stage.handed_in(dure.caller("worker1"))
    segments = sorted(
        (one for one in given if one["kind"] == "segment"), key=lambda one: one["start"]
    )
    assert [(one["start"], one["end"], one["speaker"]) for one in segments] == [
        (990, 5_000, "s2"),
        (5_000, 5_500, "s2"),
    ]
    assert [one["texts"] for one in segments] == [{"dialect": "앞엣말"}, {"dialect": "뒤엣말"}]
    assert [one["classes"] for one in given if one["kind"] == "class"] == [["good"]]


def test_it_is_written_while_it_is_heard(dure: Dure) -> None:
    stage = talking(dure)
    sound = stage.open()
    for start, end in SPOKEN[:3]:
        sound.drag(start, end, LENGTH)
    sound.rows.first.locator(".sd-n").click()
    sound.press("KeyW")
    field = sound.field("들리는 대로")
    sound.page.keyboard.type("어제 장에 갔더니")
    # A special mark at the caret, which stays behind it.
    for _ in range(3):
        sound.press("ArrowLeft")
    sound.press("Alt+Digit1")
    sound.page.keyboard.type("아")
    expect(field).to_have_value("어제 장에 (웃음)아갔더니")
    # Letters that are put together take Enter for themselves.
    field.fill("")
    composed(sound.page, "장")
    expect(field).to_have_value("장")
    expect(sound.rows.first).to_have_attribute("data-now", "true")
    # Enter goes on to the next, which is played at once and written in.
    sound.press("Enter")
    expect(sound.rows.nth(1)).to_have_attribute("data-now", "true")
    expect(sound.field("들리는 대로")).to_be_focused()
    pause = sound.page.get_by_role("button", name="멈춤", exact=True)
    expect(pause).to_be_visible()
    sound.press("Control+Space")
    expect(pause).to_have_count(0)
    assert 4.9 <= sound.heard() <= 7.7
    # Cut where it is written: the words go with their parts.
    sound.page.keyboard.type("맞나. 니는")
    sound.press(*["ArrowLeft"] * 2)
    sound.page.mouse.click(*sound.spot(6_000, LENGTH))
    sound.field("들리는 대로").focus()
    sound.press("Control+Slash")
    expect(sound.rows).to_have_count(4)
    expect(sound.rows.nth(1)).to_contain_text("맞나.")
    expect(sound.field("들리는 대로")).to_have_value("니는")
    expect(sound.field("들리는 대로")).to_be_focused()
    # Tab leads on, and out of the list in the end: no field holds the keyboard.
    for _ in range(8):
        sound.press("Tab")
    expect(sound.page.locator(".sd-lines textarea:focus")).to_have_count(0)
    # A button beside it does the same as its key.
    sound.field("들리는 대로").focus()
    sound.press("End")
    sound.page.get_by_role("button", name="못 알아들음").click()
    expect(sound.field("들리는 대로")).to_have_value("니는 ((?))")


def test_it_is_heard_slower_again_and_from_where_one_wants(dure: Dure) -> None:
    sound = talking(dure).open()
    page = sound.page
    sound.drag(5_000, 5_600, LENGTH)
    near(sound, 5_000, 5_600)
    start, end = sound.place()
    # Again and again: it never leaves the segment.
    page.get_by_role("button", name="되풀이해 듣기").click()
    heard: list[float] = page.wait_for_function(
        """(seen) => {
          seen.push(Number(document.querySelector(".sd-time b").textContent.split(":")[1]));
          const turns = seen.filter((at, nth) => at < seen[nth - 1] - 0.2).length;
          return turns === 2 && seen;
        }""",
        arg=page.evaluate_handle("() => []"),
    ).json_value()
    assert min(heard) >= start / 1000 - 0.11
    assert max(heard) <= end / 1000 + 0.11
    sound.press("KeyL", "Space")
    # A segment is played to its end and no further.
    sound.press("Space")
    expect(page.get_by_role("button", name="듣기", exact=True)).to_be_visible()
    assert sound.heard() == pytest.approx(end / 1000, abs=0.06)
    # Slower, by button and by key.
    page.get_by_role("button", name="0.5", exact=True).click()
    sound.press("Shift+Period")
    expect(page.get_by_role("button", name="0.75", exact=True)).to_have_attribute(
        "aria-pressed", "true"
    )
    # To places by keys: the beginning, five seconds, a second back, a hundredth.
    sound.press("Escape", "Home", "Shift+ArrowRight", "ArrowLeft")
    assert sound.heard() == 4.0
    sound.press(*["Quote"] * 10)
    assert sound.heard() == pytest.approx(4.1, abs=0.001)
    sound.press("End")
    assert sound.heard() == 20.0


def test_who_speaks_at_once_stands_in_lanes_and_one_speaker_never_twice(dure: Dure) -> None:
    label = {**TALK, "overlap": "speakers", "texts": []}
    sound = talking(dure, label).open()
    sound.drag(2_000, 6_000, LENGTH)
    sound.press("Escape", "Shift+Digit2", *["ArrowLeft"] * 20, *["ArrowRight"] * 4)
    sound.press("KeyI", *["ArrowRight"] * 4, "KeyO")
    expect(sound.rows).to_have_count(2)
    assert sound.place() == (4_000, 8_000)
    # Each has its lane: a press above is on the one, below on the other.
    sound.page.mouse.click(*sound.spot(5_000, LENGTH, 0.3))
    expect(sound.rows.first).to_have_attribute("data-now", "true")
    sound.page.mouse.click(*sound.spot(5_000, LENGTH, 0.7))
    expect(sound.rows.nth(1)).to_have_attribute("data-now", "true")
    # One speaker does not speak across himself: what is made stops before, where it would.
    sound.press("Escape", "Home", *["ArrowRight"] * 3, "KeyI", *["ArrowRight"] * 3, "KeyO")
    expect(sound.rows).to_have_count(3)
    assert sound.place() == (3_000, 4_000)


def test_events_are_set_linked_and_bound(dure: Dure) -> None:
    bang = {
        "kind": "event",
        "name": "bang",
        "ko": "사건",
        "classes": [{"id": "door", "ko": "문"}, {"id": "horn", "ko": "경적"}],
    }
    ties = {
        "kind": "relation",
        "name": "ties",
        "ko": "관계",
        "classes": [{"id": "a", "ko": "원인"}],
    }
    stage = talking(dure, bang, ties)
    sound = stage.open()
    sound.press("ArrowRight", "KeyV", "ArrowRight", "KeyV", "Digit2")
    expect(sound.rows).to_have_count(2)
    expect(sound.now).to_contain_text("경적")
    sound.press("Shift+KeyL", "Comma", "Shift+KeyL")
    expect(sound.page.locator(".an-relation")).to_have_count(1)
    sound.number("자리").fill("1234")
    sound.number("자리").press("Enter")
    sound.number("자리").blur()
    sound.drag(2_000, 3_000, LENGTH)
    sound.saved()
    sound.press("KeyN")
    given = stage.handed_in(dure.caller("worker1"))
    assert next(one["at"] for one in given if one["kind"] == "event") == 1234
    assert len([one for one in given if one["kind"] == "relation"]) == 1


def test_half_an_hour_is_gone_through(dure: Dure) -> None:
    half_hour = 1_800_000
    spoken = tuple((at, at + 1_500) for at in range(0, half_hour, 3_000))
    stage = SoundStage(dure, [TALK], {"lang.wav": recording(half_hour, spoken)})
    sound = stage.open()
    page = sound.page
    sound.press("End", "Shift+ArrowLeft", "KeyI", *["ArrowRight"] * 2, "KeyO")
    assert sound.place() == (1_795_000, 1_797_000)
    sound.press("KeyF")  # near
    sound.press("Space")
    expect(page.get_by_role("button", name="멈춤", exact=True)).to_be_visible()
    expect(page.get_by_role("button", name="듣기", exact=True)).to_be_visible()
    assert sound.heard() == pytest.approx(1797, abs=0.1)
    # The window goes through it, by keys and by the wheel.
    sound.press("Digit0", *["Equal"] * 8, "PageUp", "PageDown")
    page.mouse.move(*sound.spot(1, 2))
    page.mouse.wheel(3000, 0)
    # The spectrogram comes as it is looked at.
    with page.expect_response(lambda answer: answer.status == 206):
        sound.press("KeyY")
    assert violations(page) == []


@pytest.mark.parametrize(("locale", "theme"), [("ko", "light"), ("en", "dark")])
def test_nothing_stands_in_anyones_way(dure: Dure, locale: str, theme: str) -> None:
    sound = talking(dure).open(locale=locale, theme=theme)
    assert violations(sound.page) == []
    for start, end in SPOKEN[:3]:
        sound.drag(start, end, LENGTH)
    expect(sound.rows).to_have_count(3)
    assert violations(sound.page) == []
    sound.press("KeyN")  # what is wrong is said
    expect(sound.page.locator(".an-faults")).to_be_visible()
    assert violations(sound.page) == []


def test_on_a_phone_by_the_thumb(dure: Dure) -> None:
    stage = talking(dure)
    sound = stage.open(phone=True)
    page = sound.page
    tools = page.locator(".wk-ptools")
    # Where it starts and ends, while it is heard.
    page.mouse.click(*sound.spot(5_000, LENGTH))
    tools.get_by_role("button", name="시작").click()
    page.mouse.click(*sound.spot(7_600, LENGTH))
    tools.get_by_role("button", name="끝").click()
    expect(sound.rows).to_have_count(1)
    expect(sound.now).to_be_visible()
    start, end = sound.place()
    assert (start, end) == (pytest.approx(5_000, abs=110), pytest.approx(7_600, abs=110))
    # A finger pulls at an edge; one that slides elsewhere moves the window alone.
    fingers = Fingers(page)
    fingers.drag(sound.spot(end, LENGTH), sound.spot(10_000, LENGTH))
    assert sound.place()[1] == pytest.approx(10_000, abs=150)
    page.get_by_role("button", name="화자 2").click()
    sound.field("들리는 대로").fill("맞나.")
    expect(page.locator("html")).to_have_js_property("scrollWidth", 390)
    assert violations(page) == []
    page.get_by_role("button", name="다음 물음").click()
    page.get_by_role("button", name="좋음").click()
    sound.page.get_by_role("button", name="제출하고 다음").click()
    given = stage.handed_in(dure.caller("worker1"))
    [segment] = [one for one in given if one["kind"] == "segment"]
    assert segment["speaker"] == "s2"
    assert segment["texts"] == {"dialect": "맞나."}


def test_an_inspector_listens_returns_mends_and_sees_the_difference(dure: Dure) -> None:
    stage = SoundStage(dure, [TALK], {f"{n}.wav": recording(LENGTH, SPOKEN) for n in range(2)})
    worker = dure.caller("worker1")
    claims = f"/projects/{stage.project}/stages/{stage.id}/claims"
    given = [
        {
            "kind": "segment",
            "id": f"a{nth}",
            "name": "talk",
            "class": "speech",
            "speaker": "s1",
            "start": start,
            "end": end,
            "texts": {"dialect": f"말 {nth}"},
        }
        for nth, (start, end) in enumerate(SPOKEN)
    ]
    for lease in worker.post(claims, {"level": 0, "count": 2}, key=new_key())["leases"]:
        worker.post(
            f"/projects/{stage.project}/assignments/{lease['id']}/submission",
            {"answer": {"modality": "sound", "annotations": given}, "active_seconds": 20},
            key=new_key(),
        )
    page = dure.open("primary", f"/review/{stage.project}/{stage.id}/1")
    sound = Sound(page).ready()
    expect(sound.rows).to_have_count(5)
    assert violations(page) == []
    # It is heard; what is selected is what a word is about.
    sound.press("Period", "KeyP")
    expect(page.get_by_role("button", name="멈춤", exact=True)).to_be_visible()
    sound.press("KeyP")
    # The second is mended: who speaks, and the words; the difference tells both.
    sound.press("KeyF")
    expect(page.locator(".rv-mend")).to_be_visible()
    sound.rows.nth(1).locator(".sd-n").click()
    sound.field("들리는 대로").fill("말 하나")
    sound.field("들리는 대로").press("Escape")
    sound.press("Shift+Digit2", "KeyF")
    expect(page.locator(".an-diff")).to_contain_text("화자 화자 1 → 화자 2")
    expect(page.locator(".an-diff ins")).to_contain_text("하나")
    assert violations(page) == []
