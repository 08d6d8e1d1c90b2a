"""The editor's page as a test sees it: what stands in its list, fields, buttons and bars."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from playwright.sync_api import CDPSession, Locator, Page, expect

from tests.browser.conftest import Dure
from tests.journeys.caller import Caller, new_key, until
from tests.journeys.truth import Box, Picture
from tests.priced import PRICED

MADE_READY = ("sound", "video", "document", "series")
"""What is shown from files that are made for it first."""
PUT_AWAY = """() => new Promise((tell) => {
  const asked = indexedDB.open("dure");
  asked.onsuccess = () => {
    const base = asked.result;
    const all = base.transaction(["pieces", "pictures"]);
    const counted = ["pieces", "pictures"].map((name) => all.objectStore(name).count());
    all.oncomplete = () => {
      base.close();
      tell(counted.map(({ result }) => result));
    };
  };
})"""
FIELDS = ("왼쪽에서 x", "위에서 y", "너비", "높이")


def cells(caller: Caller) -> tuple[int, int]:
    """The project and the stage of the demonstration where cells are boxed."""
    offers = caller.get("/work")
    offer = next(one for one in offers if one["level"] == 0 and one["project"].startswith("혈액"))
    return offer["project_id"], offer["stage_id"]


def on_offer(
    dure: Dure, schema: dict[str, Any], name: str, content: bytes, count: int, **settings: Any
) -> tuple[int, int]:
    """The demonstration's first project and a new stage of it, with the `count` items of a file on
    offer, one after another, and ready to be shown."""
    worker, boss = dure.caller("worker1"), dure.caller("manager")
    project, _ = cells(worker)
    made = boss.post(
        f"/projects/{project}/stages",
        {
            "name": f"공정 {new_key()}",
            "holds": 20,
            "overlap": 1,
            "inspect1": "all",
            "inspect2": "none",
        },
    )
    at = f"/projects/{project}/stages/{made['id']}"
    boss.post(f"{at}/schemas", {"definition": schema})
    if settings:
        boss.send("PATCH", at, settings)
    boss.post(f"{at}/prices", {"level0": 300, "level1": 100, "level2": 60, **PRICED})
    boss.post(f"{at}/open", status=200)
    upload = boss.upload(project, name, content)
    batch = boss.post(
        f"/projects/{project}/imports", {"stage_id": made["id"], "upload_id": upload}, status=202
    )

    def over(path: str, *going: str) -> Any:
        found = boss.get(path)
        return None if found["state"] in going else found

    imported = until(
        lambda: over(f"/projects/{project}/batches/{batch['id']}", "pending", "importing"),
        "the import",
    )
    assert imported["taken"] == count, imported
    quote = boss.get(f"{at}/openings/quote")
    boss.post(f"/projects/{project}/funding", {"amount": quote["total"]}, key=new_key())
    chore = boss.post(f"{at}/openings", {}, status=202)["chore_id"]
    until(
        lambda: over(f"/projects/{project}/chores/{chore}", "queued", "running"),
        "the opening",
    )
    if schema["modality"] in MADE_READY:
        made_ready(dure, project, made["id"])
    return project, made["id"]


def made_ready(dure: Dure, project: int, stage: int) -> None:
    """Waits until the items of a stage can be shown."""
    boss = dure.caller("manager")
    items = f"/projects/{project}/items"
    for item in boss.pages(items, stage_id=stage):
        media = f"{items}/{item['id']}/media"
        until(lambda at=media: boss.get(at)["prepared"], "what it is shown from", 120)  # type: ignore[misc]


class Editor:
    """One page with the editor on it."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.board = page.locator(".an-board")
        self.rows = page.locator(".an-row")
        self.save = page.locator(".wk-save")
        self.toast = page.locator(".toast")

    def ready(self) -> Editor:
        """Waits until there is a picture to work on."""
        self.board.wait_for()
        return self

    def alone(self) -> Editor:
        """Waits until the following piece is ready too."""
        expect(self.page.get_by_text("다음 작업 준비됨")).to_be_visible()
        return self

    @property
    def item(self) -> str:
        """The name of the item that is shown."""
        return self.page.locator(".wk-name .t3").inner_text()

    @property
    def drawn(self) -> int:
        """How many objects are on the picture, also those that the list is too long to show."""
        return int(re.findall(r"\d+", self.board.get_attribute("aria-label") or "")[-1])

    def must_hold(self, count: int) -> None:
        """Waits until there are so many objects on the picture."""
        expect(self.board).to_have_accessible_name(re.compile(rf" {count}개$"))

    def press(self, *keys: str) -> None:
        """Presses keys, one after another."""
        for key in keys:
            self.page.keyboard.press(key)

    def add(self, count: int = 1) -> None:
        """Boxes in the middle of the view, by the keyboard, beside one another."""
        for _ in range(count):
            before = self.rows.count()
            self.press("Shift+KeyB")
            expect(self.rows).to_have_count(before + 1)
            self.press(*["Shift+ArrowRight"] * (4 + before))

    def clear(self) -> None:
        """Takes everything off the picture."""
        if self.rows.count():
            self.press("Control+KeyA", "Delete")
        expect(self.rows).to_have_count(0)

    def bounds(self) -> tuple[float, ...]:
        """x, y, width and height of what is selected, as the fields say."""
        fields = self.page.locator(".an-coord").first.locator("input")  # an outline has corners too
        expect(fields).to_have_count(len(FIELDS))
        told = fields.evaluate_all("fields => fields.map((field) => Number(field.value))")
        return tuple(float(value) for value in told)

    def field(self, name: str) -> Locator:
        return self.page.get_by_label(name, exact=True)

    def tool(self, name: str) -> Locator:
        named = re.compile(rf"^{name}( \S+)?$")  # with its key
        return self.page.locator(".rail").get_by_role("button", name=named)

    def label(self, name: str) -> Locator:
        return self.page.locator(".panel").get_by_role("button", name=re.compile(f"^{name}"))

    def zoom(self) -> int:
        """How near the picture is, in per cent."""
        return int(self.page.locator(".stbar span").first.inner_text().rstrip("%"))

    def saved(self) -> None:
        """Waits until the server has what is here."""
        expect(self.save).to_have_attribute("data-state", "saved")

    def spot(self, across: float, down: float) -> tuple[float, float]:
        """A place on the board, as shares of it, in the window's pixels."""
        box = self.board.bounding_box()
        assert box is not None
        return box["x"] + across * box["width"], box["y"] + down * box["height"]

    def drag(self, start: tuple[float, float], end: tuple[float, float]) -> None:
        """Drags with the mouse, between two places given as shares of the board."""
        self._sweep(self.spot(*start), self.spot(*end))

    def _sweep(self, start: tuple[float, float], end: tuple[float, float]) -> None:
        self.page.mouse.move(*start)
        self.page.mouse.down()
        self.page.mouse.move(*end, steps=6)
        self.page.mouse.up()

    def lens(self, picture: Picture) -> Callable[[float, float], tuple[float, float]]:
        """Where places of a picture that is seen whole lie in the window, to a hand's precision."""
        share = self.zoom() / 100
        across, down = self.spot(0.5, 0.5)
        left, top = across - share * picture.width / 2, down - share * picture.height / 2
        return lambda x, y: (left + share * x, top + share * y)

    def draw(self, box: Box, lens: Callable[[float, float], tuple[float, float]]) -> None:
        """Draws a box with the mouse, and mends it to the pixel by arrows."""
        before = self.drawn
        self._sweep(lens(box.x, box.y), lens(box.x + box.width, box.y + box.height))
        self.must_hold(before + 1)
        x, y, width, height = self.bounds()
        for held, by, steps in (
            ("", "Right" if box.x > x else "Left", abs(box.x - x)),
            ("", "Down" if box.y > y else "Up", abs(box.y - y)),
            ("Alt+", "Right" if box.width > width else "Left", abs(box.width - width)),
            ("Alt+", "Down" if box.height > height else "Up", abs(box.height - height)),
        ):
            assert steps <= 3, "a hand that draws so far off has another picture before it"
            self.press(*[f"{held}Arrow{by}"] * int(steps))

    def type_in(self, box: Box) -> None:
        """Puts a box down by the keyboard alone, with its place and size in numbers."""
        before = self.drawn
        self.press("Shift+KeyB")
        self.must_hold(before + 1)
        # Small first: it may be moved anywhere then.
        for name, value in zip(FIELDS[2:] + FIELDS[:2], box[3:] + box[1:3], strict=True):
            self.field(name).fill(f"{value:g}")
            self.field(name).press("Enter")
        self.board.focus()

    def submit(self) -> None:
        """Hands in by the key."""
        self.press("KeyN")
        expect(self.toast).to_be_visible()


class Bar:
    """The bar with what is suggested, on an editor's page."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.bar = page.locator(".sg-bar")
        self.said = page.locator(".sg-over [role=status]")

    def shows(self, nth: int, of: int, what: str) -> None:
        expect(self.bar.locator(".sg-what")).to_have_text(f"{nth}/{of}{what}")

    def press(self, name: str) -> None:
        self.bar.get_by_role("button", name=name, exact=True).click()

    def seen(self) -> None:
        """Waits until there is nothing left to see."""
        expect(self.bar).to_have_text("제안을 모두 봤어요")


class Fingers:
    """Touches of the screen, as a device sends them."""

    def __init__(self, page: Page) -> None:
        self._device: CDPSession = page.context.new_cdp_session(page)

    def drag(self, start: tuple[float, float], end: tuple[float, float], steps: int = 6) -> None:
        """One finger, from a place of the window to another."""
        self._send("touchStart", [start])
        for step in range(1, steps + 1):
            share = step / steps
            at = tuple(a + (b - a) * share for a, b in zip(start, end, strict=True))
            self._send("touchMove", [at])
        self._send("touchEnd", [])

    def hold(self, start: tuple[float, float], end: tuple[float, float]) -> None:
        """One finger, from a place of the window to another, where it stays."""
        self._send("touchStart", [start])
        self._send("touchMove", [end])

    def lift(self) -> None:
        """The finger that was held goes."""
        self._send("touchEnd", [])

    def pinch(self, middle: tuple[float, float], near: float, far: float, steps: int = 6) -> None:
        """Two fingers, from `near` to `far` pixels on either side of the middle."""
        x, y = middle
        for step in range(steps + 1):
            apart = near + (far - near) * step / steps
            kind = "touchMove" if step else "touchStart"
            self._send(kind, [(x - apart, y), (x + apart, y)])
        self._send("touchEnd", [])

    def _send(self, kind: str, places: list[Any]) -> None:
        points = [{"x": x, "y": y, "id": n} for n, (x, y) in enumerate(places)]
        self._device.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})


def put_away(page: Page, *, pieces: int, files: int) -> None:
    """Waits until this device has so many pieces of work, and so many files of them: what is said
    to be ready may still be on its way there."""
    until(lambda: page.evaluate(PUT_AWAY) == [pieces, files], "the work to be on the device")


def at_work(dure: Dure, who: str = "worker1", **looks: Any) -> Editor:
    """Somebody of the demonstration, with the next piece of work before him."""
    project, stage = cells(dure.caller(who))
    return Editor(dure.open(who, f"/do/{project}/{stage}", **looks)).ready()
