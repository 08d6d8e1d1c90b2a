"""A stage by risk, delivered in lots: newcomers are seen in full, the trusted by chance; what
is left wrong is told by an interval; a lot is refused, gone through, mended, made again, released.
"""

from __future__ import annotations

from contextlib import closing
from dataclasses import dataclass, field
from typing import Any

import psycopg
import pytest

from tests.conftest import Database, Program, Server
from tests.journeys import exports
from tests.journeys.caller import Caller, new_key, until
from tests.journeys.test_small import drawn
from tests.journeys.truth import answer
from tests.journeys.way import FIRST, SCHEMA, Way

BY_RISK = {
    "inspect": {"newcomer": 3, "trusted": 0.0, "risky": 0.0, "random": 0.25},
    "limit": "1.0",
}


@dataclass
class Delivery(Way):
    """The way of a data set that is inspected by risk and delivered in lots."""

    database: Database = field(kw_only=True)

    def design(self) -> None:
        boss = self.boss
        stage = boss.post(
            f"{self.project}/stages",
            {"name": "세포 상자", "holds": 60, "inspect1": "risk", "inspect2": "none"},
        )
        self.stage = f"{self.project}/stages/{stage['id']}"
        boss.send("PATCH", self.stage, {"quality": BY_RISK})
        boss.post(f"{self.stage}/guidelines", {"body": "# 모든 세포에 상자를 그려 주세요."})
        boss.post(f"{self.stage}/schemas", {"definition": SCHEMA})
        boss.post(f"{self.stage}/prices", FIRST)
        boss.post(f"{self.stage}/open", status=200)
        boss.post(f"{self.project}/open", status=200)

    def rows(self, statement: str) -> list[Any]:
        with psycopg.connect(_plain(self.database.owner_url)) as connection:
            return connection.execute(statement).fetchall()

    def trust(self, who: Caller) -> None:
        """As if he had done five hundred here before, nearly all right."""
        project, stage = self.project.rsplit("/", 1)[1], self.stage.rsplit("/", 1)[1]
        with psycopg.connect(_plain(self.database.owner_url)) as connection:
            connection.execute(
                f"""INSERT INTO trust (project_id, stage_id, level, person_id, answers, gold,
                      gold_right, mean, low, high, below, holds)
                    VALUES ({project}, {stage}, 0, {who.id}, 500, 500, 480, 0.95, 0.93, 0.97, 0, 5)
                    ON CONFLICT DO NOTHING"""
            )

    def throw(self, salt: str) -> None:
        """Set the stage's secret, so that chance draws the same for every run of this journey."""
        stage = self.stage.rsplit("/", 1)[1]
        with psycopg.connect(_plain(self.database.owner_url)) as connection:
            connection.execute("UPDATE stage SET salt = %s WHERE id = %s", (salt, stage))

    def taken(self, who: Caller, level: int, count: int = 20) -> list[Any]:
        body = {"level": level, "count": count}
        return list(who.post(f"{self.stage}/claims", body, key=new_key())["leases"])

    def draw(self, who: Caller, leases: list[Any], *, wrong: int = 0) -> list[int]:
        """Hand in; of every four the first `wrong` with a box too few, or one too many."""
        roots = []
        for nth, lease in enumerate(leases):
            boxes = list(self.pictures[lease["item"]["name"]].boxes)
            if nth % 4 < wrong:
                boxes = boxes[1:] or list(self.pictures["접시/001.png"].boxes[:1])
            path = f"{self.project}/assignments/{lease['id']}/submission"
            who.post(path, {"answer": answer(boxes)}, key=new_key())
            roots.append(lease["id"])
            self.authors[lease["id"]] = who
        return roots

    def right(self, lease: Any) -> bool:
        truth = self.pictures[lease["item"]["name"]].boxes
        return sorted(_flat(lease["subject"]["answer"])) == sorted(_flat(answer(list(truth))))

    def judge(self, who: Caller, lease: Any, stop: str = "fix") -> str:
        """By the truth; what is wrong is mended, or stopped."""
        verdict = "approve" if self.right(lease) else stop
        body: dict[str, Any] = {"verdict": verdict}
        if verdict == "fix":
            truth = self.pictures[lease["item"]["name"]].boxes
            body["answer"] = answer(list(truth))
        elif verdict == "reject":
            body |= {"reason": "position", "comment": "상자가 맞지 않아요."}
        path = f"{self.project}/assignments/{lease['id']}/submission"
        who.post(path, body, key=new_key())
        return verdict

    def lot(self, name: str) -> Any:
        return self.boss.post(f"{self.stage}/lots", {"name": name})

    def settled(self, lot: Any) -> Any:
        """The lot once it is decided; nobody does that."""

        def over() -> Any:
            now = self.boss.get(f"{self.project}/lots/{lot['id']}")
            return None if now["state"] == "open" else now

        return until(over, "the lot's decision")


def _plain(url: str) -> str:
    return url.replace("postgresql+psycopg://", "postgresql://")


def _flat(given: dict[str, Any]) -> list[tuple[Any, ...]]:
    return [
        (one["class"], one["x"], one["y"], one["width"], one["height"])
        for one in given["annotations"]
    ]


def test_by_risk_and_in_lots(database: Database, server: Server, background: Program) -> None:
    pictures = {one.name: one for one in map(drawn, range(101, 161))}
    pictures |= {"접시/001.png": drawn(1)}
    way = Delivery(
        server.url,
        database.settings.outbox,
        pictures,
        workers=3,
        primaries=1,
        secondaries=2,
        database=database,
    )
    with closing(way):
        way.gather()
        way.design()
        way.import_pictures()
        way.fund_and_open()
        new, old, other = way.people["worker"]
        (primary,) = way.people["primary_inspector"]
        first, second = way.people["secondary_inspector"]
        way.trust(old)
        way.throw("a throw that is the same each time")

        # By risk: of the newcomer nothing is passed over; of the trusted a part by chance is seen.
        news = way.draw(new, way.taken(new, 0, 20)[:20])
        while leases := way.taken(old, 0):
            way.draw(old, leases, wrong=3)
        olds = [root for root, who in way.authors.items() if who is old]
        assert len(news) + len(olds) == len(pictures)
        seen: dict[int, Any] = {}
        mended: set[int] = set()
        while leases := way.taken(primary, 1):
            for lease in leases:
                root = lease["subject"]["root_id"]
                seen[root] = lease["subject"]["why"]
                if way.judge(primary, lease) == "fix":
                    mended.add(root)
        assert set(news) <= set(seen)
        # After his first three he is none any more, and as nothing is known of him yet, doubted.
        assert {seen[root]["code"] for root in news[:3]} <= {"newcomer", "random"}
        others = [seen[root] for root in news[3:] if seen[root]["code"] != "random"]
        assert {(one["code"], one["chance"]) for one in others} == {("trust", 1.0)}
        looked = [root for root in olds if root in seen]
        assert 0 < len(looked) < len(olds)
        assert {seen[root]["code"] for root in looked} == {"random"}

        # What is left wrong is told from just what was looked at by chance; how often the interval
        # holds the truth is a matter of many stages (tests/quality/test_unseen.py), not of one.
        told = way.boss.get(f"{way.stage}/remaining")
        wrong = len(mended.intersection(looked))
        assert (told["looked"], told["wrong"]) == (len(looked), wrong)
        assert told["share"] == pytest.approx(wrong / len(looked))
        assert told["low"] <= told["share"] <= told["high"]
        assert told["low"] <= 0.75 <= told["high"]
        assert told["low"] > 0.1

        # Nothing goes out but of an accepted lot; this one is refused.
        lot = way.lot("1차 납품")
        assert (lot["size"], lot["sample"], lot["accept"]) == (61, 13, 0)
        verdicts = []
        leases = way.taken(first, 2)
        assert len(leases) == 13
        for lease in leases:
            assert lease["subject"]["why"]["code"] == "lot"
            verdicts.append(way.judge(first, lease, "reject"))
        refused = way.settled(lot)
        assert (refused["state"], refused["faulty"]) == ("refused", verdicts.count("reject"))
        assert refused["faulty"] > 0

        # All of it goes back, the riskiest first, and is mended.
        risks = []
        while leases := way.taken(first, 2):
            for lease in leases:
                root = lease["subject"]["root_id"]
                ((risk,),) = way.rows(
                    f"SELECT risk FROM drawn WHERE root_id = {root} AND level = 2"
                )
                risks.append(float(risk))
                way.judge(first, lease)
        assert len(risks) == 61 - 13
        assert risks == sorted(risks, reverse=True)
        assert len(set(risks)) > 1

        # What was stopped is done by somebody else.
        def done_anew() -> bool | None:
            way.draw(other, way.taken(other, 0))
            for lease in way.taken(primary, 1):
                way.judge(primary, lease)
            states = {one["state"] for one in way.boss.pages(f"{way.project}/items", limit=200)}
            now = way.boss.get(f"{way.project}/lots/{lot['id']}")
            made = [who for who in way.authors.values() if who is other]
            return (states == {"accepted"} and len(made) == now["faulty"]) or None

        until(done_anew, "what was begun anew")

        # Made again, of everything, it is accepted; and goes out, all of it right.
        def made_again() -> Any:
            now = way.boss.get(f"{way.project}/lots/{lot['id']}")
            return way.lot("2차 납품") if now["again"] == 61 - 13 else None

        again = until(made_again, "the looks to be noted")
        assert again["size"] == 61
        while leases := way.taken(second, 2):
            assert {way.judge(second, lease) for lease in leases} == {"approve"}
        accepted = way.settled(again)
        assert (accepted["state"], accepted["faulty"]) == ("accepted", 0)
        exports.must_equal(exports.from_jsonl(way.export("jsonl")), pictures)
        budget = way.boss.get(f"{way.project}/budget")
        assert budget["funded"] == budget["left"] + budget["reserved"] + budget["earned"]
        assert budget["reserved"] == 0, "everything that was not needed has come back"
