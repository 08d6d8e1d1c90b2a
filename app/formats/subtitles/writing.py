"""Subtitles, written recording by recording."""

from collections.abc import Iterable, Iterator, Mapping
from html import escape
from typing import Any

import orjson

from app.formats import clock
from app.formats.beside import Stems
from app.formats.record import Annotation, Record
from app.formats.writing import Asked, File, Notes, gathered

HOLDS = frozenset({"segment"})
BENDS: frozenset[str] = frozenset()
_KEPT = ("channel", "attributes", "group")
# A line without letters ends a cue; an empty span of the cue's own markup does not.
EMPTY = "<c></c>"
NOTE = "NOTE dure "


def write_vtt(records: Iterable[Record], asked: Asked, notes: Notes) -> Iterator[File]:
    """A `….vtt` for every recording, beside its file where that is in the archive."""
    stems, lines = Stems(), _lines(asked)
    for record in records:
        name = stems.of(record.media or record.name)
        yield File(f"{name}.vtt", pieces=gathered(_vtt(record, lines, notes)))


def write_srt(records: Iterable[Record], asked: Asked, notes: Notes) -> Iterator[File]:
    """A `….srt` for every recording, beside its file where that is in the archive."""
    stems, lines = Stems(), _lines(asked)
    for record in records:
        name = stems.of(record.media or record.name)
        yield File(f"{name}.srt", pieces=gathered(_srt(record, lines, notes)))


def _lines(asked: Asked) -> dict[str, list[str]]:
    """The lines that each label asks for, in order."""
    return {
        str(label["name"]): [str(line["name"]) for line in label.get("texts") or ()]
        for label in asked.labels
    }


def _vtt(record: Record, lines: Mapping[str, list[str]], notes: Notes) -> Iterator[str]:
    yield "WEBVTT\n"
    for one, times in _cues(record, "WebVTT", ".", notes):
        shown = [(name, text.split("\n")) for name, text in _texts(one, lines)]
        told: dict[str, Any] = {"label": one.get("name", ""), "class": one["class"]}
        told |= {key: one[key] for key in _KEPT if one.get(key)}
        told["lines"] = [(name, len(rows)) for name, rows in shown]
        # What would end a comment is not written in it.
        comment = orjson.dumps(told).decode().replace(">", "\\u003e")
        rows = [row for _, rows in shown for row in rows] or one["class"].split("\n")
        payload = "\n".join(_escaped(row) if row.strip() else _blank(row) for row in rows)
        if one.get("speaker"):
            payload = f"<v {_escaped(one['speaker'])}>{payload}"
        yield f"\n{NOTE}{comment}\n\n{times}\n{payload}\n"


def _escaped(text: str) -> str:
    return escape(text, quote=False).replace("\r", "&#13;")


def _blank(row: str) -> str:
    return f"{EMPTY}{_escaped(row)}"


def _srt(record: Record, lines: Mapping[str, list[str]], notes: Notes) -> Iterator[str]:
    for at, (one, times) in enumerate(_cues(record, "SRT", ",", notes), 1):
        texts = [text for _, text in _texts(one, lines)]
        notes.add(
            "text_and_times_only",
            str(one.get("name") or one["kind"]),
            "SRT has text and times alone: classes and speakers were left out. VTT and JSONL have "
            "them.",
        )
        rows = [row for text in texts or [one["class"]] for row in text.split("\n") if row.strip()]
        yield f"{at}\n{times}\n" + "".join(f"{row}\n" for row in rows) + "\n"


def _texts(one: Annotation, lines: Mapping[str, list[str]]) -> list[tuple[str, str]]:
    """What is written of a segment: the lines in the order of their label, then any others."""
    texts = one.get("texts") or {}
    order = dict.fromkeys([*lines.get(one.get("name", ""), ()), *texts])
    return [(name, texts[name]) for name in order if texts.get(name)]


def _cues(
    record: Record, format: str, point: str, notes: Notes
) -> Iterator[tuple[Annotation, str]]:
    """Each segment by time, with the line of its times."""
    facts = record.facts or {"modality": "sound"}
    segments = []
    for one in record.annotations or ():
        if one["kind"] in HOLDS:
            segments.append(one)
        else:
            notes.left_out(one, format)
    for one in sorted(segments, key=lambda each: (each["start"], each["end"])):
        start, end = (clock.whole_milliseconds(one[key], facts) for key in ("start", "end"))
        if facts["modality"] != "video" and (start, end) != (one["start"], one["end"]):
            notes.add(
                "rounded",
                str(one.get("name") or one["kind"]),
                f"{format} has whole milliseconds: times were rounded. JSONL has them in full.",
            )
        yield one, f"{_time(start, point)} --> {_time(end, point)}"


def _time(ms: int, point: str) -> str:
    seconds, ms = divmod(ms, 1000)
    minutes, seconds = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours:02}:{minutes:02}:{seconds:02}{point}{ms:03}"
