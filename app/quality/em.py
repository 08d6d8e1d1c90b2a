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
KNOWN = 10.0  # tasks that one weighs whose truth is known: no crowd can talk it round
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
    weight = _weights(votes, known)
    belief = _clamped(shares(votes), known)
    if known is not None:
        # Whoever fails gold is not believed from the first: those who agree on what is wrong, and
        # answer more than others, would persuade the models of it.
        tested = votes.only(known[votes.task] >= 0)
        belief = _clamped(coin_posterior(votes, _accuracy(tested, belief, weight)), known)
    for _ in range(ROUNDS):
        accuracy = _accuracy(votes, belief, weight)
        before, belief = belief, _clamped(coin_posterior(votes, accuracy), known)
        if _moved(before, belief) < SETTLED:
            break
    return accuracy


def dawid_skene(votes: Votes, start: Floats, known: Ints | None = None) -> tuple[Floats, Floats]:
    """The confusion of each worker (and of a newcomer in the end) and the share of each class,
    from a first belief, tasks x true classes.
    """
    weight = _weights(votes, known)
    belief = _clamped(start, known)
    for _ in range(ROUNDS):
        confusion, prior = _confusion(votes, belief, weight)
        before, belief = belief, _clamped(confusion_posterior(votes, confusion, prior), known)
        if _moved(before, belief) < SETTLED:
            break
    return confusion, prior


def _accuracy(votes: Votes, belief: Floats, weight: Floats) -> Floats:
    """What a belief makes likeliest, of workers and of a newcomer; tasks weigh as they are told."""
    each = weight[votes.task]
    right = belief[votes.task, votes.label] * each
    usual = (right.sum() + 1) / (each.sum() + 2)
    given, answered = (summed(votes.worker, votes.workers, one) for one in (right, each))
    accuracy = (given + DRAW_COIN * usual) / (answered + DRAW_COIN)
    return np.asarray(np.append(accuracy, usual).clip(WORST, 1 - WORST))


def _confusion(votes: Votes, belief: Floats, weight: Floats) -> tuple[Floats, Floats]:
    """The same of confusions, and of the classes' shares."""
    kinds = votes.classes
    cells = votes.worker * kinds + votes.label
    sides = np.ascontiguousarray((belief * weight[:, None]).T)
    counted = [summed(cells, votes.workers * kinds, side[votes.task]) for side in sides]
    each = np.stack(counted, axis=1).reshape(votes.workers, kinds, -1).transpose(0, 2, 1)
    usual = each.sum(axis=0) + FLOOR
    usual /= usual.sum(axis=1, keepdims=True)
    each = each + DRAW_ROW * usual
    confusion = np.append(each / each.sum(axis=2, keepdims=True), usual[None], axis=0)
    share = belief.sum(axis=0) + 1
    return confusion, share / share.sum()


def softmax(logs: Floats) -> Floats:
    """Rows of chances that add up to 1, of rows of their logarithms."""
    return normalised(np.exp(logs - logs.max(axis=1, keepdims=True, initial=-np.inf)))


def _moved(before: Floats, belief: Floats) -> float:
    return float(np.abs(before - belief).sum() / max(len(belief), 1))


def _weights(votes: Votes, known: Ints | None) -> Floats:
    return np.ones(votes.tasks) if known is None else np.where(known >= 0, KNOWN, 1.0)


def _clamped(belief: Floats, known: Ints | None) -> Floats:
    if known is None:
        return belief
    sure = np.flatnonzero(known >= 0)
    belief = belief.copy()
    belief[sure] = 0
    belief[sure, known[sure]] = 1
    return belief
