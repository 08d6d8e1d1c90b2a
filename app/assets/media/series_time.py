"""The column of time in a CSV: which one it is, and how it is written.

By its name (`time`, `timestamp`, `t(s)`, `time_ms`, `시간`, `측정일시` …), else by its shape: dates
with times of day. A date and a time of day may be in two columns. Numbers are in the unit that the
header names; without one, those that can only be seconds, milliseconds, micro- or nanoseconds since
1970 are that, and all others seconds.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

import numpy as np
from numpy.typing import NDArray

_MILLISECONDS = {
    **dict.fromkeys(("ns", "nanoseconds", "나노초"), 1e-6),
    **dict.fromkeys(("us", "µs", "μs", "microseconds", "마이크로초"), 1e-3),
    **dict.fromkeys(("ms", "msec", "millis", "milliseconds", "밀리초"), 1.0),
    **dict.fromkeys(("s", "sec", "secs", "second", "seconds", "초"), 1e3),
    **dict.fromkeys(("min", "mins", "minute", "minutes", "분"), 6e4),
    **dict.fromkeys(("h", "hr", "hour", "hours", "시"), 36e5),
}
_NAMES = frozenset(
    {
        *("time", "t", "ts", "timestamp", "time_stamp", "datetime", "date_time", "date"),
        *("date/time", "elapsed", "elapsed_time", "epoch", "unix", "unixtime", "unix_time", "utc"),
        *(
            "시간",
            "시각",
            "일시",
            "날짜",
            "경과시간",
            "타임스탬프",
            "측정시간",
            "측정시각",
            "측정일시",
        ),
        *("측정일시", "수집시간", "수집일시"),
    }
)
_UNIT = re.compile(r"^(?P<name>.*?)(?:\s*[(\[](?P<in>[^)\]]*)[)\]]|[_ ](?P<end>[a-zµμ]+))$")
_DATE = re.compile(r"^\s*\d{4}[-/.]\s?\d{1,2}[-/.]\s?\d{1,2}\.?")
_DAY = re.compile(r"^\s*(?P<h>\d+):(?P<m>\d\d)(?::(?P<s>\d\d(?:[.,]\d+)?))?\s*$")
_LOOSE = re.compile(
    r"^(\d{4})[-/.]\s?(\d{1,2})[-/.]\s?(\d{1,2})\.?"
    r"(?:[ T]+(오전|오후|AM|PM)?\s*(\d{1,2}):(\d\d)(?::(\d\d)(?:[.,](\d{1,9}))?)?\s*(AM|PM)?)?"
    r"\s*(Z|[+-]\d\d:?\d\d)?$",
    re.IGNORECASE,
)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
# From which number on it can only be since 1970: 1973 in seconds; in how many milliseconds.
_SINCE_1970 = ((1e17, 1e-6), (1e14, 1e-3), (1e11, 1.0), (1e8, 1e3))


@dataclass(frozen=True, slots=True)
class Clock:
    """How times are read. `start` tells the first of them as a date, where there is one."""

    columns: tuple[int, ...]
    scale: float | None  # milliseconds of one; None: dates or times of day
    comma: bool
    start: str | None

    def read(self, cells: Sequence[str]) -> tuple[int | None, NDArray[np.float64]]:
        """Milliseconds of cells, and which of them is the first that is no time."""
        read = np.empty(len(cells))
        if self.scale is not None:
            try:
                read[:] = np.fromiter(map(float, cells), np.float64, len(cells))
            except ValueError:
                for at, cell in enumerate(cells):
                    number = _float(cell, self.comma)
                    if number is None:
                        return at, read
                    read[at] = number
            wrong = np.flatnonzero(~np.isfinite(read))
            return (int(wrong[0]) if wrong.size else None), read * self.scale
        for at, cell in enumerate(cells):
            told = _moment(cell)
            if told is None:
                return at, read
            read[at] = told
        return None, read


def time_columns(
    names: Sequence[str], units: Sequence[str], columns: Sequence[Sequence[str]], comma: bool
) -> Clock | None:
    """The column of time, or the two of date and time of day; None where there is none."""
    named = [at for at, name in enumerate(names) if _named(name)[0]]
    shaped = [at for at, cells in enumerate(columns) if cells and all(map(_shape(_DATE), cells))]
    hours = [at for at, cells in enumerate(columns) if cells and all(map(_shape(_DAY), cells))]
    for at in shaped:  # a date alone, and the time of day beside it
        later = next((one for one in hours), None)
        if later is not None and not any(":" in cell for cell in columns[at]):
            day = f"{columns[at][0]} {columns[later][0]}"
            return Clock((at, later), None, comma, start_of(day))
    for at in [*(one for one in named if one in shaped), *shaped]:
        return Clock((at,), None, comma, start_of(columns[at][0]))
    for at in named:
        cells = columns[at]
        if at in hours:
            return Clock((at,), None, comma, None)
        first = _float(cells[0], comma)
        if first is None:
            continue
        scale = _named(names[at])[1] or _MILLISECONDS.get(_at(units, at).lower())
        since = _since_1970(first, scale)
        if since is None:
            return Clock((at,), scale or 1e3, comma, None)
        return Clock((at,), since, comma, iso(first * since))
    return None


def _since_1970(first: float, scale: float | None) -> float | None:
    """Milliseconds of one, where numbers are since 1970."""
    for least, each in _SINCE_1970:
        if first >= least and scale in (None, each):
            return each
    return None


def _named(name: str) -> tuple[bool, float | None]:
    """Is this the name of a column of time? And how many milliseconds is one of its unit?"""
    plain = name.strip().lower()
    if plain.replace(" ", "_") in _NAMES:
        return True, None
    if len(plain) > 1 and plain in _MILLISECONDS:
        return True, _MILLISECONDS[plain]
    found = _UNIT.match(plain)
    if found is None:
        return False, None
    unit = _MILLISECONDS.get((found["in"] or found["end"] or "").strip())
    known = found["name"].strip().replace(" ", "_") in _NAMES
    return known and (unit is not None or found["in"] is not None), unit


def _shape(shape: re.Pattern[str]) -> Callable[[str], bool]:
    return lambda cell: shape.match(cell) is not None


def _at(row: Sequence[str], at: int) -> str:
    return row[at] if at < len(row) else ""


def _float(cell: str, comma: bool) -> float | None:
    try:
        return float(cell.replace(",", ".") if comma else cell)
    except ValueError:
        return None


def _date(cell: str) -> datetime | None:
    try:
        return datetime.fromisoformat(cell)
    except ValueError:
        pass
    found = _LOOSE.match(cell.strip())
    if found is None:
        return None
    year, month, day, before, hour, minute, second, part, after, zone = found.groups()
    half = (before or after or "").upper()
    hours = int(hour or 0)
    if half in ("오후", "PM"):
        hours = hours % 12 + 12
    elif half in ("오전", "AM"):
        hours %= 12
    plain = (
        f"{year}-{int(month):02}-{int(day):02}T{hours:02}:{minute or '00'}:{second or '00'}"
        f".{(part or '0')[:6]:0<6}{zone or ''}"
    )
    try:
        return datetime.fromisoformat(plain)
    except ValueError:
        return None


def _moment(cell: str) -> float | None:
    """Milliseconds since 1970 of a date, since midnight of a time of day."""
    date = _date(cell)
    if date is not None:
        since = (date if date.tzinfo is not None else date.replace(tzinfo=UTC)) - _EPOCH
        return since.days * 864e5 + since.seconds * 1e3 + since.microseconds / 1e3
    found = _DAY.match(cell)
    if found is None:
        return None
    seconds = float((found["s"] or "0").replace(",", "."))
    return int(found["h"]) * 36e5 + int(found["m"]) * 6e4 + seconds * 1e3


def iso(milliseconds: float) -> str | None:
    """A moment since 1970, in UTC; None beyond what a calendar has."""
    try:
        told = datetime.fromtimestamp(milliseconds / 1e3, UTC)
    except (ValueError, OverflowError, OSError):
        return None
    return told.isoformat(timespec="milliseconds").replace("+00:00", "Z")


def start_of(cell: str) -> str | None:
    """A date as ISO writes it, with the zone that it names, or none."""
    date = _date(cell.strip())
    return None if date is None else date.isoformat(timespec="milliseconds")


def is_rate(key: str) -> bool:
    """Does this comment say how often is measured?"""
    return re.sub(r"[\s_]+", " ", key.strip().lower()) in (
        *("rate", "sampling rate", "sample rate", "sampling frequency", "fs", "hz", "period"),
        *("샘플링", "샘플링 주파수", "표본화율", "주기"),
    )


def rate_of(key: str, value: str) -> float | None:
    """Milliseconds between two measurements: `500`, `500 Hz`, of a period `2 ms`."""
    found = re.match(r"\s*([\d.]+)\s*([a-zA-Zµμ초]*)", value)
    try:
        number = float(found[1]) if found else 0.0
    except ValueError:
        return None
    if found is None or not 0 < number < 1e12:
        return None
    unit = found[2].lower()
    if key.strip().lower() in ("period", "주기") or unit in _MILLISECONDS:
        return number * _MILLISECONDS.get(unit, 1.0)
    return 1000 / number / (1000 if unit == "khz" else 1)


def is_start(key: str) -> bool:
    """Does this comment say when it began?"""
    return key.strip().lower() in ("start", "start time", "start_time", "시작", "시작 시각")
