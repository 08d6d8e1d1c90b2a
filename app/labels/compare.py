"""What a correction changed, and how far two answers agree."""

from dataclasses import dataclass
from typing import Any

from app.labels.base import Annotation, Json
from app.labels.parse import Answer, Schema
from app.labels.picture import TYPES


@dataclass(frozen=True, slots=True)
class Change:
    """One annotation that kept its id and not its content."""

    before: Annotation
    after: Annotation


@dataclass(frozen=True, slots=True)
class Difference:
    """From one answer to the next, in annotations."""

    added: tuple[Annotation, ...]
    removed: tuple[Annotation, ...]
    changed: tuple[Change, ...]

    def __bool__(self) -> bool:
        return bool(self.added or self.removed or self.changed)

    def as_json(self) -> Json:
        """`{"added": [...], "removed": [...], "changed": [{"before", "after"}]}`."""
        return {
            "added": [_json(one) for one in self.added],
            "removed": [_json(one) for one in self.removed],
            "changed": [
                {"before": _json(one.before), "after": _json(one.after)} for one in self.changed
            ],
        }


def difference(before: Answer, after: Answer) -> Difference:
    """What became of each annotation, told by its id.

    A client may give an untouched annotation another id: equal content under two ids is no
    difference.
    """
    old = {one.id: one for one in before.annotations}
    new = {one.id: one for one in after.annotations}
    changed = tuple(
        Change(old[key], one)
        for key, one in new.items()
        if key in old and _content(old[key]) != _content(one)
    )
    gone: dict[tuple[Any, ...], list[Annotation]] = {}
    for key, one in old.items():
        if key not in new:
            gone.setdefault(_content(one), []).append(one)
    added = []
    for key, one in new.items():
        if key not in old:
            same = gone.get(_content(one))
            if same:
                same.pop(0)
            else:
                added.append(one)
    removed = tuple(one for same in gone.values() for one in same)
    return Difference(added=tuple(added), removed=removed, changed=changed)


def similarity(schema: Schema, one: Answer, other: Answer) -> float:
    """How far two answers agree, 0 to 1: the mean over the schema's labels.

    Both answers have passed `check`.
    """
    scores = []
    for label in schema.labels:
        ours, theirs = (
            [mark for mark in answer.annotations if mark.name == label.name]
            for answer in (one, other)
        )
        scores.append(TYPES[label.kind].similarity(label, ours, theirs))
    return sum(scores) / len(scores)


def _json(annotation: Annotation) -> Json:
    return annotation.model_dump(mode="json", by_alias=True)


def _content(annotation: Annotation) -> tuple[Any, ...]:
    return tuple(value for key, value in annotation if key != "id")
