"""Outlines from a COCO file, through people's hands, into a COCO file that others read."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from pycocotools.coco import COCO
from pycocotools.mask import area

from app.workflow.opening import open_chunk
from tests.api.conftest import Web
from tests.api.desk import Desk, packed
from tests.assets.drawn import drawing, encoded
from tests.factories import Place

ROOF = [[10.5, 20], [200, 20.25], [180.75, 300], [10.5, 300]]
LAKE = [[400, 100], [600, 120], [500, 333.3]]
SCHEMA = {
    "modality": "picture",
    "labels": [
        {"kind": "polygon", "name": "areas", "classes": [{"id": "roof"}, {"id": "lake"}]},
        {"kind": "box", "name": "signs", "classes": [{"id": "sign"}]},
    ],
}


def outline(id: str, class_: str, points: Any) -> dict[str, Any]:
    return {"kind": "polygon", "id": id, "name": "areas", "class": class_, "points": points}


def flat(points: Any) -> list[float]:
    return [number for at in points for number in at]


def coco_of(marks: list[dict[str, Any]]) -> bytes:
    return json.dumps(
        {
            "images": [{"id": 1, "file_name": "a.png", "width": 640, "height": 480}],
            "categories": [{"id": 5, "name": "roof"}, {"id": 6, "name": "sign"}],
            "annotations": [
                {"id": n, "image_id": 1, "iscrowd": 0} | one for n, one in enumerate(marks, 1)
            ],
        }
    ).encode()


def test_outlines_go_all_the_way(web: Web, tmp_path: Path) -> None:
    desk = Desk(web, overlap=1, inspect1="none", inspect2="none")
    place: Place = desk.place
    stage = f"{desk.home}/stages/{place.stage_id}"
    written = desk.http.post(f"{stage}/schemas", json={"definition": SCHEMA})
    assert written.status_code == 201, written.text
    past = [[600, 400], [700, 400], [600, 470]]
    marks = [
        {"category_id": 5, "bbox": [10.5, 20, 189.5, 280], "segmentation": [flat(ROOF)]},
        # A sign's outline: the stage asks for its box.
        {"category_id": 6, "bbox": [1, 1, 9, 9], "segmentation": [[1, 1, 10, 1, 10, 10]]},
        {"category_id": 5, "bbox": [600, 400, 100, 70], "segmentation": [flat(past)]},
    ]
    files = {"a.png": encoded("PNG", drawing(640, 480)), "labels.json": coco_of(marks)}
    batch = desk.import_("set.zip", packed(files))
    assert batch["taken"] == 1
    codes = {code for _, code, _ in desk.report(batch)}
    assert codes == {"past_edge"}
    open_chunk(place.project_id, place.stage_id, None, priority=0, by=None)

    worker = web.person("조이")
    web.join(place.project_id, worker, "worker")
    claimed = worker.post(
        f"{stage}/claims", json={"count": 1}, headers={"Idempotency-Key": "claim-outlines-1"}
    ).json()
    (lease,) = claimed["leases"]
    item = desk.http.get(f"{desk.home}/items/{lease['item']['id']}").json()
    offered = item["prelabels"]["annotations"]
    assert [(one["kind"], one["class"]) for one in offered] == [
        ("polygon", "roof"),
        ("box", "sign"),
    ]
    assert offered[0]["points"] == ROOF

    def hand_in(annotations: list[dict[str, Any]], key: str) -> Any:
        return worker.post(
            f"/projects/{place.project_id}/assignments/{lease['id']}/submission",
            json={"answer": {"modality": "picture", "annotations": annotations}},
            headers={"Idempotency-Key": key},
        )

    wrong = hand_in([*offered, outline("new", "lake", [[1, 1], [700, 1], [1, 9]])], "hand-in-wrong")
    assert wrong.status_code == 422, wrong.text
    assert [one["code"] for one in wrong.json()["errors"]] == ["past_edge"]
    done = hand_in([*offered, outline("new", "lake", LAKE)], "hand-in-outlines")
    assert done.status_code == 201, done.text

    asked = desk.http.post(
        f"{desk.home}/releases",
        json={"version": "1.0", "stage_id": place.stage_id, "format": "coco"},
    ).json()
    web.work()
    release = desk.http.get(f"{desk.home}/releases/{asked['id']}").json()
    assert (release["state"], release["problem"]) == ("ready", None)
    told = desk.http.get(f"{desk.home}/releases/{asked['id']}/download").json()
    path = tmp_path / "coco.json"
    path.write_bytes(web.stranger().http.get(f"http://testserver{told['url']}").content)
    read = COCO(str(path))
    names = {one["id"]: one["name"] for one in read.loadCats(read.getCatIds())}
    found = {names[one["category_id"]]: one for one in read.loadAnns(read.getAnnIds())}
    assert found["roof"]["segmentation"] == [flat(ROOF)]
    assert found["lake"]["segmentation"] == [flat(LAKE)]
    assert found["sign"]["segmentation"] == []
    assert found["sign"]["bbox"] == [1, 1, 9, 9]
    assert float(area(read.annToRLE(found["lake"]))) == pytest.approx(
        found["lake"]["area"], rel=0.02
    )
