"""Documents: which label types they take, joined into one schema and one answer."""

from typing import Annotated, Any, Literal

from pydantic import Field

from app.labels.base import LabelType
from app.labels.joined import LabelAnswer, Labels, LabelSchema, Marks
from app.labels.order import ORDER, Order, OrderLabel
from app.labels.page_box import PAGE_BOX, PageBox, PageBoxLabel
from app.labels.rating import RATING, Rating, RatingLabel
from app.labels.relation import RELATION, Relation, RelationLabel
from app.labels.span import SPAN, Span, SpanLabel
from app.labels.table import TABLE, Table, TableLabel
from app.labels.whole import WHOLE, Whole, WholeLabel
from app.labels.writing import WRITING, Writing, WritingLabel

# A label type joins documents here, in the two unions and the table, and nowhere else.
DocumentLabel = Annotated[
    PageBoxLabel
    | TableLabel
    | OrderLabel
    | SpanLabel
    | WholeLabel
    | RelationLabel
    | WritingLabel
    | RatingLabel,
    Field(discriminator="kind"),
]
DocumentAnnotation = Annotated[
    PageBox | Table | Order | Span | Whole | Relation | Writing | Rating,
    Field(discriminator="kind"),
]
DOCUMENT_TYPES: tuple[LabelType[Any, Any], ...] = (
    PAGE_BOX,
    TABLE,
    ORDER,
    SPAN,
    WHOLE,
    RELATION,
    WRITING,
    RATING,
)


class DocumentSchema(LabelSchema):
    """The questions of a stage whose items are documents."""

    modality: Literal["document"]
    labels: Labels[DocumentLabel]


class DocumentAnswer(LabelAnswer):
    """What one person says of one document; no annotations means: nothing is there."""

    modality: Literal["document"]
    annotations: Marks[DocumentAnnotation]
