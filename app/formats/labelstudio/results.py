"""What one result of Label Studio becomes."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

from app.formats import pixels
from app.formats.judges import is_number, span_fault, turned, upright
from app.formats.labelstudio import brush
from app.formats.utf16 import Offsets

Left: TypeAlias = tuple[str, str, str]  # where, code, sentence

_SHAPES = {
    "rectanglelabels": "rectangle",
    "polygonlabels": "polygon",
    "keypointlabels": "keypoint",
    "brushlabels": "brush",
}
_OWN = frozenset({"choices", "textarea", "number", "rating"})
_MANY = ("taxonomy", "choices")


class _Bad(ValueError):
    def __init__(self, code: str, sentence: str) -> None:
        super().__init__(sentence)
        self.code = code


@dataclass(frozen=True, slots=True)
class Place:
    """What results are measured by: the picture's size, texts by part, parts by `to_name`."""

    size: tuple[int, int] | None
    texts: Mapping[str, str]
    parts: Mapping[str, str]


def marks(results: Iterable[Any], place: Place) -> Iterator[dict[str, Any] | Left]:
    """The annotations that results become, with those under a mark's id as its attributes, and what
    is left out.
    """
    found: dict[str, dict[str, Any]] = {}
    for at, one in enumerate(results, 1):
        where = f"result {at}"
        if not isinstance(one, dict):
            yield where, "not_a_result", "The result is not an object; export it again."
            continue
        id = one.get("id")
        id = id if isinstance(id, str) and id else f"r{at}"
        try:
            if id in found:
                _own(found[id], one)
            else:
                mark = _mark(one, place)
                found[id] = {"id": id} | mark
        except _Bad as bad:
            yield where, bad.code, str(bad)
        except pixels.BadRuns as bad:
            yield where, "bad_runs", str(bad)
    yield from found.values()


def _own(mark: dict[str, Any], one: Mapping[str, Any]) -> None:
    """Add an attribute to a mark; what is said twice of an item is left out."""
    type, name, value = one.get("type"), one.get("from_name"), _value(one)
    if type not in _OWN or "class" not in mark or not isinstance(name, str):
        raise _Bad("second_result", "Two results have one id; only the first was taken.")
    given = value.get("text" if type == "textarea" else str(type))
    if isinstance(given, list) and len(given) == 1:
        given = given[0]
    if not isinstance(given, str | list) and not is_number(given):
        raise _Bad("bad_attribute", "The result says nothing that can be kept; remove it.")
    mark.setdefault("attributes", {})[name] = given


def _value(one: Mapping[str, Any]) -> Mapping[str, Any]:
    value = one.get("value")
    if not isinstance(value, dict):
        raise _Bad("no_value", "The result has no value; export it again.")
    return value


def _mark(one: Mapping[str, Any], place: Place) -> dict[str, Any]:
    type = str(one.get("type") or "").lower()
    if type == "relation":
        return _relation(one)
    base = {"hint": one["from_name"]} if isinstance(one.get("from_name"), str) else {}
    value = _value(one)
    if type in _SHAPES or type in _SHAPES.values():
        return base | _shape(_SHAPES.get(type, type), type, value, one, place)
    if type == "labels" and "start" in value:
        return base | _span(one, value, place)
    if type == "paragraphlabels":
        return base | _turn(value, place)
    if type in ("choices", "taxonomy", "textarea", "rating", "number", "pairwise", "ranker"):
        return base | _whole(type, one, value, place)
    raise _Bad("unknown_type", f"Results of the type “{type[:50]}” are not taken; remove it.")


def _class(value: Mapping[str, Any], *keys: str) -> str:
    for key in keys:
        given = value.get(key)
        if isinstance(given, list) and given and isinstance(given[0], str):
            return given[0]
    raise _Bad("no_class", "The result has no label; give it one.")


def _relation(one: Mapping[str, Any]) -> dict[str, Any]:
    ends = one.get("from_id"), one.get("to_id")
    if not all(isinstance(end, str) for end in ends):
        raise _Bad("unknown_end", "The relation names no ends; draw it again.")
    chosen = _class(one, "labels")
    return {"kind": "relation", "class": chosen, "from": ends[0], "to": ends[1]}


def _shape(
    shape: str, type: str, value: Mapping[str, Any], one: Mapping[str, Any], place: Place
) -> dict[str, Any]:
    if place.size is None:
        raise _Bad("bad_size", "The result does not say the picture's size; export it again.")
    base = {"class": _class(value, type, "labels", f"{type}labels")}
    width, height = place.size
    if shape == "brush":
        given = value.get("rle")
        if not isinstance(given, list):
            raise _Bad("bad_runs", "The brush stroke has no runs; export it again.")
        mask = brush.unpacked(given, width, height)
        if mask is None:
            raise _Bad("zero_area", "The brush stroke is empty; mend or remove it.")
        return base | {"kind": "mask", **mask}
    if shape == "polygon":
        given = value.get("points")
        if not isinstance(given, list) or not all(
            isinstance(at, list) and len(at) == 2 and all(map(is_number, at)) for at in given
        ):
            raise _Bad("not_a_number", "The outline has no pairs of numbers; mend or remove it.")
        points = [_pixels(at, width, height) for at in given]
        return base | {"kind": "polygon", "points": points}
    x, y = _pixels(_numbers(value, "x", "y"), width, height)
    if shape == "keypoint":
        return base | {"kind": "point", "x": x, "y": y}
    across, down = _pixels(_numbers(value, "width", "height"), width, height)
    (angle,) = _numbers({"rotation": value.get("rotation", 0)}, "rotation")
    if not angle % 360:
        sides = {"width": _snapped(x + across, width) - x, "height": _snapped(y + down, height) - y}
        return base | {"kind": "box", "x": x, "y": y, **sides}
    # Turned about its upper left corner; the centre goes with it.
    corner = turned(0, 0, across, down, angle)[0]
    x, y = x - corner[0], y - corner[1]
    box = {"x": x, "y": y, "width": across, "height": down, "angle": angle % 360}
    fallback = base | upright(turned(x, y, across, down, angle))
    return base | {"kind": "rotated_box", **box, "fallback": fallback}


def _numbers(value: Mapping[str, Any], *keys: str) -> list[float]:
    given = [value.get(key) for key in keys]
    if not all(map(is_number, given)):
        raise _Bad("not_a_number", "The result lacks a number; mend or remove it.")
    return [float(one) for one in given if one is not None]


def _pixels(at: Sequence[float], width: int, height: int) -> list[float]:
    return [_snapped(at[0] * width / 100, width), _snapped(at[1] * height / 100, height)]


def _snapped(at: float, side: int) -> float:
    """On the edge, where only the rounding of a percent passes it."""
    least = side * 1e-9
    if -least <= at < 0:
        return 0.0
    return float(side) if side < at <= side + least else at


def _part(one: Mapping[str, Any], place: Place) -> str:
    part = place.parts.get(str(one.get("to_name") or ""))
    if part is None:
        raise _Bad("unknown_part", "The result is about a text that the task does not have.")
    return part


def _span(one: Mapping[str, Any], value: Mapping[str, Any], place: Place) -> dict[str, Any]:
    part = _part(one, place)
    return {"class": _class(value, "labels")} | _between(
        part, value.get("start"), value.get("end"), place
    )


def _turn(value: Mapping[str, Any], place: Place) -> dict[str, Any]:
    """A span of a conversation: `start` and `end` are turns, counted from 0."""
    if value.get("start") != value.get("end") or not str(value.get("start")).isdecimal():
        raise _Bad("two_turns", "The span goes over several turns; mark each by itself.")
    part = f"t{int(value['start']) + 1}"
    if part not in place.texts:
        raise _Bad("unknown_part", "The span is about a turn that the task does not have.")
    return {"class": _class(value, "paragraphlabels")} | _between(
        part, value.get("startOffset"), value.get("endOffset"), place
    )


def _between(part: str, start: Any, end: Any, place: Place) -> dict[str, Any]:
    text = place.texts[part]
    if type(start) is int and type(end) is int:
        offsets = Offsets(text)
        start, end = offsets.points(start), offsets.points(end)
    span = {"kind": "span", "part": part, "start": start, "end": end}
    fault = span_fault(span, {part: len(text)})
    if fault is not None:
        raise _Bad(*fault)
    return span


def _whole(
    type: str, one: Mapping[str, Any], value: Mapping[str, Any], place: Place
) -> dict[str, Any]:
    """What is said of the item, or of one of its parts."""
    to = [place.parts.get(name) for name in str(one.get("to_name") or "").split(",")]
    given = one.get("part")
    part = given if isinstance(given, str) else to[0] if len(to) == 1 < len(place.texts) else None
    if type in _MANY:
        chosen = value.get(type)
        paths = chosen if isinstance(chosen, list) else []
        classes = [path[-1] if isinstance(path, list) and path else path for path in paths]
        if not classes or not all(isinstance(name, str) for name in classes):
            raise _Bad("no_class", "The result chooses nothing; choose or remove it.")
        return {"kind": "class", "classes": classes, "part": part}
    if type == "textarea":
        texts = value.get("text")
        texts = [texts] if isinstance(texts, str) else texts
        if not isinstance(texts, list) or not texts or not all(isinstance(t, str) for t in texts):
            raise _Bad("no_text", "The result has no text; write or remove it.")
        return {"kind": "writing", "text": "\n".join(texts), "part": part}
    if type in ("rating", "number"):
        (number,) = _numbers(value, type)
        return {"kind": "rating", "value": number, "part": part}
    if type == "pairwise":
        side = {"left": 0, "right": 1}.get(str(value.get("selected")))
        if side is None or len(to) != 2 or to[side] is None:
            raise _Bad("unknown_part", "The comparison names no two texts of the task.")
        return {"kind": "comparison", "better": to[side]}
    ranked = value.get("ranker")
    order = next(iter(ranked.values()), None) if isinstance(ranked, dict) else ranked
    if not isinstance(order, list) or not all(one in place.texts for one in order):
        raise _Bad("unknown_part", "The ranking names texts that the task does not have.")
    return {"kind": "ranking", "order": order}
