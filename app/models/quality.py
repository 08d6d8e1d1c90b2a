"""Whether answers can be trusted: known answers, trust, consensus, what was drawn for inspection,
lots at delivery, and rules that notice."""

from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any

from sqlalchemy import (
    CheckConstraint,
    DateTime,
    ForeignKey,
    ForeignKeyConstraint,
    Identity,
    Index,
    Numeric,
    SmallInteger,
    UniqueConstraint,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from app.core.states import LotState, RuleState
from app.models.base import Base, Made, ProjectKey, When, choice


class GoldSource(StrEnum):
    """How an answer came to be known."""

    HAND = "hand"  # a manager wrote or chose it
    CONSENSUS = "consensus"  # many agreed, surely
    INSPECTION = "inspection"  # two inspectors let it through


class Why(StrEnum):
    """Why a hand-in, or a consensus, was drawn for inspection."""

    ALL = "all"  # the level looks at everything
    SAMPLE = "sample"  # the stage's plain rate
    RANDOM = "random"  # by chance alone: what is left wrong is estimated from these
    NEWCOMER = "newcomer"
    TRUST = "trust"  # as often as the author's trust asks
    RISK = "risk"  # among the likeliest to be wrong
    UNDECIDED = "undecided"  # the answers do not agree
    GOLD_DRY = "gold_dry"  # there was no gold left to tell by
    TWICE = "twice"  # an inspection that is looked at again
    LOT = "lot"  # of the sample of a delivery, or of a refused one
    RULE = "rule"  # after a rule noticed its author


class ConsensusState(StrEnum):
    """How far the answers to one task have come."""

    AGREED = "agreed"
    UNDECIDED = "undecided"  # an inspector chooses or composes
    DECIDED = "decided"  # an inspector has


class Gold(Base):
    """A task with a known answer, hidden in the stream of its level. At level 0 it is a task of its
    own (`task.gold_id`); at levels 1 and 2 an answer that was judged, shown with an error in it."""

    __tablename__ = "gold"
    __table_args__ = (
        ForeignKeyConstraint(["project_id", "stage_id"], ["stage.project_id", "stage.id"]),
        ForeignKeyConstraint(["project_id", "item_id"], ["item.project_id", "item.id"]),
        CheckConstraint("level IN (0, 1, 2)", name="level"),
        CheckConstraint("(level = 0) = (root_id IS NULL)", name="root"),
        CheckConstraint("(level = 0) = (verdict IS NULL)", name="verdict"),
        Index("ix_gold_stage", "project_id", "stage_id", "level", "id"),
        UniqueConstraint("project_id", "stage_id", "level", "item_id"),
    )

    project_id: Mapped[ProjectKey]
    id: Mapped[int] = mapped_column(Identity(always=False), primary_key=True)
    stage_id: Mapped[int]
    level: Mapped[int] = mapped_column(SmallInteger)
    item_id: Mapped[int]
    task_id: Mapped[int]
    root_id: Mapped[int | None]  # whose answer is shown, changed, to an inspector
    source: Mapped[GoldSource] = mapped_column(choice(GoldSource, "source"))
    schema_version: Mapped[int]
    answer: Mapped[dict[str, Any]]  # what is right
    shown: Mapped[dict[str, Any] | None] = mapped_column(JSONB(none_as_null=True))
    verdict: Mapped[str | None]  # what the shown answer deserves
    note: Mapped[str] = mapped_column(server_default=text("''"))
    given: Mapped[int] = mapped_column(server_default=text("0"))  # to how many people
    right: Mapped[int] = mapped_column(server_default=text("0"))
    entries: Mapped[int] = mapped_column(server_default=text("0"))  # of the ledger, that are for it
    reserved: Mapped[int] = mapped_column(server_default=text("0"))  # by them, less what went back
    created_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))  # None: found by itself
    created_at: Mapped[Made]
    retired_at: Mapped[When | None]


class GoldGiven(Base):
    """A person's answer to a gold task: one, ever."""

    __tablename__ = "gold_given"
    __table_args__ = (
        ForeignKeyConstraint(["project_id", "gold_id"], ["gold.project_id", "gold.id"]),
        ForeignKeyConstraint(
            ["project_id", "assignment_id"], ["assignment.project_id", "assignment.id"]
        ),
        Index("ix_gold_given_person", "project_id", "person_id", "at"),
    )

    project_id: Mapped[ProjectKey]
    gold_id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)
    assignment_id: Mapped[int]
    score: Mapped[Decimal] = mapped_column(Numeric(4, 3))  # how near it came, 0 to 1
    right: Mapped[bool]
    marks: Mapped[list[Any]]  # what was missing, shifted, of another class (`app/labels/feedback`)
    at: Mapped[Made]


class Trust(Base):
    """How likely a person's answer at a level of a stage is right, with its uncertainty; counted
    again as evidence comes. Counts are weights: `app/quality/trust.py` says what each is worth."""

    __tablename__ = "trust"
    __table_args__ = (
        ForeignKeyConstraint(["project_id", "stage_id"], ["stage.project_id", "stage.id"]),
        CheckConstraint("low <= mean AND mean <= high", name="interval"),
        Index("ix_trust_person", "person_id"),
        Index("ix_trust_fresh", "project_id", "stage_id", postgresql_where=text("fresh")),
    )

    project_id: Mapped[ProjectKey]
    stage_id: Mapped[int] = mapped_column(primary_key=True)
    level: Mapped[int] = mapped_column(SmallInteger, primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)
    answers: Mapped[int] = mapped_column(server_default=text("0"))  # handed in
    gold: Mapped[int] = mapped_column(server_default=text("0"))
    gold_right: Mapped[int] = mapped_column(server_default=text("0"))
    verdicts: Mapped[int] = mapped_column(server_default=text("0"))  # on his answers, or of his
    verdicts_right: Mapped[int] = mapped_column(server_default=text("0"))  # let through; upheld
    peers: Mapped[int] = mapped_column(server_default=text("0"))
    peers_right: Mapped[Decimal] = mapped_column(Numeric(10, 3), server_default=text("0"))
    mean: Mapped[Decimal | None] = mapped_column(Numeric(5, 4))  # None: nothing is known yet
    low: Mapped[Decimal | None] = mapped_column(Numeric(5, 4))
    high: Mapped[Decimal | None] = mapped_column(Numeric(5, 4))
    below: Mapped[Decimal | None] = mapped_column(Numeric(5, 4))  # the chance: under the bar
    confusion: Mapped[dict[str, Any] | None] = mapped_column(JSONB(none_as_null=True))
    holds: Mapped[int] = mapped_column(SmallInteger)  # seats at once
    paused_at: Mapped[When | None]  # no new seats until a person has looked
    paused_by: Mapped[int | None]  # the hit
    cleared_at: Mapped[When | None]  # looked at, and let go on: trust alone stops him no more
    watched_by: Mapped[int | None]  # the rule's hit after which all of it is looked at
    fresh: Mapped[bool] = mapped_column(server_default=text("true"))  # something is to be counted
    counted_at: Mapped[When | None]


class Consensus(Base):
    """What the answers to one task come to."""

    __tablename__ = "consensus"
    __table_args__ = (
        ForeignKeyConstraint(["project_id", "task_id"], ["task.project_id", "task.id"]),
        Index("ix_consensus_state", "project_id", "stage_id", "state", "task_id"),
        CheckConstraint("(state = 'decided') = (submission_id IS NOT NULL)", name="decided"),
    )

    project_id: Mapped[ProjectKey]
    task_id: Mapped[int] = mapped_column(primary_key=True)
    stage_id: Mapped[int]
    root_id: Mapped[int]  # whose answer is nearest to it
    state: Mapped[ConsensusState] = mapped_column(choice(ConsensusState, "state"))
    answer: Mapped[dict[str, Any]]
    answers: Mapped[int] = mapped_column(SmallInteger)  # that it was made of
    sure: Mapped[Decimal] = mapped_column(Numeric(5, 4))  # the models' own; buys answers, no more
    confidence: Mapped[Decimal | None] = mapped_column(Numeric(5, 4))  # calibrated; may be shown
    risk: Mapped[Decimal | None] = mapped_column(Numeric(5, 4))
    submission_id: Mapped[int | None]  # the verdict that decided it
    at: Mapped[Made]


class Drawn(Base):
    """Why one level looks at one hand-in. Written when it is decided, and never changed."""

    __tablename__ = "drawn"
    __table_args__ = (
        Index("ix_drawn_stage", "project_id", "stage_id", "level", "why", "root_id"),
        CheckConstraint("chance BETWEEN 0 AND 1", name="chance"),
    )

    project_id: Mapped[ProjectKey]
    root_id: Mapped[int] = mapped_column(primary_key=True)
    attempt: Mapped[int] = mapped_column(SmallInteger, primary_key=True)
    level: Mapped[int] = mapped_column(SmallInteger, primary_key=True)
    stage_id: Mapped[int]
    why: Mapped[Why] = mapped_column(choice(Why, "why"))
    chance: Mapped[Decimal] = mapped_column(Numeric(5, 4))  # with which it was drawn
    # With which it would have been looked at for another reason: of a random draw, how little it
    # speaks for what nobody looks at.
    besides: Mapped[Decimal] = mapped_column(Numeric(5, 4), server_default=text("0"))
    risk: Mapped[Decimal | None] = mapped_column(Numeric(5, 4))  # that it is wrong, as guessed then
    at: Mapped[Made]


class QualityModel(Base):
    """What was learned of a stage at a level: its people, and which answers tend to be wrong."""

    __tablename__ = "quality_model"
    __table_args__ = (
        ForeignKeyConstraint(["project_id", "stage_id"], ["stage.project_id", "stage.id"]),
    )

    project_id: Mapped[ProjectKey]
    stage_id: Mapped[int] = mapped_column(primary_key=True)
    people: Mapped[dict[str, Any] | None] = mapped_column(JSONB(none_as_null=True))
    calibration: Mapped[dict[str, Any] | None] = mapped_column(JSONB(none_as_null=True))
    risk: Mapped[dict[str, Any] | None] = mapped_column(JSONB(none_as_null=True))
    # By level, as text: below which somebody's trust is a bad worker's.
    bars: Mapped[dict[str, Any]] = mapped_column(server_default=text("'{}'"))
    verdicts: Mapped[int] = mapped_column(server_default=text("0"))  # that it has learned from
    answers: Mapped[int] = mapped_column(server_default=text("0"))
    fitted_at: Mapped[Made]


class AgreementReport(Base):
    """How far the people of a stage agree, as counted at one time: alpha, kappa, by class, person
    and pair, the hardest items. One row a week is kept for the drift."""

    __tablename__ = "agreement_report"
    __table_args__ = (
        ForeignKeyConstraint(["project_id", "stage_id"], ["stage.project_id", "stage.id"]),
    )

    project_id: Mapped[ProjectKey]
    stage_id: Mapped[int] = mapped_column(primary_key=True)
    week: Mapped[datetime] = mapped_column(DateTime(timezone=True), primary_key=True)  # its Monday
    values: Mapped[dict[str, Any]]
    counted_at: Mapped[Made]


class Lot(Base):
    """Accepted items that are to be delivered together, and the sample that decides about them
    (ISO 2859-1: size, sample, accept number)."""

    __tablename__ = "lot"
    __table_args__ = (
        ForeignKeyConstraint(["project_id", "stage_id"], ["stage.project_id", "stage.id"]),
        CheckConstraint("sample BETWEEN 1 AND size AND accept >= 0", name="plan"),
    )

    project_id: Mapped[ProjectKey]
    id: Mapped[int] = mapped_column(Identity(always=False), primary_key=True)
    stage_id: Mapped[int]
    name: Mapped[str]
    state: Mapped[LotState] = mapped_column(choice(LotState, "state"))
    limit: Mapped[Decimal] = mapped_column(Numeric(3, 1))  # acceptance quality limit, in percent
    size: Mapped[int]
    sample: Mapped[int]
    accept: Mapped[int]
    cost: Mapped[int]  # set aside for all looks, in minor units
    looked: Mapped[int] = mapped_column(server_default=text("0"))
    faulty: Mapped[int] = mapped_column(server_default=text("0"))
    created_by: Mapped[int] = mapped_column(ForeignKey("person.id"))
    created_at: Mapped[Made]
    settled_at: Mapped[When | None]


class LotItem(Base):
    """An item of a lot: whether it is in the sample, and what was found."""

    __tablename__ = "lot_item"
    __table_args__ = (
        ForeignKeyConstraint(["project_id", "lot_id"], ["lot.project_id", "lot.id"]),
        Index("ix_lot_item_root", "project_id", "root_id"),
        Index("ix_lot_item_item", "project_id", "item_id"),
        Index("ix_lot_item_reserved", "lot_id", postgresql_where=text("reserved > 0")),
    )

    project_id: Mapped[ProjectKey]
    lot_id: Mapped[int] = mapped_column(primary_key=True)
    item_id: Mapped[int] = mapped_column(primary_key=True)
    root_id: Mapped[int]
    sampled: Mapped[bool]
    faulty: Mapped[bool | None]  # None: not looked at
    reserved: Mapped[int] = mapped_column(server_default=text("0"))
    """Set aside for its look, in minor units; 0 once that is paid, or given back."""


class Rule(Base):
    """What is noticed of people's work: a collector, a condition, an action. It never rejects."""

    __tablename__ = "rule"
    __table_args__ = (
        ForeignKeyConstraint(["project_id", "stage_id"], ["stage.project_id", "stage.id"]),
    )

    project_id: Mapped[ProjectKey]
    id: Mapped[int] = mapped_column(Identity(always=False), primary_key=True)
    stage_id: Mapped[int]
    level: Mapped[int] = mapped_column(SmallInteger, server_default=text("0"))
    name: Mapped[str]
    state: Mapped[RuleState] = mapped_column(
        choice(RuleState, "state"), server_default=RuleState.OFF.value
    )
    collector: Mapped[str]  # `app/quality/noticing.py`: speed, skips, agreement, gold, …
    condition: Mapped[dict[str, Any]]
    action: Mapped[str]  # notify, inspect, pause
    version: Mapped[int] = mapped_column(server_default=text("1"))
    created_by: Mapped[int] = mapped_column(ForeignKey("person.id"))
    created_at: Mapped[Made]


class RuleHit(Base):
    """A person who was noticed, by a rule or by known answers and verdicts themselves, with the
    evidence; what he says of it, who settled it how."""

    __tablename__ = "rule_hit"
    __table_args__ = (
        ForeignKeyConstraint(["project_id", "rule_id"], ["rule.project_id", "rule.id"]),
        Index("ix_rule_hit_person", "person_id", "id"),
        Index("ix_rule_hit_open", "project_id", "id", postgresql_where=text("settled_at IS NULL")),
        CheckConstraint("(settled_at IS NULL) = (outcome IS NULL)", name="settled"),
    )

    project_id: Mapped[ProjectKey]
    id: Mapped[int] = mapped_column(Identity(always=False), primary_key=True)
    rule_id: Mapped[int | None]  # None: his trust itself
    version: Mapped[int]  # of the rule; 0 without one
    stage_id: Mapped[int]
    level: Mapped[int] = mapped_column(SmallInteger)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    action: Mapped[str]
    evidence: Mapped[dict[str, Any]]
    noticed_at: Mapped[Made]
    reply: Mapped[str | None]
    replied_at: Mapped[When | None]
    outcome: Mapped[str | None]  # kept, lifted
    answer: Mapped[str | None]  # what the person who looked says
    settled_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    settled_at: Mapped[When | None]
