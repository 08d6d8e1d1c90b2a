"""Contexts of the browser that go from test to test, each as empty as a new one.

What was built is kept read and compiled in them, which is most of what opening a page costs. Of
what else a server answers, a browser keeps files under the name of their content alone.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from playwright.sync_api import Browser, BrowserContext, Error, Page

DESK = {"width": 1366, "height": 768}
PHONE = {"width": 390, "height": 844}
PATIENCE = 30_000
"""Milliseconds that what is expected may take: what is slow says what else the machine does."""


@dataclass(frozen=True)
class Look:
    """How somebody looks at Dure. `offline_app`: its service worker may do its work. `fresh`: the
    browser has no file of a test before, for where it counts what is not there yet, and nobody has
    it afterwards: for a page whose clock the test turns (`page.clock` stays with a context)."""

    phone: bool = False
    width: int | None = None
    locale: str = "ko"
    theme: str = "light"
    offline_app: bool = False
    fresh: bool = False


class Windows:
    """Contexts of one browser, to be taken and given back; for a server at the same address."""

    def __init__(self, browser: Browser) -> None:
        self._browser = browser
        self._free: defaultdict[Look, list[BrowserContext]] = defaultdict(list)

    def take(self, look: Look) -> BrowserContext:
        """An empty context that nobody else has."""
        return self._free[look].pop() if self._free[look] else self._made(look)

    def give_back(self, look: Look, context: BrowserContext, origin: str) -> None:
        """Close its pages and forget what they kept. A service worker would outlive that."""
        try:
            if look.offline_app or look.fresh:
                context.close()
            else:
                assert not _turned(context), "a clock was turned: open such a page as `fresh`"
                _empty(context, origin)
                self._free[look].append(context)
        except Error:  # whatever has happened to it: the next test gets another
            context.close()

    def _made(self, look: Look) -> BrowserContext:
        size = dict(PHONE if look.phone else DESK)
        if look.width is not None:
            size["width"] = look.width
        context = self._browser.new_context(
            viewport=size,  # type: ignore[arg-type]
            has_touch=look.phone,
            is_mobile=look.phone,
            locale="ko-KR" if look.locale == "ko" else "en-US",
            timezone_id="Asia/Seoul",
            service_workers="allow" if look.offline_app else "block",
            accept_downloads=True,
            reduced_motion="reduce",
        )
        context.set_default_timeout(PATIENCE)
        context.add_init_script(
            f"try {{ if (!localStorage.getItem('dure.locale')) {{"
            f" localStorage.setItem('dure.locale', '{look.locale}');"
            f" localStorage.setItem('dure.theme', '{look.theme}'); }} }} catch {{}}"
        )
        return context


def page_of(context: BrowserContext) -> Page:
    """A page on which nothing was; the one that it was emptied by, where that is left."""
    (*_, last) = (None, *context.pages)
    return last if last is not None and last.url == "about:blank" else context.new_page()


def _turned(context: BrowserContext) -> bool:
    return any(page.evaluate("'__pwClock' in globalThis") for page in context.pages)


def _empty(context: BrowserContext, origin: str) -> None:
    for page in context.pages:
        page.close()
    context.set_offline(False)
    context.unroute_all()
    context.clear_permissions()
    context.clear_cookies()
    hand = context.new_cdp_session(context.new_page())
    hand.send("Storage.clearDataForOrigin", {"origin": origin, "storageTypes": "all"})
    hand.detach()
