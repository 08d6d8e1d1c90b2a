"""In by one format, worked on, out by another one, and in again: what both hold is the same.

Every pair of formats of each modality in this process; a few over HTTP with a worker beside the
server. What is released is read by what others use, too: pycocotools, supervision, pyarrow, Pillow,
a reader of entities line by line.
"""

from __future__ import annotations

import contextlib
import io
import warnings
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow.parquet
import pytest
from PIL import Image
from pycocotools.coco import COCO

from app.formats.writers import WRITERS
from tests.api.conftest import Web
from tests.conftest import Database, Program, Server
from tests.journeys.caller import Caller, new_key, until
from tests.journeys.trips import (
    SETS,
    Marks,
    Set,
    Thing,
    Trips,
    alike,
    archive,
    formats,
    label,
    pictures,
    read_back,
    texts,
)


@pytest.fixture
def trips(database: object, worker: Callable[[], int]) -> Trips:
    return Trips(Web(worker))


@pytest.mark.parametrize("modality", SETS)
def test_every_pair_of_formats(trips: Trips, modality: str, tmp_path: Path) -> None:
    made = SETS[modality](tmp_path)
    names = formats(made)
    assert len(names) > 1, "there is no pair"
    first = trips.stage(made)
    # What is known of the files, from the one format that needs nothing else.
    facts = _facts(trips, made)
    tried = 0
    for source in names:
        stage = first if source == names[0] else trips.stage(made)
        batch = trips.bring(stage, f"{source}.zip", archive(made, source, facts))
        assert (batch["state"], batch["taken"]) == ("imported", len(made.things)), (source, batch)
        came, _ = trips.taken(stage)
        for thing in made.things:
            if _kinds(thing.marks) <= WRITERS[source].holds:
                assert alike(came[thing.key], thing.marks), (source, thing.name, came[thing.key])
        trips.work(stage, made)
        for target, content in trips.release(stage, *names).items():
            back = read_back(made, target, content, facts)
            assert back.keys() == came.keys(), (source, target)
            for thing in made.things:
                said = came[thing.key]
                if _kinds(said) <= WRITERS[target].holds:
                    assert alike(back[thing.key], said), (
                        source,
                        target,
                        thing.name,
                        back[thing.key],
                        said,
                    )
                    tried += bool(said)
    assert tried >= len(names), "hardly anything was compared"


def _facts(trips: Trips, made: Any) -> dict[str, dict[str, Any]]:
    """What is known of each file, as an import without labels finds it."""
    bare = type(made)(
        made.modality,
        made.labels,
        tuple(type(one)(one.name, one.content, []) for one in made.things),
    )
    stage = trips.stage(made)
    empty: dict[str, dict[str, Any]] = {one.key: {} for one in made.things}
    plain = {key: {"width": None, "height": None} | value for key, value in empty.items()}
    batch = trips.bring(stage, "plain.zip", archive(bare, "jsonl", plain))
    assert batch["state"] == "imported", batch
    return trips.taken(stage)[1]


def _kinds(marks: Marks) -> set[str]:
    return {str(one["kind"]) for one in marks}


# --- read by what others use ------------------------------------------------------------------


def _only(of: Set, *kinds: str) -> Set:
    """Those things of a set whose marks are of these kinds, and those without."""
    labels = [one for one in of.labels if one["kind"] in kinds]
    return Set(of.modality, labels, tuple(x for x in of.things if _kinds(x.marks) <= set(kinds)))


def _released(trips: Trips, of: Set, *wanted: str) -> dict[str, bytes]:
    facts = {one.key: {"width": 640, "height": 480} for one in of.things}
    stage = trips.stage(of)
    batch = trips.bring(stage, "a.zip", archive(of, "jsonl", facts))
    assert (batch["state"], batch["taken"]) == ("imported", len(of.things)), batch
    trips.work(stage, of)
    return trips.release(stage, *wanted)


def _unpacked(content: bytes, folder: Path) -> Path:
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        packed.extractall(folder)
    return folder


# pycocotools is older than NumPy 2.
@pytest.mark.filterwarnings("ignore:__array__ implementation")
def test_pictures_are_read_by_others(trips: Trips, tmp_path: Path) -> None:
    of = _only(pictures(), "box", "mask")
    made = _released(trips, of, "coco", "voc", "yolo", "masks", "parquet")
    places = {name: _unpacked(content, tmp_path / name) for name, content in made.items()}
    truth = {
        one.name: [[m[side] for side in ("x", "y", "width", "height")] for m in one.marks]
        for one in of.things
        if one.marks and one.marks[0]["kind"] == "box"
    }
    ((name, boxes),) = truth.items()
    with contextlib.redirect_stdout(io.StringIO()):
        coco = COCO(str(places["coco"] / "annotations.json"))
    images = {one["file_name"]: one["id"] for one in coco.loadImgs(coco.getImgIds())}
    assert len(images) == len(of.things)
    found = coco.loadAnns(coco.getAnnIds(imgIds=[images[f"images/{name}"]]))
    assert [one["bbox"] for one in found] == boxes
    masks = [
        one for one in coco.loadAnns(coco.getAnnIds()) if isinstance(one["segmentation"], dict)
    ]
    drawn = next(one for one in of.things if one.marks and one.marks[0]["kind"] == "mask")
    assert [int(coco.annToMask(one).sum()) for one in masks] == [60 * 40 - 200] * 2
    # the same pixels, as pictures of classes
    (png,) = (places["masks"] / "SegmentationClass").rglob(f"{Path(drawn.name).stem}.png")
    with Image.open(png) as shown:
        assert int((np.asarray(shown.convert("RGB")).sum(axis=2) > 0).sum()) == 2 * (60 * 40 - 200)
    _by_supervision(places, name, boxes)
    (table,) = places["parquet"].glob("*.parquet")
    rows = pyarrow.parquet.read_table(table).to_pylist()
    assert {one["name"] for one in rows} == {one.name for one in of.things}


def _by_supervision(places: dict[str, Path], name: str, boxes: list[list[float]]) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it would rather have OpenCV
        try:
            import supervision
        except ImportError:
            pytest.skip("supervision is not here")
    corners = [[x, y, x + w, y + h] for x, y, w, h in boxes]
    coco = supervision.DetectionDataset.from_coco(
        str(places["coco"]), str(places["coco"] / "annotations.json")
    )
    read = {Path(path).name: found for path, _, found in coco}
    assert read[Path(name).name].xyxy == pytest.approx(np.array(corners), abs=0.01)


def test_entities_are_read_word_by_word(trips: Trips, tmp_path: Path) -> None:
    of = _only(texts(), "span")
    made = _released(trips, of, "conll")
    (file,) = _unpacked(made["conll"], tmp_path).glob("*.conll")
    truth = {
        (one.content[mark["start"] : mark["end"]], mark["class"])
        for one in of.things
        for mark in one.marks
        if isinstance(one.content, str)
    }
    assert set(_entities(file.read_text(encoding="utf-8"))) == truth


def _entities(conll: str) -> Iterator[tuple[str, str]]:
    """As seqeval reads them: a `B-` begins an entity, `I-` of the same kind goes on."""
    words: list[str] = []
    kind = ""
    for line in [*conll.splitlines(), ""]:
        word, _, tag = line.rpartition(" ")
        begins, _, of = tag.partition("-")
        if words and (begins != "I" or of != kind):
            yield " ".join(words), kind
            words = []
        if begins in ("B", "I") and of and word and not word.startswith("-DOCSTART-"):
            words.append(word.split(" ")[0])
            kind = of


# --- over HTTP, with a worker beside the server -----------------------------------------------


class Over:
    """One manager and one worker at a real server."""

    def __init__(self, url: str, outbox: Path) -> None:
        self.boss, self.worker = Caller(url, "boss"), Caller(url, "worker")
        self.url = url
        for one in (self.boss, self.worker):
            one.sign_up(outbox)
        house = self.boss.post("/organisations", {"name": "한빛데이터"})["id"]
        self.project = self.boss.post(f"/organisations/{house}/projects", {"name": "왕복"})["id"]
        self.home = f"/projects/{self.project}"
        self.boss.post(f"{self.home}/funding", {"amount": 1_000_000}, key=new_key())
        self.boss.post(f"{self.home}/open", status=200)
        self.boss.post(f"{self.home}/invitations", {"email": self.worker.email, "role": "worker"})
        (invited,) = self.worker.get("/invitations")
        self.worker.post(f"/invitations/{invited['id']}/accept", status=200)

    def stage(self, of: Set, name: str) -> int:
        """A stage of the set's schema."""
        asked = {"name": name, "inspect1": "none", "holds": 50}
        made = int(self.boss.post(f"{self.home}/stages", asked)["id"])
        place = f"{self.home}/stages/{made}"
        self.boss.post(f"{place}/schemas", {"definition": of.schema})
        price = {"level0": 10, "level1": 0, "level2": 0}
        said = {"definition": "한 장", "estimate_seconds": 1, "accept_top_ups": True}
        self.boss.post(f"{place}/prices", price | said)
        self.boss.post(f"{place}/open", status=200)
        return made

    def bring(self, stage: int, content: bytes, count: int) -> dict[str, Marks]:
        """Import; what each file's item came with, by name."""
        upload = self.boss.upload(self.project, "묶음.zip", content)
        asked = {"stage_id": stage, "upload_id": upload}
        begun = self.boss.post(f"{self.home}/imports", asked, status=202)["id"]

        def over() -> Any:
            found = self.boss.get(f"{self.home}/batches/{begun}")
            return None if found["state"] in ("pending", "importing") else found

        batch = until(over, "the import", 120)
        assert (batch["state"], batch["taken"], batch["refused"]) == ("imported", count, 0), batch
        found = {}
        for row in self.boss.pages(f"{self.home}/items", stage_id=stage, limit=100):
            told = self.boss.get(f"{self.home}/items/{row['id']}")
            name = row["name"].split("/", 1)[-1] if "/" in row["name"] else row["name"]
            found[name] = (told["prelabels"] or {"annotations": []})["annotations"]
        return found

    def work(self, stage: int, of: Set) -> None:
        """Everything is handed in as it was suggested."""
        place = f"{self.home}/stages/{stage}"
        chore = self.boss.post(f"{place}/openings", {}, status=202)["chore_id"]
        until(
            lambda: self.boss.get(f"{self.home}/chores/{chore}")["state"] == "done" or None,
            "the opening",
        )
        body = {"level": 0, "count": 20}
        empty = {"modality": of.modality, "annotations": []}
        leases = self.worker.post(f"{place}/claims", body, key=new_key())["leases"]
        assert leases
        for lease in leases:
            self.worker.post(
                f"{self.home}/assignments/{lease['id']}/submission",
                {"answer": lease["item"]["suggested"] or empty},
                key=new_key(),
            )

    def release(self, stage: int, version: str, format: str) -> bytes:
        """Made, waited for, fetched."""
        told = {"stage_id": stage, "version": version, "format": format, "media": True}
        begun = self.boss.post(f"{self.home}/releases", told, status=202)["id"]

        def over() -> Any:
            found = self.boss.get(f"{self.home}/releases/{begun}")
            return None if found["state"] == "building" else found

        made = until(over, f"the release as {format}", 120)
        assert made["state"] == "ready", made
        link = self.boss.get(f"{self.home}/releases/{begun}/download")
        return self.boss.fetch(link["url"]).content


CHAIN = ("coco", "voc", "yolo", "label_studio", "cvat", "csv", "jsonl")


def test_over_http_from_format_to_format(
    database: Database, server: Server, background: Program
) -> None:
    """Boxes go in as COCO and on from stage to stage, each time by another format; at the end they
    are what they were."""
    boxes = _only(pictures(), "box")
    of = Set("picture", [label("box")], tuple(_renamed(one) for one in boxes.things))
    facts = {one.key: {"width": 640, "height": 480} for one in of.things}
    truth = {one.name: one.marks for one in of.things}
    over = Over(server.url, database.settings.outbox)
    try:
        content = archive(of, CHAIN[0], facts)
        for at, (into, out) in enumerate(zip(CHAIN, (*CHAIN[1:], CHAIN[0]), strict=True)):
            stage = over.stage(of, into)
            came = over.bring(stage, content, len(of.things))
            named = {name.rsplit("/", 1)[-1]: marks for name, marks in came.items()}
            assert named.keys() == truth.keys(), into
            for name, marks in truth.items():
                assert alike(named[name], marks), (into, name, named[name], marks)
            over.work(stage, of)
            content = over.release(stage, f"1.{at}", out)
        back = read_back(of, CHAIN[0], content, facts)
        assert all(alike(back[one.key], one.marks) for one in of.things)
    finally:
        over.boss.http.close()
        over.worker.http.close()


def _renamed(one: Thing) -> Thing:
    """With a name of its own even without its folder: it goes from one to the other."""
    return Thing(one.name.replace("/", "-"), one.content, one.marks)
