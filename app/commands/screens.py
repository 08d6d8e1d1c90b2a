"""`dure screens`: a picture of each main screen for `docs/screens.md`, taken from a real run."""

from __future__ import annotations

import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any

import httpx
import typer
from rich.console import Console
from rich.progress import track

from app.commands import web
from app.core.clock import day_of, utcnow
from app.core.programs import CannotStart
from app.core.settings import ROOT

FOLDER = ROOT / "docs" / "screens"
PAGE = ROOT / "docs" / "screens.md"
DESK = {"width": 1366, "height": 768}
PHONE = {"width": 390, "height": 844}
PATIENCE = 180.0  # seconds for a first start, the demonstration included

Get = Callable[..., Any]
_READY = re.compile(r"ready: (\S+)[\s\S]*?@dure\.example +(\S+)")


@dataclass(frozen=True, slots=True)
class Screen:
    """A page, who looks at it, and what the document says of it."""

    name: str
    who: str  # of the demonstration; empty: nobody
    path: str  # with {…} of `places()`
    says: str
    phone: bool = False
    locale: str = "ko"
    theme: str = "light"


WORKER, PRIMARY, MANAGER, OPERATOR = "worker1", "primary", "manager", "operator"
SCREENS = (
    Screen("home", WORKER, "/", "A worker's home: today's won, and the next thing to do"),
    Screen("home-phone", WORKER, "/", "The same on a phone, dark", phone=True, theme="dark"),
    Screen("catalogue", WORKER, "/work", "The catalogue: price, pace, hourly pay, what is needed"),
    Screen("editor", WORKER, "/do/{cells}/{cells_stage}", "The picture editor"),
    Screen("editor-phone", WORKER, "/do/{cells}/{cells_stage}", "On a phone", phone=True),
    Screen("my-work", WORKER, "/my-work", "What became of one's work"),
    Screen("returned", WORKER, "/my-work/{cells}/{returned}", "One piece of work, sent back"),
    Screen("earnings", WORKER, "/earnings", "Earnings by day and project"),
    Screen("queues", PRIMARY, "/review", "An inspector's queues"),
    Screen("viewer", PRIMARY, "/review/{cells}/{cells_stage}/1", "Inspection, a key a verdict"),
    Screen("own-inspections", PRIMARY, "/review/mine", "An inspector's own figures"),
    Screen("projects", MANAGER, "/projects", "A manager's projects"),
    Screen("wizard", MANAGER, "/projects/new", "From nothing to an open project"),
    Screen("overview", MANAGER, "/projects/{cells}", "When it will be done, what it costs"),
    Screen("overview-en", MANAGER, "/projects/{cells}", "In English, dark", False, "en", "dark"),
    Screen("data", MANAGER, "/projects/{cells}/data", "The items of a project"),
    Screen("item", MANAGER, "/projects/{cells}/data/{item}", "One item and its history"),
    Screen("design", MANAGER, "/projects/{cells}/design", "Labels, guideline, policy, prices"),
    Screen("people", MANAGER, "/projects/{cells}/people", "People and invitations"),
    Screen("quality", MANAGER, "/projects/{cells}/quality", "How good the work is"),
    Screen("cost", MANAGER, "/projects/{cells}/cost", "What was funded, set aside and earned"),
    Screen("recorder", WORKER, "/do/{dialect}/{dialect_stage}", "Speech, recorded", phone=True),
    Screen("pipeline", MANAGER, "/projects/{dialect}/design?tab=flow", "From prompts to labels"),
    Screen("quotas", MANAGER, "/projects/{dialect}/design?tab=quotas", "Who is wanted, how many"),
    Screen("releases", MANAGER, "/projects/{cells}/releases", "Data sets to download"),
    Screen("history", MANAGER, "/projects/{cells}/history", "What happened, and who did it"),
    Screen("operator", OPERATOR, "/admin", "An operator's first page"),
    Screen("ledger", OPERATOR, "/admin/ledger", "The ledger, from a won to its picture"),
    Screen("chores", OPERATOR, "/admin/chores", "Background work"),
)
# Pages that are checked like the others and need no picture.
FURTHER = (
    Screen("sign-in", "", "/sign-in", ""),
    Screen("sign-up", "", "/sign-up", ""),
    Screen("reset", "", "/reset", ""),
    Screen("open-data", "", "/catalogue", ""),
    Screen("own-reports", WORKER, "/catalogue/reports", ""),
    Screen("improvement", MANAGER, "/projects/{cells}/releases/defects?show=period", ""),
    Screen("publishing", MANAGER, "/projects/{cells}/releases/catalogue", ""),
    Screen("defects", MANAGER, "/projects/{cells}/releases/defects", ""),
    Screen("verify", "", "/verify", ""),
    Screen("invitation", "", "/invitation", ""),
    Screen("nowhere", WORKER, "/nowhere", ""),
    Screen("stage", WORKER, "/work/stages/{cells}/{cells_stage}", ""),
    Screen("notifications", WORKER, "/notifications", ""),
    Screen("telling", WORKER, "/notifications/settings", ""),
    Screen("agreements", WORKER, "/agreements", ""),
    Screen("guideline", WORKER, "/guideline/{cells}/{cells_stage}", ""),
    Screen("bulletins", WORKER, "/bulletins", ""),
    Screen("said", MANAGER, "/projects/{cells}/people?tab=bulletins", ""),
    Screen("guideline-desk", MANAGER, "/projects/{cells}/design?tab=guideline", ""),
    Screen("account", WORKER, "/account", ""),
    Screen("trust", WORKER, "/trust", ""),
    Screen("trust-stage", WORKER, "/trust/{cells}/{cells_stage}/0", ""),
    Screen("noticed", WORKER, "/noticed", ""),
    Screen("upload", MANAGER, "/projects/{cells}/data/upload", ""),
    Screen("batches", MANAGER, "/projects/{cells}/data/batches", ""),
    Screen("batch", MANAGER, "/projects/{cells}/data/batches/{batch}", ""),
    Screen("data-table", MANAGER, "/projects/{cells}/data?view=table&item={item}", ""),
    Screen("release", MANAGER, "/projects/{cells}/releases/{release}", ""),
    Screen("templates", MANAGER, "/projects/{cells}/releases/templates", ""),
    Screen("template", MANAGER, "/projects/{cells}/releases/templates/{template}", ""),
    Screen("reports", MANAGER, "/projects/{cells}/reports", ""),
    Screen("sheet", MANAGER, "/projects/{cells}/reports?tab=sheet", ""),
    Screen("samples", MANAGER, "/projects/{cells}/reports?tab=samples", ""),
    Screen("models", MANAGER, "/projects/{cells}/reports?tab=models", ""),
    Screen("checks", MANAGER, "/projects/{cells}/reports?tab=checks", ""),
    Screen("targets", MANAGER, "/projects/{cells}/reports?tab=targets", ""),
    Screen("examine", WORKER, "/examine", ""),
    Screen("hooks", MANAGER, "/projects/{cells}/design?tab=hooks", ""),
    Screen("courses", MANAGER, "/projects/{cells}/design?tab=courses", ""),
    Screen("trusting", MANAGER, "/projects/{cells}/design?tab=quality", ""),
    Screen("lots", MANAGER, "/projects/{cells}/quality?tab=lots", ""),
    Screen("trusted-people", MANAGER, "/projects/{cells}/quality?tab=trust", ""),
    Screen("golds", MANAGER, "/projects/{cells}/quality?tab=golds", ""),
    Screen(
        "gold-write", MANAGER, "/projects/{cells}/golds/write?stage={cells_stage}&item={known}", ""
    ),
    Screen("gold-seed", MANAGER, "/projects/{cells}/golds/seed?stage={cells_stage}&level=1", ""),
    Screen("rules", MANAGER, "/projects/{cells}/quality?tab=rules", ""),
    Screen("hits", MANAGER, "/projects/{cells}/quality?tab=hits", ""),
    Screen("agreement", MANAGER, "/projects/{cells}/quality?tab=agreement", ""),
    Screen("requirements", MANAGER, "/projects/{cells}/design?tab=requirements", ""),
    Screen("asked", MANAGER, "/projects/{dialect}/design?stage={dialect_stage}", ""),
    Screen("collect", MANAGER, "/projects/{dialect}/design?tab=collect", ""),
    Screen("prompts", MANAGER, "/projects/{dialect}/data/upload?stage_id={dialect_stage}", ""),
    Screen("prompt", MANAGER, "/projects/{dialect}/data/{prompt}", ""),
    Screen("alike", MANAGER, "/projects/{cells}/data/alike", ""),
    Screen("acts", MANAGER, "/projects/{cells}/data/acts", ""),
    Screen("work-list", MANAGER, "/projects/{cells}/data/work", ""),
    Screen("found", MANAGER, "/projects/{cells}/data?label=RBC&verdict=return", ""),
    Screen("questions", MANAGER, "/projects/{cells}/questions", ""),
    Screen("my-questions", WORKER, "/my-questions", ""),
    Screen("originals", MANAGER, "/projects/{dialect}/data/originals", ""),
    Screen("withdrawals", MANAGER, "/projects/{dialect}/people?tab=withdrawals", ""),
    Screen("admin-people", OPERATOR, "/admin/people", ""),
    Screen("admin-organisations", OPERATOR, "/admin/organisations", ""),
    Screen("signers", MANAGER, "/projects/{dialect}/people?tab=agreement", ""),
    Screen("admin-organisation", OPERATOR, "/admin/organisations/{house}", ""),
    Screen("admin-agreements", OPERATOR, "/admin/agreements", ""),
    Screen("admin-appeals", "arbiter", "/admin/appeals", ""),
    Screen("admin-hits", "arbiter", "/admin/hits", ""),
    Screen("admin-suspensions", "arbiter", "/admin/suspensions", ""),
    Screen("admin-rejections", OPERATOR, "/admin/rejections", ""),
    Screen("fair", "", "/fair/{cells}", ""),
    Screen("fair-rate", WORKER, "/fair/{cells}", ""),
    Screen("suspensions", WORKER, "/suspensions", ""),
    Screen("suspended", MANAGER, "/projects/{cells}/people?tab=suspensions", ""),
    Screen("consortium", OPERATOR, "/projects/{cells}/people?tab=consortium", ""),
    Screen("admin-house-audit", OPERATOR, "/admin/organisations/{house}/audit", ""),
    Screen("admin-budgets", OPERATOR, "/admin/budgets", ""),
    Screen("admin-audit", OPERATOR, "/admin/audit", ""),
    Screen("admin-looks", OPERATOR, "/admin/privacy", ""),
    Screen("admin-rates", OPERATOR, "/admin/rates", ""),
    Screen("admin-keeping", OPERATOR, "/admin/privacy?view=keeping", ""),
    Screen("pay-setup", WORKER, "/earnings/setup", ""),
    Screen("statement", WORKER, "/earnings/statements/{month}", ""),
    Screen("admin-papers", OPERATOR, "/admin/papers", ""),
    Screen("admin-papers-year", OPERATOR, "/admin/papers?view=year", ""),
    Screen("admin-payouts", OPERATOR, "/admin/payouts", ""),
    Screen("admin-payees", OPERATOR, "/admin/payees", ""),
    Screen("admin-bank-template", OPERATOR, "/admin/payouts/template", ""),
    Screen("admin-openings", OPERATOR, "/admin/payouts/openings", ""),
    Screen("admin-accounts", OPERATOR, "/admin/ledger?house={house}&view=accounts", ""),
)


_NAMES = {"세포": "cells", "거리": "streets", "제주": "dialect"}


def places(get: Callable[[str], Get]) -> dict[str, Any]:
    """The ids that addresses are made of; `get(who)` reads the API as that person."""
    manager, worker = get(MANAGER), get(WORKER)
    found: dict[str, Any] = {}
    for project in manager("/projects")["items"]:
        name = next(name for word, name in _NAMES.items() if word in project["name"])
        found[name] = project["id"]
        # Of the one that has several, that in which something is collected.
        found[f"{name}_stage"] = manager(f"/projects/{project['id']}/stages")["items"][0]["id"]
    cells = found["cells"]
    found["item"] = manager(f"/projects/{cells}/items", state="released")["items"][0]["id"]
    known = manager(f"/projects/{cells}/stages/{found['cells_stage']}/golds/candidates")["items"]
    found["known"] = known[0]["item_id"]
    found["month"] = f"{day_of(utcnow()):%Y-%m}"
    found["house"] = get(OPERATOR)("/me")["organisations"][0]["id"]
    found["batch"] = manager(f"/projects/{cells}/batches")["items"][0]["id"]
    found["prompt"] = manager(f"/projects/{found['dialect']}/items")["items"][0]["id"]
    found["release"] = manager(f"/projects/{cells}/releases")["items"][0]["id"]
    found["template"] = manager(f"/projects/{cells}/templates")["items"][0]["id"]
    work = worker("/me/assignments")["items"]
    found["returned"] = next(
        row["id"] for row in work if row["project_id"] == cells and row["state"] == "rework"
    )
    return found


def command(
    only: Annotated[
        str | None, typer.Argument(help="Of these alone, by a part of the name.")
    ] = None,
) -> None:
    """Take a picture of each main screen from a fresh demonstration, and write docs/screens.md."""
    console = Console()
    web.build(console)
    chosen = [screen for screen in SCREENS if only is None or only in screen.name]
    FOLDER.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="dure-screens-") as data, _running(Path(data)) as at:
        _take(*at, chosen, console)
    if only is None:
        PAGE.write_text(_document())
    console.print(f"{len(chosen)} screens in docs/screens, shown by docs/screens.md.")


@contextmanager
def _running(folder: Path) -> Iterator[tuple[str, str]]:
    """A fresh `dure up` in `folder`: its address, and the password of the demonstration."""
    log = folder / "up.log"
    with open(log, "wb") as output:
        process = subprocess.Popen(
            [sys.executable, "-m", "app.cli", "up", "--port", "0"],
            cwd=ROOT,
            env={**web.environment(), "DURE_DATA": str(folder / "data")},
            stdout=output,
            stderr=subprocess.STDOUT,
        )
    try:
        end = time.monotonic() + PATIENCE
        while (found := _READY.search(log.read_text())) is None:
            if process.poll() is not None or time.monotonic() > end:
                raise CannotStart(f"The demonstration did not start:\n{log.read_text()[-2000:]}")
            time.sleep(0.2)
        yield found[1], found[2]
    finally:
        process.terminate()
        process.wait(60)


def _take(address: str, password: str, screens: list[Screen], console: Console) -> None:
    from playwright.sync_api import sync_playwright

    clients: dict[str, httpx.Client] = {}

    def client(who: str) -> httpx.Client:
        if who not in clients:
            made = httpx.Client(base_url=f"{address}/api/v1", trust_env=False, timeout=30)
            told = {"email": f"{who}@dure.example", "password": password}
            made.post("/sessions", json=told).raise_for_status()
            clients[who] = made
        return clients[who]

    def get(who: str) -> Get:
        def read(path: str, **query: Any) -> Any:
            return client(who).get(path, params=query).raise_for_status().json()

        return read

    ids = places(get)
    flags = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run"]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=web.chromium(), args=flags)
        for screen in track(screens, "Taking pictures", console=console):
            context = browser.new_context(
                viewport=PHONE if screen.phone else DESK,  # type: ignore[arg-type]
                has_touch=screen.phone,
                is_mobile=screen.phone,
                locale="ko-KR" if screen.locale == "ko" else "en-US",
                timezone_id="Asia/Seoul",
                service_workers="block",
                reduced_motion="reduce",
            )
            context.add_init_script(
                f"localStorage.setItem('dure.locale', '{screen.locale}');"
                f"localStorage.setItem('dure.theme', '{screen.theme}');"
            )
            if screen.who:
                context.add_cookies(
                    [
                        {"name": name, "value": value, "url": address}
                        for name, value in client(screen.who).cookies.items()
                    ]
                )
            page = context.new_page()
            page.goto(address + screen.path.format(**ids), wait_until="load")
            settle(page)
            page.wait_for_timeout(600)  # thumbnails that fade in last
            page.screenshot(path=FOLDER / f"{screen.name}.png")
            context.close()
        browser.close()
    for made in clients.values():
        made.close()


# Nothing that stands for what comes, the letters and pictures there, and for a while nothing new.
_SETTLED = """() => {
  const shown = [...document.querySelectorAll("h1, main")].some((one) => one.checkVisibility());
  const images = [...document.images].every((one) => one.complete || one.loading === "lazy");
  if (!shown || document.querySelector(".sk") || document.fonts.status !== "loaded" || !images)
    return false;
  const seen = [document.querySelectorAll("*"), performance.getEntriesByType("resource")];
  const now = seen.map((all) => all.length).join();
  if (window.seenSoFar?.now !== now) window.seenSoFar = { now, since: performance.now() };
  return performance.now() - window.seenSoFar.since > 250;
}"""


def settle(page: Any) -> None:
    """Wait until a page shows what it is about, and nothing more comes."""
    page.wait_for_function(_SETTLED, timeout=20_000)


def _document() -> str:
    parts = [
        "# Screens",
        "",
        "Each main screen, taken from the demonstration by `./dure screens`. `./dure up` says",
        "whom to sign in as.",
    ]
    for screen in SCREENS:
        wide = 260 if screen.phone else 720
        parts += [
            "",
            f"## {screen.says}",
            "",
            f"`{screen.path}`, as {screen.who}",
            "",
            f'<img src="screens/{screen.name}.png" width="{wide}" alt="{screen.says}">',
        ]
    return "\n".join(parts) + "\n"
