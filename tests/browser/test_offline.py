"""Without a connection in the middle of work, and back; two tabs; taking back; a crash."""

from __future__ import annotations

import pytest
from playwright.sync_api import BrowserContext, Page, Route, expect

from tests.browser.conftest import Dure
from tests.browser.editing import Editor, at_work, cells
from tests.journeys.caller import Caller, new_key, until

pytestmark = pytest.mark.browser


def put_by(page: Page) -> None:
    """Waits until the app has been put by for times without a connection."""
    page.evaluate(
        """async () => {
          const { serviceWorker: app } = navigator;
          await app.ready;
          while (app.controller === null) await new Promise((go) => setTimeout(go, 50));
        }"""
    )


def handed_in(caller: Caller, state: str = "submitted") -> list[str]:
    rows = caller.get("/me/assignments", state=state, limit=200)["items"]
    return [row["item"] for row in rows]


def boxes(caller: Caller, project: int, assignment: int) -> int:
    """How many boxes the server's draft of a piece of work has."""
    draft = caller.get(f"/projects/{project}/assignments/{assignment}")["draft"]
    return len(draft["body"]["annotations"]) if draft else 0


def claimed(caller: Caller, project: int, stage: int) -> int:
    """One more piece of work in his hands; which."""
    claim = caller.post(f"/projects/{project}/stages/{stage}/claims", {"count": 1}, key=new_key())
    return int(claim["leases"][0]["id"])


HELD = """([count, x, y]) => new Promise((say, refuse) => {
  const asked = indexedDB.open("dure");
  asked.onerror = refuse;
  asked.onsuccess = () => {
    const rows = asked.result.transaction("drafts").objectStore("drafts").getAll();
    rows.onerror = refuse;
    rows.onsuccess = () => {
      asked.result.close();
      const newest = rows.result.toSorted((one, other) => other.at - one.at)[0];
      const boxes = newest?.body.annotations ?? [];
      say(boxes.length === count && boxes.some((box) => box.x === x && box.y === y));
    };
  };
})"""


def held_here(editor: Editor, count: int) -> None:
    """Waits until this device has kept so many boxes, and the one that is selected where it is."""

    def held() -> bool:
        x, y, *_ = editor.bounds()
        return bool(editor.page.evaluate(HELD, [count, x, y]))

    until(held, "the device to have it")


def offline(context: BrowserContext, off: bool = True) -> None:
    context.set_offline(off)


def test_work_goes_on_without_a_connection(dure: Dure) -> None:
    caller = dure.caller("worker1")
    editor = at_work(dure, offline_app=True).alone()
    page = editor.page
    put_by(page)
    # All that is ahead has come.
    page.wait_for_load_state("networkidle")

    offline(page.context)
    first = editor.item
    editor.clear()
    editor.add(2)
    expect(editor.save).to_have_attribute("data-state", "offline")
    editor.submit()
    expect(editor.toast).to_contain_text("이 기기에 담아 뒀어요")
    second = editor.item
    assert second != first
    editor.clear()
    editor.add(3)
    held_here(editor, 3)

    # The whole app again, from this device alone.
    page.reload()
    editor.ready()
    assert editor.item == second
    expect(editor.rows).to_have_count(3)
    editor.submit()
    third = editor.item
    assert third not in (first, second)

    # Its other pages say how it stands.
    page.evaluate("history.pushState({}, '', '/'); dispatchEvent(new PopStateEvent('popstate'))")
    expect(page.locator(".outbox-line")).to_contain_text("2건")

    assert not {first, second} & set(handed_in(caller))
    offline(page.context, False)
    until(
        lambda: True if {first, second} <= set(handed_in(caller)) else None,
        "what was done meanwhile to be handed in",
    )
    expect(page.locator(".outbox-line")).to_have_count(0)


def test_a_hand_in_is_sent_once_however_often_it_is_tried(dure: Dure) -> None:
    caller = dure.caller("worker1")
    editor = at_work(dure).alone()
    page = editor.page
    keys: list[str] = []

    def unheard(route: Route) -> None:
        keys.append(route.request.headers["idempotency-key"])
        if len(keys) == 1:
            # The server hears it, and its answer is lost.
            route.fetch()
            route.abort()
        else:
            route.continue_()

    page.route("**/submission?*", unheard)
    item = editor.item
    editor.add()
    editor.submit()
    for _ in range(300):
        page.wait_for_timeout(100)
        if len(keys) > 1:
            break
    assert len(keys) > 1
    assert len(set(keys)) == 1
    until(lambda: item in handed_in(caller) or None, "the hand-in")
    assert handed_in(caller).count(item) == 1


def test_a_hand_in_can_be_taken_back_for_five_seconds(dure: Dure) -> None:
    caller = dure.caller("worker1")
    editor = at_work(dure).alone()
    page = editor.page
    item = editor.item
    editor.clear()
    editor.add(2)
    editor.submit()
    assert editor.item != item
    editor.toast.get_by_role("button").click()
    expect(editor.toast).to_have_text("제출을 되돌렸어요")
    assert editor.item == item
    expect(editor.rows).to_have_count(2)
    # Its history came back too.
    editor.press("KeyZ")
    page.wait_for_timeout(6500)
    assert item not in handed_in(caller)

    editor.submit()
    editor.press("KeyU")
    expect(editor.toast).to_have_text("제출을 되돌렸어요")
    assert editor.item == item
    editor.submit()
    until(lambda: item in handed_in(caller) or None, "the hand-in")
    editor.press("KeyU")
    expect(editor.toast).to_contain_text("되돌릴 수 없어요")


def test_two_tabs_lose_nothing(dure: Dure) -> None:
    caller = dure.caller("worker1")
    project, stage = cells(caller)
    which = claimed(caller, project, stage)
    one = Editor(dure.open("worker1", f"/work/{project}/{which}")).ready()
    other = Editor(dure.open("worker1", f"/work/{project}/{which}")).ready()
    one.clear()
    one.add(2)
    one.saved()
    assert boxes(caller, project, which) == 2

    # What the server says of it comes when all of it is drawn.
    held: list[Route] = []
    other.page.route("**/draft", lambda route: held.append(route), times=1)
    with other.page.expect_request("**/draft"):
        other.add(3)
    expect(other.rows).to_have_count(3)
    held[0].continue_()
    asked = other.page.get_by_role("dialog", name="어느 쪽으로 이어 갈까요?")
    expect(asked).to_be_visible()
    asked.get_by_role("button", name="이 화면으로").click()
    other.saved()
    expect(other.rows).to_have_count(3)
    assert boxes(caller, project, which) == 3
    # What was not chosen is one step back.
    other.press("KeyZ")
    expect(other.rows).to_have_count(2)
    other.press("Shift+KeyZ")
    expect(other.rows).to_have_count(3)
    other.saved()

    one.add()
    asked = one.page.get_by_role("dialog", name="어느 쪽으로 이어 갈까요?")
    expect(asked).to_be_visible()
    asked.get_by_role("button", name="다른 쪽으로").click()
    expect(one.rows).to_have_count(3)
    one.press("KeyZ")
    expect(one.rows).to_have_count(3)


def test_a_crash_costs_nothing(dure: Dure) -> None:
    caller = dure.caller("worker1")
    project, stage = cells(caller)
    which = claimed(caller, project, stage)
    editor = Editor(dure.open("worker1", f"/work/{project}/{which}")).ready()
    context = editor.page.context
    editor.clear()
    # The server is out of reach while it happens.
    context.route("**/draft", lambda route: route.abort())
    editor.add(4)
    held_here(editor, 4)
    editor.page.close()
    context.unroute_all()

    again = context.new_page()
    again.goto(f"{dure.url}/work/{project}/{which}")
    back = Editor(again).ready()
    expect(back.rows).to_have_count(4)
    back.saved()
    assert boxes(caller, project, which) == 4


def test_what_the_server_refuses_comes_back_with_the_work(dure: Dure) -> None:
    caller = dure.caller("worker1")
    manager = dure.caller("manager")
    project, _ = cells(caller)
    editor = at_work(dure).alone()
    page = editor.page
    item = editor.item
    row = next(
        one
        for one in caller.get("/me/assignments", state="reserved")["items"]
        if one["item"] == item
    )
    editor.add()
    editor.submit()
    manager.post(
        f"/projects/{project}/assignments/{row['id']}/release", {"why": "시험"}, status=200
    )
    told = page.locator(".outbox-line").filter(has_text=item)
    expect(told).to_be_visible()
    expect(told).to_contain_text("그린 것은 이 기기에 있어요")
    page.reload()
    expect(told).to_be_visible()
    told.get_by_role("button", name="버리기").click()
    page.get_by_role("dialog").get_by_role("button", name="버리기").click()
    expect(told).to_have_count(0)
