"""Outlines: asked for in the design, drawn by mouse, by touch and by the keyboard, handed in."""

from __future__ import annotations

import re
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Dure, violations
from tests.browser.editing import Editor, Fingers, cells
from tests.journeys.caller import Caller, until

pytestmark = pytest.mark.browser


def ask_for_outlines(manager: Caller, project: int, stage: int) -> None:
    """The stage asks for outlines from now on, beside what it asked for."""
    schemas = f"/projects/{project}/stages/{stage}/schemas"
    schema = manager.get(schemas)["items"][-1]["definition"]
    schema["labels"].append(
        {"kind": "polygon", "name": "areas", "classes": [{"id": "clump", "ko": "덩어리"}]}
    )
    manager.post(schemas, {"definition": schema})


def put_down(worker: Caller, project: int) -> None:
    """Gives back what was claimed before: it asks for what was asked for then."""
    for row in worker.pages("/me/assignments", project_id=project):
        if row["state"] in ("leased", "reserved"):
            worker.post(f"/projects/{project}/assignments/{row['id']}/return", {}, status=200)


def corners(editor: Editor) -> list[tuple[float, float]]:
    """Shares of the board: a triangle."""
    return [(0.35, 0.35), (0.65, 0.4), (0.5, 0.7)]


def test_a_manager_asks_for_outlines_and_a_worker_draws_them(dure: Dure) -> None:
    worker = dure.caller("worker1")
    project, stage = cells(worker)
    page = dure.open("manager", f"/projects/{project}/design")
    page.get_by_role("button", name="물음 더하기").click()
    page.get_by_role("menuitem", name=re.compile("^외곽선 ")).click()
    asked = page.get_by_role("group", name="물음 2", exact=True)
    asked.get_by_label("1번째 한국어 이름").fill("덩어리")
    page.get_by_role("button", name="판 적용하기").click()
    expect(page.locator(".toast")).to_contain_text("적용했어요")

    put_down(worker, project)
    editor = Editor(dure.open(worker, f"/do/{project}/{stage}")).ready()
    editor.clear()
    editor.label("덩어리").click()
    expect(editor.tool("외곽선")).to_have_attribute("aria-pressed", "true")
    for at in corners(editor):
        editor.page.mouse.click(*editor.spot(*at))
    editor.press("Enter")
    expect(editor.rows).to_have_count(1)
    expect(editor.rows).to_contain_text(["덩어리"])
    assert violations(editor.page) == []
    item = editor.item
    editor.submit()

    def handed_in() -> Any:
        for row in worker.pages("/me/assignments", project_id=project):
            if row["item"] == item:
                work = worker.get(f"/projects/{project}/assignments/{row['id']}")
                return work["turns"][-1]["answer"]["annotations"] if work["turns"] else None
        return None

    (outline,) = until(handed_in, "the hand-in")
    assert (outline["kind"], outline["class"], len(outline["points"])) == ("polygon", "덩어리", 3)


def test_outlines_without_a_mouse(dure: Dure) -> None:
    worker = dure.caller("worker1")
    project, stage = cells(worker)
    ask_for_outlines(dure.caller("manager"), project, stage)
    other = dure.caller("worker2")
    for caller in (worker, other):
        put_down(caller, project)

    editor = Editor(dure.open(worker, f"/do/{project}/{stage}")).ready()
    editor.clear()
    editor.label("덩어리").click()
    editor.board.focus()
    editor.press("Shift+KeyB")
    expect(editor.rows).to_have_count(1)
    x, y, width, height = editor.bounds()
    editor.press("ArrowRight", "Alt+ArrowDown")
    assert editor.bounds() == (x + 1, y, width, height + 1)
    editor.page.close()

    phone = Editor(dure.open(other, f"/do/{project}/{stage}", phone=True)).ready()
    fingers = Fingers(phone.page)
    phone.page.get_by_role("button", name="덩어리").first.tap()
    # The picture makes room for the hint to the guideline; where its spots lie is asked after that.
    expect(phone.page.get_by_text("지침부터 볼까요")).to_be_visible()
    phone.page.evaluate(
        "() => new Promise((go) => requestAnimationFrame(() => requestAnimationFrame(go)))"
    )
    for at in corners(phone):
        spot = phone.spot(*at)
        fingers.drag(spot, spot, steps=1)
    first = phone.spot(*corners(phone)[0])
    fingers.drag(first, first, steps=1)
    expect(phone.page.get_by_role("status").filter(has_text="덩어리 1을 그렸어요")).to_be_attached()
