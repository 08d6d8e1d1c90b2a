"""Label Studio's labeling configurations."""

import math
from collections.abc import Iterable
from typing import Any
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

from app.formats.configs.drafts import (
    MAX_OPTIONS,
    MAX_TEXT,
    BadConfig,
    Labels,
    Schema,
    classes,
    named,
)
from app.formats.configs.notes import Note, Notes

_SHAPES = {
    "rectanglelabels": "box",
    "polygonlabels": "polygon",
    "keypointlabels": "point",
    "brushlabels": "mask",
    "vectorlabels": "polyline",
}
_SPANS = frozenset({"labels", "hypertextlabels", "paragraphlabels"})
_TIMES = frozenset({"labels", "timelinelabels", "timeserieslabels"})
_CLOCKED = frozenset({"sound", "video", "series"})
# What shows an item, by its modality; of several the first is what is labelled.
_OBJECTS = {
    "picture": frozenset({"image"}),
    "video": frozenset({"video"}),
    "sound": frozenset({"audio", "audioplus"}),
    "series": frozenset({"timeseries"}),
    "document": frozenset({"pdf"}),
    "text": frozenset({"text", "hypertext", "paragraphs", "list"}),
}
_SHOWN = frozenset().union(*_OBJECTS.values())
# What only arranges or explains.
_LOOKS = frozenset({"view", "style", "header", "label", "choice", "relation", "shortcut", "bucket"})
_LOOKS |= {"filter", "collapse", "panel", "channel", "multichannel"}
MAX_STEPS = 1_000
MAX_ATTRIBUTES = 50
MAX_LINES = 10
_KEYS = ("hotkey", "alias", "granularity")


def label_studio_config(xml: str) -> tuple[Schema, list[Note]]:
    """The schema of a labeling configuration. Raises BadConfig."""
    if len(xml) > MAX_TEXT:
        raise BadConfig("The configuration is over 1 MB; shorten it.")
    try:
        root: Element = fromstring(xml.encode(errors="replace"), forbid_dtd=True)
    except DefusedXmlException:
        raise BadConfig("The configuration declares entities or a DTD; remove them.") from None
    except (ParseError, LookupError, ValueError) as wrong:
        raise BadConfig(f"The configuration is not XML: {wrong}. Mend it.") from None
    return _Config(root).schema()


def _tag(element: Element) -> str:
    return element.tag.lower() if isinstance(element.tag, str) else ""


def _get(element: Element, key: str) -> str:
    """An attribute, whatever the case of its name."""
    return next((value for name, value in element.items() if name.lower() == key), "")


def _flag(element: Element, key: str, default: bool = False) -> bool:
    return {"true": True, "false": False}.get(_get(element, key).lower(), default)


def _number(element: Element, key: str) -> float | None:
    try:
        value = float(_get(element, key))
    except ValueError:
        return None
    if value != value or abs(value) > 1e9:
        return None
    return int(value) if value == int(value) else value


class _Config:
    """One configuration on its way to a schema."""

    def __init__(self, root: Element) -> None:
        self._root = root
        self._notes = Notes()
        self._labels = Labels(self._notes)
        self._own: list[Element] = []  # controls that ask of each region
        tags = {_tag(one) for one in root.iter()}
        shown = [modality for modality, those in _OBJECTS.items() if tags & those]
        if not shown:
            raise BadConfig(
                "The configuration shows no <Image>, <Text>, <Audio>, <Video>, <TimeSeries> or "
                "<Pdf>; these are what is labelled here."
            )
        self._modality, *others = shown
        if "text" in others:
            self._notes.add("texts_left_out")
        # The sound of a video stands beside it as an object of its own.
        if set(others) - {"text", "sound" if self._modality == "video" else ""}:
            self._notes.add("one_modality")
        self._objects = {_get(one, "name"): _tag(one) for one in root.iter() if _tag(one) in _SHOWN}
        # Classes of a video are those of its boxes where there are any, else of stretches.
        self._boxed = "videorectangle" in tags

    def schema(self) -> tuple[Schema, list[Note]]:
        """The schema, and the notes."""
        controls = [one for one in self._root.iter() if _get(one, "toname")]
        for one in self._root.iter():
            for key in _KEYS:
                if _get(one, key):
                    self._notes.add("set_here", name=key)
            if _get(one, "visiblewhen") or _get(one, "whentagname"):
                self._notes.add("asked_always")
        for one in controls:
            if _flag(one, "perregion"):
                self._own.append(one)
            else:
                self._control(one)
        for one in self._root.iter("Relations"):
            self._relations(one)
        for one in self._root.iter():
            tag = _tag(one)
            known = tag in _LOOKS | _SHOWN | {"relations"} or _get(one, "toname")
            if not known and tag:
                self._notes.add("tag_left_out", tag=one.tag)
        for one in self._own:
            self._attribute(one)
        if not self._labels.all:
            raise BadConfig("The configuration asks nothing that can be asked here; add a control.")
        return {"modality": self._modality, "labels": self._labels.all}, self._notes.all()

    def _unknown(self, one: Element) -> None:
        self._notes.add("control_left_out", tag=one.tag, name=_get(one, "name"))

    def _control(self, one: Element) -> None:
        tag, name = _tag(one), _get(one, "name")
        picture, text = self._modality == "picture", self._modality == "text"
        if tag in _SHAPES and picture:
            kind = _SHAPES[tag]
            if kind == "box" and _flag(one, "canrotate", True):
                kind = "rotated_box" if _get(one, "canrotate") else "box"
                if kind == "box":
                    self._notes.add("upright", name=name)
            self._shape(kind, name, one)
        elif tag in _SPANS and text:
            self._shape("span", name, one)
        elif tag in _TIMES and self._modality in _CLOCKED:
            boxes = self._boxed and tag == "labels" and self._shows(one) == "video"
            self._shape("box_track" if boxes else "segment", name, one)
        elif tag == "videorectangle" and self._modality == "video":
            # Its classes are those of the labels beside it.
            if not any(_tag(each) == "labels" for each in self._root.iter()):
                self._notes.add("no_labels", name=name)
        elif tag == "choices":
            many = _get(one, "choice").lower() == "multiple"
            self._classed("class", name, one, many=many, required=_flag(one, "required"))
        elif tag == "taxonomy":
            self._classed("class", name, one, many=True, required=_flag(one, "required"))
        elif tag == "textarea":
            several = (_number(one, "maxsubmissions") or 2) > 1
            self._labels.add("writing", name, required=_flag(one, "required"), several=several)
        elif tag in ("rating", "number"):
            self._rating(one, tag, name)
        elif tag == "pairwise" and text:
            self._labels.add("comparison", name, ties=False, required=_flag(one, "required"))
        elif tag == "ranker" and text:
            if any(_tag(inner) == "bucket" for inner in one.iter()):
                self._notes.add("one_order")
            self._labels.add("ranking", name, required=_flag(one, "required"))
        else:
            self._unknown(one)

    def _shows(self, control: Element) -> str:
        """The tag of the object that a control is about."""
        return self._objects.get(_get(control, "toname").split(",")[0].strip(), "")

    def _shape(self, kind: str, name: str, one: Element) -> None:
        values = [inner for inner in one.iter() if _tag(inner) == "label"]
        found = classes(
            ((_get(v, "value"), _get(v, "background"), None) for v in values), self._notes
        )
        most = [_number(v, "maxusages") for v in values]
        for given, limit in zip(found, most, strict=False):
            if limit and len(found) == len(values) and 1 <= limit <= 10_000:
                given["max"] = int(limit)
        if not found:
            self._notes.add("no_labels", name=name)
            return
        self._labels.add(kind, name, classes=found)

    def _classed(self, kind: str, name: str, one: Element, **more: Any) -> None:
        """Choices, those within others under them."""

        def walk(element: Element, above: str | None) -> Iterable[tuple[str, None, str | None]]:
            for inner in element:
                if _tag(inner) == "choice":
                    value = _get(inner, "value")
                    yield value, None, above
                    yield from walk(inner, named(value))
                else:
                    yield from walk(inner, above)

        found = classes(walk(one, None), self._notes)
        if not found:
            self._notes.add("no_choices", name=name)
            return
        self._labels.add(kind, name, classes=found, **more)

    def _rating(self, one: Element, tag: str, name: str) -> None:
        if tag == "rating":
            least, most, step = 1.0, _number(one, "maxrating") or 5, 1.0
        else:
            low, high = _number(one, "min"), _number(one, "max")
            least, most = low or 0, high if high is not None else (low or 0) + 100
            step = _number(one, "step") or 1
            if low is None or high is None:
                self._notes.add("no_end", name=name, least=least, most=most)
        if least >= most:
            return self._unknown(one)
        steps = (most - least) / step
        if step < 0 or steps > MAX_STEPS or steps != int(steps):
            step = (most - least) / 100
            self._notes.add("other_steps", name=name, step=step)
        more = {"min": least, "max": most, "step": step, "required": _flag(one, "required")}
        return self._labels.add("rating", name, **more)

    def _relations(self, one: Element) -> None:
        values = ((_get(v, "value"), None, None) for v in one.iter() if _tag(v) == "relation")
        found = classes(values, self._notes)
        if found:
            self._labels.add("relation", "relation", classes=found)

    def _attribute(self, one: Element) -> None:
        """A control that asks of each region: an attribute of all labels with marks."""
        tag, name = _tag(one), named(_get(one, "name"))
        if tag == "textarea" and name and self._line(name, _flag(one, "required")):
            return None
        attribute: dict[str, Any] = {"name": name, "required": _flag(one, "required")}
        if tag == "choices":
            many = _get(one, "choice").lower() == "multiple"
            values = [named(_get(v, "value")) for v in one.iter() if _tag(v) == "choice"]
            options = [{"id": value} for value in dict.fromkeys(filter(None, values))][:MAX_OPTIONS]
            if not options:
                return self._unknown(one)
            attribute |= {"kind": "many" if many else "choice", "options": options}
        elif tag == "textarea":
            attribute["kind"] = "text"
        elif tag in ("number", "rating"):
            attribute["kind"] = "number"
            ends = {
                "min": 1 if tag == "rating" else _number(one, "min"),
                "max": (_number(one, "maxrating") or 5) if tag == "rating" else _number(one, "max"),
            }
            attribute |= {key: end for key, end in ends.items() if end is not None}
            if attribute.get("min", 0) > attribute.get("max", math.inf):
                return self._unknown(one)
        else:
            return self._unknown(one)
        marked = [
            label for label in self._labels.all if label["kind"] in {*_SHAPES.values(), *_MARKS}
        ]
        if not name or not marked:
            return self._unknown(one)
        for label in marked:
            self._add(label.setdefault("attributes", []), attribute, MAX_ATTRIBUTES)
        return None

    def _line(self, name: str, required: bool) -> bool:
        """A text of each region: of segments a line that is written; False where there are none."""
        segments = [label for label in self._labels.all if label["kind"] == "segment"]
        for label in segments:
            line = {"name": name, "required": required}
            self._add(label.setdefault("texts", []), line, MAX_LINES)
        return bool(segments)

    def _add(self, own: list[dict[str, Any]], one: dict[str, Any], most: int) -> None:
        if any(other["name"] == one["name"] for other in own) or len(own) >= most:
            self._notes.add("asked_twice", name=one["name"])
        else:
            own.append(one)


_MARKS = ("rotated_box", "span", "segment", "box_track")
