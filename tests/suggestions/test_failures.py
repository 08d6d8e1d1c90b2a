"""A model that is down, slow, wrong or hostile: work goes on, the page says why, and the model is
asked again by itself."""

from __future__ import annotations

import json
import random
import threading
from time import monotonic
from typing import Any

import pytest
from sqlalchemy import text

from app.core.database import transaction
from app.core.settings import configure
from app.labels import Adopter, parse_schema
from app.suggestions.exchange import Wanted, suggested
from app.workers.suggestions import ask_models
from tests.factories import SCHEMA
from tests.suggestions.conftest import Stage
from tests.suggestions.model import Answering, Handler, Model, box, boxes_for, sends


def endless(handler: Handler, _: dict[str, Any]) -> None:
    handler.send_response(200)
    handler.end_headers()
    while True:
        handler.wfile.write(b" " * (1 << 20))


def cut(handler: Handler, _: dict[str, Any]) -> None:
    handler.send_response(200)
    handler.send_header("content-length", "1000")
    handler.end_headers()
    handler.wfile.write(b'{"results": [')


def bare(content: bytes) -> Answering:
    def answer(handler: Handler, _: dict[str, Any]) -> None:
        handler.wfile.write(content)

    return answer


@pytest.mark.parametrize(
    ("answering", "reason"),
    [
        (sends(b"<html>"), "not_json"),
        (sends(b""), "not_json"),
        (sends(b"[" * 5000), "not_json"),
        (sends(b"[]"), "no_results"),
        (sends(b'{"results": {}}'), "no_results"),
        (sends(b"{}", 500), "status"),
        (sends(b"{}", 401), "status"),
        (sends(b"{}", 204), "status"),
        (endless, "too_long"),
        (cut, "broke_off"),
        (bare(b"SSH-2.0-Open\r\n"), "broke_off"),
        (bare(b"HTTP/1.1 200 OK\r\nX: " + b"x" * 200_000), "broke_off"),
        (bare(b""), "broke_off"),
    ],
)
def test_it_does_no_harm(stage: Stage, model: Model, answering: Answering, reason: str) -> None:
    model.answering = answering
    stage.set(model)
    stage.work()
    assert len(model.requests) == 1
    assert stage.fault() == reason
    assert stage.standing() == "waiting"
    found = stage.model()
    assert found.fault is not None
    assert len(found.fault["detail"]) > 20
    assert found.again_at is not None
    assert ask_models() == 0, "not before it is time"
    (lease,) = stage.leases(stage.place.person("worker"))
    assert lease["item"]["suggested"] is None
    stage.place.submit(stage.place.assignment(lease["id"]).worker_id, lease["id"])


def test_silence_and_dripping_end_with_the_time(stage: Stage, model: Model) -> None:
    over = threading.Event()

    def silent(_h: Handler, _b: dict[str, Any]) -> None:
        over.wait(30)

    def dripping(handler: Handler, _: dict[str, Any]) -> None:
        handler.send_response(200)
        handler.end_headers()
        while not over.wait(0.1):
            handler.wfile.write(b" ")

    for answering in (silent, dripping):
        model.answering = answering
        began = monotonic()
        stage.set(model, seconds=1)
        stage.work()
        assert monotonic() - began < 4
        assert stage.fault() == "slow"
    over.set()


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_redirects_are_not_followed(stage: Stage, model: Model, status: int) -> None:
    with Model(boxes_for(box())).up() as elsewhere:
        model.answering = sends(b"", status, Location=elsewhere.address)
        stage.set(model)
        stage.work()
        assert stage.fault() == "moved"
        assert elsewhere.requests == []


def test_down_and_back(stage: Stage, model: Model) -> None:
    """Down in the middle: what was suggested stays, nothing is lost, and it goes on by itself."""

    def once(handler: Handler, body: dict[str, Any]) -> None:
        boxes_for(box())(handler, body)
        model.answering = sends(b"", 503)

    model.answering = once
    stage.set(model, batch=2)
    stage.work()
    assert stage.counts() == (2, 2, 0)
    assert stage.fault() == "status"
    model.answering = boxes_for(box())
    stage.let_time_pass()
    assert ask_models() == 1
    stage.work()
    assert stage.counts() == (6, 6, 0)
    assert (stage.fault(), stage.standing()) == (None, "done")


def test_nobody_there(stage: Stage, model: Model) -> None:
    with Model(boxes_for(box())).up() as gone:
        configure(model_hosts=f"{model.host}, {gone.host}")
        stage.set(gone)
    for failures in range(1, 5):
        stage.work()
        found = stage.model()
        assert (stage.fault(), found.failures) == ("unreachable", failures)
        assert gone.host in (found.fault or {})["detail"]
        assert stage.standing() == ("resting" if failures == 4 else "waiting")
        stage.let_time_pass()
        assert ask_models() == 1
    with gone.up():
        stage.work()
    assert stage.counts() == (6, 6, 0), "no item was blamed"


def test_it_is_left_alone_for_longer_each_time(stage: Stage, model: Model) -> None:
    model.answering = sends(b"", 503)
    stage.set(model)
    waits = []
    for _ in range(3):
        stage.work()
        found = stage.model()
        assert found.again_at is not None
        assert found.failed_at is not None
        waits.append((found.again_at - found.failed_at).total_seconds())
        stage.let_time_pass()
        ask_models()
    assert waits == [5, 20, 80]


def test_an_item_that_it_stumbles_over_does_not_hold_up_the_others(
    stage: Stage, model: Model
) -> None:
    bad = stage.ids()[2]

    def stumble(handler: Handler, body: dict[str, Any]) -> None:
        if bad in [item["id"] for item in body["items"]]:
            handler.send(b"{}", 500)
        else:
            boxes_for(box())(handler, body)

    model.answering = stumble
    stage.set(model)
    for _ in range(5):
        stage.work()
        stage.let_time_pass()
        ask_models()
    stage.work()
    assert [item for item in stage.ids() if stage.suggested(item) is None] == [bad]
    assert stage.standing() == "done"


def test_a_host_that_is_no_longer_allowed_is_not_asked(stage: Stage, model: Model) -> None:
    stage.set(model)
    configure(model_hosts="models.example.org")
    stage.work()
    assert stage.fault() == "host_not_allowed"
    assert model.requests == []


def test_a_chore_that_was_called_off_rests_for_an_hour(stage: Stage, model: Model) -> None:
    stage.set(model)
    with transaction() as s:
        s.execute(text("UPDATE chore SET state = 'cancelled', finished_at = now()"))
    assert ask_models() == 0
    with transaction() as s:
        s.execute(text("UPDATE chore SET finished_at = now() - interval '61 minutes'"))
    assert ask_models() == 1


NASTY: list[Any] = [
    None, True, 0, -1, 10**30, 1e308, "", "\x00", "a" * 300, [], [[]], {}, {"a": {}}, "RBC", "cells"
]  # fmt: skip


def test_whatever_it_says_of_an_item_is_an_answer_or_nothing() -> None:
    """Any JSON at all, in any field: nothing is raised, and what is kept fits."""
    schema = parse_schema(SCHEMA)
    adopter = Adopter(schema)
    item = Wanted(1, "a", "image/png", 640, 480, "k", None)
    chance = random.Random(7)
    fields = [*box(), "id", "name", "hint", "fallback", "classes", "points", "score", "attributes"]
    for _ in range(3000):
        loose: list[Any] = []
        for _ in range(chance.randint(0, 4)):
            mark: Any = box(id=chance.choice(["a", "b"]))
            for _ in range(chance.randint(0, 3)):
                mark[chance.choice(fields)] = chance.choice(NASTY)
            loose.append(chance.choice([mark, mark, mark, chance.choice(NASTY)]))
        result: Any = {"annotations": chance.choice([loose, loose, loose, chance.choice(NASTY)])}
        result["model"] = chance.choice(NASTY)
        said = suggested(adopter, item, json.loads(json.dumps(result)))
        if said.answer is not None:
            assert len(said.answer.annotations) + said.left_out == len(result["annotations"])
        assert said.model is None or 0 < len(said.model) <= 100


def test_more_than_anybody_would_mend_is_left_out(stage: Stage, model: Model) -> None:
    model.answering = boxes_for(*[box(x / 10) for x in range(2500)])
    stage.set(model, batch=1)
    stage.work()
    assert stage.counts() == (6, 6, 6 * 500)


def test_a_name_that_leads_to_no_host_is_not_followed(stage: Stage, model: Model) -> None:
    """“0” is a name for 0.0.0.0, which would be this very machine."""
    configure(model_hosts=f"0:{model.port}")
    stage.set(model, address=f"http://0:{model.port}/")
    stage.work()
    assert stage.fault() == "unreachable"
    assert model.requests == []
