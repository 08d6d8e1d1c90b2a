"""What a test that failed leaves behind, so that it need not fail a second time to be understood:
a picture of each page, what stands on it, what it has asked the server, what the server said last.
"""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Error, Page

MOST_TEXT = 6_000
MOST_LOG = 2_000
PATIENCE = 5_000  # milliseconds; a page that does not answer shall not hold up the others

# The last requests, with their status (0: none came) and when they began and ended.
_ASKED = """() => performance.getEntriesByType("resource")
  .filter((one) => one.name.includes("/api/"))
  .slice(-20)
  .map((one) => [one.responseStatus, ...[one.startTime, one.responseEnd].map(Math.round),
    one.name.replace(location.origin, "")].join(" "))
  .concat(`now ${Math.round(performance.now())}, focus on `
    + (document.activeElement?.outerHTML.slice(0, 200) ?? "nothing"))
  .join("\\n")"""


def testimony(pages: list[Page], folder: Path, logs: list[Path]) -> str:
    """Pictures into `folder`; where they are, and everything else, as text."""
    told = [_seen(page, folder / f"page-{n}.png") for n, page in enumerate(pages, 1)]
    told += [f"{log}:\n{log.read_text()[-MOST_LOG:]}" for log in logs if log.exists()]
    return "\n\n".join(told)


def _seen(page: Page, picture: Path) -> str:
    told = [f"{page.url}, seen in {picture}"]
    try:
        page.screenshot(path=picture, timeout=PATIENCE)
        told.append(page.locator("body").aria_snapshot(timeout=PATIENCE)[:MOST_TEXT])
        told.append(page.evaluate(_ASKED))
    except Error as error:
        told.append(f"It says no more: {error}")
    return "\n".join(told)
