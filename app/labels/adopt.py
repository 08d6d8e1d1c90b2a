"""From what a foreign format says of a picture to an answer to a schema.

COCO and VOC know classes but no label names and no annotation ids; an answer needs both.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from app.labels.base import AnswerRefused, AssetFacts, Fault, Json
from app.labels.check import check
from app.labels.parse import Answer, Schema, parse_answer

# Faults of an answer that is not finished: a suggestion may leave them to the person.
_UNFINISHED = frozenset({"required", "too_few"})


@dataclass(frozen=True, slots=True)
class Adopted:
    """The annotations that fit, as an answer, and why the others do not."""

    answer: Answer
    faults: tuple[Fault, ...]


class Adopter:
    """Makes answers to one schema; the schema is looked through once for a whole import."""

    def __init__(self, schema: Schema) -> None:
        self.schema = schema
        # kind -> [(label name, {id or name on the screen: class id})]
        self._labels: dict[str, list[tuple[str, dict[str, str]]]] = {}
        for label in schema.labels:
            aliases = {
                alias: one.id
                for one in reversed(label.classes)
                for alias in (one.ko, one.en)
                if alias is not None
            }
            aliases |= {one.id: one.id for one in label.classes}
            self._labels.setdefault(label.kind, []).append((label.name, aliases))

    def __call__(self, facts: AssetFacts, loose: Sequence[Mapping[str, Any]]) -> Adopted:
        """An answer made of those annotations (JSON forms, `id` and `name` optional) that fit.

        A missing name is found by kind and class, where one label alone has that class (or where
        `hint` is the name of one of them); a class may be given by its id or by its Korean or
        English name. Where the schema does not ask for an annotation's kind, its `fallback`
        (another annotation) is taken. What does not fit is left out with a reason.
        """
        faults: list[Fault] = []
        marks: list[Json] = []
        taken: set[object] = set()
        for at, given in enumerate(loose, 1):
            mark = dict(given)
            id = mark.get("id")
            if not isinstance(id, str) or id in taken:
                id = f"i{at}"
                while id in taken:
                    id += "_"
                mark["id"] = id
            taken.add(id)
            fault = self._name(mark)
            if fault is None:
                marks.append(mark)
            else:
                faults.append(fault)
        answer = self._whole(facts, marks)
        if answer is None:
            fitting = []
            for mark in marks:
                fault = self._fault(facts, mark)
                if fault is None:
                    fitting.append(mark)
                else:
                    faults.append(fault)
            answer = self._whole(facts, fitting)
        if answer is None:
            faults.append(
                Fault("too_many", None, "There are more annotations than this stage takes.")
            )
            answer = self._answer([])
        return Adopted(answer, tuple(faults))

    def _answer(self, marks: list[Json]) -> Answer:
        return parse_answer({"modality": self.schema.modality, "annotations": marks})

    def _whole(self, facts: AssetFacts, marks: list[Json]) -> Answer | None:
        """The answer, if nothing is wrong with it but that it is not finished."""
        try:
            answer = self._answer(marks)
        except AnswerRefused:
            return None
        faults = check(self.schema, facts, answer)
        return answer if all(fault.code in _UNFINISHED for fault in faults) else None

    def _fault(self, facts: AssetFacts, mark: Json) -> Fault | None:
        try:
            alone = self._answer([mark])
        except AnswerRefused as refused:
            return Fault("shape", str(mark["id"]), refused.detail)
        own = [fault for fault in check(self.schema, facts, alone) if fault.annotation is not None]
        return own[0] if own else None

    def _name(self, mark: Json) -> Fault | None:
        """Name the mark, or the one that it has to fall back on."""
        fallback = mark.pop("fallback", None)
        fault = self._name_one(mark)
        if fault is not None and isinstance(fallback, Mapping):
            other = {**fallback, "id": mark["id"]}
            if self._name_one(other) is None:
                mark.clear()
                mark.update(other)
                return None
        return fault

    def _name_one(self, mark: Json) -> Fault | None:
        """Put the label's name and the class's id into `mark`, or say why that cannot be done."""
        kind, name, hint = mark.get("kind"), mark.get("name"), mark.pop("hint", None)
        single = "class" in mark
        wanted = [mark["class"]] if single else mark.get("classes")
        if not isinstance(wanted, list) or not all(isinstance(one, str) for one in wanted):
            return Fault("shape", mark["id"], "The annotation names no class; give it one.")
        fits = [
            (label, [aliases[one] for one in wanted])
            for label, aliases in self._labels.get(str(kind), ())
            if name in (None, label) and all(one in aliases for one in wanted)
        ]
        if len(fits) > 1:
            fits = [fit for fit in fits if fit[0] == hint] or fits
        if len(fits) == 1:
            mark["name"], found = fits[0]
            mark |= {"class": found[0]} if single else {"classes": found}
            return None
        shown = ", ".join(f'"{one}"' for one in wanted)[:200]
        if fits:
            return Fault(
                "ambiguous_class",
                mark["id"],
                f"More than one label of this stage has the class {shown}; say which by `name`.",
            )
        return Fault(
            "unknown_class",
            mark["id"],
            f"No label of this stage has the class {shown}; change the schema or the file.",
        )
