"""Time series from a CSV: how columns are understood, what is refused, what is shown from."""

from __future__ import annotations

import io
import math
import tracemalloc
from collections.abc import Callable
from pathlib import Path
from time import process_time
from typing import Any, BinaryIO

import numpy as np
import pytest
from PIL import Image

from app.assets.media import series
from app.assets.media.base import MediaRefused, Probed

Write = Callable[..., Path]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    def written(text: str | bytes, encoding: str = "utf-8") -> Path:
        path = tmp_path / "series.csv"
        path.write_bytes(text if isinstance(text, bytes) else text.encode(encoding))
        return path

    return written


def probed(path: Path) -> Probed:
    return series.probe(path, path.name)


class Kept:
    """What was kept, by its key."""

    def __init__(self) -> None:
        self.files: list[bytes] = []

    def __call__(self, file: BinaryIO, media_type: str) -> str:
        assert media_type == "application/octet-stream"
        self.files.append(file.read())
        return str(len(self.files) - 1)

    def level(self, told: dict[str, Any], at: int, channel: int) -> np.ndarray[Any, Any]:
        level = told["data"]["levels"][at]
        each = 1 if level["factor"] == 1 else 2
        content = self.files[int(told["data"]["key"])]
        start = level["offset"] + channel * level["count"] * each * 4
        return np.frombuffer(content, "<f4", level["count"] * each, start)

    def times(self, told: dict[str, Any], at: int) -> np.ndarray[Any, Any]:
        level = told["times"]["levels"][at]
        content = self.files[int(told["times"]["key"])]
        return np.frombuffer(content, "<f8", level["count"], level["offset"])


def prepared(path: Path) -> tuple[dict[str, Any], Kept]:
    kept = Kept()
    return series.prepare(path, probed(path).facts, kept, lambda: None), kept


@pytest.mark.parametrize(
    ("text", "length", "period", "start"),
    [
        pytest.param("time,a\n0,1\n0.5,2\n1,3\n", 1500, 500, None, id="seconds, unsaid"),
        pytest.param("t(ms),a\n0,1\n2,2\n4,3\n", 6, 2, None, id="milliseconds in brackets"),
        pytest.param("time_ms,a\n0,1\n2,2\n4,3\n", 6, 2, None, id="milliseconds in the name"),
        pytest.param("a,Time [us]\n1,0\n2,2000\n", 4, 2, None, id="microseconds, second column"),
        pytest.param("시간(초),값\n10,1\n11,2\n", 2000, 1000, None, id="Korean, from 10 s on"),
        pytest.param(
            "timestamp,a\n1700000000,1\n1700000001,2\n",
            2000,
            1000,
            "2023-11-14T22:13:20.000Z",
            id="since 1970 in seconds",
        ),
        pytest.param(
            "timestamp,a\n1700000000500,1\n1700000000600,2\n",
            200,
            100,
            "2023-11-14T22:13:20.500Z",
            id="since 1970 in milliseconds",
        ),
        pytest.param(
            "when,a\n2024-03-01T09:00:00+09:00,1\n2024-03-01T09:00:30+09:00,2\n",
            60000,
            30000,
            "2024-03-01T09:00:00.000+09:00",
            id="dates, by their shape",
        ),
        pytest.param(
            "일시,a\n2024-03-01 오전 11:59:59,1\n2024-03-01 오후 12:00:00,2\n",
            2000,
            1000,
            "2024-03-01T11:59:59.000",
            id="as Korean Excel writes dates",
        ),
        pytest.param(
            "날짜,시간,a\n2024.03.01,23:59:59,1\n2024.03.02,0:00:00,2\n",
            2000,
            1000,
            "2024-03-01T23:59:59.000",
            id="day and hour in two columns",
        ),
        pytest.param("time,a\n0:00:01.5,1\n0:00:02,2\n", 1000, 500, None, id="hours and minutes"),
        pytest.param("# rate: 500\na\n1\n2\n", 4, 2, None, id="no time: the rate of a comment"),
        pytest.param("# 주기 = 30 s\na\n1\n2\n", 60000, 30000, None, id="no time: a period"),
        pytest.param("a\n1\n2\n3\n", 3, 1, None, id="no time: a millisecond each"),
        pytest.param(
            "# fs: 1 kHz\n# start: 2024-03-01 09:00\na\n1\n2\n",
            2,
            1,
            "2024-03-01T09:00:00.000",
            id="when it began, of a comment",
        ),
        pytest.param("time,a\n0,1\n1,2\n10,3\n", 15000, None, None, id="uneven"),
        pytest.param(
            "t_ms,a\n" + "".join(f"{n * 1000 / 512:.0f},1\n" for n in range(513)),
            1002,
            1000 / 512,
            None,
            id="even but for rounding",
        ),
    ],
)
def test_the_clock(
    write: Write, text: str, length: int, period: float | None, start: str | None
) -> None:
    facts = probed(write(text)).facts
    assert (facts["length"], facts["start"]) == (length, start)
    assert facts["period"] == (None if period is None else pytest.approx(period))
    assert isinstance(facts["length"], int)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp949", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_encodings_and_what_stands_between_cells(
    write: Write, encoding: str, delimiter: str, end: str
) -> None:
    rows = [["시간", "심전도 [mV]", "호흡 (bpm)"], ["0", "0.5", ""], ["1", "-1e2", "12"], [""]]
    path = write(end.join(delimiter.join(row) for row in rows), encoding)
    facts = probed(path).facts
    assert facts["channels"] == [
        {"name": "심전도", "unit": "mV"},
        {"name": "호흡", "unit": "bpm"},
    ]
    assert facts["points"] == 2
    told, kept = prepared(path)
    assert kept.level(told, 0, 0).tolist() == [0.5, -100]
    assert math.isnan(kept.level(told, 0, 1)[0])
    assert kept.level(told, 0, 1)[1] == 12


def test_numbers_as_people_write_them(write: Write) -> None:
    told, kept = prepared(write('"t";"a";"b"\n"0";1,5;NaN\n1;" 2 ";n/a\n2;-0,25;1e3\n'))
    assert kept.level(told, 0, 0).tolist() == [1.5, 2, -0.25]
    assert np.isnan(kept.level(told, 0, 1)).tolist() == [True, True, False]
    told, kept = prepared(write('t,a\n0,"1,234.5"\n1,inf\n'))
    assert kept.level(told, 0, 0)[0] == 1234.5
    assert math.isnan(kept.level(told, 0, 0)[1])


def test_numbers_that_nothing_can_show_are_gaps(write: Write) -> None:
    """A line to where no pixel is was drawn for hours."""
    path = write("t,a\n0,1\n1,1e39\n2,-1.7e308\n3,3.4e38\n4,2\n")
    assert probed(path).thumbnail is not None
    told, kept = prepared(path)
    assert np.isnan(kept.level(told, 0, 0)).tolist() == [False, True, True, False, False]


def test_columns_that_are_no_channels(write: Write) -> None:
    """Counters of rows are left out, columns of words with a note; a row of units is read."""
    got = probed(write(",time,ECG,상태,\n0,0,1,on,\n1,1,2,off,\n2,2,3,on,\n"))
    assert [one["name"] for one in got.facts["channels"]] == ["ECG"]
    assert got.note == 'Columns of words are not shown: "상태".'
    got = probed(write("'Elapsed time','ECG'\n'seconds','mV'\n0.0,1\n0.5,2\n"))
    assert got.facts["channels"] == [{"name": "ECG", "unit": "mV"}]
    assert (got.facts["period"], got.note) == (500, None)


@pytest.mark.parametrize(
    ("text", "reason", "says"),
    [
        pytest.param("", "series_empty", "no rows", id="empty"),
        pytest.param("time,a\n", "series_empty", "nothing below", id="names alone"),
        pytest.param("time,a\n0,1\n", "series_empty", "two rows", id="one row"),
        pytest.param("time,a\n0,\n1,\n", "series_empty", "something measured", id="gaps alone"),
        pytest.param("0,1\n1,2\n2,3\n", "series_header", "first row must name", id="no names"),
        pytest.param("t,a,a\n0,1,2\n1,2,3\n", "series_header", '"a"', id="a name twice"),
        pytest.param("t,who\n0,kim\n1,lee\n", "series_channels", "No column", id="words alone"),
        pytest.param(
            "t," + ",".join(f"c{n}" for n in range(65)) + "\n" + "1,2\n",
            "series_channels",
            "64 is the most",
            id="too many",
        ),
        pytest.param("t,a\n0,1\n1,2\n\n1,3\n", "series_order", "Row 5 ", id="a time twice"),
        pytest.param("t,a\n0,1\n2,2\n1,3\n", "series_order", "Row 4 ", id="back in time"),
        pytest.param(
            "t,a\n" + "".join(f"{n},1\n" for n in range(200)) + "200,tired\n",
            "series_number",
            'row 202, "tired" in the column "a"',
            id="a word among numbers",
        ),
        pytest.param(
            "t,a\n" + "".join(f"{n},1\n" for n in range(200)) + "later,1\n",
            "series_time",
            'row 202, "later"',
            id="a word among times",
        ),
        pytest.param(
            "t,a\n" + "".join(f"{n},1\n" for n in range(200)) + "200\n",
            "series_row",
            "Row 202 has 1 cells",
            id="a short row",
        ),
        pytest.param("t,a\n" + "1" * 70_000 + ",2\n", "series_row", "longer", id="endless line"),
        pytest.param(b"\x89PNG\r\n\x1a\n\0\0\0", "series_encoding", "no text", id="a picture"),
        pytest.param(b"t,a\xff\xff\n0,1\n", "series_encoding", "UTF-8", id="no encoding of ours"),
    ],
)
def test_what_is_refused(write: Write, text: str | bytes, reason: str, says: str) -> None:
    with pytest.raises(MediaRefused) as refused:
        probed(write(text))
    assert refused.value.reason == reason
    assert says in refused.value.detail


def test_too_many_rows(write: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(series, "MAX_POINTS", 10_000)
    with pytest.raises(MediaRefused, match="cut the file") as refused:
        probed(write("a\n" + "1\n" * 10_001))
    assert refused.value.reason == "series_long"


def test_levels_hold_the_least_and_the_greatest(write: Write) -> None:
    """Of every 16 points at each level; a gap only where all is one."""
    count = 20_001
    values = np.sin(np.arange(count) / 50) * 100
    values[700:1300] = np.nan
    rows = "".join(f"{'' if math.isnan(v) else f'{v:.4f}'},{n}\n" for n, v in enumerate(values))
    told, kept = prepared(write("a,b\n" + rows))
    levels = told["data"]["levels"]
    assert [(one["factor"], one["count"]) for one in levels] == [
        (1, 20001),
        (16, 1251),
        (256, 79),
    ]
    assert told["times"] is None
    whole = kept.level(told, 0, 0)
    assert np.allclose(whole, values, atol=1e-3, equal_nan=True)
    for at, level in enumerate(levels[1:], 1):
        factor = level["factor"]
        pairs = kept.level(told, at, 0).reshape(-1, 2)
        for n in range(level["count"]):
            piece = whole[n * factor : (n + 1) * factor]
            known = piece[~np.isnan(piece)]
            if known.size:
                assert pairs[n].tolist() == [known.min(), known.max()]
            else:
                assert np.isnan(pairs[n]).all()
        second = kept.level(told, at, 1).reshape(-1, 2)
        assert second[1].tolist() == [factor, 2 * factor - 1]
    size = len(kept.files[0])
    last = levels[-1]
    assert size == last["offset"] + 2 * last["count"] * 8, "nothing but levels"


def test_uneven_times_are_kept(write: Write) -> None:
    times = np.cumsum(np.random.default_rng(1).uniform(1, 100, 5_000)).round(3)
    told, kept = prepared(write("t_ms,a\n" + "".join(f"{t},1\n" for t in times)))
    assert [one["factor"] for one in told["times"]["levels"]] == [1, 16]
    assert np.allclose(kept.times(told, 0), times - times[0])
    assert np.allclose(kept.times(told, 1), (times - times[0])[::16])
    assert len(kept.files) == 2


def test_what_is_prepared_is_what_was_probed(write: Write) -> None:
    path = write("a\n1\n2\n3\n")
    facts = dict(probed(path).facts)
    for points in (2, 4):
        with pytest.raises(MediaRefused):
            series.prepare(path, {**facts, "points": points}, Kept(), lambda: None)


def test_the_small_picture_shows_the_measurements(write: Write) -> None:
    content = probed(write("a,b\n" + "".join(f"{n % 50},\n" for n in range(5000)))).thumbnail
    assert content is not None
    image = Image.open(io.BytesIO(content)).convert("L")
    assert image.size == (320, 180)
    pixels = np.asarray(image)
    assert (pixels[:90] < 200).mean() > 0.3, "the first channel is drawn"
    assert (pixels[95:] > 240).all(), "the second holds nothing"


def test_a_million_points_take_seconds(write: Write) -> None:
    rows = b"".join(b"%d,%d.5,%d,-1e-3,7\n" % (n, n % 100, n % 7) for n in range(1000))
    path = write(b"i,a,b,c,d\n" + rows * 1000)
    began = process_time()
    facts = probed(path).facts
    series.prepare(path, facts, lambda file, _: "", lambda: None)
    assert facts["points"] == 1_000_000
    assert process_time() - began < 20, "it is 5 s"


def test_memory_does_not_grow_with_the_file(write: Write) -> None:
    def peak(rows: int) -> int:
        path = write("a,b,c\n" + "1.5,2.5,3.5\n" * rows)
        tracemalloc.start()
        try:
            series.prepare(path, probed(path).facts, lambda file, _: "", lambda: None)
            return tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()

    assert peak(80_000) < 1.2 * peak(20_000)
