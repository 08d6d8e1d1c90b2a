"""Label files as a buyer lays them out: the families, mappings, what a schema asks."""

import json
import unicodedata
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest

from app.formats.record import Record
from app.formats.template import (
    FAMILIES,
    FIELDS,
    Template,
    TemplateRefused,
    TemplateUnfit,
    parse_template,
    proposed,
    template_json,
    write,
)
from app.formats.writing import Asked, Category, Notes

GOLDEN = Path(__file__).parent / "golden" / "templates"
CELLS = {
    "name": "cells",
    "kind": "box",
    "classes": [{"id": "RBC", "ko": "적혈구"}, {"id": "WBC", "ko": "백혈구", "en": "White"}],
}
VIEW = {"name": "view", "kind": "class", "classes": [{"id": "good", "ko": "좋음"}, {"id": "odd"}]}
TALK = {
    "name": "talk",
    "kind": "segment",
    "classes": [{"id": "speech"}],
    "texts": [{"name": "stt"}, {"name": "note"}],
}
CATEGORIES = [Category(1, "RBC", "cells"), Category(2, "WBC", "cells")]


def box(number: int, of: str = "RBC", **more: Any) -> dict[str, Any]:
    sides = {"x": 1.5 * number, "y": 2, "width": 10.25, "height": 20}
    return {"id": f"a{number}", "name": "cells", "kind": "box", "class": of, **sides, **more}


def picture(*marks: dict[str, Any], name: str = "혈액/1.jpg", **more: Any) -> Record:
    return Record(
        name,
        media=f"원천데이터/{name}",
        width=640,
        height=480,
        annotations=list(marks),
        number=12,
        **more,
    )


OUTLINE = {
    "id": "p",
    "name": "cells",
    "kind": "polygon",
    "class": "WBC",
    "points": [[0, 0], [10, 0], [10, 5]],
}
LOOK = {"id": "v", "name": "view", "kind": "class", "classes": ["good", "odd"]}
SPOKEN = Record(
    "서울/가 1.wav",
    media="원천데이터/서울/가 1.wav",
    facts={"modality": "sound", "length": 3_520, "channels": 1, "rate": 16_000},
    annotations=[
        {"id": "2", "name": "talk", "kind": "segment", "class": "speech", "start": 2_000,
         "end": 3_000, "texts": {"stt": "반갑습니다"}},
        {"id": "1", "name": "talk", "kind": "segment", "class": "speech", "start": 100,
         "end": 1_900, "texts": {"stt": "안녕하세요", "note": "작게"}},
    ],
    meta={
        "speaker": "P-7KQ",
        "profile": {"age": "30", "sex": "female", "lives": "seoul", "device": "phone"},
        "topic": "인사",
        "environment": "실내",
    },
    number=3,
)  # fmt: skip
GIVEN = {
    "trio": [picture(box(1), box(2, "WBC"), OUTLINE, LOOK, meta={"date": "2026-11-28"}),
             picture(name="empty.png")],
    "speech": [SPOKEN],
    "coco_object": [picture(box(1, attributes={"torn": True}), OUTLINE), picture(name="none.png")],
}  # fmt: skip


def written(records: list[Record], template: Template) -> tuple[dict[str, Any], Notes]:
    notes = Notes()
    asked = Asked(CATEGORIES, [CELLS, VIEW, TALK], {"version": "1.0"}, template)
    return {one.name: json.loads(one.whole()) for one in write(records, asked, notes)}, notes


def made(**definition: Any) -> Template:
    return parse_template(definition)


@pytest.mark.parametrize("name", FAMILIES)
def test_golden(name: str) -> None:
    family = FAMILIES[name]
    files, notes = written(GIVEN[name], family.template)
    told = json.dumps(files, ensure_ascii=False, indent=1, sort_keys=True) + "\n"
    assert told == (GOLDEN / f"{name}.json").read_text(encoding="utf-8")
    assert notes.rows() == []
    # by another door: the schema is plain JSON Schema
    for document in files.values():
        jsonschema_rs.Draft202012Validator(family.template.schema_ or {}).validate(document)


@pytest.mark.parametrize("name", FAMILIES)
def test_a_family_comes_back_as_it_is(name: str) -> None:
    template = FAMILIES[name].template
    assert parse_template(json.loads(json.dumps(template_json(template)))) == template


def test_pictures_without_objects_have_their_file() -> None:
    for name in ("trio", "coco_object"):
        files, _ = written(GIVEN[name], FAMILIES[name].template)
        assert any(file.endswith(("empty.json", "none.json")) for file in files)


def test_names_are_composed_and_stems_are_their_own() -> None:
    template = FAMILIES["trio"].template
    apart = unicodedata.normalize("NFD", "혈액/1.jpg")
    files, _ = written(
        [picture(name=apart), picture(name="a.jpg"), picture(name="a.png")], template
    )
    assert list(files) == [
        "라벨링데이터/혈액/1.json",
        "라벨링데이터/a.json",
        "라벨링데이터/a.png.json",
    ]
    assert {one["source_data_info"]["source_data_ID"] for one in files.values()} == {
        "1",
        "a",
        "a.png",
    }


def test_what_does_not_fit_is_named() -> None:
    template = FAMILIES["speech"].template
    silent = Record("b.wav", facts={"modality": "sound", "length": 0}, annotations=[], number=4)
    with pytest.raises(TemplateUnfit) as caught:
        written([SPOKEN, silent, silent], template)
    files = caught.value.extra["files"]
    assert [one["file"] for one in files] == ["라벨링데이터/b.json", "라벨링데이터/b.wav.json"]
    assert files[0]["faults"] == [
        {
            "path": "발화정보.recrdTime",
            "rule": "exclusiveMinimum",
            "detail": "0.0 is less than or equal to the minimum of 0",
        }
    ]
    assert "라벨링데이터/b.json" in caught.value.detail
    assert "발화정보.recrdTime" in caught.value.detail


def test_a_mapping_says_words_types_and_what_is_not_known() -> None:
    template = made(
        lists=[{"at": "people", "of": "speakers"}, {"at": "chosen", "of": "choices"}],
        rows=[
            {"to": "camera", "from": "item.meta.camera.name", "default": "모름"},
            {"to": "sex", "from": "item.meta.profile.sex", "words": {"female": "F"}},
            {"to": "gone", "from": "item.meta.nothing", "optional": True},
            {"to": "width", "from": "item.width", "as": "text"},
            {"to": "exposure", "from": "item.meta.exposure", "as": "integer"},
            {"to": "flash", "from": "item.meta.flash", "as": "boolean"},
            {"to": "deep.value", "value": [1, 2]},
            {"to": "people[]", "from": "speaker.id"},
            {"to": "chosen[].of", "from": "annotation.label"},
            {"to": "chosen[].what", "from": "annotation.class_ko"},
            {"to": "view", "from": "item.classes.view"},
        ],
    )
    meta = {
        "profile": {"sex": "female"},
        "exposure": "2.6",
        "flash": "yes",
        "speakers": [{"speaker": "P-1"}, {"speaker": "P-2"}],
    }
    (document,) = written([picture(box(1), LOOK, meta=meta)], template)[0].values()
    assert document == {
        "camera": "모름",
        "sex": "F",
        "width": "640",
        "exposure": 3,
        "flash": True,
        "deep": {"value": [1, 2]},
        "people": ["P-1", "P-2"],
        "chosen": [
            {"of": "cells", "what": "적혈구"},
            {"of": "view", "what": "좋음"},
            {"of": "view", "what": "odd"},
        ],
        "view": ["good", "odd"],
    }


def test_what_has_no_place_is_counted() -> None:
    template = made(
        lists=[{"at": "boxes", "kinds": ["box"]}],
        rows=[{"to": "boxes[].at", "from": "annotation.box"}],
    )
    files, notes = written([picture(box(1), OUTLINE, LOOK)], template)
    assert files["라벨링데이터/혈액/1.json"] == {"boxes": [{"at": [1.5, 2, 10.25, 20]}]}
    assert {(row["code"], row["about"]) for row in notes.rows()} == {
        ("left_out", "cells"),
        ("left_out", "view"),
    }


@pytest.mark.parametrize("field", FIELDS)
def test_every_field_can_be_written_of_anything(field: str) -> None:
    name = field.replace("*", "nothing")
    template = made(per="annotation", rows=[{"to": "value", "from": name}])
    texts = Record(
        "t.txt",
        document={"parts": [{"id": "text", "role": None, "text": "가나다라"}]},
        annotations=[{"id": "s", "name": "who", "kind": "span", "class": "PS", "part": "text",
                      "start": 1, "end": 3}],
    )  # fmt: skip
    film = Record(
        "v.mp4",
        facts={"modality": "video", "length": 40, "width": 640, "height": 480, "rate": [30, 1]},
        annotations=[{"id": "k", "name": "cars", "kind": "box_track", "class": "car",
                      "keyframes": []}],
    )  # fmt: skip
    given = [*GIVEN["trio"], SPOKEN, texts, film, Record("n.jpg")]
    assert len(written(given, template)[0]) == 10


def test_a_span_says_its_text() -> None:
    template = made(
        lists=[{"at": "spans", "kinds": ["span"]}],
        rows=[{"to": "spans[]", "from": "annotation.text"}, {"to": "whole", "from": "item.text"}],
    )
    text = Record(
        "t.txt",
        document={"parts": [{"id": "text", "role": None, "text": "😀나다라"}]},
        annotations=[{"id": "s", "name": "w", "kind": "span", "class": "PS", "part": "text",
                      "start": 1, "end": 3}],
    )  # fmt: skip
    (document,) = written([text], template)[0].values()
    assert document == {"whole": "😀나다라", "spans": ["나다"]}


ROW = {"to": "a", "from": "item.name"}


@pytest.mark.parametrize(
    ("definition", "said"),
    [
        ({"rows": []}, "at least 1"),
        ({"rows": [ROW], "extra": 1}, "not permitted"),
        ({"rows": [ROW, ROW]}, "there twice"),
        ({"rows": [ROW, {"to": "a.b", "value": 1}]}, "lies inside"),
        ({"rows": [{"to": "a.b", "value": 1}, ROW]}, "holds others"),
        ({"rows": [{"to": "a[].b", "from": "annotation.class"}]}, "none of the lists"),
        ({"rows": [{"to": "a.b", "from": "annotation.class"}]}, "of one annotation"),
        ({"rows": [{"to": "a", "from": "item.colour"}]}, "no field of ours"),
        ({"rows": [{"to": "a..b", "value": 1}]}, "no path"),
        ({"rows": [{"to": ".".join("a" * 13), "value": 1}]}, "no path"),
        (
            {"lists": [{"at": "a"}], "rows": [{"to": "a[].b[].c", "from": "annotation.id"}]},
            "list in a list",
        ),
        ({"lists": [{"at": "a"}, {"at": "a"}], "rows": [{"to": "b", "value": 1}]}, "there twice"),
        ({"rows": [ROW], "schema": {"type": "thing"}}, "no JSON Schema"),
        ({"rows": [ROW], "schema": {"$ref": "http://127.0.0.1:9/x"}}, "Retrieval is disabled"),
        ({"rows": [ROW], "schema": {"$ref": "file:///etc/passwd"}}, "Retrieval is disabled"),
        ({"rows": [ROW], "schema": {"pattern": "(?<=a)b"}}, "no JSON Schema"),
        ({"rows": [ROW], "schema": {"description": "x" * 300_000}}, "over 256 kB"),
    ],
)
def test_what_cannot_be_a_template_is_refused(definition: dict[str, Any], said: str) -> None:
    with pytest.raises(TemplateRefused) as caught:
        parse_template(definition)
    told = json.dumps([caught.value.detail, caught.value.extra["errors"]], ensure_ascii=False)
    assert said in told


@pytest.mark.parametrize("name", FAMILIES)
def test_a_proposed_schema_takes_what_is_written(name: str) -> None:
    template = FAMILIES[name].template
    schema = proposed(template)
    checker = jsonschema_rs.Draft202012Validator(schema)
    for document in written(GIVEN[name], template)[0].values():
        checker.validate(document)
    assert not checker.is_valid({})


def test_a_pattern_takes_no_longer_than_its_text() -> None:
    template = made(rows=[ROW], schema={"properties": {"a": {"pattern": "^(a+)+$"}}})
    with pytest.raises(TemplateUnfit):
        written([picture(name="a" * 400 + "!.jpg")], template)
