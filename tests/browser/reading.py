"""Documents that tests write, and the document editor's page as a test sees it."""

from __future__ import annotations

import ctypes
import io
import re
from collections.abc import Sequence
from typing import Any

import pypdfium2 as pdfium
import pypdfium2.raw as raw
from playwright.sync_api import Locator, Page, expect

from app.core.settings import ROOT
from tests.browser.conftest import Dure
from tests.browser.editing import on_offer
from tests.browser.sounding import archive
from tests.journeys.caller import Caller, until

FONT = ROOT / "frontend/node_modules/pretendard/dist/public/static/alternative"
WIDTH, HEIGHT = 420.0, 595.0
"""Points of a page; twice as many pixels."""

Line = tuple[float, float, float, str]
"""Left, baseline from above and size in points, and the text."""

RECEIPT: list[Line] = [
    (60, 60, 24, "영수증"),
    (60, 110, 14, "상호"),
    (160, 110, 14, "두레 가게"),
    (60, 140, 14, "합계"),
    (160, 140, 14, "12,000원"),
    (60, 220, 12, "품목"),
    (170, 220, 12, "수량"),
    (280, 220, 12, "금액"),
    (60, 260, 12, "사과"),
    (170, 260, 12, "3"),
    (280, 260, 12, "9,000"),
    (60, 300, 12, "배"),
    (170, 300, 12, "1"),
    (280, 300, 12, "3,000"),
]
LETTER: list[Line] = [
    (60, 70, 20, "안내 말씀"),
    (60, 120, 13, "서울시 종로구에 사는 김두레 님께 알려 드립니다."),
    (60, 150, 13, "다음 모임은 부산에서 열립니다. 늦지 않게 와 주세요."),
]


def document(*pages: Sequence[Line]) -> bytes:
    """A PDF with these lines on its pages, in a font that it brings along."""
    paper = pdfium.PdfDocument.new()
    content = (FONT / "Pretendard-Regular.ttf").read_bytes()
    data = (ctypes.c_uint8 * len(content)).from_buffer_copy(content)
    font = raw.FPDFText_LoadFont(paper, data, len(content), raw.FPDF_FONT_TRUETYPE, True)
    for lines in pages:
        page = paper.new_page(WIDTH, HEIGHT)
        for left, down, size, text in lines:
            one = raw.FPDFPageObj_CreateTextObj(paper, font, size)
            wide = (text + "\0").encode("utf-16-le")
            units = (ctypes.c_ushort * (len(wide) // 2)).from_buffer_copy(wide)
            assert raw.FPDFText_SetText(one, units)
            raw.FPDFPageObj_Transform(one, 1, 0, 0, 1, left, HEIGHT - down)
            raw.FPDFPage_InsertObject(page, one)
        page.gen_content()
        page.close()
    out = io.BytesIO()
    paper.save(out)
    raw.FPDFFont_Close(font)
    paper.close()
    return out.getvalue()


class Reading:
    """One page with the document editor on it."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.board = page.locator(".an-board")
        self.rows = page.get_by_role("grid", name=re.compile("그린 물체|Objects")).get_by_role(
            "row"
        )
        self.thumbs = page.locator(".doc-thumb")
        self.offers = page.locator(".an-offer")
        self.number = page.get_by_label(re.compile("^(쪽 번호|Page number)"))

    def ready(self) -> Reading:
        """Waits until a page is there, and painted."""
        self.board.wait_for(timeout=60_000)
        # What stands around it decides how large it is.
        expect(self.page.locator(".panel, .an-dock").first).to_be_visible()
        expect(self.page.locator(".doc-stage .an-canvas canvas").first).to_have_attribute(
            "width", re.compile(r"^[1-9]\d+$")
        )
        return self

    def spot(self, x: float, y: float) -> tuple[float, float]:
        """A place of a page that is seen whole, in points, as a place of the window."""
        box = self.board.bounding_box()
        assert box is not None
        margin = min(16, box["width"] / 20, box["height"] / 20)
        margin = min(16.0, margin)
        scale = min(
            (box["width"] - 2 * margin) / (2 * WIDTH), (box["height"] - 2 * margin) / (2 * HEIGHT)
        )
        left = box["x"] + (box["width"] - 2 * WIDTH * scale) / 2
        top = box["y"] + (box["height"] - 2 * HEIGHT * scale) / 2
        return left + 2 * x * scale, top + 2 * y * scale

    def drag(self, start: tuple[float, float], end: tuple[float, float]) -> None:
        """With the mouse, between two places of a page in points."""
        mouse = self.page.mouse
        (ax, ay), (bx, by) = self.spot(*start), self.spot(*end)
        mouse.move(ax, ay)
        mouse.down()
        mouse.move((ax + bx) / 2, (ay + by) / 2, steps=3)
        mouse.move(bx, by, steps=3)
        mouse.up()

    def click(self, *places: tuple[float, float]) -> None:
        for place in places:
            self.page.mouse.click(*self.spot(*place))

    def press(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)

    def label(self, name: str) -> Locator:
        return self.page.locator(".lrow", has_text=name).first

    def field(self, name: str) -> Locator:
        return self.page.get_by_label(name, exact=True)

    def saved(self) -> None:
        """Waits until the server has what is here."""
        expect(self.page.locator(".wk-save")).to_have_attribute("data-state", "saved")


class DocumentStage:
    """A stage of documents that is open for work."""

    def __init__(self, dure: Dure, labels: list[dict[str, Any]], files: dict[str, bytes]) -> None:
        schema = {"modality": "document", "labels": labels}
        self.dure = dure
        papers = sum(name.endswith(".pdf") for name in files)
        self.project, self.id = on_offer(dure, schema, "문서.zip", archive(files), papers)

    @property
    def path(self) -> str:
        return f"/do/{self.project}/{self.id}"

    def open(self, who: str = "worker1", **looks: Any) -> Reading:
        return Reading(self.dure.open(who, self.path, **looks)).ready()

    def handed_in(self, who: Caller) -> list[dict[str, Any]]:
        """The annotations that arrived last."""

        def look() -> Any:
            for row in who.pages("/me/assignments", project_id=self.project):
                if row["stage_id"] == self.id and row["level"] == 0:
                    work = who.get(f"/projects/{self.project}/assignments/{row['id']}")
                    # The next one is claimed by then, and nothing is said of it yet.
                    if work["turns"] and work["turns"][-1]["answer"] is not None:
                        return work["turns"][-1]["answer"]["annotations"]
            return None

        found: list[dict[str, Any]] = until(look, "the hand-in")
        return found
