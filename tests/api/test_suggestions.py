"""A stage's model through HTTP: set, seen without its secret, tried, forgotten."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest

from app.core.settings import configure
from app.workers.suggestions import ask_models
from app.workflow.opening import open_chunk
from tests.api.conftest import Web
from tests.api.desk import Desk, packed, picture, signed_in
from tests.suggestions.model import Handler, Model, box, boxes_for, sends


@dataclass
class Page:
    """The manager's page of a stage with two imported pictures."""

    desk: Desk
    model: Model

    @property
    def path(self) -> str:
        return f"{self.desk.home}/stages/{self.desk.place.stage_id}/model"

    def read(self) -> Any:
        return self.desk.http.get(self.path).json()

    def put(self, **values: Any) -> Any:
        return self.desk.http.put(self.path, json={"address": self.model.address} | values)

    def set(self, **values: Any) -> Any:
        answer = self.put(**values)
        assert answer.status_code == 200, answer.text
        return answer.json()

    def attempt(self, **values: Any) -> Any:
        return self.desk.http.post(f"{self.path}/try", json=values)


@pytest.fixture
def page(web: Web) -> Iterator[Page]:
    # An annotation inside of the pictures of the desk, which are 60 x 40.
    with Model(boxes_for(box(10), box(500))).up() as model:
        configure(model_hosts=f"{model.host} models.example.org")
        made = Page(Desk(web), model)
        made.desk.import_("사진.zip", packed({"1.png": picture(1), "2.png": picture(2)}))
        yield made
    configure(model_hosts=None)


def test_none_at_first(page: Page) -> None:
    hosts = [page.model.host, "models.example.org"]
    assert page.read() == {"model": None, "standing": None, "hosts": hosts}


def test_set_and_at_work(page: Page) -> None:
    shown = page.set(seconds=3, batch=2, active=True)
    assert shown["standing"] == "asking"
    assert shown["model"]["address"] == page.model.address
    page.desk.web.work()
    shown = page.read()
    assert shown["standing"] == "done"
    counts = {name: shown["model"][name] for name in ("asked", "given", "left_out", "failures")}
    assert counts == {"asked": 2, "given": 2, "left_out": 2, "failures": 0}
    place = page.desk.place
    open_chunk(place.project_id, place.stage_id, None, priority=0, by=None)
    worker = signed_in(page.desk.web, place.person("worker"))
    claimed = worker.post(
        f"{page.desk.home}/stages/{place.stage_id}/claims",
        json={"level": 0},
        headers={"idempotency-key": "one-of-its-own"},
    )
    (lease,) = claimed.json()["leases"]  # type: ignore[attr-defined]
    (mark,) = lease["item"]["suggested"]["annotations"]
    assert (mark["x"], mark["name"]) == (10, "cells")


def test_defaults(page: Page) -> None:
    shown = page.set()
    assert (shown["model"]["seconds"], shown["model"]["batch"]) == (10, 8)
    assert (shown["model"]["active"], shown["standing"]) == (False, "off")


def test_a_failure_is_on_the_page(page: Page) -> None:
    page.model.answering = sends(b"", 500)
    page.set(active=True)
    page.desk.web.work()
    shown = page.read()
    assert shown["standing"] == "waiting"
    assert shown["model"]["fault"]["reason"] == "status"
    assert shown["model"]["fault"]["http_status"] == 500
    assert shown["model"]["again_at"] > shown["model"]["failed_at"]


def test_a_secret_is_never_shown_again(page: Page) -> None:
    answer = page.put(header_name="X-Key", header_value="correct-horse", active=True)
    texts = [answer.text, json.dumps(page.read())]
    page.desk.web.work()
    assert page.model.headers[0]["x-key"] == "correct-horse"
    for path in ("events", "history", "chores", "stages"):
        texts.append(page.desk.http.get(f"{page.desk.home}/{path}").text)
    page.model.answering = sends(b"", 500)
    texts.append(page.attempt().text)
    assert not any("horse" in text for text in texts)


def test_a_secret_stays_at_its_host_and_goes_nowhere_else(page: Page) -> None:
    page.set(header_name="X-Key", header_value="correct-horse")
    shown = page.set(header_name="X-Key", address=f"http://{page.model.host}/other", seconds=2)
    assert shown["model"]["header_name"] == "X-Key"
    page.attempt()
    assert page.model.headers[-1]["x-key"] == "correct-horse"
    for change in (
        {"header_name": "X-Key", "address": "http://models.example.org/cells"},
        {"header_name": "X-Other"},
    ):
        refused = page.put(**change)
        assert (refused.status_code, refused.json()["code"]) == (409, "secret_needed")
    page.set(header_name=None)
    page.attempt()
    assert "x-key" not in page.model.headers[-1]
    assert page.put(header_name="X-Key").status_code == 409, "it is forgotten"


REFUSED: list[tuple[dict[str, Any], int, str]] = [
    ({"address": "http://169.254.169.254/latest"}, 409, "host_not_allowed"),
    ({"address": "http://127.0.0.1:6379/"}, 409, "host_not_allowed"),
    ({"address": "http://models.example.org:8080/"}, 409, "host_not_allowed"),
    ({"address": "http://models.example.org@127.0.0.1/"}, 422, "address_refused"),
    ({"address": "file:///etc/passwd"}, 422, "address_refused"),
    ({"address": ""}, 422, "malformed"),
    ({"seconds": 0}, 422, "malformed"),
    ({"seconds": 61}, 422, "malformed"),
    ({"batch": 0}, 422, "malformed"),
    ({"batch": 33}, 422, "malformed"),
    ({"header_name": "X: y"}, 422, "malformed"),
    ({"header_name": "Host", "header_value": "x"}, 422, "malformed"),
    ({"header_name": "X", "header_value": "a\r\nHost: b"}, 422, "malformed"),
    ({"header_name": "X", "header_value": "a\n"}, 422, "malformed"),
    ({"header_value": "x"}, 422, "malformed"),
    ({"unknown": 1}, 422, "malformed"),
]


def test_refusals(page: Page) -> None:
    for values, status, code in REFUSED:
        refused = page.put(**values)
        assert (refused.status_code, refused.json()["code"]) == (status, code), values
        assert refused.headers["content-type"] == "application/problem+json"
    assert page.read()["model"] is None


def test_trying_shows_what_comes_and_what_would_be_left_out(page: Page) -> None:
    page.set(active=False)
    first, second = page.desk.items()
    tried = page.attempt().json()
    assert (tried["item_id"], tried["item"], tried["model"]) == (first["id"], "1.png", "cells-2")
    assert [one["x"] for one in tried["suggested"]["annotations"]] == [10]
    assert tried["left_out"] == 1
    assert [fault["code"] for fault in tried["faults"]] == ["past_edge"]
    assert page.attempt(item_id=second["id"]).json()["item"] == "2.png"
    assert page.desk.place.rows("SELECT count(*) FROM suggestion WHERE project_id = :p") == [(0,)]
    assert page.read()["model"]["asked"] == 0


def test_trying_a_model_that_fails_says_why(page: Page) -> None:
    page.set(seconds=1)
    page.model.answering = sends(b"", 302, Location="http://127.0.0.1:1/")
    failed = page.attempt()
    assert (failed.status_code, failed.json()["code"]) == (502, "model_failed")
    assert failed.json()["reason"] == "moved"
    configure(model_hosts="models.example.org")
    assert page.attempt().json()["code"] == "host_not_allowed"


def test_trying_without_what_it_needs(page: Page, web: Web) -> None:
    refused = page.attempt()
    assert (refused.status_code, refused.json()["code"]) == (409, "no_model")
    page.set()
    assert page.attempt(item_id=10**9).status_code == 404
    bare = Page(Desk(web), page.model)
    bare.set()
    refused = bare.attempt()
    assert (refused.status_code, refused.json()["code"]) == (409, "nothing_to_try")
    other = page.desk.items()[0]["id"]
    assert bare.attempt(item_id=other).status_code == 404, "an item of another project"


def test_only_two_are_tried_at_once(page: Page) -> None:
    """A model that hangs does not hold all the hands of the server."""
    page.set()
    inner: list[int] = []

    def from_within(handler: Handler, body: dict[str, Any]) -> None:
        if len(page.model.requests) < 3:
            inner.append(page.attempt().status_code)
        boxes_for(box())(handler, body)

    page.model.answering = from_within
    assert page.attempt().status_code == 200
    assert inner == [429, 200]


def test_forgotten(page: Page) -> None:
    page.set(active=True)
    page.desk.web.work()
    assert page.desk.http.delete(page.path).status_code == 204
    assert page.desk.http.delete(page.path).status_code == 204
    assert page.read()["model"] is None
    assert ask_models() == 0
    assert page.desk.place.rows("SELECT count(*) FROM suggestion WHERE project_id = :p") == [(2,)]


def test_the_history_says_who_set_it(page: Page) -> None:
    page.set(active=True)
    page.set(active=False)
    page.desk.http.delete(page.path)
    told = page.desk.http.get(f"{page.desk.home}/events").json()["items"]
    said = [(one["why"], one["data"]) for one in told if one["subject"] == "stage"]
    assert said[-3:] == [("settings", {"model": word}) for word in ("on", "off", "forgotten")]
