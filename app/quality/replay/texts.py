"""Answers that mark spans, and transcripts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from time import perf_counter
from typing import Any

import numpy as np

from app.quality.dynamic import SPANS, Policy, Step
from app.quality.replay.orders import bought, places
from app.quality.spans import Consensus, Marked, Reading, Span, fit_readers, span_f1
from app.quality.transcripts import LETTERS, WORDS, Unit, errors, heard, medoid, transcript_step
from app.quality.votes import Floats, Ints

FIXED = {"1": 1, "3": 3, "5": 5}
THRESHOLDS = ("0.80", "0.90", "0.95")


def spans_of(label: str) -> Reading:
    """Of `start-end:KIND;…`."""
    found = []
    for one in filter(None, label.split(";")):
        ends, kind = one.split(":", 1)
        start, end = ends.split("-")
        found.append(Span(int(start), int(end), kind))
    return frozenset(found)


def replay_spans(
    rows: Sequence[tuple[str, str, str]], truth: Mapping[str, str], seeds: int
) -> dict[str, Any]:
    """Strict F1 with so many answers of each task, and with as many as the stopping rule buys."""
    tasks, workers = (
        {one: at for at, one in enumerate(dict.fromkeys(column))}
        for column in ([row[0] for row in rows], [row[1] for row in rows])
    )
    marked = [Marked(tasks[one], workers[who], spans_of(label)) for one, who, label in rows]
    known = [(at, spans_of(truth[one])) for one, at in tasks.items() if one in truth]
    task = np.array([one.task for one in marked], dtype=np.int64)
    available = np.bincount(task, minlength=len(tasks)).astype(np.int64)

    def f1(made: list[Consensus]) -> float:
        return span_f1([made[at].spans for at, _ in known], [true for _, true in known])

    began = perf_counter()
    fit_readers(marked, len(workers)).consensus(marked, len(tasks))
    seconds = perf_counter() - began
    fixed: dict[str, list[tuple[float, float]]] = {name: [] for name in FIXED}
    dynamic: dict[str, list[tuple[float, float]]] = {name: [] for name in THRESHOLDS}
    for seed in range(seeds):
        place = places(task, np.random.default_rng(seed))

        def judge(taken: Ints, place: Ints = place) -> tuple[Floats, list[Consensus]]:
            had = [marked[at] for at in np.flatnonzero(place < taken[task])]
            made = fit_readers(had, len(workers)).consensus(had, len(tasks))
            return np.array([one.surety for one in made]), made

        for name, most in FIXED.items():
            taken = np.minimum(available, most)
            fixed[name].append((f1(judge(taken)[1]), float(taken.mean())))
        for name in THRESHOLDS:
            policy = Policy(SPANS.start, float(name), SPANS.cap)
            taken, made = bought(available, policy, judge)
            dynamic[name].append((f1(made), float(taken.mean())))
    even, asked = (
        {
            name: {"f1": _mean([f for f, _ in found]), "answers": _mean([n for _, n in found])}
            for name, found in ways.items()
        }
        for ways in (fixed, dynamic)
    )
    return {"fixed": even, "dynamic": asked, "seconds": round(seconds, 4)}


def replay_transcripts(
    rows: Sequence[tuple[str, str, str]], truth: Mapping[str, str], seeds: int
) -> dict[str, Any]:
    """Error rates of words and letters with so many answers of each task, and with as many as are
    needed for two to agree.
    """
    said: dict[str, list[str]] = {}
    for task, _, label in rows:
        if task in truth:
            said.setdefault(task, []).append(heard(label))
    true = {task: heard(truth[task]) for task in said}
    ways = [*FIXED, "dynamic"]
    found: dict[str, list[dict[str, float]]] = {way: [] for way in ways}
    began = perf_counter()
    for seed in range(seeds):
        chance = np.random.default_rng(seed)
        orders = {
            task: [texts[at] for at in chance.permutation(len(texts))]
            for task, texts in said.items()
        }
        for way in ways:
            taken = {
                task: texts[: FIXED[way]] if way in FIXED else _until_agreed(texts)
                for task, texts in orders.items()
            }
            made = {task: texts[medoid(texts)] for task, texts in taken.items()}
            pairs = [(made[task], true[task]) for task in made]
            found[way].append(
                {
                    "wer": _rate(pairs, WORDS),
                    "cer": _rate(pairs, LETTERS),
                    "answers": float(np.mean([len(texts) for texts in taken.values()])),
                }
            )
    seconds = (perf_counter() - began) / seeds
    mean = {
        way: {key: _mean([one[key] for one in each]) for key in each[0]}
        for way, each in found.items()
    }
    return {
        "fixed": {way: mean[way] for way in FIXED},
        "dynamic": mean["dynamic"],
        "seconds": round(seconds, 4),
    }


def _until_agreed(texts: Sequence[str]) -> list[str]:
    count = 1
    while count < len(texts) and transcript_step(texts[:count]) is Step.MORE:
        count += 1
    return list(texts[:count])


def _rate(pairs: Sequence[tuple[str, str]], unit: Unit) -> float:
    """Errors of all texts over the length of all."""
    wrong, length = np.array([errors(*pair, unit) for pair in pairs]).sum(axis=0)
    return float(wrong / max(length, 1))


def _mean(numbers: Sequence[float]) -> float:
    return round(sum(numbers) / len(numbers), 4)
