"""A pipeline through HTTP: set, fed, looked at, begun anew; tiles cut of real pictures."""

from __future__ import annotations

from typing import Any

import pytest

from tests.api.conftest import Web
from tests.api.desk import Desk, packed, signed_in
from tests.assets.drawn import drawing, encoded
from tests.factories import Place, boxes
from tests.workflow.lines import further, items, run_chores, settle, work


class Line:
    """Two stages of pictures, the second one tile by tile; a manager's browser."""

    def __init__(self, web: Web) -> None:
        self.desk = Desk(web, inspect1="none")
        self.http, self.home = self.desk.http, self.desk.home
        self.first = self.desk.place
        self.second = further(self.first, "타일")
        self.web = web

    def flows(self, *flows: dict[str, Any]) -> Any:
        return self.http.put(f"{self.home}/flows", json={"flows": list(flows)})

    def stage(self, place: Place, **values: Any) -> Any:
        return self.http.patch(f"{self.home}/stages/{place.stage_id}", json=values)

    def item(self, item_id: int, what: str) -> Any:
        answer = self.http.get(f"{self.home}/items/{item_id}/{what}")
        assert answer.status_code == 200, answer.text
        return answer.json()


@pytest.fixture
def line(web: Web) -> Line:
    return Line(web)


def code(answer: Any) -> tuple[int, str]:
    return answer.status_code, answer.json()["code"]


def test_stages_stand_in_their_order(line: Line) -> None:
    answer = line.stage(line.first, position=2)
    assert (answer.status_code, answer.json()["position"]) == (200, 2)
    line.stage(line.second, position=1)
    third = further(line.first, "끝")
    listed = line.http.get(f"{line.home}/stages").json()["items"]
    order = [third.stage_id, line.second.stage_id, line.first.stage_id]
    assert [one["id"] for one in listed] == order
    page = line.http.get(f"{line.home}/stages", params={"limit": 2}).json()
    rest = line.http.get(f"{line.home}/stages", params={"after": page["next"]}).json()
    assert [one["id"] for one in page["items"] + rest["items"]] == order


def test_settings_are_held_to_what_a_stage_is(line: Line) -> None:
    tiles = {"by": "tile", "size": 512, "overlap": 32}
    assert line.stage(line.second, split=tiles).json()["split"] == tiles
    assert line.stage(line.second, name="조각").json()["split"] == tiles
    assert line.stage(line.second, split=None).json()["split"] is None
    assert code(line.stage(line.second, split={"by": "page"})) == (422, "split_refused")
    assert code(line.stage(line.second, split={"by": "tile", "size": 1})) == (422, "split_refused")
    assert code(line.stage(line.second, collect={"minors": "guardian"})) == (422, "wrong_kind")
    assert code(line.stage(line.second, effects={"cells": {"*": "blur"}})) == (422, "wrong_kind")


def test_flows_are_set_whole_and_refused_whole(line: Line) -> None:
    there = {"from_id": line.first.stage_id, "to_id": line.second.stage_id}
    back = {"from_id": line.second.stage_id, "to_id": line.first.stage_id}
    asked = {"label": "cells", "says": "class", "classes": ["RBC"]}
    answer = line.flows(there | {"condition": asked})
    assert answer.status_code == 200, answer.text
    (flow,) = answer.json()
    assert (flow["from_id"], flow["to_id"]) == (there["from_id"], there["to_id"])
    assert flow["condition"] == asked
    assert (flow["made"], flow["waiting"], flow["pending"], flow["why"]) == (0, 0, 0, None)
    assert code(line.flows(there, back)) == (422, "flow_circle")
    assert code(line.flows(there, there)) == (422, "flow_doubled")
    assert code(line.flows(there | {"to_id": 10**6})) == (404, "not_found")
    wrong = {"label": "cells", "says": "class", "classes": ["none"]}
    assert code(line.flows(there | {"condition": wrong})) == (422, "condition_refused")
    assert line.http.get(f"{line.home}/flows").json() == [flow]
    assert line.flows().json() == []


def test_a_picture_goes_on_tile_by_tile_and_comes_back_as_one(line: Line) -> None:
    line.desk.import_("사진.zip", packed({"가.png": encoded("PNG", drawing(640, 480))}))
    line.stage(line.second, split={"by": "tile", "size": 400, "overlap": 40})
    line.flows({"from_id": line.first.stage_id, "to_id": line.second.stage_id})
    (whole,) = line.desk.items()
    line.http.post(f"{line.home}/stages/{line.first.stage_id}/openings", json={})
    run_chores()
    worker, other = line.first.person("worker"), line.first.person("worker")
    work(line.first, worker)
    settle(line.first)
    (item,) = items(line.second)
    assert item.state == "in_work"
    own = signed_in(line.web, worker).http
    claimed = own.post(
        f"{line.home}/stages/{line.second.stage_id}/claims",
        json={"level": 0, "count": 9},
        headers={"idempotency-key": "tab-1-tiles"},
    ).json()["leases"]
    sizes = {(one["item"]["width"], one["item"]["height"]) for one in claimed}
    assert len(claimed) == 4
    assert all(width <= 400 and height <= 400 for width, height in sizes)
    for lease in claimed:
        shown = own.get(lease["item"]["media"].removeprefix("/api/v1")).json()
        assert (shown["width"], shown["height"]) == (
            lease["item"]["width"],
            lease["item"]["height"],
        )
        line.second.submit(worker, lease["id"], boxes(50.0))
    assert items(line.second)[0].state == "accepted"
    told = line.item(item.id, "pieces")
    assert [one["part"]["at"] for one in told["pieces"]] == [0, 1, 2, 3]
    placed = [(one["x"], one["y"]) for one in told["merged"]["answer"]["annotations"]]
    corners = [(one["part"].get("x", 0), one["part"].get("y", 0)) for one in told["pieces"]]
    assert sorted(placed) == sorted((x + 50, y + 10) for x, y in corners)
    way = line.item(item.id, "way")["items"]
    assert [(one["id"], one["step"], one["state"]) for one in way] == [
        (whole["id"], -1, "accepted"),
        (item.id, 0, "accepted"),
    ]
    answer = line.http.post(f"{line.home}/items/{item.id}/reopen", json={"why": "빠졌어요."})
    assert (answer.status_code, answer.json()["state"]) == (200, "reopened")
    run_chores()
    assert not line.second.claim(worker, count=9)
    assert len(line.second.claim(other, count=9)) == 4
    again = line.http.post(f"{line.home}/items/{item.id}/reopen", json={"why": "또"})
    assert code(again) == (409, "wrong_state")


def test_nobody_sees_another_piece_than_his_own(line: Line) -> None:
    line.desk.import_("사진.zip", packed({"가.png": encoded("PNG", drawing(640, 480))}))
    line.stage(line.first, split={"by": "tile", "size": 400})
    line.http.post(f"{line.home}/stages/{line.first.stage_id}/openings", json={})
    run_chores()
    (item,) = line.desk.items()
    worker, other = line.first.person("worker"), line.first.person("worker")
    (mine,), (theirs,) = line.first.claim(worker), line.first.claim(other)
    tasks = [line.first.assignment(lease).task_id for lease in (mine, theirs)]
    own = signed_in(line.web, worker).http
    media = f"{line.home}/items/{item['id']}/media"
    assert own.get(media, params={"task_id": tasks[1]}).status_code == 404
    shown = [own.get(media).json(), own.get(media, params={"task_id": tasks[0]}).json()]
    assert {(one["width"], one["height"]) for one in shown} != {(640, 480)}
    assert line.http.get(media).json()["width"] == 640
