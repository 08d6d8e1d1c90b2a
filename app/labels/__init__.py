"""What is asked of people and what they answer: pure, no I/O.

`parse_schema` and `parse_answer` settle the shape, `check` the meaning; `difference` says what a
correction changed and `similarity` how far two answers agree. `Adopter` turns what a foreign
format says into an answer to a schema.
"""

from app.labels.adopt import Adopted, Adopter
from app.labels.base import (
    MAX_ANNOTATIONS,
    AnswerRefused,
    AssetFacts,
    Fault,
    SchemaRefused,
)
from app.labels.check import check
from app.labels.compare import Change, Difference, difference, similarity
from app.labels.parse import Answer, Schema, answer_json, parse_answer, parse_schema, schema_json

__all__ = [
    "MAX_ANNOTATIONS",
    "Adopted",
    "Adopter",
    "Answer",
    "AnswerRefused",
    "AssetFacts",
    "Change",
    "Difference",
    "Fault",
    "Schema",
    "SchemaRefused",
    "answer_json",
    "check",
    "difference",
    "parse_answer",
    "parse_schema",
    "schema_json",
    "similarity",
]
