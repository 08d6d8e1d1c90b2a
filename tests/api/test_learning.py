"""Courses from both sides, through HTTP: made by a manager, taken by people, and never leaking."""

from __future__ import annotations

import csv
import io
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from sqlalchemy import text

from app.core.clock import day_of, utcnow
from app.core.database import transaction
from app.models import ProjectRoleName
from app.people.team import join_project, leave_team
from app.workers import learning as clock
from app.workflow.fund import pay_in
from app.workflow.opening import open_chunk
from tests.api.conftest import Caller, Web
from tests.api.desk import signed_in
from tests.factories import Place, boxes


class School:
    """A project with a course, its manager's browser, and everybody's way to take it."""

    def __init__(self, web: Web, *, funds: int = 10_000, level: int = 0, **course: Any) -> None:
        self.web = web
        self.place = Place.make(items=0, opened=False, funds=funds)
        self.home = f"/projects/{self.place.project_id}"
        self.boss = signed_in(web, self.place.manager)
        self.course = self.boss_post("/courses", {
            "stage_id": self.place.stage_id,
            "title": "세포, 처음부터",
            "level": level,
            "drawn": 2,
        } | course)  # fmt: skip
        self.way = f"{self.home}/courses/{self.course['id']}"

    def boss_post(self, path: str, body: Any = None, status: int = 201) -> Any:
        answer: Any = self.boss.post(f"{self.home}{path}", json=body)
        assert answer.status_code == status, answer.text
        return answer.json()

    def here(self) -> str:
        return f"/courses/{self.course['id']}"

    def lesson(self, title: str = "적혈구") -> int:
        made = self.boss_post(f"{self.here()}/lessons", {"title": title, "body": "# 본문"})
        return int(made["id"])

    def question(self, use: str, *xs: float, **more: Any) -> int:
        (item,) = self.place.add_items(1)
        body = {"use": use, "item_id": item, "answer": boxes(*(xs or (10.0,)))} | more
        return int(self.boss_post(f"{self.here()}/questions", body)["id"])

    def open(self) -> None:
        self.boss_post(f"{self.here()}/open", status=200)

    def learner(self, *roles: str) -> Learner:
        person = self.place.person(*(roles or ("worker",)))
        return Learner(self, signed_in(self.web, person), person)


class Learner:
    """Somebody who takes the course."""

    def __init__(self, school: School, http: Caller, id: int) -> None:
        self.school, self.http, self.id = school, http, id

    def send(self, method: str, path: str, body: Any = None, status: int = 200) -> Any:
        answer: Any = self.http.request(method, f"{self.school.way}{path}", json=body)
        assert answer.status_code == status, answer.text
        return answer.json()

    def mine(self) -> Any:
        return self.send("GET", "/mine")

    def read(self, lesson: int, seconds: int = 60, status: int = 200) -> Any:
        return self.send("POST", f"/lessons/{lesson}/read", {"seconds": seconds}, status)

    def try_(self, question: int, answer: Any, status: int = 200, seconds: int = 30) -> Any:
        body = {"answer": answer, "seconds": seconds}
        return self.send("POST", f"/questions/{question}/tries", body, status)

    def begin(self, status: int = 201) -> Any:
        return self.send("POST", "/attempts", status=status)

    def answer(self, attempt: Any, question: int, answer: Any, status: int = 200) -> Any:
        path = f"/attempts/{attempt['id']}/answers/{question}"
        return self.send("PUT", path, {"answer": answer, "seconds": 20}, status)

    def end(self, attempt: Any) -> Any:
        return self.send("POST", f"/attempts/{attempt['id']}/end")

    def sit(self, answer: Any) -> Any:
        """A whole attempt in which every question is answered the same."""
        attempt = self.begin()
        for question in attempt["questions"]:
            self.answer(attempt, question["id"], answer)
        return self.end(attempt)

    def owed(self) -> int:
        return self.school.place.owed(self.id)


RIGHT, WRONG = boxes(10.0), boxes(400.0)


def test_a_course_is_read_practised_passed_and_paid_once(web: Web) -> None:
    school = School(web, training_pay=700, exam_pay=1300)
    lesson = school.lesson()
    practice = school.question("practice", note="가장자리도 세어요.")
    for _ in range(3):
        school.question("exam")
    school.open()
    one = school.learner()

    seen = one.mine()
    assert [(row["id"], row["read_at"]) for row in seen["lessons"]] == [(lesson, None)]
    assert seen["exam"]["why_not"] == "training_unfinished"
    assert seen["funded"]
    assert seen["training_paid"] is None
    assert one.begin(409)["code"] == "training_unfinished"

    assert one.read(lesson)["lessons"][0]["seconds"] == 60
    tried = one.try_(practice, WRONG)
    assert not tried["right"]
    assert tried["answer"] == RIGHT
    assert tried["note"] == "가장자리도 세어요."
    assert [mark["state"] for mark in tried["feedback"]["marks"]] == ["missing", "extra"]
    assert one.owed() == 0
    tried = one.try_(practice, RIGHT)
    assert tried["right"]
    assert tried["finished"]
    assert tried["paid"] == 700
    assert tried["tries"] == 2
    assert one.try_(practice, RIGHT)["paid"] is None
    one.read(lesson)
    assert one.owed() == 700

    failed = one.sit(WRONG)
    assert not failed["passed"]
    assert failed["score"] == 0
    assert failed["attempts_left"] == 2
    assert failed["next_attempt_at"] is not None
    assert [row["right"] for row in failed["questions"]] == [False, False]
    refused = one.begin(409)
    assert refused["code"] == "attempt_too_soon"
    assert refused["at"]
    hurry(school)
    passed = one.sit(RIGHT)
    assert passed["passed"]
    assert passed["score"] == 1
    assert passed["paid"] == 1300
    assert passed["certificate"]["valid"]
    assert one.end(passed)["paid"] is None
    assert one.owed() == 2000
    assert one.begin(409)["code"] == "certificate_held"
    seen = one.mine()
    assert (seen["training_paid"], seen["exam_paid"]) == (700, 1300)
    today = one.http.get("/me/today").json()
    assert (today["earned"], today["learned"], today["hourly"]) == (2000, 2000, None)
    (day,) = one.http.get("/me/earnings/days").json()["items"]
    assert (day["earned"], day["learned"], day["pieces"]) == (2000, 2000, 0)
    entries = one.http.get("/me/ledger").json()["items"]
    assert [(row["what"], row["amount"], row["course"]) for row in entries] == [
        ("training", 700, "세포, 처음부터"),
        ("exam", 1300, "세포, 처음부터"),
    ]
    (earned,) = one.http.get("/me/earnings").json()
    assert (earned["earned"], earned["owed"]) == (2000, 2000)
    (row,) = one.http.get("/courses").json()["items"]
    assert row["certified"]
    assert row["lessons_read"] == row["practised"] == 1


def hurry(school: School, seconds: int = 7200) -> None:
    """Let time pass for everybody's attempts."""
    with transaction() as s:
        s.execute(
            text(
                "UPDATE attempt SET started_at = started_at - make_interval(secs => :by),"
                " due_at = due_at - make_interval(secs => :by),"
                " ended_at = ended_at - make_interval(secs => :by) WHERE project_id = :p"
            ),
            {"by": seconds, "p": school.place.project_id},
        )


def test_two_tabs_begin_one_attempt(web: Web) -> None:
    school = School(web)
    for _ in range(4):
        school.question("exam")
    school.open()
    one = school.learner()
    browser = one.http.http
    # What a route needs is made at its first request, and not by several at once.
    assert browser.post(f"{school.home}/courses/999999/attempts").status_code == 404
    with ThreadPoolExecutor(4) as tabs:
        begun = list(tabs.map(lambda _: browser.post(f"{school.way}/attempts"), range(4)))
    assert sorted(answer.status_code for answer in begun) == [201, 409, 409, 409]
    assert {answer.json()["code"] for answer in begun if answer.status_code == 409} == {
        "attempt_open"
    }


def test_an_attempt_whose_time_is_over_is_ended_by_the_clock_with_what_it_has(web: Web) -> None:
    school = School(web, pass_mark=0.5, exam_pay=900)
    for _ in range(3):
        school.question("exam")
    school.open()
    one, other = school.learner(), school.learner()
    attempt = one.begin()
    asked = [row["id"] for row in attempt["questions"]]
    one.answer(attempt, asked[0], RIGHT)
    idle = other.begin()
    assert clock.exams_over() == 0
    hurry(school, 3601)
    assert one.answer(attempt, asked[1], RIGHT, 409)["code"] == "attempt_over"
    one.send("GET", f"/questions/{asked[0]}/task", status=404)
    assert clock.exams_over() == 2
    assert clock.exams_over() == 0
    ended = one.send("GET", f"/attempts/{attempt['id']}")
    assert ended["passed"]
    assert ended["score"] == 0.5
    assert ended["certificate"]["valid"]
    assert ended["ended_at"] == ended["due_at"]
    assert one.owed() == 900
    assert other.owed() == 0
    told = [row["kind"] for row in one.http.get("/notifications").json()["items"]]
    assert told == ["exam_passed"]
    assert other.send("GET", f"/attempts/{idle['id']}")["passed"] is False
    # The wait goes by when the time was over, not by when somebody looked.
    assert other.mine()["exam"]["next_attempt_at"] is not None
    hurry(school, 3600)
    other.begin()


def test_attempts_are_used_up(web: Web) -> None:
    school = School(web, attempts=2, wait_seconds=0)
    for _ in range(3):
        school.question("exam")
    school.open()
    one = school.learner()
    sets = []
    for left in (1, 0):
        ended = one.sit(WRONG)
        assert ended["attempts_left"] == left
        sets.append({row["id"] for row in ended["questions"]})
    assert sets[0] != sets[1]
    assert one.begin(409)["code"] == "attempts_used"
    assert one.mine()["exam"]["attempts_left"] == 0
    assert one.mine()["certificate"] is None


def test_nobody_sees_an_exams_question_or_what_is_right_before_his_time(web: Web) -> None:
    school = School(web)
    practice = school.question("practice", note="비밀 하나")
    exam = [school.question("exam", note="비밀 둘") for _ in range(2)]
    spare = school.question("exam")
    school.boss_post(f"{school.here()}/open", status=200)
    one = school.learner()

    def told(path: str, status: int = 200) -> str:
        answer = one.http.get(f"{school.way}{path}")
        assert answer.status_code == status, answer.text
        return str(answer.text)

    for question in (*exam, spare):
        told(f"/questions/{question}/task", 404)
        told(f"/questions/{question}/media", 404)
        one.try_(question, RIGHT, 404)
    for path in ("/questions", f"/questions/{practice}", "/people", "/lessons", ""):
        told(path, 403)
    task = told(f"/questions/{practice}/task")
    assert "비밀" not in task
    assert '"x":10' not in task.replace(" ", "")
    assert one.send("GET", f"/questions/{practice}/task")["item"]["suggested"] is None

    one.try_(practice, RIGHT)
    attempt = one.begin()
    asked = [row["id"] for row in attempt["questions"]]
    (unasked,) = {*exam, spare} - set(asked)
    told(f"/questions/{unasked}/task", 404)
    one.answer(attempt, unasked, RIGHT, 404)
    other = school.learner()
    other.send("GET", f"/questions/{asked[0]}/task", status=404)
    other.send("GET", f"/attempts/{attempt['id']}", status=404)
    other.send("POST", f"/attempts/{attempt['id']}/end", status=404)
    seen = one.send("GET", f"/questions/{asked[0]}/task")
    assert seen["given"] is None
    assert seen["due_at"] == attempt["due_at"]
    after = one.answer(attempt, asked[0], WRONG)
    assert [(row["answered"], row["right"]) for row in after["questions"]] == [
        (True, None),
        (False, None),
    ]
    assert "score" in after
    assert after["score"] is None
    assert one.send("GET", f"/questions/{asked[0]}/task")["given"] == WRONG
    one.try_(asked[0], RIGHT, 404)
    ended = one.end(attempt)
    assert "비밀" not in str(ended)
    assert "annotations" not in str(ended)
    told(f"/questions/{asked[0]}/task", 404)


def test_who_may_read_what_is_right_takes_no_exam_and_is_not_paid(web: Web) -> None:
    school = School(web, training_pay=500)
    lesson = school.lesson()
    exams = [school.question("exam") for _ in range(2)]
    school.open()
    boss = Learner(school, school.boss, school.place.manager)
    assert boss.read(lesson)["finished"]
    assert boss.owed() == 0
    assert boss.begin(409)["code"] == "exam_not_yours"
    assert boss.send("GET", f"/questions/{exams[0]}/task")["item"]["media"].endswith("/media")
    # Who made it knows what is right, whatever he is now.
    with transaction() as s:
        for role in (ProjectRoleName.WORKER,):
            join_project(s, school.place.project_id, school.place.manager, role, by=None)
        leave_team(
            s, school.place.project_id, school.place.manager, ProjectRoleName.MANAGER, by=None
        )
    assert boss.begin(409)["code"] == "exam_not_yours"
    assert boss.send("GET", f"/questions/{exams[0]}/task", status=404)["code"] == "not_found"


def test_what_the_budget_does_not_have_is_told_owed_and_paid_later(web: Web) -> None:
    school = School(web, funds=100, training_pay=700, drawn=0)
    lesson = school.lesson()
    school.open()
    one, other = school.learner(), school.learner()
    assert one.mine()["funded"] is False
    seen = one.read(lesson)
    assert seen["finished"]
    assert seen["owed"] == 700
    assert seen["training_paid"] is None
    assert seen["certificate"]["valid"]
    assert seen["exam"] is None
    other.read(lesson)
    one.read(lesson)
    kinds = [row["kind"] for row in school.boss.http.get("/notifications").json()["items"]]
    assert kinds.count("budget_short") == 1
    assert school.boss.http.get(school.way).json()["owed"] == 1400
    assert clock.owed_learning() == 0
    with transaction() as s:
        pay_in(
            s, by=school.place.manager, project_id=school.place.project_id, amount=1000, key="더"
        )
    assert clock.owed_learning() == 1
    assert (one.owed(), other.owed()) == (700, 0)
    with transaction() as s:
        pay_in(
            s, by=school.place.manager, project_id=school.place.project_id, amount=300, key="더2"
        )
    assert clock.owed_learning() == 1
    assert clock.owed_learning() == 0
    assert (one.owed(), other.owed()) == (700, 700)
    assert one.mine()["training_paid"] == 700
    assert one.mine()["owed"] == 0
    budget = school.boss.http.get(f"{school.home}/budget").json()
    assert budget["funded"] == budget["left"] + budget["reserved"] + budget["earned"]
    assert budget["earned"] == 1400
    assert budget["left"] == 0


def test_a_certificate_is_shown_checked_and_taken_back(web: Web) -> None:
    school = School(web, valid_days=365)
    for _ in range(2):
        school.question("exam")
    school.open()
    one, stranger = school.learner(), web.stranger()
    held = one.sit(RIGHT)["certificate"]
    code = held["code"]

    def check() -> Any:
        return stranger.http.get(f"/certificates/check/{code.lower()}").json()

    assert check()["valid"]
    assert check()["name"] is None
    assert stranger.http.get("/certificates/check/DURE-2222-2222-2222-2222").status_code == 404
    with transaction() as s:
        stage = {"p": school.place.project_id, "s": school.place.stage_id, "w": one.id}
        course = school.course["id"]
        asked = f'{{"certificates": [{{"project_id": {stage["p"]}, "course_id": {course}}}]}}'
        s.execute(
            text(
                "INSERT INTO requirement (project_id, stage_id, level, version, asked, changed_by)"
                " VALUES (:p, :s, 0, 1, CAST(:asked AS jsonb), :w)"
            ),
            stage | {"asked": asked},
        )

    def admitted() -> bool:
        """Whether he is still let in; then he is let in again."""
        with transaction() as s:
            there = s.execute(
                text("SELECT count(*) FROM admission WHERE person_id = :w"), stage
            ).scalar_one()
            s.execute(
                text(
                    "INSERT INTO admission (project_id, stage_id, level, person_id, version,"
                    " missing) VALUES (:p, :s, 0, :w, 1, '[]') ON CONFLICT DO NOTHING"
                ),
                stage,
            )
        return bool(there)

    assert not admitted()
    assert admitted()
    shown = one.http.patch(f"/certificates/{held['id']}", json={"shown": True})
    assert shown.json()["shown"]
    assert not admitted()
    assert check()["name"] is not None
    other = school.learner()
    assert other.http.patch(f"/certificates/{held['id']}", json={"shown": True}).status_code == 404

    body = {"why": "대신 치른 시험이에요."}
    path = f"{school.home}/certificates/{held['id']}/revoke"
    assert school.boss.http.post(path, json=body).json()["valid"] is False
    assert school.boss.http.post(path, json=body).json()["code"] == "revoked_already"
    assert not admitted()
    assert check() == check() | {"valid": False, "revoked": True}
    (mine,) = one.http.get("/certificates").json()["items"]
    assert mine["revoked_why"] == body["why"]
    told = [row["kind"] for row in one.http.get("/notifications").json()["items"]]
    assert "certificate_revoked" in told
    assert one.mine()["exam"]["may_begin"]
    assert one.mine()["certificate"]["valid"] is False
    assert one.mine()["certificate"]["revoked_at"] is not None


def test_a_certificate_ends_and_is_earned_anew(web: Web) -> None:
    school = School(web, valid_days=60)
    for _ in range(3):
        school.question("exam")
    school.open()
    one = school.learner()
    first = one.sit(RIGHT)["certificate"]
    assert one.begin(409)["code"] == "certificate_held"

    def later(days: int) -> None:
        with transaction() as s:
            s.execute(
                text(
                    "UPDATE certificate SET expires_at = expires_at - make_interval(days => :d)"
                    " WHERE id = :id"
                ),
                {"d": days, "id": first["id"]},
            )

    later(31)
    second = one.sit(RIGHT)["certificate"]
    assert second["id"] != first["id"]
    assert one.mine()["certificate"]["id"] == second["id"]
    later(60)
    rows = one.http.get("/certificates").json()["items"]
    assert [row["valid"] for row in rows] == [True, False]


def test_inspectors_are_asked_for_verdicts(web: Web) -> None:
    school = School(web, level=1, drawn=1, pass_mark=1)
    shown = boxes(10.0, 300.0)
    practice = school.question("practice", 10.0, 50.0, shown=shown, verdict="return")
    school.question("exam", 10.0, 50.0, shown=shown, verdict="return")
    school.open()
    one = school.learner("worker")
    task = one.send("GET", f"/questions/{practice}/task")
    assert task["subject"] == {"answer": shown}
    assert task["level"] == 1

    def judge(verdict: str, *pins: str) -> Any:
        body = {"verdict": verdict, "pins": [{"annotation": pin} for pin in pins]}
        return one.send("POST", f"/questions/{practice}/tries", body)

    assert judge("approve")["score"] == 0
    tried = judge("return", "a0")
    assert not tried["right"]
    assert tried["named"] is False
    tried = judge("return", "a1")
    assert tried["right"]
    assert tried["named"]
    assert tried["verdict"] == "return"
    states = [row["state"] for row in tried["feedback"]["marks"]]
    assert sorted(states) == ["extra", "missing", "right"]
    attempt = one.begin()
    (asked,) = attempt["questions"]
    path = f"/attempts/{attempt['id']}/answers/{asked['id']}"
    refused = one.send("PUT", path, {"answer": shown}, 422)
    assert refused["code"] == "question_unfit"
    one.send("PUT", path, {"verdict": "return", "pins": [{"annotation": "a1"}]})
    kept = one.send("GET", f"/questions/{asked['id']}/task")
    assert kept["given_verdict"] == "return"
    assert [pin["annotation"] for pin in kept["given_pins"]] == ["a1"]
    assert one.end(attempt)["passed"]


def test_a_question_fits_its_course(web: Web) -> None:
    school = School(web, drawn=1)
    (item,) = school.place.add_items(1)

    def add(status: int, **body: Any) -> Any:
        body = {"use": "practice", "item_id": item} | body
        return school.boss_post(f"{school.here()}/questions", body, status)

    assert school.boss_post(f"{school.here()}/open", status=409)["code"] == "course_empty"
    assert add(422)["code"] == "question_unfit"
    assert add(409, from_accepted=True)["code"] == "nothing_accepted"
    assert add(422, answer=boxes(5000.0))["errors"]
    assert add(422, answer=RIGHT, verdict="approve")["code"] == "question_unfit"
    made = add(201, answer=RIGHT)
    assert add(409, answer=RIGHT)["code"] == "question_there"
    assert add(409, answer=RIGHT, use="exam")["code"] == "question_there"
    assert school.boss_post(f"{school.here()}/open", status=409)["code"] == "too_few_questions"
    exam = school.question("exam")
    school.open()
    path = f"{school.way}/questions/{exam}"
    assert school.boss.http.delete(path).json()["code"] == "too_few_questions"
    refused = school.boss.http.patch(school.way, json={"drawn": 2})
    assert refused.json()["code"] == "too_few_questions"
    changed = school.boss.http.patch(path, json={"note": "둘", "answer": boxes(20.0)})
    assert changed.json()["answer"] == boxes(20.0)
    assert changed.json()["note"] == "둘"
    assert school.boss.http.delete(f"{school.way}/questions/{made['id']}").status_code == 204
    rows = school.boss.http.get(f"{school.way}/questions").json()["items"]
    assert [row["id"] for row in rows] == [exam]
    # It was practised with its right answer: no exam asks it any more.
    assert add(409, answer=RIGHT, use="exam")["code"] == "question_there"
    assert add(201, answer=RIGHT)["id"] == made["id"]


def test_the_accepted_answer_can_be_the_right_one(web: Web) -> None:
    school = School(web)
    place = school.place
    (item,) = place.add_items(1)
    while open_chunk(place.project_id, place.stage_id, None, priority=0, by=place.manager):
        pass
    worker, inspector = place.person("worker"), place.person("primary_inspector")
    (lease,) = place.claim(worker)
    place.submit(worker, lease, boxes(33.0))
    (seat,) = place.claim(inspector, 1)
    place.decide(inspector, seat, "approve")
    opened = school.boss.http.get(f"{school.way}/items/{item}/task").json()
    assert opened["given"] == boxes(33.0)
    body = {"use": "exam", "item_id": item, "from_accepted": True}
    made = school.boss_post(f"{school.here()}/questions", body)
    assert made["answer"] == boxes(33.0)


def test_lessons_are_ordered_and_retired(web: Web) -> None:
    school = School(web, drawn=0)
    one, two, three = (school.lesson(title) for title in ("하나", "둘", "셋"))
    path = f"{school.way}/lessons"
    refused = school.boss.http.put(f"{path}/order", json={"ids": [one, two]})
    assert refused.json()["code"] == "order_incomplete"
    ordered = school.boss.http.put(f"{path}/order", json={"ids": [three, one, two]}).json()
    assert [row["id"] for row in ordered] == [three, one, two]
    assert school.boss.http.patch(f"{path}/{one}", json={"title": "첫째"}).json()["title"] == "첫째"
    assert school.boss.http.delete(f"{path}/{two}").status_code == 204
    school.open()
    learner = school.learner()
    learner.read(two, status=404)
    assert [row["title"] for row in learner.mine()["lessons"]] == ["셋", "첫째"]
    learner.read(one)
    assert learner.read(three)["certificate"]["valid"]
    school.boss_post(f"{school.here()}/retire", status=200)
    assert learner.read(one, status=409)["code"] == "course_closed"
    assert learner.mine()["certificate"]["valid"]


def test_hours_of_training_by_person_and_month(web: Web) -> None:
    school = School(web, title="=1+1", drawn=1)
    lesson = school.lesson()
    school.question("exam")
    school.open()
    one, other = school.learner(), school.learner()
    one.read(lesson, seconds=1800)
    one.sit(RIGHT)
    other.read(lesson, seconds=90_00)
    rows = school.boss.http.get(f"{school.way}/people").json()["items"]
    seen = {row["person_id"]: row for row in rows}
    assert (seen[one.id]["lessons_read"], seen[one.id]["seconds"]) == (1, 1820)
    assert seen[one.id]["certified"]
    assert not seen[other.id]["certified"]
    assert seen[one.id]["best"] == 1
    assert seen[one.id]["attempts"] == 1
    answer = school.boss.http.get(f"{school.home}/training.csv")
    assert answer.headers["content-type"].startswith("text/csv")
    table = list(csv.DictReader(io.StringIO(answer.text.removeprefix("\ufeff"))))
    by = {int(row["person_id"]): row for row in table}
    month = day_of(utcnow()).strftime("%Y-%m")
    assert {row["month"] for row in table} == {month}
    assert by[one.id]["seconds"] == "1820"
    assert by[one.id]["exam_answers"] == "1"
    assert by[other.id]["hours"] == "1.00"  # nobody sits longer than an hour at once
    assert by[one.id]["course"] == "'=1+1"  # no spreadsheet computes it


@pytest.mark.parametrize("role", ["custodian"])
def test_who_does_no_work_learns_nothing(web: Web, role: str) -> None:
    school = School(web, drawn=0)
    lesson = school.lesson()
    school.open()
    one = school.learner(role)
    assert one.mine()["title"]
    one.read(lesson, status=403)


def test_what_a_course_asks_is_not_opened_with_the_rest(web: Web) -> None:
    school = School(web)
    place = school.place
    practice = school.question("practice")
    school.question("exam")
    place.add_items(1)
    quote = f"{school.home}/stages/{place.stage_id}/openings/quote"
    said = school.boss.http.get(quote).json()
    assert (said["items"], said["asked"], said["total"]) == (1, 2, said["each"])

    def opened() -> int:
        return open_chunk(place.project_id, place.stage_id, None, priority=0, by=place.manager)

    assert opened() == 1
    assert opened() == 0
    # Who wants it worked on takes it out of the course.
    assert school.boss.delete(f"{school.way}/questions/{practice}").status_code == 204
    said = school.boss.http.get(quote).json()
    assert (said["items"], said["asked"]) == (1, 1)
    assert opened() == 1


def test_courses_of_other_projects_are_found_by_name(web: Web) -> None:
    here, other, closed = School(web), School(web, drawn=0), School(web, drawn=0)
    for school in (other, closed):
        school.lesson()
        school.open()
    with transaction() as s:
        of = {"o": other.place.project_id, "c": closed.place.project_id}
        # One of another organisation that is open to all, and one that asks for an invitation.
        s.execute(
            text("UPDATE project SET enrolment = 'open', name = '세포' WHERE id = :o"),
            {"o": of["o"]},
        )
        s.execute(text("UPDATE project SET enrolment = 'invited' WHERE id = :c"), {"c": of["c"]})
        apart = s.execute(
            text("SELECT count(DISTINCT organisation_id) FROM project WHERE id IN (:h, :o, :c)"),
            of | {"h": here.place.project_id},
        ).scalar_one()
    at = f"{here.home}/stages/{here.place.stage_id}/certifying"
    found = here.boss.get(at).json()["items"]
    assert apart == 3
    assert found == [
        {
            "project_id": of["o"],
            "project": "세포",
            "course_id": other.course["id"],
            "title": "세포, 처음부터",
            "level": 0,
        }
    ]
    with transaction() as s:
        s.execute(
            text(
                "UPDATE project SET organisation_id = (SELECT organisation_id FROM project"
                " WHERE id = :h) WHERE id = :c"
            ),
            {"h": here.place.project_id, "c": of["c"]},
        )
    first = here.boss.get(at, params={"limit": 1}).json()
    (rest,) = here.boss.get(at, params={"after": first["next"]}).json()["items"]
    assert [first["items"][0]["project_id"], rest["project_id"]] == [of["o"], of["c"]]
