"""Organisations that share a project's work, from the invitation to the last piece, over HTTP."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pytest

from app.core.database import transaction
from app.people.organisations import found as found_organisation
from tests.api.conftest import Caller, Web
from tests.api.test_organisations import code
from tests.factories import Place


@dataclass
class Two:
    """A lead with a project of ten pictures, and an organisation that might take part."""

    place: Place
    lead: Caller
    partner: Caller
    house: int

    @property
    def path(self) -> str:
        return f"/projects/{self.place.project_id}/consortium"

    @property
    def parts(self) -> str:
        return f"/organisations/{self.house}/consortia"

    def invite(self, *roles: str) -> Any:
        body = {"organisation": "두레데이터", "roles": roles or ["worker"]}
        return self.lead.post(self.path, json=body)

    def member(self) -> dict[str, Any]:
        return self.lead.get(self.path).json()["members"][0]

    def joined(self, *roles: str) -> str:
        """The partner takes part; the address of its part."""
        self.invite(*roles)
        at = f"{self.parts}/{self.member()['id']}"
        assert self.partner.post(f"{at}/answer", json={"accept": True}).status_code == 204
        return at


@pytest.fixture
def two(web: Web) -> Two:
    place = Place.make(items=10, inspect1="none")
    lead, partner = web.person("김주관"), web.person("박참여")
    web.appoint(place.organisation_id, lead, "administrator")
    with transaction() as s:
        house = found_organisation(s, "두레데이터", partner.id or 0)
    return Two(place, lead, partner, house)


def test_an_organisation_is_invited_and_says_yes_or_no(two: Two) -> None:
    assert code(two.lead.post(two.path, json={"organisation": "없는 곳", "roles": ["worker"]})) == (
        422,
        "organisation_unknown",
    )
    assert two.invite("worker", "primary_inspector").status_code == 201
    assert code(two.invite()) == (409, "already_member")
    assert [one["kind"] for one in two.partner.get("/notifications").json()["items"]] == [
        "consortium_invited"
    ]
    (part,) = two.partner.get(two.parts).json()["items"]
    assert (part["state"], part["roles"]) == ("invited", ["worker", "primary_inspector"])
    at = f"{two.parts}/{part['id']}"
    assert two.lead.get(two.parts).status_code == 404
    said = {"email": "kim@example.test", "role": "worker"}
    assert code(two.partner.post(f"{at}/invitations", json=said)) == (409, "not_joined")
    for _ in range(2):
        assert two.partner.post(f"{at}/answer", json={"accept": False}).status_code == 204
    assert two.member()["state"] == "declined"
    assert code(two.partner.post(f"{at}/answer", json={"accept": True})) == (409, "wrong_state")
    assert two.invite().status_code == 201
    assert two.partner.post(f"{at}/answer", json={"accept": True}).status_code == 204
    assert (two.member()["state"], two.member()["roles"]) == ("joined", ["worker"])
    told = [one["params"] for one in two.lead.get("/notifications").json()["items"]]
    assert [one["state"] for one in told] == ["joined", "declined"]


def test_its_people_are_invited_in_the_roles_that_are_granted_and_count_for_it(
    web: Web, two: Two
) -> None:
    at = two.joined("worker")
    worker = web.person("참여일꾼")
    offered = {"email": worker.email, "role": "worker"}
    refused = two.partner.post(f"{at}/invitations", json={**offered, "role": "manager"})
    assert code(refused) == (409, "role_not_granted")
    sent = two.partner.post(f"{at}/invitations", json=offered).json()
    assert (sent["organisation"], sent["role"]) == ("두레데이터", "worker")
    assert two.lead.get(f"/projects/{two.place.project_id}/invitations").json()["items"] == []
    assert worker.post(f"/invitations/{sent['id']}/accept").status_code == 200
    for lease in two.place.claim(worker.id or 0, count=3):
        two.place.submit(worker.id or 0, lease)
    ours = two.place.person("worker")
    (lease,) = two.place.claim(ours)
    two.place.submit(ours, lease)
    share = {"stage_id": two.place.stage_id, "share": 35}
    shared = two.lead.put(f"{two.path}/{two.member()['id']}/shares", json={"shares": [share]})
    assert shared.status_code == 200
    consortium = shared.json()
    (member,) = consortium["members"]
    assert member["people"] == 1
    (stage,) = member["stages"]
    assert (stage["share"], stage["goal"], stage["accepted"], stage["handed_in"]) == (35, 4, 3, 3)
    (own,) = consortium["lead"]["stages"]
    assert (own["goal"], own["accepted"]) == (None, 1)
    # The member sees its own people by name, and nobody else.
    mine = two.partner.get(f"{at}/people").json()["items"]
    assert [(one["name"], one["accepted"]) for one in mine] == [("참여일꾼", 3)]
    assert two.partner.get(at).json()["stages"] == [stage]
    pieces = two.partner.get(f"{at}/work", params={"limit": 2}).json()
    rest = two.partner.get(f"{at}/work", params={"after": pieces["next"]}).json()
    assert [one["state"] for one in pieces["items"] + rest["items"]] == ["accepted"] * 3
    assert rest["next"] is None
    assert two.partner.get(f"/projects/{two.place.project_id}/overview").status_code == 404


def test_shares_of_a_stage_are_never_more_than_the_stage(web: Web, two: Two) -> None:
    two.joined()
    third = web.person()
    with transaction() as s:
        found_organisation(s, "셋째", third.id or 0)
    both = two.lead.post(two.path, json={"organisation": "셋째", "roles": ["worker"]}).json()
    first, second = (one["id"] for one in both["members"])

    def share(member: int, **how: Any) -> Any:
        shares = [{"stage_id": two.place.stage_id, **how}]
        return two.lead.put(f"{two.path}/{member}/shares", json={"shares": shares})

    assert share(first, share=60).status_code == 200
    assert code(share(second, share=40.01)) == (422, "shares_over")
    assert share(second, share=40).status_code == 200
    assert share(first, share=60).status_code == 200
    counted = share(second, pieces=7).json()
    assert counted["members"][1]["stages"][0]["goal"] == 7
    assert share(first, share=100).status_code == 200
    assert share(first, share=1, pieces=2).status_code == 422
    unknown = {"shares": [{"stage_id": 10**6, "pieces": 1}]}
    assert code(two.lead.put(f"{two.path}/{first}/shares", json=unknown)) == (404, "not_found")


def test_what_ends_takes_its_offers_along_and_keeps_what_was_done(web: Web, two: Two) -> None:
    at = two.joined("worker", "primary_inspector")
    one, other = web.person(), web.person()
    offers = [
        two.partner.post(f"{at}/invitations", json={"email": who.email, "role": role}).json()["id"]
        for who, role in ((one, "worker"), (other, "primary_inspector"))
    ]
    member = two.member()["id"]
    fewer = two.lead.patch(f"{two.path}/{member}", json={"roles": ["worker"]})
    assert fewer.status_code == 200
    assert code(other.post(f"/invitations/{offers[1]}/accept")) == (409, "invitation_over")
    assert one.post(f"/invitations/{offers[0]}/accept").status_code == 200
    (lease,) = two.place.claim(one.id or 0)
    late = two.partner.post(f"{at}/invitations", json={"email": "x@example.test", "role": "worker"})
    for _ in range(2):
        assert two.lead.delete(f"{two.path}/{member}").status_code == 204
    two.place.submit(one.id or 0, lease)
    ended = two.member()
    assert (ended["state"], ended["stages"][0]["accepted"]) == ("left", 1)
    states = {
        row["id"]: row["state"] for row in two.partner.get(f"{at}/invitations").json()["items"]
    }
    assert states[late.json()["id"]] == "revoked"
    assert code(
        two.partner.post(f"{at}/invitations", json={"email": "y@x.kr", "role": "worker"})
    ) == (
        409,
        "not_joined",
    )


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"organisation": "두레데이터", "roles": []},
        {"organisation": "두레데이터", "roles": ["custodian"]},
        {"organisation": "", "roles": ["worker"]},
        {"organisation": "두레\x00", "roles": ["worker"]},
        {"organisation": "#" + "9" * 40, "roles": ["worker"]},
        {"organisation": "두레데이터", "roles": ["worker"], "state": "joined"},
    ],
)
def test_who_is_not_to_be_invited_is_not(two: Two, body: dict[str, Any]) -> None:
    assert two.lead.post(two.path, json=body).status_code == 422
    assert two.lead.get(two.path).json()["members"] == []


@pytest.mark.parametrize(
    "shares",
    [
        [{"stage_id": 1}],
        [{"stage_id": 1, "share": 0}],
        [{"stage_id": 1, "share": 100.01}],
        [{"stage_id": 1, "share": 1.234}],
        [{"stage_id": 1, "pieces": 0}],
        [{"stage_id": 10**30, "pieces": 1}],
        [{"stage_id": 1, "pieces": 1}, {"stage_id": 1, "pieces": 2}],
    ],
)
def test_shares_that_cannot_be_meant_change_nothing(two: Two, shares: list[Any]) -> None:
    two.joined()
    at = f"{two.path}/{two.member()['id']}/shares"
    assert two.lead.put(at, json={"shares": shares}).status_code == 422
    assert two.member()["stages"][0]["goal"] is None
