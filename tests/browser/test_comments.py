"""What inspectors say of single objects: by keys on pictures and texts, read at the objects by who
mends them, and by the second level and the arbiter after that."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Dure, violations
from tests.browser.judging import look_again, returned, say, send_back
from tests.browser.test_inspector import cells, hand_in, item_of, work
from tests.browser.test_texts import NAMES, TOPIC, Desk, Stage, quoted, stage
from tests.journeys.caller import Caller, new_key, until

pytestmark = pytest.mark.browser

TEXT = "둘째 글은 서울 이야기고, 끝에는 부산 이야기도 나와요."
SEOUL = {
    "kind": "span",
    "id": "s1",
    "name": "names",
    "class": "ORG",
    "part": "text",
    "start": TEXT.index("서울"),
    "end": TEXT.index("서울") + 2,
}
CITY = {"kind": "class", "id": "c1", "name": "topic", "classes": ["sci"]}


def handed(who: Caller, at: Stage, *annotations: dict[str, Any]) -> dict[str, Any]:
    """A text of the stage, with these annotations handed in by `who`."""
    claims = f"/projects/{at.project}/stages/{at.id}/claims"
    lease: dict[str, Any] = who.post(claims, {"level": 0, "count": 1}, key=new_key())["leases"][0]
    hand_in(who, lease, {"modality": "text", "annotations": list(annotations)})
    return lease


def judged(who: Caller, at: Stage, level: int, **verdict: Any) -> None:
    """What `who` holds at a level is judged so."""
    claims = f"/projects/{at.project}/stages/{at.id}/claims"
    found = who.post(claims, {"level": level, "count": 1}, key=new_key())["leases"]
    held = who.get("/me/assignments", project_id=at.project, level=level, state="reserved")["items"]
    (one,) = found or [row for row in held if row["stage_id"] == at.id]
    path = f"/projects/{at.project}/assignments/{one['id']}/submission"
    who.post(path, verdict, key=new_key())


def test_words_on_a_text_are_said_read_and_mended_by_keys(dure: Dure) -> None:
    at = stage(dure, [NAMES, TOPIC], [{"text": TEXT}])
    worker = dure.caller("worker1")
    lease = handed(worker, at, SEOUL, CITY)

    page = dure.open("primary", f"/review/{at.project}/{at.id}/1")
    page.locator(".tx-board").wait_for()
    page.keyboard.press("Period")
    say(page, "기관이 아니라 장소예요.")
    expect(page.locator(".an-row")).to_contain_text("기관이 아니라 장소예요.")
    # The same again opens the same word; what was answered of the whole comes after the spans.
    page.keyboard.press("KeyT")
    expect(page.locator(".rv-word input:focus")).to_have_value("기관이 아니라 장소예요.")
    page.keyboard.press("Escape")
    page.keyboard.press("Period")
    say(page, "주제도 다시 봐 주세요.")
    # What is missing is marked by keys, from the start of the line.
    page.keyboard.press("KeyC")
    for key in ("Home", *["Control+ArrowRight"] * 5, "Control+Shift+ArrowRight"):
        page.keyboard.press(key)
    expect(page.locator(".tx-marked")).to_be_visible()
    say(page, "여기도 이름이 있어요.")
    page.keyboard.press("KeyC")
    expect(page.locator(".tx-told")).to_be_visible()
    expect(page.locator(".rv-word")).to_have_count(3)
    expect(page.locator(".rv-word").nth(0)).to_contain_text("“서울” 기관")
    expect(page.locator(".rv-word").nth(1)).to_contain_text("주제")
    assert violations(page) == []
    send_back(page, "세 곳을 봐 주세요.")

    told = returned(worker, lease)["turns"][-1]["pins"]
    assert [pin["note"] for pin in told] == [
        "기관이 아니라 장소예요.",
        "주제도 다시 봐 주세요.",
        "여기도 이름이 있어요.",
    ]
    assert [pin.get("annotation") for pin in told] == ["s1", "c1", None]
    assert quoted(TEXT, told[2]) == "부산"

    desk = Desk(dure.open(worker, f"/work/{at.project}/{lease['id']}"))
    mend = desk.page
    words = mend.locator(".wk-say")
    expect(words).to_have_count(3)
    expect(mend.locator(".tx-told")).to_be_visible()
    expect(desk.rows).to_contain_text(["기관이 아니라 장소예요."])
    expect(mend.locator(".tx-ask").filter(has_text="주제")).to_contain_text(
        "주제도 다시 봐 주세요."
    )
    assert violations(mend) == []
    # From word to word: the first is mended and ticked, the last is marked where it stands.
    desk.press("KeyJ", "Digit2", "KeyM")
    expect(words.nth(0).get_by_role("checkbox")).to_be_checked()
    desk.press("KeyJ", "KeyJ", "Digit2")
    expect(desk.rows).to_have_count(2)
    desk.press("KeyK", "KeyK", "Delete")
    expect(words.nth(0)).to_contain_text("가리킨 대상이 이제 없어요")
    desk.press("KeyZ")
    expect(words.nth(0)).to_contain_text("“서울” 장소")
    expect(mend.get_by_text("저장됨")).to_be_visible()
    mend.reload()
    expect(words.nth(0).get_by_role("checkbox")).to_be_checked()
    desk.submit()
    path = f"/projects/{at.project}/assignments/{lease['id']}"
    until(lambda: worker.get(path)["state"] == "submitted" or None, "the hand-in")

    # The inspector who looks again sees what was said before beside what is there now.
    look_again(page)
    said = page.locator(".rv-said")
    expect(said).to_contain_text("여기도 이름이 있어요.")
    expect(page.locator(".tx-told .tx-pin")).to_have_attribute("data-sign", "(3)")
    page.keyboard.press("KeyA")
    expect(page.locator(".toast")).to_contain_text("승인했어요")


def test_words_on_a_picture_are_said_by_keys_and_read_on_a_phone(dure: Dure) -> None:
    worker, primary = dure.caller("worker1"), dure.caller("primary")
    lease = work(worker, (10, 10), (200, 120))
    offer = cells(primary, 1)
    dure.caller("manager").send(
        "PATCH",
        f"/projects/{offer['project_id']}/stages/{offer['stage_id']}",
        {"inspect2": "none"},
    )
    page = dure.open("primary", f"/review/{offer['project_id']}/{offer['stage_id']}/1")
    page.locator("main.stage canvas").first.wait_for()
    for _ in range(12):
        if item_of(page) == lease["item"]["name"]:
            break
        before = item_of(page)
        page.keyboard.press("KeyJ")
        expect(page.locator("h1")).not_to_contain_text(before)
    page.locator("main.stage canvas").first.wait_for()
    page.keyboard.press("Period")
    page.keyboard.press("Period")
    say(page, "조금 커요.")
    row = page.locator('.an-row[aria-selected="true"]')
    expect(row).to_contain_text("조금 커요.")
    # In the list, and by the button: the list has the focus again when the word is written.
    row.press("ArrowUp")
    page.get_by_role("button", name="이 대상에 말하기").click()
    expect(page.locator(".rv-word input:focus")).to_be_visible()
    page.keyboard.press("Escape")
    # A cross waits over what is selected; an arrow takes it off to any place.
    page.keyboard.press("Comma")
    page.keyboard.press("KeyC")
    page.keyboard.press("Shift+ArrowRight")
    page.keyboard.press("Enter")
    page.keyboard.press("Escape")
    expect(page.locator(".an-canvas .pin")).to_have_count(3)
    assert violations(page) == []
    send_back(page, "두 상자를 봐 주세요.")

    told = returned(worker, lease)["turns"][-1]["pins"]
    assert [pin.get("annotation") for pin in told[:2]] == ["b0", "b1"]
    assert set(told[2]) == {"x", "y"}
    phone = dure.open(worker, f"/work/{lease['project_id']}/{lease['id']}", phone=True)
    phone.locator(".an-board").wait_for()
    steps = phone.locator(".wk-steps")
    expect(steps).to_contain_text("3개")
    steps.get_by_role("button", name="다음 말로").tap()
    expect(steps).to_contain_text("1/3 조금 커요.")
    assert violations(phone) == []
    steps.locator(".wk-why").tap()
    expect(phone.get_by_role("dialog").locator(".wk-say")).to_have_count(3)
    phone.get_by_role("checkbox", name="1번 말, 다 봤어요").tap()
    expect(phone.get_by_role("checkbox", name="1번 말, 다 봤어요")).to_be_checked()


def test_the_arbiter_reads_a_text_and_what_was_said_in_it(dure: Dure) -> None:
    at = stage(dure, [NAMES, TOPIC], [{"text": TEXT}])
    worker = dure.caller("worker1")
    lease = handed(worker, at, SEOUL, CITY)
    word = {"annotation": "s1", "note": "서울은 장소예요."}
    missed = {"part": "text", "start": TEXT.index("부산"), "end": TEXT.index("부산") + 2}
    why = {"reason": "class", "comment": "이름의 종류가 틀렸어요."}
    judged(dure.caller("primary"), at, 1, verdict="return", pins=[word], **why)
    hand_in(worker, lease, {"modality": "text", "annotations": [SEOUL | {"class": "PER"}, CITY]})
    pins = [word, missed | {"note": "여기가 빠졌어요."}]
    judged(dure.caller("primary"), at, 1, verdict="reject", pins=pins, **why)

    # The second level sees what the first said, at the same places.
    second = dure.open("secondary", f"/review/{at.project}/{at.id}/2")
    expect(second.locator(".rv-said")).to_contain_text("여기가 빠졌어요.")
    expect(second.locator(".rv-said")).to_contain_text("“서울” 사람")
    expect(second.locator(".tx-told")).to_be_visible()
    expect(second.locator(".an-diff, .an-row").first).to_be_visible()
    assert violations(second) == []
    judged(dure.caller("secondary"), at, 2, verdict="reject", pins=pins, **why)
    path = f"/projects/{at.project}/assignments/{lease['id']}"
    worker.post(f"{path}/appeal", {"text": "지침에는 기관이라고 되어 있어요."})

    page = dure.open("arbiter", f"/admin/appeals/{at.project}/{lease['id']}")
    expect(page.locator(".tx-view mark")).to_have_text("서울")
    expect(page.locator(".tx-told")).to_be_visible()
    expect(page.locator(".adm-turns")).to_contain_text("여기가 빠졌어요.")
    page.get_by_role("radio", name="앞의 답과 견주기").click()
    expect(page.locator(".tx-view .tx-tag").first).to_be_visible()
    assert violations(page) == []
