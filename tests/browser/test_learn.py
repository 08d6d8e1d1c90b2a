"""A newcomer sees what he lacks, learns it, practises in the editor with what was right beside it,
fails the exam, passes it, and is let in; and a worker is given the next best thing to do."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from playwright.sync_api import Page, expect

from tests.browser.conftest import Dure, violations
from tests.browser.editing import cells
from tests.journeys.caller import Caller

TITLE = "세포 가려내기"


def title(page: Page, words: str | re.Pattern[str]) -> None:
    # A text that is shown may have headings of its own.
    expect(page.locator("h1").first).to_have_text(words, timeout=30_000)


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()


def clean(page: Page) -> None:
    assert violations(page) == []


def draw(page: Page) -> None:
    """A box near the upper left corner of the picture, with the mouse."""
    board = page.locator(".an-board")
    board.wait_for(timeout=30_000)
    box = board.bounding_box()
    assert box is not None
    x, y = box["x"] + box["width"] * 0.4, box["y"] + box["height"] * 0.35
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + 60, y + 60, steps=6)
    page.mouse.up()
    expect(board).to_have_attribute("aria-label", re.compile("1"))


def answer(*boxes: dict[str, Any]) -> dict[str, Any]:
    return {"modality": "picture", "annotations": list(boxes)}


def course(boss: Caller, project: int, stage: int) -> tuple[int, int, dict[str, Any]]:
    """A course that is open: a lesson, a practice task with one box, and an exam whose two pictures
    have nothing on them. Its id, the practice task's, and the right answer to that."""
    made = boss.post(
        f"/projects/{project}/courses",
        {"stage_id": stage, "title": TITLE, "drawn": 2, "pass_mark": 1, "wait_seconds": 0},
    )
    at = f"/projects/{project}/courses/{made['id']}"
    boss.post(f"{at}/lessons", {"title": "적혈구", "body": "# 적혈구\n\n가운데가 옅어요."})
    items = [one["id"] for one in boss.pages(f"/projects/{project}/items", stage_id=stage)]
    probe = boss.get(f"{at}/items/{items[0]}/task")
    (label, *_) = probe["label_schema"]["labels"]
    right = answer(
        {
            "kind": "box",
            "id": "r1",
            "name": label["name"],
            "class": label["classes"][0]["id"],
            "x": 4,
            "y": 4,
            "width": 40,
            "height": 40,
        }
    )
    practice = boss.post(
        f"{at}/questions",
        {"use": "practice", "item_id": items[0], "answer": right, "note": "가장자리도 세어요."},
    )
    for item in items[1:3]:
        boss.post(f"{at}/questions", {"use": "exam", "item_id": item, "answer": answer()})
    boss.post(f"{at}/open", status=200)
    return made["id"], practice["id"], right


def test_a_newcomer_learns_fails_passes_and_is_let_in(dure: Dure) -> None:
    worker, boss = dure.caller("worker2"), dure.caller("manager")
    project, stage = cells(dure.caller("worker1"))
    at, task, right = course(boss, project, stage)
    for held in worker.pages("/me/assignments", state="reserved"):
        back = f"/projects/{held['project_id']}/assignments/{held['id']}/return"
        worker.post(back, {"why": "break"}, status=200)
    boss.send(
        "PUT",
        f"/projects/{project}/stages/{stage}/requirements/0",
        {"asked": {"certificates": [{"project_id": project, "course_id": at}]}},
    )

    # What is missing is said, with the way to it.
    page = dure.open(worker, f"/work/stages/{project}/{stage}")
    expect(page.get_by_text("먼저 교육을 듣고 시험에 통과해 주세요.")).to_be_visible()
    page.get_by_role("link", name=f"‘{TITLE}’ 배우러 가기").first.click()
    title(page, TITLE)
    clean(page)
    page.get_by_role("link", name="읽기 시작하기").click()
    title(page, "적혈구")
    press(page, "다 읽었어요, 연습하기")

    # Practice: what was wrong is said thing by thing, and lies over the picture.
    title(page, "연습 1/1")
    draw(page)
    press(page, "확인하기")
    expect(page.get_by_text("아직이에요")).to_be_visible()
    marks = page.locator(".ln-marks")
    expect(marks.get_by_text("빠짐")).to_be_visible()
    expect(marks.get_by_text("더 있음")).to_be_visible()
    expect(page.get_by_text("가장자리도 세어요.")).to_be_visible()
    clean(page)
    page.get_by_role("radio", name="내 답").click()
    expect(page.get_by_role("radio", name="내 답")).to_be_checked()
    marks.get_by_role("button").filter(has_text="빠짐").click()
    expect(page.get_by_role("radio", name="겹쳐 보기")).to_be_checked()
    press(page, "고쳐서 다시 해 보기")
    expect(page.get_by_role("button", name="확인하기")).to_be_visible()
    tries = f"/projects/{project}/courses/{at}/questions/{task}/tries"
    assert worker.post(tries, {"answer": right}, status=200)["right"]

    # The exam, failed: which question was wrong is told, not what would have been right.
    page.goto(f"{dure.url}/learn/{project}/{at}/exam")
    title(page, "시험을 시작할까요?")
    clean(page)
    press(page, "시험 시작하기")
    title(page, "문제 1/2")
    draw(page)
    expect(page.get_by_role("status").filter(has_text="저장됨")).to_be_visible(timeout=20_000)
    # A closed window goes on where it was, with what was answered.
    page.reload()
    title(page, "문제 2/2")
    press(page, "문제 1, 답함")
    title(page, "문제 1/2")
    expect(page.locator(".an-board")).to_have_attribute("aria-label", re.compile("1"))
    clean(page)
    press(page, "저장하고 다음")
    title(page, "문제 2/2")
    press(page, "저장하고 끝내기")
    page.get_by_role("dialog").get_by_role("button", name="끝내기", exact=True).click()
    title(page, "이번에는 합격하지 못했어요")
    results = page.get_by_role("list", name="문제별 결과").get_by_role("listitem")
    expect(results.nth(0)).to_contain_text("틀림")
    expect(results.nth(1)).to_contain_text("맞음")
    expect(page.get_by_text("지금 다시 볼 수 있어요. 2번 남았어요.")).to_be_visible()
    clean(page)

    # Passed: there is a certificate, and the work is open.
    page.goto(f"{dure.url}/learn/{project}/{at}/exam")
    press(page, "시험 시작하기")
    title(page, "문제 1/2")
    page.locator(".an-board").wait_for(timeout=30_000)
    press(page, "저장하고 다음")
    title(page, "문제 2/2")
    press(page, "저장하고 끝내기")
    page.get_by_role("dialog").get_by_role("button", name="끝내기", exact=True).click()
    title(page, "합격했어요")
    clean(page)
    (held,) = worker.get("/certificates")["items"]
    anybody = dure.visit(f"/certificates/{held['code']}")
    title(anybody, "진짜 수료증이에요")
    expect(anybody.get_by_text("보여 주지 않아요")).to_be_visible()
    clean(anybody)
    with page.expect_response("**/certificates/*"):
        page.get_by_text("다른 과제에 보여 주기").click()
    expect(page.get_by_role("switch", name="다른 과제에 보여 주기")).to_be_checked()
    anybody.reload()
    expect(anybody.get_by_text(worker.get("/me")["name"])).to_be_visible()
    page.goto(f"{dure.url}/work/stages/{project}/{stage}")
    expect(
        page.get_by_role("link", name=re.compile("^(바로 시작하기|이어서 하기)$"))
    ).to_be_visible()


def test_the_next_best_thing_is_opened_with_its_reasons(dure: Dure) -> None:
    boss = dure.caller("manager")
    project, stage = cells(dure.caller("worker1"))
    page = dure.open("worker1", "/")
    expect(page.get_by_role("heading", name="다음 추천 작업")).to_be_visible()

    # Announced work is there without a refresh, with its clock and one's wish.
    soon = datetime.now(ZoneInfo("Asia/Seoul")) + timedelta(hours=2)
    boss.post(
        f"/projects/{project}/announcements",
        {"stage_id": stage, "opens_at": soon.isoformat(timespec="seconds")},
    )
    coming = page.get_by_role("region", name="곧 열려요")
    expect(coming.get_by_text(re.compile(r"1:\d\d:\d\d 뒤에 열려요"))).to_be_visible(timeout=20_000)
    coming.get_by_text("나눠 받기").click()
    expect(coming.get_by_role("switch", name="나눠 받기")).to_be_checked()
    expect(coming.get_by_text("1명이 신청했어요")).to_be_visible()
    clean(page)

    press(page, "추천 작업 시작하기")
    expect(page.locator(".toast")).to_contain_text("고른 까닭", timeout=30_000)
    expect(page).to_have_url(re.compile(r"/(work|review)/\d+/\d+"))
    page.locator(".an-board, .tx-board, .sd-board").first.wait_for(timeout=30_000)


def test_what_a_verdict_names_is_there_after_a_reload(dure: Dure) -> None:
    worker, boss = dure.caller("worker2"), dure.caller("manager")
    project, stage = cells(dure.caller("worker1"))
    made = boss.post(
        f"/projects/{project}/courses",
        {"stage_id": stage, "level": 1, "title": "무엇을 보나요", "drawn": 1, "pass_mark": 1},
    )
    at = f"/projects/{project}/courses/{made['id']}"
    item = next(boss.pages(f"/projects/{project}/items", stage_id=stage))["id"]
    (label, *_) = boss.get(f"{at}/items/{item}/task")["label_schema"]["labels"]
    box = {"kind": "box", "id": "w1", "name": label["name"], "class": label["classes"][0]["id"]}
    shown = answer(box | {"x": 4, "y": 4, "width": 40, "height": 40})
    boss.post(
        f"{at}/questions",
        {"use": "exam", "item_id": item, "answer": answer(), "shown": shown, "verdict": "return"},
    )
    boss.post(f"{at}/open", status=200)
    page = dure.open(worker, f"/learn/{project}/{made['id']}/exam")
    press(page, "시험 시작하기")
    title(page, "문제 1/1")
    press(page, "반려")
    page.locator(".ln-judge .an-objects").get_by_role("row").first.click()
    press(page, "고른 것 짚기")
    named = page.get_by_role("button", name="짚은 것 빼기")
    expect(named).to_have_count(1)
    expect(page.get_by_role("status").filter(has_text="저장됨")).to_be_visible(timeout=20_000)
    page.reload()
    title(page, "문제 1/1")
    expect(page.get_by_role("button", name="반려")).to_have_attribute("aria-pressed", "true")
    expect(named).to_have_count(1)
    clean(page)
