"""From an item to its pieces: planned from what is known of it, without a byte of its content but
the text of texts.
"""

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, TypeVar

from app.labels.base import (
    AssetFacts,
    DocumentFacts,
    PictureFacts,
    SoundFacts,
    TextFacts,
    VideoFacts,
)
from app.labels.parse import Answer
from app.labels.pieces.kinds import KINDS
from app.labels.pieces.piece import (
    ObjectStretch,
    PagePiece,
    PartStretch,
    Piece,
    Rect,
    Stretch,
    TextPiece,
    WholePiece,
)
from app.labels.pieces.sentences import paragraphs, sentences
from app.labels.pieces.silence import Loudness, cuts
from app.labels.pieces.split import (
    MAX_PIECES,
    Objects,
    Pages,
    Sentences,
    Silence,
    Split,
    SplitRefused,
    Tiles,
    Window,
)

# A last piece that would bring less than this share of what is new in the others is part of the one
# before it.
_CRUMB = 0.1

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Hints:
    """What planning needs beside an item's facts: of a sound that is split at silences how loud it
    is, of a text its document (`{"parts": [{"id", "role", "text"}]}`), and for one task per object
    the accepted answer of the item that it came from.
    """

    loudness: Loudness | None = None
    document: Mapping[str, Any] | None = None
    answer: Answer | None = None


def plan(split: Split, facts: AssetFacts, hints: Hints | None = None) -> tuple[Piece, ...]:
    """The pieces of an item, in order. Together they show all of it; none shows what another one
    does but for the overlap that is asked for. Of objects there may be none. Raises SplitRefused
    where the item cannot be split so, or into too many.
    """
    hints = hints or Hints()
    made: Sequence[Stretch | PagePiece | TextPiece | Rect | ObjectStretch]
    match split, facts:
        case Window(), _ if not isinstance(facts, PictureFacts | TextFacts | DocumentFacts):
            made = _windows(split, facts)
        case Silence(), SoundFacts():
            made = _silences(split, facts, hints)
        case Pages(), DocumentFacts():
            made = _pages(split, len(facts.pages))
        case Sentences(), TextFacts():
            made = _sentences(split, facts, hints)
        case Tiles(), PictureFacts():
            made = _tiles(split, facts)
        case Objects(), PictureFacts() | SoundFacts():
            made = _objects(split, facts, hints)
        case _ if split.by == "whole":
            return (WholePiece(by="whole", at=0, of=1),)
        case _:
            raise SplitRefused(f"This item cannot be split by {split.by}; leave it whole.")
    if len(made) > MAX_PIECES:
        raise SplitRefused(
            f"This item would be split into {len(made)} pieces; make them larger: {MAX_PIECES} are "
            "the most."
        )
    count = len(made)
    return tuple(one.model_copy(update={"at": at, "of": count}) for at, one in enumerate(made))


def runs(length: float, size: float, overlap: float) -> list[tuple[float, float]]:
    """Stretches of `size` that share `overlap` with the next one and cover `length`."""
    step = size - overlap
    found = []
    start: float = 0
    nth = 0
    while True:
        end = start + size
        if end >= length or length - end < _CRUMB * step:
            found.append((start, length))
            return found
        found.append((start, end))
        nth += 1
        start = nth * step


def _windows(split: Window, facts: Any) -> list[Stretch]:
    length, size, overlap = facts.length, split.length, split.overlap
    if isinstance(facts, VideoFacts):
        size, overlap = int(size), int(overlap)
    if length / (size - overlap) > MAX_PIECES:
        raise SplitRefused(f"That would be more than {MAX_PIECES} windows; make them longer.")
    return [
        Stretch(by="window", at=0, of=1, start=start, end=end)
        for start, end in runs(length, size, overlap)
    ]


def _silences(split: Silence, facts: SoundFacts, hints: Hints) -> list[Stretch]:
    assert hints.loudness is not None, "a sound is split at silences once it has been listened to"
    found = cuts(
        facts.length, hints.loudness, least=split.least, most=split.most, quiet=split.quiet
    )
    places = [(0.0, False), *found, (facts.length, False)]
    return [
        Stretch(by="silence", at=0, of=1, start=start, end=end, hard=hard)
        for (start, _), (end, hard) in pairwise(places)
    ]


def _pages(split: Pages, count: int) -> list[PagePiece]:
    return [
        PagePiece(by="page", at=0, of=1, first=first, last=min(first + split.pages - 1, count))
        for first in range(1, count + 1, split.pages)
    ]


def _sentences(split: Sentences, facts: TextFacts, hints: Hints) -> list[TextPiece]:
    assert hints.document is not None, "a text is split by its words"
    texts = {one["id"]: one["text"] for one in hints.document["parts"]}
    cut = sentences if split.by == "sentence" else paragraphs
    # What a part without words has, goes with what comes before it.
    found: list[tuple[bool, PartStretch]] = []
    for part in facts.parts:
        text = texts[part.id]
        places = cut(text) if text.strip() else [(0, len(text))]
        found += [
            (bool(text.strip()), PartStretch(part=part.id, start=start, end=end))
            for start, end in places
        ]
    return [
        TextPiece(by=split.by, at=0, of=1, stretches=tuple(_joined(ones)))
        for ones in _grouped(found, split.count)
    ]


def _grouped(found: Sequence[tuple[bool, T]], count: int) -> Iterator[list[T]]:
    """So many that count each, and with them those that do not."""
    held: list[T] = []
    counted = 0
    for counts, one in found:
        if counts and counted == count:
            yield held
            held, counted = [], 0
        held.append(one)
        counted += counts
    if held:
        yield held


def _joined(stretches: Sequence[PartStretch]) -> list[PartStretch]:
    """One stretch for each part: those that lie end to end are one."""
    found: list[PartStretch] = []
    for one in stretches:
        if found and found[-1].part == one.part:
            found[-1] = found[-1].model_copy(update={"end": one.end})
        else:
            found.append(one)
    return found


def _tiles(split: Tiles, facts: PictureFacts) -> list[Rect]:
    across = runs(facts.width, split.size, split.overlap)
    down = runs(facts.height, split.size, split.overlap)
    return [
        Rect(
            by="tile",
            at=0,
            of=1,
            x=int(left),
            y=int(upper),
            width=int(right - left),
            height=int(lower - upper),
        )
        for upper, lower in down
        for left, right in across
    ]


def _objects(
    split: Objects, facts: PictureFacts | SoundFacts, hints: Hints
) -> list[Rect | ObjectStretch]:
    answer = hints.answer
    made: list[Rect | ObjectStretch] = []
    for mark in answer.annotations if answer is not None else ():
        if mark.name != split.label or mark.kind not in KINDS:
            continue
        left, upper, right, lower = KINDS[mark.kind].extent(mark)
        if isinstance(facts, PictureFacts):
            x, y = (max(0, math.floor(low - split.margin)) for low in (left, upper))
            right = min(facts.width, math.ceil(right + split.margin))
            lower = min(facts.height, math.ceil(lower + split.margin))
            if right > x and lower > y:
                made.append(
                    Rect(by="object", at=0, of=1, x=x, y=y, width=int(right - x),
                         height=int(lower - y), object=mark.id, label=mark.name)
                )  # fmt: skip
            continue
        start, end = max(0.0, left - split.margin), min(facts.length, right + split.margin)
        if end > start:
            made.append(
                ObjectStretch(by="object", at=0, of=1, start=start, end=end, object=mark.id,
                              label=mark.name)
            )  # fmt: skip
    return made
