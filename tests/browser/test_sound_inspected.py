"""Sounds and time series beyond the plain work: what is suggested, returned, mended, worked on
without a connection, refused, and still being made ready; and as a manager sees them."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser.conftest import Dure, violations
from tests.browser.editing import Bar, made_ready, on_offer, put_away
from tests.browser.sounding import SPOKEN, Sound, SoundStage, archive, recording
from tests.browser.test_offline import put_by
from tests.browser.test_series import NOISE, STATE, Series, SeriesStage, night
from tests.browser.test_sound import LENGTH, TALK
from tests.journeys.caller import Caller, new_key, until

pytestmark = pytest.mark.browser

BANG = {
    "kind": "event",
    "name": "bang",
    "ko": "사건",
    "en": "Happenings",
    "classes": [{"id": "door", "ko": "문", "en": "Door"}],
}
ROOM = {
    "kind": "class",
    "name": "room",
    "ko": "녹음 상태",
    "en": "Quality",
    "required": False,
    "classes": [
        {"id": "good", "ko": "좋음", "en": "Good"},
        {"id": "bad", "ko": "나쁨", "en": "Bad"},
    ],
}


def said(nth: int, **others: Any) -> dict[str, Any]:
    """What is said in the nth place at which somebody speaks."""
    start, end = SPOKEN[nth]
    one = {"kind": "segment", "id": f"a{nth}", "name": "talk", "class": "speech", "speaker": "s1"}
    return one | {"start": start, "end": end, "texts": {"dialect": f"말 {nth}"}} | others


def manifest(files: dict[str, bytes], modality: str, marks: list[dict[str, Any]]) -> bytes:
    """An archive in which the first file comes with what is suggested for it."""
    labels = {"labels": {"modality": modality, "annotations": marks}}
    lines = [
        json.dumps({"path": name} | (labels if nth == 0 else {})) for nth, name in enumerate(files)
    ]
    return archive(files | {"manifest.jsonl": "\n".join(lines).encode()})


def talks(dure: Dure, *labels: dict[str, Any], count: int = 2) -> SoundStage:
    files = {f"{n}.wav": recording(LENGTH, SPOKEN) for n in range(count)}
    return SoundStage(dure, list(labels) or [TALK], files)


def hand_in(
    stage: SoundStage | SeriesStage, who: Caller, given: list[dict[str, Any]], count: int = 1
) -> list[int]:
    """Hands the same in for some items; the pieces of work."""
    modality = "sound" if isinstance(stage, SoundStage) else "series"
    claims = f"/projects/{stage.project}/stages/{stage.id}/claims"
    leases = who.post(claims, {"level": 0, "count": count}, key=new_key())["leases"]
    for lease in leases:
        who.post(
            f"/projects/{stage.project}/assignments/{lease['id']}/submission",
            {"answer": {"modality": modality, "annotations": given}, "active_seconds": 20},
            key=new_key(),
        )
    return [lease["id"] for lease in leases]


def handed_in(who: Caller, project: int, stage: int) -> list[dict[str, Any]]:
    """The annotations that arrived last."""

    def look() -> Any:
        for row in who.pages("/me/assignments", project_id=project):
            if row["stage_id"] == stage and row["state"] == "submitted":
                work = who.get(f"/projects/{project}/assignments/{row['id']}")
                return work["turns"][-1]["answer"]["annotations"]
        return None

    found: list[dict[str, Any]] = until(look, "the hand-in")
    return found


def covered(page: Page, line: str = ".ck-line") -> list[str]:
    """What of the inspector's page lies over the clock."""
    found: list[str] = page.evaluate(
        """(line) => {
          const clock = document.querySelector(line).getBoundingClientRect();
          return [...document.querySelectorAll(".rv-over > *, .rv-tools > *")].flatMap((one) => {
            const box = one.getBoundingClientRect();
            const apart = box.width === 0 || box.bottom <= clock.top || box.top >= clock.bottom
              || box.right <= clock.left || box.left >= clock.right;
            return apart ? [] : [one.className];
          });
        }""",
        line,
    )
    return found


def test_what_is_suggested_for_a_sound(dure: Dure) -> None:
    marks = [
        said(0),
        said(1, speaker="s2"),
        said(2),
        {"kind": "event", "id": "e0", "name": "bang", "class": "door", "at": 18_000},
        {"kind": "class", "id": "r0", "name": "room", "classes": ["good"]},
    ]
    files = {f"{n}.wav": recording(LENGTH, SPOKEN) for n in range(2)}
    schema = {"modality": "sound", "labels": [TALK, BANG, ROOM]}
    content = manifest(files, "sound", marks)
    project, stage = on_offer(dure, schema, "녹음.zip", content, 2)
    made_ready(dure, project, stage)
    worker = dure.caller("worker1")
    page = dure.open(worker, f"/do/{project}/{stage}")
    sound, bar = Sound(page).ready(), Bar(page)
    # They are there to see and hear, and no part of the answer.
    expect(sound.rows).to_have_count(0)
    expect(bar.bar.locator(".sg-what")).to_contain_text(re.compile(r"^1/5좋음"))
    sound.press("KeyJ")
    expect(bar.bar.locator(".sg-what")).to_contain_text(re.compile(r"^2/5화자 1 .*말 0"))
    assert sound.heard() == pytest.approx(SPOKEN[0][0] / 1000, abs=0.06)
    assert violations(page) == []
    sound.press("KeyA")
    expect(sound.rows).to_have_count(1)
    expect(bar.bar.locator(".sg-what")).to_contain_text("화자 2")
    sound.press("KeyR")
    expect(sound.rows).to_have_count(1)
    expect(bar.bar.locator(".sg-what")).to_contain_text(re.compile(r"^2/3화자 1"))
    sound.press("KeyK")
    expect(bar.bar.locator(".sg-what")).to_contain_text("좋음")
    # Taking back brings back what was dropped, then what was accepted.
    sound.press("KeyZ", "KeyZ")
    expect(sound.rows).to_have_count(0)
    expect(bar.bar.locator(".sg-what")).to_contain_text("/5")
    # A press on its place takes it in hand.
    page.mouse.click(*sound.spot(10_000, LENGTH))
    expect(bar.bar.locator(".sg-what")).to_contain_text("말 2")
    # One that is mended before the rest comes stays mended.
    sound.press("KeyA")
    expect(sound.rows).to_have_count(1)
    sound.rows.first.locator(".sd-n").click()
    sound.field("들리는 대로").fill("고친 말")
    sound.press("Escape", "KeyE")
    bar.seen()
    expect(sound.rows).to_have_count(4)
    sound.saved()
    sound.press("KeyN")
    given = handed_in(worker, project, stage)
    assert sorted(one["id"] for one in given) == ["a0", "a1", "a2", "e0", "r0"]
    assert next(one for one in given if one["id"] == "a2")["texts"]["dialect"] == "고친 말"
    # For the next nothing is suggested.
    expect(sound.rows).to_have_count(0)
    expect(bar.bar).to_have_count(0)


def test_labels_beside_a_sound_are_suggested(dure: Dure) -> None:
    grid = """File type = "ooTextFile"
Object class = "TextGrid"

0
20
<exists>
1
"IntervalTier"
"talk"
0
20
3
0
0.3
""
0.3
4.7
"어제 장에 갔더니"
4.7
20
""
"""
    files = {"a.wav": recording(LENGTH, SPOKEN), "a.TextGrid": grid.encode()}
    talk = {key: of for key, of in TALK.items() if key != "speakers"}
    project, stage = on_offer(
        dure, {"modality": "sound", "labels": [talk]}, "녹음.zip", archive(files), 1
    )
    made_ready(dure, project, stage)
    page = dure.open("worker1", f"/do/{project}/{stage}")
    sound, bar = Sound(page).ready(), Bar(page)
    expect(bar.bar.locator(".sg-what")).to_contain_text("어제 장에 갔더니")
    sound.press("KeyA")
    expect(sound.rows).to_have_count(1)
    expect(sound.rows.first).to_contain_text("어제 장에 갔더니")


def test_what_is_suggested_for_a_series(dure: Dure) -> None:
    one = {"kind": "segment", "name": "state", "class": "normal"}
    two = {"kind": "segment", "name": "noise", "class": "noise"}
    marks = [
        one | {"id": "s1", "start": 5_000, "end": 30_000},
        two | {"id": "n1", "channel": "EEG", "start": 60_000, "end": 80_000},
        two | {"id": "n2", "channel": "EOG", "start": 60_000, "end": 80_000},
    ]
    schema = {"modality": "series", "labels": [STATE, NOISE]}
    content = manifest({"a.csv": night(2), "b.csv": night(2)}, "series", marks)
    project, stage = on_offer(dure, schema, "측정.zip", content, 2)
    made_ready(dure, project, stage)
    page = dure.open("worker1", f"/do/{project}/{stage}")
    series, bar = Series(page).ready(), Bar(page)
    what = bar.bar.locator(".sg-what")
    expect(what).to_contain_text(re.compile(r"^1/3정상"))
    assert violations(page) == []
    # A press takes what lies on the channel that is pressed.
    page.mouse.click(*series.spot(70 / 120, 0.75))
    expect(what).to_contain_text("3/3")
    page.mouse.click(*series.spot(70 / 120, 0.25))
    expect(what).to_contain_text("2/3")
    series.press("KeyA")
    expect(series.rows).to_have_count(1)
    expect(series.rows.first).to_contain_text("EEG")
    series.press("KeyR")
    expect(what).to_contain_text("1/1")
    series.press("KeyE")
    bar.seen()
    expect(series.rows).to_have_count(2)


def test_a_return_is_pinned_and_worked_on_again(dure: Dure) -> None:
    stage = talks(dure)
    dure.caller("manager").send(
        "PATCH", f"/projects/{stage.project}/stages/{stage.id}", {"inspect2": "none"}
    )
    worker = dure.caller("worker1")
    work, _ = hand_in(stage, worker, [said(n) for n in range(5)], 2)
    path = f"/review/{stage.project}/{stage.id}/1"
    page = dure.open("primary", path)
    sound = Sound(page).ready()
    expect(sound.rows).to_have_count(5)
    assert covered(page) == []
    assert violations(page) == []
    # A return, with a pin on a segment by the key, and one on a moment by a press where nothing is.
    sound.press("KeyR", "Period", "Period", "KeyC")
    expect(page.locator(".rv-pinning")).to_contain_text("Enter")
    sound.press("Enter")
    expect(page.locator(".rv-pins li")).to_have_count(1)
    page.mouse.click(*sound.spot(19_850, LENGTH))
    expect(page.locator(".rv-pins li")).to_have_count(2)
    sound.press("KeyC")
    expect(page.locator(".ck-pin")).to_have_count(2)
    assert covered(page) == []
    # A pin in the list leads to its place.
    page.locator(".ck-pin").first.click()
    expect(sound.now).to_contain_text("말 1")
    sound.press("Digit1")
    page.keyboard.type("둘째 말의 끝이 일러요.")
    sound.press("Escape")
    assert violations(page) == []
    sound.press("Enter")
    expect(page.locator(".toast")).to_be_visible()
    returned = until(
        lambda: next(
            (
                row
                for row in worker.pages("/me/assignments", project_id=stage.project)
                if row["state"] == "rework" and row["stage_id"] == stage.id
            ),
            None,
        ),
        "the return",
        20,
    )
    assert returned["id"] == work

    # The worker sees what was said, where it was said, and mends it.
    again = Sound(dure.open(worker, f"/work/{stage.project}/{returned['id']}")).ready()
    expect(again.page.get_by_text("둘째 말의 끝이 일러요.").first).to_be_visible()
    expect(again.rows).to_have_count(5)
    pins = again.page.locator(".ck-pin")
    expect(pins).to_have_count(2)
    assert violations(again.page) == []
    pins.first.click()
    expect(again.now).to_contain_text("말 1")
    again.number("끝").fill("7,700")
    again.number("끝").press("Enter")
    again.number("끝").blur()
    again.saved()
    again.press("KeyN")
    expect(again.page.locator(".toast").first).to_be_visible()
    until(
        lambda: (
            worker.get(f"/projects/{stage.project}/assignments/{work}")["state"] == "submitted"
            or None
        ),
        "the hand-in",
        20,
    )

    # Who inspects it again sees what has changed since.
    page.goto(f"{dure.url}{path}")
    sound = Sound(page).ready()
    page.get_by_role("button", name=re.compile(f"^{re.escape(returned['item'])}, ")).click()
    expect(page.get_by_text("둘째 말의 끝이 일러요.").first).to_be_visible()
    expect(page.locator(".an-diff")).to_contain_text("7.7")
    assert covered(page) == []
    assert violations(page) == []


def test_nothing_floats_over_the_clock_of_who_inspects(dure: Dure) -> None:
    stage = SeriesStage(dure, [STATE, NOISE], {"a.csv": night(2)})
    marks = [
        {"kind": "segment", "id": "s1", "name": "state", "class": "odd", "start": 1, "end": 60_000},
        {
            "kind": "segment",
            "id": "s2",
            "name": "state",
            "class": "normal",
            "start": 100_000,
            "end": 119_000,
        },
    ]
    hand_in(stage, dure.caller("worker1"), marks)
    path = f"/review/{stage.project}/{stage.id}/1"
    for looks in ({}, {"phone": True}, {"locale": "en", "theme": "dark"}):
        page = dure.open("primary", path, **looks)
        series = Series(page).ready()
        expect(page.locator(".rv-lease")).to_be_visible()
        assert covered(page) == []
        if not looks:
            series.press("KeyF", "Period", "Digit1")
            expect(page.locator(".rv-mend")).to_be_visible()
            assert covered(page) == []
            series.press("KeyF")
            expect(page.locator(".an-diff")).to_be_visible()
            assert covered(page) == []
        assert violations(page) == []


def test_what_is_wrong_leads_to_its_segment(dure: Dure) -> None:
    stage = talks(dure, TALK | {"overlap": "none"}, count=1)
    sound = stage.open()
    page = sound.page
    sound.drag(*SPOKEN[0], LENGTH)
    expect(sound.rows).to_have_count(1)
    sound.drag(*SPOKEN[4], LENGTH)
    expect(sound.rows).to_have_count(2)
    sound.field("들리는 대로").fill("끝말")
    sound.press("Escape", "Escape", "KeyN")
    faults = page.locator(".an-faults")
    expect(faults).to_contain_text("들리는 대로")
    assert violations(page) == []
    faults.get_by_role("button").first.click()
    expect(sound.rows.first).to_have_attribute("data-now", "true")
    assert sound.heard() == pytest.approx(SPOKEN[0][0] / 1000, abs=0.1)
    sound.press("KeyW")
    page.keyboard.type("첫말")
    sound.press("Escape")
    expect(faults).to_have_count(0)
    sound.saved()
    sound.press("KeyN")
    given = handed_in(dure.caller("worker1"), stage.project, stage.id)
    assert [one["texts"]["dialect"] for one in given] == ["첫말", "끝말"]


def test_what_the_server_refuses_is_said_in_a_sentence(dure: Dure) -> None:
    stage = talks(dure, count=1)
    sound = stage.open()
    page = sound.page
    sound.drag(*SPOKEN[4], LENGTH)
    expect(sound.rows).to_have_count(1)
    sound.field("들리는 대로").fill("끝말")
    sound.press("Escape")
    sound.saved()

    def past_the_end(route: Route) -> None:
        body: Any = route.request.post_data_json
        for one in body["answer"]["annotations"]:
            one["end"] = LENGTH + 500
        route.continue_(post_data=json.dumps(body))

    page.route("**/submission?*", past_the_end)
    sound.press("KeyN")
    expect(page.locator(".outbox-line").first).to_be_visible()
    page.unroute("**/submission?*")
    page.goto(f"{dure.url}{stage.path}")
    sound.ready()
    # It comes back with its work, and with the way to the segment.
    expect(page.locator(".an-faults")).to_contain_text("끝을 넘어갔어요")
    page.locator(".an-faults button").click()
    expect(sound.now).to_have_count(1)
    expect(sound.rows).to_have_count(1)
    assert violations(page) == []


def test_sounds_are_worked_on_without_a_connection(dure: Dure) -> None:
    stage = talks(dure, count=3)
    worker = dure.caller("worker1")
    sound = stage.open(offline_app=True)
    page = sound.page
    put_by(page)
    # What works on sounds is kept as it is fetched, once the app itself is.
    page.reload()
    sound.ready()
    expect(page.get_by_text("다음 작업 준비됨")).to_be_visible()
    put_away(page, pieces=3, files=6)  # of each what is heard and its wave
    page.wait_for_load_state("networkidle")
    page.context.set_offline(True)
    name = page.locator(".wk-name .t3")
    first = name.inner_text()
    for nth in range(2):
        sound.drag(*SPOKEN[nth], LENGTH)
        expect(sound.rows).to_have_count(1)
        sound.field("들리는 대로").fill(f"말 {nth}")
        sound.press("Escape", "Space")
        expect(page.get_by_role("button", name="멈춤", exact=True)).to_be_visible()
        expect(page.locator(".sd-fault")).to_have_count(0)
        before = sound.heard()
        expect(page.locator(".sd-time b")).not_to_have_text(f"0:{before:04.1f}")
        sound.press("Space")
        expect(page.locator(".wk-save")).to_have_attribute("data-state", "offline")
        sound.press("KeyN")
        expect(page.locator(".toast").last).to_contain_text("이 기기에 담아 뒀어요")
        sound.ready()
        expect(sound.rows).to_have_count(0)
    # The third has its draft here, also when the whole app comes from this device alone.
    third = name.inner_text()
    assert third != first
    sound.drag(*SPOKEN[2], LENGTH)
    expect(sound.rows).to_have_count(1)
    expect(page.locator(".wk-save")).to_have_attribute("data-state", "offline")
    page.reload()
    sound.ready()
    expect(sound.rows).to_have_count(1)
    assert name.inner_text() == third
    sound.press("Space")
    expect(page.get_by_role("button", name="멈춤", exact=True)).to_be_visible()
    expect(page.locator(".sd-fault")).to_have_count(0)
    page.context.set_offline(False)

    def sent() -> Any:
        rows = worker.pages("/me/assignments", project_id=stage.project)
        over = [row for row in rows if row["state"] == "submitted" and row["stage_id"] == stage.id]
        return over if len(over) == 2 else None

    assert first in [row["item"] for row in until(sent, "what was done meanwhile")]


def test_what_is_still_being_made_ready_says_so(dure: Dure) -> None:
    stage = talks(dure, count=1)
    page = dure.open("worker1", "/work")

    def unready(route: Route) -> None:
        answer = route.fetch()
        route.fulfill(response=answer, json=answer.json() | {"prepared": None})

    page.route("**/media*", unready)
    page.goto(f"{dure.url}{stage.path}")
    expect(page.locator("main p", has_text="준비를 하고 있어요")).to_be_visible(timeout=45_000)
    assert violations(page) == []
    # It is still his, and opens by itself once it can be shown.
    page.unroute("**/media*")
    Sound(page).ready()


def test_a_manager_looks_and_listens(dure: Dure) -> None:
    stage = talks(dure, count=1)
    hand_in(stage, dure.caller("worker1"), [said(n) for n in range(5)])
    boss = dure.caller("manager")
    [item] = boss.pages(f"/projects/{stage.project}/items", stage_id=stage.id)
    page = dure.open(boss, f"/projects/{stage.project}/data/{item['id']}")
    sound = Sound(page).ready()
    expect(sound.rows).to_have_count(5)
    # Nothing can be changed here, but all of it heard.
    sound.drag(12_000, 12_500, LENGTH)
    expect(sound.rows).to_have_count(5)
    sound.rows.nth(1).locator(".sd-n").click()
    expect(page.locator(".media-shown textarea")).to_have_count(0)
    page.get_by_role("button", name="듣기", exact=True).click()
    expect(page.get_by_role("button", name="멈춤", exact=True)).to_be_visible()
    assert violations(page) == []
