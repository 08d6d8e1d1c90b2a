"""API tokens: keys that do what their scopes and their owner's roles both allow."""

import re
from typing import Any

import pytest
from sqlalchemy import select, update

from app.core.database import transaction
from app.core.settings import ROOT
from app.models.person import ApiToken
from app.people import tokens
from app.people.permits import FINE


def make(caller: Any, *scopes: str, days: int | None = 30) -> tuple[int, Any]:
    """A token's id, and the headers of a program that uses it."""
    answer = caller.post("/tokens", json={"name": "job", "scopes": list(scopes), "days": days})
    assert answer.status_code == 201, answer.text
    body = answer.json()
    assert body["token"].startswith("dure_")
    return body["id"], {"authorization": f"Bearer {body['token']}"}


def test_a_token_is_shown_once_and_revoked_for_good(web: Any) -> None:
    owner, program = web.person(), web.stranger()
    token_id, headers = make(owner, "read")
    listed = owner.get("/tokens").json()
    assert [(one["id"], one["scopes"], one["revoked_at"]) for one in listed] == [
        (token_id, ["read"], None)
    ]
    assert "token" not in listed[0]
    me = program.get("/me", headers=headers).json()
    assert (me["id"], me["csrf"]) == (owner.id, None)
    for _ in range(2):
        assert owner.delete(f"/tokens/{token_id}").status_code == 204
    assert program.get("/me", headers=headers).status_code == 401
    assert web.person().delete(f"/tokens/{token_id}").status_code == 404


def test_a_token_ends_by_its_time(web: Any) -> None:
    owner, program = web.person(), web.stranger()
    _, headers = make(owner, "read")
    with transaction() as s:
        s.execute(update(ApiToken).values(expires_at=ApiToken.created_at))
    assert program.get("/me", headers=headers).status_code == 401


def test_a_scope_opens_no_more_than_its_owner_may(web: Any) -> None:
    operator, person, program = web.person(operator=True), web.person(), web.stranger()
    for owner, scope, status in (
        (operator, "operate", 200),
        (operator, "read", 200),
        (operator, "work", 403),
        (person, "operate", 403),
    ):
        _, headers = make(owner, scope)
        answer = program.get("/people", headers=headers)
        assert answer.status_code == status, scope
        if status == 403:
            assert answer.json()["permission"] == "person:read"
    manager = web.person()
    _, project = web.project(manager)
    for scope, status in (("manage", 200), ("read", 200), ("operate", 403)):
        _, headers = make(manager, scope)
        assert program.get(f"/projects/{project}/members", headers=headers).status_code == status
    _, headers = make(manager, "read")
    body = {"email": "a@example.com", "role": "worker"}
    refused = program.post(f"/projects/{project}/invitations", headers=headers, json=body)
    assert refused.status_code == 403
    assert refused.json()["permission"] == "invitation:write"
    assert "token" in refused.json()["detail"]


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("POST", "/tokens", {"name": "more", "scopes": ["read"]}),
        ("GET", "/tokens", None),
        ("PUT", "/me/password", {"old": "a long way home", "new": "a longer way home"}),
        ("POST", "/me/leave", {"password": "a long way home"}),
        ("PATCH", "/me", {"name": "X"}),
        ("GET", "/sessions", None),
        ("DELETE", "/sessions", None),
        ("POST", "/agreements/1/sign", {}),
        ("POST", "/organisations", {"name": "X"}),
    ],
)
def test_what_nobody_does_by_token(web: Any, method: str, path: str, body: Any) -> None:
    owner, program = web.person(), web.stranger()
    _, headers = make(owner, "read", "work", "manage", "operate", "arbitrate")
    answer = program.request(method, path, json=body, headers=headers)
    assert answer.status_code == 403
    assert answer.json()["code"] == "by_session_only"


@pytest.mark.parametrize(
    "changes",
    [{"scopes": []}, {"scopes": ["everything"]}, {"days": 0}, {"days": 10**9}, {"name": ""}],
)
def test_bad_tokens_are_refused(web: Any, changes: dict[str, Any]) -> None:
    body = {"name": "x", "scopes": ["read"], **changes}
    assert web.person().post("/tokens", json=body).status_code == 422


def test_nobody_needs_more_than_fifty(web: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tokens, "MOST", 2)
    owner = web.person()
    first, _ = make(owner, "read", days=None)
    make(owner, "read")
    answer = owner.post("/tokens", json={"name": "x", "scopes": ["read"]})
    assert answer.json()["code"] == "too_many_tokens"
    owner.delete(f"/tokens/{first}")
    make(owner, "read")
    with transaction() as s:
        assert len(s.scalars(select(ApiToken)).all()) == 3


def test_a_scope_may_be_a_single_permission(web: Any) -> None:
    manager, program = web.person(), web.stranger()
    _, project = web.project(manager)
    home = f"/projects/{project}"
    _, headers = make(manager, "release:read")
    assert program.get(f"{home}/releases", headers=headers).status_code == 200
    assert program.get(home, headers=headers).status_code == 200  # that it is there
    for path in (f"{home}/items", f"{home}/hooks", f"{home}/ledger"):
        assert program.get(path, headers=headers).status_code == 403, path
    # No more than its owner may.
    _, headers = make(web.person(), "person:read")
    assert program.get("/people", headers=headers).status_code == 403


def test_a_token_may_open_some_projects_alone(web: Any) -> None:
    manager, program = web.person(), web.stranger()
    house, mine = web.project(manager, "하나")
    _, other = web.project(manager, "둘")
    body = {"name": "x", "scopes": ["manage", "read"], "projects": [mine]}
    made = manager.post("/tokens", json=body).json()
    headers = {"authorization": f"Bearer {made['token']}"}
    assert manager.get("/tokens").json()[0]["projects"] == [mine]
    assert program.get(f"/projects/{mine}", headers=headers).status_code == 200
    listed = program.get("/projects", headers=headers).json()["items"]
    assert [one["id"] for one in listed] == [mine]
    for path in (f"/projects/{other}", f"/organisations/{house}", "/me/earnings", "/hits"):
        refused = program.get(path, headers=headers)
        assert (refused.status_code, refused.json()["permission"]) == (403, "projects"), path
    assert program.get("/projects/999999", headers=headers).status_code == 404
    refused = program.post(f"/organisations/{house}/projects", json={"name": "x"}, headers=headers)
    assert refused.status_code == 403
    # Of projects that one is in.
    foreign = {**body, "projects": [web.project(web.person())[1]]}
    assert manager.post("/tokens", json=foreign).status_code == 404


def test_when_a_token_was_last_used(web: Any, queries: Any) -> None:
    owner, program = web.person(), web.stranger()
    _, headers = make(owner, "read")
    assert owner.get("/tokens").json()[0]["used_at"] is None
    assert program.get("/hits", headers=headers).status_code == 200
    used = owner.get("/tokens").json()[0]["used_at"]
    assert used is not None
    before = len(queries.statements)
    program.get("/hits", headers=headers)
    assert not [one for one in queries.statements[before:] if "UPDATE api_token" in one]
    assert owner.get("/tokens").json()[0]["used_at"] == used


def test_the_page_offers_what_the_server_takes() -> None:
    page = (ROOT / "frontend/src/features/account/scopes.ts").read_text()
    fine = page.split("FINE = [")[1].split("]")[0]
    assert set(re.findall(r'"([\w:]+)"', fine)) == {may.value for may in FINE}
