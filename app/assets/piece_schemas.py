"""The pieces of an item and what is said of them, and the way that items go from stage to stage."""

from datetime import datetime
from typing import Any

from pydantic import BaseModel, Field

from app.core.states import ItemState
from app.models.quality import ConsensusState


class PieceAnswer(BaseModel):
    """Somebody's answer about a piece, in the piece's own coordinates."""

    assignment_id: int
    state: str
    by: str = Field(description="A pseudonym.")
    submission_id: int
    answer: dict[str, Any]
    schema_version: int
    stands: bool = Field(description="Whether it counts: accepted, judged, within the overlap.")


class ConsensusOut(BaseModel):
    """What the answers to a task came to. `confidence` is calibrated; null until it can be."""

    task_id: int
    state: ConsensusState
    answer: dict[str, Any]
    answers: int = Field(description="That it was made of.")
    confidence: float | None
    by: str | None = Field(description="Who decided between them: a pseudonym.")


class PieceOut(BaseModel):
    """A task about an item, or about a piece of it."""

    task_id: int
    state: str
    part: dict[str, Any] | None = Field(description="Which piece; null: all of the item.")
    asset_id: int | None
    overlap: int
    accepted: int
    created_at: datetime
    answers: list[PieceAnswer]
    consensus: ConsensusOut | None = Field(
        description="What several answers came to; that is what stands, once it is agreed or "
        "decided."
    )


class PiecesOut(BaseModel):
    """The pieces of an item, and what is said of the item as a whole."""

    pieces: list[PieceOut]
    merged: dict[str, Any] | None = Field(
        description="`answer` about the whole, `seams` (what was doubled, joined, agreed, trimmed "
        "or dropped, and from which pieces), `faults` that are left, and `objects` of an earlier "
        "stage; null while no answer stands."
    )


class StepOut(BaseModel):
    """An item on another one's way. `step` is how far it lies after that one, or before."""

    id: int
    name: str
    state: ItemState
    excluded_for: str | None
    stage_id: int
    stage: str
    kind: str
    step: int
    source_id: int | None
    source_answer_id: int | None
    flow_id: int | None = Field(description="The flow that it came by, while there is one.")
    made: bool = Field(description="Whether a refine stage has made another file of it.")
    created_at: datetime


class WayOut(BaseModel):
    """An item's whole way: what it came from, itself, and what came of it."""

    items: list[StepOut]
