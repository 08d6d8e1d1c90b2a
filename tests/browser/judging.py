"""What inspectors do at their page, and what comes of it, as tests see it."""

from __future__ import annotations

from typing import Any, Protocol

from playwright.sync_api import Page, TimeoutError, expect

from tests.journeys.caller import Caller, new_key, until


class Place(Protocol):
    """A stage that is open for work."""

    @property
    def project(self) -> int: ...
    @property
    def id(self) -> int: ...


def hand_over(who: Caller, at: Place, answer: dict[str, Any], count: int = 1) -> list[Any]:
    """The leases of `count` items of a stage, to each of which `who` has handed in the answer."""
    claims = f"/projects/{at.project}/stages/{at.id}/claims"
    leases = who.post(claims, {"level": 0, "count": count}, key=new_key())["leases"]
    for lease in leases:
        path = f"/projects/{at.project}/assignments/{lease['id']}/submission"
        who.post(path, {"answer": answer, "active_seconds": 20}, key=new_key())
    return list(leases)


def say(page: Page, word: str) -> None:
    """Of what is selected, by keys alone."""
    page.keyboard.press("KeyT")
    expect(page.locator(".rv-word input:focus")).to_be_visible()
    page.keyboard.insert_text(word)
    page.keyboard.press("Enter")
    expect(page.locator(".rv-word input:focus")).to_have_count(0)


def send_back(page: Page, comment: str) -> None:
    page.keyboard.press("KeyR")
    page.keyboard.press("Digit5")
    expect(page.get_by_label("작업자에게 하는 말")).to_be_focused()
    page.keyboard.insert_text(comment)
    page.keyboard.press("Enter")
    expect(page.locator(".toast")).to_contain_text("반려했어요")


def returned(author: Caller, lease: dict[str, Any]) -> dict[str, Any]:
    """The work of a lease, once it has come back."""
    path = f"/projects/{lease['project_id']}/assignments/{lease['id']}"

    def look() -> dict[str, Any] | None:
        whole = author.get(path)
        return dict(whole) if whole["state"] == "rework" else None

    return dict(until(look, "the return"))


def look_again(page: Page) -> None:
    """Have the page look for more now; unless it has just done so by itself."""
    button = page.get_by_role("button", name="다시 찾아보기")
    try:
        button.click(timeout=5_000)
    except TimeoutError:
        expect(button).to_have_count(0)
