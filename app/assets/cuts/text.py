"""Pieces of a text, exact to the code point."""

from collections.abc import Mapping, Sequence
from typing import Any

from app.assets.cuts.base import Cut, CutFailed
from app.labels.pieces import TextPiece

Document = Mapping[str, Any]


def stretches(document: Document, piece: TextPiece) -> Cut:
    """As much of each part as the piece shows."""
    parts = {one["id"]: one for one in document["parts"]}
    made = []
    for one in piece.stretches:
        part = parts.get(one.part)
        if part is None or one.end > len(part["text"]):
            raise CutFailed("The text is not the one that was split; open the item anew.")
        made.append({**part, "text": part["text"][one.start : one.end]})
    return Cut("text/plain", document={"parts": made})


def joined(documents: Sequence[Document]) -> Cut:
    """The parts of several texts; part n of the k-th is `k.n`, both from 1."""
    made = [
        {**part, "id": f"{k}.{n}"}
        for k, document in enumerate(documents, 1)
        for n, part in enumerate(document["parts"], 1)
    ]
    return Cut("text/plain", document={"parts": made})
