"""The model in the loop as it speaks HTTP: what is to be predicted, predictions, what people made
of them."""

from datetime import datetime
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from app.core.states import ItemState
from app.suggestions.schemas import LeftOut

MOST = 1_000
"""Predictions in one request."""

Model = Annotated[
    str,
    StringConstraints(
        strip_whitespace=True, min_length=1, max_length=100, pattern=r"^[^\x00-\x1f\x7f]+$"
    ),
]
ItemId = Annotated[int, Field(ge=1, le=2**63 - 1)]


class UnlabeledOut(BaseModel):
    """An item that nobody's answer has been accepted for yet."""

    id: int
    name: str
    state: ItemState
    media_type: str | None
    width: int | None
    height: int | None
    document: dict[str, Any] | None = Field(description="Of a text: its parts.")
    facts: dict[str, Any] | None = Field(description="Of a sound, video, document or time series.")
    meta: dict[str, Any] | None
    url: str | None = Field(
        description="Where the file can be read for some minutes; none for a text, or where the "
        "file is not here or does not go out."
    )


class PredictionIn(BaseModel):
    """What the model says of one item."""

    model_config = ConfigDict(extra="forbid")

    item_id: ItemId
    score: Annotated[float, Field(ge=0, le=1, allow_inf_nan=False)] | None = Field(
        None, description="How sure the model is of it."
    )
    annotations: Annotated[list[dict[str, Any]], Field(max_length=2_000)]


class PredictionsIn(BaseModel):
    """Up to 1,000 predictions of one version of a model."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [
                {
                    "model": "cells-3",
                    "predictions": [
                        {
                            "item_id": 17,
                            "score": 0.83,
                            "annotations": [
                                {
                                    "kind": "box",
                                    "class": "RBC",
                                    "x": 120,
                                    "y": 48.5,
                                    "width": 31,
                                    "height": 29,
                                }
                            ],
                        }
                    ],
                }
            ]
        },
    )

    model: Model = Field(description="With its version, as it is to be told apart.")
    predictions: Annotated[list[PredictionIn], Field(min_length=1, max_length=MOST)]


class PredictedOut(BaseModel):
    """What became of one prediction."""

    item_id: int
    kept: bool
    suggested: bool = Field(description="Whether people begin with it: not over imported labels.")
    code: str | None = Field(
        None, description="Why it was not kept: `unknown_item`, `twice` or `size_unknown`."
    )
    left_out: int = Field(0, description="Annotations that do not fit the label schema.")
    faults: list[LeftOut] = Field([], description="Why, for the first 20 of them.")


class PredictionsOut(BaseModel):
    """What became of predictions, in the order in which they came."""

    schema_version: int
    kept: int
    refused: int
    results: list[PredictedOut]


class DifferenceOut(BaseModel):
    """What people changed of a prediction, in annotations."""

    added: list[dict[str, Any]]
    removed: list[dict[str, Any]]
    changed: list[dict[str, Any]] = Field(description="Each `{before, after}`.")


class PredictionBeside(BaseModel):
    """A prediction beside what was accepted."""

    model: str
    score: float | None
    schema_version: int
    annotations: list[dict[str, Any]]
    agreement: float | None = Field(
        description="0 to 1; none where the label schema has changed between the two."
    )
    difference: DifferenceOut


class CorrectionOut(BaseModel):
    """An item that has been accepted, and what models had said of it."""

    id: int = Field(description="Ever growing; an item that is accepted anew comes again.")
    item_id: int
    name: str
    accepted_at: datetime
    schema_version: int
    annotations: list[dict[str, Any]]
    predictions: list[PredictionBeside]


class ClassAgreement(BaseModel):
    """How far a model agrees with people on one class."""

    label: str = Field(description="`label: class`, or the label alone where it has none.")
    items: int = Field(description="In which either of the two has it.")
    agreement: float = Field(description="The mean over these items, 0 to 1.")
    kept: int = Field(description="Predicted annotations that were accepted as they are.")
    changed: int
    added: int = Field(description="That people added.")
    removed: int = Field(description="That people took out.")


class ModelAgreement(BaseModel):
    """How far a version of a model agrees with what was accepted."""

    model: str
    agreement: float = Field(description="The mean over its classes, weighted by items.")
    classes: list[ClassAgreement]


class RankIn(BaseModel):
    """Whose scores say what is done first."""

    model_config = ConfigDict(extra="forbid")

    model: Model = Field(examples=["cells-3"])


class RankOut(BaseModel):
    """The chore that puts tasks in order."""

    chore_id: int
