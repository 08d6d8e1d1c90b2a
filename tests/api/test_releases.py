"""From accepted answers to a file that others read, through HTTP."""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from pycocotools.coco import COCO
from sqlalchemy import text
from sqlalchemy.exc import ProgrammingError

from app.core.database import transaction
from app.formats import coco, jsonl, voc
from app.releases import building, reading
from app.workers.releases import end_lost_releases
from app.workflow.opening import open_chunk
from tests.api.conftest import Web
from tests.api.desk import Desk, packed
from tests.assets.drawn import drawing, encoded, place
from tests.factories import boxes
from tests.formats.sources import Files, split

PLAIN = {"overlap": 1, "inspect1": "none", "inspect2": "none"}


def empty() -> dict[str, Any]:
    return {"modality": "picture", "annotations": []}


class Set:
    """A small set of pictures that was worked on."""

    def __init__(self, web: Web, **stage: Any) -> None:
        self.desk = Desk(web, **(PLAIN | stage))
        self.place = self.desk.place
        self.http, self.home = self.desk.http, self.desk.home
        files = {
            "가/1.jpg": encoded("JPEG", drawing(640, 480), exif=place()),
            "나/1.jpg": encoded("JPEG", drawing(640, 480, seed=1)),
            "empty.png": encoded("PNG", drawing(640, 480, seed=2)),
            "out.png": encoded("PNG", drawing(640, 480, seed=3)),
            "new.png": encoded("PNG", drawing(640, 480, seed=4)),
            "moving.gif": encoded("GIF", drawing(640, 480, seed=5)),
        }
        self.files = files
        self.desk.import_("사진.zip", packed(files))
        self.ids = {item["name"]: item["id"] for item in self.desk.items()}
        open_chunk(self.place.project_id, self.place.stage_id, None, priority=0, by=None)
        self.worker = self.place.person("worker")

    def answer(self, answers: dict[str, Any]) -> None:
        """Hand in an answer for each picture that has one here."""
        for lease in self.place.claim(self.worker, count=len(self.ids)):
            task = self.place.assignment(lease).task_id
            ((item,),) = self.place.rows(
                f"SELECT i.name FROM task t JOIN item i ON i.id = t.item_id WHERE t.id = {task}"
                " AND t.project_id = :p"
            )
            if item in answers:
                self.place.submit(self.worker, lease, answers[item])

    def ask(self, version: str, format: str = "coco", **fields: Any) -> Any:
        body = {"version": version, "stage_id": self.place.stage_id, "format": format}
        return self.http.post(f"{self.home}/releases", json=body | fields)

    def make(self, version: str, format: str = "coco", **fields: Any) -> dict[str, Any]:
        answer = self.ask(version, format, **fields)
        assert answer.status_code == 202, answer.text
        self.desk.web.work()
        return dict(self.http.get(f"{self.home}/releases/{answer.json()['id']}").json())

    def download(self, release: dict[str, Any]) -> bytes:
        told = self.http.get(f"{self.home}/releases/{release['id']}/download").json()
        stranger = self.desk.web.stranger().http
        served = stranger.get(f"http://testserver{told['url']}")
        assert served.headers["content-disposition"].startswith("attachment")
        assert len(served.content) == told["bytes"] == release["bytes"]
        assert hashlib.sha256(served.content).hexdigest() == release["sha256"]
        rest = stranger.get(f"http://testserver{told['url']}", headers={"Range": "bytes=7-"})
        assert rest.content == served.content[7:]
        return bytes(served.content)


@pytest.fixture
def made(web: Web) -> Set:
    """Four answers, of which one picture is excluded afterwards."""
    made = Set(web)
    made.answer(
        {
            "가/1.jpg": boxes(10.25, 100.5),
            "나/1.jpg": boxes(0.1),
            "empty.png": empty(),
            "out.png": boxes(5.0),
            "moving.gif": boxes(7.0),
        }
    )
    out = made.http.post(
        f"{made.home}/items/{made.ids['out.png']}/exclude", json={"reason": "rights"}
    )
    assert out.status_code == 200, out.text
    return made


def test_coco_with_pictures_reads_back(made: Set, tmp_path: Path) -> None:
    release = made.make("1.0", "coco", media=True)
    assert (release["state"], release["items"], release["problem"]) == ("ready", 4, None)
    archive = zipfile.ZipFile(io.BytesIO(made.download(release)))
    assert archive.testzip() is None
    archive.extractall(tmp_path)
    gif = f"images/moving.gif.{made.ids['moving.gif']}.png"
    pictures = {"images/가/1.jpg", "images/나/1.jpg", "images/empty.png", gif}
    assert set(archive.namelist()) == pictures | {"annotations.json", "manifest.jsonl"}
    read = COCO(str(tmp_path / "annotations.json"))
    by_name = {}
    for image in read.loadImgs(read.getImgIds()):
        with Image.open(tmp_path / image["file_name"]) as shown:
            assert shown.size == (image["width"], image["height"])
            assert not shown.getexif()
        by_name[image["file_name"]] = [
            one["bbox"] for one in read.loadAnns(read.getAnnIds(imgIds=image["id"]))
        ]
        assert image["id"] in made.ids.values()
    assert by_name == {
        "images/가/1.jpg": [[10.25, 10, 20, 30], [100.5, 10, 20, 30]],
        "images/나/1.jpg": [[0.1, 10, 20, 30]],
        "images/empty.png": [],
        gif: [[7.0, 10, 20, 30]],
    }
    # what had nothing to hide is the file that came
    assert (tmp_path / "images/나/1.jpg").read_bytes() == made.files["나/1.jpg"]
    # each file has its checksum, in the archive and in the release
    listed = [json.loads(line) for line in archive.read("manifest.jsonl").splitlines()]
    assert {one["path"] for one in listed} == pictures | {"annotations.json"}
    for one in listed:
        content = archive.read(one["path"])
        assert (len(content), hashlib.sha256(content).hexdigest()) == (one["bytes"], one["sha256"])
    assert release["manifest"]["files"][:-1] == listed
    assert release["manifest"]["categories"] == [
        {"id": 1, "name": "RBC", "supercategory": "cells"},
        {"id": 2, "name": "WBC", "supercategory": "cells"},
    ]
    assert set(read.getCatIds()) == {1, 2}


def test_each_format_goes_back_in(made: Set) -> None:
    whole = made.download(made.make("a", "coco"))
    assert {image["file_name"] for image in json.loads(whole)["images"]} == {
        "가/1.jpg",
        "나/1.jpg",
        "empty.png",
        "moving.gif",
    }
    seen = {}
    for format, reader in (("coco", coco), ("voc", voc), ("jsonl", jsonl)):
        archive = zipfile.ZipFile(
            io.BytesIO(made.download(made.make(f"b-{format}", format, media=True)))
        )
        files = {name: archive.read(name) for name in archive.namelist() if "manifest" not in name}
        records, refused = split(reader.read(Files(files)))
        assert refused == []
        seen[format] = {
            Path(record.media or "").name: [
                (one["class"], one["x"], one["y"], one["width"], one["height"])
                for one in record.annotations or ()
            ]
            for record in records
        }
        assert len(records) == 4
        if format == "jsonl":
            (answer,) = (records[0].provenance or {})["answers"]
            assert answer["by"].strip()
            assert answer["corrected_by"] is None
            assert answer["schema_version"] == 1
    assert seen["coco"] == seen["jsonl"]
    for name, found in seen["voc"].items():
        for ours, theirs in zip(found, seen["coco"][name], strict=True):
            assert ours[1:] == pytest.approx(theirs[1:], abs=1e-9)


def test_only_what_is_accepted_judged_and_not_surplus_goes_out(web: Web) -> None:
    made = Set(web, inspect1="all")
    names = sorted(made.ids)[:4]
    made.answer({name: boxes(10.0) for name in names})
    assert made.make("early")["problem"].startswith("No item of this stage")
    inspector = made.place.person("primary_inspector")
    leases = made.place.claim(inspector, level=1, count=4)
    for lease, verdict in zip(leases, ("approve", "fix", "return"), strict=False):
        made.place.decide(inspector, lease, verdict)
    # the fourth is accepted by the clock: paid, not judged
    with transaction() as s:
        s.execute(
            text(
                """UPDATE assignment SET state = 'accepted', judged = false
                   WHERE level = 0 AND state = 'submitted'"""
            )
        )
    release = made.make("1", "jsonl")
    records, _ = split(jsonl.read_lines(made.download(release).splitlines(keepends=True)))
    assert len(records) == 2
    assert [one["x"] for record in records for one in record.annotations or ()] == [10.0, 11.0]
    fixed = (records[1].provenance or {})["answers"][0]
    assert fixed["corrected_by"] not in (None, fixed["by"])


def test_what_is_released_is_marked_and_stays(made: Set) -> None:
    release = made.make("1.0")
    states = {item["name"]: item["state"] for item in made.desk.items()}
    assert states == {
        "가/1.jpg": "released",
        "나/1.jpg": "released",
        "empty.png": "released",
        "moving.gif": "released",
        "out.png": "excluded",
        "new.png": "in_work",
    }
    where = f"{made.home}/items/{made.ids['empty.png']}"
    assert made.http.get(where).json()["history"][-1]["target"] == "released"
    refused = made.http.post(f"{where}/exclude", json={"reason": "other"})
    assert refused.status_code == 409
    for change in (
        "UPDATE release SET sha256 = 'x'",
        "UPDATE release SET manifest = '{}'",
        "DELETE FROM release",
        "DELETE FROM release_item",
        "UPDATE release_item SET submission_ids = '{}'",
    ):
        with pytest.raises(ProgrammingError), transaction() as s:
            s.execute(text(change))
    # a later release of the same answers has the same boxes and ids
    again = made.make("1.1")
    first, second = (json.loads(made.download(one)) for one in (release, again))
    assert first | {"info": 0} == second | {"info": 0}


def test_a_release_is_asked_for_once(made: Set) -> None:
    first = made.ask("1.0")
    again = made.ask("1.0")
    assert (first.status_code, again.status_code) == (202, 200)
    assert first.json()["id"] == again.json()["id"]
    other = made.ask("1.0", "voc")
    assert (other.status_code, other.json()["code"]) == (409, "version_taken")
    waiting = made.http.get(f"{made.home}/releases/{first.json()['id']}/download")
    assert (waiting.status_code, waiting.json()["code"]) == (409, "release_not_ready")
    made.desk.web.work()
    listed = made.http.get(f"{made.home}/releases").json()["items"]
    assert [(one["version"], one["state"]) for one in listed] == [("1.0", "ready")]
    assert "manifest" not in listed[0]


@pytest.mark.parametrize(
    "absurd",
    [
        {"version": ""},
        {"version": "a/b"},
        {"version": "../x"},
        {"version": "x" * 41},
        {"format": "exe"},
        {"stage_id": 0},
        {"media": "some"},
        {"extra": 1},
    ],
)
def test_absurd_requests_are_refused(web: Web, absurd: dict[str, Any]) -> None:
    desk = Desk(web)
    body = {"version": "1", "stage_id": desk.place.stage_id, "format": "coco"} | absurd
    assert desk.http.post(f"{desk.home}/releases", json=body).status_code == 422
    body = {"version": "1", "stage_id": 99_999, "format": "coco"}
    assert desk.http.post(f"{desk.home}/releases", json=body).status_code == 404


def test_a_shut_release_is_not_downloaded(made: Set) -> None:
    release = made.make("1.0")
    where = f"{made.home}/releases/{release['id']}"
    shut = made.http.post(f"{where}/close", json={"why": "한 분이 동의를 거두었습니다."})
    assert (shut.status_code, shut.json()["state"]) == (200, "closed")
    assert made.http.get(f"{where}/download").status_code == 409
    assert made.http.post(f"{where}/close", json={"why": "\0"}).status_code == 422
    assert made.http.post(f"{where}/close", json={"why": "again"}).status_code == 409
    assert made.http.post(f"{where}/reopen").json()["state"] == "ready"
    assert made.http.get(f"{where}/download").status_code == 200


def test_pictures_that_are_not_here_cannot_be_in_the_archive(web: Web) -> None:
    desk = Desk(web, **PLAIN)
    row = {"name": "a.jpg", "url": "https://x.test/a.jpg", "width": 640, "height": 480}
    desk.import_("m.jsonl", json.dumps(row).encode())
    open_chunk(desk.place.project_id, desk.place.stage_id, None, priority=0, by=None)
    worker = desk.place.person("worker")
    for lease in desk.place.claim(worker):
        desk.place.submit(worker, lease, boxes(1.0))
    body = {"version": "1", "stage_id": desk.place.stage_id, "format": "coco", "media": True}
    release = desk.http.post(f"{desk.home}/releases", json=body).json()
    desk.web.work()
    release = desk.http.get(f"{desk.home}/releases/{release['id']}").json()
    assert release["state"] == "failed"
    assert release["problem"].startswith("1 items are registered by address")
    assert desk.items()[0]["state"] == "accepted"


def test_a_build_that_broke_off_is_begun_again_with_the_same_answers(
    made: Set, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading, "STRETCH", 1)
    release = made.ask("1.0", "jsonl").json()
    plain = building.Builder._store

    def breaks(*_: Any) -> Any:
        raise ConnectionError

    monkeypatch.setattr(building.Builder, "_store", breaks)
    made.desk.web.work()
    # an item that is excluded meanwhile is in it all the same: the list is frozen
    out = made.http.post(
        f"{made.home}/items/{made.ids['empty.png']}/exclude", json={"reason": "other"}
    )
    assert out.status_code == 200
    monkeypatch.setattr(building.Builder, "_store", plain)
    with transaction() as s:
        s.execute(text("UPDATE chore SET run_after = now() WHERE kind = 'release'"))
    made.desk.web.work()
    built = made.http.get(f"{made.home}/releases/{release['id']}").json()
    assert (built["state"], built["items"]) == ("ready", 4)
    states = {item["name"]: item["state"] for item in made.desk.items()}
    assert (states["empty.png"], states["가/1.jpg"]) == ("excluded", "released")


def test_a_release_whose_chore_died_has_failed(made: Set) -> None:
    release = made.ask("1.0").json()
    with transaction() as s:
        s.execute(text("UPDATE chore SET state = 'dead', error = 'x' WHERE kind = 'release'"))
    end_lost_releases()
    end_lost_releases()
    failed = made.http.get(f"{made.home}/releases/{release['id']}").json()
    assert failed["state"] == "failed"


# --- shares ----------------------------------------------------------------------------------

HALVES = {"by": "speaker", "seed": 3, "shares": {"training": 60, "validation": 40}}


def say(made: Set, **speakers: Any) -> None:
    """Put into the items' meta who speaks there."""
    with transaction() as s:
        for name, speaker in speakers.items():
            key = "speakers" if isinstance(speaker, list) else "speaker"
            s.execute(
                text("UPDATE item SET meta = CAST(:meta AS jsonb) WHERE id = :id"),
                {"meta": json.dumps({key: speaker}), "id": made.ids[f"{name}.png"]},
            )


def spoken(web: Web) -> Set:
    made = Set(web)
    made.answer(dict.fromkeys(("empty.png", "out.png", "new.png"), boxes(1.0)))
    return made


@pytest.mark.parametrize("format", ["coco", "jsonl", "voc"])
def test_a_release_is_shared_out_by_who_speaks(web: Web, format: str) -> None:
    made = spoken(web)
    say(made, empty="매화-1", out="강물-2", new=[{"speaker": "매화-1"}, {"speaker": "보라-3"}])
    release = made.make("1.0", format, media=True, split=HALVES)
    assert (release["state"], release["split"]["seed"]) == ("ready", 3), release
    shares = release["manifest"]["split"]
    assert {name: (one["folder"], one["items"]) for name, one in shares.items()} == {
        "training": ("1.Training", 2),
        "validation": ("2.Validation", 1),
    }
    assert shares["training"]["speakers"] == ["매화-1", "보라-3"]
    archive = zipfile.ZipFile(io.BytesIO(made.download(release)))
    names = archive.namelist()
    pictures = {name for name in names if name.endswith(".png")}
    assert {name.split("/")[0] for name in names} == {
        "1.Training",
        "2.Validation",
        "manifest.jsonl",
    }
    assert {name.split("/", 1)[1].split("/")[1] for name in pictures if "1." in name} == {
        "empty.png",
        "new.png",
    }
    assert len(pictures) == 3
    # without the files it is an archive all the same
    plain = made.make("1.1", format, split=HALVES)
    assert zipfile.ZipFile(io.BytesIO(made.download(plain))).testzip() is None
    # the same again is the same release, with another seed it is none
    assert made.ask("1.0", format, media=True, split=HALVES).status_code == 200
    assert made.ask("1.0", format, media=True, split=HALVES | {"seed": 4}).status_code == 409


def test_what_nobody_is_known_to_speak_on_cannot_be_shared_out(web: Web) -> None:
    made = spoken(web)
    say(made, empty="매화-1")
    release = made.make("1.0", split=HALVES)
    assert release["state"] == "failed"
    assert release["problem"].startswith("2 items do not say who speaks")


def test_shares_that_cannot_be(web: Web) -> None:
    made = Set(web)
    refused = made.ask("1.0", "yolo", split=HALVES)
    assert (refused.status_code, refused.json()["code"]) == (409, "split_unfit")
    for shares in ({"training": 60, "validation": 30}, {"training": 0, "test": 100}, {}):
        assert made.ask("1.0", split=HALVES | {"shares": shares}).status_code == 422
