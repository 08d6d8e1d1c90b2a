"""Videos: which label types they take, joined into one schema and one answer."""

from typing import Annotated, Any, Literal

from pydantic import Field

from app.labels.base import LabelType
from app.labels.event import EVENT, Event, EventLabel
from app.labels.joined import LabelAnswer, Labels, LabelSchema, Marks
from app.labels.rating import RATING, Rating, RatingLabel
from app.labels.relation import RELATION, Relation, RelationLabel
from app.labels.segment import SEGMENT, Segment, SegmentLabel
from app.labels.track import (
    BOX_TRACK,
    POINT_TRACK,
    POLYGON_TRACK,
    BoxTrack,
    BoxTrackLabel,
    PointTrack,
    PointTrackLabel,
    PolygonTrack,
    PolygonTrackLabel,
)
from app.labels.whole import WHOLE, Whole, WholeLabel
from app.labels.writing import WRITING, Writing, WritingLabel

# A label type joins videos here, in the two unions and the table, and nowhere else.
VideoLabel = Annotated[
    BoxTrackLabel
    | PolygonTrackLabel
    | PointTrackLabel
    | SegmentLabel
    | EventLabel
    | WholeLabel
    | RelationLabel
    | WritingLabel
    | RatingLabel,
    Field(discriminator="kind"),
]
VideoAnnotation = Annotated[
    BoxTrack | PolygonTrack | PointTrack | Segment | Event | Whole | Relation | Writing | Rating,
    Field(discriminator="kind"),
]
VIDEO_TYPES: tuple[LabelType[Any, Any], ...] = (
    BOX_TRACK,
    POLYGON_TRACK,
    POINT_TRACK,
    SEGMENT,
    EVENT,
    WHOLE,
    RELATION,
    WRITING,
    RATING,
)


class VideoSchema(LabelSchema):
    """The questions of a stage whose items are videos."""

    modality: Literal["video"]
    labels: Labels[VideoLabel]


class VideoAnswer(LabelAnswer):
    """What one person says of one video; no annotations means: nothing is there."""

    modality: Literal["video"]
    annotations: Marks[VideoAnnotation]
