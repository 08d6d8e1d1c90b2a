"""What the marks of a refine stage do to its files: pure; `app/assets/effects` does it.

A stage's `effects` are `{label: {class: effect}}`, where the class `*` stands for all that are not
named. What several accepted answers mark is hidden wherever one of them marks it: what one person
saw must not be seen because another overlooked it. How a file is trimmed, cropped and turned says
the newest answer; it is taken out where more than half of them say so.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import Any, TypeAlias

from app.core.errors import Invalid
from app.labels.base import Definition
from app.labels.parse import Answer, Schema
from app.labels.rotated_box import corners
from app.labels.track import Track

ANY = "*"
"""Every class that is not named."""


class Effect(StrEnum):
    """What is done where something is marked, or chosen."""

    BLUR = "blur"  # so far that it cannot be made out again
    MASK = "mask"  # black; silence; blocks in the place of letters
    REPLACE = "replace"  # of a text: the class in brackets
    BLEEP = "bleep"  # a tone in the place of what is heard
    TRIM = "trim"  # only this stretch stays
    CROP = "crop"  # only this rectangle stays
    ROTATE90 = "rotate90"  # clockwise
    ROTATE180 = "rotate180"
    ROTATE270 = "rotate270"
    DISCARD = "discard"  # the item is taken out, for this reason
    KEEP = "keep"  # nothing


HIDING = frozenset({Effect.BLUR, Effect.MASK, Effect.REPLACE, Effect.BLEEP})
"""After these the original is withheld."""

_CHOSEN = frozenset({Effect.DISCARD, Effect.ROTATE90, Effect.ROTATE180, Effect.ROTATE270})
_TURNS = {Effect.ROTATE90: 90, Effect.ROTATE180: 180, Effect.ROTATE270: 270}

# By kind of mark; each may also be kept.
OF_KIND: Mapping[str, frozenset[Effect]] = MappingProxyType(
    {
        "box": frozenset({Effect.BLUR, Effect.MASK, Effect.CROP}),
        "polygon": frozenset({Effect.BLUR, Effect.MASK}),
        "rotated_box": frozenset({Effect.BLUR, Effect.MASK}),
        "box_track": frozenset({Effect.BLUR, Effect.MASK}),
        "polygon_track": frozenset({Effect.BLUR, Effect.MASK}),
        "segment": frozenset({Effect.BLEEP, Effect.MASK, Effect.TRIM}),
        "span": frozenset({Effect.MASK, Effect.REPLACE}),
        "page_box": frozenset({Effect.BLUR, Effect.MASK}),
        "class": _CHOSEN,
    }
)

# What only some kinds of items can have done to them.
_ONLY: Mapping[Effect, frozenset[str]] = MappingProxyType(
    {turn: frozenset({"picture"}) for turn in _TURNS}
)

Effects: TypeAlias = Mapping[str, Mapping[str, Effect]]
Outline: TypeAlias = tuple[tuple[float, float], ...]


class EffectsRefused(Invalid):
    """Effects that do not go with the stage's label schema."""

    code, title = "effects_refused", "Effects refused"


@dataclass(frozen=True, slots=True)
class Area:
    """An area of a picture, in its pixels."""

    effect: Effect
    outline: Outline


@dataclass(frozen=True, slots=True)
class Following:
    """An area of a video that follows an object."""

    effect: Effect
    track: Track


@dataclass(frozen=True, slots=True)
class Heard:
    """A stretch of what is heard, in the item's clock: milliseconds; frames of a video."""

    effect: Effect
    start: float
    end: float


@dataclass(frozen=True, slots=True)
class Words:
    """A stretch of a part of a text; the class whose name takes its place, if one does."""

    part: str
    start: int
    end: int
    name: str | None


@dataclass(frozen=True, slots=True)
class OnPage:
    """A rectangle of page `page` (from 1) of a document, in pixels at 144 to the inch."""

    effect: Effect
    page: int
    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Operations:
    """All that is done to one file. What is hidden is hidden first, then it is trimmed or cropped,
    then turned (degrees clockwise).
    """

    discard: str | None = None  # the class by which it is taken out
    areas: tuple[Area, ...] = ()
    following: tuple[Following, ...] = ()
    heard: tuple[Heard, ...] = ()
    words: tuple[Words, ...] = ()
    pages: tuple[OnPage, ...] = ()
    trim: tuple[float, float] | None = None
    crop: tuple[float, float, float, float] | None = None  # x, y, width, height
    turn: int = 0

    @property
    def hides(self) -> bool:
        """Whether something is not to be seen or heard any more."""
        return bool(self.areas or self.following or self.heard or self.words or self.pages)

    @property
    def nothing(self) -> bool:
        """Whether the file stays as it is."""
        return not (self.hides or self.trim or self.crop or self.turn)


def parse_effects(obj: Mapping[str, Any], schema: Schema) -> Effects:
    """The effects in `obj` (decoded JSON), if they go with the schema. Raises EffectsRefused."""
    labels = {one.name: one for one in schema.labels}
    found: dict[str, dict[str, Effect]] = {}
    for name, classes in obj.items():
        label = labels.get(name)
        if label is None:
            raise EffectsRefused(f'The label schema has no question "{name}".', label=name)
        may = OF_KIND.get(label.kind)
        if may is None:
            raise EffectsRefused(f'The answers to "{name}" do nothing to a file.', label=name)
        if not isinstance(classes, Mapping):
            raise EffectsRefused(f'Say by class what "{name}" does.', label=name)
        found[name] = {
            id: _effect(label, id, effect, may, schema.modality) for id, effect in classes.items()
        }
    return found


def read_effects(obj: Mapping[str, Any]) -> Effects:
    """The effects of a stage as they are stored. The schema may have changed since: what does not
    go with it any more does nothing.
    """
    return {
        name: {id: Effect(effect) for id, effect in classes.items()}
        for name, classes in obj.items()
    }


def _effect(
    label: Definition, id: str, effect: Any, may: frozenset[Effect], modality: str
) -> Effect:
    if id != ANY and id not in label.class_ids():
        raise EffectsRefused(f'"{label.name}" has no class "{id}".', label=label.name)
    known = isinstance(effect, str) and effect in set(Effect)
    if not known or (Effect(effect) not in may and effect != Effect.KEEP):
        ways = ", ".join(sorted(may))
        sentence = f'"{label.name}" cannot “{effect}”; it can: {ways}, keep.'
        raise EffectsRefused(sentence, label=label.name)
    if modality not in _ONLY.get(Effect(effect), {modality}):
        raise EffectsRefused(f"Only pictures are turned, not a {modality}.", label=label.name)
    return Effect(effect)


def operations(answers: Sequence[Answer], effects: Effects) -> Operations:
    """What the accepted answers to an item, the newest last, do to its file."""
    if not answers:
        return Operations()
    said = [Counter(_discards(one, effects)) for one in answers]
    reasons = sum(said, Counter())
    if 2 * sum(bool(one) for one in said) > len(answers):
        return Operations(discard=max(sorted(reasons), key=lambda id: reasons[id]))
    areas: dict[Area, None] = {}
    following: list[Following] = []
    heard: dict[Heard, None] = {}
    words: dict[Words, None] = {}
    pages: dict[OnPage, None] = {}
    for mark, effect in (pair for one in answers for pair in _marks(one, effects)):
        if effect not in HIDING:
            continue
        match mark.kind:
            case "box" | "polygon" | "rotated_box":
                areas[Area(effect, _outline(mark))] = None
            case "box_track" | "polygon_track":
                following.append(Following(effect, mark))
            case "segment":
                heard[Heard(effect, mark.start, mark.end)] = None
            case "span":
                name = mark.class_ if effect is Effect.REPLACE else None
                words[Words(mark.part, mark.start, mark.end, name)] = None
            case "page_box":
                number = int(mark.part.removeprefix("p"))
                place = (mark.x, mark.y, mark.width, mark.height)
                pages[OnPage(effect, number, *place)] = None
    newest = list(_marks(answers[-1], effects))
    return Operations(
        areas=tuple(areas),
        following=tuple(following),
        heard=tuple(heard),
        words=tuple(words),
        pages=tuple(pages),
        trim=_trim([mark for mark, effect in newest if effect is Effect.TRIM]),
        crop=_crop([mark for mark, effect in newest if effect is Effect.CROP]),
        turn=sum(_TURNS[effect] for _, effect in newest if effect in _TURNS) % 360,
    )


def _marks(answer: Answer, effects: Effects) -> Iterator[tuple[Any, Effect]]:
    """Each annotation that does something, with what it does; a choice once for each class."""
    for mark in answer.annotations:
        by_class = effects.get(mark.name)
        if by_class is None:
            continue
        ids = mark.classes if mark.kind == "class" else (getattr(mark, "class_", ANY),)
        for id in ids:
            effect = by_class.get(id, by_class.get(ANY, Effect.KEEP))
            if effect in OF_KIND.get(mark.kind, ()):
                yield mark, effect


def _discards(answer: Answer, effects: Effects) -> Iterator[str]:
    for mark in answer.annotations:
        by_class = effects.get(mark.name, {})
        for id in mark.classes if mark.kind == "class" else ():
            if by_class.get(id, by_class.get(ANY)) is Effect.DISCARD:
                yield id


def _outline(mark: Any) -> Outline:
    if mark.kind == "polygon":
        return tuple(mark.points)
    if mark.kind == "rotated_box":
        return tuple(corners(mark))
    right, lower = mark.x + mark.width, mark.y + mark.height
    return ((mark.x, mark.y), (right, mark.y), (right, lower), (mark.x, lower))


def _trim(marks: Sequence[Any]) -> tuple[float, float] | None:
    """From the first start to the last end."""
    if not marks:
        return None
    return min(one.start for one in marks), max(one.end for one in marks)


def _crop(marks: Sequence[Any]) -> tuple[float, float, float, float] | None:
    """Around all of them."""
    if not marks:
        return None
    x, y = min(one.x for one in marks), min(one.y for one in marks)
    right, lower = (
        max(one.x + one.width for one in marks),
        max(one.y + one.height for one in marks),
    )
    return x, y, right - x, lower - y
