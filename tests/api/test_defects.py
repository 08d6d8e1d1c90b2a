"""What users find wrong with a release: reported, decided about, done anew, answered in a
release."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from app.core.clock import day_of, utcnow
from app.defects.rules import ages, burn_down
from app.workers.defects import follow_defects
from tests.api.conftest import Caller, Web
from tests.api.desk import signed_in
from tests.api.shown import Shown
from tests.factories import boxes
from tests.priced import PRICED


class Reported(Shown):
    """A published release, and people who use it."""

    def __init__(self, web: Web) -> None:
        super().__init__(web)
        self.publish()
        self.user, self.other = web.person("user"), web.person("other")
        self.desks = f"{self.home}/defects"
        self.keys = 0

    def report(self, who: Caller, status: int = 201, **changes: Any) -> Any:
        self.keys += 1
        body = {
            "release_id": self.first["id"],
            "item": "a.png",
            "kind": "wrong",
            "body": "틀려요",
        }
        sent = {"json": body | changes, "headers": {"idempotency-key": f"report-{self.keys}"}}
        answer = who.http.post(f"{self.page}/defects", **sent)
        assert answer.status_code == status, answer.text
        return answer.json()

    def decide(self, defect: Any, how: str, body: Any = None, status: int = 200) -> Any:
        return self.must("POST", f"{self.desks}/{defect['id']}/{how}", body or {}, status)

    def seen(self, who: Caller, defect: Any) -> Any:
        answer = who.http.get(f"/me/defects/{defect['id']}")
        assert answer.status_code == 200, answer.text
        return answer.json()

    def told(self, who: Caller) -> list[str]:
        rows = who.http.get("/notifications").json()["items"]
        return [row["kind"] for row in reversed(rows)]

    def item(self, name: str) -> str:
        found = self.http.get(f"{self.home}/items/{self.ids[name]}").json()
        return str(found["state"])

    def redo(self, *answers: Any) -> None:
        """Somebody else does what was reopened."""
        worker = self.place.person("worker")
        leases = self.place.claim(worker, count=20)
        # what was never done is on offer, too
        for lease, answer in zip(leases, answers, strict=False):
            self.place.submit(worker, lease, answer)


@pytest.fixture
def reported(web: Web) -> Reported:
    return Reported(web)


def test_a_finding_becomes_work_and_then_an_answer(reported: Reported) -> None:
    cells: Any = {"label": "cells", "class": "RBC"}
    made = reported.report(reported.user, pin={"x": 5, "y": 9}, **{"class": cells})
    assert (made["state"], made["version"], made["item"]) == ("reported", "1.0", "a.png")
    assert reported.told(signed_in(reported.web, reported.place.manager)) == ["defect_reported"]
    (row,) = reported.must("GET", f"{reported.desks}?state=reported")["items"]
    assert (row["pin"], row["outside"], row["class"]) == ({"x": 5.0, "y": 9.0}, True, "RBC")
    assert "reporter_id" not in row
    assert reported.item("a.png") == "released"
    taken = reported.decide(made, "accept", {"answer": "고칠게요"})
    assert (taken["state"], taken["items"], taken["items_done"]) == ("in_work", 1, 0)
    assert reported.item("a.png") == "in_work"
    follow_defects()
    assert reported.seen(reported.user, made)["state"] == "in_work"
    reported.redo(boxes(50.0), boxes(50.0), boxes(50.0))
    assert reported.item("a.png") == "accepted"
    follow_defects()
    assert reported.seen(reported.user, made)["state"] == "fixed"
    follow_defects()
    assert reported.seen(reported.user, made)["state"] == "fixed", "no release has it"
    assert reported.make("1.1", "jsonl")["state"] == "ready"
    follow_defects()
    mine = reported.seen(reported.user, made)
    assert (mine["state"], mine["answered_version"], mine["answer"]) == (
        "answered",
        "1.1",
        "고칠게요",
    )
    assert reported.told(reported.user) == ["defect_accepted", "defect_answered"]


def test_who_reported_the_same_has_the_same_answer(reported: Reported) -> None:
    first = reported.report(reported.user)
    second = reported.report(reported.other)
    assert reported.decide(second, "duplicate", {"of": first["id"]})["state"] == "duplicate"
    assert reported.must("GET", f"{reported.desks}/{first['id']}")["duplicates"] == 1
    reported.decide(first, "decline", {"reason": "as_guideline", "answer": "지침대로예요"})
    for who, made in ((reported.user, first), (reported.other, second)):
        mine = reported.seen(who, made)
        assert (mine["state"], mine["reason"], mine["answer"]) == (
            "declined",
            "as_guideline",
            "지침대로예요",
        )
        assert reported.told(who)[-1] == "defect_declined"
    assert reported.seen(reported.other, second)["reported_before"]
    # what others are duplicates of is no duplicate itself
    third = reported.report(reported.other)
    refused = reported.decide(first, "duplicate", {"of": third["id"]}, 409)
    assert refused["code"] == "duplicate_unfit"
    same = reported.decide(third, "duplicate", {"of": third["id"]}, 409)
    assert same["code"] == "duplicate_unfit"
    # of a duplicate one comes to the first
    assert reported.decide(third, "duplicate", {"of": second["id"]})["duplicate_of"] == first["id"]


def test_two_findings_on_one_item_are_one_piece_of_work(reported: Reported) -> None:
    one, two = reported.report(reported.user), reported.report(reported.other)
    reported.decide(one, "accept")
    reported.decide(two, "accept")
    ((tasks,),) = reported.place.rows(
        f"SELECT count(*) FROM task WHERE project_id = :p AND item_id = {reported.ids['a.png']}"
    )
    assert tasks == 2
    reported.redo(boxes(50.0), boxes(50.0), boxes(50.0))
    follow_defects()
    reported.make("1.1", "jsonl")
    follow_defects()
    for who, made in ((reported.user, one), (reported.other, two)):
        assert reported.seen(who, made)["state"] == "answered"


def test_a_finding_about_a_class_is_put_right_in_chosen_items(reported: Reported) -> None:
    about: Any = {"label": "cells", "class": "RBC"}
    made = reported.report(reported.user, item=None, **{"class": about})
    refused = reported.decide(made, "accept", status=422)
    assert refused["code"] == "items_needed"
    outside = {"items": [reported.ids["d.png"]]}
    assert reported.decide(made, "accept", outside, 422)["code"] == "no_such_item"
    items = [reported.ids["a.png"], reported.ids["b.png"]]
    assert reported.decide(made, "accept", {"items": items})["items"] == 2
    # one is taken out: that is an end as well
    reported.must("POST", f"{reported.home}/items/{items[0]}/exclude", {"reason": "rights"})
    assert reported.must("GET", f"{reported.desks}/{made['id']}")["items_done"] == 1
    follow_defects()
    assert reported.seen(reported.user, made)["state"] == "in_work"
    reported.redo(boxes(50.0), boxes(50.0), boxes(50.0))
    follow_defects()
    reported.make("1.1", "jsonl")
    follow_defects()
    assert reported.seen(reported.user, made)["state"] == "answered"


def test_without_money_nothing_is_begun(reported: Reported) -> None:
    made = reported.report(reported.user)
    reported.redo(boxes(1.0))  # nothing is on offer any more: a new price needs nothing
    dear = {"level0": 50_000_000, "level1": 0, "level2": 0, **PRICED}
    reported.must("POST", f"{reported.home}/stages/{reported.place.stage_id}/prices", dear, 201)
    refused = reported.decide(made, "accept", status=409)
    assert refused["code"] == "budget_short"
    assert reported.must("GET", f"{reported.desks}/{made['id']}")["state"] == "reported"
    assert reported.item("a.png") == "released"
    assert reported.told(reported.user) == []


@pytest.mark.parametrize(
    ("changes", "status", "code"),
    [
        ({"item": "없음.png"}, 422, "no_such_item"),
        ({"item": "d.png"}, 422, "no_such_item"),
        ({"class": {"label": "cells", "class": "XYZ"}}, 422, "no_such_class"),
        ({"pin": {"part": "t", "start": 1, "end": 2}}, 422, "defect_pin_misplaced"),
        ({"pin": {"x": 1}}, 422, "malformed"),
        ({"item": None}, 422, "malformed"),
        ({"body": "  "}, 422, "malformed"),
        ({"release_id": 10**9}, 404, "not_found"),
    ],
)
def test_what_cannot_be_meant_is_refused(
    reported: Reported, changes: dict[str, Any], status: int, code: str
) -> None:
    refused = reported.report(reported.user, status=status, **changes)
    assert refused["code"] == code
    assert reported.must("GET", reported.desks)["items"] == []


def test_a_report_may_be_sent_again(reported: Reported) -> None:
    body = {"release_id": reported.first["id"], "item": "a.png", "kind": "file", "body": "x"}
    sent = {"json": body, "headers": {"idempotency-key": "the-same-key"}}
    path = f"{reported.page}/defects"
    first, again = (reported.user.http.post(path, **sent) for _ in range(2))
    assert (first.status_code, again.status_code) == (201, 200)
    assert first.json() == again.json()
    assert len(reported.told(signed_in(reported.web, reported.place.manager))) == 1


def test_nobody_reads_what_others_reported(reported: Reported) -> None:
    made = reported.report(reported.user)
    assert reported.other.http.get(f"/me/defects/{made['id']}").status_code == 404
    assert reported.other.http.get("/me/defects").json()["items"] == []
    assert reported.other.http.get(reported.desks).status_code == 404
    assert reported.user.http.get("/me/defects").json()["items"][0]["id"] == made["id"]


def test_the_time_of_improvement(reported: Reported) -> None:
    today = day_of(utcnow())
    words = {"improve_from": str(today), "improve_until": f"{today.year + 1}-01-31"}
    before = reported.must("GET", reported.mine)
    kept = {name: before[name] for name in before if name in _WRITTEN}
    reported.must("PUT", reported.mine, kept | words)
    one, two = reported.report(reported.user), reported.report(reported.other, kind="missing")
    reported.decide(two, "decline", {"reason": "not_seen", "answer": "없어요"})
    view = reported.must("GET", f"{reported.desks}/period")
    assert (view["since"], view["until"]) == (str(today), words["improve_until"])
    assert view["states"] == {"reported": 1, "declined": 1}
    assert view["kinds"] == {"wrong": 1, "missing": 1}
    assert view["ages"] == {"day": 1, "three": 0, "week": 0, "older": 0}
    assert view["days"] == [{"day": str(today), "reported": 2, "settled": 1, "open": 1}]
    assert view["oldest_at"] == one["reported_at"]
    assert view["median_days"] < 1
    path = f"{reported.desks}/period?since=2020-01-01&until=2026-01-01"
    assert reported.must("GET", path, status=422)["code"] == "invalid"


_WRITTEN = {
    "stage_id", "title_ko", "title_en", "about_ko", "about_en", "terms_ko", "terms_en", "domain",
    "keywords", "creators", "licence",
}  # fmt: skip


def test_a_burn_down_begins_with_what_was_open() -> None:
    one, two, three = date(2026, 12, 1), date(2026, 12, 2), date(2026, 12, 3)
    days = burn_down({one: 5, three: 2}, {one: 1, two: 3}, two, three)
    assert [(day.reported, day.settled, day.open) for day in days] == [(0, 3, 1), (2, 0, 3)]
    assert ages({0: 1, 2: 2, 6: 3, 7: 4}) == {"day": 1, "three": 2, "week": 3, "older": 4}
