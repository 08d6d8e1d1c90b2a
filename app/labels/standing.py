"""What is said of an item, out of the answers that stand: given about it, about its pieces, or
about a bundle that it was part of."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from app.labels.base import AssetFacts
from app.labels.parse import Answer, Schema, parse_answer
from app.labels.pieces import (
    BundlePiece,
    Merged,
    Piece,
    WholePiece,
    merge,
    parse_piece,
    unbundled,
)


@dataclass(frozen=True, slots=True)
class Given:
    """An answer as it is stored, and the piece (`task.part`) that it is about; None: the item."""

    answer: dict[str, Any]
    part: dict[str, Any] | None = None


@dataclass(frozen=True, slots=True)
class Standing:
    """The answers about an item: each that was given about all of it, or the one that was merged of
    its pieces', and how."""

    answers: tuple[Answer, ...]
    merged: Merged | None = None


def standing(
    item_id: int, schema: Schema, facts: AssetFacts | None, given: Iterable[Given]
) -> Standing:
    """What stands of an item whose `facts` these are."""
    whole: list[Answer] = []
    pieces: list[tuple[Piece, Answer]] = []
    for one in given:
        answer = parse_answer(one.answer)
        piece = None if one.part is None else parse_piece(one.part)
        if piece is None or isinstance(piece, WholePiece):
            whole.append(answer)
        elif isinstance(piece, BundlePiece):
            whole += [own for member, own in unbundled(piece, answer) if member == item_id]
        else:
            pieces.append((piece, answer))
    if not pieces or facts is None:
        return Standing(tuple(whole))
    merged = merge(schema, facts, pieces)
    return Standing((merged.answer,), merged)
