"""What one reading of a release counts: what is in it, how it is shared out, what is faulty."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import orjson

from app.labels import Answer, AnswerRefused, Schema, check
from app.labels.base import Annotation, SeriesFacts, SoundFacts
from app.papers.tables import Row
from app.reports.reading import Line, Reader, shape_faults
from app.reports.rules import kind_of, overlap

KEYS = 40
"""Keys of the items' meta that are counted."""
VALUES = 200
"""Values of one of them; a key that has more is a name and no property, unless it has targets."""
FEW = 10
OTHERS = "…"
"""What stands for values beyond `VALUES`."""

Fault = tuple[str, str, str]
"""A fault's code, the place in the answer, and the sentence."""


class Counting:
    """Counts items as they are read. `faulty` is what is to be written down of each."""

    def __init__(self, reader: Reader, targets: Mapping[str, Mapping[str, float]]) -> None:
        self._reader = reader
        self._targets = targets  # by what is aimed at, the share of each value in percent
        self._classes: dict[str, Counter[str]] = defaultdict(Counter)
        self._meta: dict[str, Counter[str]] = defaultdict(Counter)
        self._dropped: set[str] = set()
        self._by: Counter[tuple[str, str]] = Counter()
        self.items = 0
        self.faulty_items = 0
        self.faults = 0
        self._marks = 0
        self._empty = 0
        self._seconds = 0.0

    def faulty(self, lines: Iterable[Line]) -> Iterator[Row]:
        """Count the items; a row for each fault: item, annotation or place, kind, code,
        sentence."""
        for line in lines:
            found = list(self._look(line))
            self.items += 1
            self.faulty_items += bool(found)
            self.faults += len(found)
            for code, at, sentence in found:
                kind = kind_of(code)
                self._by[kind, code] += 1
                yield [line.item_id, line.name, at, kind, code, sentence]

    def _look(self, line: Line) -> Iterator[Fault]:
        self._count_meta(line)
        if not line.sourced:
            yield "no_source", "", "The label has no source file; import the file again."
        facts = line.known()
        if isinstance(facts, SoundFacts | SeriesFacts):
            self._seconds += facts.length / 1000
        try:
            said = self._reader.said(line, facts)
        except AnswerRefused as refused:
            yield from shape_faults(refused)
            return
        if said is None:
            yield "required", "", "The item has no answer any more."
            return
        schema, answer = said
        self._count_marks(answer)
        if facts is None:
            yield "facts_unknown", "", "The size of the source file is not known."
            return
        for fault in check(schema, facts, answer):
            yield fault.code, fault.annotation or "", fault.sentence

    def _count_marks(self, answer: Answer) -> None:
        self._marks += len(answer.annotations)
        self._empty += not answer.annotations
        for one in answer.annotations:
            for name in classes_of(one):
                self._classes[one.name][name] += 1

    def _count_meta(self, line: Line) -> None:
        meta = orjson.loads(line.meta) if line.meta is not None else None
        if not isinstance(meta, dict):
            return
        for key, value in meta.items():
            if key in self._dropped or not isinstance(value, str | int | bool):
                continue
            counts = self._meta[key]
            told = told_as(value)
            if told in counts or len(counts) < VALUES:
                counts[told] += 1
            elif f"meta:{key}" in self._targets:
                counts[OTHERS] += 1
            else:
                self._dropped.add(key)
                del self._meta[key]

    def content(self) -> dict[str, Any]:
        """What is in the release."""
        return {
            "items": self.items,
            "marks": self._marks,
            "without_marks": self._empty,
            "seconds": round(self._seconds),
        }

    def syntactic(self) -> dict[str, Any]:
        """How many items are faulty, and why."""
        return {
            "items": self.items,
            "faulty_items": self.faulty_items,
            "faults": self.faults,
            "share": None if not self.items else 1 - self.faulty_items / self.items,
            "by": [
                {"kind": kind, "code": code, "count": count}
                for (kind, code), count in sorted(self._by.items(), key=lambda one: -one[1])
            ],
        }

    def diversity(self) -> list[dict[str, Any]]:
        """How each label's classes, and each property of the items, are shared out."""
        schema = self._reader.newest
        found = [
            self._table(f"class:{label.name}", self._classes[label.name], _names(schema, label))
            for label in schema.labels
            if label.class_ids()
        ]
        aimed = [what[5:] for what in self._targets if what.startswith("meta:")]
        telling = [key for key in self._meta if key not in aimed and self._tells(key)]
        for key in [*sorted(aimed), *sorted(telling)[:KEYS]]:
            counts = Counter(self._meta[key])
            if without := self.items - counts.total():
                counts[""] = without
            found.append(self._table(f"meta:{key}", counts, {}))
        return found

    def _tells(self, key: str) -> bool:
        """Whether it says something of groups of items, rather than naming each."""
        values = len(self._meta[key])
        return values <= FEW or values <= self.items / 2

    def _table(
        self, what: str, counts: Counter[str], names: Mapping[str, Mapping[str, Any]]
    ) -> dict[str, Any]:
        targets = self._targets.get(what, {})
        total = sum(counts.values())
        order = dict.fromkeys([*names, *targets, *(value for value, _ in counts.most_common())])
        return {
            "what": what,
            "of": "marks" if what.startswith("class:") else "items",
            "total": total,
            "overlap": overlap(targets, counts),
            "rows": [
                {
                    "value": value,
                    "ko": names.get(value, {}).get("ko"),
                    "en": names.get(value, {}).get("en"),
                    "count": counts[value],
                    "share": counts[value] / total if total else 0.0,
                    "target": targets[value] / 100 if value in targets else None,
                }
                for value in order
            ],
        }


def classes_of(one: Annotation) -> tuple[str, ...]:
    """The classes that an annotation says."""
    single: str | None = getattr(one, "class_", None)
    many: tuple[str, ...] = getattr(one, "classes", ())
    return many if single is None else (single,)


def told_as(value: str | int | bool) -> str:
    """A property's value as targets name it."""
    return str(value).lower() if isinstance(value, bool) else str(value)[:200]


def _names(schema: Schema, label: Any) -> dict[str, dict[str, Any]]:
    return {one.id: {"ko": one.ko, "en": one.en} for one in getattr(label, "classes", ())}
