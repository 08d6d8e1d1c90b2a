"""Answers that can be trusted, as who manages sees it: how a stage makes sure of its answers, and
lots, told of before they are made and followed while they are looked at."""

from __future__ import annotations

import re
from typing import Any

import pytest
from playwright.sync_api import Page, Route, expect

from app.workflow.weigh import weigh
from tests.browser.conftest import Dure, dismiss, violations
from tests.browser.editing import on_offer
from tests.browser.sounding import archive
from tests.browser.test_trusted import SCHEMA, Pairs, boxes, picture
from tests.journeys.caller import Caller, new_key, until
from tests.priced import PRICED

pytestmark = pytest.mark.browser

COUNT = 6
MORE = 4


class Delivery:
    """A stage whose pictures are accepted unseen, to be delivered in lots; with the limit of 4
    percent, three of six are sampled and none may be faulty. Or one with other `settings`."""

    def __init__(self, dure: Dure, count: int = COUNT, **settings: Any) -> None:
        files = {f"{n}.jpg": picture(100 + 12 * n) for n in range(count)}
        asked = {"inspect1": "none", "quality": {"limit": "4.0"}} | settings
        self.project, self.id = on_offer(dure, SCHEMA, "사진.zip", archive(files), count, **asked)
        self.dure = dure
        self.boss = dure.caller("manager")
        self.stage = f"/projects/{self.project}/stages/{self.id}"
        self.lots = f"/projects/{self.project}/quality?tab=lots&stage={self.id}"

    def answer(self) -> None:
        worker = self.dure.caller("worker1")
        for lease in self.claims(worker, 0, COUNT):
            path = f"/projects/{self.project}/assignments/{lease['id']}/submission"
            told = {"answer": boxes((40, 40)), "active_seconds": 20}
            worker.post(path, told, key=new_key())
        until(lambda: self.boss.get(f"{self.stage}/lots/plan")["size"] == COUNT or None, "answers")

    def claims(self, who: Caller, level: int, count: int) -> list[Any]:
        told = {"level": level, "count": count}
        return list(who.post(f"{self.stage}/claims", told, key=new_key())["leases"])

    def look(self, verdict: str, count: int, who: str = "secondary", level: int = 2) -> None:
        """An inspector, the second one, says the same of so many."""
        looker = self.dure.caller(who)
        why = {} if verdict == "approve" else {"reason": "class", "comment": "종류가 틀려요."}
        said = {"verdict": verdict} | why
        for lease in self.claims(looker, level, count):
            path = f"/projects/{self.project}/assignments/{lease['id']}/submission"
            looker.post(path, said, key=new_key())


def no_sideways(page: Page) -> None:
    assert page.evaluate("document.documentElement.scrollWidth") <= page.viewport_size["width"]  # type: ignore[index]


def with_other_links(route: Route) -> None:
    """The same picture at another address, as it has when its links have ended."""
    found = route.fetch()
    media = found.json()
    route.fulfill(response=found, json=media | {"url": media["url"] + "?anew"})


def without_links(route: Route) -> None:
    route.abort()


def test_a_lot_is_told_of_before_it_is_made_and_followed_until_it_is_decided(dure: Dure) -> None:
    delivery = Delivery(dure)
    page = dure.open("manager", delivery.lots)
    expect(page.locator("h1")).to_contain_text("아직 묶음이 없어요")
    page.get_by_role("button", name="묶음 만들기").click()
    form = page.get_by_role("dialog")
    expect(form).to_contain_text("묶을 데이터가 없어요")
    dismiss(page)

    delivery.answer()
    page.get_by_role("button", name="묶음 만들기").click()
    expect(form).to_contain_text(f"{COUNT}건을 담아요")
    expect(form).to_contain_text("3건을 뽑아 보고, 잘못된 것이 0건까지면 합격이에요.")
    expect(form).to_contain_text("360")  # 60 for each
    assert violations(page) == []
    make = form.get_by_role("button", name="묶음 만들기")
    make.click()
    expect(form).to_contain_text("이름을 적어 주세요")
    form.get_by_label("이름").fill("1차 납품")
    make.click()
    expect(page.locator("h1")).to_contain_text("뽑은 3건 중 0건을 봤어요")
    assert violations(page) == []

    # It is followed without anybody loading the page anew.
    delivery.look("approve", 1)
    expect(page.locator("h1")).to_contain_text("뽑은 3건 중 1건을 봤어요")
    delivery.look("reject", 2)
    expect(page.locator("h1")).to_contain_text("불합격이에요")
    page.get_by_role("radio", name="뽑히지 않음").click()
    rest = page.get_by_role("table").get_by_role("row")
    expect(rest).to_have_count(1 + 3)
    (lot,) = delivery.boss.get(f"{delivery.stage}/lots")["items"]
    listed = delivery.boss.get(
        f"/projects/{delivery.project}/lots/{lot['id']}/items", sampled=False
    )["items"]
    shown = rest.locator("a").all_inner_texts()
    assert shown == [one["item"] for one in listed]
    risks = [one["risk"] for one in listed]
    assert risks == sorted(risks, reverse=True)
    assert violations(page) == []
    no_sideways(page)

    # On a phone the list stands as well, and who releases is told that lots decide.
    phone = dure.open("manager", delivery.lots, phone=True, theme="dark", locale="en")
    expect(phone.locator("h1")).to_contain_text("Lots: 1")
    expect(phone.locator("body")).to_contain_text("Looked at again")
    assert violations(phone) == []
    no_sideways(phone)


def test_by_risk_is_switched_on_refused_at_its_field_and_off_again(dure: Dure) -> None:
    delivery = Delivery(dure)
    delivery.boss.send("PATCH", delivery.stage, {"rate1": "0.2"})

    def hows() -> list[str]:
        now = delivery.boss.get(delivery.stage)
        return [now["inspect1"], now["inspect2"]]

    def press(role: Any, name: str) -> None:
        """As a thumb does: on what is seen of it."""
        page.locator("label").filter(has=page.get_by_role(role, name=name)).click()

    at = f"/projects/{delivery.project}/design?tab=quality&stage={delivery.id}"
    page = dure.open("manager", at)
    save = page.get_by_role("button", name="저장")
    press("switch", "위험")
    press("checkbox", "2차 검수")
    save.click()
    expect(page.get_by_role("alert").filter(has_text="1차 검수도 켜 주세요")).to_be_visible()
    assert violations(page) == []
    press("checkbox", "1차 검수")
    save.click()
    until(lambda: hows() == ["risk", "risk"] or None, "what was saved")
    page.reload()
    press("checkbox", "2차 검수")
    press("checkbox", "1차 검수")
    save.click()
    until(lambda: hows() == ["sample", "none"] or None, "the rate that held before")


class Known(Delivery):
    """A stage some of whose pictures two inspectors accepted, in which everybody's next answer is
    to what is known (hidden among what is left to do); who misses three of it is paused."""

    def __init__(self, dure: Dure) -> None:
        quality = {"gold": {"first": 1, "then": 1, "later": 1}, "pause": {"known": 3}}
        looks = {"inspect1": "all", "inspect2": "all"}
        super().__init__(dure, COUNT + MORE, **looks, quality=quality, holds=100)
        self.golds = f"/projects/{self.project}/quality?tab=golds&stage={self.id}"
        worker = dure.caller("worker1")
        for lease in self.claims(worker, 0, COUNT):
            path = f"/projects/{self.project}/assignments/{lease['id']}/submission"
            told = {"answer": boxes((40, 40), (200, 120)), "active_seconds": 20}
            worker.post(path, told, key=new_key())
        self.look("approve", COUNT, "primary", 1)
        self.look("approve", COUNT)
        until(lambda: len(self.candidates()) == COUNT or None, "what may become known")

    def candidates(self) -> list[Any]:
        return list(self.boss.get(f"{self.stage}/golds/candidates")["items"])

    def known(self, level: int = 0, state: str = "open") -> list[Any]:
        return list(self.boss.get(f"{self.stage}/golds", level=level, state=state)["items"])

    def price(self, won: int) -> None:
        """What an answer is paid from now on."""
        told = {"level0": won, "level1": 100, "level2": 60, **PRICED}
        self.boss.post(f"{self.stage}/prices", told)


def test_known_answers_are_made_by_hand_gathered_seeded_and_taken_out(dure: Dure) -> None:
    stage = Known(dure)
    page = dure.open("manager", stage.golds, fresh=True)
    title = page.locator("h1")
    expect(title).to_contain_text("아직 정답 문항이 없어요")
    expect(page.get_by_role("list", name="단계마다 얼마나 있나요")).to_contain_text("500개예요")
    assert violations(page) == []
    page.get_by_role("button", name="직접 넣기").click()
    tiles = page.get_by_role("dialog").get_by_role("row")
    expect(tiles).to_have_count(COUNT)
    expect(tiles.first).to_contain_text("두 번 검수를 통과함")
    assert violations(page) == []
    tiles.first.click()

    # The accepted answer is changed in the editor that workers have.
    expect(title).to_contain_text("맞는 답을 확인해 주세요")
    board = page.get_by_role("region", name="맞는 답")
    board.get_by_role("row", name=re.compile("적혈구 1")).click()
    board.get_by_label("왼쪽에서 x").fill("48")
    board.get_by_label("왼쪽에서 x").press("Enter")
    # Who was at another window for a while finds the work as it was, though links are asked anew.
    # Nor does it go where they cannot be had.
    page.clock.install()
    for event, answer in (("response", with_other_links), ("requestfailed", without_links)):
        page.route("**/items/*/media", answer, times=1)
        page.clock.fast_forward("02:00")
        with page.expect_event(event, lambda one: one.url.endswith("/media")):
            page.evaluate("dispatchEvent(new Event('visibilitychange'))")
        expect(board.get_by_label("왼쪽에서 x")).to_have_value("48")
    page.get_by_label("까닭").fill("경계가 뚜렷해요.")
    assert violations(page) == []
    keep = page.get_by_role("button", name="정답 문항으로 넣기")
    # Where what is on offer (each with its replacement) has become dear, no money is left.
    budget = stage.boss.get(f"{stage.stage}/openings/quote")["budget"]
    stage.price(300 + int(budget / (2 * MORE + 0.5)))
    keep.click()
    expect(page.get_by_role("alert")).to_contain_text("예산")
    stage.price(300)
    keep.click()
    expect(title).to_contain_text("정답 문항 1개를 섞고 있어요")
    (gold,) = stage.known()
    assert (gold["source"], gold["note"]) == ("hand", "경계가 뚜렷해요.")
    places = sorted(one["x"] for one in gold["answer"]["annotations"])
    assert places in ([48, 200], [40, 48])

    # What has become known meanwhile is said where it is kept.
    other = stage.candidates()[0]["item_id"]
    write = f"/projects/{stage.project}/golds/write?stage={stage.id}&item={other}"
    page.goto(dure.url + write)
    expect(title).to_contain_text("맞는 답을 확인해 주세요")
    expect(keep).to_be_visible()
    stage.boss.post(f"{stage.stage}/golds", {"level": 0, "item_id": other})
    keep.click()
    expect(page.get_by_role("alert")).to_contain_text("이미 정답 문항으로 쓰고 있는")

    # Gathered: what several agreed on there is not, what two inspectors let through there is.
    page.goto(dure.url + stage.golds)
    page.get_by_role("button", name="한 일에서 모으기").click()
    form = page.get_by_role("dialog")
    form.get_by_role("button", name="모으기", exact=True).click()
    expect(form).to_contain_text("넣은 것이 없어요.")
    expect(form).to_contain_text("고를 만한 데이터가 더 없어요.")
    form.get_by_text("두 번 검수를 통과함").click()
    form.get_by_label("몇 개까지").fill("3")
    form.get_by_label("몇 개까지").press("Tab")
    form.get_by_role("button", name="모으기", exact=True).click()
    expect(form).to_contain_text("정답 문항 3개를 넣었어요.")
    assert violations(page) == []
    form.get_by_role("button", name="닫기").last.click()
    expect(title).to_contain_text("정답 문항 5개를 섞고 있어요")
    expect(page.get_by_role("button", name="빼기")).to_have_count(5)

    # For inspectors with an error in it, beside what is right: another one, and that is taken.
    page.get_by_role("radio", name="1차 검수").click()
    page.get_by_role("link", name="오류 넣은 답 만들기").click()
    expect(title).to_contain_text("넣은 답이에요")
    expect(page.get_by_role("figure")).to_have_count(2)
    assert violations(page) == []
    with page.expect_response("**/golds/seed"):
        page.get_by_role("button", name="다른 데이터").click()
    expect(page.get_by_role("figure")).to_have_count(2)
    page.get_by_role("button", name="이대로 넣기").click()
    rows = page.get_by_role("list", name="정답 문항", exact=True).get_by_role("listitem")
    expect(rows).to_have_count(1)
    expect(rows).to_contain_text("맞는 판정")
    (seeded,) = stage.known(1)
    assert seeded["shown"] != seeded["answer"]
    assert seeded["verdict"] in ("fix", "return")
    assert seeded["note"]
    rows.get_by_role("button", name="보기").click()
    expect(page.get_by_role("dialog").get_by_role("figure")).to_have_count(2)
    assert violations(page) == []
    page.keyboard.press("Escape")

    # Taken out, it is asked for first; then it is among what was.
    rows.get_by_role("button", name="빼기").click()
    page.get_by_role("dialog").get_by_role("button", name="빼기").click()
    expect(rows).to_have_count(0)
    page.get_by_role("radio", name="뺀 것").click()
    expect(rows).to_have_count(1)
    assert [one["id"] for one in stage.known(1, "retired")] == [seeded["id"]]
    assert violations(page) == []
    no_sideways(page)

    phone = dure.open("manager", stage.golds, phone=True, theme="dark", locale="en")
    expect(phone.locator("h1")).to_contain_text("5 known answers are mixed in")
    assert violations(phone) == []
    no_sideways(phone)


def test_who_is_paused_is_seen_with_the_reason_and_works_again_once_it_is_settled(
    dure: Dure,
) -> None:
    stage = Known(dure)
    told = {"source": "inspection", "level": 0, "count": 5}
    stage.boss.post(f"{stage.stage}/golds/gather", told, status=200)
    wrong = dure.caller("worker2")
    for _ in range(3):
        (lease,) = stage.claims(wrong, 0, 1)
        path = f"/projects/{stage.project}/assignments/{lease['id']}/submission"
        far = {"answer": boxes((300, 220)), "active_seconds": 20}
        wrong.post(path, far, key=new_key())
    weigh()

    trust = f"/projects/{stage.project}/quality?tab=trust&stage={stage.id}"
    page = dure.open("manager", trust)
    people = page.get_by_role("list", name="신뢰도").get_by_role("listitem")
    expect(people).to_have_count(2)
    expect(people.first).to_contain_text("정답 문항 3개 중 0개를 맞힘")
    expect(people.first).to_contain_text("멈춤")
    expect(people.first.get_by_role("img")).to_have_attribute("aria-label", re.compile("기준은"))
    expect(people.last).to_contain_text("검수받은 6건 중 6건이 그대로 통과함")
    assert violations(page) == []
    page.get_by_role("radio", name="1차 검수").click()
    expect(people).to_have_count(1)
    expect(people).to_contain_text("판정 6건")
    page.get_by_role("radio", name="작업", exact=True).click()
    page.get_by_role("radio", name="멈춘 사람만").click()
    expect(page.locator("h1")).to_contain_text("1명의 새 일이 멈춰 있어요")
    expect(people).to_have_count(1)
    no_sideways(page)

    # From there to what was noticed, which any manager settles who was not noticed himself.
    people.get_by_role("link").click()
    expect(page.locator("h1")).to_contain_text("정할 것이 하나 있어요")
    expect(page.get_by_role("article")).to_contain_text("3문항이 정답과 달랐어요")
    expect(page.get_by_role("article").get_by_role("link")).to_have_count(3)
    assert violations(page) == []
    page.get_by_role("button", name="정하기").click()
    form = page.get_by_role("dialog")
    form.get_by_role("button", name="정하기").click()
    expect(form).to_contain_text("까닭을 적어 주세요.")
    assert violations(page) == []
    form.get_by_label("그렇게 정한 까닭").fill("처음이라 지침을 다시 알려 드렸어요.")
    form.get_by_role("button", name="정하기").click()
    expect(page.locator("h1")).to_contain_text("이미 정했어요")
    expect(page.get_by_role("article")).to_contain_text("처음이라 지침을 다시 알려 드렸어요.")
    (hit,) = wrong.get("/me/hits")["items"]
    assert (hit["outcome"], hit["answer"]) == ("lifted", "처음이라 지침을 다시 알려 드렸어요.")
    assert stage.claims(wrong, 0, 1)
    page.goto(dure.url + trust)
    expect(people.first).not_to_contain_text("멈춤")

    phone = dure.open("manager", trust, phone=True, theme="dark", locale="en")
    expect(phone.get_by_role("list", name="Trust")).to_contain_text("0 of 3 right")
    assert violations(phone) == []
    no_sideways(phone)


def test_an_item_says_what_its_answers_came_to_and_who_decided(dure: Dure) -> None:
    pairs = Pairs(dure, 1)
    (item,) = pairs.boss.get(f"/projects/{pairs.project}/items", stage_id=pairs.id)["items"]
    page = dure.open("manager", f"/projects/{pairs.project}/data/{item['id']}")
    said = page.get_by_role("main")
    expect(said).to_contain_text("답 2개가 서로 달라, 검수자가 정하기를 기다려요.")
    primary = dure.caller("primary")
    told = {"level": 1, "count": 1}
    (lease,) = primary.post(f"{pairs.stage}/claims", told, key=new_key())["leases"]
    path = f"/projects/{pairs.project}/assignments/{lease['id']}/submission"
    primary.post(path, {"verdict": "approve", "chosen": "B"}, key=new_key())
    page.reload()
    expect(said).to_contain_text(re.compile(r"답 2개가 서로 달라 \S+님이 정했어요\."))
    expect(said.get_by_role("radio", name="모인 답")).to_be_checked()
    assert violations(page) == []
    no_sideways(page)
