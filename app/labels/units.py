"""How much there is in an answer, for stages that pay by what was marked, written or spoken."""

from app.labels.base import Annotation, AssetFacts, PromptFacts
from app.labels.marks import MarkLabel
from app.labels.page_box import PageBox
from app.labels.parse import Answer, Schema
from app.labels.segment import Segment
from app.labels.table import Table
from app.labels.takes import Take
from app.labels.writing import Writing

HAVE = {
    "picture": {"object", "character"},
    "text": {"object", "character"},
    "sound": {"object", "second", "character"},
    "video": {"object", "second", "character"},
    "series": {"object", "second"},
    "document": {"object", "page", "character"},
    "prompt": {"object", "second", "character"},
}
"""What items of a modality have beside the task as one."""

READ = {("text", "character"), ("prompt", "character"), ("document", "page")} | {
    (modality, "second") for modality in ("sound", "video", "series")
}
"""What is known before anybody answers; the rest is counted in the answer."""

PLACELESS = frozenset({"class", "comparison", "order", "ranking", "rating", "relation", "writing"})
"""Kinds that say something of the whole, or of marks: no object by themselves."""


def has(modality: str, unit: str) -> bool:
    """Whether items of a modality can be paid by this unit."""
    return unit == "task" or unit in HAVE[modality]


def counted(modality: str, unit: str) -> bool:
    """Whether how many units there are is counted in the answer."""
    return unit != "task" and (modality, unit) not in READ


def objects(answer: Answer) -> int:
    """How many marks it has; takes count, too."""
    return sum(one.kind not in PLACELESS for one in answer.annotations)


def characters(schema: Schema, answer: Answer) -> int:
    """How many code points were written: texts, lines of segments, cells, attributes in words."""
    in_words = {
        label.name: {one.name for one in label.attributes if one.kind == "text"}
        for label in schema.labels
        if isinstance(label, MarkLabel)
    }
    return sum(
        _written(one) + _attributes(one, in_words.get(one.name, set()))
        for one in answer.annotations
    )


def _written(one: Annotation) -> int:
    match one:
        case Writing():
            return len(one.text)
        case Segment():
            return sum(map(len, one.texts.values()))
        case PageBox():
            return len(one.text or "")
        case Table():
            return sum(len(cell.text or "") for cell in one.cells)
        case _:
            return 0


def _attributes(one: Annotation, names: set[str]) -> int:
    given = getattr(one, "attributes", {})
    return sum(len(given[name]) for name in names & set(given))


def seconds(asset: AssetFacts, answer: Answer) -> int:
    """How long the takes of a prompt last that it names, rounded up."""
    if not isinstance(asset, PromptFacts):
        return 0
    named = {one.capture for one in answer.annotations if isinstance(one, Take)}
    known = (asset.captures[id].length or 0 for id in named if id in asset.captures)
    return -(-int(sum(known)) // 1000)
