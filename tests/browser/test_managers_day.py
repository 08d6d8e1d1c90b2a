"""A manager's day with the mouse, in Korean and in English: pictures come in, work is offered and
put first, a question is answered, the desk is looked at, a release is made and opened to all."""

from __future__ import annotations

import json
import re
import zipfile
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from playwright.sync_api import Page, expect

from app.core.settings import ROOT
from tests.browser.conftest import Dure, drag, violations
from tests.browser.test_data import cells
from tests.journeys.caller import Caller, new_key, until

pytestmark = pytest.mark.browser

BOX = {"kind": "box", "id": "a", "name": "cells", "class": "RBC"} | {
    "x": 20,
    "y": 20,
    "width": 60,
    "height": 50,
}
CHANGED = {"ko": "처음 내놓아요", "en": "The first one"}


@cache
def texts(locale: str, of: str) -> dict[str, Any]:
    path = ROOT / "frontend" / "src" / "i18n" / locale / f"{of}.json"
    return dict(json.loads(path.read_text()))


@dataclass(frozen=True)
class Words:
    """What is said on the screen in a language, by the names that the pages have for it."""

    locale: str

    def __call__(self, name: str, **filled: object) -> str:
        of, _, key = name.partition(":")
        found: Any = texts(self.locale, of)
        for step in key.split("."):
            found = found[step]
        for slot, value in filled.items():
            one = str(value) == "1"
            found = found.replace("{{" + slot + "}}", str(value))
            found = found.replace("{{" + slot + ", s}}", "" if one else "s")
            either = rf"{{{{{slot}, of\(one: (.*?); more: (.*?)\)}}}}"
            found = re.sub(either, r"\1" if one else r"\2", found)
        assert isinstance(found, str)
        return found

    def like(self, name: str) -> re.Pattern[str]:
        """The same whatever fills it."""
        said = re.split(r"\{\{.*?\}\}", self(name))
        return re.compile(".*".join(re.escape(part) for part in said))


@pytest.fixture
def pictures(tmp_path: Path) -> Path:
    """Eight pictures in a folder, and one that is broken."""
    made = tmp_path / "slides"
    made.mkdir()
    for number in range(8):
        Image.new("RGB", (320, 240), (30 * number, 120, 90)).save(made / f"slide-{number}.jpg")
    (made / "torn.jpg").write_bytes(b"\xff\xd8\xff\xe0 cut off")
    return made


def work(dure: Dure, project: int, stage: int) -> None:
    """All that is on offer is done and inspected; of the first pieces two come back once."""
    at = f"/projects/{project}"
    hands = {0: "worker1", 1: "primary", 2: "secondary"}
    callers = {level: dure.caller(who) for level, who in hands.items()}
    answer = {"answer": {"modality": "picture", "annotations": [BOX]}}
    returned = 0

    def claimed(level: int) -> list[int]:
        asked = {"level": level, "count": 5}
        path = f"{at}/stages/{stage}/claims"
        told = callers[level].post(path, asked, key=new_key())
        return [one["id"] for one in told["leases"]]

    def hand_in(caller: Caller, lease: int, body: dict[str, Any]) -> None:
        caller.post(f"{at}/assignments/{lease}/submission", body, key=new_key())

    for row in callers[0].get("/me/assignments", state="reserved")["items"]:
        hand_in(callers[0], row["id"], answer)
    while True:
        done = 0
        for lease in claimed(0):
            hand_in(callers[0], lease, answer)
            done += 1
        for level in (1, 2):
            for lease in claimed(level):
                verdict: dict[str, Any] = {"verdict": "approve"}
                if level == 1 and returned < 2:
                    verdict = {"verdict": "return", "reason": "guideline", "comment": "다시 봐요."}
                    returned += 1
                hand_in(callers[level], lease, verdict)
                done += 1
        for row in callers[0].get("/me/assignments", state="rework")["items"]:
            hand_in(callers[0], row["id"], answer)
            done += 1
        if done == 0:
            return


def title(page: Page, words: str | re.Pattern[str]) -> None:
    expect(page.locator("h1").first).to_have_text(words)


@pytest.mark.timeout(240)
@pytest.mark.parametrize("locale", ["ko", "en"])
def test_from_upload_to_a_release_that_is_open_to_all(
    dure: Dure, pictures: Path, locale: str
) -> None:
    say = Words(locale)
    project, stage = cells(dure)
    manager = dure.caller("manager")
    page = dure.open(manager, f"/projects/{project}", locale=locale)

    # In the morning data comes: it is looked at, what is broken stays out, and it is put on offer.
    page.get_by_role("link", name=say("projects:pages.data")).first.click()
    page.get_by_role("link", name=say("data:upload.name")).first.click()
    drag(page, pictures)
    expect(page.get_by_text(say("data:upload.checked", n=8))).to_be_visible()
    expect(page.get_by_text("torn.jpg").first).to_be_visible()
    page.get_by_role("button", name=say("data:upload.import", n=8)).click()
    expect(page.get_by_text(say("data:upload.imported", n=8))).to_be_visible()
    page.get_by_role("button", name=say("data:opening.open", n=8)).click()
    expect(page.get_by_text(say("data:opening.opened", n=8))).to_be_visible()
    page.get_by_role("link", name=say("data:upload.see")).click()

    # These are urgent: all that is found is put first, after a look at what that does.
    page.get_by_role("button", name=say("desk:act_on_found")).click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_text(say("desk:kind_means.priority")).click()
    dialog.get_by_text(say("desk:order.first"), exact=True).first.click()
    dialog.get_by_role("button", name=say("desk:preview")).click()
    go = dialog.get_by_role("button", name=say("desk:go", n=8))
    expect(go).to_be_enabled()
    assert violations(page) == []
    go.click()
    title(page, say("desk:act_line.done", kind=say("desk:kind.priority"), done=8))

    # Somebody asks, and is answered; the work is done and inspected meanwhile.
    worker = dure.caller("worker2")
    lease = worker.get("/me/assignments", state="reserved")["items"][0]
    asked = {"text": "겹친 세포는 하나인가요?"}
    worker.post(f"/projects/{project}/assignments/{lease['id']}/questions", asked)
    page.goto(f"{dure.url}/projects/{project}/questions")
    page.get_by_role("button", name=say("asking:answer")).first.click()
    dialog.get_by_label(say("asking:answer_label"), exact=True).fill("따로따로 표시해요.")
    dialog.get_by_role("button", name=say("asking:answer")).click()
    title(page, say("asking:title_none"))
    work(dure, project, stage)

    # At noon the desk is looked at: when, how much, how good, why work came back.
    def counted() -> bool | None:
        reasons = manager.get(f"/projects/{project}/overview")["quality"]["reasons"]
        return any(one["code"] == "guideline" for one in reasons) or None

    until(counted, "the figures")
    page.get_by_role("link", name=say("projects:pages.overview")).first.click()
    expect(page.get_by_role("navigation", name=say("data:overview.where"))).to_be_visible()
    for part in ("data:overview.reasons", "data:overview.help"):
        expect(page.get_by_role("heading", name=say(part)).first).to_be_visible()
    assert violations(page) == []

    # In the evening it is delivered, and opened to everybody.
    page.get_by_role("link", name=say("projects:pages.releases")).first.click()
    page.get_by_role("button", name=say("data:releases.make")).click()
    version = dialog.get_by_label(say("data:releases.version"))
    expect(version).not_to_have_value("")
    made = version.input_value()
    dialog.get_by_role("button", name=say("data:releases.make")).click()
    title(page, say("data:releases.title_of.ready", version=made))
    with page.expect_download() as waiting:
        page.get_by_role("button", name=say("data:releases.download")).first.click()
    path = waiting.value.path()
    assert not zipfile.is_zipfile(path) or zipfile.ZipFile(path).testzip() is None

    page.get_by_role("link", name=say("projects:pages.releases")).first.click()
    page.get_by_role("link", name=say("defects:tabs.catalogue")).click()
    page.get_by_role("button", name=say("defects:publish.make")).click()
    for language in ("ko", "en"):
        group = dialog.get_by_role("group", name=say(f"defects:publish.{language}"), exact=True)
        for field in ("title_field", "about", "terms"):
            group.get_by_label(say(f"defects:publish.{field}")).fill(f"세포 {language}")
    dialog.get_by_label(say("defects:publish.creators")).fill("두레데이터")
    dialog.get_by_role("button", name=say("defects:publish.save")).click()
    page.get_by_role("button", name=say("defects:publish.offer")).first.click()
    for language in ("ko", "en"):
        dialog.get_by_label(say(f"defects:publish.notes_{language}")).fill(CHANGED[language])
    dialog.get_by_role("button", name=say("defects:publish.offer")).click()
    page.get_by_role("button", name=say("defects:publish.publish")).click()
    page.get_by_role("link", name=say("defects:publish.see")).click()
    title(page, f"세포 {locale}")
    expect(page.get_by_text(CHANGED[locale])).to_be_visible()
    assert violations(page) == []
