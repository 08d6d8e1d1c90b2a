"""A video of 2,000 frames in the editor: steps, scrubbing, fifty tracks drawn on every frame."""

import math
import shutil
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any, BinaryIO, TypeAlias

import orjson

from app.assets.media.video import prepare, probe
from app.bench.clips import numbered

Opened: TypeAlias = Callable[[str, str], AbstractContextManager[tuple[Any, Any]]]
"""Opens an address in a window of some look: the page, and its remote control."""

FRAMES = 2_000
TRACKS = 50
# Steps as a person makes them: on and on, back a little, and farther.
ROUND = ["f", "f", "f", "d", "f", "F", "f", "d", "d", "D", "f", "F"]
ROUNDS = 12


def lay(folder: Path) -> None:
    """The video, and what it is shown from, as files in `video/` of the page's folder."""
    place = folder / "video"
    place.mkdir()
    numbered(place / "given.mp4", FRAMES, width=1280, height=720)
    found = probe(place / "given.mp4", "given.mp4")
    kept: list[Path] = []

    def keep(file: BinaryIO, _: str) -> str:
        kept.append(place / f"file{len(kept)}")
        with open(kept[-1], "wb") as out:
            shutil.copyfileobj(file, out)
        return kept[-1].name

    files = prepare(found.kept, found.facts, keep, lambda: None)
    for name, file in files.items():
        if file is not None:
            (place / file["key"]).rename(place / name)
    (place / "made.json").write_bytes(orjson.dumps({"facts": found.facts, "prepared": files}))


def measure(opened: Opened, url: str, look: str, seconds: int) -> dict[str, Any]:
    """Milliseconds from the key of a step to after the painting of its frame; frames a second of
    the screen, and of the video, while it is scrubbed and while fifty tracks are on every frame.
    """
    address = url.replace("bench.html", "bench-video.html")
    with opened(address, look) as (page, _):
        steps = _stepped(page)
    with opened(address, look) as (page, _):
        scrubbed = _scrubbed(page, seconds)
    with opened(f"{address}?tracks={TRACKS}", look) as (page, _):
        drawn = page.evaluate("seconds => bench.run(seconds)", seconds)
        tracked = _stepped(page)
    return {
        "step": steps,
        "scrub_fps": round(scrubbed["fps"], 1),
        "scrub_shown": round(scrubbed["shown"], 1),
        "tracks_fps": round(drawn["fps"], 1),
        "tracks_shown": round(drawn["shown"], 1),
        "tracks_step": tracked,
    }


def _stepped(page: Any) -> dict[str, float]:
    page.locator(".an-board").focus()
    page.keyboard.press("f")  # the first key of a page costs more than any other
    page.wait_for_timeout(500)
    page.evaluate("bench.steps.length = 0")
    keys = ROUND * ROUNDS
    for at, key in enumerate(keys, 1):
        page.keyboard.press(key)
        # Seldom: a look in every frame would be part of what is measured.
        page.wait_for_function("n => bench.steps.length >= n", arg=at, polling=50)
    times = sorted(page.evaluate("bench.steps"))
    return {
        "p50_ms": round(times[len(times) // 2], 1),
        "p95_ms": round(times[math.ceil(len(times) * 0.95) - 1], 1),
        "max_ms": round(times[-1], 1),
    }


def _scrubbed(page: Any, seconds: int) -> dict[str, float]:
    box = page.locator(".ck-timeline").bounding_box()
    x, y, reach = box["x"] + box["width"] / 2, box["y"] + box["height"] - 8, box["width"] * 0.45
    page.mouse.move(x, y)
    page.mouse.down()
    page.evaluate(
        "seconds => { bench.over = false;"
        " bench.counted = bench.frames(seconds); bench.counted.then(() => { bench.over = true }) }",
        seconds,
    )
    at = 0.0
    while not page.evaluate("bench.over"):
        for _ in range(20):
            at += 0.02
            page.mouse.move(x + reach * math.sin(at), y)
    page.mouse.up()
    found: dict[str, float] = page.evaluate("bench.counted")
    return found
