"""A manager: from nothing to an open project by the wizard, then its design and its people."""

import re
import time
from pathlib import Path

from PIL import Image, ImageDraw
from playwright.sync_api import Locator, Page, Route, expect

from tests.browser.conftest import Dure, violations
from tests.journeys.caller import Caller, until

MINUTES = 3.0


def drawings(folder: Path, count: int) -> list[Path]:
    """`count` pictures that differ, each with a disc on it."""
    folder.mkdir()
    made = []
    for n in range(count):
        picture = Image.new("RGB", (320, 240), (230, 225, 215))
        ImageDraw.Draw(picture).ellipse((40 + 30 * n, 60, 120 + 30 * n, 140), (190, 60, 60))
        made.append(folder / f"cell-{n}.jpg")
        picture.save(made[-1])
    return made


def drag(page: Page, board: Locator) -> None:
    """A box across the middle of the picture, with the mouse."""
    board.scroll_into_view_if_needed()
    box = board.bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + box["width"] * 0.35, box["y"] + box["height"] * 0.35)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] * 0.6, box["y"] + box["height"] * 0.6, steps=6)
    page.mouse.up()


def on(page: Page) -> None:
    """To the next step; where the step's own button comes first, past it."""
    page.get_by_role("button", name="다음", exact=True).click()


def title(page: Page, words: str | re.Pattern[str]) -> None:
    expect(page.locator("h1.display")).to_have_text(words)


def clean(page: Page) -> None:
    assert violations(page) == []


def test_from_nothing_to_an_open_project_in_three_minutes(dure: Dure, tmp_path: Path) -> None:
    somebody = Caller(dure.url, "소라")
    dure.callers.append(somebody)
    somebody.sign_up(dure.outbox)
    began = time.monotonic()
    page = dure.open(somebody, "/projects")
    title(page, "첫 과제를 만들어 볼까요?")
    clean(page)
    page.get_by_role("main").get_by_role("link", name="새 과제").click()

    # Without a name or an organisation it says so at the field, and nothing is made.
    title(page, "어떤 데이터를 만드나요?")
    page.get_by_role("button", name="과제 만들기").click()
    expect(page.get_by_text("과제 이름을 적어 주세요.")).to_be_visible()
    expect(page.get_by_text("기관 이름을 적어 주세요.")).to_be_visible()
    page.get_by_label("과제 이름").fill("동그라미 찾기")
    page.get_by_label("목표").fill("사진에서 동그라미를 찾아 상자로 그려요.")
    page.get_by_label("기관 이름").fill("소라데이터")
    clean(page)
    page.get_by_role("button", name="과제 만들기").click()

    title(page, "데이터를 올려 주세요")
    page.locator("input[type=file]:not([webkitdirectory])").set_input_files(
        drawings(tmp_path / "cells", 3)
    )
    expect(page.get_by_text("데이터 3건을 가져왔어요")).to_be_visible(timeout=60_000)
    clean(page)
    on(page)

    title(page, "무엇을 표시하나요?")
    on(page)
    expect(page.get_by_text("라벨이나 물음을 하나 이상 만들어 주세요.")).to_be_visible()
    page.get_by_label("1번째 한국어 이름").fill("동그라미")
    page.get_by_label("1번째 영어 이름").fill("circle")
    page.get_by_label("1번째 영어 이름").press("Enter")
    expect(page.get_by_label("2번째 한국어 이름")).to_be_focused()
    page.keyboard.type("네모")
    preview = page.get_by_role("region", name="미리 보기")
    chip = preview.get_by_role("button", name=re.compile("^동그라미"))
    expect(chip).to_contain_text("0")
    drag(page, preview.get_by_role("application"))
    expect(chip).to_contain_text("1")
    page.get_by_role("button", name="물음 더하기").click()
    page.get_by_role("menuitem", name=re.compile("^고르기")).click()
    question = page.get_by_role("group", name="물음 2")
    question.get_by_label("물음", exact=True).fill("초점이 맞나요?")
    question.get_by_label("1번째 한국어 이름").fill("예")
    question.get_by_label("2번째 한국어 이름").fill("아니요")
    clean(page)

    # Left in the middle and come back to: what was typed is there, and the project in the list.
    page.goto(dure.url + "/projects")
    page.get_by_role("link", name="이어서 만들기").click()
    title(page, "무엇을 표시하나요?")
    expect(page.get_by_label("2번째 한국어 이름").first).to_have_value("네모")
    on(page)

    title(page, "어떻게 표시하나요?")
    page.get_by_role("button", name="라벨로 틀 만들기").click()
    page.locator("input[type=file]").set_input_files(tmp_path / "cells" / "cell-0.jpg")
    shown = page.get_by_role("region", name="미리 보기").get_by_role("img")
    expect(shown).to_have_js_property("complete", True)
    assert until(lambda: shown.evaluate("it => it.naturalWidth") or None, "the picture") > 0
    clean(page)
    on(page)

    title(page, "누가 어떻게 검수하나요?")
    clean(page)
    on(page)

    title(page, "무엇에 얼마를 주나요?")
    # Filled in so that they pay the minimum wage; whoever goes below it is told, and has to raise
    # the price or to accept that days are topped up.
    for level in ("1차 검수", "2차 검수"):
        price = page.get_by_role("group", name=level).get_by_label("단가 (한 건)")
        expect(price).not_to_have_value("0")
    first = page.get_by_role("group", name="작업", exact=True)
    first.get_by_label("단가 (한 건)").fill("100")
    first.get_by_label("단가 (한 건)").press("Tab")
    expect(first.get_by_role("status")).to_contain_text("최저임금보다")
    on(page)
    expect(page.get_by_text("채워 주는 데 동의해 주세요")).to_be_visible()
    first.get_by_role("button", name=re.compile("올리기")).click()
    expect(first.get_by_role("status")).to_have_count(0)
    expect(page.get_by_text("날마다 채워 줄게요")).to_have_count(0)
    # By what is marked: one of it is said in words, and how many of a piece are paid at most.
    page.get_by_role("button", name=re.compile("작업 한 건")).click()
    page.get_by_role("option", name=re.compile("표시한 것")).click()
    on(page)
    expect(page.get_by_text("한 단위가 무엇인지 적어 주세요.")).to_be_visible()
    page.get_by_label("한 단위는 무엇인가요?").fill("동그라미에 꼭 맞는 상자 하나")
    page.get_by_label("한 건에 최대").fill("20")
    first.get_by_label("걸리는 시간").fill("5")
    first.get_by_label("단가").fill("20")
    first.get_by_label("단가").press("Tab")
    clean(page)
    on(page)

    title(page, "누가 함께하나요?")
    page.get_by_role("radio", name=re.compile("누구나")).check(force=True)
    page.get_by_label("이메일 주소").fill("primary@dure")
    page.get_by_role("button", name="초대", exact=True).click()
    expect(page.get_by_text("주소가 이상해요")).to_be_visible()
    page.get_by_label("이메일 주소").fill("primary@dure.example")
    page.get_by_label("역할").click()
    page.get_by_role("option", name=re.compile("1차 검수자")).click()
    page.get_by_role("button", name="초대", exact=True).click()
    sent = page.get_by_role("list", name="보낸 초대")
    expect(sent.get_by_text("primary@dure.example")).to_be_visible()
    on(page)

    title(page, "돈은 얼마나 드나요?")
    page.get_by_role("button", name="예산에 넣기").click()
    expect(page.get_by_text("예산이 충분해요.")).to_be_visible()
    clean(page)
    on(page)

    title(page, "이제 열 수 있어요")
    clean(page)
    page.get_by_role("button", name="과제 열기").click()
    expect(page).to_have_url(re.compile(r"/projects/\d+$"))
    expect(page.get_by_role("button", name="과제 상태: 열림")).to_be_visible()
    assert time.monotonic() - began < MINUTES * 60

    # And it is: a stranger joins, and there is work.
    project = int(page.url.rsplit("/", 1)[1])
    worker = dure.caller("worker1")
    stage = somebody.get(f"/projects/{project}/stages")["items"][0]
    assert stage["state"] == "open"
    worker.post(f"/projects/{project}/join", status=None)
    until(
        lambda: next((one for one in worker.get("/work") if one["project_id"] == project), None),
        "an offer",
    )

    # Who comes to it reads what is paid for, and what that makes an hour.
    page = dure.open("worker1", f"/work/stages/{project}/{stage['id']}")
    facts = page.get_by_role("region", name="이 일의 조건")
    expect(facts).to_contain_text("20원 표시 하나당")
    expect(facts).to_contain_text("동그라미에 꼭 맞는 상자 하나")
    expect(facts).to_contain_text("한 건에 최대 20개까지")
    expect(facts).to_contain_text("한 시간에 14,400원")
    clean(page)


def test_the_design_of_an_open_project_changes_by_versions(dure: Dure) -> None:
    page = dure.open("manager", "/projects")
    page.get_by_role("link", name="혈액 세포 찾기").click()
    page.get_by_role("navigation").get_by_role("link", name="작업 설계").click()
    title(page, "라벨 3개로 표시해요")
    clean(page)
    page.get_by_role("button", name="라벨 더하기").click()
    page.keyboard.type("뭉친 덩이")
    expect(page.get_by_text("라벨 뭉친 덩이")).to_be_visible()
    page.get_by_role("button", name="2판 적용하기").click()
    title(page, "라벨 4개로 표시해요")

    page.get_by_role("link", name="지침", exact=True).click()
    title(page, "지침 1판을 쓰고 있어요")
    text = page.get_by_label("지침", exact=True)
    text.fill(text.input_value() + "\n\n겹친 세포는 하나씩 그려요.")
    expect(page.locator("ins", has_text="겹친 세포는")).to_be_visible()
    clean(page)
    # What is written on while a version is on its way is the next one.
    held: list[Route] = []
    page.route("**/guidelines", lambda route: held.append(route), times=1)
    with page.expect_request("**/guidelines"):
        page.get_by_role("button", name="2판 적용하기").click()
    text.fill(text.input_value() + "\n\n흐린 것은 건너뛰어요.")
    held[0].continue_()
    title(page, "지침 2판을 쓰고 있어요")
    expect(page.get_by_text("2판을 적용했어요")).to_be_visible()
    expect(text).to_have_value(re.compile("겹친 세포는 .*흐린 것은 건너뛰어요.$", re.S))
    page.get_by_role("button", name="3판 적용하기").click()
    title(page, "지침 3판을 쓰고 있어요")

    page.get_by_role("link", name="반려 사유", exact=True).click()
    page.get_by_label("한국어", exact=True).fill("상자가 헐거워요")
    page.get_by_label("영어", exact=True).fill("Loose box")
    page.get_by_role("button", name="더하기", exact=True).click()
    expect(page.get_by_role("list", name="쓰고 있는 사유")).to_contain_text("loose_box")
    clean(page)

    # A pause is one press away, and cancelling says first what it means in money.
    page.get_by_role("link", name="공정", exact=True).click()
    page.get_by_role("button", name="공정 취소").click()
    expect(page.get_by_role("dialog")).to_contain_text("예산으로 돌아와요")
    expect(page.get_by_role("button", name="취소", exact=True)).to_be_focused()
    page.keyboard.press("Escape")
    page.get_by_role("main").get_by_role("button", name="잠시 멈추기").click()
    page.get_by_role("dialog").get_by_role("button", name="잠시 멈추기").click()
    expect(page.get_by_role("main").get_by_role("button", name="다시 열기")).to_be_visible()
    clean(page)


def test_people_and_quality_of_a_project(dure: Dure) -> None:
    page = dure.open("manager", "/projects/1/people")
    title(page, re.compile("명이 함께하고 있어요"))
    clean(page)
    page.get_by_role("button", name="박도윤의 역할").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("checkbox", name=re.compile("1차 검수자")).check(force=True)
    page.keyboard.press("Escape")
    row = page.get_by_role("row").filter(has_text="박도윤")
    expect(row).to_contain_text("1차 검수자")

    page.get_by_role("navigation").get_by_role("link", name="품질").click()
    title(page, re.compile("바로 통과했어요"))
    clean(page)
    page.get_by_role("radio", name="표로 보기").first.click()
    expect(page.get_by_role("columnheader", name="통과 비율")).to_be_visible()
    clean(page)
