"""What every label type shares: bounded strings, the frozen model, facts, faults, a type's record.

Shape is pydantic's, meaning is `check`'s. A label type is one module that ends in a `LabelType`;
the modality that offers it (`picture.py`, `text.py`) names that module, and nothing else changes.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Annotated, Any, Generic, TypeAlias, TypeVar

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

from app.core.errors import Invalid

Json: TypeAlias = dict[str, Any]

MAX_ANNOTATIONS = 10_000
MAX_CLASSES = 1_000
MAX_LABELS = 50

# Rounding of x + width, never a tolerance for the person who drew: a millionth of a pixel.
ROUNDING = 1e-6

# No control characters: PostgreSQL's jsonb refuses NUL, and nobody can see the others.
_VISIBLE = r"^[^\x00-\x1f\x7f]+$"

AnnotationId = Annotated[str, StringConstraints(max_length=64, pattern=r"^[A-Za-z0-9_.:-]+$")]
Name = Annotated[str, StringConstraints(max_length=100, pattern=_VISIBLE)]
Caption = Annotated[str, StringConstraints(max_length=200, pattern=_VISIBLE)]
Colour = Annotated[str, StringConstraints(pattern=r"^#[0-9A-Fa-f]{6}$")]
Number = Annotated[float, Field(allow_inf_nan=False)]
Count = Annotated[int, Field(ge=0, le=MAX_ANNOTATIONS)]
CountFromOne = Annotated[int, Field(ge=1, le=MAX_ANNOTATIONS)]


class Model(BaseModel):
    """A value that never changes: unknown fields and silent conversions are refused."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)


class SchemaRefused(Invalid):
    """A label schema that cannot be used; `errors` names each field that is wrong."""

    code, title = "schema_refused", "Label schema refused"


class AnswerRefused(Invalid):
    """An answer that is not of the shape of one; `errors` names each field that is wrong."""

    code, title = "answer_refused", "Answer refused"


class LabelClass(Model):
    """One choice of a label: its stable id, its names on the screen, the class that it belongs to,
    and how many annotations of it there may be.
    """

    id: Name
    ko: Caption | None = None
    en: Caption | None = None
    colour: Colour | None = None
    parent: Name | None = None
    min: Count | None = None
    max: CountFromOne | None = None


# Lists come from JSON; strictness is for what is inside them.
Classes = Annotated[
    tuple[LabelClass, ...], Field(min_length=1, max_length=MAX_CLASSES, strict=False)
]


class Definition(Model):
    """One question of a schema: its name is what annotations refer to."""

    name: Name
    kind: str
    ko: Caption | None = None
    en: Caption | None = None

    def class_ids(self) -> frozenset[str]:
        """The ids that an annotation may use."""
        return frozenset()


class Classed(Definition):
    """A question with classes to choose from."""

    classes: Classes

    @model_validator(mode="after")
    def _classes_differ(self) -> "Classed":
        parents = {one.id: one.parent for one in self.classes}
        if len(parents) != len(self.classes):
            ids = [one.id for one in self.classes]
            twice = next(id for id in ids if ids.count(id) > 1)
            raise ValueError(f'the class id "{twice}" is there twice; give each class its own id')
        for one in self.classes:
            if one.min is not None and one.max is not None and one.min > one.max:
                raise ValueError(f'the class "{one.id}" has a min above its max')
            self._above(one.id, parents)
        return self

    @staticmethod
    def _above(id: str, parents: Mapping[str, str | None]) -> None:
        seen = {id}
        while (above := parents[id]) is not None:
            if above not in parents:
                raise ValueError(f'the class "{id}" belongs to "{above}", which is not there')
            if above in seen:
                raise ValueError(f'the class "{above}" belongs to itself; break the circle')
            seen.add(above)
            id = above

    def class_ids(self) -> frozenset[str]:
        """The ids that an annotation may use."""
        return frozenset(one.id for one in self.classes)


class Annotation(Model):
    """One mark of an answer, under an id that is unique in it."""

    id: AnnotationId
    name: Name
    kind: str


@dataclass(frozen=True, slots=True)
class PictureFacts:
    """What a check needs to know of a picture: its pixels as shown."""

    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a text: its id, its role, and how many code points it has."""

    id: str
    role: str | None
    length: int


@dataclass(frozen=True, slots=True)
class TextFacts:
    """What a check needs to know of a text: its parts in their order."""

    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class SoundFacts:
    """What a check needs to know of a recording: its length in milliseconds."""

    length: float


@dataclass(frozen=True, slots=True)
class VideoFacts:
    """What a check needs to know of a video: how many frames it has, and their pixels as shown."""

    length: int
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class SeriesFacts:
    """What a check needs to know of a time series: its length in milliseconds, its channels."""

    length: float
    channels: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Page:
    """One page of a document: its pixels at 144 to the inch, the code points of its text layer."""

    width: float
    height: float
    length: int


@dataclass(frozen=True, slots=True)
class DocumentFacts:
    """What a check needs to know of a document: its pages, which are parts `p1`, `p2`, …"""

    pages: tuple[Page, ...]

    @property
    def parts(self) -> tuple[Part, ...]:
        """The pages as parts of a text."""
        return tuple(Part(f"p{at}", None, page.length) for at, page in enumerate(self.pages, 1))

    def page(self, part: str) -> Page | None:
        """The page with that id."""
        number = part[1:]
        if part[:1] != "p" or not number.isascii() or not number.isdigit() or number[0] == "0":
            return None
        # No id of a page is longer than the count of pages: huge numbers are no work.
        at = int(number) if len(number) <= 6 else 0
        return self.pages[at - 1] if 1 <= at <= len(self.pages) else None


@dataclass(frozen=True, slots=True)
class CaptureFacts:
    """What a check needs to know of a take: the label that it was made for and where it stands
    (`CaptureState`: `checking`, `passed` and so on); of one that passed, what it is (a modality, or
    None for another file) and how long in milliseconds, where it lasts.
    """

    label: str
    state: str
    modality: str | None = None
    length: float | None = None


@dataclass(frozen=True, slots=True)
class PromptFacts:
    """What a check needs to know of a prompt: its parts in their order, and the takes that the
    person made for it, by their ids.
    """

    parts: tuple[Part, ...]
    captures: Mapping[int, CaptureFacts]


ClockFacts: TypeAlias = SoundFacts | VideoFacts | SeriesFacts
"""Facts of what has a clock: `length` is in milliseconds, of a video in frames."""

AssetFacts: TypeAlias = PictureFacts | TextFacts | DocumentFacts | ClockFacts | PromptFacts

MODALITIES: Mapping[type[AssetFacts], str] = {
    PictureFacts: "picture",
    TextFacts: "text",
    SoundFacts: "sound",
    VideoFacts: "video",
    DocumentFacts: "document",
    SeriesFacts: "series",
    PromptFacts: "prompt",
}
"""What an item is, by its facts."""


@dataclass(frozen=True, slots=True)
class Fault:
    """One reason why an answer does not fit its schema or its asset."""

    code: str
    annotation: str | None  # the annotation's id, where one annotation is at fault
    sentence: str

    def as_json(self) -> dict[str, str | None]:
        """The form in which a fault goes out in problem+json."""
        return {"code": self.code, "annotation": self.annotation, "detail": self.sentence}


@dataclass(frozen=True, slots=True)
class Asked:
    """What an annotation is judged by, beside its own definition."""

    facts: AssetFacts
    classes: frozenset[str]  # that its definition has
    others: Mapping[str, Annotation]  # the whole answer, by id

    @property
    def picture(self) -> PictureFacts:
        """The facts of a picture; only types of pictures ask."""
        assert isinstance(self.facts, PictureFacts)
        return self.facts

    @property
    def video(self) -> VideoFacts:
        """The facts of a video; only types of videos ask."""
        assert isinstance(self.facts, VideoFacts)
        return self.facts

    @property
    def document(self) -> DocumentFacts:
        """The facts of a document; only types of documents ask."""
        assert isinstance(self.facts, DocumentFacts)
        return self.facts

    @property
    def clock(self) -> ClockFacts:
        """The facts of what has a clock; only types that have places in time ask."""
        assert isinstance(self.facts, SoundFacts | VideoFacts | SeriesFacts)
        return self.facts

    @property
    def channels(self) -> tuple[str, ...]:
        """The channels of a time series; nothing else has any."""
        return self.facts.channels if isinstance(self.facts, SeriesFacts) else ()

    @property
    def parts(self) -> tuple[Part, ...]:
        """The parts of a text or a prompt, the pages of a document; nothing else has any."""
        if isinstance(self.facts, TextFacts | DocumentFacts | PromptFacts):
            return self.facts.parts
        return ()

    @property
    def captures(self) -> Mapping[int, CaptureFacts]:
        """The takes that were made for a prompt, by id; nothing else has any."""
        return self.facts.captures if isinstance(self.facts, PromptFacts) else {}


@dataclass(frozen=True, slots=True)
class Shift:
    """How far what is shown by itself lies from its place in a whole: pixels to the right and down,
    the clock's units, and for each part of a text or document which part of the whole it is and how
    many code points of that come before it.
    """

    x: int = 0
    y: int = 0
    time: float = 0
    parts: Mapping[str, tuple[str, int]] = field(default_factory=dict)

    def part(self, id: str) -> str:
        """The id of a part in the whole."""
        return self.parts[id][0] if id in self.parts else id

    def offset(self, id: str, at: int) -> int:
        """A place in a part, in the whole's part."""
        return self.parts[id][1] + at if id in self.parts else at


D = TypeVar("D", bound=Definition)
A = TypeVar("A", bound=Annotation)


@dataclass(frozen=True, slots=True)
class Said(Generic[A]):
    """What one answer says under one definition, and how to look beyond it."""

    own: Sequence[A]
    all: Mapping[str, Annotation]
    overlap: Callable[[Annotation, Annotation], float]  # of two annotations of whatever type


def unlinked(one: A, _: Callable[[str], str | None]) -> A:
    """As it is: it refers to no other annotation."""
    return one


@dataclass(frozen=True, slots=True)
class LabelType(Generic[D, A]):
    """What a label type can do, for the modalities that join it.

    `check_one` looks at one annotation, `check_all` at all of a definition. `overlap` says how far
    two annotations mean the same (0 to 1), `similarity` compares what two answers say under one
    definition (0 to 1; 1.0 when neither says anything). `consensus` makes one of several answers:
    annotations that are taken as they stand from one of them. `statistics` counts what answers say
    under a definition.
    """

    kind: str
    definition: type[D]
    annotation: type[A]
    check_one: Callable[[D, Asked, A], Sequence[Fault]]
    check_all: Callable[[D, Asked, Sequence[A]], Sequence[Fault]]
    overlap: Callable[[A, A], float]
    similarity: Callable[[D, Said[A], Said[A]], float]
    consensus: Callable[[D, Sequence[Said[A]]], Sequence[A]]
    statistics: Callable[[D, Sequence[A]], Json]
    # With the ids that it refers to replaced; None where it is nothing without one of them.
    relink: Callable[[A, Callable[[str], str | None]], A | None] = unlinked
    # The same at another place; what has none stays as it is.
    move: Callable[[A, Shift], A] = lambda one, _: one
    # Of what has a place: pairs of two lists that overlap at least so far, whatever their classes,
    # as (overlap, place in one, place in the other).
    near: Callable[[Sequence[A], Sequence[A], float], Iterable[tuple[float, int, int]]] | None = (
        None
    )
