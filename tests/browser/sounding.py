"""Sounds that tests make, and the sound editor's page as a test sees it."""

from __future__ import annotations

import io
import re
import wave
import zipfile
from typing import Any

import numpy as np
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import Dure
from tests.browser.editing import on_offer
from tests.journeys.caller import Caller, until

RATE = 8_000
# Where somebody speaks in the ordinary recording, in milliseconds.
SPOKEN = ((300, 4_700), (5_000, 7_600), (7_900, 12_100), (12_600, 16_800), (17_100, 19_600))


def recording(milliseconds: int, spoken: tuple[tuple[int, int], ...]) -> bytes:
    """A WAV in which something like a voice is heard where it is said to be."""
    now = np.arange(milliseconds * RATE // 1000) * 1000 / RATE
    heard = np.zeros(len(now), bool)
    for start, end in spoken:
        heard[start * RATE // 1000 : end * RATE // 1000] = True
    loud = np.where(heard, 0.15 + 0.65 * np.abs(np.sin(now / 90) * np.sin(now / 310)), 0.02)
    samples = np.sin(now / 1000 * 2 * np.pi * 180) * loud * 32_000
    out = io.BytesIO()
    with wave.open(out, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(RATE)
        file.writeframes(samples.astype("<i2").tobytes())
    return out.getvalue()


def archive(files: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in files.items():
            packed.writestr(name, content)
    return out.getvalue()


class Sound:
    """One page with the sound editor on it."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.line = page.locator(".ck-timeline")
        self.rows = page.locator(".sd-ln")
        self.now = page.locator('.sd-ln[data-now="true"]')

    def ready(self) -> Sound:
        """Waits until there is a sound to work on, and its window has a size."""
        self.line.wait_for(timeout=60_000)
        expect(self.page.locator(".ck-timeline canvas")).to_have_css("position", "absolute")
        return self

    def spot(self, place: float, length: float, down: float = 0.5) -> tuple[float, float]:
        """A place of a sound that is seen whole, in the window's pixels."""
        box = self.line.bounding_box()
        assert box is not None
        return box["x"] + box["width"] * place / length, box["y"] + box["height"] * down

    def drag(self, start: float, end: float, length: float, down: float = 0.5) -> None:
        """Drags with the mouse from a place to another of a sound that is seen whole."""
        mouse = self.page.mouse
        mouse.move(*self.spot(start, length, down))
        mouse.down()
        mouse.move(*self.spot((start + end) / 2, length, down), steps=3)
        mouse.move(*self.spot(end, length, down), steps=3)
        mouse.up()

    def press(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)

    def control(self, name: str) -> Locator:
        """A button beside what is heard."""
        return self.page.locator(".sd-ctl").get_by_role("button", name=re.compile(f"^{name}"))

    def number(self, name: str) -> Locator:
        return self.now.get_by_label(re.compile(rf": {name}\(밀리초\)$"))

    def place(self) -> tuple[int, int]:
        """Start and end of the segment in hand, as its fields say."""
        fields = self.now.locator(".ck-places input")
        fields.nth(1).wait_for()  # they come with the first segment
        told = fields.evaluate_all("fields => fields.map((field) => Number(field.value))")
        return int(told[0]), int(told[1])

    def heard(self) -> float:
        """Where the playhead is, in seconds, as it is written."""
        text = self.page.locator(".sd-time b").inner_text()
        minutes, seconds = text.split(":")
        return int(minutes) * 60 + float(seconds)

    def field(self, name: str) -> Locator:
        return self.now.get_by_role("textbox", name=re.compile(f": {name}$"))

    def saved(self) -> None:
        """Waits until the server has what is here."""
        expect(self.page.locator(".wk-save")).to_have_attribute("data-state", "saved")


class SoundStage:
    """A stage of sounds that is open for work."""

    def __init__(self, dure: Dure, labels: list[dict[str, Any]], files: dict[str, bytes]) -> None:
        schema = {"modality": "sound", "labels": labels}
        self.dure = dure
        self.project, self.id = on_offer(dure, schema, "녹음.zip", archive(files), len(files))

    @property
    def path(self) -> str:
        return f"/do/{self.project}/{self.id}"

    def open(self, who: str = "worker1", **looks: Any) -> Sound:
        return Sound(self.dure.open(who, self.path, **looks)).ready()

    def handed_in(self, who: Caller) -> list[dict[str, Any]]:
        """The annotations that arrived last."""

        def look() -> Any:
            for row in who.pages("/me/assignments", project_id=self.project):
                if row["stage_id"] == self.id and row["level"] == 0:
                    work = who.get(f"/projects/{self.project}/assignments/{row['id']}")
                    return work["turns"][-1]["answer"]["annotations"] if work["turns"] else None
            return None

        found: list[dict[str, Any]] = until(look, "the hand-in")
        return found
