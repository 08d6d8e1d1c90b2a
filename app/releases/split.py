"""Who is in which share of a release. What belongs together (a speaker's utterances, a source's
pieces) is in one share, so that no voice that a model has learned from is among those that it is
tried on.
"""

import hashlib
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import accumulate
from typing import Any

import orjson

FOLDERS = {"training": "1.Training", "validation": "2.Validation", "test": "3.Test"}
"""The shares, and the folders that they lie in."""

MOST_NAMED = 10_000
"""Groups that the manifest names; beyond it tells how many there are."""


class NobodyNamed(ValueError):
    """Items whose group is not known; the number of them is the argument."""


@dataclass(frozen=True, slots=True)
class Part:
    """A share of a release, or, without a name, all of it. `names_sha256` is of its items' names in
    order, each with the end of its line."""

    name: str = ""
    goal: int = 100  # of a hundred items
    items: int = 0
    groups: tuple[str, ...] = ()
    names_sha256: str = ""

    @property
    def folder(self) -> str:
        """What its files' names begin with."""
        return f"{FOLDERS[self.name]}/" if self.name else ""

    def as_json(self, by: str) -> dict[str, Any]:
        """What the manifest says of it."""
        told: dict[str, Any] = {
            "folder": FOLDERS[self.name],
            "goal": self.goal,
            "items": self.items,
            "names_sha256": self.names_sha256,
        }
        if by != "item":
            told["groups"] = len(self.groups)
            told["speakers" if by == "speaker" else "named"] = self.groups[:MOST_NAMED]
        return told


def placed(split: Mapping[str, Any], items: Mapping[str, int]) -> dict[str, str]:
    """The share of each group.

    `items` counts items by key: the JSON of a list of those who are together on them, each a name
    or `{"speaker": name, ...}`. Who is together once stays together. The largest group comes first
    (of equal ones the order is drawn by the seed), each to the share that lacks most: the same
    items and seed give the same shares, and none is further from its goal than the largest group is
    large. Raises NobodyNamed.
    """
    if nobody := sum(count for key, count in items.items() if not all(names(key))):
        raise NobodyNamed(nobody)
    shares = goals(split)
    whole, total = sum(items.values()), sum(shares.values())
    lacking = {name: whole * goal / total for name, goal in shares.items()}
    found: dict[str, str] = {}
    groups = _together(items)
    sizes = {group: sum(items[key] for key in keys) for group, keys in groups.items()}

    def order(group: str) -> tuple[int, str]:
        drawn = hashlib.sha256(f"{split['seed']}:{group}".encode()).hexdigest()
        return -sizes[group], drawn

    for group in sorted(groups, key=order):
        name = max(lacking, key=lambda each: lacking[each])
        found |= dict.fromkeys(groups[group], name)
        lacking[name] -= sizes[group]
    return found


def goals(split: Mapping[str, Any]) -> dict[str, int]:
    """The shares that are wanted, in the order of `FOLDERS`."""
    return {name: split["shares"][name] for name in FOLDERS if split["shares"].get(name)}


def edges(split: Mapping[str, Any]) -> dict[str, float]:
    """The part of all items at which each share ends, where they are drawn one by one."""
    shares = goals(split)
    total = sum(shares.values())
    return dict(zip(shares, (one / total for one in accumulate(shares.values())), strict=True))


def names(key: str) -> list[str]:
    """Those who are together; "" for one who is not named."""
    given = [one["speaker"] if isinstance(one, dict) else one for one in orjson.loads(key)]
    return ["" if one is None else str(one) for one in given]


def _together(items: Mapping[str, int]) -> dict[str, list[str]]:
    """The keys of those who were ever together, by the first name among them."""
    root: dict[str, str] = {}

    def find(name: str) -> str:
        while (above := root.setdefault(name, name)) != name:
            root[name] = name = root[above]
        return name

    for key in items:
        first, *others = map(find, names(key))
        for other in others:
            one, two = sorted((find(first), find(other)))
            root[two] = one
    found: dict[str, list[str]] = defaultdict(list)
    for key in sorted(items):
        found[find(names(key)[0])].append(key)
    return found
