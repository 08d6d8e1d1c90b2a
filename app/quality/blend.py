"""The final label of overlapping answers: the mean of one-coin, Dawid-Skene and the vote share.

No one of the three is safe on every set of answers; their mean is.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from app.quality.em import coin_posterior, confusion_posterior, dawid_skene, one_coin
from app.quality.votes import Floats, Ints, Names, Votes, gather, shares

MANY = 30  # classes, beyond which nobody answers enough to fill a confusion matrix
DOUBT = 1.0  # answers that say nothing, in the vote share: one answer alone is no certainty


@dataclass(frozen=True, slots=True)
class Belief:
    """What each of the three says of tasks: chances, tasks x classes."""

    coin: Floats
    skene: Floats
    share: Floats

    @property
    def posterior(self) -> Floats:
        """The chance of each class by all three: the final label is the likeliest."""
        return (self.coin + self.skene + self.share) / 3

    @property
    def surety(self) -> Floats:
        """How sure the models are of some class, for each task: what overlap is bought by. The vote
        share, which one dissenting answer holds down for good, has no say in it.
        """
        return np.asarray((self.coin + self.skene).max(axis=1, initial=0) / 2)


@dataclass(frozen=True, slots=True)
class Crowd:
    """Workers as they were fitted: `accuracy` for each, `confusion` as workers x true classes x
    answers, the last of both a newcomer's; `prior` is the share of each class. Of many classes
    there is no confusion, and one-coin stands for Dawid-Skene too.
    """

    accuracy: Floats
    confusion: Floats | None
    prior: Floats

    def belief(self, votes: Votes) -> Belief:
        """What whatever answers of these workers tell."""
        coin = skene = coin_posterior(votes, self.accuracy)
        if self.confusion is not None:
            skene = confusion_posterior(votes, self.confusion, self.prior)
        return Belief(coin, skene, shares(votes, DOUBT))

    def posterior(self, votes: Votes) -> Floats:
        """The chance of each class, tasks x classes."""
        return self.belief(votes).posterior


def fit(votes: Votes, known: Ints | None = None) -> Crowd:
    """Workers by what they answered. `known` has the true class of a task (of gold, of an inspected
    one), else -1.
    """
    accuracy = one_coin(votes, known)
    start = coin_posterior(votes, accuracy)
    if votes.classes > MANY:
        return Crowd(accuracy, None, start.mean(axis=0))
    confusion, prior = dawid_skene(votes, start, known)
    return Crowd(accuracy, confusion, prior)


@dataclass(frozen=True)
class People:
    """A fitted crowd under the names of its people and classes: one task at a time, as answers come
    in. `votes` and `names` are what it was fitted on.
    """

    crowd: Crowd
    names: Names

    @cached_property
    def _places(self) -> tuple[Mapping[Hashable, int], Mapping[Hashable, int]]:
        workers, classes = (
            {one: at for at, one in enumerate(many)}
            for many in (self.names.workers, self.names.classes)
        )
        return workers, classes

    def belief(self, answers: Sequence[tuple[Hashable, Hashable]]) -> Belief:
        """Of one task, by its answers of worker and class. A worker who was not fitted is a
        newcomer; a class that was not is a KeyError.
        """
        workers, classes = self._places
        said = np.array([classes[label] for _, label in answers], dtype=np.int64)
        who = np.array([workers.get(worker, -1) for worker, _ in answers], dtype=np.int64)
        task = np.zeros(len(answers), dtype=np.int64)
        return self.crowd.belief(Votes(task, who, said, 1, len(workers), len(self.crowd.prior)))


def fit_people(
    rows: Iterable[tuple[Hashable, Hashable, Hashable]],
    classes: Iterable[Hashable],
    truth: Mapping[Any, Hashable] | None = None,
) -> People:
    """People by rows of task, worker and class; `truth` has the class of tasks where it is known.
    Every class that may be chosen is among `classes`.
    """
    votes, names = gather(rows, classes)
    return People(fit(votes, known_of(names, truth or {})), names)


def known_of(names: Names, truth: Mapping[Any, Hashable]) -> Ints:
    """The number of each task's true class, -1 where it is not known."""
    classes = {one: at for at, one in enumerate(names.classes)}
    return np.array(
        [classes.get(truth.get(task), -1) if task in truth else -1 for task in names.tasks],
        dtype=np.int64,
    )
