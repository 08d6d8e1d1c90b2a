"""`dure bench editor`: the editors in a browser: panning, the next task, keys; what stays of it."""

import functools
import io
import itertools
import math
import tempfile
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import orjson
from PIL import Image

from app.assets.pyramid import SIZE, build, tile
from app.bench import memory, series, sound, video
from app.commands.web import chromium, install, node
from app.core.errors import NotFound
from app.storage import LocalStorage

SWAPS = 40
# One round of what a person does with keys: on to the next object, move, relabel, take back.
ROUND = [".", "ArrowRight", "ArrowRight", "Shift+ArrowDown", "Alt+ArrowRight", "2", "z", "z"]
ROUNDS = 8
LOOKS: dict[str, dict[str, Any]] = {
    "desk": {"viewport": {"width": 1366, "height": 768}},
    "phone": {
        "viewport": {"width": 390, "height": 844},
        "device_scale_factor": 2,
        "has_touch": True,
        "is_mobile": True,
    },
}
# How much nearer than the whole: all of it, a part; and a large one until it is its own size.
PANS = {"pan": 1.0, "pan_near": 2.0}
LARGE_PANS = {"large": 2.0, "large_near": 10.0}


class _Quiet(SimpleHTTPRequestHandler):
    """Files of the built page, without a line for each."""

    def log_message(self, *_: Any) -> None:
        """Nothing."""


@contextmanager
def page_of_editor(*, large: bool = False, film: bool = False) -> Iterator[str]:
    """The editor's page for itself, built and served: its address. With `large` a picture in tiles
    lies beside it, with `film` a video.
    """
    with tempfile.TemporaryDirectory(prefix="dure-bench-") as folder:
        node("node", "tools/build-bench.ts", folder)
        if large:
            _cut(Path(folder) / "tiles")
        if film:
            video.lay(Path(folder))
        with _served(folder) as url:
            yield url


@contextmanager
def _served(folder: str) -> Iterator[str]:
    handler = functools.partial(_Quiet, directory=folder)
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}/bench.html"
        finally:
            server.shutdown()
            thread.join()


def measure(
    *, shapes: int, kind: str, seconds: int, say: Callable[[str], None] = lambda _: None
) -> dict[str, Any]:
    """Frames a second while panning over `shapes`, and over a picture of 50 megapixels in tiles;
    milliseconds from a key to the picture.

    `desk` is a window of 1366x768; `phone` is 390 px wide at two pixels to one, with a processor
    slowed down four times. Raises CannotStart without Node or Chromium.
    """
    from playwright.sync_api import sync_playwright

    say("Building the page …")
    install()
    with page_of_editor(large=True, film=True) as url, sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=chromium(),
            args=["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"],
        )
        opened = functools.partial(_opened, browser)
        found: dict[str, dict[str, Any]] = {}
        for name in LOOKS:
            say(f"Panning ({name}) …")
            address = f"{url}?shapes={shapes}&kind={kind}"
            found[name] = dict[str, Any](_pans(browser, address, name, seconds, PANS))
            if kind != "polygon":
                say(f"Panning over outlines ({name}) …")
                address = f"{url}?shapes={shapes}&kind=polygon"
                found[name]["polygons"] = _pans(browser, address, name, seconds, PANS)
            say(f"Panning a large picture ({name}) …")
            address = f"{url}?shapes=14&kind={kind}&large=1"
            found[name] |= _pans(browser, address, name, seconds, LARGE_PANS)
            say(f"Next tasks ({name}) …")
            found[name] |= {"swap": _swaps(browser, f"{url}?shapes=14&kind={kind}", name)}
            say(f"Keys ({name}) …")
            found[name] |= {
                "keys": _keys(browser, f"{url}?shapes={shapes}&kind={kind}", name),
            }
            say(f"A time series ({name}) …")
            found[name] |= {"series": series.frames(opened, url, name, seconds)}
            say(f"Half an hour of sound ({name}) …")
            found[name] |= {"sound": sound.frames(opened, url, name, seconds)}
            say(f"A video ({name}) …")
            found[name] |= {"video": video.measure(opened, url, name, seconds)}
        say("A hundred tasks …")
        found["memory"] = memory.worked_through(opened, url)
        version = browser.version
        browser.close()
    return {"shapes": shapes, "kind": kind, "chromium": version} | found


@contextmanager
def _opened(browser: Any, url: str, name: str) -> Iterator[tuple[Any, Any]]:
    """A page of its own for one measurement, and its remote control. In a process of its own, too:
    what another page has left there would be swept up meanwhile.
    """
    context = browser.new_context(**LOOKS[name])
    page = context.new_page()
    page.goto(url)
    page.wait_for_function("window.bench?.ready", timeout=120_000)
    remote = context.new_cdp_session(page)
    if name == "phone":
        remote.send("Emulation.setCPUThrottlingRate", {"rate": 4})
    page.wait_for_timeout(1000)
    yield page, remote
    context.close()


def _cut(folder: Path) -> None:
    """A picture of 50 megapixels in tiles, as files."""
    noise = Image.effect_noise((1732, 1155), 60).resize((8660, 5774)).convert("RGB")
    picture, made = io.BytesIO(), io.BytesIO()
    noise.save(picture, "BMP")
    picture.seek(0)
    levels = build(picture, made)
    kept = LocalStorage(folder, b"")
    key = kept.put([made.getvalue()]).key
    for level, (width, height) in enumerate(levels):
        places = itertools.product(range(-(-width // SIZE)), range(-(-height // SIZE)))
        for column, row in places:
            try:
                content = tile(kept, key, level, column, row).content
            except NotFound:
                continue  # the last level is one tile
            place = folder / str(level) / str(column) / str(row)
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_bytes(content)
    sizes = [{"width": width, "height": height} for width, height in levels]
    (folder / "cut.json").write_bytes(orjson.dumps({"size": SIZE, "levels": sizes}))


def _pans(
    browser: Any, url: str, name: str, seconds: int, cases: dict[str, float]
) -> dict[str, float]:
    """To and fro, so many times nearer than the whole picture."""
    tool = "select" if name == "phone" else "pan"
    found = {}
    for case, factor in cases.items():
        with _opened(browser, f"{url}&tool={tool}", name) as (page, remote):
            found[f"{case}_fps"] = _pan(page, remote, name, seconds, factor)
    return found


def _pan(page: Any, remote: Any, name: str, seconds: int, factor: float) -> float:
    page.evaluate("by => bench.editor.zoomBy(by)", factor)
    page.wait_for_timeout(600)
    board = page.locator(".an-board").bounding_box()
    x, y = board["x"] + board["width"] / 2, board["y"] + board["height"] / 2
    reach = board["width"] * 0.4
    page.evaluate("seconds => { bench.counted = bench.frames(seconds) }", seconds)
    move = _finger(remote, x, y) if name == "phone" else _mouse(page, x, y)
    done = False
    at = 0.0
    page.evaluate("bench.counted.then(() => { bench.over = true }), bench.over = false")
    while not done:
        for _ in range(20):
            at += 0.05
            move(x + reach * math.sin(at), y + reach / 4 * math.sin(1.7 * at))
        done = page.evaluate("bench.over")
    move(None, None)
    return float(round(page.evaluate("bench.counted"), 1))


def _mouse(page: Any, x: float, y: float) -> Callable[[float | None, float | None], None]:
    page.mouse.move(x, y)
    page.mouse.down()

    def move(to_x: float | None, to_y: float | None) -> None:
        if to_x is None:
            page.mouse.up()
        else:
            page.mouse.move(to_x, to_y)

    return move


def _finger(remote: Any, x: float, y: float) -> Callable[[float | None, float | None], None]:
    def touch(kind: str, *points: dict[str, float]) -> None:
        remote.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": list(points)})

    touch("touchStart", {"x": x, "y": y})

    def move(to_x: float | None, to_y: float | None) -> None:
        if to_x is None or to_y is None:
            touch("touchEnd")
        else:
            touch("touchMove", {"x": to_x, "y": to_y})

    return move


def _swaps(browser: Any, url: str, name: str) -> dict[str, float]:
    """The key of the next task, whose picture has been loaded before."""
    with _opened(browser, url, name) as (page, _):
        return _pressed(page, ["n"] * SWAPS)


def _keys(browser: Any, url: str, name: str) -> dict[str, float]:
    with _opened(browser, f"{url}&tool=select", name) as (page, _):
        return _pressed(page, ROUND * ROUNDS)


def _pressed(page: Any, keys: list[str]) -> dict[str, float]:
    """Milliseconds from each key to after the frame that shows what it did."""
    page.keyboard.press("v")  # the first key of a page costs more than any other
    page.wait_for_timeout(500)
    page.evaluate("bench.keys.length = 0")
    for at, key in enumerate(keys, 1):
        page.keyboard.press(key)
        # Seldom: a look in every frame would be part of what is measured.
        page.wait_for_function("n => bench.keys.length >= n", arg=at, polling=100)
        page.wait_for_timeout(50)
    times = sorted(page.evaluate("bench.keys"))
    return {
        "p50_ms": round(times[len(times) // 2], 1),
        "p95_ms": round(times[math.ceil(len(times) * 0.95) - 1], 1),
        "max_ms": round(times[-1], 1),
    }
