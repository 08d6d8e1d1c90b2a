"""COCO's annotations by image, and what one of them becomes."""

import os
from array import array
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import IO, Any

import orjson

from app.core import outline
from app.formats import pixels
from app.formats.judges import is_number, turned, upright
from app.formats.record import fitting


class Marks:
    """The annotations of one file by image: they may stand before their images, and a set of
    millions must not be held in memory, so they lie in a temporary file, 32 bytes each are held,
    and each points to the one before it of the same image.
    """

    def __init__(self, file: IO[bytes]) -> None:
        """`file` is an empty one of the system, kept open as long as this is used."""
        self._file = file
        self._begins = array("q", [0])
        self._position = array("q")
        self._before = array("q")
        self._last: dict[Any, int] = {}

    def add(self, image: Any, position: int, mark: Mapping[str, Any]) -> None:
        """`mark` is what `one_mark` takes, as the file has it. Raises TypeError for what JSON
        cannot hold: a number beyond 64 bits, half a character.
        """
        raw = orjson.dumps(mark)
        self._before.append(self._last.get(image, -1))
        self._last[image] = len(self._position)
        self._position.append(position)
        self._begins.append(self._begins[-1] + self._file.write(raw))

    def take(self, image: Any) -> list[tuple[int, Any]]:
        """(position in the file, mark) of one image's annotations, in their order; once."""
        at = self._last.pop(image, -1)
        found = []
        if at >= 0:
            self._file.flush()
        while at >= 0:
            begin, end = self._begins[at], self._begins[at + 1]
            raw = os.pread(self._file.fileno(), end - begin, begin)
            found.append((self._position[at], orjson.loads(raw)))
            at = self._before[at]
        return found[::-1]

    def left(self) -> Iterator[tuple[Any, int]]:
        """(image, number of annotations) of those that nobody took."""
        for image, at in self._last.items():
            count = 0
            while at >= 0:
                count, at = count + 1, self._before[at]
            yield image, count


@dataclass(slots=True)
class Mark:
    """What an annotation became; `notes` are (code, sentence) of shapes that were passed over, and
    `fault` of the last one, where none was left.
    """

    made: dict[str, Any] | None
    notes: list[tuple[str, str]]
    fault: tuple[str, str] | None = None


def one_mark(
    given: Mapping[str, Any], name: str, label: str, width: int | None, height: int | None
) -> Mark:
    """The most telling shape that fits (keypoints, then what is enclosed, then the box), with the
    others to fall back on.
    """
    base: dict[str, Any] = {"class": name} | ({"hint": label} if label else {})
    attributes, angle = _attributes(given.get("attributes"))
    if attributes:
        base["attributes"] = attributes
    if isinstance(given.get("group"), str) and given["group"]:
        base["group"] = given["group"]
    notes: list[tuple[str, str]] = []
    shapes = [
        shape
        for shape in (
            _keypoints(given.get("keypoints")),
            _enclosed(given.get("segmentation"), width, height, notes),
        )
        if shape is not None
    ]
    x, y, across, down = given["bbox"]
    box: dict[str, Any] = {"kind": "box", "x": x, "y": y, "width": across, "height": down}
    if angle and not shapes:
        centre = {"x": x + across / 2, "y": y + down / 2}
        shapes.append(box | {"kind": "rotated_box", "angle": angle % 360} | centre)
        box = upright(turned(**centre, width=across, height=down, angle=angle))
    made: list[dict[str, Any]] = []
    fault: tuple[str, str] | None = None
    for shape in (*shapes, box):
        kept, left_out = fitting([shape], width, height)
        if kept:
            made.append(base | shape)
        elif not made:
            if fault is not None:
                notes.append(fault)
            fault = left_out[0]
    if not made:
        return Mark(None, notes, fault)
    if fault is not None:
        notes.append(fault)
    for one, other in zip(reversed(made[:-1]), reversed(made), strict=False):
        one["fallback"] = other
    return Mark(made[0], notes)


def _attributes(given: Any) -> tuple[dict[str, Any], float]:
    """A mark's attributes, and the angle that CVAT writes among them."""
    if not isinstance(given, dict):
        return {}, 0.0
    turn = given.get("rotation")
    angle = float(turn) if turn is not None and is_number(turn) else 0.0
    return {
        key: value
        for key, value in given.items()
        if (key != "rotation" or not angle)
        and (
            isinstance(value, str | bool)
            or is_number(value)
            or (isinstance(value, list) and all(isinstance(one, str) for one in value))
        )
    }, angle


def _keypoints(given: Any) -> dict[str, Any] | None:
    if not isinstance(given, list) or not given or len(given) % 3 or not any(given[2::3]):
        return None
    points = [[x, y, v] for x, y, v in zip(given[::3], given[1::3], given[2::3], strict=True)]
    return {"kind": "keypoints", "points": points}


def _enclosed(
    given: Any, width: int | None, height: int | None, notes: list[tuple[str, str]]
) -> dict[str, Any] | None:
    """An outline of one part, or a mask of runs or of several parts."""
    if not given:
        return None
    try:
        if isinstance(given, dict):
            mask = _runs(given)
        else:
            rings = [_ring(ring) for ring in given] if isinstance(given, list) else []
            good = [ring for ring in rings if ring]
            if not good or len(good) != len(rings):
                raise pixels.BadRuns("The segmentation is no list of outlines; mend or remove it.")
            if len(good) == 1:
                return {"kind": "polygon", "points": good[0]}
            mask = _several(good, width, height)
    except pixels.BadRuns as bad:
        notes.append(("bad_segmentation", str(bad)))
        return None
    return None if mask is None else {"kind": "mask", **mask}


def _ring(given: Any) -> list[list[float]] | None:
    if not isinstance(given, list) or len(given) % 2 or len(given) < 2 * outline.FEWEST:
        return None
    if not all(map(is_number, given)):
        return None
    return [[float(x), float(y)] for x, y in zip(given[::2], given[1::2], strict=True)]


def _runs(given: Mapping[str, Any]) -> dict[str, Any] | None:
    size, counts = given.get("size"), given.get("counts")
    if not isinstance(size, list) or len(size) != 2 or not all(type(one) is int for one in size):
        raise pixels.BadRuns("The mask has no size of two whole numbers; mend or remove it.")
    if isinstance(counts, str):
        counts = pixels.unpacked(counts)
    if not isinstance(counts, list):
        raise pixels.BadRuns("The mask has no counts; mend or remove it.")
    return pixels.from_columns(counts, size[1], size[0])


def _several(
    rings: Sequence[Sequence[Sequence[float]]], width: int | None, height: int | None
) -> dict[str, Any] | None:
    """All parts of an object as one mask."""
    if width is None or height is None:
        raise pixels.BadRuns("An outline of several parts needs the picture's size; add it.")
    if width * height > pixels.MAX_PIXELS or any(
        not (0 <= x <= width and 0 <= y <= height) for ring in rings for x, y in ring
    ):
        raise pixels.BadRuns("An outline of several parts passes the edge; mend or remove it.")
    whole = None
    for ring in rings:
        part = pixels.outline_mask(ring, width, height)
        if part is not None:
            drawn = pixels.placed(part, width, height)
            whole = drawn if whole is None else whole | drawn
    return None if whole is None else pixels.tight(whole)
