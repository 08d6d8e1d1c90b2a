"""What is compared: plans, as a manager would set them, and the prices; what they came to."""

from __future__ import annotations

from dataclasses import dataclass

from app.core.policy import DynamicOverlap, GoldShares, InspectShares, Pause, Quality, Seats
from app.models.project import Inspect

FIXED = 5
"""Answers a task of the plan that others are compared with."""


@dataclass(frozen=True, slots=True)
class Plan:
    """A stage's settings: its quality, and what its two levels look at."""

    quality: Quality
    inspect1: Inspect
    inspect2: Inspect


_PARTS = {"gold": GoldShares(), "inspect": InspectShares(), "holds": Seats(), "pause": Pause()}

DEFAULT = Plan(Quality(**_PARTS), inspect1=Inspect.ALL, inspect2=Inspect.RISK)
"""Where an inspection costs about as much as an answer: one answer, who looks mends what is wrong,
and of what he let through the second level looks at the riskier half and at part of the rest."""

SPARING = Plan(
    Quality(
        gold=GoldShares(),
        holds=Seats(),
        pause=Pause(),
        overlap=DynamicOverlap(),
        inspect=InspectShares(newcomer=10, trusted=0.0, risky=0.1, random=0.03, twice=0.05),
    ),
    inspect1=Inspect.RISK,
    inspect2=Inspect.NONE,
)
"""Where inspections are dear: as many answers as make it sure, and a look at newcomers, at the
riskiest and at what is undecided."""


@dataclass(frozen=True, slots=True)
class Prices:
    """In won, of one answer (gold is paid like any) and of one inspection."""

    answer: int = 50
    inspection: int = 40

    def cost(self, answers: int, inspections: int) -> int:
        """Of all that was handed in."""
        return answers * self.answer + inspections * self.inspection


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a plan came to, against the truth that only the simulation knows.

    `gold` is answers to known tasks, `seeded` verdicts on known errors; both are paid and part of
    the cost. Labels that were wrong in some answer or before some look and are right in the end
    were `found`; `left` are wrong in the end. `estimate` is between what the stage says of labels
    that its last level has not looked at, `wrong_unseen` what is true of them; None where there are
    none. `spammers` has the answers, gold among them, of each who only spams. `halted` got no new
    seats until somebody had looked, `halted_good` of them by mistake, out of `good` people.
    """

    tasks: int
    answers: int
    gold: int
    first_looks: int
    second_looks: int
    seeded: int
    cost: int
    found: int
    left: int
    wrong_unseen: float | None = None
    estimate: tuple[float, float] | None = None
    spammers: tuple[int, ...] = ()
    halted: int = 0
    halted_good: int = 0
    good: int = 0

    @property
    def wrong(self) -> float:
        """The part of labels that are wrong in the end."""
        return self.left / self.tasks

    @property
    def inspections(self) -> int:
        """Every look."""
        return self.first_looks + self.second_looks + self.seeded

    @property
    def covered(self) -> bool | None:
        """Whether what is true of unseen labels lies where the stage says."""
        if self.estimate is None or self.wrong_unseen is None:
            return None
        return self.estimate[0] <= self.wrong_unseen <= self.estimate[1]
