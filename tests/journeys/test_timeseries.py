"""Nights of sleep as CSV: phases without a gap, and moments on single channels; two people, one
inspector; out as CSV, JSONL and TextGrid, and back."""

from __future__ import annotations

import csv
import io
import math
import random
from contextlib import closing
from typing import Any

import pytest

from tests.conftest import Database, Program, Server
from tests.journeys.media import Media, Thing, journey
from tests.journeys.texts import Marks

pytestmark = [pytest.mark.timeout(300)]

EPOCH = 30_000
PERIOD = 250  # ms
NIGHTS = 12
STAGES = ("W", "N1", "N2", "N3", "REM")
SCHEMA: dict[str, Any] = {
    "modality": "series",
    "labels": [
        {
            "kind": "segment",
            "name": "수면 단계",
            "classes": [{"id": id} for id in STAGES],
            "overlap": "none",
            "cover": True,
            "step": EPOCH,
        },
        {"kind": "segment", "name": "artefact", "classes": [{"id": "noise"}], "per": "channel"},
        {
            "kind": "event",
            "name": "spindle",
            "classes": [{"id": "spindle"}, {"id": "K"}],
            "per": "channel",
            "attributes": [{"name": "sure", "kind": "flag"}],
        },
    ],
}


def night(number: int) -> Thing:
    """Ten epochs and a bit of two channels, and what is marked in them."""
    chance = random.Random(number)
    rows = 10 * EPOCH // PERIOD + chance.randint(2, 90)
    out = io.StringIO()
    table = csv.writer(out)
    table.writerow(["time", "EEG C3-A2 (µV)", "EOG (µV)"])
    for at in range(rows):
        wave = [round(40 * math.sin(at / 7) + chance.gauss(0, 5), 3), round(chance.gauss(0, 9), 3)]
        table.writerow([at * PERIOD / 1000, *wave])
    length = rows * PERIOD  # a value lasts until the next one would come
    marks: Marks = []
    start = 0
    while start < length:
        end = min(start + EPOCH * chance.randint(1, 3), length)
        phase = chance.choice(STAGES)
        marks.append(
            {
                "id": f"p{start // EPOCH}",
                "kind": "segment",
                "name": "수면 단계",
                "class": phase,
                "start": start,
                "end": end,
            }
        )
        start = end
    eeg, eog = "EEG C3-A2", "EOG"
    noise = {"kind": "segment", "name": "artefact", "class": "noise"}
    marks += [
        noise | {"id": "n1", "channel": eeg, "start": 1_000.5, "end": 2_500},
        noise | {"id": "n2", "channel": eog, "start": 1_000.5, "end": 2_750.125},
        noise | {"id": "n3", "channel": eeg, "start": 2_000, "end": 4_000},
    ]
    for at, class_ in ((12_345.75, "spindle"), (40_000, "K"), (40_000, "spindle")):
        moment = {"kind": "event", "name": "spindle", "class": class_, "at": at}
        marks.append(moment | {"id": f"e{len(marks)}", "channel": eeg})
    marks[-1]["attributes"] = {"sure": True}
    return Thing(f"밤/{number:02}.csv", out.getvalue().encode(), marks)


def careless(one: Thing, _: int) -> Marks:
    """Every other night's first phase is called by another name, whoever of the two does it."""
    if int(one.name[-5]) % 2:
        return one.truth
    first = one.truth[0]
    other = STAGES[(STAGES.index(first["class"]) + 1) % len(STAGES)]
    return [first | {"class": other}, *one.truth[1:]]


def test_from_nights_to_an_inspected_exported_set_of_phases(
    database: Database, server: Server, background: Program
) -> None:
    nights = [night(number) for number in range(NIGHTS)]
    first = nights[0]
    way = journey(
        server.url,
        database.settings.outbox,
        nights,
        schema=SCHEMA,
        faulty={first.name: (first.truth[1:], "gap")},
    )
    with closing(way):
        way.gather()
        way.design()
        way.bring()
        must_be_measured(way)
        way.work(careless)
        way.inspect(lambda one: {"at": one.truth[0]["end"] / 2})
        assert sum(way.mended.values()) >= 2, way.mended
        way.must_be_accepted()
        way.lines()
        way.must_come_back("jsonl")
        way.must_come_back("csv")
        must_fill_the_night(way)
        way.must_come_back("textgrid", "id", "attributes")


def must_be_measured(way: Media) -> None:
    """Facts are what the files say."""
    for name, one in way.pictures.items():
        facts = way.facts[name]
        rows = one.content.decode().strip().count("\n")
        assert (facts["points"], facts["period"]) == (rows, PERIOD)
        assert facts["length"] == one.truth[-7]["end"] == rows * PERIOD
        assert [channel["name"] for channel in facts["channels"]] == ["EEG C3-A2", "EOG"]
        assert [channel["unit"] for channel in facts["channels"]] == ["µV", "µV"]


def must_fill_the_night(way: Media) -> None:
    """As a table: the phases follow each other from the first moment to the last."""
    content = way.export("csv")
    for name, facts in way.facts.items():
        reached = 0.0
        for row in csv.DictReader(io.StringIO(content.decode("utf-8-sig"))):
            if row["name"] == name and row["label"] == "수면 단계":
                assert float(row["start_ms"]) == reached
                reached = float(row["end_ms"])
        assert reached == facts["length"]
