"""What all shapes on a picture share: one class each, how many there may be, and who is whose
partner in two answers.

Pixels of the picture as shown; edges are inclusive of 0 and of the picture's width and height.
"""

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Annotated, Generic, TypeAlias, TypeVar

from pydantic import Field, model_validator

from app.labels.base import (
    MAX_ANNOTATIONS,
    ROUNDING,
    Annotation,
    AssetFacts,
    Definition,
    Fault,
    Name,
)

# Below this overlap two shapes are not the same object, however near they are.
MATCHED = 0.5

Bounds: TypeAlias = tuple[float, float, float, float]
"""Left, upper, right and lower edge in pixels."""


class ShapeLabel(Definition):
    """A question answered with shapes: which classes, and how many shapes of all of them."""

    min: Annotated[int, Field(ge=0, le=MAX_ANNOTATIONS)] = 0
    max: Annotated[int, Field(ge=1, le=MAX_ANNOTATIONS)] = MAX_ANNOTATIONS

    @model_validator(mode="after")
    def _range_is_one(self) -> "ShapeLabel":
        if self.min > self.max:
            raise ValueError("min is above max; no number of them would fit")
        return self


class Shape(Annotation):
    """One shape, of one class."""

    class_: Annotated[Name, Field(alias="class")]


def class_faults(definition: ShapeLabel, classes: frozenset[str], shape: Shape) -> list[Fault]:
    """Whether the label has the shape's class."""
    if shape.class_ in classes:
        return []
    sentence = f'"{definition.name}" has no class "{shape.class_}"; choose one of its classes.'
    return [Fault("unknown_class", shape.id, sentence)]


def passes_edge(bounds: Bounds, facts: AssetFacts) -> bool:
    """Whether some of it lies outside the picture."""
    left, upper, right, lower = bounds
    return (
        left < 0 or upper < 0 or right > facts.width + ROUNDING or lower > facts.height + ROUNDING
    )


def count_faults(definition: ShapeLabel, count: int, many: str) -> list[Fault]:
    """Whether there are as many as the label asks for; `many` is what they are called."""
    name = definition.name
    if count < definition.min:
        sentence = f'"{name}" needs at least {definition.min} {many}; there are {count}.'
        return [Fault("too_few", None, sentence)]
    if count > definition.max:
        sentence = f'"{name}" takes at most {definition.max} {many}; there are {count}.'
        return [Fault("too_many", None, sentence)]
    return []


G = TypeVar("G")


@dataclass(frozen=True, slots=True)
class Placed(Generic[G]):
    """A shape as it is compared: its class, its bounds, and what its overlap is measured from."""

    class_: str
    bounds: Bounds
    geometry: G


def soft_f1(
    left: Iterable[Placed[G]], right: Iterable[Placed[G]], overlap: Callable[[G, G], float]
) -> float:
    """How far two answers agree, 0 to 1: the overlaps of matched pairs, over the mean count.

    Pairs are matched greedily, best first, within a class; a shape without a partner counts as a
    miss. The order of the two answers makes no difference. 1.0 when there are none.
    """
    by_class: dict[str, tuple[list[Placed[G]], list[Placed[G]]]] = defaultdict(lambda: ([], []))
    for side, shapes in enumerate((left, right)):
        for shape in shapes:
            by_class[shape.class_][side].append(shape)
    count = sum(len(ours) + len(theirs) for ours, theirs in by_class.values())
    if count == 0:
        return 1.0
    total = 0.0
    for ours, theirs in by_class.values():
        pairs = sorted(
            _overlapping(ours, theirs, overlap),
            key=lambda pair: (-pair[0], sorted((ours[pair[1]].bounds, theirs[pair[2]].bounds))),
        )
        taken: tuple[set[int], set[int]] = (set(), set())
        for share, i, j in pairs:
            if i not in taken[0] and j not in taken[1]:
                taken[0].add(i)
                taken[1].add(j)
                total += share
    return 2 * total / count


def _overlapping(
    left: Sequence[Placed[G]], right: Sequence[Placed[G]], overlap: Callable[[G, G], float]
) -> Iterator[tuple[float, int, int]]:
    """Pairs that overlap enough, found by a sweep from left to right rather than all with all."""
    order = sorted(range(len(right)), key=lambda at: right[at].bounds[0])
    widest = max((one.bounds[2] - one.bounds[0] for one in right), default=0.0)
    starts = [right[at].bounds[0] for at in order]
    for i, one in enumerate(left):
        first = bisect_left(starts, one.bounds[0] - widest)
        last = bisect_right(starts, one.bounds[2])
        for j in order[first:last]:
            other = right[j].bounds
            if other[1] > one.bounds[3] or other[3] < one.bounds[1]:
                continue
            share = overlap(one.geometry, right[j].geometry)
            if share >= MATCHED:
                yield share, i, j
