"""Time series: which label types they take, joined into one schema and one answer."""

from typing import Annotated, Any, Literal

from pydantic import Field

from app.labels.base import LabelType
from app.labels.event import EVENT, Event, EventLabel
from app.labels.joined import LabelAnswer, Labels, LabelSchema, Marks
from app.labels.rating import RATING, Rating, RatingLabel
from app.labels.relation import RELATION, Relation, RelationLabel
from app.labels.segment import SEGMENT, Segment, SegmentLabel
from app.labels.whole import WHOLE, Whole, WholeLabel
from app.labels.writing import WRITING, Writing, WritingLabel

# A label type joins time series here, in the two unions and the table, and nowhere else.
SeriesLabel = Annotated[
    SegmentLabel | EventLabel | WholeLabel | RelationLabel | WritingLabel | RatingLabel,
    Field(discriminator="kind"),
]
SeriesAnnotation = Annotated[
    Segment | Event | Whole | Relation | Writing | Rating,
    Field(discriminator="kind"),
]
SERIES_TYPES: tuple[LabelType[Any, Any], ...] = (
    SEGMENT,
    EVENT,
    WHOLE,
    RELATION,
    WRITING,
    RATING,
)


class SeriesSchema(LabelSchema):
    """The questions of a stage whose items are time series."""

    modality: Literal["series"]
    labels: Labels[SeriesLabel]


class SeriesAnswer(LabelAnswer):
    """What one person says of one time series; no annotations means: nothing is there."""

    modality: Literal["series"]
    annotations: Marks[SeriesAnnotation]
