"""What is paid beside the price: bonuses that a stage promises, and top-ups to the floor wage."""

from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    ForeignKeyConstraint,
    Identity,
    Index,
    Numeric,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from app.models.base import Base, Made, ProjectKey, When, choice


class BonusKind(StrEnum):
    """What a bonus is for. All count the author's work that was handed in while it stands."""

    QUALITY = "quality"  # so many pieces decided, so large a share accepted as first handed in
    VOLUME = "volume"  # every so many pieces accepted
    DEADLINE = "deadline"  # so many pieces accepted that were handed in by a day
    FIRST = "first"  # so many pieces accepted of somebody who had none accepted before


class Bonus(Base):
    """A promise of a stage: `amount` to whoever reaches what it asks, `most` times in all. All of
    it is set aside when it is made."""

    __tablename__ = "bonus"
    __table_args__ = (
        ForeignKeyConstraint(["project_id", "stage_id"], ["stage.project_id", "stage.id"]),
        UniqueConstraint("project_id", "key"),
        CheckConstraint("amount > 0 AND most > 0 AND pieces > 0", name="amounts"),
        CheckConstraint("awarded BETWEEN 0 AND most", name="awarded"),
        CheckConstraint("(kind = 'quality') = (share IS NOT NULL)", name="share"),
        CheckConstraint("share > 0 AND share <= 1", name="share_range"),
        CheckConstraint("kind <> 'deadline' OR until IS NOT NULL", name="until"),
        Index(
            "ix_bonus_open", "project_id", "stage_id", postgresql_where=text("closed_at IS NULL")
        ),
    )

    project_id: Mapped[ProjectKey]
    id: Mapped[int] = mapped_column(Identity(always=False), primary_key=True)
    stage_id: Mapped[int]
    kind: Mapped[BonusKind] = mapped_column(choice(BonusKind, "kind"))
    amount: Mapped[int]  # of one award, in minor units
    most: Mapped[int]  # awards that are set aside
    awarded: Mapped[int] = mapped_column(server_default="0")
    pieces: Mapped[int]  # how many it asks for
    share: Mapped[Decimal | None] = mapped_column(Numeric(4, 3))  # accepted as first handed in
    until: Mapped[When | None]  # work that is first handed in later does not count
    pot_account_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    entry_id: Mapped[int] = mapped_column(server_default="0")  # what was paid was looked at up to
    key: Mapped[str]  # the client's: a retry makes no second one
    created_by: Mapped[int] = mapped_column(ForeignKey("person.id"))
    created_at: Mapped[Made]
    closed_at: Mapped[When | None]  # nothing more is awarded; what was left went back

    @property
    def left(self) -> int:
        """Awards that are still to be had."""
        return self.most - self.awarded


class TopUp(Base):
    """What somebody's accepted work of a day in a stage paid less than the floor wage."""

    __tablename__ = "top_up"
    __table_args__ = (
        ForeignKeyConstraint(["project_id", "stage_id"], ["stage.project_id", "stage.id"]),
        CheckConstraint("amount > 0", name="amount"),
        Index("ix_top_up_waits", "project_id", postgresql_where=text("paid_at IS NULL")),
        Index("ix_top_up_person", "person_id", "day"),
    )

    project_id: Mapped[ProjectKey]
    stage_id: Mapped[int] = mapped_column(primary_key=True)
    day: Mapped[date] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)
    amount: Mapped[int]
    wage: Mapped[int]  # won an hour, of that day
    # By level: what was counted, its pay, the median time of one (`app/ledger/top_ups.py`).
    levels: Mapped[list[Any]]
    paid_at: Mapped[When | None]  # None: waits for money
    created_at: Mapped[Made]


class TopUpMark(Base):
    """The last day that a project's work was held against the floor, and the rows up to then."""

    __tablename__ = "top_up_mark"

    project_id: Mapped[int] = mapped_column(ForeignKey("project.id"), primary_key=True)
    day: Mapped[date]
    entry_id: Mapped[int]
    submission_id: Mapped[int]


class AlertKind(StrEnum):
    """What managers are told of a budget."""

    SPENT_80 = "spent_80"
    SPENT_95 = "spent_95"
    RUNS_OUT = "runs_out"  # within a week, at the pace of the last days
    TOP_UPS = "top_ups"  # people are topped up when there is money again


class BudgetAlert(Base):
    """What managers were told of a project's budget; forgotten when it is no longer so."""

    __tablename__ = "budget_alert"

    project_id: Mapped[int] = mapped_column(ForeignKey("project.id"), primary_key=True)
    kind: Mapped[AlertKind] = mapped_column(choice(AlertKind, "kind"), primary_key=True)
    told_at: Mapped[Made]
