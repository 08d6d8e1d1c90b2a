"""Answers that choose one class, as columns: what every computation about them starts from."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

Floats: TypeAlias = NDArray[np.float64]
Ints: TypeAlias = NDArray[np.int64]
Flags: TypeAlias = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Votes:
    """Answer i is worker[i]'s about task[i] and says label[i]; all three count from 0. A worker
    of -1 is one of whom nothing is known yet.
    """

    task: Ints
    worker: Ints
    label: Ints
    tasks: int
    workers: int
    classes: int

    def __len__(self) -> int:
        return len(self.task)

    def only(self, kept: Flags | Ints) -> Votes:
        """These answers alone, under the same numbers."""
        return replace(self, task=self.task[kept], worker=self.worker[kept], label=self.label[kept])

    def tally(self, weight: Floats | None = None) -> Floats:
        """Answers for each class, or the sum of their weights: tasks x classes."""
        cells = self.task * self.classes + self.label
        return summed(cells, self.tasks * self.classes, weight).reshape(self.tasks, self.classes)

    def counts(self) -> Ints:
        """Answers of each task."""
        return np.bincount(self.task, minlength=self.tasks).astype(np.int64)


@dataclass(frozen=True, slots=True)
class Names:
    """What the numbers of Votes stand for."""

    tasks: Sequence[Hashable]
    workers: Sequence[Hashable]
    classes: Sequence[Hashable]


def gather(
    rows: Iterable[tuple[Hashable, Hashable, Hashable]], classes: Iterable[Hashable] = ()
) -> tuple[Votes, Names]:
    """Votes of rows of task, worker and class, numbered as they come; `classes` that nobody may
    have chosen come first.
    """
    books: tuple[dict[Hashable, int], ...] = ({}, {}, {one: at for at, one in enumerate(classes)})
    numbered = [
        [book.setdefault(one, len(book)) for book, one in zip(books, row, strict=True)]
        for row in rows
    ]
    task, worker, label = np.array(numbered, dtype=np.int64).reshape(-1, 3).T
    tasks, workers, labels = (list(book) for book in books)
    votes = Votes(task, worker, label, len(tasks), len(workers), max(len(labels), 2))
    return votes, Names(tasks, workers, labels)


def shares(votes: Votes, doubt: float = 0.0) -> Floats:
    """The part of a task's answers that each class has, with `doubt` answers more that are spread
    over all classes; all the same where there are none.
    """
    return normalised(votes.tally() + doubt / votes.classes)


def majority(votes: Votes, chance: np.random.Generator | None = None) -> Ints:
    """The class that most chose; of several the first, or one by chance."""
    counted = votes.tally()
    if chance is not None:
        counted += chance.random(counted.shape) / 2
    return likeliest(counted)


def normalised(weights: Floats) -> Floats:
    """Rows that add up to 1; a row of nothing gives every class the same."""
    total = weights.sum(axis=1, keepdims=True)
    even = np.full_like(weights, 1 / weights.shape[1])
    np.divide(weights, total, out=even, where=total > 0)
    return even


def likeliest(chances: Floats) -> Ints:
    """The class with the most in each row; of several the first."""
    return np.asarray(chances.argmax(axis=1), dtype=np.int64)


def summed(group: Ints, groups: int, weight: Floats | Flags | None = None) -> Floats:
    """The sum of the weights in each group, or how many there are."""
    return np.asarray(np.bincount(group, weight, minlength=groups), dtype=np.float64)


def means(score: Floats, group: Ints, groups: int) -> Floats:
    """The mean score of each group; nan is none."""
    kept = ~np.isnan(score)
    many = summed(group[kept], groups)
    found = np.full(groups, np.nan)
    np.divide(summed(group[kept], groups, score[kept]), many, out=found, where=many > 0)
    return found
