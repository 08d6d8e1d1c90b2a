"""What is asked of people and what they answer: pure, no I/O.

`parse_schema` and `parse_answer` settle the shape, `check` the meaning; `difference` says what a
correction changed and `similarity` how far two answers agree. `Adopter` turns what a foreign
format says into an answer to a schema. `app.labels.pieces` splits items into pieces and puts
together what was said of them, `app.labels.conditions` says which answers send an item on.
"""

from app.labels.adopt import ATTRIBUTE_LEFT_OUT, Adopted, Adopter
from app.labels.base import (
    MAX_ANNOTATIONS,
    AnswerRefused,
    AssetFacts,
    CaptureFacts,
    DocumentFacts,
    Fault,
    Part,
    PictureFacts,
    PromptFacts,
    SchemaRefused,
    TextFacts,
)
from app.labels.check import check
from app.labels.compare import (
    Change,
    Difference,
    by_class,
    class_of,
    consensus,
    difference,
    similarity,
    statistics,
)
from app.labels.facts import facts_from, parts_of
from app.labels.parse import (
    Answer,
    Schema,
    annotation_json,
    answer_json,
    parse_answer,
    parse_schema,
    schema_json,
)
from app.labels.picture import SHAPES

__all__ = [
    "ATTRIBUTE_LEFT_OUT",
    "MAX_ANNOTATIONS",
    "SHAPES",
    "Adopted",
    "Adopter",
    "Answer",
    "AnswerRefused",
    "AssetFacts",
    "CaptureFacts",
    "Change",
    "Difference",
    "DocumentFacts",
    "Fault",
    "Part",
    "PictureFacts",
    "PromptFacts",
    "Schema",
    "SchemaRefused",
    "TextFacts",
    "annotation_json",
    "answer_json",
    "by_class",
    "check",
    "class_of",
    "consensus",
    "difference",
    "facts_from",
    "parse_answer",
    "parse_schema",
    "parts_of",
    "schema_json",
    "similarity",
    "statistics",
]
