"""CSV, written row by row."""

import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from typing import Any

import orjson

from app.formats import clock, provenance
from app.formats.plain import whole
from app.formats.record import Annotation, Record
from app.formats.table.cells import packed, shown
from app.formats.writing import Asked, Notes

HOLDS = frozenset(
    {
        "box",
        "rotated_box",
        "polygon",
        "polyline",
        "point",
        "keypoints",
        "mask",
        "cuboid",
        "class",
        "span",
        "relation",
        "rating",
        "writing",
        "comparison",
        "ranking",
        "segment",
        "event",
        "box_track",
        "polygon_track",
        "point_track",
        "page_box",
        "table",
        "order",
    }
)
WHOLES = frozenset({"class", "rating", "writing", "comparison", "ranking"})
ITEM = ("name", "number", "path", "url", "sha256", "width", "height", "text", "parts")
TEXTS = ("label", "kind", "id", "class", "part")
NUMBERS = ("x", "y", "box_width", "box_height", "angle", "start", "end", "value")
FIELDS = {"label": "name", "box_width": "width", "box_height": "height"}
COVERED, MORE = "covered", "more"
COLUMNS = (*ITEM, *TEXTS, *NUMBERS, COVERED, MORE)

# Of what has a clock: `start`, `end` and `at` are in its own units, frames of a video.
CLOCK_NUMBERS, CLOCK_TEXTS = ("at",), ("speaker", "channel")
MS = {"start_ms": "start", "end_ms": "end", "at_ms": "at"}
ATTRIBUTES = "attributes"
WHO = ("by", "corrected_by", "submitted_at", "accepted_at")
_TIMED = frozenset({"segment", "event"})
SAID = {
    "class": "classes",
    "rating": "value",
    "writing": "text",
    "comparison": "better",
    "ranking": "order",
}
_PIECE = 1 << 20


class _Rows:
    """Rows as bytes, in pieces."""

    def __init__(self, columns: Iterable[str]) -> None:
        self._text = io.StringIO()
        self._csv = csv.writer(self._text, lineterminator="\r\n")
        self._text.write("\ufeff")
        self._csv.writerow(columns)

    def add(self, row: Iterable[object]) -> None:
        self._csv.writerow(row)

    @property
    def full(self) -> bool:
        return self._text.tell() > _PIECE

    def take(self) -> bytes:
        taken = self._text.getvalue().encode()
        self._text.seek(0)
        self._text.truncate()
        return taken


def write(records: Iterable[Record], asked: Asked, __: Notes) -> Iterator[bytes]:
    """One row per annotation; everything is held. Where segments or events are asked for they have
    columns of their own, with their times in milliseconds and who made them. With provenance its
    columns stand behind.
    """
    more = timed(asked)
    columns = COLUMNS if more is None else (*COLUMNS[:-2], *more, *COLUMNS[-2:])
    rows = _Rows(map(shown, (*columns, *_provenance(asked))))
    for record in records:
        item = _item(record)
        who = {} if more is None else _who(record)
        told = _told(record, asked)
        texts = {part["id"]: part["text"] for part in (record.document or {"parts": ()})["parts"]}
        for one in record.annotations or ({},):
            cells = item | (_annotation(one, texts) if more is None else _clocked(one, record))
            cells |= who
            rows.add((*(cells.get(column, "") for column in columns), *told))
            # The text, which may be long, stands in the item's first row alone.
            item = item | {"text": "", "parts": ""}
            if rows.full:
                yield rows.take()
    yield rows.take()


def timed(asked: Asked) -> tuple[str, ...] | None:
    """The columns of segments and events, where some are asked for."""
    labels = [label for label in asked.labels if label["kind"] in _TIMED]
    if not labels:
        return None
    lines = {line["name"]: None for label in labels for line in label.get("texts") or ()}
    written = (column_of(str(name)) for name in lines)
    return (*CLOCK_NUMBERS, *MS, *CLOCK_TEXTS, *written, ATTRIBUTES, *WHO)


def column_of(line: str) -> str:
    """The column of a line that is written of segments."""
    return f"text [{line}]"


def _provenance(asked: Asked) -> tuple[str, ...]:
    return provenance.COLUMNS if asked.provenance else ()


def _told(record: Record, asked: Asked) -> list[str]:
    """The cells of who did what."""
    if not asked.provenance:
        return []
    return [shown(cell) for cell in provenance.columns(record.provenance).values()]


def _who(record: Record) -> dict[str, object]:
    """Who gave the answer that is written, and when."""
    answers: Sequence[Mapping[str, Any]] = (record.provenance or {}).get("answers") or ({},)
    first = {**answers[0], "submitted_at": answers[0].get("at")}
    return {key: shown(first.get(key)) for key in WHO}


def _short(ms: int | float | Fraction) -> int | float:
    """A time as a number of a table."""
    return int(ms) if ms == int(ms) else float(ms)


def _clocked(one: Annotation, record: Record) -> dict[str, object]:
    """The cells of one annotation of what has a clock."""
    if not one:
        return {}
    rest = dict(one)
    cells: dict[str, object] = {
        ms: _short(found)
        for ms, place in MS.items()
        if place in rest and record.facts is not None
        for found in [clock.milliseconds(rest[place], record.facts)]
    }
    cells |= {key: _short(rest.pop(key)) for key in ("start", "end", "at") if key in rest}
    cells |= {key: shown(rest.pop(key)) for key in CLOCK_TEXTS if rest.get(key)}
    for line, text in (rest.pop("texts", None) or {}).items():
        cells[column_of(line)] = shown(text)
    if rest.get(ATTRIBUTES):
        cells[ATTRIBUTES] = orjson.dumps(rest.pop(ATTRIBUTES)).decode()
    return cells | _annotation(rest, {})


def write_items(records: Iterable[Record], asked: Asked, notes: Notes) -> Iterator[bytes]:
    """One row per item, with a column for each label that is about the whole item."""
    labels = {
        str(label["name"]): str(label["kind"]) for label in asked.labels if label["kind"] in WHOLES
    }
    columns = {name: shown(f"{name} [{kind}]") for name, kind in labels.items()}
    rows = _Rows((*ITEM, *columns.values(), *_provenance(asked)))
    for record in records:
        said: dict[str, dict[str, Any]] = {}
        for one in record.annotations or ():
            if labels.get(one.get("name", "")) != one["kind"]:
                notes.left_out(one, "CSV by item")
                continue
            notes.extras(one, "CSV by item", "evidence")
            _say(said, one)
        cells = _item(record)
        rows.add(
            (
                *(cells.get(column, "") for column in ITEM),
                *(_cell(said.get(name)) for name in columns),
                *_told(record, asked),
            )
        )
        if rows.full:
            yield rows.take()
    yield rows.take()


def _say(said: dict[str, dict[str, Any]], one: Annotation) -> None:
    """Under the label and the part (the item: ""): what is said; a list where it is several."""
    of_label = said.setdefault(one["name"], {})
    part = one.get("part") or ""
    value = one[SAID[one["kind"]]]
    if one["kind"] == "class" and len(value) == 1:
        (value,) = value
    if part in of_label:
        before = of_label[part]
        value = [*(before if isinstance(before, list) else [before]), value]
    of_label[part] = value


def _cell(of_label: dict[str, Any] | None) -> str:
    """What is said of the item alone, or {part: what is said of it}."""
    if of_label is None:
        return ""
    return packed(of_label[""] if of_label.keys() == {""} else of_label)


def _item(record: Record) -> dict[str, object]:
    cells: dict[str, object] = {
        "name": shown(record.name),
        "number": shown(record.number),
        "path": shown(record.media),
        "url": shown(record.url),
        "sha256": shown(record.sha256),
        "width": shown(record.width),
        "height": shown(record.height),
    }
    if record.document is not None:
        text = whole(record.document)
        if text is not None:
            cells["text"] = shown(text)
        else:
            cells["parts"] = shown(record.document["parts"])
    return cells


def _annotation(one: Mapping[str, Any], texts: Mapping[str, str]) -> dict[str, object]:
    """The cells of one annotation; `more` has what no column has."""
    if not one:
        return {}
    rest = dict(one)
    cells: dict[str, object] = {}
    for column in (*TEXTS, *NUMBERS):
        field = FIELDS.get(column, column)
        value = rest.get(field)
        wanted = str if column in TEXTS else int | float
        if isinstance(value, wanted) and not isinstance(value, bool) and value != "":
            cells[column] = shown(rest.pop(field)) if column in TEXTS else rest.pop(field)
    if one["kind"] == "span" and one["part"] in texts:
        cells[COVERED] = shown(texts[one["part"]][one["start"] : one["end"]])
    elif one["kind"] == "class":
        cells["class"] = shown(" | ".join(one["classes"]))
    if rest:
        cells[MORE] = orjson.dumps(rest).decode()
    return cells
