"""Pieces of items become assets of their own, exact to the sample, frame, pixel and code point."""

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

from app.assets.cuts import CutFailed, Cuts
from app.assets.media import ffmpeg
from app.core.database import transaction
from app.labels import facts_from, parts_of
from app.labels.pieces import (
    Hints,
    facts_of_bundle,
    facts_of_piece,
    parse_piece,
    parse_split,
    plan,
    plan_bundles,
)
from app.labels.pieces.bundles import Small
from app.models import Asset
from app.storage import forget_storage
from tests.assets.papers import Sheet, line, paper
from tests.assets.stored import add, asset, content
from tests.assets.takes import photo, scene, spoken
from tests.factories import Place

STEREO = 44_100


@pytest.fixture
def place(database: object) -> Place:
    forget_storage()
    return Place.make(items=0, opened=False)


def facts(one: Asset) -> Any:
    return facts_from(
        width=one.width,
        height=one.height,
        parts=None if one.document is None else parts_of(one.document),
        media=one.facts,
    )


def cut_all(place: Place, item_id: int, split: dict[str, Any], hints: Hints | None = None) -> Any:
    """The whole's asset, and each piece with its own."""
    with Cuts() as cuts:
        from app.labels.pieces import WholePiece

        whole = asset(
            place.project_id,
            cuts.cut(place.project_id, item_id, WholePiece(by="whole", at=0, of=1)),
        )
        pieces = plan(parse_split(split), facts(whole), hints)
        made = []
        for piece in pieces:
            id_ = cuts.cut(place.project_id, item_id, piece)
            assert cuts.cut(place.project_id, item_id, piece) == id_
            one = asset(place.project_id, id_)
            assert one.origin_id == whole.id
            assert facts(one) == facts_of_piece(piece, facts(whole))
            made.append((piece, one))
    return whole, made


def sound(samples: np.ndarray[Any, Any], rate: int, width: int = 2) -> bytes:
    out = io.BytesIO()
    with wave.open(out, "wb") as file:
        file.setnchannels(samples.shape[1])
        file.setsampwidth(width)
        file.setframerate(rate)
        whole = samples.astype("<i4")
        file.writeframes(whole.view(np.uint8).reshape(*whole.shape, 4)[..., :width].tobytes())
    return out.getvalue()


def frames(content: bytes) -> bytes:
    """The samples of a WAV, of whichever sort."""
    at = content.index(b"data")
    return content[at + 8 : at + 8 + int.from_bytes(content[at + 4 : at + 8], "little")]


@pytest.mark.parametrize("width", [2, 3])
def test_windows_of_a_sound_are_its_own_samples(place: Place, width: int) -> None:
    chance = np.random.default_rng(1)
    count = STEREO * 7 + 123
    samples = chance.integers(-(2 ** (8 * width - 2)), 2 ** (8 * width - 2), (count, 2))
    item = add(place, sound(samples, STEREO, width), "sound")
    whole, made = cut_all(place, item, {"by": "window", "length": 2500, "overlap": 333})
    plain = frames(content(whole))
    assert len(made) == 3
    for piece, one in made:
        first, last = (round(at * STEREO / 1000) for at in (piece.start, piece.end))
        assert frames(content(one)) == plain[first * 2 * width : min(last, count) * 2 * width]


def test_a_sound_is_listened_to_for_its_silences(place: Place) -> None:
    rate = 16_000
    speech = np.concatenate([spoken(2), np.zeros(rate // 2), spoken(2, seed=1)])
    item = add(place, sound((speech * 32_000).astype(int)[:, None], rate), "sound")
    with Cuts() as cuts:
        heard = cuts.loudness(place.project_id, item)
    assert heard.hop == 10
    assert len(heard.levels) == 450
    assert heard.levels[220] == -120
    assert max(heard.levels) > -20
    split = {"by": "silence", "least": 1000, "most": 3000, "quiet": -45}
    _, made = cut_all(place, item, split, Hints(loudness=heard))
    (first, _), (second, _) = made
    assert 2000 <= first.end <= 2900
    assert first.end == second.start


def film(folder: Path, *more: str, size: str = "66x48", seconds: float = 3) -> bytes:
    """Frames that say which they are: frame n has the brightness 2 n."""
    out = folder / "film.mp4"
    shade = "format=yuv420p,geq=lum=16+2*N:cb=128:cr=128"
    source = f"color=black:size={size}:rate=25:duration={seconds},{shade}"
    tone = f"sine=frequency=440:duration={seconds}"
    command = [ffmpeg.program("libx264"), "-loglevel", "error", "-y", "-f", "lavfi", "-i", source]
    command += ["-f", "lavfi", "-i", tone, "-c:v", "libx264", "-g", "50", "-pix_fmt", "yuv420p"]
    subprocess.run([*command, *more, "-c:a", "aac", str(out)], check=True)
    return out.read_bytes()


def shades(content: bytes, folder: Path) -> list[int]:
    """Which frames of the film these are."""
    path = folder / "cut"
    path.write_bytes(content)
    command = [ffmpeg.program(), "-loglevel", "error", "-i", str(path), "-map", "0:v:0"]
    command += ["-fps_mode", "passthrough", "-vf", "format=gray,scale=1:1"]
    done = subprocess.run(
        [*command, "-f", "rawvideo", "-pix_fmt", "gray", "pipe:1"], check=True, capture_output=True
    )
    return [round((value - 0) * 219 / 255 / 2) for value in done.stdout]


@pytest.mark.parametrize("more", [(), ("-bf", "3"), ("-output_ts_offset", "1.3")])
def test_windows_of_a_video_are_its_own_frames(
    place: Place, tmp_path: Path, more: tuple[str, ...]
) -> None:
    item = add(place, film(tmp_path, *more), "video", "film.mp4")
    whole, made = cut_all(place, item, {"by": "window", "length": 30, "overlap": 5})
    assert whole.facts is not None
    assert [(piece.start, piece.end) for piece, _ in made] == [(0, 30), (25, 55), (50, 75)]
    for piece, one in made:
        assert one.facts is not None
        assert one.facts["sound"]
        seen = shades(content(one), tmp_path)
        assert seen == list(range(int(piece.start), int(piece.end)))


def words(content: bytes) -> list[str]:
    """What stands on each page."""
    document = pdfium.PdfDocument(content)
    return [page.get_textpage().get_text_bounded().strip() for page in document]


def test_pages_of_a_document(place: Place) -> None:
    sheets = [Sheet(line(word)) for word in ("one", "two", "three")]
    item = add(place, paper(*sheets), "document", "a.pdf")
    _, made = cut_all(place, item, {"by": "page", "pages": 2})
    assert [(piece.first, piece.last) for piece, _ in made] == [(1, 2), (3, 3)]
    (_, _), (_, last) = made
    assert last.facts is not None
    assert words(content(last)) == ["three"]


def test_sentences_of_a_text(place: Place) -> None:
    text = "안녕하세요. 반가워요! 잘 지내요? 😀네."
    document = {"parts": [{"id": "a", "role": "body", "text": text}]}
    item = add(place, document, "text")
    whole, made = cut_all(place, item, {"by": "sentence", "count": 1}, Hints(document=document))
    assert whole.document == document
    shown = [one.document["parts"][0] for _, one in made]
    assert "".join(part["text"] for part in shown) == text
    assert {part["id"] for part in shown} == {"a"}
    assert len(made) == 4


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP"])
def test_tiles_of_a_picture_are_its_own_pixels(place: Place, kind: str) -> None:
    item = add(place, photo(scene(3, (700, 500)), kind=kind), "picture")
    whole, made = cut_all(place, item, {"by": "tile", "size": 256, "overlap": 16})
    with Image.open(io.BytesIO(content(whole))) as image:
        pixels = np.asarray(image)
    assert len(made) == 6
    for piece, one in made:
        assert one.media_type == "image/png"
        assert one.thumbnail_key is not None
        with Image.open(io.BytesIO(content(one))) as tile:
            own = pixels[piece.y : piece.y + piece.height, piece.x : piece.x + piece.width]
            assert np.array_equal(np.asarray(tile), own)


def test_windows_of_a_series_are_its_own_rows(place: Place) -> None:
    rows = "\n".join(f"{n * 10},{n * 0.1},{'' if n == 7 else n * n}" for n in range(100))
    item = add(place, f"time_ms,a (V),b\n{rows}\n".encode(), "series", "a.csv")
    whole, made = cut_all(place, item, {"by": "window", "length": 400, "overlap": 100})
    assert whole.facts is not None
    for piece, one in made:
        assert one.facts is not None
        assert one.facts["channels"] == whole.facts["channels"]
        lines = content(one).decode().split()[2:]
        wanted = [n for n in range(100) if piece.start <= n * 10 < piece.end]
        assert [float(line.split(",")[1]) for line in lines] == [n * 0.1 for n in wanted]


def small(place: Place, items: list[int]) -> list[Small]:
    from app.labels.pieces import WholePiece

    with Cuts() as cuts:
        whole = WholePiece(by="whole", at=0, of=1)
        assets = [asset(place.project_id, cuts.cut(place.project_id, id_, whole)) for id_ in items]
    return [Small(id_, facts(one)) for id_, one in zip(items, assets, strict=True)]


def bundle(place: Place, items: list[int]) -> Any:
    members = small(place, items)
    (piece,) = plan_bundles(parse_split({"by": "bundle", "count": 9}), members)  # type: ignore[arg-type]
    with Cuts() as cuts:
        made = asset(place.project_id, cuts.cut(place.project_id, items[0], piece))
    expected = facts_of_bundle(piece, {one.item: one.facts for one in members})
    assert facts(made) == expected
    return piece, made


def test_bundles_of_texts(place: Place) -> None:
    texts = [{"parts": [{"id": "x", "role": None, "text": word}]} for word in ("하나", "둘둘")]
    _, made = bundle(place, [add(place, one, "text") for one in texts])
    assert [(one["id"], one["text"]) for one in made.document["parts"]] == [
        ("1.1", "하나"),
        ("2.1", "둘둘"),
    ]


def test_bundles_of_pictures_are_a_sheet(place: Place) -> None:
    images = [scene(n, (200 + 40 * n, 160)) for n in range(3)]
    piece, made = bundle(place, [add(place, photo(one, kind="PNG"), "picture") for one in images])
    with Image.open(io.BytesIO(content(made))) as sheet:
        pixels = np.asarray(sheet.convert("RGB"))
    for image, member in zip(images, piece.members, strict=True):
        own = pixels[member.y : member.y + member.height, member.x : member.x + member.width]
        # but for the number in its corner
        assert np.array_equal(own[40:, 40:], np.asarray(image)[40:, 40:])
        assert not np.array_equal(own[:40, :40], np.asarray(image)[:40, :40])


def test_bundles_of_sounds_are_joined_with_silence(place: Place) -> None:
    rate = 16_000
    chance = np.random.default_rng(2)
    samples = [chance.integers(-9000, 9000, (rate + 1000 * n, 1)) for n in range(3)]
    piece, made = bundle(place, [add(place, sound(one, rate), "sound") for one in samples])
    heard = np.frombuffer(frames(content(made)), "<i2")
    spoken_at = np.zeros(len(heard), bool)
    for one, member in zip(samples, piece.members, strict=True):
        first = round(member.start * rate / 1000)
        assert np.array_equal(heard[first : first + len(one)], one.ravel())
        spoken_at[first : first + len(one)] = True
    assert not heard[~spoken_at].any()


def test_objects_are_cut_with_what_is_around_them(place: Place) -> None:
    image = scene(4, (640, 480))
    item = add(place, photo(image, kind="PNG"), "picture")
    piece = parse_piece(
        {"by": "object", "at": 0, "of": 1, "x": 10, "y": 20, "width": 100, "height": 50}
        | {"object": "a1", "label": "cells"}
    )
    with Cuts() as cuts:
        one = asset(place.project_id, cuts.cut(place.project_id, item, piece))
        outside = piece.model_copy(update={"x": 600})
        with pytest.raises(CutFailed):
            cuts.cut(place.project_id, item, outside)
    with Image.open(io.BytesIO(content(one))) as cut:
        assert np.array_equal(np.asarray(cut), np.asarray(image)[20:70, 10:110])


def test_what_is_cut_of_a_withheld_file_is_withheld(place: Place) -> None:
    item = add(place, photo(scene(5, (640, 480)), kind="PNG"), "picture")
    piece = parse_piece(
        {"by": "tile", "at": 0, "of": 1, "x": 0, "y": 0, "width": 100, "height": 50}
    )
    with Cuts() as cuts:
        from app.labels.pieces import WholePiece

        whole = cuts.cut(place.project_id, item, WholePiece(by="whole", at=0, of=1))
        with transaction() as s:
            s.get_one(Asset, (place.project_id, whole)).withheld = True
        assert asset(place.project_id, cuts.cut(place.project_id, item, piece)).withheld
