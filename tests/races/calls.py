"""The calls of the engine, as clients send them: method, path, body and key."""

from __future__ import annotations

from typing import Any

from app.workflow.opening import open_chunk
from tests.factories import Place

Call = dict[str, Any]


def claim(place: Place, key: str, *, level: int = 0, count: int = 1) -> Call:
    path = f"/api/v1/projects/{place.project_id}/stages/{place.stage_id}/claims"
    return {"method": "POST", "path": path, "key": key, "body": {"level": level, "count": count}}


def work(place: Place, lease: int, verb: str, body: Any = None, *, key: str | None = None) -> Call:
    """`verb`: submission, return, resume, extend, appeal."""
    path = f"/api/v1/projects/{place.project_id}/assignments/{lease}/{verb}"
    return {"method": "POST", "path": path, "key": key, "body": body}


def submit(place: Place, lease: int, key: str, x: float = 10.0, *, follow: bool = False) -> Call:
    box = {"kind": "box", "id": "a1", "name": "cells", "class": "RBC"}
    box |= {"x": x, "y": 10, "width": 20, "height": 30}
    answer = {"modality": "picture", "annotations": [box]}
    verb = "submission?next=true" if follow else "submission"
    return work(place, lease, verb, {"answer": answer}, key=key)


def judge(place: Place, lease: int, key: str, verdict: str, *, follow: bool = False) -> Call:
    body: dict[str, Any] = {"verdict": verdict}
    if verdict in ("return", "reject"):
        body |= {"reason": "position", "comment": "다시 봐 주세요."}
    if verdict == "fix":
        body["answer"] = submit(place, lease, key, 77.0)["body"]["answer"]
    return work(place, lease, "submission?next=true" if follow else "submission", body, key=key)


def draft(place: Place, lease: int, revision: int, x: float) -> Call:
    path = f"/api/v1/projects/{place.project_id}/assignments/{lease}/draft"
    return {"method": "PUT", "path": path, "body": {"revision": revision, "body": {"x": x}}}


def open_all(place: Place) -> None:
    """Put on offer what is ready."""
    while open_chunk(place.project_id, place.stage_id, None, priority=0, by=None):
        pass
