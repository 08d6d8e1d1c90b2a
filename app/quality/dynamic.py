"""How many answers a task is given: two at first, one more until its posterior is sure enough.

The threshold is a buying knob and no promise: what claims .95 holds less often than that. What a
confidence is worth says app/quality/calibrate.py.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum

import numpy as np

from app.quality.votes import Floats, Ints


class Step(IntEnum):
    """What becomes of a task with the answers that it has."""

    DONE = 0
    MORE = 1
    INSPECT = 2


@dataclass(frozen=True, slots=True)
class Policy:
    """From `start` answers to at most `cap`, until the surety is `threshold` or more."""

    start: int = 2
    threshold: float = 0.9
    cap: int = 5


CLASSES = Policy()
SPANS = Policy()
TRANSCRIPTS = Policy(cap=7)


def steps(surety: Floats, answers: Ints, policy: Policy) -> Ints:
    """The Step of each task, by how sure its label is (0 to 1) and how many answers it has."""
    unsure = np.where(answers < policy.cap, Step.MORE, Step.INSPECT)
    return np.where(
        answers < policy.start, Step.MORE, np.where(surety >= policy.threshold, Step.DONE, unsure)
    )


def step(surety: float, answers: int, policy: Policy = CLASSES) -> Step:
    """The step of one task."""
    return Step(int(steps(np.array(surety), np.array(answers), policy)))
