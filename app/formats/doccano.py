"""doccano's JSON Lines: a text a line with what was said of it.

`label: [[start, end, class]]` (spans), `label: [class, ...]` (classes) or `label: [text, ...]`
(free answers), `entities` and `relations` where spans are related, `entities` and `cats` where a
text has spans and classes. Offsets are code points. A text has one part: several are joined, and
said so.
"""

from collections.abc import Iterable, Iterator, Mapping
from itertools import count
from pathlib import PurePosixPath
from typing import Any

import orjson

from app.formats.judges import span_fault
from app.formats.lines import bounded
from app.formats.plain import BadText, plain
from app.formats.record import Annotation, BadName, Grade, Record, Refused, clean_name
from app.formats.source import Source, is_file_list, is_junk
from app.formats.writing import Asked, Notes

HOLDS = frozenset({"span", "class", "writing", "relation"})
BENDS: frozenset[str] = frozenset()
MAX_LINE = 16 << 20
MAX_META = 16_384
MAX_MARKS = 10_000
_NAME = "doccano"
_SUFFIXES = (".jsonl", ".ndjson")
_SAID = ("label", "labels", "entities", "relations", "cats")
_KNOWN = frozenset({"id", "name", "text", "data", "Comments", *_SAID})


# --- writing ---------------------------------------------------------------------------------


def write(records: Iterable[Record], asked: Asked, notes: Notes) -> Iterator[bytes]:
    """A line for every record."""
    writer = _Lines(asked, notes)
    for at, record in enumerate(records, 1):
        yield orjson.dumps(writer.of(record, at), option=orjson.OPT_APPEND_NEWLINE)


class _Lines:
    def __init__(self, asked: Asked, notes: Notes) -> None:
        self._titles = asked.titles(HOLDS)
        self._kinds = {str(label["kind"]) for label in asked.labels}
        self._notes = notes
        self._numbers = count(1)

    def of(self, record: Record, at: int) -> dict[str, Any]:
        """One line."""
        kinds = self._kinds or {str(one["kind"]) for one in record.annotations or ()}
        number = record.number if record.number is not None else at
        text, begins = self._joined(record)
        line: dict[str, Any] = {"id": number, "name": record.name, "text": text}
        spans: list[dict[str, Any]] = []
        classes: list[str] = []
        texts: list[str] = []
        relations: list[dict[str, Any]] = []
        ids: dict[str, int] = {}
        for one in sorted(record.annotations or (), key=lambda one: one["kind"] == "relation"):
            kind = one["kind"]
            self._notes.extras(one, _NAME, "attributes", "group", "evidence")
            if kind == "span":
                ids[one.get("id", "")] = id = next(self._numbers)
                begin = begins[one["part"]]
                place = {"start_offset": one["start"] + begin, "end_offset": one["end"] + begin}
                spans.append({"id": id, "label": self._title(one, one["class"]), **place})
            elif kind == "class":
                classes += [self._title(one, chosen) for chosen in one["classes"]]
            elif kind == "writing" and not {"class", "span"} & kinds:
                texts.append(one["text"])
            elif kind == "relation" and one["from"] in ids and one["to"] in ids:
                ends = {"from_id": ids[one["from"]], "to_id": ids[one["to"]]}
                type = self._title(one, one["class"])
                relations.append({"id": next(self._numbers), **ends, "type": type})
            else:
                self._notes.left_out(one, _NAME)
        if "relation" in kinds:
            line |= {"entities": spans, "relations": relations}
        elif "span" in kinds:
            key = "entities" if "class" in kinds else "label"
            line[key] = [[one["start_offset"], one["end_offset"], one["label"]] for one in spans]
        else:
            line["label"] = classes if "class" in kinds else texts
        if "class" in kinds and "span" in kinds:
            line["cats"] = classes
        return line

    def _title(self, one: Annotation, chosen: str) -> str:
        return self._titles.get((one.get("name", ""), chosen), chosen)

    def _joined(self, record: Record) -> tuple[str, dict[str, int]]:
        """The whole text, and where each part begins in it."""
        parts = (record.document or {"parts": ()})["parts"]
        begins: dict[str, int] = {}
        at = 0
        for part in parts:
            begins[part["id"]] = at
            at += len(part["text"]) + 1
        if len(parts) > 1:
            sentence = "doccano has one text: the parts were joined with a line end between them."
            self._notes.add("parts_joined", "text", sentence)
        return "\n".join(part["text"] for part in parts), begins


# --- reading ---------------------------------------------------------------------------------


def files(names: Iterable[str]) -> list[str]:
    """The files that may be doccano's."""
    return [name for name in names if name.lower().endswith(_SUFFIXES) and not is_junk(name)]


def looks_like(source: Source, name: str) -> bool:
    """Whether the first line is a text with what doccano says of it."""
    with source.open(name) as stream:
        line = next(bounded(stream, MAX_LINE), None)
    try:
        first = orjson.loads(line or b"")
    except orjson.JSONDecodeError:
        return False
    if not isinstance(first, dict) or "path" in first or "url" in first:
        return False
    said = (first.get("label"), first.get("entities"), first.get("cats"))
    return isinstance(first.get("text", first.get("data")), str) and any(
        isinstance(one, list | str) for one in said
    )


def read(source: Source) -> Iterator[Record | Refused]:
    """A record for every line."""
    yield from source.refused()
    for file in files(source.names()):
        if is_file_list(source, file):
            continue
        with source.open(file) as stream:
            for at, line in enumerate(bounded(stream, MAX_LINE), 1):
                row = f"{file}, line {at}"
                if line is None:
                    yield Refused(row, "", "row_too_long", "The line is over 16 MB; split it.")
                elif line.strip():
                    yield from _read_line(line, row, file, at)


def _read_line(line: bytes, row: str, file: str, at: int) -> Iterator[Record | Refused]:
    try:
        fields = orjson.loads(line)
    except orjson.JSONDecodeError as wrong:
        yield Refused(row, "", "not_json", f"The line is not JSON: {wrong}. Mend it.")
        return
    if not isinstance(fields, dict):
        yield Refused(row, "", "not_an_object", "The line is not a JSON object; mend it.")
        return
    id = fields.get("id")
    named = fields.get("name") or (
        f"{PurePosixPath(file).stem}/{id if isinstance(id, int | str) else at}"
    )
    try:
        name = clean_name(named)
        document = plain(fields.get("text", fields.get("data")))
    except BadName as bad:
        yield Refused(row, str(named)[:200], "bad_name", str(bad))
        return
    except BadText as wrong:
        yield Refused(row, name, wrong.code, str(wrong))
        return
    meta = {key: value for key, value in fields.items() if key not in _KNOWN}
    if len(orjson.dumps(meta)) > MAX_META or b"\\u0000" in orjson.dumps(meta):
        sentence = "Its further fields are over 16 kB or hold NUL; they were left out."
        yield Refused(row, name, "bad_meta", sentence, Grade.NOTE)
        meta = {}
    annotations: list[Annotation] | None = None
    if any(isinstance(fields.get(key), list | str) for key in _SAID):
        annotations = []
        length = len(document["parts"][0]["text"])
        for mark in _marks(fields):
            if isinstance(mark, tuple):
                yield Refused(row, name, *mark, Grade.ANNOTATION)
                continue
            fault = span_fault(mark, {"text": length}) if mark["kind"] == "span" else None
            if fault is None:
                annotations.append(mark)
            else:
                yield Refused(row, name, *fault, Grade.ANNOTATION)
    yield Record(name, row, meta=meta, annotations=annotations, document=document)


def _listed(fields: Mapping[str, Any], *keys: str) -> list[Any]:
    for key in keys:
        given = fields.get(key)
        if isinstance(given, list | str):
            return [given] if isinstance(given, str) else given
    return []


def _marks(fields: Mapping[str, Any]) -> Iterator[dict[str, Any] | tuple[str, str]]:
    """The annotations of a line, and (code, sentence) of what is left out."""
    labels = _listed(fields, "label", "labels") + _listed(fields, "entities")
    cats, relations = _listed(fields, "cats"), _listed(fields, "relations")
    if len(labels) + len(cats) + len(relations) > MAX_MARKS:
        yield "too_many", f"The line has over {MAX_MARKS} labels; split it."
        return
    for one in labels:
        if isinstance(one, list) and len(one) == 3 and isinstance(one[2], str):
            yield _span(one[0], one[1], one[2])
        elif isinstance(one, dict) and isinstance(one.get("label"), str):
            span = _span(one.get("start_offset"), one.get("end_offset"), one["label"])
            yield {"id": f"e{one.get('id')}"[:64]} | span
        elif isinstance(one, str):
            # A free answer looks the same: the stage says which of the two it asks for.
            written = {"kind": "writing", "text": one, "part": None}
            yield {"kind": "class", "classes": [one], "fallback": written}
        else:
            yield "bad_label", "A label is neither [start, end, class] nor a class; mend it."
    for one in cats:
        if isinstance(one, str):
            yield {"kind": "class", "classes": [one]}
        else:
            yield "bad_label", "A class is no text; mend it."
    for one in relations:
        if not isinstance(one, dict) or not isinstance(one.get("type"), str):
            yield "bad_label", "A relation has no type; mend it."
            continue
        ends = {"from": f"e{one.get('from_id')}"[:64], "to": f"e{one.get('to_id')}"[:64]}
        yield {"kind": "relation", "class": one["type"], **ends}


def _span(start: Any, end: Any, label: str) -> dict[str, Any]:
    return {"kind": "span", "class": label, "part": "text", "start": start, "end": end}
