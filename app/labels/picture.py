"""Pictures: which label types they take, joined into one schema and one answer."""

from typing import Annotated, Any, Literal

from pydantic import Field

from app.labels.base import LabelType
from app.labels.box import BOX, Box, BoxLabel
from app.labels.cuboid import CUBOID, Cuboid, CuboidLabel
from app.labels.joined import LabelAnswer, Labels, LabelSchema, Marks
from app.labels.keypoints import KEYPOINTS, Keypoints, KeypointsLabel
from app.labels.marks import MarkLabel
from app.labels.mask import MASK, Mask, MaskLabel
from app.labels.point import POINT, PointLabel, PointMark
from app.labels.polygon import POLYGON, Polygon, PolygonLabel
from app.labels.polyline import POLYLINE, Polyline, PolylineLabel
from app.labels.rating import RATING, Rating, RatingLabel
from app.labels.relation import RELATION, Relation, RelationLabel
from app.labels.rotated_box import ROTATED_BOX, RotatedBox, RotatedBoxLabel
from app.labels.whole import WHOLE, Whole, WholeLabel
from app.labels.writing import WRITING, Writing, WritingLabel

# A label type joins pictures here, in the two unions and the table, and nowhere else.
PictureLabel = Annotated[
    BoxLabel
    | RotatedBoxLabel
    | PolygonLabel
    | PolylineLabel
    | PointLabel
    | KeypointsLabel
    | MaskLabel
    | CuboidLabel
    | WholeLabel
    | RelationLabel
    | RatingLabel
    | WritingLabel,
    Field(discriminator="kind"),
]
PictureAnnotation = Annotated[
    Box
    | RotatedBox
    | Polygon
    | Polyline
    | PointMark
    | Keypoints
    | Mask
    | Cuboid
    | Whole
    | Relation
    | Rating
    | Writing,
    Field(discriminator="kind"),
]
PICTURE_TYPES: tuple[LabelType[Any, Any], ...] = (
    BOX,
    ROTATED_BOX,
    POLYGON,
    POLYLINE,
    POINT,
    KEYPOINTS,
    MASK,
    CUBOID,
    WHOLE,
    RELATION,
    RATING,
    WRITING,
)
SHAPES = frozenset(one.kind for one in PICTURE_TYPES if issubclass(one.definition, MarkLabel))
"""The kinds whose annotations have a place on the picture."""


class PictureSchema(LabelSchema):
    """The questions of a stage whose items are pictures."""

    modality: Literal["picture"]
    labels: Labels[PictureLabel]


class PictureAnswer(LabelAnswer):
    """What one person says of one picture; no annotations means: nothing is there."""

    modality: Literal["picture"]
    annotations: Marks[PictureAnnotation]
