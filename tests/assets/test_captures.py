"""Takes that people send for prompts: sent by tus, looked over at once, kept or said why not."""

from __future__ import annotations

import io
import subprocess
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image
from sqlalchemy import text

from app.assets import uploads
from app.assets.media import ffmpeg
from app.core.database import transaction
from app.core.settings import configure
from app.storage import storage
from app.workers.assets import forget_uploads
from tests.api.conftest import Web
from tests.assets.takes import (
    PHOTO,
    RATE,
    SPEECH,
    Person,
    Site,
    blurred,
    codes,
    photo,
    scene,
    spoken,
    wav,
)


def ended(site: Site, lease: int, state: str) -> None:
    with transaction() as s:
        s.execute(
            text(
                "UPDATE assignment SET state = :state, due_at = NULL,"
                " decided_at = now() - interval '2 days' WHERE id = :id"
            ),
            {"state": state, "id": lease},
        )


# --- sounds ------------------------------------------------------------------------------------


def test_a_good_recording_is_an_asset_with_what_was_measured(web: Web) -> None:
    site = Site(web, SPEECH)
    me = site.person()
    lease = me.claim()
    found = me.take(lease, "speech", wav(spoken()), "말.wav")
    assert (found["state"], codes(found)) == ("passed", [])
    measured = found["measured"]
    assert measured["length"] == 3000
    assert (measured["rate"], measured["channels"]) == (RATE, 1)
    assert measured["clipped"] == 0
    assert -8.5 < measured["peak_db"] < -7.5
    assert measured["noise_db"] < -60
    assert found["modality"] == "sound"
    assert found["media"]["media_type"] == "audio/wav"
    assert me.http.get(found["media"]["url"].removeprefix("/api/v1")).status_code == 200
    asset = site.asset(found)
    assert asset.facts == {"modality": "sound", "length": 3000, "channels": 1, "rate": RATE}
    assert not list((uploads.spool_path("x").parent).iterdir()) or forget_uploads() is None


@pytest.mark.parametrize(
    ("samples", "asked", "expected"),
    [
        (spoken(2)[6400:19200], {"max_noise": 0}, ["too_short"]),
        (spoken(5), {"max_seconds": 4}, ["too_long"]),
        (spoken(level=0.008), {"max_noise": 0}, ["too_quiet"]),
        (np.clip(spoken() * 12, -1, 1), {"max_noise": 0}, ["clipped"]),
        (np.zeros(3 * RATE), {}, ["silent"]),
        (np.concatenate([spoken(1.5), np.zeros(8 * RATE)]), {}, ["silent"]),
        (spoken() + np.random.default_rng(1).normal(0, 0.02, 3 * RATE), {}, ["noisy"]),
        (spoken(), {"rate": 48_000}, ["wrong_rate"]),
        (spoken(), {"channels": 2}, ["wrong_channels"]),
        (spoken(), {"container": "opus"}, ["wrong_container"]),
    ],
    ids=lambda value: value[0] if isinstance(value, list) else "",
)
def test_a_bad_recording_is_told_why_and_can_be_heard_again(
    web: Web, samples: Any, asked: dict[str, Any], expected: list[str]
) -> None:
    site = Site(web, SPEECH | asked)
    me = site.person()
    lease = me.claim()
    content = wav(samples)
    found = me.take(lease, "speech", content)
    assert (found["state"], codes(found)) == ("refused", expected)
    fault = found["faults"][0]
    assert fault["detail"]
    assert fault["value"] is not None
    assert fault["limit"] is not None
    heard = me.http.get(found["media"]["url"].removeprefix("/api/v1"))
    assert heard.content == content
    assert heard.headers["content-type"] == "audio/wav"
    assert "sandbox" in heard.headers["content-security-policy"]
    # when the lease is over its bytes go
    forget_uploads()
    assert me.http.get(found["media"]["url"].removeprefix("/api/v1")).status_code == 200
    ended(site, lease, "returned")
    forget_uploads()
    assert me.http.get(found["media"]["url"].removeprefix("/api/v1")).status_code == 404
    assert not any(uploads.spool_path("x").parent.iterdir())


def converted(content: bytes, folder: Path, *to: str, suffix: str) -> bytes:
    (folder / "in.wav").write_bytes(content)
    out = folder / f"out{suffix}"
    command = [ffmpeg.program(), "-loglevel", "error", "-y", "-i", str(folder / "in.wav")]
    subprocess.run([*command, *to, str(out)], check=True)
    return out.read_bytes()


@pytest.mark.parametrize(
    ("to", "suffix", "media_type"),
    [
        (("-c:a", "libopus"), ".ogg", "audio/ogg"),
        (("-c:a", "libopus"), ".webm", "audio/webm"),
        (("-c:a", "aac"), ".mp4", "audio/mp4"),
    ],
)
def test_what_browsers_record_compressed_is_taken(
    web: Web, tmp_path: Path, to: tuple[str, ...], suffix: str, media_type: str
) -> None:
    site = Site(web, SPEECH | {"container": "opus", "max_noise": 0})
    me = site.person()
    sent = converted(wav(spoken()), tmp_path, *to, suffix=suffix)
    found = me.take(me.claim(), "speech", sent, f"take{suffix}")
    assert (found["state"], codes(found)) == ("passed", [])
    assert found["media_type"] == media_type
    assert abs(found["measured"]["length"] - 3000) < 100


def test_a_recording_that_was_played_back_is_heard_to_be_one(web: Web, tmp_path: Path) -> None:
    """Through a small loudspeaker, a room and another microphone, it is still the same; said again
    by the same voice it is not."""
    site = Site(web, SPEECH | {"max_noise": 0}, people=4)
    original = spoken(6, seed=7)
    first, second, third = site.person(), site.person(), site.person()
    assert first.take(first.claim(), "speech", wav(original))["state"] == "passed"

    room = "highpass=f=250,lowpass=f=3400,aecho=0.8:0.5:23:0.25,volume=0.5"
    again = np.concatenate([np.zeros(4321), original])
    noise = np.random.default_rng(3).normal(0, 0.004, len(again))
    played = converted(wav(again + noise), tmp_path, "-af", room, "-ar", str(RATE), suffix=".wav")
    found = second.take(second.claim(), "speech", played)
    assert (found["state"], codes(found)) == ("refused", ["played_back"])
    fault = found["faults"][0]
    assert fault["value"] < fault["limit"] == 0.35

    other = third.take(third.claim(), "speech", wav(spoken(6, seed=8)))
    assert (other["state"], codes(other)) == ("passed", [])


# --- pictures ----------------------------------------------------------------------------------


def test_a_photograph_goes_out_without_its_place(web: Web) -> None:
    site = Site(web, PHOTO)
    me = site.person()
    found = me.take(me.claim(), "photo", photo(scene(), place=True, turned=True), "사진.jpg")
    assert (found["state"], codes(found)) == ("passed", [])
    # as it is shown: turned
    assert (found["measured"]["width"], found["measured"]["height"]) == (960, 1280)
    assert found["measured"]["place"] == "stripped"
    asset = site.asset(found)
    assert (asset.width, asset.height) == (960, 1280)
    kept = b"".join(storage().open(asset.storage_key or ""))
    assert b"Exif" not in kept
    assert asset.thumbnail_key is not None
    with Image.open(io.BytesIO(kept)) as image:
        assert image.size == (960, 1280)


def test_a_stage_that_wants_to_know_where_is_told(web: Web) -> None:
    site = Site(web, PHOTO | {"keep_place": True})
    me = site.person()
    found = me.take(me.claim(), "photo", photo(scene(), place=True))
    assert found["measured"]["place"] == {"latitude": 37.5665, "longitude": 126.978}


@pytest.mark.parametrize(
    ("image", "expected"),
    [
        (scene(1, (320, 200)), ["too_small"]),
        (blurred(scene(2)), ["blurred"]),
        (scene(3).point(lambda value: value * 0.15), ["too_dark"]),
        (scene(4).point(lambda value: 215 + value * 0.15), ["too_bright"]),
    ],
    ids=["too_small", "blurred", "too_dark", "too_bright"],
)
def test_a_bad_photograph_is_told_why(web: Web, image: Image.Image, expected: list[str]) -> None:
    site = Site(web, PHOTO | ({} if "blurred" in expected else {"min_sharpness": 0}))
    me = site.person()
    found = me.take(me.claim(), "photo", photo(image))
    assert (found["state"], codes(found)) == ("refused", expected)
    assert found["media"]["media_type"] == "image/jpeg"


def test_the_same_picture_and_one_that_looks_like_it_are_known(web: Web) -> None:
    site = Site(web, PHOTO, people=5)
    people = [site.person() for _ in range(5)]
    leases = [one.claim() for one in people]
    first = photo(scene(5))

    def take(n: int, content: bytes) -> dict[str, Any]:
        return people[n].take(leases[n], "photo", content)

    assert take(0, first)["state"] == "passed"
    assert codes(take(1, first)) == ["duplicate"]
    smaller = scene(5).resize((960, 720)).point(lambda value: min(255, value * 1.1 + 4))
    near = take(2, photo(smaller, quality=60))
    assert codes(near) == ["alike"]
    assert near["faults"][0]["value"] <= near["faults"][0]["limit"] == 7
    assert take(3, photo(scene(6)))["state"] == "passed"
    # what its person has dropped is nobody's: it may be sent again
    found = people[0].http.get(people[0].captures(leases[0])).json()[0]
    key = site.asset(found).storage_key
    assert (
        people[0].http.delete(f"{people[0].captures(leases[0])}/{found['id']}").status_code == 204
    )
    with pytest.raises(Exception, match="not stored"):
        storage().stat(key or "")
    assert take(4, first)["state"] == "passed"


def test_near_ones_pass_where_the_stage_does_not_mind(web: Web) -> None:
    site = Site(web, PHOTO | {"near_duplicates": False}, people=2)
    one, other = site.person(), site.person()
    assert one.take(one.claim(), "photo", photo(scene(5)))["state"] == "passed"
    found = other.take(other.claim(), "photo", photo(scene(5), quality=60))
    assert found["state"] == "passed"


# --- films and files ---------------------------------------------------------------------------


def film(folder: Path, seconds: float = 2, size: str = "640x480") -> bytes:
    out = folder / "film.mp4"
    source = f"testsrc2=size={size}:rate=25:duration={seconds}"
    command = [ffmpeg.program("libx264"), "-loglevel", "error", "-y", "-f", "lavfi", "-i", source]
    subprocess.run([*command, "-c:v", "libx264", "-pix_fmt", "yuv420p", str(out)], check=True)
    return out.read_bytes()


def test_films_are_counted(web: Web, tmp_path: Path) -> None:
    asked = {"kind": "film", "name": "film", "min_seconds": 1, "max_seconds": 5}
    site = Site(web, asked, people=2)
    me, other = site.person(), site.person()
    found = me.take(me.claim(), "film", film(tmp_path), "film.mp4")
    assert (found["state"], codes(found)) == ("passed", [])
    assert found["modality"] == "video"
    assert (found["measured"]["length"], found["measured"]["frames"]) == (2000, 50)
    bad = other.take(other.claim(), "film", film(tmp_path, 6, "160x120"))
    assert codes(bad) == ["too_long", "too_small"]


def test_a_file_is_what_it_holds(web: Web) -> None:
    asked = {"kind": "file", "name": "file", "types": ["text/plain", "image/*"]}
    site = Site(web, asked, people=5)
    people = [site.person() for _ in range(5)]
    sent = [
        ("a.txt", "글이에요.\n".encode(), []),
        ("b.txt", photo(scene(), kind="PNG"), []),
        ("e.txt", wav(spoken()), ["wrong_type"]),
        ("c.txt", b"%PDF-1.4 broken", ["unreadable"]),
        ("d.txt", b"MZ\x90\x00 a program", ["unreadable"]),
    ]
    for one, (name, content, expected) in zip(people, sent, strict=True):
        assert codes(one.take(one.claim(), "file", content, name)) == expected


@pytest.mark.parametrize(
    ("asked", "content", "expected"),
    [
        (SPEECH, b"", "wrong_type"),
        (SPEECH, photo(scene(0, (64, 64))), "wrong_type"),
        (SPEECH, wav(spoken())[:60], "unreadable"),
        (PHOTO, wav(spoken()), "wrong_type"),
        (PHOTO, photo(scene())[:2000], "unreadable"),
        (PHOTO, b"<svg xmlns='http://www.w3.org/2000/svg'/>", "wrong_type"),
        ({"kind": "film", "name": "film"}, b"\0\0\0\x18ftypisom" + bytes(400), "unreadable"),
    ],
)
def test_what_is_no_take_at_all_is_told_so(
    web: Web, asked: dict[str, Any], content: bytes, expected: str
) -> None:
    site = Site(web, asked)
    me = site.person()
    found = me.take(me.claim(), asked["name"], content)
    assert (found["state"], codes(found)) == ("refused", [expected])


# --- viruses -----------------------------------------------------------------------------------


@pytest.mark.parametrize(("says", "expected"), [(0, []), (1, ["infected"]), (2, ["scan_failed"])])
def test_a_scanner_has_the_first_word(
    web: Web, tmp_path: Path, says: int, expected: list[str]
) -> None:
    scanner = tmp_path / "scanner"
    scanner.write_text(f'#!/bin/sh\ntest -s "$1" && exit {says}\n')
    scanner.chmod(0o755)
    configure(scanner=str(scanner))
    try:
        site = Site(web, PHOTO)
        me = site.person()
        lease = me.claim()
        me.take(lease, "photo", photo(scene()))
        for _ in range(4):  # asked again, ever later
            with transaction() as s:
                s.execute(text("UPDATE chore SET run_after = now() WHERE kind = 'look_over'"))
            web.work()
        (found,) = me.http.get(me.captures(lease)).json()
        assert codes(found) == expected
    finally:
        configure(scanner=None)


# --- whose -------------------------------------------------------------------------------------


def test_takes_are_their_persons_own(web: Web) -> None:
    site = Site(web, PHOTO, people=2)
    me, other, manager = site.person(), site.person(), site.manager()
    lease, others = me.claim(), other.claim()
    upload_id = me.upload(lease, "a.jpg", photo(scene()))
    where = f"{me.home}/uploads/{upload_id}"
    for stranger in (other, manager):
        assert stranger.http.head(where, headers={"Tus-Resumable": "1.0.0"}).status_code == 404
        assert stranger.http.delete(where, headers={"Tus-Resumable": "1.0.0"}).status_code == 404
        refused = stranger.add(lease, upload_id, "photo")
        assert refused.status_code in (403, 404)
    assert other.add(others, upload_id, "photo").status_code == 404
    # a manager's import reads no take
    body = {"stage_id": site.place.stage_id, "upload_id": upload_id}
    assert manager.http.post(f"{me.home}/imports", json=body).status_code == 404
    assert me.add(lease, upload_id, "speech").json()["code"] == "unknown_question"
    added = me.add(lease, upload_id, "photo")
    assert added.status_code == 201
    again = me.add(lease, upload_id, "photo")
    assert (again.status_code, again.json()["id"]) == (200, added.json()["id"])
    web.work()
    assert len(me.http.get(me.captures(lease)).json()) == 1
    assert len(manager.http.get(me.captures(lease)).json()) == 1
    assert other.http.get(me.captures(lease)).status_code == 404
    drop = f"{me.captures(lease)}/{added.json()['id']}"
    assert other.http.delete(drop).status_code == 404
    assert other.http.get(f"{drop}/file").status_code == 404
    assert me.http.delete(drop).status_code == 204
    assert me.http.delete(drop).status_code == 204
    assert me.http.get(me.captures(lease)).json() == []


def test_without_a_lease_nothing_is_taken(web: Web) -> None:
    site = Site(web, PHOTO)
    me = site.person()
    lease = me.claim()
    upload_id = me.upload(lease, "a.jpg", photo(scene()))
    unfinished = me.begin(lease, "b.jpg", 10).json()["id"]
    assert me.add(lease, unfinished, "photo").json()["code"] == "upload_unfinished"
    ended(site, lease, "returned")
    assert me.begin(lease, "c.jpg", 10).json()["code"] == "not_collecting"
    assert me.add(lease, upload_id, "photo").json()["code"] == "not_collecting"
    assert me.begin(lease + 1, "c.jpg", 10).json()["code"] == "not_found"


def test_what_is_never_handed_in_is_forgotten(web: Web) -> None:
    site = Site(web, PHOTO)
    me = site.person()
    lease = me.claim()
    found = me.take(lease, "photo", photo(scene()))
    key = site.asset(found).storage_key
    ended(site, lease, "expired")
    with transaction() as s:
        s.execute(text("UPDATE chore SET run_after = now() WHERE kind = 'forget_takes'"))
    web.work()
    with transaction() as s:
        left = s.execute(text("SELECT state, asset_id FROM capture")).one()
    assert tuple(left) == ("dropped", None)
    with pytest.raises(Exception, match="not stored"):
        storage().stat(key or "")


def test_a_take_whose_chore_dies_is_to_be_made_again(web: Web) -> None:
    from app.workers.assets import end_lost_takes

    site = Site(web, PHOTO)
    me = site.person()
    lease = me.claim()
    me.add(lease, me.upload(lease, "a.jpg", photo(scene())), "photo")
    with transaction() as s:
        s.execute(text("UPDATE chore SET state = 'dead' WHERE kind = 'look_over'"))
    end_lost_takes()
    (found,) = me.http.get(me.captures(lease)).json()
    assert codes(found) == ["unreadable"]


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"upload_id": "x", "label": ""},
        {"upload_id": "../x", "label": "photo"},
        {"upload_id": "x", "label": "photo", "device": {"a": {"b": 1}}},
        {"upload_id": "x", "label": "photo", "device": {"x" * 50: 1}},
        {"upload_id": "x", "label": "photo", "more": 1},
        {"upload_id": "x", "label": "ph\0to"},
    ],
)
def test_absurd_takes_are_refused(web: Web, body: dict[str, Any]) -> None:
    site = Site(web, PHOTO)
    me = site.person()
    answer = me.http.post(me.captures(me.claim()), json=body)
    assert answer.status_code == 422
    assert answer.headers["content-type"] == "application/problem+json"


def test_an_upload_names_a_lease(web: Web) -> None:
    site = Site(web, PHOTO)
    me: Person = site.person()
    lease = me.claim()
    for said in ("x", "-1", "0", str(2**70)):
        assert me.begin(said, "a.jpg", 10).status_code == 422  # type: ignore[arg-type]
    assert me.begin(lease, "a.jpg", 2**50).json()["code"] == "upload_too_large"
