"""A schema on its way: labels with names of their own, classes with ids of their own."""

import re
from collections.abc import Iterable
from typing import Any, TypeAlias

from app.formats.configs.notes import Notes

Schema: TypeAlias = dict[str, Any]

MAX_TEXT = 1 << 20
MAX_LABELS = 50
MAX_CLASSES = 1_000
MAX_OPTIONS = 200
_NAME = 100
_COLOUR = re.compile(r"#[0-9A-Fa-f]{6}")
_UNSEEN = re.compile(r"[\x00-\x1f\x7f]")


class BadConfig(ValueError):
    """A configuration that asks nothing here; the sentence says why."""


class Labels:
    """The definitions of a schema; a name that is taken gets a number."""

    def __init__(self, notes: Notes) -> None:
        self.all: list[dict[str, Any]] = []
        self._notes = notes

    def add(self, kind: str, name: str, **more: Any) -> None:
        """One more definition, unless there are too many."""
        if len(self.all) >= MAX_LABELS:
            self._notes.add("too_many_labels", limit=MAX_LABELS)
            return
        taken = {label["name"] for label in self.all}
        wanted = name = named(name) or kind
        number = 1
        while name in taken:
            number += 1
            name = f"{wanted[: _NAME - 5]} {number}"
        self.all.append({"kind": kind, "name": name, **more})


def named(name: str) -> str:
    """A name or an id as it may be: short and visible."""
    return _UNSEEN.sub(" ", name).strip()[:_NAME].strip()


def classes(given: Iterable[tuple[str, str | None, str | None]], notes: Notes) -> list[Any]:
    """Classes of (value, colour, parent), each id once."""
    found: dict[str, dict[str, Any]] = {}
    for value, colour, parent in given:
        id = named(value)
        if not id:
            continue
        if id in found:
            notes.add("class_twice", name=id)
            continue
        if len(found) >= MAX_CLASSES:
            notes.add("too_many_classes", limit=MAX_CLASSES)
            break
        one: dict[str, Any] = {"id": id}
        if colour and _COLOUR.fullmatch(colour):
            one["colour"] = colour
        if parent:
            one["parent"] = parent
        found[id] = one
    return list(found.values())
