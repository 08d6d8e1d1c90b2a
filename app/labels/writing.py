"""Answers in words: a translation, a summary, a caption, the answer to a question."""

from collections import Counter
from collections.abc import Callable, Sequence
from typing import Annotated, Literal

from pydantic import Field, StringConstraints, model_validator

from app.labels.base import AnnotationId, Asked, Fault, Json, LabelType, Name, Said
from app.labels.letters import sameness
from app.labels.parts import (
    OfPart,
    PartLabel,
    answered_once,
    by_part,
    mean_over_parts,
    move_part,
    part_by_part,
    part_faults,
)

MAX_LENGTH = 100_000
LONG = 20_000

# Text as people write it: lines and tabs, but no other control characters.
WRITTEN = r"^[^\x00-\x08\x0b\x0c\x0e-\x1f\x7f]*$"
Language = Annotated[str, StringConstraints(max_length=35, pattern=r"^[A-Za-z0-9-]+$")]
Length = Annotated[int, Field(ge=0, le=MAX_LENGTH)]


class WritingLabel(PartLabel):
    """A question answered in words; lengths in code points. `evidence` names the label whose spans
    an answer may rest on, `language` (BCP 47) what it is written in.
    """

    kind: Literal["writing"]
    required: bool = True
    several: bool = False
    min_length: Length = 0
    max_length: Annotated[int, Field(ge=1, le=MAX_LENGTH)] = 10_000
    language: Language | None = None
    evidence: Name | None = None

    @model_validator(mode="after")
    def _range_is_one(self) -> "WritingLabel":
        if self.min_length > self.max_length:
            raise ValueError("min_length is above max_length; no text would fit")
        return self


class Writing(OfPart):
    """What was written; an empty answer is written as no annotation."""

    kind: Literal["writing"]
    text: Annotated[str, StringConstraints(min_length=1, max_length=MAX_LENGTH, pattern=WRITTEN)]
    evidence: Annotated[tuple[AnnotationId, ...], Field(max_length=1_000, strict=False)] = ()


def _check_one(definition: WritingLabel, asked: Asked, one: Writing) -> Sequence[Fault]:
    faults = part_faults(definition, asked, one)
    length, name = len(one.text), definition.name
    if length < definition.min_length or not one.text.strip():
        least = max(1, definition.min_length)
        sentence = f'"{name}" has {length} characters; write at least {least}.'
        faults.append(Fault("too_short", one.id, sentence))
    if length > definition.max_length:
        sentence = f'"{name}" has {length} characters; write at most {definition.max_length}.'
        faults.append(Fault("too_long", one.id, sentence))
    for id in one.evidence:
        rests_on = asked.others.get(id)
        if rests_on is None or rests_on.name != definition.evidence:
            sentence = "It rests on something that is not there; choose its evidence anew."
            faults.append(Fault("unknown_end", one.id, sentence))
            break
    return faults


def _check_all(definition: WritingLabel, asked: Asked, given: Sequence[Writing]) -> Sequence[Fault]:
    name, required = definition.name, definition.required
    if not definition.several:
        return answered_once(name, definition, asked, given, required=required)
    first = [ones[0] for ones in by_part(given).values()]
    return answered_once(name, definition, asked, first, required=required)


def likeness(one: str, other: str) -> float:
    """Sørensen's and Dice's coefficient over pairs of neighbouring characters, 0 to 1."""
    if one == other:
        return 1.0
    ours, theirs = (Counter(zip(f" {text}", f"{text} ", strict=True)) for text in (one, other))
    return 2 * (ours & theirs).total() / (ours.total() + theirs.total())


def _alike(one: Writing, other: Writing) -> float:
    """By the letters that differ; of texts so long that this would take seconds by their pairs."""
    compare = sameness if max(len(one.text), len(other.text)) <= LONG else likeness
    return compare(one.text, other.text)


def _same(left: Sequence[Writing], right: Sequence[Writing]) -> float:
    """Each with the one that it is most like; without a partner it counts as a miss."""
    rest = list(right)
    total = 0.0
    for one in left:
        if rest:
            best = max(rest, key=lambda other: _alike(one, other))
            total += _alike(one, best)
            rest.remove(best)
    return 2 * total / (len(left) + len(right))


def _similarity(_: WritingLabel, left: Said[Writing], right: Said[Writing]) -> float:
    return mean_over_parts(left.own, right.own, _same)


def _consensus(_: WritingLabel, answers: Sequence[Said[Writing]]) -> Sequence[Writing]:
    """For each part the text that is most like the others: nobody's words are mixed."""

    def choose(ones: list[Writing]) -> Writing:
        return max(ones, key=lambda one: sum(_alike(one, other) for other in ones))

    return part_by_part(answers, choose)


def _statistics(_: WritingLabel, given: Sequence[Writing]) -> Json:
    return {"count": len(given), "characters": sum(len(one.text) for one in given)}


def _relink(one: Writing, find: Callable[[str], str | None]) -> Writing:
    found = (find(id) for id in one.evidence)
    return one.model_copy(update={"evidence": tuple(id for id in found if id is not None)})


WRITING = LabelType(
    "writing",
    WritingLabel,
    Writing,
    _check_one,
    _check_all,
    _alike,
    _similarity,
    _consensus,
    _statistics,
    _relink,
    move_part,
)
