"""A newcomer sees work that he may not do and why, learns, fails, waits, passes, and is let in."""

from __future__ import annotations

import subprocess
from contextlib import closing
from typing import Any

from tests.conftest import Database, Server
from tests.journeys.caller import Caller, new_key, until
from tests.journeys.test_small import drawn
from tests.journeys.truth import answer
from tests.journeys.way import Way

TRAINING, EXAM = 3_000, 2_000
WAIT = 3  # seconds after an attempt that failed


class School(Way):
    """A stage that is kept for those who have passed its course."""

    course: str
    course_id: int

    def teach(self) -> None:
        """A lesson, a practice task and an exam of two out of three."""
        boss = self.boss
        stage_id = int(self.stage.rsplit("/", 1)[1])
        made = boss.post(
            f"{self.project}/courses",
            {
                "stage_id": stage_id,
                "title": "세포 상자, 처음부터",
                "drawn": 2,
                "pass_mark": 1,
                "wait_seconds": WAIT,
                "training_pay": TRAINING,
                "exam_pay": EXAM,
            },
        )
        self.course_id = made["id"]
        self.course = f"{self.project}/courses/{made['id']}"
        lesson = {"title": "세 가지 세포", "body": "# 적혈구\n\n가운데가 옅어요."}
        boss.post(f"{self.course}/lessons", lesson)
        refused = boss.post(f"{self.course}/open", status=409)
        assert refused["code"] == "too_few_questions"
        items = sorted(boss.pages(f"{self.project}/items"), key=lambda one: str(one["name"]))
        for at, item in enumerate(items[:4]):
            task = boss.get(f"{self.course}/items/{item['id']}/task")
            assert task["item"]["width"] == self.pictures[item["name"]].width
            told = {
                "use": "exam" if at else "practice",
                "item_id": item["id"],
                "answer": answer(self.pictures[item["name"]].boxes),
                "note": "모든 세포를 세어요.",
            }
            boss.post(f"{self.course}/questions", told)
        boss.post(f"{self.course}/open", status=200)
        project_id = int(self.project.rsplit("/", 1)[1])
        asked = {"certificates": [{"project_id": project_id, "course_id": self.course_id}]}
        boss.send("PUT", f"{self.stage}/requirements/0", {"asked": asked})


def test_a_newcomer_learns_and_is_let_in(
    database: Database, server: Server, background: subprocess.Popen[bytes]
) -> None:
    pictures = {one.name: one for one in map(drawn, range(1, 7))}
    way = School(
        server.url, database.settings.outbox, pictures, workers=1, primaries=0, secondaries=0
    )
    with closing(way):
        way.gather()
        way.design()
        way.import_pictures()
        way.fund_and_open()
        way.teach()
        (newcomer,) = way.people["worker"]
        sees_why(way, newcomer)
        studies(way, newcomer)
        fails_and_waits(way, newcomer)
        passes(way, newcomer)
        works(way, newcomer)
        is_paid(way, newcomer)


def sees_why(way: School, newcomer: Caller) -> None:
    """The work is there, and so is what stands between."""
    (row,) = newcomer.get("/market")["items"]
    assert not row["may"]
    (need,) = [one for one in row["needs"] if one["code"] == "certificate_missing"]
    (course,) = need["courses"]
    assert (course["course_id"], course["state"]) == (way.course_id, "open")
    refused = newcomer.post(f"{way.stage}/claims", {"count": 1}, key=new_key(), status=409)
    assert refused["code"] == "certificate_missing"
    (mine,) = newcomer.get("/courses")["items"]
    assert (mine["id"], mine["begun"], mine["training_pay"]) == (way.course_id, False, TRAINING)


def studies(way: School, newcomer: Caller) -> None:
    """He reads, practises until he is right, and has his training's pay."""
    seen = newcomer.get(f"{way.course}/mine")
    assert seen["funded"]
    assert newcomer.post(f"{way.course}/attempts", status=409)["code"] == "training_unfinished"
    (lesson,), (practice,) = seen["lessons"], seen["practice"]
    newcomer.post(f"{way.course}/lessons/{lesson['id']}/read", {"seconds": 90}, status=200)
    tries = f"{way.course}/questions/{practice['id']}/tries"
    task = newcomer.get(f"{way.course}/questions/{practice['id']}/task")
    assert newcomer.get(task["item"]["media"].removeprefix("/api/v1"))["url"]
    nothing = {"modality": "picture", "annotations": []}
    tried = newcomer.post(tries, {"answer": nothing, "seconds": 20}, status=200)
    assert not tried["right"]
    assert {one["state"] for one in tried["feedback"]["marks"]} == {"missing"}
    assert tried["note"]
    tried = newcomer.post(tries, {"answer": tried["answer"], "seconds": 40}, status=200)
    assert tried["right"]
    assert tried["finished"]
    assert tried["paid"] == TRAINING


def sit(way: School, newcomer: Caller, *, well: bool) -> Any:
    """One attempt, by who knows the pictures or by who does not look."""
    attempt = newcomer.post(f"{way.course}/attempts")
    place = f"{way.course}/attempts/{attempt['id']}"
    for question in attempt["questions"]:
        task = newcomer.get(f"{way.course}/questions/{question['id']}/task")
        given = {"modality": "picture", "annotations": []}
        if well:
            given = answer(way.pictures[task["item"]["name"]].boxes)
        told = {"answer": given, "seconds": 30}
        newcomer.send("PUT", f"{place}/answers/{question['id']}", told)
    return newcomer.post(f"{place}/end", status=200)


def fails_and_waits(way: School, newcomer: Caller) -> None:
    """Nothing is right; he waits, by the server's clock."""
    failed = sit(way, newcomer, well=False)
    assert not failed["passed"]
    assert failed["attempts_left"] == 2
    assert {row["right"] for row in failed["questions"]} == {False}
    refused = newcomer.post(f"{way.course}/attempts", status=409)
    assert refused["code"] == "attempt_too_soon"
    (row,) = newcomer.get("/market")["items"]
    (need,) = [one for one in row["needs"] if one["code"] == "certificate_missing"]
    assert need["courses"][0]["next_attempt_at"] is not None

    def over() -> Any:
        return newcomer.get(f"{way.course}/mine")["exam"]["may_begin"] or None

    until(over, "the wait")


def passes(way: School, newcomer: Caller) -> None:
    """This time he is right; anybody who is given the code sees that it is so."""
    passed = sit(way, newcomer, well=True)
    assert passed["passed"]
    assert passed["paid"] == EXAM
    code = passed["certificate"]["code"]
    check = newcomer.get(f"/certificates/check/{code}")
    assert check["valid"]
    assert check["name"] is None
    assert newcomer.post(f"{way.course}/attempts", status=409)["code"] == "certificate_held"


def works(way: School, newcomer: Caller) -> None:
    """He is let in, and claims."""
    (row,) = newcomer.get("/market")["items"]
    assert row["may"]
    assert not row["needs"]
    claimed = newcomer.post(f"{way.stage}/claims", {"count": 1}, key=new_key())
    (lease,) = claimed["leases"]
    given = answer(way.pictures[lease["item"]["name"]].boxes)
    place = f"{way.project}/assignments/{lease['id']}/submission"
    assert newcomer.post(place, {"answer": given}, key=new_key())["state"] == "submitted"


def is_paid(way: School, newcomer: Caller) -> None:
    """To the won, by its own name; the manager sees the hours."""
    entries = newcomer.get("/me/ledger")["items"]
    assert [(one["what"], one["amount"]) for one in entries] == [
        ("training", TRAINING),
        ("exam", EXAM),
    ]
    (total,) = newcomer.get("/me/earnings")
    assert (total["earned"], total["owed"]) == (TRAINING + EXAM, TRAINING + EXAM)
    budget = way.boss.get(f"{way.project}/budget")
    assert budget["earned"] == TRAINING + EXAM
    assert budget["reserved"] == way.set_aside
    assert budget["left"] == way.funded - way.set_aside - TRAINING - EXAM
    (row,) = way.boss.pages(f"{way.course}/people")
    # A lesson, two tries, and two attempts at two questions.
    assert row["seconds"] == 90 + 60 + 4 * 30
    table = way.boss.http.get(f"{way.project}/training.csv").text
    assert f",{row['seconds']}," in table
