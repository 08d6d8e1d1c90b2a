"""Time series: a CSV of measurements, shown from levels so that a million points can be zoomed.

What is taken, and how columns are understood, is in `docs/series.md`. 0 ms is the first row. Where
rows are evenly spaced, each within half a step of its place, only the step is kept (`period`); else
each row's time is kept beside the values.

What is shown (`prepare`): one file of float32 (little-endian), level by level, in each channel
after channel. The first level has the values, each further one the least and the greatest of 16
times as many points (`factor`), the last pair of what is left. Gaps are NaN; of a pair only where
all is a gap. Times are float64, of the first point of each.
"""

import io
from array import array
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, BinaryIO

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw

from app.assets.media.base import Keep, MediaRefused, Probed
from app.assets.media.series_rows import Layout, Numbers, blocks, layout_of

MAX_POINTS = 10_000_000
FACTOR = 16
MEDIA_TYPE = "text/csv"
LEVELS_TYPE = "application/octet-stream"

_COARSEST = 512  # pairs of the last level, at most
_CHUNK = 1 << 20  # values that are folded at a time
_FOLD = 64  # rows of which the small picture knows no more than the least and the greatest
_SHOWN = 4  # channels of the small picture
_SIZE = (320, 180)
_COLOURS = ("#2f6fed", "#d9622b", "#2f9e63", "#8a5cd6")


def probe(path: Path, name: str) -> Probed:
    """Read the whole file once. Memory: its times (8 bytes a row) and a block of rows.

    Raises MediaRefused: those of `layout_of` and `blocks`, `series_order` (a row that is not later
    than the one before it), `series_empty` (fewer than two rows, or nothing measured),
    `series_long` (too many rows).
    """
    layout = layout_of(path)
    times = array("d")
    points = 0
    measured = False
    folds: list[list[NDArray[np.float32]]] = [[] for _ in layout.channels[:_SHOWN]]
    for block in blocks(path, layout):
        count = len(block.values[0])
        points += count
        if points > MAX_POINTS:
            raise MediaRefused(
                "series_long",
                f"There are over {MAX_POINTS // 1_000_000} million rows; cut the file into pieces.",
            )
        if block.times is not None:
            _ascending(block.times, times[-1] if times else None, block.rows)
            times.frombytes(block.times.tobytes())
        measured = measured or not all(np.isnan(one).all() for one in block.values)
        for fold, values in zip(folds, block.values, strict=False):
            fold.append(folded(values.astype(np.float32), _FOLD, pairs=False))
    if points < 2 or not measured:
        raise MediaRefused("series_empty", "A time series needs two rows and something measured.")
    length, period = _clock(np.frombuffer(times), points, layout)
    small = [np.concatenate(one) for one in folds]
    return Probed(
        facts={
            "modality": "series",
            "length": length,
            "points": points,
            "channels": [{"name": one.name, "unit": one.unit} for one in layout.channels],
            "period": period,
            "start": (layout.clock.start if layout.clock else None) or layout.start,
        },
        media_type=MEDIA_TYPE,
        kept=path,
        thumbnail=_thumbnail(small),
        note=_note(layout),
    )


def _ascending(times: Numbers, before: float | None, rows: Sequence[int]) -> None:
    steps = np.diff(times, prepend=-np.inf if before is None else before)
    back = np.flatnonzero(steps <= 0)
    if back.size:
        raise MediaRefused(
            "series_order",
            f"Row {rows[int(back[0])]} is not later than the row before it; put the rows in the "
            "order of their times, each once.",
        )


def _clock(times: Numbers, points: int, layout: Layout) -> tuple[int, float | None]:
    """Length in whole milliseconds, and the step, if all are even."""
    if not times.size:
        period = layout.period or 1.0
        return _whole(points * period), period
    own = times - times[0]
    period = float(own[-1]) / (points - 1)
    even = np.abs(own - np.arange(points) * period).max() <= period / 2
    if even:
        return _whole(points * period), period
    return _whole(float(own[-1]) + float(np.median(np.diff(own)))), None


def _whole(length: float) -> int:
    """Up to the next millisecond, but for what rounding left."""
    return max(1, int(np.ceil(round(length, 6))))


def _note(layout: Layout) -> str | None:
    if not layout.left_out:
        return None
    names = ", ".join(f'"{name[:40]}"' for name in layout.left_out[:5])
    more = " and others" if len(layout.left_out) > 5 else ""
    return f"Columns of words are not shown: {names}{more}."


def prepare(
    path: Path, facts: Mapping[str, Any], keep: Keep, step: Callable[[], None]
) -> dict[str, Any]:
    """The levels of a kept file, made beside it.

    Memory: a block of rows, and uneven times (8 bytes a row); disk: 4.6 bytes a value.
    """
    layout = layout_of(path)
    points = int(facts["points"])
    if len(facts["channels"]) != len(layout.channels):
        raise MediaRefused("broken", "The columns are not those that were found before.")
    uneven = facts["period"] is None
    with (
        path.with_name("series.levels").open("w+b") as data,
        path.with_name("series.times").open("w+b") as times,
    ):
        done = 0
        first = None
        for block in blocks(path, layout):
            count = len(block.values[0])
            if done + count > points:
                raise MediaRefused("broken", "There are more rows than were found before.")
            for at, values in enumerate(block.values):
                data.seek(4 * (at * points + done))
                data.write(values.astype("<f4").tobytes())
            if uneven and block.times is not None:
                first = block.times[0] if first is None else first
                times.write((block.times - first).astype("<f8").tobytes())
            done += count
            step()
        if done != points:
            raise MediaRefused("broken", "There are fewer rows than were found before.")
        levels = _levels(data, points, len(layout.channels), step)
        told: dict[str, Any] = {"data": {"key": _kept(data, keep), "levels": levels}, "times": None}
        if uneven:
            own = _time_levels(times, levels)
            told["times"] = {"key": _kept(times, keep), "levels": own}
    return told


def _kept(file: BinaryIO, keep: Keep) -> str:
    file.seek(0)
    return keep(file, LEVELS_TYPE)


def _levels(
    file: BinaryIO, points: int, channels: int, step: Callable[[], None]
) -> list[dict[str, int]]:
    """Append to the values of all channels what is coarser; where each level is, in bytes."""
    levels = [{"factor": 1, "offset": 0, "count": points}]
    while levels[-1]["count"] > _COARSEST:
        last = levels[-1]
        each = 1 if last["factor"] == 1 else 2  # numbers of one point or pair
        count = -(-last["count"] // FACTOR)
        offset = last["offset"] + 4 * each * channels * last["count"]
        for channel in range(channels):
            read = last["offset"] + 4 * each * channel * last["count"]
            write = offset + 8 * channel * count
            for at in range(0, last["count"], _CHUNK):
                taken = min(_CHUNK, last["count"] - at)
                file.seek(read + 4 * each * at)
                values = np.frombuffer(file.read(4 * each * taken), "<f4")
                file.seek(write + 8 * (at // FACTOR))
                file.write(folded(values, FACTOR, pairs=each == 2).astype("<f4").tobytes())
                step()
        levels.append({"factor": last["factor"] * FACTOR, "offset": offset, "count": count})
    return levels


def _time_levels(file: BinaryIO, levels: list[dict[str, int]]) -> list[dict[str, int]]:
    """Append to the times of all points those of the coarser levels."""
    file.flush()
    file.seek(0)
    times = np.frombuffer(file.read(), "<f8")  # at most 80 MB
    told = []
    for level in levels:
        if level["factor"] == 1:
            told.append({"factor": 1, "offset": 0, "count": level["count"]})
            continue
        told.append({"factor": level["factor"], "offset": file.tell(), "count": level["count"]})
        file.write(times[:: level["factor"]].tobytes())
    return told


def folded(values: NDArray[np.float32], by: int, *, pairs: bool) -> NDArray[np.float32]:
    """The least and the greatest of each `by` points (or pairs), one after the other; what is left
    at the end makes one more. NaN only of gaps alone.
    """
    least, greatest = (values[0::2], values[1::2]) if pairs else (values, values)
    whole = len(least) // by * by
    out = np.empty((-(-len(least) // by), 2), np.float32)
    np.fmin.reduce(least[:whole].reshape(-1, by), axis=1, out=out[: whole // by, 0])
    np.fmax.reduce(greatest[:whole].reshape(-1, by), axis=1, out=out[: whole // by, 1])
    if whole < len(least):
        out[-1] = np.fmin.reduce(least[whole:]), np.fmax.reduce(greatest[whole:])
    return out.reshape(-1)


def _thumbnail(channels: list[NDArray[np.float32]]) -> bytes:
    """The first channels over each other, each in the height that is its own."""
    width, height = _SIZE
    image = Image.new("RGB", _SIZE, "#ffffff")
    draw = ImageDraw.Draw(image)
    strip = height / len(channels)
    for at, pairs in enumerate(channels):
        least, greatest = pairs[0::2].astype(np.float64), pairs[1::2].astype(np.float64)
        known = np.isfinite(least)
        if not known.any():
            continue
        low, high = float(least[known].min()), float(greatest[known].max())
        span = (high - low) or 1.0
        top = at * strip + 6

        def level(value: float, top: float = top, low: float = low, span: float = span) -> float:
            return top + (strip - 12) * (1 - (value - low) / span)

        edges = np.linspace(0, len(least), width + 1).astype(int)
        before: tuple[float, float] | None = None
        for x in range(width):
            piece = slice(edges[x], max(edges[x] + 1, edges[x + 1]))
            if not known[piece].any():
                before = None
                continue
            here = level(np.nanmax(greatest[piece])), level(np.nanmin(least[piece]))
            ends = here if before is None else (min(here[0], before[1]), max(here[1], before[0]))
            draw.line((x, ends[0], x, max(ends[1], ends[0] + 1)), fill=_COLOURS[at])
            before = here
    out = io.BytesIO()
    image.save(out, "WEBP", quality=80, method=2)
    return out.getvalue()
