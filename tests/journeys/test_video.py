"""Three films of cars, people and bottles become tracks: keyframes by two people, one inspector;
what goes out as CVAT's XML and as MOT comes back equal, and frames are those that FFmpeg counts."""

from __future__ import annotations

import csv
import io
import shutil
import subprocess
from contextlib import closing
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

from app.assets.media.ffmpeg import program
from app.formats import subtitles
from app.formats.clock import settled
from tests.conftest import Database, Program, Server
from tests.formats.sources import Files, split
from tests.journeys.media import DATA, Media, Thing, journey, said, whole
from tests.journeys.texts import Marks

FOLDER = DATA / "video"
FILMS = ("bottle-detection.mp4", "car-detection.mp4", "one-by-one-person-detection.mp4")

pytestmark = [
    pytest.mark.skipif(not FOLDER.is_dir(), reason="the three films are not beside the repository"),
    pytest.mark.timeout(600),
]

SCHEMA: dict[str, Any] = {
    "modality": "video",
    "labels": [
        {
            "kind": "box_track",
            "name": "objects",
            "classes": [{"id": "car", "ko": "차"}, {"id": "person"}, {"id": "bottle"}],
            "attributes": [{"name": "색", "kind": "text"}],
        },
        {"kind": "polygon_track", "name": "areas", "classes": [{"id": "road"}]},
        {"kind": "point_track", "name": "spots", "classes": [{"id": "lamp"}]},
        {
            "kind": "segment",
            "name": "scene",
            "classes": [{"id": "busy"}],
            "texts": [{"name": "말", "required": False}],
        },
        {"kind": "event", "name": "enters", "classes": [{"id": "enters"}]},
        {"kind": "class", "name": "light", "classes": [{"id": "day"}, {"id": "night"}]},
    ],
}


def counted(path: Path) -> int:
    """The frames of a film: by ffprobe where there is one, else as FFmpeg decodes them."""
    probe = shutil.which("ffprobe")
    if probe is not None:
        asked = [probe, "-v", "error", "-select_streams", "v:0", "-count_frames"]
        asked += ["-show_entries", "stream=nb_read_frames", "-of", "csv=p=0", str(path)]
        done = subprocess.run(asked, capture_output=True, check=True, text=True)
        return int(done.stdout.strip().strip(","))
    asked = [program(), "-v", "error", "-i", str(path), "-map", "0:v:0", "-fps_mode"]
    asked += ["passthrough", "-f", "framehash", "-hash", "crc32", "-"]
    done = subprocess.run(asked, capture_output=True, check=True, text=True)
    return sum(1 for line in done.stdout.splitlines() if not line.startswith("#"))


def at(frame: int, x: float, y: float, width: float, height: float, **more: Any) -> dict[str, Any]:
    return {"frame": frame, "x": x, "y": y, "width": width, "height": height} | more


def tracks(class_: str, length: int) -> Marks:
    """Tracks over the whole length: what comes, is hidden and goes; what stays to the end; what is
    there on the last frame alone."""
    last = length - 1
    box = {"kind": "box_track", "name": "objects", "class": class_}
    return [
        box
        | {
            "id": "t1",
            "attributes": {"색": "빨강"},
            "keyframes": [
                at(0, 10, 20, 50, 60.5),
                at(31, 103, 20, 50, 60.5, occluded=True),
                at(64, 70, 40.25, 80, 60.5),
                {"frame": 90, "outside": True},
                at(120, 0, 0, 300, 200),
                at(121, 8, 0, 300, 200),
                {"frame": last, "outside": True},
            ],
        },
        box
        | {"id": "t2", "keyframes": [at(last // 2, 100, 100, 30, 30), at(last, 130, 90, 30, 30)]},
        box | {"id": "t3", "keyframes": [at(last, 5, 5, 10, 10)]},
        {
            "id": "t4",
            "kind": "polygon_track",
            "name": "areas",
            "class": "road",
            "keyframes": [
                {"frame": 3, "points": [[10, 10], [110, 10], [60, 100]]},
                {"frame": 40, "points": [[20, 12], [120, 10], [130, 90], [30, 110]]},
                {"frame": 77, "points": [[20, 12], [120, 10], [60, 130]], "occluded": True},
            ],
        },
        {
            "id": "t5",
            "kind": "point_track",
            "name": "spots",
            "class": "lamp",
            "keyframes": [{"frame": 1, "x": 1.5, "y": 2.5}, {"frame": 100, "x": 200, "y": 30}],
        },
        {
            "id": "s1",
            "kind": "segment",
            "name": "scene",
            "class": "busy",
            "start": 29,
            "end": length,
            "texts": {"말": "차가 지나가요"},
        },
        {"id": "e1", "kind": "event", "name": "enters", "class": "enters", "at": last},
        {"id": "c1", "kind": "class", "name": "light", "classes": ["day"]},
    ]


def careless(one: Thing, number: int) -> Marks:
    """Nobody but the inspector sees that the first film's object is hidden, and that the second's
    comes back."""
    if "person" in one.name:
        return one.truth
    first = one.truth[0]
    frames = first["keyframes"][:4] if "bottle" in one.name else first["keyframes"][1:]
    return [first | {"keyframes": frames}, *one.truth[1:]]


def of_kinds(way: Media, *kinds: str) -> None:
    """From here on only these are true: what a format holds."""
    for name, one in list(way.pictures.items()):
        truth = [mark for mark in one.truth if mark["kind"] in kinds]
        way.pictures[name] = Thing(name, one.content, truth)


def test_from_films_to_an_inspected_exported_set_of_tracks(
    database: Database, server: Server, background: Program, tmp_path: Path
) -> None:
    lengths = {name: counted(FOLDER / name) for name in FILMS}
    things = [
        Thing(f"film/{name}", (FOLDER / name).read_bytes(), tracks(class_, lengths[name]))
        for name, class_ in zip(FILMS, ("bottle", "car", "person"), strict=True)
    ]
    first = things[0]
    late = first.truth[2] | {"keyframes": [at(lengths[FILMS[0]], 5, 5, 10, 10)]}
    wrong = [late if mark["id"] == late["id"] else mark for mark in first.truth]
    way = journey(
        server.url,
        database.settings.outbox,
        things,
        schema=SCHEMA,
        faulty={first.name: (wrong, "past_last_frame")},
    )
    with closing(way):
        way.gather()
        way.design()
        way.bring()
        for name, length in lengths.items():
            assert way.facts[f"film/{name}"]["length"] == length
            kept = tmp_path / name
            kept.write_bytes(way.kept[f"film/{name}"])
            assert counted(kept) == length
        way.work(careless)
        way.inspect(lambda _: {"x": 12, "y": 30.5, "at": 31})
        assert way.mended == {"fix": 1, "return": 1}
        way.must_be_accepted()
        way.lines()

        xml = way.packed("cvat_video")
        lines = way.packed("mot")
        for name, length in lengths.items():
            stem = name.removesuffix(".mp4")
            must_be_cvat(xml[f"annotations/film/{stem}.xml"], length, tmp_path / name)
            must_be_mot(lines, f"film/{stem}", length)

        must_be_read(way.packed("vtt"), way)
        way.must_come_back("jsonl")
        of_kinds(way, "box_track", "polygon_track", "point_track")
        way.must_come_back("cvat_video", "id", files=xml)
        of_kinds(way, "box_track")
        way.must_come_back("mot", "id", "attributes", files=files_of_boxes(lines))


def must_be_read(files: dict[str, bytes], way: Media) -> None:
    """Subtitles have milliseconds, which become the same frames."""
    found, refused = split(subtitles.read_vtt(Files(files)))
    assert refused == []
    for record in found:
        name = record.name.removeprefix("videos/")
        marks, notes = settled(record.annotations or (), way.facts[name])
        truth = [mark for mark in way.pictures[name].truth if mark["kind"] == "segment"]
        assert notes == []
        assert said(marks, "hint") == said(truth, "id", "name")


def files_of_boxes(files: dict[str, bytes]) -> dict[str, bytes]:
    """Without the lines of outlines, which are boxes there, under a class of their own."""
    return {
        name: b"".join(
            line for line in content.splitlines(keepends=True) if line.split(b",")[7] != b"4"
        )
        if name.endswith("gt.txt")
        else content
        for name, content in files.items()
    }


def must_be_cvat(content: bytes, length: int, film: Path) -> None:
    """Frames count from 0 to the film's last, keyframes are those that were set, and what goes
    away ends with an outside shape."""
    root = ElementTree.fromstring(content)
    assert root.findtext("meta/task/size") == str(length)
    assert root.findtext("meta/task/stop_frame") == str(length - 1) == str(counted(film) - 1)
    first, second, third, road, lamp = root.findall("track")
    keys = [int(one.attrib["frame"]) for one in first if one.attrib["keyframe"] == "1"]
    assert keys == [0, 31, 64, 90, 120, 121, length - 1]
    outside = [int(one.attrib["frame"]) for one in first if one.attrib["outside"] == "1"]
    assert outside == [90, length - 1]
    by_frame = {int(one.attrib["frame"]): one.attrib for one in first}
    assert by_frame[10]["xtl"] == "40"  # 10 + 10 / 31 of the way to 103
    assert max(int(one.attrib["frame"]) for one in second) == length - 1
    assert [one.attrib["frame"] for one in third] == [str(length - 1)]
    assert len(road) == length - 3
    assert len(lamp) == length - 1


def must_be_mot(files: dict[str, bytes], folder: str, length: int) -> None:
    """Frames count from 1 to the film's last."""
    about = files[f"{folder}/seqinfo.ini"].decode()
    assert f"seqLength={length}\n" in about
    rows = list(csv.reader(io.StringIO(files[f"{folder}/gt/gt.txt"].decode())))
    by_track: dict[str, list[int]] = {}
    for row in rows:
        by_track.setdefault(row[1], []).append(int(row[0]))
    gone = set(range(91, 121))
    assert by_track["1"] == [frame for frame in range(1, length) if frame not in gone]
    assert by_track["3"] == [length]
    hidden = {int(row[0]) for row in rows if row[1] == "1" and row[8] == "0"}
    assert hidden == set(range(32, 65))
    assert whole(float(rows[10][2])) == 40
