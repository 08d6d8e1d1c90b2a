"""Classes of the picture as a whole."""

from collections.abc import Sequence
from typing import Annotated, Literal

from pydantic import Field

from app.labels.base import (
    MAX_CLASSES,
    Annotation,
    AssetFacts,
    Definition,
    Fault,
    LabelType,
    Name,
)


class WholeLabel(Definition):
    """A question about the whole picture: one class, or as many as apply."""

    kind: Literal["class"]
    many: bool = False
    required: bool = True


class Whole(Annotation):
    """What was chosen; an empty choice is written as no annotation."""

    kind: Literal["class"]
    classes: Annotated[tuple[Name, ...], Field(min_length=1, max_length=MAX_CLASSES, strict=False)]


def _check_one(
    definition: WholeLabel, classes: frozenset[str], _: AssetFacts, whole: Whole
) -> Sequence[Fault]:
    faults = [
        Fault(
            "unknown_class",
            whole.id,
            f'"{definition.name}" has no class "{chosen}"; choose one of its classes.',
        )
        for chosen in whole.classes
        if chosen not in classes
    ]
    if len(set(whole.classes)) != len(whole.classes):
        faults.append(Fault("class_twice", whole.id, f'"{definition.name}" names one class twice.'))
    if len(whole.classes) > 1 and not definition.many:
        faults.append(
            Fault("one_class_only", whole.id, f'"{definition.name}" takes one class; choose one.')
        )
    return faults


def _check_all(definition: WholeLabel, given: Sequence[Whole]) -> Sequence[Fault]:
    if not given and definition.required:
        return [Fault("required", None, f'"{definition.name}" is not answered yet; choose.')]
    if len(given) > 1:
        return [
            Fault(
                "too_many",
                None,
                f'"{definition.name}" is answered {len(given)} times; answer it once.',
            )
        ]
    return []


def _similarity(_: WholeLabel, left: Sequence[Whole], right: Sequence[Whole]) -> float:
    """1.0 when both chose the same classes, in whatever order, else 0.0."""
    chosen = [{name for one in side for name in one.classes} for side in (left, right)]
    return float(chosen[0] == chosen[1])


WHOLE = LabelType("class", WholeLabel, Whole, _check_one, _check_all, _similarity)
