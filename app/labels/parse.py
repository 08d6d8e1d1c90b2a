"""From JSON to frozen models and back, with errors that a form can show beside its fields."""

from typing import Any, TypeAlias

from pydantic import TypeAdapter, ValidationError

from app.core.errors import Invalid
from app.labels.base import AnswerRefused, Json, SchemaRefused
from app.labels.picture import PictureAnswer, PictureSchema

# With a second modality these become unions discriminated on `modality`.
Schema: TypeAlias = PictureSchema
Answer: TypeAlias = PictureAnswer

_SCHEMA: TypeAdapter[Schema] = TypeAdapter(PictureSchema)
_ANSWER: TypeAdapter[Answer] = TypeAdapter(PictureAnswer)

# The rest is not looked at by a person who still has these to mend.
MAX_ERRORS = 20


def parse_schema(obj: object) -> Schema:
    """The label schema in `obj` (decoded JSON). Raises SchemaRefused with `errors` by field."""
    try:
        return _SCHEMA.validate_python(obj)
    except ValidationError as refused:
        raise _problem(SchemaRefused, "The label schema", refused) from None


def parse_answer(obj: object) -> Answer:
    """The answer in `obj` (decoded JSON). Raises AnswerRefused with `errors` by field."""
    try:
        return _ANSWER.validate_python(obj)
    except ValidationError as refused:
        raise _problem(AnswerRefused, "The answer", refused) from None


def schema_json(schema: Schema) -> Json:
    """The JSON form of a schema, without fields that say nothing."""
    return schema.model_dump(mode="json", by_alias=True, exclude_none=True)


def answer_json(answer: Answer) -> Json:
    """The JSON form of an answer."""
    return answer.model_dump(mode="json", by_alias=True)


def _problem(kind: type[Invalid], what: str, refused: ValidationError) -> Invalid:
    """The first errors, by path, without the input: it may be large, and it is the sender's own."""
    found = refused.errors(include_url=False, include_context=False, include_input=False)
    errors: list[dict[str, Any]] = [
        {
            "at": ".".join(str(step) for step in error["loc"]),
            "code": error["type"],
            "detail": error["msg"].removeprefix("Value error, "),
        }
        for error in found[:MAX_ERRORS]
    ]
    first = errors[0]
    where = f" at {first['at']}" if first["at"] else ""
    return kind(
        f"{what} is not of the right shape{where}: {first['detail']}. Mend it and send it again.",
        errors=errors,
        errors_total=len(found),
    )
