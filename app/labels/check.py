"""Does an answer mean something under its schema, on its asset?"""

from collections import defaultdict

from app.labels.base import MODALITIES, Annotation, Asked, AssetFacts, Fault
from app.labels.parse import TYPES, Answer, Schema

# An answer that is wrong in ten thousand places is wrong for one reason.
MAX_FAULTS = 100


def check(schema: Schema, facts: AssetFacts, answer: Answer) -> list[Fault]:
    """Every reason (at most 100) why `answer` does not fit; empty when it does."""
    modality = MODALITIES[type(facts)]
    if schema.modality != modality or answer.modality != modality:
        sentence = f"This item is a {modality}; the answer or the schema is of another modality."
        return [Fault("other_modality", None, sentence)]
    others: dict[str, Annotation] = {one.id: one for one in answer.annotations}
    definitions = {
        label.name: (label, TYPES[label.kind], Asked(facts, label.class_ids(), others))
        for label in schema.labels
    }
    faults: list[Fault] = []
    given: dict[str, list[Annotation]] = defaultdict(list)
    seen: set[str] = set()
    for annotation in answer.annotations:
        if annotation.id in seen:
            faults.append(
                Fault(
                    "duplicate_id",
                    annotation.id,
                    f'Two annotations have the id "{annotation.id}"; give each its own.',
                )
            )
        seen.add(annotation.id)
        known = definitions.get(annotation.name)
        if known is None:
            faults.append(
                Fault(
                    "unknown_label",
                    annotation.id,
                    f'This stage does not ask for "{annotation.name}"; remove the annotation.',
                )
            )
            continue
        definition, kind, asked = known
        if annotation.kind != definition.kind:
            faults.append(
                Fault(
                    "wrong_kind",
                    annotation.id,
                    f'"{definition.name}" asks for a {definition.kind}, '
                    f"not for a {annotation.kind}.",
                )
            )
            continue
        given[annotation.name].append(annotation)
        faults.extend(kind.check_one(definition, asked, annotation))
        if len(faults) >= MAX_FAULTS:
            return faults[:MAX_FAULTS]
    for definition, kind, asked in definitions.values():
        faults.extend(kind.check_all(definition, asked, given[definition.name]))
    return faults[:MAX_FAULTS]
