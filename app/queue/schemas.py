"""Background work as it speaks HTTP."""

from datetime import datetime
from typing import Any

from pydantic import BaseModel, ConfigDict

from app.core.states import ChoreState


class ChoreOut(BaseModel):
    """One piece of background work, and how far it is."""

    model_config = ConfigDict(from_attributes=True)

    id: int
    kind: str
    state: ChoreState
    project_id: int | None
    attempts: int
    max_attempts: int
    done: int
    total: int | None
    result: dict[str, Any] | None
    error: str | None
    created_at: datetime
    started_at: datetime | None
    finished_at: datetime | None
