"""Answers that overlap, from the stage's setting to the release: a crowd that agrees, one that
needs one more, one that never agrees and an inspector who composes; boxes and a class; money."""

from __future__ import annotations

import json
from contextlib import ExitStack
from typing import Any

from tests.conftest import Database, Program, Server
from tests.factories import Place
from tests.journeys.caller import Caller, new_key, until
from tests.journeys.test_climb import signed_in

FUNDS = 1_000_000
SCHEMA = {
    "modality": "picture",
    "labels": [
        {"kind": "box", "name": "cells", "classes": [{"id": "RBC"}, {"id": "WBC"}]},
        {
            "kind": "class",
            "name": "stain",
            "classes": [{"id": "good"}, {"id": "pale"}, {"id": "dark"}],
        },
    ],
}
QUALITY = {"overlap": {"least": 2, "most": 5, "sure": 0.9}}


def said(stain: str, *xs: float) -> dict[str, Any]:
    """Boxes at each x, and what the stain is."""
    box = {"kind": "box", "name": "cells", "class": "RBC", "y": 10, "width": 20, "height": 30}
    boxes: list[Any] = [box | {"id": f"b{at}", "x": x} for at, x in enumerate(xs)]
    whole = {"kind": "class", "id": "w", "name": "stain", "classes": [stain]}
    return {"modality": "picture", "annotations": [*boxes, whole]}


class Crowd:
    """One stage that buys answers until they are sure, and its people."""

    def __init__(self, url: str, stack: ExitStack) -> None:
        self.url = url
        self.place = Place.make(
            items=0, opened=False, funds=FUNDS, prices=(100, 40, 30), inspect1="none"
        )
        self.home = f"/projects/{self.place.project_id}"
        self.stage = f"{self.home}/stages/{self.place.stage_id}"
        self.boss = self._in(stack, "manager", self.place.manager)
        self.workers = [
            self._in(stack, f"worker{at}", self.place.person("worker")) for at in range(5)
        ]
        self.inspector = self._in(stack, "inspector", self.place.person("primary_inspector"))

    def _in(self, stack: ExitStack, name: str, person: int) -> Caller:
        caller = signed_in(self.url, name, person)
        stack.callback(caller.http.close)
        return caller

    def opens(self, items: int) -> list[int]:
        """The stage asks for dynamic overlap, and its items are on offer."""
        self.boss.post(f"{self.stage}/schemas", {"definition": SCHEMA})
        patched = self.boss.send("PATCH", self.stage, {"quality": QUALITY})
        assert patched["quality"]["overlap"] == QUALITY["overlap"]
        made = self.place.add_items(items)
        quoted = self.boss.get(f"{self.stage}/openings/quote")
        # Five places, a replacement, and who decides between answers at both levels.
        assert (quoted["each"], quoted["total"]) == (6 * 100 + 70, items * 670)
        self.boss.post(f"{self.stage}/openings", {}, status=202)
        until(lambda: self.money()["reserve"] == items * 670 or None, "the opening")
        return made

    def answers(self, worker: int, of: dict[int, dict[str, Any]]) -> int:
        """All that there is for one worker, handed in as `of` says by item; how much that was."""
        count = 0
        while leases := self.workers[worker].post(
            f"{self.stage}/claims", {"level": 0, "count": 1}, key=new_key()
        )["leases"]:
            (lease,) = leases
            self.hand_in(self.workers[worker], lease, {"answer": of[lease["item"]["id"]]})
            count += 1
        return count

    def hand_in(self, who: Caller, lease: Any, body: dict[str, Any], status: int = 201) -> Any:
        path = f"{self.home}/assignments/{lease['id']}/submission"
        return who.post(path, body, key=new_key(), status=status)

    def settled(self) -> list[str]:
        """How the tasks stand, once nothing waits to be weighed."""

        def look() -> list[str] | None:
            states = [row.state for row in self.place.rows("SELECT state FROM task WHERE"
                      " project_id = :p ORDER BY item_id")]  # fmt: skip
            return None if "aggregating" in states else states

        return list(until(look, "the consensus"))

    def money(self) -> dict[str, int]:
        """The project's money, by kind of movement."""
        rows = list(self.boss.pages(f"{self.home}/ledger"))
        found = dict.fromkeys(("fund", "reserve", "give_back", "earn"), 0)
        for row in rows:
            found[row["kind"]] += row["amount"]
        return found

    def adds_up(self) -> int:
        """What was funded is what was paid, what is set aside, and what is left. What was paid."""
        moved = self.money()
        (stage,) = self.place.rows(
            """SELECT sum(CASE WHEN e.credit = s.budget_account_id THEN e.amount
                 WHEN e.debit = s.budget_account_id THEN -e.amount ELSE 0 END)::bigint AS left,
               sum(CASE WHEN e.credit = s.reserve_account_id THEN e.amount
                 WHEN e.debit = s.reserve_account_id THEN -e.amount ELSE 0 END)::bigint AS aside
               FROM stage s JOIN ledger_entry e ON e.project_id = s.project_id
               WHERE s.project_id = :p"""
        )
        (tasks,) = self.place.rows(
            "SELECT sum(reserved - spent)::bigint AS aside FROM task WHERE project_id = :p"
        )
        assert moved["fund"] == FUNDS == moved["earn"] + stage.aside + stage.left
        assert stage.aside == tasks.aside
        return moved["earn"]

    def release(self, version: str, format: str) -> bytes:
        told = {"stage_id": self.place.stage_id, "version": version, "format": format}
        begun = self.boss.post(f"{self.home}/releases", told, status=202)
        place = f"{self.home}/releases/{begun['id']}"

        def over() -> Any:
            found = self.boss.get(place)
            return None if found["state"] == "building" else found

        made = until(over, f"the release as {format}")
        assert made["state"] == "ready", made
        link = self.boss.get(f"{place}/download")
        return self.boss.fetch(link["url"]).content


def test_answers_come_to_one(database: Database, server: Server, background: Program) -> None:
    with ExitStack() as stack:
        crowd = Crowd(server.url, stack)
        same, third, never = crowd.opens(3)
        first = [
            {same: said("good", 10, 100), third: said("pale", 50), never: said("good", 10)},
            {same: said("good", 11, 101), third: said("dark", 250), never: said("pale", 100)},
            {third: said("pale", 51), never: said("dark", 200)},
            {never: said("good", 300)},
            {never: said("pale", 400)},
        ]
        # Two of each: what they agree on is done, of the others one more is wanted, and so on.
        assert [crowd.answers(at, first[at]) for at in (0, 1)] == [3, 3]
        assert crowd.settled() == ["done", "open", "open"]
        assert crowd.adds_up() == 600
        assert crowd.answers(2, first[2]) == 2
        assert crowd.settled() == ["done", "done", "open"]
        for at in (3, 4):
            assert crowd.answers(at, first[at]) == 1
            assert crowd.settled()[2] == ("open" if at == 3 else "escalated")
        assert crowd.adds_up() == 1000
        assert crowd.money()["give_back"] == (670 - 200) + (670 - 300)

        # Who decides sees them all, and of nobody whose they are.
        (lease,) = crowd.inspector.post(
            f"{crowd.stage}/claims", {"level": 1, "count": 1}, key=new_key()
        )["leases"]
        assert lease["subject"]["side_by_side"] is True
        assert lease["subject"]["author"] == ""
        assert lease["subject"]["why"]["code"] == "undecided"
        place = f"{crowd.home}/assignments/{lease['id']}"
        whole = crowd.inspector.get(place)
        assert whole["turns"] == []
        seen = crowd.inspector.get(f"{place}/answers")
        assert [one["letter"] for one in seen["answers"]] == list("ABCDE")
        assert seen["state"] == "undecided"
        assert 0 <= seen["agree"] < 0.75
        by_letter = [one["answer"] for one in seen["answers"]]
        given = [one[never] for one in first]
        assert sorted(map(_plain, by_letter)) == sorted(map(_plain, given))
        assert seen == crowd.inspector.get(f"{place}/answers"), "letters stay"
        names = [caller.name for caller in crowd.workers]
        assert not any(name in json.dumps([lease, whole, seen]) for name in names)
        crowd.workers[0].get(f"{place}/answers", status=404)

        # Nothing goes back to anybody; he composes.
        back = {"verdict": "return", "reason": "position", "comment": "다시"}
        refused = crowd.hand_in(crowd.inspector, lease, back, status=422)
        assert refused["code"] == "choose_answer"
        unknown = {"verdict": "approve", "chosen": "F"}
        refused = crowd.hand_in(crowd.inspector, lease, unknown, status=422)
        assert refused["code"] == "no_such_letter"
        composed = said("good", 10, 300)
        crowd.hand_in(crowd.inspector, lease, {"verdict": "fix", "answer": composed})
        assert crowd.settled() == ["done", "done", "done"]
        assert crowd.adds_up() == 1040, "everybody is paid, the minority too"
        assert crowd.money()["reserve"] - crowd.money()["give_back"] == 1040

        # What is released is what they came to, and says how.
        lines = [json.loads(line) for line in crowd.release("1.0", "jsonl").splitlines()]
        found = {line["provenance"]["item"]: line for line in lines if "provenance" in line}
        assert {item: _told(line) for item, line in found.items()} == {
            same: ("good", [10, 100]),
            third: ("pale", [50]),
            never: ("good", [10, 300]),
        }
        how = {item: line["provenance"]["consensus"][0] for item, line in found.items()}
        assert [how[item]["state"] for item in (same, third, never)] == [
            "agreed",
            "agreed",
            "decided",
        ]
        assert [how[item]["answers"] for item in (same, third, never)] == [2, 3, 5]
        assert how[never]["decided_by"] is not None
        assert how[same]["decided_by"] is None
        coco = json.loads(crowd.release("1.1", "coco"))
        assert len(coco["annotations"]) == 5
        # The item's page says the same.
        pieces = crowd.boss.get(f"{crowd.home}/items/{never}/pieces")
        assert pieces["pieces"][0]["consensus"]["state"] == "decided"
        assert pieces["merged"]["answer"]["annotations"] == composed["annotations"]


def _plain(answer: dict[str, Any]) -> str:
    return json.dumps(answer, sort_keys=True)


def _told(line: dict[str, Any]) -> tuple[str, list[float]]:
    """The class and where the boxes are, to ten pixels."""
    marks = line["labels"]["annotations"]
    (stain,) = [one["classes"][0] for one in marks if one["kind"] == "class"]
    return stain, sorted(one["x"] // 10 * 10 for one in marks if one["kind"] == "box")


def test_what_settings_cost_is_told(database: Database, server: Server) -> None:
    with ExitStack() as stack:
        crowd = Crowd(server.url, stack)
        asked = {"quality": QUALITY | {"gold": {"later": 0.05}}}
        found = crowd.boss.post(f"{crowd.stage}/quality/quote", asked, status=200)
        assert found["note"] == "estimated"
        assert found["now"]["answers"] == 100
        assert found["now"]["gold"] == found["now"]["inspections"] == 0
        assert found["now"]["total"] == 100 * 100
        then = found["then"]
        assert 200 < then["answers"] < 500
        assert then["gold"] == round(then["answers"] * 0.05, 1)
        assert then["total"] > found["now"]["total"]
        crowd.workers[0].post(f"{crowd.stage}/quality/quote", asked, status=403)
