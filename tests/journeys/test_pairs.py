"""Pairs of Korean sentences: how alike they are, on a scale, and whether one follows from the
other, by three people who vote."""

from __future__ import annotations

import json
from contextlib import closing
from typing import Any

import pytest

from tests.conftest import Database, Program, Server
from tests.journeys.texts import ABSENT, KLUE, Marks, Text, journey, pair, said

pytestmark = [
    pytest.mark.skipif(not KLUE.is_dir(), reason=ABSENT),
    pytest.mark.timeout(300),
]

SCALE = {
    "modality": "text",
    "labels": [
        {
            "kind": "rating",
            "name": "alike",
            "ko": "얼마나 비슷한가요?",
            "min": 0,
            "max": 5,
            "step": 0.1,
            "low_ko": "전혀",
            "high_ko": "똑같다",
        }
    ],
}
FOLLOWS = {
    "modality": "text",
    "labels": [
        {
            "kind": "class",
            "name": "follows",
            "classes": [
                {"id": "entailment", "ko": "따른다"},
                {"id": "contradiction", "ko": "어긋난다"},
                {"id": "neutral", "ko": "알 수 없다"},
            ],
        }
    ],
}
VOTERS = ("author", "label2", "label3")


def klue(task: str) -> list[dict[str, Any]]:
    """What the file of a task says."""
    found: list[dict[str, Any]] = json.loads((KLUE / f"klue-{task}-v1.1_dev.json").read_text())
    return found


def rating(value: float) -> dict[str, Any]:
    return {"kind": "rating", "name": "alike", "value": value}


def choice(id: str) -> dict[str, Any]:
    return {"kind": "class", "name": "follows", "classes": [id]}


def test_pairs_are_rated(database: Database, server: Server, background: Program) -> None:
    """All of them, each by one person; nobody inspects, so each is accepted as it comes in."""
    texts = [
        pair(row["guid"], row["sentence1"], row["sentence2"], [rating(row["labels"]["label"])])
        for row in klue("sts")
    ]
    assert len(texts) == 519
    way = journey(
        server.url,
        database.settings.outbox,
        texts,
        schema=SCALE,
        policy={"inspect1": "none"},
        faulty={texts[0].name: ([rating(3.14)], "bad_rating")},
    )
    with closing(way):
        way.gather()
        way.design()
        way.import_texts()
        way.fund_and_open()
        way.work(lambda text, _: text.truth)
        way.must_be_accepted()
        rows = way.lines()
        for text in texts:
            (mark,) = rows[text.name]["labels"]["annotations"]
            assert mark["value"] == text.truth[0]["value"]


@pytest.mark.parametrize("count", [100, pytest.param(3000, marks=pytest.mark.long)])
def test_inferences_are_voted_on(
    count: int, database: Database, server: Server, background: Program
) -> None:
    """Three answers to each pair, as KLUE's own people gave them; the release has them all."""
    votes = {row["guid"]: [choice(row[voter]) for voter in VOTERS] for row in klue("nli")[:count]}
    texts = [
        pair(row["guid"], row["premise"], row["hypothesis"], votes[row["guid"]])
        for row in klue("nli")[:count]
    ]
    way = journey(
        server.url,
        database.settings.outbox,
        texts,
        schema=FOLLOWS,
        policy={"overlap": 3, "inspect1": "none"},
        faulty={texts[0].name: ([choice("maybe")], "unknown_class")},
    )

    def vote(text: Text, number: int) -> Marks:
        return [text.truth[number]]

    with closing(way):
        way.gather()
        way.design()
        way.import_texts()
        way.fund_and_open()
        way.work(vote)
        way.must_be_accepted(each=3)
        rows = way.lines()
        for text in texts:
            told = rows[text.name]["provenance"]["answers"]
            assert len({one["by"] for one in told}) == 3
            for one in told:
                given = way.answered[text.name, one["by"]]
                assert said(one["annotations"], "name", "classes") == said(given, "name", "classes")
            all_said = sorted(str(one["annotations"][0]["classes"]) for one in told)
            assert all_said == sorted(str(vote["classes"]) for vote in votes[text.name])
