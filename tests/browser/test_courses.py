"""A manager of learning and routing: a course made whole by hand, what a level asks for, teams, and
work that opens later."""

import io
import re
import zipfile
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from PIL import Image
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import Dure, violations
from tests.browser.editing import cells
from tests.journeys.caller import Caller, until


def title(page: Page, words: str | re.Pattern[str]) -> None:
    expect(page.locator("h1.display")).to_have_text(words)


def clean(page: Page) -> None:
    assert violations(page) == []


def drag(page: Page, board: Locator) -> None:
    """A box across the middle of the picture, with the mouse."""
    board.scroll_into_view_if_needed()
    box = board.bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + box["width"] * 0.4, box["y"] + box["height"] * 0.4)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] * 0.55, box["y"] + box["height"] * 0.55, steps=6)
    page.mouse.up()


def project_of(dure: Dure) -> tuple[Caller, int, int]:
    """The manager, and the project and stage in which cells are boxed."""
    project, stage = cells(dure.caller("worker1"))
    return dure.caller("manager"), project, stage


def test_a_course_is_made_by_hand_and_opened(dure: Dure) -> None:
    boss, project, stage = project_of(dure)
    page = dure.open(boss, f"/projects/{project}/design?tab=courses&stage={stage}")
    title(page, "배움을 만들어 볼까요?")
    page.get_by_role("button", name="배움 만들기").click()
    expect(page.get_by_text("배움 이름을 적어 주세요.")).to_be_visible()
    page.get_by_label("이름", exact=True).fill("세포 가려내기")
    clean(page)
    page.get_by_role("button", name="배움 만들기").click()

    # A new one says what it still wants, and cannot be opened.
    title(page, "‘세포 가려내기’ 배움을 준비하고 있어요")
    expect(page.get_by_text("글이나 연습 문제를 하나 이상 넣어 주세요.")).to_be_visible()
    expect(page.get_by_role("button", name="배움 열기")).to_be_disabled()

    for name in ("적혈구", "백혈구"):
        page.get_by_role("button", name="글 더하기").click()
        page.get_by_label("제목", exact=True).fill(name)
        page.get_by_label("내용", exact=True).fill(f"# {name}\n\n가장자리에 붙여 그려요.")
        page.get_by_role("button", name="저장", exact=True).click()
        expect(page.get_by_role("row", name=name)).to_be_visible()
    clean(page)
    page.get_by_role("button", name="백혈구 위로").click()
    expect(page.get_by_role("row").first).to_contain_text("백혈구")
    # The handle does the same by keyboard.
    page.get_by_role("row", name="적혈구").click()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="적혈구 이후에 삽입")).to_be_focused()
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Enter")
    expect(page.get_by_role("row").first).to_contain_text("적혈구")
    course = int(page.url.split("/courses/")[1].split("?")[0])
    at = f"/projects/{project}/courses/{course}"
    until(
        lambda: [one["title"] for one in boss.get(f"{at}/lessons")] == ["적혈구", "백혈구"] or None,
        "the order",
    )

    # Questions: accepted answers as they are, and one written in the editor.
    page.get_by_role("link", name="문제", exact=True).click()
    exam = page.locator("section").filter(has=page.get_by_role("heading", name="시험 0문제"))
    exam.get_by_role("button", name="승인된 답에서 고르기").click()
    dialog = page.get_by_role("dialog")
    rows = dialog.get_by_role("row")
    rows.nth(0).click()
    rows.nth(1).click()
    clean(page)
    dialog.get_by_role("button", name="2개 넣기").click()
    expect(page.get_by_role("heading", name="시험 2문제")).to_be_visible()
    practice = page.locator("section").filter(has=page.get_by_role("heading", name="연습 0문제"))
    practice.get_by_role("button", name="답을 직접 쓰기").click()
    page.get_by_role("dialog").get_by_role("row").last.click()
    title(page, "연습 문제의 맞는 답을 써 주세요")
    desk = page.get_by_role("region", name="맞는 답")
    before = boss.get(f"{at}/questions")["items"]
    drag(page, desk.get_by_role("application"))
    page.get_by_label("까닭").fill("가장자리의 세포도 세어요.")
    clean(page)
    page.get_by_role("button", name="문제 저장").click()
    expect(page.get_by_role("list", name="연습 문제")).to_contain_text("가장자리의 세포도 세어요.")
    (written,) = [
        one
        for one in boss.get(f"{at}/questions")["items"]
        if one["id"] not in {b["id"] for b in before}
    ]
    assert written["answer"]["annotations"], written
    clean(page)

    # The exam asks for ten and there are two: it says so until it draws no more than there are.
    expect(page.get_by_text("시험 문제가 2개뿐이에요.")).to_be_visible()
    page.get_by_role("link", name="시험과 보상").click()
    page.get_by_label("한 시험에 내는 문제").fill("2")
    page.get_by_label("글과 연습을 마치면").fill("1000")
    page.get_by_label("시험에 붙으면").fill("500")
    page.get_by_label("시험에 붙으면").press("Tab")
    expect(page.get_by_text("한 사람에게 많아야").locator("..")).to_contain_text("1,500")
    clean(page)
    page.get_by_role("button", name="저장", exact=True).click()
    page.get_by_role("button", name="배움 열기").click()
    page.get_by_role("dialog").get_by_role("button", name="배움 열기").click()
    title(page, "‘세포 가려내기’ 배움이 열려 있어요")
    assert boss.get(at)["state"] == "open"
    page.get_by_role("link", name="사람", exact=True).last.click()
    expect(page.get_by_role("link", name="CSV로 내려받기")).to_be_visible()
    clean(page)

    # How long somebody has learned stands beside his name.
    worker = dure.caller("worker2")
    (first, _) = boss.get(f"{at}/lessons")
    worker.post(f"{at}/lessons/{first['id']}/read", {"seconds": 90}, status=200)
    page.goto(f"{dure.url}/projects/{project}/people")
    expect(page.get_by_role("row").filter(has_text="박도윤")).to_contain_text("1분 30초")


def test_an_inspectors_question_has_what_is_shown_and_its_verdict(dure: Dure) -> None:
    boss, project, stage = project_of(dure)
    made = boss.post(
        f"/projects/{project}/courses", {"stage_id": stage, "level": 1, "title": "무엇을 보나요"}
    )
    at = f"/projects/{project}/courses/{made['id']}"
    page = dure.open(boss, f"{at}?part=questions")
    page.get_by_role("button", name="답을 직접 쓰기").first.click()
    page.get_by_role("dialog").get_by_role("row").first.click()
    page.get_by_role("button", name="문제 저장").click()
    expect(page.get_by_text("맞는 판정을 골라 주세요.")).to_be_visible()
    page.get_by_role("radio", name="반려").check(force=True)
    page.get_by_role("button", name="문제 저장").click()
    expect(page.get_by_text("보여 줄 답과 맞는 답이 같아요.")).to_be_visible()

    # A box too many is put into what is shown; the accepted answer stays the right one.
    board = page.get_by_role("region", name="보여 줄 답").get_by_role("application")
    page.evaluate("scrollTo(0, 0)")
    drag(page, board)
    expect(page.get_by_text("보여 줄 답과 맞는 답이 같아요.")).to_have_count(0)
    clean(page)
    page.get_by_role("button", name="문제 저장").click()
    expect(page.get_by_text("맞는 판정: 반려")).to_be_visible()
    (one,) = boss.get(f"{at}/questions")["items"]
    shown, right = (len(one[part]["annotations"]) for part in ("shown", "answer"))
    assert (one["verdict"], shown) == ("return", right + 1)


def test_a_requirement_is_tried_before_it_is_saved(dure: Dure) -> None:
    boss, project, stage = project_of(dure)
    page = dure.open(boss, f"/projects/{project}/people")
    row = page.get_by_role("row").filter(has_text="박도윤")
    row.get_by_role("button", name=re.compile("의 팀: 팀 없음")).click()
    row.get_by_role("textbox").fill("가")
    row.get_by_role("textbox").press("Enter")
    expect(row.get_by_role("button", name=re.compile("의 팀: 가"))).to_be_visible()
    page.get_by_role("radio", name="가", exact=True).click()
    expect(page.get_by_role("row")).to_have_count(2)
    clean(page)

    page.goto(f"{dure.url}/projects/{project}/design?tab=requirements&stage={stage}")
    title(page, "역할이 있으면 누구나 맡아요")
    page.get_by_role("switch", name=re.compile("^팀")).check(force=True)
    page.get_by_role("button", name="1판 적용하기").click()
    expect(page.get_by_text("팀을 하나 이상 골라 주세요.")).to_be_visible()
    page.get_by_role("checkbox", name="가", exact=True).check(force=True)
    page.get_by_role("button", name="누가 맡을 수 있는지 보기").click()
    found = page.get_by_role("status").filter(has_text="맡을 수 있어요")
    expect(found).to_contain_text(re.compile(r"\d+명 가운데 [01]명이"))
    expect(page.get_by_role("row", name=re.compile("팀이 달라요"))).to_be_visible()
    asked = f"/projects/{project}/stages/{stage}/requirements/0"
    assert boss.get(asked)["version"] == 0  # only tried
    page.get_by_label("하루에").fill("30")
    page.get_by_label("하루에").press("Tab")
    clean(page)
    page.get_by_role("button", name="1판 적용하기").click()
    title(page, "2가지를 갖춘 사람만 맡아요")
    saved = boss.get(asked)
    assert (saved["version"], saved["asked"]["teams"], saved["day_limit"]) == (1, ["가"], 30)


def pictures() -> bytes:
    """Two pictures in a zip."""
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w") as zipped:
        for n in range(2):
            one = io.BytesIO()
            Image.new("RGB", (320, 240), (200, 90 + 40 * n, 90)).save(one, "JPEG")
            zipped.writestr(f"later-{n}.jpg", one.getvalue())
    return kept.getvalue()


def test_work_is_announced_and_called_off(dure: Dure) -> None:
    boss, project, stage = project_of(dure)
    upload = boss.upload(project, "later.zip", pictures())
    made = boss.post(
        f"/projects/{project}/imports", {"stage_id": stage, "upload_id": upload}, status=202
    )

    def imported() -> Any:
        found = boss.get(f"/projects/{project}/batches/{made['id']}")
        return found if found["state"] == "imported" else None

    until(imported, "the import")
    page = dure.open(boss, f"/projects/{project}/data/batches/{made['id']}")
    page.get_by_role("button", name="나중에 열기").click()
    dialog = page.get_by_role("dialog")
    day = datetime.now(ZoneInfo("Asia/Seoul")).date()
    dialog.get_by_label("여는 날").fill((day - timedelta(days=1)).isoformat())
    dialog.get_by_role("button", name="미리 알리기").click()
    expect(dialog.get_by_text("지금보다 뒤의 때를 골라 주세요.")).to_be_visible()
    dialog.get_by_label("여는 날").fill((day + timedelta(days=2)).isoformat())
    dialog.get_by_label("여는 시각").fill("09:30")
    clean(page)
    dialog.get_by_role("button", name="미리 알리기").click()
    row = page.get_by_role("table").get_by_role("row").last
    expect(row).to_contain_text("기다려요")
    (one,) = boss.get(f"/projects/{project}/announcements")["items"]
    at = datetime.fromisoformat(one["opens_at"]).astimezone(ZoneInfo("Asia/Seoul"))
    assert (at.date(), at.hour, at.minute) == (day + timedelta(days=2), 9, 30)
    assert one["batch_id"] == made["id"]

    # Who wants a part is counted; calling it off says whom it concerns.
    worker = dure.caller("worker1")
    worker.send("PUT", f"/announcements/{project}/{one['id']}/wish", status=204)
    page.goto(f"{dure.url}/projects/{project}/data/batches")
    listed = page.get_by_role("region", name="열릴 일").get_by_role("row").last
    expect(listed.get_by_role("cell").nth(2)).to_have_text("1")
    clean(page)
    listed.get_by_role("button", name=re.compile("취소")).click()
    expect(page.get_by_role("dialog")).to_contain_text("손 든 1명에게")
    page.get_by_role("dialog").get_by_role("button", name="여는 것 취소").click()
    expect(listed).to_contain_text("취소했어요")
