"""Signing in by an outside provider: linked by consent alone, checked in every part."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from sqlalchemy import func, select

from app.core.database import transaction
from app.core.settings import configure
from app.models.factor import OutsideIdentity, Proving
from app.models.person import Login, Person
from tests.api.conftest import PASSWORD
from tests.api.outside import CLIENT, SECRET, Provider, provider
from tests.api.test_accounts import problem
from tests.api.test_factors import code, set_up, stale


@pytest.fixture
def op() -> Iterator[Provider]:
    with provider() as made:
        configure(
            oidc_issuer=made.url,
            oidc_client_id=CLIENT,
            oidc_client_secret=SECRET,
            oidc_name="한빛 SSO",
        )
        yield made
        configure(
            oidc_issuer=None,
            oidc_client_id=None,
            oidc_client_secret=None,
            oidc_name=None,
            oidc_sign_up=None,
        )


def go(caller: Any, op: Provider, to: str = "/work") -> tuple[str, dict[str, list[str]]]:
    """There and back; where the browser is then, and what stands behind the #."""
    left = caller.get("/oidc/start", params={"to": to}, follow_redirects=False)
    assert left.status_code == 303
    if left.headers["location"].startswith("/sign-in"):
        return place(left)
    back = caller.get(
        "/oidc/callback", params=op.let_through(left.headers["location"]), follow_redirects=False
    )
    return place(back)


def place(answer: Any) -> tuple[str, dict[str, list[str]]]:
    assert answer.status_code == 303, answer.text
    found = urlsplit(answer.headers["location"])
    return found.path, parse_qs(found.fragment)


def count(table: Any) -> int:
    with transaction() as s:
        return s.scalar(select(func.count()).select_from(table)) or 0


def test_an_account_is_linked_by_its_own_password_and_then_signs_in(web: Any, op: Provider) -> None:
    here = web.person("minji")
    op.person["email"] = here.email.upper()
    caller = web.stranger()
    assert caller.get("/oidc").json() == {"name": "한빛 SSO"}
    where, secret = go(caller, op)
    assert where == "/sign-in"
    assert count(OutsideIdentity) == 0  # one address is no proof
    body = {"proving": secret["link"][0]}
    wrong = caller.post("/oidc/links/confirm", json={**body, "password": "not her password"})
    problem(wrong, 403, "wrong_password")
    done = caller.post("/oidc/links/confirm", json={**body, "password": PASSWORD})
    assert done.status_code == 201
    assert done.json()["person_id"] == here.id
    other = web.stranger()
    assert go(other, op) == ("/work", {})
    assert other.get("/me").json()["id"] == here.id
    assert next(one["opened_by"] for one in other.get("/sessions").json()) == "outside"
    assert here.get("/me/factors").json()["outside"] == here.email.upper()
    # Where the address there changes, who he is does not.
    op.person["email"] = "new@example.com"
    assert go(web.stranger(), op) == ("/work", {})
    assert here.delete("/oidc/links").status_code == 204
    assert go(web.stranger(), op)[1] == {"refused": ["outside_refused"]}


def test_who_is_signed_in_links_his_account_himself(web: Any, op: Provider) -> None:
    here = web.person("minji")
    stale(here)
    problem(here.post("/oidc/links", json={"to": "/account"}), 403, "confirm_needed")
    here.post("/sessions/confirm", json={"password": PASSWORD})
    way = here.post("/oidc/links", json={"to": "/account"}).json()["location"]
    back = here.get("/oidc/callback", params=op.let_through(way), follow_redirects=False)
    assert place(back) == ("/account", {})
    assert here.get("/me/factors").json()["outside"] == "a@example.com"
    # What is somebody's is nobody else's.
    other = web.person("hana")
    way = other.post("/oidc/links", json={"to": "/account"}).json()["location"]
    back = other.get("/oidc/callback", params=op.let_through(way), follow_redirects=False)
    assert place(back)[1] == {"refused": ["outside_refused"]}


def test_a_second_step_is_asked_for_here_too(web: Any, op: Provider) -> None:
    here = web.person("minji")
    secret, _ = set_up(here)
    way = here.post("/oidc/links", json={"to": "/account"}).json()["location"]
    here.get("/oidc/callback", params=op.let_through(way), follow_redirects=False)
    caller = web.stranger()
    where, found = go(caller, op)
    assert where == "/sign-in"
    problem(caller.get("/me"), 401, "unauthenticated")
    body = {"proving": found["second"][0], "code": code(secret, 1)}
    assert caller.post("/sessions/second", json=body).status_code == 201


def test_who_is_new_gets_an_account_only_where_that_is_wanted(web: Any, op: Provider) -> None:
    op.person |= {"name": "  김  민지 ", "email": "new@example.com"}
    assert go(web.stranger(), op)[1] == {"refused": ["outside_refused"]}
    assert count(Person) == 0
    configure(oidc_sign_up=True)
    caller = web.stranger()
    assert go(caller, op) == ("/work", {})
    me = caller.get("/me").json()
    assert (me["email"], me["name"]) == ("new@example.com", "김 민지")
    assert [one["kind"] for one in me["to_sign"]] == ["terms", "privacy"]
    assert caller.get("/me/factors").json()["password"] is False


def test_an_address_that_the_provider_has_not_proved_proves_nothing(web: Any, op: Provider) -> None:
    configure(oidc_sign_up=True)
    here = web.person("minji")
    for said in ({"email_verified": False}, {"email_verified": "true"}, {"email": 7}):
        op.person = {"sub": "u-1", "email": here.email, "email_verified": True, **said}
        assert go(web.stranger(), op)[1] == {"refused": ["outside_refused"]}
    assert count(OutsideIdentity) == 0


@pytest.mark.parametrize(
    "wrong",
    [
        "another's key",
        "audience",
        "endpoint elsewhere",
        "expired",
        "issuer",
        "no signature",
        "no subject",
        "nonce",
        "redirect",
        "token's issuer",
        "too long",
    ],
)
def test_what_the_provider_gets_wrong_lets_nobody_in(web: Any, op: Provider, wrong: str) -> None:
    configure(oidc_sign_up=True)
    if wrong in ("endpoint elsewhere", "issuer", "redirect", "too long"):
        op.wrong = wrong
    caller = web.stranger()
    left = caller.get("/oidc/start", follow_redirects=False)
    where, found = place(left) if left.headers["location"].startswith("/sign-in") else ("", {})
    if where == "":
        op.wrong = wrong
        params = op.let_through(left.headers["location"])
        where, found = place(caller.get("/oidc/callback", params=params, follow_redirects=False))
    assert (where, found) == ("/sign-in", {"refused": ["outside_refused"]})
    assert (count(Login), count(Person), count(Proving)) == (0, 0, 0)


def test_a_sign_in_belongs_to_the_browser_that_began_it(web: Any, op: Provider) -> None:
    configure(oidc_sign_up=True)
    thief, victim = web.stranger(), web.stranger()
    left = thief.get("/oidc/start", follow_redirects=False)
    params = op.let_through(left.headers["location"])
    back = victim.get("/oidc/callback", params=params, follow_redirects=False)
    assert place(back)[1] == {"refused": ["outside_refused"]}
    problem(victim.get("/me"), 401, "unauthenticated")
    assert place(thief.get("/oidc/callback", params=params, follow_redirects=False))[0] == "/"
    again = thief.get("/oidc/callback", params=params, follow_redirects=False)
    assert place(again)[1] == {"refused": ["outside_refused"]}


@pytest.mark.parametrize("to", ["https://evil.example", "//evil.example", "/\\evil.example", ""])
def test_one_comes_back_to_this_site_alone(web: Any, op: Provider, to: str) -> None:
    problem(web.stranger().get("/oidc/start", params={"to": to}), 422, "malformed")
    here = web.person("minji")
    problem(here.post("/oidc/links", json={"to": to}), 422, "malformed")


def test_without_a_provider_there_is_none(web: Any) -> None:
    caller = web.stranger()
    assert caller.get("/oidc").json() == {"name": None}
    assert place(caller.get("/oidc/start", follow_redirects=False))[0] == "/sign-in"
