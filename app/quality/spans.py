"""One set of spans out of several people's.

Spans that meet make a place, and what one person marked there is a reading of it; nothing is a
reading too. Of a place one reading is true. How often a person gives it, gives another one or
overlooks the place, and how often he marks where nothing is, is learned by expectation
maximisation. A span is in the consensus by the chance of all readings that have it. Whole answers
are never counted: an exact majority loses half of all spans.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from enum import IntEnum
from typing import NamedTuple, TypeAlias

import numpy as np

from app.quality.votes import Flags, Floats, Ints, summed

ROUNDS = 30
SETTLED = 1e-3
DRAW = 4.0  # answers that the crowd's habits count for in each person's
OTHERS = 10.0  # ways to read a place otherwise: two who give the same wrong one are rare


class Span(NamedTuple):
    """From `start` up to `end` in a part of a text, or of anything else that has two ends."""

    start: float
    end: float
    kind: Hashable
    part: Hashable = ""

    def meets(self, other: Span) -> bool:
        """Whether they share a place."""
        return self.part == other.part and self.start < other.end and other.start < self.end


Reading: TypeAlias = frozenset[Span]


class Said(IntEnum):
    """A person's reading of a place, if a given one is true; the last two if nothing is."""

    SAME = 0
    OTHER = 1
    MISSED = 2
    FALSE = 3
    NOTHING = 4


class Marked(NamedTuple):
    """What a worker marked in a task; both are numbers from 0, a newcomer is -1."""

    task: int
    worker: int
    spans: Reading


@dataclass(frozen=True, slots=True)
class Consensus:
    """What a task's answers come to, and how sure the least sure of its spans is: of one that is
    there, that it is; of one that is not, that it is not. 1.0 where nobody marked anything.
    """

    spans: Reading
    surety: float


@dataclass(frozen=True, slots=True)
class Readers:
    """People as they were fitted: `habits` as people x Said, the last a newcomer's; `nothing` is
    the chance that nothing is where somebody marked something.
    """

    habits: Floats
    nothing: float

    def consensus(self, answers: Sequence[Marked], tasks: int = 1) -> list[Consensus]:
        """Of each task from 0 on."""
        places = _Places.of(answers)
        chances: list[dict[Span, float]] = [{} for _ in range(tasks)]
        for task, reading, chance in zip(
            places.task, places.readings, places.posterior(self), strict=True
        ):
            for span in reading:
                chances[task][span] = chances[task].get(span, 0.0) + float(chance)
        return [_settled(found) for found in chances]


def fit_readers(answers: Sequence[Marked], workers: int) -> Readers:
    """People by what they marked in tasks that others marked too."""
    places = _Places.of(answers)
    belief = places.first()
    readers = places.readers(belief, workers)
    for _ in range(ROUNDS):
        before, belief = belief, places.posterior(readers)
        readers = places.readers(belief, workers)
        if np.abs(before - belief).sum() < SETTLED * max(len(belief), 1):
            break
    return readers


@dataclass(frozen=True, slots=True)
class _Places:
    """Readings of places, those of a place together and nothing the first of them; and for each
    reading and each answer what was said (row i: answer of `worker[i]`, against `against[i]`).
    """

    readings: list[Reading]
    task: list[int]
    place: Ints
    nothing: Flags
    against: Ints
    worker: Ints
    said: Ints

    @classmethod
    def of(cls, answers: Iterable[Marked]) -> _Places:
        """The places of all tasks."""
        by_task: dict[int, list[Marked]] = {}
        for one in answers:
            by_task.setdefault(one.task, []).append(one)
        readings: list[Reading] = []
        task: list[int] = []
        place: list[int] = []
        rows: list[tuple[int, int, int]] = []
        for number, given in by_task.items():
            for spans in _meeting({span for one in given for span in one.spans}):
                here = [(one.worker, one.spans & spans) for one in given]
                nothing: Reading = frozenset()
                count = place[-1] + 1 if place else 0
                for reading in (nothing, *dict.fromkeys(read for _, read in here if read)):
                    rows += [(len(readings), who, _said(read, reading)) for who, read in here]
                    readings.append(reading)
                    task.append(number)
                    place.append(count)
        against, worker, said = np.array(rows, dtype=np.int64).reshape(-1, 3).T
        empty = np.array([not one for one in readings], dtype=bool)
        numbers = np.array(place, dtype=np.int64)
        return cls(readings, task, numbers, empty, against, worker, said)

    def first(self) -> Floats:
        """A first belief: the part of a place's answers that a reading has."""
        same = (self.said == Said.SAME) | (self.said == Said.NOTHING)
        return self._shared(summed(self.against, len(self.readings), same))

    def readers(self, belief: Floats, workers: int) -> Readers:
        """The habits that a belief makes likeliest."""
        kinds = len(Said)
        cells = self.worker * kinds + self.said
        counted = summed(cells, workers * kinds, belief[self.against])
        each = counted.reshape(workers, kinds)
        usual = _habits(each.sum(axis=0, keepdims=True) + 1)
        habits = np.append(_habits(each + DRAW * usual), usual, axis=0)
        places = self.nothing.sum()
        return Readers(habits, float((belief[self.nothing].sum() + 1) / (places + 2)))

    def posterior(self, readers: Readers) -> Floats:
        """The chance of each reading."""
        logs = np.log(readers.habits)
        logs[:, [Said.OTHER, Said.FALSE]] -= np.log(OTHERS)
        read = summed(self.against, len(self.readings), logs[self.worker, self.said])
        something = np.log(1 - readers.nothing) - np.log(OTHERS)
        read += np.where(self.nothing, np.log(readers.nothing), something)
        starts = np.flatnonzero(self.nothing)
        if not len(starts):
            return read
        return self._shared(np.exp(read - np.maximum.reduceat(read, starts)[self.place]))

    def _shared(self, weight: Floats) -> Floats:
        return weight / summed(self.place, len(weight), weight)[self.place]


def _said(read: Reading, true: Reading) -> Said:
    if not true:
        return Said.FALSE if read else Said.NOTHING
    if not read:
        return Said.MISSED
    return Said.SAME if read == true else Said.OTHER


def _habits(counts: Floats) -> Floats:
    where, nowhere = counts[:, : Said.FALSE], counts[:, Said.FALSE :]
    return np.column_stack([side / side.sum(axis=1, keepdims=True) for side in (where, nowhere)])


def _meeting(spans: Iterable[Span]) -> list[Reading]:
    """Spans in groups, each of those that meet, if only by way of others."""
    groups: list[list[Span]] = []
    end = 0.0
    for span in sorted(spans, key=lambda one: (str(one.part), one.start, one.end, str(one.kind))):
        if groups and groups[-1][0].part == span.part and span.start < end:
            groups[-1].append(span)
            end = max(end, span.end)
        else:
            groups.append([span])
            end = span.end
    return [frozenset(group) for group in groups]


def _settled(chances: dict[Span, float]) -> Consensus:
    chosen: list[Span] = []
    for span, chance in sorted(chances.items(), key=lambda pair: -pair[1]):
        if chance >= 0.5 and not any(span.meets(other) for other in chosen):
            chosen.append(span)
    surety = min((max(chance, 1 - chance) for chance in chances.values()), default=1.0)
    return Consensus(frozenset(chosen), surety)


def span_f1(found: Sequence[Reading], true: Sequence[Reading]) -> float:
    """Strict F1 over all tasks: a span counts where both its ends and its kind are right."""
    right = sum(len(ours & theirs) for ours, theirs in zip(found, true, strict=True))
    every = sum(map(len, found)) + sum(map(len, true))
    return 2 * right / every if every else 1.0
