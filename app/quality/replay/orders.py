"""In which order answers come, and what was bought of them."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

import numpy as np

from app.quality.dynamic import Policy, Step, steps
from app.quality.votes import Floats, Ints

T = TypeVar("T")


def places(group: Ints, chance: np.random.Generator) -> Ints:
    """The place of each row among those of its group, from 0, in random order."""
    order = np.lexsort((chance.random(len(group)), group))
    many = np.bincount(group)
    first = np.repeat(np.cumsum(many) - many, many)
    found = np.empty(len(group), dtype=np.int64)
    found[order] = np.arange(len(group)) - first
    return found


def bought(
    available: Ints, policy: Policy, judge: Callable[[Ints], tuple[Floats, T]]
) -> tuple[Ints, T]:
    """How many answers of each task are bought, and what they come to in the end. `judge` says of
    so many answers for each task how sure each label is, and whatever it makes of them.
    """
    taken = np.minimum(available, policy.start)
    while True:
        surety, made = judge(taken)
        more = (steps(surety, taken, policy) == Step.MORE) & (taken < available)
        if not more.any():
            return taken, made
        taken = taken + more
