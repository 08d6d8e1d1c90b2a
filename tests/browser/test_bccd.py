"""The whole way of a set in the browser, in Korean: 364 photographs are dragged in, labeled by
hand, inspected, mended, frozen, downloaded, and read back by pycocotools."""

from __future__ import annotations

import io
import re
import zipfile
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Dure, drag
from tests.browser.editing import Editor
from tests.browser.judging import look_again
from tests.journeys import exports
from tests.journeys.caller import Caller, new_key, until
from tests.journeys.test_bccd import FOLDER, photographs
from tests.journeys.truth import Box, Picture, answer
from tests.journeys.way import SCHEMA, Way

KEYS = {one["id"]: f"Digit{n}" for n, one in enumerate(SCHEMA["labels"][0]["classes"], 1)}
PROJECT = "혈액 세포 검출"
SAYS = "여기 세포가 하나 빠졌어요."

pytestmark = [
    pytest.mark.skipif(
        not FOLDER.is_dir(), reason="the BCCD photographs are not beside the repository"
    ),
    pytest.mark.timeout(300),
]


def title(page: Page, words: str | re.Pattern[str]) -> None:
    expect(page.get_by_role("heading", level=1)).to_have_text(words)


def drag_in(page: Page) -> None:
    """The folder as it was downloaded; what is in it is seen before it is imported and opened."""
    drag(page, FOLDER)
    expect(page.get_by_text("데이터 364건을 가져올 수 있어요")).to_be_visible(timeout=60_000)
    expect(page.get_by_text("BCCD · Pascal VOC")).to_be_visible()
    page.get_by_role("button", name="364건 가져오기").click()
    expect(page.get_by_text("데이터 364건을 가져왔어요")).to_be_visible(timeout=60_000)
    page.get_by_role("button", name="364건 열기").click()
    expect(page.get_by_text("작업 364건을 열었어요")).to_be_visible(timeout=60_000)
    page.get_by_role("link", name="데이터 보기").click()
    title(page, "BCCD에서 온 데이터 364건")
    page.locator(".tile .shot img").first.wait_for()


def label(editor: Editor, boxes: tuple[Box, ...], picture: Picture | None = None) -> None:
    """Draws boxes on a picture with the mouse, or types them in where none is given."""
    lens = None if picture is None else editor.lens(picture)
    editor.press("KeyB")
    for box in boxes:
        editor.press("Escape", KEYS[box.kind])
        if lens is None:
            editor.type_in(box)
        else:
            editor.draw(box, lens)


def verdict(page: Page, item: str, name: str) -> None:
    """Presses the button of a verdict, or what sends it, on the piece that is looked at."""
    expect(page.locator("h1")).to_contain_text(item)
    page.get_by_role("button", name=name).click()


def handed_in(worker: Caller) -> set[str]:
    """The pictures that wait for their verdict."""
    return {row["item"] for row in worker.get("/me/assignments", state="submitted")["items"]}


def judged(worker: Caller) -> None:
    """Waits until the server has a verdict on all that was handed in."""
    until(lambda: not handed_in(worker) or None, "the verdicts")


def label_the_rest(worker: Caller, project: str, pictures: dict[str, Picture]) -> int:
    """By the worker's own script: what he holds, then whatever comes next; how many it was."""
    rows = worker.get("/me/assignments", state="reserved")["items"]
    held = [(row["id"], row["item"]) for row in rows]
    done = 0
    while held:
        lease, item = held.pop()
        given = {"answer": answer(pictures[item].boxes)}
        path = f"{project}/assignments/{lease}/submission"
        told = worker.post(path, given, key=new_key(), next="true")
        assert told["state"] == "accepted"
        if told["next"] is not None:
            held.append((told["next"]["id"], told["next"]["item"]["name"]))
        done += 1
    return done


def test_from_a_folder_to_a_finished_set(dure: Dure) -> None:
    pictures = {f"JPEGImages/{Path(name).name}": one for name, one in photographs().items()}
    way = Way(dure.url, dure.outbox, pictures, workers=1, primaries=1, secondaries=0)
    with closing(way), ThreadPoolExecutor(1) as meanwhile:
        way.gather()
        way.design()
        way.boss.send("PATCH", way.stage, {"inspect2": "none"})
        way.boss.post(f"{way.project}/funding", {"amount": 5_000 * len(pictures)}, key=new_key())
        (worker,), (primary,) = way.people["worker"], way.people["primary_inspector"]

        page = dure.open(way.boss, f"{way.project}/data/upload")
        drag_in(page)

        # Two pictures by hand: one by mouse, one by keyboard, and of that one a cell is missed.
        work = dure.open(worker, "/work")
        work.get_by_role("link", name=PROJECT).click()
        work.get_by_role("link", name="바로 시작하기").click()
        editor = Editor(work).ready()
        first = editor.item
        label(editor, pictures[first].boxes, pictures[first])
        editor.submit()
        second = editor.item
        missed, *seen = pictures[second].boxes
        label(editor, tuple(seen))
        editor.submit()
        until(lambda: handed_in(worker) == {first, second} or None, "both hand-ins")

        # From now on nothing more is inspected: a script does the rest while they go on.
        way.boss.send("PATCH", way.stage, {"inspect1": "none"})
        rest = meanwhile.submit(label_the_rest, worker, way.project, pictures)

        # The inspector lets one pass and sends the other back, with a pin where the cell is.
        desk = dure.open(primary, "/review")
        title(desk, "검수 대기 2건")
        desk.get_by_role("link", name=PROJECT).click()
        verdict(desk, first, "승인하고 다음")
        verdict(desk, second, "반려")
        desk.get_by_role("button", name="빠진 대상이 있어요").click()
        desk.get_by_label("작업자에게 하는 말").fill(SAYS)
        desk.get_by_role("button", name="자리 표시").click()
        middle = (missed.x + missed.width / 2, missed.y + missed.height / 2)
        desk.mouse.click(*Editor(desk).lens(pictures[second])(*middle))
        verdict(desk, second, "반려하고 다음")
        judged(worker)

        # The worker reads why, mends it, and the same inspector lets it pass.
        work.goto(dure.url)
        work.get_by_role("link", name="1건을 다시 봐 주세요").click()
        title(work, "빠진 대상이 있어요")
        expect(work.get_by_text(SAYS)).to_be_visible()
        expect(work.locator(".pin")).to_have_count(1)
        work.get_by_role("link", name="고치러 가기").click()
        # All of it is there, also what was drawn in the last second.
        editor.ready().must_hold(len(seen))
        label(editor, (missed,), pictures[second])
        editor.submit()
        until(lambda: second in handed_in(worker) or None, "the rework to be handed in")
        look_again(desk)
        verdict(desk, second, "승인하고 다음")
        judged(worker)

        # A release of all that was accepted, and its file.
        assert rest.result() == len(pictures) - 2
        page.get_by_role("navigation").get_by_role("link", name="배포").click()
        page.get_by_role("button", name="배포본 만들기").click()
        dialog = page.get_by_role("dialog")
        expect(dialog).to_contain_text("364건")
        dialog.get_by_role("radio", name=re.compile("COCO")).check(force=True)
        dialog.get_by_role("button", name="배포본 만들기").click()
        title(page, re.compile("배포본이 준비됐어요$"))
        with page.expect_download() as waiting:
            page.get_by_role("button", name="내려받기").click()
        content = Path(waiting.value.path()).read_bytes()

    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        labels = archive.read("annotations.json")
    released = {f"images/{name}": one for name, one in pictures.items()}
    exports.must_hold_pictures(content, released)
    exports.must_equal(exports.from_coco(labels, released), released)
