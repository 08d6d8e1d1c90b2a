"""Every page, in both languages and themes: nothing for axe to find, no sideways scroll on a phone,
a name in the browser's tab, every sentence there."""

from __future__ import annotations

import re
from typing import Any

import pytest
from playwright.sync_api import Page, TimeoutError

from app.commands.screens import FURTHER, MANAGER, SCREENS, Screen, places, settle
from tests.browser.conftest import Dure, violations
from tests.journeys.caller import Caller

PAGES = {(screen.who, screen.path): screen for screen in (*SCREENS, *FURTHER)}


# As a link goes; the heading of the page before is no sign that the next one is there.
GO = """(to) => {
  window.before = document.querySelector("h1");
  history.pushState({}, "", to);
}"""
GONE = "() => !window.before?.isConnected && delete window.seenSoFar"


class Round:
    """Goes from page to page, each person in a browser of his own."""

    def __init__(self, dure: Dure, **looks: Any) -> None:
        self._dure = dure
        self._looks = looks
        self._callers: dict[str, Caller] = {}
        self._pages: dict[str, Page] = {}
        self._ids = places(lambda who: self._caller(who).get)

    def _caller(self, who: str) -> Caller:
        if who not in self._callers:
            self._callers[who] = self._dure.caller(who)
        return self._callers[who]

    def at(self, screen: Screen, by_address: bool) -> Page:
        """The page of that screen, settled: loaded by its address, or reached within the app."""
        path = screen.path.format(**self._ids)
        if screen.who not in self._pages:
            who = self._caller(screen.who) if screen.who else None
            opened = (
                self._dure.open(who, path, **self._looks)
                if who is not None
                else self._dure.visit(path, **self._looks)
            )
            self._pages[screen.who] = opened
        elif by_address:
            self._pages[screen.who].goto(self._dure.url + path, wait_until="commit")
        else:
            self._pages[screen.who].evaluate(GO, path)
            self._pages[screen.who].wait_for_function(GONE)
        page = self._pages[screen.who]
        try:
            settle(page)
        except TimeoutError as error:
            shown = page.locator("body").inner_text()[:500]
            raise AssertionError(f"{screen.name} ({page.url}) shows: {shown}") from error
        return page


NARROW = 360
"""Pixels of the narrowest phone that counts."""

LOOKS = [
    pytest.param("light", "ko", False, id="light-ko-desk"),
    pytest.param("dark", "en", True, id="dark-en-phone"),
    *(
        pytest.param(theme, locale, phone, id=f"{theme}-{locale}-long", marks=pytest.mark.long)
        for theme, locale, phone in (
            ("dark", "en", False),
            ("light", "ko", True),
            ("dark", "ko", False),
            ("light", "en", True),
        )
    ),
]


@pytest.mark.parametrize("managing", [True, False], ids=["managing", "others"])
@pytest.mark.parametrize(("theme", "locale", "phone"), LOOKS)
def test_every_page_holds(dure: Dure, theme: str, locale: str, phone: bool, managing: bool) -> None:
    """At a desk each is loaded by its address; on a phone one goes from one to the next."""
    looks = {"phone": True, "width": NARROW} if phone else {}
    around = Round(dure, theme=theme, locale=locale, **looks)
    found = []
    for screen in PAGES.values():
        if (screen.who == MANAGER) != managing:
            continue
        page = around.at(screen, by_address=not phone)
        found += [f"{screen.name}: {one}" for one in violations(page)]
        # A key that has no sentence shows as itself.
        keys = re.findall(r"\b[a-z_]+\.[a-z_]+(?:\.[a-z_]+)*\b", page.locator("body").inner_text())
        known = (".example", ".test", ".json", ".jsonl", ".zip", ".jpg")
        # A template's paths look like keys: they are what it is about.
        paths = " ".join(page.locator(".template-path").all_inner_texts())
        found += [
            f"{screen.name}: key {key}"
            for key in keys
            if not key.endswith(known) and key not in paths
        ]
        if not page.title():
            found.append(f"{screen.name}: the tab has no name")
        needs = page.evaluate("document.documentElement.scrollWidth")
        if needs > page.viewport_size["width"]:  # type: ignore[index]
            found.append(f"{screen.name}: scrolls sideways, {needs} pixels wide")
    assert found == []
