"""What the API shows as examples is what it takes: of pictures and of texts."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel

from app.gallery.convert import convert
from app.gallery.schemas import ConfigIn
from app.labels import parse_answer, parse_schema
from app.projects.schemas import SchemaIn
from app.tasks.schemas import SubmissionIn

BOTH = {"picture", "text"}


def examples(model: type[BaseModel]) -> list[dict[str, Any]]:
    """They are of the model's own shape."""
    shown: Any = model.model_config["json_schema_extra"]
    for one in shown["examples"]:
        model.model_validate(one)
    return list(shown["examples"])


def test_schemas_of_both_modalities_are_shown() -> None:
    assert {parse_schema(one["definition"]).modality for one in examples(SchemaIn)} == BOTH


def test_answers_of_both_modalities_are_shown() -> None:
    answers = [one["answer"] for one in examples(SubmissionIn) if one.get("answer")]
    assert {parse_answer(one).modality for one in answers} == BOTH


def test_configurations_of_several_modalities_are_shown() -> None:
    asked = [ConfigIn.model_validate(one) for one in examples(ConfigIn)]
    assert {convert(one.format, one.text).definition["modality"] for one in asked} > BOTH
