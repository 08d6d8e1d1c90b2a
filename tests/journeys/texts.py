"""The way of texts: the same people, money and inspection as for pictures, over real sentences."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from app.core.settings import ROOT
from tests.journeys.caller import Caller, new_key, until
from tests.journeys.way import FIRST, HOLDS, Way

KLUE = ROOT.parent / "shared" / "data" / "text" / "klue"
ABSENT = "the KLUE sentences are not beside the repository"

Marks = list[dict[str, Any]]


@dataclass(frozen=True)
class Text:
    """A document, and what is true of it: annotations without ids."""

    name: str
    document: dict[str, Any]
    truth: Marks

    @property
    def line(self) -> bytes:
        """Its line in a manifest."""
        (first, *others) = parts = self.document["parts"]
        content = {"parts": parts} if others else {"text": first["text"]}
        return json.dumps({"name": self.name} | content, ensure_ascii=False).encode() + b"\n"


def plain(name: str, text: str, truth: Marks) -> Text:
    """A text of one part."""
    return Text(name, {"parts": [{"id": "text", "role": None, "text": text}]}, truth)


def pair(name: str, one: str, other: str, truth: Marks) -> Text:
    """Two sentences."""
    parts = [{"id": id, "role": None, "text": text} for id, text in (("a", one), ("b", other))]
    return Text(name, {"parts": parts}, truth)


def answer(marks: Marks) -> dict[str, Any]:
    """An answer that says this."""
    told = [{"id": f"m{at}"} | mark for at, mark in enumerate(marks)]
    return {"modality": "text", "annotations": told}


def said(annotations: Marks, *fields: str) -> list[tuple[Any, ...]]:
    """What annotations say in these fields, in order; ids are for whoever refers to them."""
    return sorted(tuple(map(str, (one[field] for field in fields))) for one in annotations)


@dataclass
class Texts(Way):
    """A journey whose items are `pictures` in name only: here they are texts."""

    pictures: dict[str, Text]  # type: ignore[assignment]
    schema: dict[str, Any] = field(default_factory=dict)
    policy: dict[str, Any] = field(default_factory=dict)  # of the stage
    faulty: dict[str, tuple[Marks, str]] = field(default_factory=dict)  # refused, with a code
    answered: dict[tuple[str, str], Marks] = field(default_factory=dict)  # (text, pseudonym)

    def design(self) -> None:
        """An open stage with that schema and policy."""
        boss = self.boss
        stage = boss.post(f"{self.project}/stages", {"name": "문장", "holds": HOLDS} | self.policy)
        self.stage = f"{self.project}/stages/{stage['id']}"
        boss.post(f"{self.stage}/schemas", {"definition": self.schema})
        boss.post(f"{self.stage}/prices", FIRST)
        boss.post(f"{self.stage}/open", status=200)
        boss.post(f"{self.project}/open", status=200)

    def import_texts(self) -> None:
        """A manifest with two bad lines, first as a trial, then for good."""
        lines = [text.line for text in self.pictures.values()]
        lines[1:1] = [b'{"name": "blank", "text": " "}\n', b'{"name": "b.jpg", "url": "s3://b"}\n']
        upload = self.boss.upload(
            int(self.project.rsplit("/", 1)[1]), "문장.jsonl", b"".join(lines)
        )
        asked = {"stage_id": int(self.stage.rsplit("/", 1)[1]), "upload_id": upload}
        for trial in (True, False):
            begun = self.boss.post(
                f"{self.project}/imports", asked | {"dry_run": trial}, status=202
            )
            batch = self._over(f"{self.project}/batches/{begun['id']}", "pending", "importing")
            assert (batch["state"], batch["taken"]) == ("imported", len(self.pictures)), batch
            report = list(self.boss.pages(f"{self.project}/batches/{begun['id']}/refusals"))
            assert [row["code"] for row in report] == ["empty_text", "bad_size"]
        items = {one["name"]: one for one in self.boss.pages(f"{self.project}/items", limit=200)}
        assert items.keys() == self.pictures.keys()
        for name, item in items.items():
            texts = [part["text"] for part in self.pictures[name].document["parts"]]
            assert item["excerpt"] == " / ".join(texts)[:200]

    def fund_and_open(self) -> None:
        """Money, and everything on offer."""
        quote = self.boss.get(f"{self.stage}/openings/quote")
        assert quote["items"] == len(self.pictures)
        self.boss.post(f"{self.project}/funding", {"amount": quote["total"]}, key=new_key())
        chore = self.boss.post(f"{self.stage}/openings", {}, status=202)["chore_id"]
        opened = self._over(f"{self.project}/chores/{chore}", "queued", "running")
        assert opened["state"] == "done"

    def _over(self, path: str, *going: str) -> Any:
        def over() -> Any:
            found = self.boss.get(path)
            return None if found["state"] in going else found

        return until(over, path)

    def work(self, says: Callable[[Text, int], Marks]) -> None:
        """All workers at once; `says` is what the worker of that number answers."""
        workers = self.people["worker"]
        self.at_once("worker", lambda worker: self._work(worker, workers.index(worker), says))

    def at_once(self, role: str, act: Callable[[Caller], Any]) -> list[Any]:
        """What everybody of a role does, all at the same time."""
        return self._at_once([lambda who=who: act(who) for who in self.people[role]])

    def _work(self, who: Caller, number: int, says: Callable[[Text, int], Marks]) -> None:
        for lease in self.following(who, 0):
            text = self.pictures[lease["item"]["name"]]
            assert lease["item"]["document"] == text.document
            marks = says(text, number)
            with self.lock:
                self.authors[lease["id"]] = who
                self.answered[text.name, who.pseudonym] = marks
            if text.name in self.faulty:
                self._refused_text(who, lease, *self.faulty[text.name])
            if lease["id"] % 50 == 0:
                draft = {"revision": 0, "body": answer(marks)}
                path = f"{self.project}/assignments/{lease['id']}"
                who.send("PUT", f"{path}/draft", draft)
                assert who.get(path)["draft"]["body"] == answer(marks)
            lease["answer"] = {"answer": answer(marks)}

    def _refused_text(self, who: Caller, lease: Any, marks: Marks, code: str) -> None:
        path = f"{self.project}/assignments/{lease['id']}/submission"
        told = who.post(path, {"answer": answer(marks)}, key=new_key(), status=422)
        assert [fault["code"] for fault in told["errors"]] == [code]

    def following(self, who: Caller, level: int) -> Iterator[Any]:
        """Leases one after the other. Whoever takes one puts the hand-in to it under `answer`; the
        next lease comes with its receipt.
        """
        leases = self.claim(who, level, 1, FIRST[f"level{level}"])
        while leases:
            (lease,) = leases
            yield lease
            done = self.hand_in(who, lease["id"], lease["answer"], next="true")
            leases = [] if done["next"] is None else [done["next"]]

    def hand_in(self, who: Caller, lease: int, body: Any, **more: str) -> Any:
        """Hand in; now and then the answer is lost and it is sent again."""
        send = who.twice if lease % 11 == 0 else who.post
        path = f"{self.project}/assignments/{lease}/submission"
        return send(path, body, key=new_key(), **more)

    def must_be_accepted(self, each: int = 1) -> None:
        """Every text is done, with so many answers, by as many people."""
        counts = self.boss.get(f"{self.stage}/progress")
        assert counts["items"] == {"accepted": len(self.pictures)}
        assert counts["work"] == {"accepted": each * len(self.pictures)}
        assert set(counts["waiting"].values()) == {0}
        assert len(self.authors) == each * len(self.pictures)
        assert set(self.authors.values()) == set(self.people["worker"])

    def lines(self) -> dict[str, Any]:
        """The release as JSONL, by name; its texts are those that came, code point for code
        point."""
        found = {}
        for line in self.export("jsonl").splitlines():
            row = json.loads(line)
            parts = self.pictures[row["name"]].document["parts"]
            assert row.get("parts") == parts or row["text"] == parts[0]["text"]
            assert row["labels"]["modality"] == "text"
            found[row["name"]] = row
        assert found.keys() == self.pictures.keys()
        return found


def journey(url: str, outbox: Path, texts: list[Text], **more: Any) -> Texts:
    """A journey of these texts with three workers and two inspectors."""
    people = {"workers": 3, "primaries": 2, "secondaries": 0}
    return Texts(url, outbox, {text.name: text for text in texts}, **people, **more)
