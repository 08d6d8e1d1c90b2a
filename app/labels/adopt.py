"""From what a foreign format says of a picture to an answer to a schema.

COCO and VOC know classes but no label names and no annotation ids; an answer needs both.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from app.labels.base import AnswerRefused, AssetFacts, Classed, Fault, Json
from app.labels.check import check
from app.labels.loose import asked_alone, joined, spoken
from app.labels.marks import MarkLabel
from app.labels.parse import Answer, Schema, parse_answer
from app.labels.segment import SegmentLabel
from app.labels.whole import WholeLabel

# Faults of an answer that is not finished: a suggestion may leave them to the person.
_UNFINISHED = frozenset(
    {"required", "too_few", "attribute_required"}
    | {"text_required", "no_speaker", "gap", "text_missing", "not_all_ordered"}
)

ATTRIBUTE_LEFT_OUT = "attribute_left_out"
"""The fault that costs no annotation: one of its attributes, which nobody asks for."""


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
            classes = label.classes if isinstance(label, Classed) else ()
            # As formats write it whose classes belong to no label, where two labels have one name.
            aliases = {f"{label.name}: {one.id}": one.id for one in classes}
            aliases |= {
                alias: one.id
                for one in reversed(classes)
                for alias in (one.ko, one.en)
                if alias is not None
            }
            aliases |= {one.id: one.id for one in classes}
            self._labels.setdefault(label.kind, []).append((label.name, aliases))
        self._attributes = {
            label.name: label.attributes for label in schema.labels if isinstance(label, MarkLabel)
        }
        self._many = frozenset(
            label.name for label in schema.labels if isinstance(label, WholeLabel) and label.many
        )
        self._spoken = [label for label in schema.labels if isinstance(label, SegmentLabel)]
        self._told: set[tuple[str, str]] = set()

    def __call__(self, facts: AssetFacts, loose: Sequence[Mapping[str, Any]]) -> Adopted:
        """An answer made of those annotations (JSON forms, `id` and `name` optional) that fit.

        A missing name is found by kind and class, where one label alone has that class (or where
        `hint` is the name of one of them); a class may be given by its id or by its Korean or
        English name. Where the schema does not ask for an annotation's kind, its `fallback`
        (another annotation, maybe with a `fallback` of its own) is taken. Attributes that are not
        asked for are left out, and said so once. What does not fit is left out with a reason.
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
                faults += self._loosen(mark)
                marks.append(mark)
            else:
                faults.append(fault)
        marks = joined(marks, self._many)
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
            # What is left may still be wrong beside the rest: across another one, without its end.
            while answer is None and (told := self._together(facts, fitting)):
                faults += told.values()
                fitting = [mark for mark in fitting if mark["id"] not in told]
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
        for fault in check(self.schema, facts, alone):
            # Alone it has none of those that it refers to.
            if fault.annotation is not None and fault.code not in _UNFINISHED | {"unknown_end"}:
                return fault
        return None

    def _together(self, facts: AssetFacts, marks: list[Json]) -> dict[str, Fault]:
        """The faults of single annotations, each by its id, that they have beside each other."""
        try:
            faults = check(self.schema, facts, self._answer(marks))
        except AnswerRefused:
            return {}
        return {
            fault.annotation: fault
            for fault in faults
            if fault.annotation is not None and fault.code not in _UNFINISHED
        }

    def _name(self, mark: Json) -> Fault | None:
        """Name the mark, or the one that it has to fall back on."""
        if "said" in mark:
            spoken(mark, self._spoken)
        fallback = mark.pop("fallback", None)
        fault = self._name_one(mark)
        while fault is not None and isinstance(fallback, Mapping):
            other = {**fallback, "id": mark["id"]}
            fallback = other.pop("fallback", None)
            if self._name_one(other) is None:
                mark.clear()
                mark.update(other)
                return None
        return fault

    def _loosen(self, mark: Json) -> list[Fault]:
        """Leave out the attributes that are not asked of the mark; each is told once."""
        given = mark.get("attributes")
        if not isinstance(given, Mapping) or mark["name"] not in self._attributes:
            return []
        kept, left_out = asked_alone(self._attributes[mark["name"]], mark["class"], given)
        mark["attributes"] = kept
        faults = []
        for name in left_out:
            if (mark["name"], name) not in self._told:
                self._told.add((mark["name"], name))
                sentence = (
                    f'"{mark["name"]}" does not ask for the attribute "{name[:100]}" with this '
                    "value: it was left out, here and below. Ask for it in the schema to keep it."
                )
                faults.append(Fault(ATTRIBUTE_LEFT_OUT, mark["id"], sentence))
        return faults

    def _name_one(self, mark: Json) -> Fault | None:
        """Put the label's name and the class's id into `mark`, or say why that cannot be done."""
        kind, name, hint = mark.get("kind"), mark.get("name"), mark.pop("hint", None)
        single = "class" in mark
        labels = self._labels.get(str(kind), ())
        # What has no class, a rating or a text, is told by its kind alone.
        none: list[str] | None = None if any(aliases for _, aliases in labels) else []
        wanted = [mark["class"]] if single else mark.get("classes", none)
        if not isinstance(wanted, list) or not all(isinstance(one, str) for one in wanted):
            return Fault("shape", mark["id"], "The annotation names no class; give it one.")
        fits = [
            (label, [aliases[one] for one in wanted])
            for label, aliases in labels
            if name in (None, label) and all(one in aliases for one in wanted)
        ]
        if len(fits) > 1:
            fits = [fit for fit in fits if fit[0] == hint] or fits
        if len(fits) == 1:
            mark["name"], found = fits[0]
            if single:
                mark["class"] = found[0]
            elif found:
                mark["classes"] = found
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
