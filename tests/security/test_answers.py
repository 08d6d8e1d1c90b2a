"""What every answer carries, which hosts are answered, where files are served, and how secrets
come in."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

from app.api.deps import COOKIE
from app.core.settings import NotConfigured, Settings, configure, secret_settings
from app.main import create_app
from app.storage import sign_link, storage
from tests.api.conftest import PASSWORD, Web
from tests.api.conftest import web as web

EVERY = {
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
}


@pytest.fixture
def configured() -> Iterator[Any]:
    """Sets variables for one test."""
    was: set[str] = set()

    def configuring(**values: object) -> None:
        was.update(values)
        configure(**values)

    yield configuring
    configure(**dict.fromkeys(was))


@pytest.fixture
def built(tmp_path: Path, configured: Any, database: object) -> TestClient:
    """The application with a built page."""
    folder = tmp_path / "built"
    (folder / "assets").mkdir(parents=True)
    (folder / "index.html").write_text("<!doctype html><title>Dure</title>")
    (folder / "assets" / "a-1.js").write_text("1")
    configured(web=folder)
    return TestClient(create_app())


PATHS = ("/", "/assets/a-1.js", "/api/v1/projects", "/api/v1/docs", "/api/v1/openapi.json")


@pytest.mark.parametrize("path", [*PATHS, "/api/v1/media/x", "/nowhere.js", "/health/live"])
def test_every_answer_keeps_the_browser_to_it(built: TestClient, path: str) -> None:
    answer = built.get(path)
    assert {name: answer.headers.get(name) for name in EVERY} == EVERY
    policy = answer.headers["content-security-policy"]
    for part in ("frame-ancestors 'none'", "object-src 'none'", "base-uri 'none'"):
        assert part in policy
    assert "camera=(self)" in answer.headers["permissions-policy"]
    assert "strict-transport-security" not in answer.headers
    # no answer lets scripts in that stand in a page, or come from elsewhere
    allowed = dict(part.split(" ", 1) for part in policy.split("; ") if " " in part)
    scripts = allowed.get("script-src", allowed["default-src"])
    assert scripts in ("'self'", "'none'")


def test_the_description_needs_nothing_but_itself(built: TestClient) -> None:
    page = built.get("/api/v1/docs").text
    assert "<script" not in page
    assert "src=" not in page
    assert "POST /api/v1/sessions" in page
    assert 'href="#Refusal"' in page


def test_over_https_for_good(built: TestClient, configured: Any) -> None:
    configured(base_url="https://dure.example")
    assert (
        built.get("/").headers["strict-transport-security"] == "max-age=31536000; includeSubDomains"
    )


def test_the_session_of_https_is_of_this_host_alone(web: Web, configured: Any) -> None:
    """A neighbouring host can set no cookie of that name, and none goes over plain http."""
    person = web.person()
    configured(base_url="https://dure.example")
    entering = web.stranger()
    answer = entering.post("/sessions", json={"email": person.email, "password": PASSWORD})
    (session,) = (
        one
        for one in answer.headers.get_list("set-cookie")  # type: ignore[attr-defined]
        if COOKIE in one
    )
    assert session.startswith(f"__Host-{COOKIE}=")
    parts = {part.strip().partition("=")[0].lower() for part in session.split(";")[1:]}
    assert {"secure", "httponly", "samesite", "path"} <= parts
    assert "domain" not in parts
    token = session.partition("=")[2].partition(";")[0]
    planted = web.stranger()
    for name, status in ((COOKIE, 401), (f"__Host-{COOKIE}", 200)):
        sent = planted.get("/me", headers={"cookie": f"{name}={token}"})
        assert sent.status_code == status, name  # type: ignore[attr-defined]


def test_what_changes_something_needs_the_sessions_own_word(web: Web) -> None:
    person = web.person()
    del person.http.headers["x-csrf-token"]
    for headers in ({}, {"x-csrf-token": "0" * 43}, {"origin": "https://evil.example"}):
        refused: Any = person.patch("/me", json={"name": "x"}, headers=headers)
        assert (refused.status_code, refused.json()["code"]) == (403, "forbidden")


# --- hosts -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("host", "status"),
    [
        ("dure.example", 200),
        ("DURE.example:443", 200),
        ("also.example", 200),
        ("127.0.0.1:8000", 200),
        ("[::1]:8000", 200),
        ("evil.example", 421),
        ("dure.example.evil.example", 421),
        ("evil.example:80@dure.example", 200),  # what a browser would take it for
        ("", 421),
    ],
)
def test_only_hosts_that_are_ours_are_answered(
    built: TestClient, configured: Any, host: str, status: int
) -> None:
    configured(base_url="https://dure.example", allowed_hosts="also.example")
    answer = built.get("/", headers={"host": host})
    assert answer.status_code == status
    if status == 421:
        assert answer.json()["code"] == "host_unknown"
        assert built.get("/health/live", headers={"host": host}).status_code == 200


def test_files_have_an_origin_of_their_own(built: TestClient, configured: Any) -> None:
    configured(base_url="https://dure.example", media_url="https://files.example/")
    key = storage().put(iter([b"a picture"]), media_type="image/png").key
    link = storage().link(key, timedelta(minutes=5), media_type="image/png")
    assert link.startswith("https://files.example/api/v1/media/")
    there = {"host": "files.example"}
    sent = built.get(link.removeprefix("https://files.example"), headers=there)
    assert (sent.status_code, sent.content) == (200, b"a picture")
    # the page may read it, for a canvas; no other page may
    assert sent.headers["access-control-allow-origin"] == "https://dure.example"
    assert sent.headers["cross-origin-resource-policy"] == "cross-origin"
    for path in ("/", "/assets/a-1.js", "/api/v1/projects", "/api/v1/docs", "/api/v1/sessions"):
        refused = built.get(path, headers=there)
        assert (refused.status_code, refused.json()["code"]) == (404, "not_found"), path
    page = built.get("/", headers={"host": "dure.example"})
    assert page.status_code == 200
    # read when the application is made
    assert (
        "https://files.example"
        in TestClient(create_app()).get("/").headers["content-security-policy"]
    )


def test_a_link_says_one_file_for_a_time(built: TestClient) -> None:
    secret = Settings().signing_key()
    key = storage().put(iter([b"one"])).key
    good = sign_link(secret, key, timedelta(minutes=5), media_type="image/png")
    past = sign_link(secret, key, timedelta(minutes=-5), media_type="image/png")
    other = sign_link(b"another key", key, timedelta(minutes=5), media_type="image/png")
    payload, _, signature = good.rpartition(".")
    assert built.get(good).status_code == 200
    for bad in (past, other, payload, f"{payload}.", f"{payload}A.{signature}", f"{good}A"):
        refused = built.get(bad)
        assert (refused.status_code, refused.json()["code"]) == (404, "link_expired")


# --- secrets from files ----------------------------------------------------------------------


def test_what_is_secret_can_be_given_as_a_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    names = secret_settings()
    assert {"secret", "s3_secret_key", "s3_access_key", "database_url", "redis_url"} <= set(names)
    assert {"owner_database_url", "smtp_url", "oidc_client_secret"} <= set(names)
    for name in names:
        value = "https://here.example" if name.endswith("_url") else f"the {name}"
        (tmp_path / name).write_text(value + "\n")
        monkeypatch.delenv(f"DURE_{name.upper()}", raising=False)
        monkeypatch.setenv(f"DURE_{name.upper()}_FILE", str(tmp_path / name))
    config = Settings()
    for name in names:
        found = getattr(config, name)
        said = found if isinstance(found, str) else found.get_secret_value()
        assert said == (tmp_path / name).read_text().strip()
    assert "the secret" not in repr(config)
    # a variable goes before: a program sets it for those it starts
    monkeypatch.setenv("DURE_SECRET", "another")
    secret = Settings().secret
    assert secret is not None
    assert secret.get_secret_value() == "another"
    monkeypatch.setenv("DURE_REDIS_URL_FILE", str(tmp_path / "none"))
    with pytest.raises(NotConfigured, match="DURE_REDIS_URL_FILE"):
        Settings()
