"""What holds for every request."""

from collections.abc import Iterator

import pytest
from starlette.testclient import TestClient

from app.api.middleware import BODY_LIMIT
from app.main import create_app

pytestmark = pytest.mark.usefixtures("database")


@pytest.fixture
def http() -> TestClient:
    return TestClient(create_app(), base_url="http://testserver/api/v1")


def test_a_body_that_says_it_is_too_large_is_not_read(http: TestClient) -> None:
    answer = http.post("/sessions", content=b"{}", headers={"content-length": str(BODY_LIMIT + 1)})
    assert (answer.status_code, answer.json()["code"]) == (413, "too_large")
    assert answer.headers["content-type"] == "application/problem+json"


def test_a_body_that_grows_too_large_is_cut_off(http: TestClient) -> None:
    def endless() -> Iterator[bytes]:
        for _ in range(BODY_LIMIT // 65536 + 2):
            yield b" " * 65536

    answer = http.post("/sessions", content=endless())
    assert (answer.status_code, answer.json()["code"]) == (413, "too_large")


def test_every_answer_has_safe_headers(http: TestClient) -> None:
    answer = http.get("/projects")
    assert answer.status_code == 401
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["cache-control"] == "no-store"


def test_unknown_addresses_and_methods_are_problems(http: TestClient) -> None:
    assert http.get("/nowhere").json()["code"] == "not_found"
    assert http.put("/projects").json()["code"] == "method_not_allowed"
    assert http.get("/projects/99999999999999999999").json()["code"] == "malformed"
