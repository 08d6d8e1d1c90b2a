"""Who takes part in collect stages: profile, consent, guardians, groups that are full."""

from __future__ import annotations

from typing import Any

import pytest

from app.core.database import transaction
from app.models import Agreement, AgreementKind, Person
from app.models.collect import Participant, Profile
from app.people import agreements
from app.people import queries as people_queries
from app.people.participants import age_band, minor
from app.workflow.lease import give_back
from app.workflow.leave import leave
from tests import seoul
from tests.api.conftest import Caller, Web
from tests.api.conftest import web as web
from tests.api.desk import signed_in
from tests.conftest import Queries
from tests.factories import PROFILE, WORDS, Place
from tests.people.collecting import ask_for, site, standing, words
from tests.priced import PRICED

SAID = PROFILE
ADULT = seoul.today().year - 30
MINOR = seoul.today().year - 17


def claim(who: Caller, place: Place, key: str = "a-key-of-mine", count: int = 1) -> Any:
    return who.post(
        f"/projects/{place.project_id}/stages/{place.stage_id}/claims",
        json={"count": count},
        headers={"idempotency-key": key},
    )


def participation(who: Caller, place: Place) -> Any:
    answer: Any = who.get(f"/projects/{place.project_id}/participation")
    assert answer.status_code == 200, answer.text
    return answer.json()


def needs(who: Caller, place: Place) -> list[str]:
    (stage,) = participation(who, place)["stages"]
    assert stage["may"] == (not stage["needs"])
    return [need["code"] for need in stage["needs"]]


def worker(web: Web, place: Place, born: int | None = ADULT) -> Caller:
    """A worker who has signed nothing and said nothing."""
    who = web.person("speaker")
    web.join(place.project_id, who, "worker")
    with transaction() as s:
        s.get_one(Person, who.id).birth_year = born
        agreements.sign(s, who.id or 0, people_queries.current_agreements(s), "ko")
    return who


def sign(who: Caller, place: Place) -> Any:
    agreement = participation(who, place)["agreement"]["id"]
    return who.post(f"/agreements/{agreement}/sign", json={"locale": "ko"})


def test_bands_and_majority() -> None:
    assert [age_band(2000, year) for year in (2014, 2019, 2020, 2029, 2079, 2080, 2099)] == [
        *("10", "10", "20", "20", "70", "80", "80"),
    ]
    # On New Year's Eve of the year in which they turn 19 some are 18 still.
    assert minor(2007, 2026)
    assert not minor(2006, 2026)


def test_a_profile_is_said_and_changed(web: Web) -> None:
    who: Any = web.person()
    empty = who.get("/me/participant").json()
    assert empty["sex"] is empty["saved_at"] is None
    with transaction() as s:
        s.get_one(Person, who.id).birth_year = None
    said = who.put("/me/participant", json=SAID | {"birth_year": ADULT})
    assert said.status_code == 200, said.text
    assert said.json() == who.get("/me/participant").json()
    assert {**SAID, "birth_year": ADULT, "age": "30"}.items() <= said.json().items()
    again = who.put("/me/participant", json=SAID | {"grew_up": "jeju"})
    assert (again.json()["grew_up"], again.json()["birth_year"]) == ("jeju", ADULT)
    assert {"code": "jeju", "ko": "제주", "en": "Jeju"} in who.get("/regions").json()
    assert len(who.get("/regions").json()) == 18


@pytest.mark.parametrize(
    ("wrong", "status", "code"),
    [
        ({"birth_year": ADULT - 1}, 409, "birth_year_stands"),
        ({"lives_years": 31}, 422, "years_unlikely"),
        ({"grew_up": "pyongyang"}, 422, "malformed"),
        ({"sex": "x"}, 422, "malformed"),
        ({"language": "Korean, mostly"}, 422, "malformed"),
    ],
)
def test_what_no_profile_says(web: Web, wrong: Any, status: int, code: str) -> None:
    who: Any = web.person()
    with transaction() as s:
        s.get_one(Person, who.id).birth_year = ADULT
    refused = who.put("/me/participant", json=SAID | wrong)
    assert refused.status_code == status, refused.text
    assert refused.json()["code"] == code
    assert who.get("/me/participant").json()["sex"] is None


def test_what_stands_between_is_said_and_refused_in_order(web: Web) -> None:
    place = site()
    who: Any = worker(web, place, None)
    assert needs(who, place) == ["agreement_unsigned", "profile_missing"]
    refused = claim(who, place)
    assert (refused.status_code, refused.json()["code"]) == (409, "agreement_unsigned")
    assert sign(who, place).status_code == 204
    refused = claim(who, place)
    assert (refused.status_code, refused.json()["code"]) == (409, "profile_missing")
    assert refused.json()["fields"][0] == "birth_year"
    who.put("/me/participant", json=SAID | {"birth_year": MINOR})
    assert claim(who, place).json()["code"] == "minor"
    assert needs(who, place) == ["minor"]
    with transaction() as s:
        s.get_one(Person, who.id).birth_year = ADULT
    assert needs(who, place) == []
    assert len(claim(who, place).json()["leases"]) == 1


def test_who_has_no_year_of_birth_is_asked_for_it(web: Web) -> None:
    place = site()
    who: Any = worker(web, place)
    sign(who, place)
    who.put("/me/participant", json=SAID)
    with transaction() as s:
        s.get_one(Person, who.id).birth_year = None
    assert claim(who, place).json()["fields"] == ["birth_year"]


def test_the_profile_of_the_first_claim_stays(web: Web) -> None:
    place = site()
    who: Any = worker(web, place)
    sign(who, place)
    who.put("/me/participant", json=SAID)
    assert participation(who, place)["profile"] == {"age": "30", **SAID}
    claim(who, place)
    who.put("/me/participant", json=SAID | {"grew_up": "jeju"})
    assert participation(who, place)["profile"]["grew_up"] == "busan"


def test_who_signs_is_sent_the_very_words(web: Web) -> None:
    place = site()
    who: Any = worker(web, place)
    web.mails()
    sign(who, place)
    sign(who, place)
    (mail,) = web.mails()
    agreement = participation(who, place)["agreement"]
    with transaction() as s:
        signed = s.get_one(Agreement, agreement["id"])
        shown, hashed = agreements.words(signed, "ko"), agreements.fingerprint(signed, "ko")
    content = mail.get_content()
    assert mail["To"] == who.email
    assert shown in content.replace("\r\n", "\n")
    assert hashed in content
    assert f"동의서 판: {agreement['version']}" in content
    assert f"/agreements/{agreement['id']}" in content
    assert participation(who, place)["body_sha256"] == hashed
    read = who.get(f"/me/agreements/{agreement['id']}").json()
    assert (read["body_sha256"], read["body_ko"]) == (hashed, WORDS["body_ko"])


def test_a_collect_stage_opens_with_an_agreement_only(web: Web) -> None:
    place = Place.make(items=1)
    manager: Any = signed_in(web, place.manager)
    home = f"/projects/{place.project_id}/stages"
    stage = manager.post(home, json={"name": "녹음", "kind": "collect"}).json()["id"]
    schema = {"modality": "prompt", "labels": [{"kind": "writing", "name": "words"}]}
    manager.post(f"{home}/{stage}/schemas", json={"definition": schema})
    manager.post(f"{home}/{stage}/prices", json={"level0": 10, **PRICED})
    refused = manager.post(f"{home}/{stage}/open")
    assert (refused.status_code, refused.json()["code"]) == (409, "consent_missing")
    manager.post(f"/projects/{place.project_id}/agreement", json=WORDS)
    assert manager.post(f"{home}/{stage}/open").status_code == 200


def test_a_guardian_consents_by_the_link_of_a_mail(web: Web) -> None:
    place = site(collect={"minors": "guardian"})
    who: Any = worker(web, place, MINOR)
    sign(who, place)
    who.put("/me/participant", json=SAID)
    assert claim(who, place).json()["code"] == "guardian_missing"
    home = f"/projects/{place.project_id}/guardian"
    asked = {"name": "김영희", "email": "mother@example.test", "relation": "어머니"}
    own = who.post(home, json=asked | {"email": who.email.upper()})
    assert own.json()["code"] == "own_guardian"
    first = who.post(home, json=asked)
    assert first.status_code == 202, first.text
    old = web.token_for("mother@example.test", "guardian")
    who.post(home, json=asked)
    token = web.token_for("mother@example.test", "guardian")
    nobody: Any = web.stranger()
    assert nobody.get(f"/guardians/{old}").json()["code"] == "link_over"
    seen = nobody.get(f"/guardians/{token}")
    assert seen.status_code == 200, seen.text
    assert (seen.json()["participant"], seen.json()["signed_at"]) == ("speaker", None)
    assert seen.json()["agreement"]["body_ko"] == WORDS["body_ko"]
    assert needs(who, place) == ["guardian_missing"]
    consented = nobody.post(f"/guardians/{token}", json={"locale": "ko"})
    assert consented.json()["signed_at"] is not None
    assert nobody.post(f"/guardians/{token}", json={}).json() == consented.json()
    assert needs(who, place) == []
    assert claim(who, place).status_code == 201
    # Another version: both sign anew.
    with transaction() as s:
        agreements.publish(s, AgreementKind.PROJECT, place.project_id, WORDS, by=place.manager)
    assert needs(who, place) == ["agreement_unsigned", "guardian_missing"]


def test_after_a_withdrawal_the_guardian_is_asked_again(web: Web) -> None:
    place = site(collect={"minors": "guardian"})
    who: Any = worker(web, place, MINOR)
    sign(who, place)
    who.put("/me/participant", json=SAID)
    home = f"/projects/{place.project_id}"
    asked = {"name": "김영희", "email": "mother@example.test", "relation": "어머니"}
    for _ in range(2):
        assert needs(who, place) == ["guardian_missing"]
        who.post(f"{home}/guardian", json=asked)
        token = web.token_for("mother@example.test", "guardian")
        stranger: Any = web.stranger()
        assert stranger.post(f"/guardians/{token}", json={}).json()["signed_at"] is not None
        assert needs(who, place) == []
        who.post(f"{home}/withdrawals", json={})
        web.work()
        assert needs(who, place) == ["agreement_unsigned", "guardian_missing"]
        assert participation(who, place)["guardian"] is None
        sign(who, place)


def test_who_leaves_takes_what_he_said_of_himself_along(web: Web) -> None:
    place = site(prompts=1)
    who = place.participant()
    place.claim(who)
    with transaction() as s:
        leave(s, who, by=who)
    with transaction() as s:
        assert s.get(Participant, who) is None
        kept = s.get_one(Profile, (place.project_id, who))
        assert kept.values["grew_up"] == "busan", "as it went out with his data"


def test_a_custodian_is_invited_and_named(web: Web) -> None:
    place = site()
    manager: Any = signed_in(web, place.manager)
    invited = web.person("custodian")
    home = f"/projects/{place.project_id}"
    offer = {"email": invited.email, "role": "custodian"}
    assert manager.post(f"{home}/invitations", json=offer).status_code == 201
    (mail,) = (mail for mail in web.mails() if mail["To"] == invited.email)
    assert "원본 관리자" in mail.get_content()
    (waiting,) = invited.get("/invitations").json()
    accepted: Any = invited.post(f"/invitations/{waiting['id']}/accept")
    assert accepted.status_code == 200, accepted.text
    (team,) = invited.get("/me").json()["projects"]
    assert team["roles"] == ["custodian"]
    other = place.person("worker")
    granted = manager.put(f"{home}/members/{other}/roles/custodian")
    assert granted.is_success, granted.text


def test_a_full_group_is_told_so_everywhere(web: Web) -> None:
    place = site(prompts=4, overlap=4, inspect1="none")
    mine = {"age": "30", "sex": "female"}
    ask_for(place, ["age", "sex"], (mine, 1), ({"age": "30", "sex": "male"}, 2), counts="people")
    people: list[Any] = [worker(web, place) for _ in range(3)]
    for who in people:
        sign(who, place)
        who.put("/me/participant", json=SAID)
    first, second, other = people
    other.put("/me/participant", json=SAID | {"sex": "male"})
    (row,) = first.get("/market").json()["items"]
    assert (row["wanted"], row["may"]) == (1, True)
    lease = claim(first, place).json()["leases"][0]["id"]
    assert claim(first, place, "another-key").status_code == 201, "one person is one person"
    refused = claim(second, place)
    assert (refused.status_code, refused.json()["code"]) == (409, "quota_full")
    assert (refused.json()["cell"], refused.json()["goal"], refused.json()["taken"]) == (mine, 1, 1)
    assert needs(second, place) == ["quota_full"]
    (row,) = second.get("/market").json()["items"]
    assert [need["code"] for need in row["needs"]] == ["quota_full"]
    assert row["wanted"] == 0
    (offer,) = second.get("/work").json()
    assert offer["wanted"] == 0
    (own,) = participation(other, place)["stages"]
    assert own["quota"] == {
        "cell": {"age": "30", "sex": "male"},
        "counts": "people",
        "goal": 2,
        "taken": 0,
        "accepted": 0,
        "wanted": 2,
    }
    assert claim(other, place).status_code == 201
    assert standing(place) == [(1, 1, 0), (2, 1, 0)]
    # One piece given back leaves him the other; with the last one his place goes to the next.
    place.submit(first.id, lease, words())
    assert standing(place)[0] == (1, 1, 1)
    (held,) = place.rows(
        f"SELECT id FROM assignment WHERE project_id = :p AND worker_id = {first.id}"
        " AND state = 'reserved'"
    )
    with transaction() as s:
        give_back(s, me=first.id, project_id=place.project_id, assignment_id=held.id, why="")
    assert needs(second, place) == ["quota_full"]


def test_pieces_are_counted_where_pieces_are_wanted(web: Web) -> None:
    place = site(prompts=6, inspect1="all")
    ask_for(place, ["sex"], ({"sex": "female"}, 3), counts="pieces")
    who, other = place.participant(), place.participant()
    leases = place.claim(who, count=5)
    assert len(leases) == 3
    caller: Any = signed_in(web, other)
    assert claim(caller, place).json()["code"] == "quota_full"
    for lease in leases:
        place.submit(who, lease, words())
    for level, role in ((1, "primary_inspector"), (2, "secondary_inspector")):
        inspector = place.person(role)
        (inspection,) = place.claim(inspector, level)
        place.decide(inspector, inspection, "reject")
    assert standing(place) == [(3, 2, 0)], "what was rejected leaves its place"
    assert len(claim(caller, place, count=5).json()["leases"]) == 1
    assert standing(place) == [(3, 3, 0)]


def test_who_takes_up_again_needs_a_place_again(web: Web) -> None:
    place = site(prompts=2, overlap=2)
    ask_for(place, ["sex"], ({"sex": "female"}, 1), counts="people")
    who, other = place.participant(), place.participant()
    (lease,) = place.claim(who)
    with transaction() as s:
        give_back(s, me=who, project_id=place.project_id, assignment_id=lease, why="")
    place.claim(other)
    caller: Any = signed_in(web, who)
    path = f"/projects/{place.project_id}/assignments/{lease}/resume"
    assert caller.post(path).json()["code"] == "quota_full"


def test_a_lease_that_ran_out_leaves_its_place_at_once(web: Web) -> None:
    place = site(prompts=2, overlap=2)
    ask_for(place, ["sex"], ({"sex": "female"}, 1), counts="people")
    place.claim(place.participant())
    place.age(hours=2)
    caller: Any = signed_in(web, place.participant())
    assert claim(caller, place).status_code == 201, "nobody's clock has come by yet"
    assert standing(place) == [(1, 1, 0)]


def test_new_goals_count_what_was_claimed_before(web: Web) -> None:
    place = site(prompts=4)
    first = place.participant()
    place.participant(sex="male")
    place.claim(first)
    ask_for(place, ["sex"], ({"sex": "female"}, 2), ({"sex": "male"}, 2), counts="people")
    assert standing(place) == [(2, 1, 0), (2, 0, 0)]
    ask_for(place, ["grew_up"], ({"grew_up": "busan"}, 5), counts="people")
    assert standing(place) == [(5, 1, 0)]
    ask_for(place, [], counts="people")
    assert standing(place) == []


def test_the_gate_costs_other_stages_nothing(queries: Queries, database: object) -> None:
    plain, collecting = Place.make(items=2), site(prompts=2)
    worker, speaker = plain.person("worker"), collecting.participant()
    for place, who, more in ((plain, worker, 0), (collecting, speaker, 2)):
        before = len(queries.statements)
        place.claim(who)
        sent = queries.statements[before:]
        assert len(sent) == 2 + more, sent
    before = len(queries.statements)
    collecting.claim(speaker)
    assert len(queries.statements) - before == 3, "the profile is taken once"
