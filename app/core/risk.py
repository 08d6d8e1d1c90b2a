"""How likely a hand-in is to be wrong, as inspected ones have shown, or by its author's trust until
there are enough of those. Pure, and quick: it is asked at every hand-in."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

EDGE = 0.01
FINE = 100
"""Steps of the stage's risks that are kept, so that any share of the riskiest can be told."""


@dataclass(frozen=True, slots=True)
class HandIn:
    """What is known of a hand-in before anybody has looked at it."""

    trust: float | None  # the part of the author's answers that is right; None: nothing is known
    answers: int  # that he has handed in here
    marks: int  # annotations in it
    seconds: float  # that it took
    attempt: int  # the nth hand-in of this work

    @property
    def features(self) -> list[float]:
        """As the model reads it."""
        trust = 0.5 if self.trust is None else min(max(self.trust, EDGE), 1 - EDGE)
        return [
            math.log(trust / (1 - trust)),
            math.log1p(self.answers),
            math.log1p(self.marks),
            math.log1p(max(self.seconds, 0.0)),
            float(self.attempt),
        ]


@dataclass(frozen=True, slots=True)
class Order:
    """By what the hand-ins of a stage are put in order: a fitted model, or none yet, and how the
    risks of its newest hand-ins lie."""

    mean: tuple[float, ...] = ()
    scale: tuple[float, ...] = ()
    weight: tuple[float, ...] = ()  # the constant is the last; empty: nothing was learned yet
    steps: tuple[float, ...] = ()  # FINE + 1 quantiles of the newest risks; empty: none yet

    def risk(self, one: HandIn) -> float:
        """The chance that it is wrong, 0 to 1, to four places, as it is kept."""
        if not self.weight:
            return round(0.5 if one.trust is None else 1 - one.trust, 4)
        score = self.weight[-1] + sum(
            (value - mean) / scale * weight
            for value, mean, scale, weight in zip(
                one.features, self.mean, self.scale, self.weight, strict=False
            )
        )
        return round(1 / (1 + math.exp(-min(max(score, -30.0), 30.0))), 4)

    def among(self, risk: float, share: float) -> bool:
        """Whether that is among the riskiest of this share. Of many that are equally risky none
        is: the share is a most."""
        if not self.steps or share <= 0:
            return False
        return risk > self.steps[math.ceil(FINE * (1 - share))] if share < 1 else True

    def stored(self) -> dict[str, Any]:
        """As `quality_model.risk` has it."""
        return {
            "mean": list(self.mean),
            "scale": list(self.scale),
            "weight": list(self.weight),
            "steps": list(self.steps),
        }


NO_ORDER = Order()


def order_of(stored: dict[str, Any] | None) -> Order:
    """From what is stored; what is not a hand-in's order is none."""
    if not stored or "steps" not in stored:
        return NO_ORDER
    return Order(*(tuple(stored[name]) for name in ("mean", "scale", "weight", "steps")))


def steps_of(risks: Sequence[float]) -> tuple[float, ...]:
    """The quantiles that `Order.steps` keeps."""
    ranked = sorted(risks)
    if not ranked:
        return ()
    return tuple(ranked[round(nth / FINE * (len(ranked) - 1))] for nth in range(FINE + 1))
