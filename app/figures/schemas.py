"""Figures as they speak HTTP. Money in minor units; a share lies between 0 and 1, and is null where
there is nothing to have a share of."""

from datetime import date, datetime
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from app.core.personal import Personal, ShowsPerson
from app.core.states import StageState
from app.models.person import ProjectRoleName


class Row(BaseModel):
    """Read from attributes as well as from dictionaries."""

    model_config = ConfigDict(from_attributes=True)


class StageHead(Row):
    """A stage, to choose between."""

    id: int
    name: str
    state: StageState


class ItemFigures(Row):
    """Items by where they stand; `waiting` are those that nobody can claim yet."""

    total: int
    accepted: int
    in_work: int
    waiting: int
    excluded: int


class PaceFigures(Row):
    """Items accepted: the mean of a day, and of the last seven days in all."""

    per_day: float
    last_7: int


class ForecastOut(Row):
    """The day on which the last item is accepted, at best (`low`) and at worst (`high`)."""

    day: date | None
    low: date | None
    high: date | None
    why: Literal["no_items", "done", "stopped", "no_pace", "too_far", "pace"]


class ReasonFigures(Row):
    """How often inspectors gave a reason."""

    code: str
    ko: str
    en: str
    count: int


class QualityFigures(Row):
    """What primary inspectors said, and how often secondary ones disagreed."""

    judged: int
    approved: int = Field(description="As it was or corrected.")
    returned: int
    rejected: int
    first_pass: float | None = Field(description="Of first hand-ins, those that passed.")
    second_looked: int
    overturned: int
    overturn_rate: float | None
    reasons: list[ReasonFigures]


class CostFigures(Row):
    """Money. `per_item` is what an accepted item has cost, `expected_total` what all will: four
    times of five between `expected_low` and `expected_high`, as far as days differ."""

    currency: str
    funded: int
    reserved: int
    earned: int
    given_back: int
    left: int
    per_item: int | None
    expected_total: int | None
    expected_low: int | None
    expected_high: int | None


class AttentionRow(Row):
    """Somebody whose figures stand out; `figures` are the numbers that say so."""

    person_id: int | None
    pseudonym: str
    why: Literal["low_first_pass", "overturned", "below_wage", "too_fast"]
    figures: dict[str, float]


class DayFigures(Row):
    """One day (Asia/Seoul): hand-ins, what was decided on them, and what was paid."""

    day: date
    handed_in: int
    accepted: int
    returned: int
    rejected: int
    items: int = Field(description="Items whose every task was done on this day.")
    earned: int
    first_pass: float | None = Field(
        description="Of first hand-ins judged then, those that passed."
    )


class OverviewOut(Row):
    """A project, or one of its stages, at a glance."""

    stages: list[StageHead]
    items: ItemFigures
    share: float | None = Field(description="Of what is not excluded, the part that is accepted.")
    pace: PaceFigures
    forecast: ForecastOut
    quality: QualityFigures
    cost: CostFigures
    attention: list[AttentionRow]
    days: list[DayFigures] = Field(description="The last 60 days on which anything happened.")


class MemberFigures(Row, ShowsPerson):
    """What somebody has done in the project. Only who may read members learns who it is.

    `done` counts hand-ins and verdicts; `accepted`, `returned` and `rejected` what became of his
    own work; `first_pass` is the share of his first hand-ins that passed.
    """

    pseudonym: str
    person_id: int | None
    name: Personal[str | None]
    roles: list[ProjectRoleName]
    team: str | None
    done: int
    accepted: int
    returned: int
    rejected: int
    first_pass: float | None
    judged: int
    overturn_rate: float | None
    median_seconds: int | None = Field(description="Of his last 100 hand-ins.")
    hourly: int | None
    earned: int
    last_at: datetime | None
    training_seconds: int = Field(description="With lessons, practice and exams, in all stages.")


class MembersFiguresPage(BaseModel):
    """Members by pseudonym, and the one to ask for the following page with."""

    items: list[MemberFigures]
    next: str | None = None


class CountsOut(Row):
    """What the stream tells of a project: items and tasks by where they stand, and free places by
    level, counted up to 1,000."""

    items: ItemFigures
    tasks: dict[str, int]
    waiting: dict[str, int]


class HoursOfDay(Row):
    """A day (Asia/Seoul), hour by hour: 24 numbers each, the first from midnight to one."""

    day: date
    handed_in: list[int]
    judged: list[int] = Field(description="At both levels of inspection.")


class DeskHoursOut(BaseModel):
    """When people work: the last 14 days, each with its hours, the oldest first."""

    days: list[HoursOfDay]


class ThroughputRow(Row):
    """What somebody has done in the last seven days. `per_hour` counts hands-on time alone."""

    person_id: int | None
    pseudonym: str
    handed_in: int
    judged: int
    per_hour: float | None


class DeskThroughputOut(BaseModel):
    """Who has done how much in the last seven days: the hundred who did most, and of how many."""

    people: list[ThroughputRow]
    all: int


class WaitingQueue(Row):
    """Places that are free at a level of a stage. Of a long queue the first 1,000 are looked at:
    then `more` is true. `ages` counts them by how long they have waited: up to 1, 4, 24, 72 and 168
    hours, and longer."""

    stage_id: int
    level: int
    places: int
    more: bool
    oldest: datetime | None
    ages: list[int]
    held: int = Field(description="Places that somebody has claimed and not handed in.")
    rework: int = Field(description="Work that was returned and lies with its author.")


class LyingRow(Row):
    """Work that lies with somebody: claimed (`reserved`), or returned to him (`rework`)."""

    person_id: int | None
    pseudonym: str
    stage_id: int
    level: int
    state: Literal["reserved", "rework"]
    n: int
    oldest: datetime


class DeskQueuesOut(BaseModel):
    """What waits, and with whom something has lain longest: twenty of them."""

    queues: list[WaitingQueue]
    people: list[LyingRow]


class BalanceValue(Row):
    """How often a value occurs among accepted items; shares are percent."""

    value: str
    n: int
    items: int
    share: float
    target: float | None


class BalanceGroup(Row):
    """A label's classes, or what items' meta says under a key, against what was aimed at.

    `kind` is `class` (`n` counts marks) or `meta` (`n` counts items); `name` the label or key.
    """

    stage_id: int
    kind: Literal["class", "meta"]
    name: str
    total: int
    values: list[BalanceValue]
    others: int = Field(description="Marks or items of values that are not shown.")


class DeskBalanceOut(BaseModel):
    """Every label and key of which something is known or aimed at."""

    groups: list[BalanceGroup]
