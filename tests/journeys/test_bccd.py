"""A manager's script uploads 364 photographs of blood cells; five workers label them; two levels
inspect; everybody is paid; pycocotools reads the finished set."""

from __future__ import annotations

import io
from contextlib import closing
from pathlib import Path
from xml.etree import ElementTree

import pytest
from PIL import Image, ImageDraw

from app.core.settings import ROOT
from tests.conftest import Database, Program, Server
from tests.journeys import exports
from tests.journeys.truth import Picture
from tests.journeys.way import Way

FOLDER = ROOT.parent / "shared" / "data" / "images" / "bccd" / "BCCD"

pytestmark = [
    pytest.mark.skipif(
        not FOLDER.is_dir(), reason="the BCCD photographs are not beside the repository"
    ),
    pytest.mark.timeout(600),
]


def photographs() -> dict[str, Picture]:
    """Every photograph with what its VOC file says."""
    found = {}
    for path in sorted((FOLDER / "JPEGImages").glob("*.jpg")):
        root = ElementTree.parse(FOLDER / "Annotations" / f"{path.stem}.xml").getroot()
        boxes = exports.voc_boxes(root)
        name = f"BCCD/{path.name}"
        found[name] = Picture(
            name,
            path.read_bytes(),
            int(root.findtext("size/width") or 0),
            int(root.findtext("size/height") or 0),
            tuple(box for box in boxes if box.width > 0 and box.height > 0),
            tuple(box for box in boxes if box.width <= 0 or box.height <= 0),
        )
    return found


def empty(number: int) -> Picture:
    """A dish without cells."""
    image = Image.new("RGB", (640, 480), (226, 216, 206))
    pen = ImageDraw.Draw(image)
    pen.arc((40 * number, 60, 600, 460), 20, 80 * number, fill=(210, 200, 190), width=3)
    out = io.BytesIO()
    image.save(out, "JPEG", quality=90)
    return Picture(f"BCCD/empty-{number}.jpg", out.getvalue(), 640, 480, ())


def test_from_photographs_to_an_inspected_paid_exported_set(
    database: Database, server: Server, background: Program, tmp_path: Path
) -> None:
    pictures = photographs() | {one.name: one for one in map(empty, (1, 2, 3))}
    assert len(pictures) == 367
    faulty = {Path(name).stem for name, picture in pictures.items() if picture.faulty}
    assert faulty == {"BloodImage_00338", "BloodImage_00343"}
    way = Way(server.url, database.settings.outbox, pictures, workers=5, primaries=2, secondaries=2)
    with closing(way):
        way.gather()
        way.design()
        way.import_pictures()
        way.fund_and_open()
        way.label()
        way.inspect()
        assert way.verdicts[1, "return"] > 20
        assert way.verdicts[2, "fix"] == 1
        share = (len(way.drawn) - 1) / way.judged
        assert 0.12 < share < 0.29, f"a fifth is drawn, not {share:.0%}"
        way.must_be_done()
        way.must_have_paid()
        coco = way.export("coco")
        exports.must_equal(exports.from_coco(coco, pictures), pictures)
        exports.must_equal(exports.from_voc(way.export("voc"), pictures), pictures)
        exports.must_equal(exports.from_jsonl(way.export("jsonl")), pictures)
        exports.must_hold_pictures(way.export("coco", media=True), pictures)
        boxes = sum(len(one.boxes) for one in pictures.values())
        paid = sum(event.amount for event in way.events)
        print(
            f"\n{len(pictures)} pictures, {boxes} boxes, verdicts {dict(way.verdicts)}, "
            f"drawn {share:.1%}, paid {paid:,} won in {len(way.events)} payments"
        )
