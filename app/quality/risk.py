"""Which finished tasks to look at first: by the chance that their label is wrong, as inspected ones
have shown, or by what the answers alone say until there are enough of those.
"""

from __future__ import annotations

import numpy as np

from app.quality.blend import Crowd
from app.quality.logistic import Logistic, fit_logistic, logit
from app.quality.votes import Flags, Floats, Votes, likeliest, shares, summed

ENOUGH = 500  # verdicts, before which nothing is learned from them
HOLD = 5.0
EDGE = 1e-4


def features(votes: Votes, crowd: Crowd) -> Floats:
    """Tasks x features of each task's final label: how sure each model is, votes, the trust of who
    is for and against it, the count of answers, the class.
    """
    belief = crowd.belief(votes)
    label = likeliest(belief.posterior)
    rows = np.arange(votes.tasks)
    trust = crowd.accuracy[votes.worker]
    agrees = votes.label == label[votes.task]
    counts = votes.counts()

    def of(kept: Flags) -> Floats:
        many = summed(votes.task[kept], votes.tasks)
        total = summed(votes.task[kept], votes.tasks, trust[kept])
        return np.asarray((total + crowd.accuracy[-1]) / (many + 1))

    sure = (belief.posterior, belief.coin, belief.skene)
    return np.column_stack(
        [
            *(logit(each[rows, label], EDGE) for each in sure),
            shares(votes)[rows, label],
            of(agrees),
            of(~agrees),
            np.log1p(counts),
            np.eye(votes.classes)[label],
        ]
    )


def learn(of: Floats, wrong: Flags) -> Logistic | None:
    """The model of the features of inspected tasks; None while there are too few."""
    if len(wrong) < ENOUGH:
        return None
    return fit_logistic(of, wrong, hold=HOLD)


def risks(model: Logistic | None, of: Floats, confidence: Floats) -> Floats:
    """The chance that each label is wrong, or what is left of its confidence without a model."""
    return 1 - confidence if model is None else model.chance(of)
