"""What is on offer, what stands between somebody and it, and what he has earned so far."""

from datetime import date, datetime
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from app.core.ratings import Ratings
from app.models.bonus import BonusKind
from app.models.project import Unit
from app.tasks.rules import Need


class NeedCourse(BaseModel):
    """A course whose certificate is asked for, and how you stand to it."""

    project_id: int
    course_id: int
    title: str
    state: Literal["open", "closed"] = Field(description="Whether one may begin it.")
    passed: bool = Field(description="Whether you hold its certificate, though it has run out.")
    next_attempt_at: datetime | None = Field(description="When its exam may be tried again.")


class NeedOut(BaseModel):
    """What stands between you and a claim."""

    code: Need
    agreement_ids: list[int] | None = None
    agreement_id: int | None = None
    held: int | None = None
    holds: int | None = None
    fields: list[str] | None = Field(None, description="What your participant profile lacks.")
    courses: list[NeedCourse] | None = None
    of: Literal["answers", "verdicts"] | None = Field(
        None, description="What is counted: accepted work, or verdicts that were looked at."
    )
    answers: int | None = Field(None, description="How many are asked for.")
    share: float | None = Field(None, description="Of 1; of shared work the pieces of a share.")
    has: float | None = Field(None, description="How many there are, or which share was reached.")
    languages: list[str] | None = None
    regions: list[str] | None = None
    devices: list[str] | None = None
    teams: list[str] | None = None
    limit: int | None = None
    hit_id: int | None = Field(None, description="What was noticed of you, which pauses you here.")
    suspension_id: int | None = Field(None, description="Your suspension from the project.")
    project_id: int | None = None
    stage_id: int | None = Field(None, description="Whose guideline is to be read.")
    version: int | None = Field(None, description="Of the guideline that is to be read.")
    again_at: datetime | None = Field(None, description="When one may claim again.")
    until: datetime | None = Field(None, description="Until when work is shared out.")


class Offer(BaseModel):
    """Work that one may claim: one stage and level. `price` in minor units, for `per` units."""

    project_id: int
    project: str
    stage_id: int
    stage: str
    level: int
    currency: str
    price: int
    unit: Unit
    per: int
    waiting: int = Field(description="Free places for you, counted up to 1,000.")
    held: int = Field(description="What you hold of it now.")
    holds: int = Field(description="What you may hold of it at once.")
    modality: str
    median_seconds: int | None = Field(description="Of the newest hand-ins, where there are some.")
    hourly: int | None = Field(description="What that makes an hour, in minor units.")
    minimum_wage: int = Field(description="Today's, in won an hour.")
    guideline: bool = Field(description="Whether there is one to read.")
    wanted: int | None = Field(
        None, description="How many more of your group are wanted, where a collect stage says so."
    )
    needs: list[NeedOut] = Field(description="What stands between you and a claim.")


class Promised(BaseModel):
    """A bonus that a stage promises its workers beside the price: `amount` for `pieces`, `left`
    awards more; of `quality`, where so large a `share` is accepted as first handed in."""

    model_config = ConfigDict(from_attributes=True)

    kind: BonusKind
    amount: int
    left: int
    pieces: int
    share: float | None
    until: datetime | None


class MarketRow(Offer):
    """Work that one may do, or join to do. Without `member`, join first."""

    goal: str
    organisation: str
    member: bool
    may: bool = Field(description="Whether you may claim it now.")
    picture: str | None = Field(description="A small picture of it, for members.")
    unit_is: str = Field(description="What one unit is, in the manager's words.")
    most: int | None = Field(
        description="How many units of one task are paid at most, where they are counted in the "
        "answer."
    )
    estimate_seconds: int | None = Field(
        description="How long `per` units take, as the manager thinks; of the work itself."
    )
    bonuses: list[Promised] = Field(description="Beside the price, for the work itself.")
    rating: Ratings | None = Field(description="What people who have worked there say of it.")


class MarketPage(BaseModel):
    """Rows, and the key to ask for the following ones with; none on the last page."""

    items: list[MarketRow]
    next: str | None = None


class TodayOut(BaseModel):
    """A worker's day and month. Amounts in minor units; `pending` waits for a verdict."""

    day: date
    earned: int
    pending: int
    pieces: int
    seconds: int
    learned: int = Field(description="What of `earned` courses paid.")
    hourly: int | None = Field(description="What work, earned and pending, makes an hour.")
    minimum_wage: int
    month_earned: int
    month_pending: int
    rework: int = Field(description="Pieces to look at again.")
    appeals_open: int


class EarningDay(BaseModel):
    """What was handed in on one day in one project, and what became of it by now."""

    day: date
    project_id: int
    project: str
    currency: str
    earned: int
    pending: int
    rejected: int
    pieces: int
    seconds: int
    learned: int = Field(description="What of `earned` courses paid.")
    added: int = Field(description="What of `earned` bonuses and top-ups added.")


class EarningDays(BaseModel):
    """Days of work, the newest first, and the `until` to go on with."""

    items: list[EarningDay]
    next: date | None = None


class InspectionDay(BaseModel):
    """An inspector's day."""

    day: date
    judged: int
    overturned: int


class InspectionsOut(BaseModel):
    """How an inspector judged. Rates are of what the second level looked at."""

    today: int
    week: int
    per_hour: int | None
    median_seconds: int | None
    judged: int
    second_looked: int
    overturned: int
    overturn_rate: float | None
    earned_today: int
    days: list[InspectionDay]
