"""Which of several texts is the best one, or none of them."""

from collections import Counter
from collections.abc import Sequence
from typing import Literal

from app.labels.base import (
    Annotation,
    AnnotationId,
    Asked,
    Definition,
    Fault,
    Json,
    LabelType,
    Said,
)
from app.labels.parts import Roles, meant, once


class ComparisonLabel(Definition):
    """A question answered with one of the parts (of these roles), or with a tie."""

    kind: Literal["comparison"]
    roles: Roles | None = None
    ties: bool = True
    required: bool = True


class Comparison(Annotation):
    """The better part; none where they are equally good."""

    kind: Literal["comparison"]
    better: AnnotationId | None


def _check_one(definition: ComparisonLabel, asked: Asked, one: Comparison) -> Sequence[Fault]:
    if one.better is None:
        if definition.ties:
            return []
        sentence = f'"{definition.name}" asks for one of them; choose the better one.'
        return [Fault("tie_not_allowed", one.id, sentence)]
    if one.better in {part.id for part in meant(asked, definition.roles)}:
        return []
    sentence = f'"{definition.name}" does not compare this part; choose one that it does.'
    return [Fault("unknown_part", one.id, sentence)]


def _check_all(
    definition: ComparisonLabel, _: Asked, given: Sequence[Comparison]
) -> Sequence[Fault]:
    return once(definition.name, len(given), required=definition.required)


def _overlap(one: Comparison, other: Comparison) -> float:
    return float(one.better == other.better)


def _similarity(_: ComparisonLabel, left: Said[Comparison], right: Said[Comparison]) -> float:
    ours, theirs = ([one.better for one in side.own] for side in (left, right))
    return float(ours == theirs)


def _consensus(
    definition: ComparisonLabel, answers: Sequence[Said[Comparison]]
) -> Sequence[Comparison]:
    """The part that most chose; where two were chosen as often, a tie, if there may be ties."""
    given = [one for answer in answers for one in answer.own[:1]]
    if 2 * len(given) <= len(answers):
        return []
    ranked = Counter(one.better for one in given).most_common(2)
    if len(ranked) == 2 and ranked[0][1] == ranked[1][1]:
        return [given[0].model_copy(update={"better": None})] if definition.ties else []
    return [next(one for one in given if one.better == ranked[0][0])]


def _statistics(_: ComparisonLabel, given: Sequence[Comparison]) -> Json:
    counts = Counter(one.better for one in given)
    return {"ties": counts.pop(None, 0), "better": dict(counts)}


COMPARISON = LabelType(
    "comparison",
    ComparisonLabel,
    Comparison,
    _check_one,
    _check_all,
    _overlap,
    _similarity,
    _consensus,
    _statistics,
)
