"""Time series on the screen: looked at, marked and decided, by mouse, keys and fingers."""

from __future__ import annotations

import io
import math
import re
import zipfile
from typing import Any

import pytest
from PIL import Image
from playwright.sync_api import Page, expect

from tests.browser.conftest import Dure, violations
from tests.browser.editing import Fingers, on_offer
from tests.journeys.caller import Caller, new_key, until

pytestmark = pytest.mark.browser

STATE = {
    "kind": "segment",
    "name": "state",
    "ko": "상태",
    "en": "State",
    "min": 1,
    "classes": [
        {"id": "normal", "ko": "정상", "en": "Normal"},
        {"id": "odd", "ko": "이상", "en": "Odd"},
    ],
}
NOISE = {
    "kind": "segment",
    "name": "noise",
    "ko": "잡음",
    "en": "Noise",
    "per": "channel",
    "overlap": "none",
    "classes": [{"id": "noise", "ko": "잡음", "en": "Noise"}],
}
BEAT = {
    "kind": "event",
    "name": "beat",
    "ko": "박동",
    "en": "Beat",
    "classes": [{"id": "R", "ko": "박동", "en": "Beat"}],
}
QUALITY = {
    "kind": "class",
    "name": "quality",
    "ko": "품질",
    "en": "Quality",
    "required": False,
    "classes": [
        {"id": "good", "ko": "좋음", "en": "Good"},
        {"id": "bad", "ko": "나쁨", "en": "Bad"},
    ],
}
STAGES = {
    "kind": "segment",
    "name": "stages",
    "ko": "수면 단계",
    "en": "Sleep stages",
    "overlap": "none",
    "cover": True,
    "step": 30_000,
    "classes": [{"id": one, "ko": one, "en": one} for one in ("W", "N1", "N2", "N3", "R")],
}
MILLION = 1_000_000
LENGTH = 2_000_000  # a million points at 500 a second, in milliseconds


def million() -> bytes:
    """A million rows of four channels: 500 a second, and a peak each second in the first."""
    rows = []
    for n in range(500):
        peak = 1.5 if n == 250 else 0.05 * math.sin(n / 8)
        gap = "" if 100 <= n < 110 else f"{math.sin(n / 40):.3f}"
        rows.append(f"{peak:.3f},{gap},{n % 50},{-n / 100:.2f}\n")
    return ("# rate: 500\nECG [mV],호흡,톱니,경사 (g)\n" + "".join(rows) * 2000).encode()


def night(minutes: float) -> bytes:
    """Two channels at ten a second, with the times of day that clocks showed."""
    rows = []
    for n in range(int(minutes * 600)):
        second = n / 10
        at = f"2026-03-04T22:{int(second // 60):02}:{second % 60:04.1f}"
        rows.append(f"{at},{math.sin(n / 9):.3f},{math.cos(n / 5):.3f}\n")
    return ("time,EEG (uV),EOG (uV)\n" + "".join(rows)).encode()


def archive(files: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as packed:
        for name, content in files.items():
            packed.writestr(name, content)
    return out.getvalue()


class Series:
    """One page with the series editor on it."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.line = page.locator(".ck-timeline")
        self.rows = page.locator(".an-row")
        self.heads = page.locator(".se-head")
        self.toast = page.locator(".toast")

    def ready(self) -> Series:
        self.line.wait_for(timeout=60_000)
        expect(self.page.locator(".se-edge.high").first).not_to_be_empty()
        return self

    def spot(self, share: float, down: float = 0.5) -> tuple[float, float]:
        box = self.line.bounding_box()
        assert box is not None
        return box["x"] + box["width"] * share, box["y"] + box["height"] * down

    def drag(self, start: float, end: float, down: float = 0.5) -> None:
        """With the mouse, from a share of the window's width to another."""
        mouse = self.page.mouse
        mouse.move(*self.spot(start, down))
        mouse.down()
        mouse.move(*self.spot((start + end) / 2, down), steps=3)
        mouse.move(*self.spot(end, down), steps=3)
        mouse.up()

    def press(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)

    def numbers(self) -> list[int]:
        """The places of what is selected, as its fields say."""
        fields = self.page.locator(".ck-places input")
        fields.first.wait_for()
        told = fields.evaluate_all("fields => fields.map((field) => Number(field.value))")
        return [int(one) for one in told]

    def drawn(self, share: float, down: float, *, wide: int = 40, high: int = 60) -> int:
        """How many pixels of the canvas are no background there."""
        x, y = self.spot(share, down)
        shot = self.page.screenshot(
            clip={"x": x - wide / 2, "y": y - high / 2, "width": wide, "height": high}
        )
        image = Image.open(io.BytesIO(shot)).convert("L")
        return sum(image.histogram()[:140])

    def in_sight(self) -> str:
        return self.page.locator(".stbar span").first.inner_text()


class SeriesStage:
    """A stage of time series that is open for work."""

    def __init__(self, dure: Dure, labels: list[dict[str, Any]], files: dict[str, bytes]) -> None:
        schema = {"modality": "series", "labels": labels}
        self.dure = dure
        self.project, self.id = on_offer(dure, schema, "측정.zip", archive(files), len(files))

    @property
    def path(self) -> str:
        return f"/do/{self.project}/{self.id}"

    def open(self, who: str = "worker1", **looks: Any) -> Series:
        return Series(self.dure.open(who, self.path, **looks)).ready()

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


def test_a_million_points_by_the_mouse(dure: Dure) -> None:
    stage = SeriesStage(dure, [STATE, NOISE, BEAT, QUALITY], {"a.csv": million()})
    series = stage.open()
    page = series.page
    expect(series.heads).to_have_count(4)
    expect(series.heads.first).to_contain_text("ECG")
    expect(series.heads.first).to_contain_text("mV")
    assert "33:20" in series.in_sight()
    assert series.drawn(0.5, 0.12) > 50, "the first channel is drawn"

    # A segment over all channels, by dragging; its edge is pulled on.
    series.drag(0.1, 0.3)
    expect(series.rows).to_have_count(1)
    start, end = series.numbers()
    assert start == pytest.approx(0.1 * LENGTH, abs=0.004 * LENGTH)
    assert end == pytest.approx(0.3 * LENGTH, abs=0.004 * LENGTH)
    series.drag(0.3, 0.4)
    assert series.numbers()[0] == start
    assert series.numbers()[1] == pytest.approx(0.4 * LENGTH, abs=0.004 * LENGTH)
    # What is selected is moved as it is.
    long = series.numbers()[1] - start
    series.drag(0.2, 0.25)
    moved, until_ = series.numbers()
    assert (until_ - moved, moved) == (long, pytest.approx(0.15 * LENGTH, abs=0.004 * LENGTH))
    series.press("z")
    assert series.numbers() == [start, start + long]

    # One of the third channel alone.
    series.press("Escape", "Digit3")
    series.drag(0.6, 0.7, down=0.6)
    expect(series.rows).to_have_count(2)
    expect(page.locator(".an-row[aria-selected=true]")).to_contain_text("톱니")

    # Numbers can be written.
    field = page.get_by_label("시작(밀리초)")
    field.fill("1234567")
    field.press("Enter")
    assert series.numbers()[0] == 1_234_567

    # An event at the place that is pressed.
    series.press("Escape")
    page.mouse.click(*series.spot(0.8))
    series.press("v")
    expect(series.rows).to_have_count(3)
    assert series.numbers()[0] == pytest.approx(0.8 * LENGTH, abs=0.004 * LENGTH)

    # Nearer and nearer, until single points are seen, and what they measure.
    page.mouse.move(*series.spot(0.5))
    page.keyboard.down("Control")
    for _ in range(40):
        page.mouse.wheel(0, -240)
    page.keyboard.up("Control")
    expect(page.locator(".stbar")).to_contain_text("화면 0:00")
    expect(series.heads.nth(2).locator(".se-value")).to_have_text(re.compile(r"^\d+\.\d+$"))
    # All of it again; one channel fills its height, another is hidden.
    series.press("Digit0")
    expect(page.locator(".stbar")).to_contain_text("33:20")
    low = series.heads.first.locator(".se-edge.low").inner_text()
    series.press("ArrowUp", "ArrowUp", "ArrowUp", "Shift+ArrowUp")
    expect(series.heads.first.locator(".se-edge.low")).not_to_have_text(low)
    series.press("ArrowDown", "h")
    expect(series.heads).to_have_count(3)
    series.press("y")
    expect(series.heads).to_have_count(4)
    expect(series.heads.first.locator(".se-edge.low")).to_have_text(low)
    page.get_by_role("button", name="톱니: 채널을 위로").or_(
        page.get_by_role("button", name="톱니", exact=True)
    ).first.click()
    page.get_by_role("button", name="톱니: 채널을 위로").click()
    expect(series.heads.nth(1)).to_contain_text("톱니")

    page.get_by_role("radio", name="좋음").or_(
        page.get_by_role("button", name="좋음")
    ).first.click()
    assert violations(page) == []
    series.press("n")
    expect(series.toast).to_be_visible()
    given = stage.handed_in(dure.caller("worker1"))
    assert sorted(one["kind"] for one in given) == ["class", "event", "segment", "segment"]
    by = {one["name"]: one for one in given}
    assert (by["noise"]["channel"], by["noise"]["start"]) == ("톱니", 1_234_567)
    assert (by["state"]["start"], by["state"]["end"]) == (start, start + long)
    assert by["state"].get("channel") is None


def test_a_night_by_the_keyboard_alone(dure: Dure) -> None:
    """A key an epoch, from the claim to the hand-in."""
    stage = SeriesStage(dure, [STAGES], {"night.csv": night(5.25)})
    series = stage.open()
    page = series.page
    epoch = page.locator(".se-epochs b")
    expect(epoch).to_contain_text("에폭 1 / 11")
    series.press("n")
    expect(page.get_by_role("alert")).to_contain_text("빈 곳이 있어요")
    series.press("Digit1", "Digit1", "Digit2", "Digit3")
    expect(epoch).to_contain_text("에폭 5 / 11")
    expect(series.rows).to_have_count(4)
    # One back, and another class instead.
    series.press("ArrowLeft", "Digit4")
    expect(series.rows).to_have_count(4)
    series.press("ArrowRight", "Digit5", "Digit3")
    expect(epoch).to_contain_text("에폭 8 / 11")
    # What was passed over is found.
    series.press("q")
    expect(epoch).to_contain_text("에폭 9 / 11")
    series.press("ArrowLeft", "ArrowLeft", "ArrowLeft", "ArrowLeft")
    expect(epoch).to_contain_text("에폭 5 / 11")
    series.press("Digit3", "q", "Digit2", "Digit2", "Digit1", "Digit1")
    expect(page.locator(".stbar")).to_contain_text("11개 중 11개 정함")
    # Taken back and done again; emptied, and given once more.
    series.press("z", "z", "Shift+Z", "Shift+Z")
    series.press("Delete")
    expect(page.locator(".stbar")).to_contain_text("11개 중 10개 정함")
    series.press("Digit1")
    expect(page.locator(".stbar")).to_contain_text("11개 중 11개 정함")
    series.press("n")
    expect(series.toast).to_be_visible()
    given = sorted(stage.handed_in(dure.caller("worker1")), key=lambda one: one["start"])
    assert [one["class"] for one in given] == [
        "W",
        "W",
        "N1",
        "N3",
        "N2",
        "R",
        "N2",
        "N1",
        "N1",
        "W",
        "W",
    ]
    assert [one["start"] for one in given] == [n * 30_000 for n in range(11)]
    assert given[-1]["end"] == 315_000, "the last is cut short by the end"


def test_series_by_touch(dure: Dure) -> None:
    stage = SeriesStage(dure, [STATE, BEAT], {"a.csv": night(2)})
    phone = stage.open(phone=True)
    page = phone.page
    fingers = Fingers(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    # Two fingers bring it near, one moves it, a tap sets the playhead.
    line = page.locator(".se-window")
    before = line.bounding_box()
    fingers.pinch(phone.spot(0.5), 30, 120)
    after = line.bounding_box()
    assert before is not None
    assert after is not None
    assert after["width"] < before["width"] / 2
    fingers.drag(phone.spot(0.8), phone.spot(0.3))
    panned = line.bounding_box()
    assert panned is not None
    assert panned["x"] > after["x"] + 10
    page.touchscreen.tap(*phone.spot(0.2))
    page.get_by_role("button", name="시작", exact=True).tap()
    page.touchscreen.tap(*phone.spot(0.6))
    page.get_by_role("button", name="끝", exact=True).tap()
    page.touchscreen.tap(*phone.spot(0.8))
    page.get_by_role("button", name="사건", exact=True).tap()
    # The edge of what is selected follows the finger.
    page.get_by_role("button", name="목록").tap()
    expect(phone.rows).to_have_count(2)
    assert violations(page) == []
    page.keyboard.press("Escape")
    page.get_by_role("button", name="제출").last.tap()
    expect(phone.toast).to_be_visible()
    given = stage.handed_in(dure.caller("worker1"))
    assert sorted(one["kind"] for one in given) == ["event", "segment"]


@pytest.mark.parametrize(("locale", "theme"), [("ko", "dark"), ("en", "light")])
def test_nothing_for_axe_to_find(dure: Dure, locale: str, theme: str) -> None:
    stage = SeriesStage(dure, [STAGES, NOISE, BEAT, QUALITY], {"a.csv": night(2)})
    series = stage.open(locale=locale, theme=theme)
    series.press("Digit2", "v")
    expect(series.rows).to_have_count(2)
    assert violations(series.page) == []


def test_an_inspector_looks_points_and_mends(dure: Dure) -> None:
    stage = SeriesStage(dure, [STATE, NOISE], {"a.csv": night(2), "b.csv": night(2)})
    worker = dure.caller("worker1")
    claims = f"/projects/{stage.project}/stages/{stage.id}/claims"
    for lease in worker.post(claims, {"level": 0, "count": 2}, key=new_key())["leases"]:
        one = {"kind": "segment", "id": "s1", "name": "state", "class": "normal"}
        two = {"kind": "segment", "id": "n1", "name": "noise", "class": "noise", "channel": "EOG"}
        given = [one | {"start": 5000, "end": 30_000}, two | {"start": 60_000, "end": 80_000}]
        worker.post(
            f"/projects/{stage.project}/assignments/{lease['id']}/submission",
            {"answer": {"modality": "series", "annotations": given}, "active_seconds": 20},
            key=new_key(),
        )
    page = dure.open("primary", f"/review/{stage.project}/{stage.id}/1")
    series = Series(page).ready()
    expect(series.rows).to_have_count(2)
    assert violations(page) == []
    # Channels are looked at by the same keys; what was marked stays.
    low = series.heads.first.locator(".se-edge.low").inner_text()
    series.press("Shift+ArrowUp")
    expect(series.heads.first.locator(".se-edge.low")).not_to_have_text(low)
    # A return, with a pin on what was marked.
    series.press("r", "Period", "c")
    expect(page.locator(".rv-pinning")).to_contain_text("Enter")
    series.press("Enter")
    expect(page.locator(".rv-pins li")).to_have_count(1)
    # And with one on a moment at which nothing is marked.
    page.mouse.click(*series.spot(0.9))
    expect(page.locator(".rv-pins li")).to_have_count(2)
    series.press("c")
    expect(page.locator(".ck-pin")).to_have_count(2)
    series.press("Digit1")
    page.keyboard.type("시작이 늦어요.")
    series.press("Escape", "Enter")
    expect(series.toast).to_be_visible()
    # The next is mended: another class, and the difference shows it.
    expect(series.rows).to_have_count(2)
    series.press("f")
    expect(page.locator(".rv-mend")).to_be_visible()
    series.press("Period", "Digit2")
    expect(series.rows.first).to_contain_text("이상")
    series.press("f")
    expect(page.locator(".an-diff")).to_contain_text("이상")
    assert violations(page) == []
