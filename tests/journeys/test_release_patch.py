"""A release that is put right: 1.0 is open to everybody, its users report eleven defects, these are
done anew by other people and inspected, and 1.1 differs in exactly those items. Each who reported
something has an answer."""

from __future__ import annotations

import json
from typing import Any, ClassVar

import pytest

from app.workers.defects import follow_defects
from tests.api.conftest import Caller, Web, web
from tests.api.shown import Shown
from tests.factories import boxes

__all__ = ["web"]

WHOLE = 24
FOUND = 11


class Delivery(Shown):
    """A stage that is inspected in full, and a release of it."""

    items = WHOLE
    stage: ClassVar[dict[str, Any]] = {"overlap": 1, "inspect1": "all", "inspect2": "none"}

    def label(self) -> None:
        """Everything on offer is done by somebody who has not done it before, and approved."""
        worker, inspector = self.place.person("worker"), self.place.person("primary_inspector")
        while leases := self.place.claim(worker, count=10):
            for lease in leases:
                self.place.submit(worker, lease, boxes(float(lease)))
        while leases := self.place.claim(inspector, 1, count=10):
            for lease in leases:
                self.place.decide(inspector, lease, "approve")

    def manifest(self, release: dict[str, Any]) -> tuple[dict[str, Any], dict[str, str]]:
        """What the manifest says: its head, and each item's digest by its name."""
        answer = self.http.get(f"{self.home}/releases/{release['id']}/manifest")
        assert answer.status_code == 200, answer.text
        head, *rows = map(json.loads, answer.text.splitlines())
        return head, {row["name"]: row["digest"] for row in rows}


@pytest.fixture
def delivery(web: Web) -> Delivery:
    found = Delivery(web)
    found.publish()
    return found


def report(delivery: Delivery, who: Caller, name: str, n: int) -> dict[str, Any]:
    body = {
        "release_id": delivery.first["id"],
        "item": name,
        "class": {"label": "cells", "class": "RBC"},
        "kind": ("wrong", "missing", "place")[n % 3],
        "pin": {"x": n, "y": n},
        "body": f"{n}번째 의견이에요.",
    }
    sent = {"json": body, "headers": {"idempotency-key": f"report-{n}"}}
    answer = who.http.post(f"{delivery.page}/defects", **sent)
    assert answer.status_code == 201, answer.text
    return dict(answer.json())


def test_eleven_defects_become_a_patch(delivery: Delivery, web: Web) -> None:
    users = [web.person(f"user{n}") for n in range(4)]
    _, before = delivery.manifest(delivery.first)
    assert len(before) == WHOLE
    faulty = sorted(before)[: 2 * FOUND : 2]

    # Eleven findings by four people; two more come to nothing: one is no fault, one was reported.
    reporting = [(users[n % 4], name) for n, name in enumerate(faulty)]
    made = [(who, report(delivery, who, name, n)) for n, (who, name) in enumerate(reporting)]
    fine = report(delivery, users[0], sorted(before)[1], FOUND)
    again = report(delivery, users[1], faulty[0], FOUND + 1)
    desk = f"{delivery.home}/defects"
    waiting = delivery.must("GET", f"{desk}?state=reported&limit=200")["items"]
    assert [row["id"] for row in waiting] == [one["id"] for _, one in made] + [
        fine["id"],
        again["id"],
    ]
    declined = {"reason": "as_guideline", "answer": "지침대로예요."}
    delivery.must("POST", f"{desk}/{fine['id']}/decline", declined)
    delivery.must("POST", f"{desk}/{again['id']}/duplicate", {"of": made[0][1]["id"]})
    for _, one in made:
        assert delivery.must("POST", f"{desk}/{one['id']}/accept", {})["state"] == "in_work"

    # While it is being done, there is no patch of it.
    patch = f"{delivery.home}/releases/{delivery.first['id']}/patch"
    refused = delivery.must("POST", patch, {"version": "1.1"}, 409)
    assert refused["code"] == "still_in_work"

    delivery.label()
    follow_defects()
    view = delivery.must("GET", f"{desk}/period")
    assert view["states"] == {"fixed": FOUND, "declined": 1, "duplicate": 1}
    begun = delivery.must("POST", patch, {"version": "1.1"}, 202)
    web.work()
    second = delivery.must("GET", f"{delivery.home}/releases/{begun['id']}")
    assert (second["state"], second["items"]) == ("ready", WHOLE), second["problem"]
    head, after = delivery.manifest(second)
    assert head["version"] == "1.1"
    assert {name for name in before if before[name] != after.get(name)} == set(faulty)
    assert after.keys() == before.keys()
    changes = delivery.must("GET", f"{delivery.home}/releases/{second['id']}/changes?limit=200")
    assert sorted(row["name"] for row in changes["items"]) == faulty
    assert {row["what"] for row in changes["items"]} == {"changed"}

    # Each has an answer: a word, and a page of his own.
    follow_defects()
    told = {
        user.id: [row["kind"] for row in user.http.get("/notifications").json()["items"]]
        for user in users
    }
    answers: list[tuple[Caller, dict[str, Any], str, str | None]]
    answers = [(user, one, "answered", "1.1") for user, one in made]
    answers += [(users[0], fine, "declined", None), (users[1], again, "answered", "1.1")]
    for user, one, state, version in answers:
        mine = user.http.get(f"/me/defects/{one['id']}").json()
        assert (mine["state"], mine["answered_version"]) == (state, version)
    for user in users:
        mine = [one for whose, one, state, _ in answers if whose is user and state == "answered"]
        assert told[user.id].count("defect_answered") == len(mine)
    assert told[users[0].id].count("defect_declined") == 1
    assert delivery.must("GET", f"{desk}/period")["days"][-1]["open"] == 0

    # It is offered next to the first, and tells what is new in it.
    offered = {"release_id": second["id"], "notes_ko": "고침", "notes_en": "Mended"}
    delivery.must("POST", f"{delivery.mine}/versions", offered)
    web.work()
    newest = delivery.public.get(delivery.page).json()["versions"][0]
    assert (newest["version"], newest["statistics"]["changed"]) == ("1.1", FOUND)
    assert (newest["statistics"]["added"], newest["statistics"]["removed"]) == (0, 0)
