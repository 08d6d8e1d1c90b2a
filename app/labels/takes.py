"""What recordings, photographs, films and files share: each annotation names one take, which was
made for its label and passed what its label asks for.

The limits of a definition are what a take is measured against when it arrives; an answer is only
looked at for which takes it names. So a check needs no bytes.
"""

from collections import Counter
from collections.abc import Sequence
from typing import Annotated, TypeVar

from pydantic import Field, model_validator

from app.labels.base import (
    Asked,
    Definition,
    Fault,
    Json,
    LabelType,
    Model,
    Number,
    Said,
)
from app.labels.marks import count_faults
from app.labels.parts import OfPart, by_part

MAX_TAKES = 100
MAX_SECONDS = 4 * 60 * 60
MAX_PIXELS = 100_000

PASSED, CHECKING = "passed", "checking"
"""States of a take, as the table of takes has them; in any other it did not pass."""

Seconds = Annotated[Number, Field(gt=0, le=MAX_SECONDS)]
Pixels = Annotated[int, Field(ge=1, le=MAX_PIXELS)]
Share = Annotated[Number, Field(ge=0, le=1)]
Takes = Annotated[int, Field(ge=0, le=MAX_TAKES)]


class TakeLabel(Definition):
    """A question answered with takes."""

    required: bool = True

    def range(self) -> tuple[int, int]:
        """How few and how many takes it wants where it is answered."""
        return 1, 1

    def wanted(self, asked: Asked) -> tuple[str | None, ...]:
        """The parts of the prompt that want takes of their own; None for the whole of it."""
        return (None,)


class Counted(Model):
    """How many takes are wanted."""

    count_min: Takes = 1
    count_max: Annotated[int, Field(ge=1, le=MAX_TAKES)] = 1

    @model_validator(mode="after")
    def _count_is_one(self) -> "Counted":
        if self.count_min > self.count_max:
            raise ValueError("count_min is above count_max; no number of takes would fit")
        return self

    def range(self) -> tuple[int, int]:
        """How few and how many takes it wants where it is answered."""
        return self.count_min, self.count_max


class Lasting(Model):
    """How long a take lasts, in seconds."""

    min_seconds: Seconds = 1
    max_seconds: Seconds = 600

    @model_validator(mode="after")
    def _length_is_one(self) -> "Lasting":
        if self.min_seconds > self.max_seconds:
            raise ValueError("min_seconds is above max_seconds; no length would fit")
        return self


class Take(OfPart):
    """One take, by its id; the part of the prompt that it is of, where each wants its own."""

    capture: Annotated[int, Field(ge=1, lt=1 << 53)]


L = TypeVar("L", bound=TakeLabel)
T = TypeVar("T", bound=Take)


def take_type(kind: str, definition: type[L], annotation: type[T], many: str) -> LabelType[L, T]:
    """The record of a type whose annotations are takes; `many` is what several are called."""

    def every(label: L, asked: Asked, given: Sequence[T]) -> Sequence[Fault]:
        return _check_all(label, asked, given, many)

    return LabelType(
        kind,
        definition,
        annotation,
        _check_one,
        every,
        lambda one, other: float(one.capture == other.capture),
        _similarity,
        _consensus,
        _statistics,
    )


def _check_one(definition: TakeLabel, asked: Asked, one: Take) -> Sequence[Fault]:
    faults = []
    if one.part not in definition.wanted(asked):
        sentence = (
            "This take is of no part that wants one; record it at one of the parts."
            if one.part is None
            else "This take is of a part that wants none; leave the part out."
        )
        faults.append(Fault("unknown_part", one.id, sentence))
    known = asked.captures.get(one.capture)
    if known is None or known.label != definition.name:
        sentence = f'There is no such take for "{definition.name}"; make it anew.'
        faults.append(Fault("unknown_capture", one.id, sentence))
    elif known.state == CHECKING:
        sentence = "This take is still looked over; wait a moment and hand in then."
        faults.append(Fault("capture_checking", one.id, sentence))
    elif known.state != PASSED:
        sentence = "This take did not pass; see what is wrong with it and make it again."
        faults.append(Fault("capture_failed", one.id, sentence))
    return faults


def _check_all(
    definition: TakeLabel, asked: Asked, given: Sequence[Take], many: str
) -> Sequence[Fault]:
    faults = []
    # A take of another label is unknown here: so none is named under two labels either.
    seen: set[int] = set()
    for one in given:
        if one.capture in seen:
            sentence = "This take is named twice; leave it once."
            faults.append(Fault("capture_twice", one.id, sentence))
        seen.add(one.capture)
    name = definition.name
    least, most = definition.range()
    places, found = definition.wanted(asked), by_part(given)
    bare = sum(place not in found for place in places) if least else 0
    if bare and definition.required:
        of = "" if len(places) == 1 else f" for {bare} of {len(places)} parts"
        faults.append(Fault("required", None, f'"{name}" has no take yet{of}.'))
    for place in places:
        count = len(found.get(place, ()))
        if count:
            faults += count_faults(name, least, most, count, many)
    return faults


def _similarity(_: TakeLabel, left: Said[T], right: Said[T]) -> float:
    """The share of takes that both name (Dice's coefficient). Two people's takes are never the
    same: how far they agree is no measure of either.
    """
    ours, theirs = ({(one.capture, one.part) for one in side.own} for side in (left, right))
    count = len(ours) + len(theirs)
    return 2 * len(ours & theirs) / count if count else 1.0


def _consensus(_: TakeLabel, answers: Sequence[Said[T]]) -> Sequence[T]:
    """The takes that more than half of the answers name."""
    first = {one.capture: one for answer in reversed(answers) for one in reversed(answer.own)}
    counts = Counter(id for answer in answers for id in {one.capture for one in answer.own})
    return [one for id, one in first.items() if 2 * counts[id] > len(answers)]


def _statistics(_: TakeLabel, given: Sequence[Take]) -> Json:
    return {"count": len(given)}
