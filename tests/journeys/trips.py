"""Data sets that go in by one format, are worked on, and come out by another one."""

from __future__ import annotations

import base64
import hashlib
import io
import subprocess
import zipfile
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import httpx
import numpy as np
from sqlalchemy import text

from app.assets.media import ffmpeg
from app.core.database import transaction
from app.formats import Format, Record, detect, reader
from app.formats.clock import settled
from app.formats.pixels import tight
from app.formats.record import Refused
from app.formats.writers import WRITERS
from app.formats.writing import Asked, Notes
from app.labels import Adopter, annotation_json, facts_from, parse_schema, parts_of
from app.releases import rules
from tests.assets.drawn import drawing, encoded
from tests.assets.papers import Sheet, paper
from tests.assets.takes import spoken, wav
from tests.formats.made import SKELETON, bare, same
from tests.priced import PRICED

Marks = list[dict[str, Any]]
READ = {
    **{one.value: one for one in Format},
    **dict.fromkeys(("yolo_segment", "yolo_obb", "yolo_pose"), Format.YOLO),
    "cvat_video": Format.CVAT,
    "conll_iobes": Format.CONLL,
    "conll_characters": Format.CONLL,
}
"""What reads what a writer has written. Of `csv_items` nothing is a label that comes back, and a
template is read by whom it is written for."""


@dataclass(frozen=True)
class Thing:
    """A file, or a text, with what is right to say of it; each has one kind of marks."""

    name: str
    content: bytes | str
    marks: Marks

    @property
    def key(self) -> str:
        """By which it is known again under whatever name: its content."""
        content = self.content.encode() if isinstance(self.content, str) else self.content
        return hashlib.sha256(content).hexdigest()


@dataclass(frozen=True)
class Set:
    """A data set: its schema and its things."""

    modality: str
    labels: Marks
    things: tuple[Thing, ...]

    @property
    def schema(self) -> dict[str, Any]:
        """The label schema."""
        return {"modality": self.modality, "labels": self.labels}

    @property
    def asked(self) -> Asked:
        """What a writer is told of it."""
        return Asked(rules.categories([self.schema]), self.labels, {"version": "1.0"})

    @property
    def kinds(self) -> frozenset[str]:
        """The kinds of its labels."""
        return frozenset(str(one["kind"]) for one in self.labels)


def formats(of: Set) -> list[str]:
    """The formats that hold something of a set and can be read again."""
    return [
        name
        for name, writer in WRITERS.items()
        if name in READ and of.modality in writer.takes and writer.holds & of.kinds
    ]


def archive(of: Set, format: str, facts: Mapping[str, Mapping[str, Any]]) -> bytes:
    """The set as a zip of that format with its files, as somebody else would bring it."""
    writer, out = WRITERS[format], io.BytesIO()
    media: dict[str, bytes] = {}

    def records() -> Iterable[Record]:
        for number, one in enumerate(of.things, 1):
            known = facts[one.key]
            record = Record(one.name, annotations=one.marks, number=number)
            if isinstance(one.content, str):
                document = {"parts": [{"id": "text", "role": None, "text": one.content}]}
                record.document = document
            else:
                folder = writer.folder or "files"
                if format.startswith("yolo"):
                    folder = "images"
                record.media = f"{folder}/{one.name}"
                media[record.media] = one.content
                if of.modality == "picture":
                    record.width, record.height = known["width"], known["height"]
                elif "modality" in known:
                    record.facts = known
            yield record

    with zipfile.ZipFile(out, "w") as packed:
        if writer.many is not None:
            for file in writer.many(records(), of.asked, Notes()):
                packed.writestr(file.name, file.whole())
        else:
            assert writer.one is not None
            content = b"".join(writer.one(records(), of.asked, Notes()))
            packed.writestr(f"annotations.{writer.suffix}", content)
        for name, content in media.items():
            packed.writestr(name, content)
    return out.getvalue()


def read_back(
    of: Set, format: str, content: bytes, facts: Mapping[str, Mapping[str, Any]]
) -> dict[str, Marks]:
    """What a stage of the same schema takes of what was released: answers by content. What it
    does not take of an item, because a format had another shape for it, is marked `unfit`."""
    adopt = Adopter(parse_schema(of.schema))
    found: dict[str, Marks] = {}
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        source = _source(packed)
        assert detect(source) is READ[format], format
        for one in reader(READ[format])(source):
            assert not isinstance(one, Refused), (format, one)
            if one.document is not None:
                whole = "\n".join(part["text"] for part in one.document["parts"])
                key = hashlib.sha256(whole.encode()).hexdigest()
                known = facts_from(width=None, height=None, parts=parts_of(one.document))
            else:
                assert one.media is not None, (format, one.name)
                key = hashlib.sha256(packed.read(one.media)).hexdigest()
                if key not in facts:  # a film loses what it says of its maker
                    (key,) = (each.key for each in of.things if one.media.endswith(each.name))
                known = _facts(facts[key])
            marks = one.annotations or ()
            if "modality" in facts[key]:
                marks, notes = settled(marks, facts[key])
                assert notes == [], (format, notes)
            assert known is not None
            adopted = adopt(known, marks)
            found[key] = [{"unfit": fault.code} for fault in adopted.faults]
            found[key] += [annotation_json(mark) for mark in adopted.answer.annotations]
    return found


def _source(packed: zipfile.ZipFile) -> Any:
    """The files of the archive, its own list of them too: which is no label file."""

    class Names:
        def names(self) -> list[str]:
            return packed.namelist()

        def refused(self) -> list[Refused]:
            return []

        def open(self, name: str) -> Any:
            return io.BytesIO(packed.read(name))

    return Names()


def _facts(known: Mapping[str, Any]) -> Any:
    if "modality" in known:
        return facts_from(width=None, height=None, media=known)
    return facts_from(width=known["width"], height=known["height"])


def alike(ours: Marks, theirs: Marks, within: float = 1e-4) -> bool:
    """Whether two answers say the same, in whatever order, under whatever ids."""
    left, right = ([_said(one) for one in sorted(side, key=_order)] for side in (ours, theirs))
    return same(left, right, within)


def _said(one: Mapping[str, Any]) -> dict[str, Any]:
    told = bare(one, "attributes", "name")
    # Relations name what they join by ids, which are a format's own.
    for end in ("from", "to"):
        told.pop(end, None)
    empty: tuple[Any, ...] = (None, {}, [], ())
    return {key: value for key, value in told.items() if value not in empty}


def _order(one: Mapping[str, Any]) -> str:
    return str(sorted((key, _rounded(value)) for key, value in _said(one).items()))


def _rounded(value: Any) -> Any:
    if isinstance(value, float | int) and not isinstance(value, bool):
        return round(value, 2) + 0.0
    if isinstance(value, list | tuple):
        return [_rounded(one) for one in value]
    if isinstance(value, dict):
        return sorted((key, _rounded(one)) for key, one in value.items())
    return value


@dataclass
class Trips:
    """An organisation with a project, through the application in this process."""

    web: Any
    boss: Any = field(init=False)
    home: str = field(init=False)
    worker: Any = field(init=False)
    _versions: int = 0

    def __post_init__(self) -> None:
        self.boss = self.web.person()
        house = self.post("/organisations", name="한빛데이터")["id"]
        self.project = self.post(f"/organisations/{house}/projects", name="왕복")["id"]
        self.home = f"/projects/{self.project}"
        self.post(f"{self.home}/funding", amount=10_000_000)
        self.post(f"{self.home}/open", 200)
        self.worker = self.web.person()
        self.web.join(self.project, self.worker, "worker")

    def post(self, path: str, status: int = 201, who: Any = None, **body: Any) -> Any:
        """Send; the answer's JSON."""
        headers = {"idempotency-key": f"trip-{path[-40:]}-{self._next()}".replace("/", "-")}
        answer = (who or self.boss).http.post(path, json=body, headers=headers)
        assert answer.status_code == status, (path, answer.text)
        return answer.json() if answer.content else None

    def _next(self) -> int:
        self._versions += 1
        return self._versions

    def stage(self, of: Set) -> int:
        """A stage that asks what the set's schema says; nothing of it is inspected."""
        made = self.post(
            f"{self.home}/stages", name=f"공정 {self._next()}", inspect1="none", holds=50
        )["id"]
        place = f"{self.home}/stages/{made}"
        self.post(f"{place}/schemas", definition=of.schema)
        self.post(f"{place}/prices", level0=10, level1=10, level2=10, **PRICED)
        self.post(f"{place}/open", 200)
        return int(made)

    def bring(self, stage: int, name: str, content: bytes, **more: Any) -> dict[str, Any]:
        """Upload and import; the batch when it is over."""
        told = base64.b64encode(name.encode()).decode()
        tus = {"Tus-Resumable": "1.0.0"}
        begun = self.boss.http.post(
            f"{self.home}/uploads",
            headers=tus
            | {"Upload-Length": str(len(content)), "Upload-Metadata": f"filename {told}"},
        )
        upload = begun.json()["id"]
        kind = {"Content-Type": "application/offset+octet-stream", "Upload-Offset": "0"}
        sent = self.boss.http.patch(
            f"{self.home}/uploads/{upload}", content=content, headers=tus | kind
        )
        assert sent.status_code == 204, sent.text
        asked = self.post(f"{self.home}/imports", 202, stage_id=stage, upload_id=upload, **more)
        self.web.work()
        return dict(self.boss.http.get(f"{self.home}/batches/{asked['id']}").json())

    def taken(self, stage: int) -> tuple[dict[str, Marks], dict[str, dict[str, Any]]]:
        """What the stage's items came with, and what is known of each file, by content."""
        rows = self._rows(
            """SELECT a.sha256, a.width, a.height, a.facts, a.document, i.prelabels
               FROM item i JOIN asset a ON a.project_id = i.project_id AND a.id = i.asset_id
               WHERE i.project_id = :p AND i.stage_id = :stage""",
            stage=stage,
        )
        said, facts = {}, {}
        for row in rows:
            key = row.sha256
            if row.document is not None:
                whole = "\n".join(part["text"] for part in row.document["parts"])
                key = hashlib.sha256(whole.encode()).hexdigest()
            said[key] = (row.prelabels or {"annotations": []})["annotations"]
            facts[key] = row.facts or {"width": row.width, "height": row.height}
        return said, facts

    def _rows(self, statement: str, **values: Any) -> list[Any]:
        with transaction() as s:
            return list(s.execute(text(statement), values | {"p": self.project}))

    def work(self, stage: int, of: Set) -> None:
        """Everything is handed in as it was suggested."""
        place = f"{self.home}/stages/{stage}"
        self.post(f"{place}/openings", 202)
        self.web.work()
        empty = {"modality": of.modality, "annotations": []}
        while leases := self.post(f"{place}/claims", who=self.worker, level=0, count=20)["leases"]:
            for lease in leases:
                answer = lease["item"]["suggested"] or empty
                path = f"{self.home}/assignments/{lease['id']}/submission"
                self.post(path, who=self.worker, answer=answer)

    def release(self, stage: int, *wanted: str, media: bool = True) -> dict[str, bytes]:
        """Releases of the stage by format, as they are downloaded."""
        asked = {
            format: self.post(
                f"{self.home}/releases",
                202,
                stage_id=stage,
                version=f"{self._next()}.0",
                format=format,
                media=media,
            )["id"]
            for format in wanted
        }
        self.web.work()
        return {format: self.download(release) for format, release in asked.items()}

    def download(self, release: int) -> bytes:
        """What is in it."""
        told = self.boss.http.get(f"{self.home}/releases/{release}").json()
        assert told["state"] == "ready", told
        link = self.boss.http.get(f"{self.home}/releases/{release}/download").json()
        content = (
            httpx.get(link["url"])  # of the storage's own
            if link["url"].startswith("http")
            else self.web.stranger().http.get(f"http://testserver{link['url']}")
        ).content
        assert hashlib.sha256(content).hexdigest() == told["sha256"]
        return bytes(content)


# --- what is worked on ----------------------------------------------------------------------


def label(kind: str, **more: Any) -> dict[str, Any]:
    """A label of a kind, under its name, with classes of its own."""
    classes = [{"id": f"{kind}-{one}"} for one in ("가", "b")]
    return {"kind": kind, "name": kind, "classes": classes, **more}


def _mark(kind: str, at: int = 0, **said: Any) -> dict[str, Any]:
    of = f"{kind}-{'가b'[at % 2]}"
    return {"id": f"m{at}", "name": kind, "kind": kind, "class": of, **said}


def _whole(kind: str, name: str = "", **said: Any) -> dict[str, Any]:
    return {"id": "w", "name": name or kind, "kind": kind, **said}


def _mask(left: int, upper: int) -> dict[str, Any]:
    cut = np.zeros((480, 640), bool)
    cut[upper : upper + 40, left : left + 60] = True
    cut[upper + 10 : upper + 20, left + 10 : left + 30] = False
    return tight(cut) or {}


@cache
def pictures() -> Set:
    """Each kind of shape on a picture of its own, one of two folders, and one picture without."""
    shapes: dict[str, Marks] = {
        "box": [
            _mark("box", 0, x=10.5, y=20.25, width=100, height=50),
            _mark("box", 1, x=300, y=200, width=0.5, height=33.125),
        ],
        "rotated_box": [_mark("rotated_box", x=320, y=240, width=90, height=40, angle=30)],
        "polygon": [_mark("polygon", points=[[10, 10], [200.5, 20], [150, 220.25], [30, 90]])],
        "polyline": [_mark("polyline", points=[[0, 0], [100, 40.5], [639, 479]])],
        "point": [_mark("point", x=12.5, y=40), _mark("point", 1, x=0, y=479)],
        "keypoints": [_mark("keypoints", points=[[100, 100, 2], [150, 120, 1], [0, 0, 0]])],
        "mask": [_mark("mask", 0, **_mask(20, 30)), _mark("mask", 1, **_mask(200, 100))],
        "cuboid": [
            _mark(
                "cuboid",
                points=[
                    *([50, 50], [150, 50], [150, 150], [50, 150]),
                    *([90, 30], [190, 30], [190, 130], [90, 130]),
                ],
            )
        ],
        "class": [_whole("class", classes=["class-가"])],
    }
    labels = [label(kind) for kind in shapes if kind != "class"]
    labels.append(label("class", required=False))
    skeleton = {"points": [{"id": one} for one in SKELETON], "edges": [[0, 1]]}
    labels = [one | {"skeleton": skeleton} if one["kind"] == "keypoints" else one for one in labels]
    things = [
        Thing(f"{'가' if at % 2 else 'b'}/{kind}.png", _png(at), marks)
        for at, (kind, marks) in enumerate(shapes.items(), 1)
    ]
    things += [Thing("가/1.png", _png(20), []), Thing("b/1.png", _png(21), [])]
    return Set("picture", labels, tuple(things))


def _png(seed: int) -> bytes:
    return encoded("PNG", drawing(640, 480, seed=seed))


@cache
def texts() -> Set:
    """Sentences with spans of whole words, and choices."""
    said = [
        ("한빛데이터 😀 서울 사무실", [(0, 5), (8, 10)]),
        ("이순신 장군 만세", [(0, 6)]),
    ]
    things = [
        Thing(
            f"말/{at}",
            whole,
            [
                _mark("span", nth, part="text", start=start, end=end)
                for nth, (start, end) in enumerate(spans)
            ],
        )
        for at, (whole, spans) in enumerate(said, 1)
    ]
    things += [
        Thing("말/3", "좋은 글이에요", [_whole("class", classes=["class-b"])]),
        Thing("말/4", "아무것도 없는 글", []),
    ]
    return Set("text", [label("span"), label("class", required=False)], tuple(things))


@cache
def written() -> Set:
    """Sentences that somebody answers in his own words, or rates."""
    things = (
        Thing("말/1", "옮겨 주세요", [_whole("writing", text="Please translate\n둘째 줄")]),
        Thing("말/2", "점수를 매겨 주세요", [_whole("rating", value=4)]),
        Thing("말/3", "아무 말도 없는 글", []),
    )
    labels = [
        {"kind": "writing", "name": "writing", "required": False},
        {"kind": "rating", "name": "rating", "max": 5, "required": False},
    ]
    return Set("text", labels, things)


@cache
def sounds() -> Set:
    """Recordings with what was said when."""
    lines = label("segment", texts=[{"name": one, "required": False} for one in ("말", "표준어")])
    lines["classes"] = [{"id": "speech"}]
    spoken_of = [
        [
            _talk(0, 100, 900, 말="밥 묵었나?", 표준어="밥 먹었니?"),
            _talk(1, 1_000, 1_900, 말="하모"),
        ],
        [],
    ]
    things = [
        Thing(f"녹음/{at}.wav", wav(spoken(3.0, seed=at)), marks)
        for at, marks in enumerate(spoken_of, 1)
    ]
    return Set("sound", [lines], tuple(things))


def _talk(at: int, start: float, end: float, **texts: str) -> dict[str, Any]:
    said = {"class": "speech", "start": start, "end": end, "texts": texts}
    return {"id": f"s{at}", "name": "segment", "kind": "segment", **said}


@cache
def films(folder: Path) -> Set:
    """Short films with what moves through them."""
    frames = [
        {"frame": 0, "x": 10, "y": 20, "width": 30, "height": 20},
        {"frame": 20, "x": 30, "y": 25, "width": 30, "height": 20},
        {"frame": 30, "outside": True},
    ]
    moving: list[Marks] = [
        [_mark("box_track", keyframes=frames)],
        [_mark("point_track", keyframes=[{"frame": 3, "x": 5, "y": 6}])],
        [],
    ]
    labels = [label("box_track"), label("point_track")]
    things = [Thing(f"길/{at}.mp4", _film(folder, at), marks) for at, marks in enumerate(moving, 1)]
    return Set("video", labels, tuple(things))


def _film(folder: Path, shade: int) -> bytes:
    out = folder / f"{shade}.mp4"
    source = f"color=0x{shade * 40:02x}8080:size=96x64:rate=25:duration=2"
    command = [ffmpeg.program("libx264"), "-loglevel", "error", "-y", "-f", "lavfi", "-i", source]
    subprocess.run([*command, "-c:v", "libx264", "-pix_fmt", "yuv420p", str(out)], check=True)
    return out.read_bytes()


@cache
def papers() -> Set:
    """Documents with boxes on their pages."""
    fields = [
        _mark("page_box", part="p1", x=100.5, y=90, width=200, height=40, text="12,000원"),
        _mark("page_box", 1, part="p2", x=10, y=10, width=50, height=20),
    ]
    things = (
        Thing("영수증/a.pdf", paper(Sheet(b""), Sheet(b"")), fields),
        Thing("b/a.pdf", paper(Sheet(b"", size=(300, 400))), []),
    )
    return Set("document", [label("page_box", text="optional")], things)


@cache
def series() -> Set:
    """Measurements with phases and moments."""
    rows = "time,EEG\n" + "".join(f"{at * 4},{at % 7}\n" for at in range(500))
    other = rows.replace("EEG", "EOG")
    marks = [
        {"id": "p", "name": "segment", "kind": "segment", "class": "segment-가", "start": 100,
         "end": 900},
        {"id": "e", "name": "event", "kind": "event", "class": "event-b", "at": 1_200},
    ]  # fmt: skip
    things = (Thing("밤/1.csv", rows.encode(), marks), Thing("밤/2.csv", other.encode(), []))
    return Set("series", [label("segment"), label("event")], things)


SETS: dict[str, Callable[[Path], Set]] = {
    "picture": lambda _: pictures(),
    "text": lambda _: texts(),
    "written": lambda _: written(),
    "sound": lambda _: sounds(),
    "video": films,
    "document": lambda _: papers(),
    "series": lambda _: series(),
}
