"""Pieces of a time series: its rows from one time to another, each number as it was."""

import csv
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np

from app.assets.cuts.base import Cut, CutFailed, Step
from app.assets.media.base import MediaRefused
from app.assets.media.series import MEDIA_TYPE, probe
from app.assets.media.series_rows import blocks, layout_of

_TIME = "time_ms"


def window(
    path: Path, facts: Mapping[str, Any], start: float, end: float, into: Path, step: Step
) -> Cut:
    """The rows from `start` to `end`, in milliseconds from the first one. Where rows are evenly
    spaced it begins with the one nearest to `start`. Raises CutFailed.
    """
    period = facts["period"]
    try:
        layout = layout_of(path)
        kept = 0
        with into.open("w", newline="", encoding="utf-8") as out:
            rows = csv.writer(out)
            named = [
                f"{one.name} ({one.unit})" if one.unit else one.name for one in layout.channels
            ]
            rows.writerow([_TIME, *named])
            at = 0
            origin: float | None = None
            for block in blocks(path, layout):
                count = len(block.values[0])
                if period is not None:
                    times = np.arange(at, at + count) * period
                    chosen = (times > start - period / 2) & (times < end - period / 2)
                else:
                    assert block.times is not None
                    origin = float(block.times[0]) if origin is None else origin
                    times = block.times - origin
                    chosen = (times >= start) & (times < end)
                values = [one[chosen] for one in block.values]
                for time, *cells in zip(times[chosen], *values, strict=True):
                    rows.writerow([_number(time), *map(_number, cells)])
                kept += int(chosen.sum())
                at += count
                step()
                if times[-1] >= end:
                    break
        if kept < 2:
            raise CutFailed("There are fewer than two rows in the piece; make it longer.")
        found = probe(into, "cut.csv")
    except MediaRefused as no:
        raise CutFailed(no.detail) from None
    own = {**found.facts, "length": round(end - start), "period": period, "start": None}
    if len(own["channels"]) != len(facts["channels"]):
        raise CutFailed("A channel has no number in the piece; make it longer.")
    own["channels"] = facts["channels"]
    return Cut(MEDIA_TYPE, into, facts=own, thumbnail=found.thumbnail)


def _number(value: float) -> str:
    """So that it is read as the same number; a gap is empty."""
    return "" if np.isnan(value) else repr(float(value))
