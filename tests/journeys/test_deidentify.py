"""Photographs of streets and a recording go through refine stages: what is marked is hidden in
everything that goes on from there, and their originals are seen by who may, and says why."""

from __future__ import annotations

import io
import json
import zipfile
from contextlib import closing
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image

from tests.assets.takes import photo, scene, spoken, wav
from tests.conftest import Database, Program, Server
from tests.journeys.caller import Caller, new_key, until
from tests.journeys.collecting import Site

pytestmark = pytest.mark.timeout(600)

HIDE = {"kind": "box", "name": "hide", "classes": [{"id": "face"}, {"id": "plate"}]}
USE = {
    "kind": "class",
    "name": "use",
    "classes": [{"id": "keep"}, {"id": "too_private", "ko": "너무 사적임"}],
    "required": True,
}
EFFECTS = {
    "hide": {"face": "blur", "plate": "mask"},
    "use": {"keep": "keep", "too_private": "discard"},
}
THINGS = {"kind": "box", "name": "things", "classes": [{"id": "car"}]}
WORDS = {"kind": "segment", "name": "names", "classes": [{"id": "name"}]}
FACE, PLATE = (100, 60, 90, 70), (420, 300, 80, 40)  # x, y, width, height
NAME = (1_000, 1_800)  # milliseconds
STREETS = ("길/하나.png", "길/둘.png", "길/셋.png")
DISCARDED = STREETS[-1]

Pixels = NDArray[np.int64]


def box(kind: str, place: tuple[int, int, int, int]) -> dict[str, Any]:
    x, y, width, height = place
    where = {"x": x, "y": y, "width": width, "height": height}
    return {"id": kind, "kind": "box", "name": "hide", "class": kind} | where


def pixels(content: bytes) -> Pixels:
    with Image.open(io.BytesIO(content)) as image:
        return np.asarray(image.convert("RGB")).astype(np.int64)


def within(shown: Pixels, place: tuple[int, int, int, int]) -> Pixels:
    x, y, width, height = place
    return shown[y : y + height, x : x + width]


def rough(shown: Pixels) -> int:
    """The greatest step from a pixel to its neighbour."""
    return int(np.abs(np.diff(shown, axis=1)).max())


def must_be_hidden(original: bytes, found: bytes) -> None:
    """What was marked cannot be made out, and all else is as it was."""
    before, after = pixels(original), pixels(found)
    assert before.shape == after.shape
    outside = np.ones(before.shape[:2], bool)
    for x, y, width, height in (FACE, PLATE):
        outside[y - 12 : y + height + 12, x - 12 : x + width + 12] = False
    assert np.array_equal(before[outside], after[outside])
    assert rough(within(before, FACE)) > 60
    assert rough(within(after, FACE)) <= 16
    assert within(after, PLATE).max() == 0


@dataclass
class Hidden:
    """The journey. The steps are called in the order in which they stand here."""

    site: Site
    originals: dict[str, bytes] = field(default_factory=dict)  # by name, as they are stored
    items: dict[str, int] = field(default_factory=dict)  # of the refine stages
    leases: dict[str, int] = field(default_factory=dict)
    worker: Caller = field(init=False)
    drawer: Caller = field(init=False)
    keeper: Caller = field(init=False)

    def design(self) -> None:
        """Streets and voices are refined; streets go on to be labelled."""
        site = self.site
        site.found("거리 사진")
        plain = {"inspect1": "none", "inspect2": "none"}
        pictures = {"modality": "picture", "labels": [HIDE, USE]}
        site.stage("가리기", pictures, kind="refine", effects=EFFECTS, **plain)
        voices = {"modality": "sound", "labels": [WORDS]}
        bleep = {"names": {"name": "bleep"}}
        site.stage("소리 가리기", voices, kind="refine", effects=bleep, **plain)
        site.stage("가공", {"modality": "picture", "labels": [THINGS]}, **plain)
        site.flow(("가리기", "가공"))
        for stage in site.stages:
            site.boss.post(f"{site.at(stage)}/open", status=200)
        site.boss.post(f"{site.project}/open", status=200)
        site.boss.post(f"{site.project}/funding", {"amount": 1_000_000}, key=new_key())
        self.worker = site.join("정제", "worker")
        self.drawer = site.join("가공", "worker")
        self.keeper = site.join("보관", "custodian")

    def bring(self) -> None:
        """Import them; before anything is hidden, the team sees them."""
        files = {
            name: photo(scene(seed, (640, 480)), kind="PNG") for seed, name in enumerate(STREETS)
        }
        self._import("가리기", files)
        self._import("소리 가리기", {"말.wav": wav(spoken(3, seed=9))})
        for name, item in self.items.items():
            media = self.site.boss.get(f"{self.site.project}/items/{item}/media")
            self.originals[name] = self.fetched(media["url"])

    def _import(self, stage: str, files: dict[str, bytes]) -> None:
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w", zipfile.ZIP_STORED) as archive:
            for name, content in files.items():
                archive.writestr(name, content)
        self.site.bring(stage, "자료.zip", packed.getvalue(), len(files))
        self.site.offer(stage)
        self.items |= self._listed(stage)

    def _listed(self, stage: str) -> dict[str, int]:
        asked = {"stage_id": self.site.stages[stage], "limit": 200}
        return {
            one["name"]: one["id"]
            for one in self.site.boss.pages(f"{self.site.project}/items", **asked)
        }

    def _shown(self, who: Caller, lease: Any) -> bytes:
        """What somebody at work sees."""
        media = who.get(lease["item"]["media"].removeprefix("/api/v1"))
        return self.fetched(media["url"])

    def fetched(self, address: str) -> bytes:
        answer = self.site.boss.fetch(address)
        assert answer.status_code == 200, answer.text
        return answer.content

    def mark(self) -> None:
        """The worker sees what he hides, and marks it."""
        site = self.site

        def says(lease: Any) -> dict[str, Any]:
            name = lease["item"]["name"]
            self.leases[name] = lease["id"]
            assert self._shown(self.worker, lease) == self.originals[name]
            if name == "말.wav":
                span = {"start": NAME[0], "end": NAME[1]}
                mark = {"id": "n", "kind": "segment", "name": "names", "class": "name"} | span
                return {"answer": {"modality": "sound", "annotations": [mark]}}
            use = "too_private" if name == DISCARDED else "keep"
            chosen = {"id": "u", "kind": "class", "name": "use", "classes": [use]}
            marks = [box("face", FACE), box("plate", PLATE), chosen]
            return {"answer": {"modality": "picture", "annotations": marks}}

        assert site.following(self.worker, "가리기", 0, says) == len(STREETS)
        assert site.following(self.worker, "소리 가리기", 0, says) == 1

    def must_flow(self) -> None:
        """What was made goes on under the same names; what was discarded does not."""
        kept = set(STREETS) - {DISCARDED}

        def came() -> dict[str, int] | None:
            found = self._listed("가공")
            return found if found.keys() == kept else None

        made = until(came, "the pictures to flow on")
        told = self.site.boss.get(f"{self.site.project}/items/{self.items[DISCARDED]}")
        assert told["state"] == "excluded"
        for name, item in made.items():
            media = self.site.boss.get(f"{self.site.project}/items/{item}/media")
            must_be_hidden(self.originals[name], self.fetched(media["url"]))

        def draws(lease: Any) -> dict[str, Any]:
            shown = self._shown(self.drawer, lease)
            must_be_hidden(self.originals[lease["item"]["name"]], shown)
            return {"answer": {"modality": "picture", "annotations": []}}

        drawn = 0

        def opened() -> bool:  # one by one, maybe
            nonlocal drawn
            drawn += self.site.following(self.drawer, "가공", 0, draws)
            return drawn == len(kept)

        until(opened, "the pictures to be on offer")

    def must_be_shut(self) -> None:
        """No door shows an original: not the item's, nor that of the work that hid it, nor the
        small pictures, nor a list."""
        site = self.site
        made = until(self._made, "everything to be made")
        for name, media in made.items():
            if name.endswith(".png"):
                must_be_hidden(self.originals[name], media)
            else:
                self._must_bleep(self.originals[name], media)
        for name, item in self.items.items():
            # Whoever hid it has seen it; now it is hidden from him, too.
            door = f"{site.project}/items/{item}/media"
            self.worker.get(door, status=404)
            self.drawer.get(door, status=404)
            lease = f"{site.project}/assignments/{self.leases[name]}"
            assert "url" not in json.dumps(self.worker.get(lease)["item"])
        for name in set(STREETS) - {DISCARDED}:
            media = site.boss.get(f"{site.project}/items/{self.items[name]}/media")
            small = pixels(self.fetched(media["thumbnail_url"]))
            scale = small.shape[1] / 640
            x, y, width, height = (round(side * scale) for side in PLATE)
            assert small[y + 3 : y + height - 3, x + 3 : x + width - 3].max() < 40

    def _made(self) -> dict[str, bytes] | None:
        found = {}
        for name, item in self.items.items():
            if name != DISCARDED:
                answer = self.site.boss.http.get(f"{self.site.project}/items/{item}/media")
                if answer.status_code == 200:
                    found[name] = self.fetched(answer.json()["url"])
                    if found[name] == self.originals[name]:
                        return None
        return found if len(found) == len(self.items) - 1 else None

    @staticmethod
    def _must_bleep(original: bytes, found: bytes) -> None:
        """The name is a tone that says nothing; every other sample is as it was."""
        before, after = (np.frombuffer(one[44:], "<i2").astype(float) for one in (original, found))
        assert len(before) == len(after)
        start, end = (at * 16 for at in NAME)
        edge = 16 * 30
        assert np.array_equal(before[: start - edge], after[: start - edge])
        assert np.array_equal(before[end + edge :], after[end + edge :])
        tone = np.abs(np.fft.rfft(after[start + edge : end - edge]))
        assert (tone**2).max() > 0.4 * (tone**2).sum()  # one frequency has nearly all of it
        heard = before[start:end], after[start:end]
        assert abs(np.corrcoef(*heard)[0, 1]) < 0.2

    def must_say_why(self) -> None:
        """Originals are for who has the permission, who says why; each look is on record."""
        site = self.site
        name = STREETS[0]
        door = f"{site.project}/items/{self.items[name]}/original"
        why = {"why": "피해자가 확인을 요청했어요."}
        stranger = site.somebody("남")
        for who, status in ((site.boss, 403), (self.worker, 403), (self.drawer, 403)):
            refused = who.post(door, why, status=status)
            assert refused["code"] == "forbidden"
            assert self._original(refused) is None
        stranger.post(door, why, status=404)
        self.keeper.post(door, {"why": ""}, status=422)
        assert list(self.keeper.pages(f"{site.project}/originals")) == []
        shown = self.keeper.post(door, why, status=200)
        assert self.fetched(shown["media"]["url"]) == self.originals[name]
        (log,) = self.keeper.pages(f"{site.project}/originals")
        assert (log["item_id"], log["item"], log["why"]) == (self.items[name], name, why["why"])
        assert log["by"] == self.keeper.pseudonym
        site.boss.get(f"{site.project}/originals", status=403)
        # Who keeps originals changes nothing, and does no work.
        self.keeper.post(f"{site.at('가공')}/open", status=403)

    @staticmethod
    def _original(told: Any) -> str | None:
        media = told.get("media")
        return None if media is None else str(media["url"])

    def must_go_out_hidden(self) -> None:
        """A release has what was made, and no byte of an original."""
        kept = set(STREETS) - {DISCARDED}
        for stage, format in (("가리기", "coco"), ("가공", "voc")):
            files = self._released(stage, f"1.0-{format}", format)
            for name in kept:
                (place,) = (one for one in files if one.endswith(f"/{name}"))
                must_be_hidden(self.originals[name], files[place])
            assert not any(DISCARDED in one for one in files)
            assert not set(files.values()) & set(self.originals.values())
        files = self._released("소리 가리기", "1.0-sound", "jsonl")
        self._must_bleep(self.originals["말.wav"], files["sounds/말.wav"])
        (line,) = files["annotations.jsonl"].splitlines()
        (mark,) = json.loads(line)["labels"]["annotations"]
        assert (mark["start"], mark["end"]) == NAME

    def _released(self, stage: str, version: str, format: str) -> dict[str, bytes]:
        made = self.site.release(stage, version, format=format, media=True)
        with zipfile.ZipFile(io.BytesIO(self.site.download(made))) as archive:
            return {name: archive.read(name) for name in archive.namelist()}


def test_what_is_marked_is_hidden_in_everything_that_goes_on(
    database: Database, server: Server, background: Program
) -> None:
    way = Hidden(Site(server.url, database.settings.outbox))
    with closing(way.site):
        way.design()
        way.bring()
        way.mark()
        way.must_flow()
        way.must_be_shut()
        way.must_say_why()
        way.must_go_out_hidden()
