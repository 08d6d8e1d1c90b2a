"""From JSON to frozen models and back, with errors that a form can show beside its fields."""

from collections.abc import Mapping
from typing import Annotated, Any, TypeAlias

from pydantic import Field, TypeAdapter, ValidationError
from pydantic_core import ErrorDetails

from app.core.errors import Invalid
from app.labels.base import Annotation, AnswerRefused, Json, LabelType, SchemaRefused
from app.labels.document import DOCUMENT_TYPES, DocumentAnswer, DocumentSchema
from app.labels.picture import PICTURE_TYPES, PictureAnswer, PictureSchema
from app.labels.prompt import PROMPT_TYPES, PromptAnswer, PromptSchema
from app.labels.series import SERIES_TYPES, SeriesAnswer, SeriesSchema
from app.labels.sound import SOUND_TYPES, SoundAnswer, SoundSchema
from app.labels.text import TEXT_TYPES, TextAnswer, TextSchema
from app.labels.video import VIDEO_TYPES, VideoAnswer, VideoSchema

# A modality joins here.
Schema: TypeAlias = (
    PictureSchema
    | TextSchema
    | SoundSchema
    | VideoSchema
    | DocumentSchema
    | SeriesSchema
    | PromptSchema
)
Answer: TypeAlias = (
    PictureAnswer
    | TextAnswer
    | SoundAnswer
    | VideoAnswer
    | DocumentAnswer
    | SeriesAnswer
    | PromptAnswer
)
TYPES: Mapping[str, LabelType[Any, Any]] = {
    one.kind: one
    for types in (
        PICTURE_TYPES,
        TEXT_TYPES,
        SOUND_TYPES,
        VIDEO_TYPES,
        DOCUMENT_TYPES,
        SERIES_TYPES,
        PROMPT_TYPES,
    )
    for one in types
}

_SCHEMA: TypeAdapter[Schema] = TypeAdapter(Annotated[Schema, Field(discriminator="modality")])
_ANSWER: TypeAdapter[Answer] = TypeAdapter(Annotated[Answer, Field(discriminator="modality")])

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
    """The JSON form of an answer, without fields that say nothing: there are millions of marks
    that have neither attributes nor a group.
    """
    return {
        "modality": answer.modality,
        "annotations": [annotation_json(one) for one in answer.annotations],
    }


def annotation_json(one: Annotation) -> Json:
    """The JSON form of an annotation."""
    return one.model_dump(mode="json", by_alias=True, exclude_defaults=True)


def _at(error: ErrorDetails) -> str:
    """The path to a field, without the modality that pydantic puts before it."""
    steps = error["loc"]
    if not steps and error["type"].startswith("union_tag"):
        return "modality"
    return ".".join(str(step) for step in steps[1:])


def _problem(kind: type[Invalid], what: str, refused: ValidationError) -> Invalid:
    """The first errors, by path, without the input: it may be large, and it is the sender's own."""
    found = refused.errors(include_url=False, include_context=False, include_input=False)
    # A list whose rows are all wrong is told to be empty, too: the rows' own errors say enough.
    within = {error["loc"][:n] for error in found for n in range(len(error["loc"]))}
    found = [error for error in found if error["loc"] not in within or error["type"] != "too_short"]
    errors: list[dict[str, Any]] = [
        {
            "at": _at(error),
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
