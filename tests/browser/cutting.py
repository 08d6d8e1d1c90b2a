"""Videos that tests make, and the video editor's page as a test sees it."""

from __future__ import annotations

import io
import re
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from PIL import Image
from playwright.sync_api import Locator, Page

from app.bench.clips import numbered, read
from tests.browser.conftest import Dure
from tests.browser.editing import Editor, on_offer
from tests.journeys.caller import until

SCHEMA: dict[str, Any] = {
    "modality": "video",
    "labels": [
        {
            "kind": "box_track",
            "name": "cars",
            "ko": "차량",
            "en": "Vehicles",
            "classes": [
                {"id": "car", "ko": "승용차", "en": "Car"},
                {"id": "bus", "ko": "버스", "en": "Bus"},
            ],
            "attributes": [
                {
                    "name": "colour",
                    "ko": "색",
                    "en": "Colour",
                    "kind": "choice",
                    "options": [
                        {"id": "red", "ko": "빨강", "en": "Red"},
                        {"id": "blue", "ko": "파랑", "en": "Blue"},
                    ],
                }
            ],
        },
        {
            "kind": "polygon_track",
            "name": "roads",
            "ko": "도로",
            "en": "Roads",
            "classes": [{"id": "lane", "ko": "차로", "en": "Lane"}],
        },
        {
            "kind": "point_track",
            "name": "heads",
            "ko": "머리",
            "en": "Heads",
            "classes": [{"id": "head", "ko": "머리", "en": "Head"}],
        },
        {
            "kind": "segment",
            "name": "acts",
            "ko": "행동",
            "en": "Acts",
            "classes": [
                {"id": "walk", "ko": "걷기", "en": "Walking"},
                {"id": "fall", "ko": "쓰러짐", "en": "Falling"},
            ],
        },
        {
            "kind": "event",
            "name": "moments",
            "ko": "순간",
            "en": "Moments",
            "classes": [{"id": "crash", "ko": "충돌", "en": "Crash"}],
        },
        {
            "kind": "class",
            "name": "weather",
            "ko": "날씨",
            "en": "Weather",
            "required": False,
            "classes": [
                {"id": "sun", "ko": "맑음", "en": "Sunny"},
                {"id": "rain", "ko": "비", "en": "Rain"},
            ],
        },
    ],
}


@cache
def clip(frames: int) -> bytes:
    """A video on each frame of which its number stands."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "clip.mp4"
        numbered(path, frames)
        return path.read_bytes()


class Cutter(Editor):
    """The page with a video on it."""

    def __init__(self, page: Page) -> None:
        super().__init__(page)
        self.tracks = page.get_by_role("grid", name=re.compile("^(트랙|Tracks)$")).get_by_role(
            "row"
        )
        self.marks = page.get_by_role("grid", name="표시한 것").get_by_role("row")
        self.line = -0.45
        """Where the number is read, as a share of the height from the middle; it is free."""

    @property
    def said(self) -> int:
        """The number of the frame, as the page says it."""
        return int(self.page.get_by_label(re.compile("^(프레임 번호|Frame number)$")).input_value())

    def seen(self) -> int:
        """The number of the frame, as its pixels say it."""
        with Image.open(io.BytesIO(self.page.locator(".vd-picture").screenshot())) as shot:
            gray = shot.convert("L")
        scale = self.zoom() / 100
        # The picture is seen whole, in the middle.
        width = min(gray.width, round(640 * scale))
        left, line = (gray.width - width) // 2, round(gray.height / 2 + self.line * 360 * scale)
        return read(gray.crop((left, line, left + width, line + 1)).tobytes(), width)

    def must_be_on(self, frame: int) -> None:
        """Waits until that frame is seen, and said."""
        until(lambda: (self.said == frame and self.seen() == frame) or None, f"frame {frame}")

    def go(self, frame: int) -> None:
        """Goes to a frame by its number."""
        field = self.page.get_by_label("프레임 번호", exact=True)
        field.fill(str(frame))
        field.press("Enter")
        self.must_be_on(frame)
        self.board.focus()

    def act(self, name: str) -> Locator:
        """A button under the picture."""
        return self.page.locator(".vd-bar").get_by_role("button", name=name, exact=True)

    def at(self, x: float, y: float) -> tuple[float, float]:
        """Where a place of the picture, which is seen whole, lies in the window."""
        box = self.board.bounding_box()
        assert box is not None
        scale = min((box["width"] - 32) / 640, (box["height"] - 32) / 360)
        return (
            box["x"] + box["width"] / 2 + (x - 320) * scale,
            box["y"] + box["height"] / 2 + (y - 180) * scale,
        )

    def sweep(self, start: tuple[float, float], end: tuple[float, float]) -> None:
        """Drags from a place of the picture to another."""
        self._sweep(self.at(*start), self.at(*end))


def cutting(dure: Dure, frames: int = 200, **looks: Any) -> tuple[Cutter, str, Any]:
    """Somebody with a video before him, how its answer is reached, and he himself."""
    project, stage = on_offer(dure, SCHEMA, "clip.mp4", clip(frames), 1)
    worker = dure.caller("worker1")
    page = dure.open(worker, f"/do/{project}/{stage}", **looks)
    cutter = Cutter(page)
    cutter.ready()
    page.locator('.vd-picture[data-shown="true"]').wait_for()
    held = worker.get("/me/assignments", project_id=project, state="reserved")["items"]
    lease = next(one for one in held if one["stage_id"] == stage)
    return cutter, f"/projects/{project}/assignments/{lease['id']}", worker


def drafted(cutter: Cutter, path: str, worker: Any) -> list[dict[str, Any]]:
    """What the server has of the answer, once all of it is there."""
    cutter.saved()
    annotations: list[dict[str, Any]] = worker.get(path)["draft"]["body"]["annotations"]
    return annotations
