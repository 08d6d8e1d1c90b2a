"""How far people agree: of a whole set, by class, person and pair, over time, and where not."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import TypeVar

import numpy as np

from app.labels.compare import similarity
from app.labels.parse import Answer, Schema
from app.quality.votes import Floats, Ints, Votes, means, summed

T = TypeVar("T")

ACROSS = 2000  # pairs of different tasks that stand for all of them
BEYOND = 1.96  # standard errors that are no chance


def alpha(votes: Votes) -> float | None:
    """Krippendorff's alpha of classes (K. Krippendorff, "Computing Krippendorff's
    alpha-reliability", 2011): 1 for perfect agreement, 0 for chance; None without two different
    answers, or two about one task.
    """
    counted = votes.tally()
    many = counted.sum(axis=1)
    counted, many = counted[many > 1], many[many > 1]
    apart = ((many**2 - (counted**2).sum(axis=1)) / (many - 1)).sum()
    each, all = counted.sum(axis=0), many.sum()
    return _alpha(apart, (all**2 - (each**2).sum()) / max(all - 1, 1))


def alpha_interval(task: Ints, value: Floats) -> float | None:
    """The same of numbers, where being further apart is less agreement."""
    many = np.bincount(task)
    kept = many[task] > 1
    task, value = task[kept], value[kept]
    if not len(value):
        return None
    value = value - value.mean()
    many = np.bincount(task)
    sums, squares = np.bincount(task, value), np.bincount(task, value**2)
    asked = many > 1
    apart = (2 * (many * squares - sums**2)[asked] / (many[asked] - 1)).sum()
    all = len(value)
    return _alpha(apart, 2 * (all * (value**2).sum() - value.sum() ** 2) / (all - 1))


def alpha_of(tasks: Sequence[Sequence[T]], alike: Callable[[T, T], float]) -> float | None:
    """The same of answers of whatever kind, by how far two are alike, 0 to 1. What chance would
    agree on is measured on pairs of different tasks, always the same.
    """
    asked = [answers for answers in tasks if len(answers) > 1]
    apart = [
        1 - float(np.mean([alike(*pair) for pair in combinations(answers, 2)])) for answers in asked
    ]
    many = np.array([len(answers) for answers in asked], dtype=float)
    if len(asked) < 2:
        return None
    chance = np.random.default_rng(0)
    flat = [(at, one) for at, answers in enumerate(asked) for one in answers]
    drawn = chance.integers(len(flat), size=(ACROSS, 2))
    across = [1 - alike(flat[i][1], flat[j][1]) for i, j in drawn if flat[i][0] != flat[j][0]]
    if not across:
        return None
    return _alpha(float(np.average(apart, weights=many)), float(np.mean(across)))


def object_alpha(schema: Schema, tasks: Sequence[Sequence[Answer]]) -> float | None:
    """Of answers of one schema, by the similarity of its label types: overlap of matched boxes,
    outlines and masks, similarity of keypoints, letters of what is written.
    """
    return alpha_of(tasks, lambda one, other: similarity(schema, one, other))


def cohen(one: Ints, other: Ints) -> float | None:
    """Cohen's kappa of two people's classes of the same tasks (J. Cohen, 1960)."""
    if not len(one):
        return None
    kinds = int(max(one.max(), other.max())) + 1
    ours, theirs = (summed(each, kinds) / len(one) for each in (one, other))
    return _kappa(float((one == other).mean()), float(ours @ theirs))


def fleiss(votes: Votes) -> float | None:
    """Fleiss' kappa (J. L. Fleiss, 1971), of tasks with two answers or more; each counts alike."""
    counted = votes.tally()
    counted = counted[counted.sum(axis=1) > 1]
    if not len(counted):
        return None
    many = counted.sum(axis=1)
    same = ((counted**2).sum(axis=1) - many) / (many * (many - 1))
    share = counted.sum(axis=0) / counted.sum()
    return _kappa(float(same.mean()), float((share**2).sum()))


def confusions(votes: Votes, label: Ints) -> Ints:
    """Answers by the task's final label (rows) and what was said (columns)."""
    cells = label[votes.task] * votes.classes + votes.label
    counted = summed(cells, votes.classes**2)
    return counted.reshape(votes.classes, votes.classes).astype(np.int64)


def agreed(votes: Votes) -> Floats:
    """For each answer, the part of the others' that says the same; nan where there are none."""
    others = votes.counts()[votes.task] - 1
    same = votes.tally()[votes.task, votes.label] - 1
    found = np.full(len(votes), np.nan)
    np.divide(same, others, out=found, where=others > 0)
    return found


def by_class(votes: Votes) -> Floats:
    """How often others say the same, for each class; nan where nobody chose it with others."""
    return means(agreed(votes), votes.label, votes.classes)


def by_person(votes: Votes) -> Floats:
    """How often others say the same as each worker; nan where there are no others."""
    return means(agreed(votes), votes.worker, votes.workers)


@dataclass(frozen=True, slots=True)
class Pair:
    """Two workers, tasks that both answered, and how many of them alike."""

    one: int
    other: int
    together: int
    alike: int


def by_pair(votes: Votes, least: int = 1) -> list[Pair]:
    """Every two workers with so many tasks in common, those who agree least first."""
    order = np.argsort(votes.task, kind="stable")
    task, worker, label = votes.task[order], votes.worker[order], votes.label[order]
    found: list[tuple[Ints, Ints]] = []
    for step in range(1, int(votes.counts().max(initial=0))):
        near = task[step:] == task[:-step]
        ends = np.sort(np.stack([worker[step:], worker[:-step]])[:, near], axis=0)
        same = (label[step:] == label[:-step])[near]
        found.append((ends[0] * votes.workers + ends[1], same.astype(np.int64)))
    if not found:
        return []
    keys, place = np.unique(np.concatenate([key for key, _ in found]), return_inverse=True)
    together = summed(place, len(keys))
    alike = summed(place, len(keys), np.concatenate([same for _, same in found]))
    pairs = [
        Pair(int(key) // votes.workers, int(key) % votes.workers, int(many), int(same))
        for key, many, same in zip(keys, together, alike, strict=True)
        if many >= least
    ]
    return sorted(pairs, key=lambda pair: (pair.alike / pair.together, -pair.together))


def hardest(votes: Votes, most: int = 20) -> list[tuple[int, float]]:
    """Tasks and the chance that two of their answers differ, those that divide people most first;
    of equal ones those with more answers.
    """
    counted = votes.tally()
    many = counted.sum(axis=1)
    pairs = many * (many - 1)
    differ = np.divide(
        many**2 - (counted**2).sum(axis=1), pairs, out=np.zeros(len(many)), where=pairs > 0
    )
    order = np.lexsort((-many, -differ))[:most]
    return [(int(at), float(differ[at])) for at in order if differ[at] > 0]


def by_week(score: Floats, week: Ints) -> list[tuple[int, float, int]]:
    """Week, mean score and how many, for each week that has any; nan is none."""
    kept = ~np.isnan(score)
    score, week = score[kept], week[kept]
    return [
        (int(one), float(score[week == one].mean()), int((week == one).sum()))
        for one in np.unique(week)
    ]


def drift(score: Floats, week: Ints) -> float | None:
    """How far the last week's mean lies from that of the weeks before, where that is more than
    chance makes likely; else None.
    """
    kept = ~np.isnan(score)
    score, week = score[kept], week[kept]
    last = week == week.max(initial=0)
    now, before = score[last], score[~last]
    if len(now) < 2 or len(before) < 2:
        return None
    change = float(now.mean() - before.mean())
    error = float(np.sqrt(now.var(ddof=1) / len(now) + before.var(ddof=1) / len(before)))
    return change if abs(change) > BEYOND * error else None


def _alpha(apart: float, by_chance: float) -> float | None:
    return 1 - float(apart / by_chance) if by_chance > 0 else None


def _kappa(same: float, by_chance: float) -> float | None:
    return (same - by_chance) / (1 - by_chance) if by_chance < 1 else None
