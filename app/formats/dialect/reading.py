"""Dialect speech, read recording by recording."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import orjson

from app.formats.beside import NoMedia, about, beside
from app.formats.clock import read_seconds
from app.formats.dialect.people import meta_of
from app.formats.record import Annotation, Grade, Record, Refused, fitting
from app.formats.source import Names, Source, is_junk, is_media, read_limited, suffix

MAX_FILE = 64 << 20
MAX_UTTERANCES = 10_000
_BOM = b"\xef\xbb\xbf"


def files(names: Iterable[str]) -> list[str]:
    """The JSON files among files."""
    return [name for name in names if suffix(name) == ".json" and not is_junk(name)]


def looks_like(source: Source, name: str) -> bool:
    """Whether a file begins with utterances in two forms."""
    with source.open(name) as stream:
        head = stream.read(1 << 16)
    return b'"utterance"' in head and (b'"dialect_form"' in head or b'"speaker"' in head)


def read(source: Source) -> Iterator[Record | Refused]:
    """A record for every JSON that has its recording, then every recording without one."""
    return beside(source, files, _Reader(source).read, is_media)


class _Reader:
    def __init__(self, source: Source) -> None:
        self._source = source

    def read(self, file: str, index: Names, used: set[str]) -> Iterator[Record | Refused]:
        """What one file says."""
        with self._source.open(file) as stream:
            content = read_limited(stream, MAX_FILE)
        if content is None:
            yield Refused(file, "", "file_too_large", "The file is over 64 MB; split it.")
            return
        told = _parsed(content)
        if told is None:
            sentence = "The file is no JSON with a list of utterances; mend or remove it."
            yield Refused(file, "", "not_dialect", sentence)
            return
        if len(told["utterance"]) > MAX_UTTERANCES:
            sentence = f"There are over {MAX_UTTERANCES} utterances; split the file."
            yield Refused(file, "", "too_many", sentence)
            return
        named = told["metadata"].get("file")
        try:
            media = about(file, index, used, named if isinstance(named, str) else "")
        except NoMedia as no:
            yield Refused(file, "", no.code, str(no))
            return
        meta = meta_of(told.get("speaker"))
        annotations: list[Annotation] = []
        faults: list[Refused] = []
        for at, one in enumerate(told["utterance"], 1):
            mark = _mark(one, several="speakers" in meta) if isinstance(one, Mapping) else {}
            kept, left_out = fitting([{"kind": "segment"} | mark], None, None)
            annotations += kept
            place = f"{file}, utterance {at}"
            faults += [Refused(place, media, *fault, Grade.ANNOTATION) for fault in left_out]
        yield Record(media, file, media, annotations=annotations, meta=meta)
        yield from faults


def _parsed(content: bytes) -> dict[str, Any] | None:
    try:
        told = orjson.loads(content.removeprefix(_BOM))
    except orjson.JSONDecodeError:
        return None
    if not isinstance(told, dict) or not isinstance(told.get("utterance"), list):
        return None
    if not isinstance(told.get("metadata"), dict):
        told["metadata"] = {}
    return told


def _mark(one: Mapping[str, Any], *, several: bool) -> dict[str, Any]:
    """An utterance as a segment; whose it is matters where there is more than one speaker."""
    mark: dict[str, Any] = {"unit": "ms"}
    for key in ("start", "end"):
        try:
            mark[key] = read_seconds(str(one.get(key)))
        except ValueError:
            mark[key] = None  # said by `fitting`
    said, meant = (_row(one.get(form)) for form in ("dialect_form", "standard_form"))
    mark["said"] = f"{said or meant}\n{meant or said}"
    if several and one.get("speaker_id") is not None:
        mark["speaker"] = str(one["speaker_id"])
    return mark


def _row(text: object) -> str:
    return " ".join(text.split()) if isinstance(text, str) else ""
