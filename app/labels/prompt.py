"""Prompts: which label types they take, joined into one schema and one answer."""

from typing import Annotated, Any, Literal

from pydantic import Field

from app.labels.base import LabelType
from app.labels.file import FILE, File, FileLabel
from app.labels.film import FILM, Film, FilmLabel
from app.labels.joined import LabelAnswer, Labels, LabelSchema, Marks
from app.labels.photograph import PHOTOGRAPH, Photograph, PhotographLabel
from app.labels.rating import RATING, Rating, RatingLabel
from app.labels.recording import RECORDING, Recording, RecordingLabel
from app.labels.whole import WHOLE, Whole, WholeLabel
from app.labels.writing import WRITING, Writing, WritingLabel

# A label type joins prompts here, in the two unions and the table, and nowhere else.
PromptLabel = Annotated[
    RecordingLabel
    | PhotographLabel
    | FilmLabel
    | FileLabel
    | WritingLabel
    | WholeLabel
    | RatingLabel,
    Field(discriminator="kind"),
]
PromptAnnotation = Annotated[
    Recording | Photograph | Film | File | Writing | Whole | Rating, Field(discriminator="kind")
]
PROMPT_TYPES: tuple[LabelType[Any, Any], ...] = (
    RECORDING,
    PHOTOGRAPH,
    FILM,
    FILE,
    WRITING,
    WHOLE,
    RATING,
)


class PromptSchema(LabelSchema):
    """The questions of a stage whose items are prompts: what is asked for does not exist yet."""

    modality: Literal["prompt"]
    labels: Labels[PromptLabel]


class PromptAnswer(LabelAnswer):
    """What one person made for one prompt."""

    modality: Literal["prompt"]
    annotations: Marks[PromptAnnotation]
