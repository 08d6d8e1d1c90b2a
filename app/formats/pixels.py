"""Masks by pixels: between our runs, COCO's, and outlines.

Ours is a tight cut-out `{"x", "y", "width", "height", "counts"}` whose runs go row by row and begin
with background; COCO's runs go column by column over the whole picture. The methods after COCO's
are those of pycocotools' maskApi.c (rleFrPoly, rleToString, rleFrString), so that results agree to
the pixel. numpy is loaded when a mask is met.
"""

import math
from collections.abc import Sequence
from itertools import accumulate, pairwise
from typing import TYPE_CHECKING, Any, TypeAlias

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Grid: TypeAlias = NDArray[np.bool_]

MAX_PIXELS = 200_000_000
"""Of one picture, as where pictures are taken in."""

_SCALE = 5  # rleFrPoly draws an outline five times as large


class BadRuns(ValueError):
    """Runs that are none of this picture; the sentence says what to do."""


def grid(mask: Any) -> "Grid":
    """The cut-out, row by row."""
    import numpy as np

    counts = mask["counts"]
    flat = np.repeat(np.arange(len(counts)) % 2 == 1, counts)
    shaped: Grid = flat.reshape(mask["height"], mask["width"])
    return shaped


def placed(mask: Any, width: int, height: int) -> "Grid":
    """The whole picture of the mask, row by row."""
    import numpy as np

    whole: Grid = np.zeros((height, width), dtype=np.bool_)
    x, y = mask["x"], mask["y"]
    whole[y : y + mask["height"], x : x + mask["width"]] = grid(mask)
    return whole


def runs(flat: "NDArray[np.bool_]") -> list[int]:
    """Run lengths, the first of background."""
    import numpy as np

    turns = np.flatnonzero(flat[1:] != flat[:-1]) + 1
    lengths: list[int] = np.diff(np.concatenate(([0], turns, [flat.size]))).tolist()
    return [0, *lengths] if flat.size and flat[0] else lengths


def tight(cut: "Grid", x: int = 0, y: int = 0) -> dict[str, Any] | None:
    """The mask of a grid whose upper left pixel is (x, y); None where nothing is set."""
    import numpy as np

    rows, columns = np.flatnonzero(cut.any(axis=1)), np.flatnonzero(cut.any(axis=0))
    if not rows.size:
        return None
    upper, lower = int(rows[0]), int(rows[-1]) + 1
    left, right = int(columns[0]), int(columns[-1]) + 1
    return {
        "x": x + left,
        "y": y + upper,
        "width": right - left,
        "height": lower - upper,
        "counts": runs(cut[upper:lower, left:right].ravel()),
    }


def pixels(mask: Any) -> int:
    """How many are set."""
    return sum(mask["counts"][1::2])


# --- COCO ------------------------------------------------------------------------------------


def to_columns(mask: Any, width: int, height: int) -> list[int]:
    """COCO's counts of a mask on a picture of that size."""
    import numpy as np

    columns = grid(mask).T
    tall = columns.shape[1]
    if tall < height:  # a row of background keeps runs from crossing columns
        columns = np.pad(columns, ((0, 0), (0, 1)))
        tall += 1
    flat = columns.ravel()
    edges = np.flatnonzero(np.diff(np.concatenate(([False], flat, [False])).astype(np.int8)))
    at = (mask["x"] + edges // tall) * height + mask["y"] + edges % tall
    lengths: list[int] = np.diff(np.concatenate(([0], at, [width * height]))).tolist()
    if lengths[-1] == 0:
        lengths.pop()
    return lengths


def from_columns(counts: Sequence[int], width: int, height: int) -> dict[str, Any] | None:
    """The mask of COCO's counts; None where nothing is set. Raises BadRuns."""
    import numpy as np

    if width <= 0 or height <= 0 or width * height > MAX_PIXELS:
        raise BadRuns("The mask's size is not that of a picture that is taken; mend or remove it.")
    if not all(type(one) is int and one >= 0 for one in counts) or (sum(counts) != width * height):
        raise BadRuns("The mask's runs do not fill the picture; mend or remove it.")
    ends = list(accumulate(counts))
    spans = [(a, b) for a, b in zip(ends[::2], ends[1::2], strict=False) if a < b]
    if not spans:
        return None
    first, last = spans[0][0] // height, (spans[-1][1] - 1) // height
    flat = np.zeros((last - first + 1) * height, dtype=np.bool_)
    for a, b in spans:
        flat[a - first * height : b - first * height] = True
    return tight(flat.reshape(-1, height).T, first)


def packed(counts: Sequence[int]) -> str:
    """COCO's compressed counts: five bits a character, from the third on as differences."""
    out = bytearray()
    for at, count in enumerate(counts):
        left = count - counts[at - 2] if at > 2 else count
        more = True
        while more:
            bits = left & 0x1F
            left >>= 5
            more = left != (-1 if bits & 0x10 else 0)
            out.append(bits + (0x20 if more else 0) + 48)
    return out.decode("ascii")


def unpacked(text: str) -> list[int]:
    """The counts of a compressed string. Raises BadRuns."""
    counts: list[int] = []
    value = shift = 0
    for character in text:
        bits = ord(character) - 48
        if not 0 <= bits < 64 or shift > 60:
            raise BadRuns("The mask's runs are damaged; export it again.")
        value |= (bits & 0x1F) << shift
        shift += 5
        if not bits & 0x20:
            if bits & 0x10:
                value |= -1 << shift
            counts.append(value + counts[-2] if len(counts) > 2 else value)
            value = shift = 0
    if shift:
        raise BadRuns("The mask's runs are cut off; export it again.")
    return counts


# --- outlines --------------------------------------------------------------------------------


def outline_counts(points: Sequence[Sequence[float]], width: int, height: int) -> list[int]:
    """COCO's counts of what an outline encloses (even-odd), as rleFrPoly draws it."""
    turns = sorted(_turns(points, width, height))
    lengths: list[int] = []
    merge = False
    for a, b in pairwise([0, *turns, width * height]):
        if merge:
            lengths[-1] += b - a
            merge = False
        elif a == b and lengths:
            merge = True
        else:
            lengths.append(b - a)
    return lengths


def _turns(points: Sequence[Sequence[float]], width: int, height: int) -> list[int]:
    """Where, column by column, the outline is crossed."""
    corners = [(int(_SCALE * x + 0.5), int(_SCALE * y + 0.5)) for x, y in points]
    found: list[int] = []
    before: tuple[int, int] | None = None
    for start, end in pairwise([*corners, corners[0]]):
        for at in _drawn(start, end):
            if before is not None and at[0] != before[0]:
                across = ((min(at[0], before[0]) if at[0] < before[0] else at[0] - 1) + 0.5) / (
                    _SCALE
                ) - 0.5
                if across == math.floor(across) and 0 <= across <= width - 1:
                    down = (min(at[1], before[1]) + 0.5) / _SCALE - 0.5
                    row = math.ceil(min(max(down, 0), height))
                    found.append(int(across) * height + row)
            before = at
    return found


def _drawn(start: tuple[int, int], end: tuple[int, int]) -> list[tuple[int, int]]:
    """Every point of an edge, in its direction, one for each step along its longer side."""
    (x0, y0), (x1, y1) = start, end
    across, down = abs(x1 - x0), abs(y1 - y0)
    flat = across >= down
    turned = x0 > x1 if flat else y0 > y1
    if turned:
        x0, y0, x1, y1 = x1, y1, x0, y0
    if flat:
        slope = (y1 - y0) / across if across else 0.0
        found = [(x0 + t, int(y0 + slope * t + 0.5)) for t in range(across + 1)]
    else:
        slope = (x1 - x0) / down
        found = [(int(x0 + slope * t + 0.5), y0 + t) for t in range(down + 1)]
    return found[::-1] if turned else found


def outline_mask(
    points: Sequence[Sequence[float]], width: int, height: int
) -> dict[str, Any] | None:
    """The mask of what an outline encloses; None where it is less than a pixel."""
    return from_columns(outline_counts(points, width, height), width, height)


def rings(mask: Any) -> tuple[list[list[tuple[float, float]]], int]:
    """The outer edges of each connected part, along the pixels' sides, the largest part first, and
    how many holes they have.
    """
    import numpy as np
    import shapely

    cut = grid(mask)
    padded = np.pad(cut, ((0, 0), (1, 1))).astype(np.int8)
    steps = np.diff(padded, axis=1)
    rows, lefts = np.nonzero(steps == 1)
    _, rights = np.nonzero(steps == -1)
    x, y = mask["x"], mask["y"]
    whole = shapely.union_all(shapely.box(x + lefts, y + rows, x + rights, y + rows + 1))
    parts = sorted(shapely.get_parts(whole), key=lambda part: -part.area)
    holes = sum(len(part.interiors) for part in parts)
    return [list(part.exterior.coords)[:-1] for part in parts], holes
