"""What foreign formats say more loosely than an answer does: attributes that nobody asks for, or
written as text; classes of the whole item one by one; words of a recording that may be its class or
what was said.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from app.labels.attributes import Attribute, Value, attribute_faults
from app.labels.base import Json
from app.labels.segment import SegmentLabel

_FLAGS = {"true": True, "false": False}


def asked_alone(
    asked: Sequence[Attribute], class_: str, given: Mapping[str, Any]
) -> tuple[Json, list[str]]:
    """Those values that are asked of a mark of this class, as their kind has them, and the names of
    those that are not, or do not fit.
    """
    kept: dict[str, Value] = {}
    for one in asked:
        if one.name not in given:
            continue
        value = _as_kind(one, given[one.name])
        trial = {**kept, one.name: value}
        faults = attribute_faults(asked, class_, trial)
        if all(code == "attribute_required" for code, _ in faults):
            kept = trial
    return dict(kept), [name for name in given if name not in kept]


def _as_kind(one: Attribute, value: Any) -> Any:
    """The value, where another form of it is meant."""
    if one.kind == "flag":
        return _FLAGS.get(value.lower(), value) if isinstance(value, str) else value
    if one.kind == "number":
        try:
            return float(value) if isinstance(value, str) else value
        except ValueError:
            return value
    if one.kind == "many":
        chosen = value if isinstance(value, list | tuple) else [value]
        return tuple(_option(one, each) for each in chosen)
    if isinstance(value, bool):
        value = str(value).lower()
    elif isinstance(value, int | float):
        value = f"{value:g}"
    return _option(one, value) if one.kind == "choice" else value


def _option(one: Attribute, value: Any) -> Any:
    """An option's id, where its name on the screen is given."""
    for option in one.options:
        if value in (option.ko, option.en) and all(each.id != value for each in one.options):
            return option.id
    return value


def spoken(mark: Json, labels: Sequence[SegmentLabel]) -> None:
    """Settle what a file `said` of a segment, which may be a class or what somebody speaks. `hint`
    is what it is filed under: a label, or a speaker. Nothing is changed where neither fits.
    """
    said, hint = mark.pop("said"), mark.get("hint")
    if not isinstance(said, str) or "class" in mark:
        return
    ordered = sorted(labels, key=lambda label: label.name != hint)
    for label in ordered:
        named = [one.id for one in label.classes if said in (one.id, one.ko, one.en)]
        if len(named) == 1:
            mark |= {"class": named[0], "hint": label.name}
            return
    for label in ordered:
        if label.texts and len(label.classes) == 1:
            mark |= {"class": label.classes[0].id, "hint": label.name}
            mark["texts"] = _shared_out(said, [line.name for line in label.texts])
            if label.speakers:
                _name_speaker(mark, label, hint)
            return


def _shared_out(said: str, lines: Sequence[str]) -> dict[str, str]:
    """One line of the text for each line that is asked for, or all of it for the first."""
    rows = said.split("\n")
    return dict(zip(lines, rows, strict=True)) if len(rows) == len(lines) else {lines[0]: said}


def _name_speaker(mark: Json, label: SegmentLabel, hint: object) -> None:
    given = mark.get("speaker", hint)
    for one in label.speakers or ():
        if given in (one.id, one.ko, one.en):
            mark["speaker"] = one.id


def joined(marks: Iterable[Json], many: frozenset[str]) -> list[Json]:
    """The marks, with what is chosen under one of the labels `many` about one item, or about one of
    its parts, in a single one.
    """
    found: list[Json] = []
    first: dict[tuple[str, Any], Json] = {}
    for mark in marks:
        key = (mark["name"], mark.get("part"))
        if mark["kind"] != "class" or mark["name"] not in many:
            found.append(mark)
        elif key in first:
            chosen = [*first[key]["classes"], *mark["classes"]]
            first[key]["classes"] = list(dict.fromkeys(chosen))
        else:
            first[key] = mark
            found.append(mark)
    return found
