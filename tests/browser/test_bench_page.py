"""The page that `dure bench editor` drives, without its stopwatch."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser

from app.bench.editor import page_of_editor


@pytest.mark.usefixtures("demonstration")  # which installs what the page is built with
def test_the_page_shows_objects_of_every_kind(browser: Browser) -> None:
    with page_of_editor() as url:
        page = browser.new_page()
        for kind in ("box", "polygon", "all"):
            page.goto(f"{url}?shapes=40&kind={kind}")
            page.wait_for_function("window.bench?.ready")
            assert page.evaluate("bench.editor.answer().annotations.length") >= 40
        page.close()


@pytest.mark.usefixtures("demonstration")
def test_the_page_shows_a_time_series(browser: Browser) -> None:
    with page_of_editor() as url:
        page = browser.new_page()
        page.goto(f"{url.replace('bench.html', 'bench-series.html')}?points=50000")
        page.wait_for_function("window.bench?.ready")
        page.locator(".ck-timeline canvas").wait_for()
        assert page.evaluate("bench.editor.answer().annotations.length") == 4
        page.close()
