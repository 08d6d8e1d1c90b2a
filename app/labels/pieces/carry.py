"""Marks from a piece to the whole and back: exactly, to the pixel, frame and code point."""

import math
from collections.abc import Sequence
from typing import Any

from app.labels.base import (
    Annotation,
    AssetFacts,
    DocumentFacts,
    Part,
    PictureFacts,
    PromptFacts,
    SeriesFacts,
    Shift,
    SoundFacts,
    TextFacts,
    VideoFacts,
)
from app.labels.marks import Bounds
from app.labels.parse import TYPES, Answer
from app.labels.pieces import tracks
from app.labels.pieces.kinds import KINDS
from app.labels.pieces.piece import (
    ObjectStretch,
    PagePiece,
    Piece,
    Rect,
    Stretch,
    TextPiece,
)
from app.labels.pieces.questions import READ_ON
from app.labels.pieces.region import EVERYWHERE, region_of
from app.labels.track import Track
from app.labels.writing import Writing


def facts_of_piece(piece: Piece, facts: AssetFacts) -> AssetFacts:
    """The facts of a piece's own asset, from those of the whole: what its cut comes out as."""
    match piece, facts:
        case Rect(), PictureFacts():
            return PictureFacts(piece.width, piece.height)
        case Stretch() | ObjectStretch(), SoundFacts():
            return SoundFacts(piece.end - piece.start)
        case Stretch(), SeriesFacts():
            return SeriesFacts(piece.end - piece.start, facts.channels)
        case Stretch(), VideoFacts():
            return VideoFacts(int(piece.end - piece.start), facts.width, facts.height)
        case PagePiece(), DocumentFacts():
            return DocumentFacts(facts.pages[piece.first - 1 : piece.last])
        case TextPiece(), TextFacts():
            roles = {part.id: part.role for part in facts.parts}
            return TextFacts(
                tuple(
                    Part(one.part, roles[one.part], one.end - one.start) for one in piece.stretches
                )
            )
        case _:
            return facts


def limits(facts: AssetFacts) -> Bounds:
    """Where the whole ends: a picture's edges; on a clock its start and end, as left and right."""
    match facts:
        case PictureFacts():
            return 0, 0, facts.width, facts.height
        case SoundFacts() | VideoFacts() | SeriesFacts():
            return 0, -math.inf, facts.length, math.inf
        case TextFacts() | DocumentFacts() | PromptFacts():
            return EVERYWHERE


def carry(piece: Piece, facts: AssetFacts, mark: Annotation) -> Annotation:
    """One annotation of a piece's answer, where it lies in the whole (whose `facts` are given)."""
    moved: Annotation = TYPES[mark.kind].move(mark, piece.shift)
    high = region_of(piece).bounds[2]
    if isinstance(moved, Track) and isinstance(facts, VideoFacts):
        return moved if high >= facts.length else tracks.closed(moved, high)
    # A cut begins at a sample, which lies beside its start by less than half of one.
    for name in ("end", "at"):
        if isinstance(place := getattr(moved, name, None), float) and place > high:
            return moved.model_copy(update={name: high})
    return moved


def to_whole(piece: Piece, facts: AssetFacts, answer: Answer) -> Answer:
    """A piece's answer in the coordinates of the whole, under its own ids."""
    moved = tuple(carry(piece, facts, one) for one in answer.annotations)
    return answer.model_copy(update={"annotations": moved})


def to_piece(piece: Piece, facts: AssetFacts, answer: Answer) -> Answer:
    """What an answer about the whole says of a piece, in the piece's coordinates: what lies there,
    and of what passes its edge that much, as far as its kind can be cut. What is said of the whole
    item is said of each piece; what is written of it, of the first, where pieces are read one after
    the other.
    """
    back = _back(piece.shift)
    found: list[Any] = []
    for one in answer.annotations:
        for nth, cut in enumerate(_shown(piece, facts, one)):
            moved = TYPES[cut.kind].move(cut, back)
            found.append(moved if not nth else moved.model_copy(update={"id": f"{one.id}.{nth}"}))
    return answer.model_copy(update={"annotations": alone(found)})


def alone(marks: Sequence[Annotation]) -> tuple[Annotation, ...]:
    """Without references to what is not among them."""
    there = {one.id for one in marks}

    def find(id: str) -> str | None:
        return id if id in there else None

    linked = (TYPES[one.kind].relink(one, find) for one in marks)
    return tuple(one for one in linked if one is not None)


def _back(shift: Shift) -> Shift:
    parts = {whole: (own, -offset) for own, (whole, offset) in shift.parts.items()}
    return Shift(-shift.x, -shift.y, -shift.time, parts)


def _shown(piece: Piece, facts: AssetFacts, one: Any) -> Sequence[Any]:
    """What of an annotation a piece shows, still in the whole's coordinates."""
    region = region_of(piece)
    part = getattr(one, "part", None)
    if part is not None and region.parts is not None:
        if part not in region.parts:
            return []
        if one.kind != "span":
            return [one]
        start, end = region.parts[part]
        return KINDS["span"].clip(one, (start, 0, end, 0))
    if isinstance(one, Writing) and part is None and piece.at and piece.by in READ_ON:
        return []
    if one.kind not in KINDS:
        return [one]
    return KINDS[one.kind].clip(one, opened(region.bounds, limits(facts)))


def opened(bounds: Bounds, limit: Bounds) -> Bounds:
    """A region whose edges that are the whole's are none: nothing is cut there."""
    return (
        -math.inf if bounds[0] <= limit[0] else bounds[0],
        -math.inf if bounds[1] <= limit[1] else bounds[1],
        math.inf if bounds[2] >= limit[2] else bounds[2],
        math.inf if bounds[3] >= limit[3] else bounds[3],
    )
