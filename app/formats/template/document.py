"""An item's label files, as a template lays them out."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from typing import Any, TypeAlias

from app.formats.dialect.people import speakers
from app.formats.record import Annotation, Record
from app.formats.template import fields
from app.formats.template.fields import Context
from app.formats.template.mapping import As, List, Of, Per, Row, Template
from app.formats.template.paths import EACH, steps
from app.formats.writing import Asked

Document: TypeAlias = dict[str, Any]


def documents(
    record: Record, stem: str, asked: Asked, template: Template
) -> Iterator[tuple[str, Document]]:
    """The label files of an item, each with its stem: one, or one for each annotation; an item
    that has none has one without them. `stem` is that of the item's own file."""
    context = Context(record, stem, asked)
    marks = list(record.annotations or ())
    if template.per is Per.ITEM or not marks:
        yield stem, _document(context, template)
        return
    for number, one in enumerate(marks, 1):
        own = replace(context, annotation=one, number=number)
        yield f"{stem}_{number:03d}", _document(own, template)


def _document(context: Context, template: Template) -> Document:
    made: Document = {}
    inner: dict[str, list[Row]] = {one.at: [] for one in template.lists}
    for row in template.rows:
        head, inside, _ = row.to.partition(EACH)
        if inside:
            inner[head].append(row)
        else:
            _put(made, steps(row.to), row, context)
    for one in template.lists:
        found = [_element(inner[one.at], each) for each in _elements(one, context)]
        if found or not one.optional:
            _place(made, steps(one.at), found)
    return made


def _elements(one: List, context: Context) -> Iterator[Context]:
    if one.of is Of.SPEAKERS:
        for number, who in enumerate(speakers(context.record.meta), 1):
            yield replace(context, speaker=who, number=number)
        return
    number = 0
    for mark in context.record.annotations or ():
        if one.kinds and mark["kind"] not in one.kinds:
            continue
        if one.labels and mark.get("name") not in one.labels:
            continue
        choices = _choices(mark) if one.of is Of.CHOICES else (None,)
        for choice in choices:
            number += 1
            yield replace(context, annotation=mark, number=number, choice=choice)


def _choices(mark: Annotation) -> tuple[str, ...]:
    if "classes" in mark:
        return tuple(mark["classes"])
    return (mark["class"],) if "class" in mark else ()


def _element(rows: list[Row], context: Context) -> Any:
    made: Document = {}
    for row in rows:
        tail = row.to.partition(EACH)[2]
        if not tail:
            return _value(row, context)
        _put(made, steps(tail[1:]), row, context)
    return made


def _put(made: Document, path: tuple[str, ...], row: Row, context: Context) -> None:
    value = _value(row, context)
    if value is not None or not row.optional:
        _place(made, path, value)


def _place(made: Document, path: tuple[str, ...], value: Any) -> None:
    *names, last = path
    for name in names:
        made = made.setdefault(name, {})
    made[last] = value


def _value(row: Row, context: Context) -> Any:
    if row.from_ is None:
        return row.value
    value = fields.read(row.from_, context)
    if row.words and isinstance(value, str | int | float | bool):
        value = row.words.get(_text(value), value)
    if value is None:
        return row.default
    return value if row.as_ is None else _CASTS[row.as_](value)


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list):
        return ", ".join(map(_text, value))
    return str(value)


def _number(value: Any) -> Any:
    """As a number; what is none stays as it is, for the schema to say."""
    if isinstance(value, bool):
        return int(value)
    try:
        found = float(value)
    except (TypeError, ValueError):
        return value
    return int(found) if found.is_integer() else found


def _integer(value: Any) -> Any:
    found = _number(value)
    return round(found) if isinstance(found, float) else found


_TRUE, _FALSE = frozenset({"true", "1", "yes", "y"}), frozenset({"false", "0", "no", "n", ""})


def _boolean(value: Any) -> Any:
    told = _text(value).lower()
    return told in _TRUE if told in _TRUE | _FALSE else value


_CASTS: Mapping[As, Callable[[Any], Any]] = {
    As.TEXT: _text,
    As.INTEGER: _integer,
    As.NUMBER: _number,
    As.BOOLEAN: _boolean,
}
