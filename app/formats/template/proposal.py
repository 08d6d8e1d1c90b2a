"""A JSON Schema that is proposed for a template."""

from typing import Any

from app.formats.template.fields import field_named
from app.formats.template.mapping import Row, Template
from app.formats.template.paths import EACH, steps

_TYPES = {"text": "string", "integer": "integer", "number": "number", "boolean": "boolean"}


def proposed(template: Template) -> dict[str, Any]:
    """A schema that asks for just what the template writes: each path, with its type where the
    mapping says one. To be made stricter by hand."""
    optional = {one.at for one in template.lists if one.optional}
    root: dict[str, Any] = {"type": "object", "required": [], "properties": {}}

    def inner(of: dict[str, Any], name: str, needed: bool) -> dict[str, Any]:
        if needed and name not in of["required"]:
            of["required"].append(name)
        found: dict[str, Any] = of["properties"].setdefault(name, {})
        return found

    def opened(of: dict[str, Any], names: tuple[str, ...], needed: bool) -> dict[str, Any]:
        for name in names:
            of = inner(of, name, needed)
            if not of:
                of |= {"type": "object", "required": [], "properties": {}}
        return of

    for one in template.lists:
        *names, last = steps(one.at)
        element = {"type": "object", "required": [], "properties": {}}
        inner(opened(root, tuple(names), True), last, one.at not in optional).update(
            {"type": "array", "items": element}
        )
    for row in template.rows:
        head, inside, tail = row.to.partition(EACH)
        needed = not row.optional
        if not inside:
            *names, last = steps(head)
            inner(opened(root, tuple(names), needed), last, needed).update(_type(row))
            continue
        listed: dict[str, Any] = root
        for name in steps(head):
            listed = listed["properties"][name]
        if not tail:
            listed["items"] = _type(row)
            continue
        *names, last = steps(tail[1:])
        inner(opened(listed["items"], tuple(names), needed), last, needed).update(_type(row))
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **root}


def _type(row: Row) -> dict[str, Any]:
    if row.from_ is None:
        return {"const": row.value}
    found = field_named(row.from_)
    known = _TYPES.get(row.as_.value) if row.as_ is not None else found and found.type
    if row.words or not known:
        return {}
    return {"type": known if row.optional or row.default is not None else [known, "null"]}
