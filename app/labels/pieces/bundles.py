"""Several small items as one task: what is asked of each of them, and what is said of each."""

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from app.labels.base import (
    MAX_ANNOTATIONS,
    MAX_LABELS,
    Annotation,
    AssetFacts,
    Part,
    PictureFacts,
    Shift,
    SoundFacts,
    TextFacts,
)
from app.labels.marks import Bounds, MarkLabel
from app.labels.parse import (
    TYPES,
    Answer,
    Schema,
    answer_json,
    parse_answer,
    parse_schema,
    schema_json,
)
from app.labels.parts import PerPart
from app.labels.pieces.carry import alone
from app.labels.pieces.kinds import KINDS
from app.labels.pieces.piece import BundlePiece, Member
from app.labels.pieces.split import Bundle, SplitRefused
from app.labels.relation import RelationLabel

GAP = 400
"""Milliseconds of silence between two sounds of a bundle."""
GRID = 40
"""Sounds begin at multiples of so many milliseconds: a whole number of samples at every usual rate,
11,025 Hz and up.
"""
MARGIN = 16
"""Pixels between two pictures of a bundle."""

_NUMBERED = re.compile(r"^(.*)#([1-9]\d{0,2})$", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Small:
    """An item that goes into a bundle."""

    item: int
    facts: AssetFacts


def plan_bundles(split: Bundle, items: Sequence[Small]) -> tuple[BundlePiece, ...]:
    """Items of one stage, as bundles of up to `split.count`, in their order. Each is one task;
    `at` and `of` number the bundles that were planned together.
    """
    groups = [items[at : at + split.count] for at in range(0, len(items), split.count)]
    return tuple(
        BundlePiece(by="bundle", at=at, of=len(groups), members=_placed(group))
        for at, group in enumerate(groups)
    )


def _placed(group: Sequence[Small]) -> tuple[Member, ...]:
    first = group[0].facts
    if isinstance(first, PictureFacts):
        return _sheet([(one.item, one.facts) for one in group])
    if isinstance(first, SoundFacts):
        return _row([(one.item, one.facts) for one in group])
    found = []
    for one in group:
        assert isinstance(one.facts, TextFacts), "bundles are of texts, pictures or sounds"
        parts = tuple(part.id for part in one.facts.parts)
        found.append(Member(item=one.item, parts=parts))
    return tuple(found)


def _sheet(pictures: Sequence[tuple[int, Any]]) -> tuple[Member, ...]:
    """A sheet that is about as wide as it is high, row by row."""
    columns = math.ceil(math.sqrt(len(pictures)))
    wide = max(facts.width for _, facts in pictures) + MARGIN
    found: list[Member] = []
    y = 0
    for start in range(0, len(pictures), columns):
        row = pictures[start : start + columns]
        for nth, (item, facts) in enumerate(row):
            found.append(
                Member(item=item, x=nth * wide, y=y, width=facts.width, height=facts.height)
            )
        y += max(facts.height for _, facts in row) + MARGIN
    return tuple(found)


def _row(sounds: Sequence[tuple[int, Any]]) -> tuple[Member, ...]:
    found: list[Member] = []
    start = 0
    for item, facts in sounds:
        found.append(Member(item=item, start=start, end=start + facts.length))
        start = math.ceil((start + facts.length + GAP) / GRID) * GRID
    return tuple(found)


def facts_of_bundle(piece: BundlePiece, items: Mapping[int, AssetFacts]) -> AssetFacts:
    """The facts of a bundle's own asset, from those of its items, by their ids."""
    last = piece.members[-1]
    if last.end is not None:
        return SoundFacts(last.end)
    if last.width is not None:
        boxes = [_place(one) for one in piece.members]
        return PictureFacts(int(max(one[2] for one in boxes)), int(max(one[3] for one in boxes)))
    parts: list[Part] = []
    for k, one in enumerate(piece.members, 1):
        facts = items[one.item]
        assert isinstance(facts, TextFacts)
        parts += [Part(f"{k}.{n}", part.role, part.length) for n, part in enumerate(facts.parts, 1)]
    return TextFacts(tuple(parts))


def bundled(schema: Schema, count: int) -> Schema:
    """The schema of a task with so many items: what is asked of an item as a whole is asked of each
    (`name#k`, k from 1), and marks are counted for all of them. Raises SplitRefused where that is
    too many questions.
    """
    definition = schema_json(schema)
    labels: list[dict[str, Any]] = []
    for label, known in zip(definition["labels"], schema.labels, strict=True):
        if isinstance(known, PerPart) and known.per == "item":
            labels += [_numbered(label, k) for k in range(1, count + 1)]
        elif isinstance(known, MarkLabel | RelationLabel):
            labels.append(_times(label, count))
        else:
            labels.append(label)
    longest = max(len(label["name"]) for label in labels)
    if len(labels) > MAX_LABELS or longest > 100:
        raise SplitRefused(
            f"{count} items at a time would be {len(labels)} questions; {MAX_LABELS} are the most, "
            "with names of at most 96 characters. Make the bundles smaller."
        )
    return parse_schema({**definition, "labels": labels})


def _numbered(label: dict[str, Any], k: int) -> dict[str, Any]:
    captions: dict[str, Any] = {
        key: f"{label[key]} {k}"[:200] for key in ("ko", "en") if key in label
    }
    return {**label, **captions, "name": f"{label['name']}#{k}"}


def _times(label: dict[str, Any], count: int) -> dict[str, Any]:
    def more(of: dict[str, Any]) -> dict[str, Any]:
        counts = {key: of[key] * count for key in ("min", "max") if key in of}
        return {**of, **{key: min(value, MAX_ANNOTATIONS) for key, value in counts.items()}}

    classes = [more(one) for one in label.get("classes", ())]
    return {**more(label), **({"classes": classes} if classes else {})}


def unbundled(piece: BundlePiece, answer: Answer) -> tuple[tuple[int, Answer], ...]:
    """(item, answer) of each member, with the names that the stage's own schema has and in the
    item's own coordinates. A mark is of the item that most of it lies on, as far as it lies there;
    one between the items is of none.
    """
    of = {one.id: _home(piece, one) for one in answer.annotations if one.kind in KINDS}
    found = []
    for k, member in enumerate(piece.members, 1):
        own: list[Any] = []
        for one in answer.annotations:
            own += _own(k, member, one, of)
        whole = answer.model_copy(update={"annotations": alone(own)})
        found.append((member.item, parse_answer(answer_json(whole))))
    return tuple(found)


def _place(member: Member) -> Bounds:
    if member.start is not None and member.end is not None:
        return member.start, -math.inf, member.end, math.inf
    x, y = member.x or 0, member.y or 0
    return x, y, x + (member.width or 0), y + (member.height or 0)


def _home(piece: BundlePiece, one: Any) -> int | None:
    """The number of the item that most of a mark lies on."""
    if (part := getattr(one, "part", None)) is not None:
        return int(part.partition(".")[0])
    kind = KINDS[one.kind]
    left, upper, right, lower = kind.extent(one)

    def shared(k: int) -> float:
        a, b, c, d = _place(piece.members[k - 1])
        across = min(right, c) - max(left, a)
        down = min(lower, d) - max(upper, b)
        if across < 0 or down < 0:
            return -1.0
        return (across or 1e-9) * (down or 1e-9)

    best = max(range(1, len(piece.members) + 1), key=shared)
    return best if shared(best) >= 0 else None


def _own(k: int, member: Member, one: Any, of: Mapping[str, int | None]) -> list[Annotation]:
    """What an annotation says of member `k`: itself, moved and renamed, or nothing."""
    kind = TYPES[one.kind]
    if one.kind in KINDS:
        if of[one.id] != k:
            return []
        if member.parts is None:
            place = _place(member)
            cut = KINDS[one.kind].clip(one, (*place[:2], _past(one, place[2]), place[3]))
            return [kind.move(cut[0], _back(member, k))] if cut else []
        return [kind.move(one, _back(member, k))]
    if getattr(one, "part", None) is not None:
        own = one.part.partition(".")[0] == str(k)
        return [kind.move(one, _back(member, k))] if own else []
    numbered = _NUMBERED.match(one.name)
    if one.kind == "relation" or numbered is None:
        return [one]
    name, of_which = numbered.groups()
    return [one.model_copy(update={"name": name})] if int(of_which) == k else []


def _past(one: Any, edge: float) -> float:
    """A moment at the very end of a sound is in it."""
    return edge + 1e-6 if one.kind == "event" else edge


def _back(member: Member, k: int) -> Shift:
    """From the bundle's coordinates to the member's."""
    parts = {f"{k}.{n}": (id, 0) for n, id in enumerate(member.parts or (), 1)}
    return Shift(-(member.x or 0), -(member.y or 0), -(member.start or 0), parts)
