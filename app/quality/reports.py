"""How far the people of a stage agree, as one report: of the set, by question, class, person and
pair; what is confused with what; where people differ most; the drift."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any, TypeAlias

import numpy as np

from app.labels.base import Definition, Json
from app.labels.compare import under
from app.labels.feedback import feedback
from app.labels.parse import TYPES, Answer, Schema
from app.labels.whole import Whole, WholeLabel
from app.quality.agreement import alpha, alpha_of, by_week, drift, fleiss
from app.quality.votes import gather

NAMES = 50  # classes that a confusion shows: the most frequent
PAIRS = 100  # pairs of people that a report names: those who agree least
PEOPLE = 500
HARDEST = 20

MEASURES: Mapping[str, str] = {
    "class": "exact",
    "box": "iou",
    "page_box": "iou",
    "rotated_box": "iou",
    "polygon": "iou",
    "mask": "iou",
    "cuboid": "iou",
    "box_track": "iou",
    "polygon_track": "iou",
    "segment": "iou",
    "keypoints": "oks",
    "span": "f1",
    "relation": "f1",
    "table": "f1",
    "writing": "cer",
}
"""By what answers are compared: matched overlap, similarity of keypoints, F1, letters; any other
type by a distance of its own (`app/labels`)."""


@dataclass(frozen=True, slots=True)
class Given:
    """One person's own answer to a task, and the number of the week in which it came."""

    task: int
    person: int
    week: int
    answer: Answer


Alike: TypeAlias = Callable[[Answer, Answer], float]


def agreement_report(schema: Schema, given: Iterable[Given]) -> Json:
    """Of answers that have passed `check`, those of tasks with two or more."""
    tasks: dict[int, list[Given]] = defaultdict(list)
    for one in given:
        tasks[one.task].append(one)
    asked = {task: ones for task, ones in tasks.items() if len(ones) > 1}
    answers = [[one.answer for one in ones] for ones in asked.values()]
    labels = [_label(label, asked, answers) for label in schema.labels]
    likeness = [_alike(label) for label in schema.labels]

    def alike(one: Answer, other: Answer) -> float:
        return sum(score(one, other) for score in likeness) / len(likeness)

    remembered = _once(alike)
    own: dict[int, list[float]] = defaultdict(list)
    pairs: dict[tuple[int, int], list[float]] = defaultdict(list)
    share: dict[int, float] = {}
    cells: Counter[tuple[str, str]] = Counter()
    for task, ones in asked.items():
        scores: list[float] = []
        each: dict[int, list[float]] = defaultdict(list)
        for one, other in combinations(ones, 2):
            score = remembered(one.answer, other.answer)
            scores.append(score)
            each[one.person].append(score)
            each[other.person].append(score)
            first, second = sorted((one.person, other.person))
            pairs[first, second].append(score)
            for row, column in called(schema, one.answer, other.answer):
                # Neither of two people is the truth: each is the other's row.
                cells[row, column] += 1
                cells[column, row] += 1
        for person, ones_scores in each.items():
            own[person].append(_mean(ones_scores))
        share[task] = _mean(scores)
    lone = labels[0] if len(labels) == 1 else None
    values = np.array(list(share.values()), dtype=np.float64)
    weeks = np.array([max(one.week for one in ones) for ones in asked.values()], dtype=np.int64)
    moved = drift(values, weeks) if len(values) else None
    return {
        "kind": lone["kind"] if lone else "mixed",
        "counted": len(asked),
        "answers": sum(len(ones) for ones in asked.values()),
        "share": _round(_mean(list(share.values()))) if share else None,
        "alpha": lone["alpha"] if lone else _rounded(alpha_of(answers, remembered)),
        "kappa": lone["kappa"] if lone else None,
        "labels": labels if asked else [],
        "by_class": by_class(cells),
        "people": [
            {"person_id": who, "answers": len(scores), "share": _round(_mean(scores))}
            for who, scores in sorted(own.items(), key=lambda one: _mean(one[1]))[:PEOPLE]
        ],
        "pairs": [
            {
                "one": one,
                "other": other,
                "together": len(scores),
                "share": _round(_mean(scores)),
            }
            for (one, other), scores in sorted(
                pairs.items(), key=lambda two: (_mean(two[1]), -len(two[1]))
            )[:PAIRS]
        ],
        "confusion": confusion(cells),
        "hardest": [
            {"task_id": task, "share": _round(value)}
            for task, value in sorted(share.items(), key=lambda one: (one[1], one[0]))[:HARDEST]
            if value < 1
        ],
        "weeks": [
            {"week": week, "value": _round(value), "tasks": many}
            for week, value, many in by_week(values, weeks)
        ],
        "drift": _rounded(moved),
    }


def fixes_report(schema: Schema, fixes: Sequence[tuple[Answer, Answer]]) -> Json:
    """Of answers and what inspectors made of them: how far they agree, and from which class (rows)
    to which (columns)."""
    cells: Counter[tuple[str, str]] = Counter()
    scores = []
    likeness = [_alike(label) for label in schema.labels]
    for before, after in fixes:
        scores.append(sum(score(before, after) for score in likeness) / len(likeness))
        cells.update(called(schema, before, after))
    return {
        "fixes": len(fixes),
        "share": _round(_mean(scores)) if scores else None,
        "confusion": confusion(cells),
    }


def called(schema: Schema, one: Answer, other: Answer) -> list[tuple[str, str]]:
    """What one calls so and the other so, thing by thing; an empty name where one has nothing."""
    many = len(schema.labels) > 1
    found = []
    for label in schema.labels:
        if isinstance(label, WholeLabel):
            ours, theirs = (
                {mark.part: _chosen(mark) for mark in under(answer, label).own}
                for answer in (one, other)
            )
            found += [
                (_name(label, ours.get(part, ""), many), _name(label, theirs.get(part, ""), many))
                for part in ours | theirs
            ]
    rest = [label for label in schema.labels if label.class_ids() and not _whole(label)]
    if rest:
        names = {label.name: label for label in rest}
        marks, others = ({mark.id: mark for mark in answer.annotations} for answer in (one, other))
        for mark in feedback(schema, one, other).marks:
            if mark.name in names:
                label = names[mark.name]
                first = marks[mark.ours] if mark.ours is not None else None
                second = others[mark.theirs] if mark.theirs is not None else None
                found.append(
                    (_name(label, _class(first), many), _name(label, _class(second), many))
                )
    return found


def confusion(cells: Mapping[tuple[str, str], int]) -> Json:
    """`{"names", "counts"}`: the most frequent names, what is nothing last."""
    total: Counter[str] = Counter()
    for (row, column), n in cells.items():
        total[row] += n
        total[column] += n
    names = sorted(name for name, _ in total.most_common(NAMES) if name)
    names += [""] if total.get("") else []
    return {"names": names, "counts": [[cells.get((r, c), 0) for c in names] for r in names]}


def by_class(cells: Mapping[tuple[str, str], int]) -> list[Json]:
    """Of all that anybody calls so, the part that the other calls so too (specific agreement)."""
    total: Counter[str] = Counter()
    for (row, _), n in cells.items():
        total[row] += n
    return [
        {"name": name, "share": _round(cells.get((name, name), 0) / n), "marks": n // 2}
        for name, n in sorted(total.items(), key=lambda one: (-one[1], one[0]))[:NAMES]
        if name
    ]


def _label(
    label: Definition, asked: Mapping[int, Sequence[Given]], answers: Sequence[Sequence[Answer]]
) -> Json:
    alike = _once(_alike(label))
    scores = [
        _mean([alike(one, other) for one, other in combinations(ones, 2)]) for ones in answers
    ]
    found = {
        "name": label.name,
        "kind": label.kind,
        "measure": MEASURES.get(label.kind, "own"),
        "share": _round(_mean(scores)) if scores else 0.0,
    }
    if isinstance(label, WholeLabel):
        votes, _ = gather(
            ((task, part), one.person, _choice(label, one.answer, part))
            for task, ones in asked.items()
            for part in _parts(label, ones)
            for one in ones
        )
        return found | {"alpha": _rounded(alpha(votes)), "kappa": _rounded(fleiss(votes))}
    return found | {"alpha": _rounded(alpha_of(answers, alike)), "kappa": None}


def _parts(label: WholeLabel, ones: Sequence[Given]) -> list[str | None]:
    """What the question was answered of: the whole, or parts of a text."""
    found = {mark.part: None for one in ones for mark in under(one.answer, label).own}
    return list(found) or [None]


def _choice(label: WholeLabel, answer: Answer, part: str | None) -> str:
    return next((_chosen(one) for one in under(answer, label).own if one.part == part), "")


def _chosen(mark: Whole) -> str:
    return " + ".join(sorted(mark.classes))


def _whole(label: Definition) -> bool:
    return isinstance(label, WholeLabel)


def _class(mark: Any) -> str:
    return "" if mark is None else str(getattr(mark, "class_", ""))


def _name(label: Definition, class_: str, many: bool) -> str:
    return f"{label.name}: {class_}" if many and class_ else class_


def _alike(label: Definition) -> Alike:
    similar = TYPES[label.kind].similarity
    return lambda one, other: similar(label, under(one, label), under(other, label))


def _once(alike: Alike) -> Alike:
    """The same, remembering what it was asked: answers live as long as the report is made."""
    known: dict[tuple[int, int], float] = {}

    def remembered(one: Answer, other: Answer) -> float:
        key = (id(one), id(other))
        if key not in known:
            known[key] = alike(one, other)
        return known[key]

    return remembered


def _mean(scores: Sequence[float]) -> float:
    return sum(scores) / len(scores)


def _round(value: float) -> float:
    return round(float(value), 4)


def _rounded(value: float | None) -> float | None:
    return None if value is None else _round(value)
