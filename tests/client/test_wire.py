"""The client on bad lines: what is sent again, what is not, and what is taken up where it broke
off. What the server would say is said by a transport in its place."""

from __future__ import annotations

import asyncio
import hashlib
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx
import pytest

from dure.client import AsyncDure, Dure, Prediction, core, errors

PROBLEM = {"type": "x", "title": "x", "status": 409, "code": "version_taken", "detail": "Taken."}
PROJECT = {
    "id": 7,
    "organisation_id": 1,
    "name": "거리 사진",
    "state": "open",
    "currency": "KRW",
    "created_at": "2026-11-29T00:00:00Z",
    "something_new": {"of": "a later server"},
}
Answer = Callable[[httpx.Request], httpx.Response]


@pytest.fixture(autouse=True)
def at_once(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """Nobody waits; how long he would have."""
    waited: list[float] = []
    monkeypatch.setattr("time.sleep", waited.append)

    async def sleep(seconds: float) -> None:
        waited.append(seconds)

    monkeypatch.setattr("asyncio.sleep", sleep)
    return waited


class Line:
    """Answers one after the other; keeps what was asked."""

    def __init__(self, *answers: Any) -> None:
        self.answers = list(answers)
        self.asked: list[httpx.Request] = []

    def __call__(self, request: httpx.Request) -> httpx.Response:
        request.read()
        self.asked.append(request)
        answer = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        if isinstance(answer, Exception):
            raise answer
        found: httpx.Response = answer(request) if callable(answer) else answer
        return found

    def dure(self) -> Dure:
        return Dure("https://dure.example.org/", "dure_x", transport=httpx.MockTransport(self))


def ok(body: Any, status: int = 200) -> Answer:
    return lambda _: httpx.Response(status, json=body)


def no(status: int, body: Any = PROBLEM, **headers: str) -> Answer:
    return lambda _: httpx.Response(
        status, json=body, headers={name.replace("_", "-"): v for name, v in headers.items()}
    )


def test_an_answer_is_typed_and_a_later_server_does_no_harm() -> None:
    line = Line(ok(PROJECT))
    with line.dure() as dure:
        found = dure.project(7)
    assert (found.id, found.name, found.created_at.year) == (7, "거리 사진", 2026)
    (asked,) = line.asked
    assert str(asked.url) == "https://dure.example.org/api/v1/projects/7"
    assert asked.headers["authorization"] == "Bearer dure_x"


@pytest.mark.parametrize(
    "failure",
    [no(503), no(502), no(429, retry_after="7"), httpx.ConnectError("x"), httpx.ReadError("x")],
)
def test_what_is_safe_is_sent_again(failure: Any, at_once: list[float]) -> None:
    line = Line(failure, failure, ok(PROJECT))
    with line.dure() as dure:
        assert dure.project(7).id == 7
    assert len(line.asked) == 3
    assert at_once == (
        [7.0, 7.0] if callable(failure) and failure(None).status_code == 429 else [0.5, 1.0]
    )


@pytest.mark.parametrize("failure", [no(503), httpx.ReadError("x")])
def test_what_is_not_safe_is_not_sent_again(failure: Any) -> None:
    line = Line(failure)
    with line.dure() as dure, pytest.raises((errors.Unavailable, errors.Unreachable)):
        dure.make_hook(7, name="x", address="https://x.example.org", kinds=["item.accepted"])
    assert len(line.asked) == 1


def test_what_never_left_is_sent_again() -> None:
    made = {"id": 1, "name": "x", "address": "x", "kinds": [], "state": "on"}
    made |= {"failures": 0, "waiting": 0, "secret": "whsec_x"}
    line = Line(httpx.ConnectError("x"), ok(made, 201))
    with line.dure() as dure:
        hook = dure.make_hook(7, name="x", address="https://x.example.org", kinds=["item.accepted"])
    assert hook.secret == "whsec_x"


def test_it_gives_up_in_the_end() -> None:
    line = Line(no(503))
    with line.dure() as dure, pytest.raises(errors.Unavailable):
        dure.project(7)
    assert len(line.asked) == core.TRIES


@pytest.mark.parametrize(
    ("status", "kind"),
    [
        (401, errors.Unauthenticated),
        (403, errors.Forbidden),
        (404, errors.NotFound),
        (409, errors.Conflict),
        (422, errors.Invalid),
        (418, errors.Refused),
    ],
)
def test_refusals_are_exceptions_with_their_code(status: int, kind: type[errors.Refused]) -> None:
    line = Line(no(status, {**PROBLEM, "permission": "item:read"}))
    with line.dure() as dure, pytest.raises(kind) as caught:
        dure.project(7)
    assert (caught.value.code, caught.value.detail) == ("version_taken", "Taken.")
    assert caught.value.extra == {"permission": "item:read"}
    if isinstance(caught.value, errors.Forbidden):
        assert caught.value.permission == "item:read"


def test_a_refusal_that_is_no_problem() -> None:
    line = Line(lambda _: httpx.Response(404, text="<html>"))
    with line.dure() as dure, pytest.raises(errors.NotFound) as caught:
        dure.project(7)
    assert caught.value.code == "unknown"


def test_pages_are_asked_for_as_they_are_needed() -> None:
    pages = [
        {"items": [{**PROJECT, "id": 9}, {**PROJECT, "id": 8}], "next": 8},
        {"items": [PROJECT], "next": None},
    ]
    line = Line(*map(ok, pages))
    with line.dure() as dure:
        found = dure.projects(limit=2)
        assert next(found).id == 9
        assert len(line.asked) == 1
        assert [one.id for one in found] == [8, 7]
    assert [str(one.url.params["after"]) for one in line.asked] == ["0", "8"]

    line = Line(*map(ok, pages))

    async def ids() -> list[int]:
        transport = httpx.MockTransport(line)
        async with AsyncDure("https://dure.example.org", "dure_x", transport=transport) as dure:
            return [one.id async for one in dure.projects(limit=2)]

    assert asyncio.run(ids()) == [9, 8, 7]


def test_an_upload_goes_on_where_the_server_has_come_to() -> None:
    content = bytes(range(256)) * 100
    kept = bytearray()
    breaks = [True, False, True]

    def server(request: httpx.Request) -> httpx.Response:
        if request.method == "POST":
            assert request.headers["upload-length"] == str(len(content))
            return httpx.Response(201, json={"id": "u1"})
        if request.method == "HEAD":
            return httpx.Response(200, headers={"upload-offset": str(len(kept))})
        if int(request.headers["upload-offset"]) != len(kept):
            return httpx.Response(409, json=PROBLEM)
        if breaks and breaks.pop(0):
            kept.extend(request.content[:1000])  # some of it has arrived
            raise httpx.ReadError("broke off")
        kept.extend(request.content[:5000])
        return httpx.Response(204, headers={"upload-offset": str(len(kept))})

    seen: list[int] = []
    with Line(server).dure() as dure:
        sent = dure.upload(7, content, name="a.zip", progress=lambda done, _: seen.append(done))
    assert (sent, bytes(kept)) == ("u1", content)
    assert seen == sorted(seen)
    assert seen[-1] == len(content)


def test_an_upload_of_another_run_is_taken_up() -> None:
    kept = bytearray(b"0123")

    def server(request: httpx.Request) -> httpx.Response:
        if request.method == "PATCH":
            kept.extend(request.content)
        return httpx.Response(204, headers={"upload-offset": str(len(kept))})

    line = Line(server)
    with line.dure() as dure:
        assert dure.upload(7, b"0123456789", resume="u9") == "u9"
    assert bytes(kept) == b"0123456789"
    assert [one.method for one in line.asked] == ["HEAD", "PATCH"]


def test_a_refused_upload_is_not_tried_again() -> None:
    def server(request: httpx.Request) -> httpx.Response:
        if request.method == "POST":
            return httpx.Response(201, json={"id": "u1"})
        return httpx.Response(404, json=PROBLEM)

    with Line(server).dure() as dure, pytest.raises(errors.NotFound):
        dure.upload(7, b"x")


class Shelf:
    """A server that has one release."""

    def __init__(self, content: bytes, *, ranges: bool = True, breaks: int = 0) -> None:
        self.content = content
        self.sha256 = hashlib.sha256(content).hexdigest()
        self.ranges, self.breaks = ranges, breaks
        self.starts: list[int] = []

    def __call__(self, request: httpx.Request) -> httpx.Response:
        if request.url.path.endswith("/download"):
            link = {"url": "/api/v1/media/x", "filename": "dure-7-1.0.zip"}
            link |= {"bytes": len(self.content), "sha256": self.sha256}
            return httpx.Response(200, json=link)
        if "media" not in request.url.path:
            release = {"id": 1, "stage_id": 1, "version": "1.0", "format": "coco"}
            release |= {"state": "ready", "items": 1, "bytes": 1, "sha256": None, "problem": None}
            return httpx.Response(200, json=release)
        assert "authorization" not in request.headers  # the link is the permission
        asked = request.headers.get("range", "bytes=0-")
        start = int(asked.removeprefix("bytes=").removesuffix("-"))
        self.starts.append(start)
        if self.breaks:
            self.breaks -= 1
            half = self.content[start : start + len(self.content) // 4]
            return httpx.Response(206 if start else 200, stream=Breaking(half))
        if start and self.ranges:
            return httpx.Response(206, content=self.content[start:])
        return httpx.Response(200, content=self.content)


class Breaking(httpx.SyncByteStream):
    """Some bytes, and then no more."""

    def __init__(self, content: bytes) -> None:
        self.content = content

    def __iter__(self) -> Any:
        yield self.content
        raise httpx.ReadError("broke off")


@pytest.mark.parametrize("ranges", [True, False])
def test_a_download_is_taken_up_and_checked(tmp_path: Path, ranges: bool) -> None:
    shelf = Shelf(b"release " * 5000, ranges=ranges)
    (tmp_path / "dure-7-1.0.zip.part").write_bytes(shelf.content[:7777])
    with Line(shelf).dure() as dure:
        (path,) = dure.download(7, 1, tmp_path)
        assert path.read_bytes() == shelf.content
        assert shelf.starts == [7777]
        assert dure.download(7, 1, tmp_path) == [path]  # it is there, and whole
        assert shelf.starts == [7777]
    assert [one.name for one in tmp_path.iterdir()] == ["dure-7-1.0.zip"]


def test_a_download_over_a_bad_line(tmp_path: Path) -> None:
    shelf = Shelf(b"release " * 5000, breaks=3)
    with Line(shelf).dure() as dure:
        (path,) = dure.download(7, 1, tmp_path / "mine.zip")
    assert path.read_bytes() == shelf.content
    assert path.name == "mine.zip"
    assert shelf.starts == [0, 10_000, 20_000, 30_000]


def test_a_download_that_is_not_what_it_should_be(tmp_path: Path) -> None:
    shelf = Shelf(b"release")
    shelf.sha256 = "0" * 64
    with Line(shelf).dure() as dure, pytest.raises(errors.Broken):
        dure.download(7, 1, tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_predictions_go_a_thousand_at_a_time() -> None:
    def server(request: httpx.Request) -> httpx.Response:
        given = json.loads(request.content)["predictions"]
        results = [
            {"item_id": one["item_id"], "kept": True, "suggested": True, "code": None}
            | {"left_out": 0, "faults": []}
            for one in given
        ]
        told = {"schema_version": 1, "kept": len(given), "refused": 0, "results": results}
        return httpx.Response(200, json=told)

    line = Line(server)
    with line.dure() as dure:
        given = (Prediction(item_id=n, annotations=[], score=0.5) for n in range(1, 2501))
        told = dure.predict(7, 3, "cells-3", given)
    assert (told.kept, len(told.results)) == (2500, 2500)
    sizes = [len(json.loads(one.content)["predictions"]) for one in line.asked]
    assert sizes == [1000, 1000, 500]


def test_background_work_is_waited_for(at_once: list[float]) -> None:
    chore = {"id": 5, "kind": "x", "state": "running", "done": 0, "total": 9}
    chore |= {"result": None, "error": None}
    line = Line(ok(chore), ok({**chore, "done": 5}), ok({**chore, "state": "done", "done": 9}))
    with line.dure() as dure:
        assert dure.wait_for_chore(7, 5).done == 9
    assert at_once == sorted(at_once)
    with Line(ok({**chore, "state": "dead", "error": "no disk"})).dure() as dure:
        with pytest.raises(errors.Failed, match="no disk"):
            dure.wait_for_chore(7, 5)
    with Line(ok(chore)).dure() as dure, pytest.raises(errors.TimedOut):
        dure.wait_for_chore(7, 5, timeout=0)
