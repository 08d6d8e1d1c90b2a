"""Confidence that keeps its word: what the models claim, put right by tasks whose truth is known.

Platt's scaling of log-odds (J. Platt, 1999), drawn towards no change: with a hundred known tasks
it did better than isotonic regression on each of nine sets.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from app.quality.logistic import logit, newton, sigmoid, with_constant
from app.quality.votes import Flags, Floats, summed

EDGE = 1e-3
FLAT = np.array([1e9, 0.1])
HOLD = np.array([2.0, 0.1])  # to a slope of 1 and a shift of 0


@dataclass(frozen=True, slots=True)
class Calibration:
    """What confidence is worth. As it is made, it changes nothing."""

    slope: float = 1.0
    shift: float = 0.0

    def __call__(self, confidence: Floats) -> Floats:
        """The chance that a label of this confidence is right."""
        if (self.slope, self.shift) == (1.0, 0.0):
            return confidence
        return sigmoid(self.slope * logit(confidence, EDGE) + self.shift)


def calibrate(confidence: Floats, right: Flags) -> Calibration:
    """From the confidence of labels whose truth is known, and whether they were right."""
    columns = with_constant(logit(confidence, EDGE)[:, None])
    slope, shift = newton(columns, right, HOLD, np.array([1.0, 0.0]))
    if slope < 0:  # by chance: more confidence is never worth less
        slope, (_, shift) = 0.0, newton(columns, right, FLAT, np.zeros(2))
    return Calibration(float(slope), float(shift))


def calibration_error(confidence: Floats, right: Flags, bins: int = 10) -> float:
    """The expected calibration error: how far confidence and the part that is right lie apart, on
    the whole, in bins of equal width; 0 without labels.
    """
    if not len(confidence):
        return 0.0
    where = np.minimum((confidence * bins).astype(int), bins - 1)
    gap = summed(where, bins, confidence - right)
    return float(np.abs(gap).sum() / len(confidence))
