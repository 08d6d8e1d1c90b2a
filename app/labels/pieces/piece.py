"""Pieces: what one task shows of an item, or of several. Their JSON is `task.part`.

A piece is cut into an asset of its own, which has its own coordinates from 0; `shift` says how far
these lie from the whole's. Starts and ends are in the clock's units, the end exclusive; pixels are
whole; offsets of texts are code points.
"""

from typing import Annotated, Any, ClassVar, Literal, TypeAlias, cast

from pydantic import Field, TypeAdapter

from app.labels.base import AnnotationId, Model, Name, Number, Shift

Place = Annotated[Number, Field(ge=0)]
Pixel = Annotated[int, Field(ge=0)]
Number0 = Annotated[int, Field(ge=0)]


class _Piece(Model):
    """Piece number `at` (from 0) of `of`."""

    at: Number0
    of: Annotated[int, Field(ge=1)]

    @property
    def shift(self) -> Shift:
        """How far the piece's own coordinates lie from those of the whole."""
        return Shift()


class WholePiece(_Piece):
    """All of the item."""

    by: Literal["whole"]


class Stretch(_Piece):
    """From `start` to `end`. `hard` says that its end is in the midst of sound: there was no
    silence to cut at.
    """

    by: Literal["window", "silence"]
    start: Place
    end: Place
    hard: bool = False

    @property
    def shift(self) -> Shift:
        """Its start."""
        return Shift(time=self.start)


class PagePiece(_Piece):
    """Pages `first` to `last`, counted from 1, both of them in it."""

    by: Literal["page"]
    first: Annotated[int, Field(ge=1)]
    last: Annotated[int, Field(ge=1)]

    @property
    def shift(self) -> Shift:
        """Which page each of its own is."""
        count = self.last - self.first + 1
        return Shift(parts={f"p{n}": (f"p{self.first + n - 1}", 0) for n in range(1, count + 1)})


class PartStretch(Model):
    """From `start` to `end` of one part of a text; all that the piece shows of that part."""

    part: AnnotationId
    start: Number0
    end: Number0


class TextPiece(_Piece):
    """Stretches of one part or of several. Its document has these parts, with their ids and roles
    and as much of their texts.
    """

    by: Literal["sentence", "paragraph"]
    stretches: Annotated[tuple[PartStretch, ...], Field(min_length=1, strict=False)]

    @property
    def shift(self) -> Shift:
        """Where the stretch of each part begins."""
        return Shift(parts={one.part: (one.part, one.start) for one in self.stretches})


class Rect(_Piece):
    """A rectangle of a picture: upper left corner and size. One that is made around an object of an
    earlier stage has its id and its label.
    """

    by: Literal["tile", "object"]
    x: Pixel
    y: Pixel
    width: Annotated[int, Field(ge=1)]
    height: Annotated[int, Field(ge=1)]
    object: AnnotationId | None = None
    label: Name | None = None

    @property
    def shift(self) -> Shift:
        """Its corner."""
        return Shift(x=self.x, y=self.y)


class ObjectStretch(_Piece):
    """A stretch around an object of an earlier stage."""

    by: Literal["object"]
    start: Place
    end: Place
    object: AnnotationId
    label: Name

    @property
    def shift(self) -> Shift:
        """Its start."""
        return Shift(time=self.start)


class Member(Model):
    """One item of a bundle, and where in the bundle it is: a rectangle of the sheet, a stretch of
    the sound, or some parts of the text.
    """

    GEOMETRY: ClassVar[tuple[str, ...]] = ("x", "y", "width", "height", "start", "end", "parts")

    item: Annotated[int, Field(ge=1)]
    x: Pixel | None = None
    y: Pixel | None = None
    width: Pixel | None = None
    height: Pixel | None = None
    start: Place | None = None
    end: Place | None = None
    # The ids of the item's parts; in the bundle, part `n` of member `k` is `k.n`, both from 1.
    parts: Annotated[tuple[AnnotationId, ...], Field(strict=False)] | None = None


class BundlePiece(_Piece):
    """Several items as one, in order: texts as the parts of one, pictures side by side on a sheet,
    sounds one after the other with silence between them.
    """

    by: Literal["bundle"]
    members: Annotated[tuple[Member, ...], Field(min_length=1, strict=False)]


Piece: TypeAlias = WholePiece | Stretch | PagePiece | TextPiece | Rect | ObjectStretch | BundlePiece

_BY: dict[str, type[Model]] = {
    "whole": WholePiece,
    "window": Stretch,
    "silence": Stretch,
    "page": PagePiece,
    "sentence": TextPiece,
    "paragraph": TextPiece,
    "tile": Rect,
    "bundle": BundlePiece,
}
_ANY: TypeAdapter[Any] = TypeAdapter(Rect | ObjectStretch)


def parse_piece(obj: Any) -> Piece:
    """The piece in `obj` (`task.part`, decoded). Raises pydantic's ValidationError: what is stored
    was made by `plan`.
    """
    known = _BY.get(obj.get("by"))
    made: Any = _ANY.validate_python(obj) if known is None else known.model_validate(obj)
    return cast("Piece", made)


def piece_json(piece: Piece) -> dict[str, Any]:
    """The JSON form of a piece, without fields that say nothing."""
    return piece.model_dump(mode="json", exclude_none=True, exclude_defaults=True)
