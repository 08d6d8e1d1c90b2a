"""Videos: every frame is counted, and frame n of what is shown is frame n of what came."""

import io
import struct
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, BinaryIO

import pytest
from PIL import Image

from app.assets.media import ffmpeg
from app.assets.media.base import MediaRefused
from app.assets.media.video import GOP, prepare, probe
from app.bench.clips import numbered, read


class Kept:
    """What was stored, by key."""

    def __init__(self) -> None:
        self.files: dict[str, tuple[bytes, str]] = {}

    def __call__(self, file: BinaryIO, media_type: str) -> str:
        key = f"file{len(self.files)}"
        self.files[key] = (file.read(), media_type)
        return key


@pytest.fixture
def kept() -> Kept:
    return Kept()


def made(path: Path, *arguments: str) -> Path:
    ffmpeg.run([*arguments, str(path)], seconds=60, encoder="libx264")
    return path


def looked_over(path: Path, name: str = "") -> Any:
    """Probed from a folder of its own, as it is while a file is imported."""
    folder = path.parent / f"of-{path.name}"
    folder.mkdir()
    copy = folder / "given"
    copy.write_bytes(path.read_bytes())
    return probe(copy, name)


def numbers(content: bytes, folder: Path, formats: tuple[str, ...] = ("mov",)) -> Iterator[int]:
    """The number that stands on each frame."""
    path = folder / "shown"
    path.write_bytes(content)
    gray = ["-map", "0:V:0", "-vf", "scale=160:90", "-pix_fmt", "gray", "-fps_mode", "passthrough"]
    pixels = ffmpeg.run(
        [*ffmpeg.source(path, formats), *gray, "-f", "rawvideo", "pipe:1"], seconds=60
    )
    for at in range(0, len(pixels), 160 * 90):
        yield read(pixels[at + 160 * 45 : at + 160 * 46], 160)


CODED: dict[str, tuple[str, ...]] = {
    "b.mp4": ("-c:v", "libx264", "-preset", "veryfast", "-bf", "3", "-g", "60"),
    "b.mov": ("-c:v", "libx264", "-preset", "veryfast", "-bf", "2"),
    "b.mkv": ("-c:v", "libx264", "-preset", "veryfast", "-bf", "3", "-g", "250"),
    "vp9.webm": ("-c:v", "libvpx-vp9", "-deadline", "realtime", "-cpu-used", "8", "-b:v", "1M"),
    "old.avi": ("-c:v", "mpeg4", "-q:v", "3", "-bf", "0"),
}


@pytest.mark.parametrize("name", CODED)
def test_frame_n_of_what_is_shown_is_frame_n_of_the_video(
    name: str, tmp_path: Path, kept: Kept
) -> None:
    count = 130
    numbered(tmp_path / name, count, *CODED[name], width=320, height=180)
    found = looked_over(tmp_path / name, name)
    assert found.facts == {
        "modality": "video",
        "length": count,
        "width": 320,
        "height": 180,
        "duration": round(count * 1000 / 30),
        "rate": [30, 1],
        "sound": False,
    }
    assert found.note is None
    steps: list[None] = []
    files = prepare(found.kept, found.facts, kept, lambda: steps.append(None))
    content, media_type = kept.files[files["video"]["key"]]
    assert media_type == "video/mp4"
    assert list(numbers(content, tmp_path)) == list(range(count))
    assert files["times"] is None
    assert steps
    sprite = files["thumbs"]
    with Image.open(io.BytesIO(kept.files[sprite["key"]][0])) as sheet:
        assert sheet.format == "WEBP"
        for n in range(sprite["count"]):
            row, column = divmod(n, sprite["columns"])
            line = sheet.convert("L").crop(
                (
                    column * sprite["width"],
                    row * sprite["height"] + sprite["height"] // 2,
                    (column + 1) * sprite["width"],
                    row * sprite["height"] + sprite["height"] // 2 + 1,
                )
            )
            assert read(line.tobytes(), sprite["width"]) == n * sprite["every"]


def test_the_copy_needs_few_decodings_for_any_frame(tmp_path: Path, kept: Kept) -> None:
    numbered(tmp_path / "a.mp4", 100, width=320, height=180)
    found = looked_over(tmp_path / "a.mp4")
    files = prepare(found.kept, found.facts, kept, lambda: None)
    shown = tmp_path / "shown.mp4"
    shown.write_bytes(kept.files[files["video"]["key"]][0])
    listed = ffmpeg.run(
        [*ffmpeg.source(shown, ["mov"]), "-c", "copy", "-f", "framecrc", "pipe:1"], seconds=20
    ).decode()
    rows = [line.split(",") for line in listed.splitlines() if line[:1] != "#"]
    assert all(dts.strip() == pts.strip() for _, dts, pts, *_ in rows)  # none waits for another
    keys = [at for at, row in enumerate(rows) if not any("F=0x0" in cell for cell in row)]
    assert max(b - a for a, b in zip(keys, [*keys[1:], len(rows)], strict=True)) <= GOP


def test_frames_of_uneven_rate_keep_their_times(tmp_path: Path, kept: Kept) -> None:
    numbered(tmp_path / "even.mp4", 90, width=320, height=180)
    # The first second at 30 a second, the next at 15, the rest at 10: as a phone does in the dark.
    slower = "setpts='if(lt(N,30),N/30,if(lt(N,60),1+(N-30)/15,3+(N-60)/10))/TB'"
    path = made(
        tmp_path / "uneven.mp4",
        *ffmpeg.source(tmp_path / "even.mp4", ["mov"]),
        *("-vf", slower, "-fps_mode", "vfr", "-enc_time_base", "1:600", "-c:v", "libx264"),
    )
    found = looked_over(path)
    assert found.facts["length"] == 90
    assert found.facts["duration"] == pytest.approx(6000, abs=100)
    files = prepare(found.kept, found.facts, kept, lambda: None)
    content, _ = kept.files[files["times"]["key"]]
    times = struct.unpack("<90d", content)
    expected = [
        n / 30 if n < 30 else 1 + (n - 30) / 15 if n < 60 else 3 + (n - 60) / 10 for n in range(90)
    ]
    assert times == pytest.approx([at * 1000 for at in expected], abs=2)
    assert list(numbers(kept.files[files["video"]["key"]][0], tmp_path)) == list(range(90))


def test_a_video_with_sound_has_its_peaks_and_is_heard(tmp_path: Path, kept: Kept) -> None:
    path = made(
        tmp_path / "heard.mp4",
        *("-f", "lavfi", "-i", "testsrc=duration=2:size=320x180:rate=30"),
        *("-f", "lavfi", "-i", "sine=duration=2", "-c:v", "libx264", "-c:a", "aac"),
    )
    found = looked_over(path)
    assert found.facts["sound"] is True
    files = prepare(found.kept, found.facts, kept, lambda: None)
    # Two bytes, the least and the greatest, for each of so many stretches of a second.
    peaks, _ = kept.files[files["peaks"]["key"]]
    assert len(peaks) == pytest.approx(2 * 2 * files["peaks"]["per_second"], rel=0.1)
    assert any(peaks)
    shown = tmp_path / "shown.mp4"
    shown.write_bytes(kept.files[files["video"]["key"]][0])
    assert looked_over(shown).facts["sound"] is True


def test_a_turned_video_has_the_size_that_is_seen(tmp_path: Path, kept: Kept) -> None:
    numbered(tmp_path / "lying.mp4", 20, width=320, height=180)
    path = made(
        tmp_path / "upright.mp4",
        *ffmpeg.source(tmp_path / "lying.mp4", ["mov"], "-display_rotation", "90"),
        *("-c", "copy"),
    )
    found = looked_over(path)
    assert (found.facts["width"], found.facts["height"]) == (180, 320)
    assert (found.width, found.height) == (180, 320)
    with Image.open(io.BytesIO(found.thumbnail)) as small:
        assert small.size == (180, 320)
    files = prepare(found.kept, found.facts, kept, lambda: None)
    shown = tmp_path / "shown.mp4"
    shown.write_bytes(kept.files[files["video"]["key"]][0])
    assert looked_over(shown).facts["width"] == 180


def test_pixels_that_are_not_square_become_so(tmp_path: Path) -> None:
    path = made(
        tmp_path / "wide.mp4",
        *("-f", "lavfi", "-i", "testsrc=duration=1:size=320x240", "-vf", "setsar=4/3"),
    )
    found = looked_over(path)
    assert (found.facts["width"], found.facts["height"]) == (427, 240)


def test_what_would_tell_of_a_place_is_cut_out(tmp_path: Path) -> None:
    numbered(tmp_path / "plain.mp4", 20, width=320, height=180)
    told = ("-metadata", "location=+37.5665+126.9780/", "-metadata", "comment=PLACE-1234")
    device = ("-metadata", "com.apple.quicktime.model=PHONE-99", "-movflags", "use_metadata_tags")
    stream = ("-metadata:s:v:0", "handler_name=CAMERA-77")
    for name in ("told.mp4", "told.mov", "told.mkv"):
        path = made(
            tmp_path / name,
            *ffmpeg.source(tmp_path / "plain.mp4", ["mov"]),
            *("-c", "copy", *told, *device, *stream),
        )
        before = path.read_bytes()
        assert b"PLACE-1234" in before
        after = looked_over(path).kept.read_bytes()
        for secret in (b"PLACE-1234", b"37.5665", b"PHONE-99", b"CAMERA-77"):
            assert secret not in after, (name, secret)


def test_a_video_that_was_cut_off_has_the_frames_that_can_be_seen(
    tmp_path: Path, kept: Kept
) -> None:
    numbered(tmp_path / "whole.mkv", 120, width=320, height=180)
    whole = (tmp_path / "whole.mkv").read_bytes()
    cut = tmp_path / "cut.mkv"
    cut.write_bytes(whole[: len(whole) * 2 // 3])
    found = looked_over(cut)
    assert 20 < found.facts["length"] < 120
    files = prepare(found.kept, found.facts, kept, lambda: None)
    shown = list(numbers(kept.files[files["video"]["key"]][0], tmp_path))
    assert len(shown) == found.facts["length"]
    # Where it ends, those are missing that had come after one of which they are made.
    assert shown[:60] == list(range(60))
    assert shown == sorted(set(shown))


def test_facts_that_are_not_the_videos_are_refused(tmp_path: Path, kept: Kept) -> None:
    numbered(tmp_path / "a.mp4", 30, width=320, height=180)
    found = looked_over(tmp_path / "a.mp4")
    with pytest.raises(MediaRefused) as refused:
        prepare(found.kept, {**found.facts, "length": 31}, kept, lambda: None)
    assert refused.value.reason == "frames_differ"
    assert not kept.files


def _text(path: Path) -> None:
    path.write_text("not a video at all")


def _playlist(path: Path) -> None:
    path.write_text("#EXTM3U\n#EXTINF:1,\nfile:///etc/passwd\n")


def _empty(path: Path) -> None:
    path.write_bytes(b"")


def _head_alone(path: Path) -> None:
    path.write_bytes(b"\0\0\0\x20ftypisom" + bytes(4000))


def _sound_alone(path: Path) -> None:
    made(path, "-f", "lavfi", "-i", "sine=d=1", "-f", "mp4")


@pytest.mark.parametrize(
    ("make", "reason"),
    [
        (_text, "not_a_video"),
        (_playlist, "not_a_video"),
        (_empty, "not_a_video"),
        (_head_alone, "broken"),
        (_sound_alone, "not_a_video"),
    ],
)
def test_what_is_no_video_is_refused(
    make: Callable[[Path], None], reason: str, tmp_path: Path
) -> None:
    make(tmp_path / "file")
    with pytest.raises(MediaRefused) as refused:
        looked_over(tmp_path / "file")
    assert refused.value.reason == reason


def test_a_name_that_says_otherwise_is_noted(tmp_path: Path) -> None:
    numbered(tmp_path / "a.mkv", 10, width=320, height=180)
    found = looked_over(tmp_path / "a.mkv", "clip.mp4")
    assert found.media_type == "video/x-matroska"
    assert found.note
    assert ".mp4" in found.note
