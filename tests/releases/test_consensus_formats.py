"""What several answers came to goes out in every format just as if one person had said it."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Callable
from typing import Any

import orjson
import pytest
from sqlalchemy import insert
from sqlalchemy.orm import Session

from app.core.database import transaction
from app.formats.template import parse_template
from app.models import Asset, Batch, Item, Release, Verdict
from app.queue.service import enqueue
from app.releases import templates
from app.releases.schemas import ReleaseFormat
from app.releases.service import begin
from app.storage import storage
from app.workflow.aggregate import aggregate
from app.workflow.decide import Judgement, decide
from tests.factories import Place
from tests.workflow.lines import further, run_chores

pytestmark = pytest.mark.usefixtures("database")

ITEM = 1_000_003  # in every project: numbers of items are in many a file
OVERLAP = {"quality": {"overlap": {"least": 2, "most": 2, "sure": 0.99}}}
Marks = list[dict[str, Any]]


def label(kind: str, *classes: str, **more: Any) -> dict[str, Any]:
    return {"kind": kind, "name": f"{kind}s", "classes": [{"id": one} for one in classes]} | more


def mark(kind: str, of: str, **said: Any) -> dict[str, Any]:
    return {"kind": kind, "name": f"{kind}s", "class": of} | said


def whole(chosen: str) -> dict[str, Any]:
    return {"kind": "class", "name": "classs", "classes": [chosen]}


WHOLE = label("class", "good", "bad", "odd")
SKELETON = {"points": [{"id": "nose"}, {"id": "tail"}], "edges": [[0, 1]]}
SKIES = {"modality": "series", "length": 30_000, "points": 9_000, "period": 4, "start": None}
LINE = "가나다 라마바 " * 20
# What is worked on: labels, what is known of the file, and what is said at a place.
THINGS: dict[str, tuple[Marks, dict[str, Any], Callable[[int, str], Marks]]] = {
    "picture": (
        [
            label("box", "RBC"),
            label("polygon", "RBC"),
            label("rotated_box", "RBC"),
            label("keypoints", "mouse", skeleton=SKELETON),
            WHOLE,
        ],
        {"width": 640, "height": 480, "media_type": "image/png"},
        lambda at, chosen: [
            mark("box", "RBC", x=at, y=10, width=20, height=30),
            mark("polygon", "RBC", points=[[at, 100], [at + 30, 100], [at, 140]]),
            mark("rotated_box", "RBC", x=at + 40, y=240, width=30, height=20, angle=30),
            mark("keypoints", "mouse", points=[[at, 300, 2], [at + 20, 310, 2]]),
            whole(chosen),
        ],
    ),
    "text": (
        [label("span", "PS"), WHOLE],
        {
            "media_type": "text/plain",
            "document": {"parts": [{"id": "text", "role": None, "text": f"{LINE}\n{LINE}"}]},
        },
        lambda at, chosen: [
            mark("span", "PS", part="text", start=at // 8 * 8, end=at // 8 * 8 + 3),
            whole(chosen),
        ],
    ),
    "sound": (
        [
            label("segment", "speech", texts=[{"name": "dialect_form"}, {"name": "standard_form"}]),
            WHOLE,
        ],
        {
            "media_type": "audio/wav",
            "facts": {"modality": "sound", "length": 60_000, "channels": 1, "rate": 16_000},
        },
        lambda at, chosen: [
            mark(
                "segment",
                "speech",
                start=at * 100,
                end=at * 100 + 900,
                texts={"dialect_form": f"{chosen} 옵서", "standard_form": f"{chosen} 오세요"},
            ),
            whole(chosen),
        ],
    ),
    "video": (
        [label("box_track", "car"), WHOLE],
        {
            "media_type": "video/mp4",
            "facts": {
                "modality": "video",
                "length": 40,
                "width": 640,
                "height": 480,
                "duration": 1_335,
                "rate": [30_000, 1_001],
                "sound": False,
            },
        },
        lambda at, chosen: [
            mark(
                "box_track",
                "car",
                keyframes=[
                    {"frame": 0, "x": at, "y": 10, "width": 20, "height": 30},
                    {"frame": 20, "x": at + 50, "y": 60, "width": 20, "height": 30},
                    {"frame": 30, "outside": True},
                ],
            ),
            whole(chosen),
        ],
    ),
    "series": (
        [label("segment", "sleep"), label("event", "spike"), WHOLE],
        {
            "media_type": "text/csv",
            "facts": SKIES | {"channels": [{"name": "EEG", "unit": "µV"}]},
        },
        lambda at, chosen: [
            mark("segment", "sleep", start=at * 10, end=at * 10 + 500),
            mark("event", "spike", at=at * 20),
            whole(chosen),
        ],
    ),
    "document": (
        [label("page_box", "sum"), WHOLE],
        {
            "media_type": "application/pdf",
            "facts": {
                "modality": "document",
                "pages": [{"width": 640, "height": 480, "length": 0}],
            },
        },
        lambda at, chosen: [
            mark("page_box", "sum", part="p1", x=at, y=10, width=20, height=30),
            whole(chosen),
        ],
    ),
}
FORMATS = {
    thing: [
        format.value
        for format in ReleaseFormat
        if thing in format.writer.takes
        and {one["kind"] for one in labels} & (format.writer.holds | format.writer.bends)
    ]
    for thing, (labels, _, _) in THINGS.items()
}


def said(thing: str, at: int, chosen: str) -> dict[str, Any]:
    """An answer: marks at a place, and the class of the whole."""
    marks = [one | {"id": f"m{n}"} for n, one in enumerate(THINGS[thing][2](at, chosen))]
    return {"modality": thing, "annotations": marks}


def given(thing: str) -> tuple[dict[str, Any], dict[str, Any]]:
    """Two answers that have nothing in common."""
    return said(thing, 10, "good"), said(thing, 130, "bad")


def composed(thing: str) -> dict[str, Any]:
    """Neither of the two."""
    return said(thing, 70, "odd")


def stage(thing: str, **change: Any) -> Place:
    """A stage with one item, on offer."""
    labels, facts, _ = THINGS[thing]
    place = further(
        Place.make(items=0),
        "일",
        schema={"modality": thing, "labels": labels},
        change=change or None,
    )
    with transaction() as s:
        here = {"project_id": place.project_id, "stage_id": place.stage_id}
        batch = Batch(**here, name="b", format="jsonl", source="x", state="imported", taken=1)
        # The same file in every project.
        asset = Asset(project_id=place.project_id, sha256="7" * 64, **facts)
        s.add_all([batch, asset])
        s.flush()
        row = {"id": ITEM, "name": "가/a.x", "state": "ready", "meta": {"camera": "A"}}
        s.execute(insert(Item).values(**here, **row, batch_id=batch.id, asset_id=asset.id))
        args = here | {"batch_id": None}
        enqueue(s, "open_items", args, project_id=place.project_id)
    run_chores()
    return place


def said_by_one(thing: str, answer: dict[str, Any], **change: Any) -> Place:
    """One answer, of each piece, and it stands."""
    place = stage(thing, **change)
    hand_in(place, answer)
    return place


def hand_in(place: Place, answer: dict[str, Any]) -> None:
    """Somebody's answer to everything that is on offer."""
    worker = place.person("worker")
    leases = place.claim(worker, count=10)
    assert leases
    for lease in leases:
        place.submit(worker, lease, answer)


def decided(thing: str, **change: Any) -> Place:
    """Two answers that an inspector decided between: he composed one of them."""
    place = stage(thing, **OVERLAP, **change)
    for answer in given(thing):
        hand_in(place, answer)
    assert aggregate() > 0
    inspector = place.person("primary_inspector")
    leases = place.claim(inspector, 1, count=10)
    assert leases
    for lease in leases:
        with transaction() as s:
            decide(
                s,
                me=inspector,
                project_id=place.project_id,
                assignment_id=lease,
                key=place.key(),
                judgement=Judgement(Verdict.FIX, answer=composed(thing)),
                body={},
            )
    return place


def released(place: Place, format: str) -> dict[str, Any]:
    """What a release of the stage has, by file; but who said it when."""
    with transaction() as s:
        release, _ = begin(
            s,
            project_id=place.project_id,
            stage_id=place.stage_id,
            version=format,
            format=ReleaseFormat(format),
            media=False,
            by=place.manager,
            template_id=laid_out(s, place) if format == "template" else None,
        )
        args = {"project_id": place.project_id, "release_id": release.id}
        enqueue(s, "release", args, project_id=place.project_id)
    run_chores()
    with transaction() as s:
        made = s.get_one(Release, (place.project_id, release.id))
    assert made.state == "ready", made.problem
    assert made.items == 1
    assert "further_answers_left_out" not in (made.manifest or {})
    content = b"".join(storage().open(made.storage_key or ""))
    if not ReleaseFormat(format).packed:
        return {"": plain(format, content)}
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {
            name: plain(format, archive.read(name))
            for name in archive.namelist()
            # has each file's hash; what changed since another release
            if name not in ("manifest.jsonl", "CHANGES.md", "changes.json")
        }


def laid_out(s: Session, place: Place) -> int:
    """A template that has everything."""
    given = {
        "lists": [{"at": "marks"}],
        "rows": [
            {"to": "marks[].of", "from": "annotation.class"},
            {"to": "marks[].says", "from": "annotation.all"},
        ],
    }
    made = templates.make(
        s, place.project_id, name="전부", definition=parse_template(given), by=place.manager
    )
    return made.id


def plain(format: str, content: bytes) -> Any:
    if format == "jsonl":
        lines = [orjson.loads(line) for line in content.splitlines()]
        return [{name: one for name, one in x.items() if name not in NAMED} for x in lines]
    if format == "csv":
        rows = csv.DictReader(io.StringIO(content.decode("utf-8-sig")))
        return [{name: one for name, one in row.items() if name not in NAMED} for row in rows]
    return content


NAMED = {"provenance", "by", "at", "accepted_at"}  # who said it, when


def test_every_format_is_tried() -> None:
    assert {one for formats in FORMATS.values() for one in formats} == set(ReleaseFormat)


# In pieces a text of two paragraphs is cut in two: there is room for an answer in each.
PIECES: dict[str, Any] = {"split": {"by": "paragraph", "count": 1}}


@pytest.mark.parametrize(
    ("thing", "change"), [*((thing, {}) for thing in THINGS), ("text", PIECES)]
)
def test_what_answers_came_to_goes_out_as_if_one_had_said_it(
    thing: str, change: dict[str, Any]
) -> None:
    place = decided(thing, **change)
    same = said_by_one(thing, composed(thing), **change)
    others = [said_by_one(thing, answer, **change) for answer in given(thing)]
    tasks = place.rows("SELECT count(*) FROM task WHERE project_id = :p AND state = 'done'")
    assert tasks == [(2 if change else 1,)]
    for format in FORMATS[thing]:
        found = released(place, format)
        assert found == released(same, format), format
        for other in others:
            assert found != released(other, format), f"{format}: it is none of the two"
