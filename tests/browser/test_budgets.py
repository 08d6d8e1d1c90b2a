"""What the first visit costs, and each task's own piece: the budgets, measured on the build."""

from __future__ import annotations

import gzip
import json
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from rich.console import Console

from app.commands import web

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


@pytest.mark.parametrize("kit", ["image", "text"])
def test_the_editor_brings_little_more(manifest: dict[str, Any], kit: str) -> None:
    """What opening a task adds to what the first load has already brought: the page, and the kit
    that works on items of its modality."""
    first = reached(manifest, entry(manifest))
    (page,) = (name for name in manifest if re.search(r"features/work/page\.tsx$", name))
    task = reached(manifest, page, f"src/annotate/{kit}/kit.tsx")
    assert scripts(manifest, task - first) <= 45 * KB


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
