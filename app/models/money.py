"""The rates, floors and thresholds of money: each with the day from which it holds."""

from datetime import date
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, Index, desc
from sqlalchemy.orm import Mapped, mapped_column

from app.models.base import Base, Id, Made, choice


class Income(StrEnum):
    """What a payment is to the person, for the tax office."""

    BUSINESS = "business"  # repeated independent work
    OTHER = "other"  # something done once
    DAILY = "daily"  # employment by the day, where a job is that in truth


class MoneyRuleKind(StrEnum):
    """What a rule is about; what its value holds is in `app/ledger/rule_schemas.py`."""

    MINIMUM_WAGE = "minimum_wage"
    BUSINESS = "business"
    OTHER = "other"
    DAILY = "daily"
    QUOTA = "quota"
    RETENTION = "retention"
    REJECTION_CEILING = "rejection_ceiling"


class MoneyRule(Base):
    """What holds of one kind from a day on, until a later day's rule. Only ever added to: of two
    for one day the later written holds, so that a mistake is mended and still to be seen."""

    __tablename__ = "money_rule"
    __table_args__ = (Index("ix_money_rule_kind", "kind", desc("valid_from"), desc("id")),)

    id: Mapped[Id]
    kind: Mapped[MoneyRuleKind] = mapped_column(choice(MoneyRuleKind, "kind"))
    valid_from: Mapped[date]
    value: Mapped[dict[str, Any]]
    source: Mapped[str]  # the law or notice that says so
    by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))  # None: came with Dure
    at: Mapped[Made]
