"""Whether an annotation of a foreign format can be drawn or marked at all: geometry, nothing else.

Each judge answers None or (code, sentence). Whether a class exists is for the stage to say.
"""

import math
from collections.abc import Callable, Mapping, Sequence
from itertools import pairwise
from typing import Any, TypeAlias

from app.core import outline

Fault: TypeAlias = tuple[str, str] | None
Judge: TypeAlias = Callable[[Mapping[str, Any], int | None, int | None], Fault]

# Rounding of x + width, as in the label check; never a tolerance.
ROUNDING = 1e-6
MAX_RUNS = 500_000


def is_number(value: object) -> bool:
    """Whether `value` is a finite number (a bool is none) that a float can be."""
    if not isinstance(value, int | float) or isinstance(value, bool):
        return False
    try:
        return math.isfinite(value)
    except OverflowError:  # a whole number of hundreds of digits
        return False


def _whole(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def turned(
    x: float, y: float, width: float, height: float, angle: float
) -> list[tuple[float, float]]:
    """The corners of a box around its centre, clockwise from the upper left; degrees clockwise."""
    cos, sin = math.cos(math.radians(angle)), math.sin(math.radians(angle))
    halves = ((-width, -height), (width, -height), (width, height), (-width, height))
    return [(x + (a * cos - b * sin) / 2, y + (a * sin + b * cos) / 2) for a, b in halves]


def upright(corners: Sequence[Sequence[float]]) -> dict[str, Any]:
    """The smallest upright box around corners, as a box's JSON form without a class."""
    left, upper, right, lower = outline.bounds(corners)
    return {"kind": "box", "x": left, "y": upper, "width": right - left, "height": lower - upper}


def around(one: Mapping[str, Any]) -> tuple[float, float, float, float]:
    """Left, upper, right and lower edge of a shape in its JSON form; none for what is no shape."""
    kind = one["kind"]
    if kind == "rotated_box":
        corners = turned(one["x"], one["y"], one["width"], one["height"], one["angle"])
        return outline.bounds(corners)
    if kind == "keypoints":
        return outline.bounds([(x, y) for x, y, v in one["points"] if v > 0])
    if "points" in one:
        return outline.bounds(one["points"])
    x, y = one["x"], one["y"]
    return x, y, x + one.get("width", 0), y + one.get("height", 0)


def _box(one: Mapping[str, Any], width: int | None, height: int | None) -> Fault:
    sides = one.get("x"), one.get("y"), one.get("width"), one.get("height")
    if not all(map(is_number, sides)):
        return "not_a_number", "A box needs four finite numbers; mend or remove it."
    x, y, across, down = (float(side) for side in sides if side is not None)
    if across <= 0 or down <= 0 or across * down <= 0:
        return "zero_area", f"The box at ({x:g}, {y:g}) has no area; mend or remove it."
    if _passes_edge((x, y, x + across, y + down), width, height):
        return _past(f"box ({x:g}, {y:g}, {across:g} x {down:g})", width, height)
    return None


def _rotated(one: Mapping[str, Any], width: int | None, height: int | None) -> Fault:
    sides = [one.get(side) for side in ("x", "y", "width", "height", "angle")]
    if not all(map(is_number, sides)):
        return "not_a_number", "A rotated box needs five finite numbers; mend or remove it."
    x, y, across, down, angle = (float(side) for side in sides if side is not None)
    if across <= 0 or down <= 0 or across * down <= 0:
        return "zero_area", f"The box around ({x:g}, {y:g}) has no area; mend or remove it."
    corners = turned(x, y, across, down, angle)
    if _passes_edge(outline.bounds(corners), width, height, -ROUNDING):
        return _past(f"rotated box around ({x:g}, {y:g})", width, height)
    return None


def _pairs(one: Mapping[str, Any], count: int = 2) -> list[Sequence[float]] | None:
    """The points, each of `count` finite numbers; None where they are something else."""
    points = one.get("points")
    if not isinstance(points, list | tuple) or not all(
        isinstance(at, list | tuple) and len(at) == count and all(map(is_number, at))
        for at in points
    ):
        return None
    return list(points)


def _polygon(one: Mapping[str, Any], width: int | None, height: int | None) -> Fault:
    points = _pairs(one)
    if points is None:
        return "not_a_number", "An outline needs pairs of finite numbers; mend or remove it."
    if len(points) < outline.FEWEST or not outline.area(points) > 0:
        return "zero_area", "The outline has no area; mend or remove it."
    if _passes_edge(outline.bounds(points), width, height):
        return _past("outline", width, height)
    return None


def _polyline(one: Mapping[str, Any], width: int | None, height: int | None) -> Fault:
    points = _pairs(one)
    if points is None:
        return "not_a_number", "A line needs pairs of finite numbers; mend or remove it."
    if all(tuple(a) == tuple(b) for a, b in pairwise(points)):
        return "zero_length", "The line has no length; mend or remove it."
    if _passes_edge(outline.bounds(points), width, height):
        return _past("line", width, height)
    return None


def _point(one: Mapping[str, Any], width: int | None, height: int | None) -> Fault:
    at = one.get("x"), one.get("y")
    if not all(map(is_number, at)):
        return "not_a_number", "A point needs two finite numbers; mend or remove it."
    x, y = (float(side) for side in at if side is not None)
    if _passes_edge((x, y, x, y), width, height):
        return _past(f"point ({x:g}, {y:g})", width, height)
    return None


def _keypoints(one: Mapping[str, Any], width: int | None, height: int | None) -> Fault:
    points = _pairs(one, 3)
    if points is None or not all(v in (0, 1, 2) for _, _, v in points):
        return "not_a_number", "Keypoints need x, y and 0, 1 or 2 each; mend or remove them."
    there = [(x, y) for x, y, v in points if v > 0]
    if not there:
        return "no_points", "None of the keypoints is there; mend or remove them."
    if _passes_edge(outline.bounds(there), width, height):
        return _past("keypoints", width, height)
    return None


def _cuboid(one: Mapping[str, Any], width: int | None, height: int | None) -> Fault:
    points = _pairs(one)
    if points is None or len(points) != 8:
        return "not_a_number", "A cuboid needs eight pairs of finite numbers; mend or remove it."
    left, upper, right, lower = outline.bounds(points)
    if right <= left or lower <= upper:
        return "zero_area", "The cuboid has no area; mend or remove it."
    if _passes_edge((left, upper, right, lower), width, height):
        return _past("cuboid", width, height)
    return None


def _mask(one: Mapping[str, Any], width: int | None, height: int | None) -> Fault:
    sides = [one.get(side) for side in ("x", "y", "width", "height")]
    counts = one.get("counts")
    if not all(map(_whole, sides)) or not isinstance(counts, list | tuple):
        return "bad_runs", "A mask needs x, y, width, height and counts; mend or remove it."
    x, y, across, down = (int(side) for side in sides if side is not None)
    if len(counts) > MAX_RUNS or not all(_whole(run) and run >= 0 for run in counts):
        return "bad_runs", f"A mask has at most {MAX_RUNS} whole runs; simplify or remove it."
    if across <= 0 or down <= 0 or sum(counts[1::2]) == 0:
        return "zero_area", "The mask is empty; mend or remove it."
    if sum(counts) != across * down:
        return "bad_runs", "The mask's runs do not fill its cut-out; mend or remove it."
    if _passes_edge((x, y, x + across, y + down), width, height):
        return _past("mask", width, height)
    return None


JUDGES: dict[str, Judge] = {
    "box": _box,
    "rotated_box": _rotated,
    "polygon": _polygon,
    "polyline": _polyline,
    "point": _point,
    "keypoints": _keypoints,
    "cuboid": _cuboid,
    "mask": _mask,
}


def span_fault(one: Mapping[str, Any], lengths: Mapping[str, int]) -> Fault:
    """Why a span cannot be marked in a document whose parts have these lengths (code points)."""
    part, start, end = one.get("part"), one.get("start"), one.get("end")
    if not isinstance(part, str) or part not in lengths:
        return "unknown_part", f"The text has no part “{str(part)[:100]}”; mend or remove the span."
    if type(start) is not int or type(end) is not int:
        return "not_a_number", "A span needs a whole start and end; mend or remove it."
    if start >= end:
        return "empty_span", f"The span {start}-{end} holds nothing; mend or remove it."
    if start < 0 or end > lengths[part]:
        return (
            "past_end",
            f"The span {start}-{end} passes the end of the text ({lengths[part]} characters); "
            "mend or remove it.",
        )
    return None


def _past(what: str, width: int | None, height: int | None) -> Fault:
    return (
        "past_edge",
        f"The {what} passes the edge of the picture{_size(width, height)}; mend or remove it.",
    )


def _passes_edge(
    bounds: tuple[float, float, float, float],
    width: int | None,
    height: int | None,
    least: float = 0.0,
) -> bool:
    left, upper, right, lower = bounds
    return (
        left < least
        or upper < least
        or (width is not None and right > width + ROUNDING)
        or (height is not None and lower > height + ROUNDING)
    )


def _size(width: int | None, height: int | None) -> str:
    return f" ({width} x {height})" if width and height else ""
