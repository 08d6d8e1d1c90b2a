"""Recordings of spoken digits become segments and transcripts: two people share them out, one
inspects, and what goes out as JSONL, CSV and TextGrid is read back equal, to the millisecond."""

from __future__ import annotations

import csv
import io
import wave
from array import array
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from praatio import textgrid

from tests.conftest import Database, Program, Server
from tests.journeys.media import DATA, Media, Thing, journey
from tests.journeys.texts import Marks

FOLDER = DATA / "speech" / "fsdd" / "recordings"
DIGITS = ("영", "일", "이", "삼", "사", "오", "육", "칠", "팔", "구")
ENGLISH = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
SPEAKERS = ("george", "jackson", "lucas", "nicolas", "theo", "yweweler")

pytestmark = [
    pytest.mark.skipif(
        not FOLDER.is_dir(), reason="the recordings of digits are not beside the repository"
    ),
    pytest.mark.timeout(600),
]

SCHEMA: dict[str, Any] = {
    "modality": "sound",
    "labels": [
        {
            "kind": "segment",
            "name": "말",
            "classes": [{"id": "speech", "ko": "말소리"}, {"id": "noise", "ko": "잡음"}],
            "overlap": "speakers",
            "speakers": [{"id": id} for id in SPEAKERS],
            "texts": [
                {"name": "들린 대로", "required": False},
                {"name": "standard", "en": "Standard", "required": False, "max_length": 100},
            ],
        },
        {"kind": "event", "name": "가장 큰 곳", "classes": [{"id": "peak"}], "max": 1},
        {"kind": "class", "name": "성별", "classes": [{"id": "여"}, {"id": "남"}]},
    ],
}


def recordings(count: int) -> list[Thing]:
    """Recordings of all six speakers and all ten digits."""
    paths = sorted(FOLDER.glob("*.wav"), key=lambda path: (path.stem.rsplit("_", 1)[1], path.stem))
    return [recording(path) for path in paths[:count]]


def recording(path: Path) -> Thing:
    """A recording, and where its voice is: found by loudness, in whole milliseconds."""
    content = path.read_bytes()
    with wave.open(io.BytesIO(content)) as file:
        assert file.getnchannels() == 1
        rate, samples = file.getframerate(), array("h", file.readframes(file.getnframes()))
    assert file.getnchannels() == 1
    loud = [
        max(map(abs, samples[at : at + rate // 100])) for at in range(0, len(samples), rate // 100)
    ]
    top = max(loud)
    there = [at * 10 for at, level in enumerate(loud) if level > top / 8]
    length = len(samples) * 1000 // rate
    peak = {"id": "e1", "kind": "event", "name": "가장 큰 곳", "class": "peak"}
    start, end = there[0], min(there[-1] + 13, length)
    digit, speaker, nth = path.stem.split("_")
    marks: Marks = [
        {
            "id": "s1",
            "kind": "segment",
            "name": "말",
            "class": "speech",
            "start": start,
            "end": end,
            "speaker": speaker,
            "texts": {"들린 대로": f"{DIGITS[int(digit)]}!", "standard": ENGLISH[int(digit)]},
        },
        peak | {"at": loud.index(top) * 10},
        {"id": "c1", "kind": "class", "name": "성별", "classes": ["남"]},
    ]
    if start > 0:  # somebody else breathes before, and into the word
        other = SPEAKERS[(SPEAKERS.index(speaker) + 1) % len(SPEAKERS)]
        breath = {"id": "s2", "class": "noise", "start": 0, "end": start + 7, "speaker": other}
        marks.insert(0, {"kind": "segment", "name": "말"} | breath)
    return Thing(f"숫자/{speaker}/{digit}_{nth}.wav", content, marks)


def careless(one: Thing, _: int) -> Marks:
    """Every third digit ends too early, whoever of the two comes to it."""
    if int(one.name[-7]) % 3:
        return one.truth
    return [
        mark | {"end": mark["end"] - 5} if mark.get("class") == "speech" else mark
        for mark in one.truth
    ]


def timed(marks: Marks) -> Marks:
    """What TextGrids hold."""
    return [mark for mark in marks if mark["kind"] != "class"]


@pytest.mark.parametrize("count", [60, pytest.param(300, marks=pytest.mark.long)])
def test_from_recordings_to_an_inspected_exported_set_of_transcripts(
    count: int,
    database: Database,
    server: Server,
    background: Program,
    tmp_path: Path,
) -> None:
    things = recordings(count)
    assert len(things) == count
    first = things[0]
    length = 1 << 20
    past = [mark | ({"end": length} if mark["id"] == "s1" else {}) for mark in first.truth]
    way = journey(
        server.url,
        database.settings.outbox,
        things,
        schema=SCHEMA,
        faulty={first.name: (past, "past_end")},
    )
    with closing(way):
        way.gather()
        way.design()
        way.bring()
        must_know_lengths(way)
        way.work(careless)
        way.inspect(lambda one: {"at": one.truth[-3]["end"], "annotation": "s1"})
        assert min(way.mended.values()) >= 2, way.mended
        way.must_be_accepted()

        way.lines()
        must_be_in_the_table(way.export("csv"), way)
        files = way.packed("textgrid")
        must_be_read_by_praatio(files, way, tmp_path)

        # Everything, with ids; the table as well; TextGrids all that has a time.
        way.must_come_back("jsonl")
        way.must_come_back("csv")
        manifest = way.boss.get(f"{way.project}/releases/{last(way)}")["manifest"]
        assert {(note["code"], note["about"]) for note in manifest["notes"]} == {
            ("left_out", "성별")
        }
        for name, one in list(way.pictures.items()):
            way.pictures[name] = Thing(name, one.content, timed(one.truth))
        way.must_come_back("textgrid", "id", files=files)


def last(way: Media) -> int:
    """The release that was made as TextGrid."""
    made = [one for one in way.boss.pages(f"{way.project}/releases") if one["format"] == "textgrid"]
    return int(made[-1]["id"])


def must_know_lengths(way: Media) -> None:
    """Lengths are those that the standard library's reader counts, sample by sample."""
    for name, one in way.pictures.items():
        with wave.open(io.BytesIO(one.content)) as file:
            length = file.getnframes() * 1000 / file.getframerate()
        assert abs(way.facts[name]["length"] - length) <= 1
        assert way.facts[name]["channels"] == 1


def must_be_in_the_table(content: bytes, way: Media) -> None:
    """As any program reads a table: a row a segment, times in milliseconds, both lines written."""
    rows = list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))
    workers = {worker.pseudonym for worker in way.people["worker"]}
    for name, one in way.pictures.items():
        found = {row["id"]: row for row in rows if row["name"] == name}
        assert found.keys() == {mark["id"] for mark in one.truth}
        for mark in one.truth:
            row = found[mark["id"]]
            assert row["by"] in workers
            if mark["kind"] == "segment":
                texts = mark.get("texts", {})
                assert (row["start_ms"], row["end_ms"]) == (str(mark["start"]), str(mark["end"]))
                assert (row["speaker"], row["class"]) == (mark["speaker"], mark["class"])
                assert row["text [들린 대로]"] == texts.get("들린 대로", "")
                assert row["text [standard]"] == texts.get("standard", "")
            elif mark["kind"] == "event":
                assert row["at_ms"] == str(mark["at"])


def must_be_read_by_praatio(files: dict[str, bytes], way: Media, folder: Path) -> None:
    """Each recording has a TextGrid beside it, in which praatio finds the words and their times."""
    for name, one in way.pictures.items():
        path = folder / "a.TextGrid"
        path.write_bytes(files[f"sounds/{name.removesuffix('.wav')}.TextGrid"])
        grid = textgrid.openTextgrid(str(path), includeEmptyIntervals=False)
        assert round(grid.maxTimestamp * 1000) == way.facts[name]["length"]
        word = next(mark for mark in one.truth if mark["id"] == "s1")
        tier = grid.getTier(f"말/{word['speaker']}/standard")
        ((start, end, text),) = tier.entries
        assert (round(start * 1000), round(end * 1000)) == (word["start"], word["end"])
        assert text == word["texts"]["standard"]
        (peak,) = grid.getTier("가장 큰 곳").entries
        assert round(peak.time * 1000) == next(m["at"] for m in one.truth if m["kind"] == "event")
