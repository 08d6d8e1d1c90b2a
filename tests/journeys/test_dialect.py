"""Eight speakers of a dialect read thirty prompts each into their phones; what they record is split
at its silences, transcribed in dialect and standard Korean, inspected twice, and delivered word by
word, shared out by speaker. One of them takes his consent back."""

from __future__ import annotations

import email
import email.policy
import io
import json
import zipfile
from collections import Counter
from contextlib import closing
from dataclasses import dataclass, field
from functools import partial
from itertools import chain
from pathlib import Path
from threading import Lock
from typing import Any

import numpy as np
import pytest
from playwright.sync_api import sync_playwright

from app.commands import web
from tests import seoul
from tests.browser.collecting import Recorder
from tests.browser.conftest import FLAGS, QUIET
from tests.conftest import Database, Program, Server
from tests.journeys import speech
from tests.journeys.caller import Caller, new_key, until
from tests.journeys.collecting import AGREEMENT, PRICES, Site, at_once, csv_of
from tests.journeys.speech import DIALECT, SPEAKERS, STANDARD, Speaker

pytestmark = [
    pytest.mark.skipif(not speech.FOLDER.is_dir(), reason=speech.ABSENT),
    pytest.mark.timeout(600),
]

PROMPTS = 30
MICROPHONE = ("--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream")
COLLECT: dict[str, Any] = {
    "modality": "prompt",
    "labels": [
        {
            "kind": "recording",
            "name": "speech",
            "ko": "읽은 소리",
            "rate": speech.RATE,
            "min_seconds": 1,
            "max_seconds": 10,
            "max_silence": 0.95,
            "max_noise": 0,
        }
    ],
}
TRANSCRIBE: dict[str, Any] = {
    "modality": "sound",
    "labels": [
        {
            "kind": "segment",
            "name": "발화",
            "classes": [{"id": "speech", "ko": "말소리"}],
            "texts": [{"name": "dialect_form"}, {"name": "standard_form"}],
        }
    ],
}
SPLIT = {"by": "silence", "least": 500, "most": 1_500, "quiet": -40}
SHARES = {"by": "speaker", "seed": 11, "shares": {"training": 75, "validation": 15, "test": 10}}


def prompt_name(at: int) -> str:
    return f"말뭉치/{at:02}"


@dataclass
class Dialect:
    """The journey. The steps are called in the order in which they stand here."""

    site: Site
    speakers: dict[str, tuple[Caller, Speaker]] = field(default_factory=dict)  # by pseudonym
    others: list[Caller] = field(default_factory=list)  # a minor, and one too many of his group
    people: dict[str, list[Caller]] = field(default_factory=dict)
    truth: dict[str, tuple[str, int]] = field(default_factory=dict)  # item -> who, which prompt
    live: tuple[str, int] = ("", 0)  # who recorded which prompt in the browser
    pieces: int = 0
    slips: Counter[str] = field(default_factory=Counter)
    lock: Lock = field(default_factory=Lock)

    # --- design --------------------------------------------------------------------------------

    def design(self) -> None:
        """Collecting feeds transcribing; nobody records before he has agreed."""
        site = self.site
        site.found("방언 말뭉치")
        boss = site.boss
        inspected = {"inspect1": "none", "inspect2": "none"}
        about = {"kind": "collect", "overlap": len(SPEAKERS)} | inspected
        collect = site.stage("녹음", COLLECT, collect={"minors": "refuse"}, **about)
        inspected = {"inspect1": "all", "inspect2": "all"}
        site.stage("전사", TRANSCRIBE, split=SPLIT, **inspected)
        site.flow(("녹음", "전사"))
        refused = boss.post(f"{collect}/open", status=409)
        assert refused["code"] == "consent_missing"
        boss.post(f"{site.project}/agreement", AGREEMENT)
        cells = Counter(json.dumps(one.cell, sort_keys=True) for one in SPEAKERS)
        goals = [{"cell": json.loads(cell), "goal": goal} for cell, goal in cells.items()]
        boss.send("PUT", f"{collect}/quotas", {"by": ["age", "sex"], "cells": goals})
        for stage in ("녹음", "전사"):
            boss.post(f"{site.at(stage)}/open", status=200)
        boss.post(f"{site.project}/open", status=200)
        texts = [" ".join(speech.words(at, DIALECT)) for at in range(PROMPTS)]
        rows = [(prompt_name(at), text) for at, text in enumerate(texts)]
        site.bring("녹음", "대본.csv", csv_of(rows), PROMPTS)
        boss.post(f"{site.project}/funding", {"amount": 50_000_000}, key=new_key())
        site.offer("녹음")

    def gather(self) -> None:
        """Everybody: eight who speak, of years of their own, and those who work on it."""
        site = self.site

        def join(at: int) -> tuple[str, tuple[Caller, Speaker]]:
            speaker = SPEAKERS[at]
            caller = site.join(f"화자{at}", "worker", birth_year=speaker.birth_year)
            return caller.pseudonym, (caller, speaker)

        self.speakers = dict(at_once(join, range(len(SPEAKERS))))
        years = (seoul.today().year - 16, SPEAKERS[0].birth_year)
        self.others = [site.join(f"남{at}", "worker", birth_year=at) for at in years]
        self.people = site.team(worker=2, primary_inspector=2, secondary_inspector=2)
        agreement = site.boss.get(f"{site.project}/agreement")
        for caller in chain.from_iterable(self.people.values()):
            caller.post(f"/agreements/{agreement['id']}/sign", {"locale": "ko"}, status=204)

    # --- who takes part ------------------------------------------------------------------------

    def consent(self) -> None:
        """Nobody gets a prompt before he has agreed and said who he is."""
        at_once(lambda one: self._let_in(*one), self.speakers.values())

    def _let_in(self, caller: Caller, speaker: Speaker) -> None:
        project = self.site.project
        self.refused(caller, "agreement_unsigned")
        told = caller.get(f"{project}/participation")
        assert (told["signed_at"], told["profile"], told["minor"]) == (None, None, False)
        caller.post(f"/agreements/{told['agreement']['id']}/sign", {"locale": "ko"}, status=204)
        self.refused(caller, "profile_missing")
        caller.send("PUT", "/me/participant", dict(speaker.said))
        told = caller.get(f"{project}/participation")
        assert told["signed_at"] is not None
        assert speaker.cell.items() <= told["profile"].items()
        assert [stage["needs"] for stage in told["stages"]] == [[]]

    def refused(self, caller: Caller, code: str) -> None:
        """A claim is refused, with a reason that a program can read."""
        place = f"{self.site.at('녹음')}/claims"
        told = caller.post(place, {"level": 0, "count": 1}, key=new_key(), status=409)
        assert told["code"] == code, told

    def must_send_a_copy(self) -> None:
        """Whoever signed has the words by mail."""
        missing = {caller.email for caller, _ in self.speakers.values()}

        def mailed() -> bool | None:
            for path in self.site.outbox.glob("*.eml"):
                letter = email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
                words = letter.get_body(("plain",))
                if words is not None and AGREEMENT["body_ko"] in words.get_content():
                    missing.discard(str(letter["To"]))
            return None if missing else True

        until(mailed, f"copies of the agreement for {len(missing)}")

    def must_turn_away(self) -> None:
        """A minor, and one too many of a group that is full."""
        site = self.site
        young, late = self.others
        for caller in self.others:
            agreement = caller.get(f"{site.project}/participation")["agreement"]
            caller.post(f"/agreements/{agreement['id']}/sign", {"locale": "ko"}, status=204)
            caller.send("PUT", "/me/participant", dict(SPEAKERS[0].said))
        self.refused(young, "minor")
        self.refused(late, "quota_full")

    # --- recording -----------------------------------------------------------------------------

    def bad_takes(self) -> None:
        """Each is refused with its reason; the lease stays, and a good take is taken after all."""
        (first, speaker), (other, second) = list(self.speakers.values())[:2]
        (lease,) = self._claim(first)
        at = self.prompt_of(lease)
        for code, content in speech.bad(speaker).items():
            found = self.site.capture(first, lease["id"], "speech", f"{code}.wav", content)
            assert found["state"] == "refused", (code, found)
            assert [fault["code"] for fault in found["faults"]] == [code], found["faults"]
            assert found["faults"][0]["detail"]
            answer = {"answer": self.recorded(found["id"])}
            path = f"{self.site.project}/assignments/{lease['id']}/submission"
            told = first.post(path, answer, key=new_key(), status=422)
            assert [fault["code"] for fault in told["errors"]] == ["capture_failed"]
        good = speech.wav(speech.take(speaker, at))
        found = self.site.capture(first, lease["id"], "speech", "take.wav", good)
        assert (found["state"], found["faults"]) == ("passed", []), found
        # Somebody else sends the same file, and plays it to his own microphone.
        (mine,) = self._claim(other)
        copied = self.site.capture(other, mine["id"], "speech", "copy.wav", good)
        assert [fault["code"] for fault in copied["faults"]] == ["duplicate"]
        if at == 0:  # the one that is long enough
            heard = speech.wav(speech.played_back(speech.take(speaker, at)))
            again = self.site.capture(other, mine["id"], "speech", "again.wav", heard)
            assert [fault["code"] for fault in again["faults"]] == ["played_back"]
        self._hand_in(first, lease, found["id"])
        content = speech.wav(speech.take(second, self.prompt_of(mine)))
        found = self.site.capture(other, mine["id"], "speech", "take.wav", content)
        assert (found["state"], found["faults"]) == ("passed", []), found
        self._hand_in(other, mine, found["id"])

    def in_chromium(self, folder: Path) -> None:
        """One records on the page itself, whose microphone hears his voice."""
        site = self.site
        name, (caller, speaker) = list(self.speakers.items())[5]
        voice = folder / "voice.wav"
        said = [
            np.interp(np.arange(0, len(one), 1 / 3), np.arange(len(one)), one)
            for one in (speech.take(speaker, 1_000 + at) for at in range(40))
        ]
        voice.write_bytes(speech.wav(np.concatenate(said), 3 * speech.RATE))
        web.build(QUIET)
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(
                executable_path=web.chromium("chromium-headless-shell"),
                args=[*FLAGS, *MICROPHONE, f"--use-file-for-fake-audio-capture={voice}"],
            )
            context = browser.new_context(locale="ko-KR", timezone_id="Asia/Seoul")
            context.set_default_timeout(60_000)
            cookies = [
                {"name": key, "value": value, "url": site.url}
                for key, value in caller.http.cookies.items()
            ]
            context.add_cookies(cookies)  # type: ignore[arg-type]
            page = context.new_page()
            page.goto(f"{site.url}/do/{site.project_id}/{site.stages['녹음']}")
            recorder = Recorder(page).ready()
            recorder.record(3)
            recorder.passed()
            page.keyboard.press("n")
            # What is handed in can be taken back for some seconds; the next one is there already.
            (lease,) = until(lambda: self._mine(caller, "accepted") or None, "the hand-in", 120)
            browser.close()
        (take,) = caller.get(f"{site.project}/assignments/{lease['id']}/captures")
        measured = take["measured"]
        assert (take["state"], measured["rate"], measured["channels"]) == ("passed", speech.RATE, 1)
        assert 2_500 < measured["length"] < 10_000
        self.live = (name, self.prompt_of(lease))

    def _mine(self, caller: Caller, state: str) -> list[Any]:
        """Somebody's prompts in that state."""
        rows = list(caller.pages("/me/assignments", state=state, limit=200))
        return [caller.get(f"{self.site.project}/assignments/{row['id']}") for row in rows]

    def record(self) -> None:
        """All the others, everybody at once, some prompts ahead."""
        at_once(lambda one: self._record(*one), self.speakers.values())
        counts = self.site.boss.get(f"{self.site.at('녹음')}/progress")
        assert counts["work"] == {"accepted": PROMPTS * len(SPEAKERS)}, counts

    def _record(self, caller: Caller, speaker: Speaker) -> None:
        while leases := self._mine(caller, "reserved") or self._claim(caller, 5):
            waiting = []
            for lease in leases:
                content = speech.wav(speech.take(speaker, self.prompt_of(lease)))
                sent = self.site.sent(caller, lease["id"], "speech", "take.wav", content)
                waiting.append((lease, *sent))
            for lease, place, id in waiting:
                found = self.site.looked_over(caller, place, id)
                assert (found["state"], found["faults"]) == ("passed", []), found
                self._hand_in(caller, lease, id)

    def _claim(self, caller: Caller, count: int = 1) -> list[Any]:
        body = {"level": 0, "count": count}
        return list(caller.post(f"{self.site.at('녹음')}/claims", body, key=new_key())["leases"])

    def _hand_in(self, caller: Caller, lease: Any, capture: int) -> None:
        path = f"{self.site.project}/assignments/{lease['id']}/submission"
        done = caller.post(path, {"answer": self.recorded(capture)}, key=new_key())
        assert done["state"] == "accepted", done

    @staticmethod
    def prompt_of(lease: Any) -> int:
        return int(lease["item"]["name"].rsplit("/", 1)[1])

    @staticmethod
    def recorded(capture: int) -> dict[str, Any]:
        one = {"id": "t1", "kind": "recording", "name": "speech", "capture": capture}
        return {"modality": "prompt", "annotations": [one]}

    def must_be_full(self) -> None:
        """The quotas say what was recorded, by group."""
        told = self.site.boss.get(f"{self.site.at('녹음')}/quotas")
        assert told["counts"] == "people"
        wanted = Counter(json.dumps(one.cell, sort_keys=True) for one in SPEAKERS)
        found = {
            json.dumps(one["cell"], sort_keys=True): (one["goal"], one["taken"], one["accepted"])
            for one in told["cells"]
        }
        assert found == {cell: (goal, goal, goal) for cell, goal in wanted.items()}

    # --- transcribing --------------------------------------------------------------------------

    def flow(self) -> None:
        """Each recording is an item of the next stage, in pieces, on offer by itself."""
        site = self.site
        count = PROMPTS * len(SPEAKERS)

        def flowed() -> Any:
            told = site.boss.get(f"{site.at('전사')}/progress")
            return told if told["items"].get("in_work", 0) == count else None

        told = until(flowed, "all recordings to be on offer", 240)
        words = sum(len(speech.digits(at)) for at in range(PROMPTS)) * len(SPEAKERS)
        others = words - len(speech.digits(self.live[1]))
        self.pieces = told["tasks"]["open"]
        assert others < self.pieces < others + 10, told
        listed = site.boss.pages(f"{site.project}/items", stage_id=site.stages["전사"], limit=200)
        for item in listed:
            meta = site.boss.get(f"{site.project}/items/{item['id']}")["meta"]
            _, speaker = self.speakers[meta["speaker"]]
            assert speaker.said.items() <= meta["profile"].items()
            at = int(meta["prompt"].rsplit("/", 1)[1])
            assert meta["text"] == " ".join(speech.words(at, DIALECT))
            assert item["name"] not in self.truth
            self.truth[item["name"]] = (meta["speaker"], at)
        assert Counter(self.truth.values()) == Counter(
            (who, at) for who in self.speakers for at in range(PROMPTS)
        )

    def transcribe(self) -> None:
        """Two people write what they hear, now and then wrongly; two inspect all of it, and two
        more inspect that."""
        site = self.site
        mend, look = partial(self._judged, mend=True), partial(self._judged, mend=False)
        for level, role, says in (
            (0, "worker", self._heard),
            (1, "primary_inspector", mend),
            (2, "secondary_inspector", look),
        ):
            work = partial(site.following, stage="전사", level=level, answer=says)
            assert sum(at_once(work, self.people[role])) == self.pieces
        assert self.slips["made"] == self.slips["mended"] > 0
        counts = site.boss.get(f"{site.at('전사')}/progress")
        assert counts["items"] == {"accepted": len(self.truth)}, counts

    def _words(self, lease: Any) -> list[dict[str, Any]]:
        """What is said in a piece, on the piece's own clock; of what was recorded live, something
        in the midst of it."""
        _, at = truth = self.truth[lease["item"]["name"]]
        part = lease["item"]["part"]
        if truth == self.live:
            texts = {"dialect_form": DIALECT[at % 10], "standard_form": STANDARD[at % 10]}
            mark = {"id": "s", "kind": "segment", "name": "발화", "class": "speech"}
            return [mark | {"start": 100, "end": 300, "texts": texts}]
        start, end = part["start"], part["end"]
        assert abs(lease["item"]["facts"]["length"] - (end - start)) < 1
        found = []
        for nth, (begin, digit) in enumerate(
            zip(speech.starts(at), speech.digits(at), strict=True)
        ):
            if start <= begin and begin + speech.WORD <= end:
                texts = {"dialect_form": DIALECT[digit], "standard_form": STANDARD[digit]}
                place = {"start": begin - start, "end": begin + speech.WORD - start}
                mark = {"id": f"s{nth}", "kind": "segment", "name": "발화", "class": "speech"}
                found.append(mark | place | {"texts": texts})
        assert len(found) == 1, (part, at)
        return found

    def _heard(self, lease: Any) -> dict[str, Any]:
        marks = self._words(lease)
        if lease["id"] % 19 == 0:
            marks[0]["texts"]["standard_form"] = "모르겠어요"
            with self.lock:
                self.slips["made"] += 1
        return {"answer": {"modality": "sound", "annotations": marks}}

    def _judged(self, lease: Any, *, mend: bool) -> dict[str, Any]:
        marks = self._words(lease)
        (said,) = lease["subject"]["answer"]["annotations"]
        if said["texts"] == marks[0]["texts"]:
            return {"verdict": "approve"}
        assert mend, "the second inspection found what the first one should have"
        with self.lock:
            self.slips["mended"] += 1
        answer = {"modality": "sound", "annotations": marks}
        return {"verdict": "fix", "answer": answer, "comment": "표준어를 고쳤어요."}

    # --- delivering ----------------------------------------------------------------------------

    def deliver(self, version: str, **about: Any) -> tuple[Any, dict[str, bytes]]:
        """A release as dialect speech with its recordings, shared out by speaker."""
        told = {"format": "dialect", "media": True, "split": SHARES} | about
        made = self.site.release("전사", version, **told)
        with zipfile.ZipFile(io.BytesIO(self.site.download(made))) as archive:
            assert archive.testzip() is None
            return made, {name: archive.read(name) for name in archive.namelist()}

    def must_be_delivered(self, made: Any, files: dict[str, bytes], who: set[str]) -> None:
        """Each recording of these speakers with what is said in it, exactly; each speaker in one
        share alone, and nobody else."""
        told = {name: json.loads(one) for name, one in files.items() if name.endswith(".json")}
        folders: dict[str, set[str]] = {}
        found = Counter[tuple[str, int]]()
        for name, one in told.items():
            share, kind, _ = name.split("/", 2)
            assert kind == "라벨링데이터"
            sound = name.replace("라벨링데이터", "원천데이터").removesuffix(".json") + ".wav"
            assert f"{share}/{one['metadata']['file']}" == sound
            (person,) = one["speaker"]
            _, speaker = self.speakers[person["id"]]
            assert person["age"] == f"{speaker.cell['age']}대"
            assert person["sex"] == {"female": "여성", "male": "남성"}[speaker.said["sex"]]
            assert person["education"] is None
            folders.setdefault(person["id"], set()).add(share)
            at = int(one["metadata"]["prompt"].rsplit("/", 1)[1])
            found[person["id"], at] += 1
            assert {row["speaker_id"] for row in one["utterance"]} == {person["id"]}
            if (person["id"], at) == self.live:
                assert {row["dialect_form"] for row in one["utterance"]} == {DIALECT[at % 10]}
                assert files[sound].startswith(b"RIFF")
                continue
            assert files[sound] == speech.wav(speech.take(speaker, at))
            self._must_say(one, at)
        assert found == Counter((name, at) for name in who for at in range(PROMPTS))
        assert {len(shares) for shares in folders.values()} == {1}
        split = made["manifest"]["split"]
        assert {name: len(share["speakers"]) for name, share in split.items()} == {
            "training": len(who) - 2,
            "validation": 1,
            "test": 1,
        }
        assert folders == {
            name: {share["folder"]} for share in split.values() for name in share["speakers"]
        }

    @staticmethod
    def _must_say(one: Any, at: int) -> None:
        rows = one["utterance"]
        assert [row["dialect_form"] for row in rows] == speech.words(at, DIALECT)
        assert [row["standard_form"] for row in rows] == speech.words(at, STANDARD)
        places = [(round(row["start"] * 1000, 3), round(row["end"] * 1000, 3)) for row in rows]
        assert places == [(start, start + speech.WORD) for start in speech.starts(at)]
        for row in rows:
            (word,) = row["eojeolList"]
            assert word["isDialect"] == (word["eojeol"] != word["standard"])

    def withdraw(self, release: Any) -> str:
        """One takes his consent back: what he gave is nowhere, what was delivered is closed, what
        he earned is his."""
        site = self.site
        name, (caller, _) = list(self.speakers.items())[-1]
        before = caller.get("/me/earnings")
        media = self._media_of(name)
        assert all(site.boss.fetch(url).status_code == 200 for url in media)
        caller.post(f"{site.project}/withdrawals", {"why": "그만두고 싶어요."}, status=202)

        def done() -> Any:
            rows = list(site.boss.pages(f"{site.project}/withdrawals"))
            return rows[0] if rows and rows[0]["done_at"] is not None else None

        told = until(done, "the withdrawal", 120)
        assert told["pseudonym"] == name
        assert {site.boss.fetch(url).status_code for url in media} <= {403, 404, 410}
        assert caller.get("/me/earnings") == before
        assert before[0]["earned"] == PROMPTS * PRICES["level0"]
        place = f"{site.project}/releases/{release['id']}"
        assert site.boss.get(place)["state"] == "closed"
        refused = site.boss.get(f"{place}/download", status=409)
        assert refused["code"] == "release_not_ready"
        site.boss.post(f"{place}/reopen", status=None)
        assert site.boss.get(place)["state"] == "closed", "what was destroyed cannot be opened"
        return name

    def _media_of(self, name: str) -> list[str]:
        site = self.site
        stage = site.stages["전사"]
        items = site.boss.pages(f"{site.project}/items", stage_id=stage, limit=200)
        his = [item["id"] for item in items if self.truth[item["name"]][0] == name]
        assert len(his) == PROMPTS
        return [site.boss.get(f"{site.project}/items/{id}/media")["url"] for id in his[:3]]

    def patch(self, release: Any, without: str) -> None:
        """The release that takes its place has everybody else, each where he was."""
        site = self.site
        place = f"{site.project}/releases/{release['id']}/patch"
        begun = site.boss.post(place, {"version": "1.0.1"}, status=202)
        made = site.over(f"{site.project}/releases/{begun['id']}", "building")
        assert (made["state"], made["split"]) == ("ready", SHARES), made
        with zipfile.ZipFile(io.BytesIO(site.download(made))) as archive:
            files = {name: archive.read(name) for name in archive.namelist()}
        assert without not in json.dumps(made["manifest"]["split"])
        self._must_lack(files, without)
        before, after = release["manifest"]["split"], made["manifest"]["split"]
        for share, told in after.items():
            assert set(told["speakers"]) == set(before[share]["speakers"]) - {without}

    def _must_lack(self, files: dict[str, bytes], without: str) -> None:
        assert not any(without.encode() in content for content in files.values())
        speaker = self.speakers[without][1]
        his = {speech.wav(speech.take(speaker, at)) for at in range(PROMPTS)}
        assert his.isdisjoint(files.values())


def test_from_prompts_to_a_delivered_set_of_dialect_speech(
    database: Database, server: Server, background: Program, tmp_path: Path
) -> None:
    way = Dialect(Site(server.url, database.settings.outbox))
    with closing(way.site):
        way.design()
        way.gather()
        way.consent()
        way.bad_takes()
        way.in_chromium(tmp_path)
        way.record()
        way.must_be_full()
        way.must_turn_away()
        way.must_send_a_copy()
        way.flow()
        way.transcribe()
        release, files = way.deliver("1.0.0")
        way.must_be_delivered(release, files, set(way.speakers))
        gone = way.withdraw(release)
        way.patch(release, gone)
        made, files = way.deliver("1.1.0", split=None, format="jsonl")
        assert made["items"] == PROMPTS * (len(SPEAKERS) - 1)
        assert not any(gone.encode() in content for content in files.values())
