"""Our fields: what a template can write, by name.

Names have two or three parts: `item.width`, `item.meta.camera`, `annotation.class`. What is not
known of an item or annotation is None.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import chain
from pathlib import PurePosixPath
from typing import Any, TypeAlias

from app.core import outline
from app.formats import clock, pixels
from app.formats.dialect.people import speakers
from app.formats.judges import around, turned
from app.formats.record import Annotation, Record
from app.formats.writing import Asked


@dataclass(frozen=True, slots=True)
class Context:
    """What a field is read from: an item, and one of its annotations, choices or speakers."""

    record: Record
    stem: str
    asked: Asked
    annotation: Annotation | None = None
    number: int = 0  # of the element in its list, from 1
    choice: str | None = None
    speaker: Mapping[str, Any] | None = None

    @property
    def facts(self) -> Mapping[str, Any]:
        """What is known of what has a clock or pages."""
        return self.record.facts or {"modality": self.record.modality}

    @property
    def path(self) -> PurePosixPath:
        """Where the item's own file lies."""
        return PurePosixPath(self.record.media or self.record.name)

    def label(self, name: str) -> Mapping[str, Any]:
        """A label's definition."""
        return next((one for one in self.asked.labels if one["name"] == name), {})


Read: TypeAlias = Callable[[Context, str], Any]


@dataclass(frozen=True, slots=True)
class Field:
    """One field: its name (with `*`, where a name of one's own follows), the JSON type of what it
    gives, and how it is read."""

    name: str
    type: str | None
    read: Read = field(repr=False)

    @property
    def of_annotation(self) -> bool:
        """Whether it is of one annotation."""
        return self.name.startswith("annotation.")

    @property
    def open(self) -> bool:
        """Whether a name of one's own follows."""
        return self.name.endswith(".*")


def _seconds(place: float | None, context: Context) -> float | None:
    if place is None or "length" not in context.facts:
        return None
    return float(clock.seconds(place, context.facts))


def _ms(place: float | None, context: Context) -> int | None:
    if place is None or "length" not in context.facts:
        return None
    return clock.whole_milliseconds(place, context.facts)


def _meta(context: Context, rest: str) -> Any:
    found: Any = context.record.meta
    for step in rest.split("."):
        found = found.get(step) if isinstance(found, Mapping) else None
    return found


def _text(context: Context, _: str) -> str | None:
    document = context.record.document
    if document is None:
        return None
    return "\n".join(part["text"] for part in document["parts"])


def _own(context: Context, label: str, kind: str) -> Annotation | None:
    """What was said of the whole item under a label."""
    return next(
        (
            one
            for one in context.record.annotations or ()
            if one["kind"] == kind and one.get("name") == label
        ),
        None,
    )


def _chosen(context: Context, label: str) -> Sequence[str]:
    one = _own(context, label, "class")
    return [] if one is None else one["classes"]


def _said(context: Context, line: str) -> str | None:
    """What was said on a recording: a line of each segment, by time; without a name the first."""
    found = []
    for one in context.record.annotations or ():
        if one["kind"] == "segment":
            texts = one.get("texts") or {}
            lines = [row["name"] for row in context.label(str(one.get("name"))).get("texts") or ()]
            name = line or next((each for each in lines if each in texts), next(iter(texts), ""))
            if texts.get(name):
                found.append((one["start"], texts[name]))
    return " ".join(text for _, text in sorted(found)) if found else None


def _speaker(key: str) -> Read:
    """Of the speaker that a list has come to; elsewhere of the item's first one."""

    def read(context: Context, _: str) -> Any:
        one = context.speaker
        if one is None:
            one = next(iter(speakers(context.record.meta)), {})
        return one.get(key)

    return read


def _mark(key: str) -> Read:
    return lambda context, _: (context.annotation or {}).get(key)


def _class(context: Context, _: str) -> str | None:
    if context.choice is not None or context.annotation is None:
        return context.choice
    chosen = context.annotation.get("classes")
    found = chosen[0] if chosen else context.annotation.get("class")
    return None if found is None else str(found)


def _caption(language: str) -> Read:
    def read(context: Context, rest: str) -> Any:
        id = _class(context, rest)
        label = context.label(str((context.annotation or {}).get("name")))
        known: Mapping[str, Any] = next(
            (one for one in label.get("classes") or () if one["id"] == id), {}
        )
        return known.get(language) or id

    return read


def _category(context: Context, rest: str) -> int | None:
    name = (context.annotation or {}).get("name")
    id = _class(context, rest)
    return next(
        (one.id for one in context.asked.categories if (one.label, one.name) == (name, id)), None
    )


_ROUND = frozenset(
    {"box", "rotated_box", "polygon", "polyline", "point", "keypoints", "mask", "cuboid"}
    | {"page_box", "table"}
)


def _edges(context: Context) -> tuple[float, float, float, float] | None:
    one = context.annotation
    return around(one) if one is not None and one["kind"] in _ROUND else None


def _box(context: Context, _: str) -> list[float] | None:
    found = _edges(context)
    if found is None:
        return None
    if context.annotation is not None and "height" in context.annotation and _upright(context):
        return [context.annotation[side] for side in ("x", "y", "width", "height")]
    left, upper, right, lower = found
    return [left, upper, right - left, lower - upper]


def _upright(context: Context) -> bool:
    return (context.annotation or {}).get("kind") != "rotated_box"


def _corners(context: Context, _: str) -> list[float] | None:
    found = _edges(context)
    return None if found is None else list(found)


def _side(at: int) -> Read:
    def read(context: Context, rest: str) -> float | None:
        found = _box(context, rest)
        return None if found is None else found[at]

    return read


def _points(context: Context, _: str) -> list[list[float]] | None:
    one = context.annotation or {}
    if one.get("kind") == "rotated_box":
        sides = (one[side] for side in ("x", "y", "width", "height", "angle"))
        return [list(at) for at in turned(*sides)]
    if "points" in one:
        return [list(at) for at in one["points"]]
    if "x" in one and "height" not in one:
        return [[one["x"], one["y"]]]
    return None


def _segmentation(context: Context, rest: str) -> Any:
    """An outline as COCO has it: rings, or the runs of a mask."""
    one, record = context.annotation, context.record
    if one is None:
        return None
    if one.get("kind") in ("polygon", "rotated_box"):
        return [list(chain.from_iterable(_points(context, rest) or ()))]
    if one.get("kind") == "mask" and record.width and record.height:
        runs = pixels.packed(pixels.to_columns(one, record.width, record.height))
        return {"size": [record.height, record.width], "counts": runs}
    return []


def _area(context: Context, rest: str) -> float | None:
    one = context.annotation or {}
    if one.get("kind") == "mask":
        return pixels.pixels(one)
    if one.get("kind") in ("polygon", "rotated_box"):
        return outline.area(_points(context, rest) or ())
    found = _box(context, rest)
    return None if found is None else found[2] * found[3]


def _words(context: Context, line: str) -> Any:
    """What stands in an annotation: the text of a span, a written line, an answer in words."""
    one = context.annotation or {}
    if one.get("kind") == "span":
        document = context.record.document or {"parts": ()}
        part = next((each for each in document["parts"] if each["id"] == one["part"]), None)
        return None if part is None else part["text"][one["start"] : one["end"]]
    texts = one.get("texts")
    if texts is None:
        return one.get("text")
    lines = [row["name"] for row in context.label(str(one.get("name"))).get("texts") or ()]
    name = line or next((each for each in lines if each in texts), "")
    return texts.get(name)


def _attributes(context: Context, _: str) -> dict[str, Any] | None:
    return None if context.annotation is None else context.annotation.get("attributes") or {}


_COMMON = frozenset({"id", "name", "kind", "class"})


def _all(context: Context, _: str) -> dict[str, Any] | None:
    if context.annotation is None:
        return None
    return {key: one for key, one in context.annotation.items() if key not in _COMMON}


_STRING, _INTEGER, _NUMBER, _ARRAY = "string", "integer", "number", "array"

_LISTED = (
    Field("release.version", _STRING, lambda c, _: (c.asked.info or {}).get("version")),
    Field("item.name", _STRING, lambda c, _: c.record.name),
    Field("item.number", _INTEGER, lambda c, _: c.record.number),
    Field("item.stem", _STRING, lambda c, _: PurePosixPath(c.stem).name),
    Field("item.file_name", _STRING, lambda c, _: c.path.name),
    Field("item.path", _STRING, lambda c, _: str(c.path)),
    Field("item.folder", _STRING, lambda c, _: str(PurePosixPath(c.record.name).parent)),
    Field("item.extension", _STRING, lambda c, _: c.path.suffix.removeprefix(".").lower()),
    Field("item.kind", _STRING, lambda c, _: c.record.modality),
    Field("item.sha256", _STRING, lambda c, _: c.record.sha256),
    Field("item.width", _INTEGER, lambda c, _: c.record.width or c.facts.get("width")),
    Field("item.height", _INTEGER, lambda c, _: c.record.height or c.facts.get("height")),
    Field("item.text", _STRING, _text),
    Field("item.seconds", _NUMBER, lambda c, _: _seconds(c.facts.get("length"), c)),
    Field("item.milliseconds", _INTEGER, lambda c, _: _ms(c.facts.get("length"), c)),
    Field("item.sampling", _INTEGER, lambda c, _: _rate(c)),
    Field("item.channels", None, lambda c, _: c.facts.get("channels")),
    Field(
        "item.pages", _INTEGER, lambda c, _: len(c.facts["pages"]) if "pages" in c.facts else None
    ),
    Field("item.annotations", _INTEGER, lambda c, _: len(c.record.annotations or ())),
    Field("item.said", _STRING, lambda c, _: _said(c, "")),
    Field("item.said.*", _STRING, _said),
    Field("item.class.*", _STRING, lambda c, name: next(iter(_chosen(c, name)), None)),
    Field("item.classes.*", _ARRAY, lambda c, name: list(_chosen(c, name))),
    Field("item.writing.*", _STRING, lambda c, name: (_own(c, name, "writing") or {}).get("text")),
    Field("item.rating.*", _NUMBER, lambda c, name: (_own(c, name, "rating") or {}).get("value")),
    Field("item.meta.*", None, _meta),
    *(
        Field(f"speaker.{key}", _STRING, _speaker(key))
        for key in (
            *("id", "age", "sex", "occupation", "birthplace"),
            *("principal_residence", "current_residence", "education"),
        )
    ),
    Field("annotation.number", _INTEGER, lambda c, _: c.number or None),
    Field("annotation.id", _STRING, _mark("id")),
    Field("annotation.label", _STRING, _mark("name")),
    Field("annotation.kind", _STRING, _mark("kind")),
    Field("annotation.class", _STRING, _class),
    Field("annotation.class_ko", _STRING, _caption("ko")),
    Field("annotation.class_en", _STRING, _caption("en")),
    Field("annotation.class_number", _INTEGER, _category),
    Field("annotation.box", _ARRAY, _box),
    Field("annotation.corners", _ARRAY, _corners),
    Field("annotation.x", _NUMBER, _side(0)),
    Field("annotation.y", _NUMBER, _side(1)),
    Field("annotation.width", _NUMBER, _side(2)),
    Field("annotation.height", _NUMBER, _side(3)),
    Field("annotation.angle", _NUMBER, _mark("angle")),
    Field("annotation.points", _ARRAY, _points),
    Field("annotation.segmentation", None, _segmentation),
    Field("annotation.area", _NUMBER, _area),
    Field("annotation.part", _STRING, _mark("part")),
    Field("annotation.start", _NUMBER, _mark("start")),
    Field("annotation.end", _NUMBER, _mark("end")),
    Field("annotation.start_seconds", _NUMBER, lambda c, _: _seconds(_mark("start")(c, _), c)),
    Field("annotation.end_seconds", _NUMBER, lambda c, _: _seconds(_mark("end")(c, _), c)),
    Field("annotation.text", None, lambda c, _: _words(c, "")),
    Field("annotation.text.*", _STRING, _words),
    Field("annotation.speaker", _STRING, _mark("speaker")),
    Field("annotation.value", _NUMBER, _mark("value")),
    Field("annotation.attributes", "object", _attributes),
    Field(
        "annotation.attributes.*",
        None,
        lambda c, name: (_attributes(c, "") or {}).get(name),
    ),
    Field("annotation.all", "object", _all),
)


def _rate(context: Context) -> Any:
    """Samples a second of a sound, frames a second of a video."""
    rate = context.facts.get("rate")
    return round(rate[0] / rate[1], 3) if isinstance(rate, list | tuple) else rate


FIELDS: Mapping[str, Field] = {one.name: one for one in _LISTED}
"""By name, in the order in which they are offered."""


@lru_cache(maxsize=4096)
def field_named(name: str) -> Field | None:
    """The field of that name; `item.meta.camera` is the field `item.meta.*`."""
    if name in FIELDS:
        return None if name.endswith("*") else FIELDS[name]
    for one in FIELDS.values():
        if one.open and name.startswith(one.name[:-1]) and len(name) >= len(one.name):
            return one
    return None


def read(name: str, context: Context) -> Any:
    """What the field of that name gives."""
    found = field_named(name)
    assert found is not None, name
    return found.read(context, name[len(found.name) - 1 :] if found.open else "")
