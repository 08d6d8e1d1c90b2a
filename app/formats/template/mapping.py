"""What a template says, and which templates can be meant.

    {"per": "item",
     "lists": [{"at": "learning_data_info.annotation", "of": "annotations", "kinds": ["box"]}],
     "rows": [{"to": "source_data_info.source_data_ID", "from": "item.stem"},
              {"to": "raw_data_info.copyrighter", "value": "한빛데이터"},
              {"to": "learning_data_info.annotation[].class_id", "from": "annotation.class"}],
     "schema": {…}}

A path names members, from the outermost one inwards, with dots between; `[]` after a name says that
it is a list with an element for each annotation, choice or speaker, as `lists` says of it. A row
has a field of ours (`fields.py`) or a value that never changes.
"""

from enum import StrEnum
from typing import Annotated, Any, Self

import orjson
from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator
from pydantic_core import PydanticCustomError

from app.core.errors import Invalid
from app.formats.template.fields import field_named
from app.formats.template.paths import EACH, steps
from app.formats.template.schema import Checker

MAX_ROWS = 300
MAX_LISTS = 20
MAX_BYTES = 256 * 1024


class TemplateRefused(Invalid):
    """A template that cannot be used; `errors` names each place that is wrong."""

    code, title = "template_refused", "Template refused"


class Per(StrEnum):
    """What a label file is for."""

    ITEM = "item"
    ANNOTATION = "annotation"  # an item without any has one file, without them


class Of(StrEnum):
    """What a list has an element for."""

    ANNOTATIONS = "annotations"
    CHOICES = "choices"  # each class that an annotation names: of a choice of several, each
    SPEAKERS = "speakers"


class As(StrEnum):
    """What a value is written as."""

    TEXT = "text"
    INTEGER = "integer"  # rounded
    NUMBER = "number"
    BOOLEAN = "boolean"


Json = str | int | float | bool | None
Path = Annotated[str, Field(min_length=1, max_length=500)]
Named = Annotated[str, Field(min_length=1, max_length=200)]


class _Model(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)


class List(_Model):
    """A list of the label file: of what, of which kinds and labels (none named: of all)."""

    at: Path
    of: Of = Of.ANNOTATIONS
    kinds: tuple[Named, ...] = Field((), max_length=50)
    labels: tuple[Named, ...] = Field((), max_length=100)
    optional: bool = False  # not there at all where it would be empty


class Row(_Model):
    """One path, and what is written there. What is not known is `default`, or, where the row is
    `optional`, is not there at all; `words` says how single values are called."""

    to: Path
    from_: Named | None = Field(None, alias="from")
    value: Json | list[Json] = None
    as_: As | None = Field(None, alias="as")
    words: dict[str, Json] = Field(default_factory=dict, max_length=500)
    default: Json = None
    optional: bool = False


class Template(_Model):
    """A whole template."""

    per: Per = Per.ITEM
    lists: tuple[List, ...] = Field((), max_length=MAX_LISTS)
    rows: tuple[Row, ...] = Field(min_length=1, max_length=MAX_ROWS)
    schema_: dict[str, Any] | None = Field(None, alias="schema")

    @model_validator(mode="after")
    def _can_be_written(self) -> Self:
        at = [one.at for one in self.lists]
        for path in at:
            if at.count(path) > 1:
                raise _fault("twice", path)
        places: set[tuple[str, ...]] = set()
        for path in at:
            _reserve(places, _steps(path), path)
        for row in self.rows:
            self._fits(row, places, set(at))
        if self.schema_ is not None:
            try:
                Checker(self.schema_)
            except ValueError as wrong:
                raise _fault("bad_schema", str(wrong)) from None
        return self

    def _fits(self, row: Row, places: set[tuple[str, ...]], lists: set[str]) -> None:
        head, inside, tail = row.to.partition(EACH)
        if inside and head not in lists:
            raise _fault("no_list", head)
        if EACH in tail or (inside and tail[:1] not in ("", ".")):
            raise _fault("list_in_list", row.to)
        if not inside and row.to in lists:
            raise _fault("is_list", row.to)
        within = _steps(tail[1:]) if tail else ()
        if inside and not tail and row.from_ is None:
            raise _fault("no_field", row.to)
        place = (*_steps(head), *((EACH,) if inside else ()), *within)
        _reserve(places, place, row.to, bool(inside))
        if row.from_ is None:
            return
        found = field_named(row.from_)
        if found is None:
            raise _fault("unknown_field", row.from_)
        if found.of_annotation and not inside and self.per is Per.ITEM:
            raise _fault("of_annotation", row.from_)


_SENTENCES = {
    "twice": "“{path}” is there twice; remove one of them",
    "no_list": "“{path}” is written as a list and is none of the lists; add it",
    "list_in_list": "“{path}” has a list in a list; one is possible",
    "is_list": "“{path}” is a list; write “{path}[]” for what is in it",
    "no_field": "“{path}” has no field; choose one",
    "no_path": "“{path}” is no path; write names with dots between, such as a.b",
    "inside_value": "“{path}” lies inside of another value; give it another path",
    "holds_others": "“{path}” holds others already; give it another path",
    "unknown_field": "“{path}” is no field of ours; choose one of the list",
    "of_annotation": "“{path}” is of one annotation: write it in a list, or a file for each",
    "bad_schema": "The schema is no JSON Schema that can be used: {path}",
}


def _fault(code: str, path: str) -> PydanticCustomError:
    return PydanticCustomError(code, _SENTENCES[code], {"path": path})


def _steps(path: str) -> tuple[str, ...]:
    try:
        return steps(path)
    except ValueError:
        raise _fault("no_path", path) from None


def _reserve(
    places: set[tuple[str, ...]], path: tuple[str, ...], shown: str, inside: bool = False
) -> None:
    """Take a place, unless it is taken, lies in a value or holds others. What is `inside` a list
    lies in that place."""
    if path in places:
        raise _fault("twice", shown)
    least = path.index(EACH) + 1 if inside and EACH in path else 1
    if any(path[:length] in places for length in range(least, len(path))):
        raise _fault("inside_value", shown)
    if any(one[: len(path)] == path for one in places):
        raise _fault("holds_others", shown)
    places.add(path)


def parse_template(obj: object) -> Template:
    """The template in `obj` (decoded JSON). Raises TemplateRefused with `errors` by place."""
    if len(orjson.dumps(obj)) > MAX_BYTES:
        raise TemplateRefused(
            f"The template is over {MAX_BYTES >> 10} kB; shorten its schema.", errors=[]
        )
    try:
        return Template.model_validate(obj)
    except ValidationError as refused:
        errors = [
            {
                "code": one["type"] if one["type"] in _SENTENCES else "malformed",
                "path": (one.get("ctx") or {}).get("path") or ".".join(map(str, one["loc"])),
                "detail": one["msg"],
            }
            for one in refused.errors(include_url=False, include_input=False)[:20]
        ]
        raise TemplateRefused(
            f"The template cannot be used: {errors[0]['detail']}.", errors=errors
        ) from None


def template_json(template: Template) -> dict[str, Any]:
    """The JSON form of a template, without what says nothing."""
    return template.model_dump(mode="json", by_alias=True, exclude_defaults=True) | {
        "per": template.per.value
    }
