"""Ready label schemas, those of other programs, and a trial of one before it is kept."""

from __future__ import annotations

import copy
from typing import Any

from tests.api.conftest import Web
from tests.api.desk import Desk, signed_in
from tests.factories import SCHEMA, Place, boxes


def test_whoever_is_signed_in_finds_the_gallery(web: Web) -> None:
    assert web.stranger().get("/schemas/gallery").status_code == 401  # type: ignore[attr-defined]
    found: Any = web.person().get("/schemas/gallery")
    assert found.status_code == 200
    first = found.json()[0]
    assert first.keys() == {
        *("id", "ko", "en", "about_ko", "about_en", "source", "definition", "example")
    }


def tried(web: Web, place: Place, definition: Any) -> Any:
    caller = signed_in(web, place.manager)
    home = f"/projects/{place.project_id}/stages/{place.stage_id}"
    return caller.post(f"{home}/schemas/check", json={"definition": definition})


def test_a_schema_is_tried_on_the_answers_that_are_there_and_not_kept(web: Web) -> None:
    place = Place.make(items=3)
    for xs in ((10.0,), (10.0, 50.0), ()):
        worker = place.person("worker")
        (lease,) = place.claim(worker)
        place.submit(worker, lease, boxes(*xs))

    same = tried(web, place, SCHEMA)
    assert same.status_code == 200
    assert same.json() | {"definition": None} == {
        "definition": None,
        "answers": 3,
        "misfits": 0,
        "faults": [],
    }
    assert same.json()["definition"]["labels"][0]["max"] == 10_000  # defaults written out

    stricter = copy.deepcopy(SCHEMA)
    stricter["labels"][0] |= {"min": 2}  # type: ignore[index,operator]
    stricter["labels"].append(  # type: ignore[attr-defined]
        {"kind": "rating", "name": "sharpness"}
    )
    answer = tried(web, place, stricter).json()
    assert (answer["answers"], answer["misfits"]) == (3, 3)
    assert answer["faults"] == [
        {"code": "required", "answers": 3},
        {"code": "too_few", "answers": 2},
    ]

    text = {"modality": "text", "labels": [{"kind": "rating", "name": "sharpness"}]}
    answer = tried(web, place, text).json()
    assert (answer["misfits"], answer["faults"][0]["code"]) == (3, "other_modality")

    desk = signed_in(web, place.manager)
    home = f"/projects/{place.project_id}/stages/{place.stage_id}"
    kept: Any = desk.get(f"{home}/schemas")
    assert [one["version"] for one in kept.json()["items"]] == [1]


def test_what_is_no_schema_is_refused_place_by_place(web: Web) -> None:
    place = Place.make(items=0)
    wrong = copy.deepcopy(SCHEMA)
    wrong["labels"][0] |= {"colour": "red", "min": -1}  # type: ignore[index,operator]
    answer = tried(web, place, wrong)
    assert answer.status_code == 422
    assert answer.headers["content-type"] == "application/problem+json"
    body = answer.json()
    assert body["code"] == "schema_refused"
    assert {(one["at"].split(".")[-1], one["code"]) for one in body["errors"]} == {
        ("min", "greater_than_equal"),
        ("colour", "extra_forbidden"),
    }
    assert all(one["at"].startswith("labels.0.") for one in body["errors"])


def test_a_trial_is_for_the_stages_own_manager(web: Web) -> None:
    desk = Desk(web)
    missing = desk.http.post(
        f"{desk.home}/stages/{desk.place.stage_id + 1000}/schemas/check",
        json={"definition": SCHEMA},
    )
    assert missing.status_code == 404
    worker = signed_in(web, desk.place.person("worker"))
    home = f"{desk.home}/stages/{desk.place.stage_id}"
    answer: Any = worker.post(f"{home}/schemas/check", json={"definition": SCHEMA})
    assert answer.status_code == 403
    assert answer.json()["permission"] == "project:write"
