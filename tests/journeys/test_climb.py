"""Up the ladder: a worker sees what the first inspection asks, works until he meets it, takes the
role himself, and then the second one's, with everything that is told of it."""

from __future__ import annotations

from contextlib import ExitStack
from typing import Any

from app.core.database import transaction
from app.people import sessions
from tests.conftest import Database, Server
from tests.factories import Place, boxes
from tests.journeys.caller import Caller, new_key


def signed_in(url: str, name: str, person_id: int) -> Caller:
    """Somebody who is of the project already."""
    caller = Caller(url, name)
    with transaction() as s:
        opened = sessions.open_session(s, person_id, user_agent="journey")
    caller.http.cookies.set("dure_session", opened.token)
    caller.http.headers["x-csrf-token"] = opened.csrf
    caller.id = person_id
    return caller


class Ladder:
    """One project with its people."""

    def __init__(self, url: str, stack: ExitStack) -> None:
        self.place = Place.make(items=30, inspect1="all", inspect2="all")
        self.home = f"/projects/{self.place.project_id}"
        self.stage = f"{self.home}/stages/{self.place.stage_id}"
        who = {
            "manager": self.place.manager,
            "climber": self.place.person("worker"),
            "worker": self.place.person("worker"),
            "first": self.place.person("primary_inspector"),
            "second": self.place.person("secondary_inspector"),
        }
        self.people = {name: signed_in(url, name, one) for name, one in who.items()}
        for caller in self.people.values():
            stack.callback(caller.http.close)

    def claim(self, who: str, level: int = 0, *, status: int = 201) -> Any:
        body = {"level": level, "count": 1}
        return self.people[who].post(f"{self.stage}/claims", body, key=new_key(), status=status)

    def hand_in(self, who: str, lease: Any, body: dict[str, Any]) -> Any:
        path = f"{self.home}/assignments/{lease['id']}/submission"
        return self.people[who].post(path, body, key=new_key())

    def works(self, who: str) -> None:
        """One piece, handed in."""
        (lease,) = self.claim(who)["leases"]
        self.hand_in(who, lease, {"answer": boxes(10.0)})

    def judges(self, who: str, level: int) -> None:
        """One verdict: approved."""
        (lease,) = self.claim(who, level)["leases"]
        self.hand_in(who, lease, {"verdict": "approve"})

    def rung(self, level: int) -> Any:
        """How the climber stands to a level."""
        (stage,) = self.people["climber"].get(f"{self.home}/ladder")["stages"]
        return stage["rungs"][level]

    def climbs(self, level: int, *, status: int = 200) -> Any:
        return self.people["climber"].post(f"{self.stage}/climb", {"level": level}, status=status)


def test_a_worker_climbs_to_the_second_inspection(database: Database, server: Server) -> None:
    with ExitStack() as stack:
        way = Ladder(server.url, stack)
        boss, climber = way.people["manager"], way.people["climber"]
        for level, asked in (
            (1, {"accepted": {"level": 0, "answers": 2, "share": 0.9}, "climb": True}),
            (2, {"upheld": {"verdicts": 2, "share": 0.9}, "climb": True}),
        ):
            boss.send("PUT", f"{way.stage}/requirements/{level}", {"asked": asked})
            tried = boss.post(f"{way.stage}/requirements/{level}/try", {"asked": asked}, status=200)
            assert tried["admitted"] == 0
            assert tried["by_need"] == [{"code": "too_few_accepted", "people": 4}]

        # He sees what is asked, and is not let in before.
        rung = way.rung(1)
        assert (rung["held"], rung["climb"], rung["may_climb"]) == (False, True, False)
        (need,) = rung["needs"]
        assert (need["code"], need["has"], need["answers"]) == ("too_few_accepted", 0, 2)
        assert way.claim("climber", 1, status=403)["permission"] == "inspect:1"
        refused = way.climbs(1, status=409)
        assert (refused["code"], len(refused["needs"])) == ("too_few_accepted", 1)

        # Two pieces of his are accepted; who inspects them was there before, and meets nothing:
        # what is asked holds for him too, until the manager asks nothing of this first round.
        boss.send("PUT", f"{way.stage}/requirements/1", {"asked": {"climb": True, "invited": True}})
        boss.send("PUT", f"{way.stage}/requirements/2", {"asked": {}})
        invited = {"person_ids": [way.people["first"].id]}
        boss.post(f"{way.stage}/invited/1", invited, status=204)
        for _ in range(2):
            way.works("climber")
            way.judges("first", 1)
            way.judges("second", 2)
        boss.send(
            "PUT",
            f"{way.stage}/requirements/1",
            {"asked": {"accepted": {"level": 0, "answers": 2, "share": 0.9}, "climb": True}},
        )
        assert way.rung(1)["needs"] == []
        assert way.rung(1)["may_climb"] is True
        assert way.climbs(1) == {"level": 1, "role": "primary_inspector"}
        assert way.climbs(1) == {"level": 1, "role": "primary_inspector"}, "again is no change"
        told = climber.get("/notifications")["items"]
        assert [(row["kind"], row["params"]["role"]) for row in told] == [
            ("role_granted", "primary_inspector")
        ]
        granted = [
            row
            for row in boss.get(f"{way.home}/events", subject="project_role")["items"]
            if row["target"] == "primary_inspector" and row["subject_id"] == climber.id
        ]
        assert len(granted) == 1

        # He inspects what others did, and what he says is upheld.
        boss.send(
            "PUT",
            f"{way.stage}/requirements/2",
            {"asked": {"upheld": {"verdicts": 2, "share": 0.9}, "climb": True, "invited": False}},
        )
        (need,) = way.rung(2)["needs"]
        assert (need["code"], need["of"], need["has"]) == ("too_few_accepted", "verdicts", 0)
        for _ in range(2):
            way.works("worker")
            way.judges("climber", 1)
        boss.send("PUT", f"{way.stage}/requirements/2", {"asked": {}})
        for _ in range(2):
            way.judges("second", 2)
        boss.send(
            "PUT",
            f"{way.stage}/requirements/2",
            {"asked": {"upheld": {"verdicts": 2, "share": 0.9}, "climb": True}},
        )
        assert way.climbs(2)["role"] == "secondary_inspector"
        assert way.rung(2)["held"] is True

        # What a manager takes away is not climbed to again.
        way.works("worker")
        way.judges("climber", 1)
        path = f"{way.home}/members/{climber.id}/roles/secondary_inspector"
        assert boss.http.delete(path).status_code == 204
        assert way.climbs(2, status=409)["code"] == "taken_off"
        boss.send("PUT", f"{way.stage}/requirements/2", {"asked": {}})
        assert way.climbs(2, status=409)["code"] == "no_ladder"
