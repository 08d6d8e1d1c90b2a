"""Organisations, teams and invitations, over HTTP."""

from typing import Any

from sqlalchemy import select, update

from app.core.database import transaction
from app.models.event import Event
from app.models.ledger import Account
from app.models.person import Invitation


def code(answer: Any) -> tuple[int, str]:
    return answer.status_code, answer.json()["code"]


def test_a_founder_is_the_administrator(web: Any) -> None:
    founder, other = web.person(), web.person()
    made = founder.post("/organisations", json={"name": " 한빛  데이터 "}).json()
    assert (made["name"], made["roles"]) == ("한빛 데이터", ["administrator"])
    mine = founder.get("/organisations").json()
    assert [(one["id"], one["roles"]) for one in mine] == [(made["id"], ["administrator"])]
    assert other.get("/organisations").json() == []
    assert code(other.get(f"/organisations/{made['id']}")) == (404, "not_found")
    assert code(other.get("/organisations/999999")) == (404, "not_found")
    renamed = founder.patch(f"/organisations/{made['id']}", json={"name": "한빛"})
    assert renamed.json()["name"] == "한빛"
    assert founder.get(f"/organisations/{made['id']}").json()["name"] == "한빛"
    assert founder.post("/organisations", json={"name": "\n"}).status_code == 422


def test_offices_are_granted_and_revoked(web: Any) -> None:
    founder, officer, stranger = web.person(), web.person(), web.person()
    organisation, _ = web.project(founder)
    at = f"/organisations/{organisation}/members"
    assert code(founder.put(f"{at}/{stranger.id}/roles/finance")) == (404, "not_found")
    web.appoint(organisation, officer, "finance")
    assert code(officer.get(at)) == (403, "forbidden")
    for _ in range(2):
        assert founder.put(f"{at}/{officer.id}/roles/arbiter").status_code == 204
    assert founder.put(f"{at}/{officer.id}/roles/emperor").status_code == 422
    shown = founder.get(at, params={"limit": 1}).json()
    assert [one["person_id"] for one in shown["items"]] == [founder.id]
    rest = founder.get(at, params={"after": shown["next"]}).json()
    assert [(one["email"], one["roles"]) for one in rest["items"]] == [
        (officer.email, ["arbiter", "finance"])
    ]
    assert rest["next"] is None
    assert founder.delete(f"{at}/{officer.id}/roles/finance").status_code == 204
    assert code(founder.delete(f"{at}/{officer.id}/roles/finance")) == (404, "not_found")
    told = officer.get("/notifications").json()["items"]
    assert [one["kind"] for one in told] == ["role_revoked", "role_granted"]
    assert told[0]["params"] == {"organisation": "한빛데이터", "role": "finance"}
    with transaction() as s:
        kept = s.execute(
            select(Event.source, Event.target, Event.actor_id)
            .where(Event.subject == "organisation_role", Event.actor_id.is_not(None))
            .order_by(Event.id)
        ).all()
    assert [tuple(row) for row in kept] == [
        (None, "administrator", founder.id),
        (None, "arbiter", founder.id),
        ("finance", None, founder.id),
    ]


def test_the_last_administrator_stays(web: Any) -> None:
    founder, second = web.person(), web.person()
    organisation, _ = web.project(founder)
    at = f"/organisations/{organisation}/members"
    last = founder.delete(f"{at}/{founder.id}/roles/administrator")
    assert code(last) == (409, "last_administrator")
    web.appoint(organisation, second, "administrator")
    assert founder.delete(f"{at}/{founder.id}/roles/administrator").status_code == 204
    assert founder.get(f"/organisations/{organisation}").status_code == 404


def test_workers_see_pseudonyms_and_managers_see_people(web: Any) -> None:
    founder, worker, manager = web.person(), web.person("minji"), web.person()
    _, project = web.project(founder)
    called = web.join(project, worker, "worker")
    web.join(project, worker, "primary_inspector")
    web.join(project, manager, "manager")
    at = f"/projects/{project}/members"
    seen = worker.get(at).json()["items"]
    assert {one["pseudonym"] for one in seen} >= {called}
    assert all(one["person_id"] is one["name"] is one["email"] is None for one in seen)
    mine = next(one for one in manager.get(at).json()["items"] if one["pseudonym"] == called)
    assert (mine["person_id"], mine["email"]) == (worker.id, worker.email)
    assert mine["roles"] == ["primary_inspector", "worker"]
    first = manager.get(at, params={"limit": 1}).json()
    second = manager.get(at, params={"limit": 1, "after": first["next"]}).json()
    assert first["items"][0]["pseudonym"] < second["items"][0]["pseudonym"]
    assert second["next"] is None
    (team,) = worker.get("/me").json()["projects"]
    assert (team["pseudonym"], team["roles"]) == (called, ["primary_inspector", "worker"])


def test_roles_in_a_project_are_granted_and_revoked(web: Any) -> None:
    founder, worker, stranger = web.person(), web.person(), web.person()
    _, project = web.project(founder)
    called = web.join(project, worker, "worker")
    at = f"/projects/{project}/members"
    assert code(founder.put(f"{at}/{stranger.id}/roles/worker")) == (404, "not_found")
    granted = founder.put(f"{at}/{worker.id}/roles/secondary_inspector")
    assert granted.json() == {"pseudonym": called}
    # Who is of the house need not be invited.
    assert founder.put(f"{at}/{founder.id}/roles/manager").status_code == 200
    assert code(worker.put(f"{at}/{worker.id}/roles/manager")) == (403, "forbidden")
    for role in ("worker", "secondary_inspector"):
        assert founder.delete(f"{at}/{worker.id}/roles/{role}").status_code == 204
    assert code(worker.get(at)) == (404, "not_found")
    assert [one["roles"] for one in founder.get(at).json()["items"]] == [["manager"]]


def test_an_arbiter_is_never_of_the_team(web: Any) -> None:
    founder, arbiter, worker = web.person(), web.person(), web.person()
    organisation, project = web.project(founder)
    web.appoint(organisation, arbiter, "arbiter")
    web.join(project, worker, "worker")
    web.appoint(organisation, worker, "finance")
    onto = founder.put(f"/projects/{project}/members/{arbiter.id}/roles/worker")
    assert code(onto) == (409, "arbiter_on_team")
    into = founder.put(f"/organisations/{organisation}/members/{worker.id}/roles/arbiter")
    assert code(into) == (409, "arbiter_on_team")
    # Off the team, he may.
    founder.delete(f"/projects/{project}/members/{worker.id}/roles/worker")
    into = founder.put(f"/organisations/{organisation}/members/{worker.id}/roles/arbiter")
    assert into.status_code == 204
    # And an invitation is no way around it.
    body = {"email": worker.email, "role": "worker"}
    offer = founder.post(f"/projects/{project}/invitations", json=body).json()
    assert code(worker.post(f"/invitations/{offer['id']}/accept")) == (409, "arbiter_on_team")
    assert [one["id"] for one in worker.get("/invitations").json()] == [offer["id"]]


def test_an_invitation_from_mail_to_membership(web: Any) -> None:
    founder, worker = web.person(), web.person("minji")
    _, project = web.project(founder, "거리 <사진>")
    at = f"/projects/{project}/invitations"
    body = {"email": worker.email.upper(), "role": "worker"}
    offer = founder.post(at, json=body).json()
    assert offer["state"] == "open"
    (told,) = worker.get("/notifications").json()["items"]
    assert told["kind"] == "invited"
    assert told["params"]["invitation"] == offer["id"]
    (mail,) = web.mails()
    assert mail["To"].lower() == worker.email
    text = mail.get_content()
    assert "거리 <사진>" in text
    assert "작업자" in text
    token = text.split("/invitation#")[1].split()[0]
    # The link shows what is offered to whoever holds it, and takes nothing.
    looked = web.stranger().post("/invitations/look", json={"token": token})
    assert (looked.json()["id"], looked.json()["project"]) == (offer["id"], "거리 <사진>")
    # Sent again, the newer mail's link takes the older one's place.
    assert founder.post(at, json=body).json()["id"] == offer["id"]
    assert len(web.mails()) == 1
    old = web.stranger().post("/invitations/look", json={"token": token})
    assert code(old) == (404, "not_found")
    assert [one["id"] for one in worker.get("/invitations").json()] == [offer["id"]]
    for _ in range(2):
        accepted = worker.post(f"/invitations/{offer['id']}/accept")
        assert (accepted.status_code, accepted.json()["state"]) == (200, "accepted")
    assert [one["roles"] for one in worker.get("/me").json()["projects"]] == [["worker"]]
    assert worker.get("/invitations").json() == []
    assert code(founder.delete(f"{at}/{offer['id']}")) == (409, "invitation_over")
    with transaction() as s:
        account = s.scalars(select(Account).where(Account.person_id == worker.id)).one()
        assert (account.kind, account.currency, account.project_id) == ("person", "KRW", project)
        kept = s.execute(
            select(Event.subject, Event.target)
            .where(Event.project_id == project, Event.subject.in_(["invitation", "project_role"]))
            .order_by(Event.id)
        ).all()
    assert [tuple(row) for row in kept] == [
        ("invitation", "sent"),
        ("project_role", "worker"),
        ("invitation", "accepted"),
    ]


def test_an_invitation_is_for_its_address_only(web: Any) -> None:
    founder, invited, other = web.person(), web.person("minji"), web.person("hana")
    organisation, project = web.project(founder)
    body = {"email": invited.email, "role": "worker"}
    offer = founder.post(f"/projects/{project}/invitations", json=body).json()
    assert code(other.post(f"/invitations/{offer['id']}/accept")) == (404, "not_found")
    assert code(invited.post("/invitations/999999/accept")) == (404, "not_found")
    # Nor does another place take it back.
    _, elsewhere = web.project(founder)
    for path in (f"/projects/{elsewhere}", f"/organisations/{organisation}"):
        gone = founder.delete(f"{path}/invitations/{offer['id']}")
        assert code(gone) == (404, "not_found")
    for _ in range(2):
        gone = founder.delete(f"/projects/{project}/invitations/{offer['id']}")
        assert gone.status_code == 204
    assert code(invited.post(f"/invitations/{offer['id']}/accept")) == (409, "invitation_over")
    listed = founder.get(f"/projects/{project}/invitations").json()["items"]
    assert [(one["id"], one["state"]) for one in listed] == [(offer["id"], "revoked")]


def test_an_invitation_ends_by_its_time(web: Any) -> None:
    founder, invited = web.person(), web.person()
    organisation, _ = web.project(founder)
    at = f"/organisations/{organisation}/invitations"
    body = {"email": invited.email, "role": "finance"}
    offer = founder.post(at, json=body).json()
    with transaction() as s:
        s.execute(update(Invitation).values(expires_at=Invitation.created_at))
    assert code(invited.post(f"/invitations/{offer['id']}/accept")) == (409, "invitation_over")
    assert [one["state"] for one in founder.get(at).json()["items"]] == ["expired"]
    assert invited.get("/invitations").json() == []
    # Invited again, it is another offer.
    again = founder.post(at, json=body).json()
    assert again["id"] != offer["id"]
    assert invited.post(f"/invitations/{again['id']}/accept").status_code == 200
    assert [one["roles"] for one in invited.get("/organisations").json()] == [["finance"]]


def test_offices_are_not_offered_by_projects_nor_roles_by_organisations(web: Any) -> None:
    founder = web.person()
    organisation, project = web.project(founder)
    for path, role in (
        (f"/projects/{project}", "administrator"),
        (f"/organisations/{organisation}", "worker"),
    ):
        body = {"email": "a@example.com", "role": role}
        assert founder.post(f"{path}/invitations", json=body).status_code == 422
