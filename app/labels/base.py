"""What every label type shares: bounded strings, the frozen model, faults, a type's own record.

Shape is pydantic's, meaning is `check`'s. A label type is one module that ends in a `LabelType`;
the modality that offers it (`picture.py`) names that module, and nothing else changes.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
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
    """One choice of a label: its stable id, and its names on the screen."""

    id: Name
    ko: Caption | None = None
    en: Caption | None = None
    colour: Colour | None = None


# Lists come from JSON; strictness is for what is inside them.
Classes = Annotated[
    tuple[LabelClass, ...], Field(min_length=1, max_length=MAX_CLASSES, strict=False)
]


class Definition(Model):
    """One question of a schema: its name is what annotations refer to."""

    name: Name
    ko: Caption | None = None
    en: Caption | None = None
    classes: Classes

    @model_validator(mode="after")
    def _classes_differ(self) -> "Definition":
        ids = [one.id for one in self.classes]
        if len(set(ids)) != len(ids):
            twice = next(id for id in ids if ids.count(id) > 1)
            raise ValueError(f'the class id "{twice}" is there twice; give each class its own id')
        return self

    def class_ids(self) -> frozenset[str]:
        """The ids that an annotation may use."""
        return frozenset(one.id for one in self.classes)


class Annotation(Model):
    """One mark of an answer, under an id that is unique in it."""

    id: AnnotationId
    name: Name


@dataclass(frozen=True, slots=True)
class AssetFacts:
    """What a check needs to know of the asset: pixels of the picture as shown."""

    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Fault:
    """One reason why an answer does not fit its schema or its asset."""

    code: str
    annotation: str | None  # the annotation's id, where one annotation is at fault
    sentence: str

    def as_json(self) -> dict[str, str | None]:
        """The form in which a fault goes out in problem+json."""
        return {"code": self.code, "annotation": self.annotation, "detail": self.sentence}


D = TypeVar("D", bound=Definition)
A = TypeVar("A", bound=Annotation)


@dataclass(frozen=True, slots=True)
class LabelType(Generic[D, A]):
    """What a label type can do, for the modality that joins it.

    `check_one` looks at one annotation, `check_all` at how many there are, `similarity` compares
    what two answers say under one definition (0 to 1; 1.0 when neither says anything).
    """

    kind: str
    definition: type[D]
    annotation: type[A]
    check_one: Callable[[D, frozenset[str], AssetFacts, A], Sequence[Fault]]
    check_all: Callable[[D, Sequence[A]], Sequence[Fault]]
    similarity: Callable[[D, Sequence[A], Sequence[A]], float]
