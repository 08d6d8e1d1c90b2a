"""Which answers send an item on: conditions of flows from one stage to the next.

A condition is `{"label", "says": "any" | "none" | "class", "classes": [...], "attribute":
{"name", "values": [...]}}`, or several of them in `{"all": [...]}`, `{"any": [...]}` or
`{"not": {...}}`. It holds where it holds for more than half of the answers that stand.

`any` holds of an answer that has an annotation under the label, `none` of one that has none,
`class` of one that names one of the classes (or one below it); with an attribute only those
annotations count whose attribute has one of the values.
"""

from collections.abc import Mapping, Sequence
from typing import Annotated, Any, Literal, TypeAlias

from pydantic import Field, TypeAdapter, ValidationError, model_validator

from app.core.errors import Invalid
from app.labels.base import MAX_CLASSES, Annotation, Classed, Definition, Json, Model, Name
from app.labels.compare import under
from app.labels.marks import MarkLabel
from app.labels.parse import Answer, Schema

MAX_DEEP = 5
MAX_TERMS = 50


class ConditionRefused(Invalid):
    """A condition that cannot be used; `errors` says where."""

    code, title = "condition_refused", "Condition refused"


class HasAttribute(Model):
    """Only annotations whose attribute has one of these values."""

    name: Name
    values: Annotated[
        tuple[bool | float | Name, ...], Field(min_length=1, max_length=200, strict=False)
    ]


class Says(Model):
    """What an answer says under one label."""

    label: Name
    says: Literal["any", "none", "class"]
    classes: Annotated[tuple[Name, ...], Field(max_length=MAX_CLASSES, strict=False)] = ()
    attribute: HasAttribute | None = None

    @model_validator(mode="after")
    def _names_classes(self) -> "Says":
        if (self.says == "class") is not bool(self.classes):
            raise ValueError('says "class" goes with classes, and nothing else does')
        return self


class All(Model):
    """All of these hold."""

    all: Annotated[tuple["Condition", ...], Field(min_length=1, max_length=MAX_TERMS, strict=False)]


class AnyOf(Model):
    """One of these holds."""

    any: Annotated[tuple["Condition", ...], Field(min_length=1, max_length=MAX_TERMS, strict=False)]


class Not(Model):
    """This does not hold."""

    not_: Annotated["Condition", Field(alias="not")]


Condition: TypeAlias = Says | All | AnyOf | Not

for _model in (All, AnyOf, Not):
    _model.model_rebuild()
_SHAPES: Mapping[str, TypeAdapter[Any]] = {
    "label": TypeAdapter(Says),
    "all": TypeAdapter(All),
    "any": TypeAdapter(AnyOf),
    "not": TypeAdapter(Not),
}


def parse_condition(obj: object, schema: Schema | None = None) -> Condition | None:
    """The condition in `obj` (decoded JSON; None is none: every item goes on), held to the schema
    of the stage whose answers it looks at, where that is given. Raises ConditionRefused with
    `errors` `[{"at", "code", "detail"}]`.
    """
    if obj is None:
        return None
    found = _parsed(obj, "", 1)
    terms = _terms(found)
    if len(terms) > MAX_TERMS:
        raise _refused("", "too_many", f"has {len(terms)} terms; {MAX_TERMS} are the most")
    if schema is not None:
        for at, term in terms:
            _meant(term, schema, at)
    return found


def condition_json(condition: Condition | None) -> Json | None:
    """The JSON form of a condition."""
    if condition is None:
        return None
    return condition.model_dump(mode="json", by_alias=True, exclude_defaults=True)


def askable(schema: Schema) -> list[Json]:
    """What a condition may name: `{"label", "ko", "en", "kind", "classes", "attributes"}` for each
    label of the schema, in its order; classes and attributes as the schema has them.
    """
    found = []
    for label in schema.labels:
        classes = label.classes if isinstance(label, Classed) else ()
        attributes = label.attributes if isinstance(label, MarkLabel) else ()
        found.append(
            {
                "label": label.name,
                "ko": label.ko,
                "en": label.en,
                "kind": label.kind,
                "classes": [{"id": one.id, "ko": one.ko, "en": one.en} for one in classes],
                "attributes": [
                    one.model_dump(mode="json", by_alias=True, exclude_none=True)
                    for one in attributes
                    if one.kind in ("choice", "many", "flag", "number")
                ],
            }
        )
    return found


def holds(condition: Condition | None, schema: Schema, answers: Sequence[Answer]) -> bool:
    """Whether the condition holds for more than half of the answers, which stand under this schema.
    Without a condition it always does; without an answer never.
    """
    if condition is None:
        return True
    return 2 * sum(_holds(condition, schema, one) for one in answers) > len(answers)


def _holds(condition: Condition, schema: Schema, answer: Answer) -> bool:
    match condition:
        case All():
            return all(_holds(one, schema, answer) for one in condition.all)
        case AnyOf():
            return any(_holds(one, schema, answer) for one in condition.any)
        case Not():
            return not _holds(condition.not_, schema, answer)
        case Says():
            return _said(condition, schema, answer)


def _said(term: Says, schema: Schema, answer: Answer) -> bool:
    label = next((one for one in schema.labels if one.name == term.label), None)
    # Under another version of the schema there may be no such label: nobody said anything.
    given = under(answer, label).own if label is not None else ()
    if term.attribute is not None:
        given = [one for one in given if _has(one, term.attribute)]
    if term.says == "none":
        return not given
    if term.says == "any":
        return bool(given)
    assert label is not None or not given
    wanted = set(term.classes)
    return any(not wanted.isdisjoint(_classes(one, label)) for one in given)


def _has(one: Annotation, wanted: HasAttribute) -> bool:
    value = getattr(one, "attributes", {}).get(wanted.name)
    values = value if isinstance(value, tuple) else (value,)
    # True is 1 to Python, and yes is not a number to people.
    return any(
        each == other and isinstance(each, bool) is isinstance(other, bool)
        for each in values
        for other in wanted.values
    )


def _classes(one: Annotation, label: Definition | None) -> set[str]:
    """The classes that it names, and those that these belong to."""
    chosen = getattr(one, "classes", None) or (getattr(one, "class_", None),)
    parents = {each.id: each.parent for each in label.classes} if isinstance(label, Classed) else {}
    found: set[str] = set()
    for name in chosen:
        while name is not None and name not in found:
            found.add(name)
            name = parents.get(name)
    return found


# --- from JSON --------------------------------------------------------------------------------


def _parsed(obj: object, at: str, deep: int) -> Condition:
    if deep > MAX_DEEP:
        raise _refused(at, "too_deep", f"goes deeper than {MAX_DEEP}; write it flatter")
    if not isinstance(obj, dict):
        raise _refused(at, "shape", "is an object: a label and what it says, or all, any or not")
    key = next((one for one in _SHAPES if one in obj), None)
    if key is None:
        raise _refused(at, "shape", "names no label, and is no all, any or not")
    within = f"{at}.{key}".lstrip(".")
    if key in ("all", "any") and isinstance(obj[key], list):
        parts = [_parsed(one, f"{within}.{n}", deep + 1) for n, one in enumerate(obj[key])]
        obj = {**obj, key: parts}
    elif key == "not":
        obj = {**obj, key: _parsed(obj[key], within, deep + 1)}
    try:
        made: Condition = _SHAPES[key].validate_python(obj)
    except ValidationError as refused:
        first = refused.errors(include_url=False, include_input=False)[0]
        place = ".".join(str(step) for step in (*filter(None, [at]), *first["loc"]))
        said = first["msg"].removeprefix("Value error, ")
        raise _refused(place, first["type"], f"is not of the right shape: {said}") from None
    return made


def _terms(condition: Condition, at: str = "") -> list[tuple[str, Says]]:
    """All that it says of labels, each with its place."""
    match condition:
        case Says():
            return [(at, condition)]
        case Not():
            return _terms(condition.not_, f"{at}.not".lstrip("."))
        case All() | AnyOf():
            key, parts = ("all", condition.all) if isinstance(condition, All) else (
                "any", condition.any)  # fmt: skip
            return [
                term
                for n, one in enumerate(parts)
                for term in _terms(one, f"{at}.{key}.{n}".lstrip("."))
            ]


def _meant(term: Says, schema: Schema, at: str) -> None:
    """Raises ConditionRefused where the schema has no such label, class, attribute or value."""
    label = next((one for one in schema.labels if one.name == term.label), None)
    if label is None:
        raise _refused(at, "unknown_label", f'names "{term.label}", which is no label of the stage')
    for name in term.classes:
        if name not in label.class_ids():
            raise _refused(
                at, "unknown_class", f'names "{name}", which is no class of "{label.name}"'
            )
    if term.attribute is None:
        return
    known = label.attributes if isinstance(label, MarkLabel) else ()
    asked = next((one for one in known if one.name == term.attribute.name), None)
    if asked is None:
        name = term.attribute.name
        raise _refused(
            at,
            "unknown_attribute",
            f'names the attribute "{name}", which "{label.name}" does not ask for',
        )
    options = {one.id for one in asked.options}
    for value in term.attribute.values:
        fits = {
            "flag": isinstance(value, bool),
            "number": isinstance(value, float | int) and not isinstance(value, bool),
            "text": isinstance(value, str),
        }.get(asked.kind, isinstance(value, str) and value in options)
        if not fits:
            raise _refused(
                at, "bad_attribute", f'waits for a value that "{asked.name}" never has: {value!r}'
            )


def _refused(at: str, code: str, detail: str) -> ConditionRefused:
    where = f" at {at}" if at else ""
    return ConditionRefused(
        f"The condition{where} cannot be used: it {detail}. Mend it and save it again.",
        errors=[{"at": at, "code": code, "detail": detail}],
    )
