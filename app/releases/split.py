"""Who is in which share of a release: by speaker, never by utterance, so that no voice that a model
has learned from is among those that it is tried on.
"""

import hashlib
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import orjson

FOLDERS = {"training": "1.Training", "validation": "2.Validation", "test": "3.Test"}
"""The shares, and the folders that they lie in."""


class NobodyNamed(ValueError):
    """Items whose speaker is not known; the number of them is the argument."""


@dataclass(frozen=True, slots=True)
class Part:
    """A share of a release, or, without a name, all of it. `keys` are those of its items, as
    `queries.speakers` has them; None stands for all.
    """

    name: str = ""
    goal: int = 100  # of a hundred items
    items: int = 0
    speakers: tuple[str, ...] = ()
    keys: tuple[str, ...] | None = None

    @property
    def folder(self) -> str:
        """What its files' names begin with."""
        return f"{FOLDERS[self.name]}/" if self.name else ""

    def as_json(self) -> dict[str, Any]:
        """What the manifest says of it."""
        return {
            "folder": FOLDERS[self.name],
            "goal": self.goal,
            "items": self.items,
            "speakers": self.speakers,
        }


def parts(
    split: Mapping[str, Any], items: Mapping[str, int], held: Mapping[str, Any] | None = None
) -> list[Part]:
    """The shares that have items, in the order of `FOLDERS`.

    `items` counts items by key: the JSON of a list of those who speak, each a pseudonym or
    `{"speaker": pseudonym, ...}`. Who speaks together stays together. The largest group comes first
    (of equal ones the order is drawn by the seed), each to the share that lacks most: the same
    items and seed give the same shares, and none is further from its goal than the largest group is
    large. `held` is what a manifest said of an earlier split, by which speakers stay where they
    were. Raises NobodyNamed.
    """
    if nobody := sum(count for key, count in items.items() if not all(_names(key))):
        raise NobodyNamed(nobody)
    shares = {name: goal for name, goal in split["shares"].items() if goal > 0}
    whole, total = sum(items.values()), sum(shares.values())
    lacking = {name: whole * goal / total for name, goal in shares.items()}
    before = {speaker: name for name, told in (held or {}).items() for speaker in told["speakers"]}
    found: dict[str, list[str]] = defaultdict(list)
    groups = _together(items)
    sizes = {group: sum(items[key] for key in keys) for group, keys in groups.items()}

    def place(group: str) -> str | None:
        stood = {before[one] for key in groups[group] for one in _names(key) if one in before}
        (name, *others) = [*stood, None]
        return name if name in shares and others == [None] else None

    def order(group: str) -> tuple[bool, int, str]:
        drawn = hashlib.sha256(f"{split['seed']}:{group}".encode()).hexdigest()
        return place(group) is None, -sizes[group], drawn

    for group in sorted(groups, key=order):
        name = place(group) or max(lacking, key=lambda each: lacking[each])
        found[name] += groups[group]
        lacking[name] -= sizes[group]
    return [_part(name, shares[name], found[name], items) for name in FOLDERS if found[name]]


def _part(name: str, goal: int, keys: list[str], items: Mapping[str, int]) -> Part:
    speakers = sorted({one for key in keys for one in _names(key)})
    return Part(name, goal, sum(items[key] for key in keys), tuple(speakers), tuple(sorted(keys)))


def _names(key: str) -> list[str]:
    """Those who speak; "" for one who is not named."""
    given = [one["speaker"] if isinstance(one, dict) else one for one in orjson.loads(key)]
    return [str(one or "") for one in given]


def _together(items: Mapping[str, int]) -> dict[str, list[str]]:
    """The keys of those who ever spoke with one another, by the first name among them."""
    root: dict[str, str] = {}

    def find(name: str) -> str:
        while (above := root.setdefault(name, name)) != name:
            root[name] = name = root[above]
        return name

    for key in items:
        first, *others = map(find, _names(key))
        for other in others:
            one, two = sorted((find(first), find(other)))
            root[two] = one
    found: dict[str, list[str]] = defaultdict(list)
    for key in sorted(items):
        found[find(_names(key)[0])].append(key)
    return found
