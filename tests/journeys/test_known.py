"""Known answers from a manager's hand to the release: hidden in the work at level 0, errors shown
to inspectors at level 1; people work and are paid, their scores are kept, the release holds nothing
of it; where it runs out the work is looked at and the manager hears; a stage that tells, tells."""

from __future__ import annotations

import json
from contextlib import ExitStack
from typing import Any

from app.workers.known import the_known
from tests.conftest import Database, Program, Server
from tests.factories import Place, boxes
from tests.journeys.caller import Caller, new_key, until
from tests.journeys.test_climb import signed_in
from tests.races.checks import money_holds

FUNDS = 1_000_000
GOLD = {"gold": {"first": 1.0, "then": 1.0, "later": 1.0}}
RIGHT, WRONG = boxes(10.0, 300.0), boxes(500.0)


class Team:
    """One stage, a manager, two who label and one who inspects."""

    def __init__(self, url: str, stack: ExitStack) -> None:
        self.url = url
        self.place = Place.make(items=14, funds=FUNDS, prices=(100, 40, 30), inspect1="all")
        self.home = f"/projects/{self.place.project_id}"
        self.stage = f"{self.home}/stages/{self.place.stage_id}"
        self.boss = self._in(stack, "manager", self.place.manager)
        self.author, self.ann, self.bob = (
            self._in(stack, name, self.place.person("worker")) for name in ("author", "ann", "bob")
        )
        self.inspector, self.other = (
            self._in(stack, name, self.place.person("primary_inspector"))
            for name in ("inspector", "other")
        )

    def _in(self, stack: ExitStack, name: str, person: int) -> Caller:
        caller = signed_in(self.url, name, person)
        caller.id = person
        stack.callback(caller.http.close)
        return caller

    def claim(self, who: Caller, level: int = 0) -> Any:
        body = {"level": level, "count": 1}
        (lease,) = who.post(f"{self.stage}/claims", body, key=new_key())["leases"]
        return lease

    def hand_in(self, who: Caller, lease: Any, **body: Any) -> Any:
        path = f"{self.home}/assignments/{lease['id']}/submission"
        return who.post(path, body, key=new_key())

    def accepted(self, count: int) -> list[tuple[int, int]]:
        """So many items are labeled and approved: (item, root)."""
        done = []
        for _ in range(count):
            lease = self.claim(self.author)
            self.hand_in(self.author, lease, answer=RIGHT)
            self.hand_in(self.inspector, self.claim(self.inspector, 1), verdict="approve")
            done.append((lease["item"]["id"], lease["id"]))
        return done

    def known(self, who: Caller, level: int = 0) -> tuple[int, int]:
        """How many known answers he met, and how often he was right, as the manager reads it; he
        himself does not."""
        (mine,) = (one for one in who.get("/me/trust")["items"] if one["level"] == level)
        assert (mine["gold"], mine["gold_right"]) == (None, None)
        people = self.boss.get(f"{self.stage}/levels/{level}/trust")["items"]
        (row,) = (one for one in people if one["person_id"] == who.id)
        return row["gold"], row["gold_right"]

    def of_gold(self, lease: Any) -> int | None:
        return self.place.assignment(lease["id"]).gold_id

    def release(self) -> list[Any]:
        told = {"stage_id": self.place.stage_id, "version": "1.0", "format": "jsonl"}
        begun = self.boss.post(f"{self.home}/releases", told, status=202)
        place = f"{self.home}/releases/{begun['id']}"

        def over() -> Any:
            found = self.boss.get(place)
            return None if found["state"] == "building" else found

        assert until(over, "the release")["state"] == "ready"
        link = self.boss.get(f"{place}/download")
        content = self.boss.fetch(link["url"]).content
        return [json.loads(line) for line in content.splitlines()]


def test_known_answers_among_the_work(
    database: Database, server: Server, background: Program
) -> None:
    with ExitStack() as stack:
        team = Team(server.url, stack)
        (first, root), (second, _) = team.accepted(2)
        team.boss.send("PATCH", team.stage, {"quality": GOLD})
        golds = f"{team.stage}/golds"
        made = team.boss.post(golds, {"level": 0, "item_id": first})
        team.boss.post(golds, {"level": 0, "item_id": second})
        draft = team.boss.post(f"{golds}/seed", {"level": 1, "root_id": root}, status=200)
        shown = {name: draft[name] for name in ("shown", "verdict", "note")}
        seeded = team.boss.post(golds, {"level": 1, "item_id": first, "root_id": root} | shown)
        assert made["free"] == 2, "Ann and Bob; the author knows the item"

        # Ann is right, Bob is not; both are told what anybody is.
        receipts = []
        for who, answer in ((team.ann, RIGHT), (team.bob, WRONG)):
            lease = team.claim(who)
            assert team.of_gold(lease) is not None
            receipts.append(team.hand_in(who, lease, answer=answer))
        for receipt in receipts:
            assert (receipt["state"], receipt["known"]) == ("submitted", None)
        assert [team.known(who) for who in (team.ann, team.bob)] == [(1, 1), (1, 0)]

        # An inspector is shown the error and lets it through: the author never hears of it.
        team.hand_in(team.author, _ordinary(team, team.author), answer=RIGHT)
        looked = team.claim(team.other, 1)
        assert team.of_gold(looked) == seeded["id"]
        assert looked["subject"]["answer"] == draft["shown"] != RIGHT
        receipt = team.hand_in(team.other, looked, verdict="approve")
        assert (receipt["state"], receipt["price"], receipt["known"]) == ("accepted", 40, None)
        assert team.known(team.other, 1) == (1, int(draft["verdict"] == "approve"))
        turns = team.author.get(f"{team.home}/assignments/{root}")["turns"]
        assert [turn["level"] for turn in turns] == [0]

        # Paid like any, to the won, once somebody would have found time.
        team.place.age(days=2)
        for who in (team.ann, team.bob):
            until(lambda who=who: team.place.owed(who.id) == 100 or None, "the pay")  # type: ignore[misc]
        assert team.place.owed(team.other.id) == 40
        money_holds(team.place, FUNDS)

        # The release is of what was really done.
        lines = team.release()
        answers = [one for one in lines if "provenance" in one]
        assert {one["provenance"]["item"] for one in answers} == {first, second}
        assert all(len(one["provenance"]["answers"]) == 1 for one in answers)
        by = {one["by"] for line in answers for one in line["provenance"]["answers"]}
        assert len(by) == 1, "the author alone"
        assert "500" not in json.dumps([one.get("annotations") for one in answers])

        # Ann takes what is left for her; then there is none, her work is looked at, and the
        # manager hears of it.
        lease = team.claim(team.ann)
        assert team.of_gold(lease) is not None
        team.hand_in(team.ann, lease, answer=RIGHT)
        lease = team.claim(team.ann)
        assert team.of_gold(lease) is None
        assert team.place.assignment(lease["id"]).dry
        team.boss.send("PATCH", team.stage, {"inspect1": "sample", "rate1": "0"})
        team.hand_in(team.ann, lease, answer=RIGHT)
        why = team.place.rows(f"SELECT why FROM drawn WHERE root_id = {lease['id']}")
        assert why == [("gold_dry",)]
        lease = team.claim(team.bob)
        assert team.of_gold(lease) is not None
        team.hand_in(team.bob, lease, answer=RIGHT)
        the_known()
        pools = {one["level"]: one for one in team.boss.get(f"{golds}/pool")}
        assert pools[0]["dry_since"] is not None
        told = team.boss.get("/notifications")["items"]
        assert [one["params"]["level"] for one in told if one["kind"] == "gold_dry"].count(0) == 1

        # Where the stage tells, whoever hands in reads at once how he did; a retry reads the same.
        team.boss.send("PATCH", team.stage, {"quality": {"gold": GOLD["gold"] | {"tell": True}}})
        carol = team._in(stack, "carol", team.place.person("worker"))
        the_known()
        lease = team.claim(carol)
        assert team.of_gold(lease) is not None
        key = new_key()
        path = f"{team.home}/assignments/{lease['id']}/submission"
        receipt, again = (carol.post(path, {"answer": WRONG}, key=key) for _ in range(2))
        assert receipt == again
        known = receipt["known"]
        assert (known["right"], known["answer"]) == (False, RIGHT)
        assert known["score"] < 0.75
        assert {mark["state"] for mark in known["marks"]} >= {"missing", "extra"}
        money_holds(team.place, FUNDS)


def _ordinary(team: Team, who: Caller) -> Any:
    lease = team.claim(who)
    assert team.of_gold(lease) is None, "he has had a part in every item that is known"
    return lease
