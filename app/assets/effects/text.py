"""Words of a text that are not to be read."""

from collections.abc import Mapping, Sequence
from typing import Any

from app.assets.cuts.base import Cut
from app.labels.effects import Operations, Words

BLOCK = "█"


def made(document: Mapping[str, Any], operations: Operations) -> Cut:
    """The text with blocks, or names of classes in brackets, in the place of words."""
    parts = [
        {
            **part,
            "text": _hidden(part["text"], [w for w in operations.words if w.part == part["id"]]),
        }
        for part in document["parts"]
    ]
    return Cut("text/plain", document={"parts": parts})


def _hidden(text: str, words: Sequence[Words]) -> str:
    """Stretches that touch are hidden as one, under the name of the first."""
    out: list[str] = []
    at = 0
    for start, end, name in _joined(words):
        out.append(text[at:start])
        out.append(f"[{name}]" if name is not None else BLOCK * (end - start))
        at = end
    return "".join(out) + text[at:]


def _joined(words: Sequence[Words]) -> list[tuple[int, int, str | None]]:
    found: list[tuple[int, int, str | None]] = []
    for one in sorted(words, key=lambda each: (each.start, -each.end)):
        if found and one.start < found[-1][1]:
            start, end, name = found[-1]
            found[-1] = (start, max(end, one.end), name)
        else:
            found.append((one.start, one.end, one.name))
    return found
