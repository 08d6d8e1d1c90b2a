"""Tracks of CVAT's XML for videos: one file is about one video."""

from collections.abc import Iterator
from typing import Any
from xml.etree.ElementTree import Element

from app.formats import tracks
from app.formats.beside import NoMedia, about
from app.formats.cvat.labels import Labels, Unfit, finite, points_of
from app.formats.record import Annotation, BadName, Grade, Record, Refused, clean_name, fitting
from app.formats.source import Names

MAX_TRACKS = 10_000
_KINDS = {"box": "box_track", "polygon": "polygon_track", "points": "point_track"}
# CVAT writes two decimals, of the ends and of what lies between them.
_ROUNDING = 0.011


class Video:
    """The tracks of one file, as they come."""

    def __init__(self, file: str) -> None:
        self._file = file
        self._source = ""
        self._tasks = 0
        self._is_video = False
        self._width: int | None = None
        self._height: int | None = None
        self._annotations: list[Annotation] = []
        self._faults: list[Refused] = []
        self._count = 0

    def take(self, meta: Element) -> None:
        """What a `<meta>` says of the video."""
        self._tasks = sum(1 for _ in meta.iter("task"))
        self._source = (meta.findtext(".//source") or "").strip()
        self._is_video = any(one.text == "interpolation" for one in meta.iter("mode"))
        sides = [meta.findtext(f".//original_size/{side}") or "" for side in ("width", "height")]
        if all(side.isdecimal() and len(side) < 8 for side in sides):
            self._width, self._height = (int(side) or None for side in sides)

    def add(self, track: Element, labels: Labels) -> None:
        """One `<track>`."""
        self._count += 1
        if self._count > MAX_TRACKS:
            return
        row = f"{self._file}, track {(track.get('id') or str(self._count))[:50]}"
        try:
            mark, notes = _mark(track, labels)
        except Unfit as bad:
            self._faults.append(Refused(row, "", bad.code, str(bad), Grade.ANNOTATION))
            return
        kept, left_out = fitting([mark], self._width, self._height)
        self._annotations += kept
        self._faults += [Refused(row, "", *fault, Grade.ANNOTATION) for fault in left_out]
        self._faults += [Refused(row, "", *note, Grade.NOTE) for note in notes]

    def found(self, images: int, index: Names, used: set[str]) -> Iterator[Record | Refused]:
        """The record of the video, where the file is about one."""
        if not self._count and (images or not self._is_video):
            return
        if self._tasks > 1:
            sentence = f"The file is of {self._tasks} tasks; export each of them by itself."
            yield Refused(self._file, "", "several_videos", sentence)
            return
        if self._count > MAX_TRACKS:
            sentence = f"The video has over {MAX_TRACKS} tracks; split it."
            yield Refused(self._file, "", "too_many", sentence)
            return
        try:
            named = clean_name(self._source)
        except BadName:
            named = ""
        try:
            media = about(self._file, index, used, named)
        except NoMedia as no:
            yield Refused(self._file, named, no.code, str(no))
            return
        yield Record(media, self._file, media, annotations=self._annotations)
        for fault in self._faults:
            fault.name = media
            yield fault


def _mark(track: Element, labels: Labels) -> tuple[dict[str, Any], list[tuple[str, str]]]:
    label = track.get("label") or ""
    if not label:
        raise Unfit("no_class", "The track has no label; give it one.")
    tags = {one.tag for one in track}
    if len(tags) != 1 or not tags <= _KINDS.keys():
        shown = ", ".join(sorted(tags))[:100] or "nothing"
        raise Unfit("unknown_shape", f"A track of {shown} is not taken; redraw it.")
    kind = _KINDS[tags.pop()]
    notes: list[tuple[str, str]] = []
    rows = []
    own: dict[str, Any] | None = None
    for element in track:
        rows.append(_seen(element, kind))
        said = {
            one.get("name") or "": labels.value(label, one.get("name") or "", one.text or "")
            for one in element.iterfind("attribute")
        }
        if own is None and not rows[-1].outside:
            own = said
        elif said and own is not None and said != own and not notes:
            sentence = "Its attributes change on the way; those of its first frame were taken."
            notes.append(("attributes_vary", sentence))
    rows = [row for _, row in sorted({one.frame: one for one in rows}.items())]
    # It was not there before either.
    while rows and rows[0].outside:
        rows.pop(0)
    if not rows:
        raise Unfit("no_keyframes", "The track is nowhere to be seen; remove it.")
    mark: dict[str, Any] = {"kind": kind, "class": label}
    if own:
        mark["attributes"] = own
    group = track.get("group_id") or "0"
    if group != "0":
        mark["group"] = f"g{group[:60]}"
    mark["keyframes"] = tracks.keyframes(kind, rows, _ROUNDING, gaps=False)
    return mark, notes


def _seen(element: Element, kind: str) -> tracks.Seen:
    frame = element.get("frame") or ""
    if not (frame.isdecimal() and len(frame) < 9):
        raise Unfit("bad_frames", "A shape of the track names no frame; mend or remove it.")
    if kind == "box_track":
        left, upper, right, lower = (
            finite(element.get(side) or "") for side in ("xtl", "ytl", "xbr", "ybr")
        )
        if finite(element.get("rotation") or "0") % 360:
            raise Unfit("turned_track", "Tracks of turned boxes are not taken; set them upright.")
        numbers: tuple[float, ...] = (left, upper, right - left, lower - upper)
    else:
        points = points_of(element.get("points"))
        if kind == "point_track" and len(points) != 1:
            raise Unfit("unknown_shape", "A track of several points is not taken; split it.")
        numbers = tuple(value for point in points for value in point)
    return tracks.Seen(
        int(frame),
        numbers,
        element.get("occluded") == "1",
        key=element.get("keyframe", "1") == "1",
        outside=element.get("outside") == "1",
    )
