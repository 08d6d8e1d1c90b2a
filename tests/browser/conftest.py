"""What every browser test can ask for: a whole Dure with the demonstration, and people in Chromium.

    dure       the real program (API, worker, built web app) on a copy of the demonstration
    dure.open("worker1", "/work")        a page of somebody who is signed in, a desk's size
    dure.open("worker1", "/", phone=True, locale="en", theme="dark", offline_app=True)
    dure.visit("/sign-up")               a page of nobody
    dure.caller("manager")               the same person with an HTTP client, to prepare things
    mailed(dure, address, "verify")      where the newest mail to an address leads
    drag(page, *paths)                   files or folders, onto the page's place for them
    violations(page)                     what axe finds wrong with the page as it stands

A page that throws, or that breaks its own content policy, fails the test that opened it. A test
that fails leaves a picture of each of its pages and reports what stands on them.
"""

from __future__ import annotations

import email
import email.policy
import fcntl
import os
import re
import shutil
import socket
from collections.abc import Generator, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Page,
    expect,
    sync_playwright,
)
from rich.console import Console
from sqlalchemy import text

from app import demo
from app.commands import web
from app.core.database import owner_engine
from app.core.embedded import Addresses
from app.core.settings import ROOT
from tests import servers as form
from tests.browser.windows import PATIENCE, Look, Windows, page_of
from tests.browser.witness import testimony
from tests.conftest import RUN, fresh_database, run_server, run_workers
from tests.journeys.caller import Caller, until

expect.set_options(timeout=PATIENCE)
DEMO = "dure_demo"
QUIET = Console(quiet=True)
LATER = "UPDATE assignment SET due_at = due_at + interval '1 day' WHERE state = 'reserved'"
# The second line: connections that a closed network refuses, many at a time.
FLAGS = [
    *("--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--disable-quic"),
    *("--no-first-run", "--disable-background-networking", "--disable-component-update"),
    "--disable-sync",
]
AXE = ROOT / "frontend" / "node_modules" / "axe-core" / "axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]

# What takes longest is begun first: at the end no process waits for another's.
LONGEST = (
    "test_every_schema_of_the_gallery_opens_in_the_preview",
    "test_every_page_holds",
    "test_from_a_folder_to_a_finished_set",
    "test_a_transcription_and_tracks_of_a_video_by_hand",
    "test_half_an_hour_is_gone_through",
)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    items.sort(key=lambda item: item.name.split("[")[0] not in LONGEST)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """A headless Chromium."""
    with open(Path(os.environ[RUN]) / "chromium", "w") as turn:
        fcntl.flock(turn, fcntl.LOCK_EX)
        path = web.chromium("chromium-headless-shell")  # no window to draw: half the work a page
    with sync_playwright() as playwright:
        with playwright.chromium.launch(executable_path=path, args=FLAGS) as launched:
            yield launched


@pytest.fixture(scope="session")
def windows(browser: Browser) -> Windows:
    """The contexts of this process, which go from test to test."""
    return Windows(browser)


@pytest.fixture(scope="session")
def port() -> Iterator[int]:
    """Where this process has its servers, one after another: what the browser has kept of what was
    built is good for one address. It is bound all the while, so that nobody is given it between
    two of them; a server that asks for just this one may listen there."""
    with socket.socket() as held:
        held.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        held.bind(("127.0.0.1", 0))
        yield int(held.getsockname()[1])


@pytest.fixture(scope="session")
def demonstration(
    servers: Addresses, template: str, tmp_path_factory: pytest.TempPathFactory
) -> tuple[str, Path]:
    """A database that holds the demonstration, to be cloned, and its stored files."""
    kept = Path(os.environ[RUN]) / "demonstration"
    with open(Path(os.environ[RUN]) / "demo-turn", "a+") as turn:
        fcntl.flock(turn, fcntl.LOCK_EX)
        turn.seek(0)
        if not turn.read():
            web.build(QUIET)
            folder = tmp_path_factory.mktemp("demo")
            with fresh_database(servers, template, folder, keep=DEMO):
                demo.ensure(QUIET)
                # Its leases last one hour, and a long run begins tests later than that.
                with owner_engine().begin() as owner:
                    owner.execute(text(LATER))
            if not form.asked():
                shutil.move(folder / "data" / "storage", kept)
            turn.write("made")
            turn.flush()
    return DEMO, kept


@dataclass
class Dure:
    """A running Dure and the browser that looks at it."""

    url: str
    folder: Path
    windows: Windows
    faults: list[str] = field(default_factory=list)
    contexts: list[tuple[Look, BrowserContext]] = field(default_factory=list)
    callers: list[Caller] = field(default_factory=list)

    def testimony(self) -> str:
        """What its pages show and what the server and the worker said last, for who wonders why."""
        pages = [page for _, context in self.contexts for page in context.pages]
        return testimony(pages, self.folder, sorted(self.folder.glob("*.log")))

    @property
    def outbox(self) -> Path:
        """The folder in which mails are laid out."""
        return self.folder / "data" / "outbox"

    def caller(self, who: str) -> Caller:
        """`who` (of the demonstration) with an HTTP client, signed in."""
        caller = Caller(self.url, who)
        self.callers.append(caller)
        caller.email = f"{who}@dure.example"
        caller.sign_in(demo.password())
        return caller

    def open(self, who: str | Caller, path: str = "/", **looks: Any) -> Page:
        """A page of somebody who is signed in; for `looks` see `Look`."""
        context = self._context(Look(**looks))
        caller = self.caller(who) if isinstance(who, str) else who
        cookies = [
            {"name": name, "value": value, "url": self.url}
            for name, value in caller.http.cookies.items()
        ]
        context.add_cookies(cookies)  # type: ignore[arg-type]
        return self._page(context, path)

    def visit(self, path: str, **looks: Any) -> Page:
        """A page of nobody."""
        return self._page(self._context(Look(**looks)), path)

    def _context(self, look: Look) -> BrowserContext:
        context = self.windows.take(look)
        self.contexts.append((look, context))
        return context

    def _page(self, context: BrowserContext, path: str) -> Page:
        page = page_of(context)
        page.on("pageerror", lambda error: self.faults.append(f"{page.url}: {error}"))
        page.on("console", lambda message: self._heard(page, message))
        page.goto(self.url + path)
        return page

    def _heard(self, page: Page, message: ConsoleMessage) -> None:
        # That an answer was not 200 is the test's to judge, and offline is what some are about.
        if message.type == "error" and "Failed to load resource" not in message.text:
            self.faults.append(f"{page.url}: {message.text}")


RUNNING = pytest.StashKey[Dure]()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    report = yield
    running = item.stash.get(RUNNING, None)
    if report.failed and running is not None and call.when != "teardown":
        report.sections.append(("What was seen", running.testimony()))
    return report


@pytest.fixture
def dure(
    request: pytest.FixtureRequest,
    servers: Addresses,
    demonstration: tuple[str, Path],
    windows: Windows,
    port: int,
    tmp_path: Path,
) -> Iterator[Dure]:
    """The whole program on a copy of the demonstration."""
    name, kept = demonstration
    with ExitStack() as stack:
        own = stack.enter_context(fresh_database(servers, name, tmp_path))
        if form.asked():
            form.copy_storage(form.park(Path(os.environ[RUN])), name, own.name)
        else:
            shutil.copytree(kept, tmp_path / "data" / "storage")
        running = stack.enter_context(run_server(tmp_path, at=port))
        stack.enter_context(run_workers(tmp_path))
        made = Dure(running.url, tmp_path, windows)
        request.node.stash[RUNNING] = made
        yield made
        for look, context in made.contexts:
            windows.give_back(look, context, made.url)
        for caller in made.callers:
            caller.http.close()
    assert made.faults == []


def mailed(dure: Dure, address: str, page: str) -> str:
    """The address that the newest mail to `address` leads to, without its host."""

    def look() -> str | None:
        for path in sorted(dure.outbox.glob("*.eml"), reverse=True):
            letter = email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
            found = re.search(rf"/{page}#\S+", letter.get_content())
            if letter["To"] == address and found is not None:
                return found[0]
        return None

    return str(until(look, f"the mail to {address}"))


def drag(page: Page, *paths: Path) -> None:
    """Drag files or folders of this machine onto the page's place for them, as a hand would."""
    box = page.locator(".drop").bounding_box()
    assert box is not None
    hand = page.context.new_cdp_session(page)
    for step in ("dragEnter", "dragOver", "drop"):
        what = {"items": [], "files": [str(path) for path in paths], "dragOperationsMask": 1}
        place = {"x": box["x"] + box["width"] / 2, "y": box["y"] + 24}
        hand.send("Input.dispatchDragEvent", {"type": step, "data": what, **place})


HAS_FOCUS = """() => {
  const last = [...document.querySelectorAll("[role=dialog]")].at(-1);
  return last !== undefined && last.contains(document.activeElement);
}"""


def dismiss(page: Page) -> None:
    """Closes by its key the dialog that came last, once it has the keys: it is in sight before."""
    page.wait_for_function(HAS_FOCUS)
    page.keyboard.press("Escape")


def violations(page: Page) -> list[str]:
    """What axe finds wrong with the page, by rule and element; empty where nothing is."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE.read_text())
    found = page.evaluate(
        """async (rules) => {
          const found = await axe.run(document, {
            runOnly: { type: "tag", values: rules },
            resultTypes: ["violations"], // details of what is right take a third of the time
          });
          return found.violations.flatMap((one) =>
            one.nodes.map((node) => `${one.id}: ${node.html.slice(0, 200)}`));
        }""",
        RULES,
    )
    return list(found)
