"""What the first visit costs, and each task's own piece: the budgets, measured on the build."""

from __future__ import annotations

import gzip
import io
import json
import math
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from playwright.sync_api import Page, expect
from rich.console import Console

from app.bench.clips import numbered
from app.commands import web
from tests.browser.collecting import Collecting
from tests.browser.collecting import recording as spoken
from tests.browser.conftest import Dure
from tests.browser.editing import on_offer
from tests.browser.reading import LETTER, document
from tests.browser.sounding import recording
from tests.journeys.caller import Caller

KB = 1024
pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def manifest() -> dict[str, Any]:
    """Vite's list of what was built from what."""
    web.build(Console(quiet=True))
    made: dict[str, Any] = json.loads((web.BUILT / ".vite" / "manifest.json").read_text())
    return made


@cache
def weight(file: str) -> int:
    """Bytes over the wire, compressed."""
    return len(gzip.compress((web.BUILT / file).read_bytes(), 9))


def reached(manifest: dict[str, Any], *names: str) -> set[str]:
    """The chunks that come with those, and with what they import at once."""
    seen: set[str] = set()
    waiting = list(names)
    while waiting:
        name = waiting.pop()
        if name not in seen:
            seen.add(name)
            waiting += manifest[name].get("imports", [])
    return seen


def scripts(manifest: dict[str, Any], names: set[str]) -> int:
    return sum(weight(manifest[name]["file"]) for name in names)


def styles(manifest: dict[str, Any], names: set[str]) -> Iterator[str]:
    for name in names:
        yield from manifest[name].get("css", [])


def entry(manifest: dict[str, Any]) -> str:
    return next(
        name for name, made in manifest.items() if made.get("isEntry") and name == "index.html"
    )


def test_the_first_load_is_light(manifest: dict[str, Any]) -> None:
    first = reached(manifest, entry(manifest))
    assert scripts(manifest, first) <= 150 * KB
    assert sum(weight(css) for css in set(styles(manifest, first))) <= 15 * KB


def test_the_page_preloads_nothing_beyond_it(manifest: dict[str, Any]) -> None:
    page = (web.BUILT / "index.html").read_text()
    named = set(re.findall(r'(?:href|src)="/(assets/[^"]+\.js)"', page))
    first = {manifest[name]["file"] for name in reached(manifest, entry(manifest))}
    assert named <= first
    assert not re.findall(r"woff2", page)


BOX = {
    "kind": "box",
    "name": "cells",
    "ko": "세포",
    "en": "Cells",
    "classes": [{"id": "one", "ko": "세포", "en": "Cell"}],
}
NAMES = {
    "kind": "span",
    "name": "names",
    "ko": "이름",
    "en": "Names",
    "classes": [{"id": "PER", "ko": "사람", "en": "Person"}],
}


def of_kind(manifest: dict[str, Any], kind: str) -> set[str]:
    """The files that only who asks for shapes of this kind has."""
    base = reached(manifest, "src/annotate/image/kit.tsx", entry(manifest))
    own = (f"src/annotate/core/shapes/{kind}.ts", f"src/annotate/image/tools/{kind}.ts")
    return {manifest[name]["file"] for name in reached(manifest, *own) - base}


MOST: dict[str, tuple[int, int]] = {
    "picture": (45, 45),
    "text": (45, 45),
    # A clock with its canvas, its keys and what is done to segments, of which texts know as little
    # as pictures do; what a sound is heard by, or how channels are drawn.
    "sound": (51, 51),
    "series": (53, 51),
    # All that a picture has, and pages with their text around it.
    "document": (58, 56),
    "prompt": (45, 45),
}
"""KB for each modality, at a desk and on a phone: 45, or what was reached beyond it, which may only
become less."""


def simple(modality: str) -> tuple[dict[str, Any], str, bytes]:
    """A schema with one label of the modality's own, the name of a file and its content."""
    label: dict[str, Any]
    if modality == "picture":
        picture = io.BytesIO()
        Image.effect_noise((320, 240), 60).convert("RGB").save(picture, "PNG")
        label, name, content = BOX, "cell.png", picture.getvalue()
    elif modality == "sound":
        texts = [{"name": "heard", "ko": "들리는 대로", "en": "As heard", "language": "ko"}]
        label = NAMES | {"kind": "segment", "texts": texts}
        name, content = "a.wav", recording(4_000, ((300, 1_700), (2_000, 3_600)))
    elif modality == "series":
        rows = "".join(f"{math.sin(n / 8):.3f}\n" for n in range(2_000))
        label, name, content = (
            NAMES | {"kind": "segment"},
            "a.csv",
            f"# rate: 100\nECG\n{rows}".encode(),
        )
    elif modality == "document":
        label, name, content = BOX | {"kind": "page_box"}, "a.pdf", document(LETTER)
    else:
        content = json.dumps({"name": "글", "text": "김민수 박사"}).encode()
        label, name = NAMES, "글.jsonl"
    return {"modality": modality, "labels": [label]}, name, content


@pytest.mark.parametrize("phone", [False, True], ids=["desk", "phone"])
@pytest.mark.parametrize("modality", list(MOST))
def test_the_editor_brings_little_more(
    dure: Dure, manifest: dict[str, Any], modality: str, phone: bool
) -> None:
    """What opening a task adds to the page of works that one comes from: every script that comes by
    itself until all is quiet, in a real browser."""
    who: str | Caller = "worker1"
    if modality == "prompt":
        collects = Collecting(dure, [spoken()], [{"name": "글감", "text": "비가 왔어요."}])
        project, stage, who = collects.project, collects.id, collects.speaker()
    else:
        project, stage = on_offer(dure, *simple(modality), 1)
    page = dure.open(who, "/work", phone=phone)
    expect(page.locator("h1")).to_be_visible()
    page.wait_for_load_state("networkidle")
    idle(page)
    before = asked_for(page)
    page.goto(f"{dure.url}/do/{project}/{stage}")
    shown = page.locator(".an-board, .tx-board, .ck-timeline, .pr-deck").first
    shown.wait_for(timeout=60_000)
    expect(page.locator(".panel:visible, .wk-dock:visible").first).to_be_visible()
    page.wait_for_load_state("networkidle")
    idle(page)
    came = asked_for(page) - before
    words = {manifest[one]["file"] for one in manifest if one.startswith("src/i18n/")}
    assert came & words, "the sentences come with the task"
    assert sum(map(weight, came & words)) <= 12 * KB
    code = came - words
    # A kind of shape weighs by itself what it weighs; everything else is what every task has.
    own = of_kind(manifest, "box") & code if modality == "picture" else set()
    assert (own != set()) == (modality == "picture")
    assert sum(map(weight, own)) <= 2.5 * KB
    most = MOST[modality][phone]
    every = {file: weight(file) for file in code - own}
    told = sorted(every.items(), key=lambda one: -one[1])
    assert sum(every.values()) <= most * KB, f"{sum(every.values()) / KB:.1f} KB: {told}"


VIDEO_MOST = 110


@pytest.mark.parametrize("phone", [False, True], ids=["desk", "phone"])
def test_the_editor_of_videos_brings_no_more_than_it_may(
    dure: Dure, manifest: dict[str, Any], phone: bool, tmp_path: Path
) -> None:
    """Its picture, its clock and what decodes single frames."""
    numbered(tmp_path / "clip.mp4", 60)
    labels = [BOX | {"kind": "box_track"}, NAMES | {"kind": "segment"}]
    schema = {"modality": "video", "labels": labels}
    content = (tmp_path / "clip.mp4").read_bytes()
    project, stage = on_offer(dure, schema, "clip.mp4", content, 1)
    page = dure.open("worker1", "/work", phone=phone)
    page.wait_for_load_state("networkidle")
    before = asked_for(page)
    page.goto(f"{dure.url}/do/{project}/{stage}")
    page.locator('.vd-picture[data-shown="true"]').wait_for(timeout=60_000)
    page.wait_for_load_state("networkidle")
    idle(page)
    words = {manifest[one]["file"] for one in manifest if one.startswith("src/i18n/")}
    every = {file: weight(file) for file in asked_for(page) - before - words}
    told = sorted(every.items(), key=lambda one: -one[1])
    assert sum(every.values()) <= VIDEO_MOST * KB, f"{sum(every.values()) / KB:.1f} KB: {told}"


def asked_for(page: Page) -> set[str]:
    """The scripts that a page has asked for; the service worker asks for itself."""
    urls: list[str] = page.evaluate(
        "performance.getEntriesByType('resource').map((one) => new URL(one.name).pathname)"
    )
    return {url[1:] for url in urls if url.startswith("/assets/") and url.endswith(".js")}


def idle(page: Page) -> None:
    """Waits until the page has done what it puts off till there is time."""
    page.evaluate(
        "new Promise((done) => requestIdleCallback(() => requestIdleCallback(() => done())))"
    )
    page.wait_for_load_state("networkidle")


def test_one_kit_brings_nothing_of_the_other(manifest: dict[str, Any]) -> None:
    picture, text = (reached(manifest, f"src/annotate/{kit}/kit.tsx") for kit in ("image", "text"))
    named = {
        kit: {manifest[name]["name"] for name in found}
        for kit, found in (("picture", picture), ("text", text))
    }
    assert "text" not in named["picture"]
    assert "picture" not in named["text"]


def test_what_a_schema_asks_for_is_kept_ahead(manifest: dict[str, Any]) -> None:
    """Tools and questions that come by need are there without a connection too."""
    worker = (web.BUILT / "sw.js").read_text()
    kits = reached(manifest, "src/annotate/image/kit.tsx", "src/annotate/text/kit.tsx")
    later = {other for name in kits for other in manifest[name].get("dynamicImports", [])}
    needed = reached(manifest, *(one for one in later if one.startswith("src/annotate/")))
    assert len(needed) > 20
    assert [name for name in needed if manifest[name]["file"] not in worker] == []


def test_fonts_wait_and_are_not_kept_ahead(manifest: dict[str, Any]) -> None:
    first = {manifest[name]["file"] for name in reached(manifest, entry(manifest))}
    assert not any("retendard" in name for name in first)
    worker = Path(web.BUILT / "sw.js")
    assert worker.is_file()
    assert "woff2" not in json.dumps(re.findall(r'url:"([^"]+)"', worker.read_text()))
