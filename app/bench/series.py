"""A time series of a million points on four channels, panned and zoomed: frames a second."""

import math
from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any, TypeAlias

Opened: TypeAlias = Callable[[str, str], AbstractContextManager[tuple[Any, Any]]]
"""Opens an address in a window of some look: the page, and its remote control."""

POINTS = 1_000_000
CHANNELS = 4
# How much nearer than the whole: all, a stretch of many points to a pixel, and each point seen.
NEAR = {"pan": 3.0, "pan_near": 50.0, "pan_points": 3_000.0}


def frames(opened: Opened, url: str, look: str, seconds: int) -> dict[str, float]:
    """While it is panned to and fro at each nearness, and while it is zoomed in and out."""
    address = f"{url.replace('bench.html', 'bench-series.html')}"
    found = {}
    for case, near in NEAR.items():
        with opened(f"{address}?points={POINTS}&channels={CHANNELS}", look) as (page, remote):
            page.evaluate("by => bench.editor.zoomBy(by)", near)
            found[f"{case}_fps"] = counted(page, seconds, panning(page, remote, look))
    with opened(f"{address}?points={POINTS}&channels={CHANNELS}", look) as (page, _):
        found["zoom_fps"] = counted(page, seconds, _zooming(page))
    return found


def counted(page: Any, seconds: int, move: Callable[[float], None]) -> float:
    """Frames a second while `move` is called again and again with ever more."""
    page.wait_for_timeout(600)
    page.evaluate(
        "seconds => { bench.over = false; bench.counted = bench.frames(seconds)"
        ".then((fps) => { bench.over = true; return fps; }) }",
        seconds,
    )
    at = 0.0
    while not page.evaluate("bench.over"):
        for _ in range(20):
            at += 0.05
            move(at)
    return float(round(page.evaluate("bench.counted"), 1))


def _middle(page: Any) -> tuple[float, float, float]:
    box = page.locator(".ck-timeline").bounding_box()
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2, box["width"]


def panning(page: Any, remote: Any, look: str) -> Callable[[float], None]:
    x, y, width = _middle(page)

    def place(at: float) -> float:
        return float(x + 0.4 * width * math.sin(at))

    if look == "phone":

        def touch(kind: str, at: float) -> None:
            points = [{"x": place(at), "y": y}]
            remote.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})

        touch("touchStart", 0)
        return lambda at: touch("touchMove", at)
    page.mouse.move(x, y)
    page.mouse.down(button="middle")
    return lambda at: page.mouse.move(place(at), y)


def _zooming(page: Any) -> Callable[[float], None]:
    """In and out by a factor of a thousand, around the middle."""

    def zoom(at: float) -> None:
        page.evaluate("by => bench.editor.zoomBy(by)", math.exp(0.35 * math.cos(at)))

    page.evaluate("bench.editor.zoomBy(30)")
    return zoom
