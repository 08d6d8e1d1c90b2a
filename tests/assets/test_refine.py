"""What is marked in a refine stage is hidden for good, and the original is seen by few."""

from __future__ import annotations

import io
import subprocess
import wave
from pathlib import Path
from typing import Any

import numpy as np
import pypdfium2 as pdfium
import pytest
from PIL import Image
from sqlalchemy import text

from app.assets.media import ffmpeg
from app.core.database import transaction
from app.models import Asset, StageKind
from app.storage import forget_storage, storage
from app.workers.assets import refine_accepted
from app.workflow.design import write_schema
from app.workflow.opening import open_chunk
from tests.api.conftest import Web
from tests.api.desk import signed_in
from tests.assets.papers import Sheet, line, paper
from tests.assets.stored import add, asset, content
from tests.assets.takes import photo, scene
from tests.factories import Place

BOXES = {"kind": "box", "name": "hide", "classes": [{"id": "face"}, {"id": "plate"}, {"id": "ok"}]}
USE = {
    "kind": "class",
    "name": "use",
    "required": False,
    "many": True,
    "classes": [{"id": "good"}, {"id": "private"}, {"id": "turned"}],
}
USES = {"private": "discard", "turned": "rotate90", "good": "keep"}


class Room:
    """A project with one refine stage."""

    def __init__(
        self, web: Web, modality: str, *labels: dict[str, Any], people: int = 1, **effects: Any
    ) -> None:
        forget_storage()
        self.web = web
        self.place = Place.make(
            items=0, opened=False, kind=StageKind.REFINE, overlap=people, inspect1="none"
        )
        self.manager = signed_in(web, self.place.manager).http
        self.home = f"/projects/{self.place.project_id}"
        with transaction() as s:
            write_schema(
                s,
                by=self.place.manager,
                project_id=self.place.project_id,
                stage_id=self.place.stage_id,
                definition={"modality": modality, "labels": list(labels)},
            )
        answer = self.patch(effects)
        assert answer.status_code == 200, answer.text

    def patch(self, effects: Any) -> Any:
        where = f"{self.home}/stages/{self.place.stage_id}"
        return self.manager.patch(where, json={"effects": effects})

    def add(self, content: bytes | dict[str, Any], modality: str, name: str = "file") -> int:
        item_id = add(self.place, content, modality, name)
        place = self.place
        while open_chunk(place.project_id, place.stage_id, None, priority=0, by=place.manager):
            pass
        return item_id

    def answer(self, modality: str, *marks: dict[str, Any], times: int = 1) -> int:
        """Somebody claims it and hands this in."""
        worker = self.place.person("worker")
        (lease,) = self.place.claim(worker)
        marks = tuple({"id": f"a{n}"} | mark for n, mark in enumerate(marks))
        self.place.submit(worker, lease, {"modality": modality, "annotations": list(marks)})
        return worker

    def made(self, item_id: int) -> tuple[Asset, Asset]:
        """(original, what was made of it)."""
        refine_accepted()
        self.web.work()
        with transaction() as s:
            row = s.execute(
                text("SELECT asset_id, made_id FROM item WHERE id = :id"), {"id": item_id}
            ).one()
        return (
            asset(self.place.project_id, row.asset_id),
            asset(self.place.project_id, row.made_id),
        )

    def item(self, item_id: int) -> dict[str, Any]:
        return dict(self.manager.get(f"{self.home}/items/{item_id}").json())


def box(x: float, y: float, width: float, height: float, kind: str = "face") -> dict[str, Any]:
    place = {"x": x, "y": y, "width": width, "height": height}
    return {"kind": "box", "name": "hide", "class": kind, **place}


def pixels(one: Asset) -> np.ndarray[Any, Any]:
    with Image.open(io.BytesIO(content(one))) as image:
        return np.asarray(image.convert("RGB")).astype(int)


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP"])
def test_what_is_marked_cannot_be_made_out_again(web: Web, kind: str) -> None:
    room = Room(web, "picture", BOXES, hide={"face": "blur", "plate": "mask"})
    image = scene(1, (640, 480))
    item = room.add(photo(image, kind=kind), "picture")
    room.answer(
        "picture", box(100, 50, 120, 80), box(300, 200, 60, 40, "plate"), box(1, 1, 9, 9, "ok")
    )
    original, made = room.made(item)
    assert made.origin_id == original.id
    assert made.media_type == original.media_type
    before, after = pixels(original), pixels(made)
    near = 3 if kind == "JPEG" else 0
    outside = np.ones(before.shape[:2], bool)
    outside[40:140, 90:230] = outside[190:250, 290:370] = False
    assert np.abs(after - before)[outside].max() <= near * 8
    hidden = after[50:130, 100:220]
    # nothing finer than a cell is left: neighbours are all but the same
    assert np.abs(np.diff(hidden, axis=1)).max() <= 12 + near * 4
    assert np.abs(np.diff(before[50:130, 100:220], axis=1)).max() > 100
    assert after[205:235, 305:355].max() <= near * 4
    # so is its small picture, which is made of what was made
    with Image.open(io.BytesIO(b"".join(storage().open(made.thumbnail_key or "")))) as small:
        shown = np.asarray(small.convert("RGB")).astype(int)
    assert shown[105:115, 155:175].max() < 30


def test_an_original_is_seen_by_who_says_why(web: Web) -> None:
    room = Room(web, "picture", BOXES, hide={"face": "blur"})
    item = room.add(photo(scene(2, (320, 240)), kind="PNG"), "picture")
    worker = room.answer("picture", box(10, 10, 100, 100))
    original, made = room.made(item)
    assert original.withheld
    assert not made.withheld
    # the ordinary doors show what was made
    shown = room.item(item)
    assert shown["sha256"] == made.sha256
    links = room.manager.get(f"{room.home}/items/{item}/media").json()
    assert made.storage_key is not None
    got = room.manager.get(links["url"].removeprefix("/api/v1"))
    assert got.content == content(made)
    own = signed_in(web, worker).http
    assert own.get(f"{room.home}/items/{item}/media").status_code == 404
    mine = own.get(f"{room.home}/assignments/1").json()
    assert mine["item"]["width"] is None
    # managers are no custodians
    ask = f"{room.home}/items/{item}/original"
    refused = room.manager.post(ask, json={"why": "궁금해서요"})
    assert (refused.status_code, refused.json()["permission"]) == (403, "original:read")
    keeper = room.place.person("custodian")
    custodian = signed_in(web, keeper).http
    assert custodian.post(ask, json={}).status_code == 422
    assert custodian.post(ask, json={"why": "\0"}).status_code == 422
    allowed = custodian.post(ask, json={"why": "법원 요청"})
    assert allowed.status_code == 200, allowed.text
    raw = custodian.get(allowed.json()["media"]["url"].removeprefix("/api/v1"))
    assert raw.content == content(original)
    assert custodian.post(ask, json={"why": "다시 확인"}).status_code == 200
    first = custodian.get(f"{room.home}/originals", params={"limit": 1}).json()
    assert [row["why"] for row in first["items"]] == ["다시 확인"]
    then = custodian.get(f"{room.home}/originals", params={"after": first["next"]}).json()
    (row,) = then["items"]
    assert (row["item_id"], row["why"]) == (item, "법원 요청")
    assert row["by"]
    assert room.manager.get(f"{room.home}/originals").status_code == 403
    with transaction() as s:
        assert s.execute(text("SELECT count(*) FROM original_access")).scalar_one() == 2


def test_what_one_person_saw_is_hidden_though_another_overlooked_it(web: Web) -> None:
    room = Room(web, "picture", BOXES, people=2, hide={"*": "mask"})
    item = room.add(photo(scene(3, (320, 240)), kind="PNG"), "picture")
    room.answer("picture", box(10, 10, 50, 50))
    room.answer("picture", box(200, 100, 50, 50))
    _, made = room.made(item)
    after = pixels(made)
    assert after[12:58, 12:58].max() == 0
    assert after[102:148, 202:248].max() == 0


def test_crop_and_turn(web: Web) -> None:
    room = Room(web, "picture", BOXES, USE, hide={"ok": "crop"}, use=USES)
    item = room.add(photo(scene(4, (320, 240)), kind="PNG"), "picture")
    turned = {"kind": "class", "name": "use", "classes": ["turned"]}
    room.answer("picture", box(20, 30, 100, 60, "ok"), turned)
    original, made = room.made(item)
    assert not original.withheld  # nothing is hidden
    assert (made.width, made.height) == (60, 100)
    cut = pixels(original)[30:90, 20:120]
    assert np.array_equal(pixels(made), np.rot90(cut, -1))


def test_discard_takes_the_item_out_with_its_reason(web: Web) -> None:
    room = Room(web, "picture", BOXES, USE, hide={"*": "blur"}, use=USES)
    item = room.add(photo(scene(5, (320, 240)), kind="PNG"), "picture")
    room.answer("picture", {"kind": "class", "name": "use", "classes": ["private"]})
    refine_accepted()
    web.work()
    found = room.item(item)
    assert (found["state"], found["excluded_for"]) == ("excluded", "private")
    with transaction() as s:
        assert s.execute(text("SELECT count(*) FROM flowing")).scalar_one() == 0


def test_what_needs_nothing_goes_on_as_it_is(web: Web) -> None:
    room = Room(web, "picture", BOXES, hide={"face": "blur"})
    item = room.add(photo(scene(6, (320, 240)), kind="PNG"), "picture")
    room.answer("picture", box(1, 1, 20, 20, "ok"))
    original, made = room.made(item)
    assert made.id == original.id
    assert not original.withheld


@pytest.mark.parametrize(
    "effects",
    [
        {"nobody": {"*": "blur"}},
        {"hide": {"nobody": "blur"}},
        {"hide": {"face": "bleep"}},
        {"hide": {"face": "explode"}},
        {"hide": "blur"},
        {"hide": {"face": ["blur"]}},
        {"use": {"private": "blur"}},
    ],
)
def test_effects_go_with_the_schema(web: Web, effects: dict[str, Any]) -> None:
    room = Room(web, "picture", BOXES, USE, hide={"face": "blur"})
    answer = room.patch(effects)
    assert (answer.status_code, answer.json()["code"]) == (422, "effects_refused")


# --- sounds, films, texts, documents -----------------------------------------------------------

SEGMENTS = {
    "kind": "segment",
    "name": "names",
    "classes": [{"id": "name"}, {"id": "quiet"}, {"id": "part"}],
}
HEARD = {"name": "bleep", "quiet": "mask", "part": "trim"}


def segment(start: float, end: float, kind: str) -> dict[str, Any]:
    return {"kind": "segment", "name": "names", "class": kind, "start": start, "end": end}


def test_names_are_bleeped_to_the_sample(web: Web) -> None:
    rate = 16_000
    room = Room(web, "sound", SEGMENTS, names=HEARD)
    samples = np.random.default_rng(1).integers(-12_000, 12_000, rate * 4).astype("<i2")
    out = io.BytesIO()
    with wave.open(out, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(rate)
        file.writeframes(samples.tobytes())
    item = room.add(out.getvalue(), "sound", "a.wav")
    room.answer(
        "sound",
        segment(1000, 1500, "name"),
        segment(2000, 2250, "quiet"),
        segment(500, 3000, "part"),
    )
    original, made = room.made(item)
    assert original.withheld
    assert made.facts == {"modality": "sound", "length": 2500, "channels": 1, "rate": rate}
    with wave.open(io.BytesIO(content(made))) as file:
        after = np.frombuffer(file.readframes(file.getnframes()), "<i2")
    before = samples[rate // 2 : 3 * rate]
    bleeped = slice(rate // 2, rate)
    silent = slice(rate * 3 // 2, rate * 7 // 4)
    assert not after[silent].any()
    loud = np.abs(np.fft.rfft(after[bleeped].astype(float)))
    assert loud.argmax() == 500  # 1 kHz, in half a second
    rest = np.ones(len(after), bool)
    rest[bleeped] = rest[silent] = False
    assert np.array_equal(after[rest], before[rest])


def film(folder: Path) -> bytes:
    out = folder / "film.mp4"
    command = [ffmpeg.program("libx264"), "-loglevel", "error", "-y", "-f", "lavfi"]
    command += ["-i", "testsrc2=size=160x120:rate=25:duration=2", "-f", "lavfi"]
    command += ["-i", "anoisesrc=duration=2:amplitude=0.3:seed=1", "-c:v", "libx264", "-crf", "12"]
    subprocess.run([*command, "-pix_fmt", "yuv420p", "-c:a", "aac", str(out)], check=True)
    return out.read_bytes()


def seen(content: bytes, folder: Path, size: tuple[int, int] = (160, 120)) -> Any:
    path = folder / "seen.mp4"
    path.write_bytes(content)
    command = [ffmpeg.program(), "-loglevel", "error", "-i", str(path), "-map", "0:v:0"]
    # Colours between those that the film has, as screens show them.
    command += ["-sws_flags", "bilinear+full_chroma_int+accurate_rnd"]
    command += ["-fps_mode", "passthrough", "-f", "rawvideo", "-pix_fmt", "rgb24", "pipe:1"]
    done = subprocess.run(command, check=True, capture_output=True).stdout
    return np.frombuffer(done, np.uint8).reshape(-1, size[1], size[0], 3).astype(int)


def listened(content: bytes, folder: Path) -> Any:
    path = folder / "seen.mp4"
    path.write_bytes(content)
    command = [ffmpeg.program(), "-loglevel", "error", "-i", str(path), "-map", "0:a:0"]
    command += ["-ac", "1", "-ar", "48000", "-f", "s16le", "pipe:1"]
    done = subprocess.run(command, check=True, capture_output=True).stdout
    return np.frombuffer(done, "<i2").astype(float)


def test_who_moves_through_a_film_is_followed(web: Web, tmp_path: Path) -> None:
    tracks = {"kind": "box_track", "name": "hide", "classes": [{"id": "face"}, {"id": "plate"}]}
    room = Room(web, "video", tracks, SEGMENTS, hide={"face": "blur", "plate": "mask"}, names=HEARD)
    item = room.add(film(tmp_path), "video", "film.mp4")
    face = [
        {"frame": 0, "x": 0, "y": 10, "width": 40, "height": 40},
        {"frame": 20, "x": 100, "y": 10, "width": 40, "height": 40},
        {"frame": 30, "outside": True},
    ]
    plate = [{"frame": 5, "x": 50, "y": 80, "width": 40, "height": 20}]
    room.answer(
        "video",
        {"kind": "box_track", "name": "hide", "class": "face", "keyframes": face},
        {"kind": "box_track", "name": "hide", "class": "plate", "keyframes": plate},
        segment(10, 20, "name"),
    )
    original, made = room.made(item)
    assert original.withheld
    assert made.facts is not None
    assert original.facts is not None
    assert made.facts["length"] == original.facts["length"] == 50
    before, after = seen(content(original), tmp_path), seen(content(made), tmp_path)
    for frame in range(30):
        x = min(100, frame * 5)
        hidden = after[frame, 14:46, x + 4 : x + 36]
        for axis in (0, 1):
            assert np.abs(np.diff(hidden, axis=axis)).max() < 28, frame
    assert np.abs(after[35, 14:46] - before[35, 14:46]).mean() < 6  # it has gone
    assert after[4, 84:96, 54:86].mean() > 40
    for frame in (5, 30, 49):
        assert after[frame, 84:96, 54:86].max() < 40, frame
    heard = listened(content(made), tmp_path)
    spoken = heard[round(0.45 * 48_000) : round(0.75 * 48_000)]
    loud = np.abs(np.fft.rfft(spoken))
    assert abs(loud.argmax() / len(spoken) * 48_000 - 1000) < 10
    assert loud.max() > 20 * np.median(loud)


def test_names_in_a_text_are_blocks_or_classes(web: Web) -> None:
    spans = {"kind": "span", "name": "hide", "classes": [{"id": "이름"}, {"id": "전화"}]}
    room = Room(web, "text", spans, hide={"이름": "replace", "전화": "mask"})
    words = "김철수 씨 번호는 010-1234예요. 😀김철수!"
    item = room.add({"parts": [{"id": "a", "role": None, "text": words}]}, "text")

    def span(start: int, end: int, kind: str) -> dict[str, Any]:
        return {"kind": "span", "name": "hide", "class": kind, "part": "a", "start": start,
                "end": end}  # fmt: skip

    at = words.index("010")
    last = words.rindex("김철수")
    room.answer("text", span(0, 3, "이름"), span(at, at + 8, "전화"), span(last, last + 3, "이름"))
    original, made = room.made(item)
    assert original.withheld
    assert made.document is not None
    assert made.document["parts"][0]["text"] == "[이름] 씨 번호는 ████████예요. 😀[이름]!"
    shown = room.item(item)
    assert "김철수" not in str(shown["document"]) + str(shown["excerpt"])
    custodian = signed_in(web, room.place.person("custodian")).http
    raw = custodian.post(f"{room.home}/items/{item}/original", json={"why": "확인"}).json()
    assert raw["document"]["parts"][0]["text"] == words


def test_a_page_on_which_something_is_hidden_has_no_text_left(web: Web) -> None:
    boxes = {"kind": "page_box", "name": "hide", "classes": [{"id": "name"}]}
    room = Room(web, "document", boxes, hide={"name": "mask"})
    sheets = [Sheet(line("Kim Secret", 50, 500)), Sheet(line("Open page", 50, 500))]
    item = room.add(paper(*sheets), "document", "a.pdf")
    height = 1191
    place = {"x": 90, "y": height - 1050, "width": 300, "height": 80}
    room.answer(
        "document", {"kind": "page_box", "name": "hide", "class": "name", "part": "p1"} | place
    )
    original, made = room.made(item)
    assert original.withheld
    document = pdfium.PdfDocument(content(made))
    texts = [page.get_textpage().get_text_bounded().strip() for page in document]
    assert texts == ["", "Open page"]
    assert b"Secret" not in content(made)
    assert made.facts is not None
    assert original.facts is not None
    assert made.facts["pages"][1] == original.facts["pages"][1]
    assert abs(made.facts["pages"][0]["width"] - original.facts["pages"][0]["width"]) <= 1
    page = np.asarray(document[0].render(scale=2).to_pil().convert("L"))
    assert page[height - 1045 : height - 975, 95:385].max() < 60


# --- alike -------------------------------------------------------------------------------------


def test_pictures_that_look_alike_are_shown_beside_each_other(web: Web) -> None:
    room = Room(web, "picture", BOXES, hide={"face": "blur"})
    one = [room.add(photo(scene(7), quality=quality), "picture") for quality in (95, 60, 40)]
    room.add(photo(scene(8)), "picture")
    two = [room.add(photo(scene(9), quality=quality), "picture") for quality in (95, 60)]
    where = f"{room.home}/stages/{room.place.stage_id}/alike"
    first = room.manager.get(where).json()
    assert (first["items"], first["looking"]) == ([], True)
    web.work()
    found = room.manager.get(where).json()
    assert not found["looking"]
    assert [[each["id"] for each in group["items"]] for group in found["items"]] == [one, two]
    assert found["items"][0]["items"][0]["difference"] == 0
    assert found["items"][0]["items"][1]["thumbnail_url"]
    paged = room.manager.get(where, params={"limit": 1}).json()
    assert [group["id"] for group in paged["items"]] == [one[0]]
    rest = room.manager.get(where, params={"limit": 1, "after": paged["next"]}).json()
    assert [group["id"] for group in rest["items"]] == [two[0]]
    assert room.manager.get(f"{room.home}/stages/999/alike").status_code == 404
