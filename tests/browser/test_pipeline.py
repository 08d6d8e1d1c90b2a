"""A project's pipeline as its manager builds it in the browser: from prompts to labels, with
conditions and pieces; whom a collect stage wants; and what one item went through."""

from __future__ import annotations

import io
import json
import re
import zipfile
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.assets.takes import photo, scene
from tests.browser.conftest import Dure, violations
from tests.journeys.caller import Caller, new_key, until
from tests.journeys.collecting import Site

pytestmark = pytest.mark.browser

USE = {
    "kind": "class",
    "name": "use",
    "ko": "쓸 만한가요?",
    "en": "Is it useful?",
    "classes": [
        {"id": "good", "ko": "좋음", "en": "Good"},
        {"id": "bad", "ko": "나쁨", "en": "Bad"},
    ],
}
HIDE = {
    "kind": "box",
    "name": "hide",
    "ko": "가릴 것",
    "en": "To hide",
    "classes": [{"id": "face", "ko": "얼굴", "en": "Face"}],
}
NAMES = {
    "kind": "span",
    "name": "names",
    "ko": "이름",
    "en": "Names",
    "classes": [{"id": "per", "ko": "사람", "en": "Person"}],
}
PLAIN = {"inspect1": "none", "inspect2": "none"}
STORY = "민수가 왔다. 영희도 왔다. 철수는 늦었다. 모두 웃었다."


def choose(page: Page, within: Page | Locator, label: str, option: str) -> None:
    """An option of a list that opens."""
    within.get_by_role("button", name=re.compile(re.escape(label))).click()
    page.get_by_role("option", name=re.compile(f"^{re.escape(option)}")).click()


def number(within: Page | Locator, label: str, value: int) -> None:
    field = within.get_by_label(label, exact=True)
    field.fill(str(value))
    field.press("Tab")


def stage_card(page: Page, name: str) -> Locator:
    return page.get_by_role("article", name=name, exact=True)


def add_stage(page: Page, name: str, kind: str) -> None:
    page.get_by_role("button", name="새 공정").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("공정 이름").fill(name)
    choose(page, dialog, "무엇을 하나요?", kind)
    dialog.get_by_role("button", name="공정 만들기").click()
    expect(dialog).to_have_count(0)
    expect(stage_card(page, name)).to_be_visible()


def act_of(page: Page, stage: str, word: str) -> Locator:
    """One of a stage's acts, by its menu; the dialog that opens."""
    page.get_by_role("button", name=f"{stage}: 더 보기").click()
    page.get_by_role("menuitem", name=word).click()
    return page.get_by_role("dialog")


def saved(dialog: Locator) -> None:
    dialog.get_by_role("button", name="저장").click()
    expect(dialog).to_have_count(0)


def site_of(dure: Dure, name: str) -> Site:
    """A project of its own; who is called hangs up with the others."""
    site = Site(dure.url, dure.outbox, callers=dure.callers)
    site.found(name)
    return site


def opened(site: Site, *stages: str) -> None:
    for stage in stages:
        site.boss.post(f"{site.at(stage)}/open", status=200)
    site.boss.post(f"{site.project}/open", status=200)
    site.boss.post(f"{site.project}/funding", {"amount": 1_000_000}, key=new_key())


def test_from_prompts_to_labels_by_hand(dure: Dure) -> None:
    site = site_of(dure, "거리 모으기")
    page = dure.open(site.boss, f"{site.project}/design?tab=flow")
    add_stage(page, "찍기", "획득")
    add_stage(page, "다듬기", "정제")
    add_stage(page, "상자", "가공")
    ids = {one["name"]: one["id"] for one in site.boss.get(f"{site.project}/stages")["items"]}
    for name, labels in (("다듬기", [HIDE, USE]), ("상자", [HIDE])):
        definition = {"modality": "picture", "labels": labels}
        path = f"{site.project}/stages/{ids[name]}/schemas"
        site.boss.post(path, {"definition": definition})

    # What is asked for is settled by the builder; it is tried in the recorder itself.
    page.goto(f"{dure.url}{site.project}/design?tab=labels&stage={ids['찍기']}")
    page.get_by_role("button", name="물음 더하기").click()
    page.get_by_role("menuitem", name=re.compile("^사진 ")).click()
    first, second = (page.get_by_role("group", name=f"물음 {n}", exact=True) for n in (1, 2))
    second.get_by_label("물음", exact=True).fill("길을 찍어 주세요")
    number(second, "너비는 적어도", 1280)
    choose(page, second, "맞춤 틀", "가로")
    first.get_by_role("button", name="물음 1: 더 보기").click()
    page.get_by_role("menuitem", name="지우기").click()
    page.get_by_role("button", name="1판 적용하기").click()
    expect(page.get_by_text("1판을 적용했어요")).to_be_visible()
    (schema,) = site.boss.get(f"{site.project}/stages/{ids['찍기']}/schemas")["items"]
    (asked,) = schema["definition"]["labels"]
    assert schema["definition"]["modality"] == "prompt"
    assert (asked["kind"], asked["min_width"], asked["guide"]) == ("photograph", 1280, "landscape")

    # One stage feeds the next; the second only what is good.
    page.goto(f"{dure.url}{site.project}/design?tab=flow")
    for one, to in (("찍기", "다듬기"), ("다듬기", "상자")):
        stage_card(page, one).get_by_role("button", name="다음 공정 잇기").click()
        dialog = page.get_by_role("dialog")
        choose(page, dialog, "어디로 넘어가나요?", to)
        if to == "상자":
            dialog.get_by_role("button", name="조건 더하기").click()
            choose(page, dialog, "물음", "쓸 만한가요?")
            dialog.get_by_role("checkbox", name="좋음").check(force=True)
            expect(dialog.get_by_text("‘쓸 만한가요?’: 좋음")).to_be_visible()
        saved(dialog)
    expect(stage_card(page, "다듬기")).to_contain_text("‘쓸 만한가요?’: 좋음")
    expect(stage_card(page, "찍기")).to_contain_text("승인된 것은 모두")
    flows = {
        (flow["from_id"], flow["to_id"]): flow["condition"]
        for flow in site.boss.get(f"{site.project}/flows")
    }
    assert flows == {
        (ids["찍기"], ids["다듬기"]): None,
        (ids["다듬기"], ids["상자"]): {"label": "use", "says": "class", "classes": ["good"]},
    }

    # What its marks do, and how the last stage is split.
    dialog = act_of(page, "다듬기", "표시가 하는 일")
    choose(page, dialog, "‘얼굴’의 효과", "흐리게")
    choose(page, dialog, "‘나쁨’의 효과", "버리기")
    expect(dialog).to_contain_text("원본은 따로 두어요")
    saved(dialog)
    dialog = act_of(page, "상자", "작업으로 나누기")
    dialog.get_by_role("radio", name="타일로").check(force=True)
    number(dialog, "타일의 한 변", 1000)
    number(dialog, "겹치는 만큼", 600)
    dialog.get_by_role("button", name="저장").click()
    expect(dialog).to_contain_text("절반을 넘을 수 없어요")
    number(dialog, "겹치는 만큼", 0)
    expect(dialog).to_contain_text("작업 12조각")
    saved(dialog)
    expect(stage_card(page, "상자")).to_contain_text("1,000픽셀 타일로 나눔")
    stages = {one["name"]: one for one in site.boss.get(f"{site.project}/stages")["items"]}
    assert stages["다듬기"]["effects"] == {"hide": {"face": "blur"}, "use": {"bad": "discard"}}
    assert stages["상자"]["split"] == {"by": "tile", "size": 1000, "overlap": 0}

    # A flow that is there is cut.
    stage_card(page, "찍기").get_by_role("button", name=re.compile("^다듬기")).click()
    page.get_by_role("dialog").get_by_role("button", name="흐름 끊기").click()
    expect(stage_card(page, "찍기")).not_to_contain_text("승인된 것은 모두")
    assert len(site.boss.get(f"{site.project}/flows")) == 1
    assert violations(page) == []


def collecting(dure: Dure) -> Site:
    """A project with a collect stage that is not open yet."""
    site = site_of(dure, "사투리 모으기")
    spoken = {"kind": "recording", "name": "speech", "ko": "읽은 소리", "en": "What is read"}
    site.stage("읽기", {"modality": "prompt", "labels": [spoken]}, kind="collect", overlap=3)
    return site


def test_whom_a_stage_wants(dure: Dure) -> None:
    site = collecting(dure)
    page = dure.open(site.boss, f"{site.project}/design?tab=quotas")
    for axis in ("성별", "기기"):
        page.get_by_role("checkbox", name=axis, exact=True).check(force=True)
    page.get_by_text("성별: 3가지").click()
    page.get_by_role("checkbox", name="그 밖").uncheck(force=True)
    # Two by four cells: evenly, then one row and one cell by hand.
    page.get_by_label("모두 합쳐").fill("16")
    page.get_by_label("모두 합쳐").press("Tab")
    page.get_by_role("button", name="고르게 나누기").click()
    expect(page.get_by_label("여성 · 휴대전화")).to_have_value("2")
    number(page, "남성 · 휴대전화", 5)
    page.get_by_role("button", name="남성 가로로 모두 같게").click()
    number(page, "여성 · 데스크톱", 0)
    page.get_by_role("button", name="저장").click()
    expect(page.get_by_text("26명 가운데 0명을 모았어요")).to_be_visible()
    stored = site.boss.get(f"{site.at('읽기')}/quotas")
    goals = {(one["cell"]["sex"], one["cell"]["device"]): one["goal"] for one in stored["cells"]}
    assert (stored["by"], len(goals), sum(goals.values())) == (["sex", "device"], 8, 26)
    assert {goals["male", one] for one in ("phone", "tablet", "laptop", "desktop")} == {5}
    # A cell that wants nobody is full; bars have a table beside them.
    standing = page.get_by_role("region", name="할당 현황")
    expect(standing.get_by_role("progressbar")).to_have_count(8)
    expect(standing.get_by_text("다 찼어요")).to_have_count(1)
    page.get_by_role("radio", name="표", exact=True).click()
    expect(standing.get_by_role("row")).to_have_count(9)
    with page.expect_download() as download:
        page.get_by_role("button", name="CSV로 받기").click()
    lines = Path(download.value.path()).read_text("utf-8-sig").splitlines()
    assert lines[0] == "성별,기기,목표,맡음,승인"
    assert "남성,태블릿,5,0,0" in lines
    assert violations(page) == []
    # Who takes part, and how many for each prompt.
    page.get_by_role("link", name="모으기", exact=True).click()
    number(page, "글감 하나에 몇 명?", 4)
    page.get_by_role("radio", name="보호자가 동의하면 받아요").check(force=True)
    page.get_by_role("radio", name="둘이 함께").check(force=True)
    page.get_by_role("button", name="저장").click()
    expect(page.get_by_text("고친 것이 없어요.")).to_be_visible()
    (stage,) = site.boss.get(f"{site.project}/stages")["items"]
    assert (stage["overlap"], stage["collect"]) == (4, {"minors": "guardian", "group_max": 2})


def test_prompts_are_written_by_hand(dure: Dure) -> None:
    site = collecting(dure)
    page = dure.open(site.boss, f"{site.project}/data/upload")
    page.get_by_label("글감 1", exact=True).fill("혼저 옵서예.")
    page.get_by_label("글감 1", exact=True).press("Enter")
    page.keyboard.type("하영 기다렸수다.")
    page.get_by_role("button", name="여러 줄 붙여 넣기").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("글감", exact=True).fill("말하기\t어릴 때 살던 동네\n오늘은, 바람이 분다")
    dialog.get_by_role("button", name="줄로 넣기").click()
    expect(page.get_by_text("글감 4개 × 3명 = 12건을 모아요")).to_be_visible()
    page.get_by_role("button", name="글감 4개 넣기").click()

    def imported() -> Any:
        items = site.boss.get(f"{site.project}/items")["items"]
        return items if len(items) == 4 else None

    items = until(imported, "the prompts to be imported")
    parts = [
        site.boss.get(f"{site.project}/items/{one['id']}")["document"]["parts"][0] for one in items
    ]
    assert sorted((one["role"], one["text"]) for one in parts) == [
        ("read", "오늘은, 바람이 분다"),
        ("read", "하영 기다렸수다."),
        ("read", "혼저 옵서예."),
        ("topic", "어릴 때 살던 동네"),
    ]


def said(annotations: list[dict[str, Any]]) -> Any:
    return lambda _: {"answer": {"modality": "text", "annotations": annotations}}


def person(lease: Any) -> Any:
    """A name at the beginning of what the lease shows."""
    part = lease["item"]["document"]["parts"][0]["id"]
    mark = {"id": "a", "kind": "span", "name": "names", "class": "per", "part": part}
    return {"answer": {"modality": "text", "annotations": [mark | {"start": 0, "end": 2}]}}


def test_an_items_way_and_its_pieces(dure: Dure) -> None:
    site = site_of(dure, "이야기")
    site.stage("고르기", {"modality": "text", "labels": [USE]}, **PLAIN)
    definition = {"modality": "text", "labels": [NAMES]}
    split = {"by": "sentence", "count": 2}
    site.stage("이름", definition, split=split, **PLAIN)
    site.flow(("고르기", "이름"))
    opened(site, "고르기", "이름")
    site.bring("고르기", "이야기.jsonl", json.dumps({"name": "하나", "text": STORY}).encode(), 1)
    site.offer("고르기")
    worker = site.join("작업", "worker")
    good = {"id": "u", "kind": "class", "name": "use", "classes": ["good"]}
    assert site.following(worker, "고르기", 0, said([good])) == 1
    done = until(lambda: site.following(worker, "이름", 0, person) or None, "pieces on offer")
    if done < 2:
        until(lambda: site.following(worker, "이름", 0, person) or None, "the other piece")
    first = site.boss.get(f"{site.project}/items", stage_id=site.stages["고르기"])["items"][0]
    made = site.boss.get(f"{site.project}/items", stage_id=site.stages["이름"])["items"][0]

    page = dure.open(site.boss, f"{site.project}/data/{made['id']}")
    way = page.locator(".way")
    expect(way.get_by_role("link")).to_have_count(1)
    expect(way.locator("[aria-current=step]")).to_contain_text("이름")
    pieces = page.get_by_role("region", name="나눈 조각과 합친 답")
    expect(pieces.get_by_role("row")).to_have_count(3)
    expect(pieces).to_contain_text("1 / 2")
    expect(pieces.get_by_text("표시 1개")).to_have_count(2)
    expect(page.get_by_text("모두 합쳐 표시 2개")).to_be_visible()
    assert violations(page) == []
    # Back along the way; there it is begun anew, with a reason.
    way.get_by_role("link").click()
    expect(page.locator(".way [aria-current=step]")).to_contain_text("고르기")
    page.get_by_role("button", name="다시 열기").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("button", name="다시 열기").click()
    expect(dialog).to_contain_text("까닭을 적어 주세요")
    dialog.get_by_label("다시 여는 까닭").fill("지침이 바뀌었어요.")
    dialog.get_by_role("button", name="다시 열기").click()
    expect(dialog).to_have_count(0)
    assert site.boss.get(f"{site.project}/items/{first['id']}")["state"] in ("reopened", "in_work")


def packed(files: dict[str, bytes]) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_STORED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return held.getvalue()


def test_what_is_alike_is_kept_once(dure: Dure) -> None:
    site = site_of(dure, "비슷한 길")
    site.stage("상자", {"modality": "picture", "labels": [HIDE]}, **PLAIN)
    street = scene(1, (640, 480))
    files = {
        "하나.png": photo(street, kind="PNG"),
        "다시.jpg": photo(street, kind="JPEG"),
        "다른.png": photo(scene(2, (640, 480)), kind="PNG"),
    }
    site.bring("상자", "길.zip", packed(files), 3)
    page = dure.open(site.boss, f"{site.project}/data")
    page.get_by_role("button", name="데이터: 더 보기").click()
    page.get_by_role("menuitem", name="비슷한 것 보기").click()
    group = page.get_by_role("region", name="무리 1")
    expect(group.get_by_role("listitem")).to_have_count(2, timeout=60_000)
    expect(page.get_by_text("무리가 1개")).to_be_visible()
    assert violations(page) == []
    group.get_by_role("button", name="이것만 남기기: 하나.png").click()
    page.get_by_role("dialog").get_by_role("button", name="이것만 남기기").click()
    expect(page.get_by_role("heading", name="서로 비슷한 데이터가 없어요")).to_be_visible()
    states = {
        one["name"]: (one["state"], one["excluded_for"])
        for one in site.boss.get(f"{site.project}/items")["items"]
    }
    assert states["다시.jpg"] == ("excluded", "duplicate")
    assert states["하나.png"] == states["다른.png"] == ("ready", None)


def hidden(dure: Dure) -> tuple[Site, Caller, int]:
    """A picture of which something was hidden, who may see it whole, and its id."""
    site = site_of(dure, "가린 길")
    definition = {"modality": "picture", "labels": [HIDE]}
    effects = {"hide": {"face": "blur"}}
    site.stage("가리기", definition, kind="refine", effects=effects, **PLAIN)
    opened(site, "가리기")
    keeper = site.join("보관", "custodian")
    site.bring("가리기", "길.zip", packed({"길.png": photo(scene(3, (640, 480)), kind="PNG")}), 1)
    site.offer("가리기")
    worker = site.join("작업", "worker")
    face = {"id": "f", "kind": "box", "name": "hide", "class": "face"}
    marks = [face | {"x": 100, "y": 60, "width": 90, "height": 70}]
    answer = {"answer": {"modality": "picture", "annotations": marks}}
    assert site.following(worker, "가리기", 0, lambda _: answer) == 1
    (item,) = site.boss.get(f"{site.project}/items")["items"]

    def made() -> bool | None:
        way = site.boss.get(f"{site.project}/items/{item['id']}/way")["items"]
        return True if way[0]["made"] else None

    until(made, "the picture to be made")
    return site, keeper, item["id"]


def test_originals_are_seen_with_a_reason(dure: Dure) -> None:
    site, keeper, item = hidden(dure)
    # Who manages does not see it.
    page = dure.open(site.boss, f"{site.project}/data/{item}")
    expect(page.get_by_text("원본 관리자만 볼 수 있어요")).to_be_visible()
    expect(page.get_by_role("button", name="까닭을 적고 보기")).to_have_count(0)
    # Who keeps the originals does, and it is written down.
    page = dure.open(keeper, f"{site.project}/data/{item}")
    page.get_by_role("button", name="까닭을 적고 보기").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("button", name="까닭을 적고 보기").click()
    expect(dialog).to_contain_text("까닭을 세 글자 넘게")
    dialog.get_by_label("보는 까닭").fill("열람을 요청받았어요.")
    dialog.get_by_role("button", name="까닭을 적고 보기").click()
    shown = page.get_by_role("img", name="길.png의 원본")
    expect(shown).to_be_visible()
    expect(shown).to_have_js_property("complete", True)
    expect(shown).to_have_js_property("naturalWidth", 640)
    expect(page.get_by_role("button", name="빼기")).to_have_count(0)
    assert violations(page) == []
    page.get_by_role("link", name="원본을 본 기록 보기").click()
    row = page.get_by_role("row").nth(1)
    expect(row).to_contain_text(keeper.pseudonym)
    expect(row).to_contain_text("열람을 요청받았어요.")
    assert violations(page) == []


def test_a_project_begins_with_collecting(dure: Dure) -> None:
    manager = dure.caller("manager")
    page = dure.open(manager, "/projects/new")
    page.get_by_label("과제 이름").fill("제주말 모으기, 2차")
    page.get_by_label("기관 이름").fill("제주말 연구회")
    page.get_by_role("radio", name="없는 데이터 모으기").check(force=True)
    page.get_by_role("button", name="과제 만들기").click()
    # What is gathered comes before what people are asked for.
    expect(page.get_by_role("heading", name="무엇을 표시하나요?")).to_be_visible()
    expect(page.get_by_role("button", name="마이크 켜기")).to_be_visible()
    project = re.search(r"project=(\d+)", page.url)
    assert project is not None
    (stage,) = manager.get(f"/projects/{project[1]}/stages")["items"]
    assert (stage["kind"], stage["name"]) == ("collect", "모으기")
    page.get_by_role("group", name="물음 1", exact=True).get_by_label("물음", exact=True).fill(
        "읽은 소리"
    )
    page.get_by_role("button", name="다음", exact=True).click()
    expect(page.get_by_role("heading", name="무엇을 표시하나요?")).to_have_count(0)
    page.get_by_role("button", name="데이터", exact=True).click()
    page.get_by_label("글감 1", exact=True).fill("혼저 옵서예.")
    page.get_by_role("button", name="글감 1개 넣기").click()
    expect(page.get_by_text("글감 1개가 들어와 있어요")).to_be_visible(timeout=60_000)
