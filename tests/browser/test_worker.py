"""A worker on a phone: from nothing to the first won, and what comes after."""

from __future__ import annotations

import csv
import re
import time
from pathlib import Path

from playwright.sync_api import Page, expect

from app import demo
from tests.browser.conftest import Dure, mailed, violations
from tests.journeys.caller import PASSWORD, Caller, until

MINUTES = 3.0


def title(page: Page, words: str | re.Pattern[str]) -> None:
    expect(page.get_by_role("heading", level=1)).to_have_text(words)


def clean(page: Page) -> None:
    assert violations(page) == []


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()


def choose(page: Page, name: str) -> None:
    page.get_by_role("radio", name=name, exact=True).click()


def piece(who: Caller, state: str) -> str:
    """The page of one of his pieces of work in that state."""
    row = who.get("/me/assignments", state=state)["items"][0]
    return f"/my-work/{row['project_id']}/{row['id']}"


def test_from_sign_up_to_the_first_won_in_three_minutes(dure: Dure) -> None:
    began = time.monotonic()
    page = dure.visit("/", phone=True)
    title(page, "데이터에 라벨을 붙이고 한 만큼 벌어요")
    expect(page.get_by_text("얼마인지 먼저 보여요")).to_be_visible()
    clean(page)
    page.get_by_role("link", name="처음이에요, 가입할게요").click()

    # What is missing is said at its field, and nothing is sent.
    title(page, "3분이면 첫 일을 시작해요")
    press(page, "가입하기")
    expect(page.get_by_text("이름을 한 줄로 적어 주세요.")).to_be_visible()
    expect(page.get_by_label("이메일")).to_be_focused()  # the first fault
    expect(page.get_by_text("동의해야 가입할 수 있어요.")).to_be_visible()
    clean(page)
    page.get_by_label("이메일").fill("saerom@example.test")
    page.get_by_label("이름").fill("김새롬")
    page.get_by_label("비밀번호", exact=True).fill("password1234")
    page.get_by_label("태어난 해").fill("1991")
    for words in ("두레 이용약관 읽기", "개인정보 처리 안내 읽기"):
        page.get_by_role("button", name=words).click()
        press(page, "읽었고 동의해요")
    press(page, "가입하기")
    expect(page.get_by_text("짐작하기 어려운 비밀번호로")).to_be_visible()
    page.get_by_label("비밀번호", exact=True).fill(PASSWORD)
    press(page, "가입하기")

    title(page, "메일을 열어 주세요")
    clean(page)
    page.goto(dure.url + mailed(dure, "saerom@example.test", "verify"))
    title(page, "주소를 확인했어요")
    expect(page.get_by_label("이메일")).to_have_value("saerom@example.test")
    assert "#" not in page.url  # the secret does not stay in the address
    page.get_by_label("비밀번호", exact=True).fill(PASSWORD)
    press(page, "로그인")

    # The catalogue: what it pays beside the minimum wage; one step away from the first task.
    title(page, "지금 할 수 있는 일이 1개 있어요")
    expect(page.get_by_text("최저임금 시간당 10,320원")).to_be_visible()
    clean(page)
    page.get_by_role("link", name="혈액 세포 찾기").click()
    title(page, "혈액 세포 찾기")
    clean(page)
    press(page, "참여하고 시작하기")

    page.wait_for_url(re.compile(r"/do/\d+/\d+$"))
    board = page.locator(".an-board")
    expect(board).to_be_visible()
    # The first time the guideline is offered, as a phone has no room for it; once read, no more.
    expect(page.get_by_text("처음 하는 일이라면 지침부터 볼까요?")).to_be_visible()
    press(page, "보기")
    expect(page.get_by_role("dialog").get_by_text("세포에 상자 그리기")).to_be_visible()
    page.get_by_role("dialog").get_by_role("button", name="닫기").click()
    expect(page.get_by_text("처음 하는 일이라면 지침부터 볼까요?")).to_have_count(0)
    box = board.bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + box["width"] * 0.4, box["y"] + box["height"] * 0.45)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] * 0.6, box["y"] + box["height"] * 0.55, steps=6)
    page.mouse.up()
    page.get_by_role("button", name=re.compile("^제출하고 다음")).click()
    expect(page.get_by_text("제출했어요.")).to_be_visible()
    assert time.monotonic() - began < MINUTES * 60

    # What was earned waits for its verdict, on every page that speaks of it.
    saerom = Caller(dure.url, "새롬")
    dure.callers.append(saerom)
    saerom.email = "saerom@example.test"
    saerom.sign_in(PASSWORD)
    until(
        lambda: saerom.get("/me/assignments", state="submitted")["items"] or None,
        "the hand-in, which is held back for some seconds",
    )
    page.goto(dure.url + "/earnings")
    title(page, re.compile(r"^\d+월에 250원을 벌었어요$"))
    clean(page)
    page.get_by_role("navigation").get_by_role("link", name="홈").click()
    title(page, "오늘 250원을 벌었어요")
    page.get_by_role("navigation").get_by_role("link", name="내 작업").click()
    expect(page.get_by_role("link", name=re.compile("혈액 세포 찾기.*검수 중"))).to_be_visible()
    clean(page)


def test_what_came_back_says_why_and_leads_to_the_editor(dure: Dure) -> None:
    page = dure.open("worker1", "/", phone=True)
    page.get_by_role("link", name=re.compile("1건을 다시 봐 주세요")).click()
    title(page, "빠진 대상이 있어요")
    expect(page.get_by_text(re.compile("까지 고치면 250원이 확정돼요"))).to_be_visible()
    expect(page.locator("svg.ann")).to_be_visible()
    expect(page.locator(".pin")).to_have_count(1)
    clean(page)
    page.get_by_role("link", name="고치러 가기").click()
    page.wait_for_url(re.compile(r"/work/\d+/\d+$"))
    expect(page.locator(".an-board")).to_be_visible()


def test_a_rejection_is_objected_to_and_what_ran_out_taken_up_again(dure: Dure) -> None:
    who = dure.caller("worker2")
    page = dure.open(who, piece(who, "rejected"), phone=True)
    press(page, "이의 있어요")
    press(page, "이의 내기")
    expect(page.get_by_text("어떤 점이 다른지 적어 주세요.")).to_be_visible()
    page.get_by_label("이의 내용").fill("상자는 지침의 두 화소 안에 있어요.")
    clean(page)
    press(page, "이의 내기")
    title(page, "이의를 심사하고 있어요")
    expect(page.get_by_text("상자는 지침의 두 화소 안에 있어요.")).to_be_visible()
    page.goto(dure.url + "/my-work?state=rejected")
    expect(page.get_by_role("link", name=re.compile("이의 심사 중"))).to_be_visible()

    page.goto(dure.url + piece(who, "expired"))
    press(page, "다시 맡아서 하기")
    page.wait_for_url(re.compile(r"/work/\d+/\d+$"))
    expect(page.locator(".an-board")).to_be_visible()


def test_earnings_by_day_and_project_and_as_a_file(dure: Dure, tmp_path: Path) -> None:
    who = dure.caller("worker1")
    owed = sum(row["owed"] for row in who.get("/me/earnings"))
    month = who.get("/me/earnings/days")["items"][0]["day"][:7]
    page = dure.open(who, f"/earnings?month={month}")
    expect(page.get_by_role("img", name=re.compile("날마다 번 돈"))).to_be_visible()
    press(page, "표로 보기")
    expect(page).to_have_url(re.compile("view=table"))
    expect(page.get_by_role("row", name=re.compile("^합계"))).to_be_visible()
    clean(page)
    with page.expect_download() as download:
        press(page, "CSV로 받기")
    kept = tmp_path / "earnings.csv"
    download.value.save_as(kept)
    rows = list(csv.DictReader(kept.read_text(encoding="utf-8-sig").splitlines()))
    assert sum(int(row["금액"]) for row in rows) == owed
    # One project of several, by the address.
    one = who.get("/me/earnings")[0]["project_id"]
    page.goto(dure.url + f"/earnings?month={month}&project={one}")
    press(page, "앞 달")
    expect(page.get_by_text("이 달에는 한 일이 없어요.")).to_be_visible()


def test_notices_are_sentences_and_lead_on(dure: Dure) -> None:
    page = dure.open("worker1", "/notifications", phone=True)
    title(page, re.compile(r"^새 소식이 \d+건 있어요$"))
    clean(page)
    page.get_by_role("link", name=re.compile("다시 봐 달라는 작업이 있어요")).first.click()
    page.wait_for_url(re.compile(r"/my-work/\d+/\d+$"))
    page.goto(dure.url + "/notifications")
    press(page, "모두 읽음으로")
    title(page, "모두 읽었어요")


def test_a_new_version_is_read_with_its_difference_and_signed(dure: Dure) -> None:
    operator = dure.caller("operator")
    (terms, _) = operator.get("/agreements/current")
    operator.post(
        "/agreements",
        {
            "kind": "terms",
            "title_ko": terms["title_ko"],
            "title_en": terms["title_en"],
            "body_ko": terms["body_ko"] + "\n9. 새로 더한 약속입니다.",
            "body_en": terms["body_en"],
        },
    )
    page = dure.open("worker1", "/", phone=True)
    page.get_by_role("link", name=re.compile("읽고 서명할 문서가 1건 있어요")).click()
    title(page, "서명할 문서가 1건 있어요")
    page.get_by_role("link", name=re.compile("이용약관 2판")).click()
    choose(page, "바뀐 곳 보기")
    expect(page.locator("ins")).to_contain_text("새로 더한 약속입니다.")
    clean(page)
    press(page, "읽었고 동의해요")
    expect(page.get_by_text("서명했어요", exact=True)).to_be_visible()
    page.goto(dure.url + "/agreements")
    title(page, "서명할 문서가 없어요")


def test_oneself_is_looked_after_by_oneself(dure: Dure) -> None:
    page = dure.open("worker2", "/account", phone=True)
    title(page, "박도윤 님의 정보예요")
    page.get_by_label("이름").fill("박도윤 2")
    press(page, "저장")
    title(page, "박도윤 2 님의 정보예요")

    press(page, "토큰 만들기")
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("button", name="토큰 만들기").click()
    expect(dialog.get_by_text("이름을 적어 주세요.")).to_be_visible()
    dialog.get_by_label("이름").fill("밤마다 올리기")
    clean(page)
    dialog.get_by_role("button", name="토큰 만들기").click()
    expect(dialog.locator("code")).to_have_text(re.compile("^dure_"))
    dialog.get_by_role("button", name="옮겨 적었어요").click()
    press(page, "폐기하기")
    page.get_by_role("dialog").get_by_role("button", name="폐기하기").click()
    expect(page.get_by_text(re.compile("폐기됨"))).to_be_visible()

    choose(page, "English")
    title(page, "About you, 박도윤 2")
    choose(page, "한국어")
    choose(page, "어둡게")
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    clean(page)

    press(page, "비밀번호 바꾸기")
    page.get_by_label("지금 비밀번호").fill("not-this-one-27")
    page.get_by_label("새 비밀번호").fill(PASSWORD)
    press(page, "비밀번호 바꾸기")
    expect(page.get_by_text("지금 쓰는 비밀번호가 맞지 않아요.")).to_be_visible()
    page.get_by_label("지금 비밀번호").fill(demo.password())
    press(page, "비밀번호 바꾸기")
    expect(page.get_by_text("비밀번호를 바꿨어요.")).to_be_visible()

    press(page, "두레를 떠나기")
    page.get_by_label("지금 비밀번호").fill(PASSWORD)
    page.get_by_role("dialog").get_by_role("button", name="떠나기").click()
    title(page, "데이터에 라벨을 붙이고 한 만큼 벌어요")


def test_a_forgotten_password_and_an_invitation_by_mail(dure: Dure) -> None:
    page = dure.visit("/reset", phone=True)
    page.get_by_label("이메일").fill("worker2@dure.example")
    press(page, "링크 받기")
    expect(page.get_by_text("worker2@dure.example로 링크를 보냈어요.")).to_be_visible()
    clean(page)
    page.goto(dure.url + mailed(dure, "worker2@dure.example", "reset"))
    title(page, "새 비밀번호를 정해 주세요")
    page.get_by_label("새 비밀번호").fill(PASSWORD)
    press(page, "이 비밀번호로 정하기")
    title(page, "다시 만나서 반가워요")

    manager = dure.caller("manager")
    project = manager.get("/me")["projects"][0]
    manager.post(
        f"/projects/{project['id']}/invitations",
        {"email": "worker2@dure.example", "role": "primary_inspector"},
    )
    page.goto(dure.url + mailed(dure, "worker2@dure.example", "invitation"))
    title(page, f"{project['name']}에서 초대했어요")
    clean(page)
    page.get_by_role("link", name="로그인하고 받기").click()
    page.get_by_label("비밀번호", exact=True).fill(PASSWORD)
    press(page, "로그인")
    title(page, f"{project['name']}에서 초대했어요")
    press(page, "초대 받기")
    page.wait_for_url(re.compile(r"/review"))
