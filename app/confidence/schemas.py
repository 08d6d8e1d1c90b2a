"""How far people are trusted, as the API speaks of it."""

from datetime import datetime
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

Sort = Literal["lowest", "newest", "paused"]


class MarkSeen(BaseModel):
    """What became of one annotation of an answer that is known: `ours` is of the right answer,
    `theirs` of the given one."""

    state: Literal["right", "shifted", "wrong_class", "changed", "missing", "extra"]
    name: str
    ours: str | None
    theirs: str | None
    overlap: float
    says: list[dict[str, Any]] = Field(description="What reads otherwise: `{field, right, given}`.")


class KnownOut(BaseModel):
    """How a hand-in was whose answer was known."""

    score: float = Field(description="How near it came, 0 to 1.")
    right: bool
    marks: list[MarkSeen] = Field(description="What was found of what is right, and what was not.")
    answer: dict[str, Any] = Field(description="What is right.")


class TrustBase(BaseModel):
    """What is known of somebody at a level of a stage. Shares are 0 to 1."""

    model_config = ConfigDict(from_attributes=True)

    answers: int = Field(description="Handed in: answers, or verdicts.")
    verdicts: int = Field(description="On what he handed in; at the levels that inspect, of his.")
    verdicts_right: int = Field(description="Of these: approved as it was; upheld.")
    peers: int = Field(description="Answers that others gave too.")
    peers_right: float = Field(description="How far these say what all of them came to, summed.")
    mean: float | None = Field(
        description="The part that is expected to be right; null: nothing is known yet."
    )
    low: float | None = Field(description="With nine chances in ten it is from here …")
    high: float | None = Field(description="… to here.")
    bar: float | None = Field(description="Below it somebody would be a bad worker of this level.")
    below: float | None = Field(description="The chance of being below the bar.")
    holds: int = Field(description="Seats at once, as it stands.")
    holds_most: int = Field(description="Seats at once of who is trusted.")
    paused_at: datetime | None = Field(description="No new seats since, until somebody has looked.")
    hit_id: int | None = Field(description="What was noticed then; a manager settles it.")


class MyTrust(TrustBase):
    """How far one is trusted oneself."""

    project_id: int
    project: str
    stage_id: int
    stage: str
    level: int
    gold: int | None = Field(
        description="Answers to what is known; null where the stage does not tell which they are."
    )
    gold_right: int | None


class TrustPage(BaseModel):
    """A page of it, and the key of the next one."""

    items: list[MyTrust]
    next: str | None = None


class Example(BaseModel):
    """Something of one's work that was looked at, or had a known answer."""

    assignment_id: int
    item: str
    picture: str | None
    kind: Literal["gold", "verdict"]
    right: bool
    score: float | None = Field(description="How near it came to the known answer.")
    marks: list[MarkSeen]
    verdict: Literal["approve", "fix", "return", "reject"] | None = Field(
        description="On one's answer; at the levels that inspect, one's own."
    )
    reason: str | None = Field(description="Its code; the project's words for it are below.")
    reason_ko: str | None
    reason_en: str | None
    at: datetime


class MyTrustWhole(MyTrust):
    """The same with what it is known from, the newest first."""

    examples: list[Example]


class PersonTrust(TrustBase):
    """How far somebody is trusted, for who manages the stage."""

    person_id: int
    pseudonym: str
    level: int
    gold: int
    gold_right: int
    watched: bool = Field(description="All of it is inspected, after a rule noticed something.")
    counted_at: datetime | None = Field(description="When this was counted; null: not yet.")


class PeoplePage(BaseModel):
    """A page of people, and the key of the next one."""

    items: list[PersonTrust]
    next: str | None = None
