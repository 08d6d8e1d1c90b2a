"""Texts: which label types they take, joined into one schema and one answer."""

from typing import Annotated, Any, Literal

from pydantic import Field

from app.labels.base import LabelType
from app.labels.comparison import COMPARISON, Comparison, ComparisonLabel
from app.labels.joined import LabelAnswer, Labels, LabelSchema, Marks
from app.labels.ranking import RANKING, Ranking, RankingLabel
from app.labels.rating import RATING, Rating, RatingLabel
from app.labels.relation import RELATION, Relation, RelationLabel
from app.labels.span import SPAN, Span, SpanLabel
from app.labels.whole import WHOLE, Whole, WholeLabel
from app.labels.writing import WRITING, Writing, WritingLabel

# A label type joins texts here, in the two unions and the table, and nowhere else.
TextLabel = Annotated[
    SpanLabel
    | WholeLabel
    | RelationLabel
    | WritingLabel
    | ComparisonLabel
    | RankingLabel
    | RatingLabel,
    Field(discriminator="kind"),
]
TextAnnotation = Annotated[
    Span | Whole | Relation | Writing | Comparison | Ranking | Rating, Field(discriminator="kind")
]
TEXT_TYPES: tuple[LabelType[Any, Any], ...] = (
    SPAN,
    WHOLE,
    RELATION,
    WRITING,
    COMPARISON,
    RANKING,
    RATING,
)


class TextSchema(LabelSchema):
    """The questions of a stage whose items are texts."""

    modality: Literal["text"]
    labels: Labels[TextLabel]


class TextAnswer(LabelAnswer):
    """What one person says of one text; no annotations means: nothing is there."""

    modality: Literal["text"]
    annotations: Marks[TextAnnotation]
