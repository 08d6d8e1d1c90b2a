"""Tracks: what is seen between keyframes, and how far two of them are the same."""

import json
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from app.labels import check, parse_answer, parse_schema
from app.labels.base import Said, VideoFacts
from app.labels.track import (
    BOX_TRACK,
    POINT_TRACK,
    POLYGON_TRACK,
    BoxTrack,
    BoxTrackLabel,
    PointTrack,
    PolygonTrack,
    Track,
    corners,
    shape_at,
    stretches,
)

CASES = json.loads(
    (Path(__file__).parents[2] / "frontend/tests/unit/annotate-video/track-cases.json").read_text()
)
KINDS: dict[str, type[Track]] = {
    "box_track": BoxTrack,
    "polygon_track": PolygonTrack,
    "point_track": PointTrack,
}


def made(kind: str, keyframes: list[dict[str, Any]], **more: Any) -> Any:
    return KINDS[kind].model_validate(
        {"id": "t", "name": "q", "kind": kind, "class": "a", "keyframes": keyframes, **more}
    )


def box(frame: int, x: float, y: float = 0, width: float = 10, height: float = 10) -> Any:
    return {"frame": frame, "x": x, "y": y, "width": width, "height": height}


@pytest.mark.parametrize("case", CASES["interpolation"], ids=lambda case: case["name"])
def test_between_keyframes_the_recorded_shapes_are_seen(case: dict[str, Any]) -> None:
    track = made(case["kind"], case["keyframes"])
    for seen in case["seen"]:
        shown = shape_at(track, seen["frame"])
        expected = seen["shape"]
        if expected is None:
            assert shown is None
        else:
            assert shown is not None
            assert list(shown.numbers) == expected["numbers"]
            assert shown.occluded == expected["occluded"]


def test_an_outline_that_is_given_corners_keeps_its_form() -> None:
    square = [[0, 0], [8, 0], [8, 8], [0, 8]]
    more = [[0, 0], [4, 0], [8, 0], [8, 4], [8, 8], [4, 8], [0, 8]]
    track = made("polygon_track", [{"frame": 0, "points": square}, {"frame": 1000, "points": more}])
    shown = shape_at(track, 1)
    assert shown is not None
    assert len(shown.numbers) == 2 * len(more)
    # One frame in a thousand: still the square, to a hundredth of a pixel.
    still = made("polygon_track", [{"frame": 1, "points": square}])
    now = made("polygon_track", [{"frame": 1, "points": corners(shown.numbers)}])
    assert POLYGON_TRACK.overlap(still, now) > 0.999


def test_a_keyframe_has_a_shape_or_is_outside() -> None:
    for wrong in (
        {"frame": 0, "x": 1, "y": 1},
        {"frame": 0},
        {"frame": 0, "outside": True, "x": 1, "y": 1, "width": 1, "height": 1},
        {"frame": 0, "outside": True, "occluded": True},
        {"frame": -1, "outside": True},
        {"frame": 0.5, **dict.fromkeys(("x", "y", "width", "height"), 1)},
    ):
        with pytest.raises(ValidationError):
            made("box_track", [wrong])
    with pytest.raises(ValidationError):
        made("box_track", [])


def test_where_it_is_there() -> None:
    track = made(
        "box_track",
        [box(3, 0), {"frame": 9, "outside": True}, {"frame": 12, "outside": True}, box(20, 0)],
    )
    assert list(stretches(track)) == [(3, 9), (20, None)]


def test_two_tracks_are_the_same_as_far_as_they_are_frame_by_frame() -> None:
    one = made("box_track", [box(0, 0), box(99, 99)])
    same_way = made("box_track", [box(0, 0), box(33, 33), box(99, 99)])
    aside = made("box_track", [box(0, 5), box(99, 104)])
    half_the_time = made("box_track", [box(0, 0), box(50, 50), {"frame": 50 + 1, "outside": True}])
    elsewhere = made("box_track", [box(0, 500)])
    assert BOX_TRACK.overlap(one, one) == 1.0
    assert BOX_TRACK.overlap(one, same_way) == pytest.approx(1.0)
    assert BOX_TRACK.overlap(one, aside) == pytest.approx(1 / 3)  # 5 of 15 pixels, on every frame
    assert BOX_TRACK.overlap(one, half_the_time) == pytest.approx(0.51, abs=0.01)
    assert BOX_TRACK.overlap(one, elsewhere) == 0.0
    point, near = (made("point_track", [{"frame": 0, "x": x, "y": 0}]) for x in (0, 10))
    assert POINT_TRACK.overlap(point, near) == pytest.approx(0.5)


def test_what_most_tracked_is_the_consensus() -> None:
    label = BoxTrackLabel.model_validate(
        {"kind": "box_track", "name": "q", "classes": [{"id": "a"}]}
    )

    def said(*tracks: BoxTrack) -> Said[BoxTrack]:
        return Said(tracks, {}, lambda *_: 0.0)

    car = [made("box_track", [box(0, dx), box(90, 90 + dx)]) for dx in (0, 1, 2)]
    other = made("box_track", [box(0, 300)])
    chosen = BOX_TRACK.consensus(label, [said(car[0]), said(car[1], other), said(car[2])])
    assert list(chosen) == [car[1]]
    assert BOX_TRACK.similarity(label, said(car[0]), said(car[0])) == 1.0
    assert BOX_TRACK.statistics(label, [car[0], other]) == {
        "classes": {"a": 2},
        "tracks": 2,
        "keyframes": 3,
        "frames": 92,
    }


@pytest.mark.parametrize("case", CASES["faults"], ids=lambda case: case["name"])
def test_the_recorded_faults_are_what_the_server_finds(case: dict[str, Any]) -> None:
    schema = parse_schema({"modality": "video", "labels": CASES["labels"]})
    answer = parse_answer({"modality": "video", "annotations": case["annotations"]})
    found = [
        {"code": fault.code, "annotation": fault.annotation}
        for fault in check(schema, VideoFacts(**CASES["video"]), answer)
    ]
    assert found == case["faults"]
