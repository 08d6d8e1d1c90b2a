"""Fair work, as the API speaks of it."""

from datetime import datetime
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from app.core.ratings import Ratings
from app.core.states import AssignmentState, ProjectState, SuspensionState
from app.models.fairness import HeldOutcome

Words = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1, max_length=4000, pattern=r"^[^\x00]*$"),
]
Mark = Annotated[int, Field(ge=1, le=5)]
Key = Annotated[int, Field(ge=1, le=2**63 - 1)]


class _In(BaseModel):
    model_config = ConfigDict(extra="forbid")


class _Out(BaseModel):
    model_config = ConfigDict(from_attributes=True)


class HeldOut(_Out):
    """A rejection beyond its author's ceiling: `rejected` of `decided` pieces with it, where
    `most` may be. `due_at` is when silence pays."""

    id: int
    project_id: int
    project: str
    stage_id: int
    stage: str
    assignment_id: int
    item: str
    pseudonym: str
    reason: str
    reason_ko: str | None
    reason_en: str | None
    comment: str | None
    rejected: int
    decided: int
    most: int
    price: int
    due_at: datetime | None
    held_at: datetime
    outcome: HeldOutcome | None
    answer: str | None
    settled_at: datetime | None
    may_settle: bool = Field(description="You had no hand in this piece of work.")


class HeldDecision(_In):
    """Confirm it, and the author may appeal; or refuse it, and he is paid. He reads why."""

    confirmed: bool = Field(examples=[True])
    answer: Words = Field(examples=["The guideline says so, and the spot is marked."])


class RatingIn(_In):
    """1 to 5 by four criteria."""

    pay: Mark = Field(examples=[4])
    clarity: Mark = Field(description="Of the guideline.", examples=[3])
    inspection: Mark = Field(description="How fair it is.", examples=[5])
    answers: Mark = Field(description="To questions.", examples=[4])


class RatingOut(_Out):
    """What you said of a project."""

    pay: int
    clarity: int
    inspection: int
    answers: int
    rated_at: datetime


class MyRating(BaseModel):
    """`may`: some of your work there has been decided upon."""

    may: bool
    rating: RatingOut | None


class FairOut(BaseModel):
    """How a project treats people. A figure is null while fewer than `least_people` are in it."""

    project_id: int
    project: str
    organisation: str
    state: ProjectState
    minimum_wage: int = Field(description="Today's, in won an hour.")
    least_people: int
    counted_at: datetime | None
    people: int | None = None
    decided: int | None = None
    hourly: int | None = Field(None, description="The median of people, in won.")
    delay_days: float | None = Field(
        None, description="The median time from acceptance until the money has arrived."
    )
    return_rate: float | None = None
    rejection_rate: float | None = None
    appeals: int | None = Field(None, description="That were decided.")
    appeals_won: int | None = None
    ratings: Ratings | None


class EvidenceOut(BaseModel):
    """A piece of work, with the last word that was said of it."""

    assignment_id: int
    item: str
    level: int
    state: AssignmentState
    reason: str | None
    reason_ko: str | None
    reason_en: str | None
    comment: str | None
    decided_at: datetime | None


class SuspensionBase(_Out):
    """A suspension, and what became of it."""

    id: int
    project_id: int
    project: str
    state: SuspensionState
    why: str
    proposed_at: datetime
    reply_by: datetime = Field(description="Until then the person is waited for.")
    drop_at: datetime = Field(description="Undecided by then, it is dropped.")
    reply: str | None
    replied_at: datetime | None
    answer: str | None
    decided_at: datetime | None
    lifted_at: datetime | None
    evidence: list[EvidenceOut]


class MySuspension(SuspensionBase):
    """One's own."""


class SuspensionOut(SuspensionBase):
    """The same for who proposes and who decides."""

    person_id: int
    pseudonym: str
    heard: bool = Field(description="He has replied, or had his time: it can be decided.")
    may_decide: bool


class SuspensionIn(_In):
    """Whom, why, and by what work of his."""

    person_id: Key = Field(examples=[7])
    why: Words = Field(examples=["The same answer on twenty different pictures."])
    evidence: Annotated[list[Key], Field(min_length=1, max_length=50)] = Field(
        description="Assignments that he handed in.", examples=[[4711, 4712]]
    )


class SuspensionReply(_In):
    """What the person says to it."""

    text: Words = Field(examples=["The pictures were all of one cell."])


class SuspensionDecision(_In):
    """In force from now on, or dropped: and why, which both read."""

    in_force: bool = Field(examples=[True])
    answer: Words = Field(examples=["The pictures differ, and the answers do not."])


class HandedInOut(_Out):
    """Something that a person handed in, and what came of it."""

    id: int
    level: int
    state: AssignmentState
    item: str
    stage: str
    reason: str | None
    reason_ko: str | None
    reason_en: str | None
    decided_at: datetime | None
