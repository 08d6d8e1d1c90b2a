"""Nobody can tell what has a known answer before he is told: what he sees of it has the shape and
the values of other work, before and after; and it is no part of what the project counts or exports.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest
from sqlalchemy import text

from app.confidence.golds import ROLES
from app.core.database import transaction
from app.figures.queries import sums
from app.releases.listing import freeze
from app.tasks.pace import count_pace
from app.workflow.expire import sweep
from app.workflow.known import LATEST, SOONEST
from tests.api.conftest import Web
from tests.api.desk import signed_in
from tests.confidence.test_golds import Desk
from tests.factories import boxes
from tests.races.checks import act

OWN = {"id", "task_id", "root_id", "submission_id", "assignment_id", "name", "sha256", "item"}
"""What differs from one piece of work to the next, whatever it is."""


def shape(value: Any, name: str = "") -> Any:
    """What can be compared of two answers: keys, and values but those that are each one's own;
    moments by their distance from now, to the minute."""
    if isinstance(value, dict):
        return {key: shape(one, key) for key, one in value.items()}
    if isinstance(value, list):
        return [shape(one, name) for one in value]
    if isinstance(value, str) and value[:2] == "20" and value[10:11] == "T":
        then = datetime.fromisoformat(value)
        return round((then - datetime.now(then.tzinfo)).total_seconds() / 120)
    if name in OWN or (isinstance(value, str) and (".png" in value or "/items/" in value)):
        return type(value).__name__
    return value


EARLIER = """UPDATE assignment SET reserved_at = reserved_at - interval '1 day'
             WHERE project_id = %(p)s"""


class Side:
    """Somebody at the work, over HTTP."""

    def __init__(self, web: Web, desk: Desk, who: int, level: int = 0) -> None:
        self.desk, self.who, self.level = desk, who, level
        self.http = signed_in(web, who).http
        self.work = f"{desk.home}/assignments"

    def get(self, path: str, **params: Any) -> Any:
        answer = self.http.get(path, params=params)
        assert answer.is_success, answer.text
        return answer.json()

    def post(self, path: str, body: Any) -> Any:
        headers = {"idempotency-key": f"hidden-{self.desk.place.key()}"}
        answer = self.http.post(path, json=body, headers=headers)
        assert answer.is_success, answer.text
        return answer.json()

    def claim(self) -> Any:
        path = f"{self.desk.home}/stages/{self.desk.place.stage_id}/claims"
        (lease,) = self.post(path, {"level": self.level, "count": 1})["leases"]
        return lease

    def whole(self, lease: Any) -> Any:
        return self.get(f"{self.work}/{lease['id']}")

    def hand_in(self, lease: Any, body: Any) -> Any:
        return self.post(f"{self.work}/{lease['id']}/submission", body)

    def row(self, lease: Any) -> Any:
        (found,) = (one for one in self.get("/me/assignments")["items"] if one["id"] == lease["id"])
        return found

    def waiting(self) -> list[int]:
        """How much waits for him, as the market and his offers say."""
        market = self.get("/market", mine=True)["items"]
        return [
            row["waiting"]
            for rows in (market, self.get("/work"))
            for row in rows
            if row["level"] == self.level
        ]


def is_known(desk: Desk, lease: Any) -> bool:
    return desk.place.assignment(lease["id"]).gold_id is not None


def test_a_worker_sees_the_same_before_and_after(web: Web) -> None:
    desk = Desk(web, levels=1)
    side = Side(web, desk, desk.people[0])
    plain = side.claim()
    assert desk.make().is_success
    before = side.waiting()
    known = side.claim()
    assert (is_known(desk, plain), is_known(desk, known)) == (False, True)
    assert shape(known) == shape(plain)
    assert known["due_at"] is not None
    assert side.waiting() == [count - 1 for count in before], "it was one of those that waited"
    assert shape(side.whole(known)) == shape(side.whole(plain))
    assert shape(side.row(known)) == shape(side.row(plain))

    # Handed in, both wait for an inspector, and as long.
    receipts = [side.hand_in(one, {"answer": boxes(10.0)}) for one in (plain, known)]
    assert shape(receipts[0]) == shape(receipts[1])
    assert receipts[0]["state"] == "submitted"
    assert shape(side.whole(known)) == shape(side.whole(plain))
    assert shape(side.row(known)) == shape(side.row(plain))
    assert side.whole(known)["due_at"] == side.row(known)["due_at"] is not None

    # Once both are accepted, by an inspector or by the clock, nothing tells which was which.
    looker = desk.place.person("primary_inspector")
    (lot,) = (
        one
        for one in desk.place.claim(looker, 1, count=20)
        if desk.place.assignment(one).root_id == plain["id"]
    )
    desk.place.decide(looker, lot, "approve")
    desk.place.age(seconds=LATEST)
    while sweep():
        pass
    assert side.whole(known)["state"] == "accepted"
    assert [turn["answer"] for turn in side.whole(plain)["turns"]] == [boxes(10.0)]
    assert shape(side.whole(known)) == shape(side.whole(plain))
    assert shape(side.row(known)) == shape(side.row(plain))
    assert desk.place.owed(side.who) == 200
    desk.holds()


def test_it_is_accepted_as_if_somebody_had_found_time(web: Web) -> None:
    """Between an hour and two days after it came, paid once, and the item and its tasks stay as
    they were."""
    desk = Desk(web, levels=1)
    assert desk.make().is_success
    who = desk.people[0]
    (lease,) = desk.known(who)
    still = """SELECT i.state, i.tasks_left, t.state, t.accepted, t.wanted FROM task t
               JOIN item i ON i.project_id = t.project_id AND i.id = t.item_id
               WHERE t.project_id = :p AND t.gold_id IS NOT NULL"""
    before = desk.place.rows(still)
    desk.place.submit(who, lease, boxes(1.0))
    desk.place.age(seconds=SOONEST - 60)
    while sweep():
        pass
    assert desk.place.assignment(lease).state == "submitted"
    refused = [
        desk.http.post(f"{desk.home}/assignments/{lease}/{verb}", json=body).status_code
        for verb, body in (("appeal", {"text": "아니에요"}), ("resume", {}))
    ]
    assert all(code >= 400 for code in refused)
    desk.place.age(seconds=LATEST)
    while sweep():
        pass
    assert sweep() == 0
    found = desk.place.assignment(lease)
    assert (found.state, found.judged, found.due_at) == ("accepted", False, None)
    assert desk.place.owed(who) == 100
    assert desk.place.rows(still) == before
    desk.holds()


@pytest.mark.parametrize("level", [1, 2])
def test_an_inspector_sees_the_same_before_and_after(web: Web, level: int) -> None:
    desk = Desk(web, items=2, levels=level)
    one, two = (Side(web, desk, desk.place.person(ROLES[level]), level) for _ in range(2))
    assert desk.place.claim(desk.place.person(ROLES[level]), level), "what is from before"
    first = desk.place.person("primary_inspector")

    def more() -> None:
        desk.place.submit(desk.author, desk.place.claim(desk.author)[0])
        if level == 2:
            desk.place.decide(first, desk.place.claim(first, 1)[0], "approve")

    more()
    plain = one.claim()
    made = desk.make(level=level, shown=boxes(10.0), verdict="fix", root_id=desk.roots[0])
    assert made.is_success, made.text
    more()
    before = two.waiting()
    known = two.claim()
    assert (is_known(desk, plain), is_known(desk, known)) == (False, True)
    assert two.waiting() == [count - 1 for count in before]

    def seen(value: Any) -> Any:
        """Which answer it is is each one's own."""
        found = shape(value)
        if found.get("subject"):
            found["subject"]["answer"] = set(found["subject"]["answer"])
        for turn in found.get("turns", ()):
            turn |= {"by": "", "at": 0, "answer": turn["answer"] and set(turn["answer"])}
        return found

    assert known["subject"]["answer"] == boxes(10.0), "what is shown, and not what is right"
    assert known["subject"]["why"]["code"] == plain["subject"]["why"]["code"] == "all"
    assert seen(known) == seen(plain)
    whole = two.whole(known)
    assert seen(whole) == seen(one.whole(plain))
    assert [turn["level"] for turn in whole["turns"]] == list(range(level))
    assert [turn["verdict"] for turn in whole["turns"]] == [None, "approve"][:level]
    assert whole["turns"][0]["answer"] == boxes(10.0)
    assert str(boxes(300.0)["annotations"][0]["x"]) not in str(whole), "nothing of the real one"
    assert seen(two.row(known)) == seen(one.row(plain))

    verdict = {"verdict": "approve"}
    receipts = [one.hand_in(plain, verdict), two.hand_in(known, verdict)]
    assert shape(receipts[0]) == shape(receipts[1])
    assert seen(two.whole(known)) == seen(one.whole(plain))
    assert seen(two.row(known)) == seen(one.row(plain))

    # Its author hears nothing of it, and neither does who reads what was said of his work.
    said = receipts[1]["submission_id"]
    for reader in (signed_in(web, desk.author).http, desk.http):
        turns = reader.get(f"{desk.home}/assignments/{desk.roots[0]}").json()["turns"]
        assert said not in [turn["submission_id"] for turn in turns]


def test_nothing_of_it_is_counted_or_exported(web: Web) -> None:
    """Two stages of the same history, one of them with known answers among the work."""
    told = []
    for hidden in (False, True):
        desk = Desk(web, levels=1, people=2)
        looker = desk.place.person("primary_inspector")
        who = desk.people[0]
        leases = desk.place.claim(who, count=5)
        act(desk.place, EARLIER)
        for nth, lease in enumerate(leases):
            desk.place.submit(who, lease, boxes(10.0), active_seconds=20 + nth)
        for lease in desk.place.claim(looker, 1, count=6):
            desk.place.decide(looker, lease, "approve")
        if hidden:
            act(desk.place, EARLIER)
            for item in desk.items[:2]:
                assert desk.make(item_id=item).is_success
            shown = {"level": 1, "shown": boxes(10.0), "verdict": "fix"}
            assert desk.make(**shown, root_id=desk.roots[0]).is_success
            desk.place.submit(desk.author, desk.place.claim(desk.author)[0])
            for seconds in (400, 500):
                (lease,) = desk.known(who)
                act(desk.place, EARLIER)
                desk.place.submit(who, lease, boxes(10.0, 300.0), active_seconds=seconds)
            other = desk.place.person("primary_inspector")
            (lease,) = desk.known(other, 1)
            desk.place.decide(other, lease, "return")
            desk.place.age(seconds=LATEST)
            while sweep():
                pass
        else:
            desk.place.submit(desk.author, desk.place.claim(desk.author)[0])
        told.append(counted(desk))
        desk.holds()
    assert told[0] == told[1]


def counted(desk: Desk) -> dict[str, Any]:
    place = desk.place
    p, stage = place.project_id, place.stage_id
    with transaction() as s:
        count_pace(s)
        figures = sums(s, p, stage, since=datetime(2020, 1, 1).date(), daily=[]).whole
        release = s.execute(
            text(
                """INSERT INTO release (project_id, stage_id, version, format, media, state,
                     created_by)
                   VALUES (:p, :stage, '1', 'jsonl', false, 'building', :by) RETURNING id"""
            ),
            {"p": p, "stage": stage, "by": place.manager},
        ).scalar_one()
        freeze(s, p, stage, release)
    money = {"aside", "given_back", "earned", "left", "funded"}
    here = place.rows("SELECT cardinality(submission_ids) FROM release_item WHERE project_id = :p")
    pace = place.rows("SELECT level, median_seconds, hand_ins FROM pace WHERE project_id = :p")
    http = desk.http
    page = http.get(f"{desk.home}/items/{desk.items[0]}").json()
    return {
        "figures": {what: n for what, n in figures.items() if what not in money},
        "release": sorted(here),
        "pace": sorted(pace, key=str),
        "progress": http.get(f"{desk.home}/stages/{stage}/progress").json(),
        "tasks": [shape(task)["state"] for task in page["tasks"]],
        "work": [len(task["assignments"]) for task in page["tasks"]],
    }
