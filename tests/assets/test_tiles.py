"""Large pictures get tiles by a chore: what they show, when they come, and when not."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any

import pytest
from PIL import Image, ImageCms
from sqlalchemy import select, text, update

from app.assets import tiling
from app.assets.aside import Making
from app.assets.pyramid import SIZE, Tile, build, levels_of, tile
from app.core.database import transaction
from app.core.states import ChoreState
from app.models.asset import LARGE, Asset
from app.models.chore import Chore
from app.queue import run as running
from app.queue.run import Run, do
from app.queue.service import cancel, enqueue
from app.storage import Storage, forget_storage, storage
from app.workers.assets import tile_pictures
from tests.assets.drawn import alike, drawing, encoded
from tests.assets.drawn import place as gps
from tests.factories import Place

WIDE, HIGH = 4400, 3700  # 16.3 million pixels
assert WIDE * HIGH > LARGE


def shown(found: Tile) -> Image.Image:
    image = Image.open(io.BytesIO(found.content))
    image.load()
    assert not image.info.keys() & {"exif", "xmp", "comment", "icc_profile", "photoshop"}
    assert f"image/{(image.format or '').lower()}" == found.media_type
    return image


def built(content: bytes) -> tuple[str, list[tuple[int, int]]]:
    out = io.BytesIO()
    levels = build(io.BytesIO(content), out)
    return storage().put([out.getvalue()]).key, levels


def whole(key: str, level: int, size: tuple[int, int]) -> Image.Image:
    """A level put together again."""
    image = Image.new("RGB", size)
    for top in range(0, size[1], SIZE):
        for left in range(0, size[0], SIZE):
            part = shown(tile(storage(), key, level, left // SIZE, top // SIZE))
            image.paste(part, (left, top))
    return image


@pytest.fixture
def kept(database: object) -> Iterator[Storage]:
    forget_storage()
    yield storage()
    running.stopping.clear()


# --- what they show ----------------------------------------------------------------------------


def test_levels_end_where_one_picture_is_enough() -> None:
    assert levels_of(8660, 5774) == [(8660, 5774), (4330, 2887), (2165, 1444)]
    assert levels_of(4401, 3701) == [(4401, 3701), (2201, 1851), (1101, 926)]
    long = levels_of(65_535, 300)
    assert long[-1] == (8192, 38), "no browser shows a side of more"


def test_tiles_show_the_pixels_of_the_picture(kept: Storage) -> None:
    # Odd sides, so that edges are where mistakes would be.
    picture = drawing(2501, 1903)
    key, levels = built(encoded("PNG", picture))
    assert levels == [(2501, 1903), (1251, 952)]
    assert alike(whole(key, 0, levels[0]), picture, 32)
    small = shown(tile(kept, key, 1, 0, 0))
    assert small.size == levels[1]
    for x, y in ((5, 5), (620, 470), (640, 480), (1240, 940), (1240, 5)):
        near = small.getpixel((x, y))
        there = picture.getpixel((2 * x, 2 * y))
        assert isinstance(near, tuple)
        assert isinstance(there, tuple)
        assert max(abs(a - b) for a, b in zip(near, there, strict=True)) <= 4, (x, y)


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGBA", "CMYK", "I;16"])
def test_pictures_of_every_kind(kept: Storage, mode: str) -> None:
    drawn = drawing(2501, 1903)
    if mode == "I;16":
        grey = drawn.convert("L")
        picture = grey.convert("I").point(lambda value: value * 256).convert("I;16")
        drawn = grey
    else:
        picture = drawn.convert(mode, palette=Image.Palette.ADAPTIVE)
        drawn = picture
    content = encoded("TIFF" if mode == "CMYK" else "PNG", picture)
    key, levels = built(content)
    assert alike(whole(key, 0, levels[0]), drawn, 32)


@pytest.mark.parametrize("kind", ["JPEG", "PNG"])
def test_nothing_but_the_picture_goes_along(kept: Storage, kind: str) -> None:
    srgb = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    more: dict[str, Any] = {"exif": gps(), "icc_profile": srgb}
    if kind == "JPEG":
        more |= {"comment": b"SecretPlace"}
    key, _ = built(encoded(kind, drawing(2501, 1903), **more))
    assert b"Secret" not in b"".join(kept.open(key))
    for level in (0, 1):
        shown(tile(kept, key, level, 0, 0))
    plain, _ = built(encoded("JPEG", drawing(2501, 1903), comment=b"SecretPlace"))
    assert b"Secret" not in b"".join(kept.open(plain))


def test_what_is_transparent_stays_so(kept: Storage) -> None:
    picture = drawing(2501, 1903).convert("RGBA")
    picture.putalpha(0)
    picture.paste((250, 20, 20, 255), (0, 0, 700, 700))
    key, _ = built(encoded("PNG", picture))
    first = shown(tile(kept, key, 0, 1, 1))
    assert (first.mode, first.format) == ("RGBA", "WEBP")
    alpha = first.getchannel("A")
    assert [alpha.getpixel((x, 100)) for x in (100, 300)] == [255, 0]


def test_colours_are_those_that_a_browser_shows(kept: Storage) -> None:
    """Of a picture with a profile of its own, tiles have the colours of sRGB and no profile."""
    other = ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB")).tobytes()
    picture = drawing(2501, 1903)
    key, levels = built(encoded("PNG", picture, icc_profile=other))
    assert alike(whole(key, 0, levels[0]), picture, 32), "it is of no picture in red, green, blue"
    plain = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    swapped = plain.replace(b"rXYZ", b"????").replace(b"bXYZ", b"rXYZ").replace(b"????", b"bXYZ")
    key, levels = built(encoded("JPEG", picture, icc_profile=swapped, comment=b"SecretPlace"))
    red = shown(tile(kept, key, 0, 0, 0)).getpixel((100, 100))
    assert isinstance(red, tuple)
    assert red[2] > 200 > red[0], "its red is blue"


# --- when they come ----------------------------------------------------------------------------


def imported(content: bytes, width: int, height: int, **more: Any) -> Place:
    """A project with one picture, as an import leaves it."""
    place = Place.make(items=1, opened=False)
    key = storage().put([content]).key
    values: dict[str, Any] = {"storage_key": key, "width": width, "height": height}
    with transaction() as s:
        wanted = update(Asset).where(Asset.project_id == place.project_id)
        s.execute(wanted.values(values | more))
    return place


def asset(place: Place) -> Asset:
    with transaction() as s:
        return s.scalars(select(Asset).where(Asset.project_id == place.project_id)).one()


def chores() -> list[Chore]:
    with transaction() as s:
        wanted = select(Chore).where(Chore.kind == tiling.TILES.chore).order_by(Chore.id)
        return list(s.scalars(wanted))


def make_due() -> None:
    with transaction() as s:
        s.execute(text("UPDATE chore SET run_after = now()"))


def test_a_large_picture_gets_tiles_and_a_small_one_none(kept: Storage) -> None:
    large = imported(encoded("JPEG", drawing(WIDE, HIGH)), WIDE, HIGH)
    small = imported(encoded(), 4000, 4000)
    elsewhere = imported(b"", WIDE, HIGH, storage_key=None, url="https://x.test/a.jpg")
    assert tile_pictures() == 1
    assert tile_pictures() == 0, "it is on its way"
    assert do()
    (chore,) = chores()
    assert chore.state is ChoreState.DONE
    assert chore.result == {"tiled": 1, "refused": 0, "left": 0}
    assert (chore.project_id, chore.total) == (large.project_id, 1)
    made = asset(large).tiles
    assert made is not None
    assert made["size"] == SIZE
    assert made["levels"] == [
        {"width": 4400, "height": 3700},
        {"width": 2200, "height": 1850},
        {"width": 1100, "height": 925},
    ]
    assert shown(tile(kept, made["key"], 0, 8, 7)).size == (4400 - 8 * SIZE, 3700 - 7 * SIZE)
    assert asset(small).tiles is None
    assert asset(elsewhere).tiles is None
    assert tile_pictures() == 0, "nothing is left to do"


def test_who_stops_in_the_middle_is_followed_by_another(
    kept: Storage, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = imported(encoded("JPEG", drawing(WIDE, HIGH)), WIDE, HIGH)
    tile_pictures()
    real = kept.put
    monkeypatch.setattr(kept, "put", lambda *_, **__: (_ for _ in ()).throw(OSError(28, "full")))
    assert do()
    assert chores()[0].state is ChoreState.FAILED, "the disk's fault is not the picture's"
    assert asset(place).tiles is None
    assert tile_pictures() == 0, "it is tried again by itself"
    monkeypatch.setattr(kept, "put", real)
    make_due()
    assert do()
    assert chores()[0].state is ChoreState.DONE
    first = asset(place).tiles
    # At least once means: perhaps twice. The same picture is the same file.
    with transaction() as s:
        s.execute(text("UPDATE asset SET tiles = NULL"))
    tile_pictures()
    assert do()
    assert asset(place).tiles == first


def test_some_at_a_time(kept: Storage) -> None:
    content = encoded("JPEG", drawing(WIDE, HIGH))
    place = imported(content, WIDE, HIGH)
    with transaction() as s:
        key = asset(place).storage_key
        s.add_all(
            Asset(
                project_id=place.project_id,
                sha256=f"{n:064}",
                media_type="image/jpeg",
                width=WIDE,
                height=HIGH,
                storage_key=key,
            )
            for n in range(2)
        )
    tile_pictures()
    with transaction() as s:
        chore = s.scalars(select(Chore)).one()
        run = Run(chore.id, chore.kind, chore.args, 1)
        s.execute(text("UPDATE chore SET state = 'running', attempts = 1"))
    assert Making(tiling.TILES, run, seconds=0).run() == {"tiled": 1, "refused": 0, "left": 2}
    with transaction() as s:
        other = enqueue(s, "nothing", {})
    assert Making(tiling.TILES, run, share=0).run() == {"tiled": 1, "refused": 0, "left": 1}
    with transaction() as s:
        cancel(s, other)
    assert Making(tiling.TILES, run, share=0).run() == {"tiled": 1, "refused": 0, "left": 0}


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (encoded("JPEG", drawing(WIDE, HIGH))[:20_000], "broken"),
        (b"no picture at all", "broken"),
        (None, "missing"),
    ],
)
def test_what_cannot_be_cut_up_simply_has_no_tiles(
    kept: Storage, content: bytes | None, why: str
) -> None:
    place = imported(content or b"x", WIDE, HIGH)
    if content is None:
        kept.delete(asset(place).storage_key or "")
    tile_pictures()
    assert do()
    (chore,) = chores()
    assert (chore.state, chore.result) == (
        ChoreState.DONE,
        {"tiled": 0, "refused": 1, "left": 0},
    )
    assert asset(place).tiles == {"refused": why}
    assert tile_pictures() == 0, "it is not tried for ever"


def test_a_picture_that_ends_its_workers_is_left_alone(
    kept: Storage, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = imported(encoded("JPEG", drawing(WIDE, HIGH)), WIDE, HIGH)
    tile_pictures()
    seen: list[object] = []

    def killed(*_: object) -> None:
        seen.append(asset(place).tiles)
        raise KeyboardInterrupt

    monkeypatch.setattr(tiling, "build", killed)
    for attempt in (1, 2, 3):
        with pytest.raises(KeyboardInterrupt):
            do()
        with transaction() as s:  # as if it had said nothing for the length of a lease
            s.execute(text("UPDATE chore SET attempts = :n"), {"n": attempt})
    assert seen == [None, None, {"refused": "deadly"}]
    assert asset(place).tiles is None, "it was told to stop, and not killed"
