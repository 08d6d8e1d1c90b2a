"""What is asked of each mark beside its class: typed attributes, some of them only sometimes.

An attribute may be asked of some classes alone, and only where an earlier one has a certain value;
the rule is that of CVAT's and Label Studio's conditional attributes.
"""

from collections.abc import Mapping, Sequence
from typing import Annotated, Literal, TypeAlias

from pydantic import Field, StringConstraints, model_validator

from app.labels.base import Caption, Model, Name, Number

MAX_ATTRIBUTES = 50
MAX_OPTIONS = 200
MAX_TEXT = 10_000

Text = Annotated[str, StringConstraints(max_length=MAX_TEXT, pattern=r"^[^\x00]*$")]
Value: TypeAlias = bool | float | Text | Annotated[tuple[Name, ...], Field(strict=False)]
Values: TypeAlias = Annotated[dict[Name, Value], Field(max_length=MAX_ATTRIBUTES)]


class Option(Model):
    """One value that can be chosen."""

    id: Name
    ko: Caption | None = None
    en: Caption | None = None


class When(Model):
    """Only where an earlier attribute has one of these values."""

    attribute: Name
    values: Annotated[
        tuple[bool | Name, ...],
        Field(alias="in", min_length=1, max_length=MAX_OPTIONS, strict=False),
    ]


class Attribute(Model):
    """One question that is asked of each mark."""

    name: Name
    ko: Caption | None = None
    en: Caption | None = None
    kind: Literal["choice", "many", "number", "text", "flag"]
    options: Annotated[tuple[Option, ...], Field(max_length=MAX_OPTIONS, strict=False)] = ()
    min: Number | None = None
    max: Number | None = None
    step: Annotated[Number, Field(gt=0)] | None = None
    max_length: Annotated[int, Field(ge=1, le=MAX_TEXT)] = 1_000
    required: bool = False
    classes: Annotated[tuple[Name, ...], Field(min_length=1, strict=False)] | None = None
    when: When | None = None

    @model_validator(mode="after")
    def _makes_sense(self) -> "Attribute":
        ids = {one.id for one in self.options}
        if self.kind in ("choice", "many"):
            if not ids:
                raise ValueError("a choice needs options; add some")
            if len(ids) != len(self.options):
                raise ValueError("two options have one id; give each its own")
        elif ids:
            raise ValueError(f"a {self.kind} has no options; remove them")
        if self.min is not None and self.max is not None and self.min > self.max:
            raise ValueError("min is above max; no number would fit")
        return self


Attributes: TypeAlias = Annotated[
    tuple[Attribute, ...], Field(max_length=MAX_ATTRIBUTES, strict=False)
]


def settled(attributes: Sequence[Attribute], classes: frozenset[str]) -> None:
    """Raises ValueError where attributes refer to what is not there: a class, an earlier one."""
    earlier: dict[str, Attribute] = {}
    for one in attributes:
        if one.name in earlier:
            raise ValueError(f'two attributes are called "{one.name}"; give each its own name')
        for id in one.classes or ():
            if id not in classes:
                raise ValueError(f'the attribute "{one.name}" is for "{id}", which is no class')
        if one.when is not None:
            before = earlier.get(one.when.attribute)
            if before is None:
                raise ValueError(
                    f'the attribute "{one.name}" waits for "{one.when.attribute}", which is not '
                    "asked before it"
                )
            known = {True, False} if before.kind == "flag" else {o.id for o in before.options}
            if not known.issuperset(one.when.values):
                raise ValueError(
                    f'the attribute "{one.name}" waits for a value that "{before.name}" never has'
                )
        earlier[one.name] = one


def is_asked(one: Attribute, class_: str, values: Mapping[str, Value]) -> bool:
    """Whether an attribute is asked of a mark of this class with these values."""
    if one.classes is not None and class_ not in one.classes:
        return False
    if one.when is None:
        return True
    value = values.get(one.when.attribute)
    wanted = one.when.values
    return any(each in wanted for each in value) if isinstance(value, tuple) else value in wanted


def attribute_faults(
    attributes: Sequence[Attribute], class_: str, values: Mapping[str, Value]
) -> list[tuple[str, str]]:
    """(code, sentence) of everything that is wrong with a mark's attributes."""
    if not attributes and not values:
        return []
    found: list[tuple[str, str]] = []
    known = {one.name for one in attributes}
    found += [
        ("unknown_attribute", f'Nobody asks for the attribute "{name}"; remove it.')
        for name in values
        if name not in known
    ]
    for one in attributes:
        value = values.get(one.name)
        if not is_asked(one, class_, values):
            if value is not None:
                found.append(
                    ("attribute_not_asked", f'"{one.name}" is not asked of this mark; remove it.')
                )
        elif value is None or (one.kind in ("many", "text") and not value):
            if one.required:
                found.append(("attribute_required", f'"{one.name}" is not answered yet.'))
        elif (why := _wrong(one, value)) is not None:
            found.append(("bad_attribute", f'"{one.name}" {why}.'))
    return found


def _wrong(one: Attribute, value: Value) -> str | None:
    ids = {option.id for option in one.options}
    if one.kind == "flag":
        return None if isinstance(value, bool) else "is yes or no"
    if one.kind == "number":
        if isinstance(value, bool) or not isinstance(value, int | float):
            return "is a number"
        if (one.min is not None and value < one.min) or (one.max is not None and value > one.max):
            return f"lies between {_shown(one.min)} and {_shown(one.max)}"
        if one.step is not None and not on_step(value, one.min or 0, one.step):
            return f"goes in steps of {one.step:g}"
        return None
    if one.kind == "many":
        if not isinstance(value, tuple):
            return "is a list of options"
        if len(set(value)) != len(value):
            return "names an option twice"
        return None if ids.issuperset(value) else "has no such option; choose one of its own"
    if not isinstance(value, str):
        return "is a text"
    if one.kind == "choice":
        return None if value in ids else "has no such option; choose one of its own"
    return None if len(value) <= one.max_length else f"has at most {one.max_length} characters"


def _shown(limit: float | None) -> str:
    return "any number" if limit is None else f"{limit:g}"


def on_step(value: float, start: float, step: float) -> bool:
    """Whether `value` is `start` plus a whole number of steps, but for rounding."""
    steps = (value - start) / step
    return abs(steps - round(steps)) < 1e-6
