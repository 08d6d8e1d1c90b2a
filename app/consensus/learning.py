"""A stage's people, learned from what they answered and from what is known to be right. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from app.consensus.merging import (
    AGREE,
    NOTHING,
    Voice,
    alike,
    asked_of,
    choices,
    merge,
    questions,
    readable,
    reading,
    says_the_same,
)
from app.consensus.people import ClassPeople, LabelPeople, Learned, SpanPeople
from app.labels import Answer, Schema, similarity
from app.labels.base import Definition
from app.labels.whole import WholeLabel
from app.quality.alike import Alike, Heard, fit_alike
from app.quality.blend import fit_people
from app.quality.calibrate import calibrate
from app.quality.spans import Marked, fit_readers

KNOWN = 20
"""Tasks whose truth is known, below which no confidence is told."""

START = 60
"""Answers below which people are what newcomers are: of so few nothing is learned."""


@dataclass(slots=True)
class Told:
    """All own answers to one task, and what is right, where that is known."""

    voices: list[Voice]
    truth: Answer | None = None


def learn(schema: Schema, tasks: Sequence[Told]) -> Learned:
    """People as they answered these tasks, and what a belief in what they come to is worth."""
    labels = {label.name: _people(label, tasks, known=True) for label in schema.labels}
    known = [task for task in tasks if task.truth is not None and len(task.voices) > 1]
    if len(known) < KNOWN:
        return Learned(labels)
    # Whoever knows what is right believes in it: that tells nothing of what others are worth.
    blind = Learned({label.name: _people(label, tasks, known=False) for label in schema.labels})
    belief, right = [], []
    for task in known:
        assert task.truth is not None
        found = merge(schema, blind, task.voices)
        belief.append(found.belief)
        right.append(similarity(schema, found.answer, task.truth) >= AGREE)
    return Learned(labels, calibrate(np.array(belief), np.array(right)))


def _people(label: Definition, tasks: Sequence[Told], *, known: bool) -> LabelPeople:
    if isinstance(label, WholeLabel):
        return _class_people(label, tasks, known=known)
    if all(readable(label, task.voices) for task in tasks):
        return _span_people(label, tasks)
    return _alike_people(label, tasks, known=known)


def _class_people(label: WholeLabel, tasks: Sequence[Told], *, known: bool) -> ClassPeople:
    unsaid = "no" if label.many else NOTHING
    rows: list[tuple[tuple[object, ...], int, str]] = []
    truth: dict[tuple[object, ...], str] = {}
    for at, task in enumerate(tasks):
        right = None if task.truth is None or not known else questions(label, task.truth)
        said = [(voice.who, questions(label, voice.answer)) for voice in task.voices]
        for question in asked_of(label, (voice.answer for voice in task.voices)):
            key = (at, *question)
            rows += [(key, who, own.get(question, unsaid)) for who, own in said if who is not None]
            if right is not None:
                truth[key] = right.get(question, unsaid)
    classes = choices(label)
    if len(rows) < START:
        return ClassPeople.newcomers(classes)
    found = fit_people(rows, classes, truth)
    people = tuple(int(str(one)) for one in found.names.workers)
    return ClassPeople(classes, people, found.crowd)


def _numbers(tasks: Sequence[Told]) -> Mapping[int, int]:
    people = dict.fromkeys(
        voice.who for task in tasks for voice in task.voices if voice.who is not None
    )
    return {who: at for at, who in enumerate(people)}


def _span_people(label: Definition, tasks: Sequence[Told]) -> SpanPeople | Alike:
    numbers = _numbers(tasks)
    marked = [
        Marked(at, numbers[voice.who], reading(label, voice.answer))
        for at, task in enumerate(tasks)
        for voice in task.voices
        if voice.who is not None
    ]
    if len(marked) < START:
        return Alike({})
    return SpanPeople(tuple(numbers), fit_readers(marked, len(numbers)))


def _alike_people(label: Definition, tasks: Sequence[Told], *, known: bool) -> Alike:
    heard = []
    for task in tasks:
        voices = [voice for voice in task.voices if voice.who is not None]
        groups = alike(label, [voice.answer for voice in voices])
        right = None
        if known and task.truth is not None:
            near = [
                at
                for at, group in enumerate(groups)
                if says_the_same(label, voices[group[0]].answer, task.truth)
            ]
            right = near[0] if near else -1
        heard.append(Heard([[voices[at].who for at in group] for group in groups], right))
    return fit_alike(heard)
