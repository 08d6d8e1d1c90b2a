"""What workers' answers tell of the truth and of themselves, by expectation maximisation.

One accuracy for each worker (the "one-coin" model), or a confusion matrix: A. P. Dawid and A. M.
Skene, "Maximum likelihood estimation of observer error-rates using the EM algorithm" (1979). Both
are drawn towards what workers do on the whole, so that few answers of one say little. The prior
over classes is uniform for one-coin: learned from a handful of answers a task it runs away to the
most frequent class.
"""

from __future__ import annotations

import numpy as np

from app.quality.votes import Floats, Ints, Votes, normalised, shares, summed

ROUNDS = 50
SETTLED = 1e-3  # of chance that a task moves in a round, on the mean
DRAW_COIN = 4.0  # answers that the crowd's accuracy counts for in each worker's
DRAW_ROW = 2.0  # and the crowd's confusion in each row of a worker's
WORST = 0.01  # nobody is surely wrong, or surely right
FLOOR = 1.0  # answers of every kind that are added to each row of the crowd's confusion


def coin_posterior(votes: Votes, accuracy: Floats) -> Floats:
    """Tasks x classes, given each worker's accuracy; the last entry is that of a newcomer."""
    odds = np.log(accuracy * (votes.classes - 1)) - np.log1p(-accuracy)
    return softmax(votes.tally(odds[votes.worker]))


def confusion_posterior(votes: Votes, confusion: Floats, prior: Floats) -> Floats:
    """Tasks x true classes, given workers x true classes x answers and the classes' shares. The
    last worker is a newcomer. There may be more answers than true classes.
    """
    kinds = confusion.shape[2]
    rows = np.log(confusion).transpose(1, 0, 2).reshape(len(prior), -1)
    cells = np.where(votes.worker < 0, len(confusion) - 1, votes.worker) * kinds + votes.label
    said = [summed(votes.task, votes.tasks, row[cells]) for row in rows]
    return softmax(np.stack(said, axis=1) + np.log(prior))


def one_coin(votes: Votes, known: Ints | None = None) -> Floats:
    """The accuracy of each worker, and of a newcomer in the end. `known` has the true class of a
    task where it is known, else -1.
    """
    belief = _clamped(shares(votes), known)
    answered = summed(votes.worker, votes.workers)
    for _ in range(ROUNDS):
        right = belief[votes.task, votes.label]
        usual = (right.sum() + 1) / (len(votes) + 2)
        given = summed(votes.worker, votes.workers, right)
        accuracy = (given + DRAW_COIN * usual) / (answered + DRAW_COIN)
        accuracy = np.append(accuracy, usual).clip(WORST, 1 - WORST)
        before, belief = belief, _clamped(coin_posterior(votes, accuracy), known)
        if _moved(before, belief) < SETTLED:
            break
    return np.asarray(accuracy)


def dawid_skene(votes: Votes, start: Floats, known: Ints | None = None) -> tuple[Floats, Floats]:
    """The confusion of each worker (and of a newcomer in the end) and the share of each class,
    from a first belief, tasks x true classes.
    """
    belief = _clamped(start, known)
    for _ in range(ROUNDS):
        confusion, prior = confusion_of(votes, belief)
        before, belief = belief, _clamped(confusion_posterior(votes, confusion, prior), known)
        if _moved(before, belief) < SETTLED:
            break
    return confusion, prior


def confusion_of(votes: Votes, belief: Floats) -> tuple[Floats, Floats]:
    """Confusions and shares of classes that a belief about the tasks makes likeliest."""
    kinds = votes.classes
    cells = votes.worker * kinds + votes.label
    sides = np.ascontiguousarray(belief.T)
    counted = [summed(cells, votes.workers * kinds, side[votes.task]) for side in sides]
    each = np.stack(counted, axis=1).reshape(votes.workers, kinds, -1).transpose(0, 2, 1)
    usual = each.sum(axis=0) + FLOOR
    usual /= usual.sum(axis=1, keepdims=True)
    each = each + DRAW_ROW * usual
    confusion = np.append(each / each.sum(axis=2, keepdims=True), usual[None], axis=0)
    weight = belief.sum(axis=0) + 1
    return confusion, weight / weight.sum()


def softmax(logs: Floats) -> Floats:
    """Rows of chances that add up to 1, of rows of their logarithms."""
    return normalised(np.exp(logs - logs.max(axis=1, keepdims=True, initial=-np.inf)))


def _moved(before: Floats, belief: Floats) -> float:
    return float(np.abs(before - belief).sum() / max(len(belief), 1))


def _clamped(belief: Floats, known: Ints | None) -> Floats:
    if known is None:
        return belief
    sure = np.flatnonzero(known >= 0)
    belief = belief.copy()
    belief[sure] = 0
    belief[sure, known[sure]] = 1
    return belief
