"""What a correction changed, and how far two answers agree."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from app.labels.base import Annotation, Definition, Json, Said
from app.labels.marks import MATCHED
from app.labels.parse import TYPES, Answer, Schema, annotation_json, parse_answer


@dataclass(frozen=True, slots=True)
class Change:
    """One annotation that kept its id and not its content."""

    before: Annotation
    after: Annotation


@dataclass(frozen=True, slots=True)
class Difference:
    """From one answer to the next, in annotations."""

    added: tuple[Annotation, ...]
    removed: tuple[Annotation, ...]
    changed: tuple[Change, ...]

    def __bool__(self) -> bool:
        return bool(self.added or self.removed or self.changed)

    def as_json(self) -> Json:
        """`{"added": [...], "removed": [...], "changed": [{"before", "after"}]}`."""
        return {
            "added": [annotation_json(one) for one in self.added],
            "removed": [annotation_json(one) for one in self.removed],
            "changed": [
                {"before": annotation_json(one.before), "after": annotation_json(one.after)}
                for one in self.changed
            ],
        }


def difference(before: Answer, after: Answer) -> Difference:
    """What became of each annotation, told by its id.

    A client may give an untouched annotation another id: equal content under two ids is no
    difference.
    """
    old = {one.id: one for one in before.annotations}
    new = {one.id: one for one in after.annotations}
    changed = tuple(
        Change(old[key], one)
        for key, one in new.items()
        if key in old and _content(old[key]) != _content(one)
    )
    gone: dict[str, list[Annotation]] = {}
    for key, one in old.items():
        if key not in new:
            gone.setdefault(_content(one), []).append(one)
    added = []
    for key, one in new.items():
        if key not in old:
            same = gone.get(_content(one))
            if same:
                same.pop(0)
            else:
                added.append(one)
    removed = tuple(one for same in gone.values() for one in same)
    return Difference(added=tuple(added), removed=removed, changed=changed)


def similarity(schema: Schema, one: Answer, other: Answer) -> float:
    """How far two answers agree, 0 to 1: the mean over the schema's labels.

    Both answers have passed `check`.
    """
    scores = []
    for label in schema.labels:
        ours, theirs = (under(answer, label) for answer in (one, other))
        scores.append(TYPES[label.kind].similarity(label, ours, theirs))
    return sum(scores) / len(scores)


def class_of(annotation: Annotation) -> str:
    """What an annotation is counted under: its label and class, or its label alone."""
    class_ = getattr(annotation, "class_", None)
    return annotation.name if class_ is None else f"{annotation.name}: {class_}"


def by_class(schema: Schema, one: Answer, other: Answer) -> dict[str, float]:
    """How far two answers agree on each class that either has, 0 to 1 (`class_of` names it).

    Both answers have passed `check`.
    """
    found: dict[str, float] = {}
    for label in schema.labels:
        sides = [under(answer, label) for answer in (one, other)]
        for key in sorted({class_of(mark) for side in sides for mark in side.own}):
            ours, theirs = (
                Said([mark for mark in side.own if class_of(mark) == key], side.all, overlap)
                for side in sides
            )
            found[key] = TYPES[label.kind].similarity(label, ours, theirs)
    return found


def consensus(schema: Schema, answers: Sequence[Answer]) -> Answer:
    """One answer made of at least one that have passed `check`: what more than half of them say,
    label by label, in the way of each type. It may lack what is required, where they do not agree.
    """
    chosen = [
        TYPES[label.kind].consensus(label, [under(answer, label) for answer in answers])
        for label in schema.labels
    ]
    return composed(schema, answers, [one for ones in chosen for one in ones])


def composed(
    schema: Schema, answers: Sequence[Answer], annotations: Iterable[Annotation]
) -> Answer:
    """One answer of annotations that were taken from several, under ids of its own."""
    homes = {id(mark): answer for answer in answers for mark in answer.annotations}
    chosen = [
        # Ids are each answer's own: two people's first marks may both be called a1.
        (one.model_copy(update={"id": f"c{at}"}), homes.get(id(one)))
        for at, one in enumerate(annotations, 1)
    ]
    marks = [one for one, _ in chosen]
    linked = [TYPES[one.kind].relink(one, _finder(marks, home)) for one, home in chosen]
    return parse_answer(
        {
            "modality": schema.modality,
            "annotations": [annotation_json(one) for one in linked if one is not None],
        }
    )


def _finder(marks: Sequence[Annotation], home: Answer | None) -> Callable[[str], str | None]:
    """Finds the chosen mark that stands for one of the answer that its referrer comes from."""
    known = {one.id: one for one in home.annotations} if home is not None else {}

    def find(id: str) -> str | None:
        end = known.get(id)
        if end is None:
            return None
        like = [(overlap(end, mark), mark.id) for mark in marks if mark.name == end.name]
        best, found = max(like, default=(0.0, ""))
        return found if best >= MATCHED else None

    return find


def statistics(schema: Schema, answers: Iterable[Answer]) -> dict[str, Json]:
    """What answers say under each label, counted in the way of its type."""
    given: dict[str, list[Annotation]] = {label.name: [] for label in schema.labels}
    for answer in answers:
        for label in schema.labels:
            given[label.name] += _own(answer, label)
    return {
        label.name: TYPES[label.kind].statistics(label, given[label.name])
        for label in schema.labels
    }


def overlap(one: Annotation, other: Annotation) -> float:
    """How far two annotations mean the same, 0 to 1; none where they are of two types."""
    kind = TYPES[one.kind]
    return kind.overlap(one, other) if isinstance(other, kind.annotation) else 0.0


def _own(answer: Answer, label: Definition) -> list[Annotation]:
    """What it says under a label; under another version of the schema that may be another kind."""
    return [
        mark for mark in answer.annotations if mark.name == label.name and mark.kind == label.kind
    ]


def under(answer: Answer, label: Definition) -> Said[Any]:
    """What an answer says under a label."""
    return Said(_own(answer, label), {mark.id: mark for mark in answer.annotations}, overlap)


def _content(annotation: Annotation) -> str:
    return annotation.model_dump_json(exclude={"id"}, exclude_defaults=True)
