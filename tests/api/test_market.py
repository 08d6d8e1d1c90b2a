"""The market, and joining a project by oneself."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import select, update

from app.core.database import owner_engine, transaction
from app.models import Agreement, AgreementKind, Enrolment, Item, Pace, Person, Project
from app.people import agreements
from app.people import queries as people
from app.tasks.pace import count_pace
from tests.api.conftest import Caller, Web
from tests.api.desk import signed_in
from tests.conftest import Queries
from tests.factories import Place, add_person

WORDS = {"title_ko": "가", "title_en": "a", "body_ko": "가", "body_en": "a"}


def opened(place: Place, enrolment: Enrolment = Enrolment.OPEN) -> Place:
    with transaction() as s:
        s.execute(update(Project).where(Project.id == place.project_id).values(enrolment=enrolment))
    return place


def named(place: Place, name: str, goal: str = "") -> None:
    with transaction() as s:
        s.execute(
            update(Project).where(Project.id == place.project_id).values(name=name, goal=goal)
        )


def paced(place: Place, seconds: int, level: int = 0) -> None:
    with transaction() as s:
        s.add(
            Pace(
                project_id=place.project_id,
                stage_id=place.stage_id,
                level=level,
                median_seconds=seconds,
                unit_seconds=seconds,
                hand_ins=9,
                last_id=1,
            )
        )


def newcomer(web: Web, *, signed: bool = True) -> Caller:
    caller = web.person()
    if signed:
        with transaction() as s:
            agreements.sign(s, caller.id or 0, people.current_agreements(s), "ko")
    return caller


def market(caller: Caller, **params: Any) -> list[dict[str, Any]]:
    answer: Any = caller.get("/market", params=params)
    assert answer.status_code == 200, answer.text
    return list(answer.json()["items"])


def codes(row: dict[str, Any]) -> list[str]:
    return [need["code"] for need in row["needs"]]


def join(caller: Caller, place: Place) -> Any:
    return caller.post(f"/projects/{place.project_id}/join")


def test_a_newcomer_sees_open_projects_joins_and_claims(web: Web) -> None:
    place, closed = opened(Place.make(items=3)), Place.make()
    paced(place, 40)
    who = newcomer(web)
    (row,) = market(who)
    assert row["project_id"] == place.project_id != closed.project_id
    assert (row["level"], row["waiting"], row["held"], row["price"]) == (0, 3, 0, 100)
    assert (row["median_seconds"], row["hourly"], row["modality"]) == (40, 9000, "picture")
    assert row["minimum_wage"] >= 10_320
    assert (row["member"], row["may"], row["picture"]) == (False, False, None)
    (need,) = row["needs"]
    assert {name: said for name, said in need.items() if said is not None} == {"code": "join"}
    first = join(who, place)
    assert first.status_code == 200, first.text
    assert join(who, place).json() == first.json()
    (row,) = market(who)
    assert (row["member"], row["may"], row["needs"]) == (True, True, [])
    assert [row["project_id"] for row in market(who, mine=True)] == [place.project_id]
    claimed: Any = who.post(
        f"/projects/{place.project_id}/stages/{place.stage_id}/claims",
        json={},
        headers={"idempotency-key": "the-first-claim"},
    )
    assert claimed.status_code == 201, claimed.text
    assert market(who)[0]["held"] == 1


def test_terms_come_first(web: Web) -> None:
    place = opened(Place.make())
    who = newcomer(web, signed=False)
    (row,) = market(who)
    assert codes(row) == ["sign_terms", "join"]
    refused = join(who, place)
    assert (refused.status_code, refused.json()["code"]) == (409, "terms_unsigned")
    assert refused.json()["agreement_ids"] == row["needs"][0]["agreement_ids"]
    for agreement_id in row["needs"][0]["agreement_ids"]:
        who.post(f"/agreements/{agreement_id}/sign", json={"locale": "ko"})
    assert codes(market(who)[0]) == ["join"]
    assert join(who, place).status_code == 200


def test_a_projects_own_agreement_is_signed_before_its_first_claim(web: Web) -> None:
    place = opened(Place.make(items=2))
    who = newcomer(web)
    with transaction() as s:
        agreement = agreements.publish(
            s, AgreementKind.PROJECT, place.project_id, WORDS, by=place.manager
        )
    assert codes(market(who)[0]) == ["join", "sign_project"]
    join(who, place)
    (row,) = market(who)
    assert (codes(row), row["needs"][0]["agreement_id"]) == (["sign_project"], agreement)
    claims = f"/projects/{place.project_id}/stages/{place.stage_id}/claims"
    key = {"idempotency-key": "a-key-of-its-own"}
    refused: Any = who.post(claims, json={}, headers=key)
    assert (refused.status_code, refused.json()["code"]) == (409, "agreement_unsigned")
    assert refused.json()["agreement_id"] == agreement
    who.post(f"/agreements/{agreement}/sign", json={"locale": "ko"})
    assert market(who)[0]["may"]
    granted: Any = who.post(claims, json={}, headers=key)
    assert granted.status_code == 201
    # A new version: what is held goes on, and no more is handed out until it is signed.
    with transaction() as s:
        agreements.publish(s, AgreementKind.PROJECT, place.project_id, WORDS, by=place.manager)
    lease = granted.json()["leases"][0]["id"]
    place.submit(who.id or 0, lease)
    assert codes(market(who)[0]) == ["sign_project"]


def test_an_invited_project_is_nobodys_to_join(web: Web) -> None:
    place = Place.make()
    who = newcomer(web)
    assert join(who, place).status_code == 404
    assert who.post(f"/projects/{place.project_id + 1000}/join").status_code == 404  # type: ignore[attr-defined]
    web.join(place.project_id, who, "primary_inspector")
    refused = join(who, place)
    assert (refused.status_code, refused.json()["code"]) == (409, "invited_only")
    web.join(place.project_id, who, "worker")
    assert join(who, place).status_code == 200


def test_who_was_taken_off_comes_back_by_the_manager_only(web: Web) -> None:
    place = opened(Place.make())
    who, boss = newcomer(web), signed_in(web, place.manager)
    assert join(who, place).status_code == 200
    role = f"/projects/{place.project_id}/members/{who.id}/roles/worker"
    taken: Any = boss.delete(role)
    assert taken.status_code == 204
    assert market(who) == []
    refused = join(who, place)
    assert (refused.status_code, refused.json()["code"]) == (409, "invited_only")
    back: Any = boss.put(role)
    assert back.status_code == 200
    assert join(who, place).json() == back.json()
    assert [row["member"] for row in market(who)] == [True]


def test_a_paused_project_takes_nobody(web: Web) -> None:
    place = opened(Place.make())
    who = newcomer(web)
    with transaction() as s:
        s.get_one(Project, place.project_id).state = "paused"  # type: ignore[assignment]
    assert market(who) == []
    assert join(who, place).status_code == 404


def test_an_arbiter_of_the_organisation_is_offered_nothing_of_it(web: Web) -> None:
    place = opened(Place.make())
    who = newcomer(web)
    web.appoint(place.organisation_id, who, "arbiter")
    assert market(who) == []
    assert join(who, place).json()["code"] == "arbiter_on_team"


def test_too_young(web: Web) -> None:
    place = opened(Place.make())
    who = newcomer(web)
    with transaction() as s:
        s.get_one(Person, who.id).birth_year = 2020
    assert codes(market(who)[0]) == ["too_young", "join"]
    assert join(who, place).json()["code"] == "too_young"


def test_a_token_does_not_join(web: Web) -> None:
    place = opened(Place.make())
    who = newcomer(web)
    made: Any = who.post("/tokens", json={"name": "x", "scopes": ["work"], "days": 1})
    assert made.status_code == 201, made.text
    program = web.stranger()
    refused: Any = program.post(
        f"/projects/{place.project_id}/join",
        headers={"authorization": f"Bearer {made.json()['token']}"},
    )
    assert refused.json()["code"] == "by_session_only"


def test_what_is_left_and_what_one_holds(web: Web) -> None:
    place = opened(Place.make(items=1, overlap=2, holds=1))
    worker, other = place.person("worker"), place.person("worker")
    me = signed_in(web, worker)
    with transaction() as s:
        agreements.sign(s, worker, people.current_agreements(s), "ko")
    (lease,) = place.claim(worker)
    (row,) = market(me)
    assert codes(row) == ["full_hands", "all_done"]
    assert (row["needs"][0]["held"], row["needs"][0]["holds"]) == (1, 1)
    place.submit(worker, lease)
    assert codes(market(me)[0]) == ["all_done"]
    (last,) = place.claim(other)
    place.submit(other, last)
    assert codes(market(me)[0]) == ["nothing_waiting"]


def test_levels_by_role(web: Web) -> None:
    place = opened(Place.make(items=1, inspect1="all"))
    worker, both = place.person("worker"), place.person("worker", "primary_inspector")
    place.submit(worker, place.claim(worker)[0])
    rows = market(signed_in(web, both))
    assert sorted((row["level"], row["waiting"], row["price"]) for row in rows) == [
        (0, 0, 100),
        (1, 1, 30),
    ]


def test_by_pay_and_by_age_page_by_page(web: Web) -> None:
    places = [opened(Place.make()) for _ in range(5)]
    for place, seconds in zip(places, (30, None, 10, 30, None), strict=True):
        if seconds:
            paced(place, seconds)
    who = newcomer(web)
    ids = [place.project_id for place in places]
    wanted = {
        "pay": [ids[2], ids[3], ids[0], ids[4], ids[1]],
        "new": ids[::-1],
    }
    for sort, order in wanted.items():
        assert [row["project_id"] for row in market(who, sort=sort)] == order
        found, after = [], ""
        for _ in range(4):
            page: Any = who.get("/market", params={"sort": sort, "limit": 2, "after": after})
            found += [row["project_id"] for row in page.json()["items"]]
            after = page.json()["next"]
            if after is None:
                break
        assert found == order


def test_one_stage_alone(web: Web) -> None:
    one, other = opened(Place.make()), opened(Place.make())
    who = newcomer(web)
    assert [row["stage_id"] for row in market(who, stage_id=one.stage_id)] == [one.stage_id]
    assert market(who, stage_id=10**9) == []
    # Every level of it that one may work on, and with the other filters.
    join(who, one)
    web.join(one.project_id, who, "primary_inspector")
    both = market(who, stage_id=one.stage_id, sort="new")
    assert [(row["stage_id"], row["level"]) for row in both] == [
        (one.stage_id, 0),
        (one.stage_id, 1),
    ]
    assert market(who, stage_id=other.stage_id, mine=True) == []
    assert market(who, stage_id=one.stage_id, q="없는 말") == []
    page: Any = who.get("/market", params={"stage_id": one.stage_id, "sort": "new", "limit": 1})
    rest = market(who, stage_id=one.stage_id, sort="new", after=page.json()["next"])
    assert page.json()["items"] + rest == both


def test_searching(web: Web) -> None:
    cells, streets = opened(Place.make()), opened(Place.make())
    named(cells, "혈액 세포 100%", "현미경 사진")
    named(streets, "거리_풍경")
    who = newcomer(web)
    for q, places in (
        ("세포", [cells]),
        ("현미경", [cells]),
        ("한빛", [streets, cells]),
        ("상자", [streets, cells]),
        ("100%", [cells]),
        ("리_풍", [streets]),
        ("%", [cells]),
        ("_", [streets]),
        ("\\", []),
        ("없는 말", []),
    ):
        found = [row["project_id"] for row in market(who, q=q, sort="new")]
        assert found == [place.project_id for place in places], q


@pytest.mark.parametrize(
    "params",
    [
        {"after": "x"},
        {"after": "1.2"},
        {"after": "1.2.3"},
        {"after": f"{2**63}.1.0"},
        {"after": "1.²3.0"},
        {"sort": "fame"},
        {"stage_id": 0},
        {"stage_id": 2**63},
        {"limit": 0},
        {"limit": 201},
        {"q": "a" * 101},
        {"q": "a\x00"},
    ],
)
def test_bad_input(web: Web, params: dict[str, Any]) -> None:
    answer: Any = newcomer(web).get("/market", params=params)
    assert answer.status_code == 422, answer.text
    assert "detail" in answer.json()


def test_a_page_is_four_statements_however_many_rows(web: Web, queries: Queries) -> None:
    who = newcomer(web)
    for _ in range(2):
        for _ in range(4):
            opened(Place.make())
        with queries.expect(4):
            assert len(market(who)) >= 4


def test_members_see_a_picture(web: Web) -> None:
    place = opened(Place.make(items=2))
    who = newcomer(web)
    with owner_engine().begin() as owner:
        owner.exec_driver_sql("UPDATE asset SET thumbnail_key = repeat('ab', 32)")
    assert market(who)[0]["picture"] is None
    join(who, place)
    assert market(who)[0]["picture"].startswith("/api/v1/media/")
    with transaction() as s:
        assert s.scalars(select(Item.id)).all()


def test_the_pace_is_of_the_newest_hand_ins(web: Web) -> None:
    place = Place.make(items=12, inspect1="none")
    worker = place.person("worker")
    leases = place.claim(worker, count=12)
    with owner_engine().begin() as owner:
        owner.exec_driver_sql("UPDATE assignment SET reserved_at = now() - interval '1 hour'")
    for index, lease in enumerate(leases[:4]):
        place.submit(worker, lease, active_seconds=20 + index)
    with transaction() as s:
        assert count_pace(s) == 1
    pace = "SELECT median_seconds, hand_ins FROM pace WHERE project_id = :p"
    assert place.rows(pace) == [(None, 4)]
    for lease in leases[4:]:
        place.submit(worker, lease, active_seconds=60)
    with transaction() as s:
        assert count_pace(s) == 1
    assert place.rows(pace) == [(60, 12)]
    with transaction() as s:
        assert count_pace(s) == 0, "nothing was handed in since"
    offer: Any = signed_in(web, worker).get("/work")
    (row,) = offer.json()
    assert (row["median_seconds"], row["hourly"]) == (60, 6000)
    assert (row["modality"], row["guideline"]) == ("picture", False)


def test_enrolment_is_the_managers(web: Web) -> None:
    place = Place.make()
    boss = signed_in(web, place.manager)
    home = f"/projects/{place.project_id}"
    shown: Any = boss.get(home)
    assert shown.json()["enrolment"] == "invited"
    changed: Any = boss.patch(home, json={"enrolment": "open"})
    assert changed.json()["enrolment"] == "open"
    refused: Any = boss.patch(home, json={"enrolment": "closed"})
    assert refused.status_code == 422
    assert len(market(newcomer(web))) == 1
    with transaction() as s:
        assert s.scalars(select(Agreement.id)).all()
    stranger = signed_in(web, add_person())
    assert stranger.patch(home, json={"enrolment": "open"}).status_code == 404  # type: ignore[attr-defined]
