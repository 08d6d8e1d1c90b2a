"""Notifications, agreements, the list of people, and leaving, over HTTP."""

from typing import Any

import pytest
from sqlalchemy import select, text

from app.core.database import transaction
from app.models.person import Invitation, Notification, Person, Signature
from app.people.notifications import Told, notify

TEXTS = {"title_ko": "합의", "title_en": "Pact", "body_ko": "가.", "body_en": "A."}


def test_notifications_are_listed_newest_first_and_marked(web: Any) -> None:
    here, other = web.person(), web.person()
    with transaction() as s:
        for number in range(5):
            notify(s, here.id, Told.IMPORT_DONE, {"batch": number}, project_id=3)
        notify(s, other.id, Told.IMPORT_DONE)
    first = here.get("/notifications", params={"limit": 2}).json()
    assert [one["params"]["batch"] for one in first["items"]] == [4, 3]
    assert first["items"][0]["project_id"] == 3
    second = here.get("/notifications", params={"limit": 3, "after": first["next"]}).json()
    assert [one["params"]["batch"] for one in second["items"]] == [2, 1, 0]
    assert second["next"] is None
    assert here.get("/notifications/unread").json() == {"count": 5}
    ids = [one["id"] for one in first["items"]]
    foreign = other.get("/notifications").json()["items"][0]["id"]
    for count in (2, 0):
        body = {"ids": [*ids, foreign]}
        assert here.post("/notifications/read", json=body).json() == {"count": count}
    assert here.get("/me").json()["unread"] == 3
    unread = here.get("/notifications", params={"unread": True}).json()["items"]
    assert [one["params"]["batch"] for one in unread] == [2, 1, 0]
    assert here.post("/notifications/read", json={}).json() == {"count": 3}
    assert other.get("/notifications/unread").json() == {"count": 1}


def test_a_new_version_is_to_be_signed_again(web: Any) -> None:
    operator, here = web.person(operator=True), web.person()
    current = web.stranger().get("/agreements/current").json()
    assert [one["kind"] for one in current] == ["terms", "privacy"]
    assert all(one["body_ko"] and one["body_en"] for one in current)
    assert {one["id"] for one in here.get("/me").json()["to_sign"]} == {
        one["id"] for one in current
    }
    for one in current:
        assert here.post(f"/agreements/{one['id']}/sign", json={}).status_code == 204
    assert here.get("/me").json()["to_sign"] == []
    body = {"kind": "terms", **TEXTS}
    assert here.post("/agreements", json=body).status_code == 403
    assert operator.post("/agreements", json=body).status_code == 201
    (new,) = here.get("/me").json()["to_sign"]
    assert (new["kind"], new["version"], new["title_ko"]) == ("terms", 2, "합의")
    old = here.post(f"/agreements/{current[0]['id']}/sign", json={})
    assert (old.status_code, old.json()["code"]) == (409, "agreements_not_current")
    for _ in range(2):
        signed = here.post(f"/agreements/{new['id']}/sign", json={"locale": "en"})
        assert signed.status_code == 204
    with transaction() as s:
        kept = s.scalars(select(Signature).where(Signature.agreement_id == new["id"])).one()
        # The hash of the words as they were shown, which anybody can make again.
        digest = s.scalar(text("SELECT encode(sha256('Pact\n\nA.'), 'hex')"))
        assert kept.body_sha256 == digest


def test_what_one_signed_is_kept_version_by_version(web: Any) -> None:
    operator, here = web.person(operator=True), web.person()
    terms, privacy = web.stranger().get("/agreements/current").json()
    for one in (terms, privacy):
        assert here.post(f"/agreements/{one['id']}/sign", json={}).status_code == 204
    operator.post("/agreements", json={"kind": "terms", **TEXTS})
    (new,) = here.get("/me").json()["to_sign"]
    first = here.get(f"/me/agreements/{terms['id']}").json()
    assert (first["current"], first["body_ko"]) == (False, terms["body_ko"])
    assert first["signed_at"] is not None
    assert here.get(f"/me/agreements/{new['id']}").json()["signed_at"] is None
    page = here.get(f"/me/agreements/{terms['id']}/versions", params={"limit": 1}).json()
    assert [one["version"] for one in page["items"]] == [2]
    assert page["next"] == 2
    page = here.get(f"/me/agreements/{terms['id']}/versions", params={"after": 2}).json()
    assert [one["version"] for one in page["items"]] == [1]
    assert page["next"] is None
    mine = here.get("/me/agreements").json()["items"]
    assert {(one["id"], one["current"]) for one in mine} == {
        (terms["id"], False),
        (privacy["id"], True),
    }


def test_a_project_has_an_agreement_of_its_own(web: Any) -> None:
    founder, worker, other = web.person(), web.person(), web.person()
    _, project = web.project(founder)
    web.join(project, worker, "worker")
    at = f"/projects/{project}/agreement"
    assert worker.get(at).json() is None
    assert worker.post(at, json=TEXTS).status_code == 403
    made = founder.post(at, json=TEXTS).json()
    assert worker.get(at).json() == made
    assert made["id"] in {one["id"] for one in worker.get("/me").json()["to_sign"]}
    assert made["id"] not in {one["id"] for one in other.get("/me").json()["to_sign"]}
    assert other.post(f"/agreements/{made['id']}/sign", json={}).status_code == 404
    assert other.get(f"/me/agreements/{made['id']}").status_code == 404
    assert worker.get(f"/me/agreements/{made['id']}").json()["body_ko"] == made["body_ko"]
    assert worker.post(f"/agreements/{made['id']}/sign", json={}).status_code == 204
    assert founder.post(at, json={**TEXTS, "body_ko": "  "}).status_code == 422
    assert founder.post(at, json={**TEXTS, "body_ko": "\x00"}).status_code == 422


def test_an_agreement_may_be_read_before_joining_where_anybody_may_join(web: Any) -> None:
    founder, other = web.person(), web.person()
    _, project = web.project(founder)
    made = founder.post(f"/projects/{project}/agreement", json=TEXTS).json()
    at = f"/me/agreements/{made['id']}"
    for state, enrolment, status in (
        ("draft", "open", 404),
        ("open", "invited", 404),
        ("paused", "open", 404),
        ("open", "open", 200),
    ):
        with transaction() as s:
            s.execute(
                text("UPDATE project SET state = :state, enrolment = :enrolment WHERE id = :id"),
                {"state": state, "enrolment": enrolment, "id": project},
            )
        for path in (at, f"{at}/versions"):
            assert other.get(path).status_code == status, (state, enrolment, path)


def test_the_operator_lists_people(web: Any) -> None:
    operator, minji, hana = web.person(operator=True), web.person("minji"), web.person("hana")
    assert minji.get("/people").status_code == 403
    first = operator.get("/people", params={"limit": 2}).json()
    rest = operator.get("/people", params={"limit": 2, "after": first["next"]}).json()
    assert [one["id"] for one in first["items"] + rest["items"]] == [
        operator.id,
        minji.id,
        hana.id,
    ]
    found = operator.get("/people", params={"email": hana.email.upper()}).json()["items"]
    assert [one["id"] for one in found] == [hana.id]
    for bad in ({"limit": 201}, {"limit": 0}, {"after": -1}, {"after": 2**63}, {"email": "\x00"}):
        assert operator.get("/people", params=bad).status_code == 422


def test_leaving_takes_the_person_and_leaves_the_record(web: Any) -> None:
    founder, worker = web.person(), web.person("minji")
    organisation, project = web.project(founder)
    called = web.join(project, worker, "worker")
    web.appoint(organisation, worker, "finance")
    body = {"email": worker.email, "role": "manager"}
    founder.post(f"/projects/{project}/invitations", json=body)
    token = worker.post("/tokens", json={"name": "x", "scopes": ["read"]}).json()["token"]
    wrong = worker.post("/me/leave", json={"password": "not my password"})
    assert (wrong.status_code, wrong.json()["code"]) == (403, "wrong_password")
    assert worker.post("/me/leave", json={"password": "a long way home"}).status_code == 204
    assert worker.get("/me").status_code == 401
    program = web.stranger()
    assert program.get("/me", headers={"authorization": f"Bearer {token}"}).status_code == 401
    again = program.post("/sessions", json={"email": worker.email, "password": "a long way home"})
    assert again.json()["code"] == "wrong_credentials"
    assert founder.get(f"/projects/{project}/members").json()["items"] == []
    with transaction() as s:
        left = s.get(Person, worker.id)
        assert left is not None
        assert (left.email, left.name) == (f"left-{worker.id}@left.invalid", "(left)")
        assert left.password_hash is left.birth_year is None
        assert left.left_at is not None
        assert (
            s.scalars(select(Notification).where(Notification.person_id == worker.id)).all() == []
        )
        offer = s.scalars(select(Invitation)).one()
        assert (offer.email, offer.revoked_at is not None) == (left.email, True)
        everywhere = s.execute(text("SELECT string_agg(e::text, '') FROM event e")).scalar_one()
        assert "minji" not in everywhere
        # His name there and what is owed to him stay.
        kept = s.execute(
            text("SELECT pseudonym, account_id FROM project_member WHERE person_id = :id"),
            {"id": worker.id},
        ).one()
        assert kept.pseudonym == called
    assert web.mails() == []  # the invitation's mail had not gone out yet, and does not any more


def test_the_last_administrator_hands_over_before_leaving(web: Any) -> None:
    founder, second = web.person(), web.person()
    organisation, _ = web.project(founder)
    refused = founder.post("/me/leave", json={"password": "a long way home"})
    assert (refused.status_code, refused.json()["code"]) == (409, "last_administrator")
    assert founder.get("/me").status_code == 200
    web.appoint(organisation, second, "administrator")
    assert founder.post("/me/leave", json={"password": "a long way home"}).status_code == 204


def test_the_last_operator_hands_over_before_leaving(web: Any) -> None:
    operator, second = web.person(operator=True), web.person()
    refused = operator.post("/me/leave", json={"password": "a long way home"})
    assert (refused.status_code, refused.json()["code"]) == (409, "last_operator")
    assert operator.patch(f"/people/{second.id}", json={"operator": True}).status_code == 200
    assert operator.post("/me/leave", json={"password": "a long way home"}).status_code == 204


def test_whose_organisation_never_ran_a_project_may_just_leave(web: Any) -> None:
    founder = web.person()
    founder.post("/organisations", json={"name": "꿈"})
    assert founder.post("/me/leave", json={"password": "a long way home"}).status_code == 204


@pytest.mark.parametrize("path", ["/tokens/0", "/organisations/9223372036854775808", "/tokens/x"])
def test_keys_that_cannot_be(web: Any, path: str) -> None:
    assert web.person().delete(path).status_code in (405, 422)
