"""Annotations and texts that Hypothesis makes up, and how two of them are compared."""

import io
from functools import lru_cache
from itertools import count
from typing import Any

import numpy as np
import pytest
from hypothesis import strategies as st
from PIL import Image

from app.formats.judges import turned
from app.formats.pixels import tight
from app.formats.writing import Category

CLASSES = ("a", "흰 말", "c:d", "<e> & 'f'")
SKELETON = ("코", "left eye", "right")
SHAPES = ("box", "rotated_box", "polygon", "polyline", "point", "keypoints", "mask", "cuboid")
ATTRIBUTES = (
    {"name": "colour", "kind": "choice", "options": [{"id": "빨강"}, {"id": "3"}]},
    {"name": "age", "kind": "number", "min": 0, "max": 99},
    {"name": "occluded", "kind": "flag"},
    {"name": "torn", "kind": "flag"},
    {"name": "note", "kind": "text"},
)


def definitions(*kinds: str) -> list[dict[str, Any]]:
    """A label of each kind, under the kind's name."""
    found = []
    for kind in kinds:
        label: dict[str, Any] = {"name": kind, "kind": kind}
        if kind not in ("writing", "comparison", "ranking", "rating"):
            label["classes"] = [{"id": f"{kind} {one}"} for one in CLASSES]
        if kind in (*SHAPES, "span"):
            label["attributes"] = list(ATTRIBUTES)
        if kind == "keypoints":
            label["skeleton"] = {"points": [{"id": one} for one in SKELETON], "edges": [[0, 1]]}
        found.append(label)
    return found


def categories(labels: list[dict[str, Any]]) -> list[Category]:
    """Their classes."""
    numbers = count(1)
    return [
        Category(
            next(numbers),
            one["id"],
            label["name"],
            label["kind"],
            SKELETON if "skeleton" in label else (),
            ((0, 1),) if "skeleton" in label else (),
        )
        for label in labels
        for one in label.get("classes", ())
    ]


def _at(width: int, height: int) -> st.SearchStrategy[list[float]]:
    return st.tuples(st.floats(0, width), st.floats(0, height)).map(list)


@st.composite
def shape(draw: st.DrawFn, kind: str, width: int, height: int) -> dict[str, Any]:
    """One shape that fits into the picture."""
    made: dict[str, Any] = {
        "id": "",
        "name": kind,
        "kind": kind,
        "class": f"{kind} {draw(st.sampled_from(CLASSES))}",
    }
    at = _at(width, height)
    if kind in ("box", "rotated_box"):
        across = draw(st.floats(0.5, width / 2))
        down = draw(st.floats(0.5, height / 2))
        if kind == "box":
            sides = {
                "x": draw(st.floats(0, width - across)),
                "y": draw(st.floats(0, height - down)),
            }
        else:
            reach = ((across**2 + down**2) ** 0.5) / 2 + 1e-6
            sides = {
                "x": draw(st.floats(min(reach, width / 2), max(width - reach, width / 2))),
                "y": draw(st.floats(min(reach, height / 2), max(height - reach, height / 2))),
                "angle": draw(st.floats(0.5, 359.5)),
            }
            corners = turned(sides["x"], sides["y"], across, down, sides["angle"])
            if any(not (0 <= x <= width and 0 <= y <= height) for x, y in corners):
                across = down = min(width, height) / 3
                sides |= {"x": width / 2, "y": height / 2}
        return made | sides | {"width": across, "height": down}
    if kind == "point":
        x, y = draw(at)
        return made | {"x": x, "y": y}
    if kind == "mask":
        drawn = draw(st.binary(min_size=width * height, max_size=width * height))
        cut = np.frombuffer(drawn, dtype=np.uint8).reshape(height, width) % 2 == 1
        cut[draw(st.integers(0, height - 1)), draw(st.integers(0, width - 1))] = True
        return made | (tight(cut) or {})
    if kind == "keypoints":
        points = [[*draw(at), draw(st.sampled_from([1, 2]))] for _ in SKELETON]
        points[draw(st.integers(0, 2))] = [0, 0, 0]
        return made | {"points": points}
    if kind == "cuboid":
        corners = [draw(at) for _ in range(6)]
        return made | {"points": [[0, 0], *corners, [width, height]]}
    if kind == "polyline":
        return made | {"points": [[0, 0], *draw(st.lists(at, max_size=4)), [width, 1]]}
    # A triangle, and further corners below its longest side.
    more = draw(st.lists(at, max_size=4))
    corners = [[width / 4, 0], [float(width), height / 2]]
    return made | {"points": [*corners, *more, [width / 4 + 0.25, float(height)]]}


attributes = st.fixed_dictionaries(
    {},
    optional={
        "colour": st.sampled_from(["빨강", "3"]),
        "age": st.integers(0, 99),
        "occluded": st.just(True),
        "torn": st.booleans(),
        "note": st.sampled_from(["그냥", 'a "b" <c>', "x; y"]),
    },
)


@st.composite
def shapes(draw: st.DrawFn, *kinds: str, own: bool = False) -> tuple[int, int, list[Any]]:
    """A picture's size, and shapes on it."""
    width, height = draw(st.integers(4, 20)), draw(st.integers(4, 20))
    chosen = draw(st.lists(st.sampled_from(kinds), min_size=1, max_size=4))
    found = [draw(shape(kind, width, height)) for kind in chosen]
    for at, one in enumerate(found):
        one["id"] = f"m{at}"
        if own:
            one["attributes"] = draw(attributes)
            one["group"] = draw(st.sampled_from([None, "g1", "g2"]))
    return width, height, found


@lru_cache(maxsize=1_000)
def picture(width: int, height: int) -> bytes:
    """A PNG of that size."""
    out = io.BytesIO()
    Image.new("L", (width, height)).save(out, "PNG")
    return out.getvalue()


text = st.text(st.sampled_from("가나 다라\n마ab c.😀🎉\u200d한"), min_size=1, max_size=30).filter(
    lambda one: bool(one.strip())
)

BARE = ("id", "name", "hint", "fallback", "attributes", "group", "part")


def bare(one: Any, *also: str) -> dict[str, Any]:
    """What is said, without what a format may not have."""
    return {key: value for key, value in one.items() if key not in BARE or key in also}


def same(left: Any, right: Any, within: float = 1e-9) -> bool:
    """Whether two values are equal, numbers up to `within`."""
    if isinstance(left, dict) and isinstance(right, dict):
        return left.keys() == right.keys() and all(
            same(left[key], right[key], within) for key in left
        )
    if isinstance(left, list | tuple) and isinstance(right, list | tuple):
        return len(left) == len(right) and all(
            same(a, b, within) for a, b in zip(left, right, strict=True)
        )
    if isinstance(left, float | int) and isinstance(right, float | int):
        return left == pytest.approx(right, abs=within, rel=0)
    return bool(left == right)


def all_same(left: list[Any], right: list[Any], within: float = 1e-9) -> None:
    """Asserts that the lists are equal, in order."""
    assert len(left) == len(right), (left, right)
    for a, b in zip(left, right, strict=True):
        assert same(a, b, within), (a, b)
