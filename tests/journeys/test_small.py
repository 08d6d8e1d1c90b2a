"""The whole way with pictures that the test draws: it needs nothing that is not here."""

from __future__ import annotations

import io
import random
from contextlib import closing

from PIL import Image, ImageDraw

from tests.conftest import Database, Program, Server
from tests.journeys import exports
from tests.journeys.truth import CLASSES, Box, Picture
from tests.journeys.way import Way


def drawn(number: int) -> Picture:
    """A dish with a dozen rings, or, every tenth time, an empty one."""
    chance = random.Random(number)
    image = Image.new("RGB", (320, 240), (240, 230, 226))
    pen = ImageDraw.Draw(image)
    boxes = []
    for at in range(0 if number % 10 == 0 else 12):
        left, top = 10 + at % 4 * 78 + chance.randint(0, 20), 8 + at // 4 * 78
        width, height = 30 + chance.randint(0, 16) + 0.5, 32 + chance.randint(0, 16)
        kind = CLASSES[chance.randrange(3)]
        boxes.append(Box(kind, left, top, width, height))
        pen.ellipse((left, top, left + width, top + height), outline=(150, 40, 60), width=2)
    out = io.BytesIO()
    image.save(out, "PNG")
    faulty = (Box("RBC", 5, 5, 0, 0),) if number == 3 else ()
    return Picture(f"접시/{number:03}.png", out.getvalue(), 320, 240, tuple(boxes), faulty)


def test_the_whole_way(database: Database, server: Server, background: Program) -> None:
    pictures = {one.name: one for one in map(drawn, range(1, 31))}
    way = Way(server.url, database.settings.outbox, pictures, workers=2, primaries=2, secondaries=2)
    with closing(way):
        way.gather()
        way.design()
        way.import_pictures()
        way.fund_and_open()
        way.label()
        way.inspect()
        assert way.verdicts[1, "return"]
        assert way.verdicts[2, "fix"]
        way.must_be_done()
        way.must_have_paid()
        coco = way.export("coco")
        exports.must_equal(exports.from_coco(coco, pictures), pictures)
        exports.must_equal(exports.from_voc(way.export("voc"), pictures), pictures)
        exports.must_equal(exports.from_jsonl(way.export("jsonl")), pictures)
        exports.must_hold_pictures(way.export("coco", media=True), pictures)
