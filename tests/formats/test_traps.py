"""The traps of data formats, each driven through import, work and release.

What other tools get wrong: pictures without labels that vanish, names that lead nowhere, archives
"with images" that have none, boxes that lose their turn, frames that begin at another number.
"""

from __future__ import annotations

import io
import json
import unicodedata
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from PIL import Image

from tests.api.conftest import Web
from tests.assets.drawn import drawing, encoded, place
from tests.journeys.trips import Set, Thing, Trips, archive, films, label, pictures

HELD = {"kind": "box", "class": "box-가", "x": 10, "y": 20, "width": 30, "height": 40}


@pytest.fixture
def trips(database: object, worker: Callable[[], int]) -> Trips:
    return Trips(Web(worker))


def png(seed: int) -> bytes:
    return encoded("PNG", drawing(640, 480, seed=seed))


def boxes_of(*things: Thing) -> Set:
    return Set("picture", [label("box")], things)


def lines(*rows: dict[str, Any]) -> bytes:
    return "\n".join(json.dumps(row, ensure_ascii=False) for row in rows).encode()


def packed(files: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archived:
        for name, content in files.items():
            archived.writestr(name, content)
    return out.getvalue()


def unpacked(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as archived:
        assert archived.testzip() is None
        return {name: archived.read(name) for name in archived.namelist()}


def brought(trips: Trips, of: Set, files: dict[str, bytes]) -> tuple[int, dict[str, Any]]:
    """A stage with what was brought, and the batch."""
    stage = trips.stage(of)
    return stage, trips.bring(stage, "a.zip", packed(files))


def labelled(name: str, *marks: dict[str, Any]) -> dict[str, Any]:
    told = [{"id": f"m{at}", "name": "box"} | one for at, one in enumerate(marks)]
    return {"name": name, "path": name, "labels": {"modality": "picture", "annotations": told}}


def test_pictures_are_kept_and_named_as_they_lie(trips: Trips) -> None:
    """Unlabelled pictures are kept; `file_name` is relative to the archive; "with images" holds
    them; two files of one name lie in their folders."""
    of = boxes_of()
    files = {"가/1.png": png(1), "나/1.png": png(2), "빈.png": png(3)}
    rows = lines(labelled("가/1.png", HELD), labelled("나/1.png", HELD | {"x": 99}))
    stage, batch = brought(trips, of, files | {"a.jsonl": rows})
    assert (batch["state"], batch["taken"], batch["refused"]) == ("imported", 3, 0)
    trips.work(stage, of)
    made = trips.release(stage, "coco", "voc", "yolo", "jsonl", "csv", "cvat")
    held = unpacked(made["coco"])
    told = json.loads(held["annotations.json"])
    assert len(told["images"]) == 3
    for image in told["images"]:
        with Image.open(io.BytesIO(held[image["file_name"]])) as shown:
            assert shown.size == (image["width"], image["height"])
    at = {one["id"]: one["file_name"] for one in told["images"]}
    places = {at[one["image_id"]]: one["bbox"][0] for one in told["annotations"]}
    assert places == {"images/가/1.png": 10, "images/나/1.png": 99}
    for format, content in made.items():
        found = unpacked(content)
        assert sum(name.endswith(".png") for name in found) == 3, format
        assert set(files.values()) <= set(found.values()), format
    assert len(unpacked(made["jsonl"])["annotations.jsonl"].splitlines()) == 3
    empty = [name for name in unpacked(made["yolo"]) if name.endswith("빈.txt")]
    assert [unpacked(made["yolo"])[name] for name in empty] == [b""], "an empty file is a negative"
    assert "Annotations/빈.xml" in unpacked(made["voc"])


def test_a_turned_box_is_not_flattened_in_silence(trips: Trips) -> None:
    of = pictures()
    turned = [one for one in of.things if one.marks and one.marks[0]["kind"] == "rotated_box"]
    alone = Set("picture", [label("rotated_box")], tuple(turned))
    facts = {turned[0].key: {"width": 640, "height": 480}}
    stage = trips.stage(alone)
    trips.bring(stage, "a.zip", archive(alone, "jsonl", facts))
    trips.work(stage, alone)
    asked = {"stage_id": stage, "version": "9.0", "format": "coco"}
    release = trips.post(f"{trips.home}/releases", 202, **asked)["id"]
    trips.web.work()
    (mark,) = json.loads(trips.download(release))["annotations"]
    assert len(mark["segmentation"][0]) == 8, "the outline of its four corners"
    assert mark["bbox"][2:] != [90, 40]
    manifest = trips.boss.http.get(f"{trips.home}/releases/{release}").json()["manifest"]
    assert [(one["code"], one["count"]) for one in manifest["notes"]] == [("other_shape", 1)]
    (xml,) = trips.release(stage, "cvat", media=False).values()
    box = ElementTree.fromstring(xml).find("image/box")
    assert box is not None
    assert float(box.get("rotation", 0)) == pytest.approx(30)


def test_coordinates_are_those_of_the_picture_as_shown(trips: Trips) -> None:
    """A photograph that lies on its side: 640 by 480 pixels, shown as 480 by 640."""
    of = boxes_of()
    lying = encoded("JPEG", drawing(640, 480), exif=place(6))
    beyond = HELD | {"x": 500, "y": 100}  # in the bytes' own pixels, past the edge of what is shown
    rows = lines(labelled("가.jpg", HELD | {"x": 400, "y": 590}, beyond))
    stage, batch = brought(trips, of, {"가.jpg": lying, "a.jsonl": rows})
    told = trips.boss.http.get(f"{trips.home}/batches/{batch['id']}/refusals").json()["items"]
    assert (batch["taken"], [one["code"] for one in told]) == (1, ["past_edge"])
    trips.work(stage, of)
    held = unpacked(trips.release(stage, "coco")["coco"])
    told = json.loads(held["annotations.json"])
    (image,) = told["images"]
    assert (image["width"], image["height"]) == (480, 640)
    with Image.open(io.BytesIO(held[image["file_name"]])) as shown:
        assert shown.size == (480, 640)
        assert not shown.getexif()
    assert [one["bbox"] for one in told["annotations"]] == [[400, 590, 30, 40]]


def test_frames_count_from_where_each_format_counts(trips: Trips, tmp_path: Path) -> None:
    """CVAT from 0, MOT from 1; a track of CVAT ends with a frame that is `outside`."""
    whole = films(tmp_path)
    film = next(one for one in whole.things if one.marks and one.marks[0]["kind"] == "box_track")
    of = Set("video", [label("box_track")], (film,))
    facts: dict[str, dict[str, Any]] = {film.key: {}}
    stage = trips.stage(of)
    batch = trips.bring(stage, "a.zip", archive(of, "jsonl", facts))
    assert batch["state"] == "imported", batch
    trips.work(stage, of)
    made = trips.release(stage, "cvat_video", "mot", "jsonl", media=False)
    (xml,) = (one for name, one in unpacked(made["cvat_video"]).items() if name.endswith(".xml"))
    (track,) = ElementTree.fromstring(xml).iter("track")
    frames = {int(one.get("frame", -1)): one.get("outside") for one in track}
    assert (min(frames), max(frames), frames[30], frames[29]) == (0, 30, "1", "0")
    (gt,) = (one for name, one in unpacked(made["mot"]).items() if name.endswith("gt.txt"))
    seen = [int(row.split(b",")[0]) for row in gt.splitlines()]
    assert (min(seen), max(seen)) == (1, 30), "29 in CVAT is 30 in MOT"
    for format in ("cvat_video", "mot"):
        again = trips.stage(of)
        batch = trips.bring(again, "b.zip", trips.release(stage, format)[format])
        assert (batch["state"], batch["refused"]) == ("imported", 0), batch
        ((mark,),) = trips.taken(again)[0].values()
        begins = [(one["frame"], one.get("outside", False)) for one in mark["keyframes"]]
        assert (begins[0], begins[-1]) == ((0, False), (30, True)), format


def test_korean_names_of_a_mac_are_composed(trips: Trips) -> None:
    """A folder and its manifest in decomposed form, one of them alone, find each other."""
    of = boxes_of()
    apart = unicodedata.normalize("NFD", "혈액/세포.png")
    rows = lines(labelled("혈액/세포.png", HELD))
    stage, batch = brought(trips, of, {apart: png(1), "a.jsonl": rows})
    assert (batch["taken"], batch["refused"]) == (1, 0), batch
    trips.work(stage, of)
    for format, content in trips.release(stage, "coco", "voc", "jsonl").items():
        names = list(unpacked(content))
        assert any(name.endswith("혈액/세포.png") for name in names), (format, names)
        assert all(unicodedata.is_normalized("NFC", name) for name in names)


def test_category_ids_stay(trips: Trips) -> None:
    """Another class, in front, changes no number that a release has given."""
    of = boxes_of()
    stage, _ = brought(trips, of, {"1.png": png(1), "a.jsonl": lines(labelled("1.png", HELD))})
    trips.work(stage, of)

    def numbers() -> dict[str, int]:
        (content,) = trips.release(stage, "coco", media=False).values()
        return {one["name"]: one["id"] for one in json.loads(content)["categories"]}

    before = numbers()
    more = label("box")
    more["classes"] = [{"id": "aaa"}, *reversed(more["classes"])]
    trips.post(
        f"{trips.home}/stages/{stage}/schemas",
        definition={"modality": "picture", "labels": [more]},
    )
    after = numbers()
    assert {name: after[name] for name in before} == before
    assert after["aaa"] == max(after.values())


def test_what_cannot_be_drawn_is_refused_by_itself(trips: Trips) -> None:
    """Boxes without area, boxes past the edge; a row without its picture. The rest comes."""
    of = boxes_of()
    rows = lines(
        labelled("1.png", HELD, HELD | {"width": 0}, HELD | {"x": 630}, HELD | {"x": -1}),
        labelled("gone.png", HELD),
        labelled("2.png", HELD),
    )
    stage, batch = brought(trips, of, {"1.png": png(1), "2.png": png(2), "a.jsonl": rows})
    assert (batch["state"], batch["taken"]) == ("imported", 2)
    told = trips.boss.http.get(f"{trips.home}/batches/{batch['id']}/refusals").json()["items"]
    assert sorted((one["grade"], one["code"], one["place"]) for one in told) == [
        ("annotation", "past_edge", "a.jsonl, line 1"),
        ("annotation", "past_edge", "a.jsonl, line 1"),
        ("annotation", "zero_area", "a.jsonl, line 1"),
        ("item", "no_media", "a.jsonl, line 2"),
    ]
    trips.work(stage, of)
    (content,) = trips.release(stage, "coco", media=False).values()
    assert [one["bbox"] for one in json.loads(content)["annotations"]] == [[10, 20, 30, 40]] * 2


def test_empty_spans_are_refused_by_themselves(trips: Trips) -> None:
    of = Set("text", [label("span")], ())
    span = {"kind": "span", "name": "span", "class": "span-가", "part": "text"}
    marks = [
        span | {"id": "a", "start": 0, "end": 2},
        span | {"id": "b", "start": 3, "end": 3},
        span | {"id": "c", "start": 4, "end": 99},
    ]
    row = {"name": "말", "text": "가나 다라", "labels": {"modality": "text", "annotations": marks}}
    stage = trips.stage(of)
    batch = trips.bring(stage, "a.jsonl", lines(row))
    assert (batch["state"], batch["taken"]) == ("imported", 1)
    told = trips.boss.http.get(f"{trips.home}/batches/{batch['id']}/refusals").json()["items"]
    assert [one["grade"] for one in told] == ["annotation", "annotation"]
    trips.work(stage, of)
    (content,) = trips.release(stage, "doccano", media=False).values()
    assert json.loads(content)["label"] == [[0, 2, "span-가"]]


def test_what_breaks_in_the_middle_is_named_and_nothing_is_half_made(trips: Trips) -> None:
    """A picture in the middle of an archive is damaged: it is named, the others are whole. Brought
    again, nothing is there twice."""
    of = boxes_of()
    files = {f"{at}.png": png(at) for at in range(6)}
    stage = trips.stage(of)
    whole = packed(files)
    broken = bytearray(whole)
    at = whole.index(files["4.png"])
    broken[at : at + len(files["4.png"])] = bytes(len(files["4.png"]))
    batch = trips.bring(stage, "a.zip", bytes(broken))
    items = trips.boss.http.get(f"{trips.home}/items", params={"stage_id": stage}).json()["items"]
    told = trips.boss.http.get(f"{trips.home}/batches/{batch['id']}/refusals").json()["items"]
    assert len(items) == batch["taken"]
    assert batch["taken"] == 5
    assert [one["name"] for one in told] == ["4.png"], "it says which row failed"
    again = trips.bring(stage, "a.zip", whole)
    items = trips.boss.http.get(f"{trips.home}/items", params={"stage_id": stage}).json()["items"]
    assert sorted(one["name"] for one in items) == sorted(files), again
