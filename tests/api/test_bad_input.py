"""Absurd, broken and hostile input: a problem with a stable code and a sentence that says what to
do, and nothing half-made."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import httpx
import pytest
from sqlalchemy import text

from app.api.middleware import BODY_LIMIT
from app.core.database import transaction
from app.tasks.reclaiming import reclaim
from tests.api.conftest import Web
from tests.api.desk import signed_in
from tests.factories import Place, boxes
from tests.priced import PRICED

KEY = {"idempotency-key": "bad-input-1"}
HUGE = 10**30


def problem(answer: httpx.Response, status: int, code: str) -> dict[str, Any]:
    """The answer, which is a problem of this code with a sentence that says what to do."""
    sent = answer.request
    found = (answer.status_code, answer.json().get("code"))
    assert found == (status, code), (sent.url, sent.read()[:200], answer.text[:600])
    assert answer.headers["content-type"] == "application/problem+json"
    told: dict[str, Any] = answer.json()
    assert told["status"] == status
    assert told["title"]
    assert told["detail"].endswith(".")
    assert len(told["detail"]) > 15
    return told


def marks(*given: dict[str, Any]) -> dict[str, Any]:
    """An answer of these annotations, each a good box but for what is given."""
    good = {"kind": "box", "name": "cells", "class": "RBC", "x": 1, "y": 1, "width": 9, "height": 9}
    return {
        "modality": "picture",
        "annotations": [good | {"id": f"a{at}"} | one for at, one in enumerate(given)],
    }


class Scene:
    """A project with two pictures on offer; a worker who holds one; an inspector; a stranger."""

    def __init__(self, web: Web) -> None:
        self.web = web
        self.place = Place.make(items=3)
        self.worker = self.place.person("worker")
        self.other = self.place.person("worker")
        self.inspector = self.place.person("primary_inspector")
        (self.lease,) = self.place.claim(self.worker)
        self.home = f"/projects/{self.place.project_id}"
        self.stage = f"{self.home}/stages/{self.place.stage_id}"
        self.work = f"{self.home}/assignments/{self.lease}"
        self._callers: dict[int, Any] = {}

    def by(self, person_id: int) -> Any:
        if person_id not in self._callers:
            self._callers[person_id] = signed_in(self.web, person_id).http
        return self._callers[person_id]

    def hand_in(self, body: Any, who: int | None = None, **more: Any) -> httpx.Response:
        sent = {"headers": KEY, "json": body} | more
        answer: httpx.Response = self.by(who or self.worker).post(f"{self.work}/submission", **sent)
        return answer

    def counts(self) -> list[tuple[Any, ...]]:
        """Everything that a request could have half made."""
        tables = ("assignment", "submission", "draft", "event", "ledger_entry", "seat", "stage")
        tables += ("project", "label_schema", "price_card", "guideline", "notification", "chore")
        tables += ("upload", "batch", "release", "organisation", "person", "invitation", "reason")
        tables += ("api_token", "task", "item", "appeal")
        with transaction() as s:
            found = [
                (name, s.execute(text(f"SELECT count(*) FROM {name}")).scalar_one())
                for name in tables
            ]
            rows = s.execute(text("SELECT id, state, attempt FROM assignment ORDER BY id"))
            return [*found, *(tuple(row) for row in rows)]


@pytest.fixture
def scene(web: Web) -> Scene:
    return Scene(web)


@pytest.fixture
def unchanged(scene: Scene) -> Iterator[Scene]:
    """The scene; afterwards everything is as it was."""
    for who in (scene.worker, scene.other, scene.inspector, scene.place.manager):
        scene.by(who)
    before = scene.counts()
    yield scene
    assert scene.counts() == before


BREAKING: list[tuple[dict[str, Any], str]] = [
    ({"class": "Elephant"}, "unknown_class"),
    ({"name": "elephants"}, "unknown_label"),
    ({"width": 0}, "zero_area"),
    ({"height": -5}, "zero_area"),
    ({"width": 1e-300, "height": 1e-300}, "zero_area"),
    ({"x": 635}, "past_edge"),
    ({"y": 479.5}, "past_edge"),
    ({"x": -0.1}, "past_edge"),
    ({"width": 1e300}, "past_edge"),
]


def test_an_answer_that_breaks_the_schema(unchanged: Scene) -> None:
    for annotation, code in BREAKING:
        told = problem(unchanged.hand_in({"answer": marks({}, annotation)}), 422, "answer_faulty")
        (fault,) = told["errors"]
        assert fault["code"] == code
        assert fault["annotation"] == "a1"
        assert fault["says"].endswith(".")


NO_ANSWERS: list[dict[str, Any]] = [
    {},
    {"modality": "picture"},
    {"modality": "smell", "annotations": []},
    {"modality": "picture", "annotations": {}},
    {"modality": "picture", "annotations": [], "more": 1},
    {"modality": "picture", "annotations": [None]},
    marks({"kind": "sphere"}),
    marks({"kind": None}),
    marks({"x": "12"}),
    marks({"x": None}),
    marks({"x": True}),
    marks({"x": [1]}),
    marks({"id": ""}),
    marks({"id": "a\u0000b"}),
    marks({"id": "x" * 65}),
    marks({"class": "R\u0000BC"}),
    marks({"note": "more"}),
    marks({"width": HUGE**20}),
    marks({"id": "same"}, {"id": "same"}),
    marks(*({} for _ in range(10_001))),
]


def test_an_answer_that_is_none(unchanged: Scene) -> None:
    for answer in NO_ANSWERS:
        told = unchanged.hand_in({"answer": answer})
        assert told.json()["code"] in ("answer_refused", "answer_faulty", "malformed")
        problem(told, 422, told.json()["code"])


NO_BODIES = [
    b"",
    b"{",
    b"null",
    b"[]",
    b'"text"',
    b"\xff\xfe\x00",
    b'{"answer": {"modality": "picture", "annotations": [{"kind": "box", "id": "a", '
    b'"name": "cells", "class": "RBC", "x": NaN, "y": 1, "width": 9, "height": 9}]}}',
    b'{"answer": {"modality": "picture", "annotations": [{"kind": "box", "id": "a", '
    b'"name": "cells", "class": "RBC", "x": 1, "y": 1, "width": 1e999, "height": 9}]}}',
    b'{"answer": {"modality": "picture", "annotations": [{"kind": "box", "id": "a", '
    b'"name": "cells", "class": "RBC", "x": 1, "y": 1, "width": Infinity, "height": 9}]}}',
    b'{"verdict": "approve", "comment": "\\u0000"}',
    b'{"verdict": "approve", "comment": "\\ud800"}',
    b'{"answer": {"modality": "picture", "annotations": [], "\\ud800": 1}}',
    b'{"answer": ' + b'{"a":' * 5_000 + b"1" + b"}" * 5_000 + b"}",
    b'{"answer": ' + b"[" * 100_000 + b"]" * 100_000 + b"}",
    b'{"answer": {"modality": "picture", "annotations": ' + b"9" * 5_000 + b"}}",
]


def test_a_body_that_is_not_what_it_says(unchanged: Scene) -> None:
    for content in NO_BODIES:
        headers = KEY | {"content-type": "application/json"}
        told = unchanged.hand_in(None, json=None, content=content, headers=headers)
        assert told.status_code in (400, 422), told.text[:300]
        problem(told, told.status_code, told.json()["code"])


SENSELESS: list[dict[str, Any]] = [
    {},
    {"answer": None},
    {"answer": 5},
    {"verdict": "perhaps"},
    {"verdict": "return"},
    {"verdict": "return", "reason": "position"},
    {"verdict": "return", "comment": "why"},
    {"verdict": "return", "reason": "position", "comment": "   "},
    {"verdict": "return", "reason": "Position!", "comment": "why"},
    {"verdict": "reject", "reason": "x" * 41, "comment": "why"},
    {"verdict": "fix"},
    {"verdict": "approve", "reason": "position"},
    {"verdict": "approve", "answer": boxes(1.0)},
    {"verdict": "approve", "comment": "x" * 5_001},
    {"verdict": "approve", "pins": [{"x": "left"}]},
    {"verdict": "approve", "pins": [{}] * 51},
    {"verdict": "approve", "pins": [{"x": 1}]},
    {"verdict": "approve", "pins": [{"part": "text", "start": 1}]},
    {"verdict": "approve", "pins": [{"start": 1, "end": 2}]},
    {"verdict": "approve", "pins": [{"part": "text", "start": 2, "end": 2}]},
    {"verdict": "approve", "pins": [{"part": "text", "start": -1, "end": 2}]},
    {"verdict": "approve", "pins": [{"x": 1, "y": 1, "part": "text", "start": 0, "end": 2}]},
    {"answer": boxes(1.0), "comment": "hello"},
    {"answer": boxes(1.0), "surprise": 1},
]


def test_a_hand_in_without_sense(unchanged: Scene) -> None:
    for body in SENSELESS:
        problem(unchanged.hand_in(body), 422, "malformed")


NO_KEYS = [None, "", "short", "x" * 65, "with space in", "tab\tin the key"]


def test_a_hand_in_without_a_proper_key(unchanged: Scene) -> None:
    for key in NO_KEYS:
        headers = {} if key is None else {"idempotency-key": key}
        problem(unchanged.hand_in({"answer": boxes(1.0)}, headers=headers), 422, "malformed")
        claim = unchanged.by(unchanged.other).post(
            f"{unchanged.stage}/claims", json={}, headers=headers
        )
        problem(claim, 422, "malformed")


def test_a_verdict_on_ones_own_work_and_an_answer_above_it(scene: Scene) -> None:
    before = scene.counts()
    told = scene.hand_in({"verdict": "approve"})
    assert 400 <= told.status_code < 500
    problem(told, told.status_code, told.json()["code"])
    assert scene.counts() == before
    scene.place.submit(scene.worker, scene.lease)
    (seat,) = scene.place.claim(scene.inspector, 1)
    before = scene.counts()
    path = f"{scene.home}/assignments/{seat}/submission"
    told = scene.by(scene.inspector).post(path, json={"answer": boxes(1.0)}, headers=KEY)
    assert 400 <= told.status_code < 500
    problem(told, told.status_code, told.json()["code"])
    unknown = {"verdict": "return", "reason": "astrology", "comment": "?"}
    problem(scene.by(scene.inspector).post(path, json=unknown, headers=KEY), 422, "unknown_reason")
    fix = {"verdict": "fix", "answer": marks({"class": "Elephant"})}
    problem(scene.by(scene.inspector).post(path, json=fix, headers=KEY), 422, "answer_faulty")
    assert scene.counts() == before


def test_another_persons_work_is_not_there(unchanged: Scene) -> None:
    other = unchanged.by(unchanged.other)
    problem(unchanged.hand_in({"answer": boxes(1.0)}, who=unchanged.other), 404, "not_found")
    problem(other.get(unchanged.work), 404, "not_found")
    draft = {"revision": 0, "body": {}}
    problem(other.put(f"{unchanged.work}/draft", json=draft), 404, "not_found")
    for verb in ("extend", "return", "resume", "appeal"):
        told = other.post(
            f"{unchanged.work}/{verb}", json={"text": "x"} if verb == "appeal" else {}
        )
        problem(told, 404, "not_found")
    problem(other.post(f"{unchanged.work}/release", json={}), 403, "forbidden")


def test_ids_that_nothing_has(unchanged: Scene) -> None:
    manager = unchanged.by(unchanged.place.manager)
    for wrong in (0, -1, 2**63, HUGE, "x", "1e3", "%00"):
        problem(manager.get(f"/projects/{wrong}"), 422, "malformed")
    problem(manager.get(f"/projects/{2**63 - 1}"), 404, "not_found")
    problem(manager.get(f"{unchanged.home}/stages/{2**63 - 1}"), 404, "not_found")
    problem(manager.get(f"{unchanged.home}/items/{2**63 - 1}"), 404, "not_found")
    problem(manager.get(f"{unchanged.home}/assignments/{2**63 - 1}"), 404, "not_found")
    claim = unchanged.by(unchanged.other).post(
        f"{unchanged.home}/stages/{2**63 - 1}/claims", json={}, headers=KEY
    )
    problem(claim, 404, "not_found")
    for query in ("limit=0", "limit=201", "after=-1", f"after={HUGE}", "limit=ten"):
        problem(manager.get(f"/projects?{query}"), 422, "malformed")
    for query in ("level=7", "state=happy"):
        problem(manager.get(f"{unchanged.home}/assignments?{query}"), 422, "malformed")
    stage = f"stages/{unchanged.place.stage_id}"
    for wrong in (HUGE, -1, 0, "x"):
        for path in (
            f"{unchanged.home}/assignments?stage_id={wrong}",
            f"{unchanged.home}/budget?stage_id={wrong}",
            f"{unchanged.home}/{stage}/openings/quote?batch_id={wrong}",
            f"{unchanged.home}/ledger?account_id={wrong}",
            f"{unchanged.home}/events?subject_id={wrong}",
            f"{unchanged.home}/items?batch_id={wrong}",
            f"{unchanged.home}/releases?stage_id={wrong}",
            f"{unchanged.home}/overview?stage_id={wrong}",
            f"{unchanged.home}/history?actor_id={wrong}",
            f"/me/ledger?project_id={wrong}",
            f"/organisations/1/ledger?account_id={wrong}",
            f"/organisations/1/accounts?person_id={wrong}",
            f"/me/assignments?project_id={wrong}",
            f"/me/earnings/days?project_id={wrong}",
            f"/market?stage_id={wrong}",
        ):
            problem(manager.get(path), 422, "malformed")


def test_stale_claims(scene: Scene) -> None:
    # A lease that ran out and that somebody else has by now.
    scene.place.age(hours=2)
    (again,) = scene.place.claim(scene.other)
    assert scene.place.assignment(again).task_id != 0
    with transaction() as s:
        reclaim(s, project_id=scene.place.project_id)
    before = scene.counts()
    told = problem(scene.hand_in({"answer": boxes(1.0)}), 409, "wrong_state")
    assert told["state"] == "expired"
    problem(scene.by(scene.worker).post(f"{scene.work}/extend"), 409, "wrong_state")
    assert scene.counts() == before


def test_a_key_that_carried_something_else(scene: Scene) -> None:
    assert scene.hand_in({"answer": boxes(1.0)}).status_code == 201
    before = scene.counts()
    problem(scene.hand_in({"answer": boxes(2.0)}), 409, "other_answer")
    assert scene.hand_in({"answer": boxes(1.0)}).status_code == 201
    assert scene.counts() == before
    # Another key finds it handed in.
    other = {"idempotency-key": "bad-input-2"}
    problem(scene.hand_in({"answer": boxes(1.0)}, headers=other), 409, "wrong_state")


def test_drafts(unchanged: Scene) -> None:
    worker = unchanged.by(unchanged.worker)
    path = f"{unchanged.work}/draft"
    for body in (
        {},
        {"revision": -1, "body": {}},
        {"revision": 2**40, "body": {}},
        {"revision": "first", "body": {}},
        {"revision": 0, "body": []},
        {"revision": 0, "body": None},
        {"revision": 0, "body": {}, "more": 1},
    ):
        problem(worker.put(path, json=body), 422, "malformed")
    for value in (r'"\u0000"', r'"\ud800"', str(2**70)):  # no text, half a character, over 64 bits
        body = f'{{"revision": 0, "body": {{"a": {value}}}}}'
        told = worker.put(path, content=body, headers={"content-type": "application/json"})
        problem(told, 422, "unstorable")
    problem(worker.put(path, json={"revision": 5, "body": {}}), 409, "draft_stale")
    problem(
        worker.put(path, json={"revision": 0, "body": {"a": "x" * 5_000_000}}), 413, "too_large"
    )
    problem(worker.put(path, content=b" " * (BODY_LIMIT + 1)), 413, "too_large")


PREDICTED = {"item_id": 1, "annotations": []}
NONSENSE: list[tuple[str, dict[str, Any]]] = [
    ("stages", {}),
    ("stages", {"name": ""}),
    ("stages", {"name": "   "}),
    ("stages", {"name": "x" * 201}),
    ("stages", {"name": "a\u0000b"}),
    ("stages", {"name": 5}),
    ("stages", {"name": "x", "overlap": 0}),
    ("stages", {"name": "x", "overlap": 101}),
    ("stages", {"name": "x", "overlap": 1.5}),
    ("stages", {"name": "x", "lease_seconds": 9}),
    ("stages", {"name": "x", "lease_seconds": HUGE}),
    ("stages", {"name": "x", "rate2": "NaN"}),
    ("stages", {"name": "x", "rate2": 1.5}),
    ("stages", {"name": "x", "rate2": -0.1}),
    ("stages", {"name": "x", "inspect1": "some"}),
    ("stages", {"name": "x", "kind": "dream"}),
    ("stages", {"name": "x", "colour": "red"}),
    ("releases/1/samples", {"kind": "judged", "seed": -1, "size": 5, "target": 0.9}),
    ("releases/1/samples", {"kind": "judged", "seed": 1, "size": 0, "target": 0.9}),
    ("releases/1/samples", {"kind": "judged", "seed": 1, "size": 5, "target": 1.1}),
    ("releases/1/samples", {"kind": "judged", "seed": 1, "size": 5, "target": "NaN"}),
    ("releases/1/samples", {"kind": "judged", "seed": 1, "size": 5, "target": 1, "by": "meta:"}),
    ("releases/1/samples", {"kind": "judged", "seed": 1, "size": 5, "target": 1, "measure": "f1"}),
    ("releases/1/samples", {"kind": "truth", "seed": 1, "size": 5, "target": 1}),
    ("samples/1/items/1", {"passed": False}),
    ("samples/1/items/1", {"passed": True, "code": "missed"}),
    ("samples/1/truth", {"truths": []}),
    ("samples/1/truth", {"truths": [{"name": "a\u0000", "annotations": []}]}),
    ("funding", {"amount": 0}),
    ("funding", {"amount": -5}),
    ("funding", {"amount": 1.5}),
    ("funding", {"amount": HUGE}),
    ("funding", {"amount": "much"}),
    ("funding", {}),
    ("stages/{stage}/prices", {"level0": 0, **PRICED}),
    ("stages/{stage}/prices", {"level0": HUGE, **PRICED}),
    ("stages/{stage}/prices", {"level0": 100, "level1": -1, **PRICED}),
    ("stages/{stage}/prices", {"level0": 100, "estimate_seconds": 1}),
    ("stages/{stage}/prices", {"level0": 100, "definition": "사진 한 장"}),
    ("stages/{stage}/prices", {"level0": 100, **PRICED, "definition": " "}),
    ("stages/{stage}/prices", {"level0": 100, **PRICED, "estimate_seconds": 0}),
    ("stages/{stage}/prices", {"level0": 100, **PRICED, "unit": "hour"}),
    ("stages/{stage}/prices", {"level0": 100, **PRICED, "per": 10}),
    ("stages/{stage}/prices", {"level0": 10**10, **PRICED, "unit": "object", "most": 9}),
    ("stages/{stage}/bonuses", {"kind": "volume", "amount": 0, "most": 1, "pieces": 1}),
    ("stages/{stage}/bonuses", {"kind": "volume", "amount": HUGE, "most": 1, "pieces": 1}),
    ("stages/{stage}/bonuses", {"kind": "volume", "amount": 5, "most": 0, "pieces": 1}),
    ("stages/{stage}/bonuses", {"kind": "luck", "amount": 5, "most": 1, "pieces": 1}),
    ("stages/{stage}/bonuses", {"kind": "deadline", "amount": 5, "most": 1, "pieces": 1}),
    ("stages/{stage}/bonuses", {"kind": "quality", "amount": 5, "most": 1, "pieces": 1}),
    (
        "stages/{stage}/bonuses",
        {"kind": "quality", "amount": 5, "most": 1, "pieces": 1, "share": 1.5},
    ),
    (
        "stages/{stage}/bonuses",
        {"kind": "volume", "amount": 5, "most": 1, "pieces": 1, "until": "2027-01-01T00:00:00"},
    ),
    ("stages/{stage}/guidelines", {"body": ""}),
    ("stages/{stage}/guidelines", {"body": "\u0000"}),
    ("stages/{stage}/guidelines", {"body": "x" * 200_001}),
    ("stages/{stage}/schemas", {"definition": []}),
    ("stages/{stage}/openings", {"batch_id": HUGE}),
    ("stages/{stage}/openings", {"priority": 1001}),
    ("stages/{stage}/claims", {"level": 3}),
    ("stages/{stage}/claims", {"level": "0"}),
    ("stages/{stage}/claims", {"count": 0}),
    ("stages/{stage}/claims", {"count": 21}),
    ("hooks", {"name": "", "address": "https://x.example.org/", "kinds": ["item.accepted"]}),
    ("hooks", {"name": "x", "address": "", "kinds": ["item.accepted"]}),
    ("hooks", {"name": "x", "address": "https://x.example.org/", "kinds": []}),
    ("hooks", {"name": "x", "address": "https://x.example.org/", "kinds": ["a"] * 51}),
    ("hooks", {"name": "x\u0000", "address": "https://x.example.org/", "kinds": ["a"]}),
    ("hooks", {"name": "x", "address": "https://x.example.org/", "kinds": ["a"], "secret": "x"}),
    ("stages/{stage}/predictions", {"model": "x", "predictions": []}),
    ("stages/{stage}/predictions", {"model": "", "predictions": [PREDICTED]}),
    ("stages/{stage}/predictions", {"model": "x", "predictions": [PREDICTED] * 1001}),
    ("stages/{stage}/predictions", {"model": "x", "predictions": [{**PREDICTED, "score": 1.1}]}),
    ("stages/{stage}/predictions", {"model": "x", "predictions": [{**PREDICTED, "score": "NaN"}]}),
    ("stages/{stage}/predictions", {"model": "x", "predictions": [{**PREDICTED, "item_id": 0}]}),
    ("stages/{stage}/predictions", {"model": "x", "predictions": [{**PREDICTED, "more": 1}]}),
    ("stages/{stage}/predictions/order", {"model": 5}),
    ("imports", {"stage_id": 1}),
    ("imports", {"stage_id": HUGE, "upload_id": "x"}),
    ("imports", {"stage_id": 1, "upload_id": "x", "connection_id": 1}),
    ("imports", {"stage_id": 1, "upload_ids": ["x", "x"]}),
    ("imports", {"stage_id": 1, "upload_ids": []}),
    ("imports", {"stage_id": 1, "upload_id": "x", "folder": "a"}),
    ("imports", {"stage_id": 1, "connection_id": 1, "folder": "a/../b"}),
    ("connections", {"name": "a", "address": "s3://bucket"}),
    ("connections", {"name": "a", "address": "s3://bucket", "mode": "move"}),
    ("connections", {"name": "", "address": "s3://bucket", "mode": "copy"}),
    ("connections", {"name": "a", "address": "s3://b", "mode": "copy", "secret": "x\u0000"}),
    ("imports", {"stage_id": 1, "upload_id": "x", "format": "doc"}),
    ("releases", {"version": "", "stage_id": 1, "format": "coco"}),
    ("releases", {"version": "../../etc", "stage_id": 1, "format": "coco"}),
    ("releases", {"version": "1", "stage_id": 1, "format": "pdf"}),
    ("releases", {"version": "1", "stage_id": 1, "format": "coco", "shards": 0}),
    ("releases", {"version": "1", "stage_id": 1, "format": "coco", "packing": {"kind": "rar"}}),
    ("releases/shares", {"stage_id": 1}),
    ("releases/shares", {"stage_id": HUGE, "split": {"shares": {"training": 100}}}),
    ("releases/shares", {"stage_id": 1, "split": {"by": "meta:", "shares": {"training": 100}}}),
    ("filters", {"name": "", "asked": {}}),
    ("filters", {"name": "x", "asked": {"colour": "red"}}),
    ("filters", {"name": "x", "asked": {"meta_key": "a"}}),
    ("filters", {"name": "x", "kind": "work", "asked": {"level": 3}}),
    ("filters", {"name": "x", "asked": {"state": ["lost"]}}),
    ("acts", {"kind": "include", "scope": {}}),
    ("acts", {"kind": "include", "scope": {"ids": []}}),
    ("acts", {"kind": "include", "scope": {"ids": [HUGE]}}),
    ("acts", {"kind": "include", "scope": {"ids": [1] * 1001}}),
    ("acts", {"kind": "include", "scope": {"ids": [1], "items": {}}}),
    ("acts", {"kind": "include", "scope": {"work": {}}}),
    ("acts", {"kind": "reassign", "scope": {"items": {}}, "why": "x"}),
    ("acts", {"kind": "reopen", "scope": {"ids": [1]}}),
    ("acts", {"kind": "reopen", "scope": {"ids": [1]}, "why": "\u0000"}),
    ("acts", {"kind": "exclude", "scope": {"ids": [1]}, "reason": "dull"}),
    ("acts", {"kind": "priority", "scope": {"ids": [1]}, "priority": HUGE}),
    ("acts", {"kind": "include", "scope": {"ids": [1]}, "priority": 1}),
    ("stages/{stage}/entries", {"question": " ", "answer": "x"}),
    ("stages/{stage}/entries", {"question": "x", "answer": "x" * 2001}),
    ("invitations", {"email": "nobody", "role": "worker"}),
    ("invitations", {"email": "a@b.test", "role": "king"}),
    ("invitations", {"email": "a@b.test", "role": "arbiter"}),
]


def test_a_manager_who_sends_nonsense(unchanged: Scene) -> None:
    for path, body in NONSENSE:
        place = path.replace("{stage}", str(unchanged.place.stage_id))
        manager = unchanged.by(unchanged.place.manager)
        told = manager.post(f"{unchanged.home}/{place}", json=body, headers=KEY)
        problem(told, 422, "malformed")


NO_SCHEMAS: list[dict[str, Any]] = [
    {},
    {"modality": "picture"},
    {"modality": "picture", "labels": []},
    {"modality": "smell", "labels": [{"kind": "box", "name": "x", "classes": [{"id": "a"}]}]},
    {"modality": "picture", "labels": [{"kind": "box", "name": "x", "classes": []}]},
    {"modality": "picture", "labels": [{"kind": "box", "name": "", "classes": [{"id": "a"}]}]},
    {"modality": "picture", "labels": [{"kind": "orb", "name": "x", "classes": [{"id": "a"}]}]},
    {"modality": "picture", "labels": [{"kind": "box", "name": "x", "classes": [{"id": 5}]}]},
    {
        "modality": "picture",
        "labels": [{"kind": "box", "name": "x", "classes": [{"id": "a"}, {"id": "a"}]}],
    },
    {
        "modality": "picture",
        "labels": [{"kind": "box", "name": "x", "classes": [{"id": "a"}], "min": 5, "max": 1}],
    },
    {
        "modality": "picture",
        "labels": [{"kind": "box", "name": "x\u0000", "classes": [{"id": "a"}]}],
    },
]


def test_a_schema_that_nobody_could_answer(unchanged: Scene) -> None:
    for definition in NO_SCHEMAS:
        manager = unchanged.by(unchanged.place.manager)
        told = manager.post(f"{unchanged.stage}/schemas", json={"definition": definition})
        problem(told, 422, "schema_refused")


def test_what_does_not_fit_the_state(unchanged: Scene) -> None:
    manager, home = unchanged.by(unchanged.place.manager), unchanged.home
    problem(manager.post(f"{unchanged.stage}/open"), 409, "wrong_state")
    problem(manager.post(f"{home}/open"), 409, "wrong_state")
    taken = manager.post(f"{home}/stages", json={"name": "상자"})
    problem(taken, 409, taken.json()["code"])
    problem(manager.post(f"{home}/chores/1", json={}), 405, "method_not_allowed")
    appeal = unchanged.by(unchanged.worker).post(f"{unchanged.work}/appeal", json={"text": "no"})
    problem(appeal, 409, "wrong_state")
    missing = {"stage_id": unchanged.place.stage_id, "upload_id": "x" * 32}
    problem(manager.post(f"{home}/imports", json=missing), 404, "not_found")
    release = {"version": "1", "stage_id": 2**63 - 1, "format": "coco"}
    problem(manager.post(f"{home}/releases", json=release), 404, "not_found")


def test_strangers_and_forgers(unchanged: Scene) -> None:
    stranger = unchanged.web.stranger().http
    problem(stranger.get(unchanged.home), 401, "unauthenticated")
    for token in ("", "dure_" + "x" * 43, "\u00e9", "x" * 10_000):
        told = stranger.get(unchanged.home, headers={"authorization": f"Bearer {token}".encode()})
        problem(told, 401, "unauthenticated")
    worker = unchanged.by(unchanged.worker)
    told = worker.post(f"{unchanged.work}/return", json={}, headers={"x-csrf-token": "forged"})
    problem(told, 403, "forbidden")
    for link in ("x", "..%2f..%2fetc%2fpasswd", "a.b.c", "%00"):
        told = stranger.get(f"/media/{link}")
        assert told.status_code in (403, 404, 410, 422), told.text
        problem(told, told.status_code, told.json()["code"])


def test_nobody_under_fourteen_and_no_empty_names(unchanged: Scene) -> None:
    stranger = unchanged.web.stranger().http
    good = {
        "email": "kid@example.test",
        "name": "아이",
        "password": "gangmul-heureunda-27",
        "birth_year": 1991,
        "terms_id": 1,
        "privacy_id": 2,
    }
    for change, code in (
        ({"birth_year": 2020}, "too_young"),
        ({"birth_year": -1}, "malformed"),
        ({"birth_year": HUGE}, "malformed"),
        ({"email": "no address"}, "malformed"),
        ({"email": "a\u0000@example.test"}, "malformed"),
        ({"name": "\u202e\u0000"}, "malformed"),
        ({"name": " "}, "malformed"),
        ({"password": "short"}, "weak_password"),
        ({"password": "x" * 2_000}, "malformed"),
        ({"terms_id": 999}, "agreements_not_current"),
        ({"terms_id": None}, "malformed"),
    ):
        told = stranger.post("/accounts", json=good | change)
        assert told.json()["code"] == code, (change, told.text)
        problem(told, told.status_code, code)
