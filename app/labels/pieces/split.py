"""How the items of a stage are split into pieces: `stage.split`, as JSON and as frozen models."""

from collections.abc import Mapping
from typing import Annotated, Any, ClassVar, Literal, TypeAlias

from pydantic import Field, TypeAdapter, ValidationError, model_validator

from app.core.errors import Invalid
from app.labels.attributes import on_step
from app.labels.base import Model, Name, Number
from app.labels.parse import Schema
from app.labels.segment import SegmentLabel

MAX_PIECES = 10_000
MAX_BUNDLE = 100

Length = Annotated[Number, Field(gt=0, le=86_400_000)]
Overlap = Annotated[Number, Field(ge=0, le=86_400_000)]
Side = Annotated[int, Field(ge=16, le=100_000)]
Few = Annotated[int, Field(ge=1, le=10_000)]


class SplitRefused(Invalid):
    """A way of splitting that cannot be used, or does not go with the stage's label schema."""

    code, title = "split_refused", "Split refused"


class _Split(Model):
    """What of a stage's items becomes one task."""

    OF: ClassVar[frozenset[str]]  # modalities


class Whole(_Split):
    """One task for the whole item."""

    OF = frozenset({"picture", "text", "sound", "video", "document", "series", "prompt"})

    by: Literal["whole"]


class Window(_Split):
    """Windows of `length` that begin `length - overlap` after each other, in the clock's units:
    milliseconds, of videos frames.
    """

    OF = frozenset({"sound", "video", "series"})

    by: Literal["window"]
    length: Length
    overlap: Overlap = 0

    @model_validator(mode="after")
    def _goes_on(self) -> "Window":
        if 2 * self.overlap > self.length:
            raise ValueError("overlap is more than half of length; only neighbours may overlap")
        return self


class Silence(_Split):
    """Stretches of at least `least` and at most `most` milliseconds, cut where it is quieter than
    `quiet` (dB of full scale).
    """

    OF = frozenset({"sound"})

    by: Literal["silence"]
    least: Length = 3_000
    most: Length = 20_000
    quiet: Annotated[Number, Field(ge=-120, le=0)] = -40

    @model_validator(mode="after")
    def _leaves_room(self) -> "Silence":
        if 2 * self.least > self.most:
            raise ValueError(
                "most is below twice least; there would be no room to look for silence"
            )
        return self


class Pages(_Split):
    """So many pages each."""

    OF = frozenset({"document"})

    by: Literal["page"]
    pages: Few = 1


class Sentences(_Split):
    """So many sentences or paragraphs each."""

    OF = frozenset({"text"})

    by: Literal["sentence", "paragraph"]
    count: Few = 1


class Tiles(_Split):
    """Squares of `size` pixels that share `overlap` pixels with their neighbours."""

    OF = frozenset({"picture"})

    by: Literal["tile"]
    size: Side
    overlap: Annotated[int, Field(ge=0, le=100_000)] = 0

    @model_validator(mode="after")
    def _goes_on(self) -> "Tiles":
        if 2 * self.overlap > self.size:
            raise ValueError("overlap is more than half of size; only neighbours may overlap")
        return self


class Objects(_Split):
    """One task for each mark that the item's source has under `label`, with `margin` around it:
    pixels, of sounds milliseconds.
    """

    OF = frozenset({"picture", "sound"})

    by: Literal["object"]
    label: Name
    margin: Annotated[Number, Field(ge=0, le=100_000)] = 0


class Bundle(_Split):
    """Up to `count` small items as one task."""

    OF = frozenset({"text", "picture", "sound"})

    by: Literal["bundle"]
    count: Annotated[int, Field(ge=2, le=MAX_BUNDLE)]


Split: TypeAlias = Whole | Window | Silence | Pages | Sentences | Tiles | Objects | Bundle

_SPLIT: TypeAdapter[Split] = TypeAdapter(Annotated[Split, Field(discriminator="by")])


def parse_split(obj: object) -> Split:
    """The way of splitting in `obj` (decoded JSON, `stage.split`; None is the whole item). Raises
    SplitRefused.
    """
    try:
        return _SPLIT.validate_python({"by": "whole"} if obj is None else obj)
    except ValidationError as refused:
        first = refused.errors(include_url=False, include_input=False)[0]
        said = first["msg"].removeprefix("Value error, ")
        at = ".".join(str(step) for step in first["loc"][1:]) or "by"
        raise SplitRefused(
            f"The split is not of the right shape at {at}: {said}. Mend it and save it again.",
            errors=[{"at": at, "code": first["type"], "detail": said}],
        ) from None


def split_json(split: Split) -> dict[str, Any]:
    """The JSON form of a way of splitting."""
    return split.model_dump(mode="json")


def fits(split: Split, schema: Schema) -> None:
    """Raises SplitRefused where items of this schema cannot be split so, or what was said of the
    pieces could not be put together.
    """
    if schema.modality not in split.OF:
        raise SplitRefused(
            f"Items of the modality “{schema.modality}” cannot be split by {split.by}; "
            "choose another way."
        )
    kinds: Mapping[str, str] = {label.kind: label.name for label in schema.labels}
    if isinstance(split, Sentences | Bundle):
        for kind in ("comparison", "ranking"):
            if kind in kinds:
                raise SplitRefused(
                    f"“{kinds[kind]}” compares the parts of one text, and a piece would not have "
                    "them all; leave the items whole."
                )
    if isinstance(split, Window):
        if schema.modality == "video" and any(n != int(n) for n in (split.length, split.overlap)):
            raise SplitRefused("Frames are whole numbers; choose length and overlap anew.")
        for label in schema.labels:
            step = label.step if isinstance(label, SegmentLabel) else None
            if step is not None and not on_step(split.length - split.overlap, 0, step):
                raise SplitRefused(
                    f"“{label.name}” is marked in steps of {step:g}: length less overlap has to be "
                    "a multiple of it."
                )
    elif isinstance(split, Silence | Objects):
        for label in schema.labels:
            if isinstance(label, SegmentLabel) and label.step is not None:
                raise SplitRefused(
                    f"“{label.name}” is marked in steps, which would not begin where a piece "
                    "does; split by windows."
                )
