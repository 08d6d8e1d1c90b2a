"""What an answer got right and what it missed, annotation by annotation."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any, Literal, TypeAlias

from app.labels.base import Annotation, Definition, Json, LabelType, Said, unlinked
from app.labels.compare import difference, overlap, under
from app.labels.marks import MATCHED
from app.labels.parse import TYPES, Answer, Schema, annotation_json

State: TypeAlias = Literal["right", "shifted", "wrong_class", "changed", "missing", "extra"]

NEAR = 0.75
"""From this overlap on a mark lies right; below it, it is the same thing in another place."""

RIGHT_FROM = 0.75
"""From this score on an answer counts as right."""

TOUCHED = 0.1
"""From this overlap on what is left over may have been meant."""

SHORT = 500
"""Characters of what reads otherwise that are told."""

Pair: TypeAlias = tuple[float, int, int]


@dataclass(frozen=True, slots=True)
class Found:
    """What became of one annotation. `ours` is the id of one of the right answer, `theirs` of one
    of the given answer; of what is missing or too much there is only one. `says` is what reads
    otherwise: `{"field", "right", "given"}`.
    """

    state: State
    name: str
    ours: str | None
    theirs: str | None
    overlap: float
    says: list[Json] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Feedback:
    """How near an answer comes, 0 to 1, and each annotation of both answers, once."""

    score: float
    marks: list[Found]

    def as_json(self) -> Json:
        """`{"score", "marks": [...]}`."""
        return {"score": self.score, "marks": [asdict(one) for one in self.marks]}


def feedback(schema: Schema, right: Answer, given: Answer) -> Feedback:
    """What `given` got right of `right`; both have passed `check`.

    The score is the mean of the types' own similarity over the labels under which either says
    something: a question that has nothing to find makes nobody better.
    """
    scores = []
    for label in schema.labels:
        ours, theirs = under(right, label), under(given, label)
        if ours.own or theirs.own:
            scores.append(TYPES[label.kind].similarity(label, ours, theirs))
    marks: list[Found] = []
    partners: dict[str, str] = {}  # of the given answer's annotations, by their ids
    # What refers to others is compared when it is known whom those stand for.
    for label in sorted(schema.labels, key=_refers):
        found = list(_label(label, under(right, label).own, under(given, label).own, partners))
        partners |= {
            one.theirs: one.ours for one in found if one.ours is not None and one.theirs is not None
        }
        marks += found
    score = sum(scores) / len(scores) if scores else 1.0
    return Feedback(min(1.0, max(0.0, score)), marks)


def wrong_in(schema: Schema, right: Answer, shown: Answer) -> list[str]:
    """The ids of the annotations of `shown` that are not as they should be."""
    return [
        one.theirs
        for one in feedback(schema, right, shown).marks
        if one.state != "right" and one.theirs is not None
    ]


@dataclass(frozen=True, slots=True)
class Verdicts:
    """How near a verdict comes: its score, 0 to 1, and whether it named what is wrong (None where
    there is nothing to name)."""

    score: float
    named: bool | None


def judged(
    schema: Schema,
    *,
    right: Answer,
    shown: Answer,
    wanted: str,
    verdict: str,
    pins: Iterable[Json] = (),
    fixed: Answer | None = None,
) -> Verdicts:
    """How near `verdict` on `shown` comes to the one that it deserves (`wanted`).

    Another verdict is worth nothing. The right one is worth everything for an approval and for a
    rejection; who sends back earns the half of it by naming an annotation that is wrong (any spot,
    where all that is wrong is missing), and who fixes by how much of what was wrong is right now.
    """
    if verdict != wanted:
        return Verdicts(0.0, None)
    if verdict == "return":
        faulty = set(wrong_in(schema, right, shown))
        named = {pin.get("annotation") for pin in pins if pin.get("annotation") is not None}
        hit = bool(named & faulty) if faulty else bool(list(pins))
        return Verdicts(1.0 if hit else 0.5, hit)
    if verdict == "fix" and fixed is not None:
        before = feedback(schema, right, shown).score
        after = feedback(schema, right, fixed).score
        mended = 1.0 if before >= 1 else max(0.0, (after - before) / (1 - before))
        touched = {
            *(one.before.id for one in difference(shown, fixed).changed),
            *(one.id for one in difference(shown, fixed).removed),
        }
        faulty = set(wrong_in(schema, right, shown))
        return Verdicts(0.5 + mended / 2, bool(touched & faulty) if faulty else mended > 0)
    return Verdicts(1.0, None)


def _refers(label: Definition) -> bool:
    """Whether annotations under it name others by their ids."""
    return TYPES[label.kind].relink is not unlinked


def _label(
    label: Definition,
    ours: Sequence[Annotation],
    theirs: Sequence[Annotation],
    partners: dict[str, str],
) -> Iterator[Found]:
    kind = TYPES[label.kind]
    meant = [kind.relink(one, partners.get) or one for one in theirs]
    taken: tuple[set[int], set[int]] = (set(), set())
    for share, i, j in _matched(kind, ours, meant):
        taken[0].add(i)
        taken[1].add(j)
        yield _pair(kind, label, ours[i], meant[j], share)
    for i, one in enumerate(ours):
        if i not in taken[0]:
            yield Found("missing", one.name, one.id, None, 0.0)
    for j, one in enumerate(theirs):
        if j not in taken[1]:
            yield Found("extra", one.name, None, one.id, 0.0)


def _matched(
    kind: LabelType[Any, Any], ours: Sequence[Annotation], theirs: Sequence[Annotation]
) -> list[Pair]:
    """Who stands for whom: what is alike and of one class first, then what is alike, then what
    touches and is of one class, and last, of what has no place, what answers the same question."""
    left, right = dict(enumerate(ours)), dict(enumerate(theirs))
    chosen: list[Pair] = []

    def take(pairs: Iterable[Pair]) -> None:
        for share, i, j in sorted(pairs, key=lambda one: (-one[0], one[1], one[2])):
            if i in left and j in right:
                chosen.append((share, i, j))
                del left[i], right[j]

    alike = list(_near(kind, ours, theirs))
    same = [one for one in alike if _class(ours[one[1]]) == _class(theirs[one[2]])]
    take(one for one in same if one[0] >= MATCHED)
    take(one for one in alike if one[0] >= MATCHED)
    take(one for one in same if one[0] >= TOUCHED)
    if kind.near is None:
        take(
            (overlap(one, other), i, j)
            for i, one in left.items()
            for j, other in right.items()
            if _question(one) == _question(other)
        )
    return chosen


def _near(
    kind: LabelType[Any, Any], ours: Sequence[Annotation], theirs: Sequence[Annotation]
) -> Iterator[Pair]:
    """Pairs that have something in common, whatever their classes."""
    if kind.near is not None:
        yield from kind.near(ours, theirs, TOUCHED)
        return
    for i, one in enumerate(ours):
        for j, other in enumerate(theirs):
            if _question(one) == _question(other):
                share = overlap(one, _classed(other, one))
                if share >= TOUCHED:
                    yield share, i, j


def _pair(
    kind: LabelType[Any, Any], label: Definition, one: Annotation, other: Annotation, share: float
) -> Found:
    says = list(_otherwise(one, other, placed=kind.near is not None))
    if _class(one) != _class(other):
        state: State = "wrong_class"
    elif kind.near is None:
        state = "right" if share >= 1 - 1e-9 and not says else "changed"
    elif share < NEAR:
        state = "shifted"
    else:
        # What is written in two marks of one place, as far as their type compares it.
        reads = kind.similarity(label, _alone(one), _alone(other)) / share
        state = "changed" if says or reads < 1 - 1e-6 else "right"
    return Found(state, one.name, one.id, other.id, share, says)


def _alone(one: Annotation) -> Said[Annotation]:
    return Said([one], {one.id: one}, overlap)


_NOT_SAID = frozenset({"id", "kind", "name", "group", "part"})


def _otherwise(one: Annotation, other: Annotation, *, placed: bool) -> Iterator[Json]:
    """What reads otherwise in two annotations; of what has a place only its class, its attributes
    and what is written, for where it lies is seen."""
    ours, theirs = _flat(one), _flat(other)
    for key in sorted(ours.keys() | theirs.keys()):
        right, given = ours.get(key), theirs.get(key)
        if key in _NOT_SAID or right == given or len(str(right)) + len(str(given)) > 2 * SHORT:
            continue
        written = key == "class" or "." in key or isinstance(right, str) or isinstance(given, str)
        if written or not placed:
            yield {"field": key, "right": right, "given": given}


def _flat(one: Annotation) -> Json:
    said = annotation_json(one)
    attributes = said.pop("attributes", {})
    return said | {f"attributes.{name}": value for name, value in attributes.items()}


def _class(one: Annotation) -> str | None:
    found: str | None = getattr(one, "class_", None)
    return found


def _classed(one: Annotation, like: Annotation) -> Annotation:
    """`one` as if it were of the other's class: relations compare it with their ends."""
    return one if _class(one) is None else one.model_copy(update={"class_": _class(like)})


def _question(one: Annotation) -> str | None:
    """Which part an annotation without a place is about."""
    found: str | None = getattr(one, "part", None)
    return found
