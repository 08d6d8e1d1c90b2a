"""Subtitles, read recording by recording."""

import codecs
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from html import unescape
from typing import Any, TypeAlias

import orjson

from app.formats.beside import NoMedia, about, beside
from app.formats.record import Annotation, Grade, Record, Refused, fitting
from app.formats.source import Names, Source, is_junk, is_media, read_limited, suffix
from app.formats.subtitles.writing import NOTE

MAX_FILE = 16 << 20
MAX_CUES = 10_000
_TIME = r"(?:([0-9]{1,4}):)?([0-9]{1,2}):([0-9]{1,2})[.,]([0-9]{1,3})"
_TIMES = re.compile(rf"\s*{_TIME}\s*-->\s*{_TIME}(?:\s.*)?")
_VOICE = re.compile(r"<v(?:\.[^\s>]*)?\s+([^>]*)>")
_TAG = re.compile(r"<[^>]*>")
# SRT has no markup of its own; players know these.
_SRT_TAG = re.compile(r"</?(?:b|i|u|s|font)(?:\s[^>]*)?>|\{\\[^}]*\}", re.IGNORECASE)
_KEPT = ("channel", "attributes", "group")

_Cue: TypeAlias = Callable[
    [dict[str, Any], list[str], Mapping[str, Any] | None], Iterator[dict[str, Any]]
]
"""The segments of a cue: what is known of them, its lines, our own comment before it."""


def vtt_files(names: Iterable[str]) -> list[str]:
    """The WebVTT files among files."""
    return [name for name in names if suffix(name) == ".vtt" and not is_junk(name)]


def srt_files(names: Iterable[str]) -> list[str]:
    """The SRT files among files."""
    return [name for name in names if suffix(name) == ".srt" and not is_junk(name)]


def looks_like(source: Source, name: str) -> bool:
    """Whether there is a line of times."""
    with source.open(name) as stream:
        head = stream.read(1 << 16)
    return b"-->" in head or head.removeprefix(codecs.BOM_UTF8).startswith(b"WEBVTT")


def read_vtt(source: Source) -> Iterator[Record | Refused]:
    """A record for every file that has its recording, then every recording without one."""
    return _read(source, vtt_files, "WebVTT")


def read_srt(source: Source) -> Iterator[Record | Refused]:
    """A record for every file that has its recording, then every recording without one."""
    return _read(source, srt_files, "SRT")


def _read(
    source: Source, files: Callable[[Iterable[str]], list[str]], format: str
) -> Iterator[Record | Refused]:
    def one(file: str, index: Names, used: set[str]) -> Iterator[Record | Refused]:
        with source.open(file) as stream:
            content = read_limited(stream, MAX_FILE)
        if content is None:
            yield Refused(file, "", "file_too_large", "The subtitles are over 16 MB; split them.")
            return
        text = _decoded(content)
        if text is None:
            sentence = "The subtitles are neither UTF-8, UTF-16 nor CP949; save them as UTF-8."
            yield Refused(file, "", "not_utf8", sentence)
            return
        if format == "WebVTT" and not text.startswith("WEBVTT"):
            sentence = "The file does not begin with WEBVTT; save it as WebVTT."
            yield Refused(file, "", "not_subtitles", sentence)
            return
        try:
            media = about(file, index, used)
        except NoMedia as no:
            yield Refused(file, "", no.code, str(no))
            return
        yield from _found(file, media, text, _srt if format == "SRT" else _segments)

    return beside(source, files, one, is_media)


def _found(file: str, media: str, text: str, read: _Cue) -> Iterator[Record | Refused]:
    annotations: list[Annotation] = []
    faults: list[Refused] = []
    for at, (line, marks) in enumerate(_cues(text, read), 1):
        if at > MAX_CUES:
            sentence = f"There are over {MAX_CUES} subtitles; split the file."
            yield Refused(file, media, "too_many", sentence)
            return
        kept, left_out = fitting(marks, None, None)
        annotations += kept
        place = f"{file}, line {line}"
        faults += [Refused(place, media, *fault, Grade.ANNOTATION) for fault in left_out]
    yield Record(media, file, media, annotations=annotations)
    yield from faults


def _decoded(content: bytes) -> str | None:
    wide = content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    for encoding in ("utf-16",) if wide else ("utf-8-sig", "cp949"):
        try:
            return content.decode(encoding).replace("\r\n", "\n").replace("\r", "\n")
        except UnicodeDecodeError:
            continue
    return None


def _cues(text: str, read: _Cue) -> Iterator[tuple[int, list[dict[str, Any]]]]:
    """(line, segments) of each cue: what stands between a line of times and an empty line."""
    told: Mapping[str, Any] | None = None
    lines = text.split("\n")
    at = 0
    while at < len(lines):
        line = lines[at]
        at += 1
        if line.startswith(NOTE):
            told = _told(line.removeprefix(NOTE))
            continue
        times = _TIMES.fullmatch(line)
        if times is None:
            continue
        first = at
        while at < len(lines) and lines[at] != "":
            at += 1
        base: dict[str, Any] = {
            "kind": "segment",
            "start": _ms(times.groups()[:4]),
            "end": _ms(times.groups()[4:]),
            "unit": "ms",
        }
        yield first, list(read(base, lines[first:at], told))
        told = None


def _ms(found: tuple[str | None, ...]) -> int:
    hours, minutes, seconds, part = (found[0] or "0"), found[1], found[2], found[3] or ""
    whole = (int(hours) * 60 + int(minutes or 0)) * 60 + int(seconds or 0)
    return whole * 1000 + int(part.ljust(3, "0"))


def _told(note: str) -> Mapping[str, Any] | None:
    """What one of our own comments says."""
    try:
        told = orjson.loads(note)
    except orjson.JSONDecodeError:
        return None
    fits = isinstance(told, dict) and isinstance(told.get("class"), str)
    return told if fits else None


def _segments(
    base: dict[str, Any], rows: list[str], told: Mapping[str, Any] | None
) -> Iterator[dict[str, Any]]:
    """One, or of another program's cue one for each voice."""
    before, *voices = _VOICE.split("\n".join(rows))
    spoken = list(zip(voices[::2], voices[1::2], strict=True))
    if told is not None:
        mark = base | {"class": told["class"], "hint": str(told.get("label") or "")}
        mark |= {key: told[key] for key in _KEPT if told.get(key)}
        if spoken:
            mark["speaker"] = unescape(spoken[0][0])
        texts = _texts(_plain("".join([before, *(text for _, text in spoken)])), told)
        yield mark | ({"texts": texts} if texts else {})
        return
    for speaker, text in [("", before), *spoken]:
        said = _plain(text).strip()
        if said:
            mark = base | {"said": said}
            yield mark | ({"speaker": unescape(speaker).strip()} if speaker else {})


def _srt(
    base: dict[str, Any], rows: list[str], _: Mapping[str, Any] | None
) -> Iterator[dict[str, Any]]:
    if said := _SRT_TAG.sub("", "\n".join(rows)).strip():
        yield base | {"said": said}


def _plain(text: str) -> str:
    return unescape(_TAG.sub("", text))


def _texts(text: str, told: Mapping[str, Any]) -> dict[str, str]:
    """The cue's text, shared out among the lines that were written; the last one has the rest."""
    lines = told.get("lines")
    found: dict[str, str] = {}
    rows = text.split("\n")
    for at, line in enumerate(lines if isinstance(lines, list) else ()):
        if not (isinstance(line, list) and len(line) == 2 and isinstance(line[1], int)):
            return {}
        taken = len(rows) if at == len(lines or ()) - 1 else line[1]
        found[str(line[0])] = "\n".join(rows[:taken])
        rows = rows[taken:]
    return {name: text for name, text in found.items() if text}
