"""Tracks of videos as CVAT's XML and as MOT: keyframes come back as they were set."""

import configparser
import csv
import io
import time
import tracemalloc
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.formats import Record, cvat, detect, mot, reader
from app.formats.clock import settled
from app.formats.tracks import KINDS, Seen, frames, keyframes
from app.formats.writers import WRITERS
from app.formats.writing import Asked, Category, Notes
from app.labels import Adopter, facts_from, parse_schema
from tests.formats.made import attributes, same
from tests.formats.sources import Files, split

GOLDEN = Path(__file__).parent / "golden" / "video"
FEW = settings(max_examples=60, deadline=None)
WIDTH, HEIGHT, LENGTH = 320, 240, 40
FACTS = {
    "modality": "video",
    "length": LENGTH,
    "width": WIDTH,
    "height": HEIGHT,
    "duration": 1_335,
    "rate": [30_000, 1_001],
    "sound": False,
}
ATTRIBUTES = [
    {"name": "colour", "kind": "choice", "options": [{"id": "빨강"}, {"id": "3"}]},
    {"name": "age", "kind": "number", "min": 0, "max": 99},
    {"name": "occluded", "kind": "flag"},
    {"name": "torn", "kind": "flag"},
    {"name": "note", "kind": "text"},
]
LABELS = [
    {
        "kind": kind,
        "name": kind,
        "classes": [{"id": f"{kind} 차"}, {"id": f"{kind} <b>"}],
        "attributes": ATTRIBUTES,
    }
    for kind in KINDS
]
ASKED = Asked(
    [
        Category(at, one["id"], label["name"], label["kind"])
        for at, (label, one) in enumerate(
            ((label, one) for label in LABELS for one in label["classes"]), 1
        )
    ],
    LABELS,
)


@st.composite
def track(draw: st.DrawFn, kind: str) -> dict[str, Any]:
    """A track that says nothing twice: no keyframe follows from those around it."""
    found: list[dict[str, Any]] = []
    frame = draw(st.integers(0, 6))
    while frame < LENGTH and len(found) < 6:
        if found and not found[-1].get("outside") and draw(st.integers(0, 3)) == 0:
            found.append({"frame": frame, "outside": True})
        else:
            # Each is on its own side of the line between its neighbours.
            swing = 1 if len(found) % 2 else 0
            made = {"frame": frame} | draw(placed(kind, swing))
            if draw(st.booleans()):
                made["occluded"] = True
            found.append(made)
        frame += draw(st.integers(1, 12))
    class_ = draw(st.sampled_from([f"{kind} 차", f"{kind} <b>"]))
    return {"kind": kind, "name": kind, "class": class_, "keyframes": found}


@st.composite
def placed(draw: st.DrawFn, kind: str, swing: int) -> dict[str, Any]:
    left = draw(st.floats(0, 40)) + 100 * swing
    upper = draw(st.floats(0, 40)) + 60 * swing
    if kind == "polygon_track":
        more = draw(st.integers(0, 3))
        tail = [[left + 60 - 5 * at, upper + 90 + at] for at in range(more)]
        return {"points": [[left, upper], [left + 80, upper], [left + 80, upper + 90], *tail]}
    if kind == "point_track":
        return {"x": left, "y": upper}
    sides = draw(st.floats(1, 60)), draw(st.floats(1, 60))
    return {"x": left, "y": upper, "width": sides[0], "height": sides[1]}


def record(marks: list[Any], name: str = "길/a.mp4") -> Record:
    return Record(name, media=f"videos/{name}", annotations=marks, number=1, facts=FACTS)


def written(format: str, *given: Record) -> tuple[dict[str, bytes], list[dict[str, Any]]]:
    writer, notes = WRITERS[format], Notes()
    assert writer.many is not None
    return {one.name: one.whole() for one in writer.many(given, ASKED, notes)}, notes.rows()


def back(format: str, marks: list[Any]) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """The tracks as they come back, and the notes."""
    given = record(marks)
    files, notes = written(format, given)
    source = Files(files | {given.media or "": b""})
    (found,), refused = split(reader(detect(source))(source))
    assert refused == []
    assert found.media == given.media
    return settled(found.annotations or (), FACTS)[0], notes


def alike(ours: list[Any], theirs: list[Any]) -> None:
    assert len(ours) == len(theirs)
    for one, other in zip(ours, theirs, strict=True):
        assert (one["kind"], one["class"]) == (other["kind"], other["class"])
        assert same(one["keyframes"], other["keyframes"], 1e-9), (one, other)


@pytest.mark.parametrize(
    ("format", "kinds"), [("cvat_video", tuple(KINDS)), ("mot", ("box_track",))]
)
@FEW
@given(data=st.data())
def test_keyframes_come_back(format: str, kinds: tuple[str, ...], data: Any) -> None:
    drawn = data.draw(st.lists(st.sampled_from(kinds).flatmap(track), max_size=4))
    found, notes = back(format, drawn)
    assert notes == []
    alike(drawn, found)


def test_what_is_tried_is_what_is_declared() -> None:
    assert WRITERS["cvat_video"].holds == set(KINDS)
    assert WRITERS["mot"].holds == {"box_track"}


@FEW
@given(drawn=track("box_track"), own=attributes, group=st.sampled_from([None, "g1"]))
def test_attributes_and_groups_of_tracks(drawn: Any, own: Any, group: Any) -> None:
    drawn |= {"attributes": own} | ({"group": group} if group else {})
    (found,), notes = back("cvat_video", [drawn])
    assert notes == []
    assert found.get("attributes", {}) == own
    assert found.get("group") == group
    _, notes = back("mot", [drawn])
    lost = {field for field in ("attributes", "group") if drawn.get(field)}
    assert {row["code"] for row in notes} == {f"{field}_left_out" for field in lost}


@pytest.mark.parametrize("format", ["cvat_video", "mot"])
@pytest.mark.parametrize("step", [0, 2])
def test_what_is_hidden_on_its_way_keeps_its_keyframes(format: str, step: int) -> None:
    """Nothing but `occluded` changes there: it stands, or goes on straight."""
    base = {"kind": "box_track", "name": "box_track", "class": "box_track 차"}
    keyframes = [
        {"frame": at, "x": 5 + step * at, "y": 7, "width": 30, "height": 40}
        | ({"occluded": True} if at in (5, 20) else {})
        for at in (0, 5, 9, 20)
    ]
    (found,), _ = back(format, [base | {"keyframes": keyframes}])
    assert same(found["keyframes"], keyframes, 1e-9)


def test_others_are_left_out_and_said() -> None:
    marks = [
        {"kind": "segment", "name": "scene", "class": "in", "start": 0, "end": 9},
        {"kind": "class", "name": "weather", "classes": ["sun"]},
    ]
    for format in ("cvat_video", "mot"):
        found, notes = back(format, marks)
        assert found == []
        assert {(row["code"], row["about"]) for row in notes} == {
            ("left_out", "scene"),
            ("left_out", "weather"),
        }
    ring = [[10, 10], [50, 10], [50, 40]]
    outline = {"kind": "polygon_track", "name": "polygon_track", "class": "polygon_track 차"}
    (box,), notes = back("mot", [outline | {"keyframes": [{"frame": 0, "points": ring}]}])
    assert [row["code"] for row in notes] == ["other_shape"]
    assert box["keyframes"] == [{"frame": 0, "x": 10, "y": 10, "width": 40, "height": 30}]


# A car that comes in, is hidden, leaves, and comes back to the end; another that stands.
TRACKS: list[dict[str, Any]] = [
    {
        "kind": "box_track",
        "name": "box_track",
        "class": "box_track 차",
        "attributes": {"colour": "빨강"},
        "keyframes": [
            {"frame": 2, "x": 10, "y": 20, "width": 30, "height": 40},
            {"frame": 6, "x": 30, "y": 20, "width": 30, "height": 40, "occluded": True},
            {"frame": 8, "x": 20, "y": 25.5, "width": 30, "height": 40},
            {"frame": 10, "outside": True},
            {"frame": 37, "x": 0, "y": 0, "width": 320, "height": 240},
        ],
    },
    {
        "kind": "point_track",
        "name": "point_track",
        "class": "point_track 차",
        "keyframes": [{"frame": 38, "x": 1.5, "y": 2}],
    },
]


def test_golden() -> None:
    files, _ = written("cvat_video", record(TRACKS))
    assert files["annotations/길/a.xml"] == (GOLDEN / "cvat.xml").read_bytes()
    files, _ = written("mot", record(TRACKS))
    for name in ("seqinfo.ini", "gt/labels.txt", "gt/gt.txt"):
        assert files[f"길/a/{name}"] == (GOLDEN / name.rpartition("/")[2]).read_bytes()


def test_cvat_has_each_frame_from_zero_and_an_outside_end() -> None:
    files, _ = written("cvat_video", record(TRACKS))
    root = ElementTree.fromstring(files["annotations/길/a.xml"])
    assert root.findtext("meta/task/size") == "40"
    assert root.findtext("meta/task/stop_frame") == "39"
    car, point = root.findall("track")
    rows = [(int(one.attrib["frame"]), one.attrib) for one in car]
    assert [frame for frame, _ in rows] == [*range(2, 11), 37, 38, 39]
    assert [frame for frame, one in rows if one["keyframe"] == "1"] == [2, 6, 8, 10, 37]
    assert [frame for frame, one in rows if one["outside"] == "1"] == [10]
    assert [frame for frame, one in rows if one["occluded"] == "1"] == [6, 7]
    by_frame = dict(rows)
    assert by_frame[4]["xtl"] == "20"  # half-way
    assert by_frame[9]["xtl"] == by_frame[10]["xtl"] == "20"  # it stands until it is gone
    assert [one.attrib["frame"] for one in point] == ["38", "39"]


def test_mot_is_what_the_challenge_says() -> None:
    """Read with nothing of ours: frames, ids and classes from 1."""
    files, _ = written("mot", record(TRACKS))
    about = configparser.ConfigParser()
    about.read_string(files["길/a/seqinfo.ini"].decode())
    assert about["Sequence"]["seqLength"] == "40"
    assert about["Sequence"].getint("imWidth") == WIDTH
    assert float(about["Sequence"]["frameRate"]) == pytest.approx(29.97, abs=0.001)
    rows = list(csv.reader(io.StringIO(files["길/a/gt/gt.txt"].decode())))
    assert all(len(row) == 9 for row in rows)
    assert [int(row[0]) for row in rows] == [*range(3, 11), 38, 39, 40]
    assert {row[1] for row in rows} == {"1"}
    names = files["길/a/gt/labels.txt"].decode().splitlines()
    assert {names[int(row[7]) - 1] for row in rows} == {"box_track 차"}
    assert [row[8] for row in rows[3:7]] == ["1", "0", "0", "1"]


def test_two_videos_of_one_stem() -> None:
    two = [record(TRACKS[:1], "a.mp4"), record([], "a.mov")]
    for format in ("cvat_video", "mot"):
        files, _ = written(format, *two)
        source = Files(files | {one.media or "": b"" for one in two})
        found, refused = split(reader(detect(source))(source))
        assert refused == []
        by_media = {one.media: len(one.annotations or ()) for one in found}
        assert by_media == {"videos/a.mp4": 1, "videos/a.mov": 0}


def test_a_stage_takes_them_with_the_end_of_the_video() -> None:
    """A MOT that does not say how long the video is has an end after its last frame."""
    files, _ = written("mot", record(TRACKS))
    del files["길/a/seqinfo.ini"]
    (found,), _ = split(mot.read(Files(files | {"길/a.mp4": b""})))
    labels = [LABELS[0]]
    schema = parse_schema({"modality": "video", "labels": labels})
    facts = facts_from(width=None, height=None, media=FACTS)
    assert facts is not None
    adopted = Adopter(schema)(facts, settled(found.annotations or (), FACTS)[0])
    assert adopted.faults == ()
    (one,) = adopted.answer.annotations
    assert one.keyframes[-1].frame == 37


def test_two_labels_with_one_class() -> None:
    """Classes belong to no label there; which label is meant comes back all the same."""
    two = [LABELS[0] | {"name": name, "classes": [{"id": "차"}]} for name in ("ours", "theirs")]
    asked = Asked([Category(at, "차", one["name"], "box_track") for at, one in enumerate(two)], two)
    one = TRACKS[0] | {"class": "차", "attributes": {}}
    marks = [one | {"name": name} for name in ("theirs", "ours")]
    facts = facts_from(width=None, height=None, media=FACTS)
    assert facts is not None
    for format in ("cvat_video", "mot"):
        writer = WRITERS[format]
        assert writer.many is not None
        made = {one.name: one.whole() for one in writer.many([record(marks)], asked, Notes())}
        source = Files(made | {"videos/길/a.mp4": b""})
        (found,), _ = split(reader(detect(source))(source))
        adopter = Adopter(parse_schema({"modality": "video", "labels": two}))
        adopted = adopter(facts, settled(found.annotations or (), FACTS)[0])
        assert adopted.faults == ()
        assert [one.name for one in adopted.answer.annotations] == ["theirs", "ours"]


@pytest.mark.parametrize("format", ["cvat_video", "mot"])
def test_memory_does_not_grow_with_a_video(format: str) -> None:
    """Two hundred thousand shapes are some 30 MB in CVAT's XML."""
    facts = FACTS | {"length": 20_000}
    still = {"frame": 0, "x": 1.25, "y": 2, "width": 30, "height": 40}
    one = {"kind": "box_track", "name": "box_track", "class": "box_track 차", "keyframes": [still]}
    given = Record("a.mp4", media="a.mp4", annotations=[one] * 10, facts=facts)
    writer = WRITERS[format]
    assert writer.many is not None
    size = 0
    tracemalloc.start()
    try:
        for file in writer.many([given], ASKED, Notes()):
            size += len(file.content) + sum(map(len, file.pieces))
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert size > 5_000_000
    assert peak < 8_000_000


# --- what others write -----------------------------------------------------------------------


def test_rounded_boxes_are_given_back_as_they_stand() -> None:
    """Whole pixels, as MOT17 has them: what is interpolated rounds to every line."""
    rows = [(frame, 10 + round(frame * 1.37), 20 + round((frame / 7) ** 2)) for frame in range(40)]
    lines = "".join(f"{frame + 1},7,{x},{y},30,40,1,3,0.3\n" for frame, x, y in rows)
    (found,), refused = split(mot.read(Files({"s/gt/gt.txt": lines.encode(), "s.mp4": b""})))
    assert refused == []
    (one,) = found.annotations or ()
    assert one["class"] == "car"
    shown = {seen.frame: seen for seen in frames(one, LENGTH) if not seen.outside}
    assert [(at, *map(round, shown[at].numbers[:2])) for at in range(40)] == rows
    assert all(seen.occluded for seen in shown.values())


def test_whole_pixels_that_go_straight_need_no_keyframes() -> None:
    lefts = [10 + 2 * at if at < 20 else 70 - at for at in range(40)]
    lines = "".join(f"{at + 1},7,{x},20,30,40\n" for at, x in enumerate(lefts))
    (found,), _ = split(mot.read(Files({"s/gt/gt.txt": lines.encode(), "s.mp4": b""})))
    (one,) = found.annotations or ()
    assert [each["frame"] for each in one["keyframes"]] == [0, 20, 39, 40]


def test_bad_lines_of_mot() -> None:
    content = (
        b"1,1,10,10,20,20,1,1,1\nx,1,1,1,1,1\n0,1,1,1,1,1\n1,2,3\n1.5,1,1,1,1,1\n"
        b"2,1,nan,10,20,20\n2,2,-5,-5,20,20,1,1,1\n3,2,400,10,20,20,1,1,1\n2,3,1,1,5,5,0,1,1\n"
    )
    about = b"[Sequence]\nimWidth=320\nimHeight=240\n"
    files = {"s/gt/gt.txt": content, "s/seqinfo.ini": about, "s/video.mp4": b""}
    (found,), refused = split(mot.read(Files(files)))
    assert [one.code for one in refused] == ["bad_row"] * 5 + ["cut_at_edge", "not_looked_at"]
    assert [one.row for one in refused[:2]] == ["s/gt/gt.txt, line 2", "s/gt/gt.txt, line 3"]
    first, second = found.annotations or ()
    assert second["keyframes"][0] == {"frame": 1, "x": 0, "y": 0, "width": 15, "height": 15}
    assert first["keyframes"][-1] == {"frame": 1, "outside": True}
    assert found.media == "s/video.mp4"


CVAT = """<annotations><meta><task><size>20</size><mode>interpolation</mode>
<labels><label><name>car</name><attributes><attribute><name>age</name>
<input_type>number</input_type></attribute></attributes></label></labels>
<original_size><width>320</width><height>240</height></original_size><source>{}</source>
</task></meta>{}</annotations>"""


def cvat_track(
    *shapes: str, source: str = "b.mp4", label: str = "car"
) -> tuple[list[Any], list[str]]:
    inner = (
        f'<track id="0" label="{label}" group_id="2">{"".join(shapes)}</track>' if shapes else ""
    )
    content = CVAT.format(source, inner).encode()
    read, refused = split(cvat.read(Files({"x/annotations.xml": content, "v/b.mp4": b""})))
    return [one.annotations for one in read if one.annotations is not None], [
        one.code for one in refused
    ]


def box(frame: int, left: float, more: str = "", own: str = "") -> str:
    sides = f'xtl="{left:.2f}" ytl="10.00" xbr="{left + 20:.2f}" ybr="30.00"'
    return f'<box frame="{frame}" {sides} {more}>{own}</box>'


def test_shapes_between_keyframes_that_do_not_follow_become_keyframes() -> None:
    """As a program writes them whose way between two keyframes is another one."""
    bent = [
        box(at, at if at < 5 else 3 * at, f'keyframe="{int(at in (0, 9))}"') for at in range(10)
    ]
    ((one,),), codes = cvat_track(*bent, box(10, 27, 'keyframe="1" outside="1"'))
    assert codes == []
    assert [(each["frame"], each.get("outside", False)) for each in one["keyframes"]] == [
        (0, False),
        (4, False),
        (5, False),
        (9, False),
        (10, True),
    ]
    assert one["group"] == "g2"


def test_two_decimals_make_no_keyframes() -> None:
    rows = [box(at, 10 + at * 7 / 9, f'keyframe="{int(at in (0, 9))}"') for at in range(10)]
    ((one,),), _ = cvat_track(*rows)
    assert [each["frame"] for each in one["keyframes"]] == [0, 9]


def test_attributes_that_change_on_the_way() -> None:
    own = '<attribute name="age">{}</attribute>'
    ((one,),), codes = cvat_track(box(0, 1, "", own.format(3)), box(5, 9, "", own.format(4)))
    assert (one["attributes"], codes) == ({"age": 3}, ["attributes_vary"])


@pytest.mark.parametrize(
    ("shape", "code"),
    [
        ('<box frame="-1" xtl="1" ytl="1" xbr="2" ybr="2"/>', "bad_frames"),
        ('<box frame="1" xtl="x" ytl="1" xbr="2" ybr="2"/>', "not_a_number"),
        ('<box frame="1" xtl="1" ytl="1" xbr="1" ybr="2"/>', "zero_area"),
        ('<box frame="1" xtl="1" ytl="1" xbr="900" ybr="2"/>', "past_edge"),
        ('<box frame="1" xtl="1" ytl="1" xbr="9" ybr="9" rotation="3"/>', "turned_track"),
        ('<box frame="1" outside="1" xtl="1" ytl="1" xbr="9" ybr="9"/>', "no_keyframes"),
        ('<polyline frame="1" points="1,1;2,2"/>', "unknown_shape"),
        ('<points frame="1" points="1,1;2,2"/>', "unknown_shape"),
        ('<polygon frame="1" points="1,1;2,2"/>', "zero_area"),
        ('<box frame="1"/><polygon frame="2"/>', "unknown_shape"),
    ],
)
def test_bad_tracks_of_cvat(shape: str, code: str) -> None:
    assert cvat_track(shape) == ([[]], [code])


def test_which_video_is_meant() -> None:
    assert cvat_track(source="b.mp4") == ([[]], [])
    assert cvat_track(source="other.mp4") == ([], ["no_media"])
    assert cvat_track(source="../b.mp4") == ([], ["no_media"])
    many = CVAT.replace("<meta>", "<meta><tasks><task/><task/></tasks>").format("b.mp4", "")
    read, refused = split(cvat.read(Files({"a.xml": many.encode(), "b.mp4": b""})))
    assert [one.code for one in refused] == ["several_videos"]
    assert [one.annotations for one in read] == [None]


def test_the_same_frame_twice() -> None:
    ((one,),), codes = cvat_track(box(3, 1), box(3, 5), box(1, 2))
    assert ([each["x"] for each in one["keyframes"]], codes) == ([2, 5], [])


def test_fifty_tracks_of_two_thousand_frames() -> None:
    """Out and in again in a few seconds, and a static one has one keyframe."""
    still = [Seen(at, (1.0, 2.0, 3.0, 4.0)) for at in range(200_000)]
    began = time.process_time()
    assert len(keyframes("box_track", still, 1e-7, gaps=True)) == 2
    wave = [Seen(at, (at % 97 * 1.0, at / 3, 30.0, 40.0)) for at in range(100_000)]
    assert len(keyframes("box_track", wave, 1e-7, gaps=True)) < 3_000
    assert time.process_time() - began < 10
