"""The way of what has a clock or pages: files are imported and made ready, worked on by two people,
inspected, released with the files and without, and imported into another project, where the labels
are the same.
"""

from __future__ import annotations

import io
import itertools
import json
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from app.core.settings import ROOT
from tests.journeys.caller import Caller, new_key, until
from tests.journeys.texts import Marks, Texts
from tests.journeys.way import FIRST, HOLDS

DATA = ROOT.parent / "shared" / "data"


@dataclass(frozen=True)
class Thing:
    """A file, and what is true of it: annotations with their ids."""

    name: str
    content: bytes = field(repr=False)
    truth: Marks


def whole(value: Any) -> Any:
    """Whole numbers as such: the application's answers have floats."""
    if isinstance(value, dict):
        return {key: whole(one) for key, one in value.items()}
    if isinstance(value, list):
        return [whole(one) for one in value]
    return int(value) if isinstance(value, float) and value == int(value) else value


def said(marks: Any, *without: str) -> list[str]:
    """What annotations say, in an order of their own, but for some fields."""
    shown = [{key: one for key, one in mark.items() if key not in without} for mark in marks]
    return sorted(json.dumps(whole(one), ensure_ascii=False, sort_keys=True) for one in shown)


@dataclass
class Media(Texts):
    """A journey whose items are files of one modality."""

    pictures: dict[str, Thing]  # type: ignore[assignment]
    facts: dict[str, dict[str, Any]] = field(default_factory=dict)  # by name
    kept: dict[str, bytes] = field(default_factory=dict, repr=False)  # what was stored, by name
    mended: dict[str, int] = field(default_factory=lambda: {"fix": 0, "return": 0})
    _places: itertools.count[int] = field(default_factory=lambda: itertools.count(1))

    @property
    def modality(self) -> str:
        return str(self.schema["modality"])

    def answer(self, marks: Marks) -> dict[str, Any]:
        """An answer that says this."""
        return {"modality": self.modality, "annotations": marks}

    # --- data ----------------------------------------------------------------------------------

    def bring(self) -> None:
        """Import the files as a zip, wait until all are ready to be shown, put them on offer."""
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w", zipfile.ZIP_STORED) as files:
            for one in self.pictures.values():
                files.writestr(one.name, one.content)
        batch = self._imported(self.project, self.stage, "자료.zip", packed.getvalue())
        assert (batch["state"], batch["format"]) == ("imported", "folder"), batch
        assert (batch["taken"], batch["refused"], batch["noted"]) == (len(self.pictures), 0, 0)
        items = {one["name"]: one for one in self.boss.pages(f"{self.project}/items", limit=200)}
        assert items.keys() == self.pictures.keys()
        for name, item in items.items():
            self._ready(name, f"{self.project}/items/{item['id']}")
        self.fund_and_open()

    def _imported(self, project: str, stage: str, name: str, content: bytes) -> Any:
        upload = self.boss.upload(int(project.rsplit("/", 1)[1]), name, content)
        asked = {"stage_id": int(stage.rsplit("/", 1)[1]), "upload_id": upload}
        begun = self.boss.post(f"{project}/imports", asked, status=202)
        place = f"{project}/batches/{begun['id']}"
        batch = self._over(place, "pending", "importing")
        report = list(self.boss.pages(f"{place}/refusals"))
        return batch | {"report": [row["code"] for row in report]}

    def _ready(self, name: str, item: str) -> None:
        """Its facts, and the files that it is shown from, each of which is there."""
        told = self.boss.get(item)
        assert told["facts"]["modality"] == self.modality
        self.facts[name] = told["facts"]

        def shown() -> Any:
            media = self.boss.get(f"{item}/media")
            return None if media["prepared"] is None else media

        media = until(shown, f"{name} to be made ready", 120)
        assert "refused" not in media["prepared"], media["prepared"]
        for file in media["prepared"].values():
            if isinstance(file, dict):
                assert self.boss.fetch(file["url"]).content
        self.kept[name] = self.boss.fetch(media["url"]).content

    # --- work ----------------------------------------------------------------------------------

    def _work(self, who: Caller, number: int, says: Any) -> None:
        for lease in self.following(who, 0):
            item = lease["item"]
            one = self.pictures[item["name"]]
            assert (item["facts"], item["prepared"]) == (self.facts[one.name], True)
            marks = says(one, number)
            with self.lock:
                self.authors[lease["id"]] = who
                self.answered[one.name, who.pseudonym] = marks
            if one.name in self.faulty:
                wrong, code = self.faulty[one.name]
                path = f"{self.project}/assignments/{lease['id']}/submission"
                body = {"answer": self.answer(wrong)}
                told = who.post(path, body, key=new_key(), status=422)
                assert [fault["code"] for fault in told["errors"]] == [code], told
            lease["answer"] = {"answer": self.answer(marks)}

    def inspect(self, pin: Any) -> None:
        """Everything is judged by the truth, and what was returned is mended, until all is done.
        What is wrong is mended by the inspector, or returned with a pin, by turns.
        """
        self._pinned = pin
        for _ in range(10):
            judged = sum(self.at_once("primary_inspector", self._judge))
            mended = sum(self.at_once("worker", self._mend))
            if judged + mended == 0:
                return
        raise AssertionError("the work comes to no end")

    def _judge(self, who: Caller) -> int:
        done = 0
        for lease in self.following(who, 1):
            done += 1
            one = self.pictures[lease["item"]["name"]]
            lease["answer"] = self._verdict(one, lease["subject"]["answer"]["annotations"])
        return done

    def _verdict(self, one: Thing, found: Marks) -> dict[str, Any]:
        if said(found) == said(one.truth):
            return {"verdict": "approve"}
        with self.lock:
            verdict = min(self.mended, key=lambda each: self.mended[each])
            self.mended[verdict] += 1
        if verdict == "fix":
            return {"verdict": "fix", "answer": self.answer(one.truth), "comment": "고쳤어요."}
        why = {"reason": "missing", "comment": "다시 봐 주세요."}
        return {"verdict": "return", "pins": [{"note": "여기"} | self._pinned(one)]} | why

    def _mend(self, author: Caller) -> int:
        rows = list(author.pages("/me/assignments", state="rework", limit=200))
        for row in rows:
            work = author.get(f"{self.project}/assignments/{row['id']}")
            one = self.pictures[work["item"]["name"]]
            (pin,) = work["turns"][-1]["pins"]
            assert whole(pin) == {"note": "여기"} | self._pinned(one)
            done = self.hand_in(author, row["id"], {"answer": self.answer(one.truth)})
            assert done["state"] == "submitted"
        return len(rows)

    def lines(self) -> dict[str, Any]:
        """The release as JSONL, by name: every answer is the truth, ids and all, and facts are
        those of the import."""
        found = {row["name"]: row for row in map(json.loads, self.export("jsonl").splitlines())}
        assert found.keys() == self.pictures.keys()
        for name, row in found.items():
            assert row["facts"] == self.facts[name]
            assert row["labels"]["modality"] == self.modality
            assert said(row["labels"]["annotations"]) == said(self.pictures[name].truth), name
            (by,) = row["provenance"]["answers"]
            assert by["by"] in {worker.pseudonym for worker in self.people["worker"]}
        return found

    # --- and back ------------------------------------------------------------------------------

    def packed(self, format: str) -> dict[str, bytes]:
        """The files of a release with media; the items' own are those that were stored."""
        content = self.export(format, media=True)
        with zipfile.ZipFile(io.BytesIO(content)) as files:
            assert files.testzip() is None
            found = {name: files.read(name) for name in files.namelist()}
        for name, kept in self.kept.items():
            (place,) = (one for one in found if one.endswith(f"/{name}"))
            assert found[place] == kept
        return found

    def must_come_back(
        self, format: str, *without: str, files: Mapping[str, bytes] | None = None
    ) -> None:
        """A release, imported into another project that asks the same, has the same labels but for
        those fields (`id` for formats that have no ids)."""
        boss, nth = self.boss, next(self._places)
        files = self.packed(format) if files is None else files
        house = boss.post("/organisations", {"name": f"둘째 기관 {nth}"})["id"]
        named = {"name": f"다시 {nth}", "goal": "다시 읽기"}
        made = boss.post(f"/organisations/{house}/projects", named)
        project = f"/projects/{made['id']}"
        stage = boss.post(f"{project}/stages", {"name": "다시", "holds": HOLDS})
        stage_path = f"{project}/stages/{stage['id']}"
        boss.post(f"{stage_path}/schemas", {"definition": self.schema})
        boss.post(f"{stage_path}/prices", FIRST)
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w", zipfile.ZIP_STORED) as archive:
            for name, content in files.items():
                if name != "manifest.jsonl":
                    archive.writestr(name, content)
        batch = self._imported(project, stage_path, f"{format}.zip", packed.getvalue())
        assert batch["state"] == "imported", batch
        assert (batch["taken"], batch["report"]) == (len(self.pictures), []), batch
        items = list(boss.pages(f"{project}/items", limit=200))
        found = {}
        for item in items:
            (name,) = (one for one in self.pictures if item["name"].endswith(one))
            told = boss.get(f"{project}/items/{item['id']}")
            found[name] = (told["facts"], told["prelabels"]["annotations"])
        assert found.keys() == self.pictures.keys()
        for name, (facts, marks) in found.items():
            assert facts == self.facts[name], (format, name)
            wanted = said(self.pictures[name].truth, *without)
            assert said(marks, *without) == wanted, (format, name)


def journey(url: str, outbox: Path, things: list[Thing], **more: Any) -> Media:
    """A journey of these files with two workers and an inspector."""
    people = {"workers": 2, "primaries": 1, "secondaries": 0}
    policy = {"inspect1": "all", "inspect2": "none"}
    named = {one.name: one for one in things}
    return Media(url, outbox, named, **people, policy=policy, **more)
