"""Classes of the item as a whole, or of each part of a text."""

from collections import Counter
from collections.abc import Sequence
from typing import Annotated, Literal

from pydantic import Field

from app.labels.base import MAX_CLASSES, Asked, Classed, Fault, Json, LabelType, Name, Said
from app.labels.parts import (
    OfPart,
    PerPart,
    answered_once,
    mean_over_parts,
    move_part,
    part_by_part,
    part_faults,
)


class WholeLabel(Classed, PerPart):
    """A question about the whole: one class, or as many as apply. A class that has a parent means
    its parents as well; with `leaf_only` the most exact one is to be chosen.
    """

    kind: Literal["class"]
    many: bool = False
    required: bool = True
    leaf_only: bool = False


class Whole(OfPart):
    """What was chosen; an empty choice is written as no annotation."""

    kind: Literal["class"]
    classes: Annotated[tuple[Name, ...], Field(min_length=1, max_length=MAX_CLASSES, strict=False)]


def _check_one(definition: WholeLabel, asked: Asked, whole: Whole) -> Sequence[Fault]:
    name = definition.name
    faults = [
        Fault(
            "unknown_class",
            whole.id,
            f'"{name}" has no class "{chosen}"; choose one of its classes.',
        )
        for chosen in whole.classes
        if chosen not in asked.classes
    ]
    if len(set(whole.classes)) != len(whole.classes):
        faults.append(Fault("class_twice", whole.id, f'"{name}" names one class twice.'))
    if len(whole.classes) > 1 and not definition.many:
        faults.append(Fault("one_class_only", whole.id, f'"{name}" takes one class; choose one.'))
    if definition.leaf_only:
        parents = {one.parent for one in definition.classes}
        faults += [
            Fault("not_exact", whole.id, f'"{chosen}" has classes below it; choose one of them.')
            for chosen in whole.classes
            if chosen in parents
        ]
    return [*faults, *part_faults(definition, asked, whole)]


def _check_all(definition: WholeLabel, asked: Asked, given: Sequence[Whole]) -> Sequence[Fault]:
    return answered_once(definition.name, definition, asked, given, required=definition.required)


def _same(left: Sequence[Whole], right: Sequence[Whole]) -> float:
    """1.0 when both chose the same classes, in whatever order, else 0.0."""
    chosen = [{name for one in side for name in one.classes} for side in (left, right)]
    return float(chosen[0] == chosen[1])


def _similarity(_: WholeLabel, left: Said[Whole], right: Said[Whole]) -> float:
    return mean_over_parts(left.own, right.own, _same)


def _consensus(definition: WholeLabel, answers: Sequence[Said[Whole]]) -> Sequence[Whole]:
    """The classes that more than half chose; of one class alone, the most frequent one."""

    def choose(ones: list[Whole]) -> Whole | None:
        counts = Counter(name for one in ones for name in one.classes)
        if not definition.many:
            best, most = counts.most_common(1)[0]
            agreed = [best] if 2 * most > len(ones) else []
        else:
            agreed = [one.id for one in definition.classes if 2 * counts[one.id] > len(ones)]
        return ones[0].model_copy(update={"classes": tuple(agreed)}) if agreed else None

    return part_by_part(answers, choose)


def _statistics(_: WholeLabel, given: Sequence[Whole]) -> Json:
    return {"classes": dict(Counter(name for one in given for name in one.classes))}


WHOLE = LabelType(
    "class",
    WholeLabel,
    Whole,
    _check_one,
    _check_all,
    lambda one, other: _same([one], [other]),
    _similarity,
    _consensus,
    _statistics,
    move=move_part,
)
