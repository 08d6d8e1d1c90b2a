"""A second factor: set up, asked for, used once, lost, demanded; and proving oneself anew."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pyotp
import pytest
from sqlalchemy import func, select, text, update

from app.api.deps import COOKIE
from app.core.database import transaction
from app.core.settings import configure
from app.models.factor import Browser, Passkey, Proving, RecoveryCode, Totp
from app.models.person import Login
from tests.api.conftest import PASSWORD
from tests.api.device import PRESENT, Device
from tests.api.test_accounts import problem, sign_in

SITE = "dure.example.com"


def code(secret: str, step: int = 0) -> str:
    """The code of an app, `step` half minutes from now, by the database's clock."""
    with transaction() as s:
        now = s.scalar(select(func.extract("epoch", func.now())))
    return pyotp.TOTP(secret).at(int(now or 0) + 30 * step)


def set_up(here: Any) -> tuple[str, list[str]]:
    """Somebody has an authenticator app; its secret, and his codes for paper."""
    made = here.post("/me/factors/totp").json()
    assert made["picture"].startswith("<svg")
    assert made["secret"] in made["address"]
    done = here.post("/me/factors/totp/confirm", json={"code": code(made["secret"])})
    assert done.status_code == 200, done.text
    return made["secret"], done.json()["codes"]


def first_step(web: Any, here: Any) -> tuple[Any, dict[str, Any]]:
    caller = web.stranger()
    asked = sign_in(caller, PASSWORD, here.email)
    assert asked.status_code == 202, asked.text
    assert COOKIE not in asked.cookies
    return caller, asked.json()


def stale(here: Any, minutes: int = 16) -> None:
    """He signed in some time ago."""
    with transaction() as s:
        s.execute(
            update(Login)
            .where(Login.person_id == here.id)
            .values(proved_at=func.now() - text(f"interval '{minutes} minutes'"))
        )


@pytest.fixture
def site() -> Iterator[str]:
    configure(base_url=f"https://{SITE}", cookie_secure=False)
    yield f"https://{SITE}"
    configure(base_url=None, cookie_secure=None)


def with_passkey(here: Any, site: str) -> tuple[Device, list[str] | None]:
    device = Device(SITE, site)
    asked = here.post("/me/passkeys/options").json()
    body = {"proving": asked["proving"], "credential": device.make(asked["options"]), "name": "폰"}
    made = here.post("/me/passkeys", json=body)
    assert made.status_code == 201, made.text
    return device, made.json()["codes"]


def test_signing_in_takes_a_code_and_each_is_good_once(web: Any) -> None:
    here = web.person("minji")
    there = web.stranger()
    sign_in(there, PASSWORD, here.email)
    secret, _ = set_up(here)
    # What was opened without is shut.
    problem(there.get("/me"), 401, "unauthenticated")
    caller, half = first_step(web, here)
    assert half["ways"] == ["totp", "recovery"]
    # The first step alone opens nothing.
    problem(caller.get("/me"), 401, "unauthenticated")
    used = code(secret)
    said = {"proving": half["proving"]}
    problem(caller.post("/sessions/second", json={**said, "code": used}), 403, "wrong_code")
    done = caller.post("/sessions/second", json={**said, "code": code(secret, 1)})
    assert done.status_code == 201
    assert done.json()["person_id"] == here.id
    (mine,) = [one for one in caller.get("/sessions").json() if one["current"]]
    assert (mine["opened_by"], mine["second"]) == ("password", "totp")
    problem(caller.post("/sessions/second", json={**said, "code": "1"}), 409, "proving_over")
    subjects = [str(mail["Subject"]) for mail in web.mails()]
    assert any("2단계" in subject for subject in subjects)


def test_a_second_step_ends_after_five_wrong_codes(web: Any) -> None:
    here = web.person("minji")
    secret, _ = set_up(here)
    caller, half = first_step(web, here)
    said = {"proving": half["proving"]}
    for _ in range(5):
        problem(caller.post("/sessions/second", json={**said, "code": "000000"}), 403, "wrong_code")
    right = {**said, "code": code(secret, 1)}
    problem(caller.post("/sessions/second", json=right), 409, "proving_over")


def test_codes_are_not_guessed_from_many_sides(web: Any) -> None:
    here = web.person("minji")
    set_up(here)
    for _ in range(4):
        caller, half = first_step(web, here)
        for _ in range(5):
            body = {"proving": half["proving"], "code": "000000"}
            problem(caller.post("/sessions/second", json=body), 403, "wrong_code")
    caller, half = first_step(web, here)
    body = {"proving": half["proving"], "code": "000000"}
    problem(caller.post("/sessions/second", json=body), 429, "too_many_requests")


def test_a_code_on_paper_stands_in_once(web: Any) -> None:
    here = web.person("minji")
    _, codes = set_up(here)
    assert len(set(codes)) == 10
    for expected in (201, 403):
        caller, half = first_step(web, here)
        body = {"proving": half["proving"], "code": codes[0].upper().replace("-", " ")}
        assert caller.post("/sessions/second", json=body).status_code == expected
    assert here.get("/me/factors").json()["codes_left"] == 9
    with transaction() as s:
        kept = str([row.__dict__ for row in s.scalars(select(RecoveryCode))])
    assert codes[1] not in kept
    anew = here.post("/me/factors/codes").json()["codes"]
    assert not set(anew) & set(codes)
    caller, half = first_step(web, here)
    body = {"proving": half["proving"], "code": codes[1]}
    problem(caller.post("/sessions/second", json=body), 403, "wrong_code")


def test_the_apps_secret_is_under_seal(web: Any) -> None:
    here = web.person("minji")
    secret, _ = set_up(here)
    with transaction() as s:
        row = s.scalars(select(Totp)).one()
        assert secret.encode() not in row.sealed
    # Nothing that was asked for and not confirmed replaces it.
    problem(here.post("/me/factors/totp"), 409, "proving_over")
    assert here.delete("/me/factors/totp").status_code == 204
    assert here.delete("/me/factors/totp").status_code == 204
    assert here.get("/me/factors").json()["codes_left"] == 0
    assert sign_in(web.stranger(), PASSWORD, here.email).status_code == 201


def test_a_passkey_signs_in_by_itself(web: Any, site: str) -> None:
    here = web.person("minji")
    device, codes = with_passkey(here, site)
    assert codes is not None
    assert len(codes) == 10
    caller = web.stranger()
    asked = caller.post("/sessions/passkey/options").json()
    assert "allowCredentials" not in asked["options"] or not asked["options"]["allowCredentials"]
    body = {"proving": asked["proving"], "credential": device.sign(asked["options"])}
    done = caller.post("/sessions/passkey", json=body)
    assert done.status_code == 201, done.text
    assert caller.get("/me").json()["id"] == here.id
    # A challenge is answered once.
    problem(web.stranger().post("/sessions/passkey", json=body), 409, "proving_over")


def test_a_passkey_is_a_second_step_and_a_confirmation(web: Any, site: str) -> None:
    here = web.person("minji")
    device, _ = with_passkey(here, site)
    caller, half = first_step(web, here)
    assert half["ways"] == ["passkey", "recovery"]
    asked = caller.post("/sessions/second/options", json={"proving": half["proving"]}).json()
    body = {
        "proving": half["proving"],
        "challenge": asked["proving"],
        "credential": device.sign(asked["options"]),
    }
    assert caller.post("/sessions/second", json=body).status_code == 201
    stale(here)
    problem(here.post("/me/passkeys/options"), 403, "confirm_needed")
    # The password alone is not enough for who has more.
    problem(here.post("/sessions/confirm", json={"password": PASSWORD}), 403, "confirm_needed")
    asked = here.post("/sessions/confirm/options").json()
    body = {"challenge": asked["proving"], "credential": device.sign(asked["options"])}
    assert here.post("/sessions/confirm", json=body).status_code == 204
    assert here.post("/me/passkeys/options").status_code == 200


@pytest.mark.parametrize(
    "wrong", ["another site", "another origin", "nobody checked", "another's", "older count"]
)
def test_a_passkey_that_proves_nothing(web: Any, site: str, wrong: str) -> None:
    here = web.person("minji")
    device, _ = with_passkey(here, site)
    if wrong == "another site":
        device.site = "evil.example.com"
    elif wrong == "another origin":
        device.origin = "https://evil.example.com"
    elif wrong == "nobody checked":
        device.flags = PRESENT
    elif wrong == "older count":
        with transaction() as s:
            s.execute(update(Passkey).values(sign_count=7))
    else:
        device = Device(SITE, site, id=device.id)
    caller = web.stranger()
    asked = caller.post("/sessions/passkey/options").json()
    body = {"proving": asked["proving"], "credential": device.sign(asked["options"])}
    problem(caller.post("/sessions/passkey", json=body), 403, "passkey_refused")
    problem(caller.get("/me"), 401, "unauthenticated")


@pytest.mark.parametrize(
    "credential", [{}, {"id": 3}, {"id": "가"}, {"id": "x", "response": []}, {"id": "_" * 9}]
)
def test_a_credential_without_form(web: Any, credential: dict[str, Any]) -> None:
    caller = web.stranger()
    asked = caller.post("/sessions/passkey/options").json()
    body = {"proving": asked["proving"], "credential": credential}
    problem(caller.post("/sessions/passkey", json=body), 403, "passkey_refused")


@pytest.mark.parametrize("demanded", ["none", "officers", "all"])
def test_who_must_have_a_second_factor_can_do_nothing_else_before(web: Any, demanded: str) -> None:
    worker, officer = web.person("worker"), web.person("officer")
    operator = web.person("operator", operator=True)
    web.project(officer)
    key = officer.post("/tokens", json={"name": "x", "scopes": ["read"]}).json()["token"]
    configure(two_factor=demanded)
    try:
        for caller, held in (
            (worker, demanded == "all"),
            (officer, demanded != "none"),
            (operator, demanded != "none"),
        ):
            assert caller.get("/me").json()["factor_needed"] is held
            answer = caller.get("/notifications")
            if not held:
                assert answer.status_code == 200
                continue
            problem(answer, 403, "second_factor_needed")
            set_up(caller)
            assert caller.get("/notifications").status_code == 200
            problem(caller.delete("/me/factors/totp"), 409, "last_factor")
        if demanded == "officers":
            with transaction() as s:
                s.execute(update(Totp).values(confirmed_at=None))
            program = web.stranger()
            answer = program.get("/projects", headers={"authorization": f"Bearer {key}"})
            problem(answer, 403, "second_factor_needed")
    finally:
        configure(two_factor=None)


GRAVE = [
    ("POST", "/tokens", {"name": "x", "scopes": ["read"]}),
    ("PUT", "/me/payee", {"bank": "004", "account": "110-123-456", "holder": "가"}),
    ("PUT", "/me/identity", {"legal_name": "가", "number": "900101-1234567"}),
    ("POST", "/me/factors/totp", None),
    ("POST", "/me/passkeys/options", None),
    ("POST", "/organisations/{o}/payouts/1/approve", None),
    ("GET", "/organisations/{o}/payouts/1/bank-file", None),
    ("PUT", "/organisations/{o}/members/{me}/roles/finance", None),
    ("DELETE", "/organisations/{o}/members/{me}/roles/finance", None),
    ("POST", "/organisations/{o}/invitations", {"email": "a@example.com", "role": "finance"}),
    ("PATCH", "/people/{me}", {"operator": True}),
    ("POST", "/me/copies", None),
]


@pytest.mark.parametrize(("method", "path", "body"), GRAVE, ids=lambda one: str(one)[:40])
def test_what_is_grave_wants_a_proof_of_now(web: Any, method: str, path: str, body: Any) -> None:
    here = web.person("minji", operator=True)
    organisation_id, _ = web.project(here)
    web.appoint(organisation_id, here, "finance")
    address = path.format(o=organisation_id, me=here.id)
    stale(here)
    problem(here.request(method, address, json=body), 403, "confirm_needed")
    wrong = here.post("/sessions/confirm", json={"password": "not her password"})
    problem(wrong, 403, "wrong_password")
    assert here.post("/sessions/confirm", json={"password": PASSWORD}).status_code == 204
    answer = here.request(method, address, json=body)
    assert answer.status_code != 403, answer.text


def test_one_is_told_of_a_browser_one_never_used(web: Any) -> None:
    here = web.person("minji")
    first = web.stranger()
    first.http.headers["user-agent"] = "Mozilla/5.0 (Windows NT 10.0) Chrome/140.0 Safari/537"
    assert sign_in(first, PASSWORD, here.email).status_code == 201
    assert sign_in(first, PASSWORD, here.email).status_code == 201
    assert web.mails() == []  # her first, and the same again
    other = web.stranger()
    other.http.headers["user-agent"] = "evil (Android) Firefox/1 <b>http://evil.example</b>"
    assert sign_in(other, PASSWORD, here.email).status_code == 201
    (mail,) = web.mails()
    assert mail["To"] == here.email
    assert "Firefox · Android" in mail.get_content()
    assert "evil" not in mail.get_content()
    with transaction() as s:
        assert s.scalar(select(func.count()).select_from(Browser)) == 2


def test_guesses_from_everywhere_do_not_shut_the_owner_out(web: Any, monkeypatch: Any) -> None:
    here = web.person("minji")
    known = web.stranger()
    assert sign_in(known, PASSWORD, here.email).status_code == 201
    clients = iter(range(1000))
    monkeypatch.setattr("app.api.limits._network", lambda _: f"10.0.0.{next(clients)}")
    for _ in range(30):
        guesser = web.stranger()
        problem(sign_in(guesser, "not her password", here.email), 401, "wrong_credentials")
    problem(sign_in(web.stranger(), PASSWORD, here.email), 429, "too_many_requests")
    assert sign_in(known, PASSWORD, here.email).status_code == 201


def test_one_browser_and_all_others_can_be_signed_out(web: Any) -> None:
    here = web.person("minji")
    others = [web.stranger() for _ in range(3)]
    for other in others:
        sign_in(other, PASSWORD, here.email)
    shown = here.get("/sessions").json()
    assert [one["current"] for one in shown] == [False, False, False, True]
    assert here.delete(f"/sessions/{shown[0]['id']}").status_code == 204
    alive = [other.get("/me").status_code == 200 for other in others]
    assert alive.count(False) == 1
    # Another's session is none of his.
    stranger = web.person("hana")
    assert stranger.delete(f"/sessions/{shown[1]['id']}").status_code == 204
    assert here.delete("/sessions/others").status_code == 204
    assert [other.get("/me").status_code for other in others] == [401, 401, 401]
    assert here.get("/me").status_code == 200


def test_who_leaves_takes_his_factors_along(web: Any, site: str) -> None:
    here = web.person("minji")
    with_passkey(here, site)
    set_up(here)
    first_step(web, here)
    assert here.post("/me/leave", json={"password": PASSWORD}).status_code == 204
    with transaction() as s:
        for table in (Totp, Passkey, RecoveryCode, Browser, Proving):
            assert s.scalar(select(func.count()).select_from(table)) == 0, table
