"""Work as it is routed, as it speaks HTTP: the ladder, the next best thing, what will open."""

from datetime import datetime
from typing import Annotated, Any, Literal

from pydantic import BaseModel, Field

from app.core.states import StageState
from app.models.person import ProjectRoleName
from app.models.project import Unit
from app.tasks.market_schemas import NeedOut
from app.tasks.schemas import In, Lease

KeyIn = Annotated[int, Field(ge=1, le=2**63 - 1)]


class Rung(BaseModel):
    """A level of a stage, and how you stand to it. `needs` is what its requirement still wants of
    you, but for the device: that is asked at the claim."""

    level: int
    role: ProjectRoleName
    held: bool = Field(description="Whether you have the role.")
    price: int | None = Field(description="For `per` units.")
    unit: Unit | None
    per: int | None
    asked: dict[str, Any]
    day_limit: int | None
    person_limit: int | None
    needs: list[NeedOut]
    climb: bool = Field(description="Whether who meets it may take the role himself.")
    may_climb: bool = Field(description="Whether you may, now.")


class LadderStage(BaseModel):
    """A stage, from its work to its second inspection."""

    stage_id: int
    stage: str
    state: StageState
    currency: str
    rungs: list[Rung]


class LadderOut(BaseModel):
    """The stages of a project that are not over, and your rungs in each."""

    stages: list[LadderStage]


class ClimbIn(In):
    """The level whose role you want."""

    level: Literal[1, 2] = Field(examples=[1])


class ClimbedOut(BaseModel):
    """The role that you have now."""

    level: int
    role: ProjectRoleName


class NextIn(In):
    """Where to look for the next best thing; without `projects` in all of yours."""

    projects: Annotated[list[KeyIn], Field(max_length=100)] | None = None
    device: Literal["phone", "tablet", "desktop"] | None = Field(
        None,
        description="What your page runs on. The smaller of this and the browser's counts.",
        examples=["desktop"],
    )


class WhyOffered(BaseModel):
    """What speaks for it: `held` (a lease of yours that ends soon), `recheck`, `deadline`, `pay`,
    `trusted`, `accepted`, `best`, `variety`."""

    code: str
    hourly: int | None = None
    share: float | None = None
    hours: float | None = None


class NextOut(BaseModel):
    """The next best piece of work, claimed for you, and why it is; or nothing, and what stands
    between you and what there is."""

    lease: Lease | None
    why: list[WhyOffered] = []
    needs: list[NeedOut] = []


class Coming(BaseModel):
    """Work that will open for you, or has just opened and is shared out."""

    id: int
    project_id: int
    project: str
    stage_id: int
    stage: str
    level: int
    currency: str
    price: int | None = Field(description="For `per` units.")
    unit: Unit | None
    per: int | None
    modality: str | None
    opens_at: datetime
    share_seconds: int
    opened_at: datetime | None
    share: int | None = Field(description="How many pieces each who wished may claim until then.")
    until: datetime | None = Field(description="Until when it is shared out, once it has opened.")
    wishes: int
    wished: bool = Field(description="Whether you want a part.")
    needs: list[NeedOut] = Field(description="What stands between you and a part.")
