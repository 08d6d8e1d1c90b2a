"""Signing up, proving an address, signing in and out, and getting back in."""

from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select, update

from app.api import limits
from app.api.deps import COOKIE
from app.core.database import transaction
from app.core.settings import configure
from app.models.chore import Chore
from app.models.person import Login, MailToken, Person, Signature
from app.people.queries import now
from app.people.rules import year_in_seoul

MINJI = "minji@example.com"
PASSWORD = "gangmul-heureunda-27"


def form(web: Any, **changes: Any) -> dict[str, Any]:
    ids = {one["kind"]: one["id"] for one in web.stranger().get("/agreements/current").json()}
    return {
        "email": MINJI,
        "name": "김민지",
        "password": PASSWORD,
        "birth_year": 1991,
        "terms_id": ids["terms"],
        "privacy_id": ids["privacy"],
        **changes,
    }


def problem(answer: Any, status: int, code: str) -> dict[str, Any]:
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    body: dict[str, Any] = answer.json()
    assert body["code"] == code
    assert body["detail"].endswith((".", "?"))
    return body


@pytest.fixture
def minji(web: Any) -> Any:
    """Who has signed up and proved her address, and is not signed in."""
    caller = web.stranger()
    assert caller.post("/accounts", json=form(web)).status_code == 202
    token = web.token_for(MINJI, "verify")
    assert caller.post("/accounts/verify", json={"token": token}).status_code == 204
    return caller


def sign_in(caller: Any, password: str = PASSWORD, email: str = MINJI) -> Any:
    return caller.post("/sessions", json={"email": email, "password": password})


def test_from_sign_up_to_signing_out(web: Any) -> None:
    caller = web.stranger()
    assert caller.post("/accounts", json=form(web)).status_code == 202
    problem(sign_in(caller), 403, "unverified")
    token = web.token_for(MINJI, "verify")
    assert caller.post("/accounts/verify", json={"token": token}).status_code == 204
    # An impatient second click is answered like the first.
    assert caller.post("/accounts/verify", json={"token": token}).status_code == 204
    opened = sign_in(caller, email="MINJI@Example.com")
    assert opened.status_code == 201
    cookie = opened.headers["set-cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=lax" in cookie
    assert "Secure" not in cookie
    me = caller.get("/me").json()
    assert (me["email"], me["name"], me["to_sign"]) == (MINJI, "김민지", [])
    assert me["csrf"] == opened.json()["csrf"]
    assert problem(caller.delete("/sessions/current"), 403, "forbidden")["permission"] == "csrf"
    out = caller.delete("/sessions/current", headers={"x-csrf-token": me["csrf"]})
    assert out.status_code == 204
    problem(caller.get("/me"), 401, "unauthenticated")
    with transaction() as s:
        assert s.scalars(select(Login)).all() == []
        assert len(s.scalars(select(Signature)).all()) == 2


def test_no_secret_stands_in_the_database(web: Any) -> None:
    caller = web.stranger()
    caller.post("/accounts", json=form(web))
    token = web.token_for(MINJI, "verify")
    caller.post("/accounts/verify", json={"token": token})
    cookie = sign_in(caller).cookies[COOKIE]
    with transaction() as s:
        kept = str(
            [
                row.__dict__
                for table in (MailToken, Login, Chore, Person)
                for row in s.scalars(select(table))
            ]
        )
    assert token not in kept
    assert cookie not in kept
    assert PASSWORD not in kept
    assert "$argon2id$" in kept


def test_the_cookie_is_secure_under_https(minji: Any) -> None:
    configure(base_url="https://dure.example.com")
    try:
        assert "Secure" in sign_in(minji).headers["set-cookie"]
    finally:
        configure(base_url=None)


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"password": "short"}, "weak_password"),
        ({"password": "password1234"}, "weak_password"),
        ({"terms_id": 999}, "agreements_not_current"),
        ({"email": "no address"}, "malformed"),
        ({"email": "a@b\r\nBcc: c@d.example"}, "malformed"),
        ({"name": "two\nlines"}, "malformed"),
        ({"name": "   "}, "malformed"),
        ({"name": "x" * 101}, "malformed"),
        ({"birth_year": 1850}, "malformed"),
        ({"birth_year": 10**30}, "malformed"),
        ({"terms_id": 2**63}, "malformed"),
        ({"locale": "fr"}, "malformed"),
        ({"operator": True}, "malformed"),
    ],
)
def test_bad_sign_ups_leave_nothing(web: Any, changes: dict[str, Any], code: str) -> None:
    status = 409 if code == "agreements_not_current" else 422
    problem(web.stranger().post("/accounts", json=form(web, **changes)), status, code)
    with transaction() as s:
        assert s.scalars(select(Person)).all() == []
    assert web.mails() == []


def test_who_is_under_14_is_refused(web: Any) -> None:
    with transaction() as s:
        year = year_in_seoul(now(s))
    young = web.stranger().post("/accounts", json=form(web, birth_year=year - 13))
    assert "14" in problem(young, 422, "too_young")["detail"]
    assert web.stranger().post("/accounts", json=form(web, birth_year=year - 14)).status_code == 202


def test_a_known_address_learns_it_by_mail_only(web: Any, minji: Any) -> None:
    again = web.stranger().post("/accounts", json=form(web, password="another password", name="X"))
    fresh = web.stranger().post("/accounts", json=form(web, email="new@example.com"))
    assert (again.status_code, again.json()) == (fresh.status_code, fresh.json())
    subjects = {mail["To"]: str(mail["Subject"]) for mail in web.mails()}
    assert "이미 가입된" in subjects[MINJI]
    assert "확인" in subjects["new@example.com"]
    assert sign_in(minji).status_code == 201  # her password is as it was


def test_who_signs_up_over_an_unproved_address_does_not_choose_its_password(web: Any) -> None:
    thief = web.stranger()
    thief.post("/accounts", json=form(web, password="chosen by a thief"))
    web.mails()
    owner = web.stranger()
    owner.post("/accounts", json=form(web))
    token = web.token_for(MINJI, "reset")
    chosen = owner.post("/accounts/reset/confirm", json={"token": token, "password": PASSWORD})
    assert chosen.status_code == 204
    assert sign_in(owner).status_code == 201
    problem(sign_in(thief, "chosen by a thief"), 401, "wrong_credentials")


def test_a_wrong_address_and_a_wrong_password_look_alike(minji: Any) -> None:
    wrong = problem(sign_in(minji, "not her password"), 401, "wrong_credentials")
    nobody = problem(sign_in(minji, email="nobody@example.com"), 401, "wrong_credentials")
    assert nobody | {"request_id": ""} == wrong | {"request_id": ""}
    problem(sign_in(minji, email="\x00"), 422, "unstorable")


def test_half_a_character_is_no_text(web: Any) -> None:
    body = b'{"email": "a@example.com", "password": "\\ud800 \\ud800 \\ud800"}'
    answer = web.stranger().post(
        "/sessions", content=body, headers={"content-type": "application/json"}
    )
    problem(answer, 422, "malformed")


@pytest.mark.parametrize("token", ["", "x", "가" * 300])
def test_links_that_never_were(web: Any, token: str) -> None:
    for path, body in (("verify", {}), ("reset/confirm", {"password": PASSWORD})):
        answer = web.stranger().post(f"/accounts/{path}", json={"token": token, **body})
        problem(answer, 422, "link_over" if token == "x" else "malformed")


def test_links_end(web: Any) -> None:
    caller = web.stranger()
    caller.post("/accounts", json=form(web))
    token = web.token_for(MINJI, "verify")
    with transaction() as s:
        s.execute(update(MailToken).values(expires_at=MailToken.created_at))
    problem(caller.post("/accounts/verify", json={"token": token}), 422, "link_over")
    assert caller.post("/accounts/resend", json={"email": MINJI}).status_code == 202
    token = web.token_for(MINJI, "verify")
    # A link for one purpose is none for another.
    body = {"token": token, "password": PASSWORD}
    problem(caller.post("/accounts/reset/confirm", json=body), 422, "link_over")
    assert caller.post("/accounts/verify", json={"token": token}).status_code == 204
    assert caller.post("/accounts/resend", json={"email": MINJI}).status_code == 202
    assert web.mails() == []  # nothing is left to prove


def test_reset_shuts_everybody_out(web: Any, minji: Any) -> None:
    csrf = sign_in(minji).json()["csrf"]
    token = minji.post(
        "/tokens", json={"name": "x", "scopes": ["read"]}, headers={"x-csrf-token": csrf}
    ).json()["token"]
    program = web.stranger()
    bearer = {"authorization": f"Bearer {token}"}
    assert program.get("/me", headers=bearer).status_code == 200
    known = program.post("/accounts/reset", json={"email": MINJI})
    unknown = program.post("/accounts/reset", json={"email": "nobody@example.com"})
    assert (known.status_code, known.json()) == (unknown.status_code, unknown.json())
    link = web.token_for(MINJI, "reset")
    body = {"token": link, "password": "another long way"}
    weak = program.post("/accounts/reset/confirm", json={**body, "password": "short"})
    problem(weak, 422, "weak_password")  # and the link still works
    assert program.post("/accounts/reset/confirm", json=body).status_code == 204
    problem(program.post("/accounts/reset/confirm", json=body), 422, "link_over")
    problem(minji.get("/me"), 401, "unauthenticated")
    problem(program.get("/me", headers=bearer), 401, "unauthenticated")
    problem(sign_in(minji), 401, "wrong_credentials")
    assert sign_in(minji, "another long way").status_code == 201
    assert [mail["Subject"] for mail in web.mails()] == ["[두레] 비밀번호가 바뀌었습니다"]


def test_changing_the_password_keeps_this_browser_only(web: Any) -> None:
    here = web.person("minji")
    there = web.stranger()
    sign_in(there, "a long way home", here.email)
    wrong = here.put("/me/password", json={"old": "nope nope nope", "new": "a longer way home"})
    problem(wrong, 403, "wrong_password")
    body = {"old": "a long way home", "new": "a longer way home"}
    assert here.put("/me/password", json=body).status_code == 204
    assert here.get("/me").status_code == 200
    problem(there.get("/me"), 401, "unauthenticated")
    told = here.get("/notifications").json()["items"]
    assert [one["kind"] for one in told] == ["password_changed"]


def test_signing_out_everywhere(web: Any) -> None:
    here = web.person("minji")
    there = web.stranger()
    sign_in(there, "a long way home", here.email)
    browsers = here.get("/sessions").json()
    assert [browser["current"] for browser in browsers] == [False, True]
    assert here.delete("/sessions").status_code == 204
    problem(here.get("/me"), 401, "unauthenticated")
    problem(there.get("/me"), 401, "unauthenticated")


def test_signing_in_again_ends_this_browsers_former_session(minji: Any) -> None:
    sign_in(minji)
    sign_in(minji)
    with transaction() as s:
        assert len(s.scalars(select(Login)).all()) == 1


def test_a_session_ends_by_its_time(web: Any) -> None:
    here = web.person()
    with transaction() as s:
        s.execute(update(Login).values(expires_at=Login.created_at))
    problem(here.get("/me"), 401, "unauthenticated")


@pytest.mark.parametrize("sent", ["", "wrong", "né"])
def test_a_change_needs_this_sessions_csrf_token(web: Any, sent: str) -> None:
    here = web.person()
    answer = here.patch("/me", json={"name": "X"}, headers={"x-csrf-token": sent.encode("latin-1")})
    assert problem(answer, 403, "forbidden")["permission"] == "csrf"


@pytest.mark.parametrize(
    "header", ["Bearer", "Bearer ", "Bearer nonsense", "Bearer n\xe9", "Basic eDp5", "dure_x"]
)
def test_authorizations_that_open_nothing(web: Any, header: str) -> None:
    answer = web.stranger().get("/me", headers={"authorization": header.encode("latin-1")})
    problem(answer, 401, "unauthenticated")


def test_signing_in_takes_json_only(minji: Any) -> None:
    """A form of another site could otherwise sign a browser in as somebody else."""
    body = f'{{"email": "{MINJI}", "password": "{PASSWORD}"}}'
    answer = minji.post("/sessions", content=body, headers={"content-type": "text/plain"})
    problem(answer, 422, "malformed")


@pytest.mark.parametrize("redis", ["running", "none", "away"])
def test_guessing_is_slowed_down(web: Any, redis: str, tmp_path: Path) -> None:
    if redis != "running":
        limits.forget()
        configure(redis_url=f"unix://{tmp_path}/nobody" if redis == "away" else None)
    here = web.person("minji")
    guesser = web.stranger()
    for _ in range(10):
        problem(sign_in(guesser, "not her password", here.email), 401, "wrong_credentials")
    body = problem(sign_in(guesser, "a long way home", here.email), 429, "too_many_requests")
    assert body["retry_after"] == 600
    # Others are not kept waiting, and she who knows her password starts afresh.
    other = web.person("hana")
    for _ in range(12):
        assert sign_in(guesser, "a long way home", other.email).status_code == 201


@pytest.mark.parametrize("path", ["/accounts/resend", "/accounts/reset"])
def test_mail_is_not_sent_for_ever(web: Any, path: str) -> None:
    caller = web.stranger()
    for _ in range(5):
        assert caller.post(path, json={"email": MINJI}).status_code == 202
    problem(caller.post(path, json={"email": MINJI.upper()}), 429, "too_many_requests")


def test_sign_ups_are_counted(web: Any) -> None:
    body = form(web)
    caller = web.stranger()
    for _ in range(5):
        assert caller.post("/accounts", json=body).status_code == 202
    problem(caller.post("/accounts", json=body), 429, "too_many_requests")


def test_one_may_change_ones_name_and_language(web: Any) -> None:
    here = web.person()
    changed = here.patch("/me", json={"name": "  Minji  Kim ", "locale": "en"}).json()
    assert (changed["name"], changed["locale"]) == ("Minji Kim", "en")
    assert here.patch("/me", json={}).json()["name"] == "Minji Kim"
