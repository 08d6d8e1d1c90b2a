"""Pictures: which label types they take, joined into one schema and one answer."""

from collections.abc import Mapping
from typing import Annotated, Any, Literal

from pydantic import Field, model_validator

from app.labels.base import MAX_ANNOTATIONS, MAX_LABELS, LabelType, Model
from app.labels.box import BOX, Box, BoxLabel
from app.labels.polygon import POLYGON, Polygon, PolygonLabel
from app.labels.whole import WHOLE, Whole, WholeLabel

# A label type joins pictures here, in the two unions and the table, and nowhere else.
PictureLabel = Annotated[BoxLabel | PolygonLabel | WholeLabel, Field(discriminator="kind")]
PictureAnnotation = Annotated[Box | Polygon | Whole, Field(discriminator="kind")]
TYPES: Mapping[str, LabelType[Any, Any]] = {one.kind: one for one in (BOX, POLYGON, WHOLE)}


class PictureSchema(Model):
    """The questions of a stage whose items are pictures."""

    modality: Literal["picture"]
    labels: Annotated[
        tuple[PictureLabel, ...], Field(min_length=1, max_length=MAX_LABELS, strict=False)
    ]

    @model_validator(mode="after")
    def _names_differ(self) -> "PictureSchema":
        names = [label.name for label in self.labels]
        if len(set(names)) != len(names):
            raise ValueError("two labels have one name; give each its own")
        return self


class PictureAnswer(Model):
    """What one person says of one picture; no annotations means: nothing is there."""

    modality: Literal["picture"]
    annotations: Annotated[
        tuple[PictureAnnotation, ...], Field(max_length=MAX_ANNOTATIONS, strict=False)
    ]
