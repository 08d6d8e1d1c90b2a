"""The schema builder: labels of every kind by mouse and by keyboard, from the gallery, as JSON,
from other programs and projects; tried in the editor before they are applied."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, Route, expect

from app.commands import web
from app.labels import parse_schema
from tests.browser.conftest import Dure, violations
from tests.browser.sounding import recording
from tests.journeys.caller import Caller, until

MOST_TABS = 150


def stage_without_data(manager: Caller, name: str = "새 공정") -> int:
    """A stage of the demonstration's first project to which nothing was imported yet."""
    return int(manager.post("/projects/1/stages", {"name": name})["id"])


def newest(manager: Caller, stage: int) -> Any:
    """The label schema that the stage has now."""
    return manager.get(f"/projects/1/stages/{stage}/schemas")["items"][-1]["definition"]


def at_builder(dure: Dure, stage: int, **looks: Any) -> Page:
    page = dure.open("manager", f"/projects/1/design?stage={stage}", **looks)
    page.locator(".label-card").first.wait_for()
    return page


def card(page: Page, n: int) -> Locator:
    return page.get_by_role("group", name=f"물음 {n}", exact=True)


def add(page: Page, kind: str) -> Locator:
    """Another question of a kind, by the menu; its card."""
    count = page.locator(".label-card").count()
    page.get_by_role("button", name="물음 더하기").click()
    page.get_by_role("menuitem", name=re.compile(f"^{kind} ")).click()
    return card(page, count + 1)


def apply(page: Page, version: int = 1) -> None:
    page.get_by_role("button", name=f"{version}판 적용하기").click()
    expect(page.get_by_text(f"{version}판을 적용했어요")).to_be_visible()


def by_kind(definition: Any) -> dict[str, Any]:
    return {label["kind"]: label for label in definition["labels"]}


def take(page: Page, name: str, words: str = "이걸로 시작하기") -> None:
    """A schema of the gallery, by its name."""
    page.get_by_role("button", name="예시에서 고르기").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("searchbox").fill(name)
    dialog.get_by_role("radio", name="모두", exact=True).click()
    dialog.get_by_role("button", name=re.compile(f"^{re.escape(name)}")).first.click()
    dialog.get_by_role("button", name=words).click()
    expect(dialog).to_have_count(0)


def test_labels_of_many_kinds_by_mouse(dure: Dure) -> None:
    manager = dure.caller("manager")
    stage = stage_without_data(manager)
    page = at_builder(dure, stage, fresh=True)
    first = card(page, 1)
    first.get_by_label("1번째 한국어 이름").fill("승용차")
    first.get_by_label("1번째 영어 이름").fill("car")
    first.get_by_label("1번째 영어 이름").press("Enter")
    page.keyboard.type("신호등")

    # Attributes: one of some classes only, and one that waits for it.
    first.get_by_role("button", name="속성 더하기").click()
    page.get_by_role("menuitem", name="하나 고르기").click()
    light = first.get_by_role("group", name="속성 1")
    light.get_by_label("속성 1의 한국어 이름").fill("신호 색")
    light.get_by_label("속성 1의 영어 이름").fill("light")
    light.get_by_label("1번째 영어 이름").fill("red")
    light.get_by_label("2번째 영어 이름").fill("off")
    light.get_by_role("button", name="모든 라벨에 언제나 물어요").click()
    light.get_by_role("checkbox", name="신호등").check(force=True)
    first.get_by_role("button", name="속성 더하기").click()
    page.get_by_role("menuitem", name="예/아니요").click()
    broken = first.get_by_role("group", name="속성 2")
    broken.get_by_label("속성 2의 영어 이름").fill("broken")
    broken.get_by_role("button", name="모든 라벨에 언제나 물어요").click()
    broken.get_by_role("button", name=re.compile("언제 묻나요")).click()
    page.get_by_role("option", name=re.compile("신호 색")).click()
    broken.get_by_role("checkbox", name="off").check(force=True)

    # A skeleton: three points on the board, two of them joined.
    bones = add(page, "뼈대")
    bones.get_by_role("list", name="라벨", exact=True).get_by_label("1번째 한국어 이름").fill(
        "사람"
    )
    board = bones.locator(".joint-board")
    board.scroll_into_view_if_needed()
    box = board.bounding_box()
    assert box is not None
    for across, down in ((0.3, 0.2), (0.7, 0.2), (0.5, 0.8)):
        page.mouse.click(box["x"] + across * box["width"], box["y"] + down * box["height"])
    joints = bones.get_by_role("list", name="뼈대의 점")
    for n, name in enumerate(("left", "right", "foot"), 1):
        joints.get_by_label(f"{n}번째 영어 이름").fill(name)
    board.get_by_role("button", name=re.compile("^1\\.")).click()
    board.get_by_role("button", name=re.compile("^3\\.")).click()
    expect(board.locator("line")).to_have_count(1)

    rating = add(page, "점수 매기기")
    rating.get_by_label("물음", exact=True).fill("얼마나 또렷한가요?")
    rating.get_by_label("낮은 끝의 말", exact=True).fill("흐림")
    relation = add(page, "관계 잇기")
    relation.get_by_label("1번째 한국어 이름").fill("탄 사람")
    relation.get_by_role("group", name="어디에서").get_by_role("checkbox").last.check(force=True)
    assert violations(page) == []

    # The preview is the editor: what is drawn there counts.
    preview = page.get_by_role("region", name="미리 보기")
    row = preview.get_by_role("button", name=re.compile("^승용차"))
    expect(row).to_contain_text("0")
    window = preview.get_by_role("application")
    window.scroll_into_view_if_needed()
    place = window.bounding_box()
    assert place is not None
    row.click()
    page.mouse.move(place["x"] + place["width"] * 0.4, place["y"] + place["height"] * 0.4)
    page.mouse.down()
    page.mouse.move(place["x"] + place["width"] * 0.6, place["y"] + place["height"] * 0.6, steps=6)
    page.mouse.up()
    expect(row).not_to_contain_text("0")
    # A stroke that is under way when a change reaches the preview is not lost with its editor.
    page.clock.install()
    lights = preview.get_by_role("button", name=re.compile("^신호등"))
    lights.click()
    page.mouse.move(place["x"] + place["width"] * 0.6, place["y"] + place["height"] * 0.2)
    page.mouse.down()
    page.mouse.move(place["x"] + place["width"] * 0.7, place["y"] + place["height"] * 0.3, steps=3)
    first.get_by_label("1번째 한국어 이름").first.fill("자동차")
    page.clock.fast_forward(1_000)
    page.mouse.move(place["x"] + place["width"] * 0.8, place["y"] + place["height"] * 0.35, steps=9)
    page.mouse.up()
    expect(lights).to_contain_text("1")
    expect(preview.get_by_role("button", name=re.compile("^자동차"))).to_contain_text("1")
    # With every tool that workers have: a frame gets the skeleton as it stands on the board.
    tools = preview.get_by_role("navigation", name="도구")
    tools.get_by_role("button", name=re.compile("^관절점")).click()
    page.mouse.move(place["x"] + place["width"] * 0.2, place["y"] + place["height"] * 0.2)
    page.mouse.down()
    page.mouse.move(place["x"] + place["width"] * 0.4, place["y"] + place["height"] * 0.5, steps=6)
    page.mouse.up()
    expect(preview.get_by_role("button", name=re.compile("^사람"))).to_contain_text("1")

    apply(page)
    labels = by_kind(newest(manager, stage))
    assert [one["id"] for one in labels["box"]["classes"]] == ["car", "신호등"]
    choice, flag = labels["box"]["attributes"]
    assert (choice["classes"], [one["id"] for one in choice["options"]]) == (
        ["신호등"],
        ["red", "off"],
    )
    assert flag["when"] == {"attribute": "light", "in": ["off"]}
    skeleton = labels["keypoints"]["skeleton"]
    assert [one["id"] for one in skeleton["points"]] == ["left", "right", "foot"]
    assert skeleton["edges"] == [[0, 2]]
    assert abs(skeleton["points"][2]["y"] - 0.8) < 0.03
    assert labels["rating"]["low_ko"] == "흐림"
    assert labels["relation"]["from"] == [labels["keypoints"]["name"]]


def about(page: Page, modality: str) -> None:
    page.get_by_role("radio", name=modality, exact=True).click()


def tried_on_a_recording(dure: Dure, manager: Caller, stage: int) -> None:
    """The upload says what the stage takes; with a recording there, the preview is its editor."""
    page = dure.open("manager", f"/projects/1/data/upload?stage_id={stage}")
    expect(page.get_by_text("이 공정은 소리를 받아요")).to_be_visible()
    page.context.close()
    upload = manager.upload(1, "a.wav", recording(4_000, ((500, 3_000),)))
    told = {"stage_id": stage, "upload_id": upload}
    batch = manager.post("/projects/1/imports", told, status=202)["id"]

    def imported() -> Any:
        found = manager.get(f"/projects/1/batches/{batch}")
        return found if found["state"] == "imported" else None

    assert until(imported, "the import")["taken"] == 1
    page = at_builder(dure, stage)
    preview = page.get_by_role("region", name="미리 보기")
    expect(preview.locator(".ck-timeline canvas").first).to_be_visible(timeout=60_000)
    expect(preview).to_contain_text("웃음")
    # Its data are sounds now: nothing else can be asked of them.
    expect(page.get_by_role("radio", name="영상", exact=True)).to_have_count(0)
    page.context.close()


def test_a_transcription_and_tracks_of_a_video_by_hand(dure: Dure) -> None:
    manager = dure.caller("manager")
    stage = stage_without_data(manager, "방언 전사")
    page = at_builder(dure, stage)
    about(page, "소리")
    speech = card(page, 1)
    speech.get_by_label("한국어 이름", exact=True).fill("발화")
    speech.get_by_role("list", name="라벨", exact=True).get_by_label("1번째 영어 이름").fill(
        "speech"
    )
    speech.get_by_label("가장 짧은 구간").fill("0.2")
    speech.get_by_role("button", name=re.compile("겹침")).click()
    page.get_by_role("option", name="한 화자 안에서는 겹치지 않아요").click()
    # Whose segments? There is nobody yet.
    page.get_by_role("button", name="1판 적용하기").click()
    expect(speech.get_by_text("화자를 하나 이상 적거나")).to_be_visible()
    for n in (1, 2):
        speech.get_by_role("button", name="화자 더하기").click()
        speakers = speech.get_by_role("list", name="화자", exact=True)
        speakers.get_by_label(f"{n}번째 한국어 이름").fill(f"화자 {n}")
        speakers.get_by_label(f"{n}번째 영어 이름").fill(f"speaker {n}")
    expect(speech.get_by_text("화자를 하나 이상 적거나")).to_have_count(0)
    for n, (ko, en) in enumerate((("방언", "dialect"), ("표준어", "standard")), 1):
        speech.get_by_role("button", name="줄 더하기").click()
        line = speech.get_by_role("group", name=f"줄 {n}")
        line.get_by_label(f"줄 {n}의 한국어 이름").fill(ko)
        line.get_by_label(f"줄 {n}의 영어 이름").fill(en)
    dialect = speech.get_by_role("group", name="줄 1")
    dialect.get_by_role("button", name=re.compile("적는 언어")).click()
    page.get_by_role("option", name="한국어", exact=True).click()
    dialect.get_by_role("button", name="특수 표시 더하기").click()
    dialect.get_by_label("1번째 한국어 이름").fill("웃음")
    dialect.get_by_label("1번째 영어 이름").fill("laugh")
    page.get_by_role("button", name="1판 적용하기").click()
    expect(dialect.get_by_text("넣을 글을 적어 주세요")).to_be_visible()
    dialect.get_by_label("1번째 넣을 글").fill("(웃음)")
    speech.get_by_role("group", name="줄 2").get_by_role("checkbox").uncheck(force=True)
    events = add(page, "사건")
    events.get_by_label("1번째 영어 이름").fill("noise")
    assert violations(page) == []
    # What answers look like is drawn beside it, speakers and lines and all.
    sketch = page.get_by_role("region", name="미리 보기").locator(".sketch")
    expect(sketch.locator(".sketch-row")).to_have_count(3)
    expect(sketch).to_contain_text("표준어")
    apply(page)
    asked = {
        "kind": "segment",
        "name": "발화",
        "ko": "발화",
        "classes": [{"id": "speech", "en": "speech"}],
        "overlap": "speakers",
        "least": 200,
        "speakers": [
            {"id": "speaker_1", "ko": "화자 1", "en": "speaker 1"},
            {"id": "speaker_2", "ko": "화자 2", "en": "speaker 2"},
        ],
        "texts": [
            {
                "name": "dialect",
                "ko": "방언",
                "en": "dialect",
                "language": "ko",
                "marks": [{"id": "laugh", "ko": "웃음", "en": "laugh", "text": "(웃음)"}],
            },
            {"name": "standard", "ko": "표준어", "en": "standard", "required": False},
        ],
    }
    noise = {"kind": "event", "name": "events", "classes": [{"id": "noise", "en": "noise"}]}
    wanted = {"modality": "sound", "labels": [asked, {**noise, "tolerance": 250}]}
    assert parse_schema(newest(manager, stage)) == parse_schema(wanted)
    page.context.close()
    tried_on_a_recording(dure, manager, stage)

    stage = stage_without_data(manager, "차 따라가기")
    page = at_builder(dure, stage)
    about(page, "영상")
    cars = card(page, 1)
    cars.get_by_label("한국어 이름", exact=True).fill("차")
    cars.get_by_label("1번째 영어 이름").fill("car")
    cars.get_by_label("1번째 영어 이름").press("Enter")
    page.keyboard.type("버스")
    cars.get_by_role("button", name="속성 더하기").click()
    page.get_by_role("menuitem", name="예/아니요").click()
    cars.get_by_label("속성 1의 영어 이름").fill("parked")
    scenes = add(page, "구간")
    scenes.get_by_label("1번째 영어 이름").fill("night")
    scenes.get_by_label("가장 짧은 구간").fill("15")
    scenes.get_by_text("빈 곳 없이").click()
    moments = add(page, "사건")
    moments.get_by_label("1번째 영어 이름").fill("crash")
    # A quarter of a second, in frames.
    expect(moments.get_by_label("허용 오차")).to_have_value("8")
    moments.get_by_label("허용 오차").fill("5")
    apply(page)
    schema = newest(manager, stage)
    assert schema["modality"] == "video"
    labels = by_kind(schema)
    assert list(labels) == ["box_track", "segment", "event"]
    assert [one["id"] for one in labels["box_track"]["classes"]] == ["car", "버스"]
    assert [one["name"] for one in labels["box_track"]["attributes"]] == ["parked"]
    assert (labels["segment"]["least"], labels["segment"]["cover"]) == (15, True)
    assert labels["event"]["tolerance"] == 5


def tab_to(page: Page, name: str, back: bool = False) -> None:
    """Tab until what has this name, or begins with it, is focused."""
    for _ in range(MOST_TABS):
        here = page.evaluate(
            """() => { const it = document.activeElement;
              const of = it.getAttribute("aria-labelledby")?.split(" ")
                .map((id) => document.getElementById(id)?.textContent).join(" ");
              return (it.getAttribute("aria-label") || of || it.labels?.[0]?.textContent
                || it.textContent || "").trim(); }"""
        )
        if here.startswith(name):
            return
        page.keyboard.press("Shift+Tab" if back else "Tab")
    raise AssertionError(f"Tab never comes to “{name}”")


def choose(page: Page, word: str) -> None:
    """An entry of the menu that is open, by its first letters' own keys: arrows and Enter."""
    page.get_by_role("menu").wait_for()
    for _ in range(30):
        here = page.evaluate("document.activeElement.textContent.trim()")
        if here.startswith(word):
            page.keyboard.press("Enter")
            return
        page.keyboard.press("ArrowDown")
    raise AssertionError(f"the menu has no “{word}”")


def test_labels_of_many_kinds_by_keyboard_alone(dure: Dure) -> None:
    manager = dure.caller("manager")
    stage = stage_without_data(manager)
    page = at_builder(dure, stage)
    keyboard = page.keyboard
    tab_to(page, "1번째 한국어 이름")
    keyboard.type("머리")
    keyboard.press("Enter")
    keyboard.type("꼬리")

    tab_to(page, "물음 더하기")
    keyboard.press("Enter")
    choose(page, "뼈대")
    expect(card(page, 2)).to_be_visible()
    tab_to(page, "점 더하기")
    keyboard.press("Enter")
    keyboard.type("코")
    keyboard.press("Enter")
    keyboard.type("목")
    tab_to(page, "1. 코", back=True)
    before = page.evaluate("document.activeElement.getAttribute('aria-label')")
    for key in ("Shift+ArrowDown", "ArrowRight", "Enter", "PageDown"):
        keyboard.press(key)
    assert page.evaluate("document.activeElement.getAttribute('aria-label')").startswith("2. 목")
    keyboard.press("Enter")
    keyboard.press("PageUp")
    after = page.evaluate("document.activeElement.getAttribute('aria-label')")
    assert "이어진 점: 없음" in before
    assert "이어진 점: 목" in after
    assert before.split(",")[1:3] != after.split(",")[1:3]
    tab_to(page, "라벨 더하기")
    tab_to(page, "1번째 한국어 이름", back=True)
    keyboard.type("사람")

    tab_to(page, "물음 더하기")
    keyboard.press("Enter")
    choose(page, "고르기")
    expect(card(page, 3)).to_be_visible()
    keyboard.type("초점이 맞나요?")
    tab_to(page, "1번째 한국어 이름")
    keyboard.type("예")
    keyboard.press("Enter")
    keyboard.type("아니요")
    keyboard.press("Enter")
    keyboard.type("조금")
    # Under the answer before it, by the row's own menu.
    tab_to(page, "조금: 더 보기")
    keyboard.press("Enter")
    choose(page, "윗 라벨 아래로")

    tab_to(page, "1판 적용하기")
    keyboard.press("Enter")
    expect(page.get_by_text("1판을 적용했어요")).to_be_visible()
    labels = by_kind(newest(manager, stage))
    assert [one["ko"] for one in labels["box"]["classes"]] == ["머리", "꼬리"]
    assert labels["keypoints"]["skeleton"]["edges"] == [[0, 1]]
    assert labels["class"]["classes"][2]["parent"] == "아니요"


def test_every_schema_of_the_gallery_opens_in_the_preview(dure: Dure) -> None:
    manager = dure.caller("manager")
    collect = manager.post("/projects/1/stages", {"name": "모으기", "kind": "collect"})["id"]
    asked = at_builder(dure, collect)
    page = at_builder(dure, stage_without_data(manager))
    preview = page.get_by_role("region", name="미리 보기")
    # Those of collect stages first: what the last of the others did is taken back at the end.
    gallery = manager.get("/schemas/gallery")
    for ready in sorted(gallery, key=lambda one: one["definition"]["modality"] != "prompt"):
        if ready["definition"]["modality"] == "prompt":
            # Of collect stages alone; tried where workers make what is asked.
            take(asked, ready["ko"])
            expect(card(asked, 1)).to_contain_text(ready["definition"]["labels"][0]["ko"])
            board = asked.get_by_role("region", name="미리 보기").locator(".pr-board")
            expect(board).to_be_visible()
            continue
        take(page, ready["ko"])
        label = ready["definition"]["labels"][0]
        expect(card(page, 1)).to_contain_text(label["ko"])
        if ready["definition"]["modality"] == "text":
            first = ready["example"]["parts"][0]["text"]
            expect(preview.locator(".tx-board")).to_contain_text(first[:20])
            expect(preview.locator(".tx-panel, .tx-board").last).to_be_visible()
        elif ready["definition"]["modality"] == "picture":
            expect(preview.locator(".an-board")).to_be_visible()
            expect(preview).to_contain_text(label.get("classes", [label])[0]["ko"])
        else:
            # Nothing of it is there yet: what answers look like is drawn.
            expect(preview.locator(".sketch svg").first).to_be_visible()
    page.get_by_role("button", name="되돌리기").click()
    expect(card(page, 1)).not_to_contain_text(label["ko"])


def test_what_comes_moves_nothing_away_from_below_the_hand(dure: Dure) -> None:
    page = at_builder(dure, stage_without_data(dure.caller("manager")))
    held: list[Route] = []
    page.route("**/schemas/gallery", lambda route: held.append(route))
    with page.expect_request("**/schemas/gallery"):
        page.get_by_role("button", name="예시에서 고르기").click()
    all_of_them = page.get_by_role("dialog").get_by_role("radio", name="모두", exact=True)
    all_of_them.hover()
    page.mouse.down()
    held[0].continue_()
    page.locator(".gallery-card").first.wait_for()
    page.mouse.up()
    expect(all_of_them).to_be_checked()


def test_words_that_come_late_take_nothing_from_who_types(dure: Dure) -> None:
    page = at_builder(dure, stage_without_data(dure.caller("manager")))
    held: list[Route] = []
    built = json.loads((web.BUILT / ".vite" / "manifest.json").read_text())
    late = built["src/i18n/ko/collecting.json"]["file"]
    page.route(f"**/{late}", lambda route: held.append(route))
    name = card(page, 1).get_by_label("1번째 한국어 이름")
    name.click()
    with page.expect_request(f"**/{late}"):
        page.keyboard.type("뭉친 덩이")
    expect(name).to_have_value("뭉친 덩이")
    expect(name).to_be_focused()
    # What changes is said beside it, once there are words for it.
    held[0].continue_()
    expect(page.get_by_role("heading", name=re.compile("에서 바뀐 것$"))).to_be_visible()


def test_a_schema_is_added_to_what_is_there_and_applied(dure: Dure) -> None:
    manager = dure.caller("manager")
    stage = stage_without_data(manager)
    page = at_builder(dure, stage)
    take(page, "한국어 개체명 (KLUE)")
    take(page, "관계 추출", "지금 라벨에 더하기")
    expect(page.locator(".label-card")).to_have_count(3)
    apply(page)
    kept = newest(manager, stage)
    names = [label["name"] for label in kept["labels"]]
    assert len(set(names)) == 3
    assert kept["labels"][2]["from"] == [names[1]]


def test_json_is_edited_with_errors_at_their_lines(dure: Dure) -> None:
    manager = dure.caller("manager")
    stage = stage_without_data(manager)
    page = at_builder(dure, stage)
    take(page, "도로 파손")
    page.get_by_role("radio", name="JSON", exact=True).click()
    text = page.get_by_label("라벨 구성 JSON")
    expect(page.get_by_text("그대로 저장할 수 있어요")).to_be_visible()
    good = text.input_value()

    def line(value: str, words: str) -> int:
        return next(n for n, row in enumerate(value.splitlines(), 1) if words in row)

    # What is not JSON is said at once, what the server refuses a moment later, both by line.
    text.fill(good.replace('"name": "damage",', '"name": "damage" "x",'))
    expect(page.get_by_role("button", name=re.compile("JSON이 아니에요"))).to_be_visible()
    page.get_by_role("button", name="1판 적용하기").click()
    assert manager.get(f"/projects/1/stages/{stage}/schemas")["items"] == []
    typo = good.replace('"leaf', '"leaf').replace('"required": true', '"requird": true', 1)
    text.fill(typo)
    told = page.get_by_role("button", name=re.compile("‘requird’ 칸은 없어요"))
    expect(told).to_contain_text(f"{line(typo, 'requird')}행")
    expect(page.locator(".json-lines [data-bad]")).to_have_text(str(line(typo, "requird")))
    assert violations(page) == []
    told.click()
    expect(text).to_be_focused()
    assert "requird" in page.evaluate(
        "() => { const it = document.activeElement;"
        " return it.value.slice(it.selectionStart, it.selectionEnd); }"
    )

    # Mended and changed, it is what the preview shows, the form has, and the server keeps.
    changed = json.loads(good)
    changed["labels"][0]["classes"].append({"id": "D50", "ko": "단차", "en": "Step"})
    text.fill(json.dumps(changed, ensure_ascii=False))
    preview = page.get_by_role("region", name="미리 보기")
    expect(preview.get_by_role("button", name=re.compile("^단차"))).to_be_visible()
    page.get_by_role("radio", name="양식", exact=True).click()
    expect(card(page, 1).get_by_label("6번째 한국어 이름")).to_have_value("단차")
    apply(page)
    assert newest(manager, stage)["labels"][0]["classes"][-1]["id"] == "D50"


def test_what_a_change_means_for_answers_that_are_there(dure: Dure) -> None:
    page = dure.open("manager", "/projects/1/design")
    first = card(page, 1)
    first.get_by_role("button", name="라벨 더하기").click()
    page.keyboard.type("뭉친 덩이")
    aside = page.locator(".schema-split > :last-child")
    expect(aside.get_by_role("listitem").filter(has_text="라벨 뭉친 덩이")).to_contain_text(
        "옛 답도 맞아요"
    )
    expect(aside.get_by_text(re.compile("모두 새 판에도 맞아요"))).to_be_visible()
    add(page, "점수 매기기").get_by_label("물음", exact=True).fill("얼마나 또렷한가요?")
    expect(aside.get_by_role("listitem").filter(has_text="또렷한가요")).to_contain_text(
        "옛 답이 안 맞을 수 있어요"
    )
    expect(aside.get_by_text(re.compile("건이 새 판에 맞지 않아요"))).to_be_visible()
    expect(aside.get_by_text(re.compile("꼭 답할 것에 답이 없어요"))).to_be_visible()
    assert violations(page) == []


def test_labels_come_from_another_project_and_another_program(dure: Dure) -> None:
    manager = dure.caller("manager")
    page = at_builder(dure, stage_without_data(manager))
    page.get_by_role("button", name="가져오기").click()
    page.get_by_role("menuitem", name="다른 과제에서 가져오기").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("과제", exact=True).click()
    page.get_by_role("option", name="혈액 세포 찾기").click()
    dialog.get_by_label("공정", exact=True).click()
    page.get_by_role("option").first.click()
    expect(dialog.get_by_role("list", name="물음")).to_contain_text("라벨 3개")
    assert violations(page) == []
    dialog.get_by_role("button", name="이걸로 시작하기").click()
    expect(card(page, 1).get_by_label("1번째 한국어 이름")).to_have_value("적혈구")

    page.get_by_role("button", name="가져오기").click()
    page.get_by_role("menuitem", name=re.compile("Label Studio")).click()
    dialog.get_by_label("라벨 설정").fill("<View><Image")
    dialog.get_by_role("button", name="바꿔 보기").click()
    expect(dialog.get_by_role("alert")).to_be_visible()
    dialog.get_by_label("라벨 설정").fill(
        '<View><Image name="image" value="$image"/><RectangleLabels name="things" toName="image">'
        '<Label value="Cat"/><Label value="Dog"/></RectangleLabels>'
        '<EllipseLabels name="둥근 것" toName="image"><Label value="Egg"/></EllipseLabels></View>'
    )
    dialog.get_by_role("button", name="바꿔 보기").click()
    expect(dialog).to_contain_text("<EllipseLabels> ‘둥근 것’에 맞는 것이 없어서 뺐어요.")
    expect(dialog.get_by_role("list", name="물음")).to_contain_text("라벨 2개")
    assert violations(page) == []
    dialog.get_by_role("button", name="이걸로 시작하기").click()
    names = card(page, 1).get_by_role("list", name="라벨", exact=True)
    expect(names.get_by_label("2번째 저장할 값")).to_have_value("Dog")


@pytest.mark.parametrize(
    ("theme", "locale", "phone"),
    [
        ("light", "ko", False),
        ("dark", "en", True),
        pytest.param("dark", "en", False, marks=pytest.mark.long),
        pytest.param("light", "ko", True, marks=pytest.mark.long),
    ],
)
def test_the_builder_is_clean_in_both_looks_and_languages(
    dure: Dure, theme: str, locale: str, phone: bool
) -> None:
    stage = stage_without_data(dure.caller("manager"))
    page = at_builder(dure, stage, phone=phone, theme=theme, locale=locale)
    words = {
        "ko": (
            "예시에서 고르기",
            "사람 자세",
            "이걸로 시작하기",
            "물음 더하기",
            "감정과 이유",
            "모두",
        ),
        "en": (
            "Choose an example",
            "Human pose",
            "Begin with it",
            "Add a question",
            "Sentiment",
            "All",
        ),
    }[locale]
    gallery, pose, begin, more, sentiment, everything = words
    for ready in (pose, sentiment):
        page.get_by_role("button", name=gallery).click()
        page.get_by_role("radio", name=everything, exact=True).click()
        found = page.get_by_role("button", name=re.compile(f"^{ready}"))
        found.wait_for()
        assert violations(page) == []
        found.click()
        assert violations(page) == []
        page.get_by_role("button", name=begin).click()
        page.locator(".preview-window").wait_for()
        assert violations(page) == []
        page.get_by_role("button", name=more).click()
        page.get_by_role("menu").wait_for()
        assert violations(page) == []
        page.keyboard.press("Escape")
    page.get_by_role("radio", name="JSON", exact=True).click()
    page.locator(".json-editor").wait_for()
    assert violations(page) == []
    wide = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
    assert wide <= 0, f"the page is {wide} pixels wider than the screen"
