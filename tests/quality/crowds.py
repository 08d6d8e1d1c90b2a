"""Made-up crowds whose truth is known, and the real ones where they lie beside the repository."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest

from app.quality.votes import Ints, Votes

CROWD = Path(__file__).parents[3] / "shared/data/crowd"

needs_crowd = pytest.mark.skipif(not CROWD.exists(), reason="the real crowds' answers are not here")


@dataclass(frozen=True)
class Made:
    """Answers of a made-up crowd and the true class of each task; who is bad."""

    votes: Votes
    truth: Ints
    bad: np.ndarray


def make(
    seed: int = 0,
    *,
    tasks: int = 600,
    workers: int = 50,
    classes: int = 3,
    overlap: int = 5,
    skew: float = 0.0,
    bad: float = 0.2,
    kind: str = "random",
    good: tuple[float, float] = (6, 2),
) -> Made:
    """A few give most of the answers, as crowds do. The bad answer at `random`, always the same
    (`constant`), whatever is wrong (`adversary`), or all alike (`collude`).
    """
    chance = np.random.default_rng(seed)
    shares = np.arange(1.0, classes + 1) ** -skew
    truth = chance.choice(classes, tasks, p=shares / shares.sum())
    busy = chance.permutation(1 / np.arange(1, workers + 1))
    busy /= busy.sum()
    task = np.repeat(np.arange(tasks), overlap)
    worker = np.concatenate(
        [chance.choice(workers, overlap, replace=False, p=busy) for _ in range(tasks)]
    )
    skill = 1 / classes + (1 - 1 / classes) * chance.beta(*good, workers)
    wrong = (truth[task] + chance.integers(1, classes, len(task))) % classes
    said = np.where(chance.random(len(task)) < skill[worker], truth[task], wrong)
    poor = chance.random(workers) < bad
    other = {
        "random": chance.integers(classes, size=len(task)),
        "constant": chance.integers(classes, size=workers)[worker],
        "adversary": (truth[task] + 1) % classes,
        "collude": chance.integers(classes, size=tasks)[task],
    }[kind]
    said = np.where(poor[worker], other, said)
    return Made(Votes(task, worker, said, tasks, workers, classes), truth, poor)


def rows_of(made: Made) -> tuple[list[tuple[str, str, str]], dict[str, str]]:
    """The same as a file has it."""
    votes = made.votes
    columns = zip(votes.task.tolist(), votes.worker.tolist(), votes.label.tolist(), strict=True)
    rows = [(f"t{task}", f"w{worker}", f"c{label}") for task, worker, label in columns]
    return rows, {f"t{at}": f"c{label}" for at, label in enumerate(made.truth.tolist())}


def real(name: str) -> tuple[list[tuple[str, str, str]], dict[str, str]]:
    """Rows and truth of a real set."""
    with (CROWD / f"{name}.answers.csv").open() as file:
        rows = [(one["task"], one["worker"], one["label"]) for one in csv.DictReader(file)]
    with (CROWD / f"{name}.truth.csv").open() as file:
        return rows, {one["task"]: one["label"] for one in csv.DictReader(file)}
