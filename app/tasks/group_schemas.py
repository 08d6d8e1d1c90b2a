"""Who records together: a group and its code."""

from datetime import datetime
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from app.core.states import AssignmentState


class GroupMember(BaseModel):
    """One who speaks on a recording; number 1 is who records."""

    number: int
    pseudonym: str
    state: AssignmentState
    host: bool
    me: bool


class GroupOut(BaseModel):
    """Two or three who speak on one recording."""

    code: str = Field(description="By which the others join.")
    expires_at: datetime
    open: bool = Field(description="Whether somebody may still join.")
    most: int = Field(description="How many may speak.")
    members: list[GroupMember]


class GroupIn(BaseModel):
    """The code of a group, as who records reads it out."""

    model_config = ConfigDict(extra="forbid")

    code: Annotated[str, Field(min_length=1, max_length=20, pattern=r"^[A-Za-z0-9 ]+$")] = Field(
        examples=["7KQ4MX"]
    )


class JoinedGroup(BaseModel):
    """One's own place in a group."""

    assignment_id: int
    group: GroupOut
