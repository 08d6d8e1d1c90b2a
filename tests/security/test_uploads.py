"""Hostile files, as a manager would send them: each is refused with its reason, in bounded time and
memory, and nothing of it is left; or what does harm is cut out of it, and what is kept goes out so
that no browser takes it for anything else."""

from __future__ import annotations

import tarfile
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.assets.drawn import encoded
from tests.security import bombs
from tests.security.bombs import SCRIPT, box, coco, mp4, png, special, tarred, zipped
from tests.security.conftest import House, bounded
from tests.shared import shared_database as shared_database


class Case(NamedTuple):
    """A file, as it comes, and why it is refused; or of what it is rid."""

    name: str
    made: Callable[[], bytes]
    reason: str
    modality: str = "picture"
    format: str = "auto"


def named(name: str) -> Callable[[], bytes]:
    """A zip of one file of that name."""
    return lambda: zipped((name, b"x"))


def raw(content: bytes) -> Callable[[], bytes]:
    return lambda: content


HTML = raw(b"<!doctype html>" + SCRIPT)
SVG = raw(b"<?xml version='1.0'?><svg onload='alert(1)'>" + SCRIPT + b"</svg>")
LONG = b"1" + b"0" * 5_000

REFUSED = {
    "zip bomb": Case("a.zip", lambda: zipped(("a.png", bytes(30 << 20))), "bomb"),
    "zip, overlapping": Case("a.zip", bombs.overlapping_zip, "bomb"),
    "zip in zip in zip": Case("a.zip", bombs.nested_zip, "There is nothing in it t"),
    "zip, leads out": Case("a.zip", named("../../a.png"), "leads_out"),
    "zip, absolute": Case("a.zip", named("/etc/passwd"), "leads_out"),
    "zip, of Windows": Case("a.zip", named("C:\\a.png"), "leads_out"),
    "zip, link": Case("a.zip", bombs.linked_zip, "link"),
    "zip, control characters": Case("a.zip", named("a\x1b[2J.png"), "bad_name"),
    "zip, turned name": Case("a.zip", named("a\u202egnp.exe.png"), "bad_name"),
    "zip, isolated name": Case("a.zip", named("a\u2067b\u2069.png"), "bad_name"),
    "zip, lines in a name": Case("a.zip", named("a\u2028b.png"), "bad_name"),
    "zip, long name": Case("a.zip", named("a" * 30_000 + ".png"), "bad_name"),
    "zip, deep folders": Case("a.zip", named("a/" * 5_000 + "b.png"), "bad_name"),
    "tar, leads out": Case("a.tar", lambda: tarred(("../a.png", b"x")), "leads_out"),
    "tar, absolute": Case("a.tar", lambda: tarred(("/etc/passwd", b"x")), "leads_out"),
    "tar, symbolic link": Case("a.tar", partial(special, tarfile.SYMTYPE), "link"),
    "tar, hard link": Case("a.tar", partial(special, tarfile.LNKTYPE), "link"),
    "tar, device": Case("a.tar", partial(special, tarfile.CHRTYPE), "link"),
    "tar, pipe": Case("a.tar", partial(special, tarfile.FIFOTYPE), "link"),
    "tar, long name": Case("a.tar", bombs.long_named_tar, "bomb"),
    "gzip bomb": Case("a.tar.gz", bombs.gzip_bomb, "It unpacks to far more t"),
    "zstd bomb": Case("a.tar.zst", bombs.zstd_bomb, "It unpacks to far more t"),
    "PNG, 60,000 by 60,000": Case("a.png", partial(png, 60_000, 60_000), "bomb"),
    "PNG, side of 2^31": Case("a.png", partial(png, 2**31 - 1, 1), "bomb"),
    "PNG, comment bomb": Case("a.png", bombs.text_bomb, "broken"),
    "PNG, profile bomb": Case("a.png", bombs.profile_bomb, "broken"),
    "BMP bomb": Case("a.bmp", bombs.pixel_bomb, "bomb"),
    "GIF bomb": Case("a.gif", lambda: bombs.gif(1, 65_535, 65_535), "bomb"),
    "TIFF bomb": Case("a.tif", lambda: bombs.tiff(60_000, 60_000), "bomb"),
    "JPEG behind 40 MB of EXIF": Case("a.jpg", bombs.metadata_jpeg, "metadata"),
    "PNG behind 40 MB of EXIF": Case(
        "a.png", lambda: png(10, 10, bombs.chunk(b"eXIf", bytes(40 << 20))), "metadata"
    ),
    "WebP behind 40 MB of XMP": Case("a.webp", bombs.metadata_webp, "metadata"),
    "SVG with a script": Case("a.svg", SVG, "picture_type"),
    "SVG as PNG": Case("a.png", SVG, "picture_type"),
    "HTML as JPEG": Case("a.jpg", HTML, "picture_type"),
    "HTML as a sound": Case("a.mp3", HTML, "not_a_sound", "sound"),
    "HTML as a film": Case("a.mp4", HTML, "not_a_video", "video"),
    "HTML as PDF": Case("a.pdf", HTML, "not_a_pdf", "document"),
    "HTML as a series": Case("a.csv", HTML, "series_empty", "series", "folder"),
    "playlist as a sound": Case("a.aac", bombs.playlist, "not_a_sound", "sound"),
    "playlist as a film": Case("a.ts", bombs.playlist, "not_a_video", "video"),
    "ID3 without end": Case("a.mp3", partial(bombs.id3, 8 << 20), "broken", "sound"),
    "WAV that lies": Case("a.wav", partial(bombs.wav, 2**32 - 1), "broken", "sound"),
    "MP4, atom of 4 GB": Case(
        "a.mp4", lambda: mp4(box(b"moov", b"", 2**32 - 1)), "not_a_video", "video"
    ),
    "MP4, deep": Case("a.mp4", bombs.deep_mp4, "broken", "video"),
    "film of five hours": Case("a.mkv", bombs.long_film, "too_long", "video"),
    "XML, laughs": Case("a.zip", lambda: zipped(("a.xml", bombs.LAUGHS)), "not_cvat"),
    "XML, file of the machine": Case("a.zip", lambda: zipped(("a.xml", bombs.OUTSIDE)), "not_cvat"),
    "JSON, deep": Case("a.jsonl", bombs.deep_json, "not_json"),
    "JSON, huge number": Case("a.jsonl", raw(b'{"name":"a","width":' + LONG + b"}"), "not_json"),
    "JSON, line without end": Case(
        "a.jsonl", lambda: b'{"name":"' + b"a" * (20 << 20), "row_too_long"
    ),
    "COCO, leads out": Case(
        "a.json", lambda: coco({"id": 1, "file_name": "../../etc/passwd"}), "bad_name"
    ),
    "COCO, deep": Case("a.json", raw(b'{"images":' + b"[" * 100_000), "not_json", format="coco"),
    "COCO, huge number": Case(
        "a.json", raw(b'{"images":[{"id":' + LONG + b"}]}"), "not_json", format="coco"
    ),
    "Parquet bomb": Case("a.parquet", bombs.parquet_bomb, "not_parquet"),
    "address of a script": Case("a.jsonl", raw(b'{"name":"a","url":"javascript:0"}'), "bad_url"),
    "address of a file": Case("a.jsonl", raw(b'{"name":"a","url":"file:///etc/x"}'), "bad_url"),
}


@pytest.mark.parametrize("what", REFUSED)
def test_a_hostile_file_is_refused(house: House, apart: Path, what: str) -> None:
    case = REFUSED[what]
    content = case.made()
    before = house.left()
    with bounded():
        became = house.give(case.name, content, case.modality, case.format)
    assert (became.said, became.taken) == ([case.reason], 0)
    assert all(sentence.endswith(".") for sentence in became.sentences)
    assert house.left() == before
    assert list(apart.iterdir()) == []


DISARMED = {
    # the type that it goes out as stands in the place of the reason
    "GIF and script": Case("script.gif", bombs.gif_script, "image/png"),
    "GIF of a million frames": Case("frames.gif", partial(bombs.gif, 1_000_000), "image/png"),
    "TIFF, endless": Case("endless.tif", bombs.endless_tiff, "image/png"),
    "JPEG and zip": Case("jpeg.jpg", bombs.jpeg_zip, "image/jpeg"),
    "JPEG and HTML": Case("html.jpg", lambda: encoded("JPEG") + SCRIPT, "image/jpeg"),
    "PDF and HTML": Case("html.pdf", bombs.pdf_html, "application/octet-stream", "document"),
    "PDF with a script": Case("js.pdf", bombs.pdf_script, "application/octet-stream", "document"),
    "PDF, page of kilometres": Case(
        "large.pdf", bombs.pdf_page_bomb, "application/octet-stream", "document"
    ),
    "PDF, drawing of 200 MB": Case(
        "drawing.pdf", bombs.pdf_stream_bomb, "application/octet-stream", "document"
    ),
    "PDF, two thousand million pages": Case(
        "pages.pdf", bombs.pdf_tree_bomb, "application/octet-stream", "document"
    ),
}


@pytest.mark.parametrize("what", DISARMED)
def test_what_is_two_things_at_once_is_kept_as_one(house: House, apart: Path, what: str) -> None:
    """Served with its true type, or to be saved: never guessed, without scripts."""
    case = DISARMED[what]
    content = case.made()
    with bounded():
        became = house.give(case.name, content, case.modality)
    assert (became.said, became.taken) == ([], 1)
    assert became.item is not None
    desk = house.desk
    link = desk.http.get(f"{desk.home}/items/{became.item['id']}/media").json()["url"]
    sent = desk.web.stranger().http.get(link.removeprefix("/api/v1"))
    assert sent.status_code == 200
    assert SCRIPT not in sent.content
    assert b"x.html" not in sent.content
    assert b"app.alert" not in sent.content
    assert len(sent.content) < 1 << 20
    assert sent.headers["content-type"] == case.reason
    assert sent.headers["x-content-type-options"] == "nosniff"
    assert sent.headers["content-security-policy"].startswith("default-src 'none'; sandbox")
    if case.reason == "application/octet-stream":
        assert sent.headers["content-disposition"].startswith("attachment")
    assert list(apart.iterdir()) == []
