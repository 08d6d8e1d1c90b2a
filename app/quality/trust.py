"""How far a person is to be trusted in a stage: the part of his answers that are right, and how
surely that is known.

What is known is a beta distribution: it begins as what people of the stage do on the whole, and
each piece of evidence weighs what its kind is worth. Gold weighs most: nobody else's mistake is in
it.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

import numpy as np

from app.core.policy import FIRST, Pause, Seats
from app.quality.chances import beta_below, beta_quantile
from app.quality.em import softmax
from app.quality.votes import Flags, Floats, Votes

Who = TypeVar("Who", bound=Hashable)

GOLD, VERDICT, PEERS = 1.0, 0.7, 0.3
NEWCOMER = 4.0  # answers that what others do counts for
USUAL = 0.75  # the part of answers that is right, where nothing is known of a stage
WEAK = 0.15  # below the middle of the stage: a bad worker
NEWEST = 200  # answers of a stage that tell what people say
BLIND = 0.001  # as unlikely as this it is that somebody says the same so often who looks


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


@dataclass(frozen=True, slots=True)
class Habit:
    """Of a person's first answers (`of`), how many were one and the same, and what part of what
    others say is that too."""

    same: int
    of: int
    usual: float

    @property
    def chance(self) -> float:
        """That somebody who answers as others do says the same so often, or oftener."""
        return beta_below(self.usual, self.same, self.of - self.same + 1)


def habit(own: Sequence[Hashable], others: Sequence[Hashable]) -> Habit | None:
    """Of a person's first answers and the newest of others in his stage; None before he has given
    as many as a newcomer does. Answers are compared as they are: classes, or texts that tell one
    answer from another."""
    first = own[:FIRST]
    if len(first) < FIRST:
        return None
    said, same = Counter(first).most_common(1)[0]
    return Habit(same, FIRST, (others.count(said) + 1) / (len(others) + 2))


def halts(pause: Pause, evidence: Evidence, bar: float, habit: Habit | None = None) -> bool:
    """Whether somebody gets no new seats until a person has looked. In a sentence to him: *too many
    of your answers that somebody knows or has looked at were wrong, or your first fifteen say the
    same far more often than others do.*

    Evidence is every known answer, and every verdict on his work, as soon as there are so many as
    the stage asks: he is then likelier than is asked below the bar. His habit is looked at once,
    with the last of a newcomer's answers: who says always the same is stopped by it before anybody
    has found time for his work, and however lucky he was. Where most say the same it tells
    nothing. The engine asks this at each hand-in of a known answer, at a newcomer's last, and after
    verdicts (`weigh`); at the levels that inspect nobody has a habit, since most work is right.
    """
    known = sum(evidence.gold) + sum(evidence.verdicts)
    if known >= pause.known and trust(evidence).below(bar) >= pause.below:
        return True
    return habit is not None and habit.chance <= BLIND


def seats(holds: Seats, answers: int, what: Trust, bar: float) -> int:
    """Seats at once: a newcomer's, until he has answered as much as one does who is none any more,
    and with nineteen chances in twenty is above the bar."""
    known = answers >= FIRST and what.interval()[0] > bar
    return holds.trusted if known else holds.newcomer


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
