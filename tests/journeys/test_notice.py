"""Somebody who is often wrong where the answer is known is noticed: he is told why, gets no new
seats, says what he thinks of it, and an arbiter who did not make the rule lets him work again."""

from __future__ import annotations

from contextlib import ExitStack
from typing import Any

import pytest
from sqlalchemy import insert, select

from app.core.database import transaction
from app.models.project import Stage
from app.models.quality import Gold, GoldGiven, GoldSource, RuleHit, Trust
from app.models.task import Assignment, Task
from app.workflow.notice import run_rule
from tests.conftest import Database, Program, Server
from tests.factories import Place, boxes
from tests.journeys.caller import Caller, new_key, until
from tests.journeys.test_climb import signed_in


def known(place: Place, lease: int, *, right: bool) -> None:
    """What was handed in under a lease was about a known answer."""
    with transaction() as s:
        work = s.get_one(Assignment, (place.project_id, lease))
        task = s.get_one(Task, (place.project_id, work.task_id))
        gold = Gold(
            project_id=place.project_id,
            stage_id=place.stage_id,
            level=0,
            item_id=task.item_id,
            task_id=task.id,
            source=GoldSource.HAND,
            schema_version=1,
            answer=boxes(10.0),
        )
        s.add(gold)
        s.flush()
        work.gold_id = gold.id
        s.execute(
            insert(GoldGiven).values(
                project_id=place.project_id,
                gold_id=gold.id,
                person_id=work.worker_id,
                assignment_id=lease,
                score=1 if right else 0,
                right=right,
                marks=[],
            )
        )


class People:
    """A stage, its worker, two managers and an arbiter, each with a client."""

    def __init__(self, url: str, stack: ExitStack, **stage: Any) -> None:
        self.place = Place.make(items=20, **stage)
        self.home = f"/projects/{self.place.project_id}"
        self.stage = f"{self.home}/stages/{self.place.stage_id}"
        who = {
            "maker": self.place.manager,
            "manager": self.place.person("manager"),
            "worker": self.place.person("worker"),
            "other": self.place.person("worker"),
            "arbiter": self.place.arbiter(),
        }
        self.people = {name: signed_in(url, name, one) for name, one in who.items()}
        for caller in self.people.values():
            stack.callback(caller.http.close)

    def __getattr__(self, name: str) -> Caller:
        return self.people[name]

    def claim(self, who: str = "worker", *, status: int = 201) -> Any:
        body = {"level": 0, "count": 1}
        return self.people[who].post(f"{self.stage}/claims", body, key=new_key(), status=status)

    def works(self, who: str, times: int, *, right: bool) -> list[int]:
        """Known answers, given."""
        done = []
        for _ in range(times):
            (lease,) = self.claim(who)["leases"]
            path = f"{self.home}/assignments/{lease['id']}/submission"
            self.people[who].post(path, {"answer": boxes(10.0)}, key=new_key())
            known(self.place, lease["id"], right=right)
            done.append(lease["id"])
        return done

    def rule(self, **more: Any) -> Any:
        body = {"name": "정답 문항", "collector": "gold", "condition": {"at_least": 3}} | more
        return self.maker.post(f"{self.stage}/rules", body)

    def switch(self, rule: Any, state: str = "on") -> Any:
        return self.maker.send("PATCH", f"{self.home}/rules/{rule['id']}", {"state": state})


def test_noticed_paused_heard_and_lifted(
    database: Database, server: Server, background: Program
) -> None:
    with ExitStack() as stack:
        way = People(server.url, stack)
        wrong = way.works("worker", 4, right=False)
        way.works("other", 4, right=True)

        # Tried first: it names whom it would touch, and says nothing to anybody.
        asked = {"collector": "gold", "level": 0, "condition": {"at_least": 3}}
        tried = way.maker.post(f"{way.stage}/rules/try", asked, status=200)
        assert (tried["people"], tried["would_touch"]) == (2, 1)
        assert tried["touched"][0]["person_id"] == way.worker.id
        assert way.worker.get("/me/hits")["items"] == []

        rule = way.rule(action="pause")
        assert (rule["state"], rule["version"], rule["mine"]) == ("off", 1, True)
        way.switch(rule)

        def told() -> Any:
            found = way.worker.get("/me/hits")["items"]
            return found or None

        (hit,) = until(told, "the notice")
        assert (hit["action"], hit["collector"], hit["rule"]) == ("pause", "gold", "정답 문항")
        assert (hit["evidence"]["seen"], hit["evidence"]["counted"]) == (4, 4)
        assert "work" not in hit["evidence"], "which of it was known is not told to him"
        (seen,) = way.manager.get(f"{way.home}/hits")["items"]
        assert sorted(seen["evidence"]["work"]) == sorted(wrong)
        assert [row["kind"] for row in way.worker.get("/notifications")["items"]] == ["noticed"]
        assert way.other.get("/me/hits")["items"] == []
        # Who may settle it hears that it waits; the arbiter only where no manager may.
        kinds = {
            name: [row["kind"] for row in way.people[name].get("/notifications")["items"]]
            for name in ("maker", "manager", "arbiter")
        }
        assert kinds == {"maker": [], "manager": ["hit_waits"], "arbiter": []}

        # No new seats; nothing of what he did was taken from him.
        way.claim(status=409)
        states = {row["state"] for row in way.worker.get("/me/assignments")["items"]}
        assert not states & {"rejected", "rework"}

        way.other.post(f"{way.home}/hits/{hit['id']}/reply", {"text": "저요"}, status=404)
        said = {"text": "화면이 꺼져 있었어요."}
        for _ in range(2):
            told_back = way.worker.post(f"{way.home}/hits/{hit['id']}/reply", said, status=200)
        assert told_back["reply"] == said["text"]

        # Not by who made the rule, nor by who was noticed.
        settle = f"{way.home}/hits/{hit['id']}/settle"
        verdict = {"outcome": "lifted", "answer": "사정이 있었어요."}
        assert way.maker.post(settle, verdict, status=403)["code"] == "own_rule"
        way.worker.post(settle, verdict, status=403)
        assert way.manager.get("/hits")["items"] == [], "he is no arbiter"
        (open_hit,) = way.arbiter.get("/hits")["items"]
        assert open_hit == way.arbiter.get(f"{way.home}/hits")["items"][0]
        assert (open_hit["may_settle"], open_hit["person_id"]) == (True, way.worker.id)
        kept = {"outcome": "kept", "answer": "조금 더 볼게요."}
        way.manager.post(settle, kept, status=200)
        way.claim(status=409)
        for _ in range(2):
            assert way.arbiter.post(settle, verdict, status=200)["outcome"] == "lifted"
        way.manager.post(settle, kept, status=409)

        assert way.arbiter.get("/hits")["items"] == []
        (settled,) = way.arbiter.get("/hits", state="settled")["items"]
        assert (settled["id"], settled["outcome"]) == (hit["id"], "lifted")

        way.claim()
        (mine,) = way.worker.get("/me/hits")["items"]
        assert (mine["outcome"], mine["answer"]) == ("lifted", verdict["answer"])
        assert run_rule(way.place.project_id, rule["id"]) == 0, "one cause is noticed once"


def test_where_every_manager_had_a_hand_in_the_rule_the_arbiter_hears_of_it(
    database: Database, server: Server
) -> None:
    with ExitStack() as stack:
        way = People(server.url, stack)
        way.works("worker", 4, right=False)
        rule = way.rule(action="pause")
        way.manager.send("PATCH", f"{way.home}/rules/{rule['id']}", {"condition": {"at_least": 4}})
        way.switch(rule)
        assert run_rule(way.place.project_id, rule["id"], minutes=None) == 1
        for name in ("maker", "manager"):
            assert way.people[name].get("/notifications")["items"] == []
        (told,) = way.arbiter.get("/notifications")["items"]
        assert (told["kind"], told["params"]["arbiter"]) == ("hit_waits", True)
        (hit,) = way.arbiter.get("/hits")["items"]
        settle = f"{way.home}/hits/{hit['id']}/settle"
        verdict = {"outcome": "lifted", "answer": "괜찮아요."}
        for name in ("maker", "manager"):
            assert way.people[name].post(settle, verdict, status=403)["code"] == "own_rule"
        way.arbiter.post(settle, verdict, status=200)
        way.claim()


@pytest.mark.parametrize("inspect1", ["none", "sample"])
def test_inspected_after_a_rule(database: Database, server: Server, inspect1: str) -> None:
    with ExitStack() as stack:
        way = People(server.url, stack, inspect1=inspect1, rate1=0)
        if inspect1 == "none":
            body = {"name": "하나", "collector": "gold", "action": "inspect"}
            refused = way.maker.post(f"{way.stage}/rules", body, status=422)
            assert refused["code"] == "not_inspected"
            return
        way.works("worker", 3, right=False)
        rule = way.rule(action="inspect")
        way.switch(rule)
        place = way.place
        assert run_rule(place.project_id, rule["id"], minutes=None) == 1
        with transaction() as s:
            assert s.get_one(Stage, (place.project_id, place.stage_id)).quality == {}
        lease = place.claim(way.worker.id)[0]
        place.submit(way.worker.id, lease)
        with transaction() as s:
            assert s.get_one(Assignment, (place.project_id, lease)).state == "submitted"
            hit = s.scalars(select(RuleHit)).one()
            key = (place.project_id, place.stage_id, 0, way.worker.id)
            assert s.get_one(Trust, key).watched_by == hit.id
        way.manager.post(
            f"{way.home}/hits/{hit.id}/settle", {"outcome": "lifted", "answer": "네."}, status=200
        )
        lease = place.claim(way.worker.id)[0]
        place.submit(way.worker.id, lease)
        with transaction() as s:
            assert s.get_one(Assignment, (place.project_id, lease)).state == "accepted"


def test_a_rule_that_changes_is_another_version(database: Database, server: Server) -> None:
    with ExitStack() as stack:
        way = People(server.url, stack)
        rule = way.rule()
        path = f"{way.home}/rules/{rule['id']}"
        again = way.manager.send("PATCH", path, {"condition": {"at_least": 4}})
        assert (again["version"], again["condition"]["at_least"]) == (2, 4)
        assert way.manager.send("PATCH", path, {"name": "다른 이름"})["version"] == 2
        assert again["mine"] is True, "who changed it had a hand in it"
        for wrong in (
            {"collector": "agreement", "level": 1},
            {"collector": "devices", "action": "pause"},
            {"collector": "gold", "condition": {"share": 3}},
        ):
            way.maker.post(f"{way.stage}/rules", {"name": "가"} | wrong, status=422)
