"""What was learned of a stage's people, label by label, and how it is kept. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, TypeAlias

import numpy as np

from app.quality.alike import START, Alike
from app.quality.blend import Belief, Crowd
from app.quality.calibrate import Calibration
from app.quality.spans import Readers
from app.quality.votes import Floats, Votes

DIGITS = 5
CELLS = 200_000
"""Entries of confusion matrices that are kept; of more people and classes each has one accuracy."""


@dataclass(frozen=True)
class ClassPeople:
    """Who chooses among classes: `crowd` counts `people` and `classes` by their places here."""

    classes: tuple[str, ...]
    people: tuple[int, ...]
    crowd: Crowd

    @classmethod
    def newcomers(cls, classes: Sequence[str]) -> ClassPeople:
        """Of whom nothing is known yet."""
        prior = np.full(max(len(classes), 2), 1 / max(len(classes), 2))
        return cls(tuple(classes), (), Crowd(np.array([START]), None, prior))

    @cached_property
    def _places(self) -> tuple[Mapping[str, int], Mapping[int, int]]:
        classes = {one: at for at, one in enumerate(self.classes)}
        return classes, {one: at for at, one in enumerate(self.people)}

    def belief(self, said: Sequence[tuple[int | None, str]]) -> Belief:
        """Of one question, by what each person said; None is a newcomer."""
        classes, people = self._places
        label = np.array([classes[one] for _, one in said], dtype=np.int64)
        worker = np.array(
            [-1 if who is None else people.get(who, -1) for who, _ in said], dtype=np.int64
        )
        task = np.zeros(len(said), dtype=np.int64)
        kinds = len(self.crowd.prior)
        return self.crowd.belief(Votes(task, worker, label, 1, len(people), kinds))

    def knows(self, classes: Sequence[str]) -> bool:
        """Whether these are the classes that it was fitted to."""
        return self.classes == tuple(classes)


@dataclass(frozen=True)
class SpanPeople:
    """Who marks spans: `readers` counts `people` by their places here."""

    people: tuple[int, ...]
    readers: Readers

    @cached_property
    def places(self) -> Mapping[int, int]:
        """Where each is."""
        return {one: at for at, one in enumerate(self.people)}


LabelPeople: TypeAlias = ClassPeople | SpanPeople | Alike


@dataclass(frozen=True, slots=True)
class Learned:
    """What is known of a stage's people by the names of its labels, and what a belief is worth:
    None until enough answers are known to be right or wrong."""

    labels: Mapping[str, LabelPeople] = field(default_factory=dict)
    calibration: Calibration | None = None

    def of(self, label: str) -> LabelPeople | None:
        """Of those who answer under that label."""
        return self.labels.get(label)

    def confidence(self, belief: float) -> float | None:
        """The chance that what is believed so far is right."""
        if self.calibration is None:
            return None
        return float(self.calibration(np.array([belief]))[0])

    def people_json(self) -> dict[str, Any]:
        """The people, as they are kept."""
        return {name: _kept(one) for name, one in self.labels.items()}

    def calibration_json(self) -> dict[str, float] | None:
        """The calibration, as it is kept."""
        found = self.calibration
        return None if found is None else {"slope": found.slope, "shift": found.shift}

    @classmethod
    def read(cls, people: dict[str, Any] | None, calibration: dict[str, float] | None) -> Learned:
        """Of what is kept."""
        return cls(
            {name: _read(one) for name, one in (people or {}).items()},
            None if calibration is None else Calibration(**calibration),
        )


def _kept(people: LabelPeople) -> dict[str, Any]:
    if isinstance(people, ClassPeople):
        crowd = people.crowd
        confusion = crowd.confusion
        if confusion is not None and confusion.size > CELLS:
            confusion = None
        return {
            "kind": "classes",
            "classes": people.classes,
            "people": people.people,
            "accuracy": _rounded(crowd.accuracy),
            "confusion": None if confusion is None else _rounded(confusion),
            "prior": _rounded(crowd.prior),
        }
    if isinstance(people, SpanPeople):
        return {
            "kind": "spans",
            "people": people.people,
            "habits": _rounded(people.readers.habits),
            "nothing": people.readers.nothing,
        }
    accuracy = [[who, round(chance, DIGITS)] for who, chance in people.accuracy.items()]
    return {"kind": "alike", "accuracy": accuracy, "usual": people.usual}


def _read(row: dict[str, Any]) -> LabelPeople:
    if row["kind"] == "classes":
        confusion = row["confusion"]
        crowd = Crowd(
            np.array(row["accuracy"]),
            None if confusion is None else np.array(confusion),
            np.array(row["prior"]),
        )
        return ClassPeople(tuple(row["classes"]), tuple(row["people"]), crowd)
    if row["kind"] == "spans":
        return SpanPeople(tuple(row["people"]), Readers(np.array(row["habits"]), row["nothing"]))
    return Alike(dict(row["accuracy"]), row["usual"])


def _rounded(values: Floats) -> list[Any]:
    """No chance becomes nothing by it: what is nothing can never be believed again."""
    found: list[Any] = np.maximum(values.round(DIGITS), 10.0**-DIGITS).tolist()
    return found
