"""Being let in: by what a level asks, once and kept; forgotten where what it rests on changes."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import text

from app.core.database import transaction
from app.people import participants
from app.routing.requirements import invite, set_requirement, set_team, uninvite
from app.routing.rules import Asked, Device
from app.workflow.admit import NotAdmitted, try_out
from app.workflow.claim import claim, next_lease
from app.workflow.lease import give_back
from app.workflow.resume import resume
from tests.api.conftest import Web
from tests.api.conftest import web as web
from tests.api.desk import signed_in
from tests.conftest import Queries
from tests.factories import PROFILE, Place


@pytest.fixture
def place(database: object) -> Place:
    return Place.make(items=30, inspect1="all", inspect2="all")


def ask(place: Place, level: int = 0, **what: Any) -> int:
    limits = {name: what.pop(name, None) for name in ("day_limit", "person_limit")}
    with transaction() as s:
        return set_requirement(
            s,
            by=place.manager,
            project_id=place.project_id,
            stage_id=place.stage_id,
            level=level,
            asked=Asked.model_validate(what),
            **limits,
        ).version


def refused(place: Place, who: int, level: int = 0) -> list[str]:
    """The codes of what stands between, none where a claim is given."""
    found: list[str] = []
    try:
        assert place.claim(who, level)
    except NotAdmitted as refusal:
        found = [need["code"] for need in refusal.extra["needs"]]
        if refusal.code != found[0]:
            raise
    return found


def kept(place: Place, who: int) -> int:
    return len(place.rows(f"SELECT FROM admission WHERE project_id = :p AND person_id = {who}"))


def course_of(place: Place, title: str = "상자") -> int:
    with transaction() as s:
        return int(
            s.execute(
                text(
                    """INSERT INTO course (project_id, stage_id, title, state, created_by)
                       VALUES (:p, :s, :t, 'open', :m) RETURNING id"""
                ),
                {"p": place.project_id, "s": place.stage_id, "t": title, "m": place.manager},
            ).scalar_one()
        )


def certify(place: Place, course: int, who: int, **more: Any) -> int:
    row = {"shown": False, "expires_at": None, **more}
    with transaction() as s:
        return int(
            s.execute(
                text(
                    """INSERT INTO certificate (project_id, course_id, person_id, code, shown,
                         expires_at)
                       VALUES (:p, :c, :w, gen_random_uuid()::text, :shown, :expires_at)
                       RETURNING id"""
                ),
                {"p": place.project_id, "c": course, "w": who, **row},
            ).scalar_one()
        )


def put(place: Place, who: int, team: str | None) -> None:
    with transaction() as s:
        set_team(s, by=place.manager, project_id=place.project_id, person_id=who, team=team)


def test_where_nothing_is_asked_nothing_is_kept(place: Place) -> None:
    worker = place.person("worker")
    assert refused(place, worker) == []
    assert kept(place, worker) == 0


def test_a_certificate_lets_in_until_it_ends(place: Place) -> None:
    worker, course = place.person("worker"), course_of(place)
    ask(place, certificates=[{"project_id": place.project_id, "course_id": course}])
    assert refused(place, worker) == ["certificate_missing"]
    assert kept(place, worker) == 0, "a refusal is never kept"
    ends = datetime.now(UTC) + timedelta(days=3)
    certify(place, course, worker, expires_at=ends)
    assert refused(place, worker) == []
    ((until,),) = place.rows("SELECT until FROM admission WHERE project_id = :p")
    assert until == ends
    place.rows("UPDATE certificate SET expires_at = now() - interval '1 s' RETURNING 1")
    assert refused(place, worker) == [], "what was kept says until when"
    place.rows("UPDATE admission SET until = now() - interval '1 s' RETURNING 1")
    assert refused(place, worker) == ["certificate_expired"]


def test_a_certificate_of_another_project_counts_where_it_is_shown(place: Place) -> None:
    other = Place.make()
    worker, course = place.person("worker"), course_of(other)
    ask(place, certificates=[{"project_id": other.project_id, "course_id": course}])
    certificate = certify(other, course, worker)
    assert refused(place, worker) == ["certificate_missing"]
    place.rows(f"UPDATE certificate SET shown = true WHERE id = {certificate} RETURNING 1")
    assert refused(place, worker) == []


def test_accepted_work_counts_at_its_level(place: Place) -> None:
    worker, other = place.person("worker", "primary_inspector"), place.person("worker")
    first = place.person("primary_inspector")
    ask(place, 1, accepted={"level": 0, "answers": 2, "share": 0.6})
    for lease in place.claim(other, count=3):
        place.submit(other, lease)
    for nth, lease in enumerate(place.claim(worker, count=3)):
        place.submit(worker, lease)
        with transaction() as s:
            state = "rejected_final" if nth == 2 else "accepted"
            s.execute(
                text("UPDATE assignment SET state = :x WHERE id = :a"), {"x": state, "a": lease}
            )
        needs = refused(place, worker, 1)
        assert needs == (["too_few_accepted"] if nth == 0 else [])
    ask(place, 1, accepted={"level": 0, "answers": 2, "share": 0.7})
    assert refused(place, worker, 1) == ["share_too_low"]
    assert refused(place, first, 1) == ["too_few_accepted"]


def test_verdicts_that_were_upheld_count(place: Place) -> None:
    judge = place.person("primary_inspector", "secondary_inspector")
    worker = place.person("worker")
    for lease in place.claim(worker, count=6):
        place.submit(worker, lease)
    ask(place, 2, upheld={"verdicts": 2, "share": 0.9})
    for lease in place.claim(judge, 1, count=2):
        place.decide(judge, lease, "approve")
    other = place.person("primary_inspector")
    for lease in place.claim(other, 1, count=3):
        place.decide(other, lease, "approve")
    assert refused(place, judge, 2) == ["too_few_accepted"]
    place.rows(f"UPDATE assignment SET upheld = true WHERE worker_id = {judge} RETURNING 1")
    assert refused(place, judge, 2) == []


def test_a_profile_that_changes_is_looked_at_again(place: Place, web: Web) -> None:
    worker = place.participant(language="ko-KR", lives="jeju")
    ask(place, languages=["ko"], regions=["jeju"])
    assert refused(place, worker) == []
    assert kept(place, worker) == 1
    me: Any = signed_in(web, worker)
    told = {**PROFILE, "lives_years": 3, "lives": "seoul", "language": "en"}
    assert me.put("/me/participant", json=told).status_code == 200
    assert kept(place, worker) == 0
    assert refused(place, worker) == ["language", "region"]


def test_a_team_and_an_invitation_that_change_are_looked_at_again(place: Place) -> None:
    worker = place.person("worker")
    where = {"project_id": place.project_id, "stage_id": place.stage_id, "level": 0}
    ask(place, teams=["A"], invited=True)
    assert refused(place, worker) == ["team", "invitation_missing"]
    put(place, worker, "A")
    with transaction() as s:
        assert invite(s, by=place.manager, **where, person_ids=[worker]) == [worker]
    assert refused(place, worker) == []
    put(place, worker, "B")
    assert refused(place, worker) == ["team"]
    put(place, worker, "A")
    assert refused(place, worker) == []
    with transaction() as s:
        uninvite(s, by=place.manager, **where, person_id=worker)
    assert refused(place, worker) == ["invitation_missing"]


def test_another_version_is_asked_of_who_was_let_in_before(place: Place) -> None:
    worker = place.person("worker")
    put(place, worker, "A")
    assert ask(place, teams=["A"]) == 1
    assert refused(place, worker) == []
    assert ask(place, teams=["A"]) == 1, "the same again is no change"
    assert ask(place, teams=["B"]) == 2
    assert refused(place, worker) == ["team"]
    assert ask(place) == 3
    assert refused(place, worker) == []


def test_the_device_is_asked_at_each_claim(place: Place) -> None:
    worker = place.person("worker")
    ask(place, devices=["desktop"])
    where = {"project_id": place.project_id, "stage_id": place.stage_id, "level": 0}

    def at(device: Device) -> int:
        with transaction() as s:
            return len(claim(s, me=worker, **where, count=1, key=place.key(), device=device))

    assert at(Device.DESKTOP) == 1
    with pytest.raises(NotAdmitted) as told:
        at(Device.PHONE)
    assert told.value.extra["needs"] == [{"code": "device", "devices": ["desktop"]}]
    with transaction() as s:
        follow = {"key": place.key(), "again": False, "device": Device.PHONE}
        assert next_lease(s, me=worker, **where, **follow) == []


def test_the_browser_says_what_it_is_and_the_page_may_say_less(place: Place, web: Web) -> None:
    ask(place, devices=["desktop"])
    me: Any = signed_in(web, place.person("worker"))
    path = f"/projects/{place.project_id}/stages/{place.stage_id}/claims"

    def asks(agent: str, **body: Any) -> int:
        headers = {"idempotency-key": f"tab-1-{place.key()}", "user-agent": agent}
        return int(me.post(path, json=body, headers=headers).status_code)

    mac = "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) Safari"
    assert asks(mac) == 201
    assert asks(mac, device="tablet") == 409
    assert asks("Mozilla/5.0 (iPhone) Mobile", device="desktop") == 409
    rows: Any = me.get("/work", headers={"user-agent": "Mozilla/5.0 (iPhone) Mobile"}).json()
    assert [need["code"] for need in rows[0]["needs"]] == ["device"]
    assert me.get("/work", headers={"user-agent": mac}).json()[0]["needs"] == []


def test_what_one_day_and_one_person_may_have(place: Place) -> None:
    worker, other = place.person("worker"), place.person("worker")
    ask(place, day_limit=3, person_limit=5)
    assert len(place.claim(worker, count=2)) == 2
    assert len(place.claim(worker, count=5)) == 1
    with pytest.raises(NotAdmitted) as told:
        place.claim(worker)
    (need,) = told.value.extra["needs"]
    assert (need["code"], need["limit"]) == ("day_limit", 3)
    assert datetime.fromisoformat(need["again_at"]) > datetime.now(UTC)
    assert len(place.claim(other, count=3)) == 3, "each has a day of his own"
    yesterday = "UPDATE assignment SET reserved_at = reserved_at - interval '1 day' RETURNING 1"
    place.rows(yesterday)
    assert len(place.claim(worker, count=20)) == 2
    place.rows(yesterday)
    assert refused(place, worker) == ["person_limit"]


def test_what_was_given_back_is_counted_and_may_be_taken_up_again(place: Place) -> None:
    worker = place.person("worker")
    ask(place, person_limit=1)
    (lease,) = place.claim(worker)
    here = {"me": worker, "project_id": place.project_id, "assignment_id": lease}
    with transaction() as s:
        give_back(s, **here, why="")
    assert refused(place, worker) == ["person_limit"]
    with transaction() as s:
        resume(s, **here)
    assert place.assignment(lease).state == "reserved"


def test_a_resumption_asks_what_a_claim_asks(place: Place) -> None:
    worker = place.person("worker")
    put(place, worker, "A")
    ask(place, teams=["A"])
    (lease,) = place.claim(worker)
    here = {"me": worker, "project_id": place.project_id, "assignment_id": lease}
    with transaction() as s:
        give_back(s, **here, why="")
    put(place, worker, None)
    with pytest.raises(NotAdmitted), transaction() as s:
        resume(s, **here)
    put(place, worker, "A")
    with transaction() as s:
        resume(s, **here)


def test_rework_that_waits_for_its_inspector_is_no_new_claim(database: object) -> None:
    place = Place.make(items=3, inspect1="all", inspect2="none")
    worker, judge = place.person("worker"), place.person("primary_inspector")
    ask(place, 1, person_limit=1)
    for lease in place.claim(worker, count=2):
        place.submit(worker, lease)
    (looking,) = place.claim(judge, 1)
    task = place.assignment(looking).task_id
    place.decide(judge, looking, "return")
    ((back,),) = place.rows(
        f"SELECT id FROM assignment WHERE project_id = :p AND task_id = {task} AND level = 0"
    )
    place.submit(worker, back)
    assert place.claim(judge, 1) == [looking]
    place.decide(judge, looking, "approve")
    assert refused(place, judge, 1) == ["person_limit"]


def test_the_market_and_the_offers_say_it_before_a_claim_does(place: Place, web: Web) -> None:
    worker, course = place.person("worker"), course_of(place, "세포 상자")
    ask(
        place,
        certificates=[{"project_id": place.project_id, "course_id": course}],
        teams=["A"],
        day_limit=1,
    )
    me: Any = signed_in(web, worker)
    (offer,) = me.get("/work").json()
    row = next(row for row in me.get("/market?mine=true").json()["items"] if row["level"] == 0)
    for said in (offer, row):
        certificate, team = [need for need in said["needs"] if need["code"] != "sign_terms"]
        assert certificate["code"] == "certificate_missing"
        assert certificate["courses"][0]["title"] == "세포 상자"
        assert certificate["courses"][0]["state"] == "open"
        assert (team["code"], team["teams"]) == ("team", ["A"])
    assert row["may"] is False
    path = f"/projects/{place.project_id}/stages/{place.stage_id}/claims"
    answer = me.post(path, json={}, headers={"idempotency-key": f"tab-1-{place.key()}"})
    assert (answer.status_code, answer.json()["code"]) == (409, "certificate_missing")
    assert [need["code"] for need in answer.json()["needs"]] == ["certificate_missing", "team"]
    certify(place, course, worker)
    put(place, worker, "A")
    assert refused(place, worker) == []
    assert [need["code"] for need in me.get("/work").json()[0]["needs"]] == ["day_limit"]


def test_it_is_said_whom_it_would_touch_before_it_does(place: Place) -> None:
    people = [place.person("worker") for _ in range(4)]
    for who in people[:3]:
        put(place, who, "A")
    with transaction() as s:
        participants.save(s, people[0], PROFILE | {"birth_year": None, "language": "ko-KR"})
    where = {"project_id": place.project_id, "stage_id": place.stage_id, "level": 0}
    asked = Asked.model_validate({"teams": ["A"], "languages": ["ko"]})
    with transaction() as s:
        assert try_out(s, **where, asked=asked) == {
            "members": 4,
            "admitted": 1,
            "by_need": [{"code": "language", "people": 3}, {"code": "team", "people": 1}],
        }
    assert refused(place, people[3]) == [], "nothing is asked by a try"


def test_an_unknown_course_is_no_requirement(place: Place, web: Web) -> None:
    me: Any = signed_in(web, place.manager)
    path = f"/projects/{place.project_id}/stages/{place.stage_id}/requirements/0"
    wrong = {"asked": {"certificates": [{"project_id": place.project_id, "course_id": 999}]}}
    assert me.put(path, json=wrong).json()["code"] == "unknown_course"
    assert me.post(f"{path}/try", json=wrong).json()["code"] == "unknown_course"
    assert me.get(path).json()["version"] == 0
    good = {"asked": {"invited": True}, "day_limit": 7}
    assert me.put(path, json=good).json()["asked"]["invited"] is True
    assert me.get(path).json()["day_limit"] == 7


@pytest.mark.parametrize("again", [0, 1])
def test_an_admission_costs_a_claim_nothing_but_the_first(
    place: Place, web: Web, queries: Queries, again: int
) -> None:
    """Who was let in before is known by the terms: four statements, as where nothing is asked.
    The first time two are read, and one is written."""
    worker = place.person("worker")
    put(place, worker, "A")
    ask(place, teams=["A"], day_limit=10, person_limit=20)
    me: Any = signed_in(web, worker)
    path = f"/projects/{place.project_id}/stages/{place.stage_id}/claims"
    for _ in range(again):
        me.post(path, json={}, headers={"idempotency-key": f"tab-1-{place.key()}"})
    before = len(queries.statements)
    answer = me.post(path, json={}, headers={"idempotency-key": f"tab-1-{place.key()}"})
    assert answer.status_code == 201, answer.text
    sent = queries.statements[before:]
    assert len(sent) == (4 if again else 7), "\n".join(sent)


def test_what_is_told_of_many_stages_costs_two_statements(
    place: Place, web: Web, queries: Queries
) -> None:
    """However many levels ask for something: how one stands to all, and what is known of one."""
    worker = place.person("worker", "primary_inspector", "secondary_inspector")
    me: Any = signed_in(web, worker)
    me.get("/work")
    before = len(queries.statements)
    assert len(me.get("/work").json()) == 3
    plain = len(queries.statements) - before
    # Who asks, what there is, and the day's minimum wage: where nothing is asked, nothing is
    # looked up.
    assert plain == 3
    for level in (0, 1, 2):
        ask(place, level, teams=["A"], day_limit=3)
    before = len(queries.statements)
    told = me.get("/work").json()
    assert [[need["code"] for need in row["needs"]] for row in told] == [["team"]] * 3
    assert len(queries.statements) - before == plain + 2
