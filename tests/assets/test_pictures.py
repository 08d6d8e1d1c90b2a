"""Pictures as strangers send them."""

import hashlib
import io
import struct
import zlib
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image, PngImagePlugin

from app.assets.pictures import THUMBNAIL, PictureRefused, open_picture
from tests.assets.drawn import alike, drawing, encoded, place

BCCD = Path(__file__).parents[3] / "shared/data/images/bccd/BCCD/JPEGImages"


def shown(content: bytes) -> Image.Image:
    image = Image.open(io.BytesIO(content))
    image.load()
    return image


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_a_plain_picture_goes_out_as_it_came(kind: str) -> None:
    content = encoded(kind, drawing(400, 200))
    picture = open_picture(content, f"a.{kind.lower()}")
    assert picture.content == content
    assert (picture.width, picture.height) == (400, 200)
    assert picture.media_type == f"image/{kind.lower()}"
    assert picture.note is None
    small = shown(picture.thumbnail)
    assert (small.format, small.size) == ("WEBP", (THUMBNAIL, THUMBNAIL // 2))


def test_small_pictures_are_not_blown_up() -> None:
    assert shown(open_picture(encoded()).thumbnail).size == (60, 40)


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_the_place_is_cut_out_and_the_pixels_stay(kind: str) -> None:
    options = {"exif": place(), "xmp": b"<x:xmpmeta>SecretPlace</x:xmpmeta>"}
    if kind == "PNG":
        text = PngImagePlugin.PngInfo()
        text.add_text("Comment", "SecretPlace")
        text.add_itxt("XML:com.adobe.xmp", "SecretPlace")
        options = {"exif": place(), "pnginfo": text}
    if kind == "JPEG":
        options |= {"comment": b"SecretPlace", "progressive": True}
    content = encoded(kind, **options)
    assert b"Secret" in content
    picture = open_picture(content)
    assert b"Secret" not in picture.content + picture.thumbnail
    assert not shown(picture.content).getexif()
    assert alike(shown(picture.content), shown(content))


def test_what_follows_the_end_of_a_jpeg_is_cut_off() -> None:
    content = encoded()
    assert open_picture(content + b"<script>alert(1)</script>ftypmp42").content == content


def test_the_colour_profile_stays() -> None:
    from PIL import ImageCms

    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    for kind in ("JPEG", "PNG", "WEBP"):
        picture = open_picture(encoded(kind, icc_profile=profile, exif=place()))
        assert shown(picture.content).info["icc_profile"] == profile


@pytest.mark.parametrize("orientation", range(2, 9))
@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "TIFF"])
def test_a_turned_picture_is_turned_for_good(kind: str, orientation: int) -> None:
    turned = {
        2: Image.Transpose.FLIP_LEFT_RIGHT,
        3: Image.Transpose.ROTATE_180,
        4: Image.Transpose.FLIP_TOP_BOTTOM,
        5: Image.Transpose.TRANSPOSE,
        6: Image.Transpose.ROTATE_90,
        7: Image.Transpose.TRANSVERSE,
        8: Image.Transpose.ROTATE_270,
    }
    upright = drawing(64, 48)
    options = {"lossless": True} if kind == "WEBP" else {}
    options |= {"quality": 95, "subsampling": 0} if kind == "JPEG" else {}
    content = encoded(
        kind, upright.transpose(turned[orientation]), exif=place(orientation), **options
    )
    picture = open_picture(content)
    assert (picture.width, picture.height) == (64, 48)
    out = shown(picture.content)
    assert out.size == (64, 48)
    assert not out.getexif()
    assert alike(out, upright, tolerance=40 if kind == "JPEG" else 0)
    assert shown(picture.thumbnail).size == (64, 48)


@pytest.mark.parametrize("kind", ["GIF", "BMP", "TIFF"])
def test_what_browsers_do_not_show_becomes_a_png(kind: str) -> None:
    picture = open_picture(encoded(kind), f"a.{kind.lower()}")
    assert (picture.media_type, shown(picture.content).format) == ("image/png", "PNG")
    assert alike(shown(picture.content), shown(encoded(kind)))
    assert picture.note is None


@pytest.mark.parametrize("kind", ["GIF", "WEBP", "TIFF", "PNG"])
def test_of_an_animation_the_first_frame_is_taken(kind: str) -> None:
    content = encoded(kind, save_all=True, append_images=[drawing(seed=90)], lossless=True)
    picture = open_picture(content)
    out = shown(picture.content)
    assert getattr(out, "n_frames", 1) == 1
    assert alike(out, drawing())


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGBA", "I;16"])
def test_modes_of_png(mode: str) -> None:
    picture = open_picture(
        encoded("PNG", drawing(mode="L" if mode == "I;16" else mode).convert(mode))
    )
    assert (picture.width, picture.height) == (60, 40)


@pytest.mark.parametrize("mode", ["L", "CMYK"])
def test_modes_of_jpeg(mode: str) -> None:
    for orientation in (1, 6):
        content = encoded("JPEG", drawing(mode=mode), exif=place(orientation))
        assert open_picture(content).media_type == "image/jpeg"


def test_a_wrong_extension_is_noted_and_not_believed() -> None:
    picture = open_picture(encoded("PNG"), "a.jpg")
    assert picture.media_type == "image/png"
    assert picture.note is not None
    assert open_picture(encoded("JPEG"), "a.JPEG").note is None


def png_of_size(width: int, height: int) -> bytes:
    def chunk(kind: bytes, body: bytes) -> bytes:
        return (
            struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
        )

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    data = zlib.compress(b"\0" * 1000)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", data) + chunk(b"IEND", b"")


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "not_a_picture"),
        (b"hello", "not_a_picture"),
        (b"%PDF-1.7", "not_a_picture"),
        (b"MZ\x90\0", "not_a_picture"),
        (b"<svg onload='alert(1)'/>", "picture_type"),
        (b"\xef\xbb\xbf <?xml version='1.0'?><svg><script/></svg>", "picture_type"),
        (b"<!-- a --><svg/>", "picture_type"),
        (b"<!DOCTYPE html><script>alert(1)</script>", "picture_type"),
        (b"\0\0\0\x18ftypheic" + bytes(40), "picture_type"),
        (png_of_size(50_000, 50_000), "bomb"),
        (png_of_size(70_000, 2), "bomb"),
        (png_of_size(4_000, 4_000), "truncated"),
        (encoded(image=drawing(500, 500))[:-3000], "truncated"),
        (encoded("PNG", drawing(500, 500))[:-200], "truncated"),
        (encoded("WEBP", drawing(500, 500))[:-100], "broken"),
        (b"\xff\xd8\xff\xe0" + bytes(100), "broken"),
        (b"\x89PNG\r\n\x1a\n" + bytes(100), "broken"),
        (b"GIF89a" + bytes(3), "broken"),
        (b"BM" + bytes(100), "broken"),
        (b"II*\0" + bytes(100), "broken"),
        (encoded("TIFF", drawing(mode="F")), "picture_type"),
    ],
)
def test_what_is_not_taken_and_why(content: bytes, reason: str) -> None:
    with pytest.raises(PictureRefused) as refused:
        open_picture(content, "a.jpg")
    assert (refused.value.reason, refused.value.status) == (reason, 422)


def test_the_limit_of_pixels_is_a_setting() -> None:
    with pytest.raises(PictureRefused) as refused:
        open_picture(encoded(), max_pixels=60 * 40 - 1)
    assert refused.value.reason == "bomb"
    assert open_picture(encoded(), max_pixels=60 * 40).width == 60


@settings(max_examples=150, suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(st.sampled_from(["JPEG", "PNG", "WEBP", "GIF", "BMP", "TIFF"]), st.data())
def test_damage_is_refused_or_shown_but_never_an_error(kind: str, data: st.DataObject) -> None:
    content = bytearray(
        encoded(kind, exif=place()) if kind not in ("GIF", "BMP") else encoded(kind)
    )
    for _ in range(data.draw(st.integers(1, 6))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    cut = data.draw(st.integers(0, len(content)))
    for damaged in (bytes(content), bytes(content[:cut])):
        try:
            picture = open_picture(damaged, max_pixels=1_000_000)
        except PictureRefused:
            continue
        assert shown(picture.thumbnail).width <= THUMBNAIL


@pytest.mark.skipif(not BCCD.is_dir(), reason="the BCCD photographs are not here")
def test_real_photographs_open() -> None:
    for path in sorted(BCCD.iterdir())[:20]:
        content = path.read_bytes()
        picture = open_picture(content, path.name)
        assert (picture.width, picture.height) == (640, 480)
        assert hashlib.sha256(picture.content).digest() == hashlib.sha256(content).digest()
