"""Errors that somebody could make, put into an answer that is right: to see who notices them.

One mechanism for all types: what an annotation is made of (its class, its place, what is written,
what it joins, its order) is changed a little, then more, until its type calls the two no longer
alike; where nothing of it can be changed it is left out. One annotation after the other, as chance
has it, until the whole answer is clearly wrong. The same seed makes the same errors.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from random import Random
from typing import Any, Literal, TypeAlias

from pydantic import ValidationError

from app.labels.base import Annotation, Asked, AssetFacts, Definition, Json, Said
from app.labels.check import check
from app.labels.compare import overlap
from app.labels.feedback import feedback
from app.labels.parse import TYPES, Answer, Schema, annotation_json
from app.labels.parts import meant

CLEAR = 0.7, 0.4, 0.1
"""Below this likeness an annotation is clearly another one; where that does not make the whole
answer wrong, below the next."""

FEW = 2
"""So many errors are mended at once; an answer with more of them is sent back."""

TOLD = 5
"""Errors that are told one by one."""

TRIES = 40
"""Changes of one annotation that are tried."""

Kind: TypeAlias = Literal[
    "other_class", "moved", "resized", "reworded", "other_value", "other_order", "other_end",
    "dropped",
]  # fmt: skip
Change: TypeAlias = tuple[Kind, Json]


@dataclass(frozen=True, slots=True)
class Slip:
    """One error: what it is, under which label, and the annotation that has it (of one that was
    left out, its id in the right answer). `right` and `shown` are what it says, where it is said in
    a word."""

    what: Kind
    label: str
    annotation: str
    right: str | None = None
    shown: str | None = None


@dataclass(frozen=True, slots=True)
class Perturbed:
    """A right answer with errors in it, and what an inspector is to make of it."""

    shown: Answer
    verdict: Literal["fix", "return"]
    slips: tuple[Slip, ...]


def perturb(
    schema: Schema, facts: AssetFacts, right: Answer, seed: str, *, below: float
) -> Perturbed | None:
    """`right`, which has passed `check`, with errors that bring its score under `below` and that
    `check` lets pass. None where nothing of it can be wrong: it says nothing, or only what its
    schema leaves no choice of."""
    for clear in CLEAR:
        marks, slips = _errors(schema, facts, right, Random(seed), clear, below)  # noqa: S311
        shown = _answer(right, marks)
        if slips and not check(schema, facts, shown) and _score(schema, right, marks) < below:
            return Perturbed(shown, "fix" if len(slips) <= FEW else "return", tuple(slips))
    return None


def _errors(
    schema: Schema,
    facts: AssetFacts,
    right: Answer,
    chance: Random,
    clear: float,
    below: float,
) -> tuple[dict[str, Annotation], list[Slip]]:
    """As many errors as it takes, or as there can be."""
    labels = {label.name: label for label in schema.labels}
    marks: dict[str, Annotation] = {one.id: one for one in right.annotations}
    # Each question as soon as any other: of a hundred points none weighs what one class does.
    many = Counter(one.name for one in right.annotations)
    order = sorted(right.annotations, key=lambda one: chance.random() ** many[one.name])[::-1]
    slips: list[Slip] = []
    # Scoring looks at all of it: after each twentieth, where there is much.
    pace = max(1, len(order) // 20)
    for one in order:
        if one.name not in labels:
            continue
        found = _wrong(schema, facts, right, labels[one.name], marks, one, chance, clear)
        if found is None:
            continue
        marks, slip = found
        slips.append(slip)
        if len(slips) % pace == 0 and _score(schema, right, marks) < below:
            break
    return marks, slips


def _wrong(
    schema: Schema,
    facts: AssetFacts,
    right: Answer,
    label: Definition,
    marks: Mapping[str, Annotation],
    one: Annotation,
    chance: Random,
    clear: float,
) -> tuple[dict[str, Annotation], Slip] | None:
    """The marks with an error in `one`, and what the error is; now and then it is left out."""
    kind = TYPES[label.kind]
    asked = Asked(facts, label.class_ids(), marks)
    ways = [way(label, asked, one, chance) for way in _WAYS]
    chance.shuffle(ways)
    if chance.random() < 1 / 6:
        ways.insert(0, _dropped())
    else:
        ways.append(_dropped())
    for way in ways:
        for tries, (what, said) in enumerate(way):
            if tries == TRIES:
                break
            if what == "dropped":
                changed = {id: mark for id, mark in marks.items() if id != one.id}
            else:
                try:
                    other = kind.annotation.model_validate(said)
                except ValidationError:
                    continue
                changed = {**marks, one.id: other}
                ours, theirs = Said([one], marks, overlap), Said([other], changed, overlap)
                if kind.similarity(label, ours, theirs) >= clear:
                    continue
                if kind.check_one(label, Asked(facts, asked.classes, changed), other):
                    continue
            if check(schema, facts, _answer(right, changed)):
                continue
            return changed, _slip(what, one, said)
    return None


def _slip(what: Kind, one: Annotation, said: Json) -> Slip:
    before = annotation_json(one)
    for key in ("class", "classes", "speaker", "value", "better", "text"):
        if before.get(key) != said.get(key) and what != "dropped":
            return Slip(what, one.name, one.id, _word(before.get(key)), _word(said.get(key)))
    return Slip(what, one.name, one.id)


def _word(value: Any) -> str | None:
    shown = ", ".join(map(str, value)) if isinstance(value, list | tuple) else value
    return None if shown is None else str(shown)[:60]


def _answer(right: Answer, marks: Mapping[str, Annotation]) -> Answer:
    return right.model_copy(update={"annotations": tuple(marks.values())})


def _score(schema: Schema, right: Answer, marks: Mapping[str, Annotation]) -> float:
    return feedback(schema, right, _answer(right, marks)).score


# --- what can be wrong with one annotation, the smallest first ----------------------------------


def _dropped() -> Iterator[Change]:
    yield "dropped", {}


def _classed(label: Definition, asked: Asked, one: Annotation, chance: Random) -> Iterator[Change]:
    """Called something else; what only the other class is asked is not said of it."""
    said = annotation_json(one)
    others = sorted(asked.classes - {said.get("class")} - set(said.get("classes", ())))
    chance.shuffle(others)
    if "class" in said:
        for other in others:
            yield "other_class", said | {"class": other}
            yield (
                "other_class",
                {k: v for k, v in said.items() if k != "attributes"} | {"class": other},
            )
    if "classes" in said:
        chosen = list(said["classes"])
        if len(chosen) > 1:
            yield "other_class", said | {"classes": chosen[:-1]}
        for other in others:
            yield "other_class", said | {"classes": [*chosen[:-1], other]}
    speakers = [each.id for each in getattr(label, "speakers", ())]
    for other in speakers:
        if "speaker" in said and other != said["speaker"]:
            yield "other_class", said | {"speaker": other}


def _moved(label: Definition, _: Asked, one: Annotation, chance: Random) -> Iterator[Change]:
    """Beside its place, by a fifth of its size and more, in each direction."""
    said = annotation_json(one)
    wide, high = _size(said)
    step = getattr(label, "step", None)
    length = said["end"] - said["start"] if "start" in said else getattr(label, "tolerance", 0)
    ways = [(x, y) for x in (-1, 0, 1) for y in (-1, 0, 1) if x or y]
    chance.shuffle(ways)
    for share in (0.2, 0.3, 0.5, 0.8, 1.2):
        for x, y in ways:
            if "start" in said or "at" in said:
                if x:
                    yield "moved", _later(said, _stepped(x * share * (length or 10), step))
            elif wide or high:
                yield "moved", _shifted(said, x * share * wide, y * share * high)


def _resized(label: Definition, _: Asked, one: Annotation, chance: Random) -> Iterator[Change]:
    """Cut short, at one end or the other; drawn too small."""
    said = annotation_json(one)
    step = getattr(label, "step", None)
    for share in (0.3, 0.4, 0.5, 0.7):
        if "start" in said and "end" in said:
            short = _stepped(share * (said["end"] - said["start"]), step)
            ends = [("end", said["end"] - short), ("start", said["start"] + short)]
            chance.shuffle(ends)
            for key, at in ends:
                yield "resized", said | {key: _like(said[key], at)}
        elif "width" in said and "counts" not in said and "rows" not in said:
            for key in chance.sample(("width", "height"), 2):
                yield "resized", said | {key: _like(said[key], said[key] * (1 - share))}


def _points(_: Definition, __: Asked, one: Annotation, chance: Random) -> Iterator[Change]:
    """The points of a skeleton mixed up: the left hand for the right one."""
    said = annotation_json(one)
    points = said.get("points", ())
    if not points or len(points[0]) != 3:
        return
    there = [at for at, point in enumerate(points) if point[2]]
    for count in (2, 3, 4, 6, len(there)):
        chosen = chance.sample(there, min(count, len(there)))
        mixed = list(points)
        for at, other in zip(chosen, [*chosen[1:], chosen[0]], strict=True):
            mixed[at] = points[other]
        yield "moved", said | {"points": mixed}


def _reworded(_: Definition, __: Asked, one: Annotation, chance: Random) -> Iterator[Change]:
    """Words read wrongly or left out, then the rest not written."""
    said = annotation_json(one)
    if isinstance(said.get("text"), str):
        for text in misread(said["text"], chance):
            yield "reworded", said | {"text": text}
    if said.get("texts"):
        for changed in zip(*(list(misread(text, chance)) for text in said["texts"].values()),
                           strict=False):  # fmt: skip
            yield "reworded", said | {"texts": dict(zip(said["texts"], changed, strict=True))}
    cells = said.get("cells", ())
    if any(cell.get("text") for cell in cells):
        for nth in range(6):
            read = [list(misread(cell.get("text") or "", chance)) for cell in cells]
            yield (
                "reworded",
                said
                | {
                    "cells": [
                        cell | {"text": texts[min(nth, len(texts) - 1)]} if texts else cell
                        for cell, texts in zip(cells, read, strict=True)
                    ]
                },
            )


def _valued(label: Definition, asked: Asked, one: Annotation, _: Random) -> Iterator[Change]:
    """Rated otherwise, the nearest that is far enough; the other one preferred."""
    said = annotation_json(one)
    if "value" in said:
        least, step = getattr(label, "min", 1), getattr(label, "step", 1)
        count = round((getattr(label, "max", 5) - least) / step)
        values = [_like(said["value"], least + nth * step) for nth in range(count + 1)]
        far = sorted(values, key=lambda value: abs(value - said["value"]))
        yield from (("other_value", said | {"value": value}) for value in far[-TRIES:])
    if one.kind == "comparison":
        for part in meant(asked, getattr(label, "roles", None)):
            yield "other_value", said | {"better": part.id}
        yield "other_value", said | {"better": None}


def _ordered(_: Definition, __: Asked, one: Annotation, chance: Random) -> Iterator[Change]:
    """Two neighbours exchanged, then more of them, then the other way round."""
    said = annotation_json(one)
    order = list(said.get("order", ()))
    if len(order) < 2:
        return
    for _nth in range(min(len(order), TRIES - 2)):
        at = chance.randrange(len(order) - 1)
        order[at], order[at + 1] = order[at + 1], order[at]
        yield "other_order", said | {"order": list(order)}
    yield "other_order", said | {"order": said["order"][::-1]}


def _joined(label: Definition, asked: Asked, one: Annotation, chance: Random) -> Iterator[Change]:
    """Joined the wrong way round, or with something else."""
    said = annotation_json(one)
    if "from" not in said:
        return
    if getattr(label, "directed", True):
        yield "other_end", said | {"from": said["to"], "to": said["from"]}
    others = [mark.id for mark in asked.others.values() if mark.id != one.id]
    for other in chance.sample(others, min(len(others), TRIES // 2)):
        for key in ("from", "to"):
            yield "other_end", said | {key: other}


_WAYS: tuple[Callable[[Definition, Asked, Annotation, Random], Iterator[Change]], ...] = (
    _classed, _moved, _resized, _points, _reworded, _valued, _ordered, _joined,
)  # fmt: skip

# --- places ---------------------------------------------------------------------------------------


def _size(said: Json) -> tuple[float, float]:
    """How wide and high a mark is; a point is taken to be 20 pixels."""
    if "keyframes" in said:
        sizes = [_size(frame) for frame in said["keyframes"] if not frame.get("outside")]
        return max((w for w, _ in sizes), default=0), max((h for _, h in sizes), default=0)
    if "width" in said:
        return said["width"], said["height"]
    if "points" in said:
        points = [point for point in said["points"] if len(point) == 2 or point[2]]
        spans = [max(axis) - min(axis) for axis in ([p[0] for p in points], [p[1] for p in points])]
        return max(spans[0], spans[1] / 4, 4), max(spans[1], spans[0] / 4, 4)
    return (20, 20) if "x" in said else (0, 0)


def _shifted(said: Json, x: float, y: float) -> Json:
    """The same at another place of the picture or page."""
    if "keyframes" in said:
        frames = [_shifted(frame, x, y) for frame in said["keyframes"]]
        return said | {"keyframes": frames}
    there = dict(said)
    for key, by in (("x", x), ("y", y)):
        if key in said:
            there[key] = _like(said[key], said[key] + by)
    if "points" in said:
        there["points"] = [
            [_like(p[0], p[0] + x), _like(p[1], p[1] + y), *p[2:]]
            if len(p) == 2 or p[2]
            else list(p)
            for p in said["points"]
        ]
    for key, at in (("columns", "x"), ("rows", "y")):  # the lines of a table
        if key in said and at in said:
            by = there[at] - said[at]
            there[key] = [line + by for line in said[key]]
    return there


def _later(said: Json, by: float) -> Json:
    keys = [key for key in ("start", "end", "at") if key in said]
    return said | {key: _like(said[key], said[key] + by) for key in keys}


def _stepped(by: float, step: float | None) -> float:
    return by if not step else max(1, round(abs(by) / step)) * step * (1 if by > 0 else -1)


def _like(before: Any, value: float) -> float:
    """Whole where it was, and no more exact than a hand is."""
    return round(value) if float(before).is_integer() else round(value, 2)


# --- words ----------------------------------------------------------------------------------------

PARTICLES = {
    "은": "이", "는": "가", "이": "은", "가": "는", "을": "은", "를": "는", "에": "에서",
    "에서": "에", "와": "하고", "과": "하고", "도": "만", "만": "도", "로": "에", "의": "에",
}  # fmt: skip


def misread(text: str, chance: Random) -> Iterator[str]:
    """The text as somebody in a hurry wrote it: of one word, of some, of many; then cut off."""
    words = text.split(" ")
    for share in (0.0, 0.2, 0.4, 0.7, 1.0):
        count = max(1, round(share * len(words)))
        chosen = set(chance.sample(range(len(words)), min(count, len(words))))
        said = [_heard(word, chance) if at in chosen else word for at, word in enumerate(words)]
        yield " ".join(word for word in said if word)
    for share in (0.6, 0.4):
        yield text[: round(len(text) * share)].rstrip()
    yield f"{text} {text}"


def _heard(word: str, chance: Random) -> str:
    """A word with another particle, with two letters exchanged, or not at all."""
    for particle in sorted(PARTICLES, key=len, reverse=True):
        if len(word) > len(particle) and word.endswith(particle) and chance.random() < 0.6:
            return word.removesuffix(particle) + PARTICLES[particle]
    if len(word) > 2 and chance.random() < 0.6:
        at = chance.randrange(len(word) - 1)
        return word[:at] + word[at + 1] + word[at] + word[at + 2 :]
    return ""


# --- what is told ---------------------------------------------------------------------------------

_TOLD: Mapping[str, Mapping[Kind, str]] = {
    "ko": {
        "other_class": "다른 것으로 골랐어요",
        "moved": "자리가 어긋났어요",
        "resized": "크기나 길이가 모자라요",
        "reworded": "글이 틀렸어요",
        "other_value": "값이 틀렸어요",
        "other_order": "순서가 바뀌었어요",
        "other_end": "잘못 이었어요",
        "dropped": "빠졌어요",
    },
    "en": {
        "other_class": "called something else",
        "moved": "not in its place",
        "resized": "too small or too short",
        "reworded": "written wrongly",
        "other_value": "given another value",
        "other_order": "in another order",
        "other_end": "joined wrongly",
        "dropped": "left out",
    },
}


def note(slips: Sequence[Slip], language: str) -> str:
    """What is wrong, in words; of many errors the first, and how many more there are."""
    words = _TOLD.get(language, _TOLD["en"])
    lines = [
        f"{one.label} ({one.annotation}): {words[one.what]}"
        + (f" ({one.right} → {one.shown})" if one.right and one.shown else "")
        for one in slips[:TOLD]
    ]
    if len(slips) > TOLD:
        lines.append(f"+ {len(slips) - TOLD}")
    return "\n".join(lines)
