"""A number on a scale, for the item or for each part."""

from collections import Counter
from collections.abc import Sequence
from statistics import median_low
from typing import Annotated, Literal

from pydantic import Field, model_validator

from app.labels.attributes import on_step
from app.labels.base import Asked, Caption, Fault, Json, LabelType, Number, Said
from app.labels.parts import (
    OfPart,
    PartLabel,
    answered_once,
    mean_over_parts,
    move_part,
    part_by_part,
    part_faults,
)

MAX_STEPS = 1_000


class RatingLabel(PartLabel):
    """A question answered on a scale, with words for its two ends."""

    kind: Literal["rating"]
    min: Number = 1
    max: Number = 5
    step: Annotated[Number, Field(gt=0)] = 1
    low_ko: Caption | None = None
    low_en: Caption | None = None
    high_ko: Caption | None = None
    high_en: Caption | None = None
    required: bool = True

    @model_validator(mode="after")
    def _is_a_scale(self) -> "RatingLabel":
        if self.min >= self.max:
            raise ValueError("min must lie below max")
        if (self.max - self.min) / self.step > MAX_STEPS:
            raise ValueError(f"the scale has more than {MAX_STEPS} steps; make them larger")
        if not on_step(self.max, self.min, self.step):
            raise ValueError("the steps do not reach max; change one of them")
        return self


class Rating(OfPart):
    """What was given."""

    kind: Literal["rating"]
    value: Number


def _check_one(definition: RatingLabel, asked: Asked, one: Rating) -> Sequence[Fault]:
    faults = part_faults(definition, asked, one)
    within = definition.min <= one.value <= definition.max
    if not within or not on_step(one.value, definition.min, definition.step):
        scale = f"{definition.min:g} to {definition.max:g} in steps of {definition.step:g}"
        sentence = f'"{definition.name}" goes from {scale}; choose one of these.'
        faults.append(Fault("bad_rating", one.id, sentence))
    return faults


def _check_all(definition: RatingLabel, asked: Asked, given: Sequence[Rating]) -> Sequence[Fault]:
    return answered_once(definition.name, definition, asked, given, required=definition.required)


def _similarity(definition: RatingLabel, left: Said[Rating], right: Said[Rating]) -> float:
    """1 less the distance as a share of the scale; the mean over the parts."""

    def same(ours: Sequence[Rating], theirs: Sequence[Rating]) -> float:
        if not ours or not theirs:
            return 0.0
        away = abs(ours[0].value - theirs[0].value)
        return 1 - min(1.0, away / (definition.max - definition.min))

    return mean_over_parts(left.own, right.own, same)


def _consensus(_: RatingLabel, answers: Sequence[Said[Rating]]) -> Sequence[Rating]:
    """The median; of two in the middle the lower one, so that it is a value of the scale."""

    def choose(ones: list[Rating]) -> Rating:
        middle = median_low(one.value for one in ones)
        return next(one for one in ones if one.value == middle)

    return part_by_part(answers, choose)


def _statistics(_: RatingLabel, given: Sequence[Rating]) -> Json:
    values = Counter(f"{one.value:g}" for one in given)
    return {"count": len(given), "sum": sum(one.value for one in given), "values": dict(values)}


RATING = LabelType(
    "rating",
    RatingLabel,
    Rating,
    _check_one,
    _check_all,
    lambda one, other: float(one.value == other.value),
    _similarity,
    _consensus,
    _statistics,
    move=move_part,
)
