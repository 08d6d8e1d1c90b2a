"""Consortia as they speak HTTP. Progress counts pieces: accepted answers of level 0."""

from datetime import datetime
from decimal import Decimal
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

from app.core.personal import Personal, ShowsPerson
from app.core.states import AssignmentState, ConsortiumState, ProjectState, StageState

GrantedRole = Literal["worker", "primary_inspector", "secondary_inspector", "manager"]
Roles = Annotated[
    list[GrantedRole],
    Field(
        min_length=1,
        max_length=4,
        description="In which roles the member may invite its own people.",
        examples=[["worker", "primary_inspector"]],
    ),
]


class Asked(BaseModel):
    """What comes in: nothing but what is named."""

    model_config = ConfigDict(extra="forbid")


class Row(BaseModel):
    """Read from attributes as well as from dictionaries."""

    model_config = ConfigDict(from_attributes=True)


class InviteOrganisation(Asked):
    """An organisation by its name, or by `#` and its number."""

    organisation: str = Field(
        min_length=1, max_length=200, pattern=r"^[^\x00]*$", examples=["한빛데이터"]
    )
    roles: Roles


class GrantRoles(Asked):
    """In which roles a member may invite its people from now on."""

    roles: Roles


class WorkShareIn(Asked):
    """How much of a stage: a percentage of its work, or a number of accepted pieces."""

    stage_id: int = Field(ge=1, le=2**63 - 1, examples=[1])
    share: Decimal | None = Field(None, gt=0, le=100, decimal_places=2, examples=[30])
    pieces: int | None = Field(None, ge=1, le=2**53)

    @model_validator(mode="after")
    def _either(self) -> "WorkShareIn":
        if (self.share is None) is (self.pieces is None):
            raise ValueError("say either share or pieces")
        return self


class WorkSharesIn(Asked):
    """All shares of a member; what is not named ends."""

    shares: list[WorkShareIn] = Field(max_length=500, examples=[[{"stage_id": 1, "share": 30}]])

    @model_validator(mode="after")
    def _once(self) -> "WorkSharesIn":
        if len({one.stage_id for one in self.shares}) < len(self.shares):
            raise ValueError("name each stage once")
        return self


class AnswerConsortium(Asked):
    """Whether the organisation takes part."""

    accept: bool = Field(examples=[True])


class StageStanding(Row):
    """What an organisation's people have done in a stage. `goal` is what its share comes to today,
    in pieces; null where it has none."""

    stage_id: int
    stage: str
    state: StageState
    share: float | None
    pieces: int | None
    goal: int | None
    handed_in: int
    accepted: int
    returned: int
    rejected: int
    judged: int
    first_pass: float | None
    earned: int


class ConsortiumHouse(Row):
    """The lead with what its own people have done."""

    organisation_id: int
    organisation: str
    people: int
    stages: list[StageStanding]


class ConsortiumMemberOut(ConsortiumHouse):
    """A member organisation."""

    id: int
    state: ConsortiumState
    roles: list[GrantedRole]
    invited_at: datetime
    answered_at: datetime | None
    left_at: datetime | None


class ConsortiumOut(BaseModel):
    """Who shares a project's work: the lead, and up to a hundred members."""

    currency: str
    lead: ConsortiumHouse
    members: list[ConsortiumMemberOut]


class ConsortiumPartRow(Row):
    """An organisation's part in another's project."""

    id: int
    project_id: int
    project: str
    project_state: ProjectState
    lead: str
    state: ConsortiumState
    roles: list[GrantedRole]
    invited_at: datetime
    answered_at: datetime | None
    left_at: datetime | None
    people: int


class ConsortiumPartOut(ConsortiumPartRow):
    """One part whole: what the project is for, the shares, and how far they have come."""

    goal: str
    currency: str
    stages: list[StageStanding]


class PartnersPieceRow(Row, ShowsPerson):
    """A piece of work of one of the organisation's people."""

    id: int
    person_id: int
    pseudonym: str
    name: Personal[str]
    stage_id: int
    stage: str
    level: int
    state: AssignmentState
    attempt: int
    returns: int
    reserved_at: datetime
    decided_at: datetime | None
