"""A made-up crowd: people who answer and people who inspect, each as good as his kind is.

Shares and skills are what nine real crowds had: four in five are good, the rest careless, spamming
or of one mind about what is wrong; the busiest tenth gives half of all answers.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum

import numpy as np

from app.quality.votes import Floats, Ints

HARD = 0.4  # what is left of a skill on a hard task


class Kind(IntEnum):
    """What somebody is."""

    GOOD = 0
    CARELESS = 1
    SPAMMING = 2  # always the same class, whatever is asked
    COLLUDING = 3  # what they agreed on, whatever is asked


@dataclass(frozen=True, slots=True)
class Shares:
    """The part of people of each kind, and of inspectors who are careless; of tasks, the hard."""

    careless: float = 0.05
    spamming: float = 0.10
    colluding: float = 0.04
    careless_inspectors: float = 0.2
    hard: float = 0.2

    def people(self) -> list[float]:
        """By kind."""
        bad = (self.careless, self.spamming, self.colluding)
        return [1 - sum(bad), *bad]


@dataclass(frozen=True, slots=True)
class Crowd:
    """`queue` has, for each task, all workers in the order in which they would come to it; `agreed`
    is what colluding ones say of it. A skill is how far somebody is from guessing (0) to knowing
    (1); an inspector's is the chance that he sees what is true.
    """

    classes: int
    truth: Ints
    ease: Floats
    agreed: Ints
    queue: Ints
    kind: Ints
    skill: Floats
    favourite: Ints
    inspectors: Floats

    @property
    def workers(self) -> int:
        """How many people answer."""
        return len(self.kind)

    def answers(self, task: Ints, worker: Ints, chance: np.random.Generator) -> Ints:
        """What these workers say of these tasks, one each."""
        truth = self.truth[task]
        wrong = (truth + chance.integers(1, self.classes, len(task))) % self.classes
        guessing = 1 / self.classes
        knows = guessing + (1 - guessing) * self.skill[worker] * self.ease[task]
        said = np.where(chance.random(len(task)) < knows, truth, wrong)
        said = np.where(self.kind[worker] == Kind.SPAMMING, self.favourite[worker], said)
        return np.where(self.kind[worker] == Kind.COLLUDING, self.agreed[task], said)

    def verdicts(
        self, task: Ints, label: Ints, chance: np.random.Generator, who: Ints | None = None
    ) -> Ints:
        """What these inspectors, or any, make of these labels: who looks sees what is true, who
        does not lets everything stand.
        """
        if who is None:
            who = chance.integers(len(self.inspectors), size=len(task))
        looks = self.inspectors[who]
        return np.where(chance.random(len(task)) < looks, self.truth[task], label)


def make_crowd(
    seed: int,
    *,
    tasks: int = 2000,
    workers: int = 80,
    classes: int = 4,
    inspectors: int = 10,
    shares: Shares | None = None,
) -> Crowd:
    """The same crowd for the same seed."""
    shares = shares or Shares()
    chance = np.random.default_rng(seed)
    kind = chance.permutation(_parts(shares.people(), workers))
    good, careless = chance.beta(12, 5, workers), chance.beta(3, 9, workers)
    busy = np.log(1 / np.arange(1, workers + 1))[chance.permutation(workers)]
    # Whoever is drawn first of those who are left, by how busy each is: Gumbel's way.
    queue = np.argsort(-(busy + chance.gumbel(size=(tasks, workers))), axis=1)
    looks = np.where(_parts([1 - shares.careless_inspectors, 0], inspectors) == 0, 0.97, 0.7)
    return Crowd(
        classes=classes,
        truth=chance.integers(classes, size=tasks),
        ease=np.where(chance.random(tasks) < shares.hard, HARD, 1.0),
        agreed=chance.integers(classes, size=tasks),
        queue=queue.astype(np.int64),
        kind=kind,
        skill=np.where(kind == Kind.GOOD, good, careless),
        favourite=chance.integers(classes, size=workers),
        inspectors=looks,
    )


def _parts(parts: list[float], of: int) -> Ints:
    """So many of each number from 0, by their parts; what rounding leaves is the last."""
    ends = np.round(np.cumsum(parts) * of)
    return np.searchsorted(ends, np.arange(of), side="right").astype(np.int64)
