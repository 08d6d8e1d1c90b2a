"""Rules, hits and reports of agreement, as the API speaks of them."""

from datetime import datetime
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

from app.core.states import RuleState

CollectorName = Literal["speed", "skips", "agreement", "gold", "returns", "devices"]
ActionName = Literal["notify", "inspect", "pause"]
Outcome = Literal["kept", "lifted"]
Level = Annotated[int, Field(ge=0, le=2)]
Words = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1, max_length=4000, pattern=r"^[^\x00]*$"),
]
RuleName = Annotated[
    str,
    StringConstraints(
        strip_whitespace=True, min_length=1, max_length=100, pattern=r"^[^\x00-\x1f\x7f]+$"
    ),
]


class _In(BaseModel):
    model_config = ConfigDict(extra="forbid")


class ConditionIn(_In):
    """A condition to try on history: whom would it touch?"""

    collector: CollectorName = Field(examples=["gold"])
    level: Level = 0
    condition: dict[str, Any] = Field(
        default={},
        examples=[{"at_least": 8, "of_last": 20, "share": 0.6}],
        description="`at_least` and `of_last` for all; `spread` of speed, `minutes` of devices, "
        "`share` of the others. What is left out is as usual.",
    )


class RuleIn(ConditionIn):
    """A rule, off until it is switched on."""

    name: RuleName = Field(examples=["Known answers"])
    action: ActionName = "notify"


class RulePatch(_In):
    """What is to be otherwise; another condition or action is another version."""

    name: RuleName | None = None
    state: RuleState | None = Field(None, examples=["on"])
    condition: dict[str, Any] | None = None
    action: ActionName | None = None

    @model_validator(mode="after")
    def _says_something(self) -> "RulePatch":
        if not self.model_fields_set:
            raise ValueError("say what is to change")
        return self


class RuleOut(BaseModel):
    """A rule, and how many hits of it wait to be settled."""

    model_config = ConfigDict(from_attributes=True)

    id: int
    stage_id: int
    level: int
    name: str
    state: RuleState
    collector: CollectorName
    condition: dict[str, Any]
    action: ActionName
    version: int
    created_by: int
    created_at: datetime
    mine: bool = Field(description="You had a hand in it: others settle what it notices.")
    hits: int
    open: int


class TouchedOut(BaseModel):
    """Whom a condition would touch, and why."""

    person_id: int
    pseudonym: str
    evidence: dict[str, Any]


class TriedOut(BaseModel):
    """How many people were looked at, how many would be touched, the first hundred of them."""

    people: int
    would_touch: int
    touched: list[TouchedOut]


class HitBase(BaseModel):
    """What was noticed of somebody, and what became of it."""

    model_config = ConfigDict(from_attributes=True)

    id: int
    project_id: int
    stage_id: int
    stage: str
    level: int
    rule: str | None = Field(description="Its name; null: his trust itself.")
    collector: CollectorName | Literal["same"] = Field(
        description="By what; `same`: that he says always the same, which no rule asks."
    )
    action: ActionName
    evidence: dict[str, Any] = Field(
        description="`seen` and `counted`, the figures compared, in `work` the pieces of work."
    )
    noticed_at: datetime
    reply: str | None
    replied_at: datetime | None
    outcome: Outcome | None
    answer: str | None
    settled_at: datetime | None


class MyHit(HitBase):
    """What was noticed of one's own work."""

    project: str


class SeenIn(BaseModel):
    """An item in the work on which something was noticed."""

    id: int
    name: str


class HitOut(HitBase):
    """The same for who settles it."""

    project: str
    rule_id: int | None
    version: int
    person_id: int
    pseudonym: str
    seen_in: list[SeenIn] | None = Field(description="Null where no single pieces of work say it.")
    may_settle: bool = Field(description="You may: you made no rule that says so, nor is it you.")


class ReplyIn(_In):
    """What the person says to it."""

    text: Words = Field(examples=["The picture was too dark to tell."])


class SettleIn(_In):
    """Kept, or lifted: and why, which the person reads."""

    outcome: Outcome = Field(examples=["lifted"])
    answer: Words = Field(examples=["The known answer was wrong; it is taken out."])


class PersonAgrees(BaseModel):
    """How far others say the same as one."""

    person_id: int
    pseudonym: str | None
    answers: int
    share: float


class PairAgrees(BaseModel):
    """Two people who answered the same tasks."""

    one: int
    one_pseudonym: str | None
    other: int
    other_pseudonym: str | None
    together: int
    share: float


class Hard(BaseModel):
    """An item on which people differ; `share` is how far they agree."""

    item_id: int
    item: str
    picture: str | None
    share: float


class ClassAgrees(BaseModel):
    """Of all that anybody calls so, how much the other calls so too."""

    name: str
    share: float | None
    marks: int


class LabelAgrees(BaseModel):
    """One question: its type, how answers are compared, and how far they agree."""

    name: str
    kind: str
    measure: str
    share: float
    alpha: float | None
    kappa: float | None


class Confused(BaseModel):
    """`counts[row][column]`: what was called the row's class by one and the column's by another;
    an empty name is what the other had nothing for."""

    names: list[str]
    counts: list[list[int]]


class Fixed(BaseModel):
    """What inspectors made of answers: `looked` at first verdicts, `fixes` among them, how far
    an answer and its correction agree, and from which class to which."""

    looked: int
    passed: int
    fixes: int
    share: float | None
    confusion: Confused


class WeekAgrees(BaseModel):
    """The mean agreement on tasks that were last answered in a week; `week` is its Monday."""

    week: datetime
    value: float
    tasks: int


class StageAgreement(BaseModel):
    """How far the people of a stage agree."""

    week: datetime
    counted_at: datetime
    kind: str = Field(description="The type of the only question, or `mixed`.")
    tasks: int = Field(description="With two answers or more.")
    counted: int = Field(description="Tasks that were counted: by chance alone, where not all.")
    answers: int
    share: float | None
    alpha: float | None
    kappa: float | None
    labels: list[LabelAgrees]
    by_class: list[ClassAgrees]
    people: list[PersonAgrees]
    pairs: list[PairAgrees]
    confusion: Confused
    fixed: Fixed
    hardest: list[Hard]
    weeks: list[WeekAgrees]
    kept: list[datetime] = Field(description="Weeks that were counted, the newest first.")
    drift: float | None = Field(description="How far the last week lies off, beyond chance.")
