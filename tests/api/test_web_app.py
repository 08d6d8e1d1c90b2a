"""The built app as it is served: its page at every address, its files with the right headers."""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from app.core.settings import configure
from app.main import create_app

PAGE = b"<!doctype html><title>Dure</title>" + b" " * 2000


@pytest.fixture
def client(tmp_path: Path) -> Iterator[TestClient]:
    built = tmp_path / "built"
    (built / "assets").mkdir(parents=True)
    (built / "index.html").write_bytes(PAGE)
    (built / "index.html.gz").write_bytes(gzip.compress(PAGE))
    (built / "assets" / "index-1a2b.js").write_text("let here = 1;")
    (tmp_path / "secret.txt").write_text("not for the web")
    configure(web=built)
    yield TestClient(create_app())
    configure(web=None)


@pytest.mark.parametrize("path", ["/", "/my-work", "/projects/7/data?state=ready", "/do/1/2"])
def test_every_address_is_the_page(client: TestClient, path: str) -> None:
    answer = client.get(path)
    assert (answer.status_code, answer.content) == (200, PAGE)
    assert answer.headers["cache-control"] == "no-cache"
    assert "default-src 'self'" in answer.headers["content-security-policy"]
    assert "script-src" not in answer.headers["content-security-policy"]
    assert answer.headers["x-content-type-options"] == "nosniff"


def test_it_is_sent_compressed_to_who_takes_it(client: TestClient) -> None:
    answer = client.get("/", headers={"accept-encoding": "br, gzip"})
    assert answer.headers["content-encoding"] == "gzip"
    assert answer.headers["content-type"].startswith("text/html")
    assert answer.content == PAGE
    plain = client.get("/", headers={"accept-encoding": "identity"})
    assert "content-encoding" not in plain.headers
    assert plain.headers["vary"] == "Accept-Encoding"


def test_files_named_after_their_content_are_kept_for_good(client: TestClient) -> None:
    answer = client.get("/assets/index-1a2b.js")
    assert answer.text == "let here = 1;"
    assert "immutable" in answer.headers["cache-control"]
    # A worker's script says what the worker may load.
    assert "connect-src 'self'" in answer.headers["content-security-policy"]


@pytest.mark.parametrize(
    "path", ["/assets/index-0000.js", "/../secret.txt", "/%2e%2e/secret.txt", "/..%2fsecret.txt"]
)
def test_what_is_no_file_of_it_is_not_there(client: TestClient, path: str) -> None:
    answer = client.get(path)
    assert answer.status_code == 404
    assert "not for the web" not in answer.text


@pytest.mark.parametrize("encoding", ["gzip", "identity"])
def test_addresses_that_no_file_can_have(client: TestClient, encoding: str) -> None:
    takes = {"accept-encoding": encoding}
    long = client.get("/" + "a" * 300, headers=takes)
    assert (long.status_code, long.content) == (200, PAGE)
    for path in ("/" + "a/" * 5000 + "x.js", "/x%00y", "/assets/x%00.js"):
        refused = client.get(path, headers=takes)
        assert refused.status_code == 404, path
        assert refused.headers["content-type"] == "application/problem+json"


def test_the_api_refuses_in_its_own_words(client: TestClient) -> None:
    unknown = client.get("/api/v1/nothing-here")
    assert unknown.status_code == 404
    assert unknown.headers["content-type"] == "application/problem+json"
    assert client.post("/api/v1/nothing-here").status_code == 404
    assert client.delete("/api/v1/openapi.json").status_code == 405
    assert client.post("/my-work").status_code == 405


def test_without_a_built_app_the_address_leads_to_the_description(tmp_path: Path) -> None:
    configure(web=tmp_path / "none")
    try:
        client = TestClient(create_app())
        assert client.get("/", follow_redirects=False).headers["location"] == "/api/v1/docs"
        assert client.get("/my-work").status_code == 404
    finally:
        configure(web=None)
