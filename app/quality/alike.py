"""How likely it is that what several people say is right, where answers are not chosen from a list.

People who are right say nearly the same; there are many ways to be wrong, so two who are wrong
seldom say the same. All that is asked of an answer is with which others it agrees.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from math import exp, log

OTHERS = 10.0  # ways to be wrong
DRAW = 4.0  # answers that the crowd's accuracy counts for in each person's
START = 0.8  # of a crowd of which nothing is known
SURE = 20.0  # answers that this counts for
ROUNDS = 8
WORST = 0.01  # nobody is surely wrong, or surely right


@dataclass(frozen=True, slots=True)
class Alike:
    """How often each person says what is right, and a newcomer."""

    accuracy: Mapping[Hashable, float]
    usual: float = START

    def chance(self, groups: Sequence[Sequence[Hashable | None]]) -> float:
        """That the first group is right, of groups of people who say the same; 0 where nobody is in
        it. None is a newcomer."""
        return self.chances(groups)[0] if groups and groups[0] else 0.0

    def chances(self, groups: Sequence[Sequence[Hashable | None]]) -> list[float]:
        """That each group is right; what they lack to 1 is the chance that nobody is."""
        logs = [
            sum(log(self._of(who) / (1 - self._of(who)) * OTHERS) for who in group)
            for group in groups
        ]
        logs.append(log(OTHERS))
        highest = max(logs)
        weights = [exp(one - highest) for one in logs]
        total = sum(weights)
        return [one / total for one in weights[:-1]]

    def _of(self, who: Hashable | None) -> float:
        return self.usual if who is None else self.accuracy.get(who, self.usual)


@dataclass(frozen=True, slots=True)
class Heard:
    """Who said the same in one task, in groups; `right` is the group that is known to be right, -1
    where none of them is, None where that is not known."""

    groups: Sequence[Sequence[Hashable]]
    right: int | None = None


def fit_alike(tasks: Sequence[Heard]) -> Alike:
    """People by expectation maximisation: who is often in a group that is likely right."""
    found = Alike({})
    told = [task for task in tasks if task.right is not None or sum(map(len, task.groups)) > 1]
    for _ in range(ROUNDS):
        right: dict[Hashable, float] = {}
        count: dict[Hashable, int] = {}
        for task in told:
            for group, chance in zip(task.groups, _belief(found, task), strict=True):
                for who in group:
                    right[who] = right.get(who, 0.0) + chance
                    count[who] = count.get(who, 0) + 1
        usual = _within((sum(right.values()) + START * SURE) / (sum(count.values()) + SURE))
        accuracy = {
            who: _within((right[who] + DRAW * usual) / (many + DRAW)) for who, many in count.items()
        }
        found = Alike(accuracy, usual)
    return found


def _belief(found: Alike, task: Heard) -> list[float]:
    if task.right is None:
        return found.chances(task.groups)
    return [float(at == task.right) for at in range(len(task.groups))]


def _within(chance: float) -> float:
    return min(max(chance, WORST), 1 - WORST)
