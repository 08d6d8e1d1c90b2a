"""One answer out of several, label by label, and how sure it is. Pure.

Classes are believed by `app/quality/blend.py`; spans place by place by `app/quality/spans.py`; of
texts the one in the middle is taken, surely where two agree (`app/quality/transcripts.py`). Every
other object is merged in the way of its type (`app/labels`), and is as sure as it is likely that
those who agree with what came of it are right (`app/quality/alike.py`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import NamedTuple

from app.consensus.people import ClassPeople, LabelPeople, Learned, SpanPeople
from app.labels import Answer, Schema, similarity
from app.labels.base import Annotation, Definition, unlinked
from app.labels.compare import composed, under
from app.labels.parse import TYPES
from app.labels.span import Span as SpanMark
from app.labels.whole import Whole, WholeLabel
from app.labels.writing import Writing
from app.quality.alike import Alike
from app.quality.blend import Belief
from app.quality.spans import Marked, Reading, Span
from app.quality.transcripts import LETTERS, apart, heard, medoid

AGREE = 0.75
"""From this likeness on two answers say the same."""

TEXTS = 0.05
"""So far, in letters, two texts lie apart that say the same."""

NOTHING = ""
"""The class of who chose none."""


class Voice(NamedTuple):
    """A person's answer to a task; `who` is None where it is not his own any more."""

    who: int | None
    answer: Answer


@dataclass(frozen=True, slots=True)
class Merged:
    """What the answers come to. `sure` is what answers are bought by, `belief` what can be
    calibrated: both are of the least sure of the labels. `nearest` is the place of the answer that
    it is most like."""

    answer: Answer
    sure: float
    belief: float
    nearest: int


class _Said(NamedTuple):
    chosen: Sequence[Annotation]
    sure: float
    belief: float


def merge(schema: Schema, learned: Learned, voices: Sequence[Voice]) -> Merged:
    """One answer of at least one that has passed `check`."""
    answers = [one.answer for one in voices]
    said = [_label(label, learned.of(label.name), voices) for label in schema.labels]
    answer = composed(schema, answers, [mark for one in said for mark in one.chosen])
    near = [similarity(schema, answer, one) for one in answers]
    return Merged(
        answer,
        sure=min(one.sure for one in said),
        belief=min(one.belief for one in said),
        nearest=near.index(max(near)),
    )


def _label(label: Definition, people: LabelPeople | None, voices: Sequence[Voice]) -> _Said:
    if isinstance(label, WholeLabel):
        return _classes(label, people, voices)
    if isinstance(people, SpanPeople) and readable(label, voices):
        return _spans(label, people, voices)
    alike = people if isinstance(people, Alike) else Alike({})
    return _alike(label, alike, voices)


# --- Classes ---


def questions(label: WholeLabel, answer: Answer) -> dict[tuple[str | None, str], str]:
    """What an answer says under a question of classes: a class for each part, or, where many may be
    chosen, for each part and class whether it applies. A part that nobody speaks of is not there.
    """
    said: dict[tuple[str | None, str], str] = {}
    for mark in under(answer, label).own:
        assert isinstance(mark, Whole)
        if not label.many:
            said[mark.part, ""] = mark.classes[0]
            continue
        for one in label.classes:
            said[mark.part, one.id] = "yes" if one.id in mark.classes else "no"
    return said


def choices(label: WholeLabel) -> tuple[str, ...]:
    """What may be said to one question."""
    return ("no", "yes") if label.many else (NOTHING, *(one.id for one in label.classes))


def asked_of(label: WholeLabel, answers: Iterable[Answer]) -> list[tuple[str | None, str]]:
    """The questions that any of these answers speaks to."""
    found: dict[tuple[str | None, str], None] = {}
    for answer in answers:
        found |= dict.fromkeys(questions(label, answer))
    return list(found)


def _classes(label: WholeLabel, people: LabelPeople | None, voices: Sequence[Voice]) -> _Said:
    crowd = ClassPeople.newcomers(choices(label))
    if isinstance(people, ClassPeople) and people.knows(crowd.classes):
        crowd = people
    said = [questions(label, voice.answer) for voice in voices]
    unsaid = "no" if label.many else NOTHING
    taken: dict[str | None, list[str]] = {}
    sure = belief = 1.0
    for question in asked_of(label, (voice.answer for voice in voices)):
        part, name = question
        votes = [
            (voice.who, own.get(question, unsaid)) for voice, own in zip(voices, said, strict=True)
        ]
        found: Belief = crowd.belief(votes)
        chances = found.posterior[0]
        best = crowd.classes[int(chances.argmax())]
        sure, belief = min(sure, float(found.surety[0])), min(belief, float(chances.max()))
        if best == "yes":
            taken.setdefault(part, []).append(name)
        elif best not in ("no", NOTHING):
            taken.setdefault(part, []).append(best)
    marks = {mark.part: mark for voice in voices for mark in under(voice.answer, label).own}
    chosen = [
        marks[part].model_copy(update={"classes": tuple(names)}) for part, names in taken.items()
    ]
    return _Said(chosen, sure, belief)


# --- Spans ---


def reading(label: Definition, answer: Answer) -> Reading:
    """The spans of an answer under a label."""
    return frozenset(
        Span(mark.start, mark.end, mark.class_, mark.part) for mark in under(answer, label).own
    )


def readable(label: Definition, voices: Sequence[Voice]) -> bool:
    """Whether it is answered with spans, and nobody's lie across each other."""
    if label.kind != "span":
        return False
    return not any(
        one.meets(other)
        for voice in voices
        for spans in [sorted(reading(label, voice.answer), key=lambda one: (one.part, one.start))]
        for one, other in pairwise(spans)
    )


def _spans(label: Definition, people: SpanPeople, voices: Sequence[Voice]) -> _Said:
    (found,) = people.readers.consensus(
        [
            Marked(
                0,
                -1 if voice.who is None else people.places.get(voice.who, -1),
                reading(label, voice.answer),
            )
            for voice in voices
        ]
    )
    marks: dict[Span, SpanMark] = {}
    for voice in voices:
        for mark in under(voice.answer, label).own:
            marks.setdefault(Span(mark.start, mark.end, mark.class_, mark.part), mark)
    chosen = sorted((marks[span] for span in found.spans), key=lambda one: (one.part, one.start))
    return _Said(chosen, found.surety, found.surety)


# --- Texts and other objects ---


def says_the_same(label: Definition, one: Answer, other: Answer) -> bool:
    """Whether two answers say nearly the same under a label."""
    ours, theirs = under(one, label), under(other, label)
    texts = _texts([ours.own, theirs.own])
    if texts is not None:
        return apart(texts[0], texts[1], LETTERS) <= TEXTS
    return bool(TYPES[label.kind].similarity(label, ours, theirs) >= AGREE)


def alike(label: Definition, answers: Sequence[Answer]) -> list[list[int]]:
    """The places of answers that say the same under a label, together."""
    return grouped(
        range(len(answers)), lambda one, other: says_the_same(label, answers[one], answers[other])
    )


def _alike(label: Definition, people: Alike, voices: Sequence[Voice]) -> _Said:
    answers = [voice.answer for voice in voices]
    said = [under(answer, label) for answer in answers]
    kind, texts = TYPES[label.kind], _texts([one.own for one in said])
    chosen: Sequence[Annotation]
    if texts is not None:
        middle = medoid(texts, LETTERS)
        chosen = said[middle].own
        first = [at for at, one in enumerate(answers) if says_the_same(label, answers[middle], one)]
    else:
        chosen = list(kind.consensus(label, said))
        if kind.relink is unlinked:
            whole = replace(said[0], own=chosen)
            first = [
                at for at, one in enumerate(said) if kind.similarity(label, whole, one) >= AGREE
            ]
        else:  # what it refers to is called otherwise in each answer: those are told apart alone
            first = max(alike(label, answers), key=len)
    rest = [at for at in range(len(said)) if at not in first]
    others = [[rest[at] for at in group] for group in alike(label, [answers[at] for at in rest])]
    chance = people.chance([[voices[at].who for at in group] for group in (first, *others)])
    return _Said(chosen, chance, chance)


def _texts(given: Sequence[Sequence[Annotation]]) -> list[str] | None:
    """What each has written, as it is heard, where everybody wrote one text and nothing else."""
    if not all(len(own) == 1 and isinstance(own[0], Writing) for own in given):
        return None
    return [heard(own[0].text) for own in given if isinstance(own[0], Writing)]


def grouped(places: Sequence[int], same: Callable[[int, int], bool]) -> list[list[int]]:
    """Those that say the same, together: each with the first that it is like."""
    groups: list[list[int]] = []
    for at in places:
        home = next((group for group in groups if same(group[0], at)), None)
        if home is None:
            groups.append([at])
        else:
            home.append(at)
    return groups


# --- Blind ---


def lettered(ids: Iterable[int], roll: Callable[[int], float]) -> Mapping[str, int]:
    """Letters for answers, in an order that tells neither person nor time, and always the same."""
    ordered = sorted(ids, key=lambda one: (roll(one), one))
    return {_letter(at): one for at, one in enumerate(ordered)}


def _letter(at: int) -> str:
    return chr(ord("A") + at)


def agreement(schema: Schema, proposal: Answer, answers: Sequence[Answer]) -> float:
    """How far these answers agree with what is proposed, 0 to 1."""
    return sum(similarity(schema, proposal, one) for one in answers) / max(len(answers), 1)
