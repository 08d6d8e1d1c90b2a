"""A project's own layout of label files: made, tried on a real item, released by, through HTTP."""

from __future__ import annotations

import io
import json
import zipfile
from typing import Any

import pytest

from tests.api.conftest import Web
from tests.api.test_releases import Set, empty
from tests.factories import boxes

ROWS = [
    {"to": "image.file", "from": "item.file_name"},
    {"to": "image.maker", "value": "한빛데이터"},
    {"to": "objects[].box", "from": "annotation.box"},
    {"to": "objects[].class", "from": "annotation.class"},
]
DEFINITION: dict[str, Any] = {
    "lists": [{"at": "objects", "kinds": ["box"]}],
    "rows": ROWS,
    "schema": {
        "type": "object",
        "required": ["image", "objects"],
        "properties": {"objects": {"maxItems": 2}},
    },
}


@pytest.fixture
def made(web: Web) -> Set:
    """Two pictures with boxes, one without."""
    made = Set(web)
    made.answer({"가/1.jpg": boxes(10.25, 100.5), "나/1.jpg": boxes(0.1), "empty.png": empty()})
    return made


def kept(made: Set, name: str = "규격", **changes: Any) -> dict[str, Any]:
    body = {"name": name, "definition": DEFINITION | changes}
    answer = made.http.post(f"{made.home}/templates", json=body)
    assert answer.status_code == 201, answer.text
    return dict(answer.json())


def files(made: Set, release: dict[str, Any]) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(made.download(release))) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name) for name in archive.namelist()}


def test_a_release_is_laid_out_as_the_template_says(made: Set) -> None:
    template = kept(made)
    release = made.make("1.0", "template", template_id=template["id"], media=True)
    assert (release["state"], release["items"]) == ("ready", 3), release["problem"]
    assert (release["template_id"], release["template_version"]) == (template["id"], 1)
    held = files(made, release)
    labels = {name: json.loads(one) for name, one in held.items() if name.endswith(".json")}
    assert labels.keys() >= {
        "라벨링데이터/가/1.json",
        "라벨링데이터/나/1.json",
        "라벨링데이터/empty.json",
    }
    assert labels["라벨링데이터/가/1.json"] == {
        "image": {"file": "1.jpg", "maker": "한빛데이터"},
        "objects": [
            {"box": [10.25, 10, 20, 30], "class": "RBC"},
            {"box": [100.5, 10, 20, 30], "class": "RBC"},
        ],
    }
    assert labels["라벨링데이터/empty.json"]["objects"] == []
    # each has its file, of the same stem
    assert {"원천데이터/가/1.jpg", "원천데이터/나/1.jpg", "원천데이터/empty.png"} <= held.keys()
    assert held["원천데이터/나/1.jpg"] == made.files["나/1.jpg"]


def test_a_release_keeps_the_version_that_it_was_made_with(made: Set) -> None:
    template = kept(made)
    first = made.make("1.0", "template", template_id=template["id"])
    place = f"{made.home}/templates/{template['id']}"
    changed = DEFINITION | {"rows": [*ROWS, {"to": "note", "value": "2판"}]}
    body = {"name": "규격", "definition": changed}
    assert made.http.put(place, json=body).json()["version"] == 2
    assert made.http.put(place, json=body).json()["version"] == 2, "the same is no new version"
    second = made.make("1.1", "template", template_id=template["id"])
    assert (first["template_version"], second["template_version"]) == (1, 2)
    notes = [
        json.loads(files(made, one)["라벨링데이터/나/1.json"]).get("note")
        for one in (first, second)
    ]
    assert notes == [None, "2판"]
    assert made.http.delete(place).status_code == 204
    assert made.http.get(f"{made.home}/templates").json()["items"] == []
    refused = made.ask("1.2", "template", template_id=template["id"])
    assert (refused.status_code, refused.json()["code"]) == (409, "template_retired")
    assert made.http.put(place, json=body).json()["code"] == "template_retired"
    assert made.http.get(place).json()["retired_at"] is not None
    assert kept(made)["id"] != template["id"], "its name is free again"


def test_files_that_do_not_fit_stop_the_release_by_name(made: Set) -> None:
    template = kept(made, schema={"properties": {"objects": {"minItems": 1}}})
    release = made.make("1.0", "template", template_id=template["id"])
    assert release["state"] == "failed"
    assert "라벨링데이터/empty.json" in release["problem"]
    assert "objects" in release["problem"]
    assert {item["state"] for item in made.desk.items()} <= {"accepted", "ready", "in_work"}
    # mended, the same version can be had under another name
    place = f"{made.home}/templates/{template['id']}"
    made.http.put(place, json={"name": "규격", "definition": DEFINITION})
    assert made.make("1.1", "template", template_id=template["id"])["state"] == "ready"


def test_a_preview_is_what_the_release_has(made: Set) -> None:
    template = kept(made)
    tried = made.http.post(
        f"{made.home}/templates/preview",
        json={
            "definition": DEFINITION,
            "stage_id": made.place.stage_id,
            "item_id": made.ids["가/1.jpg"],
        },
    ).json()
    assert (tried["name"], tried["answered"], tried["more"]) == ("가/1.jpg", True, 0)
    (shown,) = tried["files"]
    assert shown["faults"] == []
    held = files(made, made.make("1.0", "template", template_id=template["id"], media=True))
    assert json.loads(held[shown["file"]]) == shown["document"]
    strict = DEFINITION | {"schema": {"properties": {"objects": {"maxItems": 1}}}}
    body = {"definition": strict, "stage_id": made.place.stage_id}
    faulty = made.http.post(
        f"{made.home}/templates/preview", json=body | {"item_id": made.ids["가/1.jpg"]}
    ).json()
    assert [(one["path"], one["rule"]) for one in faulty["files"][0]["faults"]] == [
        ("objects", "maxItems")
    ]
    # without an item, the newest that is accepted; none that nobody has answered before it
    assert made.http.post(f"{made.home}/templates/preview", json=body).json()["name"] in (
        "empty.png",
        "나/1.jpg",
        "가/1.jpg",
    )


def test_families_and_proposals(made: Set) -> None:
    told = made.http.get("/template-families").json()
    assert [one["name"] for one in told["families"]] == ["trio", "speech", "coco_object"]
    assert {"name": "item.meta.*", "type": None, "of_annotation": False} in told["fields"]
    trio = told["families"][0]["definition"]
    answer = made.http.post(
        f"{made.home}/templates", json={"name": "삼단", "definition": trio}
    ).json()
    release = made.make("1.0", "template", template_id=answer["id"])
    assert release["state"] == "ready", release["problem"]
    proposed = made.http.post(f"{made.home}/templates/schema", json={"definition": DEFINITION})
    assert proposed.json()["properties"]["objects"]["items"]["required"] == ["box", "class"]


def test_what_cannot_be_a_template_is_refused(made: Set) -> None:
    def refusal(body: Any, path: str = "/templates") -> tuple[int, str]:
        answer = made.http.post(f"{made.home}{path}", json=body)
        return answer.status_code, answer.json()["code"]

    kept(made, "하나")
    assert refusal({"name": "하나", "definition": DEFINITION}) == (409, "template_name_taken")
    bad = {"rows": [{"to": "a", "from": "item.colour"}]}
    assert refusal({"name": "둘", "definition": bad}) == (422, "template_refused")
    assert refusal({"name": "", "definition": DEFINITION})[0] == 422
    assert refusal({"name": "x", "definition": DEFINITION, "more": 1})[0] == 422
    far = {"rows": [{"to": "a", "value": 1}], "schema": {"$ref": "http://127.0.0.1:1/x"}}
    assert refusal({"name": "둘", "definition": far}) == (422, "template_refused")
    missing = made.ask("1.0", "template")
    assert (missing.status_code, missing.json()["code"]) == (422, "template_missing")
    needless = made.ask("1.0", "coco", template_id=1)
    assert (needless.status_code, needless.json()["code"]) == (422, "template_missing")
    unknown = made.ask("1.0", "template", template_id=999_999)
    assert unknown.status_code == 404
    preview = {"definition": DEFINITION, "stage_id": made.place.stage_id, "item_id": 999_999}
    assert refusal(preview, "/templates/preview") == (404, "not_found")
