"""The page that `dure bench editor` drives, without its stopwatch."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from app.bench.editor import page_of_editor


@pytest.fixture(scope="module")
def address(demonstration: object) -> Iterator[str]:
    """Where the page is; the demonstration has installed what it is built with."""
    with page_of_editor() as url:
        yield url


def test_the_page_shows_objects_of_every_kind(browser: Browser, address: str) -> None:
    page = browser.new_page()
    for kind in ("box", "polygon", "all"):
        page.goto(f"{address}?shapes=40&kind={kind}")
        page.wait_for_function("window.bench?.ready")
        assert page.evaluate("bench.editor.answer().annotations.length") >= 40
    page.close()


def test_the_page_shows_a_time_series(browser: Browser, address: str) -> None:
    page = browser.new_page()
    page.goto(f"{address.replace('bench.html', 'bench-series.html')}?points=50000")
    page.wait_for_function("window.bench?.ready")
    page.locator(".ck-timeline canvas").wait_for()
    assert page.evaluate("bench.editor.answer().annotations.length") == 4
    page.close()
