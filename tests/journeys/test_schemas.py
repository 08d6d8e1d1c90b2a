"""A manager takes labels from the gallery, from other programs and from another project, through
HTTP: what is kept is what was taken, and is taken again as it is."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import closing
from typing import Any

import pytest

from tests.conftest import Database, Program, Server
from tests.journeys.caller import Caller

LABEL_STUDIO = """
<View>
  <Header value="도로 위 물체"/>
  <Image name="image" value="$image" zoom="true"/>
  <RectangleLabels name="objects" toName="image">
    <Label value="Car" background="#1F8A4C"/>
    <Label value="Bus"/>
  </RectangleLabels>
  <PolygonLabels name="areas" toName="image">
    <Label value="Road"/>
  </PolygonLabels>
  <Choices name="weather" toName="image" choice="single-radio" required="true">
    <Choice value="Clear"/>
    <Choice value="Rain"/>
  </Choices>
</View>
"""
LABEL_STUDIO_TEXT = """
<View>
  <Text name="text" value="$text"/>
  <Labels name="entities" toName="text">
    <Label value="PS"/>
    <Label value="LC"/>
  </Labels>
</View>
"""
CVAT = json.dumps(
    [
        {
            "name": "car",
            "color": "#cc0000",
            "type": "rectangle",
            "attributes": [
                {
                    "name": "parked",
                    "input_type": "checkbox",
                    "mutable": False,
                    "default_value": "false",
                    "values": ["false"],
                },
                {
                    "name": "model",
                    "input_type": "select",
                    "mutable": False,
                    "default_value": "van",
                    "values": ["van", "sedan"],
                },
            ],
        },
        {"name": "road", "color": "#00cc00", "type": "polygon", "attributes": []},
    ]
)


@pytest.fixture
def boss(database: Database, server: Server, background: Program) -> Iterator[Caller]:
    caller = Caller(server.url, "boss")
    with closing(caller.http):
        caller.sign_up(database.settings.outbox)
        yield caller


def stage_of(boss: Caller, name: str) -> str:
    """The path of the stage of a new project."""
    house = boss.post("/organisations", {"name": name})["id"]
    project = boss.post(f"/organisations/{house}/projects", {"name": name})["id"]
    stage = boss.post(f"/projects/{project}/stages", {"name": "라벨 붙이기"})["id"]
    return f"/projects/{project}/stages/{stage}"


def kept(boss: Caller, stage: str, definition: Any) -> Any:
    """The definition as the stage has it, after it was tried and set."""
    tried = boss.post(f"{stage}/schemas/check", {"definition": definition}, status=200)
    assert (tried["answers"], tried["misfits"], tried["faults"]) == (0, 0, [])
    made = boss.post(f"{stage}/schemas", {"definition": definition})
    assert made["definition"] == tried["definition"]
    (found,) = boss.get(f"{stage}/schemas", after=made["version"] - 1)["items"]
    assert found["definition"] == made["definition"]
    return found["definition"]


def says_at_least(found: Any, asked: Any, at: str = "") -> None:
    """Everything that was asked for is there; besides, only defaults may be."""
    if isinstance(asked, dict):
        for key, value in asked.items():
            if value is not None:
                assert key in found, f"{at}.{key}"
                says_at_least(found[key], value, f"{at}.{key}")
    elif isinstance(asked, list):
        assert len(found) == len(asked), at
        for n, (one, other) in enumerate(zip(found, asked, strict=True)):
            says_at_least(one, other, f"{at}.{n}")
    else:
        assert found == asked, at


def test_every_ready_schema_is_kept_as_it_is_and_can_be_copied(boss: Caller) -> None:
    stage, other = stage_of(boss, "한빛데이터"), stage_of(boss, "두레데이터")
    ready = boss.get("/schemas/gallery")
    assert len(ready) >= 28
    for number, one in enumerate(ready, 1):
        definition = kept(boss, stage, one["definition"])
        says_at_least(definition, one["definition"], one["id"])
        # What the server gives is taken again without a change: another project copies it so.
        assert kept(boss, other, definition) == definition
        assert boss.get(stage)["schema_version"] == number


@pytest.mark.parametrize(
    ("form", "text", "modality", "kinds"),
    [
        ("label_studio", LABEL_STUDIO, "picture", ["box", "polygon", "class"]),
        ("label_studio", LABEL_STUDIO_TEXT, "text", ["span"]),
        ("cvat", CVAT, "picture", ["box", "polygon"]),
    ],
)
def test_labels_of_other_programs_become_a_schema_that_is_kept(
    boss: Caller, form: str, text: str, modality: str, kinds: list[str]
) -> None:
    converted = boss.post("/schemas/convert", {"format": form, "text": text}, status=200)
    definition = kept(boss, stage_of(boss, "한빛데이터"), converted["definition"])
    assert definition["modality"] == modality
    assert sorted(label["kind"] for label in definition["labels"]) == sorted(kinds)
    assert all(note["code"] and note["detail"].endswith(".") for note in converted["notes"])


def test_what_is_no_configuration_is_refused_with_a_reason(boss: Caller) -> None:
    for form, text in (
        ("label_studio", "<View><Image"),
        ("label_studio", "<View/>"),
        ("cvat", "{"),
        ("cvat", "[]"),
        ("cvat", '[{"name": 7}]'),
    ):
        refused = boss.post("/schemas/convert", {"format": form, "text": text}, status=422)
        assert refused["code"] != "malformed", (form, text)
        assert refused["detail"]
    boss.post("/schemas/convert", {"format": "cvat", "text": "x" * 500_001}, status=422)
    boss.post("/schemas/convert", {"format": "yaml", "text": "x"}, status=422)
