"""Masks the whole way: imported as COCO's run lengths, mended by workers, inspected, and written in
every form that holds them; pycocotools finds the same pixels at both ends."""

from __future__ import annotations

import io
import json
import zipfile
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image, ImageDraw
from pycocotools import mask as COCO_MASK
from pycocotools.coco import COCO

from app.formats import coco, cvat, labelstudio, masks, yolo
from app.formats.pixels import placed, tight
from tests.conftest import Database, Program, Server
from tests.formats.sources import Files, split
from tests.journeys.caller import Caller, new_key, until
from tests.journeys.way import FIRST, HOLDS, Way

pytestmark = [
    pytest.mark.timeout(300),
    # pycocotools is older than NumPy 2.
    pytest.mark.filterwarnings("ignore:__array__ implementation"),
]

CLASSES = ("세포", "핵")
SCHEMA = {
    "modality": "picture",
    "labels": [{"kind": "mask", "name": "areas", "classes": [{"id": id} for id in CLASSES]}],
}
WIDTH, HEIGHT = 96, 64
PICTURES = 12

Grid = np.ndarray[Any, np.dtype[np.bool_]]


@dataclass(frozen=True)
class Scan:
    """A picture, and the pixels of each object on it; the first ones cover nothing of the others.
    `rough` is the first object as a model sees it, a row too high.
    """

    name: str
    content: bytes
    truth: tuple[tuple[str, Grid], ...]
    rough: Grid
    width: int = WIDTH
    height: int = HEIGHT
    faulty: tuple[Any, ...] = field(default=())


def scan(number: int) -> Scan:
    """A ring with a hole, and a body of two parts."""
    chance = np.random.default_rng(number)
    x, y = (int(side) for side in chance.integers(2, 12, 2))

    def drawn(*shapes: tuple[tuple[int, int, int, int], int]) -> Grid:
        image = Image.new("1", (WIDTH, HEIGHT))
        pen = ImageDraw.Draw(image)
        for sides, fill in shapes:
            pen.ellipse(sides, fill=fill)
        return np.array(image)

    ring = drawn(((x, y, x + 30, y + 26), 1), ((x + 10, y + 8, x + 18, y + 15), 0))
    body = drawn(((50, y, 64, y + 20), 1), ((70, y + 20, 90, y + 34), 1))
    out = io.BytesIO()
    Image.fromarray((200 - 90 * ring - 60 * body).astype(np.uint8)).save(out, "PNG")
    rough = np.roll(ring, -1, axis=0)
    return Scan(f"표본/{number:02}.png", out.getvalue(), (("세포", ring), ("핵", body)), rough)


def encoded(grid: Grid) -> dict[str, Any]:
    """The pixels as pycocotools writes them."""
    return dict(COCO_MASK.encode(np.asfortranarray(grid.astype(np.uint8))))


def archive(scans: list[Scan]) -> bytes:
    """The pictures, and COCO's file: the first object rough, every other one as counts."""
    annotations = []
    for number, one in enumerate(scans, 1):
        for at, grid in enumerate((one.rough, one.truth[1][1])):
            runs = encoded(grid)
            box = COCO_MASK.toBbox(runs).tolist()
            counts: Any = runs["counts"].decode()
            if at:
                counts = plain_counts(grid)
            annotations.append(
                {
                    "id": len(annotations) + 1,
                    "image_id": number,
                    "category_id": at + 1,
                    "bbox": box,
                    "area": int(grid.sum()),
                    "iscrowd": at,
                    "segmentation": {"size": [HEIGHT, WIDTH], "counts": counts},
                }
            )
    content = {
        "images": [
            {"id": number, "file_name": one.name, "width": WIDTH, "height": HEIGHT}
            for number, one in enumerate(scans, 1)
        ],
        "annotations": annotations,
        "categories": [{"id": at, "name": name} for at, name in enumerate(CLASSES, 1)],
    }
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as files:
        files.writestr("annotations.json", json.dumps(content))
        for one in scans:
            files.writestr(one.name, one.content)
    return packed.getvalue()


def plain_counts(grid: Grid) -> list[int]:
    """Run lengths column by column, the first of background."""
    counts, value = [0], False
    for pixel in grid.ravel(order="F").tolist():
        if pixel != value:
            counts.append(0)
            value = pixel
        counts[-1] += 1
    return counts


def answer(*objects: tuple[str, Grid]) -> dict[str, Any]:
    marks = []
    for at, (kind, grid) in enumerate(objects, 1):
        mask = tight(grid)
        assert mask is not None
        marks.append({"kind": "mask", "id": f"m{at}", "name": "areas", "class": kind} | mask)
    return {"modality": "picture", "annotations": marks}


@dataclass
class Masks(Way):
    """A journey whose pictures have masks."""

    pictures: dict[str, Scan]  # type: ignore[assignment]

    def design(self) -> None:
        boss = self.boss
        asked = {"name": "영역", "holds": HOLDS, "inspect1": "all", "inspect2": "none"}
        self.stage = f"{self.project}/stages/{boss.post(f'{self.project}/stages', asked)['id']}"
        boss.post(f"{self.stage}/schemas", {"definition": SCHEMA})
        boss.post(f"{self.stage}/prices", FIRST)
        boss.post(f"{self.stage}/open", status=200)
        boss.post(f"{self.project}/open", status=200)

    def bring(self) -> None:
        """Import, and put everything on offer."""
        boss = self.boss
        content = archive(list(self.pictures.values()))
        upload = boss.upload(int(self.project.rsplit("/", 1)[1]), "표본.zip", content)
        asked = {"stage_id": int(self.stage.rsplit("/", 1)[1]), "upload_id": upload}
        begun = boss.post(f"{self.project}/imports", asked, status=202)
        batch = self._over(f"{self.project}/batches/{begun['id']}", "pending", "importing")
        assert (batch["state"], batch["format"], batch["taken"]) == ("imported", "coco", PICTURES)
        assert batch["refused"] == batch["noted"] == 0, batch
        quote = boss.get(f"{self.stage}/openings/quote")
        boss.post(f"{self.project}/funding", {"amount": quote["total"]}, key=new_key())
        chore = boss.post(f"{self.stage}/openings", {}, status=202)["chore_id"]
        assert self._over(f"{self.project}/chores/{chore}", "queued", "running")["state"] == "done"

    def _over(self, path: str, *going: str) -> Any:
        def over() -> Any:
            found = self.boss.get(path)
            return None if found["state"] in going else found

        return until(over, path)

    def hand_in(self, who: Caller, lease: Any, body: dict[str, Any]) -> Any:
        path = f"{self.project}/assignments/{lease['id']}/submission"
        return who.post(path, body, key=new_key())

    def work(self) -> None:
        """Suggestions are what was sent; the worker mends them, but every third one not."""
        (worker,) = self.people["worker"]
        while leases := self.claim(worker, 0, HOLDS, FIRST["level0"]):
            for lease in leases:
                one = self.pictures[lease["item"]["name"]]
                (rough, body) = lease["item"]["suggested"]["annotations"]
                assert (placed(rough, WIDTH, HEIGHT) == one.rough).all()
                assert (placed(body, WIDTH, HEIGHT) == one.truth[1][1]).all()
                given = lease["item"]["suggested"] if lease["id"] % 3 == 0 else answer(*one.truth)
                self.hand_in(worker, lease, {"answer": given})

    def inspect(self) -> None:
        """What was not mended is mended here."""
        (inspector,) = self.people["primary_inspector"]
        while leases := self.claim(inspector, 1, HOLDS, FIRST["level1"]):
            for lease in leases:
                one = self.pictures[lease["item"]["name"]]
                first = lease["subject"]["answer"]["annotations"][0]
                right = (placed(first, WIDTH, HEIGHT) == one.truth[0][1]).all()
                verdict: dict[str, Any] = {"verdict": "approve"}
                if not right:
                    mended = answer(*one.truth)
                    verdict = {"verdict": "fix", "answer": mended, "comment": "한 줄 내렸어요."}
                self.verdicts[1, verdict["verdict"]] += 1
                self.hand_in(inspector, lease, verdict)

    def must_equal(self, read: Any, files: dict[str, bytes]) -> None:
        """What a reader makes of an export is the truth, pixel for pixel."""
        pictures = {f"images/{name}": one.content for name, one in self.pictures.items()}
        found, refused = split(read(Files(pictures | files)))
        assert refused == []
        by_name = {record.name.split("images/")[-1]: record for record in found}
        for name, one in self.pictures.items():
            marks = by_name[name].annotations or ()
            assert [mark["class"] for mark in marks] == list(CLASSES), name
            for mark, (_, grid) in zip(marks, one.truth, strict=True):
                assert (placed(mark, WIDTH, HEIGHT) == grid).all(), name


def unpacked(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as files:
        return {name: files.read(name) for name in files.namelist() if name != "manifest.jsonl"}


def test_masks_the_whole_way(
    database: Database, server: Server, background: Program, tmp_path: Path
) -> None:
    scans = {one.name: one for one in map(scan, range(1, PICTURES + 1))}
    way = Masks(server.url, database.settings.outbox, scans, workers=1, primaries=1, secondaries=0)  # type: ignore[arg-type]
    with closing(way):
        way.gather()
        way.design()
        way.bring()
        way.work()
        way.inspect()
        assert min(way.verdicts[1, "approve"], way.verdicts[1, "fix"]) >= 3
        assert way.boss.get(f"{way.stage}/progress")["items"] == {"accepted": PICTURES}

        path = tmp_path / "coco.json"
        path.write_bytes(way.export("coco"))
        read = COCO(str(path))
        for image in read.loadImgs(read.getImgIds()):
            found = read.loadAnns(read.getAnnIds(imgIds=image["id"]))
            for given, (_, grid) in zip(found, scans[image["file_name"]].truth, strict=True):
                assert given["segmentation"]["counts"] == encoded(grid)["counts"].decode()
                assert (read.annToMask(given) == grid).all()
                assert given["area"] == grid.sum()

        way.must_equal(coco.read, {"a.json": path.read_bytes()})
        way.must_equal(cvat.read, {"a.xml": way.export("cvat")})
        way.must_equal(labelstudio.read, {"a.json": way.export("label_studio")})
        way.must_equal(masks.read, unpacked(way.export("masks")))

        packed = unpacked(way.export("yolo_segment", media=True))
        assert sum(name.startswith("images/") for name in packed) == PICTURES
        outlines, refused = split(yolo.read(Files(packed)))
        assert refused == []
        # A hole has no place in YOLO, and each part is an outline of its own.
        assert [len(record.annotations or ()) for record in outlines] == [3] * PICTURES
        *_, made = way.boss.pages(f"{way.project}/releases")
        last = way.boss.get(f"{way.project}/releases/{made['id']}")
        (note,) = last["manifest"]["notes"]
        assert (note["code"], note["about"], note["count"]) == (
            "other_shape",
            "areas",
            2 * PICTURES,
        )
