"""Who may do which work, as it speaks HTTP."""

from datetime import datetime
from typing import Annotated

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

from app.routing.rules import Asked, Team

Limit = Annotated[int, Field(ge=1, le=1_000_000)]
KeyIn = Annotated[int, Field(ge=1, le=2**63 - 1)]


class In(BaseModel):
    """What comes in: unknown fields are refused."""

    model_config = ConfigDict(extra="forbid")


class RequirementIn(In):
    """What a level asks, and how much of it one person may claim: on one day in Seoul, and ever."""

    asked: Asked = Field(
        default_factory=Asked,
        examples=[{"accepted": {"answers": 50, "share": 0.9}, "devices": ["desktop"]}],
    )
    day_limit: Limit | None = Field(None, examples=[300])
    person_limit: Limit | None = None


class RequirementOut(RequirementIn):
    """A requirement as it holds now. Version 0: nothing was ever asked."""

    level: int
    version: int
    changed_at: datetime | None


class CertifyingOut(BaseModel):
    """A course of another project, whose certificate a level may ask for."""

    project_id: int
    project: str
    course_id: int
    title: str
    level: int


class NeedCount(BaseModel):
    """How many people lack something."""

    code: str
    people: int


class RequirementTried(BaseModel):
    """Whom a requirement would touch: of those who have the level's role, or may climb to it. The
    device is not known before somebody claims."""

    members: int = Field(description="Who was looked at, 5,000 at most.")
    admitted: int
    by_need: list[NeedCount]


class InvitedIn(In):
    """Whom the level is kept for."""

    person_ids: Annotated[list[KeyIn], Field(min_length=1, max_length=200)] = Field(
        examples=[[12, 15]]
    )


class InvitedOut(BaseModel):
    """Somebody whom the level is kept for."""

    person_id: int
    pseudonym: str
    invited_at: datetime


class TeamIn(In):
    """Which team of the project somebody is on; null: none."""

    team: Team | None = Field(examples=["A"])


class TeamOut(BaseModel):
    """A member's team."""

    person_id: int
    pseudonym: str
    team: str | None


class AnnouncementIn(In):
    """Work that will open: the ready items of a stage, or of one import of it."""

    stage_id: KeyIn = Field(examples=[3])
    batch_id: KeyIn | None = None
    priority: Annotated[int, Field(ge=-1000, le=1000)] = 0
    opens_at: AwareDatetime = Field(examples=["2030-01-01T09:00:00+09:00"])
    share_seconds: Annotated[int, Field(ge=0, le=7 * 24 * 3600)] = Field(
        1800,
        description="How long after the opening nobody has more than his share; 0: not at all.",
    )


class AnnouncementOut(BaseModel):
    """Announced work, for managers."""

    id: int
    stage_id: int
    stage: str
    level: int
    batch_id: int | None
    priority: int
    opens_at: datetime
    share_seconds: int
    share: int | None
    wishes: int
    told_at: datetime | None
    opened_at: datetime | None
    cancelled_at: datetime | None
    created_at: datetime
