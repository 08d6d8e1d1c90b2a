"""Answers that choose a class: final labels, overlap, gold, inspection, confidence."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from time import perf_counter
from typing import Any

import numpy as np

from app.quality import risk
from app.quality.blend import Crowd, fit, known_of
from app.quality.calibrate import calibrate, calibration_error
from app.quality.dynamic import Policy
from app.quality.replay.orders import bought, places
from app.quality.trust import WEAK, Evidence, auc, by_peers, trust, worst_first
from app.quality.votes import Flags, Floats, Ints, Votes, gather, likeliest, majority, means, summed

OVERLAPS = {"3": 3, "5": 5, "all": None}
THRESHOLDS = ("0.90", "0.95", "0.99")
BELOW = (0.0, 0.6, 0.75, 0.85)  # thresholds that complete the curve of what is saved
USUAL = 5  # answers a task, where nothing else is said
GOLD = (3, 5, 10, 20)
SHARE_OF_GOLD = 4  # one in so many of a newcomer's answers is gold; peers judge the others
VETERAN = 50  # answers that a worker must have given, for it to be known how good he is
INSPECTED = (0.05, 0.10, 0.20, 0.30)
FOLDS = 5
KNOWN = 100  # tasks that confidence is calibrated by


@dataclass(frozen=True, slots=True)
class History:
    """Answers, and the true class of each task, -1 where it is not known."""

    votes: Votes
    truth: Ints

    def right(self, label: Ints) -> Flags:
        """Whether each label is right, of tasks whose truth is known."""
        known = self.truth >= 0
        return np.asarray(label[known] == self.truth[known])

    def accuracy(self, label: Ints) -> float:
        """Percent of labels that are right."""
        return 100 * float(self.right(label).mean())


def replay_classes(
    rows: Sequence[tuple[str, str, str]], truth: Mapping[str, str], seeds: int
) -> dict[str, Any]:
    """Accuracies in percent, everything else as parts of 1; the mean over the orders."""
    classes = sorted({label for _, _, label in rows} | set(truth.values()))
    votes, names = gather(rows, classes)
    history = History(votes, known_of(names, truth))
    began = perf_counter()
    fit(votes).posterior(votes)
    seconds = perf_counter() - began
    found = [_once(history, np.random.default_rng(seed)) for seed in range(seeds)]
    mean = _mean(found)
    return {
        "overlap": mean["overlap"],
        "dynamic": {name: mean["dynamic"][name] for name in THRESHOLDS},
        "saving_vs_mv5": round(_saving(mean), 4),
        **{key: mean[key] for key in ("gold_auc", "gold_alone_auc", "gold_held_out_auc")},
        **{key: mean[key] for key in ("risk", "posterior_risk", "ece_raw", "ece_calibrated")},
        "seconds": round(seconds, 4),
    }


def _once(history: History, chance: np.random.Generator) -> dict[str, Any]:
    place = places(history.votes.task, chance)
    usual = history.votes.only(place < USUAL)
    crowd = fit(usual)
    return {
        "overlap": {
            name: _overlap(history, history.votes.only(place < (most or len(place))), chance)
            for name, most in OVERLAPS.items()
        },
        "dynamic": {
            name: _dynamic(history, place, float(name)) for name in (*map(str, BELOW), *THRESHOLDS)
        },
        "fixed": {"answers": len(usual) / usual.tasks},
        **_gold(history, usual, crowd, chance),
        **_inspection(history, usual, crowd, chance),
        **_confidence(history, crowd.posterior(usual), chance),
    }


def _overlap(history: History, votes: Votes, chance: np.random.Generator) -> dict[str, float]:
    belief = fit(votes).belief(votes)
    return {
        "mv": history.accuracy(majority(votes, chance)),
        "one_coin": history.accuracy(likeliest(belief.coin)),
        "ds": history.accuracy(likeliest(belief.skene)),
        "blend": history.accuracy(likeliest(belief.posterior)),
    }


def _dynamic(history: History, place: Ints, threshold: float) -> dict[str, float]:
    votes = history.votes

    def judge(taken: Ints) -> tuple[Floats, Ints]:
        had = votes.only(place < taken[votes.task])
        belief = fit(had).belief(had)
        return belief.surety, likeliest(belief.posterior)

    taken, label = bought(votes.counts(), Policy(threshold=threshold), judge)
    return {"accuracy": history.accuracy(label), "answers": float(taken.mean())}


def _saving(mean: dict[str, Any]) -> float:
    """The part of five answers a task that need not be bought for the accuracy that the majority of
    five has: where the curve of accuracy over answers passes it. 0 where it never does.
    """
    aim, fixed = mean["overlap"]["5"]["mv"], mean["fixed"]["answers"]
    curve = sorted((one["answers"], one["accuracy"]) for one in mean["dynamic"].values())
    before: tuple[float, float] | None = None
    for answers, accuracy in curve:
        if accuracy >= aim:
            if before is not None:
                part = (aim - before[1]) / (accuracy - before[1])
                answers = before[0] + part * (answers - before[0])
            return 1 - float(answers / fixed)
        before = (answers, accuracy)
    return 0.0


def _gold(
    history: History, usual: Votes, crowd: Crowd, chance: np.random.Generator
) -> dict[str, Any]:
    """How well bad workers are told after so many gold tasks, with what peers say of the answers in
    between, and by gold alone. Who is bad is judged by all his answers, or held out: by those that
    were not gold.
    """
    votes, many = history.votes, history.votes.workers
    known = history.truth[votes.task] >= 0
    worker = votes.worker[known]
    right = votes.label[known] == history.truth[votes.task[known]]
    at = places(worker, chance)
    veterans = np.flatnonzero(summed(worker, many) >= VETERAN)
    like, has = by_peers(usual, crowd.accuracy)
    peers = usual.only(has)
    seen, like = places(peers.worker, chance), like[has]
    every = _part(right, worker, many)[veterans]
    result: dict[str, Any] = {"gold_auc": {}, "gold_alone_auc": {}, "gold_held_out_auc": {}}
    for gold in GOLD:
        first, early = at < gold, seen < (SHARE_OF_GOLD - 1) * gold
        good, had = summed(worker[first], many, right[first]), summed(worker[first], many)
        agrees = summed(peers.worker[early], many, like[early])
        judged = summed(peers.worker[early], many)
        rest = _part(right[~first], worker[~first], many)[veterans]
        for name, truth, weight in (
            ("gold_auc", every, 1),
            ("gold_alone_auc", every, 0),
            ("gold_held_out_auc", rest, 1),
        ):
            people = {
                who: trust(
                    Evidence(
                        gold=(good[who], had[who] - good[who]),
                        peers=(weight * agrees[who], weight * (judged[who] - agrees[who])),
                    )
                )
                for who in veterans.tolist()
            }
            chances = dict(worst_first(people))
            score = np.array([chances[who] for who in veterans.tolist()])
            bad = truth < (np.median(truth) if len(truth) else 0) - WEAK
            result[name][str(gold)] = auc(score, bad)
    return result


def _part(right: Flags, worker: Ints, many: int) -> Floats:
    return means(right.astype(float), worker, many)


def _inspection(
    history: History, usual: Votes, crowd: Crowd, chance: np.random.Generator
) -> dict[str, Any]:
    """The part of all errors that is found by inspecting so many of the tasks, the riskiest first,
    by what other tasks have taught; and by the posterior alone.
    """
    posterior = crowd.posterior(usual)
    known = history.truth >= 0
    wrong = ~history.right(likeliest(posterior))
    of, confidence = risk.features(usual, crowd)[known], posterior.max(axis=1)[known]
    score = np.empty(len(wrong))
    fold = chance.permutation(len(wrong)) % FOLDS
    for one in range(FOLDS):
        here = fold == one
        model = risk.learn(of[~here], wrong[~here])
        score[here] = risk.risks(model, of[here], confidence[here])
    return {
        "risk": _found(score, wrong, chance),
        "posterior_risk": _found(1 - confidence, wrong, chance),
    }


def _found(score: Floats, wrong: Flags, chance: np.random.Generator) -> dict[str, float | None]:
    order = np.lexsort((chance.random(len(score)), -score))
    every = int(wrong.sum())
    return {
        f"{part:.2f}": float(wrong[order[: round(part * len(order))]].sum() / every)
        if every
        else None
        for part in INSPECTED
    }


def _confidence(
    history: History, posterior: Floats, chance: np.random.Generator
) -> dict[str, float]:
    right = history.right(likeliest(posterior))
    confidence = posterior.max(axis=1)[history.truth >= 0]
    order = chance.permutation(len(right))
    few = min(KNOWN, len(right) // 2)
    known, rest = order[:few], order[few:]
    calibration = calibrate(confidence[known], right[known])
    return {
        "ece_raw": calibration_error(confidence[rest], right[rest]),
        "ece_calibrated": calibration_error(calibration(confidence[rest]), right[rest]),
    }


def _mean(found: Sequence[Any]) -> Any:
    """The mean of numbers at the same place; None where there is none."""
    if isinstance(found[0], dict):
        return {key: _mean([one[key] for one in found]) for key in found[0]}
    numbers = [one for one in found if one is not None]
    return round(sum(numbers) / len(numbers), 4) if numbers else None
