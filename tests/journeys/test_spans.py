"""Korean sentences become marked entities: three people share them out, one inspects, everything
comes out as it should, offset for offset."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from contextlib import closing
from typing import Any

import pytest

from app.formats import conll
from app.formats.record import Record
from tests.conftest import Database, Program, Server
from tests.formats.sources import Files
from tests.journeys.caller import Caller
from tests.journeys.texts import ABSENT, KLUE, Marks, Text, Texts, answer, journey, plain, said

FILE = KLUE / "klue-ner-v1.1_dev.tsv"
FAMILY = "👨‍👩‍👧‍👦"  # one sign on the screen, seven code points, eleven UTF-16 units
CLASSES = {"PS": "사람", "LC": "곳", "OG": "기관", "DT": "날짜", "TI": "시각", "QT": "수량"}
SCHEMA = {
    "modality": "text",
    "labels": [
        {
            "kind": "span",
            "name": "entities",
            "classes": [{"id": id, "ko": ko} for id, ko in CLASSES.items()],
            "overlap": "none",
        }
    ],
}
SAID = ("part", "start", "end", "class", "name")

pytestmark = [
    pytest.mark.skipif(not FILE.is_file(), reason=ABSENT),
    pytest.mark.timeout(300),
]


def span(kind: str, start: int, end: int) -> dict[str, Any]:
    where = {"part": "text", "start": start, "end": end}
    return {"kind": "span", "name": "entities", "class": kind} | where


def sentences() -> Iterator[Text]:
    """KLUE's sentences, of which each line is a character and its tag."""
    for block in FILE.read_text(encoding="utf-8").split("\n\n"):
        head, *rows = [line for line in block.split("\n") if line]
        while not head.startswith("## klue"):
            head = rows.pop(0)
        signs, tags = zip(*(row.split("\t") for row in rows), strict=True)
        spans: Marks = []
        for at, tag in enumerate(tags):
            if tag.startswith("B-"):
                spans.append(span(tag[2:], at, at + 1))
            elif tag.startswith("I-"):
                spans[-1]["end"] = at + 1
        name = head.split("\t")[0].removeprefix("## ")
        yield plain(name, "".join(signs), spans)


def decomposed(text: Text) -> Text:
    """The sentence as a Mac writes it: a syllable is two or three code points."""
    before = text.document["parts"][0]["text"]

    def there(at: int) -> int:
        return len(unicodedata.normalize("NFD", before[:at]))

    moved = [span(one["class"], there(one["start"]), there(one["end"])) for one in text.truth]
    return plain(f"nfd/{text.name}", unicodedata.normalize("NFD", before), moved)


def after_a_sign(text: Text) -> Text:
    """The sentence behind a sign that takes many code points, and is in a span itself."""
    by = len(FAMILY)
    moved = [span(one["class"], one["start"] + by, one["end"] + by) for one in text.truth]
    sentence = FAMILY + text.document["parts"][0]["text"]
    return plain(f"emoji/{text.name}", sentence, [span("PS", 0, by), *moved])


def careless(text: Text, number: int) -> Marks:
    """What worker `number` marks: the last one forgets a span of every fourth sentence."""
    forgets = number == 2 and int(text.name.split("_")[2].split("-")[0]) % 4 == 0
    return text.truth[1:] if forgets else text.truth


class Inspection:
    """The inspectors and what they do: they mend themselves, or send back, by turns."""

    def __init__(self, way: Texts) -> None:
        self.way = way
        self.given: list[str] = []

    def round(self) -> int:
        """Everything that waits is judged, and then mended by its authors; how much that was."""
        before = len(self.given)
        self.way.at_once("primary_inspector", self._judge)
        mended = self.way.at_once("worker", self._mend)
        return len(self.given) - before + sum(mended)

    def _judge(self, who: Caller) -> None:
        for lease in self.way.following(who, 1):
            lease["answer"] = self._verdict(lease)
            self.given.append(lease["answer"]["verdict"])

    def _verdict(self, lease: Any) -> dict[str, Any]:
        text = self.way.pictures[lease["item"]["name"]]
        assert lease["item"]["document"] == text.document
        found = lease["subject"]["answer"]["annotations"]
        if said(found, *SAID) == said(text.truth, *SAID):
            return {"verdict": "approve"}
        if self.given.count("fix") <= self.given.count("return"):
            return {"verdict": "fix", "answer": answer(text.truth)}
        missing = text.truth[0]
        word = text.document["parts"][0]["text"][missing["start"] : missing["end"]]
        pins = [{"note": word}] + [{"annotation": one["id"]} for one in found[:1]]
        why = {"reason": "missing", "comment": f"“{word}”이 빠졌어요."}
        return {"verdict": "return", "pins": pins} | why

    def _mend(self, author: Caller) -> int:
        rows = list(author.pages("/me/assignments", state="rework", limit=200))
        for row in rows:
            work = author.get(f"{self.way.project}/assignments/{row['id']}")
            text = self.way.pictures[work["item"]["name"]]
            assert work["turns"][-1]["pins"][0]["note"] in work["turns"][-1]["comment"]
            done = self.way.hand_in(author, row["id"], {"answer": answer(text.truth)})
            assert done["state"] == "submitted"
        return len(rows)


def from_conll(content: bytes) -> dict[str, tuple[str, list[tuple[Any, ...]]]]:
    """What a reader of KLUE's own form finds: the text, and its spans."""
    found: dict[str, tuple[str, list[tuple[Any, ...]]]] = {}
    name, text, spans = "", "", []
    for line in [*content.decode().split("\n"), ""]:
        if line.startswith("# id = "):
            name, text, spans = line.removeprefix("# id = "), "", []
        elif not line and name:
            found[name] = text, sorted(tuple(map(str, one)) for one in spans)
            name = ""
        elif "\t" in line:
            sign, tag = line.split("\t")
            if tag.startswith("B-"):
                spans.append([len(text), len(text) + 1, tag[2:]])
            elif tag.startswith("I-"):
                spans[-1][1] += 1
            text += sign
    return found


def test_from_sentences_to_an_inspected_exported_set_of_entities(
    database: Database, server: Server, background: Program
) -> None:
    texts = [text for text, _ in zip(sentences(), range(498), strict=False)]
    spoken = [text for text in texts if text.truth]
    texts += [decomposed(spoken[0]), after_a_sign(spoken[1])]
    assert (
        unicodedata.normalize("NFC", texts[-2].document["parts"][0]["text"])
        != (texts[-2].document["parts"][0]["text"])
    )
    policy = {"inspect1": "all", "inspect2": "none"}
    length = len(texts[-1].document["parts"][0]["text"])  # in UTF-16 there would be four more
    way = journey(
        server.url,
        database.settings.outbox,
        texts,
        schema=SCHEMA,
        policy=policy,
        faulty={texts[-1].name: ([span("PS", length - 1, length + 1)], "past_end")},
    )
    with closing(way):
        way.gather()
        way.design()
        way.import_texts()
        way.fund_and_open()
        way.work(careless)
        inspection = Inspection(way)
        while inspection.round():
            assert len(inspection.given) < 2 * len(texts), "the work comes to no end"
        assert inspection.given.count("return") >= 3
        assert inspection.given.count("fix") >= 3
        way.must_be_accepted()

        rows = way.lines()
        for text in texts:
            row = rows[text.name]
            assert said(row["labels"]["annotations"], *SAID) == said(text.truth, *SAID), text.name
            (by,) = row["provenance"]["answers"]
            assert by["by"] in {worker.pseudonym for worker in way.people["worker"]}
        marked = rows[texts[-1].name]
        first = min(marked["labels"]["annotations"], key=lambda one: one["start"])
        assert marked["text"][first["start"] : first["end"]] == FAMILY

        content = way.export("conll_characters")
        found = from_conll(content)
        for text in texts:
            spans = said(text.truth, "start", "end", "class")
            assert found[text.name] == (text.document["parts"][0]["text"], sorted(spans))
        read = [one for one in conll.read(Files({"a.conll": content})) if isinstance(one, Record)]
        assert {one.name: one.document for one in read} == {
            text.name: text.document for text in texts
        }
