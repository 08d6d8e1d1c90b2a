"""Sounds: counted by their samples, kept without what tells of people, seen where heard."""

from __future__ import annotations

import io
import wave
from collections.abc import Callable
from pathlib import Path
from typing import Any, BinaryIO

import numpy as np
import pytest
from PIL import Image

from app.assets.media import MediaRefused, ffmpeg, sound

RATE = 16_000
CLICK = 1234  # milliseconds


def written(path: Path, samples: Any, rate: int = RATE, channels: int = 1) -> Path:
    """A WAV of samples between -1 and 1."""
    with wave.open(str(path), "wb") as file:
        file.setnchannels(channels)
        file.setsampwidth(2)
        file.setframerate(rate)
        file.writeframes((np.asarray(samples) * 32767).astype("<i2").tobytes())
    return path


def clicking(path: Path, rate: int = RATE, seconds: float = 3) -> Path:
    """Silence with one click in it: five milliseconds of a tone, at 1.234 seconds."""
    samples = np.zeros(round(rate * seconds))
    at = rate * CLICK // 1000
    samples[at : at + rate // 200] = 0.8 * np.sin(np.arange(rate // 200) / rate * 2 * np.pi * 2000)
    return written(path, samples, rate)


def converted(path: Path, name: str, *options: str) -> Path:
    """The same, as FFmpeg makes it."""
    to = path.with_name(name)
    ffmpeg.run([*ffmpeg.source(path, ("wav",)), *options, str(to)], seconds=60)
    return to


class Kept:
    """What was stored, by its key."""

    def __init__(self) -> None:
        self.files: dict[str, tuple[bytes, str]] = {}

    def __call__(self, file: BinaryIO, media_type: str) -> str:
        key = f"k{len(self.files)}"
        self.files[key] = file.read(), media_type
        return key


def prepared(path: Path, name: str = "a.wav") -> tuple[dict[str, Any], dict[str, Any], Kept]:
    found = sound.probe(path, name)
    kept = Kept()
    return dict(found.facts), sound.prepare(found.kept, found.facts, kept, lambda: None), kept


def loudest(path: Path) -> float:
    """At which millisecond of a file a decoder finds the click's beginning."""
    raw = ffmpeg.run(
        [*ffmpeg.source(path, ("mov", "wav")), "-ac", "1", "-f", "s16le", "pipe:1"], seconds=60
    )
    samples = np.abs(np.frombuffer(raw, np.int16).astype(float))
    return float(np.argmax(samples > samples.max() / 4)) * 1000


FORMATS: dict[str, tuple[str, tuple[str, ...], str]] = {
    "wav": ("a.wav", ("-c:a", "pcm_s16le"), "audio/wav"),
    "deep wav": ("b.wav", ("-c:a", "pcm_s24le", "-ac", "2"), "audio/wav"),
    "mp3": ("a.mp3", ("-c:a", "libmp3lame"), "audio/mpeg"),
    "m4a": ("a.m4a", ("-c:a", "aac"), "audio/mp4"),
    "ogg": ("a.ogg", ("-c:a", "libvorbis"), "audio/ogg"),
    "opus": ("a.opus", ("-c:a", "libopus"), "audio/ogg"),
    "flac": ("a.flac", ("-c:a", "flac"), "audio/flac"),
    "aiff": ("a.aiff", (), "audio/aiff"),
    "webm": ("a.webm", ("-c:a", "libopus"), "audio/webm"),
}


@pytest.mark.parametrize("kind", FORMATS)
def test_every_format_is_taken_for_what_it_is(kind: str, tmp_path: Path) -> None:
    name, options, media_type = FORMATS[kind]
    path = converted(clicking(tmp_path / "made.wav"), name, *options)
    found = sound.probe(path, name)
    assert found.media_type == media_type
    assert found.note is None
    # Coders add up to a frame or two at the end, and none may take away what was said.
    assert 2995 <= found.facts["length"] <= 3100
    assert found.facts["channels"] == (2 if kind == "deep wav" else 1)


def test_the_length_is_that_of_the_samples_whatever_the_head_says(tmp_path: Path) -> None:
    path = written(tmp_path / "a.wav", np.zeros(RATE * 2 + 8))
    head = bytearray(path.read_bytes())
    head[4:8] = head[40:44] = b"\xff\xff\xff\xff"  # as a recorder writes that was not stopped
    path.write_bytes(head)
    assert sound.probe(path, "a.wav").facts == {
        "modality": "sound",
        "length": 2000,  # and half a millisecond
        "channels": 1,
        "rate": RATE,
    }


@pytest.mark.parametrize("kind", ["wav", "mp3", "m4a", "ogg", "flac", "webm"])
def test_nothing_is_kept_that_tells_of_people(kind: str, tmp_path: Path) -> None:
    name, options, _ = FORMATS[kind]
    said = ("-metadata", "title=Kim Cheolsu", "-metadata", "artist=Kim Cheolsu")
    path = converted(clicking(tmp_path / "made.wav"), name, *options, *said)
    assert b"Kim Cheolsu" in path.read_bytes()
    assert b"Kim Cheolsu" not in sound.probe(path, name).kept.read_bytes()


@pytest.mark.parametrize("rate", [8_000, 16_000, 44_100, 48_000])
def test_what_is_seen_and_what_is_heard_are_at_one_place(rate: int, tmp_path: Path) -> None:
    path = clicking(tmp_path / "a.wav", rate)
    facts, made, kept = prepared(path)
    played, media_type = kept.files[made["sound"]["key"]]
    assert media_type == "audio/mp4"
    heard = tmp_path / "heard.mp4"
    heard.write_bytes(played)
    played_rate = rate if rate != 8_000 else 48_000
    assert loudest(heard) / played_rate == pytest.approx(CLICK, abs=3)
    pairs = np.frombuffer(kept.files[made["peaks"]["key"]][0], np.int8).reshape(-1, 2)
    assert len(pairs) == facts["length"] * 500 // 1000
    seen = np.argmax(pairs[:, 1] > pairs.max() / 4) * 2
    assert seen == pytest.approx(CLICK, abs=3)
    shade = np.asarray(piece(made, kept, 0).convert("L")).max(axis=0)
    columns = np.flatnonzero(shade > shade.max() / 2)
    # The click's middle; what lies up to half a window before and after has some of it.
    assert columns.mean() * 10 + 5 == pytest.approx(CLICK + 2.5, abs=8)


def test_a_compressed_one_is_heard_where_it_is_seen_too(tmp_path: Path) -> None:
    path = converted(clicking(tmp_path / "made.wav", 44_100), "a.mp3", "-c:a", "libmp3lame")
    _, made, kept = prepared(path, "a.mp3")
    heard = tmp_path / "heard.mp4"
    heard.write_bytes(kept.files[made["sound"]["key"]][0])
    pairs = np.frombuffer(kept.files[made["peaks"]["key"]][0], np.int8).reshape(-1, 2)
    seen = float(np.argmax(pairs[:, 1] > pairs.max() / 4) * 2)
    assert loudest(heard) / 44_100 == pytest.approx(seen, abs=3)


def piece(made: dict[str, Any], kept: Kept, nth: int) -> Image.Image:
    start, length = made["spectrogram"]["pieces"][nth]
    data = kept.files[made["spectrogram"]["key"]][0][start : start + length]
    return Image.open(io.BytesIO(data))


def test_a_tone_stands_at_its_pitch_in_every_piece(tmp_path: Path) -> None:
    seconds = 45  # a piece is 40.96 seconds
    tone = 0.05 * np.sin(np.arange(RATE * seconds) / RATE * 2 * np.pi * 1000)
    _, made, kept = prepared(written(tmp_path / "a.wav", tone))
    pieces = [piece(made, kept, nth) for nth in range(2)]
    assert [one.size for one in pieces] == [(4096, 128), (404, 128)]
    # 1,000 Hz is 1,000 mel of 2,840, counted from below; the first row's middle is a step up.
    for one in pieces:
        rows = np.asarray(one.convert("L")).mean(axis=1)
        assert 127 - np.argmax(rows) == pytest.approx(129 * 1000 / 2840 - 1, abs=1)


def test_how_much_is_held_does_not_grow_with_the_length(tmp_path: Path) -> None:
    import tracemalloc

    def most(seconds: int) -> int:
        path = written(tmp_path / f"{seconds}.wav", np.zeros(RATE * seconds))
        found = sound.probe(path, "a.wav")
        tracemalloc.start()
        sound.prepare(found.kept, found.facts, lambda file, _: str(file.name), lambda: None)
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return peak

    assert most(900) < most(100) * 1.2


def test_somebody_is_at_work_all_the_time(tmp_path: Path) -> None:
    path = written(tmp_path / "a.wav", np.zeros(RATE * 60))
    found = sound.probe(path, "a.wav")
    steps = []
    sound.prepare(found.kept, found.facts, Kept(), lambda: steps.append(1))
    assert steps


def _text(path: Path) -> Path:
    path.write_text("It was a dark and stormy night.")
    return path


def _playlist(path: Path) -> Path:
    path.write_text("#EXTM3U\n#EXTINF:1,\nfile:///etc/passwd\n")
    return path


def _cut_head(path: Path) -> Path:
    path.write_bytes(b"RIFF\x24\x00\x00\x00WAVEfmt ")
    return path


def _silent_video(path: Path) -> Path:
    to = path.with_suffix(".mp4")
    picture = ["-f", "lavfi", "-i", "color=size=32x32:duration=1", "-c:v", "mpeg4"]
    ffmpeg.run([*picture, "-f", "mp4", str(to)], seconds=30)
    return to


def _no_samples(path: Path) -> Path:
    return written(path, np.zeros(0))


@pytest.mark.parametrize(
    ("make", "reason"),
    [
        (_text, "not_a_sound"),
        (_playlist, "not_a_sound"),
        (_silent_video, "not_a_sound"),
        (_cut_head, "broken"),
        (_no_samples, "broken"),
    ],
)
def test_what_is_no_sound_is_refused(
    make: Callable[[Path], Path], reason: str, tmp_path: Path
) -> None:
    with pytest.raises(MediaRefused) as no:
        sound.probe(make(tmp_path / "a.wav"), "a.wav")
    assert no.value.reason == reason


def test_what_is_too_long_or_too_large_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = clicking(tmp_path / "a.wav")
    monkeypatch.setattr(sound, "MAX_SECONDS", 2)
    with pytest.raises(MediaRefused, match="hours") as no:
        sound.probe(path, "a.wav")
    assert no.value.reason == "too_long"
    monkeypatch.setattr(sound, "MAX_BYTES", 1000)
    with pytest.raises(MediaRefused) as no:
        sound.probe(path, "a.wav")
    assert no.value.reason == "too_large"


def test_another_suffix_is_said(tmp_path: Path) -> None:
    found = sound.probe(clicking(tmp_path / "a.mp3"), "a.mp3")
    assert found.media_type == "audio/wav"
    assert found.note is not None
    assert ".mp3" in found.note
