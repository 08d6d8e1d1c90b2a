"""Tracks in a video: what is seen of one object from frame to frame, of keyframes that a person
sets and of what follows from them.

From a keyframe to the next the shape goes straight, number by number; after the last keyframe it
stays to the end of the video. An `outside` keyframe has no shape: from it on the object isn't
there, until the next keyframe; before it the shape holds still. `occluded` holds from its keyframe
on. Two outlines of different counts of corners: the one with fewer is given more, each on the edge
whose pieces are the longest then (the first among equals), its pieces of one length; corner n then
goes to corner n. The editor does the same, held to the same recorded cases.
"""

import math
from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Annotated, Any, ClassVar, Literal, TypeAlias, TypeVar

from pydantic import Field, model_validator

from app.core.between import Numbers, between, corners
from app.core.outline import FEWEST, area, bounds
from app.labels.base import (
    Asked,
    Fault,
    Json,
    LabelType,
    Model,
    Number,
    PictureFacts,
    Shift,
    VideoFacts,
)
from app.labels.box import iou as box_iou
from app.labels.marks import Bounds, Mark, MarkLabel, Measure, marks_type
from app.labels.point import HALF, alike
from app.labels.shapes import Points, enclosed, iou, no_area, passes_edge

MAX_FRAME = 10_000_000
MAX_KEYFRAMES = 100_000
# Frames at which two tracks are compared: of more, as many evenly spread.
_SAMPLES = 120


class Keyframe(Model):
    """What somebody said of one frame: where the object is, or that it isn't there."""

    GEOMETRY: ClassVar[tuple[str, ...]]

    frame: Annotated[int, Field(ge=0, le=MAX_FRAME)]
    occluded: bool = False
    outside: bool = False

    @model_validator(mode="after")
    def _one_or_the_other(self) -> "Keyframe":
        given = [getattr(self, name) is not None for name in self.GEOMETRY]
        if self.outside and (any(given) or self.occluded):
            raise ValueError("a keyframe that is outside has no shape")
        if not self.outside and not all(given):
            raise ValueError(f"a keyframe has {', '.join(self.GEOMETRY)}, or is outside")
        return self

    def numbers(self) -> Numbers:
        """Its shape; only where it is not outside."""
        return tuple(getattr(self, name) for name in self.GEOMETRY)


class BoxKeyframe(Keyframe):
    """A box: upper left corner, width and height in pixels of the frame as shown."""

    GEOMETRY = ("x", "y", "width", "height")

    x: Number | None = None
    y: Number | None = None
    width: Number | None = None
    height: Number | None = None


class PolygonKeyframe(Keyframe):
    """An outline: its corners in order, in pixels of the frame as shown."""

    GEOMETRY = ("points",)

    points: Points | None = None

    def numbers(self) -> Numbers:
        """x and y of each corner."""
        return tuple(value for point in self.points or () for value in point)


class PointKeyframe(Keyframe):
    """A point, in pixels of the frame as shown."""

    GEOMETRY = ("x", "y")

    x: Number | None = None
    y: Number | None = None


class BoxTrackLabel(MarkLabel):
    """A question answered with tracks of boxes."""

    kind: Literal["box_track"]


class PolygonTrackLabel(MarkLabel):
    """A question answered with tracks of outlines."""

    kind: Literal["polygon_track"]


class PointTrackLabel(MarkLabel):
    """A question answered with tracks of points."""

    kind: Literal["point_track"]


class Track(Mark):
    """One object through a video: its keyframes, the earliest first."""

    keyframes: tuple[Any, ...]


K = TypeVar("K")
Keyframes: TypeAlias = Annotated[
    tuple[K, ...], Field(min_length=1, max_length=MAX_KEYFRAMES, strict=False)
]


class BoxTrack(Track):
    """A track of boxes."""

    kind: Literal["box_track"]
    keyframes: Keyframes[BoxKeyframe]


class PolygonTrack(Track):
    """A track of outlines."""

    kind: Literal["polygon_track"]
    keyframes: Keyframes[PolygonKeyframe]


class PointTrack(Track):
    """A track of points."""

    kind: Literal["point_track"]
    keyframes: Keyframes[PointKeyframe]


@dataclass(frozen=True, slots=True)
class Shown:
    """What is seen of an object on one frame."""

    numbers: Numbers
    occluded: bool


def shape_at(track: Track, frame: int) -> Shown | None:
    """What is seen of a track on a frame; None where the object isn't there."""
    keyframes: Sequence[Keyframe] = track.keyframes
    at = bisect_right(keyframes, frame, key=lambda one: one.frame) - 1
    if at < 0 or keyframes[at].outside:
        return None
    here = keyframes[at]
    after = keyframes[at + 1] if at + 1 < len(keyframes) else None
    numbers = here.numbers()
    if after is None or after.outside or here.frame == frame:
        return Shown(numbers, here.occluded)
    share = (frame - here.frame) / (after.frame - here.frame)
    return Shown(between(numbers, after.numbers(), share), here.occluded)


def stretches(track: Track) -> Iterator[tuple[int, int | None]]:
    """The frames on which the object is there, as (first, one after the last); None for the
    latter where that is the end of the video.
    """
    start: int | None = None
    for one in track.keyframes:
        if one.outside and start is not None:
            yield start, one.frame
            start = None
        elif not one.outside and start is None:
            start = one.frame
    if start is not None:
        yield start, None


# --- what one kind of shape is ----------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Kind:
    """How the numbers of a kind of shape are looked at."""

    what: str
    bounds: Callable[[Numbers], Bounds]
    flat: Callable[[Numbers], bool]  # encloses nothing, where it should
    overlap: Callable[[Numbers, Numbers], float]


def _box_bounds(numbers: Numbers) -> Bounds:
    x, y, width, height = numbers
    return x, y, x + width, y + height


def _box_flat(numbers: Numbers) -> bool:
    _, _, width, height = numbers
    return width <= 0 or height <= 0 or width * height <= 0


def _point_bounds(numbers: Numbers) -> Bounds:
    x, y = numbers
    return x, y, x, y


def _outline_flat(numbers: Numbers) -> bool:
    return len(numbers) < 2 * FEWEST or area(corners(numbers)) <= 0


def _outline_bounds(numbers: Numbers) -> Bounds:
    return bounds(corners(numbers)) if numbers else (0.0, 0.0, 0.0, 0.0)


def _outline_overlap(one: Numbers, other: Numbers) -> float:
    return iou(enclosed(corners(one)), enclosed(corners(other)))


_BOX = _Kind("box", _box_bounds, _box_flat, box_iou)
_POLYGON = _Kind("outline", _outline_bounds, _outline_flat, _outline_overlap)
_POINT = _Kind("point", _point_bounds, lambda _: False, lambda a, b: alike(math.dist(a, b)))


# --- checks -----------------------------------------------------------------------------------


def _check(kind: _Kind, asked: Asked, track: Track) -> list[Fault]:
    """The first of each sort: a track that is wrong on a hundred frames is wrong for one reason."""
    keyframes: Sequence[Keyframe] = track.keyframes
    facts = asked.video
    faults = []
    if any(one.frame >= two.frame for one, two in pairwise(keyframes)):
        sentence = "Its keyframes are not in the order of their frames; set them anew."
        faults.append(Fault("keyframes_unordered", track.id, sentence))
    if keyframes[0].outside:
        sentence = "It begins with a frame on which the object isn't there; remove that keyframe."
        faults.append(Fault("starts_outside", track.id, sentence))
    late = next((one for one in keyframes if one.frame >= facts.length), None)
    if late is not None:
        sentence = (
            f"It has a keyframe on frame {late.frame}, and the last of the video is "
            f"{facts.length - 1}; remove it."
        )
        faults.append(Fault("past_last_frame", track.id, sentence))
    shapes = [(one.frame, one.numbers()) for one in keyframes if not one.outside]
    flat = next((at for at, numbers in shapes if kind.flat(numbers)), None)
    if flat is not None:
        bare = no_area(track, kind.what)
        faults.append(replace(bare, sentence=f"On frame {flat}: {bare.sentence}"))
    size = PictureFacts(facts.width, facts.height)
    past = next((at for at, numbers in shapes if passes_edge(kind.bounds(numbers), size)), None)
    if past is not None:
        faults.append(_past_edge(kind, facts, track, past))
    return faults


def _past_edge(kind: _Kind, facts: VideoFacts, track: Track, frame: int) -> Fault:
    return Fault(
        "past_edge",
        track.id,
        f"On frame {frame} the {kind.what} passes the edge of the video "
        f"({facts.width} x {facts.height}); keep it inside.",
    )


# --- comparing --------------------------------------------------------------------------------


def _overlap(kind: _Kind, one: Track, other: Track) -> float:
    """Mean overlap of what is seen, over the frames on which either is seen: the spatio-temporal
    overlap of Weinzaepfel, Harchaoui and Schmid, "Learning to track for spatio-temporal action
    localization" (ICCV 2015). To the last keyframe of either, after which neither changes; of many
    frames, over some that are evenly spread.
    """
    first = min(one.keyframes[0].frame, other.keyframes[0].frame)
    last = max(one.keyframes[-1].frame, other.keyframes[-1].frame)
    count = min(last - first + 1, _SAMPLES)
    either = 0
    total = 0.0
    for n in range(count):
        frame = first + (n * (last - first) // (count - 1) if count > 1 else 0)
        ours, theirs = shape_at(one, frame), shape_at(other, frame)
        either += ours is not None or theirs is not None
        if ours is not None and theirs is not None:
            total += kind.overlap(ours.numbers, theirs.numbers)
    return total / either if either else 0.0


def _bounds(kind: _Kind, track: Track) -> Bounds:
    """Around all that is ever seen of it."""
    half = HALF / 2 if kind is _POINT else 0.0
    all_ = [kind.bounds(one.numbers()) for one in track.keyframes if not one.outside]
    left, upper, right, lower = zip(*all_, strict=True) if all_ else ((0.0,),) * 4
    return min(left) - half, min(upper) - half, max(right) + half, max(lower) + half


def _statistics(tracks: Sequence[Track]) -> Json:
    """Frames are counted to a track's last keyframe: the answer doesn't know the video's end."""
    seen = 0
    for track in tracks:
        last = track.keyframes[-1].frame + 1
        seen += sum((last if end is None else end) - start for start, end in stretches(track))
    return {
        "tracks": len(tracks),
        "keyframes": sum(len(track.keyframes) for track in tracks),
        "frames": seen,
    }


L = TypeVar("L", bound=MarkLabel)
T = TypeVar("T", bound=Track)


def _move(track: T, shift: Shift) -> T:
    """A video's frames are cut in time alone: its pixels stay."""
    later = int(shift.time)
    frames = (one.model_copy(update={"frame": one.frame + later}) for one in track.keyframes)
    return track.model_copy(update={"keyframes": tuple(frames)})


def _type(
    name: str, definition: type[L], annotation: type[T], kind: _Kind, many: str
) -> LabelType[L, T]:
    made = marks_type(
        name,
        definition,
        annotation,
        lambda _, asked, track: _check(kind, asked, track),
        Measure(
            lambda track: _bounds(kind, track),
            lambda track: track,
            lambda one, other: _overlap(kind, one, other),
        ),
        many=many,
        move=_move,
    )
    return replace(
        made,
        statistics=lambda label, given: {**made.statistics(label, given), **_statistics(given)},
    )


BOX_TRACK = _type("box_track", BoxTrackLabel, BoxTrack, _BOX, "tracks")
POLYGON_TRACK = _type("polygon_track", PolygonTrackLabel, PolygonTrack, _POLYGON, "tracks")
POINT_TRACK = _type("point_track", PointTrackLabel, PointTrack, _POINT, "tracks")
