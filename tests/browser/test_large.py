"""A picture of 50 megapixels is worked on through its tiles, and never loaded whole."""

from __future__ import annotations

import base64
import io
import json
import re
import zipfile
from dataclasses import dataclass
from functools import cache
from typing import Any

import pytest
from PIL import Image, ImageDraw
from playwright.sync_api import Page, Request, expect

from tests.browser.conftest import Dure
from tests.browser.editing import Editor, Fingers, put_away
from tests.browser.test_offline import put_by
from tests.browser.test_tools import ask_for_everything
from tests.journeys.caller import Caller, new_key, until

pytestmark = pytest.mark.browser

WIDE, HIGH = 8660, 5774
# A red field across the edges of four tiles, with lines in it that only the finest level has.
FIELD = (6100, 4050, 120, 90)
RED = (230, 20, 30)
Bounds = tuple[int, int, int, int]


@cache
def large() -> bytes:
    """A picture of 50 megapixels."""
    picture = Image.new("RGB", (WIDE, HIGH), (205, 208, 200))
    draw = ImageDraw.Draw(picture)
    for n in range(0, WIDE, 866):
        draw.ellipse((n, n // 2, n + 500, n // 2 + 400), fill=(150, 170, 120 + n // 100))
    x, y, width, height = FIELD
    draw.rectangle((x, y, x + width - 1, y + height - 1), fill=RED)
    for n in range(20, 60, 4):
        draw.line((x + n, y + 20, x + n, y + height - 21), fill=(255, 255, 255), width=2)
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=88, subsampling=0)
    return out.getvalue()


def offered(dure: Dure, project: int, stage: int) -> int:
    """The item: imported, cut up by the worker and handed out before all others."""
    manager = dure.caller("manager")
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_STORED) as archive:
        archive.writestr("넓은 들.jpg", large())
    upload = manager.upload(project, "넓은 들.zip", packed.getvalue())
    begun = manager.post(
        f"/projects/{project}/imports", {"stage_id": stage, "upload_id": upload}, status=202
    )

    def cut() -> Any:
        batch = f"/projects/{project}/items"
        found = manager.get(batch, batch_id=begun["id"])["items"]
        if not found:
            return None
        media = manager.get(f"{batch}/{found[0]['id']}/media")
        return found[0]["id"] if media["tiles"] is not None else None

    item: int = until(cut, "the tiles")
    opening = {"batch_id": begun["id"], "priority": -1000}
    chore = manager.post(f"/projects/{project}/stages/{stage}/openings", opening, status=202)

    def opened() -> bool:
        found = manager.get(f"/projects/{project}/chores/{chore['chore_id']}")
        return bool(found["state"] == "done")

    until(opened, "the opening")
    return item


class Asked:
    """What a page has asked for of pictures."""

    def __init__(self, page: Page, whole: str) -> None:
        self._whole = key_of(whole)
        self.levels: list[int] = []
        self.whole = 0
        page.on("request", self._see)

    def _see(self, request: Request) -> None:
        tile = re.search(r"/media/[^/]+/tiles/(\d)/\d+/\d+$", request.url)
        if tile is not None:
            self.levels.append(int(tile[1]))
        elif "/media/" in request.url and key_of(request.url) == self._whole:
            self.whole += 1


def key_of(url: str) -> str:
    """Which file a signed link names."""
    if "/media/" not in url:  # a link of S3's
        return url.partition("?")[0].rsplit("/", 1)[1]
    payload = url.rsplit("/media/", 1)[1].partition(".")[0]
    return str(json.loads(base64.urlsafe_b64decode(payload + "=" * (-len(payload) % 4)))[0])


def seen(editor: Editor) -> Image.Image:
    """The board as it is on the screen, without what floats over it."""
    shown = editor.page.locator(".an-canvas").screenshot()
    return Image.open(io.BytesIO(shown)).convert("RGB")


def red(image: Image.Image) -> Bounds | None:
    """The bounds of what is red: left, top, right, below."""
    r, g, b = image.split()
    mask = Image.merge("RGB", (r, g, b)).convert("L", (1, -0.5, -0.5, 0)).point(lambda v: v > 110)
    return mask.getbbox()


def field(editor: Editor) -> Bounds:
    """The bounds of the red field on the board, once it is painted."""
    found: Bounds = until(lambda: red(seen(editor)), "the red field to be in sight")
    return found


def lines(image: Image.Image) -> int:
    """How many of the field's ten lines can be told apart; not in the middle of the field, where a
    box around it has handles."""
    found = red(image)
    if found is None:
        return 0
    left, top, right, below = found
    at = (3 * top + 2 * below) // 5
    strip = image.getchannel("G").crop((left, at, right, at + 1))
    return len(re.findall(b"#+", bytes(strip.point(lambda v: 35 if v > 190 else 46).tobytes())))


@dataclass(frozen=True)
class Scene:
    """A worker, and the large picture that comes to him next."""

    dure: Dure
    worker: Caller
    project: int
    stage: int
    item: int
    media: dict[str, Any]

    def begin(self, **looks: Any) -> tuple[Editor, Asked]:
        """The picture before him, and what the page has asked for since it was opened."""
        page = self.dure.open(self.worker, "/me", fresh=True, **looks)
        asked = Asked(page, self.media["url"])
        page.goto(f"{self.dure.url}/do/{self.project}/{self.stage}")
        editor = Editor(page).ready()
        expect(editor.board).to_have_accessible_name(re.compile("넓은 들"))
        return editor, asked


@pytest.fixture
def scene(dure: Dure) -> Scene:
    project, stage, (worker,) = ask_for_everything(dure, "worker1")
    item = offered(dure, project, stage)
    media = dure.caller("manager").get(f"/projects/{project}/items/{item}/media")
    return Scene(dure, worker, project, stage, item, media)


def near(editor: Editor, least: int = 200) -> None:
    """From the whole picture to the field, until its pixels are so many per cent large."""
    left, top, right, below = field(editor)
    box = editor.board.bounding_box()
    assert box is not None
    editor.page.mouse.move(box["x"] + (left + right) / 2, box["y"] + (top + below) / 2)
    while editor.zoom() < least:
        editor.page.mouse.wheel(0, -200)


def sharp(editor: Editor) -> None:
    """Waits for the lines that only the finest level has."""
    until(lambda: lines(seen(editor)) == 10, "the finest tiles")


def at_field(editor: Editor) -> tuple[tuple[float, float], tuple[float, float]]:
    """Two corners of the field, in the window's pixels, as they are seen."""
    left, top, right, below = field(editor)
    box = editor.board.bounding_box()
    assert box is not None
    return (box["x"] + left, box["y"] + top), (box["x"] + right, box["y"] + below)


def test_it_opens_at_once_is_sharp_where_one_looks_and_labels_lie_right(scene: Scene) -> None:
    editor, asked = scene.begin()
    field(editor)
    assert set(asked.levels) == {2}, "all of it, by its smallest level"
    near(editor)
    sharp(editor)
    until(lambda: editor.zoom() and 0 in asked.levels, "word of what was asked for")
    finest = asked.levels.count(0)
    assert finest < 17 * 12 / 4, "only what is in sight"
    editor.label("네모").click()
    editor._sweep(*at_field(editor))
    editor.must_hold(1)
    assert editor.bounds() == pytest.approx(FIELD, abs=1)
    assert asked.whole == 0


def test_colours_are_filled_to_the_pixel(scene: Scene) -> None:
    """From the whole of the picture, where a pixel of the screen is eight of its own."""
    editor, asked = scene.begin()
    page = editor.page
    editor.label("칠한곳").click()
    page.get_by_role("button", name="비슷한 색 채우기").click()
    (left, top), (right, below) = at_field(editor)
    page.mouse.click((left * 7 + right) / 8, (top * 7 + below) / 8)
    editor.must_hold(1)
    editor.saved()
    (row,) = (r for r in scene.worker.pages("/me/assignments") if r["item"] == "넓은 들.jpg")
    work = scene.worker.get(f"/projects/{scene.project}/assignments/{row['id']}")
    (mask,) = work["draft"]["body"]["annotations"]
    place = [mask[name] for name in ("x", "y", "width", "height")]
    assert place == pytest.approx(FIELD, abs=1)
    assert asked.levels.count(0) == 17 * 12
    assert asked.whole == 0


def test_without_a_connection_what_is_here_stays_and_what_is_missing_is_said(scene: Scene) -> None:
    editor, asked = scene.begin()
    page = editor.page
    editor.label("네모").click()
    editor.drag((0.1, 0.1), (0.2, 0.2))
    editor.must_hold(1)
    editor.bounds()  # the numbers have come: what has not is waited for until there is a connection
    page.context.set_offline(True)
    near(editor, 250)
    told = page.get_by_text("선명한 사진을 아직 다 못 받았어요")
    expect(told).to_be_visible()
    editor._sweep(*at_field(editor))  # less sharp, and there
    editor.must_hold(2)
    assert editor.bounds() == pytest.approx(FIELD, abs=8)  # four to a pixel of the level
    page.context.set_offline(False)
    expect(told).to_have_count(0)
    sharp(editor)
    assert asked.whole == 0


def test_by_touch_with_the_loupe(scene: Scene) -> None:
    editor, asked = scene.begin(phone=True)
    fingers = Fingers(editor.page)
    for _ in range(3):
        (left, top), (right, below) = at_field(editor)
        fingers.pinch(((left + right) / 2, (top + below) / 2), 40, 160)
    sharp(editor)
    expect(editor.page.locator(".an-map")).to_be_visible()
    # While a finger draws, the loupe shows what lies under it, as sharp as the rest.
    start, end = at_field(editor)
    under = (start[0] + (end[0] - start[0]) / 3, (start[1] + end[1]) / 2)
    fingers.hold(start, under)
    loupe = editor.page.locator(".an-loupe")
    expect(loupe).to_be_visible()
    strip = Image.open(io.BytesIO(loupe.screenshot())).convert("RGB").crop((30, 30, 90, 50))
    low, high = strip.getchannel("G").getextrema()
    assert high - low > 100, "lines, under what is being drawn"
    fingers.lift()
    editor.must_hold(1)
    assert asked.whole == 0


def test_an_inspector_sees_it_by_its_tiles_too(scene: Scene) -> None:
    project, stage = scene.project, scene.stage
    (lease,) = scene.worker.post(
        f"/projects/{project}/stages/{stage}/claims", {"level": 0, "count": 1}, key=new_key()
    )["leases"]
    assert lease["item"]["tiles"]["levels"][2] == {"width": 2165, "height": 1444}
    x, y, width, height = FIELD
    box = {"kind": "box", "id": "b", "name": "box", "class": "box", "x": x, "y": y}
    box |= {"width": width, "height": height, "attributes": {"state": "whole"}}
    scene.worker.post(
        f"/projects/{project}/assignments/{lease['id']}/submission",
        {"answer": {"modality": "picture", "annotations": [box]}, "active_seconds": 20},
        key=new_key(),
    )
    page = scene.dure.open("primary", "/me")
    asked = Asked(page, scene.media["url"])
    page.goto(f"{scene.dure.url}/review/{project}/{stage}/1")
    # What is claimed comes after what was in hand before.
    page.locator(".strip").get_by_role("button", name="넓은 들").click()
    expect(page.locator("h1")).to_contain_text("넓은 들")
    editor = Editor(page)
    near(editor)
    sharp(editor)
    assert asked.whole == 0


def test_its_page_shows_the_small_one(scene: Scene) -> None:
    page = scene.dure.open("manager", "/me")
    asked = Asked(page, scene.media["url"])
    page.goto(f"{scene.dure.url}/projects/{scene.project}/data/{scene.item}")
    shown = page.locator(".an-photo img").first
    expect(shown).to_be_visible()
    until(lambda: shown.evaluate("image => image.naturalWidth") == 2165, "the picture")
    assert asked.whole == 0


def test_it_opens_again_without_a_connection(scene: Scene) -> None:
    editor, _ = scene.begin(offline_app=True)
    page = editor.page
    put_by(page)
    put_away(page, pieces=3, files=3)
    page.context.set_offline(True)
    page.reload()
    again = Editor(page).ready()
    expect(again.board).to_have_accessible_name(re.compile("넓은 들"))
    near(again)
    expect(page.get_by_text("선명한 사진을 아직 다 못 받았어요")).to_be_visible()
    page.context.set_offline(False)
    sharp(again)
