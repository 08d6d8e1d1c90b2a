"""A project begun by the design of another one: all that was designed, nothing that was done."""

from __future__ import annotations

import re
from typing import Any

import pytest
from sqlalchemy import text

from app.core.database import transaction
from tests.api.conftest import Web
from tests.assets.drawn import drawing, encoded
from tests.priced import PRICED

SCHEMA = {
    "modality": "picture",
    "labels": [{"kind": "box", "name": "cells", "classes": [{"id": "RBC"}, {"id": "WBC"}]}],
}
SPEECH = {
    "modality": "prompt",
    "labels": [{"kind": "recording", "name": "speech"}],
}
TEMPLATE = {"per": "item", "rows": [{"to": "name", "from": "item.name"}]}


class House:
    """An organisation with a project whose every part is designed."""

    def __init__(self, web: Web) -> None:
        self.web = web
        self.boss = web.person()
        self.house = f"/organisations/{self.post('/organisations', name='한빛데이터')['id']}"
        made = self.post(f"{self.house}/projects", name="혈액 세포", goal="364장")
        self.id = made["id"]
        self.home = f"/projects/{self.id}"

    def post(self, path: str, status: int = 201, **body: Any) -> Any:
        return self.send("POST", path, status, body)

    def send(self, method: str, path: str, status: int = 200, body: Any = None) -> Any:
        answer = self.boss.http.request(method, path, json=body)
        assert answer.status_code == status, (path, answer.text)
        return answer.json() if answer.content else None

    def get(self, path: str) -> Any:
        return self.send("GET", path)

    def design(self) -> None:
        """Two stages with everything, one that was given up, a course, flows, a template."""
        picture = self.boss.http.post(
            f"{self.home}/pictures", files={"file": ("a.png", encoded("PNG", drawing(20, 10)))}
        ).json()["url"]
        self.send("PUT", f"{self.home}/reasons/blurry", body={"ko": "흐려요", "en": "Blurry"})
        self.send("DELETE", f"{self.home}/reasons/careless", 204)
        collect = self.stage("녹음", kind="collect", position=1)
        self.post(f"{collect}/schemas", definition=SPEECH)
        self.send("PATCH", collect, body={"collect": {"minors": "refuse", "group_max": 2}})
        cells = [{"cell": {"sex": one}, "goal": 8} for one in ("female", "male")]
        quotas = {"by": ["sex"], "counts": "people", "cells": cells}
        self.send("PUT", f"{collect}/quotas", body=quotas)
        label = self.stage("상자", inspect2="sample", rate2="0.2", overlap=2, position=2)
        self.post(f"{label}/guidelines", body="# 처음")
        self.post(f"{label}/guidelines", body=f"# 모든 세포\n\n![보기]({picture})")
        self.post(f"{label}/schemas", definition=SCHEMA)
        self.post(f"{label}/prices", level0=250, level1=90, level2=60, **PRICED)
        self.send("PATCH", label, body={"quality": {"gold": {"first": 0.2}}})
        course = self.post(
            f"{self.home}/courses", stage_id=int(label.rsplit("/", 1)[1]), title="첫걸음", drawn=5
        )["id"]
        self.post(f"{self.home}/courses/{course}/lessons", title="읽기", body=f"![]({picture})")
        asked = {
            "certificates": [{"project_id": self.id, "course_id": course}],
            "languages": ["ko"],
        }
        self.send("PUT", f"{label}/requirements/0", body={"asked": asked, "day_limit": 50})
        self.post(f"{label}/rules", name="너무 빨라요", collector="speed")
        targets = [{"what": "class:cells", "value": "RBC", "share": "80"}]
        self.send("PUT", f"{label}/targets", body={"plan": None, "targets": targets})
        over = self.stage("그만둔 공정")
        self.post(f"{over}/cancel", 200, why="그만둠")
        ends = [int(one.rsplit("/", 1)[1]) for one in (collect, label)]
        flows = [{"from_id": ends[0], "to_id": ends[1], "condition": None}]
        other = self.stage("다시 보기", position=3)
        flows.append({"from_id": ends[1], "to_id": int(other.rsplit("/", 1)[1]), "condition": None})
        self.send("PUT", f"{self.home}/flows", body={"flows": flows[1:]})
        self.post(f"{self.home}/templates", name="제출 규격", definition=TEMPLATE)

    def stage(self, name: str, **values: Any) -> str:
        position = values.pop("position", None)
        made = self.post(f"{self.home}/stages", name=name, **values)
        place = f"{self.home}/stages/{made['id']}"
        if position is not None:
            self.send("PATCH", place, body={"position": position})
        return place

    def told(self, home: str) -> dict[str, Any]:
        """A project's design, as its pages show it; without ids and times."""
        stages = self.get(f"{home}/stages")["items"]
        stages = [one for one in stages if one["state"] != "cancelled"]
        names = {one["id"]: one["name"] for one in stages}
        courses = self.get(f"{home}/courses")["items"]
        titles = {one["id"]: one["title"] for one in courses}
        project = self.get(home)
        found: dict[str, Any] = {
            "goal": project["goal"],
            "enrolment": project["enrolment"],
            "reasons": [
                (one["code"], one["ko"], one["en"], one["retired_at"] is not None)
                for one in self.get(f"{home}/reasons")
            ],
            "flows": [
                (names[one["from_id"]], names[one["to_id"]], one["condition"])
                for one in self.get(f"{home}/flows")
            ],
            "templates": [
                (one["name"], one["definition"]) for one in self.get(f"{home}/templates")["items"]
            ],
            "courses": [
                (
                    names[one["stage_id"]],
                    {key: one[key] for key in ("title", "drawn", "pass_mark", "attempts")},
                    [
                        (each["title"], self.shown(home, each["body"]))
                        for each in self.get(f"{home}/courses/{one['id']}/lessons")
                    ],
                )
                for one in courses
            ],
        }
        for one in stages:
            place = f"{home}/stages/{one['id']}"
            told: dict[str, Any] = {key: value for key, value in one.items() if key in KEPT}
            for name in ("schemas", "prices"):
                newest = self.get(f"{place}/{name}")["items"][-1:]
                told[name] = [
                    {key: value for key, value in row.items() if key not in MADE} for row in newest
                ]
            guides = self.get(f"{place}/guidelines")["items"][-1:]
            told["guideline"] = [self.shown(home, guide["body"]) for guide in guides]
            if one["kind"] == "collect":
                quotas = self.get(f"{place}/quotas")
                cells = [(cell["cell"], cell["goal"]) for cell in quotas["cells"]]
                told["quotas"] = (quotas["by"], quotas["counts"], cells)
            asked = self.get(f"{place}/requirements/0")
            certificates = asked["asked"].pop("certificates", [])
            told["asks"] = (
                asked["asked"],
                asked["day_limit"],
                [titles[each["course_id"]] for each in certificates],
            )
            told["rules"] = [
                [row[key] for key in ("name", "collector", "condition", "action", "level")]
                for row in self.get(f"{place}/rules")["items"]
            ]
            told["targets"] = self.get(f"{place}/targets")["targets"]
            found[one["name"]] = told
        return found

    def shown(self, home: str, body: str) -> str:
        """A text, whose pictures are really there."""
        here = f"/api/v1{home}/pictures/"
        assert body.count("/pictures/") == body.count(here), body
        for part in body.split(here)[1:]:
            address = here + part.partition(")")[0]
            seen = self.boss.http.get(f"http://testserver{address}", follow_redirects=True)
            assert seen.headers["content-type"] == "image/png"
        return re.sub(rf"{here}\d+", "here", body)


KEPT = {
    *("name", "kind", "overlap", "holds", "lease_seconds", "rework_seconds", "recheck_seconds"),
    *("auto_accept_seconds", "inspect1", "rate1", "inspect2", "rate2", "position", "split"),
    *("collect", "effects", "quality", "state"),
}
MADE = {"version", "created_at", "created_by", "id"}


@pytest.fixture
def house(web: Web) -> House:
    made = House(web)
    made.design()
    return made


def test_a_clone_has_the_design_and_nothing_else(house: House) -> None:
    begun = house.post(f"{house.home}/clone", name="혈액 세포, 2차")
    assert begun["left_out"] == []
    assert begun["project"]["state"] == "draft"
    assert begun["project"]["name"] == "혈액 세포, 2차"
    home = f"/projects/{begun['project']['id']}"
    assert house.told(home) == house.told(house.home)
    with transaction() as s:
        counts = {
            table: s.execute(
                text(f"SELECT count(*) FROM {table} WHERE project_id = :p"),
                {"p": begun["project"]["id"]},
            ).scalar_one()
            for table in ("item", "task", "assignment", "ledger_entry", "question", "release")
        }
        people = s.execute(
            text("SELECT person_id FROM project_member WHERE project_id = :p"),
            {"p": begun["project"]["id"]},
        ).scalars()
        assert list(people) == [house.boss.id]
    assert set(counts.values()) == {0}


def test_a_template_of_the_house_outlives_its_project(house: House) -> None:
    before = house.told(house.home)
    kept = house.post(
        f"{house.house}/project-templates", project_id=house.id, name="의료 상자", about="두 단계"
    )
    assert [one["name"] for one in kept["stages"]] == ["녹음", "상자", "다시 보기"]
    assert [(one["modality"], one["labels"], one["priced"]) for one in kept["stages"]] == [
        ("prompt", 1, False),
        ("picture", 1, True),
        (None, 0, False),
    ]
    assert (kept["courses"], kept["delivery_templates"]) == (1, 1)
    # what changes in the project afterwards does not change the template
    house.send("PATCH", house.home, body={"goal": "다른 목표"})
    place = f"{house.house}/project-templates/{kept['id']}"
    assert house.get(place) == kept
    assert house.get(f"{house.house}/project-templates")["items"] == [kept]
    begun = house.post(f"{place}/projects", name="새 과제")
    assert begun["left_out"] == []
    assert house.told(f"/projects/{begun['project']['id']}") == before
    house.send("DELETE", place, 204)
    house.send("GET", place, 404)
    assert house.told(f"/projects/{begun['project']['id']}") == before


def test_what_can_no_longer_be_had_is_left_out_and_said(house: House) -> None:
    kept = house.post(f"{house.house}/project-templates", project_id=house.id, name="상자")
    with transaction() as s:
        # as a price that is below the minimum wage by now
        s.execute(
            text(
                "UPDATE project_template SET plan = jsonb_set(jsonb_set(plan,"
                " '{stages,1,prices,level0}', '1'), '{stages,1,prices,accept_top_ups}', 'false')"
            )
        )
    begun = house.post(f"{house.house}/project-templates/{kept['id']}/projects", name="새 과제")
    assert [(one["what"], one["stage"], one["code"]) for one in begun["left_out"]] == [
        ("prices", "상자", "below_floor")
    ]
    told = house.told(f"/projects/{begun['project']['id']}")
    assert told["상자"]["prices"] == []
    assert told["상자"]["schemas"] == house.told(house.home)["상자"]["schemas"]


def test_nobody_begins_by_what_is_another_houses(web: Web, house: House) -> None:
    other = House(web)
    kept = house.post(f"{house.house}/project-templates", project_id=house.id, name="상자")
    other.post(f"{house.home}/clone", 404, name="x")
    other.post(f"{other.house}/project-templates", 404, project_id=house.id, name="x")
    other.post(f"{other.house}/project-templates/{kept['id']}/projects", 404, name="x")
    other.send("DELETE", f"{other.house}/project-templates/{kept['id']}", 404)
