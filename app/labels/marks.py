"""What marks share, on pictures and in texts: a class each, attributes, how many there may be, and
who is whose partner in two answers or in several.
"""

from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Annotated, Any, Generic, TypeAlias, TypeVar

from pydantic import Field, model_validator

from app.labels.attributes import Attributes, Values, attribute_faults, settled
from app.labels.base import (
    MAX_ANNOTATIONS,
    Annotation,
    AnnotationId,
    Asked,
    Classed,
    Count,
    CountFromOne,
    Fault,
    Json,
    LabelType,
    Name,
    Said,
    Shift,
)

# Below this overlap two marks are not the same object, however near they are.
MATCHED = 0.5

Bounds: TypeAlias = tuple[float, float, float, float]
"""Left, upper, right and lower edge; in a text start, 0, end, 0 (parts lie one after the other)."""


class MarkLabel(Classed):
    """A question answered with marks: which classes, how many of all of them, what is asked of
    each.
    """

    min: Count = 0
    max: CountFromOne = MAX_ANNOTATIONS
    attributes: Attributes = ()

    @model_validator(mode="after")
    def _can_be_answered(self) -> "MarkLabel":
        if self.min > self.max:
            raise ValueError("min is above max; no number of them would fit")
        settled(self.attributes, self.class_ids())
        return self


class Mark(Annotation):
    """One mark, of one class; marks of one group belong together."""

    class_: Annotated[Name, Field(alias="class")]
    attributes: Values = Field(default={})  # no factory: what says nothing is not written
    group: AnnotationId | None = None


def class_faults(definition: MarkLabel, asked: Asked, mark: Mark) -> list[Fault]:
    """Whether the label has the mark's class, and what its attributes lack."""
    if mark.class_ not in asked.classes:
        sentence = f'"{definition.name}" has no class "{mark.class_}"; choose one of its classes.'
        return [Fault("unknown_class", mark.id, sentence)]
    return [
        Fault(code, mark.id, sentence)
        for code, sentence in attribute_faults(definition.attributes, mark.class_, mark.attributes)
    ]


def count_faults(
    name: str, least: int, most: int, count: int, many: str, of: str = ""
) -> list[Fault]:
    """Whether there are as many as are asked for; `many` is what they are called."""
    if count < least:
        sentence = f'"{name}" needs at least {least} {many}{of}; there are {count}.'
        return [Fault("too_few", None, sentence)]
    if count > most:
        sentence = f'"{name}" takes at most {most} {many}{of}; there are {count}.'
        return [Fault("too_many", None, sentence)]
    return []


G = TypeVar("G")
M = TypeVar("M", bound=Mark)
L = TypeVar("L", bound=MarkLabel)


@dataclass(frozen=True, slots=True)
class Placed(Generic[M, G]):
    """A mark as it is compared: its bounds, and what its overlap is measured from."""

    mark: M
    bounds: Bounds
    geometry: G


@dataclass(frozen=True, slots=True)
class Measure(Generic[M, G]):
    """How marks of one type are compared."""

    bounds: Callable[[M], Bounds]
    geometry: Callable[[M], G]
    overlap: Callable[[G, G], float]

    def placed(self, marks: Iterable[M]) -> list[Placed[M, G]]:
        """Marks with what comparing them needs, made once."""
        return [Placed(one, self.bounds(one), self.geometry(one)) for one in marks]

    def of_two(self, one: M, other: M) -> float:
        """How far two marks are the same, 0 to 1, whatever their classes."""
        return self.overlap(self.geometry(one), self.geometry(other))


def soft_f1(
    left: Iterable[M],
    right: Iterable[M],
    measure: Measure[M, Any],
    alike: Callable[[M, M], float] | None = None,
) -> float:
    """How far two answers agree, 0 to 1: the overlaps of matched pairs, over the mean count.

    Pairs are matched greedily, best first, within a class; a mark without a partner counts as a
    miss. Of a pair, `alike` says how far what is written in them agrees: its overlap counts that
    far (1.0 where nothing is asked to be written). The order of the answers makes no difference.
    1.0 when there are none.
    """
    by_class: dict[str, tuple[list[M], list[M]]] = defaultdict(lambda: ([], []))
    for side, marks in enumerate((left, right)):
        for mark in marks:
            by_class[mark.class_][side].append(mark)
    count = sum(len(ours) + len(theirs) for ours, theirs in by_class.values())
    if count == 0:
        return 1.0
    total = 0.0
    for ours, theirs in by_class.values():
        for share, i, j in pairs(ours, theirs, measure):
            total += share if alike is None else share * alike(ours[i], theirs[j])
    return 2 * total / count


def pairs(
    left: Sequence[M], right: Sequence[M], measure: Measure[M, Any]
) -> list[tuple[float, int, int]]:
    """(overlap, place in left, place in right) of partners, each mark in one pair at most."""
    ours, theirs = measure.placed(left), measure.placed(right)
    found = sorted(
        _overlapping(ours, theirs, measure.overlap),
        key=lambda pair: (-pair[0], sorted((ours[pair[1]].bounds, theirs[pair[2]].bounds))),
    )
    taken: tuple[set[int], set[int]] = (set(), set())
    chosen = []
    for share, i, j in found:
        if i not in taken[0] and j not in taken[1]:
            taken[0].add(i)
            taken[1].add(j)
            chosen.append((share, i, j))
    return chosen


def agreed(
    answers: Sequence[Sequence[M]],
    measure: Measure[M, Any],
    alike: Callable[[M, M], float] | None = None,
) -> list[M]:
    """The marks on which more than half of the answers agree, in place and class.

    Each answer's marks are matched with those that were found so far; of the marks that were
    matched the one stands that overlaps the others most, and says what they say.
    """
    clusters: list[list[M]] = []
    for marks in answers:
        rest: dict[str, list[M]] = defaultdict(list)
        for mark in marks:
            rest[mark.class_].append(mark)
        for class_, ours in rest.items():
            known = [one for one in clusters if one[0].class_ == class_]
            partners = pairs([one[0] for one in known], ours, measure)
            for _, i, j in partners:
                known[i].append(ours[j])
            matched = {j for _, _, j in partners}
            clusters += [[one] for j, one in enumerate(ours) if j not in matched]
    return [_middle(one, measure, alike) for one in clusters if 2 * len(one) > len(answers)]


def _middle(
    cluster: Sequence[M], measure: Measure[M, Any], alike: Callable[[M, M], float] | None
) -> M:
    """The mark that overlaps the others most, and reads most like them; among equals the first."""

    def near(one: Placed[M, Any], other: Placed[M, Any]) -> float:
        share = measure.overlap(one.geometry, other.geometry)
        return share if alike is None else share * alike(one.mark, other.mark)

    placed = measure.placed(cluster)
    nearness = [sum(near(a, b) for b in placed) for a in placed]
    return cluster[nearness.index(max(nearness))]


def _overlapping(
    left: Sequence[Placed[M, G]],
    right: Sequence[Placed[M, G]],
    overlap: Callable[[G, G], float],
    least: float = MATCHED,
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
            if share >= least:
                yield share, i, j


def marks_type(
    kind: str,
    definition: type[L],
    annotation: type[M],
    check_one: Callable[[L, Asked, M], Sequence[Fault]],
    measure: Measure[M, Any],
    *,
    many: str,
    check_all: Callable[[L, Asked, Sequence[M]], Sequence[Fault]] = lambda *_: (),
    move: Callable[[M, Shift], M],
    alike: Callable[[L, M, M], float] | None = None,
) -> LabelType[L, M]:
    """The record of a type whose annotations are marks; `many` is what several are called.
    `check_one` need not look at class and attributes, `check_all` not at how many there are.
    `alike` says how far what is written in two marks of one place agrees, 0 to 1; `move` brings one
    to another place.
    """

    def one(label: L, asked: Asked, mark: M) -> Sequence[Fault]:
        return [*class_faults(label, asked, mark), *check_one(label, asked, mark)]

    def every(label: L, asked: Asked, given: Sequence[M]) -> Sequence[Fault]:
        faults = count_faults(label.name, label.min, label.max, len(given), many)
        limited = [each for each in label.classes if each.min is not None or each.max is not None]
        if limited:
            counts = Counter(mark.class_ for mark in given)
            for each in limited:
                most = MAX_ANNOTATIONS if each.max is None else each.max
                least, of = each.min or 0, f' of "{each.id}"'
                faults += count_faults(label.name, least, most, counts[each.id], many, of)
        return [*faults, *check_all(label, asked, given)]

    def written(label: L) -> Callable[[M, M], float] | None:
        return None if alike is None else lambda one, other: alike(label, one, other)

    def similarity(label: L, left: Said[M], right: Said[M]) -> float:
        return soft_f1(left.own, right.own, measure, written(label))

    def consensus(label: L, answers: Sequence[Said[M]]) -> Sequence[M]:
        return agreed([answer.own for answer in answers], measure, written(label))

    def statistics(_: L, given: Sequence[M]) -> Json:
        return {"classes": dict(Counter(mark.class_ for mark in given))}

    def near(
        left: Sequence[M], right: Sequence[M], least: float
    ) -> Iterator[tuple[float, int, int]]:
        return _overlapping(measure.placed(left), measure.placed(right), measure.overlap, least)

    return LabelType(
        kind,
        definition,
        annotation,
        one,
        every,
        measure.of_two,
        similarity,
        consensus,
        statistics,
        move=move,
        near=near,
    )
