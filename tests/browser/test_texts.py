"""Texts on the screen: every way of labelling them by mouse, keys and fingers; inspecting them."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import Dure, violations
from tests.browser.editing import Fingers, on_offer
from tests.journeys.caller import Caller, new_key, until

pytestmark = pytest.mark.browser

FAMILY = "👨‍👩‍👧‍👦"  # one sign, seven code points, eleven UTF-16 units
NEWS = (
    "지난 14일 서울특별시 강남구에서 열린 학술대회에는 "
    "한국전자통신연구원의 김민수 박사가 참석했다. "
    f"{FAMILY} 가족 단위 참가자도 있었다.\n"
    "둘째 날에는 부산광역시와 대전광역시에서 온 연구자들이 방언 자료를 이야기했다.\n"
    + unicodedata.normalize("NFD", "한글 낱자")
    + "로 쓴 문장도 있다."
)
NAMES = {
    "kind": "span",
    "name": "names",
    "ko": "이름",
    "en": "Names",
    "min": 1,
    "classes": [
        {"id": "PER", "ko": "사람", "en": "Person"},
        {"id": "LOC", "ko": "장소", "en": "Place"},
        {"id": "ORG", "ko": "기관", "en": "Organisation"},
    ],
}
TIES = {
    "kind": "relation",
    "name": "ties",
    "ko": "관계",
    "en": "Ties",
    "classes": [{"id": "in", "ko": "소속", "en": "Member"}, {"id": "at", "ko": "위치", "en": "At"}],
}
TOPIC = {
    "kind": "class",
    "name": "topic",
    "ko": "주제",
    "en": "Topic",
    "classes": [{"id": "sci", "ko": "과학", "en": "Science"}, {"id": "art", "ko": "문화"}],
}
FIELD = {
    "kind": "class",
    "name": "field",
    "ko": "분야",
    "en": "Field",
    "classes": [
        {"id": "s", "ko": "과학"},
        *({"id": f"s{n}", "ko": f"과학 {n}", "parent": "s"} for n in range(8)),
        {"id": "e", "ko": "공학"},
        *({"id": f"e{n}", "ko": f"공학 {n}", "parent": "e"} for n in range(8)),
    ],
    "leaf_only": True,
}
WORDS = {
    "kind": "writing",
    "name": "translation",
    "ko": "영어 번역",
    "en": "Translation",
    "language": "en",
    "min_length": 5,
}
REASON = {"kind": "writing", "name": "why", "ko": "까닭", "required": False, "evidence": "names"}
BETTER = {
    "kind": "comparison",
    "name": "better",
    "ko": "더 나은 답변",
    "en": "Better answer",
    "roles": ["response"],
}
ORDER = {
    "kind": "ranking",
    "name": "order",
    "ko": "순위",
    "en": "Order",
    "roles": ["response"],
}
HELP = {
    "kind": "rating",
    "name": "help",
    "ko": "도움",
    "en": "Help",
    "per": "part",
    "roles": ["response"],
}
INTENT = {
    "kind": "class",
    "name": "intent",
    "ko": "의도",
    "en": "Intent",
    "per": "part",
    "roles": ["user"],
    "classes": [{"id": "ask", "ko": "질문"}, {"id": "say", "ko": "진술"}],
}


def parts(*told: tuple[str, str | None, str]) -> dict[str, Any]:
    return {"parts": [{"id": id, "role": role, "text": text} for id, role, text in told]}


ANSWERS = parts(
    ("p", "prompt", "수도를 알려 줘."),
    ("a", "response", "서울이에요."),
    ("b", "response", "대한민국의 수도는 서울이에요."),
    ("c", "response", "몰라요."),
)
TALK = parts(
    ("t1", "user", "부산까지 어떻게 가요?"),
    ("t2", "assistant", "KTX를 타면 두 시간 반쯤 걸려요."),
    ("t3", "user", "고마워요."),
)


@dataclass
class Stage:
    """A stage of texts that is open for work."""

    dure: Dure
    project: int
    id: int

    @property
    def path(self) -> str:
        return f"/do/{self.project}/{self.id}"

    def handed_in(self, who: Caller, item: str) -> list[dict[str, Any]]:
        """The annotations that arrived for an item."""

        def look() -> Any:
            for row in who.pages("/me/assignments", project_id=self.project):
                if row["item"] == item and row["level"] == 0:
                    work = who.get(f"/projects/{self.project}/assignments/{row['id']}")
                    return work["turns"][-1]["answer"]["annotations"] if work["turns"] else None
            return None

        found: list[dict[str, Any]] = until(look, f"the hand-in of {item}")
        return found


def stage(dure: Dure, labels: list[dict[str, Any]], texts: list[dict[str, Any]]) -> Stage:
    """A new stage of the demonstration's first project, with these texts on offer."""
    lines = [
        json.dumps({"name": f"글 {n + 1}"} | text, ensure_ascii=False)
        for n, text in enumerate(texts)
    ]
    schema = {"modality": "text", "labels": labels}
    made = on_offer(dure, schema, "글.jsonl", "\n".join(lines).encode(), len(texts))
    return Stage(dure, *made)


class Desk:
    """A page with a text on it."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.board = page.locator(".tx-board")
        self.rows = page.locator(".an-row")
        self.toast = page.locator(".toast")
        self.board.wait_for()

    def press(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)

    @property
    def item(self) -> str:
        return self.page.locator(".wk-name .t3").inner_text()

    def place(self, words: str, end: bool = False) -> tuple[float, float]:
        """Where words begin in the window, or end."""
        # Letters that came later would push them aside, between this look and the hand's arrival.
        self.page.wait_for_function(
            """() => {
              document.body.getBoundingClientRect(); // letters are asked for as words are laid out
              return document.fonts.size > 0 && document.fonts.status === "loaded";
            }"""
        )
        found = self.page.evaluate(
            """([words, end]) => {
              for (const run of document.querySelectorAll("[data-at]")) {
                const text = run.firstChild;
                const at = text.data.indexOf(words);
                if (at < 0) continue;
                run.scrollIntoView({ block: "center" });
                const range = document.createRange();
                range.setStart(text, at);
                range.setEnd(text, at + words.length);
                const boxes = range.getClientRects();
                const box = end ? boxes[boxes.length - 1] : boxes[0];
                return [end ? box.right - 1 : box.left + 1, box.top + box.height / 2];
              }
              return null;
            }""",
            [words, end],
        )
        assert found is not None, f"“{words}” does not stand in one piece"
        return found[0], found[1]

    def drag(self, first: str, last: str | None = None) -> None:
        """Drag with the mouse over words."""
        self.page.mouse.move(*self.place(first))
        self.page.mouse.down()
        self.page.mouse.move(*self.place(last or first, end=True), steps=6)
        self.page.mouse.up()

    def pull(self, handle: str, words: str, end: bool = True) -> None:
        """Pull a handle of what is selected to where words end, or begin."""
        target = self.place(words, end=end)
        box = self.page.locator(f'[data-handle="{handle}"]').bounding_box()
        assert box is not None
        self.page.mouse.move(box["x"] + 1, box["y"] + box["height"] / 2)
        self.page.mouse.down()
        self.page.mouse.move(*target, steps=6)
        self.page.mouse.up()

    def question(self, name: str) -> Locator:
        return self.page.locator(".tx-ask").filter(has_text=name).first

    def submit(self) -> None:
        self.press("KeyN")
        expect(self.toast).to_be_visible()


def quoted(text: str, span: dict[str, Any]) -> str:
    """What a span says, by code points."""
    return text[span["start"] : span["end"]]


def spans(annotations: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    return (one for one in annotations if one["kind"] == "span")


def test_names_are_marked_with_the_mouse_pulled_and_joined(dure: Dure) -> None:
    work = stage(dure, [NAMES, TIES, TOPIC], [{"text": NEWS}])
    desk = Desk(dure.open("worker1", work.path))
    item = desk.item
    desk.drag("서울특별시")
    desk.press("Digit2")
    expect(desk.rows).to_have_count(1)
    desk.pull("end", "강남구")
    expect(desk.rows.first).to_contain_text("서울특별시 강남구")
    # One within the other, and one right behind a family that is eleven units long.
    desk.drag("강남구")
    desk.press("Digit2")
    desk.drag("한국전자통신연구원")
    desk.press("Digit3")
    desk.drag("김민수")
    desk.press("Digit1")
    desk.press("KeyL")
    desk.press("Comma", "KeyL")
    expect(desk.page.locator(".tx-relation")).to_have_count(1)
    desk.drag("가족 단위")
    desk.press("Digit3")
    expect(desk.rows).to_have_count(5)
    desk.press("KeyZ")
    expect(desk.rows).to_have_count(4)
    desk.press("Shift+KeyZ")
    expect(desk.rows).to_have_count(5)
    desk.page.get_by_role("button", name="과학").click()
    assert violations(desk.page) == []
    desk.submit()

    arrived = work.handed_in(dure.caller("worker1"), item)
    marked = {quoted(NEWS, one): one["class"] for one in spans(arrived)}
    assert marked == {
        "서울특별시 강남구": "LOC",
        "강남구": "LOC",
        "한국전자통신연구원": "ORG",
        "김민수": "PER",
        "가족 단위": "ORG",
    }
    ids = {one["id"]: quoted(NEWS, one) for one in spans(arrived)}
    (tie,) = (one for one in arrived if one["kind"] == "relation")
    assert (ids[tie["from"]], ids[tie["to"]]) == ("김민수", "한국전자통신연구원")


def test_what_is_asked_of_a_span(dure: Dure) -> None:
    known = {
        "name": "known",
        "ko": "아는 이름",
        "kind": "choice",
        "required": True,
        "options": [{"id": "yes", "ko": "알려진 곳"}, {"id": "no", "ko": "낯선 곳"}],
    }
    since = {"name": "since", "ko": "세운 해", "kind": "number", "min": 0, "max": 2100}
    state = {"name": "state", "ko": "국립", "kind": "flag"}
    note = {"name": "note", "ko": "메모", "kind": "text", "classes": ["LOC"]}
    labels = [NAMES | {"attributes": [known, since, state, note]}]
    work = stage(dure, labels, [{"text": NEWS}])
    desk = Desk(dure.open("worker1", work.path))
    item = desk.item
    desk.drag("한국전자통신연구원")
    desk.press("Digit3")
    asked = desk.page.get_by_role("region", name="속성")
    expect(asked).to_contain_text("한국전자통신연구원")
    expect(asked.get_by_text("메모")).to_have_count(0)
    # By its key, then with the keyboard: the first question has the focus.
    desk.press("Shift+KeyA", "Space")
    expect(asked.get_by_role("button", name="알려진 곳")).to_have_attribute("aria-pressed", "true")
    asked.get_by_role("textbox", name="세운 해").fill("1976")
    asked.get_by_role("textbox", name="세운 해").press("Enter")
    asked.get_by_role("group", name="국립").get_by_role("button", name="예", exact=True).click()
    assert violations(desk.page) == []
    desk.page.locator("body").click(position={"x": 1, "y": 1})
    desk.submit()
    (span,) = spans(work.handed_in(dure.caller("worker1"), item))
    assert span["attributes"] == {"known": "yes", "since": 1976, "state": True}


def test_a_text_is_done_by_keyboard_alone(dure: Dure) -> None:
    work = stage(dure, [NAMES, TOPIC], [{"text": NEWS}, {"text": "둘째 글이에요."}])
    desk = Desk(dure.open("worker1", work.path))
    item = desk.item
    # What has no mark yet is not handed in, and says so at the place.
    desk.press("KeyN")
    expect(desk.page.get_by_role("alert")).to_contain_text("이름")
    desk.press("Control+ArrowRight", "Control+Shift+ArrowRight", "Digit1")
    expect(desk.rows).to_have_count(1)
    desk.press("Shift+ArrowLeft")
    # The last two words: syllables of several code points count as one character on the way.
    desk.press("Escape", "Control+End", *["ArrowLeft"] * 11, "Shift+ArrowLeft", "Digit2")
    expect(desk.rows).to_have_count(2)
    desk.press("KeyQ", "Digit2")
    expect(desk.page.get_by_role("button", name="문화")).to_have_attribute("aria-pressed", "true")
    desk.submit()
    expect(desk.page.locator(".wk-name")).not_to_contain_text(item)

    arrived = work.handed_in(dure.caller("worker1"), item)
    first, last = sorted(spans(arrived), key=lambda one: one["start"])
    assert quoted(NEWS, first) == "14"
    assert quoted(NEWS, last) == unicodedata.normalize("NFD", "자")
    assert last["end"] - last["start"] == 2
    (topic,) = (one for one in arrived if one["kind"] == "class")
    assert topic["classes"] == ["art"]


def test_twenty_thousand_characters_stay_smooth(dure: Dure) -> None:
    sentence = "서울에서 열린 모임에는 연구자 200여 명이 참석해 말뭉치를 이야기했다. "
    text = "\n".join(sentence * 8 for _ in range(64))[:20_000]
    work = stage(dure, [NAMES], [{"text": text}])
    desk = Desk(dure.open("worker1", work.path))
    for n in range(3):
        desk.press("Escape", *["Control+ArrowRight"] * (n + 1), "Control+Shift+ArrowRight")
        desk.press("Digit1")
    expect(desk.rows).to_have_count(3)
    desk.press("Escape", "Control+End", "Control+Shift+ArrowLeft")
    # What is far away is left alone: marking is as quick as in a short text.
    desk.page.evaluate(
        """() => {
          window.touched = 0;
          new MutationObserver((all) => {
            for (const one of all) window.touched += 1 + one.addedNodes.length;
          }).observe(document.querySelector(".tx-board"), { childList: true, subtree: true });
        }"""
    )
    desk.press("Digit2")
    expect(desk.rows).to_have_count(4)
    assert 0 < desk.page.evaluate("window.touched") < 100
    item = desk.item
    desk.submit()
    arrived = work.handed_in(dure.caller("worker1"), item)
    assert max(one["end"] for one in spans(arrived)) == len(text)


def test_a_translation_survives_composition_and_the_loss_of_the_page(dure: Dure) -> None:
    work = stage(dure, [WORDS], [{"text": "바람이 분다."}])
    worker = dure.caller("worker1")
    page = dure.open(worker, work.path)
    desk = Desk(page)
    item = desk.item
    field = page.get_by_role("textbox", name="영어 번역")
    field.click()
    device = page.context.new_cdp_session(page)
    for begun in ("ㅎ", "하", "한"):
        composing = {"text": begun, "selectionStart": 1, "selectionEnd": 1}
        device.send("Input.imeSetComposition", composing)
    device.send("Input.insertText", {"text": "한"})
    page.keyboard.type("n wind")
    expect(field).to_have_value("한n wind")
    expect(page.locator(".wk-save")).to_have_attribute("data-state", "saved")
    page.reload()
    desk = Desk(page)
    expect(page.get_by_role("textbox", name="영어 번역")).to_have_value("한n wind")
    assert violations(page) == []
    page.get_by_role("textbox", name="영어 번역").fill("The wind blows.")
    page.keyboard.press("Escape")
    desk.submit()
    (written,) = work.handed_in(worker, item)
    assert (written["kind"], written["text"]) == ("writing", "The wind blows.")


def test_answers_are_compared_ranked_and_rated_by_keys(dure: Dure) -> None:
    work = stage(dure, [BETTER, ORDER, HELP], [ANSWERS])
    desk = Desk(dure.open("worker1", work.path))
    item = desk.item
    desk.press("Digit2")  # B is better; on to the ranking
    desk.press("Digit2", "Digit1", "Digit3")  # B, A, C; on to the ratings
    desk.press("Digit4", "Digit5", "Digit1")
    expect(desk.page.locator(".tx-chip")).to_have_count(3)
    row = desk.page.locator(".tx-ranks > li").first
    row.focus()
    row.press("ArrowDown")
    expect(desk.page.locator(".tx-ranks > li").first).to_contain_text("답변 A")
    assert violations(desk.page) == []
    desk.submit()
    arrived = {
        (one["kind"], one.get("part")): one for one in work.handed_in(dure.caller("worker1"), item)
    }
    assert arrived["comparison", None]["better"] == "b"
    assert arrived["ranking", None]["order"] == ["a", "b", "c"]
    assert [arrived["rating", part]["value"] for part in "abc"] == [4, 5, 1]


def test_turns_of_a_conversation_and_a_tree_of_classes(dure: Dure) -> None:
    work = stage(dure, [FIELD, INTENT, REASON, NAMES | {"min": 0}], [TALK])
    desk = Desk(dure.open("worker1", work.path))
    page = desk.page
    item = desk.item
    search = page.get_by_label("분야에서 찾기")
    search.fill("공학 3")
    search.press("ArrowDown")
    desk.press("ArrowDown", "Enter")
    expect(page.get_by_role("treeitem", name="공학 3")).to_have_attribute("aria-selected", "true")
    page.locator(".tx-chip").first.click()
    desk.press("Digit1", "Digit2")
    expect(page.locator(".tx-chip")).to_have_text(["의도 질문", "의도 진술"])
    desk.drag("두 시간 반")
    page.get_by_role("button", name="고른 구간을 근거로 더하기").click()
    page.get_by_role("textbox", name="까닭").fill("시간을 말했어요.")
    page.keyboard.press("Escape")
    assert violations(page) == []
    desk.submit()
    arrived = work.handed_in(dure.caller("worker1"), item)
    chosen = {one["part"]: one["classes"] for one in arrived if one["kind"] == "class"}
    assert chosen == {None: ["e3"], "t1": ["ask"], "t3": ["say"]}
    (mark,) = spans(arrived)
    (why,) = (one for one in arrived if one["kind"] == "writing")
    assert (mark["part"], why["evidence"]) == ("t2", [mark["id"]])


def test_fingers_mark_words_and_pull_handles(dure: Dure) -> None:
    work = stage(dure, [NAMES], [{"text": NEWS}])
    desk = Desk(dure.open("worker1", work.path, phone=True))
    page = desk.page
    fingers = Fingers(page)
    at = desk.place("강남구에서")
    fingers.drag(at, at, steps=1)
    expect(page.locator("[data-handle]")).to_have_count(2)
    handle = page.locator('[data-handle="end"]').bounding_box()
    assert handle is not None
    x, y = desk.place("강남구", end=True)
    fingers.drag((handle["x"] + 1, handle["y"] + handle["height"] + 4), (x, y + 22))
    page.wait_for_function(
        """(x) => Math.abs(
             document.querySelector('[data-handle="end"]').getBoundingClientRect().left - x) < 4""",
        arg=x,
    )
    # A finger comes to rest before it goes on: a touch right behind a swipe only ends the swipe.
    fingers.drag((x, y + 22), (x, y + 22), steps=1)
    page.get_by_role("button", name="장소").tap()
    expect(page.locator("mark")).to_have_text("강남구")
    assert violations(page) == []
    page.get_by_role("button", name="제출하고 다음").tap()
    expect(desk.toast).to_be_visible()


def test_an_inspector_reads_points_mends_and_sees_the_difference(dure: Dure) -> None:
    work = stage(dure, [NAMES, TOPIC], [{"text": NEWS}, {"text": "둘째 글은 서울 이야기예요."}])
    worker = dure.caller("worker1")
    claims = f"/projects/{work.project}/stages/{work.id}/claims"
    leases = worker.post(claims, {"level": 0, "count": 2}, key=new_key())["leases"]
    for lease in leases:
        text = lease["item"]["document"]["parts"][0]["text"]
        at = text.index("서울")
        given = [
            {
                "kind": "span",
                "id": "s1",
                "name": "names",
                "class": "ORG",
                "part": "text",
                "start": at,
                "end": at + 2,
            },
            {"kind": "class", "id": "c1", "name": "topic", "classes": ["sci"]},
        ]
        worker.post(
            f"/projects/{work.project}/assignments/{lease['id']}/submission",
            {"answer": {"modality": "text", "annotations": given}, "active_seconds": 20},
            key=new_key(),
        )
    page = dure.open("primary", f"/review/{work.project}/{work.id}/1")
    desk = Desk(page)
    expect(page.locator("mark")).to_have_text("서울")
    expect(page.locator(".tx-answers")).to_contain_text("과학")
    assert violations(page) == []
    # A return, with a pin on what was marked.
    desk.press("KeyR", "Period", "KeyC")
    expect(page.locator(".rv-pinning")).to_contain_text("Enter")
    desk.press("Enter", "KeyC")
    expect(page.locator(".rv-pins li")).to_have_count(1)
    desk.press("Digit1")
    page.keyboard.type("기관이 아니라 장소예요.")
    page.keyboard.press("Escape")
    desk.press("Enter")
    expect(desk.toast).to_be_visible()
    # The next is mended: another class, and the difference shows it.
    expect(page.locator("mark")).to_have_text("서울")
    desk.press("KeyF")
    expect(page.locator(".rv-mend")).to_be_visible()
    desk.press("Period", "Digit2")
    expect(desk.rows).to_contain_text(["장소"])
    desk.press("KeyF")
    expect(page.locator(".an-diff")).to_contain_text("장소")
    expect(page.locator(".an-diff")).to_contain_text("기관")
    assert violations(page) == []


@pytest.mark.parametrize(
    ("theme", "locale", "phone"),
    [
        ("light", "en", False),
        ("dark", "ko", False),
        ("light", "ko", True),
        ("dark", "en", True),
        *(
            pytest.param(theme, locale, phone, marks=pytest.mark.long)
            for theme, locale, phone in (
                ("light", "ko", False),
                ("dark", "en", False),
                ("light", "en", True),
                ("dark", "ko", True),
            )
        ),
    ],
)
def test_the_page_of_a_text_is_sound(dure: Dure, theme: str, locale: str, phone: bool) -> None:
    labels = [NAMES, TIES, TOPIC, HELP | {"per": "item", "roles": None}, WORDS]
    work = stage(dure, labels, [{"text": NEWS}])
    desk = Desk(dure.open("worker1", work.path, theme=theme, locale=locale, phone=phone))
    if not phone:
        desk.drag("서울특별시")
        desk.press("Digit2")
        expect(desk.rows).to_have_count(1)
    assert violations(desk.page) == []
    assert desk.page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_an_item_shows_its_text_in_the_browser_and_on_its_page(dure: Dure) -> None:
    work = stage(dure, [NAMES], [{"text": NEWS}])
    page = dure.open("manager", f"/projects/{work.project}/data?stage_id={work.id}")
    expect(page.get_by_text("지난 14일 서울특별시").first).to_be_visible()
    items = dure.caller("manager").get(f"/projects/{work.project}/items", stage_id=work.id)
    page.goto(f"{dure.url}/projects/{work.project}/data/{items['items'][0]['id']}")
    expect(page.locator(".tx-view")).to_contain_text("지난 14일 서울특별시")
    assert violations(page) == []
