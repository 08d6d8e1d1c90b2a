"""How far a person is to be trusted in a stage: the part of his answers that are right, and how
surely that is known.

What is known is a beta distribution: it begins as what people of the stage do on the whole, and
each piece of evidence weighs what its kind is worth. Gold weighs most: nobody else's mistake is in
it.
"""

from __future__ import annotations

import math
from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from typing import TypeVar

import numpy as np

from app.core.policy import Pause
from app.quality.chances import beta_below, beta_quantile
from app.quality.em import softmax
from app.quality.votes import Flags, Floats, Votes

Who = TypeVar("Who", bound=Hashable)

GOLD, VERDICT, PEERS = 1.0, 0.7, 0.3
NEWCOMER = 4.0  # answers that what others do counts for
WEAK = 0.15  # below the middle of the stage: a bad worker
USUAL = 0.75  # the part of answers that is right, where nothing is known of a stage


@dataclass(frozen=True, slots=True)
class Evidence:
    """Rights and wrongs of a person, each of which may be parts: of an inspected answer, the part
    that stood; of peers, the chance that they give his answer.
    """

    gold: tuple[float, float] = (0.0, 0.0)
    verdicts: tuple[float, float] = (0.0, 0.0)
    peers: tuple[float, float] = (0.0, 0.0)


@dataclass(frozen=True, slots=True)
class Trust:
    """Beta(right, wrong)."""

    right: float
    wrong: float

    @property
    def mean(self) -> float:
        """The part of his answers that is expected to be right."""
        return self.right / (self.right + self.wrong)

    @property
    def deviation(self) -> float:
        """How far the truth may lie from the mean, as a standard deviation."""
        many = self.right + self.wrong
        return math.sqrt(self.mean * (1 - self.mean) / (many + 1))

    def interval(self, sure: float = 0.9) -> tuple[float, float]:
        """What lies between with this chance."""
        tail = (1 - sure) / 2
        return (
            beta_quantile(tail, self.right, self.wrong),
            beta_quantile(1 - tail, self.right, self.wrong),
        )

    def below(self, bar: float) -> float:
        """The chance that less than `bar` of his answers are right."""
        return beta_below(bar, self.right, self.wrong)


def trust(evidence: Evidence, usual: float = USUAL) -> Trust:
    """Of a person, where `usual` of the answers in the stage are right."""
    right, wrong = usual * NEWCOMER, (1 - usual) * NEWCOMER
    for weight, (good, bad) in (
        (GOLD, evidence.gold),
        (VERDICT, evidence.verdicts),
        (PEERS, evidence.peers),
    ):
        right += weight * good
        wrong += weight * bad
    return Trust(right, wrong)


def halts(pause: Pause, evidence: Evidence, bar: float) -> bool:
    """Whether somebody gets no new seats until a person has looked: he has given so many known
    answers, and is likelier than not, as surely as is asked, below the bar."""
    return sum(evidence.gold) >= pause.gold and trust(evidence).below(bar) >= pause.below


def by_peers(votes: Votes, accuracy: Floats) -> tuple[Floats, Flags]:
    """The chance that each answer is right by what the others say of its task, and whether there
    are others. `accuracy` is each worker's, a newcomer's in the end.
    """
    odds = np.log(accuracy * (votes.classes - 1)) - np.log1p(-accuracy)
    said = odds[votes.worker]
    rows = np.arange(len(votes))
    others = votes.tally(said)[votes.task]
    others[rows, votes.label] -= said
    return softmax(others)[rows, votes.label], votes.counts()[votes.task] > 1


def bar(people: Mapping[Who, Trust]) -> float:
    """Below which somebody is a bad worker: so far under the middle of all."""
    return float(np.median([one.mean for one in people.values()])) - WEAK


def worst_first(people: Mapping[Who, Trust]) -> list[tuple[Who, float]]:
    """People and the chance that each is a bad worker, the likeliest first."""
    if not people:
        return []
    under = bar(people)
    ranked = [(who, one.below(under)) for who, one in people.items()]
    return sorted(ranked, key=lambda pair: -pair[1])


def auc(score: Floats, bad: Flags) -> float | None:
    """The chance that a bad one has a higher score than a good one (the area under the receiver's
    curve); None where there are none of either.
    """
    if bad.all() or not bad.any():
        return None
    ours, theirs = score[bad][:, None], score[~bad]
    return float((ours > theirs).mean() + (ours == theirs).mean() / 2)
