"""Relations between two annotations of one answer."""

from collections import Counter
from collections.abc import Callable, Sequence
from typing import Annotated, Literal

from pydantic import Field, model_validator

from app.labels.base import (
    MAX_ANNOTATIONS,
    MAX_LABELS,
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
)
from app.labels.marks import MATCHED, count_faults

Ends = Annotated[tuple[Name, ...], Field(min_length=1, max_length=MAX_LABELS, strict=False)]


class RelationLabel(Classed):
    """A question answered with relations; `from` and `to` name the labels that may be joined."""

    kind: Literal["relation"]
    from_: Annotated[Ends | None, Field(alias="from")] = None
    to: Ends | None = None
    directed: bool = True
    min: Count = 0
    max: CountFromOne = MAX_ANNOTATIONS

    @model_validator(mode="after")
    def _range_is_one(self) -> "RelationLabel":
        if self.min > self.max:
            raise ValueError("min is above max; no number of them would fit")
        return self


class Relation(Annotation):
    """One relation, between two other annotations."""

    kind: Literal["relation"]
    class_: Annotated[Name, Field(alias="class")]
    from_: Annotated[AnnotationId, Field(alias="from")]
    to: AnnotationId


def _check_one(definition: RelationLabel, asked: Asked, one: Relation) -> Sequence[Fault]:
    faults = []
    if one.class_ not in asked.classes:
        sentence = f'"{definition.name}" has no class "{one.class_}"; choose one of its classes.'
        faults.append(Fault("unknown_class", one.id, sentence))
    if one.from_ == one.to:
        sentence = "It joins something with itself; choose two ends."
        faults.append(Fault("end_is_self", one.id, sentence))
    for id, names in ((one.from_, definition.from_), (one.to, definition.to)):
        end = asked.others.get(id)
        if end is None or isinstance(end, Relation):
            sentence = "One of its ends is not there; join it anew or remove it."
            faults.append(Fault("unknown_end", one.id, sentence))
        elif names is not None and end.name not in names:
            sentence = f'"{definition.name}" does not join "{end.name}"; choose another end.'
            faults.append(Fault("end_not_allowed", one.id, sentence))
    return faults


def _check_all(definition: RelationLabel, _: Asked, given: Sequence[Relation]) -> Sequence[Fault]:
    count, name = len(given), definition.name
    faults = count_faults(name, definition.min, definition.max, count, "relations")
    seen: set[object] = set()
    for one in given:
        ends = (one.from_, one.to) if definition.directed else frozenset((one.from_, one.to))
        if (one.class_, ends) in seen:
            sentence = "The same two are joined twice in one way; remove one of them."
            faults.append(Fault("relation_twice", one.id, sentence))
        seen.add((one.class_, ends))
    return faults


def _meets(left: Said[Relation], right: Said[Relation], one: Relation, other: Relation) -> bool:
    """Whether both join the same things, as far as two people see the same."""

    def same(a: str, b: str) -> bool:
        ours, theirs = left.all.get(a), right.all.get(b)
        if ours is None or theirs is None or ours.name != theirs.name:
            return False
        return left.overlap(ours, theirs) >= MATCHED

    return one.class_ == other.class_ and same(one.from_, other.from_) and same(one.to, other.to)


def _similarity(_: RelationLabel, left: Said[Relation], right: Said[Relation]) -> float:
    """F1: the share of relations that the other answer has as well."""
    if not left.own and not right.own:
        return 1.0
    rest = list(right.own)
    met = 0
    for one in left.own:
        for at, other in enumerate(rest):
            if _meets(left, right, one, other):
                met += 1
                del rest[at]
                break
    return 2 * met / (len(left.own) + len(right.own))


def _consensus(_: RelationLabel, answers: Sequence[Said[Relation]]) -> Sequence[Relation]:
    """The relations that more than half of the answers have."""
    found: list[tuple[Said[Relation], Relation, int]] = []
    for answer in answers:
        for one in answer.own:
            for at, (home, known, count) in enumerate(found):
                if _meets(home, answer, known, one):
                    found[at] = (home, known, count + 1)
                    break
            else:
                found.append((answer, one, 1))
    return [one for _, one, count in found if 2 * count > len(answers)]


def _statistics(_: RelationLabel, given: Sequence[Relation]) -> Json:
    return {"classes": dict(Counter(one.class_ for one in given))}


def _ends(one: Relation) -> tuple[str, str, str]:
    return one.class_, one.from_, one.to


def _relink(one: Relation, find: Callable[[str], str | None]) -> Relation | None:
    begin, end = find(one.from_), find(one.to)
    if begin is None or end is None:
        return None
    return one.model_copy(update={"from_": begin, "to": end})


RELATION = LabelType(
    "relation",
    RelationLabel,
    Relation,
    _check_one,
    _check_all,
    lambda one, other: float(
        (one.class_, one.from_, one.to) == (other.class_, other.from_, other.to)
    ),
    _similarity,
    _consensus,
    _statistics,
    _relink,
)
