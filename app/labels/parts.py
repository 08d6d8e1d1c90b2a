"""Questions that are asked of an item as a whole, or of each of a text's parts by itself."""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from typing import Annotated, Literal, TypeVar

from pydantic import Field

from app.labels.base import (
    Annotation,
    AnnotationId,
    Asked,
    Definition,
    Fault,
    Model,
    Part,
    Said,
    Shift,
)

Roles = Annotated[tuple[AnnotationId, ...], Field(min_length=1, max_length=50, strict=False)]


class PerPart(Model):
    """Asked of the item, or with `per` part of each part; of parts with these roles only."""

    per: Literal["item", "part"] = "item"
    roles: Roles | None = None


class OfPart(Annotation):
    """What is said of one part, or of the item as a whole."""

    part: AnnotationId | None = None


class PartLabel(Definition, PerPart):
    """A question of an item or of each part."""


def meant(asked: Asked, roles: Sequence[str] | None) -> tuple[Part, ...]:
    """The parts that a question is about."""
    return tuple(one for one in asked.parts if roles is None or one.role in roles)


def part_faults(definition: PerPart, asked: Asked, one: OfPart) -> list[Fault]:
    """Whether the annotation is about a part that is asked about."""
    if definition.per == "item":
        if one.part is None:
            return []
        sentence = "This is asked of the whole item, not of one part; leave the part out."
    elif one.part in {part.id for part in meant(asked, definition.roles)}:
        return []
    else:
        sentence = "This names no part that is asked about; choose one of the parts."
    return [Fault("unknown_part", one.id, sentence)]


T = TypeVar("T", bound=OfPart)


def by_part(given: Sequence[T]) -> Mapping[str | None, list[T]]:
    """Annotations by the part that they are about."""
    found: dict[str | None, list[T]] = defaultdict(list)
    for one in given:
        found[one.part].append(one)
    return found


def answered_once(
    name: str, definition: PerPart, asked: Asked, given: Sequence[T], *, required: bool
) -> list[Fault]:
    """Whether each place that is asked about has its one answer."""
    found = by_part(given)
    places: list[str | None] = [None]
    if definition.per == "part":
        places = [part.id for part in meant(asked, definition.roles)]
    faults = []
    if required and any(place not in found for place in places):
        open_ = sum(place not in found for place in places)
        of = "" if definition.per == "item" else f" for {open_} of {len(places)} parts"
        faults.append(Fault("required", None, f'"{name}" is not answered yet{of}.'))
    twice = next((ones for ones in found.values() if len(ones) > 1), None)
    if twice is not None:
        sentence = f'"{name}" is answered {len(twice)} times; answer it once.'
        faults.append(Fault("too_many", None, sentence))
    return faults


def mean_over_parts(
    left: Sequence[T], right: Sequence[T], same: Callable[[list[T], list[T]], float]
) -> float:
    """How far two answers agree: the mean over the parts that either speaks of."""
    ours, theirs = by_part(left), by_part(right)
    places = {*ours, *theirs}
    if not places:
        return 1.0
    return sum(same(ours.get(at, []), theirs.get(at, [])) for at in places) / len(places)


def part_by_part(answers: Sequence[Said[T]], choose: Callable[[list[T]], T | None]) -> list[T]:
    """What is chosen for each part of which more than half of the answers speak."""
    found: dict[str | None, list[T]] = defaultdict(list)
    for answer in answers:
        for place, ones in by_part(answer.own).items():
            found[place].append(ones[0])
    chosen = [choose(ones) for ones in found.values() if 2 * len(ones) > len(answers)]
    return [one for one in chosen if one is not None]


def move_part(one: T, shift: Shift) -> T:
    """What is said of a part, of the part of the whole."""
    part = None if one.part is None else shift.part(one.part)
    return one.model_copy(update={"part": part})


def once(name: str, count: int, *, required: bool) -> list[Fault]:
    """Whether a question of the whole item has its one answer."""
    if count == 0 and required:
        return [Fault("required", None, f'"{name}" is not answered yet.')]
    if count > 1:
        return [Fault("too_many", None, f'"{name}" is answered {count} times; answer it once.')]
    return []
