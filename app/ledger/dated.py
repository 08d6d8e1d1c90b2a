"""What held on a day: the rates, floors and thresholds of the table `money_rule`."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.core.errors import Conflict
from app.models.money import MoneyRule, MoneyRuleKind


class NoRule(Conflict):
    """Nothing in the table holds on that day."""

    code, title = "no_rule", "No rule for that day"


def rule(s: Session, kind: MoneyRuleKind, day: date) -> Mapping[str, Any]:
    """The value that holds on `day`. Raises `NoRule` where the table begins later."""
    statement = (
        select(MoneyRule.value)
        .where(MoneyRule.kind == kind, MoneyRule.valid_from <= day)
        .order_by(MoneyRule.valid_from.desc(), MoneyRule.id.desc())
        .limit(1)
    )
    found: Mapping[str, Any] | None = s.execute(statement).scalar_one_or_none()
    if found is None:
        raise NoRule(
            f"No rule “{kind}” holds on {day}; the operator enters one in “rates and floors”.",
            kind=kind.value,
        )
    return found


def minimum_wage(s: Session, day: date) -> int:
    """The minimum wage that holds on `day`, in won an hour. Raises `NoRule`."""
    return int(rule(s, MoneyRuleKind.MINIMUM_WAGE, day)["hourly"])
