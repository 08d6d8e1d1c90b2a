"""Files of any type, which is told by what is in them and never by their names."""

import zipfile
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path

from app.assets.measures import film, picture, sound
from app.assets.measures.base import Look, Measures
from app.assets.media import document
from app.assets.media.base import MediaRefused

_HEADS: Mapping[bytes, str] = {
    b"%PDF-": "application/pdf",
    b"\x89PNG\r\n\x1a\n": "image/png",
    b"\xff\xd8\xff": "image/jpeg",
    b"GIF8": "image/gif",
    b"BM": "image/bmp",
    b"II*\0": "image/tiff",
    b"MM\0*": "image/tiff",
    b"OggS": "audio/ogg",
    b"fLaC": "audio/flac",
    b"ID3": "audio/mpeg",
    b"\xff\xfb": "audio/mpeg",
    b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1": "application/x-ole-storage",  # HWP, and old Office files
    b"\x1f\x8b": "application/gzip",
    b"7z\xbc\xaf\x27\x1c": "application/x-7z-compressed",
}
_OFFICE = "application/vnd.openxmlformats-officedocument"
_PACKED: Mapping[str, str] = {
    "word/document.xml": f"{_OFFICE}.wordprocessingml.document",
    "xl/workbook.xml": f"{_OFFICE}.spreadsheetml.sheet",
    "ppt/presentation.xml": f"{_OFFICE}.presentationml.presentation",
    "Contents/content.hpf": "application/hwp+zip",
}
_PROGRAMS = (b"MZ", b"\x7fELF", b"#!", b"\xca\xfe\xba\xbe", b"\xcf\xfa\xed\xfe")


def measure(path: Path, name: str, step: Callable[[], None]) -> Measures:
    """The measures of a file. What we know to strip of place and person is stripped. Raises
    MediaRefused and PictureRefused.
    """
    media_type = type_of(path)
    size = path.stat().st_size
    known = _known(media_type)
    if known is not None:
        found = known(path, name, step)
        measured = {**found.measured, "kind": "file", "bytes": size}
        return replace(found, measured=measured)
    measured = {"kind": "file", "media_type": media_type, "bytes": size}
    if media_type == document.MEDIA_TYPE:
        pdf = document.probe(path, name)
        measured["pages"] = len(pdf.facts["pages"])
        return Measures(measured, media_type, pdf.kept, facts=pdf.facts, thumbnail=pdf.thumbnail)
    return Measures(measured, media_type, path)


def _known(media_type: str) -> Look | None:
    whole, _, _ = media_type.partition("/")
    looks: Mapping[str, Look] = {
        "image": picture.measure,
        "audio": sound.measure,
        "video": film.measure,
    }
    return looks.get(whole)


def type_of(path: Path) -> str:
    """The media type that the content of a file says. Raises MediaRefused for programs."""
    with path.open("rb") as file:
        head = file.read(4096)
    if head.startswith(_PROGRAMS):
        raise MediaRefused("not_taken", "It is a program; programs are not taken.")
    for start, media_type in _HEADS.items():
        if head.startswith(start):
            return media_type
    if head[:4] in (b"RIFF", b"RF64"):
        riff = {b"WAVE": "audio/wav", b"WEBP": "image/webp", b"AVI ": "video/x-msvideo"}
        return riff.get(head[8:12], "application/octet-stream")
    if head[4:8] == b"ftyp":
        return "audio/mp4" if head[8:11] == b"M4A" else "video/mp4"
    if head.startswith(b"\x1aE\xdf\xa3"):
        return "video/webm" if b"webm" in head[:64] else "video/x-matroska"
    if head.startswith(b"PK\x03\x04"):
        return _zipped(path)
    return _written(head)


def _zipped(path: Path) -> str:
    try:
        with zipfile.ZipFile(path) as packed:
            names = set(packed.namelist())
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError):
        return "application/zip"
    return next((kind for name, kind in _PACKED.items() if name in names), "application/zip")


def _written(head: bytes) -> str:
    """Whether it is a text: UTF-8 without control characters, but for a letter that is cut off."""
    try:
        text = head.decode()
    except UnicodeDecodeError as wrong:
        if wrong.start < len(head) - 3 or not head:
            return "application/octet-stream"
        text = head[: wrong.start].decode()
    if not text or any(ord(one) < 32 and one not in "\t\n\r\f" for one in text):
        return "application/octet-stream"
    start = text.lstrip("\ufeff \t\r\n")[:100].lower()
    if start.startswith(("<!doctype", "<html", "<script", "<svg", "<?xml")):
        return "text/html" if "html" in start or "script" in start else "application/xml"
    return "application/json" if start[:1] in ("{", "[") else "text/plain"
