"""Questions of an item as a whole, or of its parts, that were answered piece by piece."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from itertools import pairwise
from typing import Any

from app.labels.base import Annotation, Said
from app.labels.parse import TYPES
from app.labels.pieces.piece import Piece
from app.labels.pieces.region import region_of
from app.labels.pieces.strips import stitched
from app.labels.whole import Whole, WholeLabel
from app.labels.writing import Writing, WritingLabel

READ_ON = {
    "window": " ",
    "silence": " ",
    "sentence": " ",
    "paragraph": "\n\n",
    "page": "\n\n",
}
"""Pieces in whose order what is written of each can be read, and what is put between."""


def agreed(
    label: Any, pieces: Sequence[Piece], said: Sequence[Said[Any]]
) -> list[tuple[Any, list[tuple[int, Annotation]]]]:
    """What the pieces say under a label that is no mark's: each annotation, and which pieces'
    annotations it is made of.

    Texts are written one after the other, where the pieces can be read so; else it is what more
    than half of the pieces say, in the way of the type, and where they do not agree and an answer
    is required, what most of them say.
    """
    by_part: dict[str | None, dict[int, list[Any]]] = defaultdict(lambda: defaultdict(list))
    for at, one in enumerate(said):
        for mark in one.own:
            by_part[mark.part][at].append(mark)
    found = []
    for part, given in by_part.items():
        asked = [at for at, piece in enumerate(pieces) if _shows(piece, part)]
        sources = [(at, mark) for at in given for mark in given[at]]
        for mark in _one(label, pieces, [given.get(at, []) for at in asked], said):
            found.append((mark, sources))
    return found


def _shows(piece: Piece, part: str | None) -> bool:
    parts = region_of(piece).parts
    return part is None or parts is None or part in parts


def _one(
    label: Any, pieces: Sequence[Piece], given: Sequence[list[Any]], said: Sequence[Said[Any]]
) -> Sequence[Any]:
    if isinstance(label, WritingLabel):
        if label.several:
            texts = {one.text: one for ones in reversed(given) for one in reversed(ones)}
            return list(reversed(texts.values()))
        if pieces[0].by in READ_ON:
            return [_written(pieces, [one for ones in given for one in ones])]
    voices = [Said(ones, said[0].all, said[0].overlap) for ones in given]
    chosen = TYPES[label.kind].consensus(label, voices)
    if chosen or not label.required:
        return chosen
    return _most([ones[0] for ones in given if ones], label)


def _written(pieces: Sequence[Piece], ones: Sequence[Writing]) -> Writing:
    between = READ_ON[pieces[0].by]
    doubled = any(
        region_of(one).bounds[2] > region_of(other).bounds[0]
        for one, other in pairwise(pieces)
        if region_of(one).parts is None
    )
    text = ""
    for one in ones:
        text = stitched(text, one.text, doubled=doubled, between=between)
    evidence = dict.fromkeys(id for one in ones for id in one.evidence)
    return ones[0].model_copy(update={"text": text, "evidence": tuple(evidence)})


def _most(ones: Sequence[Any], label: Any) -> Sequence[Any]:
    """What most of them say, and of equals the class that the label names first."""
    if not ones:
        return []
    if not isinstance(ones[0], Whole) or not isinstance(label, WholeLabel):
        return [ones[0]]
    counts = Counter(name for one in ones for name in one.classes)
    best = max((each.id for each in label.classes), key=lambda id: counts[id])
    return [ones[0].model_copy(update={"classes": (best,)})]
